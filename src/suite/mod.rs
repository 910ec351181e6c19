//! Public benchmark sets: their instances, distance conventions, runs, gaps to best known solutions.

mod assignment;
mod bench;
mod convention;
mod family;
mod results;
mod routing;
mod summary;

use crate::error::InvalidInput;
use crate::files::WriteError;

pub use assignment::{Assigned, assign};
pub use bench::{BenchOptions, BenchProgress, bench, time_by_size};
pub use convention::{Convention, Measure};
pub use family::{CaseFile, FAMILIES, Family, Objective, Problem};
pub use results::ResultRow;
pub use routing::{Case, PublicVisit, RULES};
pub use summary::{BenchSummary, summarize};

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
