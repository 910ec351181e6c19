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
    /// Share of the search from which islands that lag behind go on from the best plan of all.
    pub laggards_from: f64,
    /// By what share of its cost the best plan of an island that lags behind is dearer.
    pub laggard: f64,
}

impl Default for GeneticParams {
    fn default() -> Self {
        let crossovers = (0..CROSSOVERS.len()).collect();
        Self { crossing_from: 0.3, crossing_rate: 0.15, crossovers, laggards_from: 0.6, laggard: 0.003 }
    }
}
