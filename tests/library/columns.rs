//! No bound lies above a legal plan: random instances with all features, generated weeks, plans of other runs.

use std::time::{Duration, Instant};

use crate::common::{generated, in_parallel, solved, tiny};
use brigade::bound::columns::{Incumbent, ProofCallbacks, ProofLimits, ProvenBound, RoutesByShift, prove};
use brigade::eval::Prices;
use brigade::files::public::{Format, read_routing};
use brigade::files::{ReadOptions, read_instance};
use brigade::generate::Profile;
use brigade::judge::{Verdict, check, check_by};
use brigade::model::{BoundClass, Instance, JobId, Plan, Route, ShiftId};
use brigade::rules::RULES;
use brigade::rules::Rule;
use brigade::solve::{SolveOptions, Strategy};
use brigade::stop::StoppingCriterion;
use brigade::suite::{self, Case, Measure};

/// Euros within which two optima are the same.
const CENT: f64 = 0.01;

/// The proof for a legal plan with a fixed amount of work.
fn proven(instance: &Instance, plan: &Plan, verdict: &Verdict) -> Option<ProvenBound> {
    let limits = ProofLimits {
        stop: StoppingCriterion::new(Instant::now(), None, None),
        work: Some(3_000_000),
        threads: 1,
        gap: 0.0,
    };
    proven_within(instance, plan, verdict, &limits)
}

/// The same within some seconds, which makes use of all that a proof can do.
fn proven_by_clock(instance: &Instance, plan: &Plan, verdict: &Verdict) -> Option<ProvenBound> {
    let stop = StoppingCriterion::new(Instant::now(), Some(Duration::from_secs(5)), None);
    proven_within(instance, plan, verdict, &ProofLimits { stop, work: None, threads: 1, gap: 0.0 })
}

/// The proof for a legal plan; a better plan that it finds is what it says it is.
fn proven_within(instance: &Instance, plan: &Plan, verdict: &Verdict, limits: &ProofLimits) -> Option<ProvenBound> {
    proven_by(RULES, instance, plan, verdict, limits)
}

/// The same by some rules.
fn proven_by(
    rules: &'static [&'static dyn Rule],
    instance: &Instance,
    plan: &Plan,
    verdict: &Verdict,
    limits: &ProofLimits,
) -> Option<ProvenBound> {
    let shift = |route: &Route| instance.shift(route.crew, instance.day(route.date)?);
    let jobs = |route: &Route| route.visits.iter().map(|visit| visit.job).collect();
    let routes = plan.routes.iter().map(|route| (shift(route).expect("a shift"), jobs(route))).collect();
    let route = |(shift, jobs): &(ShiftId, Vec<JobId>)| {
        let shift = &instance.shifts[*shift];
        Route::of(shift.date, shift.crew, jobs)
    };
    let judge = |routes: &RoutesByShift| {
        let verdict = check_by(instance, &Plan::new(routes.iter().map(route).collect()), rules);
        verdict.is_legal().then(|| Incumbent { cost: verdict.total, routes: routes.clone() })
    };
    let incumbent = Incumbent { cost: verdict.total, routes };
    let mut callbacks =
        ProofCallbacks { repair: &judge, incumbent: &|_| None, log: &mut |_, _| {}, idle_threads: &|_| {} };
    let proven = prove(&Prices::new(instance, rules), incumbent, limits, &mut callbacks)?;
    if let Some(better) = &proven.better {
        assert!(better.cost < verdict.total && judge(&better.routes).map(|own| own.cost) == Some(better.cost));
    }
    Some(proven)
}

fn searched(instance: &Instance, seed: u64, iterations: u64) -> (Plan, Verdict) {
    let options = SolveOptions { seed, threads: 1, ..SolveOptions::default() };
    let plan = solved(instance, &options, iterations).plan;
    let verdict = check(instance, &plan);
    (plan, verdict)
}

