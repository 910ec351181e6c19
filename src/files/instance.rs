//! Reads an instance: settings, tables, links, and checks across tables.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{Datelike, Days, NaiveDate};

use super::folder::Folder;
use super::iso_week::first_of_week;
use super::issues::{InputPosition, Issues};
use super::link::{Linked, Links, link};
use super::settings::{self, Lines, SettingsDraft};
use super::sizes::{self, Sizes};
use super::tables::{JobTable, Tables};
use super::workbook::is_workbook;
use super::{history, limits, pins, schedule, warnings};
use crate::error::{InvalidInput, Issue, Message};
use crate::model::{Instance, Origin, Parts, Plan, SETTINGS, Settings, Speed, TravelMatrix};
use crate::travel::{self, Metric, Pace};

/// Options of [`read_instance`].
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions<'a> {
    /// The ISO week that the horizon starts with, such as `2026-W48`, in place of the setting.
    pub week: Option<&'a str>,
    /// Another plan, a folder or a plan.csv, in place of the folder's own schedule.
    pub current: Option<&'a Path>,
    /// Further jobs beside those of jobs.csv.
    pub added: &'a [JobTable],
}

/// An instance with the warnings of its reader.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The instance.
    pub instance: Instance,
    /// Input that was read, but perhaps not as meant.
    pub warnings: Vec<Issue>,
}

/// Reads the instance in a folder or a workbook.
///
/// # Errors
///
/// All faults of all files, with the warnings, where any file can't be read or has an invalid value.
pub fn read_instance(path: &Path, options: &ReadOptions) -> Result<Loaded, InvalidInput> {
    let mut issues = Issues::default();
    let instance = read(path, options, &mut issues).filter(|_| !issues.has_errors());
    let issues = issues.into_sorted();
    match instance {
        Some(instance) => Ok(Loaded { instance, warnings: issues }),
        None => Err(InvalidInput(issues)),
    }
}

/// SHA-256 of the files of an instance, in hexadecimal: those that [`read_instance`] reads; none where there is none.
pub fn input_sha256(path: &Path) -> Option<String> {
    let mut issues = Issues::default();
    let folder = Folder::open(path, &mut issues)?;
    read_tables(&folder, &ReadOptions::default(), &mut issues);
    Some(folder.sha256())
}

fn read(path: &Path, options: &ReadOptions, issues: &mut Issues) -> Option<Instance> {
    assemble(name(path), &Folder::open(path, issues)?, options, issues)
}

/// An instance as read, not yet linked.
pub(super) struct ReadTables {
    /// The settings.
    pub settings: Settings,
    /// The dates of the horizon; none where it is not known.
    pub dates: Option<Vec<NaiveDate>>,
    /// The rows of all tables.
    pub tables: Tables,
    /// The lines of the settings.
    pub lines: Lines,
}

/// Reads settings and tables of an instance.
pub(super) fn read_tables(folder: &Folder, options: &ReadOptions, issues: &mut Issues) -> ReadTables {
    let mut draft = settings::read(&folder.settings_file(), folder.settings(issues), issues);
    let mut tables = Tables::read(folder, options.current, issues);
    folder.warn_of_misnamed(issues);
    tables.add_jobs(options.added, issues);
    tables.spell_alike();
    tables.keep_first(issues);
    let (settings, dates) = horizon(&mut draft, options.week, folder.is_workbook(), issues);
    let lines = draft.lines;
    ReadTables { settings, dates, tables, lines }
}

/// The instance in a folder.
pub(super) fn assemble(name: String, folder: &Folder, options: &ReadOptions, issues: &mut Issues) -> Option<Instance> {
    let ReadTables { settings, dates, tables, lines } = read_tables(folder, options, issues);
    let links = Links::new(&tables);
    let sizes = Sizes::of(&tables, &links, dates.as_ref().map_or(0, Vec::len));
    if sizes::check(&sizes, &tables, issues) {
        return None;
    }
    let mut linked = link(&tables, &links, issues);
    history::carry(&mut linked.crews, &tables.history, dates.as_deref(), &links, issues);
    let current = tables.current.as_ref().zip(dates);
    let current = current.map(|(rows, dates)| schedule::current(rows, &links, &dates, issues));
    check_counts(&linked, &tables, issues);
    warnings::warn_of_slips(&tables, issues);
    if issues.has_errors() {
        return None;
    }
    let skills = links.skills.iter().cloned().collect();
    let roads = folder.roads();
    let origin = Origin { sha256: folder.sha256(), planar: linked.planar, stated_legs: linked.stated.len(), roads };
    let (plan, pins) = current.unzip();
    let instance = Instance::new(Parts { origin, ..parts(name, settings, linked, skills, plan) });
    warnings::warn_of_dates(&instance, &tables, issues);
    limits::check(&instance, &tables, &lines, issues);
    let file = tables.current.map_or(String::new(), |rows| rows.file);
    let pins = pins::checked(pins.unwrap_or_default(), &instance, &file, issues);
    Some(instance.with_pins(pins))
}

