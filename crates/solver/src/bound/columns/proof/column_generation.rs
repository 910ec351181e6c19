//! Column generation: adds columns of negative reduced cost and violated lazy rows until there are none.

use std::time::Instant;

use super::oracle::evaluate;
use super::state::ProofState;
use super::termination::{is_late, is_over};
use crate::bound::columns::master::restricted_master::MasterSolution;
use crate::bound::columns::model::duals::{Duals, cheapest_service};
use crate::bound::columns::pricing::labeling::PricingEffort;
use brigade_model::units::Money;

/// Column generation with dual smoothing (Neame 1999), which stabilises the multipliers.
pub struct ColumnGeneration {
    /// The smoothing centre: the multipliers of the last successful pricing.
    centre: Option<Duals>,
    /// The master's values in the rounds since the last exact pricing, euros.
    values: Vec<f64>,
}

impl ColumnGeneration {
    /// Starts from the best multipliers known, if there are any.
    pub fn new(state: &ProofState<'_, '_>) -> Self {
        Self { centre: state.best().map(|best| best.duals.clone()), values: Vec::new() }
    }

    /// Generates columns and rows until the bound is within a tolerance, a share of the gap, of the linear program's value.
    /// Returns the last solution; `None` where the limits come first.
    pub fn run(&mut self, state: &mut ProofState<'_, '_>, tolerance: f64) -> Option<MasterSolution> {
        for round in 1.. {
            let (solution, added) = self.round(state, round)?;
            let value = (solution.value * Money::PER_EURO as f64) as i128;
            let behind = value - state.best().map_or(0, |best| best.bound);
            let is_end = added == 0 || (behind as f64) < tolerance * state.gap() as f64;
            if is_end && !state.extend_ng_sets_by(&solution)? {
                return Some(solution);
            }
        }
        None
    }

    /// Solves the master, then prices and separates. Returns the number of new columns and rows; `None` at the limits,
    /// and where little time is left before the first convergence.
    fn round(&mut self, state: &mut ProofState<'_, '_>, round: usize) -> Option<(MasterSolution, usize)> {
        if is_over(state) || !state.is_converged() && state.bound().is_some() && is_late(state) {
            return None;
        }
        state.update_incumbent()?;
        let started = Instant::now();
        let solution = state.solve_master()?;
        let seconds = started.elapsed().as_secs_f64();
        let mut added = add_service_points(state, &solution)?;
        let violated = state.separate_lazy_rows(&solution)?;
        let mut what = "quick";
        self.values.push(solution.value);
        let mut newest = solution.duals.clone();
        newest.rows.resize(state.pool().rows().len(), 0);
        let smoothed = self.smoothed(&newest, state.params().generation.smoothing);
        if state.bound().is_none() && is_late(state) || self.stalls(state) {
            added += price(state, &smoothed, PricingEffort::Exact)?;
            self.values.clear();
            what = "exact";
        } else {
            added += self.price_smoothly(state, smoothed, newest)?;
        }
        if added + violated == 0 && state.bound().is_some() && state.extend_ng_sets_by(&solution)? {
            state.log(format!("round {round}: ng-sets grow, master {:.2}", solution.value));
            return Some((solution, 1));
        }
        if added + violated == 0 {
            added = price(state, &solution.duals, PricingEffort::Exact)?;
            what = "exact";
        }
        added += violated;
        state.log(format!("round {round}: {what} +{added}, master {:.2} in {seconds:.2} s", solution.value));
        Some((solution, added))
    }

    /// Whether the last rounds changed the master by a small share of the gap only.
    fn stalls(&self, state: &ProofState<'_, '_>) -> bool {
        let params = &state.params().generation;
        let mut latest = self.values.iter().rev();
        let (Some(last), Some(first)) = (latest.next(), latest.nth(params.patience - 1)) else { return false };
        (first - last).abs() * (Money::PER_EURO as f64) < params.min_change * state.gap() as f64
    }

    /// A convex combination of the smoothing centre and the newest multipliers.
    fn smoothed(&self, newest: &Duals, smoothing: f64) -> Duals {
        let Some(centre) = &self.centre else { return newest.clone() };
        let mix = |old: &[i64], new: &[i64]| {
            let old = old.iter().copied().chain(std::iter::repeat(0));
            let between = |(&new, old): (&i64, i64)| new + ((old as f64 - new as f64) * smoothing) as i64;
            new.iter().zip(old).map(between).collect()
        };
        Duals { rows: mix(&centre.rows, &newest.rows), cuts: mix(&centre.cuts, &newest.cuts) }
    }

    /// Heuristic pricing at the smoothed multipliers, and at the newest ones after a mispricing.
    fn price_smoothly(&mut self, state: &mut ProofState<'_, '_>, smoothed: Duals, newest: Duals) -> Option<usize> {
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

/// Adds the service time of least reduced cost for each crew and week. Returns the number of new ones.
fn add_service_points(state: &mut ProofState<'_, '_>, solution: &MasterSolution) -> Option<usize> {
    let mut added = 0;
    for week in 0..state.pool().weeks().len() {
        let (times, _) = cheapest_service(state.pool(), &state.pool().weeks()[week], &solution.duals);
        added += usize::from(state.add_service_point(week, times)?);
    }
    Some(added)
}

/// Solves every pricing problem and adds the routes found; exact pricing records its bound. Returns the number of new
/// routes; `None` where a limit of labels or time was reached.
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
