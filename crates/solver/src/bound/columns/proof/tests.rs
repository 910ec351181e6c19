//! Bounds of small instances, held against each other and against the optimum.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use rand::seq::IteratorRandom;
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::column_generation::ColumnGeneration;
use super::crew_decomposition::CrewDecomposition;
use super::cutting_planes::{add_cuts, zero_half_rounds};
use super::dual_ascent::{dual_ascent, first_multipliers, rounded};
use super::enumeration::select_all;
use super::listing::routes_within;
use super::oracle::evaluate;
use super::rounding::round;
use super::state::ProofState;
use super::{Incumbent, ProofCallbacks, ProofLimits, RoutesByShift, prove, run};
use crate::bound::columns::model::build::covering_problem;
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::cut::{CutUnit, SubsetRowCut};
use crate::bound::columns::model::duals::Duals;
use crate::bound::columns::model::every_route::every_route;
use crate::bound::columns::model::problem::CoveringProblem;
use crate::bound::columns::params::ProofParams;
use crate::bound::columns::pricing::labeling::PricingEffort;
use crate::bound::{LpLimits, relaxed_bound};
use crate::eval::Prices;
use crate::solve;
use crate::stop::StoppingCriterion;
use brigade_generate::{GeneratorOptions, Profile, generate};
use brigade_model::judge::check;
use brigade_model::model::{CrewId, Instance, Job, JobId, Lag, Plan, Route, ShiftId, Sketch};
use brigade_model::rules::RULES;
use brigade_model::units::Money;

const LIMITS: fn() -> ProofLimits = || ProofLimits {
    stop: StoppingCriterion::new(Instant::now(), None, None),
    work: Some(20_000_000),
    threads: 1,
    gap: 0.0,
};
/// Tolerance for the rounding of multipliers.
const ROUNDING: i128 = Money::PER_EURO as i128 / 10;

fn week(seed: u64) -> Instance {
    let profile = if seed.is_multiple_of(2) { Profile::Construction } else { Profile::Service };
    generate(&GeneratorOptions { crews: 3, sites: 14, seed, profile }).expect("options within range").instance
}

fn judge(instance: &Instance, routes: &RoutesByShift) -> Option<Incumbent> {
    let route = |(shift, jobs): &(ShiftId, Vec<JobId>)| {
        let shift = &instance.shifts[*shift];
        Route::of(shift.date, shift.crew, jobs)
    };
    let verdict = check(instance, &Plan::new(routes.iter().map(route).collect()));
    verdict.is_legal().then(|| Incumbent { cost: verdict.total, routes: routes.clone() })
}

/// The initial state.
fn started<'p, 'c>(
    problem: &'p CoveringProblem<'p>,
    incumbent: Incumbent,
    limits: &'p ProofLimits,
    params: &'p ProofParams,
    callbacks: &'p mut ProofCallbacks<'c>,
) -> ProofState<'p, 'c> {
    ProofState::new(problem, incumbent, limits, params, callbacks).expect("a solver")
}

/// Runs a proof with prices, limits and callbacks.
fn with_callbacks<T>(
    instance: &Instance,
    proof: impl FnOnce(&Prices<'_>, &ProofLimits, &mut ProofCallbacks<'_>) -> T,
) -> T {
    let judged = |routes: &RoutesByShift| judge(instance, routes);
    let mut callbacks =
        ProofCallbacks { repair: &judged, incumbent: &|_| None, log: &mut |_, _| {}, idle_threads: &|_| {} };
    proof(&Prices::new(instance, RULES), &LIMITS(), &mut callbacks)
}

/// The cost of an optimal plan, by a complete proof.
fn cheapest(
    instance: &Instance,
    prices: &Prices<'_>,
    limits: &ProofLimits,
    callbacks: &mut ProofCallbacks<'_>,
) -> Money {
    let whole = prove(prices, poor(instance), limits, callbacks).expect("a proof");
    whole.better.map_or(poor(instance).cost, |better| better.cost)
}

/// A poor plan.
fn poor(instance: &Instance) -> Incumbent {
    searched(instance, 1)
}

