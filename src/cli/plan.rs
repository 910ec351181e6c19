//! `brigade plan`: the weekly proposal.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::{Args, value_parser};

use brigade::check::{Verdict, check, check_by};
use brigade::cost::Rule;
use brigade::io;
use brigade::model::{Instance, Plan as Week};
use brigade::report::{self, ChangeCurve, Figures, Happened, LeftOut, Run, Summary};
use brigade::solve::{Options, Outcome, Strategy, change_curve, solve};
use brigade::stop::Stop;
use brigade::words::Lang;

use super::few::Few;
use super::progress::Line;
use super::source::Source;
use super::terminal::say;
use super::{Code, Failure, change_tables, note, tables};

/// Find a better week and write it with what it saves
///
/// Reads the instance, searches until the time is up (Ctrl-C ends it early with the best plan so far), judges the plan
/// by an independent check, and writes plan.csv, routes.csv, unassigned.csv, changes.csv and summary.json.
#[derive(Args)]
pub struct Plan {
    #[command(flatten)]
    source: Source,

    /// Folder to write into [default: INSTANCE/plan]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Seconds from start to end [default: 30, or no limit with --iterations]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
    time: Option<Duration>,

    /// Iterations of the search; without --time the result is the same on any number of threads [default: no limit]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = value_parser!(u64).range(..=MOST_ITERATIONS))]
    iterations: Option<u64>,

    /// Seed of all chance
    #[arg(long, allow_negative_numbers = true, default_value_t = 1)]
    seed: u64,

    /// Threads [default: one per core]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = value_parser!(u16).range(1..=256))]
    threads: Option<u16>,

    /// How to search: annealing, iterated (local search) or genetic; docs/search.md compares them
    #[arg(long, value_name = "NAME", default_value_t = Strategy::default())]
    search: Strategy,

    #[command(flatten)]
    few: Few,

    /// Percent of the cost (fines for what is left out aside) that may be left to be found: the run ends once that is proven
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true, default_value_t = 0.0, value_parser = percent, conflicts_with = "no_bound")]
    gap: f64,

    /// Don't prove a bound: all time goes to the search
    #[arg(long)]
    no_bound: bool,

    /// No progress, warnings or tables: only errors and broken rules
    #[arg(short, long)]
    quiet: bool,

    /// Say on standard error what the solvers did and how long they took
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,
}

/// So many that no search comes to an end, and few enough to be counted on with.
pub const MOST_ITERATIONS: u64 = 1_000_000_000_000_000;
const DEFAULT_TIME: Duration = Duration::from_secs(30);

impl Plan {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> Result<Code, Failure> {
        let started = Instant::now();
        let (instance, added) = self.few.prepare(self.source.read(self.quiet)?)?;
        let out = self.out.clone().unwrap_or_else(|| self.source.instance.join("plan"));
        io::ensure_writable(&out).map_err(|error| Failure::Usage(error.to_string()))?;
        let rules = added.rules();
        let (outcome, curve) = self.search(&instance, &rules, started, lang)?;
        if self.verbose {
            outcome.trace.iter().for_each(note);
        }
        let verdict = check_by(&instance, &outcome.plan, &rules);
        let left_out: Vec<_> = outcome.left_out.iter().map(|absence| LeftOut::new(&instance, absence, lang)).collect();
        let run = Run { seed: self.seed, seconds: started.elapsed().as_secs_f64(), iterations: outcome.iterations };
        let summary = Summary::new(&instance, &outcome.plan, outcome.bound, run);
        let summary = summary.priced(&instance, outcome.worth.as_ref());
        io::Output { instance: &instance, plan: &outcome.plan, left_out: &left_out, summary: &summary, lang }
            .write(&out)
            .map_err(|error| Failure::Usage(error.to_string()))?;
        if let Some(curve) = &curve {
            io::write_curve(&out, curve).map_err(|error| Failure::Usage(error.to_string()))?;
        }
        if !self.quiet {
            let happened = Happened::default();
            let found = Found { rules: &rules, plan: &outcome.plan, verdict: &verdict, happened: &happened };
            show(lang, &instance, &found, &left_out, &summary)?;
            if let Some(curve) = &curve {
                say(format!("{}\n", change_tables::curve(lang, curve)))?;
            }
            say(lang.written_to(&out.display().to_string()))?;
        }
        if verdict.is_legal() {
            return Ok(Code::Done);
        }
        for violation in &verdict.violations {
            note(tables::violation(lang, &instance, violation));
        }
        note(lang.pins_contradict());
        Ok(Code::Illegal)
    }