#[test]
fn no_plan_of_a_tiny_instance_costs_less_than_its_bound() {
    let most: u64 = std::env::var("BRIGADE_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(150);
    let seeds: Vec<_> = (0..most).collect();
    let cases = in_parallel(&seeds, |&seed| {
        let instance = tiny(seed);
        let (plan, poor) = searched(&instance, 1, 1);
        let (_, good) = searched(&instance, 2, 2_000);
        if !poor.is_legal() || !good.is_legal() {
            return None;
        }
        let proven = proven(&instance, &plan, &poor);
        let best = proven.as_ref().and_then(|proven| Some(proven.better.as_ref()?.cost)).unwrap_or(poor.total);
        Some((seed, good.total.min(best), best, proven.map(|proven| proven.bound)))
    });
    let (mut equal, mut optimal, mut none, mut share) = (0, 0, 0, 0.0);
    let legal: Vec<_> = cases.into_iter().flatten().collect();
    for &(seed, good, best, bound) in &legal {
        let Some(bound) = bound else {
            none += 1;
            continue;
        };
        assert!(bound.cost <= good, "instance {seed}: bound {} above a plan of {good}", bound.cost);
        if bound.class == BoundClass::Optimal {
            assert!((best - good).to_f64() < 0.006, "instance {seed}: {best} is not optimal, {good} is there");
        }
        let ratio = if good.0 == 0 { 1.0 } else { bound.cost.0 as f64 / good.0 as f64 };
        share += ratio;
        equal += usize::from(ratio > 0.999_999);
        optimal += usize::from(bound.class == BoundClass::Optimal);
        if ratio < 0.9 {
            println!("instance {seed}: {} of {good}", bound.cost);
        }
    }
    let count = legal.len();
    println!(
        "{count} legal, {none} without a bound, {equal} tight, {optimal} proven, mean {:.4}",
        share / count as f64
    );
    assert!(none == 0 && 10 * optimal > 9 * count && share > 0.97 * count as f64);
}

#[test]
fn no_plan_of_a_tiny_instance_costs_less_than_what_the_clock_lets_prove() {
    let seeds: Vec<_> = (1_000..1_060).collect();
    let cases = in_parallel(&seeds, |&seed| {
        let instance = tiny(seed);
        let (plan, poor) = searched(&instance, 1, 1);
        let (_, good) = searched(&instance, 2, 2_000);
        if !poor.is_legal() || !good.is_legal() {
            return 0;
        }
        let proven = proven_by_clock(&instance, &plan, &poor).map(|proven| proven.bound.cost);
        assert!(proven <= Some(good.total), "instance {seed}: bound {proven:?} above a plan of {}", good.total);
        usize::from(proven.is_some())
    });
    assert!(cases.into_iter().sum::<usize>() > 20);
}

#[test]
fn no_plan_of_a_generated_week_costs_less_than_its_bound() {
    let kinds = [(2, 10), (3, 20), (4, 30)].map(|(crews, sites)| {
        [Profile::Construction, Profile::Service].map(|profile| (0..2).map(move |seed| (crews, sites, profile, seed)))
    });
    let weeks: Vec<_> = kinds.into_iter().flatten().flatten().collect();
    in_parallel(&weeks, |&(crews, sites, profile, seed)| {
        let instance = generated(crews, sites, seed, profile);
        let (plan, poor) = searched(&instance, 1, 40);
        if !poor.is_legal() {
            return;
        }
        let bound = proven(&instance, &plan, &poor).expect("a bound").bound;
        for other in 2..4 {
            let (_, good) = searched(&instance, other, 3_000);
            assert!(!good.is_legal() || bound.cost <= good.total, "{crews} x {sites}, seed {seed}: {}", bound.cost);
        }
    });
}

/// A public problem of vehicles that nothing tells apart, with customers that cannot share one of them.
fn vehicles(seed: u64) -> Instance {
    let customer = |index: u64| {
        let (x, y) = ((index * 37 + seed * 11) % 61, (index * 23 + seed * 29) % 53);
        let (load, opens) = (4 + (index * 7 + seed) % 9, 70 + 60 * ((index + seed) % 3));
        format!("{index} {x} {y} {load} {opens} {} 10\n", opens + 5 + 40 * (index % 2))
    };
    let customers: String = (1..=14).map(customer).collect();
    let head =
        "MADE\n\nVEHICLE\nNUMBER CAPACITY\n9 40\n\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY DUE SERVICE\n";
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), format!("{head}0 30 25 0 0 400 0\n{customers}")).expect("room");
    let routing = read_routing(file.path(), Format::Solomon).unwrap_or_else(|fault| panic!("{fault}"));
    Case::new("made", routing, Measure::Tenths).expect("not too large").instance
}

#[test]
fn no_plan_of_vehicles_alike_costs_less_than_its_bound() {
    let seeds: Vec<_> = (0..12).collect();
    let optimal = in_parallel(&seeds, |&seed| {
        let instance = vehicles(seed);
        let searched = |iterations| {
            let options = SolveOptions { rules: suite::RULES, threads: 1, ..SolveOptions::default() };
            let plan = solved(&instance, &options, iterations).plan;
            let verdict = check_by(&instance, &plan, suite::RULES);
            (plan, verdict)
        };
        let ((plan, poor), (_, good)) = (searched(1), searched(20_000));
        assert!(poor.is_legal() && good.is_legal(), "seed {seed}");
        let limits = ProofLimits {
            stop: StoppingCriterion::new(Instant::now(), None, None),
            work: Some(3_000_000),
            threads: 1,
            gap: 0.0,
        };
        let bound = proven_by(suite::RULES, &instance, &plan, &poor, &limits).expect("a bound").bound;
        assert!(bound.cost <= good.total, "seed {seed}: bound {} above a plan of {}", bound.cost, good.total);
        usize::from(bound.class == BoundClass::Optimal)
    });
    assert!(optimal.iter().sum::<usize>() > 6, "{optimal:?}");
}

