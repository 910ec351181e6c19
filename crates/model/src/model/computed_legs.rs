//! Legs computed from coordinates whenever they are asked for: for so many places that a matrix would not fit.

use super::{Leg, PlaceId};
use crate::travel::{Metric, MetricPoint, Pace};
use crate::units::{Metres, Minutes};

/// The legs between places in space at one speed, those that a table states apart: a few numbers for each place instead of
/// one leg for each pair.
#[derive(Clone, Debug)]
pub struct ComputedLegs {
    metric: Metric,
    pace: Pace,
    /// The pace in lowest terms, where the numbers are small: minutes are metres x numerator / denominator.
    ratio: Option<(u64, u64)>,
    points: Vec<MetricPoint>,
    /// The places as points in space: on the unit sphere, or in the plane in kilometres.
    space: Vec<[f64; 3]>,
    /// By origin: where its stated legs begin; empty where no leg is stated.
    starts: Vec<u32>,
    /// Destinations, ascending for each origin, and legs.
    stated: Vec<(PlaceId, Leg)>,
}

impl ComputedLegs {
    /// The legs between some places; those that are stated may differ by direction.
    pub fn new(places: &[(f64, f64)], metric: Metric, pace: Pace, stated: &[(PlaceId, PlaceId, Leg)]) -> Self {
        let mut legs = Self {
            metric,
            pace,
            ratio: pace.ratio(),
            points: places.iter().map(|&at| MetricPoint::new(at)).collect(),
            space: places.iter().map(|&at| metric.in_space(at)).collect(),
            starts: Vec::new(),
            stated: Vec::new(),
        };
        legs.state(stated.to_vec());
        legs
    }

    /// Sets the stated legs, of which the last of a pair counts.
    fn state(&mut self, mut rows: Vec<(PlaceId, PlaceId, Leg)>) {
        if rows.is_empty() {
            return;
        }
        rows.reverse();
        rows.sort_by_key(|&(from, to, _)| (from, to));
        rows.dedup_by_key(|&mut (from, to, _)| (from, to));
        self.starts = vec![0; self.points.len() + 1];
        rows.iter().for_each(|(from, ..)| self.starts[from.index() + 1] += 1);
        for place in 0..self.points.len() {
            self.starts[place + 1] += self.starts[place];
        }
        self.stated = rows.into_iter().map(|(_, to, leg)| (to, leg)).collect();
    }

    /// How many places there are.
    pub fn places(&self) -> usize {
        self.points.len()
    }

    /// The stated legs from a place, by destination.
    pub fn stated(&self, from: PlaceId) -> &[(PlaceId, Leg)] {
        let from = from.index();
        match self.starts.get(from..from + 2) {
            Some(&[start, end]) => &self.stated[start as usize..end as usize],
            _ => &[],
        }
    }

    /// The leg from one place to another.
    pub fn leg(&self, from: PlaceId, to: PlaceId) -> Leg {
        let stated = self.stated(from);
        if !stated.is_empty()
            && let Ok(index) = stated.binary_search_by_key(&to, |&(to, _)| to)
        {
            return stated[index].1;
        }
        self.computed(from, to)
    }

    fn computed(&self, from: PlaceId, to: PlaceId) -> Leg {
        let metres = self.metric.metres_in_space(self.space[from], self.space[to]);
        let metres = metres.unwrap_or_else(|| self.metric.between(self.points[from], self.points[to]));
        Leg { metres, minutes: self.minutes(metres) }
    }

    #[inline]
    fn minutes(&self, metres: Metres) -> Minutes {
        match self.ratio {
            Some((numerator, denominator)) => {
                (metres as u64 * numerator).div_ceil(denominator).min(Pace::LONGEST as u64) as Minutes
            }
            None => self.pace.minutes(metres),
        }
    }

    /// The same places in another order.
    #[must_use]
    pub fn reordered(&self, order: &[PlaceId]) -> Self {
        let mut legs = Self {
            points: order.iter().map(|&place| self.points[place]).collect(),
            space: order.iter().map(|&place| self.space[place]).collect(),
            starts: Vec::new(),
            stated: Vec::new(),
            ..*self
        };
        if !self.stated.is_empty() {
            let mut numbers = vec![PlaceId::new(0); self.points.len()];
            PlaceId::enumerate(order).for_each(|(number, &place)| numbers[place] = number);
            let rows = PlaceId::range(self.points.len()).flat_map(|from| {
                let numbers = &numbers;
                self.stated(from).iter().map(move |&(to, leg)| (numbers[from], numbers[to], leg))
            });
            legs.state(rows.collect());
        }
        legs
    }

    /// Where a place lies in space: no leg that is computed is shorter than [`Self::least_metres`] of the distance.
    pub fn in_space(&self, place: PlaceId) -> [f64; 3] {
        self.space[place]
    }

    /// The least metres of a computed leg between two places so far from each other in space, or farther.
    pub fn least_metres(&self, distance: f64) -> Metres {
        self.metric.least_metres(distance)
    }

    /// The least minutes of a computed leg of so many metres, or more.
    pub fn least_minutes(&self, metres: Metres) -> Minutes {
        self.minutes(metres)
    }

    /// The most metres and minutes of any leg, or a little more.
    pub fn longest(&self) -> Leg {
        let bounds = |axis: usize| {
            let ends = self.space.iter().map(|at| at[axis]);
            ends.clone().fold(f64::NEG_INFINITY, f64::max) - ends.fold(f64::INFINITY, f64::min)
        };
        let diagonal = (0..3).map(|axis| bounds(axis).max(0.0).powi(2)).sum::<f64>().sqrt();
        let metres = self.metric.most_metres(diagonal);
        let computed = Leg { metres, minutes: self.minutes(metres) };
        self.stated.iter().fold(computed, |most, (_, leg)| Leg {
            metres: most.metres.max(leg.metres),
            minutes: most.minutes.max(leg.minutes),
        })
    }
}
