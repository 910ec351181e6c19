//! Many weeks, or public sets, in one go: a manifest names them, a record beside each plan says how it came about, a table
//! has them all.

mod collected;
mod manifest;
mod record;

pub use collected::{CollectedRow, TABLE, ensure_table, write_table};
pub use manifest::{Asked, ManifestLine, Work, read_manifest};
pub use record::{Ended, LineState, RESULTS, Record, input};
