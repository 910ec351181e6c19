//! Legs and what they add up to: the geometry of floors.

use super::standing::Edge;
use crate::model::Leg;

/// The legs out of and into one place.
#[derive(Clone, Copy)]
pub(super) struct Legs<'t> {
    pub out: &'t [Leg],
    pub into: &'t [Leg],
}

impl Legs<'_> {
    /// What going there between two places that follow each other adds.
    #[inline]
    pub fn detour(&self, edge: &Edge, next: &Edge) -> Road {
        Road::default().plus(self.into[edge.from as usize]).plus(self.out[next.from as usize]).minus(edge.leg)
    }
}

/// Metres and minutes, signed.
#[derive(Clone, Copy, Default)]
pub(super) struct Road {
    pub metres: i32,
    pub minutes: i32,
}

impl Road {
    #[inline]
    pub fn plus(self, leg: Leg) -> Self {
        Self { metres: self.metres + leg.metres, minutes: self.minutes + leg.minutes }
    }

    #[inline]
    pub fn minus(self, leg: Leg) -> Self {
        Self { metres: self.metres - leg.metres, minutes: self.minutes - leg.minutes }
    }
}
