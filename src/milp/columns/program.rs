//! The integer program over a set of routes: which of them make the cheapest plan.

use highs::{ColProblem, HighsModelStatus, HighsSolutionStatus, Model, Row as LpRow, Sense};

use super::column::Column;
use super::duals::Cut;
use super::master::{euros, lower, scaled, upper};
use super::problem::Problem;
use super::relaxation::Relaxation;

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
    /// Nodes of the tree.
    pub nodes: i32,
}

/// What the solver found.
pub struct Answer {
    /// No choice costs less, in euros.
    pub bound: f64,
    /// The routes of the best choice, where there is one.
    pub chosen: Option<Vec<usize>>,
    /// The variables of the best choice.
    pub aux: Vec<f64>,
}

/// What is subtracted from a bound of the solver, in euros: its tolerances are far smaller.
pub const MARGIN: f64 = 1e-3;

struct Built {
    model: Model,
    first_route: usize,
}

/// Solves the program, from the routes of a plan that is known. `None` where the solver fails.
pub fn solve(choice: &Choice<'_>, known: &[usize], effort: Effort) -> Option<Answer> {
    let start = values_of(choice, known);
    let mut built = build(choice, |_| (0.0, 1.0), true)?;
    if let Some(start) = &start {
        built.model.try_set_solution(Some(start), None, None, None).ok()?;
    }
    for (option, value) in [("mip_rel_gap", 0.0), ("mip_abs_gap", 1e-6), ("mip_feasibility_tolerance", 1e-9)] {
        built.model.try_set_option(option, value).ok()?;
    }
    built.model.try_set_option("primal_feasibility_tolerance", 1e-9).ok()?;
    built.model.try_set_option("time_limit", effort.seconds.max(0.01)).ok()?;
    built.model.try_set_option("mip_max_nodes", effort.nodes).ok()?;
    let solved = built.model.try_solve().ok()?;
    let bound = match solved.status() {
        HighsModelStatus::Optimal | HighsModelStatus::ReachedTimeLimit | HighsModelStatus::ReachedSolutionLimit => {
            solved.double_info_value(c"mip_dual_bound").ok()?
        }
        _ => return None,
    };
    let feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let solution = solved.get_solution();
    let values = solution.columns();
    let taken = |&route: &usize| values[built.first_route + route] > 0.5;
    Some(Answer {
        bound: bound - MARGIN,
        chosen: feasible.then(|| (0..choice.columns.len()).filter(taken).collect()),
        aux: if feasible { values[..choice.relaxation.aux.len()].to_vec() } else { Vec::new() },
    })
}

/// The values of all variables where exactly some routes are taken.
fn values_of(choice: &Choice<'_>, known: &[usize]) -> Option<Vec<f64>> {
    let fixed = |route: usize| if known.contains(&route) { (1.0, 1.0) } else { (0.0, 0.0) };
    let solved = build(choice, fixed, false)?.model.try_solve().ok()?;
    (solved.status() == HighsModelStatus::Optimal).then(|| solved.get_solution().columns().to_vec())
}

fn build(choice: &Choice<'_>, bounds: impl Fn(usize) -> (f64, f64), whole: bool) -> Option<Built> {
    let relaxation = choice.relaxation;
    let mut lp = ColProblem::default();
    let rows: Vec<LpRow> = relaxation.rows.iter().map(|row| lp.add_row(lower(row)..=upper(row))).collect();
    let tours: Vec<LpRow> = choice.problem.tours.iter().map(|_| lp.add_row(..=1.0)).collect();
    let weeks: Vec<LpRow> = relaxation.weeks.iter().map(|_| lp.add_row(1.0..=1.0)).collect();
    let cuts: Vec<LpRow> = choice.cuts.iter().map(|_| lp.add_row(..=1.0)).collect();
    for own in &relaxation.aux {
        let terms: Vec<_> = own.terms.iter().map(|&(row, c)| (rows[row], scaled(relaxation, row, c))).collect();
        lp.add_column_with_integrality(euros(own.cost), 0.0..=own.upper as f64, terms, whole && own.whole);
    }
    for (week, own) in relaxation.weeks.iter().enumerate() {
        for &times in &choice.points[week] {
            let minutes = -(times as i64) * i64::from(relaxation.step);
            let terms = [(rows[own.row], scaled(relaxation, own.row, minutes)), (weeks[week], 1.0)];
            lp.add_column(euros(own.costs[times]), 0.0..=1.0, terms);
        }
    }
    let first_route = lp.num_cols();
    for (index, column) in choice.columns.iter().enumerate() {
        let own = column.rows(relaxation).into_iter().map(|(row, c)| (rows[row], scaled(relaxation, row, c)));
        let halves = choice.cuts.iter().zip(&cuts).map(|(cut, &row)| (row, column.halves(choice.problem, cut) as f64));
        let terms = own.chain([(tours[column.tour], 1.0)]).chain(halves).filter(|term| term.1 != 0.0);
        let (low, high) = bounds(index);
        let terms: Vec<_> = terms.collect();
        lp.add_column_with_integrality(euros(column.cost), low..=high, terms, whole);
    }
    let mut model = lp.try_optimise(Sense::Minimise).ok()?;
    model.try_set_option("threads", 1).ok()?;
    model.try_set_option("random_seed", 1).ok()?;
    Some(Built { model, first_route })
}
