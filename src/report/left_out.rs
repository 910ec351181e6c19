//! Why a job is left out, in words.

use crate::explain::{Absence, Reason};
use crate::i18n::Locale;
use crate::model::{Instance, JobId};

use super::reasons::Reasons;

/// A job of which visits are missing, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The job.
    pub job: JobId,
    /// Visits asked and not planned.
    pub missing: u32,
    /// What keeps it out.
    pub reason: Reason,
    /// The same in words, with the nearest crews, and what was tried.
    pub detail: String,
    /// What keeps it out, as one sentence.
    pub cause: String,
    /// The nearest crews, with what keeps each of them out.
    pub nearest: Option<String>,
    /// What was tried and would bring it in, with the price.
    pub ways_in: Vec<String>,
}

impl LeftOut {
    /// Words an absence.
    pub fn new(instance: &Instance, absence: &Absence, locale: Locale) -> Self {
        let reasons = Reasons { instance, locale };
        let cause = reasons.first_sentence(absence);
        let nearest = reasons.nearest(absence);
        let ways_in: Vec<_> = absence.ways_in.iter().map(|way| reasons.way_in(absence, way)).collect();
        let detail: Vec<_> = [&cause].into_iter().chain(&nearest).chain(&ways_in).map(String::as_str).collect();
        let detail = detail.join(" ");
        let &Absence { job, missing, reason, .. } = absence;
        Self { job, missing, reason, detail, cause, nearest, ways_in }
    }
}
