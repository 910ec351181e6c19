//! Route selection: the set-partitioning integer program over given routes.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Instant;

use super::row_mapping::RowMapping;
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::cut::SubsetRowCut;
use crate::bound::columns::model::problem::CoveringProblem;
use crate::bound::columns::model::row_pool::RowPool;
use crate::bound::columns::params::SelectionParams;
use crate::bound::lp::{BuiltSolver, LpColumn, LpLimits, LpModel, LpSolver, LpStatus, MipOptions, MipSolution};
use crate::stop::StoppingCriterion;

/// The integer program over given routes and service times.
pub struct RouteSelection<'c> {
    /// The problem.
    pub problem: &'c CoveringProblem<'c>,
    /// The rows.
    pub pool: &'c RowPool,
    /// Cuts that tighten the program.
    pub cuts: &'c [SubsetRowCut],
    /// The routes.
    pub columns: &'c [RouteColumn],
    /// Service times by week, multiples of the step: all that a better plan can have.
    pub points: &'c [Vec<usize>],
    /// Rows between the routes.
    pub synchronisation: Synchronisation,
}

/// Rows between routes that start linked visits in step, and variables for what waiting costs.
#[derive(Clone, Debug, Default)]
pub struct Synchronisation {
    /// The rows.
    pub rows: Vec<RouteRow>,
    /// Number of costs of waiting, euros, at least 0.
    pub waits: usize,
}

/// Σ coefficient x route, less a cost of waiting, is at most `upper`.
#[derive(Clone, Debug)]
pub struct RouteRow {
    /// Routes, each once, and their coefficients.
    pub terms: Vec<(usize, f64)>,
    /// The cost of waiting in it.
    pub wait: Option<usize>,
    /// The right-hand side.
    pub upper: f64,
}

/// Limits of an integer program.
#[derive(Clone, Copy, Debug)]
pub struct MipLimits {
    /// Seconds.
    pub seconds: f64,
    /// Seconds after which the answer is no longer waited for.
    pub max_wait: f64,
    /// Branch-and-bound nodes.
    pub nodes: i32,
    /// Whether to presolve.
    pub presolve: bool,
    /// Absolute gap at which the solver may stop, euros.
    pub gap: f64,
}

impl MipLimits {
    fn seconds(&self) -> Option<f64> {
        self.seconds.is_finite().then_some(self.seconds)
    }
}

/// The solver's answer.
pub struct SelectedRoutes {
    /// Lower bound on every selection, euros.
    pub bound: f64,
    /// Cost of the best selection, euros; infinite where there is none.
    pub cost: f64,
    /// Routes of the best selection, where there is one.
    pub chosen: Option<Vec<usize>>,
    /// Auxiliary variables of the best selection; empty where there is none.
    pub aux: Vec<f64>,
}

impl RouteSelection<'_> {
    /// Solves the program, with the routes of a known plan as its start. `None` where the solver fails or exceeds its
    /// limits.
    pub fn solve(
        &self,
        known: &[usize],
        effort: MipLimits,
        stop: &StoppingCriterion,
        params: &SelectionParams,
    ) -> Option<SelectedRoutes> {
        let points = self.points.iter().map(Vec::len).sum::<usize>();
        let first = self.pool.aux().len() + points + self.synchronisation.waits;
        let job = SolverJob {
            plan: self.model(known, false),
            program: self.model(&(0..self.columns.len()).collect::<Vec<_>>(), true),
            known: known.iter().map(|&route| first + route).collect(),
            first,
            effort,
            params: params.clone(),
        };
        let (sender, receiver) = mpsc::channel();
        // On a thread of its own, which is abandoned where the solver overruns its time or the run is interrupted.
        std::thread::Builder::new().spawn(move || sender.send(job.run())).ok()?;
        let started = Instant::now();
        let answer = loop {
            match receiver.recv_timeout(params.poll) {
                Ok(answer) => break answer?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            if stop.is_interrupted() || started.elapsed().as_secs_f64() > effort.max_wait {
                return None;
            }
        };
        let taken = |values: &Vec<f64>| (0..self.columns.len()).filter(|&route| values[first + route] > 0.5).collect();
        Some(SelectedRoutes {
            bound: answer.bound? - params.margin,
            cost: answer.objective,
            chosen: answer.values.as_ref().map(taken),
            aux: answer.values.map_or_else(Vec::new, |values| values[..self.pool.aux().len()].to_vec()),
        })
    }

    /// The program over some of the routes, which are binary where `free`, else fixed to 1.
    fn model(&self, routes: &[usize], free: bool) -> LpModel {
        let pool = self.pool;
        let mut lp = LpModel::default();
        let rows = RowMapping::new(&mut lp, self.problem, pool, self.cuts);
        let mut of_routes: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.columns.len()];
        let mut of_waits: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.synchronisation.waits];
        for between in &self.synchronisation.rows {
            let row = lp.add_row(f64::NEG_INFINITY, between.upper);
            between.terms.iter().for_each(|&(route, coefficient)| of_routes[route].push((row, coefficient)));
            between.wait.into_iter().for_each(|wait| of_waits[wait].push((row, -1.0)));
        }
        for aux in 0..pool.aux().len() {
            lp.add_column(rows.aux(pool, aux));
        }
        for (week, points) in self.points.iter().enumerate() {
            for &times in points {
                lp.add_column(LpColumn { upper: 1.0, ..rows.service_point(pool, week, times) });
            }
        }
        for terms in of_waits {
            lp.add_column(LpColumn { cost: 1.0, lower: 0.0, upper: f64::INFINITY, integer: false, terms });
        }
        let lower = if free { 0.0 } else { 1.0 };
        for &route in routes {
            let mut column = rows.route(self.problem, pool, self.cuts, &self.columns[route]);
            column.terms.append(&mut of_routes[route]);
            lp.add_column(LpColumn { lower, upper: 1.0, integer: true, ..column });
        }
        lp
    }
}

/// The work of the solver's thread.
struct SolverJob {
    /// The program with the routes of the known plan fixed.
    plan: LpModel,
    /// The program over all routes.
    program: LpModel,
    /// The variables in it of the known plan's routes, in the order of `plan`.
    known: Vec<usize>,
    /// Number of variables before the routes.
    first: usize,
    effort: MipLimits,
    params: SelectionParams,
}

impl SolverJob {
    fn run(self) -> Option<MipSolution> {
        let start = self.values_of_plan().map(|values| {
            let mut start = vec![0.0; self.program.columns().len()];
            start[..self.first].copy_from_slice(&values[..self.first]);
            self.known.iter().for_each(|&column| start[column] = 1.0);
            start
        });
        let options = MipOptions {
            seed: self.params.solver_seed,
            seconds: self.effort.seconds(),
            nodes: Some(self.effort.nodes),
            presolve: self.effort.presolve,
            absolute_gap: self.effort.gap.max(self.params.min_absolute_gap),
            tolerance: Some(self.params.tolerance),
        };
        let solution = BuiltSolver::solve_integer(&self.program, start.as_deref(), &options).ok()?;
        matches!(solution.status, LpStatus::Optimal | LpStatus::Limit).then_some(solution)
    }

    /// The values of all variables in the known plan: a complete start.
    fn values_of_plan(&self) -> Option<Vec<f64>> {
        let limits = LpLimits { seconds: self.effort.seconds(), iterations: None };
        let solution = BuiltSolver::open(&self.plan, self.params.solver_seed).ok()?.solve(limits).ok()?;
        (solution.status == LpStatus::Optimal).then_some(solution.values)
    }
}
