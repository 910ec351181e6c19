//! The genetic search: children inherit soundly, islands cross and lose nothing.

mod common;

use std::time::Instant;

use brigade_generate::Profile;
use brigade_model::model::{Instance, ShiftId};
use brigade_model::rules::RULES;
use brigade_solver::eval::{CostEvaluator, VisitId};
use brigade_solver::genetic::{CROSSOVERS, Individual, Parents};
use brigade_solver::search::{LnsState, Metaheuristic, NeighbourParams, Neighbours, SearchParams, Solution};
use brigade_solver::solve::{SolveOptions, Strategy, construct, solve};
use brigade_solver::stop::StoppingCriterion;
use common::{chance, generated, random_plan, tiny};

fn instances() -> Vec<Instance> {
    let mut instances: Vec<_> = (0..200).map(tiny).filter(|instance| !instance.shifts.is_empty()).collect();
    instances.push(generated(6, 40, 2, Profile::Service));
    instances.push(generated(15, 98, 1, Profile::Construction));
    instances
}

/// Where each visit stands; panics where one stands twice or where it may not.
fn shift_of(evaluator: &CostEvaluator<'_>, routes: &[Vec<VisitId>]) -> Vec<Option<ShiftId>> {
    let mut shift_of = vec![None; evaluator.visits().len()];
    for (shift, route) in ShiftId::enumerate(routes) {
        for &visit in route {
            assert!(evaluator.allowed(visit, shift), "a visit where it may stand");
            assert_eq!(shift_of[visit].replace(shift), None, "a visit once");
        }
    }
    shift_of
}

#[test]
fn children_have_every_visit_at_most_once_and_where_a_parent_has_it() {
    let mut mixed = vec![0; CROSSOVERS.len()];
    for (index, instance) in instances().iter().enumerate() {
        let evaluator = CostEvaluator::new(instance, RULES);
        let neighbours = Neighbours::new(&evaluator, &NeighbourParams::nearest(20));
        let mut rng = chance(index as u64);
        for _ in 0..4 {
            let plans = [0.9, 0.7].map(|share| Individual::of(&random_plan(&evaluator, share, &mut rng)));
            let parents =
                Parents { first: &plans[0], second: &plans[1], evaluator: &evaluator, neighbours: &neighbours };
            for (count, (name, crossover)) in mixed.iter_mut().zip(CROSSOVERS) {
                let child = parents.child(crossover, &mut rng);
                let shift_of = shift_of(&evaluator, &child.routes);
                for job in instance.job_ids() {
                    let visits = evaluator.visits_of(job);
                    let stands = |plan: &Individual| visits.iter().all(|&v| shift_of[v] == plan.shift(v));
                    let absent = visits.iter().all(|&v| shift_of[v].is_none());
                    assert!(absent || plans.iter().any(stands), "{name}: {} as in a parent", instance.jobs[job].id);
                }
                let mut plan = plans[0].solution.load(&evaluator);
                plan.set_routes(ShiftId::range(child.routes.len()).map(|shift| (shift, Vec::new())).collect());
                for (visit, &window) in VisitId::enumerate(&child.windows) {
                    plan.set_window(visit, window);
                }
                plan.set_routes(ShiftId::enumerate(child.routes.iter().cloned()).collect());
                let broken = instance.job_ids().filter(|&job| plan.totals().is_broken(job));
                assert_eq!(broken.count(), 0, "{name}: days that can stand");
                let born = Individual::of(&plan).solution;
                *count += usize::from(plans.iter().all(|parent| parent.solution.routes() != born.routes()));
            }
        }
    }
    println!("children unlike both parents: {mixed:?}");
    assert!(mixed.iter().all(|&count| count > 50), "{mixed:?}");
}

/// The same plan, whatever its interchangeable visits are called.
#[test]
fn names_of_visits_of_a_job_do_not_matter() {
    for (index, instance) in instances().iter().enumerate() {
        let evaluator = CostEvaluator::new(instance, RULES);
        let plan = random_plan(&evaluator, 0.9, &mut chance(index as u64));
        let ordered = Solution::of(&plan).in_order(&evaluator);
        let again = ordered.load(&evaluator);
        assert_eq!((again.cost(), again.excess()), (plan.cost(), plan.excess()));
        assert_eq!(ordered.clone().in_order(&evaluator), ordered);
        assert_eq!(Individual::of(&plan).solution.routes(), Individual::of(&again).solution.routes());
    }
}

/// Whatever the search, its best plan is never worse than its start, and is what it says it is.
#[test]
fn no_search_loses_what_it_had() {
    for (index, instance) in instances().iter().enumerate().filter(|(index, _)| index % 4 == 0 || *index > 195) {
        let evaluator = CostEvaluator::new(instance, RULES);
        let (neighbours, params) =
            (Neighbours::new(&evaluator, &NeighbourParams::nearest(20)), SearchParams::default());
        if neighbours.visits().is_empty() {
            continue;
        }
        let start = construct(&evaluator, &neighbours, 1);
        for strategy in Strategy::ALL {
            let lns = LnsState::new(&evaluator, &neighbours, &params, &start, chance(index as u64));
            let mut search: Box<dyn Metaheuristic> = strategy.start(lns);
            let mut key = start.key();
            let partner = Solution::of(&random_plan(&evaluator, 0.9, &mut chance(1_000 + index as u64)));
            for iteration in 0..200 {
                if iteration == 50 {
                    search.meet(&partner);
                }
                search.iterate(f64::from(iteration) / 200.0);
                assert!(search.best().key() <= key, "{strategy}");
                key = search.best().key();
            }
            let found = search.best().load(&evaluator);
            assert_eq!((found.breaches(), found.cost()), key, "{strategy}");
            shift_of(&evaluator, search.best().routes());
        }
    }
}

/// Islands of one plan each find their best plans by crossing too, and the counts say so.
#[test]
fn children_of_islands_are_among_the_best_plans() {
    let instance = generated(15, 98, 1, Profile::Construction);
    let options = SolveOptions { threads: 2, ..SolveOptions::default() };
    let stop = StoppingCriterion::new(Instant::now(), None, Some(8_000));
    let outcome = solve(&instance, &options, &stop, &|_| {});
    let crossed: u64 = CROSSOVERS.iter().filter_map(|(name, _)| outcome.improvements.get(name)).sum();
    assert!(crossed > 0 && outcome.improvements["annealing"] > crossed, "{:?}", outcome.improvements);
}
