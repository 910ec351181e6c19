//! The travel matrix: distances and driving times between places.

use rayon::prelude::*;

use super::{ComputedLegs, PlaceId};
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

/// The legs between all ordered pairs of places. They may be asymmetric and violate the triangle inequality. Those between
/// a few thousand places are kept in a table; those between more are computed.
#[derive(Clone, Debug)]
pub struct TravelMatrix {
    places: usize,
    /// Empty where legs are computed.
    legs: Vec<Leg>,
    /// The same by destination; empty where the matrix is symmetric or legs are computed.
    inbound: Vec<Leg>,
    computed: Option<ComputedLegs>,
    /// Whether the legs are distances in space.
    metric: bool,
}

/// The legs from one place.
#[derive(Clone, Copy)]
pub struct LegsFrom<'t> {
    travel: &'t TravelMatrix,
    from: PlaceId,
    /// By destination; empty where legs are computed.
    legs: &'t [Leg],
}

/// The legs to one place.
#[derive(Clone, Copy)]
pub struct LegsTo<'t> {
    travel: &'t TravelMatrix,
    to: PlaceId,
    /// By origin; empty where legs are computed.
    legs: &'t [Leg],
}

impl<'t> LegsFrom<'t> {
    /// All of them, by destination; none where legs are computed.
    pub fn as_slice(&self) -> Option<&'t [Leg]> {
        self.travel.computed.is_none().then_some(self.legs)
    }

    /// The leg to a place.
    #[inline]
    pub fn to(&self, to: PlaceId) -> Leg {
        match self.legs.get(to.index()) {
            Some(&leg) => leg,
            None => self.travel.compute(self.from, to),
        }
    }
}

impl<'t> LegsTo<'t> {
    /// All of them, by origin; none where legs are computed.
    pub fn as_slice(&self) -> Option<&'t [Leg]> {
        self.travel.computed.is_none().then_some(self.legs)
    }

    /// The leg from a place.
    #[inline]
    pub fn from(&self, from: PlaceId) -> Leg {
        match self.legs.get(from.index()) {
            Some(&leg) => leg,
            None => self.travel.compute(from, self.to),
        }
    }
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
        Self { places, legs, inbound, computed: None, metric: false }
    }

    /// Legs that are computed.
    pub fn computed(legs: ComputedLegs) -> Self {
        let places = legs.places();
        Self { places, legs: Vec::new(), inbound: Vec::new(), computed: Some(legs), metric: false }
    }

    /// What computes the legs; none where they are kept in a table.
    pub fn as_computed(&self) -> Option<&ComputedLegs> {
        self.computed.as_ref()
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
        Self { places, legs, inbound: Vec::new(), computed: None, metric: false }
    }

    /// The same legs between the places in another order.
    #[must_use]
    pub fn reordered(&self, order: &[PlaceId]) -> Self {
        if let Some(legs) = &self.computed {
            return Self { metric: self.metric, ..Self::computed(legs.reordered(order)) };
        }
        let mut legs = vec![Leg::default(); order.len() * order.len()];
        legs.par_chunks_mut(order.len().max(1)).zip(order).for_each(|(row, &from)| {
            let old = self.legs_from(from);
            row.iter_mut().zip(order).for_each(|(leg, &to)| *leg = old.to(to));
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
        match self.legs.get(from.index() * self.places + to.index()) {
            Some(&leg) => leg,
            None => self.compute(from, to),
        }
    }

    /// A leg that is in no table.
    #[inline(never)]
    fn compute(&self, from: PlaceId, to: PlaceId) -> Leg {
        self.computed.as_ref().expect("a place of the matrix").leg(from, to)
    }

    /// The legs from one place.
    #[inline]
    pub fn legs_from(&self, from: PlaceId) -> LegsFrom<'_> {
        LegsFrom { travel: self, from, legs: self.row(&self.legs, from) }
    }

    /// The legs to one place.
    #[inline]
    pub fn legs_to(&self, to: PlaceId) -> LegsTo<'_> {
        let legs = if self.inbound.is_empty() { &self.legs } else { &self.inbound };
        LegsTo { travel: self, to, legs: self.row(legs, to) }
    }

    #[inline]
    fn row<'t>(&self, legs: &'t [Leg], place: PlaceId) -> &'t [Leg] {
        let start = place.index() * self.places;
        legs.get(start..start + self.places).unwrap_or_default()
    }

    /// The most metres and minutes of any leg, or a little more.
    pub fn longest(&self) -> Leg {
        let of_table = || {
            self.legs.iter().fold(Leg::default(), |most, leg| Leg {
                metres: most.metres.max(leg.metres),
                minutes: most.minutes.max(leg.minutes),
            })
        };
        self.computed.as_ref().map_or_else(of_table, ComputedLegs::longest)
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
                assert_eq!(travel.legs_from(PlaceId::new(from)).to(PlaceId::new(to)), leg((from, to)));
                assert_eq!(travel.legs_to(PlaceId::new(to)).from(PlaceId::new(from)), leg((from, to)));
            }
        }
    }
}
