//! What `plan` and `replan` share: the options of the search, the search, and what becomes of what it finds.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;

use brigade::error::Message;
use brigade::files::{self, CarriedFiles};
use brigade::i18n::Locale;
use brigade::insight;
use brigade::insight::{ChangeCurve, Figures, Summary, VisitChange};
use brigade::judge::{Verdict, check, check_by};
use brigade::model::{Instance, Plan};
use brigade::report::messages::{ChangeMessages, CountMessages, TerminalMessages};
use brigade::report::{self, ChangeEntry, EventLog, LeftOut};
use brigade::rules::Rule;
use brigade::solve::{Communicator, Outcome, Progress, SolveOptions, Strategy};
use brigade::stop::StoppingCriterion;

use super::number::{ANY, whole};
use super::progress::ProgressLine;
use super::terminal::{say, shown};
use super::{Code, Failure, change_tables, note, tables};

/// So many that no search comes to an end, and few enough to be counted on with.
const MOST_ITERATIONS: u64 = 1_000_000_000_000_000;

/// Four months.
const MOST_SECONDS: u32 = 10_000_000;

/// How to search, and what to say.
#[derive(Args)]
pub struct SearchArgs {
    /// Seconds from start to end [default: 30 to plan, 5 to replan, or no limit with --iterations]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
    time: Option<Duration>,

    /// Iterations of the search; without --time the result is the same on any number of threads [default: no limit]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u64>(0..=MOST_ITERATIONS))]
    iterations: Option<u64>,

    /// Seed of all chance
    #[arg(long, allow_negative_numbers = true, default_value_t = 1, value_parser = whole::<u64>(ANY))]
    seed: u64,

    /// Threads [default: one per core]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u16>(1..=256))]
    threads: Option<u16>,

    /// How to search: genetic, annealing, iterated (local search) or shifts-first [default: genetic, or iterated with a limit on changes]
    #[arg(long, value_name = "NAME", value_parser = strategy)]
    search: Option<Strategy>,

    /// No progress, warnings or tables: only errors and broken rules
    #[arg(short, long)]
    pub quiet: bool,

    /// Say on standard error what the solvers did and how long they took
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,
}

impl SearchArgs {
    /// What of it decides the plan, but for time and threads.
    pub fn identity(&self) -> String {
        format!("{:?}", (self.iterations, self.seed, self.search))
    }

    /// How long the search may take, in words that differ where that does.
    pub fn time_identity(&self) -> String {
        format!("{:?}", self.time)
    }

    /// The options of a rank that assists.
    pub fn assisting<'r>(&self, rules: &'r [&'r dyn Rule], ranks: &'r dyn Communicator) -> SolveOptions<'r> {
        SolveOptions { rules, ranks, threads: self.threads.map_or(0, usize::from), ..SolveOptions::default() }
    }
}

/// A week to plan, and where the plan goes.
pub struct PlanningRun<'r> {
    /// How to search.
    pub search: &'r SearchArgs,
    /// When the command began.
    pub started: Instant,
    /// The language of what people read.
    pub locale: Locale,
    /// The instance.
    pub instance: &'r Instance,
    /// The rules that count.
    pub rules: &'r [&'r dyn Rule],
    /// The events since today's schedule was made.
    pub events: &'r EventLog,
    /// Whether the week is planned anew after something has happened.
    pub anew: bool,
    /// The most changes allowed, where that is limited.
    pub max_changes: Option<u32>,
    /// What the plan's folder carries.
    pub carried: Option<&'r CarriedFiles>,
    /// The plan folder that it goes on from, where the week is planned anew.
    pub from: Option<&'r Path>,
    /// The folder to write into.
    pub out: &'r Path,
}