/// What is proven of a week to the end.
fn optimum(instance: &Instance) -> f64 {
    let (plan, poor) = searched(instance, 1, 40);
    let bound = proven(instance, &plan, &poor).expect("a bound").bound;
    assert_eq!(bound.class, BoundClass::Optimal, "{}: {bound:?}", instance.name);
    bound.cost.to_f64()
}

#[test]
fn prices_multiplied_multiply_the_bound() {
    const FACTOR: i64 = 3;
    for (seed, profile) in [(1, Profile::Construction), (2, Profile::Service), (3, Profile::Service)] {
        let week = generated(3, 12, seed, profile);
        let mut dear = week.clone();
        let all = &mut dear.settings;
        for price in [
            &mut all.cost_km,
            &mut all.cost_hour,
            &mut all.cost_overtime_hour,
            &mut all.unassigned_visit,
            &mut all.unassigned_hour,
            &mut all.late_day,
            &mut all.risk_day,
            &mut all.long_trip_minute,
            &mut all.overload,
            &mut all.change_crew,
            &mut all.change_day,
            &mut all.second_crew,
            &mut all.preference,
            &mut all.overskill,
            &mut all.late_minute,
        ] {
            price.0 *= FACTOR;
        }
        for crew in &mut dear.crews {
            crew.cost_day.0 *= FACTOR;
            crew.cost_km.iter_mut().chain(&mut crew.cost_hour).for_each(|price| price.0 *= FACTOR);
        }
        let (cheap, dear) = (optimum(&week), optimum(&dear));
        assert!((FACTOR as f64 * cheap - dear).abs() < FACTOR as f64 * CENT, "seed {seed}: {cheap} {dear}");
    }
}

#[test]
fn threads_do_not_change_what_is_proven() {
    let week = generated(4, 24, 3, Profile::Construction);
    let run = |threads| {
        let outcome = solved(&week, &SolveOptions { threads, bound: true, ..SolveOptions::default() }, 300);
        (outcome.plan, outcome.bound.expect("a bound"))
    };
    let (plan, bound) = run(1);
    assert_eq!((plan.clone(), bound), run(2));
    assert_ne!(bound.class, BoundClass::Relaxed);
    let alone = solved(&week, &SolveOptions::default(), 300).plan;
    assert!(check(&week, &plan).total <= check(&week, &alone).total, "what a proof finds is never worse");
}

/// A week of which the integer program over all routes lost its best plan in presolve: the other plan was called optimal at more
/// than twice the cost.
#[test]
fn presolve_cuts_no_plan_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let tables = [
        ("settings.toml", "[horizon]\ndays = 14\nstart = \"2026-11-29\"\n"),
        ("sites.csv", "site,x,y\nS1,-2,-13\nS2,-4,11\n"),
        ("crews.csv", "crew,x,y,skills,max_week_hours\nC0,-19,1,,\nC1,16,9,skill0:2 skill1:4,25.5\n"),
        (
            "jobs.csv",
            "job,site,duration,visits,skills,load,max_gap_days,after\nJ0,S2,60,1,skill0:1 skill1:3,2,,\nJ1,S1,45,9,,3.25,,J0\n\
             J2,S2,400,9,skill1:1,,1,\nJ3,S2,90,1,skill0:2 skill1:3,1,,J2\n",
        ),
    ];
    for (name, text) in tables {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    let instance = read_instance(folder.path(), &ReadOptions::default()).expect("a sound instance").instance;
    let options = SolveOptions { bound: true, strategy: Some(Strategy::Annealing), ..SolveOptions::default() };
    let found = (1..=4).map(|seed| solved(&instance, &SolveOptions { seed, ..options.clone() }, 60));
    let found: Vec<_> = found.map(|outcome| (check(&instance, &outcome.plan).total, outcome.bound)).collect();
    let least = found.iter().map(|(cost, _)| *cost).min().expect("a plan");
    assert!(found.iter().all(|(_, bound)| bound.is_some_and(|bound| bound.cost <= least)), "{least} {found:?}");
    assert!(found.iter().any(|(_, bound)| bound.is_some_and(|bound| bound.class == BoundClass::Optimal)), "{found:?}");
}
