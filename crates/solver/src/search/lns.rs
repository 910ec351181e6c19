//! Large neighbourhood search: a plan ruined, recreated, and kept or brought back.

use std::borrow::Cow;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::Neighbours;
use super::insertion::InsertionCache;
use super::local_search::{VisitQueue, descend};
use super::params::SearchParams;
use super::recreate::Recreate;
use super::ruin::ruin;
use super::solution::{Solution, drop_broken};
use crate::eval::{CostEvaluator, PENALTY_TERMS, VisitId, WorkingPlan};
use brigade_model::model::ShiftId;
use brigade_model::units::{Minutes, Money};

/// A plan that changes step by step, with its own chance, and the best plan it has been.
pub struct LnsState<'a, 'n> {
    plan: WorkingPlan<'a>,
    /// Who may stand where, as far as the search may change the plan.
    near: Cow<'n, Neighbours>,
    params: &'n SearchParams,
    cache: InsertionCache,
    rng: Xoshiro256PlusPlus,
    queue: VisitQueue,
    best: Solution,
    broken: [u32; PENALTY_TERMS],
    since_adapted: u32,
}

impl<'a, 'n> LnsState<'a, 'n> {
    /// Starts from a plan.
    pub fn new(
        evaluator: &'a CostEvaluator<'a>,
        neighbours: &'n Neighbours,
        params: &'n SearchParams,
        start: &Solution,
        rng: Xoshiro256PlusPlus,
    ) -> Self {
        let plan = start.load(evaluator);
        let cache = InsertionCache::new(evaluator, &params.recreate);
        let best = Solution::of(&plan);
        let (near, queue, broken, since_adapted) =
            (Cow::Borrowed(neighbours), VisitQueue::default(), [0; PENALTY_TERMS], 0);
        Self { plan, near, params, cache, rng, queue, best, broken, since_adapted }
    }

