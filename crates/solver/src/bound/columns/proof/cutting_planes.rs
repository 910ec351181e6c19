//! Cutting planes: rounds of zero-half and subset-row cuts, as long as they close enough of the gap.

use std::time::Instant;

use super::column_generation::ColumnGeneration;
use super::state::ProofState;
use super::termination::{is_over, spent};
use crate::bound::columns::cuts::{subset_row, zero_half};
use crate::bound::columns::master::restricted_master::MasterSolution;
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::cut::SubsetRowCut;
use crate::bound::columns::model::row_pool::LazyRow;

/// Rounds of cuts, and the number of weak rounds in a row.
#[derive(Default)]
pub struct RoundsOfCuts {
    /// Gap, time and work at the start of the last round.
    started: Option<(i64, Instant, u64)>,
    weak: u32,
}

impl RoundsOfCuts {
    /// Starts a round.
    pub fn begin(&mut self, state: &ProofState<'_, '_>) {
        self.started = Some((state.gap_of_duals(), Instant::now(), state.work()));
    }

    /// Ends the round. Returns whether too many rounds in a row were weak.
    pub fn are_weak(&mut self, state: &ProofState<'_, '_>) -> bool {
        let Some((gap, started, work)) = self.started else { return false };
        let params = &state.params().cuts;
        let closed = (gap - state.gap_of_duals()) as f64 / state.gap().max(1) as f64;
        let is_weak = closed < params.min_gap_closed.min(spent(state, started, work));
        self.weak = if is_weak { self.weak + 1 } else { 0 };
        self.weak == params.max_weak_rounds
    }
}

/// Adds zero-half cuts as long as they close enough of the gap. Returns the last solution; `None` at the limits.
pub fn zero_half_rounds(
    state: &mut ProofState<'_, '_>,
    generation: &mut ColumnGeneration,
    mut solution: MasterSolution,
) -> Option<MasterSolution> {
    loop {
        let before = state.gap_of_duals();
        if is_over(state) || add_zero_halves(state, &solution)? == 0 {
            return Some(solution);
        }
        solution = generation.run(state, state.params().cuts.lp_tolerance)?;
        let closed = before - state.gap_of_duals();
        if (closed as f64) < state.params().cuts.min_gap_closed * state.gap() as f64 {
            return Some(solution);
        }
    }
}

/// Adds violated subset-row and zero-half cuts and reoptimises. Returns whether there were any.
pub fn add_cuts(
    state: &mut ProofState<'_, '_>,
    generation: &mut ColumnGeneration,
    solution: &mut MasterSolution,
) -> Option<bool> {
    let routes = state.columns().iter().zip(solution.routes.iter().copied());
    let found = ViolatedCuts::new(state, routes, &solution.aux);
    let any = !found.is_empty();
    found.add(state)?;
    if any {
        *solution = generation.run(state, state.params().cuts.lp_tolerance)?;
    }
    Some(any)
}

/// Violated cuts of both kinds.
#[derive(Default)]
pub struct ViolatedCuts {
    /// Zero-half cuts.
    pub zero_halves: Vec<LazyRow>,
    /// Subset-row cuts.
    pub subset_rows: Vec<SubsetRowCut>,
}

impl ViolatedCuts {
    /// Those of a solution, given the value of each route and auxiliary variable.
    pub fn new<'r>(
        state: &ProofState<'_, '_>,
        routes: impl Iterator<Item = (&'r RouteColumn, f64)> + Clone,
        aux: &[f64],
    ) -> Self {
        let (problem, params) = (state.problem(), &state.params().cuts);
        let zero_halves = zero_half::separate(problem, state.pool(), routes.clone(), aux, params);
        Self { zero_halves, subset_rows: subset_row::separate(problem, routes, state.cuts(), params) }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.zero_halves.is_empty() && self.subset_rows.is_empty()
    }

    /// Adds them to rows, cuts and master. `None` where the solver fails.
    pub fn add(self, state: &mut ProofState<'_, '_>) -> Option<()> {
        state.add_rows(&self.zero_halves)?;
        self.subset_rows.into_iter().try_for_each(|cut| state.add_cut(cut))
    }
}

/// Adds violated zero-half cuts. Returns their number.
fn add_zero_halves(state: &mut ProofState<'_, '_>, solution: &MasterSolution) -> Option<usize> {
    let routes = state.columns().iter().zip(solution.routes.iter().copied());
    let rows = zero_half::separate(state.problem(), state.pool(), routes, &solution.aux, &state.params().cuts);
    state.add_rows(&rows)?;
    Some(rows.len())
}
