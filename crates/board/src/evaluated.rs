//! Prices by the evaluator of the search, for visits that move alone in a week that it knows exactly.

use brigade_model::judge::Verdict;
use brigade_model::model::{CrewId, JobId, Plan, ShiftId};
use brigade_model::units::Money;
use brigade_solver::eval::{CostEvaluator, Move, Proposal, VisitId, WorkingPlan};
use brigade_solver::search::Solution;
use chrono::NaiveDate;

use crate::grip::{Grip, is_in_step};

/// The cheapest place in a shift.
pub(crate) enum Found {
    /// What the week costs more, and the jobs of the shift then.
    Fits(Money, Vec<JobId>),
    /// No place of the shift keeps all rules.
    Broken,
    /// A rule keeps the visit out of the shift, whatever else is there.
    Excluded,
    /// The evaluator's times may not be those of the judge.
    Unknown,
}

/// A week as the evaluator knows it.
pub(crate) struct EvaluatedWeek<'e> {
    plan: WorkingPlan<'e>,
    visit: VisitId,
    home: Option<ShiftId>,
    /// The home's route has visits that wait for others.
    is_bound: bool,
}

impl<'e> EvaluatedWeek<'e> {
    /// Loads a plan; none where the evaluator does not agree with the judge on it to the last unit.
    pub fn load(evaluator: &'e CostEvaluator<'e>, plan: &Plan, verdict: &Verdict, grip: Grip) -> Option<Self> {
        let mut working = Solution::from_plan(evaluator, plan).load(evaluator);
        let planned: usize = evaluator.shift_ids().map(|shift| working.route(shift).len()).sum();
        let is_exact = planned == plan.visits().count() && working.is_feasible() && working.cost() == verdict.total;
        if !is_exact || !verdict.is_legal() {
            return None;
        }
        working.set_penalties(evaluator.strict_penalties());
        let instance = evaluator.instance();
        let shift = |(crew, date): (CrewId, NaiveDate)| instance.shift(crew, instance.day(date)?);
        let home = grip.place().and_then(shift);
        let of_job = |visit: &VisitId| evaluator.visit(*visit).job == grip.job();
        let visit = match grip {
            Grip::Planned { .. } => working.route(home?).iter().copied().find(of_job)?,
            Grip::LeftOut(job) => {
                let left = || evaluator.visits_of(job).iter().copied().filter(|&visit| !working.is_planned(visit));
                left().find(|&visit| !evaluator.visit(visit).pinned).or_else(|| left().next())?
            }
        };
        let is_bound = is_in_step(instance, grip.job()) || home.is_some_and(|home| waits(&working, home));
        Some(Self { plan: working, visit, home, is_bound })
    }

    /// The cheapest place of the visit in a shift.
    pub fn best(&mut self, shift: ShiftId) -> Found {
        let evaluator = self.plan.evaluator();
        if !evaluator.allowed(self.visit, shift) {
            return Found::Excluded;
        }
        if self.is_bound || waits(&self.plan, shift) {
            return Found::Unknown;
        }
        let rest: Vec<_> = self.plan.route(shift).iter().copied().filter(|&visit| visit != self.visit).collect();
        let length = self.plan.route(shift).len();
        let home = self.home.filter(|&home| home != shift).map(|home| {
            let at = self.plan.position_of(self.visit).position as usize;
            Proposal::splice(home, at, at + 1, &[])
        });
        let mut best: Option<(Money, usize)> = None;
        let mut route = Vec::with_capacity(rest.len() + 1);
        for position in 0..=rest.len() {
            route.clear();
            route.extend_from_slice(&rest);
            route.insert(position, self.visit);
            if Some(shift) == self.home && self.plan.route(shift) == route {
                continue;
            }
            let proposals: Vec<_> = home.into_iter().chain([Proposal::splice(shift, 0, length, &route)]).collect();
            let bound = best.map_or(Money::MAX, |(delta, _)| delta);
            if let Some(delta) = self.plan.delta(&Move { proposals: &proposals, dropped: &[] }, bound) {
                best = Some((delta, position));
            }
        }
        let Some((_, position)) = best else { return Found::Excluded };
        let mut route = rest;
        route.insert(position, self.visit);
        self.tried(shift, route)
    }

    /// What the plan costs more with a route that holds the visit.
    fn tried(&mut self, shift: ShiftId, route: Vec<VisitId>) -> Found {
        let evaluator = self.plan.evaluator();
        let jobs = route.iter().map(|&visit| evaluator.visit(visit).job).collect();
        let before = self.plan.cost();
        self.plan.begin();
        if let Some(home) = self.home.filter(|&home| home != shift) {
            let rest = self.plan.route(home).iter().copied().filter(|&visit| visit != self.visit).collect();
            self.plan.set_routes(vec![(home, rest), (shift, route)]);
        } else {
            self.plan.set_routes(vec![(shift, route)]);
        }
        let found = if self.plan.is_feasible() { Found::Fits(self.plan.cost() - before, jobs) } else { Found::Broken };
        self.plan.rollback();
        found
    }
}

/// Whether a route has a visit whose start depends on those of other crews.
fn waits(plan: &WorkingPlan<'_>, shift: ShiftId) -> bool {
    let evaluator = plan.evaluator();
    plan.route(shift).iter().any(|&visit| is_in_step(evaluator.instance(), evaluator.visit(visit).job))
}
