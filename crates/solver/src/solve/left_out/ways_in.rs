//! What-if in the final plan: where an unassigned visit would fit, at what price, and what would have to give way.

use std::time::Instant;

use crate::eval::{CostEvaluator, VisitId};
use crate::search::{SynchronisedParams, best_day, insert_synchronised};
use crate::solve::what_if::{WhatIfPlan, exchanged};
use brigade_model::explain::{VisitSlot, WayIn};
use brigade_model::model::{CrewId, JobId, Plan, ShiftId};
use brigade_model::units::Money;

/// Nearest crews whose visits may be exchanged for an unassigned one.
const SWAPPED: usize = 8;
/// Positions evaluated that violate a rule.
const STRETCHED: usize = 12;
/// Moves evaluated for all jobs together; for those that come after, no way is looked for.
const EVALUATED: u64 = 2_000_000;

/// A what-if plan: each change is rolled back once it is evaluated.
pub struct WaysIn<'t> {
    what_if: WhatIfPlan<'t>,
    cost: Money,
    /// When no further way is looked for.
    until: Option<Instant>,
}

/// A route of a shift with an unassigned visit in it: at `position`, instead of the visit `out` where there is one.
#[derive(Clone, Copy)]
struct WhatIfRoute {
    delta: Money,
    shift: ShiftId,
    position: usize,
    out: Option<usize>,
}

impl<'t> WaysIn<'t> {
    /// Loads a plan.
    pub fn new(evaluator: &'t CostEvaluator<'t>, plan: &Plan) -> Self {
        let what_if = WhatIfPlan::new(evaluator, plan);
        Self { cost: what_if.plan.cost(), what_if, until: None }
    }

    /// The same, which looks for no way after some moment.
    pub fn until(self, until: Option<Instant>) -> Self {
        Self { until, ..self }
    }

    /// How an unassigned visit of the job could be planned: where it fits, else instead of another visit and beyond one
    /// limit, each as cheap as found. None where the time is over, or so many have been looked for that it would take long.
    pub fn of(&mut self, job: JobId) -> Vec<WayIn> {
        let evaluations = self.what_if.plan.evaluations();
        if evaluations.full + evaluations.early > EVALUATED || self.until.is_some_and(|until| Instant::now() > until) {
            return Vec::new();
        }
        let evaluator = self.what_if.plan.evaluator();
        let unassigned = evaluator.visits_of(job).iter().copied().find(|&visit| !self.what_if.plan.is_planned(visit));
        let Some(visit) = unassigned.filter(|_| self.what_if.is_exact) else { return Vec::new() };
        if evaluator.is_joint(job) {
            return self.synchronised(job).into_iter().collect();
        }
        let slots = self.slots(visit);
        if let Some(way) = slots.first().and_then(|slot| self.attempt(visit, slot)).filter(|way| way.shortage.is_none())
        {
            return vec![way];
        }
        let stretched = slots.iter().take(STRETCHED).find_map(|slot| self.attempt(visit, slot));
        self.exchange(visit).into_iter().chain(stretched).collect()
    }

    /// A slot for an unassigned visit of the job, or for the crews of one of its days, that violates no further rule.
    pub fn room_for(&mut self, job: JobId) -> Option<WayIn> {
        self.of(job).into_iter().find(|way| way.shortage.is_none() && way.instead_of.is_none())
    }

    /// The best place in every shift, the cheapest first.
    fn slots(&mut self, visit: VisitId) -> Vec<WhatIfRoute> {
        let shifts = self.what_if.shifts_of(visit).into_iter();
        let slot = |shift| {
            let (delta, position) = self.what_if.best_position(visit, shift, Money::MAX)?;
            Some(WhatIfRoute { delta, shift, position, out: None })
        };
        let mut slots: Vec<WhatIfRoute> = shifts.filter_map(slot).collect();
        slots.sort_by_key(|slot| (slot.delta, slot.shift));
        slots
    }

    /// The cheapest legal exchange with a planned visit of another job in the shifts of the nearest crews.
    fn exchange(&mut self, visit: VisitId) -> Option<WayIn> {
        let mut best: Option<WhatIfRoute> = None;
        for shift in self.nearest_shifts(visit) {
            for out in 0..self.what_if.plan.route(shift).len() {
                let bound = best.map_or(Money::MAX, |slot| slot.delta);
                if self.what_if.may_give_way(visit, self.what_if.plan.route(shift)[out])
                    && let Some((delta, position)) = self.what_if.best_exchange(visit, shift, out, bound)
                {
                    best = Some(WhatIfRoute { delta, shift, position, out: Some(out) });
                }
            }
        }
        self.attempt(visit, &best?).filter(|way| way.shortage.is_none())
    }

    fn nearest_shifts(&self, visit: VisitId) -> Vec<ShiftId> {
        let evaluator = self.what_if.plan.evaluator();
        let (instance, job) = (evaluator.instance(), evaluator.visit(visit).job);
        let mut shifts = self.what_if.shifts_of(visit);
        let distance = |crew: CrewId| (instance.one_way(crew, job).minutes, crew);
        shifts.sort_by_key(|&shift| (distance(evaluator.crew(shift)), shift));
        let mut crews: Vec<CrewId> = shifts.iter().map(|&shift| evaluator.crew(shift)).collect();
        crews.dedup();
        crews.truncate(SWAPPED);
        shifts.retain(|&shift| crews.contains(&evaluator.crew(shift)));
        shifts
    }

    /// Evaluates a change as a what-if; `None` where it exceeds more than one limit.
    fn attempt(&mut self, visit: VisitId, slot: &WhatIfRoute) -> Option<WayIn> {
        let route = self.what_if.plan.route(slot.shift).to_vec();
        let gone = slot.out.map(|out| self.what_if.plan.evaluator().visit(route[out]).job);
        let route = match slot.out {
            Some(out) => exchanged(&route, visit, out, slot.position),
            None => [&route[..slot.position], &[visit], &route[slot.position..]].concat(),
        };
        self.what_if.plan.begin();
        self.what_if.plan.set_routes(vec![(slot.shift, route)]);
        let way = self.outcome(vec![self.what_if.place(slot.shift, slot.position)], gone);
        self.what_if.plan.rollback();
        way
    }

    /// The cheapest day found for all crews of a job, or for it and those that are linked with it.
    fn synchronised(&mut self, job: JobId) -> Option<WayIn> {
        self.what_if.plan.begin();
        let insertion =
            best_day(&mut self.what_if.plan, &SynchronisedParams::default(), job, Money::MAX, &mut |_| false, &|_| {
                true
            });
        let way = insertion.and_then(|insertion| {
            insert_synchronised(&mut self.what_if.plan, &insertion);
            let mut visits: Vec<VisitId> = insertion.places.iter().map(|place| place.0).collect();
            visits.sort_by_key(|&visit| self.what_if.plan.evaluator().visit(visit).job != job);
            let spots = visits.iter().map(|&visit| self.what_if.plan.position_of(visit));
            let places = spots.filter_map(|at| Some(self.what_if.place(at.shift()?, at.position as usize))).collect();
            self.outcome(places, None)
        });
        self.what_if.plan.rollback();
        way
    }

    fn outcome(&self, places: Vec<VisitSlot>, instead_of: Option<JobId>) -> Option<WayIn> {
        let (extra, shortage) = self.what_if.extra(self.cost)?;
        Some(WayIn { places, instead_of, shortage, extra })
    }
}
