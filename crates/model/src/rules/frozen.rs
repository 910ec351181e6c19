//! `frozen`: what has begun, or lies before a date up to which today's schedule is settled.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use crate::model::{CrewId, Instance, JobId, Pin, Plan, Shift, Stop, Timetable, Tour, VisitAt, pin_holders};
use crate::rules::{About, Audit, Finding, RouteTerms, Rule, Violation, VisitCost};
use crate::units::Minutes;

/// "What has begun stays as it is, and nothing is planned into the past." For runs that ask for it.
///
/// Made by [`freeze`], together with an instance whose pins hold what has begun at its time.
pub struct Frozen {
    until: NaiveDateTime,
    closed: Vec<(CrewId, NaiveDate)>,
    /// When what has begun starts for the search, working clock.
    held: BTreeMap<(JobId, CrewId, NaiveDate), Minutes>,
    /// Departures, working clock, of the date on which the moment lies.
    leaves: BTreeMap<CrewId, Minutes>,
}

/// Freezes today's schedule up to a moment: every visit that starts before it is pinned at its time, and no other may
/// start before it. In `closed` shifts nothing is planned but what has begun.
pub fn freeze(instance: Instance, until: NaiveDateTime, closed: Vec<(CrewId, NaiveDate)>) -> (Instance, Frozen) {
    freeze_but(instance, until, closed, &[])
}

/// The same, but nothing of the shifts `away` is held.
pub fn freeze_but(
    instance: Instance,
    until: NaiveDateTime,
    closed: Vec<(CrewId, NaiveDate)>,
    away: &[(CrewId, NaiveDate)],
) -> (Instance, Frozen) {
    let current = instance.current.clone();
    let timetable = Timetable::new(&instance, current.as_ref().unwrap_or(&Plan::default()));
    let mut begun = begun(&instance, &timetable, until);
    for (tour, count) in timetable.tours.iter().zip(&mut begun) {
        *count = if away.contains(&(tour.crew, tour.date)) { 0 } else { *count };
    }
    let mut frozen = Frozen { until, closed, held: BTreeMap::new(), leaves: BTreeMap::new() };
    for (tour, &count) in timetable.tours.iter().zip(&begun) {
        frozen.hold(&instance, tour, count);
    }
    for crew in instance.crew_ids() {
        let start = instance.shift_hours(crew, until.date()).0;
        frozen.leaves.entry(crew).or_insert(instance.settings.clock.working(start.max(minute(until))));
    }
    let pins = pins(&instance, &timetable, &begun);
    (instance.with_current(current, pins), frozen)
}

/// How many visits of each tour have begun: those that start before the moment, all before them in their tour, and
/// those that start together with them.
pub fn begun(instance: &Instance, timetable: &Timetable, until: NaiveDateTime) -> Vec<usize> {
    let own = |tour: &Tour| tour.stops.iter().filter(|stop| before(until, tour.date, stop.start)).count();
    let mut begun: Vec<usize> = timetable.tours.iter().map(own).collect();
    let meets = |job: &JobId| instance.jobs[*job].crews > 1 && instance.jobs[*job].start_within.is_some();
    let jobs: Vec<JobId> = instance.job_ids().filter(meets).collect();
    loop {
        let dates = |job: JobId| {
            let begun_there = timetable.visits_of[job].iter().filter(|&&(tour, position)| begun[tour] > position);
            begun_there.map(|&(tour, _)| timetable.tours[tour].date).collect::<Vec<_>>()
        };
        let dates: Vec<_> = jobs.iter().map(|&job| (job, dates(job))).collect();
        let places = dates.iter().flat_map(|(job, dates)| {
            let places = timetable.visits_of[*job].iter();
            places.filter(|&&(tour, _)| dates.contains(&timetable.tours[tour].date))
        });
        let mut grown = false;
        for &(tour, position) in places {
            grown |= begun[tour] <= position;
            begun[tour] = begun[tour].max(position + 1);
        }
        if !grown {
            return begun;
        }
    }
}

fn before(until: NaiveDateTime, date: NaiveDate, start: Minutes) -> bool {
    (date, start) < (until.date(), minute(until))
}

fn minute(moment: NaiveDateTime) -> Minutes {
    (moment.hour() * 60 + moment.minute()) as Minutes
}

