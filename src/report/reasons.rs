//! The sentences about a job that is left out.

use crate::model::{Absence, CrewId, Instance, JobId, NearCrew, Place, Shortage, WayIn, hhmm};
use crate::units::Money;

/// What keeps the job out.
pub fn first_sentence(instance: &Instance, absence: &Absence) -> String {
    let (job, able) = (&instance.jobs[absence.job], absence.able);
    let waits = absence.waits_for.map_or("another job", |before| &instance.jobs[before].id);
    match absence.code {
        "skill" | "crew-size" | "crew-choice" | "travel-limit" => match (able, job.crews) {
            (0, _) => "No crew may do it.".into(),
            (1, needed) => format!("Only 1 crew may do it, {needed} needed."),
            (_, needed) => format!("Only {able} crews may do it, {needed} needed."),
        },
        "precedence" if absence.waits_for.is_some_and(|before| !instance.can_finish(before)) => {
            format!("It waits for {waits}, which can't be finished within the horizon.")
        }
        "precedence" => format!("It waits for {waits}, which is left out, wholly or partly."),
        "calendar" => "None of the crews that may do it is there on the dates left for it.".into(),
        "window" => "Nobody can start it in time, even with nothing else to do.".into(),
        "shift" => "It is too long for a shift, even with nothing else to do.".into(),
        "load" => "It is too heavy for the vehicles of the crews that may do it.".into(),
        "equipment" => format!("There are too few tools: {}.", tools(instance, absence.job)),
        "week-hours" => "It is too long for a week of the crews that may do it.".into(),
        "sites-per-day" => "The crews that may do it go to no site at all.".into(),
        "tour-duration" => "It keeps a crew away from its base too long, even with nothing else to do.".into(),
        "together" => format!("{} crews are needed on one day, and never that many can be there.", job.crews),
        "same-crew" => "Who began it must finish it, and has no date left for it.".into(),
        "gap" => format!("No date left is within {} working days of its other visits.", job.max_gap_days.unwrap_or(0)),
        Absence::ROOM => room(instance, absence),
        code => format!("The rule {code} keeps it out."),
    }
}

fn room(instance: &Instance, absence: &Absence) -> String {
    let fits = |way: &WayIn| way.instead_of.is_none() && way.shortage.is_none();
    let first = match absence.ways_in.iter().find(|way| fits(way)) {
        Some(way) if way.extra > Money::ZERO => "It fits, but costs more than leaving it out.".into(),
        Some(_) => "It fits: the search ended before it found that.".into(),
        None => "No room beside the rest.".to_string(),
    };
    match absence.waits_for {
        Some(before) => format!("{first} It comes after {}.", instance.jobs[before].id),
        None => first,
    }
}

/// The nearest crews; with what keeps each of them out, where something does.
pub fn nearest(instance: &Instance, absence: &Absence) -> Option<String> {
    let crew = |near: &NearCrew| {
        let name = format!("{} ({} min)", instance.crews[near.crew].id, near.minutes);
        let faults: Vec<_> = near.faults.iter().map(|code| fault(instance, absence.job, near.crew, code)).collect();
        if faults.is_empty() { name } else { format!("{name} {}", faults.join(" and ")) }
    };
    let crews: Vec<_> = absence.nearest.iter().map(crew).collect();
    let mark = if absence.nearest.iter().all(|near| near.faults.is_empty()) { ", " } else { "; " };
    (!crews.is_empty()).then(|| format!("Nearest: {}.", crews.join(mark)))
}

