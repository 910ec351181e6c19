//! What is left out, why, and what would let it in.

use super::{filter, named};
use crate::explain::Reason;
use crate::i18n::Locale;
use crate::model::Instance;
use crate::report::{LeftOut, site_named};

/// A job with unassigned visits.
pub struct LeftOutRow {
    pub job: String,
    pub site: String,
    pub region: usize,
    pub unassigned: u32,
    /// The rule; none where it is only want of room, which the cause says.
    pub reason: Option<String>,
    pub cause: String,
    pub nearest: Option<String>,
    /// What-ifs with their prices.
    pub ways_in: Vec<String>,
    /// What helps in general.
    pub remedy: String,
}

/// One row per job left out.
pub fn rows(locale: Locale, instance: &Instance, left_out: &[LeftOut]) -> Vec<LeftOutRow> {
    let regions = filter::region_numbers(instance);
    let row = |entry: &LeftOut| {
        let job = &instance.jobs[entry.job];
        let site = &instance.sites[job.site];
        LeftOutRow {
            job: named(&job.id, &job.name),
            site: site_named(site),
            region: regions[job.site],
            unassigned: entry.unassigned,
            reason: (entry.reason != Reason::Room).then(|| entry.reason.name(locale)),
            cause: entry.cause.clone(),
            nearest: entry.nearest.clone(),
            ways_in: entry.ways_in.clone(),
            remedy: entry.remedy.clone(),
        }
    };
    left_out.iter().map(row).collect()
}
