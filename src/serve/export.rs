//! A week as folders that every command and the judge read, and as the current schedule of its own folder.

use std::path::{Path, PathBuf};

use crate::board::{Edit, Week};
use crate::files::{self, CarriedFiles, Event, InstanceTables, PlanOutput, ReadOptions, WriteError};
use crate::i18n::Locale;
use crate::insight::{RunBlock, Summary, changes};
use crate::model::Instance;
use crate::report::messages::ServeMessages;
use crate::report::{self, EventLog, LeftOut};
use crate::rules::RULES;
use crate::solve;

use super::source::{InstanceFiles, job_tables};
use super::state::Refusal;

/// A week with what was said of it.
pub struct Export<'e> {
    /// The week.
    pub week: &'e Week,
    /// The edits that count.
    pub edits: Vec<Edit>,
    /// The tables of jobs that came in.
    pub tables: Vec<String>,
    /// The files of the instance as they were read.
    pub files: InstanceFiles,
    /// The language.
    pub locale: Locale,
}

impl Export<'_> {
    /// Writes the plan with its instance into a folder.
    pub fn write(&self, out: &Path) -> Result<(), Refusal> {
        let week = self.week;
        // The plan is one of the instance as its files say it.
        let files = self.instance_files(&week.instance)?;
        let instance = &files::instance_of(week.instance.name.clone(), files.clone())?.instance;
        let plan = &week.plan;
        let run = RunBlock { seed: 0, seconds: 0.0, iterations: 0 };
        let summary = Summary { limited: true, ..Summary::new(instance, plan, None, run) };
        let absences = solve::reasons(instance, plan);
        let left_out: Vec<_> = absences.iter().map(|absence| LeftOut::new(instance, absence, self.locale)).collect();
        let changes = changes(instance, plan);
        let events = EventLog::default();
        let change_list = report::priced_change_list(instance, RULES, plan, &changes, &events, self.locale);
        let carried = CarriedFiles { instance: files, events: self.events() };
        let output = PlanOutput {
            instance,
            plan,
            left_out: &left_out,
            summary: &summary,
            change_list: &change_list,
            curve: None,
            carried: Some(&carried),
            from: None,
            locale: self.locale,
        };
        output.write(out).map_err(refused)
    }

    /// Writes what the week changes of the instance in a folder: the schedule, days off and jobs that came in. Where the
    /// folder is no instance then, all is as it was.
    pub fn save(&self, folder: &Path) -> Result<(), Refusal> {
        let week = self.week;
        let instance = week.as_current();
        let says = |edit: &Edit| matches!(edit, Edit::Absence { .. } | Edit::Presence { .. });
        let is_meant = |name: &str| match name {
            "current.csv" => true,
            "calendar.csv" => self.edits.iter().any(says),
            "jobs.csv" => !self.tables.is_empty(),
            _ => false,
        };
        let files: InstanceFiles =
            self.instance_files(&instance)?.into_iter().filter(|(name, _)| is_meant(name)).collect();
        let before: Vec<(PathBuf, Option<Vec<u8>>)> = files
            .iter()
            .map(|(name, _)| folder.join(name))
            .map(|path| (path.clone(), std::fs::read(path).ok()))
            .collect();
        files::write_files(folder, &files).map_err(refused)?;
        let read = files::read_instance(folder, &ReadOptions::default());
        if let Err(fault) = read {
            for (path, content) in before {
                // What can't be put back is told by the next read.
                let _ = match content {
                    Some(content) => std::fs::write(path, content),
                    None => std::fs::remove_file(path),
                };
            }
            return Err(fault.into());
        }
        Ok(())
    }

    fn instance_files(&self, instance: &Instance) -> Result<InstanceFiles, Refusal> {
        let options = ReadOptions { added: &job_tables(&self.tables), ..ReadOptions::default() };
        let mut tables = InstanceTables::of_with(self.files.clone(), &options)?;
        tables.amend(instance);
        tables.files().map_err(refused)
    }

    fn events(&self) -> Vec<Event> {
        let event = |edit: &Edit| match edit {
            Edit::Absence { crew, date, .. } => Some(Event::Absence { crew: crew.clone(), from: *date, to: *date }),
            Edit::Job { table, .. } => job_tables(std::slice::from_ref(table)).into_iter().next().map(Event::UrgentJob),
            _ => None,
        };
        self.edits.iter().filter_map(event).collect()
    }
}

fn refused(fault: WriteError) -> Refusal {
    Refusal::words(move |locale| fault.text(locale))
}

/// Where an export goes.
pub fn out(place: &super::source::Place, scenario: &str) -> PathBuf {
    let purpose =
        if scenario == super::state::FIRST { "board".to_owned() } else { format!("board-{}", tame(scenario)) };
    match &place.instance {
        Some(path) => files::default_out(path, &purpose),
        None => place.database.with_file_name(format!("{}-{purpose}", place.name)),
    }
}

/// A name that every file system takes.
fn tame(name: &str) -> String {
    name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect()
}

/// What is said of a folder that was written.
pub fn told(locale: Locale, path: &Path, saved: bool) -> String {
    let path = path.display().to_string();
    if saved { locale.saved_to(&path) } else { locale.exported_to(&path) }
}
