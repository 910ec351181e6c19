//! Ruin and recreate, accepted by annealing.

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::improver::Improver;
use super::solution::Solution;
use super::walk::Walk;

/// A walk that cools down (Schrimpf and others 2000; Christiaens, Vanden Berghe 2020).
pub struct Annealing<'a, 'n> {
    walk: Walk<'a, 'n>,
    scale: f64,
}

impl<'a, 'n> Annealing<'a, 'n> {
    /// Goes on from where a walk stands.
    pub fn new(walk: Walk<'a, 'n>) -> Self {
        let scale = walk.mean_road_cost();
        Self { walk, scale }
    }

    /// Takes out, puts back and judges once; `share` says how far the whole search has come, 0 to 1.
    pub fn anneal(&mut self, share: f64) {
        let temperature = self.scale * cooled(self.walk.params().temperatures, share);
        self.walk.step(self.walk.params().descents, |rng, before| warm(rng, before, temperature));
    }

    /// The walk that cools down.
    pub fn walk(&mut self) -> &mut Walk<'a, 'n> {
        &mut self.walk
    }
}

impl Improver for Annealing<'_, '_> {
    fn iterate(&mut self, share: f64) {
        self.anneal(share);
    }

    fn best(&self) -> &Solution {
        self.walk.best()
    }

    fn adopt(&mut self, solution: &Solution) {
        self.walk.become_plan(solution);
    }
}

/// The temperature on the way from the first to the second.
pub fn cooled((hot, cold): (f64, f64), share: f64) -> f64 {
    hot * (cold / hot).powf(share)
}

/// The cost up to which a plan is accepted after one of cost `before`.
pub fn warm(rng: &mut Xoshiro256PlusPlus, before: i64, temperature: f64) -> f64 {
    before as f64 - temperature * rng.random_range(f64::MIN_POSITIVE..1.0).ln()
}
