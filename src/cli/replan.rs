//! `brigade replan`: something has happened, and the rest of the week must do.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{NaiveDateTime, Utc};
use clap::Args;
use rustc_hash::FxHashSet;

use brigade::error::{InvalidInput, Issue, Message, Say, Severity, System};
use brigade::files::{self, CarriedFiles, Event, EventLine, JobTable};
use brigade::i18n::Locale;
use brigade::model::Instance;
use brigade::report::messages::{ChangeMessages, CountMessages, TerminalMessages};
use brigade::rules::max_changes::MaxChanges;
use brigade::solve::{disrupted, resumed};

use super::change_limit::{AddedRules, MOST_CHANGES};
use super::events::{self, Events};
use super::input::{InstanceArgs, is_current, tell_issues};
use super::number::whole;
use super::run::{PlanningRun, SearchArgs, ensure_out};
use super::terminal::{say, shown};
use super::{Code, Failure, note};

/// Changes allowed beyond the visits of absent crews.
const SPARE: u32 = 3;
const DEFAULT_TIME: Duration = Duration::from_secs(5);

/// Plan the rest of the week anew after an absence or an urgent job
///
/// Takes a plan as what was agreed, keeps what has begun as it is, plans nothing into the past, and changes little: at
/// most the visits of absent crews and three more. Says what moves and why. The new plan carries what was said, so that
/// the next replan of it knows. Job files have the columns of jobs.csv.
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

    /// What time it is, such as 2026-11-24T07:00; what starts before it has begun [default: now in the time zone of the settings]
    #[arg(long, value_name = "DATETIME", value_parser = files::moment)]
    now: Option<NaiveDateTime>,

    /// Folder to write into; other files in it stay, and what brigade has not written is not replaced [default: INSTANCE/replan]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Most changes of the plan [default: the visits of absent crews and three more]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(0..=MOST_CHANGES))]
    max_changes: Option<u32>,

    #[command(flatten)]
    search: SearchArgs,
}

/// The agreed plan that replanning starts from.
struct Agreed {
    /// The folder of the instance.
    folder: PathBuf,
    /// The events of earlier replans, in order.
    told: Vec<Event>,
}

/// The events of this command.
#[derive(Default)]
struct NewEvents {
    /// Further jobs, as tables.
    added: Vec<JobTable>,
    /// All of it, in order.
    events: Vec<Event>,
    /// How many events make no sense.
    skipped: usize,
}

