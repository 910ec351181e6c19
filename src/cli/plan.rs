//! `brigade plan`: the weekly proposal.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
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
use brigade::solve::{Alone, Outcome, Snapshot, Snapshots, SolveOptions, assist, change_curve};

use super::change_limit::{ChangeLimitArgs, Prepared};
use super::input::InstanceArgs;
use super::ranks::{Dismissal, Ranks};
use super::run::{PlanningRun, SearchArgs, ctrl_c, ensure_out};
use super::terminal::shown;
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

    /// File that keeps how far the search of a week of 1,000 visits and more has come, to go on from [default: DIR.snapshot on several ranks]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["max_changes", "change_curve"])]
    snapshot: Option<PathBuf>,

    /// Go on where a run that was ended has left its snapshot, if there is one
    #[arg(long, conflicts_with_all = ["max_changes", "change_curve"])]
    resume: bool,
}

/// What a run begins with.
struct Begun {
    prepared: Prepared,
    out: PathBuf,
    /// The file for snapshots.
    snapshot: Option<PathBuf>,
    /// The one to go on from.
    resumed: Option<Snapshot>,
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
        self.run_on(locale, &Ranks::join(locale)?)
    }

    /// Runs the command on several processes, of which the first prints and writes.
    pub fn run_on(mut self, locale: Locale, ranks: &Ranks) -> Result<Code, Failure> {
        let started = Instant::now();
        self.search.quiet |= !ranks.is_first();
        let begun = ranks.agree(locale, self.begin(locale, ranks), |begun| {
            format!("{} {}", self.identity(&begun.prepared.instance), self.search.time_identity())
        })?;
        // A rank that ended with a fault would have the launcher kill the first, which says what is wrong.
        let Some(Begun { prepared, out, snapshot, resumed }) = begun else { return Ok(Code::Done) };
        let Prepared { instance, added, carried } = prepared;
        if !ranks.is_first() {
            let rules = added.rules();
            assist(&instance, &self.search.assisting(&rules, ranks.communicator()), ctrl_c()?);
            return Ok(Code::Done);
        }
        let _dismissal = Dismissal(ranks.communicator());
        let points = self.change_limits.points();
        let events = EventLog::default();
        let spent = resumed.as_ref().map_or(Duration::ZERO, Snapshot::elapsed);
        let run = PlanningRun {
            search: &self.search,
            started: started.checked_sub(spent).unwrap_or(started),
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
        let identity = self.identity(&instance);
        let keep = |kept: &Snapshot| {
            let written = snapshot.iter().try_for_each(|file| files::write_snapshot(file, &identity, kept));
            written.unwrap_or_else(|error| note(locale.an_error(&error.text(locale))));
        };
        let snapshots = snapshot.as_ref().map(|_| Snapshots { keep: &keep, resume: resumed.as_ref() });
        // With a limit on changes nothing is divided into regions.
        let ranks = if self.change_limits.limits() { &Alone } else { ranks.communicator() };
        let mut found = run.search(DEFAULT_TIME, |options, stop, show| {
            let bound = !self.no_bound && !self.change_limits.freezes();
            let options = SolveOptions { bound, gap: self.gap, ranks, snapshots, ..options.clone() };
            match points[..] {
                [] => vec![added.solve(&instance, &options, stop, show)],
                _ => change_curve(&instance, &options, &points, stop, show),
            }
        })?;
        let curve = (!points.is_empty()).then(|| curve(&instance, &points, &found));
        let last = found.pop().expect("a plan for each point");
        let code = run.finish(&last, curve.as_ref())?;
        if !ctrl_c()?.load(Ordering::Relaxed) {
            // What is done needs no snapshot; where it can't be deleted, the next run says that it is there.
            snapshot.iter().for_each(|file| drop(std::fs::remove_file(file)));
        }
        if code == Code::Illegal && !instance.pins.is_empty() {
            note(locale.pins_contradict());
        }
        Ok(code)
    }
}

impl PlanCommand {
    /// Reads the instance and makes sure that the first rank can write.
    fn begin(&self, locale: Locale, ranks: &Ranks) -> Result<Begun, Failure> {
        let read = self.source.read(locale, self.search.quiet)?;
        let prepared = self.change_limits.prepare(locale, &self.source, read)?;
        let out = self.out.clone().unwrap_or_else(|| files::default_out(&self.source.instance, "plan"));
        if !ranks.is_first() {
            return Ok(Begun { prepared, out, snapshot: None, resumed: None });
        }
        let curve = !self.change_limits.points().is_empty();
        ensure_out(locale, &out, &self.source.instance, &prepared.instance, [curve, prepared.carried.is_some()])?;
        let by_default = || (self.resume || ranks.are_several()) && !self.change_limits.limits();
        let snapshot = self.snapshot.clone().or_else(|| by_default().then(|| beside(&out)));
        let resumed = match &snapshot {
            Some(file) => self.resumed(locale, file, &prepared.instance)?,
            None => None,
        };
        Ok(Begun { prepared, out, snapshot, resumed })
    }

    /// The snapshot to go on from; makes sure that others can take its place.
    fn resumed(&self, locale: Locale, file: &Path, instance: &Instance) -> Result<Option<Snapshot>, Failure> {
        let resumed = match self.resume {
            true => files::read_snapshot(file, &self.identity(instance))?,
            false if files::is_snapshot(file) => return Err(Failure::Usage(locale.snapshot_is_there(&shown(file)))),
            false => None,
        };
        files::ensure_snapshot(file).map_err(|error| Failure::Usage(error.text(locale)))?;
        if self.resume && !self.search.quiet {
            note(match &resumed {
                Some(snapshot) => {
                    let minutes = locale.number(snapshot.elapsed().as_secs_f64() / 60.0, 1);
                    locale.resumed_at(&minutes, &locale.number(snapshot.iterations() as f64, 0), &shown(file))
                }
                None => locale.nothing_to_resume(&shown(file)),
            });
        }
        Ok(resumed)
    }

    /// What decides the search, but for how long it may take.
    fn identity(&self, instance: &Instance) -> String {
        let frozen = self.change_limits.frozen_until();
        let own = format!("{:?}", (&self.source.week, frozen, &instance.origin.sha256));
        format!("{} {own} {}", env!("CARGO_PKG_VERSION"), self.search.identity())
    }
}

/// The file for snapshots beside a folder.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".snapshot");
    PathBuf::from(name)
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
