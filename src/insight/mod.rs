//! What people ask of a plan, as data: figures, savings, scores, comparison, changes. Nothing here prints or knows a
//! language.

mod breakdown;
mod capacity;
mod changes;
mod comparison;
mod figures;
mod savings;
mod score;
mod scores;
mod summary;
mod table;
mod utilisation;

pub use breakdown::{Cause, CostLine, breakdown};
pub use capacity::{Capacity, DayLoad, SkillLoad, capacity};
pub use changes::{ChangeKind, VisitChange, changes};
pub use comparison::{ComparisonRow, FigureSection, compare};
pub use figures::Figures;
pub use savings::Savings;
pub use score::{gap_percent, score};
pub use scores::Scores;
pub use summary::{BoundBlock, FiguresBlock, RunStats, SavingsBlock, ScoresBlock, Summary};
pub use table::NamedValues;
pub use utilisation::utilisation;
