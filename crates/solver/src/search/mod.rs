//! Improving one plan: ruin and recreate, then descent over granular neighbourhoods.

mod annealing;
mod bundle;
mod eject;
mod improver;
mod insertion;
mod iterated;
mod local_search;
mod neighbours;
mod or_opt;
mod params;
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
mod walk;

pub use annealing::{Annealing, cooled, warm};
pub use bundle::{Bundle, best_crew, best_day, insert_bundle};
pub use improver::Improver;
pub use insertion::{Insertion, InsertionCache, insert};
pub use iterated::IteratedSearch;
pub use local_search::{OPERATORS, Queue, descend};
pub use neighbours::Neighbours;
pub use params::{Evolution, Params};
pub use recreate::{Order, Recreate};
pub use regret::insert_by_regret;
pub use scan::{Operator, Scan};
pub use solution::Solution;
pub use walk::Walk;
