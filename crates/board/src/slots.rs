//! "When can you come?": the best times for a job.

use brigade_model::model::{CrewId, JobId};
use brigade_model::units::Minutes;
use chrono::NaiveDate;

use crate::grip::Grip;
use crate::prices::{Offer, prices};
use crate::week::{Week, judged};

/// A time at which a job can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The crew.
    pub crew: CrewId,
    /// The date.
    pub date: NaiveDate,
    /// When the visit starts, wall clock.
    pub start: Minutes,
    /// What planning it there does.
    pub offer: Offer,
}

/// The cheapest crews and dates for a visit of a job that is left out, at most `most`, the cheapest first.
pub fn best_slots(week: &Week, job: JobId, most: usize) -> Vec<Slot> {
    let cells = prices(week, Grip::LeftOut(job)).into_iter();
    let mut offers: Vec<_> = cells.filter_map(|cell| Some((cell.crew, cell.date, cell.offer.ok()?))).collect();
    offers.sort_by_key(|(crew, date, offer)| (offer.cost, *date, *crew));
    offers.truncate(most);
    let slot = |(crew, date, offer): (CrewId, NaiveDate, Offer)| {
        let start = start(week, job, (crew, date), &offer)?;
        Some(Slot { crew, date, start, offer })
    };
    offers.into_iter().filter_map(slot).collect()
}

fn start(week: &Week, job: JobId, (crew, date): (CrewId, NaiveDate), offer: &Offer) -> Option<Minutes> {
    let mut routes = week.routes();
    for (crew, date, jobs) in &offer.routes {
        routes.insert((*date, *crew), jobs.clone());
    }
    let (_, verdict) = judged(&week.instance, routes);
    let mut stops = verdict.timetable.stops_of(job);
    stops.find(|(tour, _)| (tour.crew, tour.date) == (crew, date)).map(|(_, stop)| stop.start)
}
