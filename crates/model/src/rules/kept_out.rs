//! The context of an infeasibility reason: a job that a rule keeps out.

use chrono::NaiveDate;

use super::audit::Violation;
use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId};

/// A job with unassigned visits, as context for the message of the rule that keeps it out.
#[derive(Clone, Copy)]
pub struct KeptOut<'i> {
    /// The instance.
    pub instance: &'i Instance,
    /// The job.
    pub job: JobId,
    /// Number of eligible crews, whoever is absent.
    pub eligible: usize,
    /// The job that it waits for, where one matters.
    pub waits_for: Option<Waits>,
    /// Crews and date of the slot with the fewest violations in an otherwise empty plan.
    pub places: &'i [(CrewId, NaiveDate)],
    /// The violations there.
    pub findings: &'i [Violation],
}

/// How many crews or dates are named.
const NAMED: usize = 3;

impl KeptOut<'_> {
    /// The first few of some crews.
    pub(super) fn names(&self, crews: impl Iterator<Item = CrewId>, locale: Locale) -> String {
        list(crews.map(|crew| self.instance.crews[crew].id.clone()), locale)
    }

    /// The first few dates of the horizon that the job allows.
    pub(super) fn allowed_dates(&self, locale: Locale) -> String {
        let work = &self.instance.jobs[self.job];
        list(self.instance.dates.iter().filter(|&&date| work.allows(date)).map(|&date| locale.day(date)), locale)
    }
}

fn list(mut names: impl Iterator<Item = String>, locale: Locale) -> String {
    let first: Vec<String> = names.by_ref().take(NAMED).collect();
    match names.count() {
        0 => first.join(", "),
        more => locale.and_more(&first.join(", "), more),
    }
}

/// A predecessor that keeps a job out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// The job.
    pub job: JobId,
    /// When it is done.
    pub done: Done,
}

/// When a predecessor is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Never within the horizon, whoever does it.
    Never,
    /// On this date at the earliest, whoever does it: too late for the other.
    NotBefore(NaiveDate),
    /// On this date in the plan, which is too late for the other.
    On(NaiveDate),
    /// The plan leaves some of it out.
    LeftOut,
    /// When the plan says.
    Planned,
}
