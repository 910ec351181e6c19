//! The solver that the build was made with is there and does its work.

use std::time::{Duration, Instant};

use brigade_generate::{GeneratorOptions, Profile, generate};
use brigade_solver::bound::lp::{
    BuiltSolver, LpColumn, LpLimits, LpModel, LpRow, LpSolver, LpStatus, MipOptions, MipSolution,
};
use brigade_solver::solve::{self, solve};
use brigade_solver::stop::StoppingCriterion;

fn binary(cost: f64, terms: Vec<(usize, f64)>) -> LpColumn {
    LpColumn { cost, lower: 0.0, upper: 1.0, integer: true, terms }
}

fn solved(model: &LpModel) -> MipSolution {
    let options =
        MipOptions { seed: 1, seconds: None, nodes: None, presolve: true, absolute_gap: 0.0, tolerance: None };
    BuiltSolver::solve_integer(model, None, &options).unwrap()
}

#[test]
fn knapsack() {
    let items = [(60, 10), (100, 20), (120, 30)];
    let mut model = LpModel::default();
    let weight = model.add_row(f64::NEG_INFINITY, 50.0);
    for (value, own) in items {
        model.add_column(binary(-f64::from(value), vec![(weight, f64::from(own))]));
    }

    let solution = solved(&model);

    let values = solution.values.unwrap();
    let taken: Vec<bool> = values.iter().map(|&value| value > 0.5).collect();
    assert_eq!((taken, solution.status), (vec![false, true, true], LpStatus::Optimal));
    assert!((solution.objective + 220.0).abs() < 1e-6 && (solution.bound.unwrap() + 220.0).abs() < 1e-6);
}

/// Prices are what one more on the right-hand side costs, also after the program has grown.
#[test]
fn duals() {
    let mut model = LpModel::default();
    let least = model.add_row(4.0, f64::INFINITY);
    let column =
        |cost: f64, upper: f64| LpColumn { cost, lower: 0.0, upper, integer: false, terms: vec![(least, 1.0)] };
    model.add_column(column(1.0, 3.0));
    model.add_column(column(5.0, f64::INFINITY));
    let mut solver = BuiltSolver::open(&model, 1).unwrap();
    let solution = solver.solve(LpLimits::default()).unwrap();
    let near = |one: &[f64], other: &[f64]| one.iter().zip(other).all(|(one, other)| (one - other).abs() < 1e-6);
    assert_eq!(solution.status, LpStatus::Optimal);
    assert!(near(&solution.values, &[3.0, 1.0]) && near(&solution.duals, &[5.0]), "{solution:?}");
    solver.add_column(&column(2.0, 8.0)).unwrap();
    solver.add_row(LpRow { lower: f64::NEG_INFINITY, upper: 2.0 }, &[(0, 1.0)]).unwrap();
    let solution = solver.solve(LpLimits::default()).unwrap();
    assert!(near(&solution.values, &[2.0, 0.0, 2.0]) && near(&solution.duals, &[2.0, -1.0]), "{solution:?}");
    assert!((solution.objective - 6.0).abs() < 1e-6);
}

/// Without HiGHS too, where the search has all the time that the relaxed bound leaves.
#[test]
fn a_run_by_the_clock_proves_a_bound() {
    let week = GeneratorOptions { crews: 2, sites: 6, seed: 1, profile: Profile::Service };
    let instance = generate(&week).unwrap().instance;
    let stop = StoppingCriterion::new(Instant::now(), Some(Duration::from_secs(3)), None);
    let outcome = solve(&instance, &solve::SolveOptions { bound: true, ..Default::default() }, &stop, &|_| {});
    assert!(outcome.bound.is_some(), "{:?}", outcome.trace);
}

#[test]
fn assignment() {
    let cost = [[9, 2, 7], [6, 4, 3], [5, 8, 1]];
    let mut model = LpModel::default();
    let rows: Vec<usize> = (0..6).map(|_| model.add_row(1.0, 1.0)).collect();
    for (i, j) in (0..3).flat_map(|i| (0..3).map(move |j| (i, j))) {
        model.add_column(binary(f64::from(cost[i][j]), vec![(rows[i], 1.0), (rows[3 + j], 1.0)]));
    }
    let solution = solved(&model);

    let values = solution.values.unwrap();
    let column = |row: &[f64]| row.iter().position(|&value| value > 0.5).unwrap();
    assert_eq!(values.chunks(3).map(column).collect::<Vec<_>>(), [1, 0, 2]);
    assert!((solution.objective - 9.0).abs() < 1e-6);
}

/// A new thread has its creator's name on Linux, which tells HiGHS's own ones from the test runner's.
#[cfg(all(feature = "highs", target_os = "linux"))]
#[test]
fn highs_starts_no_more_threads_than_asked_for() {
    for threads in [1, 2] {
        let name = format!("highs-{threads}");
        let solve = std::thread::Builder::new().name(name.clone()).spawn(move || {
            let mut program = highs::RowProblem::default();
            let x = program.add_integer_column(1.0, 0..=10);
            program.add_row(..=9, [(x, 2.0)]);
            let mut model = program.optimise(highs::Sense::Maximise);
            model.make_quiet();
            model.set_option("threads", threads);
            model.set_option("parallel", "on");
            let solved = model.solve();
            assert_eq!(solved.get_solution().columns(), [4.0]);
            threads_called(&name)
        });
        assert_eq!(solve.unwrap().join().unwrap(), threads as usize);
    }
}

#[cfg(all(feature = "highs", target_os = "linux"))]
fn threads_called(name: &str) -> usize {
    std::fs::read_dir("/proc/self/task")
        .unwrap()
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok())
        .filter(|comm| comm.trim_end() == name)
        .count()
}
