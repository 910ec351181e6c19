//! The HiGHS backend.

use std::time::Instant;

use highs::{
    Col, ColProblem, HighsModelStatus, HighsOptionValue, HighsSolutionStatus, HighsStatus, Model, Row, RowProblem,
    Sense, SolvedModel,
};

use super::{LpColumn, LpError, LpLimits, LpModel, LpRow, LpSolution, LpSolver, LpStatus, MipOptions, MipSolution};

/// The shortest time limit, seconds.
const LEAST_SECONDS: f64 = 0.01;

/// Rules of presolve, one bit each, that are left out: rule 16, enumeration, cuts off optimal solutions in HiGHS 1.13 to 1.15
/// (`tests/library/columns.rs` has a week). From 1.16 on it is sound.
const UNSOUND_PRESOLVE: i32 = 1 << 16;

/// A linear program in HiGHS, which keeps its basis between solves.
pub struct Highs {
    /// `None` after a failure.
    model: Option<Model>,
    rows: Vec<Row>,
    columns: Vec<Col>,
    /// Seconds spent so far: the solver's clock runs on from one solve to the next.
    spent: f64,
}

impl LpSolver for Highs {
    const GENERATES_COLUMNS: bool = true;

    fn open(model: &LpModel, seed: i32) -> Result<Self, LpError> {
        let (program, rows) = translated(model, |_| false);
        let mut own = Self { model: None, rows, columns: handles(model.columns().len()), spent: 0.0 };
        let mut opened = opened(program, seed)?;
        set(&mut opened, "parallel", "off")?;
        own.model = Some(opened);
        Ok(own)
    }

    fn add_column(&mut self, column: &LpColumn) -> Result<(), LpError> {
        let terms: Vec<_> = column.terms.iter().map(|&(row, c)| (self.rows[row], c)).collect();
        let added = self.model()?.try_add_column(column.cost, column.lower..=column.upper, terms);
        self.columns.push(added.map_err(failed)?);
        Ok(())
    }

    fn add_row(&mut self, row: LpRow, terms: &[(usize, f64)]) -> Result<(), LpError> {
        let terms: Vec<_> = terms.iter().map(|&(column, c)| (self.columns[column], c)).collect();
        let added = self.model()?.try_add_row(row.lower..=row.upper, terms);
        self.rows.push(added.map_err(failed)?);
        Ok(())
    }

    fn fix_at_zero(&mut self, column: usize) -> Result<(), LpError> {
        let handle = self.columns[column];
        self.model()?.change_column_bounds(handle, 0.0..=0.0);
        Ok(())
    }

    fn solve(&mut self, limits: LpLimits) -> Result<LpSolution, LpError> {
        let begun = Instant::now();
        let mut model = self.model.take().ok_or_else(gone)?;
        if let Some(iterations) = limits.iterations {
            set(&mut model, "simplex_iteration_limit", iterations as i32)?;
        }
        if let Some(seconds) = limits.seconds {
            set(&mut model, "time_limit", (self.spent + seconds).max(LEAST_SECONDS))?;
        }
        let solved = model.try_solve().map_err(failed)?;
        self.spent += begun.elapsed().as_secs_f64();
        let solution = solved.get_solution();
        let answer = LpSolution {
            status: status(&solved),
            objective: solved.objective_value(),
            values: solution.columns().to_vec(),
            duals: solution.dual_rows().to_vec(),
        };
        self.model = Some(Model::from(solved));
        Ok(answer)
    }

    fn solve_integer(model: &LpModel, start: Option<&[f64]>, options: &MipOptions) -> Result<MipSolution, LpError> {
        let mut model = opened(translated(model, |column| column.integer).0, options.seed)?;
        if let Some(start) = start {
            model.try_set_solution(Some(start), None, None, None).map_err(failed)?;
        }
        if let Some(seconds) = options.seconds {
            set(&mut model, "time_limit", seconds.max(LEAST_SECONDS))?;
        }
        if !options.presolve {
            set(&mut model, "presolve", "off")?;
        }
        set(&mut model, "presolve_rule_off", UNSOUND_PRESOLVE)?;
        set(&mut model, "mip_rel_gap", 0.0)?;
        set(&mut model, "mip_abs_gap", options.absolute_gap)?;
        if let Some(tolerance) = options.tolerance {
            set(&mut model, "mip_feasibility_tolerance", tolerance)?;
            set(&mut model, "primal_feasibility_tolerance", tolerance)?;
        }
        if let Some(nodes) = options.nodes {
            set(&mut model, "mip_max_nodes", nodes)?;
        }
        let solved = model.try_solve().map_err(failed)?;
        let feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
        Ok(MipSolution {
            status: status(&solved),
            bound: solved.double_info_value(c"mip_dual_bound").ok(),
            objective: if feasible { solved.objective_value() } else { f64::INFINITY },
            values: feasible.then(|| solved.get_solution().columns().to_vec()),
            nodes: solved.int_info_value(c"mip_node_count").map_or(0, |nodes| nodes.max(0) as u64),
        })
    }
}

impl Highs {
    fn model(&mut self) -> Result<&mut Model, LpError> {
        self.model.as_mut().ok_or_else(gone)
    }
}

/// The handles of the first columns. They are mere indices, which a program built by columns does not return.
fn handles(count: usize) -> Vec<Col> {
    let mut counter = RowProblem::default();
    (0..count).map(|_| counter.add_column(0.0, 0.0..)).collect()
}

/// The program in the solver's form, and its rows.
fn translated(model: &LpModel, integer: impl Fn(&LpColumn) -> bool) -> (ColProblem, Vec<Row>) {
    let mut program = ColProblem::default();
    let rows: Vec<Row> = model.rows().iter().map(|row| program.add_row(row.lower..=row.upper)).collect();
    for column in model.columns() {
        let terms = column.terms.iter().map(|&(row, c)| (rows[row], c));
        let bounds = column.lower..=column.upper;
        program.add_column_with_integrality(column.cost, bounds, terms, integer(column));
    }
    (program, rows)
}

fn opened(program: ColProblem, seed: i32) -> Result<Model, LpError> {
    let mut model = program.try_optimise(Sense::Minimise).map_err(failed)?;
    model.make_quiet();
    set(&mut model, "threads", 1)?;
    set(&mut model, "random_seed", seed)?;
    Ok(model)
}

fn set(model: &mut Model, option: &str, value: impl HighsOptionValue) -> Result<(), LpError> {
    model.try_set_option(option, value).map_err(|_| LpError::Solver("HiGHS does not know an option".into()))
}

fn failed(status: HighsStatus) -> LpError {
    LpError::Solver(format!("HiGHS ends with {status:?}"))
}

fn gone() -> LpError {
    LpError::Solver("HiGHS has failed before".into())
}

fn status(solved: &SolvedModel) -> LpStatus {
    match solved.status() {
        HighsModelStatus::Optimal => LpStatus::Optimal,
        HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => LpStatus::Infeasible,
        HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedSolutionLimit
        | HighsModelStatus::ReachedInterrupt
        | HighsModelStatus::ReachedMemoryLimit => LpStatus::Limit,
        other => LpStatus::Failed(format!("{other:?}")),
    }
}
