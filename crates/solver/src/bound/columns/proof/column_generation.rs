//! Column generation: columns and lazy rows come in until none is missing.

use std::time::Instant;

use super::oracle::evaluate;
use super::state::ProofState;
use super::termination::{is_late, is_over};
use crate::bound::columns::master::restricted_master::MasterSolution;
use crate::bound::columns::model::duals::{Duals, cheapest_service};
use crate::bound::columns::pricing::labeling::PricingEffort;
use brigade_model::units::Money;

/// Column generation with smoothed multipliers, which swing less (Neame 1999).
pub struct ColumnGeneration {
    /// The multipliers that the last routes were priced with.
    centre: Option<Duals>,
}

impl ColumnGeneration {
    /// Begins near the best multipliers known, if there are any.
    pub fn new(state: &ProofState<'_, '_>) -> Self {
        Self { centre: state.best().map(|best| best.duals.clone()) }
    }

    /// Generates columns and rows until none is missing; the last solution. `None` where the end comes before.
    pub fn run(&mut self, state: &mut ProofState<'_, '_>) -> Option<MasterSolution> {
        self.run_within(state, 0)
    }

    /// The same, but the bound may stay behind the linear program by so much.
    pub fn run_within(&mut self, state: &mut ProofState<'_, '_>, tolerance: i64) -> Option<MasterSolution> {
        for round in 1.. {
            let (solution, added) = self.round(state, round)?;
            let value = (solution.value * Money::PER_EURO as f64) as i128;
            let behind = value - state.best().map_or(0, |best| best.bound);
            if added == 0 || behind < i128::from(tolerance) {
                return Some(solution);
            }
        }
        None
    }

    /// Solves the master once, and looks for columns and rows that are missing. How many came in; `None` at the end, and
    /// where little time is left before the linear program was solved to its end once.
    fn round(&mut self, state: &mut ProofState<'_, '_>, round: usize) -> Option<(MasterSolution, usize)> {
        if is_over(state) || !state.is_converged() && state.bound().is_some() && is_late(state) {
            return None;
        }
        state.update_incumbent()?;
        let begun = Instant::now();
        let solution = state.solve_master()?;
        let seconds = begun.elapsed().as_secs_f64();
        let mut added = add_service_points(state, &solution)?;
        let broken = state.separate_lazy_rows(&solution)?;
        let mut what = "quick";
        if state.bound().is_none() && is_late(state) {
            let mut duals = solution.duals.clone();
            duals.rows.resize(state.pool().rows().len(), 0);
            added += price(state, &self.smoothed(&duals, state.params().generation.smoothing), PricingEffort::Exact)?;
            what = "exact";
        } else {
            added += self.price_smoothly(state, &solution.duals)?;
        }
        if added + broken == 0 {
            added = price(state, &solution.duals, PricingEffort::Exact)?;
            what = "exact";
        }
        added += broken;
        state.log(format!("round {round}: {what} +{added}, master {:.2} in {seconds:.2} s", solution.value));
        Some((solution, added))
    }

    /// Multipliers between those of the last rounds and the newest ones.
    fn smoothed(&self, newest: &Duals, smoothing: f64) -> Duals {
        let Some(centre) = &self.centre else { return newest.clone() };
        let mix = |old: &[i64], new: &[i64]| {
            let old = old.iter().copied().chain(std::iter::repeat(0));
            let between = |(&new, old): (&i64, i64)| new + ((old as f64 - new as f64) * smoothing) as i64;
            new.iter().zip(old).map(between).collect()
        };
        Duals { rows: mix(&centre.rows, &newest.rows), cuts: mix(&centre.cuts, &newest.cuts) }
    }

    /// Quick pricing by smoothed multipliers, and by the newest ones where that finds nothing.
    fn price_smoothly(&mut self, state: &mut ProofState<'_, '_>, newest: &Duals) -> Option<usize> {
        let mut newest = newest.clone();
        newest.rows.resize(state.pool().rows().len(), 0);
        let smoothed = self.smoothed(&newest, state.params().generation.smoothing);
        for effort in [PricingEffort::Sparse, PricingEffort::Quick] {
            for duals in [&smoothed, &newest] {
                let added = price(state, duals, effort)?;
                if added > 0 {
                    self.centre = Some(duals.clone());
                    return Some(added);
                }
            }
        }
        self.centre = Some(newest);
        Some(0)
    }
}

/// The week of least reduced cost for each crew.
fn add_service_points(state: &mut ProofState<'_, '_>, solution: &MasterSolution) -> Option<usize> {
    let mut added = 0;
    for week in 0..state.pool().weeks().len() {
        let (times, _) = cheapest_service(state.pool(), &state.pool().weeks()[week], &solution.duals);
        added += usize::from(state.add_service_point(week, times)?);
    }
    Some(added)
}

/// Prices every pricing problem and takes new routes, as many as are returned; notes the bound where that was exact. `None`
/// where room or time ran out.
fn price(state: &mut ProofState<'_, '_>, duals: &Duals, effort: PricingEffort) -> Option<usize> {
    let (_, found) = evaluate(state, duals, effort, &[])?;
    let mut added = 0;
    for (subproblem, found) in found.into_iter().enumerate() {
        for nodes in found.routes {
            added += usize::from(state.add_route(subproblem, nodes)?);
        }
    }
    Some(added)
}