impl ReplanCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let started = Instant::now();
        let lines = self.events(locale)?;
        let agreed = self.agreed(locale)?;
        let absent = |text: &String, fault: Message| Failure::Usage(locale.off_fault(text, &fault.text(locale)));
        for text in &self.off {
            events::off(text).map_err(|fault| absent(text, fault))?;
        }
        let mut new_events = self.added(locale, &agreed)?;
        let mut instance = self.read(locale, &agreed, &new_events.added, self.search.quiet)?;
        let now = self.moment(locale, &instance, &agreed, &lines)?;
        for text in &self.off {
            let event = events::off_by_name(text, &instance).map_err(|fault| absent(text, fault))?;
            Events::default().take(&instance, &event).map_err(|fault| absent(text, fault))?;
            new_events.add(event, &agreed);
        }
        let mut lines = lines.into_iter().peekable();
        while let Some(EventLine { line, event }) = lines.next() {
            let faults = match event {
                Ok(Event::UrgentJob(table)) => {
                    let mut jobs = vec![(line, table)];
                    while let Some(next) = lines.next_if(|next| matches!(next.event, Ok(Event::UrgentJob(_)))) {
                        jobs.extend(next.event.ok().and_then(|event| Some((next.line, job_of_event(&event)?))));
                    }
                    self.take_jobs(locale, jobs, &agreed, &mut instance, &mut new_events)
                }
                event => {
                    let taken = event.and_then(|event| take(event, &agreed, now, &instance, &mut new_events));
                    taken.err().map(|fault| (line, fault)).into_iter().collect()
                }
            };
            new_events.skipped += faults.len();
            faults.into_iter().for_each(|(line, fault)| note(locale.event_skipped(line, &fault.text(locale))));
        }
        let out = self.out.clone().unwrap_or_else(|| self.source.instance.join("replan"));
        ensure_out(locale, &out, &self.source.instance, false, true)?;
        let code = self.replan(&agreed, instance, now, &new_events, &out, started, locale)?;
        if new_events.skipped > 0 {
            note(if new_events.skipped == 1 {
                locale.event_was_skipped()
            } else {
                locale.events_skipped(new_events.skipped)
            });
            return Ok(Code::BadInput);
        }
        Ok(code)
    }

    #[expect(clippy::too_many_arguments, reason = "all that a replanning is about")]
    fn replan(
        &self,
        agreed: &Agreed,
        instance: Instance,
        now: NaiveDateTime,
        new_events: &NewEvents,
        out: &Path,
        started: Instant,
        locale: Locale,
    ) -> Result<Code, Failure> {
        let mut events: Vec<Event> = agreed.told.iter().chain(&new_events.events).cloned().collect();
        let disruption = Events::told(&instance, &events).disruption(now);
        let left = disrupted(instance, &disruption);
        let limit = self.max_changes.unwrap_or(left.displaced as u32 + SPARE);
        let mut tables = files::InstanceTables::read(&agreed.folder, &self.read_options(&new_events.added))?;
        tables.amend(&left.instance);
        let files = tables.files().map_err(|error| Failure::Fault(error.into()))?;
        // What is planned is what the next command reads.
        let amended = files::instance_of(files::name(&self.source.instance), files.clone())?.instance;
        let told = Events::told(&amended, &events);
        let (instance, frozen) = resumed(amended, &told.disruption(now));
        events.push(Event::Now { at: now });
        events.dedup_by(|next, event| next.says_what(event));
        let carried = CarriedFiles { instance: files, events };
        let added = AddedRules { frozen: Some(frozen), limit: Some(MaxChanges(limit)) };
        let run = PlanningRun {
            search: &self.search,
            started,
            locale,
            instance: &instance,
            rules: &added.rules(),
            events: &told.log,
            anew: true,
            max_changes: Some(limit),
            carried: Some(&carried),
            out,
        };
        let outcome = run.search(DEFAULT_TIME, |options, stop, show| added.solve(&instance, options, stop, show))?;
        if !self.search.quiet {
            left.given_up.iter().for_each(|pin| note(locale.pin_given_up(&left.instance.jobs[pin.job].id)));
            say(locale.as_of(&locale.moment(now), &locale.changes(limit as usize)))?;
            for event in &new_events.events {
                match event {
                    Event::Cancelled { job } => say(locale.not_done_any_more(job, &locale.was_cancelled()))?,
                    Event::FinishedEarly { job, .. } => say(locale.not_done_any_more(job, &locale.finished_early()))?,
                    _ => {}
                }
            }
        }
        run.finish(&outcome, None)
    }

    /// The instance of the plan as agreed, with what was said before; its own where it carries one.
    fn agreed(&self, locale: Locale) -> Result<Agreed, Failure> {
        Ok(match files::read_carried(&self.from)? {
            Some(carried) => {
                if !self.search.quiet {
                    self.source.tell_carried(locale, &self.from, &carried);
                }
                Agreed { folder: carried.instance, told: carried.events }
            }
            None => Agreed { folder: self.source.instance.clone(), told: Vec::new() },
        })
    }

    /// The urgent jobs of files that were not told before.
    fn added(&self, locale: Locale, agreed: &Agreed) -> Result<NewEvents, Failure> {
        let mut new_events = NewEvents::default();
        for path in &self.add {
            let table = job_table(locale, path)?;
            let jobs = files::urgent_jobs(&table);
            let new: Vec<Event> = jobs.iter().filter(|job| !agreed.has(job)).cloned().collect();
            // A table with faults is told as it stands.
            if new.len() == jobs.len() {
                new_events.added.push(table);
            } else {
                new_events.added.extend(new.iter().filter_map(job_of_event));
            }
            new_events.events.extend(new);
        }
        Ok(new_events)
    }

    fn read_options<'a>(&'a self, added: &'a [JobTable]) -> files::ReadOptions<'a> {
        let current = (!is_current(&self.from)).then_some(self.from.as_path());
        files::ReadOptions { current, added, week: self.source.week.as_deref() }
    }

    /// The instance with further jobs, and the agreed plan as its schedule.
    fn read(&self, locale: Locale, agreed: &Agreed, added: &[JobTable], quiet: bool) -> Result<Instance, Failure> {
        let loaded = files::read_instance(&agreed.folder, &self.read_options(added))?;
        if !quiet {
            tell_issues(locale, &loaded.warnings);
            tell_issues(locale, &files::warn_of_mixed(&self.from));
        }
        let instance = loaded.instance;
        if instance.current.as_ref().is_none_or(|plan| plan.routes.is_empty()) {
            return Err(Failure::Usage(locale.no_agreed_visit(&shown(&self.from))));
        }
        Ok(instance)
    }

    /// What time it is: never before the latest moment told, since what had begun then has begun. Without `--now` the clock
    /// in the firm's time zone, or what was told where the clock has passed the horizon.
    fn moment(
        &self,
        locale: Locale,
        instance: &Instance,
        agreed: &Agreed,
        lines: &[EventLine],
    ) -> Result<NaiveDateTime, Failure> {
        let given = lines.iter().filter_map(|line| line.event.as_ref().ok());
        let moment = |event: &Event| if let Event::Now { at } = event { Some(*at) } else { None };
        let told = agreed.told.iter().chain(given).filter_map(moment).max();
        let last = instance.dates.last();
        let is_past = |moment: &NaiveDateTime| last.is_some_and(|last| moment.date() > *last);
        let clock = || Utc::now().with_timezone(&instance.settings.timezone).naive_local();
        let now = match (self.now, told) {
            (Some(now), _) => now,
            (None, Some(told)) => Some(clock()).filter(|now| !is_past(now)).unwrap_or(told),
            (None, None) => clock(),
        };
        match (instance.dates.first(), last) {
            (Some(&first), Some(&last)) if is_past(&now) => {
                let [first, last] = [first, last].map(|date| locale.plain_date(date));
                Err(Failure::Usage(locale.now_is_past(&locale.moment(now), &first, &last)))
            }
            _ => Ok(told.map_or(now, |told| told.max(now))),
        }
    }

    fn events(&self, locale: Locale) -> Result<Vec<EventLine>, Failure> {
        let Some(path) = &self.events else { return Ok(Vec::new()) };
        let (mut bytes, standard) = (Vec::new(), path == Path::new("-"));
        let name = if standard { locale.standard_input() } else { shown(path) };
        let read = if standard {
            std::io::stdin().read_to_end(&mut bytes).map(drop)
        } else {
            std::fs::read(path).map(|content| bytes = content)
        };
        read.map_err(|fault| unreadable(locale, &name, &fault))?;
        Ok(files::read_events(&name, &bytes))
    }

    /// Takes urgent jobs in that were not told before, all at once. Returns the lines of those with a fault, and what it is.
    fn take_jobs(
        &self,
        locale: Locale,
        mut jobs: Vec<(usize, JobTable)>,
        agreed: &Agreed,
        instance: &mut Instance,
        new_events: &mut NewEvents,
    ) -> Vec<(usize, Message)> {
        let told = agreed.told.iter().chain(&new_events.events).filter_map(job_of_event);
        let mut seen: FxHashSet<_> = told.map(|table| table.bytes).collect();
        jobs.retain(|(_, table)| seen.insert(table.bytes.clone()));
        let mut faults = Vec::new();
        while !jobs.is_empty() {
            let tables = || jobs.iter().map(|(_, table)| table.clone());
            let added: Vec<_> = new_events.added.iter().cloned().chain(tables()).collect();
            match self.read(locale, agreed, &added, true) {
                Ok(with) => {
                    *instance = with;
                    new_events.events.extend(tables().map(Event::UrgentJob));
                    new_events.added = added;
                    break;
                }
                Err(fault) => {
                    let before = faults.len();
                    let issues = if let Failure::Input(InvalidInput(issues)) = &fault { &issues[..] } else { &[] };
                    let errors = || issues.iter().filter(|issue| issue.severity == Severity::Error);
                    jobs.retain(|(line, table)| {
                        let own = errors().find(|issue| issue.file == table.name);
                        faults.extend(own.map(|issue| (*line, fault_of(issue))));
                        own.is_none()
                    });
                    if faults.len() == before {
                        // What several of them break together is the fault of the last.
                        faults.extend(jobs.pop().map(|(line, _)| (line, first_fault(locale, fault))));
                    }
                }
            }
        }
        faults.sort_by_key(|(line, _)| *line);
        faults
    }
}

