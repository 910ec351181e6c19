//! Makes the travel matrix: great-circle or planar distances, and legs stated by a table.

use rayon::prelude::*;

use crate::model::{ComputedLegs, Leg, PlaceId, Speed, TravelMatrix, pairs_by_block};
use crate::units::{Decimal, Metres, Minutes};

/// The metric from coordinates to metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Metric {
    /// `(latitude, longitude)` in degrees: great circle x `detour`.
    GreatCircle {
        /// Road metres per great-circle metre.
        detour: f64,
    },
    /// `(x, y)` in kilometres.
    Planar,
}

/// A leg stated by a table: origin, destination, metres, and 10^-24 minutes of a usual vehicle.
pub type StatedLeg = (PlaceId, PlaceId, (Metres, i128));

/// How fast a crew drives: usual vehicles in kilometres per hour, and a factor.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Kilometres per hour of a usual vehicle.
    pub speed_kmh: Decimal,
    /// The factor on it.
    pub speed: Speed,
}

/// Most places of which the legs of all pairs are kept; those between more are computed whenever they are asked for.
pub const MOST_TABULATED: usize = 6_000;

/// The matrix between all `places`: the stated legs where there are any (in both directions where only one is
/// stated), else distance by `metric`, rounded to the metre; times at a pace, rounded up to the minute.
pub fn matrix(places: &[(f64, f64)], metric: Metric, pace: Pace, stated: &[StatedLeg]) -> TravelMatrix {
    if places.len() > MOST_TABULATED {
        computed(places, metric, pace, stated)
    } else {
        tabulated(places, metric, pace, stated)
    }
}

/// Stated legs at a pace: first those of the way back, which count only where it is not stated itself.
fn stated_legs(pace: Pace, stated: &[StatedLeg]) -> impl Iterator<Item = (PlaceId, PlaceId, Leg)> {
    let leg = move |(metres, minutes)| Leg { metres, minutes: pace.speed.minutes_of(minutes) };
    let back = stated.iter().map(move |&(from, to, way)| (to, from, leg(way)));
    back.chain(stated.iter().map(move |&(from, to, way)| (from, to, leg(way))))
}

fn computed(places: &[(f64, f64)], metric: Metric, pace: Pace, stated: &[StatedLeg]) -> TravelMatrix {
    let rows: Vec<_> = stated_legs(pace, stated).collect();
    let travel = TravelMatrix::computed(ComputedLegs::new(places, metric, pace, &rows));
    if stated.is_empty() && pace.crosses_metres() { travel.of_metric() } else { travel }
}

fn tabulated(places: &[(f64, f64)], metric: Metric, pace: Pace, stated: &[StatedLeg]) -> TravelMatrix {
    let n = places.len();
    let places: Vec<_> = places.iter().map(|&at| MetricPoint::new(at)).collect();
    let mut legs = vec![Leg::default(); n * n];
    legs.par_chunks_mut(n.max(1)).enumerate().for_each(|(from, row)| {
        for to in from + 1..n {
            let metres = metric.between(places[from], places[to]);
            row[to] = Leg { metres, minutes: pace.minutes(metres) };
        }
    });
    mirror(&mut legs, n);
    for (from, to, leg) in stated_legs(pace, stated) {
        legs[from.index() * n + to.index()] = leg;
    }
    if !stated.is_empty() {
        return TravelMatrix::new(n, legs);
    }
    let travel = TravelMatrix::symmetric(n, legs);
    if pace.crosses_metres() { travel.of_metric() } else { travel }
}

impl Pace {
    /// Minutes of the longest leg.
    pub(crate) const LONGEST: Minutes = Speed::LONGEST;

    /// Whole minutes for a distance, rounded up.
    pub(crate) fn minutes(self, metres: Metres) -> Minutes {
        self.speed.minutes(metres, self.speed_kmh)
    }

