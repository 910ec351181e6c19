//! When crews start that wait for each other: those that must start within some minutes of each other, and those of linked
//! jobs.

use super::{Instance, JobId, Plan, Start, Stop, Timetable, Tour};
use crate::units::Minutes;

/// A visit, as route and position, and the earliest start that it should wait for, wall clock.
type Wait = ((usize, usize), Minutes);

/// Rounds after which plans that are only judged give up that visits wait for each other.
pub const MOST_WAITS: usize = 60;

/// The plan in which crews that start in step wait for each other, every visit as early as it can be, unless its start is
/// given exactly: that is given up after so many rounds.
pub fn synchronised(instance: &Instance, mut plan: Plan, rounds: usize) -> Plan {
    for _ in 0..rounds {
        let timetable = Timetable::new(instance, &plan);
        let planned = || timetable.planned.iter().copied();
        let within = planned().flat_map(|job| waits_within(instance, &timetable, job));
        let lags = planned().flat_map(|job| waits_for_lag(instance, &timetable, job));
        let may_wait = |((tour, stop), _): &Wait| !matches!(plan.routes[*tour].visits[*stop].start, Start::At(_));
        let waits: Vec<Wait> = within.chain(lags).filter(may_wait).collect();
        if waits.is_empty() {
            break;
        }
        for ((tour, stop), start) in waits {
            plan.routes[tour].visits[stop].start = Start::NotBefore(start);
        }
    }
    plan
}

/// The visits of a job that start too early for the last one of their day, and when they may.
fn waits_within(instance: &Instance, timetable: &Timetable, job: JobId) -> Vec<Wait> {
    let Some(within) = instance.jobs[job].start_within else { return Vec::new() };
    let of = |&(tour, stop): &(usize, usize)| (timetable.tours[tour].date, timetable.tours[tour].stops[stop].start);
    let (places, clock) = (&timetable.visits_of[job], &instance.settings.clock);
    // A crew with two visits in one tour would wait for itself.
    let is_there_twice = |date| places.windows(2).any(|pair| pair[0].0 == pair[1].0 && of(&pair[0]).0 == date);
    let wait = |place: &(usize, usize)| {
        let (date, start) = of(place);
        if is_there_twice(date) {
            return None;
        }
        let last = places.iter().map(of).filter(|other| other.0 == date).map(|other| other.1).max()?;
        let from = clock.after_break(last - within);
        (last - start > within && from > start).then_some((*place, from))
    };
    places.iter().filter_map(wait).collect()
}

/// The visits of a job and of the one that it starts with, on one date by different crews, that start too early for the
/// other one, and when they may.
fn waits_for_lag(instance: &Instance, timetable: &Timetable, job: JobId) -> Vec<Wait> {
    let Some(lag) = instance.jobs[job].with else { return Vec::new() };
    let clock = &instance.settings.clock;
    let at = |&(tour, stop): &(usize, usize)| -> (&Tour, &Stop) {
        let tour = &timetable.tours[tour];
        (tour, &tour.stops[stop])
    };
    let mut waits = Vec::new();
    for own in &timetable.visits_of[job] {
        for other in &timetable.visits_of[lag.job] {
            let ((tour, stop), (partner, first)) = (at(own), at(other));
            if tour.date != partner.date || tour.crew == partner.crew {
                continue;
            }
            let (least, most) = (first.start + lag.least, stop.start - lag.most);
            if stop.start < least {
                waits.push((*own, clock.after_break(least)));
            } else if first.start < most && clock.after_break(most) > first.start {
                waits.push((*other, clock.after_break(most)));
            }
        }
    }
    waits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lag, Sketch};

    /// Ada is 10 minutes from the roof; bob is there after the door, and by then too late for the lag: she waits for him.
    #[test]
    fn linked_jobs_wait_for_each_other() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        sketch.site("farm", (10.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("pump", 30).with = Some(Lag { job: JobId::new(0), least: 20, most: 30 });
        sketch.job("door", 100);
        let instance = sketch.instance();
        let starts = |routes: &[(usize, i64, &[usize])]| {
            let plan = synchronised(&instance, sketch.plan(routes), 9);
            let timetable = Timetable::new(&instance, &plan);
            timetable.stops().map(|(_, stop)| stop.start).collect::<Vec<_>>()
        };
        assert_eq!(starts(&[(0, 0, &[0]), (1, 0, &[1])]), [490, 510]);
        assert_eq!(starts(&[(0, 0, &[0]), (1, 0, &[2, 1])]), [560, 490, 590]);
    }
}
