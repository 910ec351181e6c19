//! When crews start that must start within some minutes of each other.

use brigade_model::model::{Instance, JobId, Plan, Start, Timetable};
use brigade_model::units::Minutes;

/// The plan in which crews that must start within some minutes of each other wait for the last one, which is given up after
/// so many rounds.
pub fn synchronised(instance: &Instance, mut plan: Plan, rounds: usize) -> Plan {
    for _ in 0..rounds {
        let timetable = Timetable::new(instance, &plan);
        let waits: Vec<_> = instance.job_ids().flat_map(|job| waits_of(instance, &timetable, job)).collect();
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
fn waits_of(instance: &Instance, timetable: &Timetable, job: JobId) -> Vec<((usize, usize), Minutes)> {
    let Some(within) = instance.jobs[job].start_within else { return Vec::new() };
    let clock = &instance.settings.clock;
    let of = |&(tour, stop): &(usize, usize)| (timetable.tours[tour].date, timetable.tours[tour].stops[stop].start);
    let places = &timetable.visits_of[job];
    let wait = |place: &(usize, usize)| {
        let (date, start) = of(place);
        let last = places.iter().map(of).filter(|other| other.0 == date).map(|other| other.1).max()?;
        let from = if clock.in_break(last - within) { clock.until } else { last - within };
        (last - start > within && from > start).then_some((*place, from))
    };
    places.iter().filter_map(wait).collect()
}
