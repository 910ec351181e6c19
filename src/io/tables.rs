//! All tables of an instance, read but not yet linked.

use std::path::Path;

use super::draft::{
    self, CalendarRow, CrewRow, DistanceRow, JobRow, MemberRow, PreferenceRow, SiteRow, ToolRow, VisitRow,
};
use super::folder::{self, Contents, Folder};
use super::instance::JobTable;
use super::issues::{Issues, Spot};
use super::schema::{self, Schema};
use super::table::{self, Fields, Rows};

/// The rows of all tables.
pub struct Tables {
    pub crews: Rows<CrewRow>,
    pub sites: Rows<SiteRow>,
    pub jobs: Rows<JobRow>,
    pub calendar: Rows<CalendarRow>,
    pub members: Rows<MemberRow>,
    pub tools: Rows<ToolRow>,
    pub preferences: Rows<PreferenceRow>,
    pub distances: Option<Rows<DistanceRow>>,
    pub current: Option<Rows<VisitRow>>,
}

impl Tables {
    /// Reads the tables of a folder; `current` is a plan in place of the folder's own schedule.
    pub fn read(folder: &Folder, current: Option<&Path>, issues: &mut Issues) -> Self {
        let current = match current {
            Some(path) => folder::read(&plan_file(path), issues),
            None => folder.table(&schema::CURRENT, issues),
        };
        Self {
            crews: rows(folder, &schema::CREWS, issues, draft::crew),
            sites: rows(folder, &schema::SITES, issues, draft::site),
            jobs: rows(folder, &schema::JOBS, issues, draft::job),
            calendar: rows(folder, &schema::CALENDAR, issues, draft::calendar),
            members: rows(folder, &schema::MEMBERS, issues, draft::member),
            tools: rows(folder, &schema::TOOLS, issues, draft::tool),
            preferences: rows(folder, &schema::PREFERENCES, issues, draft::preference),
            distances: optional(folder, &schema::DISTANCES, issues, draft::distance),
            current: current.map(|contents| parse(&schema::CURRENT, &contents, issues, draft::visit)),
        }
    }

    /// Adds further jobs.
    pub fn add_jobs(&mut self, added: &[JobTable], issues: &mut Issues) {
        for table in added {
            self.jobs.append(table::read(&schema::JOBS, &table.name, &table.bytes, issues, draft::job));
        }
    }

    /// Leaves only the first of rows with the same id in the tables that others refer to.
    pub fn keep_first(&mut self, issues: &mut Issues) {
        keep_first(&mut self.crews, "crew", |row| row.crew.as_ref(), issues);
        keep_first(&mut self.sites, "site", |row| row.site.as_ref(), issues);
        keep_first(&mut self.jobs, "job", |row| row.job.as_ref(), issues);
        keep_first(&mut self.tools, "tool", |row| row.tool.as_ref(), issues);
    }
}

/// The plan.csv that a path means: of a plan folder, or the path itself.
pub fn plan_file(path: &Path) -> std::path::PathBuf {
    if path.is_dir() { path.join("plan.csv") } else { path.to_owned() }
}

/// The rows of a file.
pub fn parse<T>(schema: &Schema, contents: &Contents, issues: &mut Issues, values: fn(&mut Fields) -> T) -> Rows<T> {
    table::read(schema, &contents.file, &contents.bytes, issues, values)
}

fn optional<T>(folder: &Folder, schema: &Schema, issues: &mut Issues, values: fn(&mut Fields) -> T) -> Option<Rows<T>> {
    folder.table(schema, issues).map(|contents| parse(schema, &contents, issues, values))
}

fn rows<T>(folder: &Folder, schema: &Schema, issues: &mut Issues, values: fn(&mut Fields) -> T) -> Rows<T> {
    optional(folder, schema, issues, values).unwrap_or_else(|| Rows::none(&format!("{}.csv", schema.name)))
}

/// Reports ids that occur twice; only the first row of each id stays, and none without an id.
fn keep_first<T>(rows: &mut Rows<T>, column: &str, id: fn(&T) -> Option<&String>, issues: &mut Issues) {
    let mut first = rustc_hash::FxHashMap::<String, (String, u64)>::default();
    let mut kept = Vec::with_capacity(rows.rows.len());
    for row in &rows.rows {
        let (Some(name), file) = (id(&row.values), rows.file_of(row)) else {
            kept.push(false);
            continue;
        };
        let known = first.get(name);
        if let Some((other, line)) = known {
            let of = if other == file { String::new() } else { format!(" of {other}") };
            issues.error(Spot::cell(file, row.line, column), name, format!("line {line}{of} already has this id"));
        }
        kept.push(known.is_none());
        first.entry(name.clone()).or_insert((file.to_owned(), row.line));
    }
    let mut kept = kept.into_iter();
    rows.rows.retain(|_| kept.next().unwrap_or(false));
}
