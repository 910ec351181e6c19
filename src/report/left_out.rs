//! Why a job is left out, in words.

use crate::model::{Absence, Instance, JobId};

use super::reasons::{first_sentence, nearest, way_in};

/// A job of which visits are missing, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The job.
    pub job: JobId,
    /// Visits asked and not planned.
    pub missing: u32,
    /// The code of the rule that keeps it out, or `room` where it fits nowhere beside the rest.
    pub reason: String,
    /// The same in words, with the nearest crews.
    pub detail: String,
}

impl LeftOut {
    /// Words an absence.
    pub fn new(instance: &Instance, absence: &Absence) -> Self {
        let mut detail = vec![first_sentence(instance, absence)];
        detail.extend(nearest(instance, absence));
        detail.extend(absence.ways_in.iter().map(|way| way_in(instance, absence, way)));
        let (job, missing) = (absence.job, absence.missing);
        Self { job, missing, reason: absence.code.into(), detail: detail.join(" ") }
    }
}