fn searched(instance: &Instance, iterations: u64) -> Incumbent {
    let stop = StoppingCriterion::new(Instant::now(), None, Some(iterations));
    let options = solve::SolveOptions { threads: 1, ..solve::SolveOptions::default() };
    let plan = solve::solve(instance, &options, &stop, &|_| {}).plan;
    let shift = |route: &Route| instance.shift(route.crew, instance.day(route.date)?);
    let jobs = |route: &Route| route.visits.iter().map(|visit| visit.job).collect();
    let routes = plan.routes.iter().map(|route| (shift(route).expect("a shift"), jobs(route))).collect();
    Incumbent { cost: check(instance, &plan).total, routes }
}

#[test]
fn more_memory_and_more_rows_prove_more_and_never_too_much() {
    for seed in 0..6 {
        let instance = week(seed);
        with_callbacks(&instance, |prices, limits, callbacks| {
            let params = ProofParams::default();
            let whole = prove(prices, poor(&instance), limits, callbacks).expect("a proof");
            let cheapest = i128::from(whole.better.as_ref().map_or(poor(&instance).cost, |better| better.cost).0);
            let solver = LpLimits { seconds: None, iterations: Some(1_000_000) };
            let relaxed = relaxed_bound(prices, solver, &|| false).expect("a solver").expect("no pins").cost;
            let mut bounds = vec![i128::from(relaxed.0)];
            for near in [4, 8, 32] {
                let problem = covering_problem(prices, near).expect("columns can say it");
                let mut state = started(&problem, poor(&instance), limits, &params, callbacks);
                let mut generation = ColumnGeneration::new(&state);
                generation.run(&mut state, 0.0).expect("an end");
                bounds.push(state.bound().expect("a bound"));
                if near == 32 {
                    // Which ends as soon as the gap is closed.
                    let _ = run(&mut state);
                    bounds.push(state.bound().expect("a bound"));
                }
            }
            bounds.push(i128::from(whole.bound.cost.0));
            bounds.push(cheapest);
            assert!(bounds.windows(2).all(|pair| pair[0] <= pair[1] + ROUNDING), "seed {seed}: {bounds:?}");
        });
    }
}

/// Rows halved and rounded down raise the bound of fractions, and never above the cheapest plan.
#[test]
fn rows_rounded_down_prove_more_and_never_too_much() {
    let mut raised = 0;
    for seed in 3..8 {
        let options = GeneratorOptions { crews: 4, sites: 30, seed, profile: Profile::Construction };
        let instance = generate(&options).expect("options within range").instance;
        let good = searched(&instance, 2_000);
        with_callbacks(&instance, |prices, limits, callbacks| {
            let params = ProofParams::default();
            let problem = covering_problem(prices, 24).expect("columns can say it");
            let mut state = started(&problem, good.clone(), limits, &params, callbacks);
            let mut generation = ColumnGeneration::new(&state);
            let solved = generation.run(&mut state, 0.0).expect("an end");
            let before = state.bound().expect("a bound");
            // Which ends as soon as the gap is closed.
            let _ = zero_half_rounds(&mut state, &mut generation, solved);
            let after = state.bound().expect("a bound");
            assert!(before <= after && after <= i128::from(good.cost.0), "seed {seed}: {before}, {after}, {good:?}");
            raised += usize::from(after > before + ROUNDING);
        });
    }
    assert!(raised > 1, "{raised}");
}

