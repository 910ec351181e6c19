//! `brigade plan`: the weekly proposal.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;

use brigade::check::{Verdict, check};
use brigade::io;
use brigade::model::{Instance, Plan as Week};
use brigade::report::{self, Figures, LeftOut, Run, Savings, Summary};
use brigade::solve::{Options, Outcome, solve};
use brigade::stop::Stop;

use super::progress::Line;
use super::source::Source;
use super::{Code, Failure, tables};

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
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    time: Option<Duration>,

    /// Iterations of the search; without --time the result is the same on any number of threads
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,

    /// Seed of all chance
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,

    /// Don't prove a bound: all time goes to the search (so far no bound is proven in any case)
    #[arg(long)]
    no_bound: bool,

    /// No progress and no tables: errors only
    #[arg(short, long)]
    quiet: bool,
}

const DEFAULT_TIME: Duration = Duration::from_secs(30);

impl Plan {
    /// Runs the command.
    pub fn run(self) -> Result<Code, Failure> {
        let started = Instant::now();
        let instance = self.source.read(self.quiet)?;
        let out = self.out.clone().unwrap_or_else(|| self.source.instance.join("plan"));
        io::ensure_writable(&out).map_err(|error| Failure::Usage(error.to_string()))?;
        let outcome = self.search(&instance, started)?;
        let verdict = check(&instance, &outcome.plan);
        let left_out: Vec<_> = outcome.left_out.iter().map(|absence| LeftOut::new(&instance, absence)).collect();
        let run = Run { seed: self.seed, seconds: started.elapsed().as_secs_f64(), iterations: outcome.iterations };
        let summary = Summary::new(&instance, &outcome.plan, None, run);
        io::Output { instance: &instance, plan: &outcome.plan, left_out: &left_out, summary: &summary }
            .write(&out)
            .map_err(|error| Failure::Usage(error.to_string()))?;
        if !self.quiet {
            show(&instance, &outcome.plan, &verdict, &left_out);
            println!("Written to {}", out.display());
        }
        if verdict.is_legal() {
            return Ok(Code::Done);
        }
        for violation in &verdict.violations {
            eprintln!("{}", tables::violation(&instance, violation));
        }
        eprintln!("The plan breaks hard rules: pins that exclude each other or a rule can't all be kept.");
        Ok(Code::Illegal)
    }

    fn search(&self, instance: &Instance, started: Instant) -> Result<Outcome, Failure> {
        let time = self.time.or(self.iterations.is_none().then_some(DEFAULT_TIME));
        let stop = Stop::new(started, time, self.iterations);
        stop_on_ctrl_c(&stop)?;
        let options = Options { seed: self.seed, threads: self.threads.map_or(0, usize::from), ..Options::default() };
        let line = Line::new(self.quiet);
        let outcome = solve(instance, &options, &stop, &|progress| line.show(progress));
        line.finish();
        Ok(outcome)
    }
}

/// The first Ctrl-C ends the search, a second one the program.
fn stop_on_ctrl_c(stop: &Stop) -> Result<(), Failure> {
    static ASKED: AtomicBool = AtomicBool::new(false);
    let interrupter = stop.interrupter();
    let handler = move || {
        interrupter.store(true, Ordering::Relaxed);
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    Ok(ctrlc::set_handler(handler).context("Ctrl-C can't be handled")?)
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "write a number of seconds such as 30".to_string())?;
    if (0.0..=1e7).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("write a number of seconds from 0 to 10000000".into())
    }
}

/// What a planner sees after a run.
fn show(instance: &Instance, plan: &Week, verdict: &Verdict, left_out: &[LeftOut]) {
    let figures = Figures::new(instance, verdict);
    let current = instance.current.as_ref().map(|current| Figures::new(instance, &check(instance, current)));
    let savings = current.as_ref().map(|current| Savings::new(current, &figures, instance.settings.weeks_per_year));
    println!("{}\n", tables::verdict(&figures, savings.as_ref()));
    match &current {
        Some(current) => println!("{}\n", tables::comparison("current", "plan", &tables::main_rows(current, &figures))),
        None => println!("{}\n", tables::figures(&figures)),
    }
    println!("{}\n", tables::week(instance, &verdict.timetable));
    let changes = report::changes(instance, plan);
    if instance.current.is_some() {
        println!("{}\n", tables::changes(instance, &changes));
    }
    println!("{}\n", tables::left_out(instance, left_out));
}