    /// The same that begins with the highest penalties.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.plan.set_penalties(self.plan.evaluator().strict_penalties());
        self
    }

    /// The plan as it is.
    pub fn plan(&self) -> &WorkingPlan<'a> {
        &self.plan
    }

    /// What steers the search.
    pub fn params(&self) -> &'n SearchParams {
        self.params
    }

    /// Who may stand beside whom.
    pub fn neighbours(&self) -> &Neighbours {
        &self.near
    }

    /// Chance.
    pub fn rng(&mut self) -> &mut Xoshiro256PlusPlus {
        &mut self.rng
    }

    /// The best plan it has been since [`Self::forget_best`].
    pub fn best(&self) -> &Solution {
        &self.best
    }

    /// Takes the plan as it is for the best.
    pub fn forget_best(&mut self) {
        self.best = Solution::of(&self.plan);
    }

    /// What travel to a planned visit costs in the mean: the scale of temperatures.
    pub fn mean_travel_cost(&self) -> f64 {
        let (evaluator, routes) = (self.plan.evaluator(), self.plan.routes());
        let travel: Money = evaluator.shift_ids().map(|shift| evaluator.travel_cost(shift, routes.travel(shift))).sum();
        (travel.0 as f64 / routes.extent().0.max(1) as f64).max(1.0)
    }

    /// Takes some visits out and puts them back; with a chance of `descents` descends from there. The new plan stays
    /// where `threshold`, told the penalised cost before, lies above its own.
    pub fn step(&mut self, descents: f64, threshold: impl FnOnce(&mut Xoshiro256PlusPlus, Money) -> f64) -> bool {
        let visits = self.near.visits();
        let seed = visits[self.rng.random_range(0..visits.len())];
        self.step_around(seed, descents, threshold)
    }

    /// A step whose first visit taken out is given.
    pub fn step_around(
        &mut self,
        seed: VisitId,
        descents: f64,
        threshold: impl FnOnce(&mut Xoshiro256PlusPlus, Money) -> f64,
    ) -> bool {
        let before = self.plan.penalised();
        self.plan.begin();
        let removed = ruin(&mut self.plan, &self.near, &self.params.ruin, &mut self.rng, seed);
        self.recreate(&removed);
        if self.rng.random_bool(descents) {
            self.descend(&removed);
        }
        let threshold = threshold(&mut self.rng, before);
        let kept = (self.plan.penalised().0 as f64) < threshold;
        if kept {
            self.plan.commit();
            self.keep_best();
        } else {
            self.plan.rollback();
        }
        self.adapt();
        kept
    }

    /// Becomes another plan as it is.
    pub fn become_plan(&mut self, solution: &Solution) {
        self.become_routes(solution.routes(), solution.windows());
    }

    /// Becomes the plan of these routes by shift and these starts allowed by visit.
    pub fn become_routes(&mut self, routes: &[Vec<VisitId>], windows: &[(Minutes, Minutes)]) {
        self.take_over(routes, windows);
        self.keep_best();
    }

    /// From now on changes nothing but what `region` holds; some visit may move.
    pub fn stay_within(&mut self, region: Neighbours) {
        self.near = Cow::Owned(region);
    }

    /// Leaves the visits of jobs out whose days can't stand as they are.
    pub fn drop_broken(&mut self) {
        drop_broken(&mut self.plan);
    }

    /// Takes over routes, plans what they leave out, and descends from there. Returns the shifts that changed.
    pub fn complete(&mut self, routes: &[Vec<VisitId>], windows: &[(Minutes, Minutes)]) -> Vec<ShiftId> {
        let changed = self.take_over(routes, windows);
        let visits = self.plan.evaluator().visit_ids();
        let left_out: Vec<_> = visits.filter(|&visit| !self.plan.is_planned(visit)).collect();
        self.put_back(left_out.clone());
        for &shift in &changed {
            self.plan.route(shift).iter().for_each(|&visit| self.queue.push(visit));
        }
        left_out.into_iter().for_each(|visit| self.queue.push(visit));
        descend(&mut self.plan, &self.near, &self.params.operators, &mut self.queue);
        changed
    }

    /// Gives the shifts whose routes differ those of another plan, and returns them.
    fn take_over(&mut self, routes: &[Vec<VisitId>], windows: &[(Minutes, Minutes)]) -> Vec<ShiftId> {
        let narrowed = |visit: &VisitId| self.plan.window(*visit) != windows[*visit];
        let differs = |shift: &ShiftId| {
            self.plan.route(*shift) != routes[*shift].as_slice() || routes[*shift].iter().any(narrowed)
        };
        let changed: Vec<ShiftId> = ShiftId::range(routes.len()).filter(differs).collect();
        self.plan.set_routes(changed.iter().map(|&shift| (shift, Vec::new())).collect());
        for (visit, &window) in VisitId::enumerate(windows) {
            if self.plan.window(visit) != window {
                self.plan.set_window(visit, window);
            }
        }
        self.plan.set_routes(changed.iter().map(|&shift| (shift, routes[shift].clone())).collect());
        changed
    }

    fn recreate(&mut self, removed: &[VisitId]) {
        let mut visits = removed.to_vec();
        let moving = self.near.visits().iter().copied();
        let mut others: Vec<_> =
            moving.filter(|visit| !self.plan.is_planned(*visit) && !removed.contains(visit)).collect();
        let (retried, _) = others.partial_shuffle(&mut self.rng, self.params.recreate.retried);
        visits.extend_from_slice(retried);
        self.put_back(visits);
    }

    fn put_back(&mut self, visits: Vec<VisitId>) {
        let params = &self.params.recreate;
        let order = params.orders[self.rng.random_range(0..params.orders.len())];
        let Self { plan, near, cache, rng, .. } = self;
        let blink = if rng.random_bool(params.often_blinking) { params.blinks.1 } else { params.blinks.0 };
        let (planned, routes) = plan.routes().extent();
        let neighbours_first = planned > params.long_route * routes;
        Recreate { neighbours: near, cache, rng, params, blink, neighbours_first }.run(plan, visits, order);
    }

    fn descend(&mut self, removed: &[VisitId]) {
        removed.iter().for_each(|&visit| self.queue.push(visit));
        self.queue.push_changed(&self.plan);
        descend(&mut self.plan, &self.near, &self.params.operators, &mut self.queue);
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
            self.broken = [0; PENALTY_TERMS];
            self.since_adapted = 0;
        }
    }
}
