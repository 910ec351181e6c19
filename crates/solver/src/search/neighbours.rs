//! The granular neighbourhood (Toth, Vigo 2003): for each visit, the visits that may profitably precede or follow it.

use std::iter::successors;
use std::num::NonZero;

use rayon::prelude::*;
use smallvec::{SmallVec, smallvec};

use super::nearby::Nearby;
use super::symmetry::{SymmetryClasses, bits};
use crate::eval::{CostEvaluator, VisitId, WorkingPlan};
use brigade_model::model::{CrewId, ShiftId};

/// What makes visits neighbours.
#[derive(Clone, Debug)]
pub struct NeighbourParams {
    /// Neighbours per visit.
    pub nearest: usize,
    /// Preferred shifts of a visit.
    pub preferred: usize,
    /// Metres that count as much as a minute on the road between two visits.
    pub minute: i64,
    /// Metres that count as much as a minute of waiting that their windows force.
    pub waiting: i64,
    /// Metres that count as much as a minute of lateness that their windows force.
    pub lateness: i64,
    /// Where there are many places: allowed shifts of a visit that are kept, about.
    pub shifts: usize,
    /// Where there are many places: visits among which the nearest are sought, by the way alone.
    pub seen: usize,
}

impl NeighbourParams {
    /// The usual ones, but for the number of neighbours.
    pub fn nearest(nearest: usize) -> Self {
        Self { nearest, ..Self::default() }
    }
}

impl Default for NeighbourParams {
    fn default() -> Self {
        Self { nearest: 30, preferred: 16, minute: 800, waiting: 160, lateness: 800, shifts: 256, seen: 1_000 }
    }
}

/// The nearest visits, allowed shifts and preferred shifts of each visit.
#[derive(Clone)]
pub struct Neighbours {
    nearest: Vec<Vec<VisitId>>,
    shifts: Vec<Vec<u32>>,
    preferred: Vec<Vec<u32>>,
    remoteness: Vec<i64>,
    symmetry: SymmetryClasses,
    /// The visits that may move, whether each may, and whether a crew may do so.
    visits: Vec<VisitId>,
    moves: Vec<bool>,
    open: Vec<bool>,
    /// The shifts of those that may, one bit each.
    reach: Vec<u64>,
    /// Whether only the nearest of the allowed shifts are kept.
    limited: bool,
}

impl Neighbours {
    /// The nearest visits of each visit among those of other jobs that share an allowed shift with it. Visits without an
    /// allowed shift don't move. Where there are many places only the allowed shifts of the nearest bases are kept.
    pub fn new(evaluator: &CostEvaluator<'_>, params: &NeighbourParams) -> Self {
        let visits: Vec<VisitId> = evaluator.visit_ids().collect();
        let nearby = Nearby::of(evaluator);
        let shifts: Vec<Vec<u32>> = visits
            .par_iter()
            .map(|&visit| match &nearby {
                Some(nearby) => nearby.shifts(params, visit),
                None => {
                    evaluator.shift_ids().filter(|&s| evaluator.allowed(visit, s)).map(|s| s.index() as u32).collect()
                }
            })
            .collect();
        let nearest = |&visit: &VisitId| match &nearby {
            Some(nearby) => nearby.visits(params, visit),
            None => nearest(evaluator, params, visit),
        };
        let nearest = visits.par_iter().map(nearest).collect();
        let preferred = visits.par_iter().map(|&visit| preferred(evaluator, params, visit, &shifts[visit])).collect();
        let remoteness = visits.iter().map(|&visit| remoteness(evaluator, visit, &shifts[visit])).collect();
        let open = vec![true; evaluator.instance().crews.len()];
        let reach = bits(evaluator.shift_ids(), evaluator.shifts());
        let moves: Vec<bool> = shifts.iter().map(|shifts| !shifts.is_empty()).collect();
        let visits = visits.into_iter().filter(|&visit| moves[visit.index()]).collect();
        Self {
            nearest,
            shifts,
            preferred,
            remoteness,
            symmetry: SymmetryClasses::new(evaluator),
            visits,
            moves,
            open,
            reach,
            limited: nearby.is_some(),
        }
    }

