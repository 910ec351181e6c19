//! Places as the search numbers them: near ones follow each other, so that the legs to them share lines of the cache.

use brigade_model::model::{Leg, PlaceId, TravelMatrix};

brigade_model::model::id_type! {
    /// Index of a place by nearness: another number than the place has in the instance.
    #[derive(Default)]
    NearPlaceId(u32)
}

/// The travel matrix of an instance with its places in another order.
pub(super) struct NearPlaces {
    /// Its places are [`NearPlaceId`]s.
    travel: TravelMatrix,
    /// By place of the instance: its number here.
    numbers: Vec<NearPlaceId>,
}

impl NearPlaces {
    pub fn new(travel: &TravelMatrix) -> Self {
        let order = chain(travel);
        let mut numbers = vec![NearPlaceId::default(); order.len()];
        NearPlaceId::enumerate(&order).for_each(|(number, &place)| numbers[place] = number);
        let rows = order.iter().map(|&from| travel.outbound(from));
        let legs = rows.flat_map(|row| order.iter().map(|&to| row[to])).collect();
        Self { travel: TravelMatrix::new(order.len(), legs), numbers }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.numbers.len()
    }

    /// The number of a place of the instance.
    pub fn number(&self, place: PlaceId) -> NearPlaceId {
        self.numbers[place]
    }

    /// The leg from one place to another.
    #[inline]
    pub fn leg(&self, from: NearPlaceId, to: NearPlaceId) -> Leg {
        self.travel.leg(PlaceId::new(from.index()), PlaceId::new(to.index()))
    }

    /// The legs from one place to all others.
    #[inline]
    pub fn outbound(&self, from: NearPlaceId) -> &[Leg] {
        self.travel.outbound(PlaceId::new(from.index()))
    }

    /// The legs from all other places to one.
    #[inline]
    pub fn inbound(&self, to: NearPlaceId) -> &[Leg] {
        self.travel.inbound(PlaceId::new(to.index()))
    }
}

/// All places, each followed by the nearest of those left.
fn chain(travel: &TravelMatrix) -> Vec<PlaceId> {
    let mut left: Vec<PlaceId> = PlaceId::range(travel.places()).collect();
    let (mut chain, mut next) = (Vec::with_capacity(left.len()), 0);
    while !left.is_empty() {
        let place = left.swap_remove(next);
        let legs = travel.outbound(place);
        next = (0..left.len()).min_by_key(|&index| (legs[left[index]].metres, left[index])).unwrap_or(0);
        chain.push(place);
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_places_follow_each_other_and_no_leg_changes() {
        let at = [0_i32, 50, 1, 52, 3];
        let pairs = (0..25).map(|pair| (pair / 5, pair % 5));
        let leg =
            |(from, to): (usize, usize)| Leg { metres: (at[from] - at[to]).abs(), minutes: (2 * from + to) as i32 };
        let travel = TravelMatrix::new(5, pairs.clone().map(leg).collect());
        let places = NearPlaces::new(&travel);
        assert_eq!(chain(&travel), [0, 2, 4, 1, 3].map(PlaceId::new));
        for (from, to) in pairs.map(|(from, to)| (PlaceId::new(from), PlaceId::new(to))) {
            assert_eq!(places.leg(places.number(from), places.number(to)), travel.leg(from, to));
        }
    }
}
