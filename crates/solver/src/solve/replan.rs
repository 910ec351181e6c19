//! What has happened since a plan was made, and the instance that is left to plan.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use brigade_model::model::{CrewId, DayException, Instance, JobId, Parts, Pin, Plan, PlannedVisit, Start, Timetable};
use brigade_model::rules::frozen::{Frozen, begun, freeze_but};
use brigade_model::units::Minutes;

/// What has happened up to a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disruption {
    /// The moment: what starts before it has begun and stays.
    pub now: NaiveDateTime,
    /// The last date of today's schedule that stays as it is, begun or not, as far as its crews are there.
    pub frozen: Option<NaiveDate>,
    /// Crews that are not there on a date; from the moment on, where they have begun that day.
    pub absences: Vec<(CrewId, NaiveDate)>,
    /// Jobs of which nothing more is to be done, with the minute at which the last visit ended early.
    pub ended: Vec<(JobId, Option<Minutes>)>,
}

impl Disruption {
    /// The moment before which nothing changes and nothing is added.
    pub fn settled_until(&self) -> NaiveDateTime {
        let frozen = self.frozen.map(|date| (date + Days::new(1)).and_time(NaiveTime::MIN));
        frozen.map_or(self.now, |frozen| frozen.max(self.now))
    }
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

/// An instance that already says what a disruption changed, with what has begun held again: crews are off where they
/// had not begun, and `current` is what is left of the schedule.
pub fn resumed(instance: Instance, disruption: &Disruption) -> (Instance, Frozen) {
    let timetable = Timetable::new(&instance, &instance.current.clone().unwrap_or_default());
    let counts = begun(&instance, &timetable, disruption.now);
    let (closed, off) = absent(&timetable, &counts, disruption);
    freeze_but(instance, disruption.settled_until(), closed, &off)
}

/// Shifts of one crew on one date.
type Shifts = Vec<(CrewId, NaiveDate)>;

/// The shifts of absent crews: those that had begun, and those that had not.
fn absent(timetable: &Timetable, counts: &[usize], disruption: &Disruption) -> (Shifts, Shifts) {
    let tours = timetable.tours.iter().zip(counts).filter(|(_, count)| **count > 0);
    let has_begun: BTreeSet<_> = tours.map(|(tour, _)| (tour.crew, tour.date)).collect();
    disruption.absences.iter().partition(|shift| has_begun.contains(shift))
}

/// The instance after a disruption: absent crews off, ended jobs done, what has begun held at its time. Today's schedule
/// loses the visits that are not to be done any more, and states the starts of the day on which the moment lies.
pub fn disrupted(instance: Instance, disruption: &Disruption) -> Replan {
    let current = instance.current.clone().unwrap_or_default();
    let instance = shortened(instance, &current, disruption);
    let timetable = Timetable::new(&instance, &current);
    let counts = begun(&instance, &timetable, disruption.now);
    let (closed, off) = absent(&timetable, &counts, disruption);
    let mut parts = instance.into_parts();
    for &(crew, date) in &off {
        parts.crews[crew].exceptions.insert(date, DayException::Off);
    }
    for &(job, _) in &disruption.ended {
        parts.jobs[job].visits = days_begun(&timetable, &counts, job);
    }
    parts.current = Some(remaining(&current, &timetable, &counts, disruption));
    let displaced = displaced(&timetable, &counts, disruption);
    let given_up = give_up(&mut parts, disruption);
    let (instance, frozen) = freeze_but(Instance::new(parts), disruption.settled_until(), closed, &off);
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

/// Today's schedule without the visits of ended jobs that have not begun.
fn remaining(current: &Plan, timetable: &Timetable, counts: &[usize], disruption: &Disruption) -> Plan {
    let is_ended = |job: JobId| disruption.ended.iter().any(|&(ended, _)| ended == job);
    let routes = current.routes.iter().zip(&timetable.tours).zip(counts).map(|((route, tour), &count)| {
        let visits = route.visits.iter().zip(&tour.stops).enumerate();
        let visits = visits.filter(|(position, (visit, _))| *position < count || !is_ended(visit.job));
        let visits = visits.map(|(_, (visit, stop))| match visit.start {
            Start::Earliest | Start::Unstated if tour.date <= disruption.now.date() => {
                PlannedVisit { start: Start::NotBefore(stop.start), ..*visit }
            }
            _ => *visit,
        });
        brigade_model::model::Route { visits: visits.collect(), ..route.clone() }
    });
    Plan::new(routes.collect())
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
