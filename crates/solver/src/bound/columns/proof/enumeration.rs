//! Route enumeration: proofs from all routes that a better plan can hold.

use std::time::{Duration, Instant};

use super::dual_bound::DualBound;
use super::listing::{points_within, routes_within};
use super::selection::{effort, select};
use super::state::ProofState;
use super::termination::is_over;
use crate::bound::columns::model::column::RouteColumn;
use brigade_model::units::Money;

/// Route enumeration, and what it was too much for.
#[derive(Default)]
pub struct RouteEnumeration {
    /// The gap, less the gains of crews, at which the routes within it were too many to list.
    too_wide: Option<i64>,
}

impl RouteEnumeration {
    /// Lists all routes that a better plan can hold and solves for the best; what that proves. Whether all fit in.
    pub fn run(&mut self, state: &mut ProofState<'_, '_>) -> Option<bool> {
        state.update_incumbent()?;
        let Some(best) = state.narrowest() else { return Some(false) };
        let params = &state.params().enumeration;
        let gap = state.above(best.bound);
        let width = gap - best.gain();
        if self.too_wide.is_some_and(|wide| width as f64 > params.narrower * wide as f64) {
            return Some(false);
        }
        let Some(columns) = routes_within(state, &best, gap, params.max_routes) else {
            self.too_wide = Some(width);
            state.log("too many routes within the gap".into());
            return Some(false);
        };
        state.log(format!("{} routes within the gap", columns.len()));
        select_all(state, &best, gap, columns, params.all_share, false)?;
        Some(true)
    }

    /// Lists routes as far as their reduced cost is below a part of the gap, first few, then more. A plan with any other route
    /// costs more than the bound and that part, so that the lesser of this and what the solver proves is a bound.
    pub fn run_partly(&self, state: &mut ProofState<'_, '_>) -> Option<()> {
        let params = &state.params().enumeration;
        // The solver counts nodes only where it has more than one, so that such work can't be limited but by the clock.
        let parts = if state.limits().work.is_some() { &[] } else { &params.parts[..] };
        let mut took = params.long;
        for (index, &room) in parts.iter().enumerate() {
            let enough = if index < 2 { Duration::ZERO } else { params.long.min(params.quick * took) };
            if state.limits().stop.left().is_some_and(|left| left < enough) {
                return Some(());
            }
            state.update_incumbent()?;
            let Some(best) = state.narrowest() else { return Some(()) };
            let gap = state.above(best.bound);
            if is_over(state) || gap == 0 {
                return Some(());
            }
            let Some((part, columns)) = widest(state, &best, gap, room) else { return Some(()) };
            let euros = part as f64 / Money::PER_EURO as f64;
            state.log(format!("{} routes within {euros:.2}", columns.len()));
            if state.bound() >= Some(best.bound + i128::from(part)) {
                continue;
            }
            // The first few routes are to find a better plan, the others to prove more.
            let first = index == 0 && part < gap;
            let begun = Instant::now();
            let share = if first { params.few_share } else { params.all_share };
            let closed = select_all(state, &best, part, columns, share, !first)?;
            took = begun.elapsed();
            if part == gap || !closed && !first {
                return Some(());
            }
        }
        Some(())
    }
}

/// The widest part of a gap, about, within which there is room for all routes.
fn widest(state: &ProofState<'_, '_>, best: &DualBound, gap: i64, room: usize) -> Option<(i64, Vec<RouteColumn>)> {
    let params = &state.params().enumeration;
    let least = best.gain();
    let parts = (0..params.max_halvings).map(|times| least + ((gap - least) >> times));
    let mut widest = parts.map(|part| (part, routes_within(state, best, part, room)));
    let (mut part, columns) = widest.find(|(_, columns)| columns.is_some())?;
    let (mut columns, narrowed) = (columns?, part - least);
    let refinements = if part < gap { params.refinements } else { 0 };
    for times in 1..=refinements {
        let wider = part + (narrowed >> times);
        if let Some(further) = routes_within(state, best, wider, room) {
            (part, columns) = (wider, further);
        }
    }
    Some((part, columns))
}

/// Solves for the best plan of all routes within a part of the gap; what that proves. Whether no plan of these routes can
/// cost less than the bound and that part, where that is `enough`.
pub fn select_all(
    state: &mut ProofState<'_, '_>,
    best: &DualBound,
    part: i64,
    columns: Vec<RouteColumn>,
    share: f64,
    enough: bool,
) -> Option<bool> {
    let Some(points) = points_within(state, &best.duals, part) else { return Some(false) };
    let others = best.bound + i128::from(part);
    loop {
        let before = state.incumbent().cost;
        let Some(mut effort) = effort(state, share, columns.len()) else { return Some(false) };
        if enough {
            effort.gap = state.above(others) as f64 / Money::PER_EURO as f64;
        }
        let Some(outcome) = select(state, columns.clone(), points.clone(), effort, "enumerated")? else {
            return Some(false);
        };
        let bound = (outcome.bound * Money::PER_EURO as f64).floor() as i128;
        state.raise_bound(bound.min(i128::from(before.0)).min(others));
        if outcome.broken == 0 || is_over(state) {
            let half_cent = i128::from(state.params().half_cent.0);
            return Some(bound >= others - half_cent || part >= state.above(best.bound));
        }
    }
}
