//! All tables of an instance, read but not yet linked.

use std::collections::hash_map::Entry;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::columns::{
    ADDED_JOBS, AddedJobRecord, CALENDAR, CREWS, CURRENT, CalendarRecord, CrewRecord, DISTANCES, DistanceRecord,
    HISTORY, HistoryRecord, JOBS, JobRecord, MEMBERS, MemberRecord, PREFERENCES, PreferenceRecord, SITES,
    ScheduleRecord, SiteRecord, TOOLS, ToolRecord,
};
use super::declare::TableRecord;
use super::fold::spelling;
use super::folder::{self, FileContents, Folder};
use super::grid;
use super::issues::{InputPosition, Issues};
use super::schema::{Schema, TableColumn};
use super::table::{self, Fields, TableRows};
use crate::error::Message;

/// A table of jobs that is not in the instance's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobTable {
    /// What messages call it.
    pub name: String,
    /// The table, with the columns of jobs.csv.
    pub bytes: Vec<u8>,
}

/// The rows of all tables.
#[derive(Debug)]
pub struct Tables {
    pub crews: TableRows<CrewRecord>,
    pub sites: TableRows<SiteRecord>,
    pub jobs: TableRows<JobRecord>,
    pub calendar: TableRows<CalendarRecord>,
    pub members: TableRows<MemberRecord>,
    pub tools: TableRows<ToolRecord>,
    pub preferences: TableRows<PreferenceRecord>,
    pub distances: Option<TableRows<DistanceRecord>>,
    pub history: TableRows<HistoryRecord>,
    pub current: Option<TableRows<ScheduleRecord>>,
}

impl Tables {
    /// Reads the tables of a folder; `current` is a plan in place of the folder's own schedule.
    pub fn read(folder: &Folder, current: Option<&Path>, issues: &mut Issues) -> Self {
        let current = match current {
            Some(path) => agreed(&plan_file(path), issues),
            None => folder.table(&CURRENT.schema, issues).and_then(|file| stated(grid::schedule(&file, issues))),
        };
        Self {
            crews: rows(folder, &CREWS.schema, issues),
            sites: rows(folder, &SITES.schema, issues),
            jobs: rows(folder, &JOBS.schema, issues),
            calendar: rows(folder, &CALENDAR.schema, issues),
            members: rows(folder, &MEMBERS.schema, issues),
            tools: rows(folder, &TOOLS.schema, issues),
            preferences: rows(folder, &PREFERENCES.schema, issues),
            distances: optional(folder, &DISTANCES.schema, issues),
            history: rows(folder, &HISTORY.schema, issues),
            current,
        }
    }

    /// Adds further jobs, and the sites that they place and sites.csv does not have.
    pub fn add_jobs(&mut self, added: &[JobTable], issues: &mut Issues) {
        let mut known: FxHashSet<_> = self.sites.iter().filter_map(|(_, row)| row.site.clone()).collect();
        for table in added {
            let rows = table::read(&ADDED_JOBS.schema, &table.name, &table.bytes, issues, |row| {
                AddedJobRecord::read(row).with_site()
            });
            let (sites, mut jobs) = rows.unzip();
            let is_new = |row: &SiteRecord| {
                row.place.is_stated() && row.site.as_ref().is_some_and(|site| known.insert(site.clone()))
            };
            self.sites.append(sites.only(is_new));
            for (file, row) in jobs.rows.iter_mut().map(|row| (&jobs.file, row)) {
                if let Some(site) = row.values.site.take_if(|site| !known.contains(site)) {
                    issues.error(
                        InputPosition::cell(file, row.line, JOBS.site.name()),
                        site,
                        Message::Unplaced { file: self.sites.file.clone() },
                    );
                }
            }
            self.jobs.append(jobs);
        }
    }

    /// Writes each name of a skill, tool or region as it is where it is met first: case and accents make no other name.
    pub fn spell_alike(&mut self) {
        let Self { crews, sites, jobs, members, tools, preferences, .. } = self;
        let mut skills = Spellings::default();
        crews.values_mut().flat_map(|crew| &mut crew.skills).for_each(|(name, _)| skills.spell(name));
        members.values_mut().flat_map(|member| &mut member.skills).for_each(|(name, _)| skills.spell(name));
        jobs.values_mut().flat_map(|job| &mut job.skills).for_each(|(name, ..)| skills.spell(name));
        let mut all_tools = Spellings::default();
        tools.values_mut().filter_map(|tool| tool.tool.as_mut()).for_each(|name| all_tools.spell(name));
        crews.values_mut().flat_map(|crew| &mut crew.equipment).for_each(|(name, _)| all_tools.spell(name));
        jobs.values_mut().flat_map(|job| &mut job.tools).for_each(|(name, _)| all_tools.spell(name));
        let mut regions = Spellings::default();
        sites.values_mut().for_each(|site| regions.spell(&mut site.region));
        preferences.values_mut().filter_map(|row| row.region.as_mut()).for_each(|name| regions.spell(name));
    }

