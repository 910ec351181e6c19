//! Improving one plan: ruin and recreate, then descent over granular neighbourhoods.

mod annealing;
mod bundle;
mod insertion;
mod local_search;
mod neighbours;
mod recreate;
mod regret;
mod relocate;
mod remove;
mod route_swap;
mod ruin;
mod scan;
mod solution;
mod swap;
mod tail_swap;
mod twins;

pub use annealing::{Annealing, Params};
pub use bundle::{Bundle, best_crew, best_day, insert_bundle};
pub use insertion::{Insertion, InsertionCache, insert};
pub use local_search::{OPERATORS, Queue, descend};
pub use neighbours::Neighbours;
pub use recreate::{Order, Recreate};
pub use regret::insert_by_regret;
pub use scan::{Operator, Scan};
pub use solution::Solution;
