//! The solver that the build was made with is there and does its work.

#[cfg(feature = "highs")]
use good_lp::highs as solver;
#[cfg(not(feature = "highs"))]
use good_lp::microlp as solver;
use good_lp::{Expression, Solution, SolverModel, Variable, constraint, variable, variables};

use std::time::{Duration, Instant};

use brigade_generate::{GeneratorOptions, Profile, generate};
use brigade_solver::solve::{self, solve};
use brigade_solver::stop::StoppingCriterion;

#[test]
fn knapsack() {
    let items = [(60, 10), (100, 20), (120, 30)];
    let mut vars = variables!();
    let take = vars.add_vector(variable().binary(), items.len());
    let total =
        |part: fn(&(i32, i32)) -> i32| -> Expression { take.iter().zip(&items).map(|(&x, item)| part(item) * x).sum() };
    let (value, weight) = (total(|item| item.0), total(|item| item.1));

    let solution = vars.maximise(&value).using(solver).with(constraint!(weight <= 50)).solve().unwrap();

    let taken: Vec<bool> = take.iter().map(|&x| solution.value(x) > 0.5).collect();
    assert_eq!(taken, [false, true, true]);
    assert!((solution.eval(&value) - 220.0).abs() < 1e-6);
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
    let mut vars = variables!();
    let pick: Vec<Vec<Variable>> = cost.iter().map(|row| vars.add_vector(variable().binary(), row.len())).collect();
    let total: Expression =
        (0..3).flat_map(|i| (0..3).map(move |j| (i, j))).map(|(i, j)| cost[i][j] * pick[i][j]).sum();

    let mut model = vars.minimise(&total).using(solver);
    for k in 0..3 {
        model = model
            .with(constraint::eq(pick[k].iter().sum::<Expression>(), 1))
            .with(constraint::eq(pick.iter().map(|row| row[k]).sum::<Expression>(), 1));
    }
    let solution = model.solve().unwrap();

    let column = |row: &Vec<Variable>| row.iter().position(|&x| solution.value(x) > 0.5).unwrap();
    assert_eq!(pick.iter().map(column).collect::<Vec<_>>(), [1, 0, 2]);
    assert!((solution.eval(&total) - 9.0).abs() < 1e-6);
}

/// A new thread has its creator's name on Linux, which tells HiGHS's own ones from the test runner's.
#[cfg(all(feature = "highs", target_os = "linux"))]
#[test]
fn highs_starts_no_more_threads_than_asked_for() {
    for threads in [1, 2] {
        let name = format!("highs-{threads}");
        let solve = std::thread::Builder::new().name(name.clone()).spawn(move || {
            let mut vars = variables!();
            let x = vars.add(variable().integer().bounds(0..10));
            let mut model = vars.maximise(x).using(solver).with(constraint!(2 * x <= 9)).into_inner();
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
