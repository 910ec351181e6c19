//! Parameters of the genetic search, with their defaults.

use super::crossover::CROSSOVERS;

/// Parameters of the genetic search.
#[derive(Clone, Debug)]
pub struct GeneticParams {
    /// Share of the search before which islands do not cross: hot plans have nothing worth inheriting.
    pub crossing_from: f64,
    /// Share of the iterations that are crossovers.
    pub crossing_rate: f64,
    /// Crossovers in use, by index.
    pub crossovers: Vec<usize>,
}

impl Default for GeneticParams {
    fn default() -> Self {
        Self { crossing_from: 0.3, crossing_rate: 0.15, crossovers: (0..CROSSOVERS.len()).collect() }
    }
}
