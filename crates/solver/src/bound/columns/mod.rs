//! Column generation: the linear relaxation over whole routes, and what it proves (Desaulniers, Desrosiers, Solomon 2005).

mod alike;
mod arcs;
mod bundle;
mod column;
mod completion;
mod cuts;
mod duals;
mod enumeration;
mod halving;
mod labels;
mod lines;
mod links;
mod master;
mod outlook;
mod parity;
mod problem;
mod program;
mod proof;
mod relaxation;

pub use proof::{Incumbent, Limits, Proven, Routes, Witness, prove};
