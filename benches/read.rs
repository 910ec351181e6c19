//! What reading an instance costs: 5,000 jobs at 5,000 sites.
//!
//! `cargo bench --bench read` times reading and validating the folder, the travel matrix included, and the matrix
//! alone.

use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};

use brigade::files::{self, read_instance, write_files};
use brigade::generate::{GeneratorOptions, Profile, generate};
use brigade::model::Speed;
use brigade::travel::{Metric, Pace, matrix};
use brigade::units::Decimal;

fn read(folder: &Path) {
    read_instance(folder, &files::ReadOptions::default()).expect("a sound instance");
}

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10);
    for (crews, sites) in [(100, 1500), (250, 4500)] {
        let options = GeneratorOptions { crews, sites, seed: 1, profile: Profile::Service };
        let generated = generate(&options).expect("sizes within range");
        let folder = tempfile::tempdir().expect("a folder");
        write_files(folder.path(), &generated.files).expect("writable");
        let jobs = generated.instance.jobs.len();
        group.bench_function(format!("{sites} sites, {jobs} jobs"), |bencher| bencher.iter(|| read(folder.path())));
    }
    let places: Vec<_> =
        (0..5_000).map(|i| (45.0 + f64::from(i % 71) / 71.0, 5.0 + f64::from(i / 71) / 71.0)).collect();
    let metric = Metric::GreatCircle { detour: 1.3 };
    let pace = Pace { speed_kmh: Decimal::whole(50), speed: Speed::ONE };
    group.bench_function("matrix of 5000 places", |bencher| bencher.iter(|| matrix(&places, metric, pace, &[])));
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
