//! What people read of a plan, as data: figures, scores, savings, changes, causes. Nothing here prints.

mod breakdown;
mod capacity;
mod changes;
mod comparison;
mod culprits;
mod explained;
mod figures;
mod geojson;
mod left_out;
mod page;
mod reasons;
mod savings;
mod score;
mod scores;
mod summary;
mod table;
mod verdict;
mod violation;
mod week;

pub use breakdown::{Cause, Line, breakdown};
pub use capacity::{Capacity, DayLoad, SkillLoad, capacity};
pub use changes::{Change, ChangeKind, changes};
pub use comparison::{Row, Section, compare};
pub use explained::{AlternativeRow, CostRow, CrewRow, DayText, Explanation, RemedyRow};
pub use figures::Figures;
pub use geojson::geojson;
pub use left_out::LeftOut;
pub use page::{Past, Report};
pub use savings::Savings;
pub use score::{gap_percent, score};
pub use scores::Scores;
pub use summary::{BoundBlock, FiguresBlock, Run, SavingsBlock, ScoresBlock, Summary};
pub use table::Table;
pub use verdict::verdict;
pub use violation::violation_words;
pub use week::{CrewDay, CrewLoad, DearJob, crew_days, crew_loads, dear_jobs};
