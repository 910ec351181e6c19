//! What is proven of a week: no plan costs less.

use super::{JobId, ShiftId};
use crate::units::Money;

/// A proven lower bound on what any plan costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The amount.
    pub cost: Money,
    /// How it was proven.
    pub class: BoundClass,
}

/// What things are worth by the multipliers of a bound: at the margin, and no promise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShadowPrices {
    /// What one visit of a job adds to the bound, by job; jobs without a visit asked are not named.
    pub visits: Vec<(JobId, Money)>,
    /// What the bound would fall by with one more of a crew's days, by shift; shifts that can do nothing are not named.
    pub shifts: Vec<(ShiftId, Money)>,
}

/// How a bound was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundClass {
    /// A plan costs as much.
    Optimal,
    /// Column generation that converged.
    ColumnGeneration,
    /// Column generation ended early.
    Early,
    /// A relaxation to an assignment.
    Relaxed,
}

impl BoundClass {
    /// All classes.
    pub const ALL: [Self; 4] = [Self::Optimal, Self::ColumnGeneration, Self::Early, Self::Relaxed];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::ColumnGeneration => "column-generation",
            Self::Early => "early",
            Self::Relaxed => "relaxed",
        }
    }
}