/// The pins of today's schedule with those of what has begun in front, in place of those that these visits keep.
fn pins(instance: &Instance, timetable: &Timetable, begun: &[usize]) -> Vec<Pin> {
    let has_begun = |(tour, position): VisitAt| position < begun[tour];
    let mut pins = Vec::new();
    for (tour, &count) in timetable.tours.iter().zip(begun) {
        let pin = |stop: &Stop| Pin {
            job: stop.job,
            crew: Some(tour.crew),
            date: Some(tour.date),
            start: Some(stop.start),
            line: 0,
            dropped: false,
        };
        pins.extend(tour.stops[..count].iter().map(pin));
    }
    let holders = pin_holders(instance, timetable);
    let others = instance.pins.iter().zip(holders).filter(|(_, holder)| !holder.is_some_and(has_begun));
    pins.extend(others.map(|(pin, _)| *pin));
    pins
}

impl Frozen {
    /// Holds the first visits of a tour. On the date of the moment the search sees them as late as the moment allows, one
    /// right after the other, so that it finds no time between them.
    fn hold(&mut self, instance: &Instance, tour: &Tour, count: usize) {
        let clock = &instance.settings.clock;
        let stops = &tour.stops[..count];
        if tour.date != self.until.date() {
            let held = stops.iter().map(|stop| ((stop.job, tour.crew, tour.date), clock.working(stop.start)));
            self.held.extend(held);
            return;
        }
        let Some(last) = stops.last() else { return };
        let mut moment = clock.working(last.finish).max(clock.working(minute(self.until)));
        for stop in stops.iter().rev() {
            moment -= instance.jobs[stop.job].duration;
            self.held.insert((stop.job, tour.crew, tour.date), moment);
            moment -= stop.travel;
        }
        self.leaves.insert(tour.crew, moment);
    }

    fn is_closed(&self, crew: CrewId, date: NaiveDate) -> bool {
        date < self.until.date() || self.closed.contains(&(crew, date))
    }

    /// What is wrong with a visit that should not be there, or not at its time.
    fn fault(&self, instance: &Instance, tour: &Tour, stop: &Stop) -> Option<Finding> {
        let own = |pin: &&Pin| pin.job == stop.job && pin.crew == Some(tour.crew) && pin.date == Some(tour.date);
        let mut starts = instance.pins.iter().filter(own).filter_map(|pin| pin.start);
        match starts.next() {
            Some(first) if first == stop.start || starts.any(|start| start == stop.start) => None,
            Some(_) => Some(Finding::Retimed),
            None if self.is_closed(tour.crew, tour.date) || before(self.until, tour.date, stop.start) => {
                Some(Finding::InThePast(self.until))
            }
            None => None,
        }
    }
}

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "frozen",
    sentence: "What has begun stays as it is, and nothing is planned into the past.",
    formula: "visits that have begun or are frozen and start at another time, and others that start before the moment, or in \
             a shift that has ended early",
    unit: "one per visit",
    of_run: true,
    ..About::HARD
};