/// Cuts, those with convexity rows included, raise the bound, and no plan violates one.
#[test]
fn no_plan_breaks_a_cut() {
    let (mut raised, mut with_convexity) = (0, 0);
    for seed in 3..8 {
        let options = GeneratorOptions { crews: 4, sites: 30, seed, profile: Profile::Construction };
        let instance = generate(&options).expect("options within range").instance;
        let plans = [20, 200, 2_000].map(|iterations| searched(&instance, iterations));
        with_callbacks(&instance, |prices, limits, callbacks| {
            let params = ProofParams::default();
            let problem = covering_problem(prices, 24).expect("columns can say it");
            let mut state = started(&problem, plans[2].clone(), limits, &params, callbacks);
            let mut generation = ColumnGeneration::new(&state);
            let mut solved = generation.run(&mut state, 0.0).expect("an end");
            let before = state.bound().expect("a bound");
            // Which ends as soon as the gap is closed.
            while state.cuts().len() < 100 && add_cuts(&mut state, &mut generation, &mut solved) == Some(true) {}
            let after = state.bound().expect("a bound");
            assert!(before <= after && after <= i128::from(plans[2].cost.0), "seed {seed}: {before}, {after}");
            raised += usize::from(after > before + ROUNDING);
            for plan in &plans {
                let columns = state.nodes_of(&plan.routes).expect("visits that can stand").into_iter();
                let columns: Vec<_> = columns
                    .map(|(subproblem, nodes)| RouteColumn::new(&problem, subproblem, nodes).expect("times"))
                    .collect();
                for cut in state.cuts() {
                    let sum: i64 = columns.iter().map(|column| column.coefficient(&problem, cut)).sum();
                    assert!(sum <= cut.limit, "seed {seed}: {cut:?}");
                    with_convexity += usize::from(cut.units.iter().any(|unit| matches!(unit, CutUnit::Convexity(_))));
                }
            }
        });
    }
    assert!(raised > 2 && with_convexity > 30, "{raised}, {with_convexity}");
}

/// A better incumbent from outside is adopted, and idle threads are taken back.
#[test]
fn a_better_plan_from_elsewhere_is_taken_over() {
    let mut taken = 0;
    for seed in 0..12 {
        let instance = week(seed);
        let good = searched(&instance, 2_000);
        let (waiting, calls) = (Cell::new(None), RefCell::new(Vec::new()));
        let better_incumbent = |below: Money| waiting.take().filter(|found: &Incumbent| found.cost < below);
        // The plan is found while the threads are left.
        let leave = |left: bool| {
            calls.borrow_mut().push(left);
            if left && calls.borrow().len() < 2 {
                waiting.set(Some(good.clone()));
            }
        };
        let mut callbacks = ProofCallbacks {
            repair: &|_| None,
            incumbent: &better_incumbent,
            log: &mut |_, _| {},
            idle_threads: &leave,
        };
        let prices = Prices::new(&instance, RULES);
        let proven = prove(&prices, poor(&instance), &LIMITS(), &mut callbacks).expect("a proof");
        let expected = (good.cost < poor(&instance).cost).then_some(good.routes);
        taken += usize::from(expected.is_some());
        assert_eq!(proven.better.map(|better| better.routes), expected, "seed {seed}");
        assert!(proven.bound.cost <= good.cost, "seed {seed}");
        let calls = calls.into_inner();
        assert!(!calls.is_empty() && calls.chunks(2).all(|pair| pair == [true, false]), "seed {seed}: {calls:?}");
    }
    assert!(taken > 3, "{taken}");
}

/// Multipliers from pricing alone prove what the linear program does and more, since the ascent tightens the relaxation, but
/// never more than the cheapest plan costs.
#[test]
fn the_ascent_proves_at_least_the_linear_program() {
    let mut tighter = 0;
    for seed in 0..12 {
        let instance = week(seed);
        with_callbacks(&instance, |prices, limits, callbacks| {
            let params = ProofParams::default();
            let cheapest = i128::from(cheapest(&instance, prices, limits, callbacks).0);
            let problem = covering_problem(prices, 8).expect("columns can say it");
            let mut proven = |ascends: bool| {
                let mut state = started(&problem, poor(&instance), limits, &params, callbacks);
                let first = ascends.then(|| dual_ascent(&mut state).map(|()| state.bound())).flatten().flatten();
                let mut generation = ColumnGeneration::new(&state);
                let converged = generation.run(&mut state, 0.0).is_some();
                // The ascent itself may prove the plan optimal.
                assert!(converged || state.gap() <= params.half_cent.0, "seed {seed}: no end");
                (first, state.bound().expect("a bound"))
            };
            let ((_, alone), (first, after)) = (proven(false), proven(true));
            let first = first.expect("a bound");
            assert!(20 * first > 19 * alone && first <= after, "seed {seed}: {first}, {after}, {alone}");
            assert!(after <= cheapest, "seed {seed}: {after} above {cheapest}");
            assert!(after > alone - ROUNDING, "seed {seed}: {after} below {alone}");
            tighter += usize::from(after > alone + ROUNDING);
        });
    }
    assert!(tighter > 3, "{tighter}");
}

