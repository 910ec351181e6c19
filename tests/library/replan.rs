//! Few changes, frozen days and disruptions: what is held stays, limits are kept, and the rest of the week still does.

use crate::common::generated;
use brigade::eval::CostEvaluator;
use brigade::generate::{GeneratorOptions, Profile, generate_with_extras};
use brigade::insight::{self, ChangeKind, Figures};
use brigade::judge::check_by;
use brigade::model::{CrewId, Instance, JobId, Lag, Plan, Sketch, Start, Timetable};
use brigade::rules::RULES;
use brigade::rules::Rule;
use brigade::rules::frozen::{Frozen, freeze};
use brigade::rules::max_changes::MaxChanges;
use brigade::search::{NeighbourParams, Neighbours};
use brigade::solve::{Disruption, SolveOptions, change_curve, construct, disrupted, gains, solve, solve_within};
use brigade::stop::StoppingCriterion;
use brigade::units::Money;
use chrono::{NaiveDateTime, TimeDelta};

/// A made-up week whose schedule is a legal plan made in a hurry.
fn week(seed: u64) -> Instance {
    let profile = if seed.is_multiple_of(2) { Profile::Service } else { Profile::Construction };
    let instance = generated(6, 30, seed, profile).with_current(None, Vec::new());
    let evaluator = CostEvaluator::new(&instance, RULES);
    let plan =
        construct(&evaluator, &Neighbours::new(&evaluator, &NeighbourParams::nearest(20)), 1).to_plan(&evaluator);
    instance.with_current(Some(plan), Vec::new())
}

fn solved(instance: &Instance, rules: &[&dyn Rule], iterations: u64) -> Plan {
    let stop = StoppingCriterion::new(std::time::Instant::now(), None, Some(iterations));
    solve(instance, &SolveOptions { rules, threads: 1, ..SolveOptions::default() }, &stop, &|_| {}).plan
}

fn with<'r>(added: &[&'r dyn Rule]) -> Vec<&'r dyn Rule> {
    RULES.iter().copied().map(|rule| rule as &dyn Rule).chain(added.iter().copied()).collect()
}

fn figures(instance: &Instance, plan: &Plan) -> Figures {
    Figures::new(instance, &brigade::judge::check(instance, plan))
}

fn at(instance: &Instance, day: i64, minute: i64) -> NaiveDateTime {
    (instance.settings.start + TimeDelta::days(day)).and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minute)
}

#[test]
fn a_limit_on_changes_is_kept_and_used() {
    let mut used = 0;
    for seed in 1..=4 {
        let instance = week(seed);
        for most in [0, 1, 4] {
            let limit = MaxChanges(most);
            let rules = with(&[&limit]);
            let plan = solved(&instance, &rules, 200);
            let verdict = check_by(&instance, &plan, &rules);
            assert!(verdict.is_legal(), "{:?}", verdict.violations);
            let changes = figures(&instance, &plan).changes;
            assert!(changes <= most as usize, "{changes} of {most}");
            used += changes;
        }
    }
    assert!(used > 8, "{used}");
}

#[test]
fn what_more_changes_would_save_is_told() {
    let mut beyond = 0;
    for seed in 1..=4 {
        let instance = week(seed);
        for limit in [0, 2, 5] {
            let found = |threads| {
                let stop = StoppingCriterion::new(std::time::Instant::now(), None, Some(300));
                solve_within(&instance, &SolveOptions { threads, ..SolveOptions::default() }, limit, &stop, &|_| {})
            };
            let outcome = found(1);
            assert!((300..330).contains(&outcome.iterations), "{} of 300 iterations", outcome.iterations);
            let most = MaxChanges(limit);
            let verdict = check_by(&instance, &outcome.plan, &with(&[&most]));
            assert!(verdict.is_legal(), "seed {seed}, {limit}: {:?}", verdict.violations);
            let today = figures(&instance, instance.current.as_ref().expect("a schedule"));
            assert!(verdict.total <= today.total, "seed {seed}, {limit}");
            if let Some(more) = outcome.beyond {
                assert!(more.changes > limit && more.saves > Money::ZERO, "{more:?}");
                beyond += 1;
            }
            assert_eq!(found(3).plan, outcome.plan, "on any number of threads");
        }
    }
    assert!(beyond > 4, "{beyond}");
}

