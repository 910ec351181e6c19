//! Distance conventions of public sets: the cost and the travel time of an edge, and the integer units in which brigade
//! counts them.

use crate::error::{InvalidInput, Issue};
use crate::files::public::Routing;
use crate::model::Leg;
use crate::units::{Metres, Minutes};

/// The distance convention of a public set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Euclidean in double precision, costs and times.
    Doubles,
    /// Euclidean truncated to one decimal, costs and times.
    Tenths,
    /// Costs are 1000 x Euclidean, rounded per edge; times are in double precision.
    Thousandths,
}

/// A convention with the integer units of an instance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Convention {
    /// The measure.
    pub measure: Measure,
    /// Distance units per unit of the file.
    pub length: f64,
    /// Time units per unit of the file.
    pub time: f64,
}

/// The finest unit: rounding to it changes the length of a plan by less than the decimals that lists state.
const FINEST: f64 = 10_000.0;
/// Times on the clock of the search, at most: far from what it takes for later than any time.
const LATEST: f64 = (1 << 26) as f64;
/// Lengths of legs, at most: a route of 200 such legs is still in range.
const LONGEST: f64 = (i32::MAX / 200) as f64;
/// Tolerance of floating-point arithmetic, units.
pub const NOISE: f64 = 1e-6;

impl Convention {
    /// The finest units, powers of ten, in which a problem can be counted. An error where it is too large for a
    /// measure of fixed units.
    pub fn of(measure: Measure, routing: &Routing, file: &str) -> Result<Self, InvalidInput> {
        let places: Vec<_> = routing.depots.iter().chain(&routing.customers).map(|node| node.at).collect();
        let span = |pick: fn(&(f64, f64)) -> f64| {
            let most = places.iter().map(pick).fold(f64::MIN, f64::max);
            most - places.iter().map(pick).fold(f64::MAX, f64::min)
        };
        let longest = span(|at| at.0).hypot(span(|at| at.1));
        let latest = routing.depots.iter().map(|depot| depot.close).fold(longest, f64::max);
        let finest = |value: f64, most: f64| {
            let mut units = FINEST;
            while units > 1.0 && units * value > most {
                units /= 10.0;
            }
            units
        };
        let own = Self { measure, length: finest(longest, LONGEST), time: finest(latest, LATEST) };
        let convention = match measure {
            Measure::Doubles => own,
            Measure::Tenths => Self { length: 10.0, time: 10.0, ..own },
            Measure::Thousandths => Self { length: 1_000.0, ..own },
        };
        if longest * convention.length > LONGEST || latest * convention.time > LATEST {
            let advice =
                "places lie too far apart, or times are too late, to be counted in the units of this objective";
            return Err(InvalidInput::of(Issue::error(file.into(), None, "", String::new(), advice)));
        }
        Ok(convention)
    }

    /// The leg between two places in units. Times of doubles are rounded up, so that a plan that keeps its times in
    /// units keeps them exactly.
    pub fn leg(&self, from: (f64, f64), to: (f64, f64)) -> Leg {
        let straight = straight(from, to);
        let metres = match self.measure {
            Measure::Tenths => (straight * self.length).floor(),
            _ => (straight * self.length).round(),
        };
        let minutes = match self.measure {
            Measure::Tenths => (straight * self.time).floor() as Minutes,
            _ => self.no_less(straight),
        };
        Leg { metres: metres as Metres, minutes }
    }

    /// A time in units, rounded up: earliest times and durations.
    pub fn no_less(&self, time: f64) -> Minutes {
        no_less(time, self.time)
    }

    /// A time in units, rounded down: latest times and limits; those after the end of time are that.
    pub fn no_more(&self, time: f64) -> Minutes {
        no_more(time, self.time).min(LATEST as Minutes)
    }

    /// A number of units of time in the unit of the file.
    pub fn time_of(&self, units: Minutes) -> f64 {
        f64::from(units) / self.time
    }

    /// The cost of a route through some places, under the convention.
    pub fn cost(&self, places: &[(f64, f64)]) -> f64 {
        let edges = places.windows(2).map(|edge| (edge[0], edge[1]));
        match self.measure {
            Measure::Doubles => edges.map(|(from, to)| straight(from, to)).sum(),
            Measure::Tenths => edges.map(|(from, to)| f64::from(self.leg(from, to).metres)).sum::<f64>() / 10.0,
            Measure::Thousandths => edges.map(|(from, to)| f64::from(self.leg(from, to).metres)).sum(),
        }
    }

    /// A lower bound, under the convention, on the cost of plans of at most `edges` edges that are at least `units` long.
    pub fn cost_of(&self, units: f64, edges: usize) -> f64 {
        match self.measure {
            Measure::Doubles => (units - 0.5 * edges as f64) / self.length,
            Measure::Tenths => units / 10.0,
            Measure::Thousandths => units,
        }
    }
}

impl Measure {
    /// Decimals of reported costs.
    pub fn decimals(self) -> usize {
        match self {
            Self::Doubles => 4,
            Self::Tenths => 1,
            Self::Thousandths => 0,
        }
    }
}

/// A time in so many units, rounded up.
pub fn no_less(time: f64, units: f64) -> Minutes {
    (time * units - NOISE).ceil() as Minutes
}

/// A time in so many units, rounded down.
pub fn no_more(time: f64, units: f64) -> Minutes {
    (time * units + NOISE).floor() as Minutes
}

/// Euclidean length of a tour from a depot to some places and back.
pub fn tour_length(depot: (f64, f64), places: impl Iterator<Item = (f64, f64)>) -> f64 {
    let all: Vec<_> = [depot].into_iter().chain(places).chain([depot]).collect();
    all.windows(2).map(|leg| straight(leg[0], leg[1])).sum()
}

/// Euclidean distance.
pub fn straight(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (x, y) = (from.0 - to.0, from.1 - to.1);
    (x * x + y * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(measure: Measure) -> Convention {
        Convention { measure, length: if measure == Measure::Tenths { 10.0 } else { 1_000.0 }, time: 10.0 }
    }

    #[test]
    fn each_measure_rounds_in_its_own_way() {
        let diagonal = ((0.0, 0.0), (1.0, 1.0));
        let leg = |measure| of(measure).leg(diagonal.0, diagonal.1);
        assert_eq!(leg(Measure::Tenths), Leg { metres: 14, minutes: 14 });
        assert_eq!(leg(Measure::Doubles), Leg { metres: 1_414, minutes: 15 });
        assert_eq!(leg(Measure::Thousandths), Leg { metres: 1_414, minutes: 15 });
        assert_eq!(of(Measure::Doubles).leg((0.0, 0.0), (3.0, 4.0)).minutes, 50, "whole lengths stay");
        let there_and_back = [diagonal.0, diagonal.1, diagonal.0];
        assert_eq!(of(Measure::Tenths).cost(&there_and_back), 2.8);
        assert!((of(Measure::Doubles).cost(&there_and_back) - 8.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn times_never_gain_by_rounding() {
        let convention = of(Measure::Doubles);
        assert_eq!((convention.no_less(0.41), convention.no_more(0.49)), (5, 4));
        assert_eq!((convention.no_less(4.1), convention.no_more(4.1)), (41, 41), "tenths are exact");
    }
}
