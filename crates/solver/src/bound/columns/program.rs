//! The integer program over a set of routes: which of them make the cheapest plan.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use highs::{ColProblem, HighsModelStatus, HighsSolutionStatus, Model, Sense};

use super::column::Column;
use super::duals::Cut;
use super::lines::{Lines, euros};
use super::problem::Problem;
use super::relaxation::Relaxation;
use crate::stop::StoppingCriterion;

/// Routes and the weeks' minutes to choose from.
pub struct Choice<'c> {
    /// The problem.
    pub problem: &'c Problem<'c>,
    /// The rows.
    pub relaxation: &'c Relaxation,
    /// Cuts that help the solver.
    pub cuts: &'c [Cut],
    /// The routes.
    pub columns: &'c [Column],
    /// Multiples of the step by week; all that a better plan can have.
    pub points: &'c [Vec<usize>],
}

/// How long a solver may take.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
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

/// What the solver found.
pub struct Answer {
    /// No choice costs less, in euros.
    pub bound: f64,
    /// What the best choice costs, in euros; infinite where there is none.
    pub cost: f64,
    /// The routes of the best choice, where there is one.
    pub chosen: Option<Vec<usize>>,
    /// The variables of the best choice.
    pub aux: Vec<f64>,
}

/// What is subtracted from a bound of the solver, in euros: its tolerances are far smaller.
pub const MARGIN: f64 = 1e-3;

/// Solves the program, from the routes of a plan that is known. `None` where the solver fails or takes longer than it may.
pub fn solve(choice: &Choice<'_>, known: &[usize], effort: Effort, stop: &StoppingCriterion) -> Option<Answer> {
    let plan = build(choice, known, false);
    let program = build(choice, &(0..choice.columns.len()).collect::<Vec<_>>(), true);
    let first = choice.relaxation.aux.len() + choice.points.iter().map(Vec::len).sum::<usize>();
    let whole = known.iter().map(|&route| first + route).collect();
    let task = Task { plan, program, whole, first, effort };
    let (sender, receiver) = mpsc::channel();
    // On a thread of its own, which is left behind where the solver does not keep to its time or somebody asks to stop.
    std::thread::Builder::new().spawn(move || sender.send(run(task))).ok()?;
    let begun = Instant::now();
    let (bound, cost, values) = loop {
        match receiver.recv_timeout(PATIENCE) {
            Ok(answer) => break answer?,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        if stop.is_interrupted() || begun.elapsed().as_secs_f64() > effort.patience {
            return None;
        }
    };
    let taken = |values: &Vec<f64>| (0..choice.columns.len()).filter(|&route| values[first + route] > 0.5).collect();
    Some(Answer {
        bound: bound - MARGIN,
        cost,
        chosen: values.as_ref().map(taken),
        aux: values.map_or_else(Vec::new, |values| values[..choice.relaxation.aux.len()].to_vec()),
    })
}

/// How often somebody who asks to stop is heard.
const PATIENCE: Duration = Duration::from_millis(20);

/// What no solution costs less than, what the best one costs, and the best solution.
type Run = Option<(f64, f64, Option<Vec<f64>>)>;

/// What a solver is asked.
struct Task {
    /// The program of the routes of the plan known.
    plan: ColProblem,
    /// The program of all routes.
    program: ColProblem,
    /// Its variables that are the routes of the plan, ascending as in `known`.
    whole: Vec<usize>,
    /// How many variables come before the routes.
    first: usize,
    effort: Effort,
}

fn run(Task { plan, program, whole, first, effort }: Task) -> Run {
    let start = values_of(plan, effort).map(|values| {
        let mut start = vec![0.0; program.num_cols()];
        start[..first].copy_from_slice(&values[..first]);
        whole.iter().for_each(|&column| start[column] = 1.0);
        start
    });
    let mut model = model(program, effort)?;
    if let Some(start) = &start {
        model.try_set_solution(Some(start), None, None, None).ok()?;
    }
    if !effort.presolve {
        model.try_set_option("presolve", "off").ok()?;
    }
    for (option, value) in
        [("mip_rel_gap", 0.0), ("mip_abs_gap", effort.gap.max(1e-6)), ("mip_feasibility_tolerance", 1e-9)]
    {
        model.try_set_option(option, value).ok()?;
    }
    model.try_set_option("primal_feasibility_tolerance", 1e-9).ok()?;
    model.try_set_option("mip_max_nodes", effort.nodes).ok()?;
    let solved = model.try_solve().ok()?;
    let bound = match solved.status() {
        HighsModelStatus::Optimal | HighsModelStatus::ReachedTimeLimit | HighsModelStatus::ReachedSolutionLimit => {
            solved.double_info_value(c"mip_dual_bound").ok()?
        }
        _ => return None,
    };
    let feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let cost = if feasible { solved.objective_value() } else { f64::INFINITY };
    Some((bound, cost, feasible.then(|| solved.get_solution().columns().to_vec())))
}

/// The values of all variables of a program whose routes are fixed.
fn values_of(plan: ColProblem, effort: Effort) -> Option<Vec<f64>> {
    let solved = model(plan, effort)?.try_solve().ok()?;
    (solved.status() == HighsModelStatus::Optimal).then(|| solved.get_solution().columns().to_vec())
}

fn model(program: ColProblem, effort: Effort) -> Option<Model> {
    let mut model = program.try_optimise(Sense::Minimise).ok()?;
    model.try_set_option("threads", 1).ok()?;
    model.try_set_option("random_seed", 1).ok()?;
    if effort.seconds.is_finite() {
        model.try_set_option("time_limit", effort.seconds.max(0.01)).ok()?;
    }
    Some(model)
}

/// The program of some of the routes: each is taken or not, or all of them are taken.
fn build(choice: &Choice<'_>, routes: &[usize], whole: bool) -> ColProblem {
    let relaxation = choice.relaxation;
    let mut lp = ColProblem::default();
    let lines = Lines::new(&mut lp, choice.problem, relaxation, choice.cuts);
    for own in &relaxation.aux {
        let terms = lines.of_aux(relaxation, own);
        lp.add_column_with_integrality(euros(own.cost), 0.0..=own.upper as f64, terms, whole && own.whole);
    }
    for (week, own) in relaxation.weeks.iter().enumerate() {
        for &times in &choice.points[week] {
            lp.add_column(euros(own.costs[times]), 0.0..=1.0, lines.of_point(relaxation, week, times));
        }
    }
    let least = if whole { 0.0 } else { 1.0 };
    for column in routes.iter().map(|&route| &choice.columns[route]) {
        let terms = lines.of_route(choice.problem, relaxation, choice.cuts, column);
        lp.add_column_with_integrality(euros(column.cost), least..=1.0, terms, whole);
    }
    lp
}
