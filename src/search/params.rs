//! What steers the search.

/// Every number that steers the search.
#[derive(Clone, Debug)]
pub struct Params {
    /// Neighbours per visit.
    pub neighbours: usize,
    /// Temperature at the start and at the end, in mean road costs of a visit.
    pub temperatures: (f64, f64),
    /// Share of shifts that an insertion passes over, usually and in one iteration of ten.
    pub blinks: (f64, f64),
    /// Visits left out that are tried again in each iteration, besides those just taken out.
    pub retried: usize,
    /// Share of iterations that end with a descent.
    pub descents: f64,
    /// Least number of iterations between two changes of the penalties; at least one per visit.
    pub adapt_every: u32,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            neighbours: 30,
            temperatures: (0.1, 0.003),
            blinks: (0.01, 0.15),
            retried: 8,
            descents: 0.1,
            adapt_every: 100,
        }
    }
}
