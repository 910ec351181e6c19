//! Route selection: the integer program over a set of routes, which of them make the cheapest plan.

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

/// Routes and the weeks' minutes to choose from.
pub struct RouteSelection<'c> {
    /// The problem.
    pub problem: &'c CoveringProblem<'c>,
    /// The rows.
    pub pool: &'c RowPool,
    /// Cuts that help the solver.
    pub cuts: &'c [SubsetRowCut],
    /// The routes.
    pub columns: &'c [RouteColumn],
    /// Multiples of the step by week; all that a better plan can have.
    pub points: &'c [Vec<usize>],
}

/// How long a solver may take.
#[derive(Clone, Copy, Debug)]
pub struct MipEffort {
    /// Seconds.
    pub seconds: f64,
    /// Seconds after which nobody waits for the solver any more.
    pub patience: f64,
    /// Nodes of the tree.
    pub nodes: i32,
    /// Whether the program is made smaller first.
    pub presolve: bool,
    /// Euros between the plan known and what no choice costs less than, at which it may stop.
    pub gap: f64,
}

impl MipEffort {
    fn seconds(&self) -> Option<f64> {
        self.seconds.is_finite().then_some(self.seconds)
    }
}

/// What the solver found.
pub struct SelectedRoutes {
    /// No choice costs less, in euros.
    pub bound: f64,
    /// What the best choice costs, in euros; infinite where there is none.
    pub cost: f64,
    /// The routes of the best choice, where there is one.
    pub chosen: Option<Vec<usize>>,
    /// The variables of the best choice.
    pub aux: Vec<f64>,
}

impl RouteSelection<'_> {
    /// Solves the program, from the routes of a plan that is known. `None` where the solver fails or takes longer than it may.
    pub fn solve(
        &self,
        known: &[usize],
        effort: MipEffort,
        stop: &StoppingCriterion,
        params: &SelectionParams,
    ) -> Option<SelectedRoutes> {
        let first = self.pool.aux().len() + self.points.iter().map(Vec::len).sum::<usize>();
        let job = SolverJob {
            plan: self.model(known, false),
            program: self.model(&(0..self.columns.len()).collect::<Vec<_>>(), true),
            known: known.iter().map(|&route| first + route).collect(),
            first,
            effort,
            params: params.clone(),
        };
        let (sender, receiver) = mpsc::channel();
        // On a thread of its own, which is left behind where the solver does not keep to its time or somebody asks to stop.
        std::thread::Builder::new().spawn(move || sender.send(job.run())).ok()?;
        let begun = Instant::now();
        let answer = loop {
            match receiver.recv_timeout(params.poll) {
                Ok(answer) => break answer?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            if stop.is_interrupted() || begun.elapsed().as_secs_f64() > effort.patience {
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

    /// The program of some of the routes: each is taken or not, or all of them are taken.
    fn model(&self, routes: &[usize], free: bool) -> LpModel {
        let pool = self.pool;
        let mut lp = LpModel::default();
        let rows = RowMapping::new(&mut lp, self.problem, pool, self.cuts);
        for aux in 0..pool.aux().len() {
            lp.add_column(rows.aux(pool, aux));
        }
        for (week, points) in self.points.iter().enumerate() {
            for &times in points {
                lp.add_column(LpColumn { upper: 1.0, ..rows.service_point(pool, week, times) });
            }
        }
        let lower = if free { 0.0 } else { 1.0 };
        for &route in routes {
            let column = rows.route(self.problem, pool, self.cuts, &self.columns[route]);
            lp.add_column(LpColumn { lower, upper: 1.0, integer: true, ..column });
        }
        lp
    }
}

/// What a solver is asked.
struct SolverJob {
    /// The program of the routes of the plan known.
    plan: LpModel,
    /// The program of all routes.
    program: LpModel,
    /// Its variables that are the routes of the plan, ascending as in `plan`.
    known: Vec<usize>,
    /// How many variables come before the routes.
    first: usize,
    effort: MipEffort,
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

    /// The values of all variables where the routes of the plan are fixed.
    fn values_of_plan(&self) -> Option<Vec<f64>> {
        let limits = LpLimits { seconds: self.effort.seconds(), iterations: None };
        let solution = BuiltSolver::open(&self.plan, self.params.solver_seed).ok()?.solve(limits).ok()?;
        (solution.status == LpStatus::Optimal).then_some(solution.values)
    }
}