/// Quick rounds that change little are followed by an exact one, which proves a bound before the end.
#[test]
fn quick_rounds_that_stall_are_followed_by_an_exact_one() {
    let instance = week(1);
    let run = |patience: usize| {
        let lines = RefCell::new(Vec::new());
        let mut callbacks = ProofCallbacks {
            repair: &|_| None,
            incumbent: &|_| None,
            log: &mut |line, bound| lines.borrow_mut().push((line, bound)),
            idle_threads: &|_| {},
        };
        let mut params = ProofParams::default();
        (params.generation.patience, params.generation.min_change) = (patience, f64::INFINITY);
        let (prices, limits) = (Prices::new(&instance, RULES), LIMITS());
        let problem = covering_problem(&prices, 24).expect("columns can say it");
        let mut state = started(&problem, poor(&instance), &limits, &params, &mut callbacks);
        ColumnGeneration::new(&state).run(&mut state, 0.0).expect("an end");
        let bound = state.bound().expect("a bound");
        drop(state);
        let first = lines.borrow().iter().position(|(_, bound)| bound.is_some()).expect("a round that proves");
        (first, bound)
    };
    let ((early, bound), (late, same)) = (run(1), run(usize::MAX));
    assert!(early == 1 && late > 2, "{early}, {late}");
    assert!((bound - same).abs() < ROUNDING, "{bound} {same}");
}

/// A visit that two routes make is left with the one of the larger share.
#[test]
fn rounding_gives_each_visit_to_the_largest_share() {
    let mut sketch = Sketch::new();
    sketch.crew("ada", (0.0, 0.0));
    sketch.crew("ben", (1.0, 0.0));
    sketch.site("farm", (3.0, 4.0));
    for job in ["roof", "gutter", "paint"] {
        sketch.job(job, 30);
    }
    let instance = sketch.instance();
    let offered = RefCell::new(Vec::new());
    let take = |routes: &RoutesByShift| {
        offered.borrow_mut().push(routes.clone());
        None
    };
    let mut callbacks =
        ProofCallbacks { repair: &take, incumbent: &|_| None, log: &mut |_, _| {}, idle_threads: &|_| {} };
    let (prices, limits, params) = (Prices::new(&instance, RULES), LIMITS(), ProofParams::default());
    let problem = covering_problem(&prices, 24).expect("columns can say it");
    let mut state = started(&problem, poor(&instance), &limits, &params, &mut callbacks);
    let route = |subproblem: usize, jobs: &[usize]| {
        let own = &problem.subproblems[subproblem];
        let node = |&job: &usize| own.node_of(problem.task_of[JobId::new(job)]?).map(|node| node as u16);
        RouteColumn::new(&problem, subproblem, jobs.iter().filter_map(node).collect()).expect("room")
    };
    let other = problem.subproblems.iter().position(|own| own.crew != problem.subproblems[0].crew).expect("two crews");
    let columns =
        [(route(0, &[0, 1]), 0.4), (route(other, &[2, 1]), 0.6), (route(0, &[2]), 0.3), (route(1, &[0]), 0.0)];
    round(&mut state, columns.iter().map(|(column, share)| (column, *share))).expect("a solver");
    drop(state);
    let shift = |subproblem: usize| problem.subproblems[subproblem].shifts[0];
    let [first, second, third] = [0, 1, 2].map(JobId::new);
    assert_eq!(offered.into_inner(), [vec![(shift(other), vec![third, second]), (shift(0), vec![first])]]);
}

