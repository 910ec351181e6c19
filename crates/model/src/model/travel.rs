//! The travel matrix: distances and driving times between places.

use rayon::prelude::*;

use super::PlaceId;
use crate::units::{Metres, Minutes};

/// Travel from one place to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Leg {
    /// Distance, metres.
    pub metres: Metres,
    /// Driving time, minutes.
    pub minutes: Minutes,
}

/// The legs between all ordered pairs of places. They may be asymmetric and violate the triangle inequality.
#[derive(Clone, Debug)]
pub struct TravelMatrix {
    places: usize,
    legs: Vec<Leg>,
    /// The same by destination; empty where the matrix is symmetric.
    inbound: Vec<Leg>,
    /// Whether the legs are distances in space.
    metric: bool,
}

/// Block size of the transposition, so that a block and its mirror image stay in the cache.
const BLOCK: usize = 64;

impl TravelMatrix {
    /// The matrix of `places` x `places` legs, row by row: `legs[from * places + to]`.
    ///
    /// # Panics
    ///
    /// Where there are not `places` x `places` legs.
    pub fn new(places: usize, legs: Vec<Leg>) -> Self {
        assert_eq!(legs.len(), places * places, "one leg per ordered pair of places");
        let inbound = if is_symmetric(places, &legs) { Vec::new() } else { transposed(places, &legs) };
        Self { places, legs, inbound, metric: false }
    }

    /// The same, known to be distances in space at one speed.
    #[must_use]
    pub fn of_metric(self) -> Self {
        Self { metric: true, ..self }
    }

    /// Whether it is known that no way round by another place is shorter than the direct one by more than the minute
    /// lost to rounding.
    pub fn is_metric(&self) -> bool {
        self.metric
    }

    /// The same where every leg is known to equal its reverse.
    ///
    /// # Panics
    ///
    /// Where there are not `places` x `places` legs.
    pub fn symmetric(places: usize, legs: Vec<Leg>) -> Self {
        assert_eq!(legs.len(), places * places, "one leg per ordered pair of places");
        debug_assert!(is_symmetric(places, &legs), "every leg equals its reverse");
        Self { places, legs, inbound: Vec::new(), metric: false }
    }

    /// The same legs between the places in another order.
    #[must_use]
    pub fn reordered(&self, order: &[PlaceId]) -> Self {
        let mut legs = vec![Leg::default(); order.len() * order.len()];
        legs.par_chunks_mut(order.len().max(1)).zip(order).for_each(|(row, &from)| {
            let old = self.outbound(from);
            row.iter_mut().zip(order).for_each(|(leg, &to)| *leg = old[to]);
        });
        let places = order.len();
        let travel = if self.inbound.is_empty() { Self::symmetric(places, legs) } else { Self::new(places, legs) };
        Self { metric: self.metric, ..travel }
    }

    /// Number of places.
    pub fn places(&self) -> usize {
        self.places
    }

    /// The leg from one place to another.
    #[inline]
    pub fn leg(&self, from: PlaceId, to: PlaceId) -> Leg {
        self.legs[from.index() * self.places + to.index()]
    }

    /// The legs from one place, by destination.
    #[inline]
    pub fn outbound(&self, from: PlaceId) -> &[Leg] {
        let from = from.index();
        &self.legs[from * self.places..(from + 1) * self.places]
    }

    /// The legs to one place, by origin.
    #[inline]
    pub fn inbound(&self, to: PlaceId) -> &[Leg] {
        let legs = if self.inbound.is_empty() { &self.legs } else { &self.inbound };
        let to = to.index();
        &legs[to * self.places..(to + 1) * self.places]
    }
}

/// Whether every leg equals its reverse.
fn is_symmetric(places: usize, legs: &[Leg]) -> bool {
    pairs_by_block(places).all(|(from, to)| legs[from * places + to] == legs[to * places + from])
}

/// The transposed matrix: the legs by destination.
fn transposed(places: usize, legs: &[Leg]) -> Vec<Leg> {
    let mut transposed = legs.to_vec();
    for (from, to) in pairs_by_block(places) {
        transposed[to * places + from] = legs[from * places + to];
        transposed[from * places + to] = legs[to * places + from];
    }
    transposed
}

/// The pairs of places above the diagonal, block by block.
pub fn pairs_by_block(places: usize) -> impl Iterator<Item = (usize, usize)> {
    let starts = move |first| (first..places).step_by(BLOCK);
    let corners = starts(0).flat_map(move |first| starts(first).map(move |second| (first, second)));
    corners.flat_map(move |(first, second)| {
        let rows = first..(first + BLOCK).min(places);
        rows.flat_map(move |from| (second.max(from + 1)..(second + BLOCK).min(places)).map(move |to| (from, to)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inbound_legs_are_those_of_the_way_there() {
        for (places, symmetric) in [(3, true), (3, false), (150, true), (150, false)] {
            let metres = |from: usize, to: usize| if symmetric { from.abs_diff(to) } else { 2 * to + from };
            let pairs = (0..places * places).map(|pair| (pair / places, pair % places));
            let leg = |(from, to)| Leg { metres: metres(from, to) as i32, minutes: 1 };
            let travel = TravelMatrix::new(places, pairs.clone().map(leg).collect());
            assert_eq!(travel.inbound.is_empty(), symmetric);
            for (from, to) in pairs {
                assert_eq!(travel.leg(PlaceId::new(from), PlaceId::new(to)), leg((from, to)));
                assert_eq!(travel.outbound(PlaceId::new(from))[to], leg((from, to)));
                assert_eq!(travel.inbound(PlaceId::new(to))[from], leg((from, to)));
            }
        }
    }
}
