//! The state that all phases of a proof share.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::contract::{Incumbent, ProofCallbacks, ProofLimits, RoutesByShift};
use super::dual_bound::DualBound;
use crate::bound::columns::cuts::lazy_rows;
use crate::bound::columns::master::restricted_master::{MasterSolution, RestrictedMaster};
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::cut::SubsetRowCut;
use crate::bound::columns::model::duals::Duals;
use crate::bound::columns::model::ng_sets::NgSets;
use crate::bound::columns::model::problem::{CoveringProblem, PricingProblem, Task};
use crate::bound::columns::model::row_pool::{LazyRow, RowPool};
use crate::bound::columns::params::{GenerationParams, ProofParams};
use brigade_model::model::{JobId, ShadowPrices, ShiftId};
use brigade_model::units::Money;

/// The state of a proof: rows, cuts, columns, multipliers, bound and incumbent.
///
/// Invariants: the master has all active rows and cuts and a column for each route of the incumbent; no column is in it
/// twice; the bound never falls. Methods return `None` where the solver fails, which ends the proof.
pub struct ProofState<'p, 'c> {
    problem: &'p CoveringProblem<'p>,
    params: &'p ProofParams,
    limits: &'p ProofLimits,
    callbacks: &'p mut ProofCallbacks<'c>,
    threads: ThreadPool,
    /// The time left at the start.
    time: Option<Duration>,
    /// Work so far, in labels or their equivalent.
    work: u64,
    /// What labels remember.
    ng_sets: NgSets,
    pool: RowPool,
    cuts: Vec<SubsetRowCut>,
    master: RestrictedMaster<'p>,
    /// The columns of the master, by pricing problem and nodes.
    known: BTreeSet<(usize, Vec<u16>)>,
    incumbent: Incumbent,
    /// The best bound so far, by multipliers or by an integer program; `Money` units.
    bound: Option<i128>,
    /// The multipliers with the best Lagrangian bound.
    best: Option<DualBound>,
    /// The multipliers with the best bound including the gains of crews.
    best_with_crews: Option<DualBound>,
    /// Whether column generation has converged once.
    converged: bool,
}

impl<'p, 'c> ProofState<'p, 'c> {
    /// The initial state: the rows, and the routes of the incumbent as columns. `None` where the solver fails.
    pub fn new(
        problem: &'p CoveringProblem<'p>,
        incumbent: Incumbent,
        limits: &'p ProofLimits,
        params: &'p ProofParams,
        callbacks: &'p mut ProofCallbacks<'c>,
    ) -> Option<Self> {
        let pool = RowPool::new(problem);
        let master = RestrictedMaster::new(problem, &pool, &params.generation)?;
        let mut state = Self {
            problem,
            params,
            limits,
            callbacks,
            threads: ThreadPoolBuilder::new().num_threads(limits.threads).build().ok()?,
            time: limits.stop.remaining(),
            work: 0,
            ng_sets: problem.ng_sets.clone(),
            pool,
            cuts: Vec::new(),
            master,
            known: BTreeSet::new(),
            incumbent,
            bound: None,
            best: None,
            best_with_crews: None,
            converged: false,
        };
        state.add_columns_of_incumbent()?;
        Some(state)
    }

    /// The problem.
    pub fn problem(&self) -> &'p CoveringProblem<'p> {
        self.problem
    }

