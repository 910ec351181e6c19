//! What has happened since a plan was made, and the instance that is left to plan.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};

use brigade_model::model::{CrewId, DayException, Instance, JobId, Parts, Pin, Plan, Timetable};
use brigade_model::rules::frozen::{Frozen, begun, freeze};
use brigade_model::units::Minutes;

/// What has happened up to a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disruption {
    /// The moment: what starts before it has begun and stays.
    pub now: NaiveDateTime,
    /// Crews that are not there on a date; from the moment on, where they have begun that day.
    pub absences: Vec<(CrewId, NaiveDate)>,
    /// Jobs of which nothing more is to be done, with the minute at which the last visit ended early.
    pub ended: Vec<(JobId, Option<Minutes>)>,
}

/// What is left to plan.
pub struct Replan {
    /// The instance with what has happened.
    pub instance: Instance,
    /// The rule that holds what has begun.
    pub frozen: Frozen,
    /// Visits of today's schedule that can't stay where they are, because their crew is not there.
    pub displaced: usize,
    /// Pins that are given up, because their crew is not there or their job is not to be done any more.
    pub given_up: Vec<Pin>,
}

/// The instance after a disruption: absent crews off, ended jobs done, what has begun held at its time.
pub fn disrupted(instance: Instance, disruption: &Disruption) -> Replan {
    let current = instance.current.clone().unwrap_or_default();
    let instance = shortened(instance, &current, disruption);
    let timetable = Timetable::new(&instance, &current);
    let counts = begun(&instance, &timetable, disruption.now);
    let has_begun: BTreeSet<(CrewId, NaiveDate)> = timetable
        .tours
        .iter()
        .zip(&counts)
        .filter(|(_, count)| **count > 0)
        .map(|(tour, _)| (tour.crew, tour.date))
        .collect();
    let (closed, off): (Vec<_>, Vec<_>) = disruption.absences.iter().partition(|shift| has_begun.contains(shift));
    let mut parts = instance.into_parts();
    for &(crew, date) in &off {
        parts.crews[crew].exceptions.insert(date, DayException::Off);
    }
    for &(job, _) in &disruption.ended {
        parts.jobs[job].visits = days_begun(&timetable, &counts, job);
    }
    let displaced = displaced(&timetable, &counts, disruption);
    let given_up = give_up(&mut parts, disruption);
    let (instance, frozen) = freeze(Instance::new(parts), disruption.now, closed);
    let begun: Vec<_> = instance.pins.iter().filter(|pin| pin.start.is_some()).collect();
    let held = |pin: &Pin| {
        let shift = |own: &Pin| own.crew.zip(own.date);
        begun.iter().any(|own| own.job == pin.job && shift(own).is_some_and(|(crew, date)| pin.holds(crew, date)))
    };
    let given_up = given_up.into_iter().filter(|pin| !held(pin)).collect();
    Replan { instance, frozen, displaced, given_up }
}

/// The instance with the durations of jobs whose only visit ended early.
fn shortened(instance: Instance, current: &Plan, disruption: &Disruption) -> Instance {
    let timetable = Timetable::new(&instance, current);
    let clock = instance.settings.clock;
    let mut durations = Vec::new();
    for &(job, at) in &disruption.ended {
        let mut visits = timetable.stops_of(job);
        if let (Some(at), Some((tour, stop)), None) = (at, visits.next(), visits.next()) {
            let minutes = clock.between(stop.start, at);
            if tour.date == disruption.now.date() && (1..instance.jobs[job].duration).contains(&minutes) {
                durations.push((job, minutes));
            }
        }
    }
    let mut parts = instance.into_parts();
    durations.into_iter().for_each(|(job, minutes)| parts.jobs[job].duration = minutes);
    Instance::new(parts)
}

/// Dates on which a visit of a job has begun.
fn days_begun(timetable: &Timetable, counts: &[usize], job: JobId) -> u32 {
    let visits = timetable.visits_of[job].iter().filter(|&&(tour, position)| position < counts[tour]);
    visits.map(|&(tour, _)| timetable.tours[tour].date).collect::<BTreeSet<_>>().len() as u32
}

/// Visits that have not begun and whose crew is not there, of jobs that are still to be done.
fn displaced(timetable: &Timetable, counts: &[usize], disruption: &Disruption) -> usize {
    let absent =
        timetable.tours.iter().zip(counts).filter(|(tour, _)| disruption.absences.contains(&(tour.crew, tour.date)));
    let waiting = absent.flat_map(|(tour, &count)| &tour.stops[count..]);
    waiting.filter(|stop| !disruption.ended.iter().any(|&(job, _)| job == stop.job)).count()
}

/// Takes away the pins that can't be kept, and those of ended jobs.
fn give_up(parts: &mut Parts, disruption: &Disruption) -> Vec<Pin> {
    let lost = |pin: &Pin| {
        let absent = pin.crew.zip(pin.date).is_some_and(|shift| disruption.absences.contains(&shift));
        absent || disruption.ended.iter().any(|&(job, _)| job == pin.job)
    };
    let (given_up, kept) = parts.pins.iter().copied().partition(lost);
    parts.pins = kept;
    given_up
}
