//! Reasons of jobs left out: each agrees with a plain brute force over all shifts and sets of shifts by the judge.

use std::collections::{BTreeMap, BTreeSet};

use brigade_model::judge::check;
use brigade_model::model::{CrewId, Instance, JobId, Plan, PlannedVisit, Route, Start, Timetable};
use brigade_model::rules::RULES;
use brigade_solver::solve::{SolveOptions, impossible};
use chrono::NaiveDate;

mod common;

use common::linked_waits;

/// Which of several rules is the reason, as the contract orders them.
const ORDER: [&str; 13] = [
    "skill",
    "crew-size",
    "crew-choice",
    "travel-limit",
    "date",
    "calendar",
    "precedence",
    "same-crew",
    "equipment",
    "together",
    "lag",
    "window",
    "shift",
];

fn rank(code: &str) -> usize {
    let of_list = || RULES.iter().position(|rule| rule.code() == code).expect("a rule");
    ORDER.iter().position(|&own| own == code).unwrap_or_else(|| ORDER.len() + of_list())
}

/// All jobs before a job.
fn beside(instance: &Instance, job: JobId) -> BTreeSet<JobId> {
    let mut found = BTreeSet::new();
    let mut open = vec![job];
    while let Some(next) = open.pop() {
        let linked = if next == job { &[][..] } else { instance.linked(next) };
        open.extend(instance.jobs[next].after.iter().chain(linked).filter(|&&before| found.insert(before)));
    }
    found
}

/// What a plan has of some jobs, each visit at its time or as soon after as its crew can be there.
fn part(instance: &Instance, plan: &Plan, jobs: &BTreeSet<JobId>) -> Plan {
    let timetable = Timetable::new(instance, plan);
    let route = |tour: &brigade_model::model::Tour| {
        let stops = tour.stops.iter().filter(|stop| jobs.contains(&stop.job));
        let visits = stops.map(|stop| PlannedVisit { job: stop.job, start: Start::NotBefore(stop.start) });
        Route { date: tour.date, crew: tour.crew, leave: None, visits: visits.collect() }
    };
    Plan::new(timetable.tours.iter().map(route).collect())
}

fn counts(instance: &Instance, plan: &Plan) -> BTreeMap<&'static str, usize> {
    let mut found = BTreeMap::new();
    check(instance, plan).violations.iter().for_each(|violation| *found.entry(violation.code()).or_insert(0) += 1);
    found
}

fn with(plan: &Plan, job: JobId, visits: &[(CrewId, NaiveDate, usize, i32)]) -> Plan {
    let mut routes = plan.routes.clone();
    for &(crew, date, position, start) in visits {
        let visit = PlannedVisit { job, start: Start::At(start) };
        match routes.iter_mut().find(|route| (route.crew, route.date) == (crew, date)) {
            Some(route) => route.visits.insert(position, visit),
            None => routes.push(Route { date, crew, leave: None, visits: vec![visit] }),
        }
    }
    Plan::new(routes)
}

/// Every visit of a crew on a date that might matter: at every position, at every minute, or only at those at which
/// something changes for it or for another crew of the day.
fn visits(
    instance: &Instance,
    plan: &Plan,
    job: JobId,
    date: NaiveDate,
    every_minute: bool,
) -> Vec<Vec<(CrewId, NaiveDate, usize, i32)>> {
    let (work, clock) = (&instance.jobs[job], &instance.settings.clock);
    let places = instance.crew_ids().flat_map(|crew| {
        let length = plan.routes.iter().find(|r| (r.crew, r.date) == (crew, date)).map_or(0, |r| r.visits.len());
        (0..=length).map(move |position| (crew, position))
    });
    let places: Vec<_> = places.collect();
    let arrival = |&(crew, position): &(CrewId, usize)| {
        let timetable = Timetable::new(instance, &with(plan, job, &[(crew, date, position, 0)]));
        let tour = timetable.tours.iter().find(|tour| (tour.crew, tour.date) == (crew, date)).expect("a tour");
        tour.stops[position].arrive
    };
    let arrivals: Vec<i32> = places.iter().map(arrival).collect();
    let mut starts: BTreeSet<i32> = if every_minute {
        (0..1_440).collect()
    } else {
        let within = work.start_within.unwrap_or(0);
        let points = [work.open, work.close, Some(clock.from - 1), Some(clock.until)].into_iter().flatten();
        points.chain(arrivals.iter().copied()).flat_map(|point| [point - within, point, point + within]).collect()
    };
    starts.extend(&arrivals);
    let mut by_crew = vec![Vec::new(); instance.crews.len()];
    for (&(crew, position), &arrival) in places.iter().zip(&arrivals) {
        let own = starts.iter().filter(|&&start| start >= arrival);
        by_crew[crew.index()].extend(own.map(|&start| (crew, date, position, start)));
    }
    by_crew
}

/// Whether all jobs that are linked with a job can be done on one date, each by a crew at a place of its tour, all as early
/// as can be while they wait for each other.
fn in_step(instance: &Instance, plan: &Plan, job: JobId) -> bool {
    let linked = instance.linked(job);
    let mut kept: BTreeSet<JobId> = linked.iter().flat_map(|&job| beside(instance, job)).collect();
    linked.iter().for_each(|job| _ = kept.remove(job));
    let base = part(instance, plan, &kept);
    let without = counts(instance, &base);
    let more = |plan: &Plan| {
        counts(instance, plan).iter().any(|(code, count)| without.get(code).is_none_or(|before| count > before))
    };
    instance.dates.iter().any(|&date| {
        let mut plans = vec![base.clone()];
        for &job in linked {
            let wider = plans.iter().flat_map(|plan| {
                instance.crew_ids().flat_map(move |crew| {
                    let route = plan.routes.iter().find(|route| (route.crew, route.date) == (crew, date));
                    (0..=route.map_or(0, |route| route.visits.len())).map(move |position| {
                        let mut plan = with(plan, job, &[(crew, date, position, 0)]);
                        let own = plan.routes.iter_mut().flat_map(|route| &mut route.visits);
                        own.filter(|visit| visit.job == job).for_each(|visit| visit.start = Start::Earliest);
                        plan
                    })
                })
            });
            plans = wider.collect();
        }
        plans.into_iter().any(|plan| !more(&waiting(instance, plan)))
    })
}

