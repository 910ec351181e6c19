//! Where a visit fits best, remembered for as long as routes stay as they are.

use smallvec::SmallVec;

use super::params::RecreateParams;
use super::symmetry::{SeenClasses, SymmetryClasses};
use crate::eval::{CostEvaluator, InsertionContext, Move, Position, Proposal, VisitId, WorkingPlan};
use brigade_model::model::ShiftId;
use brigade_model::units::Money;

/// A place for a visit and what it costs to stand there.
#[derive(Clone, Copy, Debug)]
pub struct Insertion {
    /// The shift.
    pub shift: ShiftId,
    /// How many visits of the route come before it.
    pub position: usize,
    /// What it adds to the penalised cost.
    pub delta: Money,
}

/// A best position, or none but a lower bound of what any adds, of a route with this stamp.
#[derive(Clone, Copy)]
struct CachedPosition {
    /// The stamp above, in the lowest bits the position; [`Self::NOWHERE`] for none.
    word: u64,
    delta: Money,
}

impl CachedPosition {
    /// Bits of a position, which leave enough for years of stamps.
    const BITS: u32 = 20;
    const NOWHERE: u64 = (1 << Self::BITS) - 1;
    const UNKNOWN: Self = Self { word: Self::NOWHERE, delta: Money::ZERO };

    fn of(stamp: u64, found: Position) -> Self {
        let (position, delta) = match found {
            Position::Best(position, delta) => (position as u64, delta),
            Position::AtLeast(delta) => (Self::NOWHERE, delta),
        };
        Self { word: stamp << Self::BITS | position, delta }
    }

    fn stamp(self) -> u64 {
        self.word >> Self::BITS
    }

    fn position(self) -> Option<usize> {
        let position = self.word & Self::NOWHERE;
        (position != Self::NOWHERE).then_some(position as usize)
    }

    /// The position and its price, if that is below `limit`; looked for where it is not known at this stamp.
    #[inline]
    fn below(&mut self, limit: Money, stamp: u64, search: impl FnOnce() -> Position) -> Option<(usize, Money)> {
        if self.stamp() != stamp || (self.delta < limit && self.position().is_none()) {
            *self = Self::of(stamp, search());
        }
        if self.delta < limit { Some((self.position()?, self.delta)) } else { None }
    }
}

/// The best position of each visit in each shift by the cost of the route alone; where there are many places, of each visit in
/// the shifts looked at last.
pub struct InsertionCache {
    shifts: usize,
    /// By visit and shift; empty where there are many places or too many pairs.
    entries: Vec<CachedPosition>,
    /// By visit and the remainder of the shift: a shift and the position there; empty where there are few places.
    recent: Vec<(ShiftId, CachedPosition)>,
}

/// Shifts of each visit that are remembered where there are many places.
const RECENT: usize = 64;

impl InsertionCache {
    /// An empty cache; one that stays empty where there are too many pairs of visits and shifts.
    pub fn new(evaluator: &CostEvaluator<'_>, params: &RecreateParams) -> Self {
        let (visits, shifts) = (evaluator.visits().len(), evaluator.shifts());
        let is_counted = (visits as u64) < CachedPosition::NOWHERE;
        let has_many_places = evaluator.has_many_places();
        let fits = is_counted && !has_many_places && visits * shifts <= params.max_cached;
        let all = if fits { visits * shifts } else { 0 };
        let recent = if is_counted && has_many_places { visits * RECENT } else { 0 };
        let entries = vec![CachedPosition::UNKNOWN; all];
        Self { shifts, entries, recent: vec![(ShiftId::new(0), CachedPosition::UNKNOWN); recent] }
    }

    /// Forgets everything: for when penalties or windows changed.
    pub fn clear(&mut self) {
        self.entries.fill(CachedPosition::UNKNOWN);
        self.recent.fill((ShiftId::new(0), CachedPosition::UNKNOWN));
    }

    /// The best position of a visit in a shift and what it adds to the price of that route, if that is below `limit`.
    #[inline]
    pub(super) fn best_position(
        &mut self,
        plan: &WorkingPlan<'_>,
        visit: VisitId,
        context: &InsertionContext<'_>,
        shift: ShiftId,
        limit: Money,
    ) -> Option<(usize, Money)> {
        let stamp = plan.routes().stamp(shift);
        let search = || plan.lower_bounds().best_position(context, shift, limit);
        if let Some(entry) = self.entries.get_mut(visit.index() * self.shifts + shift.index()) {
            return entry.below(limit, stamp, search);
        }
        let Some((of, entry)) = self.recent.get_mut(visit.index() * RECENT + shift.index() % RECENT) else {
            let found = CachedPosition::of(stamp, search());
            return Some((found.position()?, found.delta));
        };
        if *of != shift {
            (*of, *entry) = (shift, CachedPosition::of(stamp, search()));
        }
        entry.below(limit, stamp, search)
    }
}

