//! Lower bounds and shadow prices.

use super::{JobId, ShiftId};
use crate::units::Money;

/// A proven lower bound on the cost of every plan that keeps the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The bound.
    pub cost: Money,
    /// How it was proven.
    pub class: BoundClass,
}

/// Shadow prices: the multipliers of a bound. They are marginal values, not guarantees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShadowPrices {
    /// Increase of the bound per visit of a job; jobs without a visit asked are left out.
    pub visits: Vec<(JobId, Money)>,
    /// Decrease of the bound with one more shift like this one; shifts that can do no job are left out.
    pub shifts: Vec<(ShiftId, Money)>,
}

/// How a bound was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundClass {
    /// A plan of this cost is known.
    Optimal,
    /// Column generation, converged.
    ColumnGeneration,
    /// Column generation, stopped early.
    Early,
    /// The compact relaxed assignment.
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
