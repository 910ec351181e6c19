//! Preferences of crews.

use rustc_hash::FxHashSet;

use super::links::Links;
use crate::error::Message;
use crate::files::columns::{PREFERENCES, PreferenceRecord};
use crate::files::issues::Issues;
use crate::files::table::{TableRow, TableRows};
use crate::files::tables::Tables;
use crate::model::{Preference, Target};

/// The preferences of an instance.
pub fn preferences(tables: &Tables, links: &Links, issues: &mut Issues) -> Vec<Preference> {
    let regions: FxHashSet<&str> = tables.sites.iter().map(|(_, site)| site.region.as_str()).collect();
    let rows = &tables.preferences;
    let mut seen = FxHashSet::default();
    let mut preferences = Vec::new();
    for (row, values) in rows.iter() {
        let crew =
            values.crew.as_ref().and_then(|crew| links.crews.find(crew, rows.position(row, &PREFERENCES.crew), issues));
        let target = target(rows, row, links, issues);
        let given = [&values.site, &values.job, &values.region];
        if given.iter().filter(|each| each.is_some()).count() != 1 {
            issues.error(rows.position(row, &PREFERENCES.site), "", Message::OneTarget);
            continue;
        }
        if let Some(region) = values.region.as_deref().filter(|region| !regions.contains(region)) {
            let advice = Message::NoRegion { file: tables.sites.file.clone() };
            issues.warn(rows.position(row, &PREFERENCES.region), region, advice);
        }
        let score = values.score.unwrap_or_default();
        if !seen.insert((&values.crew, given)) {
            issues.error(rows.position(row, &PREFERENCES.score), score.to_f64(), Message::SameTarget);
        }
        if let (Some(crew), Some(target)) = (crew, target) {
            preferences.push(Preference { crew, target, score });
        }
    }
    preferences
}

fn target(
    rows: &TableRows<PreferenceRecord>,
    row: &TableRow<PreferenceRecord>,
    links: &Links,
    issues: &mut Issues,
) -> Option<Target> {
    let PreferenceRecord { site, job, region, .. } = &row.values;
    let site = site.as_ref().and_then(|site| links.sites.find(site, rows.position(row, &PREFERENCES.site), issues));
    let job = job.as_ref().and_then(|job| links.jobs.find(job, rows.position(row, &PREFERENCES.job), issues));
    let region = region.clone().map(Target::Region);
    job.map(Target::Job).or(site.map(Target::Site)).or(region)
}
