//! Assignment as a mixed-integer program: a binary variable per pair of agent and item.

use std::time::Duration;

use good_lp::{Constraint, Expression, ProblemVariables, SolverModel, Variable, constraint, variable};

use super::Assigned;
use crate::files::public::Assignment;

/// The program: its variables by item, with the agent of each.
struct Program {
    variables: ProblemVariables,
    choices: Vec<Vec<(usize, Variable)>>,
}

impl Program {
    /// The program of some candidates, by agent and item, and of the pairs of an assignment.
    fn of(candidates: &[Vec<bool>], start: Option<&[usize]>) -> Self {
        let mut variables = ProblemVariables::new();
        let items = candidates.first().map_or(0, Vec::len);
        let mut choose = |item: usize| {
            let starts = |agent: usize| start.is_some_and(|start| start[item] == agent);
            let agents = (0..candidates.len()).filter(|&agent| candidates[agent][item] || starts(agent));
            agents.map(|agent| (agent, variables.add(variable().binary()))).collect()
        };
        let choices = (0..items).map(&mut choose).collect();
        Self { variables, choices }
    }

    fn cost(&self, problem: &Assignment) -> Expression {
        let terms = self.choices.iter().enumerate().flat_map(|(item, choices)| {
            choices.iter().map(move |&(agent, variable)| problem.costs[agent][item] as f64 * variable)
        });
        terms.sum()
    }

    /// Every item has one agent, no agent more than it can take.
    fn constraints(&self, problem: &Assignment) -> Vec<Constraint> {
        let once = self.choices.iter().map(|choices| {
            let agents: Expression = choices.iter().map(|&(_, variable)| variable).sum();
            constraint!(agents == 1)
        });
        let mut loads = vec![Expression::with_capacity(self.choices.len()); problem.capacities.len()];
        for (item, choices) in self.choices.iter().enumerate() {
            for &(agent, variable) in choices {
                loads[agent].add_mul(problem.needs[agent][item] as f64, variable);
            }
        }
        let within = loads.into_iter().zip(&problem.capacities).map(|(load, &most)| constraint!(load <= most as f64));
        once.chain(within).collect()
    }
}

/// The agents that the values of the variables choose; none where an item has none.
#[cfg(not(feature = "highs"))]
fn chosen(choices: &[Vec<(usize, Variable)>], value: impl Fn(Variable) -> f64) -> Option<Vec<usize>> {
    let choice = |choices: &Vec<(usize, Variable)>| choices.iter().find(|&&(_, own)| value(own) > 0.5).map(|own| own.0);
    choices.iter().map(choice).collect()
}

/// The best assignment that the solver finds among candidates, by agent and item, in the time there is; `start` is one that
/// is known. The bound is that of the candidates. The solver runs on one thread.
pub fn solve(
    problem: &Assignment,
    candidates: &[Vec<bool>],
    start: Option<&[usize]>,
    time: Duration,
    seed: u64,
) -> Assigned {
    let program = Program::of(candidates, start);
    if program.choices.is_empty() || program.choices.iter().any(Vec::is_empty) {
        return Assigned::default();
    }
    let mut assigned = run(program, problem, start, time, seed);
    assigned.agents = assigned.agents.filter(|agents| problem.cost(agents).is_some());
    assigned
}

#[cfg(feature = "highs")]
fn run(program: Program, problem: &Assignment, start: Option<&[usize]>, time: Duration, seed: u64) -> Assigned {
    let (cost, constraints) = (program.cost(problem), program.constraints(problem));
    let mut model = program.variables.minimise(cost).using(good_lp::highs);
    for constraint in constraints {
        model.add_constraint(constraint);
    }
    let Ok(mut model) = model.try_into_inner() else { return Assigned::default() };
    model.set_option("output_flag", false);
    model.set_option("threads", 1);
    model.set_option("random_seed", (seed % (1 << 31)) as i32);
    model.set_option("time_limit", time.as_secs_f64());
    model.set_option("mip_rel_gap", 0.0);
    model.set_option("mip_abs_gap", LESS_THAN_ONE);
    if let Some(start) = start {
        let pairs = program.choices.iter().zip(start);
        let columns = pairs
            .flat_map(|(choices, &chosen)| choices.iter().map(move |&(agent, _)| f64::from(u8::from(agent == chosen))));
        model.set_solution(Some(&columns.collect::<Vec<_>>()), None, None, None);
    }
    let Ok(solved) = model.try_solve() else { return Assigned::default() };
    let solution = solved.get_solution();
    let mut values = solution.columns().iter();
    // Columns are in the order in which the variables were added.
    let by_item = program.choices.iter().map(|choices| {
        let own: Vec<_> = choices.iter().map(|&(agent, _)| agent).zip(&mut values).collect();
        own.into_iter().find(|&(_, &value)| value > 0.5).map(|(agent, _)| agent)
    });
    let bound = solved.double_info_value(c"mip_dual_bound").ok().filter(|bound| bound.is_finite());
    Assigned {
        agents: by_item.collect(),
        bound: bound.map(|bound| (bound - SOLVER_NOISE * bound.abs().max(1.0)).ceil() as i64),
        nodes: solved.int_info_value(c"mip_node_count").map_or(0, |nodes| nodes.max(0) as u64),
    }
}

#[cfg(not(feature = "highs"))]
fn run(program: Program, problem: &Assignment, start: Option<&[usize]>, time: Duration, _seed: u64) -> Assigned {
    use good_lp::solvers::{SolutionStatus, WithTimeLimit};
    use good_lp::{Solution, WithInitialSolution, microlp};

    let (cost, constraints) = (program.cost(problem), program.constraints(problem));
    let mut model = program.variables.minimise(cost).using(microlp).with_time_limit(time.as_secs_f64());
    for constraint in constraints {
        model.add_constraint(constraint);
    }
    if let Some(start) = start {
        let pairs = program.choices.iter().zip(start);
        let all =
            pairs.flat_map(|(choices, &own)| choices.iter().map(move |&(a, v)| (v, f64::from(u8::from(a == own)))));
        model = model.with_initial_solution(all);
    }
    let Ok(solved) = model.solve() else { return Assigned::default() };
    let agents = chosen(&program.choices, |variable| solved.value(variable));
    let proven = matches!(solved.status(), SolutionStatus::Optimal);
    let bound = agents.as_ref().filter(|_| proven).and_then(|agents| problem.cost(agents));
    Assigned { agents, bound, nodes: 0 }
}

/// Costs are whole: within less than one of the bound nothing is left to find.
#[cfg(feature = "highs")]
const LESS_THAN_ONE: f64 = 0.99;
/// What the solver's bound may be off by, relative.
#[cfg(feature = "highs")]
const SOLVER_NOISE: f64 = 1e-6;
