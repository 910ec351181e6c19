//! Ruin and recreate, accepted by annealing.

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::lns::LnsState;
use super::metaheuristic::Metaheuristic;
use super::solution::Solution;
use brigade_model::units::Money;

/// A search that cools down (Schrimpf and others 2000; Christiaens, Vanden Berghe 2020).
pub struct Annealing<'a, 'n> {
    lns: LnsState<'a, 'n>,
    /// What a temperature of one is.
    scale: f64,
}

impl<'a, 'n> Annealing<'a, 'n> {
    /// Goes on from a state.
    pub fn new(lns: LnsState<'a, 'n>) -> Self {
        let scale = lns.mean_travel_cost();
        Self { lns, scale }
    }

    /// Takes out, puts back and judges once; `progress` says how far the whole search has come, 0 to 1.
    pub fn anneal(&mut self, progress: f64) {
        let temperature = self.scale * temperature(self.lns.params().temperatures, progress);
        self.lns.step(self.lns.params().descents, |rng, before| acceptance_threshold(rng, before, temperature));
    }

    /// The state that it works on.
    pub fn lns(&mut self) -> &mut LnsState<'a, 'n> {
        &mut self.lns
    }
}

impl Metaheuristic for Annealing<'_, '_> {
    fn iterate(&mut self, progress: f64) {
        self.anneal(progress);
    }

    fn best(&self) -> &Solution {
        self.lns.best()
    }

    fn adopt(&mut self, solution: &Solution) {
        self.lns.become_plan(solution);
    }
}

/// The temperature on the way from the first to the second.
pub fn temperature((hot, cold): (f64, f64), progress: f64) -> f64 {
    hot * (cold / hot).powf(progress)
}

/// The cost up to which a plan is accepted after one of cost `before`.
pub fn acceptance_threshold(rng: &mut Xoshiro256PlusPlus, before: Money, temperature: f64) -> f64 {
    before.0 as f64 - temperature * rng.random_range(f64::MIN_POSITIVE..1.0).ln()
}
