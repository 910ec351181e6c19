//! Places as the search numbers them: near ones follow each other, so that the legs to them share lines of the cache.

use std::borrow::Cow;

use super::spatial_index::SpatialIndex;
use brigade_model::model::{ComputedLegs, Instance, Leg, LegsFrom, LegsTo, PlaceId, TravelMatrix};
use brigade_model::units::Minutes;

brigade_model::model::id_type! {
    /// Index of a place by nearness: another number than the place has in the instance.
    #[derive(Default)]
    NearPlaceId(u32)
}

/// The travel matrices of an instance with its places in another order.
pub(super) struct NearPlaces {
    /// Those of its speeds, the fastest first. Their places are [`NearPlaceId`]s.
    travel: Vec<NearTravel>,
    /// By place of the instance: its number here.
    numbers: Vec<NearPlaceId>,
    /// Where they lie; none where all legs are kept.
    index: Option<SpatialIndex>,
    /// Where the bases lie, each once, and their numbers; none where all legs are kept.
    bases: Option<(SpatialIndex, Vec<NearPlaceId>)>,
}

/// Index of a speed among those of the crews, the fastest first.
pub(super) type SpeedId = usize;

/// The legs at one speed.
pub(super) struct NearTravel(TravelMatrix);

impl NearPlaces {
    pub fn new(instance: &Instance) -> Self {
        let speeds = instance.speeds().iter().map(|&speed| instance.travel_at(speed));
        let speeds: Vec<&TravelMatrix> =
            if instance.crews.is_empty() { vec![&instance.travel] } else { speeds.collect() };
        let order = chain(speeds[0]);
        let mut numbers = vec![NearPlaceId::default(); order.len()];
        NearPlaceId::enumerate(&order).for_each(|(number, &place)| numbers[place] = number);
        let travel: Vec<_> = speeds.into_iter().map(|travel| NearTravel(travel.reordered(&order))).collect();
        let index = travel[0].0.as_computed().map(|legs| {
            let places = PlaceId::range(legs.places());
            SpatialIndex::new(places.map(|place| legs.in_space(place)))
        });
        let bases = travel[0].0.as_computed().map(|legs| {
            let mut bases: Vec<_> = instance.crews.iter().map(|crew| numbers[crew.base]).collect();
            bases.sort_unstable();
            bases.dedup();
            let places = bases.iter().map(|base| legs.in_space(PlaceId::new(base.index())));
            (SpatialIndex::new(places), bases)
        });
        Self { travel, numbers, index, bases }
    }

    /// The places of which a table states a leg from or to one, then all places, the nearest to it first, each with what no leg
    /// between them is shorter than, those of the table apart; none where all legs are kept.
    pub fn nearest(&self, place: NearPlaceId) -> Option<impl Iterator<Item = (NearPlaceId, Leg)> + '_> {
        let (index, legs) = (self.index.as_ref()?, self.fastest().0.as_computed()?);
        let own = PlaceId::new(place.index());
        let stated = legs.stated(own).iter().map(|(to, _)| (NearPlaceId::new(to.index()), Leg::default()));
        let near = index.nearest(legs.in_space(own)).map(|(other, distance)| {
            let metres = legs.least_metres(distance);
            (NearPlaceId::new(other as usize), Leg { metres, minutes: legs.least_minutes(metres) })
        });
        Some(stated.chain(near))
    }

    /// The legs at a speed.
    #[inline]
    pub fn at(&self, speed: SpeedId) -> &NearTravel {
        &self.travel[speed]
    }

    /// How many speeds there are.
    #[inline]
    pub fn speeds(&self) -> usize {
        self.travel.len()
    }

    /// The legs at the highest speed: none takes less at another.
    #[inline]
    pub fn fastest(&self) -> &NearTravel {
        &self.travel[0]
    }

    /// The bases, the nearest to a place by their coordinates first; none where all legs are kept.
    pub fn nearest_bases(&self, place: NearPlaceId) -> Option<impl Iterator<Item = NearPlaceId> + '_> {
        let ((index, bases), legs) = (self.bases.as_ref()?, self.fastest().0.as_computed()?);
        let near = index.nearest(legs.in_space(PlaceId::new(place.index())));
        Some(near.map(|(number, _)| bases[number as usize]))
    }

    /// Whether there are so many that legs are computed.
    pub fn has_index(&self) -> bool {
        self.index.is_some()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.numbers.len()
    }

    /// The number of a place of the instance.
    pub fn number(&self, place: PlaceId) -> NearPlaceId {
        self.numbers[place]
    }
}

