//! What most programs that use brigade need: `use brigade::prelude::*;`.

pub use crate::files::{ReadOptions, read_instance, write_files};
pub use crate::generate::{GeneratorOptions, generate};
pub use crate::insight::{FigureSection, Figures, Savings, changes, compare};
pub use crate::judge::{Verdict, check, check_by};
pub use crate::model::{CrewId, Instance, JobId, Plan, Shift, Timetable};
pub use crate::rules::{About, Audit, Cost, Kind, RULES, Rule, VisitCost};
pub use crate::solve::{Outcome, SolveOptions, solve};
pub use crate::stop::StoppingCriterion;
pub use crate::units::{Decimal, Money};
