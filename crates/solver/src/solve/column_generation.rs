//! Column generation in a run: the incumbent in, a bound and perhaps a better incumbent out.

use std::cell::Cell;

use super::incumbent::SharedIncumbent;
use super::repair::repair;
use super::run::{ProofRecord, RunContext};
use crate::bound::columns::{self, Incumbent, ProofCallbacks, ProofLimits, RoutesByShift};
use crate::eval::Prices;
use crate::stop::StoppingCriterion;
use brigade_model::model::{JobId, Plan, Route, ShiftId, synchronised};
use brigade_model::units::Money;

/// Proves a bound by column generation, which may find better plans on the way. `report_bound` receives every bound so far,
/// `idle` whether all threads but one are idle. Returns how often its integer programs found a better plan.
pub fn prove(
    context: RunContext<'_>,
    stop: &StoppingCriterion,
    best: &SharedIncumbent<'_>,
    proof: &mut ProofRecord,
    report_bound: &dyn Fn(Option<Money>),
    idle: &dyn Fn(bool),
) -> u64 {
    let (instance, options) = (context.evaluator.instance(), context.options);
    let schedule = &options.schedule;
    let tour = |route: &Route| {
        let shift = instance.shift(route.crew, instance.day(route.date)?)?;
        Some((shift, route.visits.iter().map(|visit| visit.job).collect()))
    };
    let incumbent = |cost: Money, plan: &Plan| {
        let routes = plan.routes.iter().map(tour).collect::<Option<RoutesByShift>>()?;
        Some(Incumbent { cost, routes })
    };
    let better_incumbent = |below: Money| {
        let (plan, verdict) = &*best.get();
        if verdict.is_legal() && verdict.total < below { incumbent(verdict.total, plan) } else { None }
    };
    let improved = Cell::new(0);
    let repair_routes = |routes: &RoutesByShift| {
        let route = |(shift, jobs): &(ShiftId, Vec<JobId>)| {
            let shift = &instance.shifts[*shift];
            Route::of(shift.date, shift.crew, jobs)
        };
        let plan = synchronised(instance, Plan::new(routes.iter().map(route).collect()), schedule.repair.waits);
        let repaired = repair(context, stop, &plan, false);
        let before = best.get().1.total;
        let verdicts = [plan, repaired].map(|plan| (best.offer(&plan), plan));
        improved.set(improved.get() + u64::from(best.get().1.total < before));
        let legal = verdicts.into_iter().filter(|(verdict, _)| verdict.is_legal());
        let (verdict, plan) = legal.min_by_key(|(verdict, _)| verdict.total)?;
        incumbent(verdict.total, &plan)
    };
    let labels = |all: u64| (schedule.proof.labels_per_iteration * all).max(schedule.proof.labels);
    let work = stop.total().is_none().then(|| labels(stop.iterations().unwrap_or(0)));
    let limits = ProofLimits { stop: stop.clone(), work, threads: options.threads, gap: options.gap };
    let Some(start) = better_incumbent(Money(i64::MAX)) else { return 0 };
    let relaxed = proof.greatest();
    let trace = &mut proof.trace;
    let mut log = |step, bound: Option<Money>| {
        trace.push(step);
        report_bound(bound.max(relaxed));
    };
    let mut callbacks =
        ProofCallbacks { repair: &repair_routes, incumbent: &better_incumbent, log: &mut log, idle_threads: idle };
    if let Some(proven) = columns::prove(&Prices::new(instance, options.rules), start, &limits, &mut callbacks) {
        proof.bounds.push(proven.bound);
        proof.shadow_prices = Some(proven.shadow_prices);
    }
    improved.get()
}
