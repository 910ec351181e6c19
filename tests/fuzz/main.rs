//! Whatever the bytes, reading ends soon with a value or with words. Inputs are seeds changed by chance, the same on every
//! machine; docs/testing.md says how to try many.

mod mutate;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use brigade::error::InvalidInput;
use brigade::files::public::{Format, read_assignments, read_best_known, read_routing};
use brigade::files::{self, Event, JobTable, ReadOptions};
use brigade::i18n::Locale;
use brigade::insight::capacity;
use brigade::judge::check;
use brigade::model::Instance;
use brigade::report::LeftOut;
use brigade::solve::impossible;
use brigade::suite::{Case, Measure};
use mutate::{Files, mutated};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Inputs where nobody asks for more.
const INPUTS: u64 = 4_000;
/// Longest that one input may take, where the code is optimised.
const LONGEST: Duration = Duration::from_secs(2);
/// Most kilobytes that the process may have taken after any input.
const LARGEST: u64 = 400_000;

#[test]
fn reading_ends_soon_with_a_value_or_with_words() {
    let (first, inputs) = (asked("FROM", 1), asked("INPUTS", INPUTS));
    let fuzz = Fuzz::new();
    let mut tally: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
    let (mut failures, mut slowest) = (Vec::new(), Duration::ZERO);
    for number in first..first + inputs {
        let (kind, input) = fuzz.input(number);
        let begun = processor_time();
        let read = catch_unwind(AssertUnwindSafe(|| fuzz.read(kind, &input)));
        let taken = processor_time() - begun;
        let peak = peak();
        slowest = slowest.max(taken);
        let fault = match read {
            Err(_) => Some("it panics".to_owned()),
            Ok(_) if taken > LONGEST && !cfg!(debug_assertions) => Some(format!("it takes {taken:?}")),
            Ok(_) if peak > LARGEST => Some(format!("it takes {peak} kB")),
            Ok(is_read) => {
                tally.entry(kind).or_default()[usize::from(is_read)] += 1;
                None
            }
        };
        if let Some(fault) = fault {
            keep(number, kind, &input);
            // Where the system knows how: the peak begins anew.
            let _ = fs::write("/proc/self/clear_refs", "5");
            println!("input {number}, {kind}: {fault}");
            failures.push((number, kind, fault));
        }
    }
    for (kind, [refused, read]) in &tally {
        println!("{kind:10} {read:7} read {refused:7} refused");
    }
    println!("slowest {slowest:?}, most memory {} MB", peak() / 1_000);
    assert!(failures.is_empty(), "{} of {inputs} inputs fail; they are in target/fuzz: {failures:?}", failures.len());
    assert!(
        tally.values().flatten().all(|&count| count > 0) || inputs < INPUTS,
        "every kind is read and refused: {tally:?}"
    );
}

#[test]
fn seeds_are_read_and_what_failed_once_ends_with_words() {
    let fuzz = Fuzz::new();
    for (kind, seed) in &fuzz.seeds {
        assert!(fuzz.read(kind, seed), "{kind}");
    }
    for (kind, input) in folders(&home().join("found")) {
        let kind = kind.split('.').next().unwrap_or_default();
        let begun = Instant::now();
        fuzz.read(kind, &input);
        assert!(begun.elapsed() < LONGEST || cfg!(debug_assertions), "{kind} {:?}", begun.elapsed());
    }
}

/// How long this process has been computing, which does not count what other programs take; where the system does not tell,
/// the time of day.
fn processor_time() -> Duration {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    let ticks = || {
        let text = fs::read_to_string("/proc/self/stat").ok()?;
        let mut fields = text.rsplit(')').next()?.split_whitespace().skip(11);
        let mut next = || fields.next()?.parse::<u64>().ok();
        Some(next()? + next()?)
    };
    ticks().map_or_else(|| BEGUN.get_or_init(Instant::now).elapsed(), |ticks| Duration::from_millis(10 * ticks))
}

/// A number from the environment.
fn asked(what: &str, default: u64) -> u64 {
    let text = std::env::var(format!("BRIGADE_FUZZ_{what}"));
    text.map_or(default, |text| text.parse().expect("BRIGADE_FUZZ_* are numbers"))
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz")
}

/// The folders in a folder, with their files.
fn folders(folder: &Path) -> Vec<(String, Files)> {
    let paths = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let files = |path: &Path| paths(path).iter().map(|file| (name(file), fs::read(file).expect("a file"))).collect();
    paths(folder).iter().filter(|path| path.is_dir()).map(|path| (name(path), files(path))).collect()
}

/// Writes an input that fails into a folder, to be looked at or kept.
fn keep(number: u64, kind: &str, input: &Files) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("target/fuzz/{kind}.{number}"));
    fs::create_dir_all(&folder).expect("a folder");
    input.iter().for_each(|(name, bytes)| fs::write(folder.join(name), bytes).expect("written"));
}

/// Kilobytes that the process has taken at most; none where the system does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

struct Fuzz {
    /// What is changed, by kind.
    seeds: Vec<(String, Files)>,
    /// The week that plans, jobs and events belong to, and its folder.
    week: Instance,
    folder: PathBuf,
    scratch: tempfile::TempDir,
}

