//! Fills the travel matrix: great circle, plane, and what a table states.

use rayon::prelude::*;

use crate::model::{Leg, PlaceId, TravelMatrix};
use crate::units::{Decimal, Metres, Minutes};

/// How coordinates become metres.
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

/// Radius of the sphere that stands for the earth, in metres.
const MEAN_EARTH_RADIUS: f64 = 6_371_008.8;

/// A leg that a table states, from one place to another.
pub type Stated = (PlaceId, PlaceId, Leg);

/// The matrix between all `places`: the stated legs where there are any (in both directions where only one is
/// stated), else distance by `metric`, rounded to the metre, and time at `speed_kmh`, rounded up to the minute.
pub fn matrix(places: &[(f64, f64)], metric: Metric, speed_kmh: Decimal, stated: &[Stated]) -> TravelMatrix {
    let n = places.len();
    let points: Vec<_> = places.iter().map(|&place| metric.point(place)).collect();
    let pace = Pace::new(speed_kmh);
    let mut legs = vec![Leg::default(); n * n];
    legs.par_chunks_mut(n.max(1)).zip(&points).for_each(|(row, from)| {
        for (leg, to) in row.iter_mut().zip(&points) {
            let metres = metric.metres(from, to);
            *leg = Leg { metres, minutes: pace.minutes(metres) };
        }
    });
    for &(from, to, leg) in stated {
        legs[to * n + from] = leg;
    }
    for &(from, to, leg) in stated {
        legs[from * n + to] = leg;
    }
    TravelMatrix::new(n, legs)
}

impl Metric {
    /// The point whose straight distances give those of a place: on the unit sphere, or in the plane.
    fn point(self, (a, b): (f64, f64)) -> [f64; 3] {
        match self {
            Self::GreatCircle { .. } => {
                let ((north, level), (east, ahead)) = (a.to_radians().sin_cos(), b.to_radians().sin_cos());
                [level * ahead, level * east, north]
            }
            Self::Planar => [a, b, 0.0],
        }
    }

    /// Whole metres between two points. A chord of the unit sphere is twice the square root in the haversine formula.
    fn metres(self, a: &[f64; 3], b: &[f64; 3]) -> Metres {
        let (x, y, z) = (a[0] - b[0], a[1] - b[1], a[2] - b[2]);
        let exact = match self {
            Self::GreatCircle { detour } => {
                let half_chord = (x * x + y * y + z * z).sqrt() / 2.0;
                2.0 * MEAN_EARTH_RADIUS * half_chord.min(1.0).asin() * detour
            }
            Self::Planar => x.hypot(y) * 1_000.0,
        };
        (exact + 0.5) as Metres // cuts off, which is the floor of what is not negative
    }
}

/// Whole minutes for distances at one speed, rounded up.
#[derive(Clone, Copy)]
struct Pace {
    /// Millionths of km/h.
    speed: i64,
    inverse: f64,
}

impl Pace {
    fn new(speed_kmh: Decimal) -> Self {
        Self { speed: speed_kmh.0, inverse: 1.0 / speed_kmh.0 as f64 }
    }

    /// The quotient comes from a product, which is fast but may be off by one, and is then set right.
    fn minutes(self, metres: Metres) -> Minutes {
        let needed = i64::from(metres) * 60 * (Decimal::ONE / 1_000);
        let near = (needed as f64 * self.inverse) as i64;
        if near > i64::from(LONGEST) {
            return LONGEST;
        }
        let floor = near - i64::from(near * self.speed > needed);
        let floor = floor + i64::from((floor + 1) * self.speed <= needed);
        (floor + i64::from(floor * self.speed < needed)) as Minutes
    }
}

/// Minutes of a leg at most, so that sums of legs stay in range.
const LONGEST: Minutes = i32::MAX / 64;

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Distance, Haversine, Point};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn chords_give_the_haversine_distance(
            a in (-90.0..=90.0f64, -180.0..=180.0f64),
            b in (-90.0..=90.0f64, -180.0..=180.0f64),
            near in (-0.01..0.01f64, -0.01..0.01f64),
        ) {
            let metric = Metric::GreatCircle { detour: 1.0 };
            for b in [b, (a.0 + near.0, a.1 + near.1), (-a.0, a.1 + 180.0), a] {
                let expected = Haversine.distance(Point::new(a.1, a.0), Point::new(b.1, b.0));
                let metres = f64::from(metric.metres(&metric.point(a), &metric.point(b)));
                // close to the antipode a float holds the half chord to about a decimetre only, in both formulas
                let rounding = if expected > 20_000_000.0 { 1.0 } else { 0.5001 };
                prop_assert!((metres - expected).abs() <= rounding, "{metres} metres, {expected} by haversine");
            }
        }
    }

    proptest! {
        #[test]
        fn minutes_are_rounded_up(metres in 0..300_000_000i32, speed in 100_000..200_000_000i64, times in 0..5_000i64) {
            // whole numbers of minutes, and a metre more or less, are where rounding shows
            let whole = (times * speed / 60_000) as i32;
            for metres in [metres, whole, whole + 1, (whole - 1).max(0)] {
                let exact = (i128::from(metres) * 60_000 + i128::from(speed) - 1) / i128::from(speed);
                prop_assert_eq!(i128::from(Pace::new(Decimal(speed)).minutes(metres)), exact.min(i128::from(LONGEST)));
            }
        }
    }

    #[test]
    fn a_degree_of_latitude() {
        let places = [(45.0, 5.0), (46.0, 5.0), (45.0, 5.0)];
        let travel = matrix(&places, Metric::GreatCircle { detour: 1.0 }, Decimal::whole(50), &[]);
        // 6 371 008.8 m x pi / 180 = 111 195.08 m; at 50 km/h 133.43 minutes
        assert_eq!(travel.leg(0, 1), Leg { metres: 111_195, minutes: 134 });
        assert_eq!(travel.leg(0, 2), Leg::default(), "the same place");
    }

    #[test]
    fn exact_minutes_are_not_rounded_up() {
        let travel = matrix(&[(0.0, 0.0), (3.0, 4.0)], Metric::Planar, Decimal::whole(50), &[]);
        assert_eq!(travel.leg(1, 0), Leg { metres: 5_000, minutes: 6 });
    }

    #[test]
    fn a_stated_leg_serves_both_ways_unless_both_are_stated() {
        let (there, back) = (Leg { metres: 7, minutes: 3 }, Leg { metres: 9, minutes: 4 });
        let one = matrix(&[(0.0, 0.0), (3.0, 4.0)], Metric::Planar, Decimal::whole(50), &[(0, 1, there)]);
        assert_eq!((one.leg(0, 1), one.leg(1, 0)), (there, there));
        let both =
            matrix(&[(0.0, 0.0), (3.0, 4.0)], Metric::Planar, Decimal::whole(50), &[(0, 1, there), (1, 0, back)]);
        assert_eq!((both.leg(0, 1), both.leg(1, 0)), (there, back));
    }
}
