//! Linked jobs as a tree of starts: windows for their visits within which every start keeps every lag.

use crate::eval::{CostEvaluator, VisitId, WorkingPlan};
use brigade_model::model::{JobId, ShiftId};
use brigade_model::units::Minutes;

/// Starts allowed to a visit.
type Window = (Minutes, Minutes);

/// The visits of linked jobs, each after the one that its lag is counted from; the first is the one with the most links.
pub struct Steps {
    steps: Vec<Step>,
}

/// One of the visits.
struct Step {
    visit: VisitId,
    /// The step that its lag is counted from; none for the first.
    from: Option<usize>,
    /// Fewest and most wall-clock minutes from the start of that step, which may be below zero.
    lag: Window,
    /// Most minutes from the start of the first step.
    most: Minutes,
    /// Whether lags are counted from this one.
    leads: bool,
}

impl Steps {
    /// The visits of the jobs that are linked with a job; none where one of them is not asked.
    pub fn of(evaluator: &CostEvaluator<'_>, job: JobId) -> Option<Self> {
        let linked = evaluator.linked(job);
        let links = |job: JobId| {
            let own = evaluator.terms(job).with.map(|lag| (lag.job, (-lag.most, -lag.least)));
            let others = linked.iter().filter_map(move |&other| {
                let lag = evaluator.terms(other).with.filter(|lag| lag.job == job)?;
                Some((other, (lag.least, lag.most)))
            });
            own.into_iter().chain(others)
        };
        let first = linked.iter().copied().max_by_key(|&job| (links(job).count(), std::cmp::Reverse(job)))?;
        let visit = |job: JobId| evaluator.visits_of(job).first().copied();
        let step = |visit, from, lag, most| Step { visit, from, lag, most, leads: false };
        let (mut jobs, mut steps) = (vec![first], vec![step(visit(first)?, None, (0, 0), 0)]);
        let mut index = 0;
        while let Some(&job) = jobs.get(index) {
            for (other, lag) in links(job) {
                if !jobs.contains(&other) {
                    let most = steps[index].most + lag.1;
                    steps.push(step(visit(other)?, Some(index), lag, most));
                    steps[index].leads = true;
                    jobs.push(other);
                }
            }
            index += 1;
        }
        Some(Self { steps })
    }

    /// The visits.
    pub fn visits(&self) -> impl Iterator<Item = VisitId> {
        self.steps.iter().map(|step| step.visit)
    }

    /// Whether the lag of one step is counted from the other.
    pub fn are_pair(&self, one: usize, other: usize) -> bool {
        self.steps[one].from == Some(other) || self.steps[other].from == Some(one)
    }

    /// The windows, working clock, of the visits that have not begun around the starts, wall clock, of a plan; none where
    /// one of the jobs is not in it.
    pub fn around(
        &self,
        plan: &WorkingPlan<'_>,
        start: &dyn Fn(JobId) -> Option<Minutes>,
    ) -> Option<Vec<(VisitId, Window)>> {
        let evaluator = plan.evaluator();
        let starts: Option<Vec<Minutes>> =
            self.steps.iter().map(|step| start(evaluator.visit(step.visit).job)).collect();
        let starts = starts?;
        let free = |&(_, step): &(usize, &Step)| evaluator.visit(step.visit).held.is_none();
        let window = |(index, step): (usize, &Step)| {
            let wall = match step.from.filter(|_| !step.leads) {
                Some(from) => (starts[from] + step.lag.0, starts[from] + step.lag.1),
                None => (starts[index], starts[index]),
            };
            let own = evaluator.visit(step.visit).window;
            let (first, last) = within(evaluator, wall, own);
            (step.visit, (first, last.max(first)))
        };
        Some(self.steps.iter().enumerate().filter(free).map(window).collect())
    }

    /// Windows, working clock, in which the visits left out might start in some shifts, at most so many sets; a planned visit
    /// keeps its own, as `None`.
    pub fn windows(&self, plan: &WorkingPlan<'_>, shifts: &[Option<ShiftId>], most: usize) -> Vec<Vec<Option<Window>>> {
        let starts = self.starts(plan, shifts);
        let mut search = WindowSearch { steps: &self.steps, plan, shifts, starts, most, found: Vec::new() };
        search.extend(&mut Vec::new(), &mut Vec::new());
        search.found
    }

