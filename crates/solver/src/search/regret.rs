//! Regret insertion: first the visit that would lose most by waiting.

use std::cmp::Reverse;

use super::Neighbours;
use super::insertion::{Insertion, InsertionCache, best_insertion, insert};
use crate::eval::{VisitId, WorkingPlan};
use brigade_model::model::ShiftId;
use brigade_model::units::Money;

/// The two cheapest places of a visit, in different shifts; one that does not exist is as dear as leaving the visit out.
struct RegretChoice {
    visit: VisitId,
    best: Insertion,
    second: Money,
    second_shift: Option<ShiftId>,
}

impl RegretChoice {
    fn of(
        plan: &mut WorkingPlan<'_>,
        neighbours: &Neighbours,
        cache: &mut InsertionCache,
        visit: VisitId,
    ) -> Option<Self> {
        let symmetry = neighbours.symmetry();
        let best = best_insertion(plan, cache, symmetry, visit, neighbours.shifts(visit), Money::ZERO, || false)?;
        let others = neighbours.shifts(visit).filter(|&shift| shift != best.shift);
        let second = best_insertion(plan, cache, symmetry, visit, others, Money::ZERO, || false);
        let (second, second_shift) = second.map_or((Money::ZERO, None), |place| (place.delta, Some(place.shift)));
        Some(Self { visit, best, second, second_shift })
    }

    /// What waiting may cost.
    fn regret(&self) -> Money {
        self.second - self.best.delta
    }

    /// Whether a change of a shift may change the prices: one of its crew's week, of its day's tools, or of
    /// a tally that both count into.
    fn depends_on(&self, plan: &WorkingPlan<'_>, changed: ShiftId) -> bool {
        let evaluator = plan.evaluator();
        let near = |shift: ShiftId| {
            evaluator.crew(shift) == evaluator.crew(changed)
                || (evaluator.visit(self.visit).needs_tools && evaluator.day(shift) == evaluator.day(changed))
                || evaluator.share_tally(shift, changed)
        };
        near(self.best.shift) || self.second_shift.is_some_and(near)
    }
}

/// Puts visits that are bound to no other back in the order of their regret (Potvin, Rousseau 1993); those that cost
/// more planned than left out stay out.
pub fn insert_by_regret(
    plan: &mut WorkingPlan<'_>,
    neighbours: &Neighbours,
    cache: &mut InsertionCache,
    visits: &[VisitId],
) {
    let mut choices: Vec<_> =
        visits.iter().filter_map(|&visit| RegretChoice::of(plan, neighbours, cache, visit)).collect();
    while let Some(index) =
        (0..choices.len()).max_by_key(|&index| (choices[index].regret(), Reverse(choices[index].visit)))
    {
        let chosen = choices.swap_remove(index);
        insert(plan, chosen.visit, &chosen.best);
        let touched = chosen.best.shift;
        choices.retain_mut(|choice| {
            if !choice.depends_on(plan, touched) {
                return true;
            }
            RegretChoice::of(plan, neighbours, cache, choice.visit).is_some_and(|next| {
                *choice = next;
                true
            })
        });
    }
}
