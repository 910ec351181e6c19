//! The best move around one visit.

use std::fmt::Debug;
use std::ops::Range;

use super::Neighbours;
use crate::eval::{Move, NeighbourInfo, Proposal, RemovalContext, TravelDelta, VisitId, WorkingPlan};
use brigade_model::model::ShiftId;
use brigade_model::units::Money;

/// A neighbourhood: it proposes moves around a visit and knows nothing of prices.
pub trait Operator: Debug + Sync {
    /// The name in traces and tables.
    fn name(&self) -> &'static str;

    /// Offers every move of this kind around a visit.
    fn offer(&self, scan: &mut MoveScan<'_, '_>, visit: VisitId);
}

/// Compares the moves offered and keeps the best.
pub struct MoveScan<'s, 'a> {
    /// The current plan.
    pub plan: &'s mut WorkingPlan<'a>,
    /// The neighbours of each visit.
    pub neighbours: &'s Neighbours,
    best: Money,
    found: Option<FoundMove>,
    middle: Vec<VisitId>,
    /// The visit whose neighbours were looked up.
    looked_up: Option<VisitId>,
}

struct FoundMove {
    proposals: Vec<OwnedProposal>,
    dropped: Vec<VisitId>,
}

struct OwnedProposal {
    shift: ShiftId,
    prefix: usize,
    middle: Vec<VisitId>,
    suffix: (ShiftId, usize),
}

impl OwnedProposal {
    fn of(proposal: &Proposal<'_>) -> Self {
        let &Proposal { shift, prefix, middle, suffix } = proposal;
        Self { shift, prefix, middle: middle.to_vec(), suffix }
    }

    fn borrow(&self) -> Proposal<'_> {
        Proposal { shift: self.shift, prefix: self.prefix, middle: &self.middle, suffix: self.suffix }
    }
}

impl<'s, 'a> MoveScan<'s, 'a> {
    /// A scan that has seen nothing yet.
    pub fn new(plan: &'s mut WorkingPlan<'a>, neighbours: &'s Neighbours) -> Self {
        Self { plan, neighbours, best: Money::ZERO, found: None, middle: Vec::new(), looked_up: None }
    }

    /// Looks the neighbours of a visit up, for [`Self::neighbour`]; how many there are.
    pub fn look_up_neighbours(&mut self, visit: VisitId) -> usize {
        let near = self.neighbours.nearest(visit);
        if self.looked_up != Some(visit) {
            self.plan.look_up_neighbours(visit, near);
            self.looked_up = Some(visit);
        }
        near.len()
    }

    /// One of the neighbours that were looked up last.
    #[inline]
    pub fn neighbour(&self, index: usize) -> NeighbourInfo {
        self.plan.neighbour(index)
    }

    /// What a move has to stay below to be the best so far.
    #[inline]
    pub fn bound(&self) -> Money {
        self.best
    }

    /// Whether a move that adds at least `lower_bound` may still be the best; one that may not counts as evaluated.
    #[inline]
    pub fn may_improve(&mut self, lower_bound: Money) -> bool {
        self.some_may_improve(1, lower_bound)
    }

    /// The same of going to another shift on one side of a visit or on the other, by what each adds on the road.
    #[inline]
    pub fn a_side_may_improve(
        &mut self,
        removal: &RemovalContext<'_>,
        shift: ShiftId,
        sides: [TravelDelta; 2],
    ) -> bool {
        let least = sides[0].least(sides[1]);
        self.some_may_improve(2, self.plan.lower_bounds().relocation_to_shift(removal, shift, least, self.best))
    }

    /// The same of some moves that all add at least `lower_bound`.
    #[inline]
    fn some_may_improve(&mut self, moves: u64, lower_bound: Money) -> bool {
        if lower_bound >= self.best {
            self.plan.count_early(moves);
            return false;
        }
        true
    }

    /// Offers a move.
    pub fn offer(&mut self, proposals: &[Proposal<'_>], dropped: &[VisitId]) {
        if let Some(delta) = self.plan.delta(&Move { proposals, dropped }, self.best) {
            self.best = delta;
            let proposals = proposals.iter().map(OwnedProposal::of).collect();
            self.found = Some(FoundMove { proposals, dropped: dropped.to_vec() });
        }
    }

    /// Offers the route of a shift with the visits at `from..to` in another order, which `arrange` makes.
    pub fn offer_order(&mut self, shift: ShiftId, from: usize, to: usize, arrange: impl FnOnce(&mut [VisitId])) {
        let mut middle = std::mem::take(&mut self.middle);
        middle.clear();
        middle.extend_from_slice(&self.plan.route(shift)[from..to]);
        arrange(&mut middle);
        self.offer(&[Proposal::splice(shift, from, to, &middle)], &[]);
        self.middle = middle;
    }

    /// Carries out the best move offered and returns the segments of routes in which visits have new neighbours; none
    /// where nothing improves.
    pub fn apply(self) -> Option<Vec<(ShiftId, Range<usize>)>> {
        let found = self.found?;
        let proposals: Vec<_> = found.proposals.iter().map(OwnedProposal::borrow).collect();
        self.plan.apply(&Move { proposals: &proposals, dropped: &found.dropped });
        let segment = |proposal: &Proposal<'_>| {
            let end = proposal.prefix + proposal.middle.len() + 1;
            (proposal.shift, proposal.prefix.saturating_sub(1)..end.min(self.plan.route(proposal.shift).len()))
        };
        Some(proposals.iter().map(segment).collect())
    }
}
