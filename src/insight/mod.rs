//! What people ask of a plan, as data: figures, savings, scores, comparison, changes, loads. Nothing here prints or knows a
//! language.

mod breakdown;
mod capacity;
mod change_curve;
mod changes;
mod comparison;
mod figures;
mod loads;
mod savings;
mod score;
mod scores;
mod summary;
mod table;
mod utilisation;

pub use breakdown::{BreakdownLine, Cause, breakdown};
pub use capacity::{Capacity, DayLoad, SkillLoad, capacity};
pub use change_curve::{ChangeCurve, CurvePoint};
pub use changes::{ChangeKind, VisitChange, changes};
pub use comparison::{ComparisonRow, FigureSection, compare};
pub use figures::Figures;
pub use loads::{CostlyJob, CrewLoad, costly_jobs, crew_loads};
pub use savings::Savings;
pub use score::{gap_percent, score};
pub use scores::Scores;
pub use summary::{BoundBlock, FiguresBlock, Horizon, RunBlock, SavingsBlock, ScoresBlock, Summary};
pub use table::NamedValues;
pub use utilisation::utilisation;
