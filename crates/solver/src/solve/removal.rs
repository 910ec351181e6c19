//! Which visits to leave out so that a plan breaks as few rules as can be, at least cost: the last step of a search, for what
//! no move makes legal.
//!
//! A breach goes away only where a visit goes that it names, or one that shares its tour, its crew's week or its day. So the
//! sets of visits are tried from cheap to dear, each judged as a whole plan and extended by the visits that its first breach
//! with any to remove leads to. The first set that breaks no more than pins force costs least, but for what is saved on the
//! road and the like; those that might still be cheaper for that are tried too.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::incumbent::PlanRank;
use super::run::RunContext;
use brigade_model::judge::{Verdict, check_by};
use brigade_model::model::{Instance, JobId, Plan, PlannedVisit, Route, Start, pin_holders};
use brigade_model::rules::{Violation, unassigned};
use brigade_model::units::Money;

/// A visit of the plan: its route and its position there.
type VisitAt = (usize, usize);

/// Visits, ascending.
type VisitSet = BTreeSet<VisitAt>;

/// The visits of a plan that may be left out.
struct Removal<'r> {
    context: RunContext<'r>,
    /// The plan, every visit as early as can be unless it must meet others or has begun.
    plan: Plan,
    /// The visits that keep pins.
    pinned: VisitSet,
}

/// The plan without the visits that it is best to leave out; none where it already is as legal as can be.
pub fn without_breaches(context: RunContext<'_>, plan: &Plan) -> Option<Plan> {
    let removal = Removal::new(context, plan);
    let all: VisitSet = removal.visits().collect();
    let least = removal.rank(&removal.judged(&all).1).breaches();
    let mut best = removal.judged(&VisitSet::new());
    if removal.rank(&best.1).breaches() <= least {
        return None;
    }
    let (mut seen, mut queue) = (BTreeSet::from([VisitSet::new()]), BinaryHeap::new());
    let already = best.1.cost(unassigned::ABOUT.code);
    queue.push(Reverse((Money::ZERO, VisitSet::new())));
    let most = context.options.schedule.repair.removals / (plan.visits().count() + 1);
    for _ in 0..most {
        let Some(Reverse((price, left_out))) = queue.pop() else { break };
        let found = removal.rank(&best.1);
        if found.breaches() <= least && already + price >= best.1.total {
            break;
        }
        let (plan, verdict) = removal.judged(&left_out);
        for more in removal.extensions(&left_out, &verdict) {
            if seen.insert(more.clone()) {
                queue.push(Reverse((removal.price(&more), more)));
            }
        }
        if removal.rank(&verdict) < found {
            best = (plan, verdict);
        }
    }
    if removal.rank(&best.1).breaches() > least {
        best = removal.by_and_by();
    }
    Some(best.0)
}

impl<'r> Removal<'r> {
    fn new(context: RunContext<'r>, plan: &Plan) -> Self {
        let instance = context.evaluator.instance();
        let judged = check_by(instance, plan, context.options.rules);
        let pinned: VisitSet = pin_holders(instance, &judged.timetable).into_iter().flatten().collect();
        let route = |(index, route): (usize, &Route)| {
            let visit = |(position, visit): (usize, &PlannedVisit)| {
                let job = &instance.jobs[visit.job];
                let start = judged.timetable.tours[index].stops[position].start;
                let waits = job.start_within.is_some() && job.crews > 1;
                let held = pinned.contains(&(index, position)) && instance.pins.iter().any(|pin| pin.start.is_some());
                let start = if waits || held { Start::NotBefore(start) } else { Start::Earliest };
                PlannedVisit { start, ..*visit }
            };
            Route { leave: None, visits: route.visits.iter().enumerate().map(visit).collect(), ..*route }
        };
        let routes = plan.routes.iter().enumerate().map(route).collect();
        Self { context, plan: Plan { routes, unknown: plan.unknown.clone() }, pinned }
    }

