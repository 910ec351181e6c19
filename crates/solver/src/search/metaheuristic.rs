//! What every search has in common.

use super::solution::Solution;

/// A search that goes on from one plan to better ones, an iteration at a time, with its own chance.
pub trait Metaheuristic: Send {
    /// Takes out, puts back and judges once; `progress` says how far the whole search has come, 0 to 1.
    fn iterate(&mut self, progress: f64);

    /// The best plan seen.
    fn best(&self) -> &Solution;

    /// Goes on with a better plan that was found elsewhere.
    fn adopt(&mut self, solution: &Solution);
}
