//! The campaign: random weeks with everything that a week can have, planned, replanned and frozen by the command itself, and
//! held against the judge. docs/testing.md says how to run a long one, and what a failing week leaves behind.

mod examine;
mod reasons;
#[path = "../library/judge/script.rs"]
mod script;
mod shrink;
mod step;
mod week;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use examine::{Examined, Examiner, Failure};
use script::Script;
use week::Week;

/// Weeks where nobody asks for more: about a minute in debug.
const WEEKS: u64 = 40;
/// Longest that all failing weeks are made small; what is left then is written as it is.
const PATIENCE: Duration = Duration::from_secs(300);

#[test]
fn random_weeks_keep_every_promise() {
    let (first, weeks) = (asked("FROM", 1), asked("WEEKS", WEEKS));
    let script = Script::find();
    let binary =
        std::env::var_os("BRIGADE_CAMPAIGN_BINARY").map_or(env!("CARGO_BIN_EXE_brigade").into(), PathBuf::from);
    let campaign = Campaign {
        examiner: Examiner { binary, script: script.as_ref() },
        scratch: tempfile::tempdir().expect("a folder"),
        tally: Mutex::default(),
    };
    let next = AtomicU64::new(first);
    let work = || {
        let seeds =
            std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|seed| *seed < first + weeks));
        seeds.for_each(|seed| campaign.week(seed));
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    println!("{}", campaign.tally.lock().expect("no panic").text());
    campaign.write_failures();
    let tally = campaign.tally.into_inner().expect("no panic");
    assert!(tally.failures.is_empty(), "{}", tally.text());
}

/// A number from the environment.
fn asked(what: &str, default: u64) -> u64 {
    let text = std::env::var(format!("BRIGADE_CAMPAIGN_{what}"));
    text.map_or(default, |text| text.parse().expect("BRIGADE_CAMPAIGN_* are numbers"))
}

struct Campaign<'s> {
    examiner: Examiner<'s>,
    scratch: tempfile::TempDir,
    tally: Mutex<Tally>,
}

/// What has been seen.
#[derive(Default)]
struct Tally {
    weeks: u64,
    refused: u64,
    plans: usize,
    bounds: usize,
    left_out: usize,
    features: BTreeMap<&'static str, u64>,
    /// The seeds of the weeks that fail, by kind.
    failures: BTreeMap<String, Vec<u64>>,
    /// The first failing week of each kind.
    first: Vec<(Week, Failure)>,
}

impl Campaign<'_> {
    fn week(&self, seed: u64) {
        let mut week = Week::draw(seed);
        let folder = self.scratch.path().join(seed.to_string());
        let examine = std::panic::AssertUnwindSafe(|| self.examiner.examine(&mut week, &folder));
        let done = std::panic::catch_unwind(examine).unwrap_or_else(|fault| broken_judge(&fault));
        std::fs::remove_dir_all(&folder).ok();
        self.tally.lock().expect("no panic").add(&week, &done);
    }

    /// Writes the first failing week of each kind, as small as time allows.
    fn write_failures(&self) {
        let first = std::mem::take(&mut self.tally.lock().expect("no panic").first);
        let until = Instant::now() + PATIENCE;
        for (week, failure) in first {
            let folder = self.scratch.path().join(format!("shrunk{}", week.seed));
            let (small, failure) = shrink::shrink(&self.examiner, &week, &failure, &folder, until);
            self.write(week.seed, &small, &failure);
        }
    }

    /// Writes a failing week with the commands that show it.
    fn write(&self, seed: u64, week: &Week, failure: &Failure) {
        let plain: String = failure
            .kind
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
            .take(60)
            .collect();
        let root = std::env::var_os("BRIGADE_CAMPAIGN_OUT").map_or("target/campaign".into(), PathBuf::from);
        let folder = root.join(format!("{plain}-{seed}"));
        std::fs::remove_dir_all(&folder).ok();
        week.write(&folder);
        std::fs::write(folder.join("README.md"), self.readme(seed, week, failure, &folder)).expect("writable");
        println!("{}: {}", failure.kind, folder.display());
    }

    fn readme(&self, seed: u64, week: &Week, failure: &Failure, folder: &Path) -> String {
        let mut text = format!("# {} (week {seed})\n\nIn this folder:\n\n```\n", failure.kind);
        for (index, step) in week.steps.iter().enumerate() {
            step.write_events(folder, index);
            writeln!(text, "brigade {}", step.arguments(index, 1).join(" ")).expect("text");
        }
        let command = format!("BRIGADE_CAMPAIGN_FROM={seed} BRIGADE_CAMPAIGN_WEEKS=1 cargo test --test campaign");
        let Failure { step, got, right, .. } = failure;
        write!(
            text,
            "```\n\nGot (plan{step}): {got}\n\nRight: {right}\n\nThe week before it was made small: `{command}`\n"
        )
        .expect("text");
        text
    }
}

/// The judge itself panicked.
fn broken_judge(fault: &(dyn std::any::Any + Send)) -> Examined {
    let said = fault.downcast_ref::<String>().cloned().or(fault.downcast_ref::<&str>().map(|said| (*said).to_owned()));
    let got = said.unwrap_or_default();
    let kind = format!("panic in the judge: {}", got.chars().take(60).collect::<String>());
    Examined { failures: vec![Failure { kind, step: 0, got, right: "a verdict".into() }], ..Examined::default() }
}

impl Tally {
    /// Counts a week.
    fn add(&mut self, week: &Week, done: &Examined) {
        self.weeks += 1;
        self.refused += u64::from(done.refused);
        (self.plans, self.bounds) = (self.plans + done.plans, self.bounds + done.bounds);
        self.left_out += done.left_out;
        for feature in &week.features {
            *self.features.entry(feature).or_default() += 1;
        }
        for failure in &done.failures {
            let seeds = self.failures.entry(failure.kind.clone()).or_default();
            if seeds.is_empty() {
                println!("week {}: {}", week.seed, failure.kind);
                self.first.push((week.clone(), failure.clone()));
            }
            if seeds.last() != Some(&week.seed) {
                seeds.push(week.seed);
            }
        }
    }

    fn text(&self) -> String {
        let Self { weeks, refused, plans, bounds, left_out, features, failures, .. } = self;
        let mut text = format!(
            "{weeks} weeks ({refused} refused as too large), {plans} plans, {bounds} bounds, {left_out} reasons; per cent of the \
             weeks have:\n"
        );
        for (feature, count) in features {
            writeln!(text, "  {:3.0} {feature}", 100.0 * *count as f64 / *weeks as f64).expect("text");
        }
        for (kind, seeds) in failures {
            writeln!(text, "FAILS {} x {kind}: weeks {:?}", seeds.len(), &seeds[..seeds.len().min(12)]).expect("text");
        }
        text
    }
}
