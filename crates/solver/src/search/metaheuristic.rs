//! What every search has in common.

use std::collections::BTreeMap;

use super::solution::Solution;

/// How often a search found a plan better than its best before, by what found it.
pub type Improvements = BTreeMap<&'static str, u64>;

/// Adds the counts of a search to those of others.
pub fn add_improvements(all: &mut Improvements, further: &Improvements) {
    for (name, count) in further {
        *all.entry(name).or_default() += count;
    }
}

/// A search that improves a plan, one iteration at a time, with its own random number generator.
pub trait Metaheuristic: Send {
    /// One iteration; `progress` is the share of the search that is over, 0 to 1.
    fn iterate(&mut self, progress: f64);

    /// The best plan seen.
    fn best(&self) -> &Solution;

    /// The plan that it goes on from.
    fn current(&self) -> Solution;

    /// Goes on with a better plan that was found elsewhere.
    fn adopt(&mut self, solution: &Solution);

    /// Learns the plan of another island that searches in the same way: goes on from it where it is better than its own best.
    fn meet(&mut self, partner: &Solution) {
        if partner.key() < self.best().key() {
            self.adopt(partner);
        }
    }

    /// How often the best plan became better.
    fn improvements(&self) -> Improvements;
}
