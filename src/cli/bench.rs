//! `brigade bench`: public benchmark sets.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

use clap::Args;

use brigade::suite::{BenchOptions, BenchProgress, FAMILIES, Family, Fault, ResultRow, bench, summarize};

use super::number::whole;
use super::run::{ctrl_c, seconds};
use super::terminal::say;
use super::{Code, Failure, note, tables};

/// Solve a public benchmark set and compare with the best known values
///
/// Runs every case of the set in DIR with each seed, one after the other, and ends with a table: mean and worst gap to the
/// values in DIR/bks.csv, and how often they are matched or beaten. Finished rows in the results file are kept and not run
/// again, so an interrupted bench goes on where it was.
#[derive(Args)]
pub struct BenchCommand {
    /// Name of the set, see below
    family: String,

    /// Folder with its files
    dir: PathBuf,

    /// Only cases whose name matches, such as 'C1*'; may be given several times
    #[arg(long, value_name = "GLOB", value_parser = glob::Pattern::new)]
    only: Vec<glob::Pattern>,

    /// What to minimize where a set has several objectives, see below
    #[arg(long, value_name = "NAME")]
    objective: Option<String>,

    /// Seconds for each case and seed [default: a tenth of a second per customer or item, at least 10]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
    time: Option<Duration>,

    /// Seeds 1 to N
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<u64>(1..=1_000))]
    seeds: u64,

    /// Threads
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<u16>(1..=256))]
    threads: u16,

    /// Prove a bound of routing problems too, in a share of the time (`gap` and `smptsp` always have one)
    #[arg(long)]
    bound: bool,

    /// File for the results, written after every case [default: none]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Folder for the plans, INSTANCE.SEED.csv each [default: none]
    #[arg(long, value_name = "DIR")]
    solutions: Option<PathBuf>,
}

/// The list of families for the help.
pub fn families() -> String {
    let line = |family: &Family| {
        let objectives = family.objectives().join(" or ");
        format!("  {:16} {}; objective: {objectives}\n", family.name, family.about)
    };
    let lines: String = FAMILIES.iter().map(line).collect();
    format!("Families:\n{lines}\n{}", super::EXIT_CODES)
}

impl BenchCommand {
    /// The family of the set.
    pub fn family(&self) -> Result<&'static Family, Fault> {
        Family::named(&self.family)
    }

    /// The folder of the set.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The file for the results, where one is named.
    pub fn out(&self) -> Option<&Path> {
        self.out.as_deref()
    }

    /// The same of a set elsewhere, with results in a file and plans below a folder.
    pub fn at(self, dir: PathBuf, out: PathBuf, folder: &Path) -> Self {
        let solutions = self.solutions.map(|own| folder.join(own));
        Self { dir, out: Some(out), solutions, ..self }
    }

    /// Runs the command.
    pub fn run(self) -> Result<Code, Failure> {
        let rows = self.rows()?;
        if ctrl_c()?.load(Ordering::Relaxed) {
            note("Stopped early; the table is of the runs that were finished.");
        }
        say(tables::bench(&summarize(&rows)))?;
        Ok(Code::Done)
    }

    /// Runs the cases, and says each. Ctrl-C ends it with what is finished.
    pub fn rows(self) -> Result<Vec<ResultRow>, Failure> {
        let family = self.family()?;
        let options = BenchOptions {
            only: self.only,
            objective: self.objective,
            time: self.time,
            bound: self.bound,
            seeds: self.seeds,
            threads: usize::from(self.threads),
            results: self.out,
            solutions: self.solutions,
        };
        Ok(bench(family, &self.dir, &options, ctrl_c()?, &|progress| note(line(progress)))?)
    }
}

fn line(progress: BenchProgress<'_>) -> String {
    match progress {
        BenchProgress::Kept(1) => "1 run is in the results file already and is kept".into(),
        BenchProgress::Kept(runs) => format!("{runs} runs are in the results file already and are kept"),
        BenchProgress::Done(index, runs, row) => format!("[{index}/{runs}] {}", result(row)),
    }
}

fn result(row: &ResultRow) -> String {
    let value = if row.value.is_empty() { "no plan that keeps every rule" } else { &row.value };
    let gap = if row.gap_percent.is_empty() {
        String::new()
    } else {
        format!(", {} % above the best known", row.gap_percent)
    };
    let bound = if row.bound.is_empty() { String::new() } else { format!(", bound {}", row.bound) };
    format!(
        "{} seed {}: {value}{gap}{bound} in {} s, {} iterations",
        row.instance, row.seed, row.seconds, row.iterations
    )
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Input(input) => Self::Input(input),
            Fault::Usage(message) => Self::Usage(message),
            Fault::Write(error) => Self::Usage(error.to_string()),
        }
    }
}