impl Fuzz {
    fn new() -> Self {
        let seeds = folders(&home().join("seeds"));
        let scratch = tempfile::tempdir().expect("a folder");
        let folder = scratch.path().join("week");
        let (_, files) = seeds.iter().find(|(kind, _)| kind == "week-en").expect("a seed");
        write(&folder, files);
        let week = files::read_instance(&folder, &ReadOptions::default()).expect("a sound week").instance;
        Self { seeds, week, folder, scratch }
    }

    /// An input by its number, and its kind.
    fn input(&self, number: u64) -> (&str, Files) {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(number);
        let (kind, seed) = self.seeds.choose(&mut rng).expect("seeds");
        let others: Vec<_> = self.seeds.iter().map(|(_, files)| files).collect();
        if kind.starts_with("workbook") && rng.random_bool(0.8) {
            return (kind, seed.iter().map(|(name, bytes)| (name.clone(), changed_within(bytes, &mut rng))).collect());
        }
        (kind, mutated(seed, &others, &mut rng))
    }

    /// Reads an input, and uses what was read; whether it could be.
    fn read(&self, kind: &str, input: &Files) -> bool {
        let folder = self.scratch.path().join("input");
        match kind {
            "plan" => {
                write(&folder, input);
                let options = ReadOptions { current: Some(&folder), ..ReadOptions::default() };
                let _ = told(files::read_instance(&self.folder, &options).map(|loaded| use_week(&loaded.instance)));
                let _ = told(files::read_carried(&folder));
                let _ = told(files::read_past_run(&folder));
                let _ = told(files::read_past_curve(&folder));
                told(files::read_plan(&folder, &self.week).map(|(plan, _)| check(&self.week, &plan)))
            }
            kind if kind.starts_with("workbook") => {
                write(&folder, input);
                input.iter().all(|(name, _)| {
                    let read = files::read_instance(&folder.join(name), &ReadOptions::default());
                    told(read.map(|loaded| use_week(&loaded.instance)))
                })
            }
            "jobs" => input.iter().all(|(name, bytes)| {
                let table = JobTable { name: name.clone(), bytes: bytes.clone() };
                files::urgent_jobs(&table);
                self.read_added(vec![table])
            }),
            "events" => input.iter().all(|(name, bytes)| {
                let lines = files::read_events(name, bytes);
                let is_read = !lines.is_empty() && lines.iter().all(|line| line.event.is_ok());
                let events = lines.into_iter().filter_map(|line| line.event.ok());
                let added =
                    events.filter_map(|event| if let Event::UrgentJob(table) = event { Some(table) } else { None });
                let added: Vec<_> = added.take(20).collect();
                added.iter().for_each(|table| _ = files::job_of(table));
                is_read & self.read_added(added)
            }),
            "solomon" => self.read_routing(input, Format::Solomon),
            "cordeau" => self.read_routing(input, Format::Cordeau),
            "vrplib" => self.read_routing(input, Format::Vrplib),
            "gap" => {
                write(&folder, input);
                input.iter().all(|(name, _)| told(read_assignments(&folder.join(name))))
            }
            "best" => {
                write(&folder, input);
                told(read_best_known(&folder))
            }
            _ => told(files::instance_of("week".into(), input.clone()).map(|loaded| use_week(&loaded.instance))),
        }
    }

    fn read_added(&self, added: Vec<JobTable>) -> bool {
        let options = ReadOptions { added: &added, ..ReadOptions::default() };
        told(files::read_instance(&self.folder, &options).map(|loaded| use_week(&loaded.instance)))
    }

    fn read_routing(&self, input: &Files, format: Format) -> bool {
        let folder = self.scratch.path().join("input");
        write(&folder, input);
        input.iter().all(|(name, _)| {
            let routing = read_routing(&folder.join(name), format);
            told(routing.and_then(|routing| Case::new(name, routing, Measure::Doubles)))
        })
    }
}

/// A workbook with something else in one of its parts; as it is where it is no archive.
fn changed_within(bytes: &[u8], rng: &mut Xoshiro256PlusPlus) -> Vec<u8> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return bytes.to_vec() };
    let mut parts: Files = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("readable");
        parts.push((part.name().expect("a name").into_owned(), content));
    }
    let changed = rng.random_range(0..parts.len());
    let part = vec![parts[changed].clone()];
    if let Some((_, content)) = mutated(&part, &[&part], rng).into_iter().next() {
        parts[changed].1 = content;
    }
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &parts {
        written.start_file(name.as_str(), SimpleFileOptions::default()).expect("writable");
        written.write_all(content).expect("writable");
    }
    written.finish().expect("writable").into_inner()
}

/// Writes files into a folder that holds nothing else.
fn write(folder: &Path, files: &Files) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).expect("a folder");
    files.iter().for_each(|(name, bytes)| fs::write(folder.join(name), bytes).expect("written"));
}

/// Puts faults into words; whether there was none.
fn told<T>(read: Result<T, InvalidInput>) -> bool {
    if let Err(faults) = &read {
        assert!(!faults.0.is_empty() && !faults.to_string().is_empty());
    }
    read.is_ok()
}

/// What `check` looks at.
fn use_week(week: &Instance) {
    let plan = week.current.clone().unwrap_or_default();
    check(week, &plan);
    capacity(week);
    for locale in [Locale::En, Locale::Fr] {
        impossible(week).iter().for_each(|absence| _ = LeftOut::new(week, absence, locale));
    }
}
