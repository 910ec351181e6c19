//! Regret insertion (Potvin, Rousseau 1993): first the visit that would lose most by waiting.

use std::cmp::Reverse;

use super::Neighbours;
use super::insertion::{Insertion, InsertionCache, best_insertion, insert};
use crate::eval::{VisitId, WorkingPlan};
use brigade_model::model::ShiftId;
use brigade_model::units::Money;

/// The two cheapest insertions of a visit, in different shifts; a missing one costs as much as leaving the visit unassigned.
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
        let all = |plan: &mut _, cache: &mut _| Self::among(plan, neighbours, cache, visit, neighbours.shifts(visit));
        if !neighbours.is_limited() {
            return all(plan, cache);
        }
        let near = nearest_shifts(plan, neighbours, visit);
        Self::among(plan, neighbours, cache, visit, near.into_iter()).or_else(|| all(plan, cache))
    }

    /// The cheapest insertions into some shifts.
    fn among(
        plan: &mut WorkingPlan<'_>,
        neighbours: &Neighbours,
        cache: &mut InsertionCache,
        visit: VisitId,
        shifts: impl Iterator<Item = ShiftId> + Clone,
    ) -> Option<Self> {
        let symmetry = neighbours.symmetry();
        let best = best_insertion(plan, cache, symmetry, visit, shifts.clone(), Money::ZERO, || false)?;
        let others = shifts.filter(|&shift| shift != best.shift);
        let second = best_insertion(plan, cache, symmetry, visit, others, Money::ZERO, || false);
        let (second, second_shift) = second.map_or((Money::ZERO, None), |place| (place.delta, Some(place.shift)));
        Some(Self { visit, best, second, second_shift })
    }

    /// The regret: the second best delta less the best, micro-euros.
    fn regret(&self) -> Money {
        self.second - self.best.delta
    }

    /// Whether a visit inserted into a shift may change the prices: one of its crew's week, of its crew's on the same site, of
    /// its day's tools, or of a tally that both count into.
    fn depends_on(&self, plan: &WorkingPlan<'_>, inserted: VisitId, changed: ShiftId) -> bool {
        let evaluator = plan.evaluator();
        let same_site = evaluator.visit(self.visit).site == evaluator.visit(inserted).site;
        let related = |shift: ShiftId| {
            evaluator.share_week(shift, changed)
                || (same_site && evaluator.crew(shift) == evaluator.crew(changed))
                || (evaluator.visit(self.visit).needs_tools && evaluator.day(shift) == evaluator.day(changed))
                || evaluator.share_tally(shift, changed)
        };
        related(self.best.shift) || self.second_shift.is_some_and(related)
    }
}

/// The shifts of a visit's neighbours and its preferred shifts, each once, ascending.
pub(super) fn nearest_shifts(plan: &WorkingPlan<'_>, neighbours: &Neighbours, visit: VisitId) -> Vec<ShiftId> {
    let near = neighbours.nearest(visit).iter().filter_map(|&other| plan.position_of(other).shift());
    let near = near.filter(|&shift| plan.evaluator().allowed(visit, shift));
    let mut shifts: Vec<ShiftId> = near.chain(neighbours.preferred_shifts(visit)).collect();
    shifts.sort_unstable();
    shifts.dedup();
    shifts
}

/// Inserts visits without links by decreasing regret (Potvin, Rousseau 1993); those that cost more planned than unassigned
/// stay unassigned.
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
        let changed = chosen.best.shift;
        choices.retain_mut(|choice| {
            if !choice.depends_on(plan, chosen.visit, changed) {
                return true;
            }
            RegretChoice::of(plan, neighbours, cache, choice.visit).is_some_and(|next| {
                *choice = next;
                true
            })
        });
    }
}
