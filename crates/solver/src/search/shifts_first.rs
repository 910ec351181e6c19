//! Few shifts first, then low cost: for where using a shift costs more than any drive.

use rand::RngExt;

use super::annealing::{acceptance_threshold, temperature};
use super::lns::LnsState;
use super::metaheuristic::{Improvements, Metaheuristic};
use super::neighbours::Neighbours;
use super::solution::Solution;
use crate::eval::{VisitId, fewest_shifts};
use brigade_model::model::ShiftId;

/// Closes one shift after the other for as long as the rest takes all visits, then anneals (fleet minimization with absence
/// counters: Christiaens, Vanden Berghe 2020).
pub struct ShiftsFirst<'a, 'n> {
    lns: LnsState<'a, 'n>,
    /// Cost units of a temperature of 1: the mean travel cost of a visit.
    scale: f64,
    /// The search for fewer shifts; none once it is over.
    reduction: Option<Reduction>,
    /// The share of the search at which annealing began.
    annealing_from: f64,
}

/// The state of the search for fewer shifts.
struct Reduction {
    /// Neighbours and allowed shifts before any was closed.
    all: Neighbours,
    closed: Vec<bool>,
    /// How often each visit was left out; from 1, so that fewer visits are better than more at first.
    absences: Vec<u64>,
    /// The same, summed over the visits now left out.
    absent: u64,
    /// No plan has fewer shifts.
    fewest: usize,
}

impl<'a, 'n> ShiftsFirst<'a, 'n> {
    /// Goes on from a state.
    pub fn new(lns: LnsState<'a, 'n>) -> Self {
        let evaluator = lns.plan().evaluator();
        let mut reduction = Reduction {
            all: lns.neighbours().clone(),
            closed: vec![false; evaluator.shifts()],
            absences: vec![1; evaluator.visits().len()],
            absent: 0,
            fewest: fewest_shifts(evaluator.instance()),
        };
        let scale = lns.mean_travel_cost();
        let mut lns = lns.strict();
        reduction.restart(&mut lns);
        Self { lns, scale, reduction: Some(reduction), annealing_from: 0.0 }
    }

    /// An iteration of annealing. What a shift costs would pay for breaking rules in a plan with fewer of them, so that such a
    /// plan is accepted only where it breaks none.
    fn anneal(&mut self, progress: f64) {
        let lns = &mut self.lns;
        let params = lns.params();
        let temperature = self.scale * temperature(params.initial_temperature, params.final_temperature, progress);
        let (used, seed) = (lns.best().extent().1, lns.any_visit());
        lns.step_if(seed, params.descents, |rng, plan, before| {
            (plan.routes().extent().1 >= used || plan.is_feasible())
                && (plan.penalised().0 as f64) < acceptance_threshold(rng, before, temperature)
        });
    }

    /// Ends the search for fewer shifts: what follows may use all of them again.
    fn finish_reduction(&mut self, progress: f64) {
        let Some(reduction) = self.reduction.take() else { return };
        let lns = &mut self.lns;
        let best = lns.best().clone();
        lns.stay_within(reduction.all);
        lns.load_plan(&best);
        lns.set_penalties(lns.plan().evaluator().usual_penalties());
        self.annealing_from = progress;
    }
}

impl Metaheuristic for ShiftsFirst<'_, '_> {
    fn iterate(&mut self, progress: f64) {
        if let Some(reduction) = &mut self.reduction {
            let params = &self.lns.params().reduction;
            let share = progress / params.share;
            let temperature = self.scale * temperature(params.initial_temperature, params.final_temperature, share);
            if share < 1.0 && reduction.iterate(&mut self.lns, temperature) {
                return;
            }
            self.finish_reduction(progress);
        }
        let left = (1.0 - self.annealing_from).max(f64::MIN_POSITIVE);
        self.anneal(((progress - self.annealing_from) / left).clamp(0.0, 1.0));
    }

    fn best(&self) -> &Solution {
        self.lns.best()
    }

    fn current(&self) -> Solution {
        Solution::of(self.lns.plan())
    }

    fn adopt(&mut self, solution: &Solution) {
        self.lns.load_plan(solution);
        if let Some(reduction) = &mut self.reduction {
            reduction.restart(&mut self.lns);
        }
    }

    fn improvements(&self) -> Improvements {
        [("shifts-first", self.lns.improvements())].into()
    }
}

impl Reduction {
    /// Closes all empty shifts of a plan.
    fn restart(&mut self, lns: &mut LnsState<'_, '_>) {
        for (shift, closed) in ShiftId::enumerate(&mut self.closed) {
            *closed = lns.plan().route(shift).is_empty();
        }
        self.enforce(lns);
    }

    /// Keeps visits out of closed shifts.
    fn enforce(&mut self, lns: &mut LnsState<'_, '_>) {
        lns.stay_within(self.all.without(lns.plan().evaluator(), |shift| self.closed[shift.index()]));
        self.absent = self.absences_of(&lns.left_out());
    }

