//! Evolving many plans: crossovers of two plans, each followed by a search around what it changed.

mod crossover;
mod evolution;
mod individual;
mod params;
mod population;

pub use crossover::{CROSSOVERS, Child, Crossover, Parents};
pub use evolution::Genetic;
pub use individual::Individual;
pub use params::{GeneticParams, PopulationParams};
pub use population::Population;
