//! Hybrid genetic search with diversity management (Vidal and others 2012; Vidal 2022): crossover, then education by
//! ruin and recreate around the routes that the crossover changed.

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