    fn absences_of(&self, visits: &[VisitId]) -> u64 {
        visits.iter().map(|&visit| self.absences[visit.index()]).sum()
    }

    /// One iteration; false where there can't be fewer shifts.
    fn iterate(&mut self, lns: &mut LnsState<'_, '_>, temperature: f64) -> bool {
        let mut left_out = lns.left_out();
        if left_out.is_empty() {
            let used = lns.plan().routes().extent().1;
            if used <= self.fewest || !self.close_one(lns) {
                return false;
            }
            left_out = lns.left_out();
        }
        let around_left_out = lns.params().reduction.around_left_out;
        let seed = if lns.rng().random_bool(around_left_out) && !left_out.is_empty() {
            left_out[lns.rng().random_range(0..left_out.len())]
        } else {
            lns.any_visit()
        };
        lns.step_with_all(seed, |rng, plan, before| {
            let absent: Vec<VisitId> = self.all.visits().iter().copied().filter(|&v| !plan.is_planned(v)).collect();
            let sum = self.absences_of(&absent);
            let kept = if sum == self.absent {
                (plan.penalised().0 as f64) < acceptance_threshold(rng, before, temperature)
            } else {
                sum < self.absent
            };
            if kept {
                left_out.clone_from(&absent);
            }
            absent.iter().for_each(|&visit| self.absences[visit.index()] += 1);
            self.absent = self.absences_of(&left_out);
            kept
        });
        true
    }

    /// Closes the shift whose visits were left out least often; false where pins hold visits in all of them.
    fn close_one(&mut self, lns: &mut LnsState<'_, '_>) -> bool {
        let evaluator = lns.plan().evaluator();
        let free = |&shift: &ShiftId| {
            let route = lns.plan().route(shift);
            !route.is_empty() && !route.iter().any(|&visit| evaluator.visit(visit).pinned)
        };
        let used = evaluator.shift_ids().filter(free);
        let Some(shift) = used.min_by_key(|&shift| self.absences_of(lns.plan().route(shift))) else { return false };
        self.closed[shift.index()] = true;
        lns.empty(shift);
        self.enforce(lns);
        true
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;
    use crate::eval::CostEvaluator;
    use crate::search::{NeighbourParams, SearchParams};
    use brigade_model::model::{SiteId, Sketch};
    use brigade_model::rules::RULES;
    use brigade_model::units::Decimal;

    /// Six tasks at fixed times for four crews, and the fewest crews that can do them: two, both of which must take turns.
    fn fixed_tasks() -> Sketch {
        let mut sketch = Sketch::new();
        sketch.parts.settings.days = 1;
        for crew in ["ada", "bob", "eve", "kim"] {
            sketch.crew(crew, (0.0, 0.0)).cost_day = Decimal::whole(500);
        }
        for index in 0..6 {
            sketch.site(&format!("site{index}"), (0.0, 0.0));
            let job = sketch.job(&format!("job{index}"), 60);
            let start = 480 + 60 * (index / 2);
            (job.open, job.close) = (Some(start), Some(start));
            sketch.parts.jobs[index as usize].site = SiteId::new(index as usize);
        }
        sketch
    }

    #[test]
    fn shifts_are_closed_for_as_long_as_the_rest_takes_all() {
        let instance = fixed_tasks().instance();
        let evaluator = CostEvaluator::new(&instance, RULES);
        let neighbours = Neighbours::new(&evaluator, &NeighbourParams::default());
        let scattered = fixed_tasks().plan(&[(0, 0, &[0, 2]), (1, 0, &[1]), (2, 0, &[3, 5]), (3, 0, &[4])]);
        let start = Solution::from_plan(&evaluator, &scattered);
        assert_eq!(start.extent(), (6, 4));
        let params = SearchParams::default();
        let lns = LnsState::new(&evaluator, &neighbours, &params, &start, Xoshiro256PlusPlus::seed_from_u64(1));
        let mut search = ShiftsFirst::new(lns);
        (0..200).for_each(|index| search.iterate(f64::from(index) / 200.0));
        assert_eq!(search.best().extent(), (6, 2));
        assert!(search.reduction.is_none(), "no plan has fewer, and the search for one is over");
    }

    #[test]
    fn nothing_is_planned_in_a_closed_shift() {
        let instance = fixed_tasks().instance();
        let evaluator = CostEvaluator::new(&instance, RULES);
        let all = Neighbours::new(&evaluator, &NeighbourParams::default());
        let closed = ShiftId::new(1);
        let rest = all.without(&evaluator, |shift| shift == closed);
        for visit in evaluator.visit_ids() {
            assert_eq!((all.shifts(visit).len(), rest.shifts(visit).len()), (4, 3));
            assert!(rest.shifts(visit).chain(rest.preferred_shifts(visit)).all(|shift| shift != closed));
        }
        assert!(!rest.reaches(evaluator.crew(closed)) && rest.reaches(evaluator.crew(ShiftId::new(0))));
    }
}
