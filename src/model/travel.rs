//! Distances and times between places.

use super::PlaceId;
use crate::units::{Metres, Minutes};

/// The way from one place to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Leg {
    /// Distance.
    pub metres: Metres,
    /// Driving time.
    pub minutes: Minutes,
}

/// The legs between all pairs of places; asymmetric and without triangle inequality where the data are.
#[derive(Clone, Debug)]
pub struct TravelMatrix {
    places: usize,
    legs: Vec<Leg>,
}

impl TravelMatrix {
    /// The matrix of `places` x `places` legs, row by row. Panics where the number of legs is another.
    pub fn new(places: usize, legs: Vec<Leg>) -> Self {
        assert_eq!(legs.len(), places * places, "one leg per ordered pair of places");
        Self { places, legs }
    }

    /// Number of places.
    pub fn places(&self) -> usize {
        self.places
    }

    /// The leg from one place to another.
    #[inline]
    pub fn leg(&self, from: PlaceId, to: PlaceId) -> Leg {
        self.legs[from * self.places + to]
    }
}
