//! Alternatives for the visits of a finished plan, each evaluated as a what-if.

use chrono::NaiveDate;

use crate::eval::{CostEvaluator, VisitId, WorkingPlan};
use crate::search::{Solution, SynchronisedInsertion, SynchronisedParams, best_crew, best_day, insert_synchronised};
use crate::solve::what_if::{WhatIfPlan, exchanged};
use brigade_model::explain::{Alternative, CostParts, Displaced, VisitSlot};
use brigade_model::judge::check_by;
use brigade_model::model::{CrewId, DayId, JobId, Plan, ShiftId};
use brigade_model::rules::Rule;
use brigade_model::units::{Minutes, Money};

/// Nearest crews whose visits may be displaced.
const NEAR: usize = 20;
/// Visits of a shift whose displacement is evaluated, the most promising first.
const DISPLACED: usize = 3;

/// New routes for some shifts.
type NewRoutes = Vec<(ShiftId, Vec<VisitId>)>;

/// An alternative and the routes that it is.
pub struct RatedAlternative {
    pub alternative: Alternative,
    contents: NewRoutes,
    /// The moved visits with their start windows there, within which synchronised crews start.
    windows: Vec<(VisitId, (Minutes, Minutes))>,
}

/// A what-if plan: each change is rolled back once it is evaluated.
pub struct Alternatives<'t> {
    evaluator: &'t CostEvaluator<'t>,
    rules: &'t [&'t dyn Rule],
    what_if: WhatIfPlan<'t>,
    cost_components: CostParts,
}

/// What makes one alternative better than another: less broken, then less cost.
pub fn rank(alternative: &Alternative) -> (bool, Money) {
    (alternative.shortage.is_some(), alternative.extra)
}

