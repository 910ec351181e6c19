//! A solution: routes and start windows, without caches.

use super::ruin::remove;
use super::steps::Steps;
use crate::eval::{CostEvaluator, VisitId, WorkingPlan};
use brigade_model::model::{DayId, JobId, Plan, PlannedVisit, Route, ShiftId, Start, Timetable, Tour};
use brigade_model::units::{Minutes, Money};

/// Routes by shift, the starts allowed to each visit, and what that costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    routes: Vec<Vec<VisitId>>,
    windows: Vec<(Minutes, Minutes)>,
    /// How often hard rules are broken: pinned visits left out, and all others.
    pub breaches: (i64, usize),
    /// Cost without penalties.
    pub cost: Money,
}

impl Solution {
    /// Routes by shift and windows by visit, with what they break and cost.
    pub fn new(
        routes: Vec<Vec<VisitId>>,
        windows: Vec<(Minutes, Minutes)>,
        breaches: (i64, usize),
        cost: Money,
    ) -> Self {
        Self { routes, windows, breaches, cost }
    }

    /// Visits planned, and routes in use.
    pub fn extent(&self) -> (usize, usize) {
        let used = self.routes.iter().filter(|route| !route.is_empty());
        used.fold((0, 0), |(planned, routes), route| (planned + route.len(), routes + 1))
    }

    /// A working plan as it is.
    pub fn of(plan: &WorkingPlan<'_>) -> Self {
        Self {
            routes: plan.routes().contents(),
            windows: plan.evaluator().visit_ids().map(|visit| plan.window(visit)).collect(),
            breaches: plan.breaches(),
            cost: plan.cost(),
        }
    }

    /// The visits of each shift in order.
    pub fn routes(&self) -> &[Vec<VisitId>] {
        &self.routes
    }

    /// The starts allowed to each visit, working clock.
    pub fn windows(&self) -> &[(Minutes, Minutes)] {
        &self.windows
    }

    /// The working plan again.
    pub fn load<'a>(&self, evaluator: &'a CostEvaluator<'a>) -> WorkingPlan<'a> {
        let mut plan = WorkingPlan::new(evaluator);
        for (visit, &window) in VisitId::enumerate(&self.windows) {
            plan.set_window(visit, window);
        }
        plan.set_routes(
            ShiftId::enumerate(self.routes.iter().cloned()).filter(|(_, visits)| !visits.is_empty()).collect(),
        );
        plan
    }

    /// Whether a working plan breaks less, or as much at a lower cost.
    pub fn is_worse_than(&self, plan: &WorkingPlan<'_>) -> bool {
        if plan.is_feasible() {
            return self.breaches != (0, 0) || plan.cost() < self.cost;
        }
        self.breaches != (0, 0) && (plan.breaches(), plan.cost()) < self.key()
    }

    /// What makes one solution better than another: less broken, then less cost.
    pub fn key(&self) -> ((i64, usize), Money) {
        (self.breaches, self.cost)
    }

    /// The same plan with the visits of each job, which are interchangeable but for pins, in the order of their shifts.
    pub fn in_order(mut self, evaluator: &CostEvaluator<'_>) -> Self {
        let mut shift_of = vec![None; evaluator.visits().len()];
        for (shift, route) in ShiftId::enumerate(&self.routes) {
            route.iter().for_each(|&visit| shift_of[visit] = Some(shift));
        }
        let mut names: Vec<VisitId> = evaluator.visit_ids().collect();
        let windows = self.windows.clone();
        for job in evaluator.instance().job_ids() {
            let free = evaluator.visits_of(job).iter().copied().filter(|&visit| !evaluator.visit(visit).pinned);
            let mut placed: Vec<VisitId> = free.clone().collect();
            placed.sort_by_key(|&visit| (shift_of[visit].is_none(), shift_of[visit]));
            for (old, new) in placed.into_iter().zip(free) {
                names[old] = new;
                self.windows[new] = windows[old];
            }
        }
        self.routes.iter_mut().flatten().for_each(|visit| *visit = names[*visit]);
        self
    }

    /// The feasible part of a plan: visits in known, allowed shifts, as many as are asked; synchronised crews keep their
    /// start times.
    pub fn from_plan(evaluator: &CostEvaluator<'_>, plan: &Plan) -> Self {
        let instance = evaluator.instance();
        let mut working = WorkingPlan::new(evaluator);
        let timetable = Timetable::new(instance, plan);
        let shift_of = |tour: &Tour| instance.day(tour.date).and_then(|day| instance.shift(tour.crew, day));
        let shifts: Vec<_> = timetable.tours.iter().map(shift_of).collect();
        let mut assigned: Vec<Vec<_>> = timetable.tours.iter().map(|tour| vec![None; tour.stops.len()]).collect();
        for (job, places) in JobId::enumerate(&timetable.visits_of) {
            let there: Vec<_> = places.iter().map(|&(tour, _)| shifts[tour]).collect();
            for (&(tour, position), visit) in places.iter().zip(assign(evaluator, job, &there)) {
                assigned[tour][position] = visit;
            }
        }
        let mut routes = vec![Vec::new(); evaluator.shifts()];
        let mut meetings = Vec::new();
        for (index, tour) in timetable.tours.iter().enumerate() {
            let Some(shift) = shifts[index] else { continue };
            for (stop, visit) in tour.stops.iter().zip(&assigned[index]) {
                let Some(visit) = *visit else { continue };
                routes[shift].push(visit);
                meetings.push((stop.job, evaluator.day(shift), stop.start, visit));
            }
        }
        set_meetings(&mut working, &mut meetings);
        set_steps(&mut working, &meetings);
        working.set_routes(ShiftId::enumerate(routes).collect());
        drop_broken(&mut working);
        Self::of(&working)
    }

