//! `brigade replan`: something has happened, and the rest of the week must do.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{Local, NaiveDateTime};
use clap::Args;

use brigade::error::{InvalidInput, Issue};
use brigade::files::{self, Event, EventLine, JobTable};
use brigade::i18n::Locale;
use brigade::model::Instance;
use brigade::report::words::ChangeWords;
use brigade::rules::max_changes::MaxChanges;
use brigade::solve::disrupted;

use super::change_limit::{AddedRules, MOST_CHANGES};
use super::events::Events;
use super::input::InstanceArgs;
use super::number::whole;
use super::run::{PlanningRun, SearchArgs};
use super::terminal::say;
use super::{Code, Failure, note};

/// Changes allowed beyond the visits of absent crews.
const SPARE: u32 = 3;
const DEFAULT_TIME: Duration = Duration::from_secs(5);

/// Plan the rest of the week anew after an absence or an urgent job
///
/// Takes a plan as what was agreed, keeps what has begun as it is, plans nothing into the past, and changes little: at
/// most the visits of absent crews and three more. Says what moves and why. Job files have the columns of jobs.csv.
#[derive(Args)]
pub struct ReplanCommand {
    #[command(flatten)]
    source: InstanceArgs,

    /// The plan as agreed: a plan folder, a plan.csv, or the word `current`
    #[arg(long, value_name = "PLAN")]
    from: PathBuf,

    /// A crew that is not there on a date or from one date to another, such as LYO1:2026-11-24..2026-11-25; may be repeated
    #[arg(long, value_name = "CREW:DATE[..DATE]")]
    off: Vec<String>,

    /// A file with urgent jobs, in the format of jobs.csv; may be repeated
    #[arg(long, value_name = "JOBS.csv")]
    add: Vec<PathBuf>,

    /// A file of events, one JSON object a line, or - for standard input
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,

    /// What time it is, such as 2026-11-24T07:00; what starts before it has begun [default: the clock of this machine]
    #[arg(long, value_name = "DATETIME", value_parser = files::moment)]
    now: Option<NaiveDateTime>,

    /// Folder to write into [default: INSTANCE/replan]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Most changes of the plan [default: the visits of absent crews and three more]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(0..=MOST_CHANGES))]
    max_changes: Option<u32>,

    #[command(flatten)]
    search: SearchArgs,
}

impl ReplanCommand {
    /// Runs the command.
    pub fn run(self, lang: Locale) -> Result<Code, Failure> {
        let started = Instant::now();
        let events = self.events()?;
        let mut added = self.add.iter().map(|path| job_table(path)).collect::<Result<Vec<_>, _>>()?;
        let known = self.read(&[], true)?.jobs.len();
        let mut instance = self.read(&added, self.search.quiet)?;
        let now = self.moment(&instance)?;
        let mut news = Events::default();
        for text in &self.off {
            news.off(&instance, text).map_err(|fault| Failure::Usage(format!("--off {text}: {fault}")))?;
        }
        let mut skipped = 0;
        for EventLine { line, event } in events {
            let taken = event.and_then(|event| self.take(event, now, &mut instance, &mut added, &mut news));
            if let Err(fault) = taken {
                skipped += 1;
                note(lang.event_skipped(line, &fault));
            }
        }
        news.happened.urgent = instance.job_ids().skip(known).collect();
        let out = self.out.clone().unwrap_or_else(|| self.source.instance.join("replan"));
        files::ensure_writable(&out).map_err(|error| Failure::Usage(error.to_string()))?;
        let code = self.replan((instance, now), &news, &out, started, lang)?;
        if skipped > 0 {
            note(if skipped == 1 { lang.event_was_skipped() } else { lang.events_skipped(skipped) });
            return Ok(Code::BadInput);
        }
        Ok(code)
    }

