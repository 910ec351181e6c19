//! What people read of a plan, as data: figures, scores, savings, changes, causes. Nothing here prints.

mod breakdown;
mod capacity;
mod changes;
mod comparison;
mod culprits;
mod curve;
mod explained;
mod figures;
mod geojson;
mod left_out;
mod moved;
mod page;
mod picture;
mod reasons;
mod savings;
mod score;
mod scores;
mod summary;
mod table;
mod verdict;
mod week;

pub use breakdown::{Cause, Line, breakdown};
pub use capacity::{Capacity, DayLoad, SkillLoad, capacity};
pub use changes::{Change, ChangeKind, changes};
pub use comparison::{Row, Section, compare};
pub use curve::{ChangeCurve, CurvePoint};
pub use explained::{AlternativeRow, CostRow, CrewRow, DayText, Explanation, RemedyRow};
pub use figures::Figures;
pub use geojson::geojson;
pub use left_out::LeftOut;
pub use moved::{Happened, Moved, moved};
pub use page::{Past, Report};
pub use picture::picture;
pub use savings::Savings;
pub use score::{gap_percent, score};
pub use scores::Scores;
pub use summary::{BoundBlock, FiguresBlock, Run, SavingsBlock, ScoresBlock, Summary};
pub use table::Table;
pub use verdict::verdict;
pub use week::{CrewDay, CrewLoad, DearJob, crew_days, crew_loads, dear_jobs};

/// An id with the name for people behind it.
fn named(id: &str, name: &str) -> String {
    format!("{id} {name}").trim_end().to_string()
}