    /// The plan, every visit as early as can be.
    pub fn to_plan(&self, evaluator: &CostEvaluator<'_>) -> Plan {
        let instance = evaluator.instance();
        let clock = instance.settings.clock;
        let working = self.load(evaluator);
        let routes = evaluator.shift_ids().map(|index| {
            let shift = &instance.shifts[index];
            let planned = |(&visit, start)| {
                let own = evaluator.visit(visit);
                PlannedVisit { job: own.job, start: Start::NotBefore(own.held.unwrap_or(clock.wall_start(start))) }
            };
            let visits = working.route(index).iter().zip(working.routes().starts(index)).map(planned).collect();
            Route { date: shift.date, crew: shift.crew, leave: None, visits }
        });
        let plan = Plan::new(routes.collect());
        Timetable::new(instance, &plan).settled(instance)
    }
}

/// Which visit of a job stands in each of some shifts: as many of the pinned ones as can be, then the others.
fn assign(evaluator: &CostEvaluator<'_>, job: JobId, shifts: &[Option<ShiftId>]) -> Vec<Option<VisitId>> {
    let mut chosen = vec![None; shifts.len()];
    let (pinned, free): (Vec<_>, Vec<_>) =
        evaluator.visits_of(job).iter().copied().partition(|&visit| evaluator.visit(visit).pinned);
    for visit in pinned {
        augment(evaluator, visit, shifts, &mut chosen, &mut vec![false; shifts.len()]);
    }
    let fits = |visit: VisitId, shift: Option<ShiftId>| shift.is_some_and(|shift| evaluator.allowed(visit, shift));
    let mut free = free.into_iter().peekable();
    for (slot, &shift) in chosen.iter_mut().zip(shifts) {
        if slot.is_none() {
            *slot = free.next_if(|&visit| fits(visit, shift));
        }
    }
    chosen
}

/// Finds a shift for a pinned visit by an augmenting path of bipartite matching: others move to other shifts where that helps.
fn augment(
    evaluator: &CostEvaluator<'_>,
    visit: VisitId,
    shifts: &[Option<ShiftId>],
    chosen: &mut [Option<VisitId>],
    visited: &mut [bool],
) -> bool {
    for (place, &shift) in shifts.iter().enumerate() {
        if visited[place] || !shift.is_some_and(|shift| evaluator.allowed(visit, shift)) {
            continue;
        }
        visited[place] = true;
        if chosen[place].is_none_or(|other| augment(evaluator, other, shifts, chosen, visited)) {
            chosen[place] = Some(visit);
            return true;
        }
    }
    false
}

/// A planned visit of a job: job, day, start on the wall clock, visit.
type Meeting = (JobId, DayId, Minutes, VisitId);

/// Narrows the windows of crews that must meet to the times at which they do.
fn set_meetings(plan: &mut WorkingPlan<'_>, meetings: &mut [Meeting]) {
    let evaluator = plan.evaluator();
    meetings.sort_unstable();
    for day in meetings.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let terms = evaluator.terms(day[0].0);
        let Some(within) = terms.start_within else { continue };
        let first = day[0].2;
        let (from, until) = evaluator.start_window(Some(first), Some(first + within));
        for &(.., visit) in day {
            let own = evaluator.visit(visit).window;
            let open = from.max(own.0);
            plan.set_window(visit, (open, until.min(own.1).max(open)));
        }
    }
}

/// Narrows the windows of linked jobs to starts in step with those that there are.
fn set_steps(plan: &mut WorkingPlan<'_>, meetings: &[Meeting]) {
    let evaluator = plan.evaluator();
    let first_of_all = |job: &JobId| evaluator.linked(*job).first() == Some(job);
    for job in evaluator.instance().job_ids().filter(first_of_all) {
        let start = |job: JobId| meetings.iter().find(|meeting| meeting.0 == job).map(|meeting| meeting.2);
        for (visit, window) in
            Steps::of(evaluator, job).and_then(|steps| steps.around(plan, &start)).unwrap_or_default()
        {
            plan.set_window(visit, window);
        }
    }
}

/// Removes the visits of jobs whose days are infeasible.
pub(super) fn drop_broken(plan: &mut WorkingPlan<'_>) {
    let evaluator = plan.evaluator();
    let broken = evaluator.instance().job_ids().filter(|&job| plan.totals().is_broken(job));
    let visits: Vec<_> = broken.flat_map(|job| evaluator.visits_in_step(job)).collect();
    remove(plan, &visits);
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::Sketch;
    use brigade_model::rules::RULES;

    /// The visit that comes first keeps the vague pin or the exact one: only one choice leaves a pin for both.
    #[test]
    fn a_plan_read_back_keeps_every_pin() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (3.0, 4.0));
        sketch.job("roof", 60).visits = 2;
        sketch.pin(0, Some(0), None);
        sketch.pin(0, Some(0), Some(0));
        let (instance, plan) = (sketch.instance(), sketch.plan(&[(0, 0, &[0]), (0, 1, &[0])]));
        let evaluator = CostEvaluator::new(&instance, RULES);
        let read = Solution::from_plan(&evaluator, &plan);
        assert_eq!(read.breaches, (0, 0));
        assert_eq!(read.to_plan(&evaluator).visits().collect::<Vec<_>>(), plan.visits().collect::<Vec<_>>());
    }
}