impl NearTravel {
    /// Whether ways round are not shorter than direct ones where every stop takes a minute.
    pub fn is_metric(&self) -> bool {
        self.0.is_metric()
    }

    /// The leg from one place to another.
    #[inline]
    pub fn leg(&self, from: NearPlaceId, to: NearPlaceId) -> Leg {
        self.0.leg(PlaceId::new(from.index()), PlaceId::new(to.index()))
    }

    /// The legs from one place to all others.
    #[inline]
    pub fn legs_from(&self, from: NearPlaceId) -> LegsFrom<'_> {
        self.0.legs_from(PlaceId::new(from.index()))
    }

    /// The legs from all other places to one.
    #[inline]
    pub fn legs_to(&self, to: NearPlaceId) -> LegsTo<'_> {
        self.0.legs_to(PlaceId::new(to.index()))
    }

    /// The legs from one place by destination.
    pub fn outbound(&self, from: NearPlaceId) -> Cow<'_, [Leg]> {
        let legs = self.legs_from(from);
        legs.as_slice().map_or_else(|| PlaceId::range(self.0.places()).map(|to| legs.to(to)).collect(), Cow::Borrowed)
    }

    /// The legs to one place by origin.
    pub fn inbound(&self, to: NearPlaceId) -> Cow<'_, [Leg]> {
        let legs = self.legs_to(to);
        legs.as_slice()
            .map_or_else(|| PlaceId::range(self.0.places()).map(|from| legs.from(from)).collect(), Cow::Borrowed)
    }
}

/// The places with visits, ascending, each with the shortest stay there.
pub(super) type Stays = Vec<(NearPlaceId, Minutes)>;

/// By place with visits: the least minutes to any other by its legs out of it or into it.
pub(super) fn nearest_minutes<'l>(stays: &Stays, legs: impl Fn(NearPlaceId) -> Cow<'l, [Leg]>) -> Vec<Minutes> {
    let nearest = |&(place, _): &(NearPlaceId, Minutes)| {
        let (others, row) = (stays.iter().filter(|(other, _)| *other != place), legs(place));
        others.map(|(other, _)| row[other.index()].minutes).min().unwrap_or(0)
    };
    stays.iter().map(nearest).collect()
}

/// The least minutes from a base to each place with visits, or back, by legs out of a place or into it: direct, or by other such
/// places, at each of which a visit takes at least its stay. Label correcting, since hardly any indirect way is shorter than
/// the direct one.
pub(super) fn least_minutes<'l>(
    base: NearPlaceId,
    stays: &Stays,
    last_legs: &[Minutes],
    legs: impl Fn(NearPlaceId) -> Cow<'l, [Leg]>,
) -> Vec<Minutes> {
    let direct = legs(base);
    let mut ways: Vec<Minutes> = stays.iter().map(|(place, _)| direct[place.index()].minutes).collect();
    // An indirect way whose last leg begins later is not shorter.
    let longest = ways.iter().zip(last_legs).map(|(way, last)| way - last).max().unwrap_or(0);
    let mut waiting: Vec<usize> = (0..stays.len()).filter(|&index| stays[index].0 != base).collect();
    waiting.sort_by_key(|&index| std::cmp::Reverse(ways[index]));
    while let Some(via) = waiting.pop() {
        let (place, stay) = stays[via];
        let so_far = ways[via] + stay;
        if so_far >= longest {
            continue;
        }
        // Mostly nothing is nearer by this place; without a branch that is seen soon.
        let row = legs(place);
        let minutes = |index: usize| so_far + row[stays[index].0.index()].minutes;
        if !(0..stays.len()).fold(false, |found, index| found | (minutes(index) < ways[index])) {
            continue;
        }
        for (to, way) in ways.iter_mut().enumerate() {
            if minutes(to) < *way {
                *way = minutes(to);
                waiting.push(to);
            }
        }
    }
    ways
}