    /// The minutes of a metre as a fraction in lowest terms, where products with metres don't leave 64 bits.
    pub(crate) fn ratio(self) -> Option<(u64, u64)> {
        let (numerator, denominator) = self.speed.minutes_of_metre(self.speed_kmh);
        let common = greatest_common_divisor(numerator, denominator);
        let numerator = u32::try_from(numerator / common).ok()?;
        Some((u64::from(numerator), u64::try_from(denominator / common).ok()?))
    }

    /// Whether the rounding of three legs to metres is worth no minute.
    fn crosses_metres(self) -> bool {
        self.speed.minutes(2, self.speed_kmh) <= 1
    }
}

fn greatest_common_divisor(one: i128, other: i128) -> i128 {
    if other == 0 { one } else { greatest_common_divisor(other, one % other) }
}

/// Copies the half above the diagonal to the half below.
fn mirror(legs: &mut [Leg], n: usize) {
    for (from, to) in pairs_by_block(n) {
        legs[to * n + from] = legs[from * n + to];
    }
}

impl Metric {
    /// Whole metres between two places.
    pub fn metres(self, a: (f64, f64), b: (f64, f64)) -> Metres {
        self.between(MetricPoint::new(a), MetricPoint::new(b))
    }

    /// Whole metres between two points.
    pub(crate) fn between(self, a: MetricPoint, b: MetricPoint) -> Metres {
        let exact = match self {
            Self::GreatCircle { detour } => haversine(a, b) * detour,
            Self::Planar => (a.at.0 - b.at.0).hypot(a.at.1 - b.at.1) * 1_000.0,
        };
        if a.at == b.at { 0 } else { (exact + 0.5) as Metres }
    }

    /// A place as a point on the unit sphere, or in the plane in kilometres.
    pub(crate) fn in_space(self, (first, second): (f64, f64)) -> [f64; 3] {
        match self {
            Self::GreatCircle { .. } => {
                let (latitude, longitude) = (first.to_radians(), second.to_radians());
                let around = latitude.cos();
                [around * longitude.cos(), around * longitude.sin(), latitude.sin()]
            }
            Self::Planar => [first, second, 0.0],
        }
    }

    /// The same metres as [`Self::between`] from points in space, by less arithmetic; none where that might round another
    /// way.
    #[inline]
    pub(crate) fn metres_in_space(self, a: [f64; 3], b: [f64; 3]) -> Option<Metres> {
        let apart = ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2) + (a[2] - b[2]).powi(2)).sqrt();
        let (metres, slack) = match self {
            Self::GreatCircle { detour } => {
                let half = apart / 2.0;
                if half > NEAR {
                    return None;
                }
                let square = half * half;
                // The series of the arc sine: the next term is below a rounding error.
                let arc = half * (1.0 + square * (1.0 / 6.0 + square * (3.0 / 40.0 + square * (15.0 / 336.0))));
                (2.0 * RADIUS * arc * detour, SLACK * (1.0 + detour))
            }
            Self::Planar => (apart * 1_000.0, SLACK),
        };
        let rounded = metres + 0.5;
        let whole = rounded.floor();
        (rounded - whole > slack && rounded - whole < 1.0 - slack && rounded < LARGEST).then_some(whole as Metres)
    }

    /// No more than the metres between any two points so far apart in space.
    pub(crate) fn least_metres(self, apart: f64) -> Metres {
        let least = match self {
            Self::GreatCircle { detour } => RADIUS * apart * detour,
            Self::Planar => apart * 1_000.0,
        };
        (least * (1.0 - SLACK) - 1.0).max(0.0) as Metres
    }

    /// No less than the metres between any two points no farther apart in space.
    pub(crate) fn most_metres(self, apart: f64) -> Metres {
        let most = match self {
            Self::GreatCircle { detour } => 2.0 * RADIUS * (apart / 2.0).min(1.0).asin() * detour,
            Self::Planar => apart * 1_000.0,
        };
        (most * (1.0 + SLACK) + 1.0) as Metres
    }
}

/// Half the distance on the unit sphere up to which its error is worth less than [`SLACK`]: 130 km.
const NEAR: f64 = 0.01;
/// Metres, for a detour of 1, by which quick distances may differ from exact ones, many times over.
const SLACK: f64 = 1e-4;
/// Metres above which quick distances are not exact enough.
const LARGEST: f64 = 1e9;

