//! Dual ascent by a proximal bundle method: good multipliers of large instances before any linear program, which alone
//! would need many slow rounds. The first multipliers are marginal costs of the incumbent's visits.

use std::time::Instant;

use super::cutting_planes::ViolatedCuts;
use super::oracle::evaluate;
use super::rounding::round;
use super::state::ProofState;
use super::termination::{is_over, spent};
use crate::bound::columns::master::bundle::ProximalBundle;
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::duals::{Duals, cheapest_service};
use crate::bound::columns::model::row_pool::ServiceWeek;
use crate::bound::columns::params::AscentParams;
use crate::bound::columns::pricing::labeling::{PricedRoutes, PricingEffort};
use brigade_model::units::Money;

/// Progress of the dual ascent, euros.
struct AscentProgress {
    /// The bound at the stability centre.
    reached: f64,
    /// The bound that the bundle predicts for the next multipliers.
    predicted: f64,
    /// Null steps in a row.
    null_steps: u32,
}

impl AscentProgress {
    /// Whether the predicted increase is below a share of the bound.
    fn is_within(&self, share: f64) -> bool {
        (self.predicted - self.reached).abs() < share * self.reached.abs()
    }

    /// Takes a serious step, which moves the centre, or a null step, and adapts the step length. Returns whether it was
    /// serious.
    fn step(
        &mut self,
        bundle: &mut ProximalBundle<'_>,
        multipliers: Vec<f64>,
        value: f64,
        params: &AscentParams,
    ) -> bool {
        // Weights that are not yet optimal may predict a decrease.
        let (gain, predicted) = (value - self.reached, (self.predicted - self.reached).max(0.0));
        let is_serious = self.reached == f64::NEG_INFINITY || gain > params.serious_share * predicted;
        if is_serious {
            (self.reached, self.null_steps) = (value, 0);
            bundle.set_centre(multipliers);
            bundle.step *= if gain > params.growing_share * predicted { params.growth } else { 1.0 };
        } else {
            self.null_steps += 1;
            let shrinks = -gain > predicted || self.null_steps > params.max_null_steps;
            bundle.step *= if shrinks { params.shrinkage } else { 1.0 };
        }
        is_serious
    }
}

/// When the relaxation is tightened, and what that has closed of the gap.
struct Tightening {
    /// The predicted increase at which it is due, as a share of the gap.
    tolerance: f64,
    /// The gap at the last one, `Money` units.
    gap: i64,
    /// Time and work at the last one.
    last: (Instant, u64),
    /// Weak ones in a row.
    weak: u32,
}

impl Tightening {
    fn new(state: &ProofState<'_, '_>) -> Self {
        let tolerance = state.params().ascent.first_tolerance;
        Self { tolerance, gap: i64::MAX, last: (Instant::now(), state.work()), weak: 0 }
    }

    /// Whether the multipliers are good enough for the relaxation as it is.
    fn is_due(&self, state: &ProofState<'_, '_>, progress: &AscentProgress) -> bool {
        let increase = (progress.predicted - progress.reached).max(0.0) * Money::PER_EURO as f64;
        progress.is_within(state.params().ascent.exact_share) && increase < self.tolerance * state.gap_of_duals() as f64
    }

    /// Whether multipliers can't be asked to be any better.
    fn is_precise(&self, state: &ProofState<'_, '_>) -> bool {
        let params = &state.params().ascent;
        let bound = state.best().map_or(0.0, |best| best.bound as f64);
        let increase = self.tolerance * state.gap_of_duals() as f64;
        self.tolerance <= params.least_tolerance && increase <= params.converged_share * bound.abs()
    }

    /// Takes stock of the last one and begins the next. Returns whether too many in a row were weak.
    fn begin(&mut self, state: &ProofState<'_, '_>) -> bool {
        let closed = (self.gap - state.gap_of_duals()) as f64 / self.gap as f64;
        let enough = state.params().cuts.min_gap_closed;
        if closed >= enough {
            self.weak = 0;
        } else if !self.is_precise(state) {
            self.tolerance *= 0.5;
        } else {
            let is_weak = closed < spent(state, self.last.0, self.last.1);
            self.weak = if is_weak { self.weak + 1 } else { 0 };
        }
        (self.gap, self.last) = (state.gap_of_duals(), (Instant::now(), state.work()));
        self.weak == state.params().ascent.max_weak_tightenings
    }

