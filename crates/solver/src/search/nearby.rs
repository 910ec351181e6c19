//! Neighbours by nearness in space, for weeks with so many places that not all pairs of them can be looked at.

use std::collections::BinaryHeap;

use super::neighbours::{NeighbourParams, meets, proximity};
use crate::eval::{CostEvaluator, NearPlaceId, VisitId};
use brigade_model::model::{Leg, ShiftId};

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
            if leg == Leg::default() {
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
        for base in evaluator.nearest_bases(evaluator.visit(visit).place).into_iter().flatten() {
            if near.len() >= params.shifts {
                break;
            }
            let Some(there) = self.shifts.get(base.index()) else { continue };
            near.extend(
                there.iter().filter(|&&shift| evaluator.allowed(visit, shift)).map(|shift| shift.index() as u32),
            );
        }
        near.sort_unstable();
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Neighbours;
    use brigade_model::model::{Instance, PlaceId, SiteId, Sketch, Speed};
    use brigade_model::rules::RULES;
    use brigade_model::travel::{MOST_TABULATED, Metric, Pace, matrix};
    use brigade_model::units::Decimal;

    /// A week of 240 jobs and four crews whose legs are computed, for most sites have no work, or kept in a table.
    fn week(computed: bool) -> Instance {
        let mut sketch = Sketch::new();
        for (index, at) in [(0.0, 0.0), (40.0, 3.0), (7.0, 44.0), (40.0, 40.0)].into_iter().enumerate() {
            sketch.crew(&format!("crew{index}"), at);
        }
        for index in 0..240_usize {
            let at = ((index * 37 % 101) as f64 / 2.0, (index * index % 97) as f64 / 2.0);
            sketch.site(&format!("site{index}"), at);
            let job = sketch.job(&format!("job{index}"), 30);
            (job.open, job.close) = [(None, None), (Some(480), Some(600)), (Some(840), None)][index % 3];
            job.site = SiteId::new(index);
        }
        for site in 240..if computed { MOST_TABULATED } else { 240 } {
            sketch.site(&format!("empty{site}"), ((site % 60) as f64, 100.0));
        }
        let mut instance = sketch.instance();
        let sites = instance.sites.iter().map(|site| site.at);
        let places: Vec<_> = sites.chain(instance.crews.iter().map(|crew| crew.at)).collect();
        let stated = [(PlaceId::new(3), PlaceId::new(200), (100, 10_i128.pow(24)))];
        let pace = Pace { speed_kmh: Decimal::whole(50), speed: Speed::ONE };
        instance.travel = matrix(&places, Metric::Planar, pace, &stated).into();
        instance
    }

    #[test]
    fn neighbours_in_space_are_those_among_all_pairs() {
        let instances = [true, false].map(week);
        let evaluators = instances.each_ref().map(|instance| CostEvaluator::new(instance, RULES));
        assert_eq!(evaluators.each_ref().map(CostEvaluator::has_many_places), [true, false]);
        let params = NeighbourParams { nearest: 12, seen: usize::MAX, ..NeighbourParams::default() };
        let neighbours = evaluators.each_ref().map(|evaluator| Neighbours::new(evaluator, &params));
        let found = |which: usize, visit: VisitId| {
            let far = |&other: &VisitId| proximity(&evaluators[which], &params, visit, other);
            let near = neighbours[which].nearest(visit).iter().map(far).collect::<Vec<_>>();
            let shifts = neighbours[which].shifts(visit).collect::<Vec<_>>();
            (near, evaluators[which].access(visit), shifts, neighbours[which].remoteness(visit))
        };
        for job in instances[0].job_ids() {
            let [in_space, among_all] = [0, 1].map(|which: usize| found(which, evaluators[which].visits_of(job)[0]));
            assert_eq!(in_space, among_all, "{job:?}");
        }
    }

    #[test]
    fn only_shifts_of_near_bases_are_kept() {
        let instance = week(true);
        let evaluator = CostEvaluator::new(&instance, RULES);
        let params = NeighbourParams { shifts: 3, ..NeighbourParams::default() };
        let neighbours = Neighbours::new(&evaluator, &params);
        assert!(neighbours.is_limited());
        for visit in evaluator.visit_ids() {
            let place = evaluator.visit(visit).place;
            let allowed: Vec<_> = evaluator.shift_ids().filter(|&shift| evaluator.allowed(visit, shift)).collect();
            let metres = |shift: ShiftId| i64::from(evaluator.leg(evaluator.base(shift), place).metres);
            assert!(neighbours.shifts(visit).all(|shift| metres(shift) == neighbours.remoteness(visit)));
            assert_eq!(neighbours.all_shifts(&evaluator, visit), allowed);
            assert!(neighbours.shifts(visit).len() < allowed.len());
        }
    }
}