/// What keeps a crew from a job, by the code of the rule.
pub fn fault(instance: &Instance, job: JobId, crew: CrewId, code: &str) -> String {
    let (work, own) = (&instance.jobs[job], &instance.crews[crew]);
    match code {
        "skill" => skills(instance, job, crew),
        "crew-size" => format!("has {} of {} people", own.people(None), work.min_members),
        "crew-choice" if work.not_crews.contains(&crew) => "is in its not_crews".into(),
        "crew-choice" => "is not in its only_crews".into(),
        "travel-limit" => format!("drives {} min at most", own.max_travel.unwrap_or(0)),
        "calendar" if own.people.is_empty() => "is off then".into(),
        "calendar" => "is off or short of people then".into(),
        "window" => format!("can't start it by {}", hhmm(work.close.unwrap_or(0))),
        "shift" => "is back too late".into(),
        "load" => match own.capacity {
            Some(most) => format!("carries {} of {}", most.to_f64(), work.load.to_f64()),
            None => "can't carry it".into(),
        },
        "equipment" => "owns none".into(),
        "week-hours" => format!("works {} min a week at most", own.max_week_minutes.unwrap_or(0)),
        "sites-per-day" => "goes to no site".into(),
        "tour-duration" => format!("is away for {} min at most", own.max_tour_minutes.unwrap_or(0)),
        "pinned" => "is not the pinned one".into(),
        code => format!("breaks {code}"),
    }
}

/// What the crew knows of the skills that it lacks.
fn skills(instance: &Instance, job: JobId, crew: CrewId) -> String {
    let own = &instance.crews[crew];
    let lacking =
        instance.jobs[job].skills.iter().filter(|need| own.holders(need.skill, need.level, None) < need.people);
    let words = lacking.map(|need| {
        let (name, level) = (&instance.skills[need.skill], own.level(need.skill, None));
        let asked = format!("{name}:{}", need.level);
        match (need.people, level) {
            (1, 0) => format!("has no {name} (asked {asked})"),
            (1, _) => format!("has {name}:{level} (asked {asked})"),
            (people, _) => format!("has {} of {people} people with {asked}", own.holders(need.skill, need.level, None)),
        }
    });
    words.collect::<Vec<_>>().join(" and ")
}

fn tools(instance: &Instance, job: JobId) -> String {
    let short = instance.jobs[job].tools.iter().filter(|&&(tool, asked)| asked > instance.tools[tool].quantity);
    let words = short.map(|&(tool, asked)| {
        let tool = &instance.tools[tool];
        format!("{asked} x {} asked, the pool has {}", tool.id, tool.quantity)
    });
    words.collect::<Vec<_>>().join(", ")
}

/// What was tried, and its price.
pub fn way_in(instance: &Instance, absence: &Absence, way: &WayIn) -> String {
    let crew = |place: &Place| instance.crews[place.crew].id.as_str();
    let crews = way.places.iter().map(crew).collect::<Vec<_>>().join(" and ");
    let date = way.places.first().map_or_else(String::new, |place| format!(" on {}", place.date));
    let what = if absence.missing as usize > way.places.len() { "one of its visits" } else { "it" };
    let other = way.instead_of.map(|other| format!(" in place of {}", instance.jobs[other].id)).unwrap_or_default();
    let more = way.shortage.map(|short| format!(" with {}", shortage(instance, short))).unwrap_or_default();
    format!("{crews} could take {what}{date}{other}{more} ({}).", price(way.extra))
}

/// A price in words.
pub fn price(extra: Money) -> String {
    if extra < Money::ZERO { format!("costs {} less", -extra) } else { format!("costs {extra} more") }
}

/// A limit that is too tight.
pub fn shortage(instance: &Instance, short: Shortage) -> String {
    match short {
        Shortage::Overtime(minutes) => format!("{minutes} min more at the end of the shift"),
        Shortage::Late(job, minutes) => format!("{} {minutes} min late", instance.jobs[job].id),
        Shortage::Week(minutes) => format!("{minutes} min more in the week"),
        Shortage::Tool(tool, quantity) => format!("{quantity} more {} that day", instance.tools[tool].id),
        Shortage::Load(amount) => format!("{} more on the vehicle", amount.to_f64()),
        Shortage::Sites(count) => format!("{count} more sites that day"),
    }
}