/// Metres of the mean radius of the earth.
const RADIUS: f64 = 6_371_008.8;

/// A place, with what distances ask of it again and again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MetricPoint {
    at: (f64, f64),
    /// Cosine of the latitude; means nothing in a plane.
    cosine: f64,
}

impl MetricPoint {
    pub(crate) fn new(at: (f64, f64)) -> Self {
        Self { at, cosine: at.0.to_radians().cos() }
    }
}

/// Metres on a sphere (Sinnott 1984).
fn haversine(a: MetricPoint, b: MetricPoint) -> f64 {
    let half_sine = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let square = half_sine(a.at.0, b.at.0) + a.cosine * b.cosine * half_sine(a.at.1, b.at.1);
    RADIUS * (2.0 * square.sqrt().asin())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIFTY: Pace = Pace { speed_kmh: Decimal::whole(50), speed: Speed::ONE };
    const MINUTE: i128 = 10_i128.pow(24);

    #[test]
    fn a_degree_of_latitude() {
        let places = [(45.0, 5.0), (46.0, 5.0), (45.0, 5.0)];
        let travel = matrix(&places, Metric::GreatCircle { detour: 1.0 }, FIFTY, &[]);
        // 6 371 008.8 m x pi / 180 = 111 195.08 m; at 50 km/h 133.43 minutes
        assert_eq!(travel.leg(PlaceId::new(0), PlaceId::new(1)), Leg { metres: 111_195, minutes: 134 });
        assert_eq!(travel.leg(PlaceId::new(0), PlaceId::new(2)), Leg::default(), "the same place");
    }

    #[test]
    fn both_ways_are_alike_whatever_the_size() {
        let places: Vec<_> = (0..150).map(|i| (f64::from(i % 12), f64::from(i * i % 101))).collect();
        let travel = matrix(&places, Metric::Planar, FIFTY, &[]);
        for from in 0..places.len() {
            for to in 0..places.len() {
                let metres = Metric::Planar.metres(places[from], places[to]);
                assert_eq!(
                    (
                        travel.leg(PlaceId::new(from), PlaceId::new(to)).metres,
                        travel.leg(PlaceId::new(to), PlaceId::new(from)).metres
                    ),
                    (metres, metres)
                );
            }
        }
    }

    #[test]
    fn no_way_round_is_shorter_by_more_than_a_minute_unless_legs_are_stated() {
        let places: Vec<_> =
            (0..40).map(|i| (45.0 + f64::from(i % 7) / 30.0, 5.0 + f64::from(i * i % 41) / 40.0)).collect();
        let place = PlaceId::new;
        for metric in [Metric::Planar, Metric::GreatCircle { detour: 1.3 }] {
            let travel = matrix(&places, metric, FIFTY, &[]);
            let least = |from: usize, to: usize| {
                let round = (0..40)
                    .map(|via| travel.leg(place(from), place(via)).minutes + travel.leg(place(via), place(to)).minutes);
                round.min().expect("places")
            };
            assert!(travel.is_metric());
            for from in 0..40 {
                let direct = |to: usize| travel.leg(place(from), place(to)).minutes;
                assert!((0..40).all(|to| direct(to) <= least(from, to) + 1), "{metric:?} from {from}");
            }
        }
        let stated = (place(0), place(1), (1, MINUTE));
        assert!(!matrix(&places, Metric::Planar, FIFTY, &[stated]).is_metric());
    }

    #[test]
    fn exact_minutes_are_not_rounded_up() {
        let travel = matrix(&[(0.0, 0.0), (3.0, 4.0)], Metric::Planar, FIFTY, &[]);
        assert_eq!(travel.leg(PlaceId::new(1), PlaceId::new(0)), Leg { metres: 5_000, minutes: 6 });
    }

    #[test]
    fn slower_vehicles_take_longer_by_exact_fractions() {
        let slow = Pace { speed: Speed::from(Decimal(800_000)), ..FIFTY };
        let places = [(0.0, 0.0), (3.0, 4.0), (0.0, 10.0)];
        let stated = (PlaceId::new(0), PlaceId::new(2), (10_000, 23 * MINUTE / 2));
        let travel = matrix(&places, Metric::Planar, slow, &[stated]);
        assert_eq!(travel.leg(PlaceId::new(0), PlaceId::new(1)), Leg { metres: 5_000, minutes: 8 }, "7.5 rounded up");
        let leg = travel.leg(PlaceId::new(2), PlaceId::new(0));
        assert_eq!(leg, Leg { metres: 10_000, minutes: 15 }, "11.5 / 0.8 = 14.375, not 12 / 0.8");
        let snail = Pace { speed: Speed::from(Decimal(10_000)), speed_kmh: Decimal(10_000) };
        assert!(!matrix(&places, Metric::Planar, snail, &[]).is_metric());
    }

    #[test]
    fn computed_legs_are_those_of_the_matrix() {
        let mut state = 7_u64;
        let mut next = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let place = PlaceId::new;
        let stated: Vec<StatedLeg> = vec![
            (place(3), place(4), (77, 9 * MINUTE / 2)),
            (place(3), place(9), (5, MINUTE)),
            (place(4), place(3), (78, MINUTE)),
            (place(3), place(9), (6, 2 * MINUTE)),
        ];
        for (metric, spread) in [
            (Metric::GreatCircle { detour: 1.3 }, 0.5),
            (Metric::GreatCircle { detour: 1.0 }, 0.001),
            (Metric::GreatCircle { detour: 2.0 }, 60.0),
            (Metric::Planar, 50.0),
            (Metric::Planar, 100_000.0),
        ] {
            let mut places: Vec<_> = (0..150).map(|_| (20.0 + next() * spread, 5.0 + next() * spread)).collect();
            places.push(places[5]);
            let order: Vec<_> = (0..places.len()).map(|index| place(index * 7 % places.len())).collect();
            for pace in [FIFTY, Pace { speed_kmh: Decimal(31_415_927), speed: Speed::from(Decimal(812_345)) }] {
                for stated in [&stated[..], &[]] {
                    let dense = tabulated(&places, metric, pace, stated);
                    let computed = computed(&places, metric, pace, stated);
                    let (other, longest) = (computed.reordered(&order), computed.longest());
                    assert_eq!(dense.is_metric(), computed.is_metric());
                    for from in 0..places.len() {
                        for to in 0..places.len() {
                            let leg = dense.leg(place(from), place(to));
                            assert_eq!(computed.leg(place(from), place(to)), leg, "{metric:?} {from} to {to}");
                            assert_eq!(computed.legs_from(place(from)).to(place(to)), leg);
                            assert_eq!(computed.legs_to(place(to)).from(place(from)), leg);
                            let there = dense.leg(order[from], order[to]);
                            assert_eq!(other.leg(place(from), place(to)), there);
                            assert!(leg.metres <= longest.metres && leg.minutes <= longest.minutes);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_stated_leg_serves_both_ways_unless_both_are_stated() {
        let (out, into) = ((7, 3 * MINUTE), (9, 4 * MINUTE));
        let (there, back) = (Leg { metres: 7, minutes: 3 }, Leg { metres: 9, minutes: 4 });
        let one = matrix(&[(0.0, 0.0), (3.0, 4.0)], Metric::Planar, FIFTY, &[(PlaceId::new(0), PlaceId::new(1), out)]);
        assert_eq!(
            (one.leg(PlaceId::new(0), PlaceId::new(1)), one.leg(PlaceId::new(1), PlaceId::new(0))),
            (there, there)
        );
        let both = matrix(
            &[(0.0, 0.0), (3.0, 4.0)],
            Metric::Planar,
            FIFTY,
            &[(PlaceId::new(0), PlaceId::new(1), out), (PlaceId::new(1), PlaceId::new(0), into)],
        );
        assert_eq!(
            (both.leg(PlaceId::new(0), PlaceId::new(1)), both.leg(PlaceId::new(1), PlaceId::new(0))),
            (there, back)
        );
    }
}