    fn instance(&self) -> &'r Instance {
        self.context.evaluator.instance()
    }

    fn rank(&self, verdict: &Verdict) -> PlanRank {
        PlanRank::of(self.instance(), verdict)
    }

    fn job(&self, (route, position): VisitAt) -> JobId {
        self.plan.routes[route].visits[position].job
    }

    /// The visits that may be left out.
    fn visits(&self) -> impl Iterator<Item = VisitAt> + '_ {
        let routes = self.plan.routes.iter().enumerate();
        let all = routes.flat_map(|(route, own)| (0..own.visits.len()).map(move |position| (route, position)));
        all.filter(|visit| !self.pinned.contains(visit))
    }

    /// The plan without some visits, with its starts and its verdict.
    fn judged(&self, left_out: &VisitSet) -> (Plan, Verdict) {
        let route = |(index, route): (usize, &Route)| {
            let visits = route.visits.iter().enumerate();
            let kept = visits.filter(|&(position, _)| !left_out.contains(&(index, position))).map(|(_, visit)| *visit);
            Route { visits: kept.collect(), ..*route }
        };
        let routes = self.plan.routes.iter().enumerate().map(route).collect();
        let plan = Plan { unknown: self.plan.unknown.clone(), ..Plan::new(routes) };
        let verdict = check_by(self.instance(), &plan, self.context.options.rules);
        (verdict.timetable.settled(self.instance()), verdict)
    }

    /// What it costs to leave visits out.
    fn price(&self, left_out: &VisitSet) -> Money {
        let evaluator = self.context.evaluator;
        let visit = |&visit: &VisitAt| evaluator.visits_of(self.job(visit)).first();
        left_out.iter().filter_map(visit).map(|&visit| evaluator.visit(visit).unassigned_penalty).sum()
    }

    /// The set with more visits, by which the first breach may go away of which any may be left out.
    fn extensions(&self, left_out: &VisitSet, verdict: &Verdict) -> Vec<VisitSet> {
        let found = verdict.violations.iter().map(|violation| self.ways_out(left_out, violation));
        let ways = found.into_iter().find(|ways| !ways.is_empty()).unwrap_or_default();
        ways.into_iter().map(|way| left_out.union(&way).copied().collect()).collect()
    }

    /// Visits that may go because of a breach: each of those that it is about, and all of the job that it names.
    fn ways_out(&self, left_out: &VisitSet, violation: &Violation) -> Vec<VisitSet> {
        let about = |&(route, position): &VisitAt| {
            let own = &self.plan.routes[route];
            let here = violation.crew.is_none_or(|crew| own.crew == crew)
                && violation.date.is_none_or(|date| own.date == date)
                && (violation.crew.is_some() || violation.job.is_none());
            here || violation.job == Some(self.job((route, position)))
        };
        let free: Vec<VisitAt> = self.visits().filter(|visit| !left_out.contains(visit) && about(visit)).collect();
        let mut ways: Vec<VisitSet> = free.iter().map(|&visit| self.day_of(visit)).collect();
        let of_job = |visit: &VisitAt| violation.job == Some(self.job(*visit));
        let whole: VisitSet = free.iter().copied().filter(of_job).collect();
        ways.extend((!whole.is_empty()).then_some(whole));
        ways.sort();
        ways.dedup();
        ways
    }

    /// A visit with those that other crews make of its job on its day, unless they are pinned.
    fn day_of(&self, visit: VisitAt) -> VisitSet {
        let job = self.job(visit);
        if self.instance().jobs[job].crews == 1 {
            return VisitSet::from([visit]);
        }
        let date = |visit: VisitAt| self.plan.routes[visit.0].date;
        self.visits().filter(|&other| self.job(other) == job && date(other) == date(visit)).collect()
    }

    /// The plan from which visits go one set after the other, each time the one that leaves the best plan, until no breach is
    /// left of which any may go.
    fn by_and_by(&self) -> (Plan, Verdict) {
        let mut left_out = VisitSet::new();
        let mut now = self.judged(&left_out);
        loop {
            let next = self.extensions(&left_out, &now.1).into_iter().map(|more| (self.judged(&more), more));
            let Some((judged, more)) = next.min_by_key(|((_, verdict), _)| self.rank(verdict)) else { return now };
            (now, left_out) = (judged, more);
        }
    }
}
