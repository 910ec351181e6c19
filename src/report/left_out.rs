//! Why a job is left out, as text.

use crate::explain::{Absence, Reason};
use crate::i18n::Locale;
use crate::model::{Instance, JobId};

use super::reasons::Reasons;

/// A job with unassigned visits, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The job.
    pub job: JobId,
    /// Visits asked and not planned.
    pub unassigned: u32,
    /// What keeps it out.
    pub reason: Reason,
    /// The same as text, with the nearest crews and the what-ifs.
    pub detail: String,
    /// What keeps it out, as one sentence.
    pub cause: String,
    /// The nearest crews, with what keeps each of them out.
    pub nearest: Option<String>,
    /// What-ifs that would bring it in, with the price.
    pub ways_in: Vec<String>,
    /// What helps in general.
    pub remedy: String,
}

impl LeftOut {
    /// The text of an absence.
    pub fn new(instance: &Instance, absence: &Absence, locale: Locale) -> Self {
        let reasons = Reasons { instance, locale };
        let cause = reasons.first_sentence(absence);
        let nearest = reasons.nearest(absence);
        let ways_in: Vec<_> = absence.ways_in.iter().map(|way| reasons.way_in(absence, way)).collect();
        let detail: Vec<_> = [&cause].into_iter().chain(&nearest).chain(&ways_in).map(String::as_str).collect();
        let detail = detail.join(" ");
        let (&Absence { job, unassigned, .. }, reason) = (absence, absence.told());
        let remedy = absence.remedy(instance, locale);
        Self { job, unassigned, reason, detail, cause, nearest, ways_in, remedy }
    }
}