#[test]
fn pricing_that_is_cut_short_proves_less() {
    for seed in 0..6 {
        let instance = week(seed);
        with_callbacks(&instance, |prices, limits, callbacks| {
            let params = ProofParams::default();
            let problem = covering_problem(prices, 24).expect("columns can say it");
            let known = vec![Vec::new(); problem.subproblems.len()];
            let over = StoppingCriterion::new(Instant::now(), Some(Duration::ZERO), None);
            let mut bound = |limits: &ProofLimits| {
                let mut state = started(&problem, poor(&instance), limits, &params, callbacks);
                let duals = rounded(&state, &first_multipliers(&state), &[]);
                evaluate(&mut state, &duals, PricingEffort::Exact, &known).expect("a bound").0
            };
            let (whole, cut) = (bound(limits), bound(&ProofLimits { stop: over, ..limits.clone() }));
            assert!(cut <= whole, "seed {seed}: {cut} above {whole}");
        });
    }
}

#[test]
fn ids_in_another_order_have_the_same_bound() {
    let [there, back] = [false, true].map(|flipped| {
        let instance = Sketch::firm(flipped).instance();
        with_callbacks(&instance, |prices, limits, callbacks| {
            let params = ProofParams::default();
            let problem = covering_problem(prices, 32).expect("columns can say it");
            let mut state = started(&problem, poor(&instance), limits, &params, callbacks);
            let mut generation = ColumnGeneration::new(&state);
            generation.run(&mut state, 0.0).expect("an end");
            state.bound().expect("a bound")
        })
    });
    assert!((there - back).abs() < ROUNDING && there > 100 * ROUNDING, "{there} {back}");
}

/// RoutesByShift within any part of the gap never prove more than the cheapest plan costs, though most of its routes
/// are missing.
#[test]
fn parts_of_the_gap_never_prove_too_much() {
    let mut raised = 0;
    for seed in 0..6 {
        let instance = week(seed);
        with_callbacks(&instance, |prices, limits, callbacks| {
            let params = ProofParams::default();
            let cheapest = cheapest(&instance, prices, limits, callbacks);
            let problem = covering_problem(prices, 8).expect("columns can say it");
            for euros in [1, 5, 20, 60] {
                let mut state = started(&problem, poor(&instance), limits, &params, callbacks);
                let mut generation = ColumnGeneration::new(&state);
                generation.run(&mut state, 0.0).expect("an end");
                let best = state.latest_best().expect("multipliers");
                let part = euros * Money::PER_EURO;
                let columns = routes_within(&state, &best, part, 100_000).expect("few routes");
                select_all(&mut state, &best, part, columns, 0.5, euros % 2 == 0).expect("a solver");
                let proven = state.bound().expect("a bound");
                assert!(proven <= i128::from(cheapest.0), "seed {seed}, {euros} EUR: {proven} above {cheapest}");
                raised += usize::from(proven > best.bound);
            }
        });
    }
    assert!(raised > 6, "{raised}");
}

/// Crews by themselves never prove more than the cheapest plan costs, with the best multipliers and with poor ones,
/// which leave much to prove.
#[test]
fn crews_by_themselves_never_prove_too_much() {
    let mut raised = 0;
    for seed in 0..6 {
        let instance = week(seed);
        with_callbacks(&instance, |prices, limits, callbacks| {
            let params = ProofParams::default();
            let cheapest = cheapest(&instance, prices, limits, callbacks);
            let problem = covering_problem(prices, 24).expect("columns can say it");
            for share in [0.0, 0.3, 0.6, 1.0, 1.2] {
                let stop = StoppingCriterion::new(Instant::now(), Some(Duration::from_secs(600)), None);
                let limits = ProofLimits { stop, work: None, ..limits.clone() };
                let mut state = started(&problem, poor(&instance), &limits, &params, callbacks);
                let mut generation = ColumnGeneration::new(&state);
                if share == 0.0 {
                    generation.run(&mut state, 0.0).expect("an end");
                } else {
                    let multipliers: Vec<_> = first_multipliers(&state).iter().map(|euros| euros * share).collect();
                    let duals = rounded(&state, &multipliers, &[]);
                    evaluate(&mut state, &duals, PricingEffort::Exact, &[]).expect("a bound");
                }
                let before = state.bound().expect("a bound");
                CrewDecomposition::default().run(&mut state).expect("a solver");
                let proven = state.bound().expect("a bound");
                assert!(proven <= i128::from(cheapest.0), "seed {seed}, {share}: {proven} above {cheapest}");
                raised += usize::from(proven > before + i128::from(Money::PER_EURO));
            }
        });
    }
    assert!(raised > 12, "{raised}");
}