/// Linked jobs, sites of one crew, work for other firms and the rest do not loosen a limit on changes.
#[test]
fn a_limit_on_changes_holds_for_weeks_with_extras() {
    let (mut used, mut linked) = (0, 0);
    for seed in 1..=4 {
        let profile = if seed % 2 == 0 { Profile::Service } else { Profile::Construction };
        let options = GeneratorOptions { crews: 8, sites: 50, seed, profile };
        let instance = generate_with_extras(&options).expect("options within range").instance;
        linked += instance.jobs.iter().filter(|job| job.with.is_some()).count();
        let today = figures(&instance, instance.current.as_ref().expect("a schedule"));
        for limit in [0, 2, 6] {
            let found = |threads| {
                let stop = StoppingCriterion::new(std::time::Instant::now(), None, Some(300));
                solve_within(&instance, &SolveOptions { threads, ..SolveOptions::default() }, limit, &stop, &|_| {})
            };
            let outcome = found(1);
            let verdict = check_by(&instance, &outcome.plan, &with(&[&MaxChanges(limit)]));
            assert!(verdict.is_legal(), "seed {seed}, {limit}: {:?}", verdict.violations);
            assert!(verdict.total <= today.total, "seed {seed}, {limit}");
            let changes = figures(&instance, &outcome.plan).changes;
            assert!(changes <= limit as usize, "{changes} of {limit}");
            used += changes;
            assert_eq!(found(3).plan, outcome.plan, "on any number of threads");
        }
    }
    assert!(used > 16 && linked > 3, "{used} changes, {linked} linked");
}

#[test]
fn more_changes_never_cost_more() {
    let instance = week(3);
    let points = [Some(0), Some(1), Some(3), Some(8), None];
    let curve = |threads| {
        let stop = StoppingCriterion::new(std::time::Instant::now(), None, Some(1_000));
        change_curve(&instance, &SolveOptions { threads, ..SolveOptions::default() }, &points, &stop, &|_| {})
    };
    let found = curve(1);
    let costs: Vec<Money> = found.iter().map(|outcome| figures(&instance, &outcome.plan).total).collect();
    assert!(costs.is_sorted_by(|a, b| a >= b), "{costs:?}");
    assert!(costs[4] < costs[0]);
    for (outcome, most) in found.iter().zip(points) {
        assert!(most.is_none_or(|most| figures(&instance, &outcome.plan).changes <= most as usize));
    }
    let plans = |found: Vec<brigade::solve::Outcome>| found.into_iter().map(|outcome| outcome.plan).collect::<Vec<_>>();
    assert_eq!(plans(curve(3)), plans(found), "on any number of threads");
}

/// The visits of a plan that start before a moment, with their starts.
fn past(instance: &Instance, plan: &Plan, moment: NaiveDateTime) -> Vec<(CrewId, JobId, i32, chrono::NaiveDate)> {
    let timetable = Timetable::new(instance, plan);
    let begun = timetable.stops().filter(|(tour, stop)| at_start(tour.date, stop.start) < moment);
    begun.map(|(tour, stop)| (tour.crew, stop.job, stop.start, tour.date)).collect()
}

fn at_start(date: chrono::NaiveDate, start: i32) -> NaiveDateTime {
    date.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(start.into())
}

#[test]
fn what_has_begun_stays_to_the_minute() {
    let (mut held, mut moved) = (0, 0);
    for seed in 1..=4 {
        for (day, minute) in [(1, 0), (1, 10 * 60), (2, 13 * 60 + 30), (3, 16 * 60)] {
            let before = week(seed);
            let moment = at(&before, day, minute);
            let current = before.current.clone().expect("a schedule");
            let begun = past(&before, &current, moment);
            let (instance, frozen) = freeze(before, moment, Vec::new());
            let rules = with(&[&frozen]);
            assert!(check_by(&instance, &current, &rules).is_legal(), "the schedule itself keeps the rule");
            let plan = solved(&instance, &rules, 120);
            let verdict = check_by(&instance, &plan, &rules);
            assert!(verdict.is_legal(), "seed {seed}, {moment}: {:?}", verdict.violations);
            assert_eq!(past(&instance, &plan, moment), begun, "seed {seed}, {moment}");
            held += begun.len();
            moved += figures(&instance, &plan).changes;
        }
    }
    assert!(held > 100 && moved > 4, "{held} {moved}");
}

fn absence(instance: Instance, crew: usize, day: i64, minute: i64) -> brigade::solve::Replan {
    let now = at(&instance, day, minute);
    let absences = vec![(CrewId::new(crew), now.date())];
    disrupted(instance, &Disruption { now, absences, ..Disruption::default() })
}

