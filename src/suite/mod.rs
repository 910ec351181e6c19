//! Public benchmark sets: brigade on the instances that researchers share, measured as they measure.

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
pub use bench::{Options, Progress, bench, time_by_size};
pub use convention::{Convention, Measure};
pub use family::{CaseFile, FAMILIES, Family, Objective, Problem};
pub use results::Row;
pub use routing::{Case, CustomerVisit, RULES};
pub use summary::{Summary, summarize};

/// Why a bench can't go on.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A file that cannot be used.
    #[error(transparent)]
    Input(#[from] InvalidInput),
    /// A name or a folder that cannot be used.
    #[error("{0}")]
    Usage(String),
    /// A file that cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}
