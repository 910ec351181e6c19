//! Fills the travel matrix: great-circle or planar distances, and legs stated by a table.

use rayon::prelude::*;

use crate::model::{Leg, PlaceId, Speed, TravelMatrix, pairs_by_block};
use crate::units::{Decimal, Metres};

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

/// The matrix between all `places`: the stated legs where there are any (in both directions where only one is
/// stated), else distance by `metric`, rounded to the metre; times at a pace, rounded up to the minute.
pub fn matrix(places: &[(f64, f64)], metric: Metric, pace: Pace, stated: &[StatedLeg]) -> TravelMatrix {
    let Pace { speed_kmh, speed } = pace;
    let n = places.len();
    let places: Vec<_> = places.iter().map(|&at| MetricPoint::new(at)).collect();
    let mut legs = vec![Leg::default(); n * n];
    legs.par_chunks_mut(n.max(1)).enumerate().for_each(|(from, row)| {
        for to in from + 1..n {
            let metres = metric.between(places[from], places[to]);
            row[to] = Leg { metres, minutes: speed.minutes(metres, speed_kmh) };
        }
    });
    mirror(&mut legs, n);
    let leg = |(metres, minutes)| Leg { metres, minutes: speed.minutes_of(minutes) };
    for &(from, to, way) in stated {
        legs[to.index() * n + from.index()] = leg(way);
    }
    for &(from, to, way) in stated {
        legs[from.index() * n + to.index()] = leg(way);
    }
    if !stated.is_empty() {
        return TravelMatrix::new(n, legs);
    }
    let travel = TravelMatrix::symmetric(n, legs);
    if pace.crosses_metres() { travel.of_metric() } else { travel }
}

impl Pace {
    /// Whether the rounding of three legs to metres is worth no minute.
    fn crosses_metres(self) -> bool {
        self.speed.minutes(2, self.speed_kmh) <= 1
    }
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

    fn between(self, a: MetricPoint, b: MetricPoint) -> Metres {
        let exact = match self {
            Self::GreatCircle { detour } => haversine(a, b) * detour,
            Self::Planar => (a.at.0 - b.at.0).hypot(a.at.1 - b.at.1) * 1_000.0,
        };
        if a.at == b.at { 0 } else { (exact + 0.5) as Metres }
    }
}

/// Metres of the mean radius of the earth.
const RADIUS: f64 = 6_371_008.8;

/// A place, with what distances ask of it again and again.
#[derive(Clone, Copy)]
struct MetricPoint {
    at: (f64, f64),
    /// Cosine of the latitude; means nothing in a plane.
    cosine: f64,
}

impl MetricPoint {
    fn new(at: (f64, f64)) -> Self {
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