    /// Leaves only the first of rows with the same id in the tables that others refer to.
    pub fn keep_first(&mut self, issues: &mut Issues) {
        keep_first(&mut self.crews, &CREWS.crew, |row| row.crew.as_ref(), issues);
        keep_first(&mut self.sites, &SITES.site, |row| row.site.as_ref(), issues);
        keep_first(&mut self.jobs, &JOBS.job, |row| row.job.as_ref(), issues);
        keep_first(&mut self.tools, &TOOLS.tool, |row| row.tool.as_ref(), issues);
    }
}

/// The first spelling of every name, by what case and accents leave of it.
#[derive(Default)]
struct Spellings(FxHashMap<String, String>);

impl Spellings {
    fn spell(&mut self, name: &mut String) {
        match self.0.entry(spelling(name)) {
            Entry::Occupied(first) => name.clone_from(first.get()),
            Entry::Vacant(entry) => {
                entry.insert(name.clone());
            }
        }
    }
}

/// What a written plan is called.
pub const PLAN_FILE: &str = "plan.csv";

/// The plan.csv that a path means: of a plan folder, or the path itself.
pub fn plan_file(path: &Path) -> std::path::PathBuf {
    if path.is_dir() { path.join(PLAN_FILE) } else { path.to_owned() }
}

/// The rows of a plan that stands in for today's schedule.
fn agreed(path: &Path, issues: &mut Issues) -> Option<TableRows<ScheduleRecord>> {
    let contents = folder::read(path, issues)?;
    let rows = grid::schedule(&contents, issues);
    if contents.file == PLAN_FILE { Some(rows) } else { stated(rows) }
}

/// The rows of a file.
pub fn parse<T>(
    schema: &Schema,
    contents: &FileContents,
    issues: &mut Issues,
    values: fn(&mut Fields) -> T,
) -> TableRows<T> {
    table::read(schema, &contents.file, &contents.bytes, issues, values)
}

fn optional<T: TableRecord>(folder: &Folder, schema: &Schema, issues: &mut Issues) -> Option<TableRows<T>> {
    folder.table(schema, issues).and_then(|contents| filled(schema, &contents, issues))
}

/// The rows of a file; none where the table may be absent and has no row, which is as good.
fn filled<T: TableRecord>(schema: &Schema, contents: &FileContents, issues: &mut Issues) -> Option<TableRows<T>> {
    let rows = parse(schema, contents, issues, T::read);
    if schema.required { Some(rows) } else { stated(rows) }
}

fn stated<T>(rows: TableRows<T>) -> Option<TableRows<T>> {
    (!rows.rows.is_empty()).then_some(rows)
}

fn rows<T: TableRecord>(folder: &Folder, schema: &Schema, issues: &mut Issues) -> TableRows<T> {
    optional(folder, schema, issues).unwrap_or_else(|| TableRows::none(&folder.file_of(schema)))
}

/// Reports ids that occur twice; only the first row of each id stays, and none without an id.
fn keep_first<T>(
    rows: &mut TableRows<T>,
    column: &TableColumn<String>,
    id: fn(&T) -> Option<&String>,
    issues: &mut Issues,
) {
    let mut first = FxHashMap::<String, (String, u64)>::default();
    let mut kept = Vec::with_capacity(rows.rows.len());
    for row in &rows.rows {
        let (Some(name), file) = (id(&row.values), rows.file_of(row)) else {
            kept.push(false);
            continue;
        };
        let known = first.get(name);
        if let Some((other, line)) = known {
            let line = *line;
            let advice =
                if other == file { Message::SameId { line } } else { Message::SameIdIn { line, file: other.clone() } };
            issues.error(rows.position(row, column), name, advice);
        }
        kept.push(known.is_none());
        first.entry(name.clone()).or_insert((file.to_owned(), row.line));
    }
    let mut kept = kept.into_iter();
    rows.rows.retain(|_| kept.next().unwrap_or(false));
}