impl<'t> Alternatives<'t> {
    /// Loads a plan.
    pub fn new(evaluator: &'t CostEvaluator<'t>, rules: &'t [&'t dyn Rule], plan: &Plan) -> Self {
        let what_if = WhatIfPlan::new(evaluator, plan);
        let mut alternatives = Self { evaluator, rules, what_if, cost_components: Vec::new() };
        alternatives.cost_components = alternatives.audited_costs();
        alternatives
    }

    /// Whether the plan is the one asked about, visit by visit.
    pub fn is_exact(&self) -> bool {
        self.what_if.is_exact
    }

    /// The planned visits of a job by date: each by itself, or all crews of a day, or with those of linked jobs behind.
    pub fn days(&self, job: JobId) -> Vec<Vec<VisitId>> {
        if !self.evaluator.linked(job).is_empty() {
            let planned = self.in_step(job, true);
            return self.is_own(job, &planned).then_some(planned).into_iter().collect();
        }
        let visits = self.evaluator.visits_of(job).iter().copied();
        let mut placed: Vec<_> =
            visits.filter_map(|visit| Some((self.what_if.plan.position_of(visit).shift()?, visit))).collect();
        placed.sort_unstable();
        let day = |&(shift, _): &(ShiftId, VisitId)| self.evaluator.day(shift);
        let together = self.evaluator.terms(job).together.is_some();
        let pieces = placed.chunk_by(|a, b| together && day(a) == day(b));
        pieces.map(|piece| piece.iter().map(|&(_, visit)| visit).collect()).collect()
    }

    /// The visits of a job that are planned, or not, then those of linked jobs.
    fn in_step(&self, job: JobId, planned: bool) -> Vec<VisitId> {
        let mut visits = self.evaluator.visits_in_step(job);
        visits.retain(|&visit| self.what_if.plan.is_planned(visit) == planned);
        visits.sort_by_key(|&visit| self.evaluator.visit(visit).job != job);
        visits
    }

    /// Whether the first visit is one of the job.
    fn is_own(&self, job: JobId, visits: &[VisitId]) -> bool {
        visits.first().is_some_and(|&visit| self.evaluator.visit(visit).job == job)
    }

    /// An unassigned visit of a job, or as many as one of its days takes, or with those of linked jobs behind; none where
    /// there are too few.
    pub fn unassigned(&self, job: JobId) -> Vec<VisitId> {
        if !self.evaluator.linked(job).is_empty() {
            let left_out = self.in_step(job, false);
            return if self.is_own(job, &left_out) { left_out } else { Vec::new() };
        }
        let crews = self.evaluator.terms(job).together.unwrap_or(1) as usize;
        let left_out =
            self.evaluator.visits_of(job).iter().copied().filter(|&visit| !self.what_if.plan.is_planned(visit));
        let piece: Vec<_> = left_out.take(crews).collect();
        if piece.len() == crews { piece } else { Vec::new() }
    }

    /// The slots of planned visits.
    pub fn places(&self, visits: &[VisitId]) -> Vec<VisitSlot> {
        let spot = |&visit: &VisitId| self.what_if.plan.position_of(visit);
        visits.iter().map(spot).filter_map(|s| Some(self.what_if.place(s.shift()?, s.position as usize))).collect()
    }

    /// What the plan would cost less without planned visits, by component.
    pub fn cost_of(&mut self, visits: &[VisitId]) -> CostParts {
        self.what_if.plan.begin();
        self.what_if.plan.set_routes(self.without(visits));
        let without = self.audited_costs();
        self.what_if.plan.rollback();
        difference(&self.cost_components, &without)
    }

    /// Alternatives for visits that are planned together, assigned or not, the best first.
    pub fn alternatives(&mut self, visits: &[VisitId]) -> Vec<RatedAlternative> {
        let Some(&first) = visits.first() else { return Vec::new() };
        let job = self.evaluator.visit(first).job;
        let mut found: Vec<_> = if self.evaluator.is_joint(job) {
            self.evaluator.instance().day_ids().filter_map(|day| self.on_day(visits, job, day)).collect()
        } else {
            let home = self.what_if.plan.position_of(first).shift();
            let shifts = self.what_if.shifts_of(first).into_iter().filter(|&shift| Some(shift) != home);
            let near = self.near_crews(first);
            shifts.filter_map(|s| self.in_shift(first, s, near.contains(&self.evaluator.crew(s)))).collect()
        };
        found.sort_by_key(|candidate| rank(&candidate.alternative));
        found
    }

    /// The first alternatives, with audited costs by component where they violate no rule.
    pub fn listed(&mut self, mut found: Vec<RatedAlternative>, most: usize) -> Vec<Alternative> {
        found.truncate(most);
        let audited = found.into_iter().map(|RatedAlternative { mut alternative, contents, windows }| {
            if alternative.shortage.is_none() {
                self.what_if.plan.begin();
                let visits: Vec<_> = windows.iter().map(|&(visit, _)| visit).collect();
                self.what_if.plan.set_routes(self.without(&visits));
                windows.iter().for_each(|&(visit, window)| self.what_if.plan.set_window(visit, window));
                self.what_if.plan.set_routes(contents);
                alternative.parts = difference(&self.audited_costs(), &self.cost_components);
                self.what_if.plan.rollback();
            }
            alternative
        });
        audited.collect()
    }

    /// All visits of a job given to one other crew, where it has several and one crew does each; the best first.
    pub fn handed_over(&mut self, job: JobId, most: usize) -> Vec<Alternative> {
        let visits = self.evaluator.visits_of(job).to_vec();
        if visits.len() < 2 || self.evaluator.terms(job).together.is_some() {
            return Vec::new();
        }
        let crew_of =
            |visit: &VisitId| self.what_if.plan.position_of(*visit).shift().map(|shift| self.evaluator.crew(shift));
        let own: Option<Vec<CrewId>> = visits.iter().map(crew_of).collect();
        let Some(own) = own else { return Vec::new() };
        let others = self.evaluator.instance().crew_ids().filter(|crew| own.iter().any(|mine| mine != crew));
        let mut found: Vec<_> = others.filter_map(|crew| self.by_crew(&visits, job, crew)).collect();
        found.retain(|candidate| candidate.alternative.shortage.is_none());
        found.sort_by_key(|candidate| rank(&candidate.alternative));
        self.listed(found, most)
    }

    fn by_crew(&mut self, visits: &[VisitId], job: JobId, crew: CrewId) -> Option<RatedAlternative> {
        self.synchronised(visits, &mut |plan| {
            best_crew(plan, &SynchronisedParams::default(), job, Money::MAX, &mut |other| other != crew)
        })
    }

    /// The crews of a day, or of linked jobs, on one date; none where they would be the same as now.
    fn on_day(&mut self, visits: &[VisitId], job: JobId, day: DayId) -> Option<RatedAlternative> {
        let mut before = self.places(visits);
        let candidate = self.synchronised(visits, &mut |plan| {
            best_day(plan, &SynchronisedParams::default(), job, Money::MAX, &mut |other| other != day, &|_| true)
        })?;
        let mut after = candidate.alternative.places.clone();
        before.sort_by_key(|place| (place.job, place.crew));
        after.sort_by_key(|place| (place.job, place.crew));
        let same = |(a, b): (&VisitSlot, &VisitSlot)| (a.job, a.crew, a.date) == (b.job, b.crew, b.date);
        let unmoved = before.len() == after.len() && before.iter().zip(&after).all(same);
        (!unmoved).then_some(candidate)
    }

    /// What the plan would cost more with the visit of a job in another shift.
    pub fn price_of_moving(&mut self, job: JobId, now: (CrewId, NaiveDate), to: (CrewId, NaiveDate)) -> Option<Money> {
        let (visit, shift) = (self.visit_at(job, now)?, self.shift(to)?);
        if !self.evaluator.allowed(visit, shift) {
            return None;
        }
        let there = self.in_shift(visit, shift, false)?.alternative;
        there.shortage.is_none().then_some(there.extra)
    }

    /// What the plan would cost more without the visit of a job, and those of linked jobs.
    pub fn price_of_leaving_out(&mut self, job: JobId, now: (CrewId, NaiveDate)) -> Option<Money> {
        let visit = self.visit_at(job, now)?;
        let visits = if self.evaluator.linked(job).is_empty() { vec![visit] } else { self.in_step(job, true) };
        let before = self.what_if.plan.cost();
        self.what_if.plan.begin();
        self.what_if.plan.set_routes(self.without(&visits));
        let without = self.what_if.plan.cost();
        self.what_if.plan.rollback();
        Some(without - before)
    }

    fn visit_at(&self, job: JobId, at: (CrewId, NaiveDate)) -> Option<VisitId> {
        let shift = self.shift(at)?;
        self.what_if.plan.route(shift).iter().copied().find(|&visit| self.evaluator.visit(visit).job == job)
    }

    fn shift(&self, (crew, date): (CrewId, NaiveDate)) -> Option<ShiftId> {
        let instance = self.evaluator.instance();
        instance.shift(crew, instance.day(date)?)
    }

    /// Removes visits and inserts them again by synchronised insertion.
    fn synchronised(
        &mut self,
        visits: &[VisitId],
        find: &mut dyn FnMut(&mut WorkingPlan<'t>) -> Option<SynchronisedInsertion>,
    ) -> Option<RatedAlternative> {
        let before = self.what_if.plan.cost();
        self.what_if.plan.begin();
        self.what_if.plan.set_routes(self.without(visits));
        let found = find(&mut self.what_if.plan).and_then(|insertion| {
            insert_synchronised(&mut self.what_if.plan, &insertion);
            self.outcome(before, visits, None)
        });
        self.what_if.plan.rollback();
        found
    }

    /// A single visit in another shift: where there is room, else in place of another visit, else beyond a single limit.
    fn in_shift(&mut self, visit: VisitId, shift: ShiftId, near: bool) -> Option<RatedAlternative> {
        let fitting = self.what_if.best_position(visit, shift, Money::MAX).and_then(|(_, position)| {
            let mut contents = self.without(&[visit]);
            let mut route = self.what_if.plan.route(shift).to_vec();
            route.insert(position, visit);
            contents.push((shift, route));
            self.attempt(contents, visit, None)
        });
        if fitting.as_ref().is_some_and(|candidate| candidate.alternative.shortage.is_none()) || !near {
            return fitting;
        }
        self.displacing(visit, shift).or(fitting)
    }

    /// The cheapest way to put a visit into a shift in place of another one, which goes where it costs least.
    fn displacing(&mut self, visit: VisitId, shift: ShiftId) -> Option<RatedAlternative> {
        let route = self.what_if.plan.route(shift).to_vec();
        let mut exchanges = Vec::new();
        for (out, &planned) in route.iter().enumerate() {
            if self.what_if.may_give_way(visit, planned)
                && let Some((delta, position)) = self.what_if.best_exchange(visit, shift, out, Money::MAX)
            {
                exchanges.push((delta, out, position));
            }
        }
        exchanges.sort_unstable();
        let candidates = exchanges.into_iter().take(DISPLACED).filter_map(|(_, out, position)| {
            let mut contents = self.without(&[visit]);
            contents.push((shift, exchanged(&route, visit, out, position)));
            self.attempt(contents, visit, Some(route[out]))
        });
        let legal = candidates.filter(|candidate| candidate.alternative.shortage.is_none());
        legal.min_by_key(|candidate| candidate.alternative.extra)
    }

    /// Evaluates routes as a what-if. A displaced visit is inserted where it costs least.
    fn attempt(&mut self, contents: NewRoutes, visit: VisitId, displaced: Option<VisitId>) -> Option<RatedAlternative> {
        let before = self.what_if.plan.cost();
        self.what_if.plan.begin();
        self.what_if.plan.set_routes(contents);
        if let Some(other) = displaced {
            self.insert_cheapest(other);
        }
        let found = self.outcome(before, &[visit], displaced);
        self.what_if.plan.rollback();
        found
    }

    /// Inserts an unassigned visit where it costs least, if that is less than leaving it unassigned.
    fn insert_cheapest(&mut self, visit: VisitId) {
        let (mut best, mut bound) = (None, Money::ZERO);
        for shift in self.what_if.shifts_of(visit) {
            if let Some((delta, position)) = self.what_if.best_position(visit, shift, bound) {
                (best, bound) = (Some((shift, position)), delta);
            }
        }
        if let Some((shift, position)) = best {
            let mut route = self.what_if.plan.route(shift).to_vec();
            route.insert(position, visit);
            self.what_if.plan.set_routes(vec![(shift, route)]);
        }
    }

    /// What the plan as it stands is as an alternative to the one that cost `before`.
    fn outcome(&self, before: Money, visits: &[VisitId], displaced: Option<VisitId>) -> Option<RatedAlternative> {
        let (extra, shortage) = self.what_if.extra(before)?;
        let instance = self.evaluator.instance();
        let at = |shift: ShiftId| (instance.shifts[shift].crew, instance.shifts[shift].date);
        let displaced = displaced.map(|visit| Displaced {
            job: self.evaluator.visit(visit).job,
            to: self.what_if.plan.position_of(visit).shift().map(at),
        });
        let places = self.places(visits);
        let contents =
            self.what_if.plan.changed_shifts().map(|shift| (shift, self.what_if.plan.route(shift).to_vec())).collect();
        let alternative = Alternative { places, displaced, shortage, extra, parts: Vec::new() };
        let windows = visits.iter().map(|&visit| (visit, self.what_if.plan.window(visit))).collect();
        Some(RatedAlternative { alternative, contents, windows })
    }

    /// The routes of planned visits, without these.
    fn without(&self, visits: &[VisitId]) -> NewRoutes {
        let mut shifts: Vec<_> =
            visits.iter().filter_map(|&visit| self.what_if.plan.position_of(visit).shift()).collect();
        shifts.sort_unstable();
        shifts.dedup();
        let rest =
            |shift| self.what_if.plan.route(shift).iter().copied().filter(|visit| !visits.contains(visit)).collect();
        shifts.into_iter().map(|shift| (shift, rest(shift))).collect()
    }

    fn near_crews(&self, visit: VisitId) -> Vec<CrewId> {
        let (instance, job) = (self.evaluator.instance(), self.evaluator.visit(visit).job);
        let mut crews: Vec<CrewId> = instance.crew_ids().filter(|&crew| instance.may_do(crew, job)).collect();
        crews.sort_by_key(|&crew| (instance.one_way(crew, job).minutes, crew));
        crews.truncate(NEAR);
        crews
    }

    /// What the plan as it stands costs, by component, as the checker says.
    fn audited_costs(&self) -> CostParts {
        let plan = Solution::of(&self.what_if.plan).to_plan(self.evaluator);
        check_by(self.evaluator.instance(), &plan, self.rules).costs()
    }
}

/// First less second, components that are equal left out.
fn difference(first: &CostParts, second: &CostParts) -> CostParts {
    let pairs = first.iter().zip(second).map(|(a, b)| (a.0, a.1 - b.1));
    pairs.filter(|&(_, amount)| amount != Money::ZERO).collect()
}
