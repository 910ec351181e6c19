//! Recreate: greedy insertion with blinks (Christiaens, Vanden Berghe 2020).

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use smallvec::{SmallVec, smallvec};

use super::Neighbours;
use super::insertion::{InsertionCache, best_insertion, best_insertion_near, insert};
use super::params::{InsertionOrder, RecreateParams};
use super::regret::nearest_shifts;
use super::synchronised::{best_crew, best_crew_of_site, best_day, insert_synchronised};
use crate::eval::{VisitId, WorkingPlan};
use brigade_model::model::{JobId, ShiftId};
use brigade_model::units::Money;

/// Context of the recreate step.
pub struct Recreate<'r> {
    /// Neighbours and allowed shifts of visits.
    pub neighbours: &'r Neighbours,
    /// Cached best positions.
    pub cache: &'r mut InsertionCache,
    /// The random number generator.
    pub rng: &'r mut Xoshiro256PlusPlus,
    /// Its parameters.
    pub params: &'r RecreateParams,
    /// Share of shifts skipped.
    pub blink: f64,
    /// Whether routes are so long that positions next to neighbours and in empty shifts are evaluated first.
    pub neighbours_first: bool,
}

impl Recreate<'_> {
    /// Inserts visits one by one, each at its cheapest position; those that cost more planned than unassigned stay
    /// unassigned, where to be unassigned also costs what the jobs that wait for them lose.
    pub fn run(&mut self, plan: &mut WorkingPlan<'_>, mut visits: Vec<VisitId>, order: InsertionOrder) {
        self.sort(plan, &mut visits, order);
        for visit in visits {
            self.insert(plan, visit);
        }
    }

    fn sort(&mut self, plan: &WorkingPlan<'_>, visits: &mut [VisitId], order: InsertionOrder) {
        let evaluator = plan.evaluator();
        visits.shuffle(self.rng);
        match order {
            InsertionOrder::Random => {}
            InsertionOrder::Dearest => visits.sort_by_key(|&visit| -evaluator.visit(visit).unassigned_penalty),
            InsertionOrder::Longest => visits.sort_by_key(|&visit| -evaluator.visit(visit).duration),
            InsertionOrder::Tightest => visits.sort_by_key(|&visit| self.neighbours.shifts(visit).len()),
            InsertionOrder::Farthest => visits.sort_by_key(|&visit| -self.neighbours.remoteness(visit)),
        }
    }

    /// Inserts a visit, together with those that must or should be planned with it.
    pub fn insert(&mut self, plan: &mut WorkingPlan<'_>, visit: VisitId) {
        if plan.is_planned(visit) {
            return;
        }
        let evaluator = plan.evaluator();
        let own = evaluator.visit(visit);
        let Self { neighbours, rng, params, blink, .. } = self;
        let synchronised = &params.synchronised;
        let worth = lost_without(plan, own.job);
        let bound = if own.pinned { Money::MAX } else { worth };
        if evaluator.is_joint(own.job) {
            let mut skip = |_| rng.random_bool(*blink);
            let may = |crew| neighbours.reaches(crew);
            if let Some(day) = best_day(plan, synchronised, own.job, bound, &mut skip, &may) {
                insert_synchronised(plan, &day);
            }
            if !own.pinned || plan.is_planned(visit) {
                return;
            }
        }
        if evaluator.limits_crews() && !own.pinned && self.insert_site(plan, visit, worth) {
            return;
        }
        let Self { neighbours, cache, rng, params, blink, .. } = self;
        let visits = evaluator.visits_of(own.job);
        let whole = visits.len() > 1 && visits.iter().all(|&other| !plan.is_planned(other));
        if whole && rng.random_bool(params.whole_jobs) {
            let mut skip = |crew| rng.random_bool(*blink) || !neighbours.reaches(crew);
            if let Some(crew) = best_crew(plan, &params.synchronised, own.job, worth, &mut skip) {
                insert_synchronised(plan, &crew);
                return;
            }
        }
        let mut skip = || rng.random_bool(*blink);
        let (symmetry, all) = (neighbours.symmetry(), neighbours.shifts(visit));
        let mut place = None;
        if self.neighbours_first {
            place = best_insertion_near(plan, neighbours.nearest(visit), visit, bound, &mut skip);
            let bound = place.map_or(bound, |place| place.delta);
            let empty = neighbours.empty_shifts(plan, visit);
            place = best_insertion(plan, cache, symmetry, visit, empty, bound, &mut skip).or(place);
        } else if all.len() > params.max_shifts {
            let near = near_shifts(plan, neighbours, visit).into_iter();
            place = best_insertion(plan, cache, symmetry, visit, near, bound, &mut skip);
        }
        let place = place.or_else(|| best_insertion(plan, cache, symmetry, visit, all, bound, &mut skip));
        if let Some(place) = place {
            insert(plan, visit, &place);
        }
    }
}

