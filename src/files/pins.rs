//! Checks pins: warns of those that no plan can keep within the rules, and drops those for which earlier pins leave no
//! room.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::columns::CURRENT;
use super::issues::{InputPosition, Issues};
use crate::error::{Message, RuleCode};
use crate::model::{CrewId, Instance, JobId, Pin};
use crate::rules::{
    About, LoneVisit, RULES, calendar, crew_choice, crew_size, date, equipment, forbidding, load, precedence, shift,
    skill, travel_limit, week_hours, window,
};

/// The pins of the file `file`, dropped where they have to be.
pub fn checked(mut pins: Vec<Pin>, instance: &Instance, file: &str, issues: &mut Issues) -> Vec<Pin> {
    let mut taken: FxHashMap<JobId, Taken> = FxHashMap::default();
    for pin in &mut pins {
        let others = taken.entry(pin.job).or_default();
        let (spot, id) = (InputPosition::cell(file, pin.line, CURRENT.pinned.name()), &instance.jobs[pin.job].id);
        if let Some(rule) = fault(pin, instance) {
            issues.warn(spot, id, Message::PinBreaks { rule: RuleCode(rule.code) });
        } else if others.with(pin).exceeds(instance, pin.job) {
            pin.dropped = true;
            issues.warn(spot, id, Message::PinDropped);
            continue;
        }
        others.add(pin);
    }
    pins
}

/// What the pins of one job use up of it.
#[derive(Default)]
struct Taken {
    all: u32,
    /// Pins of a crew and a date.
    visits: FxHashMap<(CrewId, NaiveDate), u32>,
    crews: FxHashMap<CrewId, u32>,
    dates: FxHashMap<NaiveDate, u32>,
    most: PinTotals,
}

/// The totals that a job limits.
#[derive(Clone, Copy, Default)]
struct PinTotals {
    all: u32,
    per_visit: u32,
    per_crew: u32,
    per_date: u32,
    dates: u32,
}

impl Taken {
    fn add(&mut self, pin: &Pin) {
        self.most = self.with(pin);
        self.all += 1;
        if let (Some(crew), Some(date)) = (pin.crew, pin.date) {
            *self.visits.entry((crew, date)).or_default() += 1;
        }
        if let Some(crew) = pin.crew {
            *self.crews.entry(crew).or_default() += 1;
        }
        if let Some(date) = pin.date {
            *self.dates.entry(date).or_default() += 1;
        }
    }

    /// The totals with one more pin.
    fn with(&self, pin: &Pin) -> PinTotals {
        let visit = pin.crew.zip(pin.date).map_or(0, |visit| 1 + count(&self.visits, visit));
        let per_crew = pin.crew.map_or(0, |crew| 1 + count(&self.crews, crew));
        let per_date = pin.date.map_or(0, |date| 1 + count(&self.dates, date));
        PinTotals {
            all: self.all + 1,
            per_visit: self.most.per_visit.max(visit),
            per_crew: self.most.per_crew.max(per_crew),
            per_date: self.most.per_date.max(per_date),
            dates: self.dates.len() as u32 + u32::from(per_date == 1),
        }
    }
}

fn count<K: std::hash::Hash + Eq>(counts: &FxHashMap<K, u32>, key: K) -> u32 {
    counts.get(&key).copied().unwrap_or(0)
}

impl PinTotals {
    /// Whether this is more than the horizon asks of the job.
    fn exceeds(&self, instance: &Instance, job: JobId) -> bool {
        let days = instance.days_asked(job);
        self.per_visit > 1
            || self.per_date > instance.jobs[job].crews
            || self.dates > days
            || self.per_crew > days
            || self.all > instance.visits_asked(job)
    }
}

/// The order in which the rules are told that a pinned visit breaks by itself.
const TOLD: [&About; 11] = [
    &skill::ABOUT,
    &crew_size::ABOUT,
    &crew_choice::ABOUT,
    &travel_limit::ABOUT,
    &date::ABOUT,
    &load::ABOUT,
    &precedence::ABOUT,
    &equipment::ABOUT,
    &window::ABOUT,
    &shift::ABOUT,
    &week_hours::ABOUT,
];

/// The rule that most visits the pin could mean break, where all of them break one.
fn fault(pin: &Pin, instance: &Instance) -> Option<&'static About> {
    let crews = instance.crew_ids().filter(|&own| pin.crew.is_none_or(|crew| own == crew));
    let dates: Vec<_> = pin.date.map_or_else(|| instance.dates.clone(), |date| vec![date]);
    let mut counts: Vec<(&About, usize)> = Vec::new();
    for crew in crews {
        for &date in &dates {
            let rule = visit_fault(instance, pin.job, crew, date)?;
            match counts.iter_mut().find(|(known, _)| *known == rule) {
                Some((_, count)) => *count += 1,
                None => counts.push((rule, 1)),
            }
        }
    }
    counts.into_iter().rev().max_by_key(|&(_, count)| count).map(|(rule, _)| rule)
}

/// The rule that a visit breaks even where it is all that its crew does.
fn visit_fault(instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> Option<&'static About> {
    let Some(shift) = instance.day(date).and_then(|day| instance.shift(crew, day)) else {
        return Some(&calendar::ABOUT);
    };
    let visit = LoneVisit::new(instance, job, &instance.shifts[shift]);
    let broken: Vec<_> = forbidding(RULES, instance, &visit).collect();
    TOLD.into_iter().find(|rule| broken.contains(rule)).or(broken.first().copied())
}
