//! The parts of a plan, kept in step: whatever changes routes takes the totals and the move cache along.

use super::evaluator::CostEvaluator;
use super::move_cache::MoveCache;
use super::penalties::{Penalties, PenaltyTerm};
use super::routes::Routes;
use super::totals::{Totals, Touched};
use super::travel::TravelDelta;
use super::visit::VisitId;
use brigade_model::model::ShiftId;
use brigade_model::units::{Minutes, Money};

/// Routes, what they cost, and what evaluations of moves read.
pub(super) struct PlanState<'a> {
    evaluator: &'a CostEvaluator<'a>,
    routes: Routes<'a>,
    totals: Totals<'a>,
    cache: MoveCache<'a>,
}

impl<'a> PlanState<'a> {
    /// Of the plan that does nothing.
    pub fn new(evaluator: &'a CostEvaluator<'a>) -> Self {
        let (routes, totals) = (Routes::new(evaluator), Totals::new(evaluator));
        let mut cache = MoveCache::new(evaluator);
        evaluator.shift_ids().for_each(|shift| cache.refresh_route(&routes, &totals, shift));
        cache.refresh_penalties(&routes, &totals);
        Self { evaluator, routes, totals, cache }
    }

    #[inline]
    pub fn evaluator(&self) -> &'a CostEvaluator<'a> {
        self.evaluator
    }

    #[inline]
    pub fn routes(&self) -> &Routes<'a> {
        &self.routes
    }

    #[inline]
    pub fn totals(&self) -> &Totals<'a> {
        &self.totals
    }

    #[inline]
    pub fn cache(&self) -> &MoveCache<'a> {
        &self.cache
    }

    /// Sets what breaking hard rules costs.
    pub fn set_penalties(&mut self, penalties: Penalties) {
        self.totals.set_penalties(penalties);
        self.cache.refresh_penalties(&self.routes, &self.totals);
    }

    /// Changes the starts allowed to a visit that is left out; the window is not empty.
    pub fn set_window(&mut self, visit: VisitId, window: (Minutes, Minutes)) {
        debug_assert!(!self.routes.is_planned(visit) && window.0 <= window.1);
        self.routes.set_window(visit, window);
    }

    /// Gives shifts new routes; visits of theirs that are in none of them are left out. Each visit must be allowed where it
    /// is put, and in at most one route of the plan. `replaced` is told each shift, the visits that it had and its stamp.
    pub fn set_routes(
        &mut self,
        contents: Vec<(ShiftId, Vec<VisitId>)>,
        mut replaced: impl FnMut(ShiftId, Vec<VisitId>, u64),
    ) {
        let touched = Touched::by(self.evaluator, &self.routes, &contents);
        self.totals.lift(&touched, &self.routes);
        for &(shift, _) in &contents {
            for index in 0..self.routes.route(shift).len() {
                let visit = self.routes.route(shift)[index];
                let more = self.cache.set_cost(visit, self.evaluator.visit(visit).unassigned_penalty);
                self.totals.move_visit(visit, more, 1);
                self.routes.leave_out(visit);
            }
        }
        for (shift, visits) in contents {
            let stamp = self.routes.stamp(shift);
            let old = self.routes.replace(shift, visits);
            for &visit in self.routes.route(shift) {
                let more = self.cache.set_cost(visit, self.evaluator.visit_cost(visit, shift));
                self.totals.move_visit(visit, more, -1);
            }
            self.cache.refresh_route(&self.routes, &self.totals, shift);
            replaced(shift, old, stamp);
        }
        self.totals.settle(&touched, &self.routes);
        self.cache.refresh_touched(&self.totals, &touched);
    }

    /// Brings the stamp of a route that is as it was back.
    pub fn restore_stamp(&mut self, shift: ShiftId, stamp: u64) {
        self.routes.restore_stamp(shift, stamp);
    }

    /// What a change of metres and minutes costs a shift.
    #[inline]
    pub fn travel_cost(&self, shift: ShiftId, travel: TravelDelta) -> Money {
        let route = self.cache.shift(shift);
        route.metre * i64::from(travel.metres) + route.minute * i64::from(travel.minutes)
    }

    /// The penalty for leaving a visit out against its pin.
    #[inline]
    pub fn pin_penalty(&self, visit: VisitId) -> Money {
        let pinned = self.cache.visit(visit).pinned;
        if pinned { self.totals.penalties().of(PenaltyTerm::Pinned, 1) } else { Money::ZERO }
    }

    /// The most that planning a visit, or moving it, can save among its links.
    #[inline]
    pub fn most_saved_by_links(&self, visit: VisitId) -> Money {
        let links = self.cache.visit(visit).most_saved_by_links;
        if self.totals.excess_of(PenaltyTerm::Changes) == 0 {
            return links;
        }
        links + self.most_saved_by_changes(self.totals.job(self.evaluator.visit(visit).job).changes)
    }

    /// The most that undoing so many changes can save.
    pub fn most_saved_by_changes(&self, changes: i64) -> Money {
        let excess = self.totals.excess_of(PenaltyTerm::Changes);
        self.totals.penalties().of(PenaltyTerm::Changes, excess.min(changes))
    }
}
