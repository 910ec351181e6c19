//! Large neighbourhood search (Shaw 1998; ruin and recreate: Schrimpf and others 2000): part of a plan is removed and inserted
//! again, and the new plan is accepted or rolled back.

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
use crate::eval::{CostEvaluator, PENALTY_TERMS, Penalties, VisitId, WorkingPlan};
use brigade_model::model::ShiftId;
use brigade_model::units::{Minutes, Money};

/// State of ruin and recreate: the current plan, the random number generator, and the best plan found.
pub struct LnsState<'a, 'n> {
    plan: WorkingPlan<'a>,
    /// Neighbours and allowed shifts, as far as the search may change the plan.
    neighbours: Cow<'n, Neighbours>,
    params: &'n SearchParams,
    cache: InsertionCache,
    rng: Xoshiro256PlusPlus,
    queue: VisitQueue,
    best: Solution,
    /// How often the best plan became better.
    improvements: u64,
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
        let (neighbours, queue, improvements) = (Cow::Borrowed(neighbours), VisitQueue::default(), 0);
        let (broken, since_adapted) = ([0; PENALTY_TERMS], 0);
        Self { plan, neighbours, params, cache, rng, queue, best, improvements, broken, since_adapted }
    }

    /// The same that begins with the highest penalties.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.set_penalties(self.plan.evaluator().strict_penalties());
        self
    }

    /// The current plan.
    pub fn plan(&self) -> &WorkingPlan<'a> {
        &self.plan
    }

    /// What steers the search.
    pub fn params(&self) -> &'n SearchParams {
        self.params
    }

    /// The neighbours of each visit.
    pub fn neighbours(&self) -> &Neighbours {
        &self.neighbours
    }

    /// The random number generator.
    pub fn rng(&mut self) -> &mut Xoshiro256PlusPlus {
        &mut self.rng
    }

    /// The best plan since [`Self::reset_best`].
    pub fn best(&self) -> &Solution {
        &self.best
    }

    /// How often an iteration found a plan better than the best before.
    pub fn improvements(&self) -> u64 {
        self.improvements
    }

    /// Makes the current plan the best plan.
    pub fn reset_best(&mut self) {
        self.best = Solution::of(&self.plan);
    }

    /// Mean travel cost per planned visit, micro-euros: the scale of temperatures.
    pub fn mean_travel_cost(&self) -> f64 {
        let (evaluator, routes) = (self.plan.evaluator(), self.plan.routes());
        let travel: Money = evaluator.shift_ids().map(|shift| evaluator.travel_cost(shift, routes.travel(shift))).sum();
        (travel.0 as f64 / routes.extent().0.max(1) as f64).max(1.0)
    }

    /// Removes some visits and inserts them again; with a probability of `descents` a local search follows. The new plan is
    /// accepted where its penalised cost lies below the threshold, which `threshold` computes from the cost before.
    /// Returns whether it was accepted.
    pub fn step(&mut self, descents: f64, threshold: impl FnOnce(&mut Xoshiro256PlusPlus, Money) -> f64) -> bool {
        let seed = self.any_visit();
        self.step_around(seed, descents, threshold)
    }

    /// A random visit that may move.
    pub fn any_visit(&mut self) -> VisitId {
        let visits = self.neighbours.visits();
        visits[self.rng.random_range(0..visits.len())]
    }

    /// A step around a given seed, the first visit removed.
    pub fn step_around(
        &mut self,
        seed: VisitId,
        descents: f64,
        threshold: impl FnOnce(&mut Xoshiro256PlusPlus, Money) -> f64,
    ) -> bool {
        self.step_if(seed, descents, |rng, plan, before| (plan.penalised().0 as f64) < threshold(rng, before))
    }

    /// The same; `accept` compares the new plan with the penalised cost of that before.
    pub fn step_if(
        &mut self,
        seed: VisitId,
        descents: f64,
        accept: impl FnOnce(&mut Xoshiro256PlusPlus, &WorkingPlan<'a>, Money) -> bool,
    ) -> bool {
        let before = self.plan.penalised();
        self.plan.begin();
        let removed = ruin(&mut self.plan, &self.neighbours, &self.params.ruin, &mut self.rng, seed);
        self.recreate(&removed);
        if self.rng.random_bool(descents) {
            self.descend(&removed);
        }
        let kept = accept(&mut self.rng, &self.plan, before);
        self.keep(kept);
        self.adapt();
        kept
    }

    /// A step whose new plan has the routes (by shift) and start windows (by visit, working minutes) of a child; what they leave
    /// unassigned is inserted again, and a local search follows. Returns whether it was accepted.
    pub fn cross(
        &mut self,
        routes: &[Vec<VisitId>],
        windows: &[(Minutes, Minutes)],
        threshold: impl FnOnce(&mut Xoshiro256PlusPlus, Money) -> f64,
    ) -> bool {
        let before = self.plan.penalised();
        let visits = self.plan.evaluator().visit_ids();
        let planned: Vec<_> = visits.filter(|&visit| self.plan.is_planned(visit)).collect();
        self.plan.begin();
        self.replace_routes(routes, windows);
        let removed: Vec<_> = planned.into_iter().filter(|&visit| !self.plan.is_planned(visit)).collect();
        self.recreate(&removed);
        self.descend(&removed);
        let kept = (self.plan.penalised().0 as f64) < threshold(&mut self.rng, before);
        self.keep(kept);
        kept
    }

    /// Keeps the plan since [`WorkingPlan::begin`], or else rolls it back.
    fn keep(&mut self, kept: bool) {
        if kept {
            self.plan.commit();
            self.improvements += u64::from(self.update_best());
        } else {
            self.plan.rollback();
        }
    }

    /// A step around a seed that inserts all visits left out, not just those removed; `accept` as in [`Self::step_if`].
    /// Penalties do not change.
    pub fn step_with_all(
        &mut self,
        seed: VisitId,
        accept: impl FnOnce(&mut Xoshiro256PlusPlus, &WorkingPlan<'a>, Money) -> bool,
    ) {
        let before = self.plan.penalised();
        self.plan.begin();
        ruin(&mut self.plan, &self.neighbours, &self.params.ruin, &mut self.rng, seed);
        let left_out = self.left_out();
        self.insert_all(left_out);
        let kept = accept(&mut self.rng, &self.plan, before);
        self.keep(kept);
    }

    /// The visits that may move and are left out, ascending.
    pub fn left_out(&self) -> Vec<VisitId> {
        self.neighbours.visits().iter().copied().filter(|&visit| !self.plan.is_planned(visit)).collect()
    }

    /// Leaves out all visits of a shift.
    pub fn empty(&mut self, shift: ShiftId) {
        self.plan.set_routes(vec![(shift, Vec::new())]);
    }

    /// Changes the penalties.
    pub fn set_penalties(&mut self, penalties: Penalties) {
        self.plan.set_penalties(penalties);
        self.cache.clear();
    }

    /// Replaces the current plan.
    pub fn load_plan(&mut self, solution: &Solution) {
        self.load_routes(solution.routes(), solution.windows());
    }

    /// Replaces the current plan by routes (by shift) and start windows (by visit, working minutes).
    pub fn load_routes(&mut self, routes: &[Vec<VisitId>], windows: &[(Minutes, Minutes)]) {
        self.replace_routes(routes, windows);
        self.update_best();
    }

    /// Restricts the search to a region, which has at least one visit that may move.
    pub fn stay_within(&mut self, region: Neighbours) {
        self.neighbours = Cow::Owned(region);
    }

    /// Removes the visits of jobs whose days are infeasible.
    pub fn drop_broken(&mut self) {
        drop_broken(&mut self.plan);
    }

    /// Replaces the routes that differ from those of another plan.
    fn replace_routes(&mut self, routes: &[Vec<VisitId>], windows: &[(Minutes, Minutes)]) {
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
    }

    fn recreate(&mut self, removed: &[VisitId]) {
        let mut visits = removed.to_vec();
        let moving = self.neighbours.visits().iter().copied();
        let mut others: Vec<_> =
            moving.filter(|visit| !self.plan.is_planned(*visit) && !removed.contains(visit)).collect();
        let (extra_unassigned, _) = others.partial_shuffle(&mut self.rng, self.params.recreate.extra_unassigned);
        visits.extend_from_slice(extra_unassigned);
        self.insert_all(visits);
    }

    fn insert_all(&mut self, visits: Vec<VisitId>) {
        let params = &self.params.recreate;
        let order = params.orders[self.rng.random_range(0..params.orders.len())];
        let Self { plan, neighbours, cache, rng, .. } = self;
        let blink = if rng.random_bool(params.often_blinking) { params.blinks.1 } else { params.blinks.0 };
        let (planned, routes) = plan.routes().extent();
        let neighbours_first = planned > params.long_route * routes;
        Recreate { neighbours, cache, rng, params, blink, neighbours_first }.run(plan, visits, order);
    }

    fn descend(&mut self, removed: &[VisitId]) {
        removed.iter().for_each(|&visit| self.queue.push(visit));
        self.queue.push_changed(&self.plan);
        descend(&mut self.plan, &self.neighbours, &self.params.operators, &mut self.queue);
    }

    /// Whether the current plan is a new best plan.
    fn update_best(&mut self) -> bool {
        let is_better = self.best.is_worse_than(&self.plan);
        if is_better {
            self.best = Solution::of(&self.plan);
        }
        is_better
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
