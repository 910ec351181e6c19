//! Reads a written plan.

use std::path::Path;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::columns::{PLAN, ROUTES, RouteRecord, ScheduleRecord};
use super::declare::TableRecord;
use super::folder;
use super::issues::{InputPosition, Issues};
use super::limits;
use super::schedule::{ScheduledVisit, routes};
use super::sealed::{Mismatch, ROUTES_FILE};
use super::table::{self, TableRows};
use super::tables::plan_file;
use crate::error::{InvalidInput, Issue, Message};
use crate::model::{CrewId, Instance, JobId, Plan, Start};
use crate::units::Minutes;

/// Reads a plan of an instance, with the warnings: from a plan folder, with the departures in its routes.csv unless only
/// plan.csv was changed since, or from a plan.csv. Visits of unknown crews or jobs are listed in the plan; dates may lie outside the horizon.
///
/// # Errors
///
/// All faults of the files.
pub fn read_plan(path: &Path, instance: &Instance) -> Result<(Plan, Vec<Issue>), InvalidInput> {
    let mut issues = Issues::default();
    let plan = read(path, instance, &mut issues).filter(|_| !issues.has_errors());
    let issues = issues.into_sorted();
    plan.map(|plan| (plan, issues.clone())).ok_or(InvalidInput(issues))
}

fn read(path: &Path, instance: &Instance, issues: &mut Issues) -> Option<Plan> {
    let file = plan_file(path);
    if !file.exists() {
        let advice = if path.is_dir() { Message::NoPlanFile } else { Message::NoPlan };
        issues.error(InputPosition::file(&path.display().to_string()), "", advice);
        return None;
    }
    let source = folder::read(&file, issues)?.into();
    let rows = table::read(&PLAN.schema, source, issues, ScheduleRecord::planned);
    let ids = Ids::new(instance);
    let mut plan = ids.plan(&rows);
    limits::check_plan(instance, &plan, &file, issues);
    let mismatch = Mismatch::of(path);
    mismatch.warn(issues);
    let tours = path.join(ROUTES_FILE);
    if path.is_dir() && tours.exists() && !mismatch.is_plan_alone() {
        let source = folder::read(&tours, issues)?.into();
        ids.add_leaves(&mut plan, &table::read(&ROUTES.schema, source, issues, RouteRecord::read));
    }
    Some(plan)
}

/// The crews and jobs of an instance by id.
struct Ids<'i> {
    crews: FxHashMap<&'i str, CrewId>,
    jobs: FxHashMap<&'i str, JobId>,
}

impl<'i> Ids<'i> {
    fn new(instance: &'i Instance) -> Self {
        Self {
            crews: CrewId::enumerate(&instance.crews).map(|(index, crew)| (crew.id.as_str(), index)).collect(),
            jobs: JobId::enumerate(&instance.jobs).map(|(index, job)| (job.id.as_str(), index)).collect(),
        }
    }

    fn plan(&self, rows: &TableRows<ScheduleRecord>) -> Plan {
        let (mut visits, mut unknown) = (Vec::new(), Vec::new());
        for (row, values) in rows.iter() {
            let (Some(date), Some(crew), Some(job)) = (values.date, &values.crew, &values.job) else { continue };
            match (self.crews.get(crew.as_str()), self.jobs.get(job.as_str())) {
                (Some(&crew), Some(&job)) => {
                    let (sequence, start) = (values.sequence, values.start);
                    visits.push(ScheduledVisit { date, crew, job, sequence, start, line: row.line });
                }
                (None, _) => unknown.push(format!("{job} by {crew} on {date}: the instance has no crew {crew}")),
                (_, None) => unknown.push(format!("{job} by {crew} on {date}: the instance has no job {job}")),
            }
        }
        Plan { unknown, ..Plan::new(routes(visits, Start::At, Start::Earliest)) }
    }

    fn add_leaves(&self, plan: &mut Plan, rows: &TableRows<RouteRecord>) {
        let mut leaves: FxHashMap<(NaiveDate, CrewId), Minutes> = FxHashMap::default();
        for (_, values) in rows.iter() {
            let crew = values.crew.as_deref().and_then(|crew| self.crews.get(crew));
            if let (Some(date), Some(&crew), Some(leave)) = (values.date, crew, values.leave) {
                leaves.insert((date, crew), leave);
            }
        }
        for route in &mut plan.routes {
            route.leave = leaves.get(&(route.date, route.crew)).copied();
        }
    }
}