    /// Has labels remember what the weights forget, and adds the cuts that they violate. Returns whether there was anything.
    fn run(&self, state: &mut ProofState<'_, '_>, bundle: &mut ProximalBundle<'_>) -> Option<bool> {
        let params = state.params();
        let has_grown = state.extend_ng_sets(bundle.shares())?;
        let cuts = if self.tolerance <= params.ascent.cut_tolerance || !has_grown {
            ViolatedCuts::new(state, bundle.shares(), &bundle.values())
        } else {
            ViolatedCuts::default()
        };
        let (zero_halves, subset_rows) = (cuts.zero_halves.len(), cuts.subset_rows.len());
        cuts.add(state)?;
        bundle.retain(|column| state.is_made(column));
        bundle.add_rows(state.pool());
        bundle.add_cuts(state.cuts());
        bundle.optimise_weights(params.ascent.max_passes);
        let grown = if has_grown { "ng-sets grow, " } else { "" };
        state.log(format!("{grown}{zero_halves} zero-half and {subset_rows} subset-row cuts"));
        Some(has_grown || zero_halves + subset_rows > 0)
    }
}

/// Improves the multipliers, and tightens the relaxation where the predicted increase is small, until that closes little of
/// the gap; then rounds the weights, and adds the routes of the bundle to the master. The first rounds price sparsely, which
/// leads to good multipliers but proves nothing; the others price exactly. `None` where the solver fails.
pub fn dual_ascent(state: &mut ProofState<'_, '_>) -> Option<()> {
    let params = &state.params().ascent;
    let mut bundle = ProximalBundle::new(state.problem(), state.pool(), first_multipliers(state), params);
    for column in state.columns() {
        bundle.add_route(state.pool(), state.cuts(), column.clone());
    }
    let mut progress = AscentProgress { reached: f64::NEG_INFINITY, predicted: f64::INFINITY, null_steps: 0 };
    let mut tightening = Tightening::new(state);
    let (started, worked) = (Instant::now(), state.work());
    let mut effort = PricingEffort::Sparse;
    for round in 1..=params.max_rounds {
        let ready = progress.is_within(params.exact_share) || round > params.max_heuristic_rounds;
        if effort == PricingEffort::Sparse && (ready || spent(state, started, worked) > params.heuristic_time) {
            effort = PricingEffort::Exact;
            // What sparse pricing reached was no bound.
            progress.reached = f64::NEG_INFINITY;
        }
        let multipliers = bundle.multipliers().to_vec();
        let (rows, cuts) = bundle.by_row_and_cut(&multipliers);
        let duals = rounded(state, &rows, &cuts);
        let Some((bound, found)) = evaluate(state, &duals, effort, &bundle.routes) else { break };
        let value = bound as f64 / Money::PER_EURO as f64;
        let added = add_found(state, &mut bundle, found, &duals);
        let moved = progress.step(&mut bundle, multipliers, value, params);
        bundle.optimise_weights(params.max_passes);
        bundle.drop_idle();
        progress.predicted = bundle.value();
        let near = progress.is_within(if moved { params.separation_share } else { params.converged_share });
        let rows = if near { add_violated(state, &mut bundle)? } else { 0 };
        if rows > 0 {
            progress.predicted = bundle.value();
        }
        let predicted = progress.predicted;
        let how = if effort == PricingEffort::Exact { "exact" } else { "sparse" };
        state.log(format!("ascent {round}: {how} {value:.2} +{added}, {rows} rows violated, {predicted:.2} predicted"));
        if is_over(state) {
            break;
        }
        if effort == PricingEffort::Exact && tightening.is_due(state, &progress) {
            let is_weak = tightening.begin(state);
            let is_last = rows == 0 && tightening.is_precise(state);
            let has_tightened = !(is_last && is_weak) && tightening.run(state, &mut bundle)?;
            if is_last && !has_tightened {
                break;
            }
            progress.predicted = bundle.value();
        }
    }
    if !is_over(state) {
        round(state, bundle.shares())?;
    }
    for column in bundle.routes.into_iter().flatten().filter(RouteColumn::is_elementary) {
        state.add_route(column.subproblem, column.nodes)?;
    }
    Some(())
}

/// Adds the routes found and the cheapest service time of each week to the bundle. Returns the number of new routes.
fn add_found(
    state: &ProofState<'_, '_>,
    bundle: &mut ProximalBundle<'_>,
    found: Vec<PricedRoutes>,
    duals: &Duals,
) -> usize {
    let pool = state.pool();
    for (week, own) in pool.weeks().iter().enumerate() {
        bundle.add_point(pool, week, cheapest_service(pool, own, duals).0);
    }
    let routes = found.into_iter().enumerate();
    let routes = routes.flat_map(|(subproblem, found)| found.routes.into_iter().map(move |route| (subproblem, route)));
    let columns = routes.filter_map(|(subproblem, route)| RouteColumn::new(state.problem(), subproblem, route));
    columns.map(|column| usize::from(bundle.add_route(pool, state.cuts(), column))).sum()
}