    /// The same, restricted to a region of crews and visits: the others neither move nor receive anything. Visits that move
    /// are planned with crews that do.
    pub fn within(&self, evaluator: &CostEvaluator<'_>, crews: Vec<bool>, moves: impl Fn(VisitId) -> bool) -> Self {
        let visits: Vec<VisitId> = self.visits.iter().copied().filter(|&visit| moves(visit)).collect();
        let inside = |shift: &u32| crews[evaluator.crew(ShiftId::new(*shift as usize))];
        let none = || vec![Vec::new(); self.nearest.len()];
        let mut may = vec![false; self.nearest.len()];
        visits.iter().for_each(|visit| may[visit.index()] = true);
        let mut nearest = vec![Vec::new(); self.nearest.len()];
        let (mut shifts, mut preferred) = (none(), none());
        let reach = bits(evaluator.shift_ids().filter(|&shift| crews[evaluator.crew(shift)]), evaluator.shifts());
        for &at in &visits {
            nearest[at] = self.nearest[at].iter().copied().filter(|&other| moves(other)).collect();
            shifts[at] = self.shifts[at].iter().copied().filter(inside).collect();
            preferred[at] = self.preferred[at].iter().copied().filter(inside).collect();
        }
        let (remoteness, symmetry) = (self.remoteness.clone(), self.symmetry.clone());
        Self {
            nearest,
            shifts,
            preferred,
            remoteness,
            symmetry,
            visits,
            moves: may,
            open: crews,
            reach,
            limited: self.limited,
        }
    }

    /// The same without some shifts, in which nothing is planned any more.
    pub fn without(&self, evaluator: &CostEvaluator<'_>, closed: impl Fn(ShiftId) -> bool) -> Self {
        let mut rest = self.clone();
        let stays = |shift: &u32| !closed(ShiftId::new(*shift as usize));
        rest.shifts.iter_mut().chain(&mut rest.preferred).for_each(|shifts| shifts.retain(stays));
        let (there, away): (Vec<_>, Vec<_>) = evaluator.shift_ids().partition(|&shift| !closed(shift));
        let away = bits(away, evaluator.shifts());
        rest.reach.iter_mut().zip(away).for_each(|(reach, away)| *reach &= !away);
        let mut works = vec![false; self.open.len()];
        there.into_iter().for_each(|shift| works[evaluator.crew(shift).index()] = true);
        rest.open.iter_mut().zip(works).for_each(|(open, works)| *open &= works);
        rest
    }

    /// The visits that may move, ascending.
    pub fn visits(&self) -> &[VisitId] {
        &self.visits
    }

    /// Whether a visit may move.
    pub fn moves(&self, visit: VisitId) -> bool {
        self.moves[visit.index()]
    }

    /// Whether the routes of a crew may change.
    pub fn reaches(&self, crew: CrewId) -> bool {
        self.open[crew]
    }

    /// The nearest visits, the nearest first.
    #[inline]
    pub fn nearest(&self, visit: VisitId) -> &[VisitId] {
        &self.nearest[visit]
    }

