//! What every search has in common.

use super::solution::Solution;

/// A search that improves a plan, one iteration at a time, with its own random number generator.
pub trait Metaheuristic: Send {
    /// One iteration; `progress` is the share of the search that is over, 0 to 1.
    fn iterate(&mut self, progress: f64);

    /// The best plan seen.
    fn best(&self) -> &Solution;

    /// Goes on with a better plan that was found elsewhere.
    fn adopt(&mut self, solution: &Solution);
}
