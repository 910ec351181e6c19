//! Turns the rows of a schedule into routes.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::cell::PinKind;
use super::columns::{CURRENT, ScheduleRecord};
use super::issues::Issues;
use super::link::Links;
use super::table::TableRows;
use crate::error::Message;
use crate::model::{CrewId, JobId, Pin, Plan, PlannedVisit, Route, Start};
use crate::units::Minutes;

/// A row of a schedule whose crew and job are known.
pub struct ScheduledVisit {
    pub date: NaiveDate,
    pub crew: CrewId,
    pub job: JobId,
    pub sequence: Option<u32>,
    pub start: Option<Minutes>,
    pub line: u64,
}

/// Today's schedule and its pins, none of them dropped yet. Rows of no use are warned of: those whose job is not known,
/// else whose crew is not known, else whose date lies outside the horizon.
pub fn current(
    rows: &TableRows<ScheduleRecord>,
    links: &Links,
    dates: &[NaiveDate],
    issues: &mut Issues,
) -> (Plan, Vec<Pin>) {
    let (mut visits, mut pins) = (Vec::new(), Vec::new());
    for (row, values) in rows.iter() {
        let (Some(date), Some(crew), Some(job)) = (values.date, &values.crew, &values.job) else { continue };
        match (links.jobs.get(job), links.crews.get(crew), dates.contains(&date)) {
            (None, _, _) => issues.warn(rows.position(row, &CURRENT.job), job, Message::IgnoredJob),
            (_, None, _) => {
                let advice = Message::IgnoredCrew { file: links.crews.file().to_owned() };
                issues.warn(rows.position(row, &CURRENT.crew), crew, advice);
            }
            (_, _, false) => {
                let (first, last) = (dates.first().copied().unwrap_or(date), dates.last().copied().unwrap_or(date));
                issues.warn(rows.position(row, &CURRENT.date), date, Message::IgnoredDate { first, last });
            }
            (Some(job), Some(crew), true) => {
                let (sequence, start) = (values.sequence, values.start);
                let visit = ScheduledVisit { date, crew, job, sequence, start, line: row.line };
                pins.extend(values.pinned.map(|kind| pin(&visit, kind)));
                visits.push(visit);
            }
        }
    }
    (Plan::new(routes(visits, Start::NotBefore, Start::Unstated)), pins)
}

fn pin(visit: &ScheduledVisit, kind: PinKind) -> Pin {
    Pin {
        job: visit.job,
        crew: (kind != PinKind::Date).then_some(visit.crew),
        date: (kind != PinKind::Crew).then_some(visit.date),
        start: None,
        line: visit.line,
        dropped: false,
    }
}

/// The routes of visits; `start` says what a stated start means, `unstated` what none means.
pub fn routes(visits: Vec<ScheduledVisit>, start: fn(Minutes) -> Start, unstated: Start) -> Vec<Route> {
    let mut tours = BTreeMap::<_, Vec<ScheduledVisit>>::new();
    for visit in visits {
        tours.entry((visit.date, visit.crew)).or_default().push(visit);
    }
    let route = |((date, crew), mut visits): (_, Vec<ScheduledVisit>)| {
        sort(&mut visits);
        let visits = visits.iter().map(|visit| planned(visit, start, unstated)).collect();
        Route { date, crew, leave: None, visits }
    };
    tours.into_iter().map(route).collect()
}

fn planned(visit: &ScheduledVisit, start: fn(Minutes) -> Start, unstated: Start) -> PlannedVisit {
    PlannedVisit { job: visit.job, start: visit.start.map_or(unstated, start) }
}

/// By sequence where all visits have one, else by start where all have one, else as in the file.
fn sort(visits: &mut [ScheduledVisit]) {
    visits.sort_by_key(|visit| visit.line);
    if visits.iter().all(|visit| visit.sequence.is_some()) {
        visits.sort_by_key(|visit| visit.sequence);
    } else if visits.iter().all(|visit| visit.start.is_some()) {
        visits.sort_by_key(|visit| visit.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(rows: &[(Option<u32>, Option<Minutes>)]) -> Vec<usize> {
        let date = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let visit = |(job, &(sequence, start)): (JobId, &(_, _))| {
            let (crew, line) = (CrewId::new(0), job.index() as u64);
            ScheduledVisit { date, crew, job, sequence, start, line }
        };
        let routes = routes(JobId::enumerate(rows).map(visit).collect(), Start::At, Start::Earliest);
        routes[0].visits.iter().map(|visit| visit.job.index()).collect()
    }

    #[test]
    fn sequence_then_start_then_file() {
        assert_eq!(order(&[(Some(3), Some(1)), (Some(1), Some(9)), (Some(3), None)]), [1, 0, 2]);
        assert_eq!(order(&[(Some(2), Some(9)), (None, Some(5)), (Some(1), Some(9))]), [1, 0, 2]);
        assert_eq!(order(&[(Some(2), Some(9)), (None, None), (Some(1), Some(3))]), [0, 1, 2]);
    }
}