    /// Its parameters.
    pub fn params(&self) -> &'p ProofParams {
        self.params
    }

    /// Its limits.
    pub fn limits(&self) -> &'p ProofLimits {
        self.limits
    }

    /// The threads that price.
    pub fn threads(&self) -> &ThreadPool {
        &self.threads
    }

    /// The time left at the start.
    pub fn time(&self) -> Option<Duration> {
        self.time
    }

    /// Work done, in labels.
    pub fn work(&self) -> u64 {
        self.work
    }

    /// Counts work, in labels.
    pub fn count_work(&mut self, labels: u64) {
        self.work += labels;
    }

    /// What labels remember.
    pub fn ng_sets(&self) -> &NgSets {
        &self.ng_sets
    }

    /// The rows.
    pub fn pool(&self) -> &RowPool {
        &self.pool
    }

    /// The cuts.
    pub fn cuts(&self) -> &[SubsetRowCut] {
        &self.cuts
    }

    /// The columns of the master.
    pub fn columns(&self) -> &[RouteColumn] {
        self.master.columns()
    }

    /// The best plan known.
    pub fn incumbent(&self) -> &Incumbent {
        &self.incumbent
    }

    /// The best bound so far.
    pub fn bound(&self) -> Option<i128> {
        self.bound
    }

    /// Whether column generation has converged once.
    pub fn is_converged(&self) -> bool {
        self.converged
    }

    /// Records that column generation has converged.
    pub fn mark_converged(&mut self) {
        self.converged = true;
    }

    /// Raises the bound, if it is better.
    pub fn raise_bound(&mut self, bound: i128) {
        self.bound = self.bound.max(Some(bound));
    }

    /// Records multipliers with their Lagrangian bound; `least` is the least reduced cost of every pricing problem.
    pub fn record_duals(&mut self, duals: &Duals, bound: i128, least: impl Iterator<Item = i64>) {
        if self.best.as_ref().is_none_or(|best| bound > best.bound) {
            self.best = Some(DualBound {
                bound,
                duals: duals.clone(),
                least_reduced_costs: least.collect(),
                gains: BTreeMap::new(),
            });
        }
        self.raise_bound(bound);
    }

    /// Records multipliers with the gains of crews.
    pub fn record_gains(&mut self, with_crews: DualBound) {
        if self.best_with_crews.as_ref().is_none_or(|known| with_crews.total() > known.total()) {
            self.best_with_crews = Some(with_crews);
        }
    }

    /// The best multipliers, as they were recorded.
    pub fn best(&self) -> Option<&DualBound> {
        self.best.as_ref()
    }

    /// The best multipliers, with 0 for rows and cuts added since.
    pub fn latest_best(&self) -> Option<DualBound> {
        self.best.clone().map(|best| best.extended(self.pool.rows().len(), self.cuts.len()))
    }

    /// The multipliers with the best bound, gains of crews included, with 0 for rows and cuts added since.
    pub fn narrowest(&self) -> Option<DualBound> {
        let known = [&self.best, &self.best_with_crews].into_iter().flatten();
        let narrowest = known.max_by_key(|best| best.total()).cloned();
        narrowest.map(|best| best.extended(self.pool.rows().len(), self.cuts.len()))
    }

    /// The absolute gap, `Money` units; the incumbent's cost where nothing is proven.
    pub fn gap(&self) -> i64 {
        self.above(self.bound.unwrap_or(0))
    }

    /// The absolute gap to the best Lagrangian bound, `Money` units.
    pub fn gap_of_duals(&self) -> i64 {
        self.above(self.best.as_ref().map_or(0, |best| best.bound))
    }

    /// The incumbent's cost above a bound, at least 0; `Money` units.
    pub fn above(&self, bound: i128) -> i64 {
        i64::try_from((i128::from(self.incumbent.cost.0) - bound).max(0)).unwrap_or(i64::MAX)
    }

    /// Whether the per-crew decomposition closes more than half of the gap, so that cuts, which start without it, are
    /// unlikely to get as far.
    pub fn crews_prove_most(&self) -> bool {
        let gain = self.best_with_crews.as_ref().map_or(0, DualBound::gain);
        gain > self.gap_of_duals() / 2
    }

    /// Adds a route as a column. Returns whether it is new.
    pub fn add_route(&mut self, subproblem: usize, nodes: Vec<u16>) -> Option<bool> {
        if !self.known.insert((subproblem, nodes.clone())) {
            return Some(false);
        }
        let Some(column) = RouteColumn::new(self.problem, subproblem, nodes) else { return Some(false) };
        self.master.add_route(&self.pool, &self.cuts, column)?;
        Some(true)
    }

    /// Adds a service time of a week, a multiple of the step. Returns whether it is new.
    pub fn add_service_point(&mut self, week: usize, times: usize) -> Option<bool> {
        self.master.add_point(&self.pool, week, times)
    }

    /// Activates the lazy rows that a solution violates by more than a tolerance. Returns their number.
    pub fn activate_lazy_rows<'r>(
        &mut self,
        routes: impl Iterator<Item = (&'r RouteColumn, f64)>,
        aux: &[f64],
        tolerance: f64,
    ) -> Option<usize> {
        let violated = lazy_rows::activate(&mut self.pool, routes, aux, tolerance);
        self.master.add_rows(&self.pool)?;
        Some(violated)
    }

    /// The same for a solution of the master.
    pub fn separate_lazy_rows(&mut self, solution: &MasterSolution) -> Option<usize> {
        let routes = self.master.columns().iter().zip(solution.routes.iter().copied());
        let violated = lazy_rows::activate(&mut self.pool, routes, &solution.aux, self.params.cuts.lazy_violation);
        self.master.add_rows(&self.pool)?;
        Some(violated)
    }

    /// Has labels remember what some routes forget, each with its share in a solution, and takes all routes out of the master
    /// that they make no longer. Returns whether ng-sets have grown.
    pub fn extend_ng_sets<'r>(&mut self, routes: impl Iterator<Item = (&'r RouteColumn, f64)>) -> Option<bool> {
        let has_grown = learn(&mut self.ng_sets, self.problem, routes, &self.params.generation);
        self.forbid_unmade(has_grown)
    }

    /// The same for a solution of the master.
    pub fn extend_ng_sets_by(&mut self, solution: &MasterSolution) -> Option<bool> {
        let routes = self.master.columns().iter().zip(solution.routes.iter().copied());
        let has_grown = learn(&mut self.ng_sets, self.problem, routes, &self.params.generation);
        self.forbid_unmade(has_grown)
    }

    /// Takes the routes that labels no longer make out of the master, if ng-sets have grown. Returns whether they have.
    fn forbid_unmade(&mut self, has_grown: bool) -> Option<bool> {
        if has_grown {
            self.master.forbid(|column| !is_made(&self.ng_sets, self.problem, column))?;
        }
        Some(has_grown)
    }

    /// Whether labels make a route.
    pub fn is_made(&self, column: &RouteColumn) -> bool {
        is_made(&self.ng_sets, self.problem, column)
    }

    /// Activates rows.
    pub fn add_rows(&mut self, rows: &[LazyRow]) -> Option<()> {
        rows.iter().for_each(|row| self.pool.add_lazy_row(row));
        self.master.add_rows(&self.pool)
    }

    /// Adds a cut.
    pub fn add_cut(&mut self, cut: SubsetRowCut) -> Option<()> {
        self.master.add_cut(&cut)?;
        self.cuts.push(cut);
        Some(())
    }

    /// Solves the master, which leaves all threads but one idle.
    pub fn solve_master(&mut self) -> Option<MasterSolution> {
        let left = self.limits.stop.remaining();
        let solution = self.callbacks.with_idle_threads(|| self.master.solve(&self.pool, left))?;
        self.work += self.params.generation.work_per_column * self.master.columns().len() as u64;
        Some(solution)
    }

    /// Calls a solver, which leaves all threads but one idle.
    pub fn with_idle_threads<T>(&self, solve: impl FnOnce() -> T) -> T {
        self.callbacks.with_idle_threads(solve)
    }

    /// Adopts a better incumbent that another search has found.
    pub fn update_incumbent(&mut self) -> Option<()> {
        let Some(found) = (self.callbacks.incumbent)(self.incumbent.cost) else { return Some(()) };
        self.incumbent = found;
        self.add_columns_of_incumbent()
    }

    /// Repairs some routes, and makes them the incumbent if the result is legal and costs less.
    pub fn offer(&mut self, routes: &RoutesByShift) -> Option<()> {
        if let Some(found) = (self.callbacks.repair)(routes).filter(|found| found.cost < self.incumbent.cost) {
            self.incumbent = found;
            self.add_columns_of_incumbent()?;
        }
        Some(())
    }

    fn add_columns_of_incumbent(&mut self) -> Option<()> {
        for (subproblem, nodes) in self.nodes_of(&self.incumbent.routes)? {
            self.add_route(subproblem, nodes)?;
        }
        Some(())
    }

    /// Routes as pricing problems and nodes. `None` where a shift can't do a visit.
    pub fn nodes_of(&self, routes: &RoutesByShift) -> Option<Vec<(usize, Vec<u16>)>> {
        let problem = self.problem;
        let of = |(shift, jobs): &(ShiftId, Vec<JobId>)| {
            let index = problem.subproblems.iter().position(|subproblem| subproblem.shifts.contains(shift))?;
            let node = |job: &JobId| Some(problem.subproblems[index].node_of(problem.task_of[*job]?)? as u16);
            Some((index, jobs.iter().map(node).collect::<Option<_>>()?))
        };
        routes.iter().map(of).collect()
    }

    /// Logs a step with the present bound and incumbent.
    pub fn log(&mut self, step: String) {
        let euros = |money: f64| money / Money::PER_EURO as f64;
        let (bound, cost) = (self.bound.map_or(0.0, |bound| euros(bound as f64)), euros(self.incumbent.cost.0 as f64));
        let (columns, rows, cuts) = (self.columns().len(), self.pool.rows().len(), self.cuts.len());
        let seconds = self.limits.stop.elapsed().as_secs_f64();
        let line = format!(
            "{seconds:.1} s: {step}; bound {bound:.2}, plan {cost:.2}; {columns} routes, {rows} rows, {cuts} cuts"
        );
        let proven = self.bound.and_then(|bound| i64::try_from(bound).ok()).map(Money);
        (self.callbacks.log)(line, proven);
    }

    /// The shadow prices of visits and shifts, from the best multipliers.
    pub fn shadow_prices(&self) -> ShadowPrices {
        let Some(best) = &self.best else { return ShadowPrices::default() };
        let visit = |(task, &row): (&Task, &usize)| (task.job, Money(best.duals.rows[row]));
        let shift = |(subproblem, &least): (&PricingProblem, &i64)| {
            subproblem.shifts.iter().map(move |&shift| (shift, Money(-least))).collect::<Vec<_>>()
        };
        ShadowPrices {
            visits: self.problem.tasks.iter().zip(self.pool.cover_rows()).map(visit).collect(),
            shifts: self.problem.subproblems.iter().zip(&best.least_reduced_costs).flat_map(shift).collect(),
        }
    }

    /// The final incumbent.
    pub fn into_incumbent(self) -> Incumbent {
        self.incumbent
    }
}

fn is_made(ng_sets: &NgSets, problem: &CoveringProblem<'_>, column: &RouteColumn) -> bool {
    ng_sets.allow(&problem.tasks, &column.tasks(problem).collect::<Vec<_>>())
}

/// Has labels remember what routes with a considerable share forget. Returns whether ng-sets have grown.
fn learn<'r>(
    ng_sets: &mut NgSets,
    problem: &CoveringProblem<'_>,
    routes: impl Iterator<Item = (&'r RouteColumn, f64)>,
    params: &GenerationParams,
) -> bool {
    let considerable = routes.filter(|(_, share)| *share > params.least_forgetful_share);
    let mut has_grown = false;
    for (column, _) in considerable {
        has_grown |= ng_sets.learn(&problem.tasks, &column.tasks(problem).collect::<Vec<_>>());
    }
    has_grown
}
