//! Moves: what routes would become, as pieces of what they are.

use super::visit::VisitId;
use brigade_model::model::ShiftId;

/// Where a visit stands: its shift and its place in the route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitPosition {
    shift: u32,
    /// Position in the route, from 0.
    pub position: u32,
}

impl VisitPosition {
    pub(super) const NOWHERE: Self = Self { shift: u32::MAX, position: 0 };

    pub(super) fn new(shift: ShiftId, position: usize) -> Self {
        Self { shift: shift.index() as u32, position: position as u32 }
    }

    /// The shift; none for a visit left out.
    #[inline]
    pub fn shift(self) -> Option<ShiftId> {
        (self.shift != u32::MAX).then_some(ShiftId::new(self.shift as usize))
    }

    /// Rank of a visit that stays where it is: behind everything that is proposed in front of it.
    #[inline]
    pub(super) fn rank(self) -> u32 {
        (self.position + 1) * RANKS
    }
}

/// The new route of one shift: a prefix of its present route, some visits in between, and a suffix of a present route, its
/// own or another's.
#[derive(Clone, Copy, Debug)]
pub struct Proposal<'m> {
    /// The shift.
    pub shift: ShiftId,
    /// How many visits of its present route stay in front.
    pub prefix: usize,
    /// What comes then.
    pub middle: &'m [VisitId],
    /// The present route whose suffix comes last, and from which position on.
    pub suffix: (ShiftId, usize),
}

impl<'m> Proposal<'m> {
    /// The route of `shift` with the visits at `from..to` replaced by `middle`.
    pub fn splice(shift: ShiftId, from: usize, to: usize, middle: &'m [VisitId]) -> Self {
        Self { shift, prefix: from, middle, suffix: (shift, to) }
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
pub(super) struct Reassignment {
    pub visit: VisitId,
    pub to: Option<(ShiftId, u32)>,
}

/// How many moves were evaluated past the test whether they can stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evaluations {
    /// Priced in full.
    pub full: u64,
    /// Given up early, because no penalty saved could bring them below the bound.
    pub early: u64,
}

/// Ranks between two positions of a present route.
pub(super) const RANKS: u32 = 1 << 12;
