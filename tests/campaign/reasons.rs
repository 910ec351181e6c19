//! Why a job is out, by brute force: the judge's audit of every plan with nothing but the jobs before it and one visit
//! (the visits of one day, where it takes several crews).

use std::collections::{BTreeMap, BTreeSet};

use brigade::judge::check_by;
use brigade::model::{CrewId, Instance, JobId, Plan, PlannedVisit, Route, Start, Timetable};
use brigade::rules::Rule;
use chrono::NaiveDate;

/// Rules in the order in which ties are told; those that are not named come last.
const ORDER: [&str; 13] = [
    "skill",
    "crew-size",
    "crew-choice",
    "travel-limit",
    "date",
    "calendar",
    "precedence",
    "same-crew",
    "one-crew",
    "equipment",
    "together",
    "lag",
    "window",
];

fn rank(code: &str) -> usize {
    ORDER.iter().position(|own| *own == code).unwrap_or(if code == "shift" { ORDER.len() } else { ORDER.len() + 1 })
}

/// The reasons that the contract allows for a job of which `plan` leaves visits out.
pub fn allowed(instance: &Instance, rules: &[&dyn Rule], plan: &Plan, job: JobId) -> BTreeSet<String> {
    let alone = told(instance, rules, &before(instance, plan, job, false), job);
    // "an otherwise empty plan" says nothing of what the job itself has there
    let own = told(instance, rules, &before(instance, plan, job, true), job);
    let too_few = (instance.jobs[job].crews as usize > instance.crews.len()).then(|| "crew-choice".to_owned());
    alone.into_iter().chain(own).chain(too_few).collect()
}

/// The part of a plan that a job waits for, with its own visits or without.
fn before(instance: &Instance, plan: &Plan, job: JobId, own: bool) -> Plan {
    let mut kept = BTreeSet::new();
    let mut open = instance.jobs[job].after.clone();
    while let Some(next) = open.pop() {
        if kept.insert(next) {
            open.extend(&instance.jobs[next].after);
        }
    }
    kept.extend(own.then_some(job));
    restricted(plan, |own| kept.contains(&own))
}

/// A plan with only some of its jobs, at their times.
pub fn restricted(plan: &Plan, keeps: impl Fn(JobId) -> bool) -> Plan {
    let routes = plan.routes.iter().map(|route| Route {
        visits: route.visits.iter().copied().filter(|visit| keeps(visit.job)).collect(),
        leave: None,
        ..route.clone()
    });
    Plan::new(routes.collect())
}

/// What breaks with a visit in a set of shifts: how often each rule, beyond what the plan breaks without it.
type Broken = BTreeMap<&'static str, usize>;

fn told(instance: &Instance, rules: &[&dyn Rule], plan: &Plan, job: JobId) -> BTreeSet<String> {
    let sets = broken_sets(instance, rules, plan, job);
    let open: Vec<_> = sets.iter().filter(|broken| !broken.contains_key("frozen")).collect();
    let sets: Vec<&Broken> = if open.is_empty() { sets.iter().collect() } else { open };
    let measures: [fn(&Broken) -> usize; 2] = [|broken| broken.len(), |broken| broken.values().sum()];
    let mut reasons = BTreeSet::new();
    for measure in measures {
        let own = |broken: &Broken| {
            measure(
                &broken.iter().filter(|(code, _)| **code != "frozen").map(|(code, count)| (*code, *count)).collect(),
            )
        };
        let Some(fewest) = sets.iter().map(|broken| own(broken)).min() else { continue };
        if fewest == 0 {
            reasons.insert("room".to_owned());
            continue;
        }
        let codes = sets.iter().filter(|broken| own(broken) == fewest).flat_map(|broken| broken.keys());
        let codes: BTreeSet<&str> = codes.copied().filter(|code| *code != "frozen").collect();
        let first = codes.iter().map(|code| rank(code)).min();
        reasons.extend(codes.iter().filter(|code| Some(rank(code)) == first).map(|code| (*code).to_owned()));
    }
    reasons
}

