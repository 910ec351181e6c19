//! The parallel genetic search: a population of islands that anneal and cross. A child inherits the routes of some shifts
//! from another island's plan; ruin and recreate inserts what is then missing and improves the shifts that changed.

mod crossover;
mod evolution;
mod individual;
mod params;

pub use crossover::{CROSSOVERS, Child, Crossover, Parents};
pub use evolution::Genetic;
pub use individual::Individual;
pub use params::GeneticParams;
