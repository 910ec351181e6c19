//! Neighbours by nearness in space, for weeks with so many places that not all pairs of them can be looked at.

use std::collections::BinaryHeap;

use super::neighbours::{NeighbourParams, meets, proximity};
use crate::eval::{CostEvaluator, NearPlaceId, VisitId};
use brigade_model::model::ShiftId;

/// Who is at each place.
pub(super) struct Nearby<'e, 'a> {
    evaluator: &'e CostEvaluator<'a>,
    visits: Vec<Vec<VisitId>>,
    shifts: Vec<Vec<ShiftId>>,
}

impl<'e, 'a> Nearby<'e, 'a> {
    /// Of a week with many places; none of any other.
    pub fn of(evaluator: &'e CostEvaluator<'a>) -> Option<Self> {
        if !evaluator.has_many_places() {
            return None;
        }
        let places = evaluator.visits().iter().map(|visit| visit.place);
        let places = places.chain(evaluator.shift_ids().map(|shift| evaluator.base(shift)));
        let count = places.map(|place| place.index() + 1).max().unwrap_or(0);
        let (mut visits, mut shifts) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        evaluator.visit_ids().for_each(|visit| visits[evaluator.visit(visit).place].push(visit));
        evaluator.shift_ids().for_each(|shift| shifts[evaluator.base(shift)].push(shift));
        Some(Self { evaluator, visits, shifts })
    }

    /// The nearest visits that share an allowed shift with a visit, by [`proximity`], the nearest first: exactly those where
    /// they are among the first `seen` by the way alone, beyond which none is looked at.
    pub fn visits(&self, params: &NeighbourParams, visit: VisitId) -> Vec<VisitId> {
        let evaluator = self.evaluator;
        let place = evaluator.visit(visit).place;
        if params.nearest == 0 || evaluator.allowed_bits(visit).iter().all(|&word| word == 0) {
            return Vec::new();
        }
        let mut nearest: BinaryHeap<(i64, VisitId)> = BinaryHeap::new();
        let (mut stated, mut seen) = (Vec::<NearPlaceId>::new(), 0);
        for (other, leg) in evaluator.nearest_places(place).into_iter().flatten() {
            let least = i64::from(leg.metres) + params.minute * i64::from(leg.minutes);
            let is_full = nearest.len() == params.nearest;
            if seen > params.seen || (is_full && nearest.peek().is_some_and(|&(most, _)| least > most)) {
                break;
            }
            let Some(there) = self.visits.get(other.index()) else { continue };
            if stated.contains(&other) {
                continue;
            }
            if leg == Default::default() {
                stated.push(other);
            }
            seen += there.len();
            for &near in there.iter().filter(|&&near| meets(evaluator, visit, near)) {
                nearest.push((proximity(evaluator, params, visit, near), near));
                if nearest.len() > params.nearest {
                    nearest.pop();
                }
            }
        }
        nearest.into_sorted_vec().into_iter().map(|(_, visit)| visit).collect()
    }

    /// The allowed shifts of a visit that begin at the bases nearest to it, ascending.
    pub fn shifts(&self, params: &NeighbourParams, visit: VisitId) -> Vec<u32> {
        let evaluator = self.evaluator;
        let mut near: Vec<u32> = Vec::new();
        if evaluator.allowed_bits(visit).iter().all(|&word| word == 0) {
            return near;
        }
        let mut stated: Vec<NearPlaceId> = Vec::new();
        for (base, leg) in evaluator.nearest_places(evaluator.visit(visit).place).into_iter().flatten() {
            if near.len() >= params.shifts {
                break;
            }
            let Some(there) = self.shifts.get(base.index()).filter(|there| !there.is_empty()) else { continue };
            if stated.contains(&base) {
                continue;
            }
            if leg == Default::default() {
                stated.push(base);
            }
            near.extend(
                there.iter().filter(|&&shift| evaluator.allowed(visit, shift)).map(|shift| shift.index() as u32),
            );
        }
        near.sort_unstable();
        near
    }
}