fn broken_sets(instance: &Instance, rules: &[&dyn Rule], plan: &Plan, job: JobId) -> Vec<Broken> {
    let without = count(instance, rules, plan);
    let most = instance.jobs[job].crews as usize;
    let has: BTreeSet<(CrewId, NaiveDate)> =
        plan.visits().filter(|visit| visit.0 == job).map(|(_, crew, date)| (crew, date)).collect();
    let mut sets = Vec::new();
    for &date in &instance.dates {
        if has.iter().any(|own| own.1 == date) {
            continue;
        }
        for crews in choices(&instance.crew_ids().collect::<Vec<_>>(), most) {
            let best = placements(instance, plan, job, &crews, date)
                .into_iter()
                .map(|tried| beyond(&count(instance, rules, &tried), &without))
                .min_by_key(|broken| (broken.len(), broken.values().sum::<usize>()));
            sets.extend(best);
        }
    }
    // with fewer crews than the job takes there is no set: that is the reason, or what the largest one breaks
    if sets.is_empty() && most > instance.crews.len() {
        let crews: Vec<_> = instance.crew_ids().collect();
        for &date in &instance.dates {
            let tried = placements(instance, plan, job, &crews, date);
            sets.extend(tried.iter().map(|tried| beyond(&count(instance, rules, tried), &without)));
        }
    }
    sets
}

fn count(instance: &Instance, rules: &[&dyn Rule], plan: &Plan) -> Broken {
    let mut counts = Broken::new();
    for violation in check_by(instance, plan, rules).violations {
        *counts.entry(violation.code()).or_default() += 1;
    }
    counts
}

fn beyond(with: &Broken, without: &Broken) -> Broken {
    let more = with.iter().map(|(code, count)| (*code, count.saturating_sub(without.get(code).copied().unwrap_or(0))));
    more.filter(|(_, count)| *count > 0).collect()
}

/// All sets of so many crews.
fn choices(crews: &[CrewId], most: usize) -> Vec<Vec<CrewId>> {
    if most == 0 {
        return vec![Vec::new()];
    }
    let mut sets = Vec::new();
    for (index, &crew) in crews.iter().enumerate() {
        for mut rest in choices(&crews[index + 1..], most - 1) {
            rest.insert(0, crew);
            sets.push(rest);
        }
    }
    sets
}

/// The plan with a visit by each of the crews: as early as each can, and all at the latest of these starts; at every
/// place of tours that there are.
fn placements(instance: &Instance, plan: &Plan, job: JobId, crews: &[CrewId], date: NaiveDate) -> Vec<Plan> {
    let mut plans = vec![plan.clone()];
    for &crew in crews {
        plans = plans.iter().flat_map(|plan| with_visit(plan, job, crew, date)).collect();
    }
    let together: Vec<_> = plans
        .iter()
        .filter(|_| crews.len() > 1)
        .filter_map(|plan| {
            let timetable = Timetable::new(instance, plan);
            let starts = timetable.stops_of(job).filter(|(tour, _)| tour.date == date).map(|(_, stop)| stop.start);
            let latest = starts.max()?;
            let mut plan = plan.clone();
            for route in plan.routes.iter_mut().filter(|route| route.date == date) {
                for visit in route.visits.iter_mut().filter(|visit| visit.job == job) {
                    visit.start = Start::At(latest);
                }
            }
            Some(plan)
        })
        .collect();
    plans.extend(together);
    plans
}

fn with_visit(plan: &Plan, job: JobId, crew: CrewId, date: NaiveDate) -> Vec<Plan> {
    let visit = PlannedVisit { job, start: Start::Earliest };
    let at = plan.routes.iter().position(|route| route.crew == crew && route.date == date);
    let Some(at) = at else {
        let mut routes = plan.routes.clone();
        routes.push(Route { date, crew, leave: None, visits: vec![visit] });
        return vec![Plan::new(routes)];
    };
    let places = 0..=plan.routes[at].visits.len();
    let put = |place: usize| {
        let mut plan = plan.clone();
        plan.routes[at].visits.insert(place, visit);
        // those behind it may have to move on
        plan.routes[at].visits[place..].iter_mut().for_each(|visit| visit.start = Start::Earliest);
        plan
    };
    places.map(put).collect()
}
