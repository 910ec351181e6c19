//! Route enumeration: bounds from an integer program over all routes that a better plan can contain.

use std::time::{Duration, Instant};

use super::dual_bound::DualBound;
use super::listing::{points_within, routes_within};
use super::selection::{mip_limits, select};
use super::state::ProofState;
use super::termination::is_over;
use crate::bound::columns::model::column::RouteColumn;
use brigade_model::units::Money;

/// Route enumeration, and the gap at which it was last too large.
#[derive(Default)]
pub struct RouteEnumeration {
    /// The gap, less the gains of crews, within which there were too many routes.
    too_wide: Option<i64>,
}

impl RouteEnumeration {
    /// Enumerates all routes within the gap and solves the integer program over them. Returns whether they were few
    /// enough.
    pub fn run(&mut self, state: &mut ProofState<'_, '_>) -> Option<bool> {
        state.update_incumbent()?;
        let Some(best) = state.narrowest() else { return Some(false) };
        let params = &state.params().enumeration;
        let gap = state.above(best.bound);
        let width = gap - best.gain();
        if self.too_wide.is_some_and(|wide| width as f64 > params.retry_narrowing * wide as f64) {
            return Some(false);
        }
        let Some(columns) = routes_within(state, &best, gap, params.max_routes) else {
            self.too_wide = Some(width);
            state.log("too many routes within the gap".into());
            return Some(false);
        };
        state.log(format!("{} routes within the gap", columns.len()));
        select_all(state, &best, gap, columns, params.main_share, false)?;
        Some(true)
    }

    /// Enumerates the routes within a part of the gap, first few, then more. A plan with any other route costs at least
    /// the bound plus that part, so that the lesser of this and the integer program's bound is a bound.
    pub fn run_partly(&self, state: &mut ProofState<'_, '_>) -> Option<()> {
        let params = &state.params().enumeration;
        // The solver's node limit does not bound the work at the root node, so that only the clock can limit it.
        let parts = if state.limits().work.is_some() { &[] } else { &params.parts[..] };
        let mut took = params.large_part_time;
        for (index, &room) in parts.iter().enumerate() {
            let enough =
                if index < 2 { Duration::ZERO } else { params.large_part_time.min(params.large_part_factor * took) };
            if state.limits().stop.remaining().is_some_and(|left| left < enough) {
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
            // The first part is to find a better plan, the others to prove a better bound.
            let first = index == 0 && part < gap;
            let started = Instant::now();
            let share = if first { params.first_part_share } else { params.main_share };
            let closed = select_all(state, &best, part, columns, share, !first)?;
            took = started.elapsed();
            if part == gap || !closed && !first {
                return Some(());
            }
        }
        Some(())
    }
}

/// The widest part of the gap, approximately, within which at most `room` routes lie.
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

/// Solves the integer program over all routes within a part of the gap and raises the bound. Returns whether it reached
/// the bound plus that part; where that is `enough`, the solver may stop there.
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
        let Some(mut effort) = mip_limits(state, share, columns.len()) else { return Some(false) };
        if enough {
            effort.gap = state.above(others) as f64 / Money::PER_EURO as f64;
        }
        let Some(outcome) = select(state, columns.clone(), points.clone(), (best, part), effort, "enumerated")? else {
            return Some(false);
        };
        let bound = (outcome.bound * Money::PER_EURO as f64).floor() as i128;
        state.raise_bound(bound.min(i128::from(before.0)).min(others));
        if outcome.violated == 0 || is_over(state) {
            let half_cent = i128::from(state.params().half_cent.0);
            return Some(bound >= others - half_cent || part >= state.above(best.bound));
        }
    }
}
