//! The search against brute force: on instances small enough to try out every plan, `solve` finds the best one.
//!
//! Brute force knows plans and the rules' audits only. It plans one job after the other in every way: none of its visits,
//! some or all, in every choice of shifts, at every place of their tours. A branch is given up when what is already
//! decided is worse than the best whole plan seen; for that it relies on audits that can only grow.

mod common;

use std::collections::BTreeMap;

use brigade_model::judge::{Verdict, check_by};
use brigade_model::model::{
    CrewId, DAY, Instance, JobId, Leg, Parts, PlaceId, Plan, PlannedVisit, Route, Speed, Start, Timetable, TravelMatrix,
};
use brigade_model::rules::RULES;
use brigade_model::rules::Rule;
use brigade_model::units::{Decimal, Minutes, Money};
use brigade_solver::bound::{LpLimits, relaxed_bound};
use brigade_solver::eval::Prices;
use brigade_solver::solve::SolveOptions;
use chrono::NaiveDate;
use common::{Rng, chance, in_parallel, linked_waits, solved, tiny};
use rand::RngExt;

/// Which pins are not kept, how often hard rules are broken, the cost: less is better, in this order.
type Key = (usize, usize, Money);

/// Jobs by crew and date.
type RoutesByCrewDay = BTreeMap<(NaiveDate, CrewId), Vec<JobId>>;

/// Inserting visits can shorten a tour by a metre each, by rounding.
const ROUNDING: Money = Money(Money::PER_EURO / 10);

struct BruteForce<'e> {
    instance: &'e Instance,
    rules: &'e [&'e dyn Rule],
    places: Vec<(NaiveDate, CrewId)>,
    best: Option<(Key, RoutesByCrewDay)>,
    judged: u64,
    prune: bool,
    /// Whether a detour may be shorter than the direct way, so that a visit may break a rule alone and not beside others.
    detours: bool,
}

/// The best plan of all.
struct BestPlan {
    key: Key,
    tours: RoutesByCrewDay,
    judged: u64,
}

