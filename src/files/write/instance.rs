//! The tables of an instance as files that read back as them.

use super::cell::text;
use super::folder::{Result, WriteError};
use crate::files::columns::{
    self, CALENDAR, CREWS, CURRENT, DISTANCES, HISTORY, JOBS, MEMBERS, PREFERENCES, SITES, TOOLS,
};
use crate::files::declare::TableRecord;
use crate::files::schema::Schema;
use crate::files::settings;
use crate::files::table::TableRows;
use crate::files::tables::Tables;
use crate::files::written::WrittenCell;
use crate::model::Settings;
use crate::units::Decimal;

/// The names of all files that an instance may have.
pub fn names() -> impl Iterator<Item = String> {
    columns::tables().into_iter().map(file_name).chain([settings::FILE.to_owned()])
}

fn file_name(schema: &Schema) -> String {
    format!("{}.csv", schema.name)
}

/// Name and content of every file: the settings, and the tables that have a row or are needed.
pub fn files(settings: &Settings, tables: &Tables) -> Result<Vec<(String, Vec<u8>)>> {
    let Tables { crews, sites, jobs, calendar, members, tools, preferences, distances, history, current } = tables;
    let mut files = vec![(settings::FILE.to_owned(), settings::written(settings).into_bytes())];
    let mut add = |schema: &Schema, rows: Vec<Vec<String>>| -> Result<()> {
        if schema.required || !rows.is_empty() {
            files.push((file_name(schema), table(schema, rows)?));
        }
        Ok(())
    };
    add(&CREWS.schema, crews.iter().map(|(_, crew)| hours(cells(crew), crew.max_week_hours)).collect())?;
    add(&SITES.schema, rows(sites))?;
    add(&JOBS.schema, rows(jobs))?;
    add(&CALENDAR.schema, rows(calendar))?;
    add(&MEMBERS.schema, rows(members))?;
    add(&TOOLS.schema, rows(tools))?;
    add(&PREFERENCES.schema, rows(preferences))?;
    add(&DISTANCES.schema, distances.as_ref().map(rows).unwrap_or_default())?;
    add(&HISTORY.schema, rows(history))?;
    add(&CURRENT.schema, current.as_ref().map(rows).unwrap_or_default())?;
    Ok(files)
}

fn rows<T: TableRecord>(rows: &TableRows<T>) -> Vec<Vec<String>> {
    rows.iter().map(|(_, values)| cells(values)).collect()
}

fn cells(values: &impl TableRecord) -> Vec<String> {
    let mut cells = Vec::new();
    values.write(&mut cells);
    cells
}

/// A crew's row whose week is in hours, of which reading takes the whole minutes.
fn hours(mut cells: Vec<String>, minutes: Option<i32>) -> Vec<String> {
    let column = CREWS.schema.headings().iter().position(|heading| heading.name == CREWS.max_week_hours.name());
    if let (Some(column), Some(minutes)) = (column, minutes) {
        cells[column] = Decimal((i64::from(minutes) * Decimal::ONE + 59) / 60).cell();
    }
    cells
}

/// The columns that are needed or that some row fills.
fn table(schema: &Schema, rows: Vec<Vec<String>>) -> Result<Vec<u8>> {
    let headings = schema.headings();
    let is_used = |column: usize| headings[column].required || rows.iter().any(|row| !row[column].is_empty());
    let used: Vec<usize> = (0..headings.len()).filter(|&column| is_used(column)).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(used.iter().map(|&column| headings[column].name))?;
    for row in &rows {
        writer.write_record(used.iter().map(|&column| text(&row[column]).into_owned()))?;
    }
    writer.into_inner().map_err(|error| WriteError::Text(Box::new(error.into_error())))
}