fn parts(name: String, settings: Settings, linked: Linked, skills: Vec<String>, current: Option<Plan>) -> Parts {
    let travel = matrix(&linked, &settings, Speed::ONE);
    let others: BTreeSet<Speed> = linked.crews.iter().map(|crew| crew.speed).filter(|&own| own != Speed::ONE).collect();
    let other_travel = others.into_iter().map(|speed| (speed, matrix(&linked, &settings, speed))).collect();
    let Linked { crews, sites, jobs, tools, preferences, .. } = linked;
    Parts {
        name,
        settings,
        crews,
        sites,
        jobs,
        skills,
        tools,
        travel,
        other_travel,
        preferences,
        current,
        pins: Vec::new(),
        origin: Origin::default(),
    }
}

/// The name of an instance: that of its folder, or of its workbook without the ending.
pub fn name(instance: &Path) -> String {
    let whole = instance.canonicalize().unwrap_or_default();
    let name = if is_workbook(instance) { Path::file_stem } else { Path::file_name };
    name(instance).or(name(&whole)).map_or("instance".into(), |name| name.to_string_lossy().into_owned())
}

/// Where a plan of an instance goes unless somebody says otherwise: into a folder of the instance's own, or beside its
/// workbook.
pub fn default_out(instance: &Path, purpose: &str) -> PathBuf {
    if is_workbook(instance) && !instance.is_dir() {
        return instance.with_file_name(format!("{}-{purpose}", name(instance)));
    }
    instance.join(purpose)
}

/// The settings with the first date of the horizon, and its dates; `None` where the first date is unknown.
fn horizon(
    draft: &mut SettingsDraft,
    week: Option<&str>,
    is_workbook: bool,
    issues: &mut Issues,
) -> (Settings, Option<Vec<NaiveDate>>) {
    let SettingsDraft { settings, start, start_refused, lines } = draft;
    let (mut settings, start) = (settings.clone(), *start);
    let position = InputPosition { column: SETTINGS.start.name, ..InputPosition::file(&lines.file) };
    let start = match week {
        Some(week) => {
            first_of_week(week).map_err(|advice| issues.error(InputPosition::file("--week"), week, advice)).ok()
        }
        None if start.is_none() && !*start_refused => {
            let advice = if is_workbook { Message::NoStartInSheet } else { Message::NoStart };
            issues.error(position, "", advice);
            None
        }
        None => start,
    };
    let Some(start) = start else { return (settings, None) };
    if start.checked_add_days(Days::new(settings.days as u64)).is_none_or(|end| end.year() > 9_999) {
        issues.error(position, start, Message::BeyondTheCalendar);
        return (settings, None);
    }
    settings.start = start;
    let dates = start.iter_days().take(settings.days).collect();
    (settings, Some(dates))
}

fn check_counts(linked: &Linked, tables: &Tables, issues: &mut Issues) {
    if linked.crews.is_empty() && !issues.has_errors() {
        issues.error(InputPosition::cell(&tables.crews.file, 1, ""), "", Message::NoCrew);
    }
    if linked.jobs.is_empty() && !issues.has_errors() {
        issues.warn(InputPosition::cell(&tables.jobs.file, 1, ""), "", Message::NoJob);
    }
}

fn matrix(linked: &Linked, settings: &Settings, speed: Speed) -> TravelMatrix {
    let detour = settings.detour;
    let metric = if linked.planar { Metric::Planar } else { Metric::GreatCircle { detour } };
    let sites = linked.sites.iter().map(|site| site.at);
    let places: Vec<_> = sites.chain(linked.crews.iter().map(|crew| crew.at)).collect();
    travel::matrix(&places, metric, Pace { speed_kmh: settings.speed_kmh, speed }, &linked.stated)
}