    fn replan(
        &self,
        (instance, now): (Instance, NaiveDateTime),
        news: &Events,
        out: &Path,
        started: Instant,
        lang: Locale,
    ) -> Result<Code, Failure> {
        let left = disrupted(instance, &news.disruption(now));
        let limit = self.max_changes.unwrap_or(left.displaced as u32 + SPARE);
        let added = AddedRules { frozen: Some(left.frozen), limit: Some(MaxChanges(limit)) };
        let (instance, rules) = (&left.instance, &added.rules());
        let happened = &news.happened;
        let run = PlanningRun { search: &self.search, started, lang, instance, rules, happened, anew: true, out };
        let outcome = run.search(DEFAULT_TIME, |options, stop, show| added.solve(instance, options, stop, show))?;
        if !self.search.quiet {
            left.given_up.iter().for_each(|pin| note(lang.pin_given_up(&instance.jobs[pin.job].id)));
            say(lang.as_of(&now.format("%Y-%m-%d %H:%M").to_string(), limit))?;
        }
        run.finish(&outcome, None)
    }

    /// The instance with further jobs, and the agreed plan as its schedule.
    fn read(&self, added: &[JobTable], quiet: bool) -> Result<Instance, Failure> {
        let current = (self.from != Path::new("current")).then_some(self.from.as_path());
        let options = files::ReadOptions { current, added, ..files::ReadOptions::default() };
        let instance = self.source.read_with(&options, quiet)?;
        if instance.current.as_ref().is_none_or(|plan| plan.routes.is_empty()) {
            let from = self.from.display();
            return Err(Failure::Usage(format!("--from {from} has no visit of this instance and its horizon")));
        }
        Ok(instance)
    }

    fn moment(&self, instance: &Instance) -> Result<NaiveDateTime, Failure> {
        let now = self.now.unwrap_or_else(|| Local::now().naive_local());
        match (instance.dates.first(), instance.dates.last()) {
            (Some(first), Some(last)) if now.date() > *last => Err(Failure::Usage(format!(
                "--now {} lies after the horizon, {first} to {last}: nothing is left to plan",
                now.format("%Y-%m-%dT%H:%M")
            ))),
            _ => Ok(now),
        }
    }

    fn events(&self) -> Result<Vec<EventLine>, Failure> {
        let Some(path) = &self.events else { return Ok(Vec::new()) };
        let (mut bytes, standard) = (Vec::new(), path == Path::new("-"));
        let name = if standard { "standard input".into() } else { path.display().to_string() };
        let read = if standard {
            std::io::stdin().read_to_end(&mut bytes).map(drop)
        } else {
            std::fs::read(path).map(|content| bytes = content)
        };
        read.map_err(|fault| Failure::Usage(format!("cannot read the events of {name}: {fault}")))?;
        Ok(files::read_events(&name, &bytes))
    }

    /// Takes an event in, or says what is wrong with it.
    fn take(
        &self,
        event: Event,
        now: NaiveDateTime,
        instance: &mut Instance,
        added: &mut Vec<JobTable>,
        news: &mut Events,
    ) -> Result<(), String> {
        match event {
            Event::Absence { crew, from, to } => news.absent(instance, &crew, from, to),
            Event::Cancelled { job } => news.cancelled(instance, &job),
            Event::FinishedEarly { job, at } => news.finished(instance, &job, at, now),
            Event::UrgentJob(table) => {
                added.push(table);
                match self.read(added, true) {
                    Ok(with) => *instance = with,
                    Err(fault) => {
                        added.pop();
                        return Err(first_fault(fault));
                    }
                }
                Ok(())
            }
        }
    }
}

/// The first thing that is wrong with an event, which needs no further place.
fn first_fault(fault: Failure) -> String {
    match fault {
        Failure::Input(InvalidInput(mut issues)) if !issues.is_empty() => {
            let Issue { column, value, advice, .. } = issues.swap_remove(0);
            let value = if value.is_empty() { value } else { format!(", value '{value}'") };
            format!("column {column}{value}: {advice}")
        }
        other => other.to_string(),
    }
}

fn job_table(path: &Path) -> Result<JobTable, Failure> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|fault| Failure::Usage(format!("cannot read {name}: {fault}")))?;
    Ok(JobTable { name, bytes })
}