/// The least reduced cost of all legal routes of a pricing problem, by trying them all; 0 for no route.
fn least_reduced_cost(state: &ProofState<'_, '_>, duals: &Duals, index: usize) -> i64 {
    let (problem, pool) = (state.problem(), state.pool());
    let reduced_cost = |column: RouteColumn| {
        let rows: i64 = column.rows(pool).iter().map(|(&row, &coefficient)| coefficient * duals.rows[row]).sum();
        let cuts = state.cuts().iter().zip(&duals.cuts);
        column.cost - rows - cuts.map(|(cut, dual)| dual * column.coefficient(problem, cut)).sum::<i64>()
    };
    every_route(problem, index).map(reduced_cost).min().unwrap_or(0).min(0)
}

/// The Lagrangian bound of some multipliers, term by term.
fn lagrangian_bound(state: &ProofState<'_, '_>, duals: &Duals) -> i128 {
    let (problem, pool) = (state.problem(), state.pool());
    let mut bound = 0;
    for (row, &dual) in pool.rows().iter().zip(&duals.rows) {
        let side = if dual > 0 { row.lower } else { row.upper };
        bound += side.map_or(0, |side| i128::from(side) * i128::from(dual));
        assert!(dual == 0 || side.is_some(), "a multiplier of the wrong sign");
    }
    for (cut, &dual) in state.cuts().iter().zip(&duals.cuts) {
        assert!(dual <= 0, "a multiplier of the wrong sign");
        bound += i128::from(dual) * i128::from(cut.limit);
    }
    for variable in pool.aux() {
        let worth: i64 = variable.terms.iter().map(|&(row, coefficient)| duals.rows[row] * coefficient).sum();
        bound += i128::from((variable.cost - worth).min(0)) * i128::from(variable.upper);
    }
    for week in pool.weeks() {
        let of = |(times, cost): (usize, &i64)| cost + duals.rows[week.row] * times as i64 * i64::from(pool.step());
        bound += i128::from(week.costs.iter().enumerate().map(of).min().expect("no minutes at least"));
    }
    for (index, subproblem) in problem.subproblems.iter().enumerate() {
        bound += subproblem.shifts.len() as i128 * i128::from(least_reduced_cost(state, duals, index));
    }
    bound
}

/// What pricing proves of multipliers, good ones and poor ones, is what every route tried proves of them: no more, and
/// no less where ng-sets hold all tasks.
#[test]
fn lagrangian_bounds_are_those_of_all_routes() {
    let (mut tried, mut equal, mut with_variables) = (0, 0, 0);
    for seed in 0..10 {
        let profile = if seed % 2 == 0 { Profile::Construction } else { Profile::Service };
        let sites = if seed % 2 == 0 { 6 } else { 10 };
        let options = GeneratorOptions { crews: 2 + seed as usize % 2, sites, seed, profile };
        let instance = generate(&options).expect("options within range").instance;
        let mut chance = Xoshiro256PlusPlus::seed_from_u64(seed);
        with_callbacks(&instance, |prices, limits, callbacks| {
            let params = ProofParams::default();
            for near in [32, 3] {
                let problem = covering_problem(prices, near).expect("columns can say it");
                let mut state = started(&problem, poor(&instance), limits, &params, callbacks);
                let mut generation = ColumnGeneration::new(&state);
                // Which ends as soon as the gap is closed.
                let _ = generation.run(&mut state, 0.0);
                for cuts in 0..3 {
                    let best = state.latest_best().expect("multipliers").duals;
                    for share in [0.0, 0.3, 1.0] {
                        let mut moved =
                            |dual: &i64| (*dual as f64 * (1.0 + share * chance.random_range(-1.0..1.0))) as i64;
                        let rows = best.rows.iter().map(&mut moved).collect();
                        let cuts = best.cuts.iter().map(|_| -chance.random_range(0..100 * Money::PER_EURO)).collect();
                        let duals = Duals { rows, cuts };
                        let plain = lagrangian_bound(&state, &duals);
                        // With and without the completion bounds of dual ascent.
                        for known in [Vec::new(), vec![Vec::new(); problem.subproblems.len()]] {
                            let priced = evaluate(&mut state, &duals, PricingEffort::Exact, &known).expect("a bound").0;
                            assert!(priced <= plain, "seed {seed}, {near}, {share}: {priced} above {plain}");
                            assert!(near < 32 || priced == plain, "seed {seed}, {share}: {priced} below {plain}");
                            equal += usize::from(priced == plain);
                        }
                        tried += 1;
                        with_variables += usize::from(!state.pool().aux().is_empty());
                    }
                    for _ in 0..=cuts {
                        let single = (0..problem.tasks.len()).filter(|&task| problem.tasks[task].asked == 1);
                        let tasks = single.sample(&mut chance, 3).into_iter().map(|task| CutUnit::Task((task, None)));
                        let convexity = CutUnit::Convexity(chance.random_range(0..problem.subproblems.len()));
                        let cut = SubsetRowCut::new(&problem, tasks.chain([convexity]).collect());
                        state.add_cut(cut).expect("a solver");
                    }
                }
            }
        });
    }
    assert!(tried > 150 && equal > tried && with_variables > 20, "{tried} tried, {equal} equal, {with_variables}");
}

