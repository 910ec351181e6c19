//! Words, tables and pages about a plan.

mod curve;
mod explained;
mod geojson;
mod left_out;
mod moved;
mod page;
mod picture;
mod reasons;
mod verdict;
mod week;
pub mod words;

pub use curve::curve_sentence;
pub use explained::{AlternativeRow, CostRow, CrewOption, DayText, Explanation, RemedyRow};
pub use geojson::geojson;
pub use left_out::LeftOut;
pub use moved::{Happened, Moved, moved};
pub use page::{Past, Report};
pub use picture::picture;
pub use verdict::verdict;
pub use week::{CrewDay, crew_days};

/// An id with the name for people behind it.
fn named(id: &str, name: &str) -> String {
    format!("{id} {name}").trim_end().to_string()
}
