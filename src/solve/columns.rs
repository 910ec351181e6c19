//! The wiring of column generation: a plan in, a bound and perhaps a better plan out.

use std::cell::RefCell;

use super::Options;
use super::bounds::Improved;
use crate::check::{Verdict, check_by};
use crate::cost::Prices;
use crate::milp::columns::{Incumbent, Limits, Routes, Witness, prove};
use crate::model::{Instance, JobId, Plan, Route, ShiftId, Start, Timetable};
use crate::search::Solution;
use crate::stop::Stop;
use crate::units::{Minutes, Money};

/// The share of the time left for the search before the proof, which finds the best plans of small weeks itself. Where the
/// plan to start from has long routes, a proof gets nowhere soon, and the search has more.
pub fn search_share(instance: &Instance, start: &Solution, stop: &Stop) -> f64 {
    let visits: u32 = (0..instance.jobs.len()).map(|job| instance.visits_asked(job)).sum();
    let (planned, routes) = start.extent();
    let seconds = stop.left().map_or(f64::INFINITY, |left| left.as_secs_f64());
    match (visits, planned > LONG_ROUTE * routes) {
        (..=80, _) if stop.iterations().is_none() => SMALL_SHARE.min(SMALL_SECONDS / seconds),
        (..=150, false) => MIDDLE_SHARE,
        (..=250, _) => LARGE_SHARE,
        (1001.., _) if (SHORT..LONG).contains(&seconds) => 1.0,
        (_, false) => HUGE_SHARE,
        (_, true) => LONG_ROUTES_SHARE,
    }
}

const SMALL_SHARE: f64 = 0.1;
/// Seconds of search before the proof of a small week.
const SMALL_SECONDS: f64 = 2.0;
const MIDDLE_SHARE: f64 = 0.25;
const LARGE_SHARE: f64 = 0.6;
const HUGE_SHARE: f64 = 0.7;
const LONG_ROUTES_SHARE: f64 = 0.85;
/// Beyond a thousand visits a proof needs about a minute to get anywhere, which runs between these many seconds leave out: they have
/// no more than the relaxed bound.
const SHORT: f64 = 5.0;
const LONG: f64 = 120.0;
/// Visits per route in the mean beyond which routes are long.
const LONG_ROUTE: usize = 10;

/// Labels of column generation per iteration of the search, where iterations end the run, and at least.
const LABELS: (u64, u64) = (200, 1_000_000);

/// Proves a bound by column generation, which may meet a better plan on the way; the better of the two. `mend` makes a better
/// plan of one that may break rules; `told` hears of the best plan and the bound so far.
pub fn improve(
    instance: &Instance,
    options: &Options<'_>,
    stop: &Stop,
    plan: Plan,
    mend: &dyn Fn(&Plan) -> Plan,
    trace: &mut Vec<String>,
    told: &dyn Fn(&Verdict, Option<Money>),
) -> Improved {
    let today = check_by(instance, &plan, options.rules);
    if !today.is_legal() {
        return Improved::not(plan);
    }
    let tour = |route: &Route| {
        let shift = instance.shift(route.crew, instance.day(route.date)?)?;
        Some((shift, route.visits.iter().map(|visit| visit.job).collect()))
    };
    let routes_of = |plan: &Plan| plan.routes.iter().map(tour).collect::<Option<Routes>>();
    let Some(routes) = routes_of(&plan) else { return Improved::not(plan) };
    let incumbent = Incumbent { cost: today.total, routes };
    let best = RefCell::new((plan, today));
    let judge = |routes: &Routes| {
        let route = |(shift, jobs): &(ShiftId, Vec<JobId>)| {
            let shift = &instance.shifts[*shift];
            Route::of(shift.date, shift.crew, jobs)
        };
        let plan = met(instance, Plan::new(routes.iter().map(route).collect()));
        let mended = mend(&plan);
        let judged = [plan, mended].map(|plan| (check_by(instance, &plan, options.rules), plan));
        let legal = judged.into_iter().filter(|(verdict, _)| verdict.is_legal());
        let (verdict, plan) = legal.min_by_key(|(verdict, _)| verdict.total)?;
        let found = Incumbent { cost: verdict.total, routes: routes_of(&plan)? };
        if found.cost < best.borrow().1.total {
            best.replace((verdict.timetable.settled(instance), verdict));
        }
        Some(found)
    };
    let work = stop.total().is_none().then(|| (LABELS.0 * stop.iterations().unwrap_or(0)).max(LABELS.1));
    let limits = Limits { stop: stop.clone(), work, threads: options.threads, gap: options.gap };
    let prices = Prices::new(instance, options.rules);
    let mut tell = |step, bound| {
        told(&best.borrow().1, bound);
        trace.push(step);
    };
    let mut witness = Witness { judge: &judge, trace: &mut tell };
    let proven = prove(&prices, incumbent, &limits, &mut witness);
    let (plan, _) = best.into_inner();
    match proven {
        Some(proven) => Improved { plan, bound: Some(proven.bound), worth: Some(proven.worth) },
        None => Improved::not(plan),
    }
}

/// How often crews wait for each other before that is given up.
const MOST_WAITS: usize = 40;

/// The plan in which crews that must start within some minutes of each other wait for the last one.
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
