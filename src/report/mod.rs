//! What people read of a plan, as data: figures, scores, savings, changes, causes. Nothing here prints.

mod breakdown;
mod changes;
mod comparison;
mod culprits;
mod explained;
mod figures;
mod left_out;
mod reasons;
mod savings;
mod score;
mod scores;
mod summary;
mod table;
mod week;

pub use breakdown::{Cause, Line, breakdown};
pub use changes::{Change, ChangeKind, changes};
pub use comparison::{Row, Section, compare};
pub use explained::{AlternativeRow, CostRow, CrewRow, DayText, Explanation, RemedyRow};
pub use figures::Figures;
pub use left_out::LeftOut;
pub use savings::Savings;
pub use score::{gap_percent, score};
pub use scores::Scores;
pub use summary::{BoundBlock, FiguresBlock, Run, SavingsBlock, ScoresBlock, Summary};
pub use table::Table;
pub use week::{CrewDay, CrewLoad, DearJob, crew_days, crew_loads, dear_jobs};
