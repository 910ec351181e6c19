//! Moves: what routes would become, as pieces of what they are.

use smallvec::SmallVec;

use super::evaluator::VisitId;
use super::working_plan::{Spot, WorkingPlan};
use brigade_model::model::{JobId, ShiftId, SiteId};

/// The new route of one shift: the first visits of its present route, some visits in between, and the end of a
/// present route, its own or another's.
#[derive(Clone, Copy, Debug)]
pub struct Proposal<'m> {
    /// The shift.
    pub shift: ShiftId,
    /// How many visits of its present route stay in front.
    pub head: usize,
    /// What comes then.
    pub middle: &'m [VisitId],
    /// The present route whose end comes last, and from which position on.
    pub tail: (ShiftId, usize),
}

impl<'m> Proposal<'m> {
    /// The route of `shift` with the visits at `from..to` replaced by `middle`.
    pub fn splice(shift: ShiftId, from: usize, to: usize, middle: &'m [VisitId]) -> Self {
        Self { shift, head: from, middle, tail: (shift, to) }
    }
}

/// New routes for some shifts at once.
#[derive(Clone, Copy, Debug)]
pub struct Move<'m> {
    /// The new routes, one per shift.
    pub proposals: &'m [Proposal<'m>],
    /// Visits of the present routes that are in none of the new ones.
    pub dropped: &'m [VisitId],
}

/// Where a visit would be: its shift, and a rank that orders it among the visits of the new route.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub visit: VisitId,
    pub to: Option<(ShiftId, u32)>,
}

/// How many moves were evaluated past the test whether they can stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evaluations {
    /// Priced in full.
    pub full: u64,
    /// Given up early, because no fine saved could bring them below the bound.
    pub early: u64,
}

/// Ranks between two positions of a present route.
pub(super) const RANKS: u32 = 1 << 12;

/// Space that evaluations reuse.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    pub changes: Vec<Change>,
    pub jobs: Vec<JobId>,
    pub sites: Vec<SiteId>,
    pub tools: SmallVec<[(usize, i64); 8]>,
}

impl WorkingPlan<'_> {
    /// The visits of a proposed route in order.
    pub(super) fn content<'p>(&'p self, proposal: &'p Proposal<'_>) -> impl Iterator<Item = VisitId> + Clone + 'p {
        let (from, first) = proposal.tail;
        let head = &self.routes[proposal.shift].visits[..proposal.head];
        head.iter().chain(proposal.middle).chain(&self.routes[from].visits[first..]).copied()
    }

    /// Every visit that a move takes elsewhere, with its new place.
    pub(super) fn list_changes(&self, change: &Move<'_>, changes: &mut Vec<Change>) {
        changes.clear();
        for &visit in change.dropped {
            changes.push(Change { visit, to: None });
        }
        for proposal in change.proposals {
            let mut rank = (proposal.head as u32) * RANKS;
            let mut go = |visit| {
                rank += 1;
                changes.push(Change { visit, to: Some((proposal.shift, rank)) });
            };
            proposal.middle.iter().copied().for_each(&mut go);
            let (from, first) = proposal.tail;
            if from != proposal.shift {
                self.routes[from].visits[first..].iter().copied().for_each(go);
            }
        }
    }
}

/// Rank of a visit that stays where it is: behind everything that is proposed in front of it.
pub(super) fn rank_of(spot: Spot) -> u32 {
    (spot.position + 1) * RANKS
}