    /// The starts, wall clock, that each visit left out may have first in its shift, by position, ascending; also behind
    /// another one of them in the same shift.
    fn starts(&self, plan: &WorkingPlan<'_>, shifts: &[Option<ShiftId>]) -> Vec<Vec<Minutes>> {
        let (evaluator, routes) = (plan.evaluator(), plan.routes());
        let clock = &evaluator.instance().settings.clock;
        let working = |index: usize| {
            let visit = self.steps[index].visit;
            let at = move |shift: ShiftId| {
                (0..=plan.route(shift).len()).map(move |position| routes.start_at(visit, shift, position))
            };
            shifts[index].into_iter().flat_map(at)
        };
        let wall = |(index, step): (usize, &Step)| {
            let own = evaluator.visit(step.visit);
            let shared = |&other: &usize| other != index && shifts[index].is_some() && shifts[other] == shifts[index];
            let behind = (0..shifts.len()).filter(shared).flat_map(|other| {
                let before = evaluator.visit(self.steps[other].visit);
                let leg = shifts[index].map(|shift| evaluator.leg_of(shift, before.place, own.place).minutes);
                let away = before.duration + leg.unwrap_or(0);
                working(other).map(move |start| (start + away).max(own.window.0))
            });
            let mut starts: Vec<_> = working(index).chain(behind).map(|start| clock.wall_start(start)).collect();
            starts.sort_unstable();
            starts.dedup();
            starts
        };
        self.steps.iter().enumerate().map(wall).collect()
    }
}

/// Builds sets of windows, step by step.
struct WindowSearch<'s, 'p, 'a> {
    steps: &'s [Step],
    plan: &'p WorkingPlan<'a>,
    shifts: &'s [Option<ShiftId>],
    starts: Vec<Vec<Minutes>>,
    most: usize,
    found: Vec<Vec<Option<Window>>>,
}

impl WindowSearch<'_, '_, '_> {
    /// Adds the window of the next step to those chosen, given on the wall clock too.
    fn extend(&mut self, chosen: &mut Vec<Option<Window>>, wall: &mut Vec<Window>) {
        if self.found.len() >= self.most {
            return;
        }
        let index = chosen.len();
        let Some(step) = self.steps.get(index) else { return self.found.push(chosen.clone()) };
        if self.shifts[index].is_none() {
            chosen.push(None);
            wall.push(self.plan.routes().wall_window(step.visit));
            self.extend(chosen, wall);
            chosen.pop();
            wall.pop();
            return;
        }
        let evaluator = self.plan.evaluator();
        let (own, clock) = (evaluator.visit(step.visit).window, &evaluator.instance().settings.clock);
        for candidate in self.candidates(index, step, wall) {
            let window = within(evaluator, candidate, own);
            if window.0 <= window.1 {
                chosen.push(Some(window));
                wall.push((clock.wall_start(window.0), clock.wall_start(window.1)));
                self.extend(chosen, wall);
                chosen.pop();
                wall.pop();
            }
        }
    }

    /// The windows that a step may have: every start that keeps its lag, or one of them where others are counted from it.
    fn candidates(&self, index: usize, step: &Step, wall: &[Window]) -> Vec<Window> {
        let starts = &self.starts[index];
        let allowed = step.from.map(|from| (wall[from].1 + step.lag.0, wall[from].0 + step.lag.1));
        if let Some(allowed) = allowed.filter(|_| !step.leads) {
            return vec![allowed];
        }
        let mut points = starts.clone();
        match allowed {
            Some((first, last)) => points.extend([first, last]),
            None => points.extend(self.first_starts()),
        }
        let earliest = starts.first().copied().unwrap_or(0);
        let (first, last) = allowed.unwrap_or((0, Minutes::MAX));
        let (first, last) = (first.max(earliest), last);
        let clock = &self.plan.evaluator().instance().settings.clock;
        let mut points: Vec<_> = points.into_iter().map(|time| clock.after_break(time)).collect();
        points.retain(|point| (first..=last).contains(point) && (index > 0 || self.is_late_enough(*point)));
        points.sort_unstable();
        points.dedup();
        points.into_iter().map(|point| (point, point)).collect()
    }

    /// Starts of the first step for which another one is not too late.
    fn first_starts(&self) -> impl Iterator<Item = Minutes> + '_ {
        self.steps.iter().enumerate().skip(1).flat_map(|(index, step)| {
            let planned = self.shifts[index].is_none().then(|| self.plan.routes().wall_window(step.visit).1);
            self.starts[index].iter().copied().chain(planned).map(|start| start - step.most)
        })
    }

    /// Whether every other step can start by the latest that a start of the first one allows.
    fn is_late_enough(&self, point: Minutes) -> bool {
        let in_time = |(step, starts): (&Step, &Vec<Minutes>)| {
            starts.first().is_none_or(|&earliest| point + step.most >= earliest)
        };
        self.steps.iter().zip(&self.starts).all(in_time)
    }
}

/// The working-clock window of starts between two wall-clock times, within another one.
fn within(evaluator: &CostEvaluator<'_>, wall: Window, own: Window) -> Window {
    let (first, last) = evaluator.start_window(Some(wall.0.max(0)), Some(wall.1));
    (first.max(own.0), last.min(own.1))
}
