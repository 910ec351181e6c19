//! Why a job is out, by brute force: the judge's audit of every plan with nothing but the jobs before it and one visit
//! (the visits of one day, where it takes several crews).

use std::collections::{BTreeMap, BTreeSet};

use brigade::judge::check_by;
use brigade::model::{CrewId, DAY, Instance, JobId, Plan, PlannedVisit, Route, Start, Stop, Timetable, Tour};
use brigade::rules::{Finding, Rule, Violation};
use brigade::units::Minutes;
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

/// What is wrong with the reason given for a job of which `plan` leaves visits out, and what would be right; none where the
/// judge confirms it.
pub fn fault(
    instance: &Instance,
    rules: &[&dyn Rule],
    plan: &Plan,
    job: JobId,
    reason: &str,
) -> Option<(&'static str, String)> {
    if instance.jobs[job].subcontract.is_some() {
        return (reason != "subcontract").then(|| ("a price that is not told", "subcontract".to_owned()));
    }
    // "an otherwise empty plan" says nothing of what the job itself has there
    let readings = [false, true].map(|own| told(instance, rules, &before(instance, plan, job, own), job));
    let readings: Vec<Told> = readings.into_iter().flatten().collect();
    // with fewer crews than the job takes there is no set: told of the crews, or by what any of them break
    let broken = |reason| reason == "crew-choice" || readings.iter().any(|told| told.all.contains(reason));
    let too_few = instance.jobs[job].crews as usize > instance.crews.len();
    // a linked job goes in with those that it is linked with, which are not tried here
    let is_linked = !instance.linked(job).is_empty() && (broken(reason) || reason == "room");
    if is_linked
        || too_few && broken(reason)
        || readings.is_empty()
        || readings.iter().any(|told| told.first.contains(reason))
    {
        return None;
    }
    let right: BTreeSet<&str> = readings.iter().flat_map(|told| &told.first).map(String::as_str).collect();
    let kind = if reason == "room" {
        "room where no shift takes it"
    } else if right.contains("room") && right.len() == 1 {
        "a rule where a shift takes it"
    } else if !readings.iter().any(|told| told.all.contains(reason)) {
        "a rule that no shift breaks"
    } else {
        "a rule where fewer break, or one before it"
    };
    Some((kind, right.into_iter().collect::<Vec<_>>().join(" or ")))
}

