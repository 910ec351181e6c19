//! The generalized assignment problem as an integer program: a binary variable per pair of agent and item.

use std::time::Duration;

use super::Assigned;
use crate::bound::lp::{BuiltSolver, LpColumn, LpModel, LpSolver, MipOptions};
use crate::files::public::Assignment;

/// The program, and its columns by item, with the agent of each.
struct AssignmentProgram {
    model: LpModel,
    choices: Vec<Vec<(usize, usize)>>,
}

impl AssignmentProgram {
    /// The program of some candidates, by agent and item, and of the pairs of an assignment. Every item has one agent,
    /// no agent more than it can take.
    fn new(problem: &Assignment, candidates: &[Vec<bool>], start: Option<&[usize]>) -> Self {
        let mut model = LpModel::default();
        let items = candidates.first().map_or(0, Vec::len);
        let once: Vec<usize> = (0..items).map(|_| model.add_row(1.0, 1.0)).collect();
        let within: Vec<usize> =
            problem.capacities.iter().map(|&most| model.add_row(f64::NEG_INFINITY, most as f64)).collect();
        let mut choose = |item: usize| {
            let starts = |agent: usize| start.is_some_and(|start| start[item] == agent);
            let agents = (0..candidates.len()).filter(|&agent| candidates[agent][item] || starts(agent));
            let mut column = |agent: usize| {
                model.add_column(LpColumn {
                    cost: problem.costs[agent][item] as f64,
                    lower: 0.0,
                    upper: 1.0,
                    integer: true,
                    terms: vec![(once[item], 1.0), (within[agent], problem.needs[agent][item] as f64)],
                })
            };
            agents.map(|agent| (agent, column(agent))).collect()
        };
        let choices = (0..items).map(&mut choose).collect();
        Self { model, choices }
    }

    /// The values of all columns in an assignment.
    fn values(&self, agents: &[usize]) -> Vec<f64> {
        let mut values = vec![0.0; self.model.columns().len()];
        for (choices, chosen) in self.choices.iter().zip(agents) {
            let own = choices.iter().filter(|(agent, _)| agent == chosen);
            own.for_each(|&(_, column)| values[column] = 1.0);
        }
        values
    }

    /// The agents that the values of the columns choose; none where an item has none.
    fn chosen(&self, values: &[f64]) -> Option<Vec<usize>> {
        let choice =
            |choices: &Vec<(usize, usize)>| choices.iter().find(|own| values[own.1] > 0.5).map(|&(agent, _)| agent);
        self.choices.iter().map(choice).collect()
    }
}

/// The best assignment that the solver finds among candidates, by agent and item, in the time there is; `start` is one
/// that is known. The bound is that of the candidates. The solver runs on one thread.
pub fn solve(
    problem: &Assignment,
    candidates: &[Vec<bool>],
    start: Option<&[usize]>,
    time: Duration,
    seed: u64,
) -> Assigned {
    let program = AssignmentProgram::new(problem, candidates, start);
    if program.choices.is_empty() || program.choices.iter().any(Vec::is_empty) {
        return Assigned::default();
    }
    let options = MipOptions {
        seed: (seed % (1 << 31)) as i32,
        seconds: Some(time.as_secs_f64()),
        nodes: None,
        presolve: true,
        absolute_gap: LESS_THAN_ONE,
        tolerance: None,
    };
    let start = start.map(|agents| program.values(agents));
    let Ok(solution) = BuiltSolver::solve_integer(&program.model, start.as_deref(), &options) else {
        return Assigned::default();
    };
    let agents = solution.values.and_then(|values| program.chosen(&values));
    let bound = solution.bound.filter(|bound| bound.is_finite());
    Assigned {
        agents: agents.filter(|agents| problem.cost(agents).is_some()),
        bound: bound.map(|bound| (bound - SOLVER_NOISE * bound.abs().max(1.0)).ceil() as i64),
        nodes: solution.nodes,
    }
}

/// Costs are whole: within less than one of the bound nothing is left to find.
const LESS_THAN_ONE: f64 = 0.99;
/// What the solver's bound may be off by, relative.
const SOLVER_NOISE: f64 = 1e-6;
