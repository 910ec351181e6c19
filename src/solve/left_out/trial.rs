//! Trials in the final plan: where a missing visit would fit, at what price, and what would have to give way.

use crate::cost::{CostEvaluator, Excess, Move, Proposal, VisitId, WorkingPlan};
use crate::model::{CrewId, JobId, Place, Plan, ShiftId, WayIn};
use crate::search::{Solution, best_day, insert_bundle};
use crate::units::Money;

use super::shortage::beyond;

/// Nearest crews whose visits may be given up for a missing one.
const SWAPPED: usize = 8;
/// Places tried that break something.
const STRETCHED: usize = 12;

/// The plan in which things are tried; after each trial it is as it was.
pub struct Trial<'t> {
    plan: WorkingPlan<'t>,
    excess: Excess,
    cost: i64,
    /// Whether the plan is the one asked about: a plan that breaks rules may not load as it is.
    faithful: bool,
}

/// A route of a shift with a missing visit in it: at `position`, instead of the visit `out` where there is one.
#[derive(Clone, Copy)]
struct Slot {
    delta: i64,
    shift: ShiftId,
    position: usize,
    out: Option<usize>,
}

impl<'t> Trial<'t> {
    /// Trials in a plan.
    pub fn new(evaluator: &'t CostEvaluator<'t>, plan: &Plan) -> Self {
        let mut working = Solution::from_plan(evaluator, plan).load(evaluator);
        working.set_penalties(evaluator.strict_penalties());
        let kept: usize = (0..evaluator.shifts()).map(|shift| working.route(shift).len()).sum();
        let faithful = kept == plan.visits().count() && plan.unknown.is_empty();
        Self { excess: *working.excess(), cost: working.cost(), plan: working, faithful }
    }

    /// How a missing visit of the job could be planned: where it fits, else instead of another visit and beyond one
    /// limit, each as cheap as found.
    pub fn ways_in(&mut self, job: JobId) -> Vec<WayIn> {
        let evaluator = self.plan.evaluator();
        let missing = evaluator.visits_of(job).iter().copied().find(|&visit| !self.plan.is_planned(visit));
        let Some(visit) = missing.filter(|_| self.faithful) else { return Vec::new() };
        if evaluator.terms(job).together.is_some() {
            return self.meeting(job).into_iter().collect();
        }
        let slots = self.slots(visit);
        if let Some(way) = slots.first().and_then(|slot| self.attempt(visit, slot)).filter(|way| way.shortage.is_none())
        {
            return vec![way];
        }
        let stretched = slots.iter().take(STRETCHED).find_map(|slot| self.attempt(visit, slot));
        self.exchange(visit).into_iter().chain(stretched).collect()
    }

    /// A place for a missing visit of the job, or for the crews of one of its days, that breaks no further rule.
    pub fn room_for(&mut self, job: JobId) -> Option<WayIn> {
        self.ways_in(job).into_iter().find(|way| way.shortage.is_none() && way.instead_of.is_none())
    }

    /// The best place in every shift, the cheapest first.
    fn slots(&mut self, visit: VisitId) -> Vec<Slot> {
        let evaluator = self.plan.evaluator();
        let shifts = (0..evaluator.shifts()).filter(|&shift| evaluator.allowed(visit, shift));
        let mut slots: Vec<Slot> = shifts.filter_map(|shift| self.best_slot(visit, shift)).collect();
        slots.sort_by_key(|slot| (slot.delta, slot.shift));
        slots
    }

    fn best_slot(&mut self, visit: VisitId, shift: ShiftId) -> Option<Slot> {
        let mut best: Option<Slot> = None;
        for position in 0..=self.plan.route(shift).len() {
            let bound = best.map_or(i64::MAX, |slot| slot.delta);
            let middle = [visit];
            let proposals = [Proposal::splice(shift, position, position, &middle)];
            if let Some(delta) = self.plan.delta(&Move { proposals: &proposals, dropped: &[] }, bound) {
                best = Some(Slot { delta, shift, position, out: None });
            }
        }
        best
    }

    /// The cheapest legal exchange with a planned visit of another job in the shifts of the nearest crews.
    fn exchange(&mut self, visit: VisitId) -> Option<WayIn> {
        let mut best: Option<Slot> = None;
        for shift in self.nearest_shifts(visit) {
            for out in 0..self.plan.route(shift).len() {
                if self.may_go(visit, self.plan.route(shift)[out]) {
                    self.best_exchange(visit, shift, out, &mut best);
                }
            }
        }
        self.attempt(visit, &best?).filter(|way| way.shortage.is_none())
    }

