//! What is done with a week: a command line, and what of it the judge has to know.

use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};

/// Something that has happened before a replan.
#[derive(Clone, Debug)]
pub enum Event {
    Off { crew: String, from: NaiveDate, to: NaiveDate },
    Cancelled { job: String },
    Finished { job: String },
    Urgent { job: String, site: String, duration: i64, priority: i64 },
}

/// How a replan begins.
#[derive(Clone, Debug)]
pub struct Replanned {
    /// The step whose plan was agreed; none: today's schedule.
    pub from: Option<usize>,
    pub now: NaiveDateTime,
    pub events: Vec<Event>,
}

/// One run of `brigade plan` or `brigade replan`.
#[derive(Clone, Debug)]
pub struct Step {
    pub seed: u64,
    pub iterations: u32,
    pub search: &'static str,
    pub bound: bool,
    pub max_changes: Option<String>,
    pub freeze: Option<NaiveDate>,
    pub replanned: Option<Replanned>,
    /// Whether it is run again on two threads, with the same bytes.
    pub twice: bool,
}

impl Step {
    pub fn plan(seed: u64, iterations: u32, search: &'static str, bound: bool) -> Self {
        let (max_changes, freeze, replanned, twice) = (None, None, None, false);
        Self { seed, iterations, search, bound, max_changes, freeze, replanned, twice }
    }

    pub fn replan(from: Option<usize>, now: NaiveDateTime, events: Vec<Event>, max_changes: Option<String>) -> Self {
        let replanned = Some(Replanned { from, now, events });
        Self { replanned, max_changes, ..Self::plan(1, 150, "", false) }
    }

    pub fn limited(self, most: &str) -> Self {
        Self { max_changes: Some(most.into()), ..self }
    }

    pub fn frozen(self, date: NaiveDate) -> Self {
        Self { freeze: Some(date), ..self }
    }

    pub fn now(&self) -> NaiveDateTime {
        self.replanned.as_ref().map(|replanned| replanned.now).expect("a replan")
    }

    /// The arguments of the command, run where the week's folder is `.`; events are in files beside the tables.
    pub fn arguments(&self, index: usize, threads: u32) -> Vec<String> {
        let mut arguments: Vec<String> = Vec::new();
        let mut say = |parts: &[&str]| arguments.extend(parts.iter().map(|part| (*part).to_owned()));
        let out = if threads == 1 { format!("plan{index}") } else { format!("plan{index}-{threads}") };
        match &self.replanned {
            None => say(&["plan", "."]),
            Some(Replanned { from, now, events }) => {
                let from = from.map_or("current".into(), |from| format!("plan{from}"));
                say(&["replan", ".", "--from", &from, "--now", &now.format("%Y-%m-%dT%H:%M").to_string()]);
                for event in events {
                    if let Event::Off { crew, from, to } = event {
                        say(&["--off", &format!("{crew}:{from}..{to}")]);
                    }
                }
                if events.iter().any(|event| event.line().is_some()) {
                    say(&["--events", &format!("events{index}.jsonl")]);
                }
            }
        }
        say(&["-o", &out, "--seed", &self.seed.to_string(), "--iterations", &self.iterations.to_string()]);
        say(&["--threads", &threads.to_string(), "--quiet"]);
        if !self.search.is_empty() {
            say(&["--search", self.search]);
        }
        if !self.bound && self.replanned.is_none() {
            say(&["--no-bound"]);
        }
        if let Some(most) = &self.max_changes {
            say(&["--max-changes", most]);
        }
        if let Some(date) = self.freeze {
            say(&["--freeze", &date.to_string()]);
        }
        arguments
    }

    /// Writes the events that no option says.
    pub fn write_events(&self, folder: &Path, index: usize) {
        let events = self.replanned.iter().flat_map(|replanned| &replanned.events);
        let lines: String = events.filter_map(Event::line).collect();
        if !lines.is_empty() {
            std::fs::write(folder.join(format!("events{index}.jsonl")), lines).expect("writable");
        }
    }
}

impl Event {
    fn line(&self) -> Option<String> {
        match self {
            Self::Off { .. } => None,
            Self::Cancelled { job } => Some(format!("{{\"event\":\"cancelled\",\"job\":\"{job}\"}}\n")),
            Self::Finished { job } => Some(format!("{{\"event\":\"finished-early\",\"job\":\"{job}\"}}\n")),
            Self::Urgent { job, site, duration, priority } => Some(format!(
                "{{\"event\":\"urgent-job\",\"job\":\"{job}\",\"site\":\"{site}\",\"duration\":{duration},\"priority\":{priority}}}\n"
            )),
        }
    }
}
