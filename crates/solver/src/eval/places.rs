//! Places as the search numbers them: near ones follow each other, so that the legs to them share lines of the cache.

use rayon::prelude::*;

use super::evaluator::{CostEvaluator, Visit, VisitId};
use brigade_model::model::{Leg, PlaceId, TravelMatrix};

brigade_model::model::id_type! {
    /// Index of a place by nearness: another number than the place has in the instance.
    #[derive(Default)]
    NearPlaceId(u32)
}

/// The travel matrix of an instance with its places in another order.
pub(super) struct Places {
    /// Its places are [`NearPlaceId`]s.
    travel: TravelMatrix,
    /// By place of the instance: its number here.
    numbers: Vec<NearPlaceId>,
}

impl Places {
    pub fn new(travel: &TravelMatrix) -> Self {
        let order = chain(travel);
        let mut numbers = vec![NearPlaceId::default(); order.len()];
        NearPlaceId::enumerate(&order).for_each(|(number, &place)| numbers[place] = number);
        let rows = order.iter().map(|&from| travel.outbound(from));
        let legs = rows.flat_map(|row| order.iter().map(|&to| row[to])).collect();
        Self { travel: TravelMatrix::new(order.len(), legs), numbers }
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

impl CostEvaluator<'_> {
    /// The least metres and the least minutes of a leg to a visit and one away from it, from and to any other visit or a base; none
    /// where there is no other.
    pub(super) fn access(&self, visit: VisitId) -> Leg {
        self.accesses[visit]
    }

    pub(super) fn find_accesses(&mut self) {
        let travel = &self.places;
        let mut places = vec![0; travel.numbers.len()];
        self.visits().iter().for_each(|visit| places[visit.place] += 1);
        self.shifts.iter().for_each(|shift| places[shift.base] += 1);
        let used: Vec<NearPlaceId> = NearPlaceId::range(places.len()).filter(|&place| places[place] > 0).collect();
        let access = |visit: &Visit| {
            let least = |legs: &[Leg]| {
                let others = used.iter().filter(|&&place| place != visit.place || places[place] > 1);
                let least = others.map(|&place| (legs[place].metres, legs[place].minutes));
                least.reduce(|one, other| (one.0.min(other.0), one.1.min(other.1))).unwrap_or_default()
            };
            let (out, into) = (least(travel.outbound(visit.place)), least(travel.inbound(visit.place)));
            Leg { metres: out.0 + into.0, minutes: out.1 + into.1 }
        };
        self.accesses = self.visits().par_iter().map(access).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::Sketch;
    use brigade_model::rules::RULES;

    #[test]
    fn near_places_follow_each_other_and_no_leg_changes() {
        let at = [0_i32, 50, 1, 52, 3];
        let pairs = (0..25).map(|pair| (pair / 5, pair % 5));
        let leg =
            |(from, to): (usize, usize)| Leg { metres: (at[from] - at[to]).abs(), minutes: (2 * from + to) as i32 };
        let travel = TravelMatrix::new(5, pairs.clone().map(leg).collect());
        let places = Places::new(&travel);
        assert_eq!(chain(&travel), [0, 2, 4, 1, 3].map(PlaceId::new));
        for (from, to) in pairs.map(|(from, to)| (PlaceId::new(from), PlaceId::new(to))) {
            assert_eq!(places.leg(places.number(from), places.number(to)), travel.leg(from, to));
        }
    }

    #[test]
    fn a_visit_without_any_other_place_has_no_access() {
        let mut sketch = Sketch::new();
        sketch.site("alone", (1.0, 2.0));
        sketch.job("job", 60);
        let instance = sketch.instance();
        assert_eq!(CostEvaluator::new(&instance, RULES).access(VisitId::new(0)), Leg::default());
    }
}
