//! Iterated local search: a small perturbation, a descent, and late acceptance.

use super::improver::Improver;
use super::solution::Solution;
use super::walk::Walk;

/// A walk whose every step ends in a local optimum and stands where it beats the plan of some steps ago.
pub struct IteratedSearch<'a, 'n> {
    walk: Walk<'a, 'n>,
    history: Vec<i64>,
    next: usize,
}

impl<'a, 'n> IteratedSearch<'a, 'n> {
    /// Goes on from where a walk stands.
    pub fn new(walk: Walk<'a, 'n>) -> Self {
        let history = vec![walk.plan().penalised(); walk.params().history.max(1)];
        Self { walk, history, next: 0 }
    }
}

impl Improver for IteratedSearch<'_, '_> {
    fn iterate(&mut self, _share: f64) {
        let late = self.history[self.next];
        self.walk.step(1.0, |_, before| late.max(before) as f64);
        self.history[self.next] = self.walk.plan().penalised();
        self.next = (self.next + 1) % self.history.len();
    }

    fn best(&self) -> &Solution {
        self.walk.best()
    }

    fn adopt(&mut self, solution: &Solution) {
        self.walk.become_plan(solution);
        self.history.fill(self.walk.plan().penalised());
    }
}
