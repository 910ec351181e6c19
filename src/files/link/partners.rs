//! Jobs that go with others.

use std::collections::{BTreeMap, BTreeSet};

use super::cycles;
use super::jobs::named;
use super::links::Links;
use crate::error::Message;
use crate::files::columns::{JOBS, JobRecord};
use crate::files::issues::Issues;
use crate::files::table::{TableRow, TableRows};
use crate::files::written::WrittenCell;
use crate::model::{Job, JobId, Lag};

/// The job that a row goes with.
pub fn lag(rows: &TableRows<JobRecord>, row: &TableRow<JobRecord>, links: &Links, issues: &mut Issues) -> Option<Lag> {
    let partner = row.values.with.as_ref()?;
    let position = rows.position(row, &JOBS.with);
    if links.jobs.get(&partner.job).is_none() && partner.job.contains('+') {
        issues.error(position, partner.job.as_str(), Message::PartnerShape);
        return None;
    }
    let job = links.jobs.find(&partner.job, position, issues)?;
    Some(Lag { job, least: partner.least, most: partner.most })
}

/// Reports links of jobs with several visits or crews, in circles, and of jobs that wait for each other.
pub fn check(rows: &TableRows<JobRecord>, jobs: &[Job], issues: &mut Issues) {
    let linked = || JobId::enumerate(jobs).filter_map(|(job, work)| Some((job, work.with?)));
    for (job, lag) in linked() {
        let several = [job, lag.job].into_iter().find(|&job| (jobs[job].visits, jobs[job].crews) != (1, 1));
        if let Some(several) = several {
            let Job { id, visits, crews, .. } = &jobs[several];
            report(rows, job, Message::LinkedVisits { job: id.clone(), visits: *visits, crews: *crews }, issues);
        }
    }
    let circles = cycles::cycles(jobs, Job::partner);
    for circle in &circles {
        report(rows, circle[0], Message::LinkedCircle { jobs: named(jobs, circle) }, issues);
    }
    if !circles.is_empty() || linked().next().is_none() {
        return;
    }
    for group in groups(jobs) {
        if waited_for(jobs, &group, &group).is_none() {
            continue;
        }
        for &job in &group {
            let Some(before) = waited_for(jobs, &[job], &group) else { continue };
            let row = &rows.rows[job];
            let advice = Message::LinkedWaits { job: jobs[job].id.clone(), before: jobs[before].id.clone() };
            issues.error(rows.position(row, &JOBS.after), row.values.after.join(" "), advice);
        }
    }
}

/// The jobs that are linked, group by group.
fn groups(jobs: &[Job]) -> impl Iterator<Item = Vec<JobId>> {
    let mut groups: BTreeMap<JobId, Vec<JobId>> = BTreeMap::new();
    let mut ends: Vec<Option<JobId>> = vec![None; jobs.len()];
    for job in JobId::range(jobs.len()) {
        let (mut chain, mut last) = (vec![job], job);
        while let (None, Some(lag)) = (ends[last], jobs[last].with) {
            last = lag.job;
            chain.push(last);
        }
        let end = ends[last].unwrap_or(last);
        chain.into_iter().for_each(|job| ends[job] = Some(end));
        groups.entry(end).or_default().push(job);
    }
    groups.into_values().filter(|group| group.len() > 1)
}

/// One of a group for which some jobs of it wait, directly or not.
fn waited_for(jobs: &[Job], waiting: &[JobId], group: &[JobId]) -> Option<JobId> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<JobId> = waiting.iter().flat_map(|&job| &jobs[job].after).copied().collect();
    while let Some(before) = open.pop() {
        if group.binary_search(&before).is_ok() {
            return Some(before);
        }
        if seen.insert(before) {
            open.extend(&jobs[before].after);
        }
    }
    None
}

fn report(rows: &TableRows<JobRecord>, job: JobId, advice: Message, issues: &mut Issues) {
    let row = &rows.rows[job.index()];
    issues.error(rows.position(row, &JOBS.with), row.values.with.cell(), advice);
}
