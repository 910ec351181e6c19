//! An individual of the population.

use crate::eval::{CostEvaluator, VisitId, WorkingPlan};
use crate::search::Solution;
use brigade_model::model::ShiftId;

/// A solution with its assignment and successors, for distances.
#[derive(Clone, Debug)]
pub struct Individual {
    /// The solution; the visits of a job are in the order of their shifts.
    pub solution: Solution,
    shifts: Vec<Option<ShiftId>>,
    next: Vec<Option<VisitId>>,
}

impl Individual {
    /// The individual of a working plan.
    pub fn of(plan: &WorkingPlan<'_>) -> Self {
        let solution = Solution::of(plan).in_order(plan.evaluator());
        let visits = plan.evaluator().visits().len();
        let (mut shifts, mut next) = (vec![None; visits], vec![None; visits]);
        for (shift, route) in ShiftId::enumerate(solution.routes()) {
            for (position, &visit) in route.iter().enumerate() {
                shifts[visit] = Some(shift);
                next[visit] = route.get(position + 1).copied();
            }
        }
        Self { solution, shifts, next }
    }

    /// The individual of a solution.
    pub fn loaded(evaluator: &CostEvaluator<'_>, solution: &Solution) -> Self {
        Self::of(&solution.load(evaluator))
    }

    /// The shift of a visit; `None` where it is unassigned.
    pub fn shift(&self, visit: VisitId) -> Option<ShiftId> {
        self.shifts[visit]
    }

    /// Distance to another individual: 2 for each visit in another shift plus 1 for each with another successor.
    pub fn distance(&self, other: &Self) -> usize {
        let shifts = self.shifts.iter().zip(&other.shifts).filter(|(a, b)| a != b).count();
        let next = self.next.iter().zip(&other.next).filter(|(a, b)| a != b).count();
        2 * shifts + next
    }
}
