//! The days of a job: what several rules look at.

use chrono::NaiveDate;

use crate::model::{CrewId, JobId, Timetable};
use crate::units::Minutes;

/// The visits of a job on one date.
pub(super) struct JobDay {
    /// The date.
    pub date: NaiveDate,
    /// Crew and start of each visit.
    pub visits: Vec<(CrewId, Minutes)>,
    /// Whether every start counts as stated.
    pub stated: bool,
}

impl JobDay {
    /// How many different crews are there.
    pub fn crews(&self) -> u32 {
        let mut crews: Vec<_> = self.visits.iter().map(|visit| visit.0).collect();
        crews.sort_unstable();
        crews.dedup();
        crews.len() as u32
    }

    /// Minutes between the first and the last start.
    pub fn minutes_apart(&self) -> Minutes {
        let starts = || self.visits.iter().map(|visit| visit.1);
        starts().max().unwrap_or(0) - starts().min().unwrap_or(0)
    }
}

/// The days on which a job is visited, ascending.
pub(super) fn days_of(timetable: &Timetable, job: JobId) -> Vec<JobDay> {
    let mut days: Vec<JobDay> = Vec::new();
    for (tour, stop) in timetable.stops_of(job) {
        match days.last_mut().filter(|day| day.date == tour.date) {
            Some(day) => {
                day.visits.push((tour.crew, stop.start));
                day.stated &= stop.stated;
            }
            None => {
                let visits = vec![(tour.crew, stop.start)];
                days.push(JobDay { date: tour.date, visits, stated: stop.stated });
            }
        }
    }
    days
}
