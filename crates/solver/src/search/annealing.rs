//! Simulated annealing over ruin and recreate.

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::lns::LnsState;
use super::metaheuristic::{Improvements, Metaheuristic};
use super::solution::Solution;
use crate::eval::WorkingPlan;
use crate::genetic::Child;
use brigade_model::units::Money;

/// Ruin and recreate with simulated annealing (Schrimpf and others 2000; slack induction by string removals, SISR:
/// Christiaens, Vanden Berghe 2020).
pub struct Annealing<'a, 'n> {
    lns: LnsState<'a, 'n>,
    /// Cost units of a temperature of 1: the mean travel cost of a visit.
    scale: f64,
}

impl<'a, 'n> Annealing<'a, 'n> {
    /// Goes on from a state.
    pub fn new(lns: LnsState<'a, 'n>) -> Self {
        let scale = lns.mean_travel_cost();
        Self { lns, scale }
    }

    /// One iteration; `progress` is the share of the search that is over, 0 to 1. Returns whether the new plan was accepted.
    pub fn anneal(&mut self, progress: f64) -> bool {
        let (temperature, descents) = (self.temperature(progress), self.lns.params().descents);
        self.lns.step(descents, |rng, before| acceptance_threshold(rng, before, temperature))
    }

    /// An iteration of which the new plan is a child of two plans; see [`LnsState::cross`].
    pub fn cross(&mut self, child: &Child, progress: f64) -> bool {
        let temperature = self.temperature(progress);
        let threshold = |rng: &mut Xoshiro256PlusPlus, before: Money| acceptance_threshold(rng, before, temperature);
        self.lns.cross(&child.routes, &child.windows, threshold)
    }

    /// In units of cost.
    fn temperature(&self, progress: f64) -> f64 {
        let params = self.lns.params();
        self.scale * temperature(params.initial_temperature, params.final_temperature, progress)
    }

    /// The current plan.
    pub fn plan(&self) -> &WorkingPlan<'a> {
        self.lns.plan()
    }

    /// The state of the large neighbourhood search.
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

    fn current(&self) -> Solution {
        Solution::of(self.lns.plan())
    }

    fn adopt(&mut self, solution: &Solution) {
        self.lns.load_plan(solution);
    }

    fn improvements(&self) -> Improvements {
        [("annealing", self.lns.improvements())].into()
    }
}

/// The geometric cooling schedule: the temperature after a share of the search, 0 to 1.
pub fn temperature(initial: f64, last: f64, progress: f64) -> f64 {
    initial * (last / initial).powf(progress)
}

/// The acceptance threshold (Metropolis criterion, drawn beforehand): the cost up to which a plan is accepted after one of
/// cost `before`.
pub fn acceptance_threshold(rng: &mut Xoshiro256PlusPlus, before: Money, temperature: f64) -> f64 {
    before.0 as f64 - temperature * rng.random_range(f64::MIN_POSITIVE..1.0).ln()
}
