//! Subset-row cuts and their base rows, here called units.

use super::problem::{CoveringProblem, PricingProblem};
use brigade_model::model::DayId;

/// A packing row over tasks: a task with a single visit, or the day of a task with one visit a day.
pub type PackingRow = (usize, Option<DayId>);

/// A base row of a subset-row cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CutUnit {
    /// The packing row of a task: a route's coefficient is its number of visits to the task.
    Task(PackingRow),
    /// The convexity row of a pricing problem: the coefficient of each of its routes is 1.
    Convexity(usize),
}

/// A subset-row cut with multipliers of one half (Jepsen, Petersen, Spoorendonk, Pisinger 2008), over packing and
/// convexity rows: a Chvátal-Gomory rank-1 cut. Coefficients and right-hand side are half of the base rows' sums,
/// rounded down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SubsetRowCut {
    /// Its base rows, ascending.
    pub units: Vec<CutUnit>,
    /// The right-hand side.
    pub limit: i64,
}

impl SubsetRowCut {
    /// The cut of some distinct base rows.
    pub fn new(problem: &CoveringProblem<'_>, mut units: Vec<CutUnit>) -> Self {
        units.sort_unstable();
        let limit = units.iter().map(|unit| unit.limit(problem)).sum::<i64>() / 2;
        Self { units, limit }
    }

    /// Whether a visit of a task by a pricing problem is in one of the base rows.
    pub fn counts(&self, problem: &CoveringProblem<'_>, subproblem: &PricingProblem, task: usize) -> bool {
        packing_row(problem, subproblem, task).is_some_and(|unit| self.units.contains(&CutUnit::Task(unit)))
    }

    /// Whether the convexity row of a pricing problem is one of the base rows.
    pub fn counts_convexity(&self, subproblem: usize) -> bool {
        self.units.contains(&CutUnit::Convexity(subproblem))
    }
}

impl CutUnit {
    /// The right-hand side of the row.
    pub fn limit(&self, problem: &CoveringProblem<'_>) -> i64 {
        match *self {
            Self::Task(_) => 1,
            Self::Convexity(subproblem) => problem.subproblems[subproblem].shifts.len() as i64,
        }
    }
}

/// The packing row of a visit. `None` where several routes may visit the task at once.
pub fn packing_row(problem: &CoveringProblem<'_>, subproblem: &PricingProblem, task: usize) -> Option<PackingRow> {
    let own = &problem.tasks[task];
    if own.asked == 1 {
        return Some((task, None));
    }
    problem.prices.jobs[own.job].one_a_day.then_some((task, Some(subproblem.day)))
}