/// All places, each followed by the nearest of those left; where legs are computed, in the order of a curve that fills
/// space (Morton 1966).
fn chain(travel: &TravelMatrix) -> Vec<PlaceId> {
    if let Some(legs) = travel.as_computed() {
        return along_curve(legs);
    }
    let mut left: Vec<PlaceId> = PlaceId::range(travel.places()).collect();
    let (mut chain, mut next) = (Vec::with_capacity(left.len()), 0);
    while !left.is_empty() {
        let place = left.swap_remove(next);
        let legs = travel.legs_from(place);
        next = (0..left.len()).min_by_key(|&index| (legs.to(left[index]).metres, left[index])).unwrap_or(0);
        chain.push(place);
    }
    chain
}

/// Bits of each coordinate along the curve.
const CURVE_BITS: u32 = 21;

fn along_curve(legs: &ComputedLegs) -> Vec<PlaceId> {
    let mut places: Vec<PlaceId> = PlaceId::range(legs.places()).collect();
    let ends = |axis: usize| {
        let all = places.iter().map(|&place| legs.in_space(place)[axis]);
        (all.clone().fold(f64::INFINITY, f64::min), all.fold(f64::NEG_INFINITY, f64::max))
    };
    let ends = [0, 1, 2].map(ends);
    let width = ends.iter().map(|(least, most)| most - least).fold(f64::MIN_POSITIVE, f64::max);
    let key = |place: PlaceId| {
        let at = legs.in_space(place);
        let steps = |axis: usize| ((at[axis] - ends[axis].0) / width * f64::from((1_u32 << CURVE_BITS) - 1)) as u64;
        let bit = |axis: usize, bit: u32| (steps(axis) >> bit & 1) << (3 * bit + axis as u32);
        (0..CURVE_BITS)
            .flat_map(|level| (0..3).map(move |axis| (axis, level)))
            .map(|(axis, level)| bit(axis, level))
            .sum::<u64>()
    };
    places.sort_by_cached_key(|&place| (key(place), place));
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::Sketch;

    #[test]
    fn near_places_follow_each_other_and_no_leg_changes() {
        let at = [0_i32, 50, 1, 52, 3];
        let pairs = (0..25).map(|pair| (pair / 5, pair % 5));
        let leg =
            |(from, to): (usize, usize)| Leg { metres: (at[from] - at[to]).abs(), minutes: (2 * from + to) as i32 };
        let travel = TravelMatrix::new(5, pairs.clone().map(leg).collect());
        let mut instance = Sketch::new().instance();
        instance.travel = travel.clone().into();
        let places = NearPlaces::new(&instance);
        assert_eq!(chain(&travel), [0, 2, 4, 1, 3].map(PlaceId::new));
        for (from, to) in pairs.map(|(from, to)| (PlaceId::new(from), PlaceId::new(to))) {
            assert_eq!(places.fastest().leg(places.number(from), places.number(to)), travel.leg(from, to));
        }
    }

    #[test]
    fn a_way_round_may_be_shorter_unless_its_stops_take_time() {
        let minutes = [[0, 90, 20], [7, 0, 9], [9, 30, 0]];
        let pairs = (0..9).map(|pair| Leg { metres: 0, minutes: minutes[pair / 3][pair % 3] });
        let places = TravelMatrix::new(3, pairs.collect());
        let least = |stay: Option<Minutes>| {
            let row = |leg: &dyn Fn(PlaceId) -> Leg| Cow::Owned(PlaceId::range(3).map(leg).collect::<Vec<_>>());
            let legs = |place: NearPlaceId| {
                let legs = places.legs_from(PlaceId::new(place.index()));
                row(&|to| legs.to(to))
            };
            let stays = [Some((1, 1)), stay.map(|stay| (2, stay))].into_iter().flatten();
            let stays: Stays = stays.map(|(place, stay)| (NearPlaceId::new(place), stay)).collect();
            let into = |place: NearPlaceId| {
                let legs = places.legs_to(PlaceId::new(place.index()));
                row(&|from| legs.from(from))
            };
            least_minutes(NearPlaceId::new(0), &stays, &nearest_minutes(&stays, into), legs)
        };
        assert_eq!(least(Some(15)), [65, 20]);
        assert_eq!(least(Some(45)), [90, 20]);
        assert_eq!(least(None), [90], "no visit there");
    }
}
