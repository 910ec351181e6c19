//! Subset-row cuts, and the rows that they sum.

use super::problem::{CoveringProblem, PricingProblem};
use brigade_model::model::DayId;

/// A packing row over tasks: a task of one visit, or of a task with one visit a day, its visit on that day.
pub type TaskUnit = (usize, Option<DayId>);

/// A row that a subset-row cut sums: at most `limit` routes count in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CutUnit {
    /// The packing row of a task: a route counts as often as it visits the task.
    Task(TaskUnit),
    /// The convexity row of a pricing problem: each of its routes counts once.
    Convexity(usize),
}

/// A subset-row cut (Jepsen, Petersen, Spoorendonk, Pisinger 2008) with multipliers of one half; convexity rows may be among
/// its rows. Each route counts half of its coefficients, rounded down; the sum is at most half of the limits, rounded down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SubsetRowCut {
    /// The rows that it sums, ascending.
    pub units: Vec<CutUnit>,
    /// The right-hand side.
    pub limit: i64,
}

impl SubsetRowCut {
    /// The cut of some distinct units.
    pub fn new(problem: &CoveringProblem<'_>, mut units: Vec<CutUnit>) -> Self {
        units.sort_unstable();
        let limit = units.iter().map(|unit| unit.limit(problem)).sum::<i64>() / 2;
        Self { units, limit }
    }

    /// Whether a visit of a task counts in a route of a pricing problem.
    pub fn counts(&self, problem: &CoveringProblem<'_>, subproblem: &PricingProblem, task: usize) -> bool {
        packing_row(problem, subproblem, task).is_some_and(|unit| self.units.contains(&CutUnit::Task(unit)))
    }

    /// Whether the convexity row of a pricing problem is one of its rows.
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

/// The packing row that a visit of a task counts in: no other route can count there too. None where others can.
pub fn packing_row(problem: &CoveringProblem<'_>, subproblem: &PricingProblem, task: usize) -> Option<TaskUnit> {
    let own = &problem.tasks[task];
    if own.asked == 1 {
        return Some((task, None));
    }
    problem.prices.jobs[own.job].one_a_day.then_some((task, Some(subproblem.day)))
}
