//! The best move around one visit.

use std::fmt::Debug;
use std::ops::Range;

use super::Neighbours;
use crate::eval::{Departure, Move, Proposal, Road, VisitId, WorkingPlan};
use brigade_model::model::ShiftId;

/// A neighbourhood: it proposes moves around a visit and knows nothing of prices.
pub trait Operator: Debug + Sync {
    /// The name in traces and tables.
    fn name(&self) -> &'static str;

    /// Offers every move of this kind around a visit.
    fn offer(&self, scan: &mut Scan<'_, '_>, visit: VisitId);
}

/// Compares the moves offered and keeps the best.
pub struct Scan<'s, 'a> {
    /// The plan as it is.
    pub plan: &'s mut WorkingPlan<'a>,
    /// Who may stand beside whom.
    pub neighbours: &'s Neighbours,
    best: i64,
    found: Option<Found>,
    middle: Vec<VisitId>,
    /// The visit whose neighbours were looked up.
    around: Option<VisitId>,
}

struct Found {
    proposals: Vec<OwnProposal>,
    dropped: Vec<VisitId>,
}

struct OwnProposal {
    shift: ShiftId,
    head: usize,
    middle: Vec<VisitId>,
    tail: (ShiftId, usize),
}

impl OwnProposal {
    fn of(proposal: &Proposal<'_>) -> Self {
        Self { shift: proposal.shift, head: proposal.head, middle: proposal.middle.to_vec(), tail: proposal.tail }
    }

    fn borrow(&self) -> Proposal<'_> {
        Proposal { shift: self.shift, head: self.head, middle: &self.middle, tail: self.tail }
    }
}

impl<'s, 'a> Scan<'s, 'a> {
    /// A scan that has seen nothing yet.
    pub fn new(plan: &'s mut WorkingPlan<'a>, neighbours: &'s Neighbours) -> Self {
        Self { plan, neighbours, best: 0, found: None, middle: Vec::new(), around: None }
    }

    /// Looks the neighbours of a visit up, for [`WorkingPlan::beside`]; how many there are.
    pub fn look_around(&mut self, visit: VisitId) -> usize {
        let near = self.neighbours.near(visit);
        if self.around != Some(visit) {
            self.plan.look_around(visit, near);
            self.around = Some(visit);
        }
        near.len()
    }

    /// What a move has to stay below to be the best so far.
    #[inline]
    pub fn bound(&self) -> i64 {
        self.best
    }

    /// Whether a move that costs at least `floor` may still be the best; one that may not counts as evaluated.
    #[inline]
    pub fn may_improve(&mut self, floor: i64) -> bool {
        self.some_may_improve(1, floor)
    }

    /// The same of going to another shift on one side of a visit or on the other, by what each adds on the road.
    #[inline]
    pub fn a_side_may_improve(&mut self, departure: &Departure<'_>, shift: ShiftId, sides: [Road; 2]) -> bool {
        let least = sides[0].least(sides[1]);
        self.some_may_improve(2, self.plan.shift_floor(departure, shift, least, self.best))
    }

    /// The same of some moves that all cost at least `floor`.
    #[inline]
    fn some_may_improve(&mut self, moves: u64, floor: i64) -> bool {
        if floor >= self.best {
            self.plan.count_early(moves);
            return false;
        }
        true
    }

    /// Offers a move.
    pub fn offer(&mut self, proposals: &[Proposal<'_>], dropped: &[VisitId]) {
        if let Some(delta) = self.plan.delta(&Move { proposals, dropped }, self.best) {
            self.best = delta;
            let proposals = proposals.iter().map(OwnProposal::of).collect();
            self.found = Some(Found { proposals, dropped: dropped.to_vec() });
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

    /// Carries out the best move offered and returns the stretches of routes in which visits have new neighbours; none
    /// where nothing improves.
    pub fn apply(self) -> Option<Vec<(ShiftId, Range<usize>)>> {
        let found = self.found?;
        let proposals: Vec<_> = found.proposals.iter().map(OwnProposal::borrow).collect();
        self.plan.apply(&Move { proposals: &proposals, dropped: &found.dropped });
        let stretch = |proposal: &Proposal<'_>| {
            let end = proposal.head + proposal.middle.len() + 1;
            (proposal.shift, proposal.head.saturating_sub(1)..end.min(self.plan.route(proposal.shift).len()))
        };
        Some(proposals.iter().map(stretch).collect())
    }
}