impl Recreate<'_> {
    /// Inserts all visits of a site that one crew must do, where none of them is planned and there is a crew for all.
    fn insert_site(&mut self, plan: &mut WorkingPlan<'_>, visit: VisitId, bound: Money) -> bool {
        let evaluator = plan.evaluator();
        let visits = evaluator.visits_of_one_crew(visit);
        let free = |&other: &VisitId| {
            let own = evaluator.visit(other);
            !plan.is_planned(other) && !own.pinned && !evaluator.is_joint(own.job) && self.neighbours.moves(other)
        };
        if visits.len() < 2 || !visits.iter().all(free) {
            return false;
        }
        let Self { neighbours, cache, rng, params, blink, .. } = self;
        let mut skip = |crew| rng.random_bool(*blink) || !neighbours.reaches(crew);
        let found = best_crew_of_site(plan, cache, &params.synchronised, visits, bound, &mut skip);
        found.inspect(|crew| insert_synchronised(plan, crew)).is_some()
    }
}

/// What is lost besides while a job is left out: the penalties of the visits left out of jobs that wait for it, or for one
/// linked with it, at once or after others, and of those linked with them.
fn lost_without(plan: &WorkingPlan<'_>, job: JobId) -> Money {
    let evaluator = plan.evaluator();
    let mut reached: SmallVec<[JobId; 8]> = smallvec![job];
    reached.extend(evaluator.linked(job).iter().copied().filter(|&other| other != job));
    let (own, mut next) = (reached.len(), 0);
    while let Some(&before) = reached.get(next) {
        next += 1;
        for &waiting in evaluator.successors(before) {
            for &other in evaluator.linked(waiting).iter().chain([&waiting]) {
                if !reached.contains(&other) {
                    reached.push(other);
                }
            }
        }
    }
    let visits = reached[own..].iter().flat_map(|&waiting| evaluator.visits_of(waiting));
    let left_out = visits.filter(|&&visit| !plan.is_planned(visit));
    left_out.map(|&visit| evaluator.visit(visit).unassigned_penalty).sum()
}

/// The shifts of a visit's neighbours, its preferred shifts and the empty ones, each once.
fn near_shifts(plan: &WorkingPlan<'_>, neighbours: &Neighbours, visit: VisitId) -> Vec<ShiftId> {
    let mut shifts = nearest_shifts(plan, neighbours, visit);
    shifts.extend(neighbours.empty_shifts(plan, visit));
    shifts.sort_unstable();
    shifts.dedup();
    shifts
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::solve;
    use crate::stop::StoppingCriterion;
    use brigade_model::model::Sketch;
    use brigade_model::units::Decimal;

    /// Another firm would do the roof for less than the way there costs, but the gutter, which waits for it, would be left
    /// out then.
    #[test]
    fn a_job_is_done_for_those_that_wait_for_it() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        for site in 0..8 {
            sketch.site(&format!("farm{site}"), (60.0 + f64::from(site), 4.0));
            let roof = sketch.job(&format!("roof{site}"), 60);
            roof.subcontract = Some(Decimal::whole(1));
            sketch.job(&format!("gutter{site}"), 30).after = vec![JobId::new(2 * site as usize)];
        }
        let instance = sketch.instance();
        let stop = StoppingCriterion::new(Instant::now(), None, Some(1));
        let options = solve::SolveOptions { threads: 1, ..solve::SolveOptions::default() };
        let plan = solve::solve(&instance, &options, &stop, &|_| {}).plan;
        let jobs = plan.routes.iter().flat_map(|route| &route.visits).count();
        assert_eq!(jobs, 16, "{plan:?}");
    }
}
