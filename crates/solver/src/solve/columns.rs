//! The wiring of column generation: a plan in, a bound and perhaps a better plan out.

use super::Options;
use super::bounds::{Partners, Proof};
use crate::bound::columns::{self, Incumbent, ProofCallbacks, ProofLimits, RoutesByShift};
use crate::eval::Prices;
use crate::search::Solution;
use crate::stop::Stop;
use brigade_model::model::{Instance, JobId, Plan, Route, ShiftId, Start, Timetable};
use brigade_model::units::{Minutes, Money};

/// The share of the time left for the search before the proof, which finds the best plans of small weeks itself. Where the
/// plan to start from has long routes, a proof gets nowhere soon, and the search has more.
pub fn search_share(instance: &Instance, options: &Options<'_>, start: &Solution, stop: &Stop) -> f64 {
    let visits: u32 = instance.job_ids().map(|job| instance.visits_asked(job)).sum();
    let (planned, routes) = start.extent();
    let seconds = stop.left().map_or(f64::INFINITY, |left| left.as_secs_f64());
    match (visits, planned > LONG_ROUTE * routes) {
        (..=80, _) if stop.iterations().is_none() => SMALL_SHARE.min(SMALL_SECONDS / seconds),
        (..=150, false) if options.threads() > 1 => MIDDLE_SHARE_OF_SEVERAL,
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
/// The same with several threads, of which some go on to search beside the proof.
const MIDDLE_SHARE_OF_SEVERAL: f64 = 0.15;
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

/// Proves a bound by column generation, which may meet better plans on the way.
pub fn prove(instance: &Instance, options: &Options<'_>, stop: &Stop, partners: Partners<'_>) -> Option<Proof> {
    let Partners { best, mend, told, leave } = partners;
    let tour = |route: &Route| {
        let shift = instance.shift(route.crew, instance.day(route.date)?)?;
        Some((shift, route.visits.iter().map(|visit| visit.job).collect()))
    };
    let incumbent = |cost: Money, plan: &Plan| {
        let routes = plan.routes.iter().map(tour).collect::<Option<RoutesByShift>>()?;
        Some(Incumbent { cost, routes })
    };
    let news = |below: Money| {
        let (plan, verdict) = &*best.get();
        if verdict.is_legal() && verdict.total < below { incumbent(verdict.total, plan) } else { None }
    };
    let judge = |routes: &RoutesByShift| {
        let route = |(shift, jobs): &(ShiftId, Vec<JobId>)| {
            let shift = &instance.shifts[*shift];
            Route::of(shift.date, shift.crew, jobs)
        };
        let plan = met(instance, Plan::new(routes.iter().map(route).collect()));
        let mended = mend(&plan);
        let judged = [plan, mended].map(|plan| (best.offer(&plan), plan));
        let legal = judged.into_iter().filter(|(verdict, _)| verdict.is_legal());
        let (verdict, plan) = legal.min_by_key(|(verdict, _)| verdict.total)?;
        incumbent(verdict.total, &plan)
    };
    let work = stop.total().is_none().then(|| (LABELS.0 * stop.iterations().unwrap_or(0)).max(LABELS.1));
    let limits = ProofLimits { stop: stop.clone(), work, threads: options.threads, gap: options.gap };
    let mut callbacks = ProofCallbacks { repair: &judge, incumbent: &news, log: told, idle_threads: leave };
    let proven =
        columns::prove(&Prices::new(instance, options.rules), news(Money(i64::MAX))?, &limits, &mut callbacks)?;
    Some(Proof { bound: proven.bound, worth: proven.shadow_prices })
}

/// How often crews wait for each other before that is given up.
const MOST_WAITS: usize = 40;

/// The plan in which crews that must start within some minutes of each other wait for the last one.
fn met(instance: &Instance, mut plan: Plan) -> Plan {
    for _ in 0..MOST_WAITS {
        let timetable = Timetable::new(instance, &plan);
        let waits: Vec<_> = instance.job_ids().flat_map(|job| waits_of(instance, &timetable, job)).collect();
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
