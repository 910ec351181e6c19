//! Sites and jobs.

use super::crews::wall;
use super::cycles;
use super::links::Links;
use super::partners;
use crate::error::Message;
use crate::files::columns::{JOBS, JobRecord, SITES, SiteRecord};
use crate::files::issues::Issues;
use crate::files::table::{TableRow, TableRows};
use crate::files::tables::Tables;
use crate::model::{Job, JobId, PlaceId, Site, SiteId, SkillNeed, ToolId};

/// The sites of an instance.
pub fn sites(tables: &Tables, links: &Links, places: &[(f64, f64)], issues: &mut Issues) -> Vec<Site> {
    let rows = PlaceId::enumerate(tables.sites.rows.iter().zip(places));
    rows.map(|(place, (row, &at))| site(&tables.sites, row, place, at, links, issues)).collect()
}

fn site(
    rows: &TableRows<SiteRecord>,
    row: &TableRow<SiteRecord>,
    place: PlaceId,
    at: (f64, f64),
    links: &Links,
    issues: &mut Issues,
) -> Site {
    let usual = row.values.usual_crew.as_ref();
    Site {
        id: row.values.site.clone().unwrap_or_default(),
        name: row.values.name.clone(),
        place,
        at,
        region: row.values.region.clone(),
        address: row.values.address(),
        one_crew: row.values.one_crew,
        usual_crew: usual.and_then(|crew| links.crews.find(crew, rows.position(row, &SITES.usual_crew), issues)),
    }
}

/// The jobs of an instance.
pub fn jobs(tables: &Tables, links: &Links, issues: &mut Issues) -> Vec<Job> {
    let rows = &tables.jobs;
    let jobs: Vec<_> = rows
        .rows
        .iter()
        .map(|row| {
            check_order(rows, row, issues);
            job(rows, row, links, issues)
        })
        .collect();
    for cycle in cycles::cycles(&jobs, |job| &job.after) {
        let row = &rows.rows[cycle[0]];
        let advice = Message::Circle { jobs: named(&jobs, &cycle) };
        issues.error(rows.position(row, &JOBS.after), row.values.after.join(" "), advice);
    }
    partners::check(rows, &jobs, issues);
    jobs
}

/// The ids of the first few of some jobs.
pub(super) fn named(jobs: &[Job], some: &[JobId]) -> String {
    some.iter().take(8).map(|&job| jobs[job].id.as_str()).collect::<Vec<_>>().join(" ")
}

fn check_order(rows: &TableRows<JobRecord>, row: &TableRow<JobRecord>, issues: &mut Issues) {
    let JobRecord { earliest, latest, open, close, .. } = row.values;
    if let (Some(earliest), Some(latest)) = (earliest, latest)
        && earliest > latest
    {
        let column = rows.position(row, &JOBS.earliest).column.to_owned();
        let advice = Message::BeforeDate { column, date: earliest };
        issues.error(rows.position(row, &JOBS.latest), latest, advice);
    }
    if let (Some(open), Some(close)) = (open, close)
        && open > close
    {
        let column = rows.position(row, &JOBS.open).column.to_owned();
        let advice = Message::BeforeTime { column, time: wall(open) };
        issues.error(rows.position(row, &JOBS.close), wall(close), advice);
    }
}

fn job(rows: &TableRows<JobRecord>, row: &TableRow<JobRecord>, links: &Links, issues: &mut Issues) -> Job {
    let values = &row.values;
    let site = values.site.as_ref().and_then(|site| links.sites.find(site, rows.position(row, &JOBS.site), issues));
    let id = values.job.clone().unwrap_or_default();
    let duration = values.duration.map_or(0, |duration| duration.minutes);
    let mut job = Job {
        skills: needs(values, links),
        tools: tools(values, links),
        after: links.jobs.find_all(&values.after, rows.position(row, &JOBS.after), issues),
        with: partners::lag(rows, row, links, issues),
        only_crews: links.crews.find_all(&values.only_crews, rows.position(row, &JOBS.only_crews), issues),
        not_crews: links.crews.find_all(&values.not_crews, rows.position(row, &JOBS.not_crews), issues),
        ..Job::plain(id, site.unwrap_or(SiteId::new(0)), duration)
    };
    values.fill(&mut job);
    job
}

fn needs(row: &JobRecord, links: &Links) -> Vec<SkillNeed> {
    let need = |(name, level, people): &(String, _, _)| SkillNeed {
        skill: links.skills.number(name),
        level: *level,
        people: *people,
    };
    let mut needs: Vec<_> = row.skills.iter().map(need).collect();
    needs.sort_by_key(|need| need.skill);
    needs
}

fn tools(row: &JobRecord, links: &Links) -> Vec<(ToolId, u32)> {
    let mut tools: Vec<_> = row.tools.iter().map(|(name, count)| (links.tools.number(name), *count)).collect();
    tools.sort_unstable();
    tools
}