    /// The allowed shifts of a visit, ascending; where there are many places, those of the nearest bases.
    #[inline]
    pub fn shifts(&self, visit: VisitId) -> impl ExactSizeIterator<Item = ShiftId> + Clone + '_ {
        self.shifts[visit].iter().map(|&shift| ShiftId::new(shift as usize))
    }

    /// The empty allowed shifts of a visit, one per symmetry class, ascending.
    #[inline]
    pub fn empty_shifts(&self, plan: &WorkingPlan<'_>, visit: VisitId) -> impl Iterator<Item = ShiftId> + '_ {
        let empty = plan.routes().empty_shifts();
        let words = self.reach(visit).iter().zip(plan.evaluator().allowed_bits(visit)).zip(empty);
        let words = words.map(|((reach, allowed), empty)| reach & allowed & empty).collect();
        self.symmetry.first_of_each(self.kept(visit, words))
    }

    /// Whether only the nearest of the allowed shifts are kept.
    pub fn is_limited(&self) -> bool {
        self.limited
    }

    /// All allowed shifts of a visit, near and far, ascending.
    pub fn all_shifts(&self, evaluator: &CostEvaluator<'_>, visit: VisitId) -> Vec<ShiftId> {
        let is_reached = |shift: &ShiftId| self.reach(visit)[shift.index() / 64] >> (shift.index() % 64) & 1 != 0;
        let allowed = evaluator.shift_ids().filter(|&shift| evaluator.allowed(visit, shift));
        if self.shifts[visit].is_empty() { Vec::new() } else { allowed.filter(is_reached).collect() }
    }

    /// The shifts of those that may move, for a visit that may, one bit each.
    fn reach(&self, visit: VisitId) -> &[u64] {
        if self.shifts[visit].is_empty() { &[] } else { &self.reach }
    }

    /// The shifts that may take over the route of a shift, which begins with `first`, ascending; where there are many places,
    /// those of the bases nearest to `first`.
    pub fn takers(
        &self,
        plan: &WorkingPlan<'_>,
        shift: ShiftId,
        first: VisitId,
    ) -> impl Iterator<Item = ShiftId> + use<> {
        let words = self.reach(first).iter().zip(plan.route_allowed(shift)).map(|(reach, allowed)| reach & allowed);
        self.kept(first, words.collect()).into_iter().enumerate().flat_map(|(index, word)| {
            let rest = successors(NonZero::new(word), |word| NonZero::new(word.get() & (word.get() - 1)));
            rest.map(move |word| ShiftId::new(index * 64 + word.trailing_zeros() as usize))
        })
    }

    /// Those of some allowed shifts of a visit that are kept, one bit each.
    fn kept(&self, visit: VisitId, allowed: SmallVec<[u64; 8]>) -> SmallVec<[u64; 8]> {
        if !self.limited {
            return allowed;
        }
        let mut kept = smallvec![0; allowed.len()];
        for &shift in &self.shifts[visit] {
            let (index, bit) = (shift as usize / 64, 1 << (shift % 64));
            kept[index] |= allowed[index] & bit;
        }
        kept
    }

    /// The shifts in which a visit costs least, travel from the base included, whatever else is planned; ascending.
    pub fn preferred_shifts(&self, visit: VisitId) -> impl ExactSizeIterator<Item = ShiftId> + '_ {
        self.preferred[visit].iter().map(|&shift| ShiftId::new(shift as usize))
    }

    /// Which shifts are identical.
    #[inline]
    pub fn symmetry(&self) -> &SymmetryClasses {
        &self.symmetry
    }

    /// Metres from the nearest base that may send a crew.
    pub fn remoteness(&self, visit: VisitId) -> i64 {
        self.remoteness[visit]
    }
}

fn remoteness(evaluator: &CostEvaluator<'_>, visit: VisitId, shifts: &[u32]) -> i64 {
    let place = evaluator.visit(visit).place;
    let metres = |&shift: &u32| i64::from(evaluator.leg(evaluator.base(ShiftId::new(shift as usize)), place).metres);
    shifts.iter().map(metres).min().unwrap_or(0)
}

fn preferred(evaluator: &CostEvaluator<'_>, params: &NeighbourParams, visit: VisitId, shifts: &[u32]) -> Vec<u32> {
    let price = |shift: ShiftId| {
        let leg = evaluator.leg_of(shift, evaluator.base(shift), evaluator.visit(visit).place);
        evaluator.visit_cost(visit, shift) + evaluator.travel_cost(shift, leg)
    };
    let mut priced: Vec<_> = shifts.iter().map(|&shift| (price(ShiftId::new(shift as usize)), shift)).collect();
    priced.sort_unstable();
    priced.truncate(params.preferred);
    let mut preferred: Vec<u32> = priced.into_iter().map(|(_, shift)| shift).collect();
    preferred.sort_unstable();
    preferred
}

