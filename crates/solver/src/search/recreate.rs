//! Putting visits that are left out back where they cost least.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::Neighbours;
use super::bundle::{best_crew, best_day, insert_bundle};
use super::insertion::{InsertionCache, best_beside, best_insertion, insert};
use crate::eval::{VisitId, WorkingPlan};
use brigade_model::model::ShiftId;

/// In which order visits are put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By chance.
    Random,
    /// The dearest to leave out first.
    Dearest,
    /// The longest first.
    Longest,
    /// Those with the fewest allowed shifts first.
    Tightest,
    /// The farthest from any base first.
    Farthest,
}

/// How often all visits of a job are given to one crew at once rather than one by one.
const BUNDLED: f64 = 0.7;

/// Where visits are looked up while they are put back.
pub struct Recreate<'r> {
    /// Who may stand where.
    pub neighbours: &'r Neighbours,
    /// Best positions known.
    pub cache: &'r mut InsertionCache,
    /// Chance.
    pub rng: &'r mut Xoshiro256PlusPlus,
    /// Share of shifts passed over, so that not always the same place is found (Christiaens, Vanden Berghe 2020: 0.01).
    pub blink: f64,
    /// Allowed shifts of a visit above which those near it are tried first, and the others only if none of these will
    /// do.
    pub most_shifts: usize,
    /// Whether routes are so long that a visit is tried beside its neighbours and in empty shifts first.
    pub beside: bool,
}

impl Recreate<'_> {
    /// Puts visits back one after the other, each where it is cheapest; those that cost more planned than left out
    /// stay out.
    pub fn run(&mut self, plan: &mut WorkingPlan<'_>, mut visits: Vec<VisitId>, order: Order) {
        self.sort(plan, &mut visits, order);
        for visit in visits {
            self.place(plan, visit);
        }
    }

    fn sort(&mut self, plan: &WorkingPlan<'_>, visits: &mut [VisitId], order: Order) {
        let evaluator = plan.evaluator();
        visits.shuffle(self.rng);
        match order {
            Order::Random => {}
            Order::Dearest => visits.sort_by_key(|&visit| -evaluator.visit(visit).missing),
            Order::Longest => visits.sort_by_key(|&visit| -evaluator.visit(visit).duration),
            Order::Tightest => visits.sort_by_key(|&visit| self.neighbours.shifts(visit).len()),
            Order::Farthest => visits.sort_by_key(|&visit| -self.neighbours.remoteness(visit)),
        }
    }

    /// Puts a visit back, with those that it can only or should best be planned with.
    pub fn place(&mut self, plan: &mut WorkingPlan<'_>, visit: VisitId) {
        if plan.is_planned(visit) {
            return;
        }
        let evaluator = plan.evaluator();
        let own = evaluator.visit(visit);
        let Self { neighbours, cache, rng, blink, .. } = self;
        if evaluator.terms(own.job).together.is_some() {
            let bound = if own.pinned { i64::MAX } else { 0 };
            if let Some(bundle) =
                best_day(plan, own.job, bound, &mut |_| rng.random_bool(*blink), &|crew| neighbours.reaches(crew))
            {
                insert_bundle(plan, &bundle);
            }
            if !own.pinned || plan.is_planned(visit) {
                return;
            }
        }
        let visits = evaluator.visits_of(own.job);
        let whole = visits.len() > 1 && visits.iter().all(|&other| !plan.is_planned(other));
        if whole
            && rng.random_bool(BUNDLED)
            && let Some(bundle) =
                best_crew(plan, own.job, 0, &mut |crew| rng.random_bool(*blink) || !neighbours.reaches(crew))
        {
            insert_bundle(plan, &bundle);
            return;
        }
        let bound = if own.pinned { i64::MAX } else { 0 };
        let mut skip = || rng.random_bool(*blink);
        let (twins, all) = (neighbours.twins(), neighbours.shifts(visit));
        let mut place = None;
        if self.beside {
            place = best_beside(plan, neighbours.near(visit), visit, bound, &mut skip);
            let bound = place.map_or(bound, |place| place.delta);
            let empty = neighbours.empty_shifts(plan, visit);
            place = best_insertion(plan, cache, twins, visit, empty, bound, &mut skip).or(place);
        } else if all.len() > self.most_shifts {
            let near = near_shifts(plan, neighbours, visit).into_iter();
            place = best_insertion(plan, cache, twins, visit, near, bound, &mut skip);
        }
        let place = place.or_else(|| best_insertion(plan, cache, twins, visit, all, bound, &mut skip));
        if let Some(place) = place {
            insert(plan, visit, &place);
        }
    }
}

/// The shifts of a visit's neighbours, those that suit it best whoever is there and the empty ones, each once.
fn near_shifts(plan: &WorkingPlan<'_>, neighbours: &Neighbours, visit: VisitId) -> Vec<ShiftId> {
    let beside = neighbours.near(visit).iter().filter_map(|&other| plan.spot(other).shift());
    let beside = beside.filter(|&shift| plan.evaluator().allowed(visit, shift));
    let empty = neighbours.empty_shifts(plan, visit);
    let mut shifts: Vec<ShiftId> = beside.chain(neighbours.suited(visit)).chain(empty).collect();
    shifts.sort_unstable();
    shifts.dedup();
    shifts
}