/// The best position of a visit in a shift by the cost of the route alone, and that price.
pub fn search_position(plan: &WorkingPlan<'_>, visit: VisitId, shift: ShiftId) -> (usize, Money) {
    let bounds = plan.lower_bounds();
    match bounds.best_position(&bounds.insertion_context(visit), shift, Money::MAX) {
        Position::Best(position, delta) => (position, delta),
        Position::AtLeast(delta) => unreachable!("a price below the limit, not {delta}"),
    }
}

/// The cheapest place of a visit that is left out, below `bound`; shifts for which `skip` is true are passed over,
/// and so are empty ones like an empty one before.
pub fn best_insertion(
    plan: &mut WorkingPlan<'_>,
    cache: &mut InsertionCache,
    symmetry: &SymmetryClasses,
    visit: VisitId,
    shifts: impl Iterator<Item = ShiftId>,
    bound: Money,
    mut skip: impl FnMut() -> bool,
) -> Option<Insertion> {
    let evaluator = plan.evaluator();
    let saved = evaluator.visit(visit).unassigned_penalty + plan.lower_bounds().most_saved_by_links(visit);
    let ordered = ordered_with(plan, visit);
    let context = plan.lower_bounds().insertion_context(visit);
    let (mut best, mut bound, mut seen) = (None, bound, SeenClasses::new());
    for shift in shifts {
        if symmetry.repeats(shift, plan.routes().is_empty(shift), &mut seen) || skip() {
            continue;
        }
        let (apart, bounds) = (evaluator.visit_cost(visit, shift) - saved, plan.lower_bounds());
        if bounds.insertion(&context, shift) + apart >= bound {
            continue;
        }
        let limit = bound.saturating_sub(apart + bounds.service(visit, shift));
        let Some((position, _)) = cache.best_position(plan, visit, &context, shift, limit) else { continue };
        if ordered.contains(&shift) {
            for position in 0..=plan.route(shift).len() {
                try_position(plan, visit, shift, position, &mut bound, &mut best);
            }
        } else {
            try_position(plan, visit, shift, position, &mut bound, &mut best);
        }
    }
    best
}

/// The cheapest place of a visit that is left out beside one of its neighbours, below `bound`; neighbours for which
/// `skip` is true are passed over.
pub fn best_insertion_near(
    plan: &mut WorkingPlan<'_>,
    near: &[VisitId],
    visit: VisitId,
    mut bound: Money,
    mut skip: impl FnMut() -> bool,
) -> Option<Insertion> {
    let (evaluator, removal) = (plan.evaluator(), plan.lower_bounds().removal(visit));
    let mut best = None;
    for &other in near {
        let spot = plan.position_of(other);
        let Some(shift) = spot.shift().filter(|&shift| evaluator.allowed(visit, shift)) else { continue };
        if skip() {
            continue;
        }
        for position in [spot.position as usize, spot.position as usize + 1] {
            let bounds = plan.lower_bounds();
            let detour = bounds.detour(&removal, shift, position);
            if bounds.relocation(&removal, shift, position, detour, bound) < bound {
                try_position(plan, visit, shift, position, &mut bound, &mut best);
            }
        }
    }
    best
}

/// Shifts in which the order between the visit and those of its predecessors and successors matters.
fn ordered_with(plan: &WorkingPlan<'_>, visit: VisitId) -> SmallVec<[ShiftId; 4]> {
    let evaluator = plan.evaluator();
    let job = evaluator.visit(visit).job;
    let related = evaluator.terms(job).after.iter().chain(evaluator.successors(job));
    related.flat_map(|&other| evaluator.visits_of(other)).filter_map(|&other| plan.position_of(other).shift()).collect()
}

fn try_position(
    plan: &mut WorkingPlan<'_>,
    visit: VisitId,
    shift: ShiftId,
    position: usize,
    bound: &mut Money,
    best: &mut Option<Insertion>,
) {
    let middle = [visit];
    let proposals = [Proposal::splice(shift, position, position, &middle)];
    if let Some(delta) = plan.delta(&Move { proposals: &proposals, dropped: &[] }, *bound) {
        *bound = delta;
        *best = Some(Insertion { shift, position, delta });
    }
}

/// Carries out an insertion.
pub fn insert(plan: &mut WorkingPlan<'_>, visit: VisitId, place: &Insertion) {
    let middle = [visit];
    let proposals = [Proposal::splice(place.shift, place.position, place.position, &middle)];
    plan.apply(&Move { proposals: &proposals, dropped: &[] });
}
