//! Proofs of how little a plan can cost.

use std::time::Instant;

use super::Options;
use crate::check::Verdict;
#[cfg(feature = "highs")]
use crate::check::check_by;
use crate::cost::{Prices, Rule};
use crate::milp::{Limits, relaxed_bound};
#[cfg(feature = "highs")]
use crate::model::{Bound, BoundClass, Instance, JobId, Plan, Route, ShiftId, Start, Timetable};
#[cfg(not(feature = "highs"))]
use crate::model::{Bound, BoundClass, Instance, Plan};
use crate::stop::Stop;
#[cfg(feature = "highs")]
use crate::units::Minutes;
use crate::units::Money;

/// The share of a run's time that a relaxed bound may take.
const SHARE: f64 = 0.1;
/// Steps of the simplex method at most, which is far more than a week of ordinary size takes.
const STEPS: u32 = 1_000_000;
/// A plan that costs no more than this above a bound is as cheap as can be, to the cent.
const CENT: Money = Money(Money::PER_EURO / 100);

/// Every bound that can be proven; what happens is added to the trace, and no failure goes further than that.
pub fn prove(instance: &Instance, rules: &[&dyn Rule], stop: &Stop, trace: &mut Vec<String>) -> Vec<Bound> {
    let begun = Instant::now();
    let limits = Limits { seconds: stop.total().map(|total| SHARE * total.as_secs_f64()), iterations: STEPS };
    let relaxed = relaxed_bound(&Prices::new(instance, rules), limits);
    let found = match &relaxed {
        Ok(Some(bound)) => bound.cost.to_string(),
        Ok(None) => "none: a pinned visit can stand nowhere".into(),
        Err(reason) => format!("none: {reason}"),
    };
    trace.push(format!("relaxed bound after {:.2} s: {found}", begun.elapsed().as_secs_f64()));
    relaxed.ok().flatten().into_iter().collect()
}

/// The share of the time left for the search; the rest is for column generation.
#[cfg(feature = "highs")]
pub const SEARCH_SHARE: f64 = 0.7;
/// Without HiGHS there is no column generation, and the search has all of it.
#[cfg(not(feature = "highs"))]
pub const SEARCH_SHARE: f64 = 1.0;

/// Labels of column generation per iteration of the search, where iterations end the run, and at least.
#[cfg(feature = "highs")]
const LABELS: (u64, u64) = (200, 1_000_000);

/// Proves a bound by column generation, which may meet a better plan on the way; the better of the two.
#[cfg(feature = "highs")]
pub fn improve(
    instance: &Instance,
    options: &Options<'_>,
    stop: &Stop,
    plan: Plan,
    bounds: &mut Vec<Bound>,
    trace: &mut Vec<String>,
) -> Plan {
    use crate::milp::columns::{Incumbent, Limits, Routes, Witness, prove};

    let today = check_by(instance, &plan, options.rules);
    if !today.is_legal() {
        return plan;
    }
    let tour = |route: &Route| {
        let shift = instance.shift(route.crew, instance.day(route.date)?)?;
        Some((shift, route.visits.iter().map(|visit| visit.job).collect()))
    };
    let Some(routes) = plan.routes.iter().map(tour).collect() else { return plan };
    let verdict = |routes: &Routes| {
        let route = |(shift, jobs): &(ShiftId, Vec<JobId>)| {
            let shift = &instance.shifts[*shift];
            Route::of(shift.date, shift.crew, jobs)
        };
        check_by(instance, &met(instance, Plan::new(routes.iter().map(route).collect())), options.rules)
    };
    let judge = |routes: &Routes| Some(verdict(routes)).filter(Verdict::is_legal).map(|verdict| verdict.total);
    let work = stop.total().is_none().then(|| (LABELS.0 * stop.iterations().unwrap_or(0)).max(LABELS.1));
    let limits = Limits { stop: stop.clone(), work, threads: options.threads };
    let prices = Prices::new(instance, options.rules);
    let mut witness = Witness { judge: &judge, trace: &mut |step| trace.push(step) };
    let incumbent = Incumbent { cost: today.total, routes };
    let proven = prove(&prices, incumbent, &limits, &mut witness);
    let Some(proven) = proven else { return plan };
    bounds.push(proven.bound);
    match proven.better {
        Some(better) => verdict(&better.routes).timetable.settled(instance),
        None => plan,
    }
}

/// How often crews wait for each other before that is given up.
#[cfg(feature = "highs")]
const MOST_WAITS: usize = 40;

/// The plan in which crews that must start within some minutes of each other wait for the last one.
#[cfg(feature = "highs")]
fn met(instance: &Instance, mut plan: Plan) -> Plan {
    for _ in 0..MOST_WAITS {
        let timetable = Timetable::new(instance, &plan);
        let waits: Vec<_> = (0..instance.jobs.len()).flat_map(|job| waits_of(instance, &timetable, job)).collect();
        if waits.is_empty() {
            break;
        }
        for ((tour, stop), start) in waits {
            plan.routes[tour].visits[stop].start = Start::NotBefore(start);
        }
    }
    plan
}

/// The visits of a job that start too early for the last one of their day, and when they may.
#[cfg(feature = "highs")]
fn waits_of(instance: &Instance, timetable: &Timetable, job: JobId) -> Vec<((usize, usize), Minutes)> {
    let Some(within) = instance.jobs[job].start_within else { return Vec::new() };
    let clock = &instance.settings.clock;
    let of = |&(tour, stop): &(usize, usize)| (timetable.tours[tour].date, timetable.tours[tour].stops[stop].start);
    let places = &timetable.visits_of[job];
    let wait = |place: &(usize, usize)| {
        let (date, start) = of(place);
        let last = places.iter().map(of).filter(|other| other.0 == date).map(|other| other.1).max()?;
        let from = if clock.in_break(last - within) { clock.until } else { last - within };
        (last - start > within && from > start).then_some((*place, from))
    };
    places.iter().filter_map(wait).collect()
}

/// Without HiGHS there is no column generation.
#[cfg(not(feature = "highs"))]
pub fn improve(_: &Instance, _: &Options<'_>, _: &Stop, plan: Plan, _: &mut Vec<Bound>, _: &mut Vec<String>) -> Plan {
    plan
}

/// The greatest bound, which is optimal where the plan costs as much. Where not even the plan found keeps the rules, pins may
/// force every plan to break one, and nothing is said.
pub fn best(bounds: Vec<Bound>, plan: &Verdict) -> Option<Bound> {
    let bound = bounds.into_iter().max_by_key(|bound| bound.cost).filter(|_| plan.is_legal())?;
    debug_assert!(bound.cost <= plan.total, "a bound above a plan that keeps every rule");
    let class = if plan.total - bound.cost < CENT { BoundClass::Optimal } else { bound.class };
    Some(Bound { class, ..bound })
}
