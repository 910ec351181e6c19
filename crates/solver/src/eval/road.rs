//! Legs and what they add up to: the geometry of floors.

use super::standing::Edge;
use brigade_model::model::Leg;

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
        Road::default().plus(self.into[edge.from]).plus(self.out[next.from]).minus(edge.leg)
    }
}

/// Metres and minutes, signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Road {
    pub(super) metres: i32,
    pub(super) minutes: i32,
}

impl Road {
    #[inline]
    pub(super) fn plus(self, leg: Leg) -> Self {
        Self { metres: self.metres + leg.metres, minutes: self.minutes + leg.minutes }
    }

    /// The lesser metres and the lesser minutes of two.
    #[inline]
    pub fn least(self, other: Self) -> Self {
        Self { metres: self.metres.min(other.metres), minutes: self.minutes.min(other.minutes) }
    }

    #[inline]
    pub(super) fn minus(self, leg: Leg) -> Self {
        Self { metres: self.metres - leg.metres, minutes: self.minutes - leg.minutes }
    }
}