#[test]
fn an_absent_crew_does_nothing_more_and_little_else_moves() {
    let mut displaced = 0;
    for seed in 1..=4 {
        for (crew, day, minute) in [(0, 1, 6 * 60), (3, 2, 6 * 60), (1, 1, 11 * 60)] {
            let left = absence(week(seed), crew, day, minute);
            let limit = MaxChanges(left.displaced as u32 + 3);
            let rules = with(&[&left.frozen, &limit]);
            let plan = solved(&left.instance, &rules, 200);
            let verdict = check_by(&left.instance, &plan, &rules);
            assert!(verdict.is_legal(), "{:?}", verdict.violations);
            let (now, date) = (at(&left.instance, day, minute), at(&left.instance, day, 0).date());
            let there =
                verdict.timetable.stops().filter(|(tour, _)| (tour.crew, tour.date) == (CrewId::new(crew), date));
            for (tour, stop) in there {
                assert!(at_start(tour.date, stop.start) < now, "only what has begun");
            }
            let moved = insight::changes(&left.instance, &plan);
            let moved =
                moved.iter().filter(|c| matches!(c.kind(), ChangeKind::MovedCrew | ChangeKind::MovedDay)).count();
            assert!(moved <= left.displaced + 3, "{moved} for {}", left.displaced);
            displaced += left.displaced;
        }
    }
    assert!(displaced > 12, "{displaced}");
}

/// Crews ada and bob, both at the farm's door; ada has three visits on Monday.
fn farm() -> Sketch {
    let mut sketch = Sketch::new();
    sketch.crew("ada", (0.0, 0.0));
    sketch.crew("bob", (0.0, 0.0));
    sketch.site("farm", (10.0, 0.0));
    for job in ["roof", "door", "wall"] {
        sketch.job(job, 120);
    }
    sketch.parts.jobs[2].visits = 3;
    sketch.current(&[(0, 0, &[0, 1]), (1, 0, &[2]), (1, 1, &[2]), (1, 2, &[2])]);
    sketch
}

fn disruption(instance: &Instance, minute: i64, ended: &[(JobId, Option<i32>)]) -> Disruption {
    Disruption { now: at(instance, 0, minute), ended: ended.to_vec(), ..Disruption::default() }
}

#[test]
fn a_job_that_is_done_early_frees_its_crew() {
    let mut sketch = farm();
    let current = sketch.parts.current.as_ref().expect("a schedule");
    sketch.parts.current = Some(Timetable::new(&sketch.instance(), current).settled(&sketch.instance()));
    let instance = sketch.instance();
    // the roof from 08:10 to 10:10, done at 09:00
    let left = disrupted(instance.clone(), &disruption(&instance, 9 * 60 + 5, &[(JobId::new(0), Some(540))]));
    assert_eq!(left.instance.jobs[0].duration, 50);
    let plan = solved(&left.instance, &with(&[&left.frozen]), 50);
    let timetable = Timetable::new(&left.instance, &plan);
    let (_, door) = timetable.stops_of(JobId::new(1)).next().expect("planned");
    assert_eq!(door.start, 545, "at 09:05, not at 10:10");
    let kept = disrupted(instance.clone(), &disruption(&instance, 600, &[(JobId::new(0), Some(400))]));
    assert_eq!(kept.instance.jobs[0].duration, 120, "it can't end before it begins");
}

#[test]
fn a_cancelled_job_keeps_only_what_has_begun() {
    let mut sketch = farm();
    sketch.pin(2, Some(1), Some(2));
    sketch.pin(1, Some(0), None);
    let instance = sketch.instance();
    let left = disrupted(
        instance.clone(),
        &disruption(&instance, 24 * 60 + 600, &[(JobId::new(2), None), (JobId::new(1), None)]),
    );
    let rules = with(&[&left.frozen]);
    assert_eq!((left.instance.jobs[2].visits, left.instance.jobs[1].visits), (2, 1), "the door was done on Monday");
    assert_eq!(left.given_up.len(), 1, "the pin of Wednesday; that of Monday is kept");
    let plan = solved(&left.instance, &rules, 50);
    let verdict = check_by(&left.instance, &plan, &rules);
    assert!(verdict.is_legal(), "{:?}", verdict.violations);
    assert_eq!(verdict.timetable.visits_of[2].len(), 2);
}

