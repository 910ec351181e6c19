//! The origin of an instance.

use chrono::NaiveDate;

/// The files of an instance, for reports and for telling instances apart; nothing is computed from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// SHA-256 of the files read, in hexadecimal; empty where there were none.
    pub sha256: String,
    /// Whether coordinates are kilometres in a plane rather than degrees.
    pub planar: bool,
    /// Legs that a table states.
    pub stated_legs: usize,
    /// Where they are from, as far as it is known.
    pub roads: Option<Roads>,
}

/// A routing service and the date of its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roads {
    /// The service, such as `OSRM http://127.0.0.1:5000`.
    pub source: String,
    /// The date.
    pub date: NaiveDate,
}