    /// The plan, and the change curve where one is asked.
    fn search(
        &self,
        instance: &Instance,
        rules: &[&dyn Rule],
        started: Instant,
        lang: Lang,
    ) -> Result<(Outcome, Option<ChangeCurve>), Failure> {
        let time = self.time.or(self.iterations.is_none().then_some(DEFAULT_TIME));
        let stop = Stop::new(started, time, self.iterations);
        stop_on_ctrl_c(&stop)?;
        let threads = self.threads.map_or(0, usize::from);
        let bound = !self.no_bound && !self.few.freezes();
        let options = Options {
            rules,
            seed: self.seed,
            threads,
            strategy: self.search,
            bound,
            gap: self.gap,
            ..Options::default()
        };
        let line = Line::new(lang, self.quiet);
        let show = |progress| line.show(progress);
        let points = self.few.points();
        let mut found = match points[..] {
            [] => vec![solve(instance, &options, &stop, &show)],
            _ => change_curve(instance, &options, &points, &stop, &show),
        };
        line.finish();
        WRITING.store(true, Ordering::Relaxed);
        if stop.is_interrupted() && !self.quiet {
            note(lang.stopped_early());
        }
        let curve = (!points.is_empty()).then(|| curve(instance, &points, &found));
        Ok((found.pop().expect("a plan for each point"), curve))
    }
}

/// The change curve of the plans found.
fn curve(instance: &Instance, points: &[Option<u32>], found: &[Outcome]) -> ChangeCurve {
    let figures = |plan: &Week| Figures::new(instance, &check(instance, plan));
    let current = figures(instance.current.as_ref().unwrap_or(&Week::default()));
    let plans: Vec<_> = points.iter().zip(found).map(|(&most, outcome)| (most, figures(&outcome.plan))).collect();
    ChangeCurve::new(instance, &current, &plans)
}

/// Set once the search is over: from then on nothing keeps the files from being written whole.
static WRITING: AtomicBool = AtomicBool::new(false);

/// The first Ctrl-C ends the search, a second one the program while it still searches.
pub fn stop_on_ctrl_c(stop: &Stop) -> Result<(), Failure> {
    static ASKED: AtomicBool = AtomicBool::new(false);
    let interrupter = stop.interrupter();
    let handler = move || {
        interrupter.store(true, Ordering::Relaxed);
        if ASKED.swap(true, Ordering::Relaxed) && !WRITING.load(Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    Ok(ctrlc::set_handler(handler).context("Ctrl-C can't be handled")?)
}

/// A number of seconds from the command line.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "write a number of seconds such as 30".to_string())?;
    if (0.0..=1e7).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("write a number of seconds from 0 to 10000000".into())
    }
}

/// A percentage from the command line.
fn percent(text: &str) -> Result<f64, String> {
    let percent: f64 = text.parse().map_err(|_| "write a percentage such as 2".to_string())?;
    if (0.0..=100.0).contains(&percent) { Ok(percent) } else { Err("write a percentage from 0 to 100".into()) }
}

/// What a run has found.
pub struct Found<'f> {
    /// The rules of the run.
    pub rules: &'f [&'f dyn Rule],
    /// The plan.
    pub plan: &'f Week,
    /// The plan as judged by them.
    pub verdict: &'f Verdict,
    /// What has happened since today's schedule was made.
    pub happened: &'f Happened,
}

/// What a planner sees after a run: the verdict, what it saves, who changes, the week, and what is left out.
pub fn show(
    lang: Lang,
    instance: &Instance,
    found: &Found,
    left_out: &[LeftOut],
    summary: &Summary,
) -> Result<(), Failure> {
    let figures = Figures::new(instance, found.verdict);
    let current = instance.current.as_ref().map(|current| Figures::new(instance, &check(instance, current)));
    let current = current.filter(|current| current.visits > 0);
    say(format!("{}\n", report::verdict(lang, summary).join("\n")))?;
    match &current {
        Some(current) => {
            let rows = tables::main_rows(current, &figures);
            say(format!("{}\n", tables::comparison(lang, instance, [lang.current(), lang.plan()], &rows)))?;
            say(format!("{}\n", change_tables::changes(lang, instance, found)))?;
        }
        None => say(format!("{}\n", tables::figures(lang, instance, &figures)))?,
    }
    say(format!("{}\n", tables::weeks(lang, instance, &found.verdict.timetable)))?;
    say(format!("{}\n", tables::left_out(lang, instance, left_out)))
}
