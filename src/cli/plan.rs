//! `brigade plan`: the weekly proposal.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;

use brigade::error::Message;
use brigade::files;
use brigade::i18n::Locale;
use brigade::insight::{ChangeCurve, Figures};
use brigade::judge::check;
use brigade::model::{Instance, Plan};
use brigade::report::EventLog;
use brigade::report::messages::TerminalMessages;
use brigade::solve::{Outcome, SolveOptions, change_curve};

use super::change_limit::{ChangeLimitArgs, Prepared};
use super::input::InstanceArgs;
use super::run::{PlanningRun, SearchArgs, ensure_out};
use super::{Code, Failure, note};

/// Find a better week and write it with what it saves
///
/// Reads the instance, searches until the time is up (Ctrl-C ends it early with the best plan so far), judges the plan
/// by an independent check, and writes plan.csv, routes.csv, unassigned.csv, changes.csv, summary.json, map.geojson,
/// report.html and plan.xlsx.
#[derive(Args)]
pub struct PlanCommand {
    #[command(flatten)]
    source: InstanceArgs,

    /// Folder to write into; other files in it stay, and what brigade has not written is not replaced [default: INSTANCE/plan, or NAME-plan beside a workbook NAME]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,

    #[command(flatten)]
    search: SearchArgs,

    #[command(flatten)]
    change_limits: ChangeLimitArgs,

    /// Percent of the cost (penalties for what is left out aside) that may be left to be found: the run ends once that is proven
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true, default_value_t = 0.0, value_parser = percent, conflicts_with = "no_bound")]
    gap: f64,

    /// Don't prove a bound: all time goes to the search
    #[arg(long)]
    no_bound: bool,
}

const DEFAULT_TIME: Duration = Duration::from_secs(30);

impl PlanCommand {
    /// The instance.
    pub fn instance(&self) -> &Path {
        &self.source.instance
    }

    /// The folder to write into, where one is named.
    pub fn out(&self) -> Option<&Path> {
        self.out.as_deref()
    }

    /// The same of an instance and into a folder elsewhere, without a word of what is not wrong.
    pub fn quiet_at(mut self, instance: PathBuf, out: PathBuf) -> Self {
        self.source.instance = instance;
        self.out = Some(out);
        self.search.quiet = true;
        self
    }

    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let started = Instant::now();
        let Prepared { instance, added, carried } =
            self.change_limits.prepare(locale, &self.source, self.source.read(locale, self.search.quiet)?)?;
        let out = self.out.clone().unwrap_or_else(|| files::default_out(&self.source.instance, "plan"));
        let points = self.change_limits.points();
        ensure_out(locale, &out, &self.source.instance, &instance, [!points.is_empty(), carried.is_some()])?;
        let events = EventLog::default();
        let run = PlanningRun {
            search: &self.search,
            started,
            locale,
            instance: &instance,
            rules: &added.rules(),
            events: &events,
            anew: false,
            max_changes: added.limit.as_ref().map(|limit| limit.0),
            carried: carried.as_ref(),
            from: None,
            out: &out,
        };
        let mut found = run.search(DEFAULT_TIME, |options, stop, show| {
            let bound = !self.no_bound && !self.change_limits.freezes();
            let options = SolveOptions { bound, gap: self.gap, ..options.clone() };
            match points[..] {
                [] => vec![added.solve(&instance, &options, stop, show)],
                _ => change_curve(&instance, &options, &points, stop, show),
            }
        })?;
        let curve = (!points.is_empty()).then(|| curve(&instance, &points, &found));
        let last = found.pop().expect("a plan for each point");
        let code = run.finish(&last, curve.as_ref())?;
        if code == Code::Illegal && !instance.pins.is_empty() {
            note(locale.pins_contradict());
        }
        Ok(code)
    }
}

/// The change curve of the plans found.
fn curve(instance: &Instance, points: &[Option<u32>], found: &[Outcome]) -> ChangeCurve {
    let figures = |plan: &Plan| Figures::new(instance, &check(instance, plan));
    let current = figures(instance.current.as_ref().unwrap_or(&Plan::default()));
    let plans: Vec<_> = points.iter().zip(found).map(|(&most, outcome)| (most, figures(&outcome.plan))).collect();
    ChangeCurve::new(instance, &current, &plans)
}

/// A percentage from the command line.
fn percent(text: &str) -> Result<f64, Message> {
    let percent = text.replacen(',', ".", 1).parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
    percent.ok_or(Message::PercentForm)
}
