//! What all public problems have in common that are solved by the rules of crews and visits.

use chrono::NaiveDate;

use crate::error::{InvalidInput, Issue};
use crate::files::sizes::Sizes;
use crate::model::{Clock, Instance, Plan, Settings, Timetable, Tour};
use crate::rules::Rule;
use crate::solve::Strategy;
use crate::units::{Minutes, Money};

/// A public problem as an instance, and its plans in the terms of the set.
pub trait PublicCase {
    /// The problem as an instance.
    fn instance(&self) -> &Instance;

    /// The rules that count.
    fn rules(&self) -> &'static [&'static dyn Rule];

    /// Customers, tasks or services.
    fn size(&self) -> usize;

    /// How to search; none = as for weeks.
    fn strategy(&self) -> Option<Strategy> {
        None
    }

    /// Whether a plan does all that the set asks for.
    fn is_complete(&self, missing: &[u32]) -> bool {
        missing.iter().all(|&missing| missing == 0)
    }

    /// What a plan costs, by the data of the file, as the set writes it.
    fn value(&self, plan: &Plan) -> String;

    /// A bound that the problem itself tells; none where the solver has to prove one.
    fn own_bound(&self) -> Option<String> {
        None
    }

    /// A proven bound, given in `Money`, as the set writes values.
    fn bound(&self, cost: Money) -> String;

    /// The visits of a plan, route by route.
    fn visits(&self, plan: &Plan) -> Vec<PublicVisit>;
}

/// One visit of a plan in the terms of the public set.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicVisit {
    /// The vehicle or person.
    pub crew: String,
    /// The day, from 1.
    pub day: usize,
    /// Number of the vehicle's depot in the file, where there are several.
    pub depot: Option<u32>,
    /// Position in the route, from 1.
    pub sequence: usize,
    /// The customer, item, task or service.
    pub job: String,
    /// When the visit starts, in the unit of the file.
    pub start: f64,
}

/// The starts of a tour at their latest that delays no later visit: in time for windows, and for the return.
pub fn latest_starts(instance: &Instance, tour: &Tour) -> Vec<Minutes> {
    let mut starts: Vec<_> = tour.stops.iter().map(|stop| stop.start).collect();
    for (index, next) in tour.stops.iter().enumerate().skip(1).rev() {
        let job = &instance.jobs[tour.stops[index - 1].job];
        let in_time = starts[index] - next.travel - job.duration;
        let latest = job.close.map_or(in_time, |close| in_time.min(close));
        starts[index - 1] = latest.max(starts[index - 1]);
    }
    starts
}

/// The visits of a plan, each as it is named; `start` says when in units of the clock, by tour and position.
pub fn visits(
    instance: &Instance,
    plan: &Plan,
    start: impl Fn(&Tour, usize) -> f64,
    job: impl Fn(usize) -> String,
) -> Vec<PublicVisit> {
    let timetable = Timetable::new(instance, plan);
    let named = |tour: &Tour| {
        let stops = tour.stops.iter().enumerate().map(|(index, stop)| PublicVisit {
            crew: instance.crews[tour.crew].id.clone(),
            day: instance.day(tour.date).map_or(0, |day| day.index()) + 1,
            depot: None,
            sequence: index + 1,
            job: job(stop.job.index()),
            start: start(tour, index),
        });
        stops.collect::<Vec<_>>()
    };
    timetable.tours.iter().flat_map(named).collect()
}

/// The settings of a problem of one day without a break, in which only distance costs.
pub fn one_day() -> Settings {
    let monday = NaiveDate::from_ymd_opt(2000, 1, 3).expect("a date of the calendar");
    Settings { days: 1, clock: Clock::new(0, 0), ..Settings::distance_only(monday) }
}

/// A bound as sets write values of four decimals, rounded down.
pub fn bound_text(bound: f64) -> String {
    format!("{:.4}", (bound * 1e4).floor() / 1e4)
}

/// Refuses a problem of one depot that is too large for memory.
pub fn check_size(name: &str, crews: usize, visits: usize, days: usize) -> Result<(), InvalidInput> {
    let shifts = crews * days;
    check_sizes(name, &Sizes { places: visits + 1, crews, shifts, jobs: visits, visits, ..Sizes::default() })
}

/// Refuses a problem that is too large for memory.
pub fn check_sizes(name: &str, sizes: &Sizes) -> Result<(), InvalidInput> {
    let refused = |(_, advice)| InvalidInput::of(Issue::error(name.into(), None, "", String::new(), advice));
    sizes.check().map_err(refused)
}
