//! Column generation: the linear relaxation over whole routes, and what it proves (Desaulniers, Desrosiers, Solomon 2005).
//!
//! - `model`: tasks to cover, pricing problems, routes as columns, rows and cuts, multipliers;
//! - `pricing`: the cheapest routes under given multipliers, and all routes within a gap;
//! - `cuts`: lazy rows and cuts that a solution breaks;
//! - `master`: the restricted master as a linear and as an integer program, and its proximal bundle;
//! - `proof`: the phases of a proof over one state;
//! - `params`: every number that steers it.

mod cuts;
mod master;
mod model;
mod params;
mod pricing;
mod proof;

pub use proof::{Incumbent, ProofCallbacks, ProofLimits, ProvenBound, RoutesByShift, is_available, prove};
