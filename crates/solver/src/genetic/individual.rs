//! A plan among others.

use crate::eval::{CostEvaluator, Excess, Penalties, VisitId, WorkingPlan};
use crate::search::Solution;
use brigade_model::model::ShiftId;
use brigade_model::units::Money;

/// A plan put aside, with what tells it from others.
#[derive(Clone, Debug)]
pub struct Individual {
    /// The plan; the visits of a job stand in the order of their shifts.
    pub solution: Solution,
    excess: Excess,
    shifts: Vec<Option<ShiftId>>,
    next: Vec<Option<VisitId>>,
}

impl Individual {
    /// A working plan as it is.
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
        Self { solution, excess: *plan.excess(), shifts, next }
    }

    /// Another solution as a working plan would hold it.
    pub fn loaded(evaluator: &CostEvaluator<'_>, solution: &Solution) -> Self {
        Self::of(&solution.load(evaluator))
    }

    /// Where a visit stands.
    pub fn shift(&self, visit: VisitId) -> Option<ShiftId> {
        self.shifts[visit]
    }

    /// Whether it breaks no hard rule.
    pub fn is_feasible(&self) -> bool {
        self.solution.breaches == (0, 0)
    }

    /// Cost with penalties.
    pub fn penalised(&self, penalties: &Penalties) -> Money {
        penalties.total(self.solution.cost, &self.excess)
    }

    /// How far another plan is: two for each visit in another shift, one for each with another successor.
    pub fn distance(&self, other: &Self) -> usize {
        let shifts = self.shifts.iter().zip(&other.shifts).filter(|(a, b)| a != b).count();
        let next = self.next.iter().zip(&other.next).filter(|(a, b)| a != b).count();
        2 * shifts + next
    }
}