/// Whether two visits are of different jobs and share an allowed shift.
pub(super) fn meets(evaluator: &CostEvaluator<'_>, visit: VisitId, other: VisitId) -> bool {
    let mut pairs = evaluator.allowed_bits(visit).iter().zip(evaluator.allowed_bits(other));
    evaluator.visit(other).job != evaluator.visit(visit).job && pairs.any(|(a, b)| a & b != 0)
}

fn nearest(evaluator: &CostEvaluator<'_>, params: &NeighbourParams, visit: VisitId) -> Vec<VisitId> {
    let size = params.nearest;
    let mut others: Vec<(i64, VisitId)> = evaluator
        .visit_ids()
        .filter(|&other| meets(evaluator, visit, other))
        .map(|other| (proximity(evaluator, params, visit, other), other))
        .collect();
    if others.len() > size {
        others.select_nth_unstable(size);
        others.truncate(size);
    }
    others.sort_unstable();
    others.into_iter().map(|(_, other)| other).collect()
}

/// How far apart two visits are: road in both directions, and waiting or lateness that their windows force.
pub(super) fn proximity(evaluator: &CostEvaluator<'_>, params: &NeighbourParams, a: VisitId, b: VisitId) -> i64 {
    one_way(evaluator, params, a, b).min(one_way(evaluator, params, b, a))
}

fn one_way(evaluator: &CostEvaluator<'_>, params: &NeighbourParams, first: VisitId, second: VisitId) -> i64 {
    let (a, b) = (evaluator.visit(first), evaluator.visit(second));
    let leg = evaluator.leg(a.place, b.place);
    let between = a.duration + leg.minutes;
    let wait = (b.window.0 - between - a.window.1).max(0);
    let late = (a.window.0 + between - b.window.1).max(0);
    i64::from(leg.metres)
        + params.minute * i64::from(leg.minutes)
        + params.waiting * i64::from(wait)
        + params.lateness * i64::from(late)
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::{SiteId, Sketch};
    use brigade_model::rules::RULES;

    #[test]
    fn a_region_knows_nothing_of_the_rest() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (9.0, 0.0));
        for (index, name) in ["farm", "mill", "inn"].into_iter().enumerate() {
            sketch.site(name, (index as f64, 4.0));
            sketch.job(name, 60);
            sketch.parts.jobs[index].site = SiteId::new(index);
        }
        let instance = sketch.instance();
        let evaluator = CostEvaluator::new(&instance, RULES);
        let plan = WorkingPlan::new(&evaluator);
        let whole = Neighbours::new(&evaluator, &NeighbourParams::default());
        let region = whole.within(&evaluator, vec![true, false], |visit| visit != VisitId::new(1));
        assert_eq!(
            (whole.visits(), region.visits()),
            (&[0, 1, 2].map(VisitId::new)[..], &[0, 2].map(VisitId::new)[..])
        );
        assert!(
            whole.moves(VisitId::new(1))
                && !region.moves(VisitId::new(1))
                && region.reaches(CrewId::new(0))
                && !region.reaches(CrewId::new(1))
        );
        assert_eq!(
            (region.nearest(VisitId::new(0)), region.nearest(VisitId::new(1))),
            (&[VisitId::new(2)][..], &[][..])
        );
        let own = |shift: ShiftId| evaluator.crew(shift) == CrewId::new(0);
        for (visit, all) in [(0, true), (1, false)] {
            let expected: Vec<_> = whole.shifts(VisitId::new(visit)).filter(|&shift| all && own(shift)).collect();
            assert_eq!(region.shifts(VisitId::new(visit)).collect::<Vec<_>>(), expected);
            assert_eq!(region.empty_shifts(&plan, VisitId::new(visit)).collect::<Vec<_>>(), expected);
            assert!(region.preferred_shifts(VisitId::new(visit)).all(own));
        }
    }
}
