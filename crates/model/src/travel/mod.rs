//! Fills the travel matrix: great-circle or planar distances, and legs stated by a table.

use rayon::prelude::*;

use crate::model::{Leg, PlaceId, TravelMatrix, pairs_by_block};
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

/// A leg stated by a table: origin, destination, leg.
pub type StatedLeg = (PlaceId, PlaceId, Leg);

/// The matrix between all `places`: the stated legs where there are any (in both directions where only one is
/// stated), else distance by `metric`, rounded to the metre, and time at `speed_kmh`, rounded up to the minute.
pub fn matrix(places: &[(f64, f64)], metric: Metric, speed_kmh: Decimal, stated: &[StatedLeg]) -> TravelMatrix {
    let n = places.len();
    let places: Vec<_> = places.iter().map(|&at| Coordinates::new(at)).collect();
    let mut legs = vec![Leg::default(); n * n];
    legs.par_chunks_mut(n.max(1)).enumerate().for_each(|(from, row)| {
        for to in from + 1..n {
            let metres = metric.between(places[from], places[to]);
            row[to] = Leg { metres, minutes: minutes(metres, speed_kmh) };
        }
    });
    mirror(&mut legs, n);
    for &(from, to, leg) in stated {
        legs[to.index() * n + from.index()] = leg;
    }
    for &(from, to, leg) in stated {
        legs[from.index() * n + to.index()] = leg;
    }
    if stated.is_empty() { TravelMatrix::symmetric(n, legs).of_metric() } else { TravelMatrix::new(n, legs) }
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
        self.between(Coordinates::new(a), Coordinates::new(b))
    }

    fn between(self, a: Coordinates, b: Coordinates) -> Metres {
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
struct Coordinates {
    at: (f64, f64),
    /// Cosine of the latitude; means nothing in a plane.
    cosine: f64,
}

impl Coordinates {
    fn new(at: (f64, f64)) -> Self {
        Self { at, cosine: at.0.to_radians().cos() }
    }
}

/// Metres on a sphere (Sinnott 1984).
fn haversine(a: Coordinates, b: Coordinates) -> f64 {
    let half_sine = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let square = half_sine(a.at.0, b.at.0) + a.cosine * b.cosine * half_sine(a.at.1, b.at.1);
    RADIUS * (2.0 * square.sqrt().asin())
}

/// Whole minutes for a distance, rounded up.
fn minutes(metres: Metres, speed_kmh: Decimal) -> Minutes {
    let needed = i64::from(metres) * 60 * (Decimal::ONE / 1_000);
    let rounded_up = (needed + speed_kmh.0 - 1) / speed_kmh.0;
    rounded_up.min(i64::from(LONGEST)) as Minutes
}

/// Longest leg, minutes, so that sums of legs stay in range.
const LONGEST: Minutes = i32::MAX / 64;

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_degree_of_latitude() {
        let places = [(45.0, 5.0), (46.0, 5.0), (45.0, 5.0)];
        let travel = matrix(&places, Metric::GreatCircle { detour: 1.0 }, Decimal::whole(50), &[]);
        // 6 371 008.8 m x pi / 180 = 111 195.08 m; at 50 km/h 133.43 minutes
        assert_eq!(travel.leg(PlaceId::new(0), PlaceId::new(1)), Leg { metres: 111_195, minutes: 134 });
        assert_eq!(travel.leg(PlaceId::new(0), PlaceId::new(2)), Leg::default(), "the same place");
    }

    #[test]
    fn both_ways_are_alike_whatever_the_size() {
        let places: Vec<_> = (0..150).map(|i| (f64::from(i % 12), f64::from(i * i % 101))).collect();
        let travel = matrix(&places, Metric::Planar, Decimal::whole(50), &[]);
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
            let travel = matrix(&places, metric, Decimal::whole(50), &[]);
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
        let stated = (place(0), place(1), Leg { metres: 1, minutes: 1 });
        assert!(!matrix(&places, Metric::Planar, Decimal::whole(50), &[stated]).is_metric());
    }

    #[test]
    fn exact_minutes_are_not_rounded_up() {
        let travel = matrix(&[(0.0, 0.0), (3.0, 4.0)], Metric::Planar, Decimal::whole(50), &[]);
        assert_eq!(travel.leg(PlaceId::new(1), PlaceId::new(0)), Leg { metres: 5_000, minutes: 6 });
    }

    #[test]
    fn a_stated_leg_serves_both_ways_unless_both_are_stated() {
        let (there, back) = (Leg { metres: 7, minutes: 3 }, Leg { metres: 9, minutes: 4 });
        let one = matrix(
            &[(0.0, 0.0), (3.0, 4.0)],
            Metric::Planar,
            Decimal::whole(50),
            &[(PlaceId::new(0), PlaceId::new(1), there)],
        );
        assert_eq!(
            (one.leg(PlaceId::new(0), PlaceId::new(1)), one.leg(PlaceId::new(1), PlaceId::new(0))),
            (there, there)
        );
        let both = matrix(
            &[(0.0, 0.0), (3.0, 4.0)],
            Metric::Planar,
            Decimal::whole(50),
            &[(PlaceId::new(0), PlaceId::new(1), there), (PlaceId::new(1), PlaceId::new(0), back)],
        );
        assert_eq!(
            (both.leg(PlaceId::new(0), PlaceId::new(1)), both.leg(PlaceId::new(1), PlaceId::new(0))),
            (there, back)
        );
    }
}
