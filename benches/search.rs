//! What the start and the search cost on generated weeks.
//!
//! `cargo bench --bench search` times compiling the rules, making a first plan from nothing, and iterations of the
//! search.

use std::time::Instant;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

use brigade::eval::CostEvaluator;
use brigade::generate::{GeneratorOptions, Profile, generate};
use brigade::rules::RULES;
use brigade::search::{NeighbourParams, Neighbours};
use brigade::solve::{self, construct};
use brigade::stop::StoppingCriterion;

fn searches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("search");
    group.sample_size(10);
    for (crews, sites, profile) in [(15, 98, Profile::Construction), (100, 1500, Profile::Service)] {
        let options = GeneratorOptions { crews, sites, seed: 1, profile };
        let instance = generate(&options).expect("sizes within range").instance;
        let name = |what: &str| format!("{what} {profile} {crews}x{sites}");
        group.bench_function(name("compile"), |bencher| bencher.iter(|| CostEvaluator::new(&instance, RULES)));
        let evaluator = CostEvaluator::new(&instance, RULES);
        let neighbours = Neighbours::new(&evaluator, &NeighbourParams::default());
        group.bench_function(name("construct"), |bencher| bencher.iter(|| construct(&evaluator, &neighbours, 1)));
        let options = solve::SolveOptions { threads: 1, ..solve::SolveOptions::default() };
        let stop = || StoppingCriterion::new(Instant::now(), None, Some(1_000));
        let run = |stop: StoppingCriterion| solve::solve(&instance, &options, &stop, &|_| {});
        group.bench_function(name("1000 iterations"), |bencher| {
            bencher.iter_batched(stop, run, BatchSize::PerIteration)
        });
    }
    group.finish();
}

criterion_group!(benches, searches);
criterion_main!(benches);