/// Three crews and five jobs at two sites: the gate and its motor are linked, two crews do the roof, and the gutter waits
/// for it.
fn linked() -> Sketch {
    let mut sketch = Sketch::new();
    for crew in ["ada", "bob", "cat"] {
        sketch.crew(crew, (0.0, 0.0));
    }
    sketch.site("farm", (3.0, 4.0));
    sketch.job("gate", 60);
    sketch.job("motor", 60).with = Some(Lag { job: JobId::new(0), least: 0, most: 30 });
    sketch.site("barn", (6.0, 8.0));
    sketch.job("roof", 60).crews = 2;
    sketch.job("gutter", 60).after = vec![JobId::new(2)];
    sketch.job("paint", 60);
    sketch
}

/// No route, priced or enumerated, holds two linked jobs, or a job and one of several crews that it waits for; of any
/// multipliers, labels prove what all other routes do.
#[test]
fn routes_keep_jobs_apart() {
    let instance = linked().instance();
    let mut chance = Xoshiro256PlusPlus::seed_from_u64(1);
    with_callbacks(&instance, |prices, limits, callbacks| {
        let params = ProofParams::default();
        let problem = covering_problem(prices, 32).expect("columns can say it");
        let mut state = started(&problem, poor(&instance), limits, &params, callbacks);
        let (rows, mut longest) = (state.pool().rows().len(), 0);
        let has = |index: usize, nodes: &[u16], one: usize, other: usize| {
            let own: Vec<_> = nodes.iter().map(|&node| problem.subproblems[index].nodes[node as usize].task).collect();
            own.contains(&one) && own.contains(&other)
        };
        for _ in 0..20 {
            // Each visit is worth more than any route costs.
            let mut draw =
                |row| if state.pool().cover_rows().contains(&row) { chance.random_range(100..300) } else { 0 };
            let rows = (0..rows).map(|row| draw(row) * Money::PER_EURO).collect();
            let duals = Duals { rows, cuts: Vec::new() };
            let plain = lagrangian_bound(&state, &duals);
            let (priced, found) = evaluate(&mut state, &duals, PricingEffort::Exact, &[]).expect("a bound");
            assert_eq!(priced, plain);
            for (index, found) in found.into_iter().enumerate() {
                assert!(found.routes.iter().all(|nodes| !has(index, nodes, 0, 1) && !has(index, nodes, 2, 3)));
                longest = longest.max(found.routes.iter().map(Vec::len).max().unwrap_or(0));
            }
        }
        let best = state.latest_best().expect("multipliers");
        let routes = routes_within(&state, &best, 10_000 * Money::PER_EURO, 100_000).expect("few routes");
        let both = |one: usize, other: usize| {
            routes.iter().filter(|column| has(column.subproblem, &column.nodes, one, other)).count()
        };
        assert_eq!((both(0, 1), both(2, 3), longest), (0, 0, 3));
        assert!(both(0, 2) > 0 && both(3, 4) > 0);
    });
}

