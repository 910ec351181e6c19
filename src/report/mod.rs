//! Texts, tables and pages about a plan.

mod change_list;
mod curve;
mod explained;
mod geojson;
mod left_out;
pub mod messages;
mod page;
mod picture;
mod reasons;
mod sheets;
mod told;
mod verdict;
mod week;

pub use change_list::{ChangeEntry, EventLog, change_list};
pub use curve::curve_sentence;
pub use explained::{AlternativeRow, CostRow, CrewOption, DayText, Explanation, RemedyRow};
pub use geojson::geojson;
pub use left_out::LeftOut;
pub use page::{PreviousRun, Report, is_page};
pub use picture::picture;
pub use sheets::Sheets;
pub use told::Told;
pub use verdict::{tenths, verdict};
pub use week::{CrewDay, crew_days};

/// An id with the name for people behind it, on one line.
pub fn named(id: &str, name: &str) -> String {
    format!("{id} {name}").replace(['\n', '\r'], " ").trim_end().to_string()
}
