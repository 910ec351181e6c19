//! Today's schedule as planners keep it: a row per crew, a column per date, in each cell the crew's jobs in order.

use chrono::NaiveDate;

use super::cell::{self, CellText};
use super::columns::{CURRENT, ScheduleRecord};
use super::declare::TableRecord;
use super::fold::compared;
use super::folder::TableSource;
use super::issues::{InputPosition, Issues};
use super::list;
use super::schema::{Columns, header_name, without_brackets};
use super::sheet::Sheet;
use super::table::{self, TableRows, unguarded};
use crate::error::Message;

/// The rows of a schedule, which may be a grid.
pub fn schedule(mut source: TableSource, issues: &mut Issues) -> TableRows<ScheduleRecord> {
    let (schema, columns) = (&CURRENT.schema, CURRENT.schema.columns());
    let likeness = |cells: &[&str]| columns.likeness(cells).max(grid_likeness(&columns, cells));
    let file = source.file.clone();
    let Some(sheet) = Sheet::read(schema, &mut source, likeness, issues) else { return TableRows::none(&file) };
    let head: Vec<_> = sheet.head.cells.iter().collect();
    if grid_likeness(&columns, &head) > 1 {
        return read(&sheet, issues);
    }
    table::rows(schema, columns, sheet, issues, ScheduleRecord::read)
}

/// How many cells of a record are those of a grid's header: the crew, which may go without saying, and dates.
fn grid_likeness(columns: &Columns, cells: &[&str]) -> usize {
    let is_crew = |cell: &str| cell.is_empty() || columns.named(cell) == columns.named(CURRENT.crew.name());
    match cells.split_first().filter(|(first, _)| is_crew(&compared(first))) {
        Some((_, rest)) => 1 + rest.iter().filter(|cell| date(cell).is_some()).count(),
        None => 0,
    }
}

/// The date in a header cell; a weekday may stand before it.
fn date(header: &str) -> Option<NaiveDate> {
    let header = without_brackets(header);
    let header = compared(&header);
    let (weekday, rest) = header.split_once(char::is_whitespace).unwrap_or(("", &header));
    let date = if list::weekday(weekday).is_some() { rest.trim_start() } else { &header };
    cell::date(CellText::lone(date)).ok()
}

fn read(sheet: &Sheet, issues: &mut Issues) -> TableRows<ScheduleRecord> {
    let dates = dates(sheet, issues);
    let mut rows = Vec::new();
    for record in &sheet.rows {
        sheet.check_width(record, issues);
        let cells = record.cells.iter().zip(&sheet.head.cells).zip(&dates);
        let cells: Vec<_> = cells.map(|((cell, header), date)| (compared(unguarded(cell)), header, *date)).collect();
        for (index, (cell, header, _)) in cells.iter().enumerate().filter(|(_, (_, header, _))| !header.is_empty()) {
            if let Some(fault) = sheet.fault(record.line, index) {
                issues.error(InputPosition::cell(sheet.file, record.line, header).at(index), cell, fault.clone());
            }
        }
        let Some(((crew, header, _), days)) = cells.split_first() else { continue };
        let header = if header.is_empty() { CURRENT.crew.name() } else { header };
        let position = InputPosition::cell(sheet.file, record.line, header);
        let text = |text| CellText { comma: sheet.comma(), ..CellText::lone(text) };
        let crew = match cell::id(text(crew)) {
            _ if crew.is_empty() => {
                issues.error(position, "", Message::BlankCell { name: header.to_owned() });
                None
            }
            Ok(crew) => Some(crew),
            Err(advice) => {
                issues.error(position, crew, advice);
                None
            }
        };
        for (cell, _, date) in days {
            let jobs = text(cell).entries().filter(|_| date.is_some());
            rows.extend(jobs.map(|job| {
                let job = Some(job.to_owned());
                let row =
                    ScheduleRecord { date: *date, crew: crew.clone(), job, sequence: None, start: None, pinned: None };
                (record.line, crew.is_none(), row)
            }));
        }
    }
    TableRows::of(sheet.file, rows)
}

/// The date of each column; none of the first, of one without a name, and of one that is none or there twice.
fn dates(sheet: &Sheet, issues: &mut Issues) -> Vec<Option<NaiveDate>> {
    let mut dates: Vec<Option<NaiveDate>> = Vec::new();
    for (index, header) in sheet.head.cells.iter().enumerate() {
        let own = date(header).filter(|_| index > 0);
        let position = InputPosition::cell(sheet.file, sheet.head.line, header);
        if let Some(fault) = sheet.fault(sheet.head.line, index) {
            issues.error(position.at(index), header, fault.clone());
            dates.push(None);
            continue;
        }
        let is_twice = own.is_some() && dates.contains(&own);
        if is_twice {
            issues.error(position, "", Message::DateTwice);
        } else if index > 0 && own.is_none() && !header_name(header).is_empty() {
            issues.error(position, "", Message::GridHeader);
        }
        dates.push(own.filter(|_| !is_twice));
    }
    dates
}