/// Activates the lazy rows that the primal weights violate. Returns their number.
fn add_violated(state: &mut ProofState<'_, '_>, bundle: &mut ProximalBundle<'_>) -> Option<usize> {
    let params = &state.params().ascent;
    let violated = state.activate_lazy_rows(bundle.shares(), &bundle.values(), params.violation)?;
    if violated > 0 {
        bundle.add_rows(state.pool());
        bundle.step = bundle.step.min(params.first_step);
        bundle.optimise_weights(params.max_passes);
    }
    Some(violated)
}

/// The first multipliers, euros by row: between each visit's least cost and its marginal cost in the incumbent.
pub fn first_multipliers(state: &ProofState<'_, '_>) -> Vec<f64> {
    let (problem, pool, params) = (state.problem(), state.pool(), &state.params().ascent);
    let mut rows = vec![0.0; pool.rows().len()];
    for week in pool.weeks() {
        rows[week.row] = -slope(state, week);
    }
    let mut costs = vec![(0.0, 0i64); problem.tasks.len()];
    for column in state.columns() {
        let service_dual = pool.service_rows()[column.subproblem].map_or(0.0, |row| rows[row]);
        for (at, &node) in column.nodes.iter().enumerate() {
            let task = problem.subproblems[column.subproblem].nodes[node as usize].task;
            let service = service_dual * f64::from(problem.tasks[task].duration);
            costs[task].0 += saved_without(state, column, at) as f64 - service;
            costs[task].1 += 1;
        }
    }
    for ((task, own), least) in problem.tasks.iter().enumerate().zip(least_costs(state)) {
        let unassigned_penalty = own.unassigned_penalty as f64;
        let least = least.min(unassigned_penalty);
        let (sum, count) = costs[task];
        let planned = if count > 0 { (sum / count as f64).min(unassigned_penalty) } else { least };
        rows[pool.cover_rows()[task]] = least + params.first_share * (planned - least);
    }
    let unit = Money::PER_EURO as f64;
    rows.iter().zip(pool.rows()).map(|(row, own)| row * own.scale as f64 / unit).collect()
}

/// The marginal cost of a minute of service in a week of the incumbent.
fn slope(state: &ProofState<'_, '_>, week: &ServiceWeek) -> f64 {
    let pool = state.pool();
    let own = state.columns().iter().filter(|column| pool.service_rows()[column.subproblem] == Some(week.row));
    let served: i32 = own.map(|column| column.service).sum();
    let at = ((served / pool.step()) as usize).min(week.costs.len() - 1);
    let last = week.costs[at] - week.costs[at.saturating_sub(1)];
    last as f64 / f64::from(pool.step())
}

/// The saving of a route without one of its visits.
fn saved_without(state: &ProofState<'_, '_>, column: &RouteColumn, at: usize) -> i64 {
    let mut nodes = column.nodes.clone();
    nodes.remove(at);
    let rest = if nodes.is_empty() {
        Some(0)
    } else {
        RouteColumn::new(state.problem(), column.subproblem, nodes).map(|rest| rest.cost)
    };
    rest.map_or(0, |rest| (column.cost - rest).max(0))
}

/// The least cost of a visit of each task over all shifts, with its radial share of the round trip (Haimovich, Rinnooy
/// Kan 1985).
fn least_costs(state: &ProofState<'_, '_>) -> Vec<f64> {
    let problem = state.problem();
    let mut least = vec![f64::INFINITY; problem.tasks.len()];
    for subproblem in &problem.subproblems {
        let terms = &subproblem.terms;
        for node in &subproblem.nodes {
            let task = &problem.tasks[node.task];
            let leg = |from, to| problem.leg(subproblem, from, to);
            let (there, back) = (leg(subproblem.base, task.place), leg(task.place, subproblem.base));
            let minutes = i64::from(there.minutes + back.minutes);
            let road = terms.metre.0 * i64::from(there.metres + back.metres) + terms.minute.0 * minutes;
            let room = (i64::from(subproblem.latest - subproblem.start) - minutes).max(i64::from(task.duration)).max(1);
            let share = f64::from(task.duration) / room as f64;
            least[node.task] = least[node.task].min(node.cost as f64 + share * (road + terms.used.0) as f64);
        }
    }
    least
}

/// Multipliers from euros per scaled unit to integers with the right signs.
pub fn rounded(state: &ProofState<'_, '_>, rows: &[f64], cuts: &[f64]) -> Duals {
    let (pool, unit) = (state.pool(), Money::PER_EURO as f64);
    let rows: Vec<_> = rows.iter().zip(pool.rows()).map(|(euros, row)| euros * unit / row.scale as f64).collect();
    let cuts: Vec<_> = cuts.iter().map(|euros| euros * unit).collect();
    Duals::rounded(&rows, &cuts, pool)
}
