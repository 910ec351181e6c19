//! Iterated local search: a small perturbation, a descent, and late acceptance.

use super::lns::LnsState;
use super::metaheuristic::{Improvements, Metaheuristic};
use super::solution::Solution;
use brigade_model::units::Money;

/// Iterated local search with late acceptance (Burke, Bykov 2017): a local optimum is accepted where it costs less than the
/// current plan or than the current plan of some iterations ago.
pub struct IteratedSearch<'a, 'n> {
    lns: LnsState<'a, 'n>,
    history: Vec<Money>,
    next: usize,
}

impl<'a, 'n> IteratedSearch<'a, 'n> {
    /// Goes on from a state.
    pub fn new(lns: LnsState<'a, 'n>) -> Self {
        let history = vec![lns.plan().penalised(); lns.params().history.max(1)];
        Self { lns, history, next: 0 }
    }
}

impl Metaheuristic for IteratedSearch<'_, '_> {
    fn iterate(&mut self, _progress: f64) {
        let late = self.history[self.next];
        self.lns.step(1.0, |_, before| late.max(before).0 as f64);
        self.history[self.next] = self.lns.plan().penalised();
        self.next = (self.next + 1) % self.history.len();
    }

    fn best(&self) -> &Solution {
        self.lns.best()
    }

    fn current(&self) -> Solution {
        Solution::of(self.lns.plan())
    }

    fn adopt(&mut self, solution: &Solution) {
        self.lns.load_plan(solution);
        self.history.fill(self.lns.plan().penalised());
    }

    fn improvements(&self) -> Improvements {
        [("iterated", self.lns.improvements())].into()
    }
}
