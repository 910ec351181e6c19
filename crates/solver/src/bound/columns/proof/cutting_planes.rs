//! Cutting planes: rounds of zero-half and subset-row cuts, as long as they close enough of the gap.

use std::time::Instant;

use super::column_generation::ColumnGeneration;
use super::state::ProofState;
use super::termination::{is_over, spent};
use crate::bound::columns::cuts::{subset_row, zero_half};
use crate::bound::columns::master::restricted_master::MasterSolution;

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
    let params = &state.params().cuts;
    let routes = state.columns().iter().zip(solution.routes.iter().copied());
    let cuts = subset_row::separate(state.problem(), routes, state.cuts(), params);
    let any = add_zero_halves(state, solution)? > 0 || !cuts.is_empty();
    for cut in cuts {
        state.add_cut(cut)?;
    }
    if any {
        *solution = generation.run(state, state.params().cuts.lp_tolerance)?;
    }
    Some(any)
}

/// Adds violated zero-half cuts. Returns their number.
fn add_zero_halves(state: &mut ProofState<'_, '_>, solution: &MasterSolution) -> Option<usize> {
    let routes = state.columns().iter().zip(solution.routes.iter().copied());
    let rows = zero_half::separate(state.problem(), state.pool(), routes, &solution.aux, &state.params().cuts);
    state.add_rows(&rows)?;
    Some(rows.len())
}