#[test]
fn nobody_is_sent_back_in_time() {
    let mut sketch = farm();
    sketch.parts.current = Some(sketch.plan(&[(0, 0, &[0])]));
    // at 14:00 on Monday ada is at the farm and done, and bob has done nothing: whatever they get today starts then
    let instance = sketch.instance();
    let (instance, frozen) = freeze(instance.clone(), at(&instance, 0, 14 * 60), Vec::new());
    let rules = with(&[&frozen]);
    let plan = solved(&instance, &rules, 50);
    let verdict = check_by(&instance, &plan, &rules);
    assert!(verdict.is_legal(), "{:?}", verdict.violations);
    assert_eq!(verdict.timetable.missing, [0, 0, 0]);
    let today = verdict.timetable.stops().filter(|(tour, _)| tour.date == instance.dates[0]);
    let starts: Vec<_> = today.map(|(_, stop)| (stop.job, stop.start)).collect();
    assert!(
        starts.contains(&(JobId::new(0), 490))
            && starts.iter().all(|&(job, start)| job == JobId::new(0) || start >= 840),
        "{starts:?}"
    );
}

#[test]
fn what_a_change_brings_is_what_undoing_it_costs() {
    let mut sketch = farm();
    sketch.current(&[(0, 0, &[0]), (0, 1, &[1])]);
    sketch.parts.jobs[2].visits = 1;
    let instance = sketch.instance();
    let plan = sketch.plan(&[(0, 0, &[0, 1, 2])]);
    let changes = insight::changes(&instance, &plan);
    let moves: Vec<_> = changes.iter().map(|change| (change.job, change.from, change.to)).collect();
    let brings = gains(&instance, RULES, &plan, &moves);
    // 20 km and 20 min of a second trip, less the 10 for the change
    assert_eq!(brings[0], None, "the roof has not moved, and has no other place to be in");
    assert_eq!(brings[1], Some(Money(Money::PER_EURO * 12 + Money::PER_EURO * 25 / 3 - Money::PER_EURO * 10)));
    // the wall is worth what leaving it out costs, less 2 x (3^2 - 1^2) for hours above the fair share
    let (missing, overload) = ((400 + 150 * 2) * 3, 16);
    assert_eq!(brings[2], Some(Money(Money::PER_EURO * (missing - overload))));
}

#[test]
fn a_frozen_rule_is_a_rule_like_any_other() {
    let instance = week(1);
    let moment = at(&instance, 2, 0);
    let (instance, frozen): (Instance, Frozen) = freeze(instance, moment, Vec::new());
    let evaluator = CostEvaluator::new(&instance, &with(&[&frozen]));
    assert!(evaluator.keeps_today());
    let held = evaluator.visits().iter().filter(|visit| visit.held.is_some()).count();
    assert_eq!(held, past(&instance, instance.current.as_ref().expect("a schedule"), moment).len());
}

/// The pump starts 30 to 60 minutes after the roof, by bob; ada has the roof and the door.
fn pumped() -> Sketch {
    let mut sketch = farm();
    sketch.job("pump", 30).with = Some(Lag { job: JobId::new(0), least: 30, most: 60 });
    sketch.crew("eve", (30.0, 0.0));
    let mut current = sketch.plan(&[(0, 0, &[0, 1]), (1, 0, &[3]), (1, 1, &[2]), (1, 2, &[2]), (1, 3, &[2])]);
    current.routes[1].visits[0].start = Start::NotBefore(520);
    sketch.parts.current = Some(current);
    sketch
}

#[test]
fn a_cancelled_job_is_linked_with_nothing() {
    let instance = pumped().instance();
    for (ended, other) in [(0, 3), (3, 0)] {
        let left = disrupted(instance.clone(), &disruption(&instance, 0, &[(JobId::new(ended), None)]));
        assert!(left.instance.linked(JobId::new(other)).is_empty());
        let rules = with(&[&left.frozen]);
        let plan = solved(&left.instance, &rules, 50);
        let verdict = check_by(&left.instance, &plan, &rules);
        assert!(verdict.is_legal(), "{:?}", verdict.violations);
        assert_eq!(verdict.timetable.visits_of[other].len(), 1, "the other one is planned by itself");
    }
}

#[test]
fn who_is_absent_is_replaced_in_step_with_what_has_begun() {
    let instance = pumped().instance();
    // ada began the roof at 08:10; bob can't come for the pump
    let gone =
        Disruption { absences: vec![(CrewId::new(1), instance.dates[0])], ..disruption(&instance, 8 * 60 + 15, &[]) };
    let left = disrupted(instance.clone(), &gone);
    let rules = with(&[&left.frozen]);
    let plan = solved(&left.instance, &rules, 200);
    let verdict = check_by(&left.instance, &plan, &rules);
    assert!(verdict.is_legal(), "{:?}", verdict.violations);
    let (tour, stop) = verdict.timetable.stops_of(JobId::new(3)).next().expect("the pump is planned");
    assert_eq!((tour.crew, tour.date), (CrewId::new(2), instance.dates[0]));
    assert!((520..=550).contains(&stop.start), "{}", stop.start);
}
