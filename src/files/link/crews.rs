//! Crews with their people and their calendar.

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::links::Links;
use crate::error::Message;
use crate::files::columns::{CALENDAR, CREWS, CalendarRecord, CrewRecord, MEMBERS};
use crate::files::issues::Issues;
use crate::files::table::{TableRow, TableRows};
use crate::files::tables::Tables;
use crate::model::{Crew, DAY, DayException, Level, Member, PlaceId};
use crate::units::Minutes;

/// The crews of an instance.
pub fn crews(tables: &Tables, links: &Links, bases: &[(f64, f64)], issues: &mut Issues) -> Vec<Crew> {
    for row in &tables.crews.rows {
        check_hours(&tables.crews, row, issues);
    }
    let rows = tables.crews.rows.iter().zip(bases).enumerate();
    let mut crews: Vec<_> = rows.map(|(index, (row, &at))| crew(&row.values, index, at, links)).collect();
    add_members(&mut crews, tables, links, issues);
    add_exceptions(&mut crews, &tables.calendar, links, issues);
    crews
}

fn check_hours(rows: &TableRows<CrewRecord>, row: &TableRow<CrewRecord>, issues: &mut Issues) {
    let CrewRecord { start, end, overtime, .. } = row.values;
    if start >= end {
        issues.error(rows.position(row, &CREWS.end), wall(end), Message::EndsTooEarly { start: wall(start) });
    }
    if end + overtime > DAY {
        issues.error(rows.position(row, &CREWS.overtime), overtime, Message::PastMidnight);
    }
}

/// A minute of the day as people write it.
pub fn wall(minute: Minutes) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn crew(row: &CrewRecord, index: usize, at: (f64, f64), links: &Links) -> Crew {
    let mut equipment: Vec<_> = row.equipment.iter().map(|(tool, _)| links.tools.number(tool)).collect();
    equipment.sort_unstable();
    let mut crew = Crew {
        levels: levels(&row.skills, links),
        base: PlaceId::new(links.sites.len() + index),
        equipment,
        ..Crew::plain(row.crew.clone().unwrap_or_default(), at)
    };
    row.fill(&mut crew);
    crew
}

fn levels(held: &[(String, Level)], links: &Links) -> Vec<Level> {
    let mut levels = vec![0; links.skills.len()];
    for (skill, level) in held {
        levels[links.skills.number(skill)] = *level;
    }
    levels
}

fn add_members(crews: &mut [Crew], tables: &Tables, links: &Links, issues: &mut Issues) {
    let mut lines = FxHashMap::default();
    for (row, values) in tables.members.iter() {
        let crew = values.crew.as_ref();
        let crew = crew.and_then(|crew| links.crews.find(crew, tables.members.position(row, &MEMBERS.crew), issues));
        let Some(id) = &values.member else { continue };
        let first = *lines.entry(id).or_insert(row.line);
        if first != row.line {
            issues.error(tables.members.position(row, &MEMBERS.member), id, Message::SameId { line: first });
        }
        if let Some(crew) = crew {
            let levels = levels(&values.skills, links);
            crews[crew].people.push(Member { id: id.clone(), levels, absent: values.absent.clone() });
        }
    }
}

fn add_exceptions(crews: &mut [Crew], rows: &TableRows<CalendarRecord>, links: &Links, issues: &mut Issues) {
    let mut seen: FxHashSet<(Option<&String>, Option<NaiveDate>)> = FxHashSet::default();
    for (row, values) in rows.iter() {
        let crew = values.crew.as_ref();
        let known = crew.and_then(|crew| links.crews.find(crew, rows.position(row, &CALENDAR.crew), issues));
        if seen.contains(&(crew, values.date)) {
            let date = values.date.map(|date| date.to_string()).unwrap_or_default();
            issues.error(rows.position(row, &CALENDAR.date), date, Message::SameCrewAndDate);
        }
        if !values.off && values.start.is_none() && values.end.is_none() {
            let position = rows.position(row, &CALENDAR.off);
            issues.warn(position, "", Message::ChangesNothing { off: position.column.to_owned() });
            continue;
        }
        seen.insert((crew, values.date));
        if let (Some(crew), Some(date)) = (known.map(|crew| &mut crews[crew]), values.date) {
            let exception = exception(crew, rows, row, issues);
            crew.exceptions.insert(date, exception);
        }
    }
}

fn exception(
    crew: &Crew,
    rows: &TableRows<CalendarRecord>,
    row: &TableRow<CalendarRecord>,
    issues: &mut Issues,
) -> DayException {
    if row.values.off {
        return DayException::Off;
    }
    let (start, end) = (row.values.start.unwrap_or(crew.start), row.values.end.unwrap_or(crew.end));
    if start >= end {
        issues.error(rows.position(row, &CALENDAR.end), wall(end), Message::EndsTooEarly { start: wall(start) });
    }
    DayException::Hours(start, end)
}