impl Rule for Frozen {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let faults = timetable.stops().filter_map(|(tour, stop)| {
            let finding = self.fault(instance, tour, stop)?;
            Some(Violation::of_visit(&ABOUT, tour, stop, finding))
        });
        Audit::of_violations(faults)
    }

    fn visit_cost(&self, _instance: &Instance, _job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::incompatible_if(self.is_closed(shift.crew, shift.date))
    }

    fn settled_until(&self, crew: CrewId, date: NaiveDate) -> Minutes {
        match date == self.until.date() {
            _ if self.is_closed(crew, date) => Minutes::MAX,
            true => minute(self.until),
            false => 0,
        }
    }

    fn held(&self, _instance: &Instance, pin: &Pin) -> Option<Minutes> {
        self.held.get(&(pin.job, pin.crew?, pin.date?)).copied().filter(|_| pin.start.is_some())
    }

    fn route(&self, _instance: &Instance, shift: &Shift, terms: &mut RouteTerms) {
        if shift.date == self.until.date() {
            terms.leave = self.leaves.get(&shift.crew).copied();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::check_by;
    use crate::model::{Route, Sketch};

    fn week() -> Sketch {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        sketch.site("farm", (30.0, 0.0));
        for job in ["roof", "gutter", "door"] {
            sketch.job(job, 60);
        }
        sketch.current(&[(0, 0, &[0]), (0, 1, &[1, 2])]);
        sketch
    }

    fn at(sketch: &Sketch, day: i64, hour: u32, minute: u32) -> NaiveDateTime {
        sketch.date(day).and_hms_opt(hour, minute, 0).expect("a time of the day")
    }

    fn broken(
        sketch: &Sketch,
        until: NaiveDateTime,
        closed: &[(CrewId, i64)],
        routes: &[(usize, i64, &[usize])],
    ) -> usize {
        let closed = closed.iter().map(|&(crew, day)| (crew, sketch.date(day))).collect();
        let (instance, frozen) = freeze(sketch.instance(), until, closed);
        check_by(&instance, &sketch.plan(routes), &[&frozen]).violations.len()
    }

    #[test]
    fn nothing_is_planned_before_the_moment() {
        let sketch = week();
        let (monday, tuesday) = (at(&sketch, 0, 8, 0), at(&sketch, 1, 8, 31));
        let now: [(usize, i64, &[usize]); 2] = [(0, 0, &[0]), (0, 1, &[1, 2])];
        assert_eq!(broken(&sketch, tuesday, &[], &now), 0);
        assert_eq!(broken(&sketch, tuesday, &[], &[(0, 0, &[0]), (0, 1, &[1]), (0, 2, &[2])]), 0, "the door may move");
        assert_eq!(broken(&sketch, tuesday, &[], &[(0, 0, &[0, 2]), (0, 1, &[1])]), 1, "not into the past");
        assert_eq!(broken(&sketch, tuesday, &[], &[(0, 0, &[0]), (0, 1, &[2, 1])]), 2, "the gutter has begun first");
        assert_eq!(broken(&sketch, monday, &[], &[(0, 0, &[2, 1, 0])]), 0, "nothing has begun");
        assert_eq!(broken(&sketch, tuesday, &[(CrewId::new(0), 1)], &now), 1, "ada goes home");
    }

    #[test]
    fn what_has_begun_is_pinned_at_its_time() {
        let mut sketch = week();
        sketch.pin(1, Some(0), None);
        sketch.pin(2, None, Some(1));
        let (instance, frozen) = freeze(sketch.instance(), at(&sketch, 1, 11, 0), Vec::new());
        let starts: Vec<_> = instance.pins.iter().map(|pin| (pin.job.index(), pin.start)).collect();
        assert_eq!(starts, [(0, Some(510)), (1, Some(510)), (2, Some(570))], "their own pins are theirs no more");
        // at 11:00 the door is done; for the search it ends then, and what is before it is right before it
        let held = |pin: usize| frozen.held(&instance, &instance.pins[pin]);
        assert_eq!([held(0), held(1), held(2)], [Some(510), Some(540), Some(600)]);
        let mut terms = RouteTerms::default();
        frozen.route(&instance, &instance.shifts[2], &mut terms);
        assert_eq!(terms.leave, Some(510), "30 min before the gutter");
        frozen.route(&instance, &instance.shifts[3], &mut terms);
        assert_eq!(terms.leave, Some(660), "bob has done nothing yet");
    }

    #[test]
    fn a_job_that_has_begun_twice_in_a_tour_stays_at_both_times() {
        let mut sketch = week();
        sketch.current(&[(0, 0, &[0, 0])]);
        let tuesday = at(&sketch, 1, 0, 0);
        assert_eq!(broken(&sketch, tuesday, &[], &[(0, 0, &[0, 0])]), 0);
        assert_eq!(broken(&sketch, tuesday, &[], &[(0, 0, &[1, 0, 0])]), 2, "the gutter, and the roof's second visit");
    }

    #[test]
    fn crews_that_meet_have_begun_together() {
        let mut sketch = week();
        sketch.parts.jobs[1].crews = 2;
        sketch.parts.jobs[1].start_within = Some(30);
        let mut current = sketch.plan(&[(0, 0, &[0]), (0, 1, &[1, 2])]);
        let late = Route::of(sketch.date(1), 1, &[2, 1]);
        current.routes.push(late);
        sketch.parts.current = Some(current);
        let (instance, _) = freeze(sketch.instance(), at(&sketch, 1, 8, 31), Vec::new());
        let jobs: Vec<_> = instance.pins.iter().map(|pin| (pin.job.index(), pin.crew.map(CrewId::index))).collect();
        assert_eq!(jobs, [(0, Some(0)), (1, Some(0)), (2, Some(1)), (1, Some(1))]);
    }
}
