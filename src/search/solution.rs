//! A plan put aside: routes and meeting times, without caches.

use super::ruin::take_out;
use crate::cost::{CostEvaluator, VisitId, WorkingPlan};
use crate::model::{DayId, JobId, Plan, PlannedVisit, Route, Start, Timetable};
use crate::units::Minutes;

/// Routes by shift, the starts allowed to each visit, and what that costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    routes: Vec<Vec<VisitId>>,
    windows: Vec<(Minutes, Minutes)>,
    /// How often hard rules are broken: pinned visits left out, and all others.
    pub breaches: (i64, usize),
    /// Cost in units of [`crate::units::Money`].
    pub cost: i64,
}

impl Solution {
    /// A working plan as it is.
    pub fn of(plan: &WorkingPlan<'_>) -> Self {
        let visits = plan.evaluator().visits().len() as VisitId;
        Self {
            routes: plan.contents(),
            windows: (0..visits).map(|visit| plan.window(visit)).collect(),
            breaches: plan.breaches(),
            cost: plan.cost(),
        }
    }

    /// The working plan again.
    pub fn load<'a>(&self, evaluator: &'a CostEvaluator<'a>) -> WorkingPlan<'a> {
        let mut plan = WorkingPlan::new(evaluator);
        for (visit, &window) in self.windows.iter().enumerate() {
            plan.set_window(visit as VisitId, window);
        }
        plan.set_routes(self.routes.iter().cloned().enumerate().filter(|(_, visits)| !visits.is_empty()).collect());
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
    pub fn key(&self) -> ((i64, usize), i64) {
        (self.breaches, self.cost)
    }

    /// What of a plan can stand: visits of known shifts that their crews may do, as many as are asked; crews that
    /// must meet keep the times at which they meet in the plan.
    pub fn from_plan(evaluator: &CostEvaluator<'_>, plan: &Plan) -> Self {
        let instance = evaluator.instance();
        let mut working = WorkingPlan::new(evaluator);
        let mut routes = vec![Vec::new(); evaluator.shifts()];
        let mut used = vec![false; evaluator.visits().len()];
        let mut meetings = Vec::new();
        for tour in &Timetable::new(instance, plan).tours {
            let Some(shift) = instance.day(tour.date).and_then(|day| instance.shift(tour.crew, day)) else { continue };
            for stop in &tour.stops {
                let free = evaluator.visits_of(stop.job).iter().copied().filter(|&visit| !used[visit as usize]);
                let fits = free.filter(|&visit| evaluator.allowed(visit, shift));
                let Some(visit) = fits.min_by_key(|&visit| (!evaluator.visit(visit).pinned, visit)) else {
                    continue;
                };
                used[visit as usize] = true;
                routes[shift].push(visit);
                meetings.push((stop.job, evaluator.day(shift), stop.start, visit));
            }
        }
        set_meetings(&mut working, meetings);
        working.set_routes(routes.into_iter().enumerate().collect());
        drop_broken(&mut working);
        Self::of(&working)
    }

    /// The plan, every visit as early as can be.
    pub fn to_plan(&self, evaluator: &CostEvaluator<'_>) -> Plan {
        let instance = evaluator.instance();
        let clock = instance.settings.clock;
        let working = self.load(evaluator);
        let routes = (0..evaluator.shifts()).map(|index| {
            let shift = &instance.shifts[index];
            let starts = working.starts(index).into_iter().map(|start| Start::NotBefore(clock.wall_start(start)));
            let jobs = working.route(index).iter().map(|&visit| evaluator.visit(visit).job);
            let visits = jobs.zip(starts).map(|(job, start)| PlannedVisit { job, start }).collect();
            Route { date: shift.date, crew: shift.crew, leave: None, visits }
        });
        let plan = Plan::new(routes.collect());
        Timetable::new(instance, &plan).settled(instance)
    }
}

/// A planned visit of a job: job, day, start on the wall clock, visit.
type Meeting = (JobId, DayId, Minutes, VisitId);

/// Narrows the windows of crews that must meet to the times at which they do.
fn set_meetings(plan: &mut WorkingPlan<'_>, mut meetings: Vec<Meeting>) {
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

/// Leaves the visits of jobs out whose days can't stand as they are.
fn drop_broken(plan: &mut WorkingPlan<'_>) {
    let evaluator = plan.evaluator();
    let broken = (0..evaluator.instance().jobs.len()).filter(|&job| plan.is_broken(job));
    let visits: Vec<_> = broken.flat_map(|job| evaluator.visits_of(job).iter().copied()).collect();
    take_out(plan, &visits);
}
