//! What-if: a finished plan in which visits are evaluated elsewhere.

use smallvec::SmallVec;

use super::shortage::beyond;
use crate::eval::{CostEvaluator, Excess, Move, Proposal, VisitId, WorkingPlan};
use crate::search::Solution;
use brigade_model::explain::{Shortage, VisitSlot};
use brigade_model::model::{Plan, ShiftId};
use brigade_model::units::Money;

/// A plan under prohibitive penalties, with its violations when it was loaded.
pub struct WhatIfPlan<'t> {
    /// The current plan.
    pub plan: WorkingPlan<'t>,
    excess: Excess,
    /// Whether the plan was loaded visit by visit: one that violates rules may not load completely.
    pub is_exact: bool,
}

impl<'t> WhatIfPlan<'t> {
    /// Loads a plan.
    pub fn new(evaluator: &'t CostEvaluator<'t>, plan: &Plan) -> Self {
        let mut working = Solution::from_plan(evaluator, plan).load(evaluator);
        working.set_penalties(evaluator.strict_penalties());
        let kept: usize = evaluator.shift_ids().map(|shift| working.route(shift).len()).sum();
        let is_exact = kept == plan.visits().count() && plan.unknown.is_empty();
        Self { excess: *working.excess(), plan: working, is_exact }
    }

    /// The cheapest position of a visit in a shift other than its own, whatever it breaks, with what it adds if that is
    /// below `bound`.
    pub fn best_position(&mut self, visit: VisitId, shift: ShiftId, bound: Money) -> Option<(Money, usize)> {
        let (mut best, mut bound) = (None, bound);
        for position in 0..=self.plan.route(shift).len() {
            let middle = [visit];
            let proposals = self.moving(visit, Proposal::splice(shift, position, position, &middle));
            if let Some(delta) = self.plan.delta(&Move { proposals: &proposals, dropped: &[] }, bound) {
                (best, bound) = (Some((delta, position)), delta);
            }
        }
        best
    }

    /// The cheapest position of a visit in a shift other than its own from which the visit at `out` goes, counted without
    /// that one, with what it adds if that is below `bound`.
    pub fn best_exchange(
        &mut self,
        visit: VisitId,
        shift: ShiftId,
        out: usize,
        bound: Money,
    ) -> Option<(Money, usize)> {
        let route = self.plan.route(shift).to_vec();
        let (mut best, mut bound) = (None, bound);
        for position in 0..route.len() {
            let middle = exchanged(&route, visit, out, position);
            let proposals = self.moving(visit, Proposal::splice(shift, 0, route.len(), &middle));
            if let Some(delta) = self.plan.delta(&Move { proposals: &proposals, dropped: &[route[out]] }, bound) {
                (best, bound) = (Some((delta, position)), delta);
            }
        }
        best
    }

    /// Whether a planned visit may give way: of another job, without a pin, done without others.
    pub fn may_give_way(&self, visit: VisitId, planned: VisitId) -> bool {
        let evaluator = self.plan.evaluator();
        let own = evaluator.visit(planned);
        own.job != evaluator.visit(visit).job && !own.pinned && !evaluator.is_joint(own.job)
    }

    /// The shifts in which a visit may stand.
    pub fn shifts_of(&self, visit: VisitId) -> Vec<ShiftId> {
        let evaluator = self.plan.evaluator();
        evaluator.shift_ids().filter(|&shift| evaluator.allowed(visit, shift)).collect()
    }

    /// A position of a shift as it stands, with its start.
    pub fn place(&self, shift: ShiftId, position: usize) -> VisitSlot {
        let evaluator = self.plan.evaluator();
        let (instance, job) = (evaluator.instance(), evaluator.visit(self.plan.route(shift)[position]).job);
        let start = instance.settings.clock.wall_start(self.plan.routes().starts(shift)[position]);
        let shift = &instance.shifts[shift];
        VisitSlot { job, crew: shift.crew, date: shift.date, position, start }
    }

    /// What the plan as it stands costs more than `before`, and the one limit that it goes beyond; none where these are
    /// several.
    pub fn extra(&self, before: Money) -> Option<(Money, Option<Shortage>)> {
        let beyond = beyond(&self.plan, &self.excess)?;
        Some((self.plan.cost() + beyond.cost - before, beyond.shortage))
    }

    /// A proposal with the one that takes the visit out of where it stands.
    fn moving<'m>(&self, visit: VisitId, proposal: Proposal<'m>) -> SmallVec<[Proposal<'m>; 2]> {
        let spot = self.plan.position_of(visit);
        let at = spot.position as usize;
        spot.shift().map(|home| Proposal::splice(home, at, at + 1, &[])).into_iter().chain([proposal]).collect()
    }
}

/// A route with one visit out and another in at a position of what remains.
pub fn exchanged(route: &[VisitId], visit: VisitId, out: usize, position: usize) -> Vec<VisitId> {
    let mut changed = route.to_vec();
    changed.remove(out);
    changed.insert(position, visit);
    changed
}
