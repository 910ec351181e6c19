//! Improving one plan for as long as there is time: ruin, recreate, descend, and accept or undo by annealing.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::Neighbours;
use super::insertion::InsertionCache;
use super::local_search::{Queue, descend};
use super::recreate::{Order, Recreate};
use super::ruin::ruin;
use super::solution::Solution;
use crate::cost::{CLASSES, CostEvaluator, VisitId, WorkingPlan};

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

const ORDERS: [Order; 8] = [
    Order::Random,
    Order::Random,
    Order::Random,
    Order::Dearest,
    Order::Longest,
    Order::Longest,
    Order::Tightest,
    Order::Farthest,
];

/// One plan on its way, with its own chance.
pub struct Annealing<'a, 'n> {
    plan: WorkingPlan<'a>,
    neighbours: &'n Neighbours,
    params: &'n Params,
    cache: InsertionCache,
    rng: Xoshiro256PlusPlus,
    queue: Queue,
    best: Solution,
    scale: f64,
    broken: [u32; CLASSES],
    since_adapted: u32,
    iterations: u64,
}

impl<'a, 'n> Annealing<'a, 'n> {
    /// Starts from a plan.
    pub fn new(
        evaluator: &'a CostEvaluator<'a>,
        neighbours: &'n Neighbours,
        params: &'n Params,
        start: &Solution,
        rng: Xoshiro256PlusPlus,
    ) -> Self {
        let plan = start.load(evaluator);
        let cache = InsertionCache::new(evaluator.visits().len(), evaluator.shifts());
        let scale = mean_road_cost(&plan);
        let best = Solution::of(&plan);
        Self {
            plan,
            neighbours,
            params,
            cache,
            rng,
            queue: Queue::default(),
            best,
            scale,
            broken: [0; CLASSES],
            since_adapted: 0,
            iterations: 0,
        }
    }

    /// The best plan seen.
    pub fn best(&self) -> &Solution {
        &self.best
    }

    /// Iterations done.
    pub fn iterations(&self) -> u64 {
        self.iterations
    }

    /// The plan on its way.
    pub fn plan(&self) -> &WorkingPlan<'a> {
        &self.plan
    }

    /// Goes on from another plan.
    pub fn restart_from(&mut self, solution: &Solution) {
        let penalties = self.plan.penalties().clone();
        self.plan = solution.load(self.plan.evaluator());
        self.plan.set_penalties(penalties);
        self.cache.clear();
        self.keep_best();
    }

    /// Iterates for as long as `share` says how far the search has come, 0 to 1; `None` ends it.
    pub fn run(&mut self, mut share: impl FnMut(u64) -> Option<f64>) {
        let (hot, cold) = self.params.temperatures;
        let mut done = 0;
        while let Some(share) = share(done) {
            let temperature = self.scale * hot * (cold / hot).powf(share);
            self.iterate(temperature);
            done += 1;
        }
        self.iterations += done;
    }

    fn iterate(&mut self, temperature: f64) {
        let before = self.plan.penalised();
        self.plan.begin();
        let removed = ruin(&mut self.plan, self.neighbours, &mut self.rng);
        self.recreate(&removed);
        if self.rng.random_bool(self.params.descents) {
            self.descend(&removed);
        }
        let threshold = before as f64 - temperature * self.rng.random_range(f64::MIN_POSITIVE..1.0).ln();
        if (self.plan.penalised() as f64) < threshold {
            self.plan.commit();
            self.keep_best();
        } else {
            self.plan.rollback();
        }
        self.adapt();
    }

    fn recreate(&mut self, removed: &[VisitId]) {
        let mut visits = removed.to_vec();
        let mut others: Vec<_> = (0..self.plan.evaluator().visits().len() as VisitId)
            .filter(|visit| !self.plan.is_planned(*visit) && !removed.contains(visit))
            .collect();
        let (retried, _) = others.partial_shuffle(&mut self.rng, self.params.retried);
        visits.extend_from_slice(retried);
        let order = ORDERS[self.rng.random_range(0..ORDERS.len())];
        let Self { plan, neighbours, cache, rng, params, .. } = self;
        let blink = if rng.random_bool(0.1) { params.blinks.1 } else { params.blinks.0 };
        Recreate { neighbours, cache, rng, blink }.run(plan, visits, order);
    }

    fn descend(&mut self, removed: &[VisitId]) {
        for &visit in removed {
            self.queue.push(visit);
        }
        for shift in self.plan.changed_shifts() {
            for &visit in self.plan.route(shift) {
                self.queue.push(visit);
            }
        }
        descend(&mut self.plan, self.neighbours, &mut self.queue);
    }

    fn keep_best(&mut self) {
        if self.best.is_worse_than(&self.plan) {
            self.best = Solution::of(&self.plan);
        }
    }

    fn adapt(&mut self) {
        for (broken, &excess) in self.broken.iter_mut().zip(self.plan.excess()) {
            *broken += u32::from(excess > 0);
        }
        self.since_adapted += 1;
        if self.since_adapted >= self.params.adapt_every.max(self.plan.evaluator().visits().len() as u32) {
            let mut penalties = self.plan.penalties().clone();
            penalties.adapt(&self.broken, self.since_adapted);
            if penalties != *self.plan.penalties() {
                self.plan.set_penalties(penalties);
                self.cache.clear();
            }
            self.broken = [0; CLASSES];
            self.since_adapted = 0;
        }
    }
}

/// What a visit costs on the road in the mean.
fn mean_road_cost(plan: &WorkingPlan<'_>) -> f64 {
    let planned = (0..plan.evaluator().shifts()).map(|shift| plan.route(shift).len()).sum::<usize>();
    let road: i64 = (0..plan.evaluator().shifts()).map(|shift| plan.road_cost(shift)).sum();
    (road as f64 / planned.max(1) as f64).max(1.0)
}
