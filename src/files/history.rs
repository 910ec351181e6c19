//! What crews carried in the weeks before the horizon.

use chrono::{NaiveDate, TimeDelta, Weekday};
use rustc_hash::FxHashSet;

use super::columns::{HISTORY, HistoryRecord};
use super::iso_week::Week;
use super::issues::Issues;
use super::link::Links;
use super::table::TableRows;
use super::written::WrittenCell;
use crate::error::Message;
use crate::model::Crew;

/// Weeks before that of the horizon's first day that count.
const WEEKS: i64 = 8;

/// Gives each crew the minutes that it worked beyond its fair share before. Rows of no use are warned of: those whose crew
/// is not known, else whose week is not one of the last before the horizon.
pub fn carry(
    crews: &mut [Crew],
    rows: &TableRows<HistoryRecord>,
    dates: Option<&[NaiveDate]>,
    links: &Links,
    issues: &mut Issues,
) {
    let first = dates.and_then(<[NaiveDate]>::first).map(|first| first.week(Weekday::Mon).first_day());
    let mut seen: FxHashSet<(&str, Week)> = FxHashSet::default();
    for (row, values) in rows.iter() {
        let (Some(crew), Some(week)) = (&values.crew, values.week) else { continue };
        if !seen.insert((crew, week)) {
            issues.error(rows.position(row, &HISTORY.week), week.cell(), Message::SameCrewAndWeek);
        }
        let Some(known) = links.crews.get(crew) else {
            let advice = Message::IgnoredCrew { file: links.crews.file().to_owned() };
            issues.warn(rows.position(row, &HISTORY.crew), crew, advice);
            continue;
        };
        let Some(monday) = first else { continue };
        if !(1..=WEEKS).contains(&monday.signed_duration_since(week.monday).num_weeks()) {
            let [first, last] = [WEEKS, 1].map(|weeks| Week { monday: monday - TimeDelta::weeks(weeks) }.cell());
            issues.warn(rows.position(row, &HISTORY.week), week.cell(), Message::IgnoredWeek { first, last });
            continue;
        }
        if let (Some(service), Some(fair)) = (values.service, values.fair) {
            crews[known.index()].carried += i64::from(service) - i64::from(fair);
        }
    }
}
