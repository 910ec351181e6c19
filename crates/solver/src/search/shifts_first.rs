//! Few shifts first, then low cost: for where using a shift costs more than any drive.

use rand::RngExt;

use super::annealing::{Annealing, acceptance_threshold, temperature};
use super::lns::LnsState;
use super::metaheuristic::Metaheuristic;
use super::neighbours::Neighbours;
use super::params::ReductionParams;
use super::solution::Solution;
use crate::eval::{VisitId, fewest_shifts};
use brigade_model::model::ShiftId;

/// Closes one shift after the other for as long as the rest takes all visits, then anneals (fleet minimization with absence
/// counters: Christiaens, Vanden Berghe 2020).
pub struct ShiftsFirst<'a, 'n> {
    annealing: Annealing<'a, 'n>,
    /// The search for fewer shifts; none once it is over.
    reduction: Option<Reduction>,
    /// The share of the search at which annealing began.
    annealing_from: f64,
}

/// The state of the search for fewer shifts.
struct Reduction {
    params: ReductionParams,
    /// Neighbours and allowed shifts before any was closed.
    all: Neighbours,
    closed: Vec<bool>,
    /// How often each visit was left out; from 1, so that fewer visits are better than more at first.
    absences: Vec<u64>,
    /// The same, summed over the visits now left out.
    absent: u64,
    /// No plan has fewer shifts.
    fewest: usize,
    /// Cost units of a temperature of 1.
    scale: f64,
}

impl<'a, 'n> ShiftsFirst<'a, 'n> {
    /// Goes on from a state.
    pub fn new(lns: LnsState<'a, 'n>) -> Self {
        let evaluator = lns.plan().evaluator();
        let mut reduction = Reduction {
            params: lns.params().reduction.clone(),
            all: lns.neighbours().clone(),
            closed: vec![false; evaluator.shifts()],
            absences: vec![1; evaluator.visits().len()],
            absent: 0,
            fewest: fewest_shifts(evaluator.instance()),
            scale: lns.mean_travel_cost(),
        };
        let mut lns = lns.strict();
        reduction.restart(&mut lns);
        Self { annealing: Annealing::new(lns), reduction: Some(reduction), annealing_from: 0.0 }
    }

    /// Ends the search for fewer shifts: what follows may use all of them again.
    fn finish_reduction(&mut self, progress: f64) {
        let Some(reduction) = self.reduction.take() else { return };
        let lns = self.annealing.lns();
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
            let share = progress / reduction.params.share;
            if share < 1.0 && reduction.iterate(self.annealing.lns(), share) {
                return;
            }
            self.finish_reduction(progress);
        }
        let left = (1.0 - self.annealing_from).max(f64::MIN_POSITIVE);
        self.annealing.anneal(((progress - self.annealing_from) / left).clamp(0.0, 1.0));
    }

    fn best(&self) -> &Solution {
        self.annealing.best()
    }

    fn adopt(&mut self, solution: &Solution) {
        self.annealing.adopt(solution);
        if let Some(reduction) = &mut self.reduction {
            reduction.restart(self.annealing.lns());
        }
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
    fn iterate(&mut self, lns: &mut LnsState<'_, '_>, share: f64) -> bool {
        let mut left_out = lns.left_out();
        if left_out.is_empty() {
            let used = lns.plan().routes().extent().1;
            if used <= self.fewest {
                return false;
            }
            self.close_one(lns);
            left_out = lns.left_out();
        }
        let visits = lns.neighbours().visits().len();
        let around_left_out = lns.rng().random_bool(self.params.around_left_out);
        let seed = if around_left_out && !left_out.is_empty() {
            left_out[lns.rng().random_range(0..left_out.len())]
        } else {
            let index = lns.rng().random_range(0..visits);
            lns.neighbours().visits()[index]
        };
        let temperature =
            self.scale * temperature(self.params.initial_temperature, self.params.final_temperature, share);
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

    /// Closes the shift whose visits were left out least often.
    fn close_one(&mut self, lns: &mut LnsState<'_, '_>) {
        let evaluator = lns.plan().evaluator();
        let used = evaluator.shift_ids().filter(|&shift| !lns.plan().routes().is_empty(shift));
        let Some(shift) = used.min_by_key(|&shift| self.absences_of(lns.plan().route(shift))) else { return };
        self.closed[shift.index()] = true;
        lns.empty(shift);
        self.enforce(lns);
    }
}
