//! What reading an instance and writing a plan cost.
//!
//! `cargo bench --bench files` times reading and validating folders, the travel matrix included, and workbooks; the
//! content of `plan.xlsx`; and the matrix alone.

use std::path::Path;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};

use brigade::files::{InstanceTables, PlanOutput, ReadOptions, WorkbookStyle, read_instance, write_files};
use brigade::generate::{GeneratorOptions, Profile, generate};
use brigade::i18n::Locale;
use brigade::insight::{RunBlock, Summary, changes};
use brigade::model::{Instance, Speed};
use brigade::report::{EventLog, priced_change_list};
use brigade::rules::RULES;
use brigade::travel::{Metric, Pace, matrix};
use brigade::units::Decimal;

fn read(path: &Path) -> Instance {
    read_instance(path, &ReadOptions::default()).expect("a sound instance").instance
}

/// Times reading a folder, and the same as a workbook; then the workbook of its current schedule as a plan.
fn time(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, folder: &Path) {
    group.bench_function(format!("{name}, folder"), |bencher| bencher.iter(|| read(folder)));
    let beside = tempfile::tempdir().expect("a folder");
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read(path).expect("readable"))
    });
    let is_table = |(name, _): &(String, Vec<u8>)| name.ends_with(".csv") || name.ends_with(".toml");
    let tables = InstanceTables::of(files.filter(is_table).collect()).expect("a sound instance");
    let book = tables.workbook(Locale::En, WorkbookStyle::Plain).expect("texts that cells can hold");
    write_files(beside.path(), &[("firm.xlsx", book)]).expect("writable");
    let book = beside.path().join("firm.xlsx");
    group.bench_function(format!("{name}, workbook"), |bencher| bencher.iter(|| read(&book)));

    let instance = &read(folder);
    let plan = &instance.current.clone().expect("a schedule");
    let run = RunBlock { seed: 1, seconds: 0.0, iterations: 0 };
    let summary = &Summary::new(instance, plan, None, run);
    let (changes, events) = (changes(instance, plan), EventLog::default());
    let change_list = &priced_change_list(instance, RULES, plan, &changes, &events, Locale::En);
    let (left_out, locale) = (&[], Locale::En);
    let output =
        PlanOutput { instance, plan, left_out, summary, change_list, curve: None, carried: None, from: None, locale };
    group.bench_function(format!("{name}, plan.xlsx"), |bencher| {
        bencher.iter(|| output.workbook().expect("texts that cells can hold"));
    });
}

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("files");
    group.sample_size(10);
    time(&mut group, "alpes", &Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/alpes"));
    for (crews, sites) in [(100, 1500), (250, 4500)] {
        let options = GeneratorOptions { crews, sites, seed: 1, profile: Profile::Service };
        let generated = generate(&options).expect("sizes within range");
        let folder = tempfile::tempdir().expect("a folder");
        write_files(folder.path(), &generated.files).expect("writable");
        time(&mut group, &format!("{crews} crews, {} jobs", generated.instance.jobs.len()), folder.path());
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
