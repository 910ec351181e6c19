//! What an evaluation of a move costs: all rules on, generated weeks of several sizes.
//!
//! `cargo bench --bench delta` prints the time of a sweep over all moves around every visit and, on standard error,
//! how many evaluations the sweep makes, in full and given up early.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use brigade::eval::{CostEvaluator, Evaluations, WorkingPlan};
use brigade::generate::{GeneratorOptions, Profile, generate};
use brigade::rules::RULES;
use brigade::search::{MoveScan, NeighbourParams, Neighbours, OPERATORS};
use brigade::solve::construct;

/// Offers every move around every visit; none is carried out.
fn sweep(plan: &mut WorkingPlan<'_>, neighbours: &Neighbours) -> Evaluations {
    let before = plan.evaluations();
    for visit in plan.evaluator().visit_ids() {
        let mut scan = MoveScan::new(plan, neighbours);
        for operator in OPERATORS {
            operator.offer(&mut scan, visit);
        }
        black_box(&scan);
    }
    let after = plan.evaluations();
    Evaluations { full: after.full - before.full, early: after.early - before.early }
}

fn evaluations(criterion: &mut Criterion) {
    let sizes = [(30, 225, Profile::Service), (15, 160, Profile::Construction), (100, 1270, Profile::Service)];
    let mut group = criterion.benchmark_group("evaluations");
    for (crews, sites, profile) in sizes {
        let options = GeneratorOptions { crews, sites, seed: 1, profile };
        let instance = generate(&options).expect("sizes within range").instance;
        let evaluator = CostEvaluator::new(&instance, RULES);
        let neighbours = Neighbours::new(&evaluator, &NeighbourParams::default());
        let mut plan = construct(&evaluator, &neighbours, 1).load(&evaluator);
        let count = sweep(&mut plan, &neighbours);
        let name = format!("{profile} {crews}x{} visits", evaluator.visits().len());
        eprintln!("{name}: {} in full, {} given up early", count.full, count.early);
        group.throughput(Throughput::Elements(count.full + count.early));
        group.bench_function(name, |bencher| bencher.iter(|| sweep(&mut plan, &neighbours)));
    }
    group.finish();
}

criterion_group!(benches, evaluations);
criterion_main!(benches);