/// Takes an event in that was not told before and is no urgent job, or says what is wrong with it.
fn take(
    event: Event,
    agreed: &Agreed,
    now: NaiveDateTime,
    instance: &Instance,
    new_events: &mut NewEvents,
) -> Result<(), Message> {
    if agreed.has(&event) || new_events.has(&event) {
        return Ok(());
    }
    match &event {
        Event::FinishedEarly { job, at: Some(at) } if *at > now => {
            return Err(Message::FinishedLater { job: job.clone(), now });
        }
        Event::Cancelled { job } | Event::FinishedEarly { job, .. } if agreed.has_ended(job) => {}
        event => Events::default().take(instance, event)?,
    }
    new_events.events.push(event);
    Ok(())
}

impl NewEvents {
    /// Adds an event that is not told yet.
    fn add(&mut self, event: Event, agreed: &Agreed) {
        if !agreed.has(&event) && !self.has(&event) {
            self.events.push(event);
        }
    }

    fn has(&self, event: &Event) -> bool {
        self.events.iter().any(|known| known.says_what(event))
    }
}

impl Agreed {
    /// Whether something was told before.
    fn has(&self, event: &Event) -> bool {
        self.told.iter().any(|told| told.says_what(event))
    }

    /// Whether it was told before that nothing more is done of a job.
    fn has_ended(&self, wanted: &str) -> bool {
        let ended = |event: &Event| matches!(event, Event::Cancelled { job } | Event::FinishedEarly { job, .. } if job == wanted);
        self.told.iter().any(ended)
    }
}

fn job_of_event(event: &Event) -> Option<JobTable> {
    if let Event::UrgentJob(table) = event { Some(table.clone()) } else { None }
}

/// The first thing that is wrong with an event, which needs no further place.
fn first_fault(locale: Locale, fault: Failure) -> Message {
    match fault {
        Failure::Input(InvalidInput(issues)) if !issues.is_empty() => fault_of(&issues[0]),
        other => other.text(locale).into(),
    }
}

fn fault_of(issue: &Issue) -> Message {
    let (column, value, advice) = (issue.column.clone(), issue.value.clone(), issue.advice.clone().boxed());
    match value.is_empty() {
        true => Message::FaultOfColumn { column, advice },
        false => Message::FaultOfValue { column, value, advice },
    }
}

fn job_table(locale: Locale, path: &Path) -> Result<JobTable, Failure> {
    let name = shown(path);
    let bytes = std::fs::read(path).map_err(|fault| unreadable(locale, &name, &fault))?;
    Ok(JobTable { name, bytes })
}

fn unreadable(locale: Locale, name: &str, fault: &std::io::Error) -> Failure {
    Failure::Usage(locale.cannot_read(name, &System::from(fault).say(locale)))
}
