//! The tables of an instance after what has happened: absences, further, cancelled and finished jobs, another schedule.

use std::path::Path;

use rustc_hash::FxHashSet;

use super::cell::PinKind;
use super::columns::{CURRENT, CalendarRecord, ScheduleRecord};
use super::folder::Folder;
use super::instance::{Loaded, ReadOptions, ReadTables, assemble, read_tables};
use super::issues::Issues;
use super::table::TableRows;
use super::tables::Tables;
use super::write::{WorkbookStyle, WriteError, instance_files, instance_workbook};
use crate::error::{InvalidInput, Issue};
use crate::i18n::Locale;
use crate::model::{DAY, DayException, Instance, Pin, Settings, Start, Timetable, pin_holders};

/// The tables of an instance, to be amended.
#[derive(Debug)]
pub struct InstanceTables {
    settings: Settings,
    tables: Tables,
    /// What was read, but perhaps not as meant.
    pub warnings: Vec<Issue>,
}

impl InstanceTables {
    /// Reads the tables in a folder.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn read(folder: &Path, options: &ReadOptions) -> Result<Self, InvalidInput> {
        Self::from(|issues| Folder::open(folder, issues), options)
    }

    /// Changes the tables to what `instance`, which was read from them, now says of days off, visits, durations and
    /// today's schedule. What has begun is pinned at its start; a job without a visit left goes.
    pub fn amend(&mut self, instance: &Instance) {
        self.take_days_off(instance);
        self.amend_jobs(instance);
        self.tables.current = instance.current.as_ref().map(|_| schedule(instance));
    }

    fn take_days_off(&mut self, instance: &Instance) {
        let calendar = &mut self.tables.calendar;
        for crew in &instance.crews {
            let off = crew.exceptions.iter().filter(|(_, exception)| **exception == DayException::Off);
            for (&date, _) in off {
                let own = |row: &CalendarRecord| row.crew.as_ref() == Some(&crew.id) && row.date == Some(date);
                if calendar.iter().any(|(_, row)| own(row) && row.off) {
                    continue;
                }
                calendar.rows.retain(|row| !own(&row.values));
                calendar.push(CalendarRecord {
                    crew: Some(crew.id.clone()),
                    date: Some(date),
                    off: true,
                    start: None,
                    end: None,
                });
            }
        }
    }

    fn amend_jobs(&mut self, instance: &Instance) {
        let Tables { jobs, preferences, .. } = &mut self.tables;
        let gone: FxHashSet<&str> =
            instance.jobs.iter().filter(|job| job.visits == 0).map(|job| job.id.as_str()).collect();
        for (row, job) in jobs.rows.iter_mut().zip(&instance.jobs) {
            row.values.visits = job.visits;
            row.values.duration = Some(job.duration.into());
            row.values.after.retain(|other| !gone.contains(other.as_str()));
            row.values.with.take_if(|partner| gone.contains(partner.job.as_str()));
        }
        let is_gone = |job: &Option<String>| job.as_ref().is_some_and(|job| gone.contains(job.as_str()));
        jobs.rows.retain(|row| !is_gone(&row.values.job));
        preferences.rows.retain(|row| !is_gone(&row.values.job));
    }

    /// The tables as files: names and contents.
    ///
    /// # Errors
    /// A table that can't be put into text.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>, WriteError> {
        instance_files(&self.settings, &self.tables)
    }
}

impl InstanceTables {
    /// The tables of files that are not on the disk.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn of(files: Vec<(String, Vec<u8>)>) -> Result<Self, InvalidInput> {
        Self::of_with(files, &ReadOptions::default())
    }

    /// The same with further options.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn of_with(files: Vec<(String, Vec<u8>)>, options: &ReadOptions) -> Result<Self, InvalidInput> {
        Self::from(|_| Some(Folder::of(files)), options)
    }

    /// The tables of a workbook that is not on the disk.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn of_workbook(name: &str, bytes: Vec<u8>) -> Result<Self, InvalidInput> {
        Self::from(|issues| Folder::of_workbook_bytes(name.to_owned(), bytes, issues), &ReadOptions::default())
    }

    fn from(folder: impl FnOnce(&mut Issues) -> Option<Folder>, options: &ReadOptions) -> Result<Self, InvalidInput> {
        let mut issues = Issues::default();
        let found = folder(&mut issues).map(|folder| read_tables(&folder, options, &mut issues));
        match found {
            Some(ReadTables { settings, tables, .. }) if !issues.has_errors() => {
                Ok(Self { settings, tables, warnings: issues.into_sorted() })
            }
            _ => Err(InvalidInput(issues.into_sorted())),
        }
    }

    /// The tables as a workbook.
    ///
    /// # Errors
    /// A text that no cell can hold.
    pub fn workbook(&self, locale: Locale, style: WorkbookStyle) -> Result<Vec<u8>, WriteError> {
        instance_workbook(&self.settings, &self.tables, locale, style)
    }
}

/// The instance that files say which are not on the disk.
///
/// # Errors
/// All that is wrong with them.
pub fn instance_of(name: String, files: Vec<(String, Vec<u8>)>) -> Result<Loaded, InvalidInput> {
    instance_with(name, files, &ReadOptions::default())
}

/// The same with further options.
///
/// # Errors
/// All that is wrong with them.
pub fn instance_with(
    name: String,
    files: Vec<(String, Vec<u8>)>,
    options: &ReadOptions,
) -> Result<Loaded, InvalidInput> {
    let mut issues = Issues::default();
    let instance = assemble(name, &Folder::of(files), options, &mut issues);
    let instance = instance.filter(|_| !issues.has_errors());
    let warnings = issues.into_sorted();
    match instance {
        Some(instance) => Ok(Loaded { instance, warnings }),
        None => Err(InvalidInput(warnings)),
    }
}

/// Today's schedule as rows. A start past midnight is that of a crew that can't be there earlier, and is not stated.
fn schedule(instance: &Instance) -> TableRows<ScheduleRecord> {
    let current = instance.current.clone().unwrap_or_default();
    let timetable = Timetable::new(instance, &current);
    let holders = pin_holders(instance, &timetable);
    let mut rows = TableRows::none(&format!("{}.csv", CURRENT.schema.name));
    for (index, route) in current.routes.iter().enumerate() {
        let of_route = |pin: &&Pin| pin.crew == Some(route.crew) && pin.date == Some(route.date);
        let mut sequence = 0;
        for (position, visit) in route.visits.iter().enumerate() {
            if instance.jobs[visit.job].visits == 0 {
                continue;
            }
            sequence += 1;
            let held = instance.pins.iter().filter(of_route).filter(|pin| pin.job == visit.job);
            let held = held.filter_map(|pin| pin.start).next();
            let stated = match visit.start {
                Start::At(start) | Start::NotBefore(start) => Some(start),
                Start::Earliest | Start::Unstated => None,
            };
            let pin = holders.iter().position(|visit| *visit == Some((index, position)));
            rows.push(ScheduleRecord {
                date: Some(route.date),
                crew: Some(instance.crews[route.crew].id.clone()),
                job: Some(instance.jobs[visit.job].id.clone()),
                sequence: Some(sequence),
                start: held.or(stated).filter(|&start| start <= DAY),
                pinned: pin.map(|pin| kind(&instance.pins[pin])),
            });
        }
    }
    rows
}

fn kind(pin: &Pin) -> PinKind {
    match (pin.crew, pin.date) {
        (Some(_), Some(_)) => PinKind::Visit,
        (Some(_), None) => PinKind::Crew,
        (None, _) => PinKind::Date,
    }
}
