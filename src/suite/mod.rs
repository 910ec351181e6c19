//! Public benchmark sets: their instances, distance conventions, runs, gaps to best known solutions.

mod assignment;
mod bench;
mod case;
mod consistent;
mod convention;
mod family;
mod fixed_tasks;
mod home_care;
mod results;
mod routing;
mod summary;
mod technicians;

use crate::error::InvalidInput;
use crate::files::WriteError;

pub use assignment::{Assigned, assign};
pub use bench::{BenchOptions, BenchProgress, bench, time_by_size};
pub use case::{PublicCase, PublicVisit};
pub use consistent::ConsistentCase;
pub use convention::{Convention, Measure};
pub use family::{CaseFile, FAMILIES, Family, Objective, Problem};
pub use fixed_tasks::FixedTaskCase;
pub use home_care::HomeCareCase;
pub use results::{ResultRow, read as read_results};
pub use routing::{Case, RULES};
pub use summary::{BenchSummary, summarize};
pub use technicians::TechnicianCase;

/// Why a benchmark ends.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// An invalid file.
    #[error(transparent)]
    Input(#[from] InvalidInput),
    /// An invalid name or folder.
    #[error("{0}")]
    Usage(String),
    /// A file that cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}
