//! What is known of a job that a rule keeps out.

use chrono::NaiveDate;

use crate::model::{Instance, JobId};

/// A job of which visits are left out.
#[derive(Clone, Copy)]
pub struct KeptOut<'i> {
    /// The instance.
    pub instance: &'i Instance,
    /// The job.
    pub job: JobId,
    /// Crews that may do it, everybody present.
    pub able: usize,
    /// The job that it waits for, where one matters.
    pub waits_for: Option<Waits>,
}

/// A job that another one waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// The job.
    pub job: JobId,
    /// When it is done.
    pub done: Done,
}

/// When a job is done that another one waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Never within the horizon, whoever does it.
    Never,
    /// On this date at the earliest, whoever does it: too late for the other.
    NotBefore(NaiveDate),
    /// The plan leaves some of it out.
    LeftOut,
    /// When the plan says.
    Planned,
}