impl PlanningRun<'_> {
    /// Searches until the time is up, `default` where no option says otherwise, or somebody presses Ctrl-C.
    pub fn search<T>(
        &self,
        default: Duration,
        search: impl FnOnce(&SolveOptions<'_>, &StoppingCriterion, &(dyn Fn(Progress) + Sync)) -> T,
    ) -> Result<T, Failure> {
        let SearchArgs { time, iterations, seed, threads, search: strategy, quiet, .. } = *self.search;
        let time = time.or(iterations.is_none().then_some(default));
        let stop = StoppingCriterion::new(self.started, time, iterations).interrupted_by(ctrl_c()?);
        let threads = threads.map_or(0, usize::from);
        let moves = |instance: &Instance, plan: &Plan| report::moves(&insight::changes(instance, plan));
        let options =
            SolveOptions { rules: self.rules, seed, threads, strategy, moves: Some(&moves), ..SolveOptions::default() };
        let line = ProgressLine::new(self.locale, quiet);
        let found = search(&options, &stop, &|progress| line.show(progress));
        line.finish();
        if stop.is_interrupted() && !quiet {
            note(self.locale.stopped_early());
        }
        Ok(found)
    }

    /// Writes the plan found and shows it. The exit code says whether it keeps every hard rule.
    pub fn finish(&self, outcome: &Outcome, curve: Option<&ChangeCurve>) -> Result<Code, Failure> {
        let Self { search, locale, instance, .. } = *self;
        if search.verbose {
            outcome.trace.iter().for_each(note);
        }
        let left_out: Vec<_> = outcome.left_out.iter().map(|absence| LeftOut::new(instance, absence, locale)).collect();
        let run = insight::RunBlock {
            seed: search.seed,
            seconds: self.started.elapsed().as_secs_f64(),
            iterations: outcome.iterations,
        };
        let summary = Summary::new(instance, &outcome.plan, outcome.bound, run);
        let summary = Summary {
            max_changes: self.max_changes,
            limited: self.max_changes.is_some() || self.carried.is_some(),
            anew: self.anew,
            ..summary.priced(instance, outcome.shadow_prices.as_ref()).searched(&outcome.improvements)
        };
        let verdict = check_by(instance, &outcome.plan, self.rules);
        let changes = insight::changes(instance, &outcome.plan);
        let change_list = report::change_list(instance, &outcome.plan, &changes, &outcome.gains, self.events, locale);
        let output = files::PlanOutput {
            instance,
            plan: &outcome.plan,
            left_out: &left_out,
            summary: &summary,
            change_list: &change_list,
            curve,
            carried: self.carried,
            from: self.from,
            locale,
        };
        output.write(self.out).map_err(|error| Failure::Usage(error.text(locale)))?;
        WRITTEN.store(true, Ordering::Relaxed);
        if !search.quiet {
            self.show(&verdict, &summary, &left_out, &changes, &change_list)?;
            if let Some(curve) = curve {
                say(format!("{}\n", change_tables::curve(locale, curve)))?;
            }
            if let Some(beyond) = outcome.beyond {
                say(format!(
                    "{}\n",
                    locale.more_would_save(
                        &locale.changes(beyond.changes as usize),
                        &locale.cents(beyond.saves),
                        beyond.changes
                    )
                ))?;
            }
            if self.carried.is_some() {
                say(locale.is_carried())?;
            }
            say(locale.written_to(&shown(self.out)))?;
        }
        verdict.violations.iter().for_each(|violation| note(tables::violation(locale, instance, violation)));
        Ok(if verdict.is_legal() { Code::Done } else { Code::Illegal })
    }

    /// What a planner sees after a run: the verdict, what it saves, who changes, the week, and what is left out.
    fn show(
        &self,
        verdict: &Verdict,
        summary: &Summary,
        left_out: &[LeftOut],
        changes: &[VisitChange],
        change_list: &[ChangeEntry],
    ) -> Result<(), Failure> {
        let Self { locale, instance, .. } = *self;
        let figures = Figures::new(instance, verdict);
        let current = instance.current.as_ref().map(|current| Figures::new(instance, &check(instance, current)));
        let current = current.filter(|current| current.visits > 0);
        say(format!("{}\n", report::verdict(locale, summary).join("\n")))?;
        match &current {
            Some(current) => {
                let rows = tables::main_rows(current, &figures);
                say(format!("{}\n", tables::comparison(locale, instance, [locale.current(), locale.plan()], &rows)))?;
                say(format!("{}\n", change_tables::changes(locale, instance, changes, change_list, self.anew)))?;
            }
            None => say(format!("{}\n", tables::figures(locale, instance, &figures)))?,
        }
        if let Some(days) = report::days_off(locale, instance) {
            say(format!("{}\n", locale.everybody_off(&days)))?;
        }
        if instance.origin.roads.is_some() {
            say(format!("{}\n", locale.distances_are(&report::distances(locale, instance))))?;
        }
        say(format!("{}\n", tables::weeks(locale, instance, &verdict.timetable)))?;
        say(format!("{}\n", tables::left_out(locale, instance, left_out)))
    }
}

/// Makes sure that a run can write into its folder: to be asked before it.
pub fn ensure_out(
    locale: Locale,
    out: &Path,
    source: &Path,
    instance: &Instance,
    [curve, carry]: [bool; 2],
) -> Result<(), Failure> {
    files::ensure_place(out, source, instance, curve, carry).map_err(|error| Failure::Usage(error.text(locale)))
}

/// Set once the plan is written: from then on nothing is lost.
static WRITTEN: AtomicBool = AtomicBool::new(false);

/// Says that something follows the plan that is written, which Ctrl-C ends as it ends a search.
pub fn another_follows() {
    WRITTEN.store(false, Ordering::Relaxed);
}

/// The flag that Ctrl-C sets, which ends the search. A second one, and any once the plan is written, ends the program at
/// once, but never between two files of a plan.
pub fn ctrl_c() -> Result<&'static Arc<AtomicBool>, Failure> {
    static PRESSED: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    if let Some(pressed) = PRESSED.get() {
        return Ok(pressed);
    }
    let pressed = PRESSED.get_or_init(Arc::default);
    let handler = move || {
        if pressed.swap(true, Ordering::Relaxed) || WRITTEN.load(Ordering::Relaxed) {
            files::between_files(|| std::process::exit(130));
        }
    };
    ctrlc::set_handler(handler).context("Ctrl-C can't be handled")?;
    Ok(pressed)
}

fn strategy(text: &str) -> Result<Strategy, Message> {
    text.parse().map_err(|_| Message::StrategyForm)
}

/// A number of seconds from the command line.
pub fn seconds(text: &str) -> Result<Duration, Message> {
    let seconds =
        text.replacen(',', ".", 1).parse().ok().filter(|seconds| (0.0..=f64::from(MOST_SECONDS)).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or(Message::SecondsForm { most: MOST_SECONDS })
}