/// The bound of the linear program without cuts, and the cost of an optimal plan.
fn linear_bound(instance: &Instance) -> (i128, i128) {
    with_callbacks(instance, |prices, limits, callbacks| {
        let params = ProofParams::default();
        let cheapest = cheapest(instance, prices, limits, callbacks);
        let problem = covering_problem(prices, 24).expect("columns can say it");
        let mut state = started(&problem, poor(instance), limits, &params, callbacks);
        // Which ends as soon as the gap is closed.
        let _ = ColumnGeneration::new(&state).run(&mut state, 0.0);
        let proven = state.bound().expect("a bound");
        assert!(proven <= i128::from(cheapest.0), "{proven} above {cheapest}");
        (proven, i128::from(cheapest.0))
    })
}

/// Lets only one crew of three do a job.
fn only(crew: usize, job: &mut Job) {
    job.not_crews = (0..3).filter(|&other| other != crew).map(CrewId::new).collect();
}

/// Days that fill one crew of three, at a site of their own.
fn busy(sketch: &mut Sketch, crew: usize, days: [i64; 2]) {
    let [first, last] = days.map(|day| sketch.date(day));
    sketch.site("field", (1.0, 1.0));
    let well = sketch.job("well", 420);
    (well.visits, well.earliest, well.latest) = ((days[1] - days[0] + 1) as u32, Some(first), Some(last));
    only(crew, well);
}

/// Only ada can do the gutter, and two crews may work at the barn, where two do the roof before: so ada is one of them. She
/// is free from Thursday on, the roof from Tuesday to Thursday, and the gutter until Thursday.
#[test]
fn a_crew_that_must_be_at_a_site_does_what_comes_first_there() {
    let mut sketch = linked();
    let [tuesday, thursday] = [1, 3].map(|day| sketch.date(day));
    sketch.parts.sites[1].one_crew = true;
    (sketch.parts.jobs[2].earliest, sketch.parts.jobs[2].latest) = (Some(tuesday), Some(thursday));
    sketch.parts.jobs[3].latest = Some(thursday);
    only(0, &mut sketch.parts.jobs[3]);
    sketch.parts.jobs.remove(4);
    busy(&mut sketch, 0, [0, 2]);
    let (proven, cheapest) = linear_bound(&sketch.instance());
    assert!(10 * proven > 9 * cheapest, "{proven} of {cheapest}");
}

/// One crew may work at the shed, and only cat can do the door, for which she has Friday; the lock has no room beside it.
/// Fractions of a crew's visits on several days are not less than a crew.
#[test]
fn a_crew_at_a_site_counts_for_its_visits_of_all_days() {
    let mut sketch = Sketch::new();
    for crew in ["ada", "bob", "cat"] {
        sketch.crew(crew, (0.0, 0.0));
    }
    sketch.site("shed", (3.0, 4.0)).one_crew = true;
    only(2, sketch.job("door", 420));
    sketch.job("lock", 60);
    busy(&mut sketch, 2, [0, 3]);
    let (proven, cheapest) = linear_bound(&sketch.instance());
    assert!(10 * proven > 9 * cheapest, "{proven} of {cheapest}");
}

/// Two crews may work at the farm, where gate and motor take two at once. Only cat can do the door, and has no room for one
/// of these beside it: half of it stays undone at least.
#[test]
fn linked_jobs_at_a_site_take_two_crews() {
    let mut sketch = linked();
    sketch.parts.jobs.truncate(2);
    sketch.parts.sites.truncate(1);
    sketch.parts.sites[0].one_crew = true;
    only(2, sketch.job("door", 420));
    busy(&mut sketch, 2, [0, 3]);
    let (proven, cheapest) = linear_bound(&sketch.instance());
    assert!(10 * proven > 4 * cheapest, "{proven} of {cheapest}");
}
