//! Texts, tables and pages about a plan.

mod change_list;
mod curve;
mod days_off;
mod distances;
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

use crate::model::Site;

pub use change_list::{ChangeEntry, EventLog, change_list, moves, priced_change_list};
pub use curve::curve_sentence;
pub use days_off::days_off;
pub use distances::distances;
pub use explained::{AlternativeRow, CostRow, CrewOption, DayText, Explanation, RemedyRow};
pub use geojson::geojson;
pub use left_out::LeftOut;
pub use page::{PreviousRun, Report, is_page};
pub use picture::picture;
pub use sheets::Sheets;
pub use told::Told;
pub use verdict::{tenths, verdict};
pub use week::{CrewDay, crew_days};

/// A site by id, name and address, on one line.
pub fn site_named(site: &Site) -> String {
    let (name, address) = (named(&site.id, &site.name), site.address.line());
    if address.is_empty() { name } else { format!("{name}, {address}").replace(['\n', '\r'], " ") }
}

/// An id with the name for people behind it, on one line.
pub fn named(id: &str, name: &str) -> String {
    format!("{id} {name}").replace(['\n', '\r'], " ").trim_end().to_string()
}
