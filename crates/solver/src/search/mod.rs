//! Improving one plan: ruin and recreate, then descent over granular neighbourhoods.

mod annealing;
mod eject;
mod insertion;
mod iterated;
mod lns;
mod local_search;
mod metaheuristic;
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
mod symmetry;
mod synchronised;
mod two_opt_star;

pub use annealing::{Annealing, acceptance_threshold, temperature};
pub use insertion::{Insertion, InsertionCache, insert};
pub use iterated::IteratedSearch;
pub use lns::LnsState;
pub use local_search::{OPERATORS, VisitQueue, descend};
pub use metaheuristic::Metaheuristic;
pub use neighbours::{NeighbourParams, Neighbours};
pub use params::{InsertionOrder, RecreateParams, RuinParams, SearchParams, SynchronisedParams};
pub use recreate::Recreate;
pub use regret::insert_by_regret;
pub use scan::{MoveScan, Operator};
pub use solution::Solution;
pub use symmetry::SymmetryClasses;
pub use synchronised::{SynchronisedInsertion, best_crew, best_day, insert_synchronised};