impl<'e> BruteForce<'e> {
    fn new(instance: &'e Instance, rules: &'e [&'e dyn Rule]) -> Self {
        let places = instance.shifts.iter().map(|shift| (shift.date, shift.crew)).collect();
        Self { instance, rules, places, best: None, judged: 0, prune: true, detours: false }
    }

    fn run(mut self) -> BestPlan {
        self.decide(JobId::new(0), &RoutesByCrewDay::new());
        let (key, tours) = self.best.expect("the empty plan at least");
        BestPlan { key, tours, judged: self.judged }
    }

    /// Plans `job` in every way, then the jobs after it.
    fn decide(&mut self, job: JobId, tours: &RoutesByCrewDay) {
        let whole = job == JobId::new(self.instance.jobs.len());
        if whole {
            let key = self.key(job, tours);
            if self.best.as_ref().is_none_or(|best| key < best.0) {
                self.best = Some((key, tours.clone()));
            }
            return;
        }
        let mut ways = Vec::new();
        self.place(job, self.instance.visits_asked(job), 0, tours, &mut ways);
        let mut ways: Vec<_> =
            ways.into_iter().map(|tours| (self.key(JobId::new(job.index() + 1), &tours), tours)).collect();
        ways.sort();
        for (key, tours) in ways {
            let low = (key.0, key.1, key.2 - ROUNDING);
            if !self.prune || self.best.as_ref().is_none_or(|best| low < best.0) {
                self.decide(JobId::new(job.index() + 1), &tours);
            }
        }
    }

    /// Every way to plan at most `left` visits of a job in the shifts from `first` on, one per shift at most.
    fn place(&self, job: JobId, left: u32, first: usize, tours: &RoutesByCrewDay, ways: &mut Vec<RoutesByCrewDay>) {
        ways.push(tours.clone());
        if left == 0 {
            return;
        }
        for (index, &(date, crew)) in self.places.iter().enumerate().skip(first) {
            if !self.may_stand(job, crew, date) {
                continue;
            }
            let visits = tours.get(&(date, crew)).map_or(0, Vec::len);
            for position in 0..=visits {
                let mut tours = tours.clone();
                tours.entry((date, crew)).or_default().insert(position, job);
                self.place(job, left - 1, index + 1, &tours, ways);
            }
        }
    }

    /// Whether a visit alone breaks no rule, or a pin may ask for it.
    fn may_stand(&self, job: JobId, crew: CrewId, date: NaiveDate) -> bool {
        let pinned = self.instance.pins.iter().any(|pin| pin.job == job && pin.holds(crew, date));
        let by_others = ["pinned", "precedence", "together", "lag"];
        let alone = || judge(self.instance, self.rules, &RoutesByCrewDay::from([((date, crew), vec![job])]));
        self.detours || pinned || alone().violations.iter().all(|violation| by_others.contains(&violation.code()))
    }

    /// The key of a plan in which the jobs before `decided` are planned as they will be: of the others nothing counts.
    fn key(&mut self, decided: JobId, tours: &RoutesByCrewDay) -> Key {
        self.judged += 1;
        let verdict = judge(self.instance, self.rules, tours);
        let whole = decided == JobId::new(self.instance.jobs.len());
        let counts = |job: Option<JobId>| job.is_none_or(|job| job < decided);
        let broken = verdict.violations.iter().filter(|violation| counts(violation.job));
        let unkept = broken.clone().filter(|violation| violation.code() == "pinned").count();
        let grows = |code: &str| whole || !["changes", "second_crew"].contains(&code);
        let components = verdict.components.iter().filter(|component| grows(component.rule.code));
        let costs = components.flat_map(|component| &component.causes).filter(|cause| counts(cause.job));
        (unkept, broken.count(), costs.map(|cause| cause.amount).sum())
    }
}

/// The verdict of the plan in which crews wait for each other, or of the one in which nobody does: where a pin keeps linked
/// jobs apart, waiting may break another rule.
fn judge(instance: &Instance, rules: &[&dyn Rule], tours: &RoutesByCrewDay) -> Verdict {
    let verdict = check_by(instance, &timed(instance, rules, tours), rules);
    if verdict.is_legal() || instance.pins.is_empty() || instance.jobs.iter().all(|job| job.with.is_none()) {
        return verdict;
    }
    let hasty = check_by(instance, &untimed(tours), rules);
    let rank = |verdict: &Verdict| (verdict.violations.len(), verdict.total);
    if rank(&hasty) < rank(&verdict) { hasty } else { verdict }
}

fn untimed(tours: &RoutesByCrewDay) -> Plan {
    Plan::new(tours.iter().map(|(&(date, crew), jobs)| Route::of(date, crew, jobs)).collect())
}

/// The plan in which every visit starts as early as can be while crews that must meet do: of such a day the visits that start
/// too early wait for the last one, until nothing changes, or for ever where each of two crews waits for the other.
fn timed(instance: &Instance, rules: &[&dyn Rule], tours: &RoutesByCrewDay) -> Plan {
    let plan = untimed(tours);
    let knows = |code: &str| rules.iter().any(|rule| rule.code() == code);
    if knows("together") || knows("lag") { met(instance, &knows, plan) } else { plan }
}

fn met(instance: &Instance, knows: &dyn Fn(&str) -> bool, mut plan: Plan) -> Plan {
    loop {
        let timetable = Timetable::new(instance, &plan);
        let mut waits = if knows("together") { waits(instance, &timetable) } else { Vec::new() };
        waits.extend(if knows("lag") { linked_waits(instance, &timetable) } else { Vec::new() });
        if waits.is_empty() || waits.iter().any(|&(_, _, start)| start > 2 * DAY) {
            return plan;
        }
        for (route, position, start) in waits {
            let job = plan.routes[route].visits[position].job;
            plan.routes[route].visits[position] = PlannedVisit { job, start: Start::NotBefore(start) };
        }
    }
}

/// Visits that start too early to meet the others, with the start that they should wait for.
fn waits(instance: &Instance, timetable: &Timetable) -> Vec<(usize, usize, Minutes)> {
    let mut waits = Vec::new();
    for (job, work) in instance.jobs.iter().enumerate() {
        let Some(within) = work.start_within.filter(|_| work.crews > 1) else { continue };
        for (tour, stop) in timetable.stops_of(JobId::new(job)) {
            let same_day = timetable.stops_of(JobId::new(job)).filter(|(other, _)| other.date == tour.date);
            let last = same_day.map(|(_, other)| other.start).max().unwrap_or(stop.start);
            let clock = &instance.settings.clock;
            let earliest = (last - within).max(work.open.unwrap_or(0));
            let earliest = if clock.in_break(earliest) { clock.until } else { earliest };
            if last - stop.start > within && earliest > stop.start {
                let route = timetable.tours.iter().position(|other| std::ptr::eq(other, tour)).expect("a tour");
                let position = tour.stops.iter().position(|other| std::ptr::eq(other, stop)).expect("a stop");
                waits.push((route, position, earliest));
            }
        }
    }
    waits
}

/// The key of a whole plan by the audits.
fn key_of(instance: &Instance, plan: &Plan, rules: &[&dyn Rule]) -> Key {
    let verdict = check_by(instance, plan, rules);
    (verdict.broken("pinned"), verdict.violations.len(), verdict.total)
}

fn best(instance: &Instance, rules: &[&dyn Rule]) -> BestPlan {
    BruteForce::new(instance, rules).run()
}

/// The instance as it is where the rules know no windows: nobody waits for a site to open.
fn seen_by(instance: &Instance, rules: &[&dyn Rule]) -> Instance {
    let mut seen = instance.clone();
    if rules.iter().all(|rule| rule.code() != "window") {
        seen.jobs.iter_mut().for_each(|job| (job.open, job.close) = (None, None));
    }
    seen
}

fn search(instance: &Instance, rules: &[&dyn Rule], iterations: u64) -> Key {
    let options = SolveOptions { rules, threads: 1, ..SolveOptions::default() };
    key_of(instance, &solved(instance, &options, iterations).plan, rules)
}

const INSTANCES: u64 = 200;
const ITERATIONS: u64 = 6_000;

#[test]
fn solve_finds_the_best_plan_of_all() {
    let seeds: Vec<_> = (0..INSTANCES).collect();
    let cases = in_parallel(&seeds, |&seed| {
        let instance = tiny(seed);
        let best = best(&instance, RULES);
        (seed, best.key, search(&instance, RULES, ITERATIONS), best.judged)
    });
    let (mut equal, mut impossible, mut more_broken) = (0, 0, 0);
    for (seed, best, found, _) in &cases {
        assert!(found >= best, "instance {seed}: brute force sees every plan");
        if best.0 + best.1 == 0 {
            assert_eq!(found, best, "instance {seed}");
            equal += 1;
        } else {
            // Pins that contradict rules: the search weighs amounts where the judge counts.
            assert_eq!(found.0, best.0, "instance {seed}: as many pins are kept");
            impossible += 1;
            more_broken += u32::from(found.1 > best.1);
        }
    }
    let judged: u64 = cases.iter().map(|case| case.3).sum();
    println!("{judged} plans judged; {equal} optima found; with impossible pins {impossible}, {more_broken} not least");
    assert!(equal > 100 && impossible > 10 && 10 * more_broken <= impossible);
}

/// A tiny instance at weights from nothing to a million; in some of them nobody can do the first job.
fn at_any_weights(seed: u64) -> Instance {
    let (mut parts, mut rng) = (tiny(seed).into_parts(), chance(seed + 1_000_000));
    let mut weight = || match rng.random_range(0..4) {
        0 => Decimal::ZERO,
        1 => Decimal::whole(1_000_000),
        _ => Decimal::whole(10_i64.pow(rng.random_range(0..6))),
    };
    let settings = &mut parts.settings;
    for field in [
        &mut settings.unassigned_visit,
        &mut settings.unassigned_hour,
        &mut settings.late_day,
        &mut settings.risk_day,
        &mut settings.long_trip_minute,
        &mut settings.change_crew,
        &mut settings.change_day,
        &mut settings.second_crew,
        &mut settings.preference,
        &mut settings.overskill,
        &mut settings.late_minute,
        &mut settings.worst_late_minute,
    ] {
        *field = weight();
    }
    if seed.is_multiple_of(3) {
        parts.jobs[0].min_members = 9;
        let others = parts.jobs.iter_mut().skip(1);
        others.filter(|_| rng.random_bool(0.5)).for_each(|job| job.after = vec![JobId::new(0)]);
    }
    Instance::new(parts)
}

/// Hard rules come before money: where any plan is legal the plan found is, at any weights, and where pins leave none, it breaks
/// as few rules as can be, with few exceptions.
#[test]
fn no_weight_outweighs_a_rule() {
    let seeds: Vec<_> = (0..INSTANCES).collect();
    let cases = in_parallel(&seeds, |&seed| {
        let instance = at_any_weights(seed);
        (seed, best(&instance, RULES).key, search(&instance, RULES, ITERATIONS))
    });
    let (mut legal, mut dearer, mut impossible, mut more_broken) = (0, 0, 0, 0);
    for (seed, best, found) in &cases {
        assert!(found >= best, "instance {seed}: brute force sees every plan");
        assert_eq!(found.0, best.0, "instance {seed}: as many pins are kept");
        if best.1 == 0 {
            assert_eq!(found.1, 0, "instance {seed}: a legal plan exists");
            legal += 1;
            dearer += u32::from(found > best);
        } else {
            impossible += 1;
            more_broken += u32::from(found.1 > best.1);
        }
    }
    println!("{legal} legal, {dearer} not cheapest; with impossible pins {impossible}, {more_broken} not least");
    assert!(legal > 100 && 50 * dearer <= legal && 10 * more_broken <= impossible);
}

/// What gives branches up changes no result: on the smallest instances every plan is tried.
#[test]
fn branches_given_up_hold_nothing_better() {
    let (mut tried, mut judged) = (0, (0, 0));
    for seed in 0..INSTANCES {
        let instance = tiny(seed);
        if instance.job_ids().map(|job| instance.visits_asked(job)).sum::<u32>() > 3 {
            continue;
        }
        let (pruned, full) =
            (best(&instance, RULES), BruteForce { prune: false, ..BruteForce::new(&instance, RULES) }.run());
        assert_eq!(pruned.key, full.key, "instance {seed}");
        tried += 1;
        judged = (judged.0 + pruned.judged, judged.1 + full.judged);
    }
    println!("{tried} instances: {} plans judged instead of {}", judged.0, judged.1);
    assert!(tried > 30 && judged.0 < judged.1);
}

/// Rules that no list of rules makes the search break: it builds its plans so, and brute force too.
const BY_CONSTRUCTION: [&str; 4] = ["unknown", "sequence", "duplicate", "calendar"];

/// How often the best plan of all is another where a rule is not in the list; then too, `solve` finds it.
#[test]
fn every_rule_binds() {
    let rules: Vec<_> = RULES.iter().filter(|rule| !BY_CONSTRUCTION.contains(&rule.code())).collect();
    let seeds: Vec<_> = (0..INSTANCES).collect();
    let counts = in_parallel(&seeds, |&seed| {
        let instance = tiny(seed);
        let with = best(&instance, RULES).tours;
        let binds = |(index, rule): (usize, &&&dyn Rule)| {
            let others: Vec<_> = RULES.iter().copied().filter(|other| other.code() != rule.code()).collect();
            let seen = seen_by(&instance, &others);
            let without = best(&seen, &others).key;
            if without.0 + without.1 == 0 && seed % 10 == index as u64 % 10 {
                let found = search(&seen, &others, ITERATIONS);
                assert_eq!(found, without, "instance {seed} without {}", rule.code());
            }
            without < key_of(&seen, &timed(&seen, &others, &with), &others)
        };
        rules.iter().enumerate().map(binds).collect::<Vec<_>>()
    });
    println!("of {INSTANCES} instances, the best plan without the rule is another:");
    for (index, rule) in rules.iter().enumerate() {
        let count = counts.iter().filter(|binds| binds[index]).count();
        println!("{:>14} {count}", rule.code());
        assert!(50 * count as u64 >= INSTANCES, "{} binds in {count} of {INSTANCES} instances only", rule.code());
    }
}

/// A bound that is above the best plan of all is wrong; where there is a plan that keeps every rule, there is a bound.
fn assert_below_the_best(seed: u64, instance: &Instance, best: &Key) -> f64 {
    let bound =
        relaxed_bound(&Prices::new(instance, RULES), LpLimits { seconds: None, iterations: Some(1_000_000) }, &|| {
            false
        });
    if best.0 + best.1 > 0 {
        return 0.0;
    }
    let bound = bound.expect("a solver that works").expect("a bound where there is a plan");
    assert!(bound.cost <= best.2, "instance {seed}: bound {} above the best plan, {}", bound.cost, best.2);
    bound.cost.to_f64() / best.2.to_f64().max(0.01)
}

#[test]
fn no_bound_is_above_the_best_plan_of_all() {
    let seeds: Vec<_> = (0..2 * INSTANCES).collect();
    let shares = in_parallel(&seeds, |&seed| {
        let instance = tiny(seed);
        assert_below_the_best(seed, &instance, &best(&instance, RULES).key)
    });
    let proven: Vec<_> = shares.into_iter().filter(|&share| share > 0.0).collect();
    let mean = proven.iter().sum::<f64>() / proven.len() as f64;
    println!("{} bounds, on the mean {:.1} % of the best plan", proven.len(), 100.0 * mean);
    assert!(proven.len() > 150 && mean > 0.5);
}

/// Nor is the bound of a whole proof, routes and all.
#[test]
fn no_proof_is_above_the_best_plan_of_all() {
    let seeds: Vec<_> = (0..INSTANCES).collect();
    let proven = in_parallel(&seeds, |&seed| {
        let instance = tiny(seed);
        let key = best(&instance, RULES).key;
        let options = SolveOptions { threads: 1, bound: true, ..SolveOptions::default() };
        let bound = solved(&instance, &options, 100).bound.filter(|_| key.0 + key.1 == 0)?;
        assert!(bound.cost <= key.2, "instance {seed}: bound {} above the best plan, {}", bound.cost, key.2);
        Some(bound.cost == key.2)
    });
    let proven: Vec<_> = proven.into_iter().flatten().collect();
    let tight = proven.iter().filter(|&&tight| tight).count();
    println!("{} bounds, {tight} of them the cost of the best plan", proven.len());
    assert!(proven.len() > 100 && 2 * tight > proven.len());
}

/// Legs by chance, each of so many minutes at most.
fn by_chance(places: usize, seed: u64, minutes: impl Fn(&mut Rng) -> Minutes) -> TravelMatrix {
    let mut rng = chance(seed);
    let mut leg = |pair| match pair {
        _ if pair % (places + 1) == 0 => Leg::default(),
        _ => Leg { metres: rng.random_range(0..40_000), minutes: minutes(&mut rng) },
    };
    TravelMatrix::new(places, (0..places * places).map(&mut leg).collect())
}

/// The instance with other legs, which crews drive at their own speeds.
fn with_legs(instance: Instance, travel: TravelMatrix) -> Instance {
    let at = |speed: Speed| {
        let pairs =
            PlaceId::range(travel.places()).flat_map(|from| PlaceId::range(travel.places()).map(move |to| (from, to)));
        let legs = pairs.map(|(from, to)| {
            let leg = travel.leg(from, to);
            Leg { minutes: speed.minutes_of(i128::from(leg.minutes) * 10_i128.pow(24)), ..leg }
        });
        (speed, TravelMatrix::new(travel.places(), legs.collect()))
    };
    let other_travel = instance.speeds().iter().filter(|&&speed| speed != Speed::ONE).map(|&speed| at(speed)).collect();
    Instance::new(Parts { other_travel, travel, ..instance.into_parts() })
}

/// Legs need not be the shortest ways: half of them are too long for any shift.
#[test]
fn the_best_plan_where_legs_are_not_shortest_ways() {
    let seeds: Vec<_> = (0..3 * INSTANCES).collect();
    let cases = in_parallel(&seeds, |&seed| {
        let instance = tiny(seed);
        if instance.job_ids().map(|job| instance.visits_asked(job)).sum::<u32>() > 3 {
            return None;
        }
        let places = instance.travel.places();
        let travel = by_chance(places, seed, |rng| if rng.random() { 600 } else { rng.random_range(0..=40) });
        let instance = with_legs(instance, travel);
        let all = BruteForce { prune: false, detours: true, ..BruteForce::new(&instance, RULES) }.run().key;
        (all.0 + all.1 == 0).then(|| (seed, all, search(&instance, RULES, ITERATIONS)))
    });
    let legal: Vec<_> = cases.into_iter().flatten().collect();
    legal.iter().for_each(|(seed, best, found)| assert_eq!(found, best, "instance {seed}"));
    assert!(legal.len() > 100);
}

/// There is no triangle inequality that a proof might rely on.
#[test]
fn no_bound_relies_on_the_shortest_way_being_direct() {
    let seeds: Vec<_> = (0..2 * INSTANCES).collect();
    let tried = in_parallel(&seeds, |&seed| {
        let instance = tiny(seed);
        if instance.job_ids().map(|job| instance.visits_asked(job)).sum::<u32>() > 3 {
            return false;
        }
        let travel = by_chance(instance.travel.places(), seed, |rng| rng.random_range(0..=150));
        let instance = with_legs(instance, travel);
        let all = BruteForce { prune: false, detours: true, ..BruteForce::new(&instance, RULES) };
        let best = all.run().key;
        assert_below_the_best(seed, &instance, &best) > 0.0
    });
    assert!(tried.into_iter().filter(|&proven| proven).count() > 40);
}
