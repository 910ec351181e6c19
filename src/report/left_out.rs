//! Why a job is left out.

use crate::model::JobId;

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
