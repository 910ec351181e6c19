//! An individual of the population.

use crate::eval::{CostEvaluator, VisitId, WorkingPlan};
use crate::search::Solution;
use brigade_model::model::ShiftId;

/// A solution as a parent: with the shift of each visit.
#[derive(Clone, Debug)]
pub struct Individual {
    /// The solution; the visits of a job are in the order of their shifts.
    pub solution: Solution,
    shifts: Vec<Option<ShiftId>>,
}

impl Individual {
    /// The individual of a working plan.
    pub fn of(plan: &WorkingPlan<'_>) -> Self {
        Self::new(plan.evaluator(), Solution::of(plan))
    }

    /// The individual of a solution.
    pub fn new(evaluator: &CostEvaluator<'_>, solution: Solution) -> Self {
        let solution = solution.in_order(evaluator);
        let mut shifts = vec![None; evaluator.visits().len()];
        for (shift, route) in ShiftId::enumerate(solution.routes()) {
            route.iter().for_each(|&visit| shifts[visit] = Some(shift));
        }
        Self { solution, shifts }
    }

    /// The shift of a visit; `None` where it is unassigned.
    pub fn shift(&self, visit: VisitId) -> Option<ShiftId> {
        self.shifts[visit]
    }
}
