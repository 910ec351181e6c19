//! Column generation: the Dantzig-Wolfe relaxation over whole routes, and the bounds that it proves (Desaulniers,
//! Desrosiers, Solomon 2005).
//!
//! - `model`: tasks to cover, pricing problems, routes as columns, rows and cuts, multipliers;
//! - `pricing`: routes of least reduced cost, and all routes within a gap;
//! - `cuts`: separation of lazy rows and cuts;
//! - `master`: the restricted master as a linear and as an integer program, and its proximal bundle;
//! - `proof`: the phases of a proof over one state;
//! - `params`: all parameters.

mod cuts;
mod master;
mod model;
mod params;
mod pricing;
mod proof;

pub use proof::{Incumbent, ProofCallbacks, ProofLimits, ProvenBound, RoutesByShift, is_available, prove};