/// What the judge says of all shifts.
struct Told {
    /// Every rule that breaks in some shift.
    all: BTreeSet<&'static str>,
    /// The reasons: `room`, or the rules that come first where the fewest break, counted by rules or by violations.
    first: BTreeSet<String>,
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

/// None where there is no shift at all.
fn told(instance: &Instance, rules: &[&dyn Rule], plan: &Plan, job: JobId) -> Option<Told> {
    let mut sets = broken_sets(instance, rules, plan, job);
    if sets.iter().any(|broken| !broken.contains_key("frozen")) {
        sets.retain(|broken| !broken.contains_key("frozen"));
    }
    for broken in &mut sets {
        broken.remove("frozen");
    }
    let measures: [fn(&Broken) -> usize; 2] = [|broken| broken.len(), |broken| broken.values().sum()];
    let mut first = BTreeSet::new();
    for measure in measures {
        let fewest = sets.iter().map(measure).min()?;
        let codes: Vec<_> =
            sets.iter().filter(|broken| measure(broken) == fewest).flat_map(|broken| broken.keys()).collect();
        let least = codes.iter().map(|code| rank(code)).min();
        first.extend(codes.iter().filter(|code| Some(rank(code)) == least).map(|code| (**code).to_owned()));
        first.extend((fewest == 0).then(|| "room".to_owned()));
    }
    Some(Told { all: sets.iter().flat_map(|broken| broken.keys().copied()).collect(), first })
}

fn broken_sets(instance: &Instance, rules: &[&dyn Rule], plan: &Plan, job: JobId) -> Vec<Broken> {
    let count = |plan: &Plan| count(instance, rules, plan, job);
    let without = count(plan);
    let most = instance.jobs[job].crews as usize;
    let has: BTreeSet<(CrewId, NaiveDate)> =
        plan.visits().filter(|visit| visit.0 == job).map(|(_, crew, date)| (crew, date)).collect();
    let settled = |crew, date| rules.iter().map(|rule| rule.settled_until(crew, date)).max().unwrap_or(0);
    let broken = |crews: &[CrewId], date| {
        let tried = placements(instance, plan, job, crews, date, &settled).into_iter();
        let broken = tried.map(|tried| {
            let mut broken = beyond(&count(&tried), &without);
            if sets_out_in_the_past(instance, &tried, job, date, &settled) {
                broken.insert("frozen", 1);
            }
            broken
        });
        broken.collect::<Vec<_>>()
    };
    let mut sets = Vec::new();
    for &date in &instance.dates {
        if has.iter().any(|own| own.1 == date) {
            continue;
        }
        for crews in choices(&instance.crew_ids().collect::<Vec<_>>(), most) {
            sets.extend(broken(&crews, date));
        }
    }
    // with fewer crews than the job takes there is no set: what the largest one breaks
    if sets.is_empty() && has.is_empty() && most > instance.crews.len() {
        let crews: Vec<_> = instance.crew_ids().collect();
        sets.extend(instance.dates.iter().flat_map(|&date| broken(&crews, date)));
    }
    sets
}

/// When a tour sets out for a visit, and the visit.
fn legs(tour: &Tour) -> impl Iterator<Item = (Minutes, &Stop)> {
    std::iter::once(tour.leave).chain(tour.stops.iter().map(|stop| stop.finish)).zip(&tour.stops)
}

/// Whether a visit of the job is in a shift that is over, or starts before its crew could be there, had it set out no sooner
/// than what is settled ends.
fn sets_out_in_the_past(
    instance: &Instance,
    plan: &Plan,
    job: JobId,
    date: NaiveDate,
    settled: &dyn Fn(CrewId, NaiveDate) -> Minutes,
) -> bool {
    let timetable = Timetable::new(instance, plan);
    let tours = timetable.tours.iter().filter(|tour| tour.date == date);
    let mut legs = tours.flat_map(|tour| legs(tour).map(move |leg| (tour.crew, leg)));
    legs.any(|(crew, (_, stop))| {
        let until = settled(crew, date);
        let (_, end, overtime) = instance.shift_hours(crew, date);
        let is_over = until >= (end + overtime).min(DAY);
        stop.job == job && until > 0 && (is_over || stop.start < after(instance, until, stop))
    })
}

/// When a crew that sets out for a visit at a moment is there.
fn after(instance: &Instance, moment: Minutes, stop: &Stop) -> Minutes {
    instance.settings.clock.advance(moment, stop.travel)
}

/// How often each rule breaks. A visit of the job that has begun is not in the plan, so none of it is at another time.
fn count(instance: &Instance, rules: &[&dyn Rule], plan: &Plan, job: JobId) -> Broken {
    let mut counts = Broken::new();
    let counted = |violation: &Violation| violation.job != Some(job) || violation.finding != Finding::Retimed;
    for violation in check_by(instance, plan, rules).violations.into_iter().filter(counted) {
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

/// The plan with a visit by each of the crews: as early as each can, at its door before the window opens, and all at the
/// latest of these starts or no sooner before it than they may; in frozen weeks also as early as what is settled lets it be,
/// and on every hour. At every place of tours that there are.
fn placements(
    instance: &Instance,
    plan: &Plan,
    job: JobId,
    crews: &[CrewId],
    date: NaiveDate,
    settled: &dyn Fn(CrewId, NaiveDate) -> Minutes,
) -> Vec<Plan> {
    let mut plans = vec![plan.clone()];
    for &crew in crews {
        plans = plans.iter().flat_map(|plan| with_visit(plan, job, crew, date)).collect();
    }
    let frozen = crews.iter().any(|&crew| settled(crew, date) > 0);
    let timed = |plan: &Plan, start: &dyn Fn(CrewId, Minutes, &Stop) -> Option<Minutes>| {
        let timetable = Timetable::new(instance, plan);
        let mut plan = plan.clone();
        for (route, tour) in plan.routes.iter_mut().zip(&timetable.tours).filter(|(route, _)| route.date == date) {
            for (visit, (from, stop)) in route.visits.iter_mut().zip(legs(tour)).filter(|(visit, _)| visit.job == job) {
                visit.start = start(tour.crew, from, stop).map_or(visit.start, Start::At);
            }
        }
        plan
    };
    let latest = |plan: &Plan| {
        let timetable = Timetable::new(instance, plan);
        timetable.stops_of(job).filter(|(tour, _)| tour.date == date).map(|(_, stop)| stop.start).max()
    };
    let doors: Vec<_> = plans.iter().map(|plan| timed(plan, &|_, _, stop| Some(stop.arrive))).collect();
    let now = |crew, from: Minutes, stop: &Stop| {
        Some(after(instance, settled(crew, date).min(DAY).max(from), stop).max(stop.start))
    };
    let there: Vec<_> = plans.iter().chain(&doors).filter(|_| frozen).map(|plan| timed(plan, &now)).collect();
    let hours: Vec<_> = (0..if frozen { 24 } else { 0 })
        .flat_map(|hour| plans.iter().map(move |plan| (hour * 60, plan)))
        .map(|(start, plan)| timed(plan, &|_, _, stop| (stop.start < start).then_some(start)))
        .collect();
    plans.extend(doors.into_iter().chain(there).chain(hours));
    let within = instance.jobs[job].start_within.unwrap_or(0);
    let clock = &instance.settings.clock;
    let apart = [0, within].into_iter().filter(|_| crews.len() > 1);
    let together: Vec<_> = apart
        .flat_map(|apart| plans.iter().map(move |plan| (apart, plan)))
        .map(|(apart, plan)| {
            timed(plan, &|_, _, stop| latest(plan).map(|last| stop.start.max(clock.after_break(last - apart))))
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