/// The plan in which the visits of linked jobs wait for each other.
fn waiting(instance: &Instance, mut plan: Plan) -> Plan {
    loop {
        let waits = linked_waits(instance, &Timetable::new(instance, &plan));
        if waits.is_empty() || waits.iter().any(|wait| wait.2 > 2_880) {
            return plan;
        }
        for (route, position, start) in waits {
            plan.routes[route].visits[position].start = Start::NotBefore(start);
        }
    }
}

/// The reason that the contract's words give: none where the visits of a day fit somewhere. The job's own visits are kept
/// where they leave it a date.
fn brute_force(instance: &Instance, plan: &Plan, job: JobId, every_minute: bool) -> Option<&'static str> {
    let mut kept = beside(instance, job);
    let own: BTreeSet<NaiveDate> = plan.visits().filter(|visit| visit.0 == job).map(|visit| visit.2).collect();
    let mut dates: Vec<NaiveDate> = instance.dates.iter().copied().filter(|date| !own.contains(date)).collect();
    if dates.is_empty() {
        dates.clone_from(&instance.dates);
    } else {
        kept.insert(job);
    }
    let base = part(instance, plan, &kept);
    let without = counts(instance, &base);
    let mut best: Option<(usize, usize, Option<&'static str>)> = None;
    let linked = !instance.linked(job).is_empty();
    let mut offer = |visits: &[(CrewId, NaiveDate, usize, i32)]| {
        let found = counts(instance, &with(&base, job, visits));
        let broken = found.iter().filter(|(code, count)| without.get(*code).is_none_or(|before| *count > before));
        // of linked jobs it is asked last whether the others can be there
        let broken: Vec<_> = broken.map(|(code, _)| *code).filter(|code| !linked || *code != "lag").collect();
        let first = broken.iter().copied().min_by_key(|code| rank(code));
        let key = (broken.len(), first.map_or(0, rank), first);
        if best.is_none_or(|best| (key.0, key.1) < (best.0, best.1)) {
            best = Some(key);
        }
    };
    let crews = instance.jobs[job].crews as usize;
    let size = crews.min(instance.crews.len());
    for date in dates {
        let by_crew = visits(instance, &base, job, date, every_minute && size == 1);
        let mut sets: Vec<Vec<(CrewId, NaiveDate, usize, i32)>> = vec![Vec::new()];
        for own in &by_crew {
            let longer = sets.iter().filter(|set| set.len() < size);
            let longer: Vec<_> =
                longer.flat_map(|set| own.iter().map(|visit| [&set[..], &[*visit]].concat())).collect();
            sets.extend(longer);
        }
        sets.iter().filter(|set| set.len() == size).for_each(|set| offer(set));
    }
    best.and_then(|best| best.2).or_else(|| (linked && !in_step(instance, plan, job)).then_some("lag"))
}

#[test]
fn every_reason_is_that_of_a_brute_force() {
    let seeds: Vec<u64> = (0..300).collect();
    let told = common::in_parallel(&seeds, |&seed| {
        let instance = common::tiny(seed);
        let options = SolveOptions { threads: 1, ..SolveOptions::default() };
        let outcome = common::solved(&instance, &options, 20);
        let mut told = Vec::new();
        // of the plan found, of half of it, and of nothing
        let half = Plan::new(outcome.plan.routes.iter().step_by(2).cloned().collect());
        for plan in [outcome.plan, half, Plan::default()] {
            let timetable = Timetable::new(&instance, &plan);
            let reasons = brigade_model::judge::InfeasibilityReasons::new(&instance, RULES, &timetable);
            for job in instance.job_ids().filter(|&job| timetable.missing[job] > 0) {
                let absence = reasons.of(job);
                let expected = brute_force(&instance, &plan, job, seed < 12).unwrap_or("room");
                assert_eq!(absence.reason.code(), expected, "{} of seed {seed}: {absence:?}", instance.jobs[job].id);
                told.push(absence.reason.code());
            }
        }
        told
    });
    let mut counted = BTreeMap::new();
    told.into_iter().flatten().for_each(|code| *counted.entry(code).or_insert(0) += 1);
    println!("{counted:?}");
    assert!(counted.len() >= 9, "{counted:?}");
}

#[test]
fn no_plan_holds_what_is_impossible() {
    let mut told = 0;
    for seed in 0..400 {
        let instance = common::tiny(seed);
        let options = SolveOptions { threads: 1, ..SolveOptions::default() };
        let outcome = common::solved(&instance, &options, 20);
        let verdict = check(&instance, &outcome.plan);
        for absence in impossible(&instance) {
            told += 1;
            let missing = verdict.timetable.missing[absence.job];
            assert!(
                missing >= absence.unassigned || !verdict.is_legal(),
                "{} of {seed}",
                instance.jobs[absence.job].id
            );
        }
    }
    assert!(told > 50, "{told}");
}
