//! What most programs that use brigade need: `use brigade::prelude::*;`.

pub use crate::files::{ReadOptions, read_instance};
pub use crate::insight::{Figures, Savings};
pub use crate::judge::{Verdict, check};
pub use crate::model::{Instance, Plan};
pub use crate::rules::{RULES, Rule};
pub use crate::solve::{Outcome, SolveOptions, solve};
pub use crate::stop::Stop;
