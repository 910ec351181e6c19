//! Legs and what they add up to: the geometry of lower bounds.

use super::places::NearPlaceId;
use brigade_model::model::{Leg, LegsFrom, LegsTo, PlaceId};

/// The legs out of and into one place.
#[derive(Clone, Copy)]
pub(super) struct LegRows<'t> {
    pub out: LegsFrom<'t>,
    pub into: LegsTo<'t>,
}

impl LegRows<'_> {
    /// The leg from there to a place.
    #[inline]
    pub fn to(&self, place: NearPlaceId) -> Leg {
        self.out.to(PlaceId::new(place.index()))
    }

    /// The leg from a place to there.
    #[inline]
    pub fn from(&self, place: NearPlaceId) -> Leg {
        self.into.from(PlaceId::new(place.index()))
    }

    /// What going there between two places that follow each other, `leg` apart, adds.
    #[inline]
    pub fn detour(&self, from: NearPlaceId, leg: Leg, to: NearPlaceId) -> TravelDelta {
        TravelDelta::default().plus(self.from(from)).plus(self.to(to)).minus(leg)
    }
}

/// Metres and minutes more, or fewer, on the road.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TravelDelta {
    pub(super) metres: i32,
    pub(super) minutes: i32,
}

impl TravelDelta {
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
