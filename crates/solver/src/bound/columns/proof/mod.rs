//! A proof of a lower bound by column generation: a sequence of phases over one state.

mod column_generation;
mod contract;
mod crew_decomposition;
mod cutting_planes;
mod dual_ascent;
mod dual_bound;
mod enumeration;
mod listing;
mod oracle;
mod restricted_master_heuristic;
mod rounding;
mod selection;
mod state;
mod synchronisation;
mod termination;
#[cfg(all(test, feature = "highs"))]
mod tests;

pub use contract::{Incumbent, ProofCallbacks, ProofLimits, ProvenBound, RoutesByShift};

use crate::bound::columns::model::build::covering_problem;
use crate::bound::columns::params::ProofParams;
use crate::bound::lp::{BuiltSolver, LpSolver};
use crate::eval::Prices;
use brigade_model::model::{Bound, BoundClass, ShadowPrices};
use brigade_model::units::Money;
use column_generation::ColumnGeneration;
use crew_decomposition::CrewDecomposition;
use cutting_planes::{RoundsOfCuts, add_cuts, zero_half_rounds};
use dual_ascent::dual_ascent;
use enumeration::RouteEnumeration;
use restricted_master_heuristic::restricted_master_heuristic;
use state::ProofState;
use termination::{is_late, is_over};

/// Whether the solver of this build is fit for column generation; otherwise [`prove`] returns `None`.
pub const fn is_available() -> bool {
    BuiltSolver::GENERATES_COLUMNS
}

/// Proves a lower bound on the cost of every legal plan, starting from one, and may find a better plan. `None` where
/// columns can't express the instance, or the limits end the proof before its first bound.
pub fn prove(
    prices: &Prices<'_>,
    incumbent: Incumbent,
    limits: &ProofLimits,
    callbacks: &mut ProofCallbacks<'_>,
) -> Option<ProvenBound> {
    if !is_available() {
        return None;
    }
    let params = ProofParams::default();
    let shifts = prices.instance.shifts.len();
    if shifts > params.max_shifts {
        (callbacks.log)(format!("no column generation: {shifts} shifts, more than {}", params.max_shifts), None);
        return None;
    }
    let problem = covering_problem(prices, params.ng_size)?;
    if problem.tasks.is_empty() {
        return Some(ProvenBound {
            bound: Bound { cost: Money::ZERO, class: BoundClass::Optimal },
            better: None,
            shadow_prices: ShadowPrices::default(),
        });
    }
    let given = incumbent.cost;
    let mut state = ProofState::new(&problem, incumbent, limits, &params, callbacks)?;
    // A failure of the solver ends the proof; what was proven before stands.
    let _ = run(&mut state);
    let least = i64::try_from(state.bound()?.max(0)).ok()?;
    let cost = Money(least.min(state.incumbent().cost.0));
    let class = if state.incumbent().cost - cost <= params.half_cent {
        BoundClass::Optimal
    } else if state.is_converged() {
        BoundClass::ColumnGeneration
    } else {
        BoundClass::Early
    };
    let shadow_prices = state.shadow_prices();
    let incumbent = state.into_incumbent();
    let better = (incumbent.cost < given).then_some(incumbent);
    Some(ProvenBound { bound: Bound { cost, class }, better, shadow_prices })
}

/// The phases in order. `None` where the solver fails or the limits end the proof.
fn run(state: &mut ProofState<'_, '_>) -> Option<()> {
    let (problem, params) = (state.problem(), state.params());
    let shares = &params.selection;
    if problem.subproblems.len() > params.ascent_from_subproblems {
        dual_ascent(state)?;
        if problem.tasks.len() > params.max_tasks_in_lp {
            return restricted_master_heuristic(state, shares.last_share);
        }
    }
    let mut generation = ColumnGeneration::new(state);
    let Some(solution) = generation.run(state, params.cuts.lp_tolerance) else {
        return restricted_master_heuristic(state, shares.last_resort_share);
    };
    state.mark_converged();
    restricted_master_heuristic(state, if is_late(state) { shares.last_resort_share } else { shares.first_share })?;
    let mut solution = zero_half_rounds(state, &mut generation, solution)?;
    let mut crews = CrewDecomposition::default();
    crews.run(state)?;
    let mut enumeration = RouteEnumeration::default();
    let mut rounds = RoundsOfCuts::default();
    while !is_over(state) && !enumeration.run(state)? {
        let crews_prove_most = state.crews_prove_most();
        rounds.begin(state);
        let cuts = !crews_prove_most && add_cuts(state, &mut generation, &mut solution)?;
        if rounds.are_weak(state) || !cuts || is_late(state) {
            if !crews_prove_most {
                crews.run(state)?;
            }
            enumeration.run_partly(state)?;
            return restricted_master_heuristic(state, shares.last_share);
        }
    }
    Some(())
}