    fn best_exchange(&mut self, visit: VisitId, shift: ShiftId, out: usize, best: &mut Option<Slot>) {
        let route = self.plan.route(shift).to_vec();
        for position in 0..route.len() {
            let (from, to, middle) = exchanged(&route, visit, out, position);
            let proposals = [Proposal::splice(shift, from, to, &middle)];
            let bound = best.map_or(i64::MAX, |slot| slot.delta);
            if let Some(delta) = self.plan.delta(&Move { proposals: &proposals, dropped: &[route[out]] }, bound) {
                *best = Some(Slot { delta, shift, position, out: Some(out) });
            }
        }
    }

    /// Whether a planned visit may be left out for a missing one: of another job, without a pin, done by one crew.
    fn may_go(&self, visit: VisitId, planned: VisitId) -> bool {
        let evaluator = self.plan.evaluator();
        let own = evaluator.visit(planned);
        own.job != evaluator.visit(visit).job && !own.pinned && evaluator.terms(own.job).together.is_none()
    }

    fn nearest_shifts(&self, visit: VisitId) -> Vec<ShiftId> {
        let evaluator = self.plan.evaluator();
        let (instance, job) = (evaluator.instance(), evaluator.visit(visit).job);
        let mut shifts: Vec<ShiftId> = (0..evaluator.shifts()).filter(|&s| evaluator.allowed(visit, s)).collect();
        let distance = |crew: CrewId| (instance.one_way(crew, job).minutes, crew);
        shifts.sort_by_key(|&shift| (distance(evaluator.crew(shift)), shift));
        let mut crews: Vec<CrewId> = shifts.iter().map(|&shift| evaluator.crew(shift)).collect();
        crews.dedup();
        crews.truncate(SWAPPED);
        shifts.retain(|&shift| crews.contains(&evaluator.crew(shift)));
        shifts
    }

    /// Carries a change out, looks at what it is, and takes it back. `None` where more than one limit is too tight.
    fn attempt(&mut self, visit: VisitId, slot: &Slot) -> Option<WayIn> {
        let mut route = self.plan.route(slot.shift).to_vec();
        let gone = slot.out.map(|out| self.plan.evaluator().visit(route.remove(out)).job);
        route.insert(slot.position, visit);
        self.plan.begin();
        self.plan.set_routes(vec![(slot.shift, route)]);
        let way = self.outcome(vec![self.place(slot.shift, slot.position)], gone);
        self.plan.rollback();
        way
    }

    /// The cheapest day found for all crews of a job.
    fn meeting(&mut self, job: JobId) -> Option<WayIn> {
        self.plan.begin();
        let bundle = best_day(&mut self.plan, job, i64::MAX, &mut |_| false);
        let way = bundle.and_then(|bundle| {
            insert_bundle(&mut self.plan, &bundle);
            let places = bundle.places.iter().map(|(_, at)| self.place(at.shift, at.position)).collect();
            self.outcome(places, None)
        });
        self.plan.rollback();
        way
    }

    fn place(&self, shift: ShiftId, position: usize) -> Place {
        let instance = self.plan.evaluator().instance();
        let start = instance.settings.clock.wall_start(self.plan.starts(shift)[position]);
        let shift = &instance.shifts[shift];
        Place { crew: shift.crew, date: shift.date, position, start }
    }

    fn outcome(&self, places: Vec<Place>, instead_of: Option<JobId>) -> Option<WayIn> {
        let beyond = beyond(&self.plan, &self.excess)?;
        let extra = Money(self.plan.cost() + beyond.cost - self.cost);
        Some(WayIn { places, instead_of, shortage: beyond.shortage, extra })
    }
}

/// The route with one visit out and another in at a position of what remains: the stretch that changes and its content.
fn exchanged(route: &[VisitId], visit: VisitId, out: usize, position: usize) -> (usize, usize, Vec<VisitId>) {
    if position <= out {
        let middle = [&[visit], &route[position..out]].concat();
        (position, out + 1, middle)
    } else {
        let middle = [&route[out + 1..=position], &[visit]].concat();
        (out, position + 1, middle)
    }
}
