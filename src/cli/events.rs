//! The events since a plan was made, from options and event files.

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use brigade::error::Message;
use brigade::files::{self, Event};
use brigade::model::{CrewId, Instance, JobId};
use brigade::report::EventLog;
use brigade::solve::Disruption;

use super::ids::{Named, find, find_id};

/// The events of one instance so far.
#[derive(Default)]
pub struct Events {
    /// Absences and jobs.
    pub log: EventLog,
    /// When finished jobs ended, where that is said.
    ended_at: Vec<(JobId, NaiveDateTime)>,
    /// The latest moment told.
    pub now: Option<NaiveDateTime>,
    /// The last date that stays as it is.
    frozen: Option<NaiveDate>,
}

/// A crew is not there, as `CREW:DATE` or `CREW:DATE..DATE`.
pub fn off(text: &str) -> Result<Event, Message> {
    let (crew, dates) = text.rsplit_once(':').ok_or(Message::AbsenceForm)?;
    let (from, to) = dates.split_once("..").unwrap_or((dates, dates));
    let (from, to) = (files::date(from)?, files::date(to)?);
    if to < from {
        return Err(Message::LastBeforeFirst);
    }
    Ok(Event::Absence { crew: crew.into(), from, to })
}

/// The absence of a crew that is named by its id, in any case, or its name.
pub fn off_by_name(text: &str, instance: &Instance) -> Result<Event, Message> {
    let event = off(text)?;
    let Event::Absence { crew, from, to } = event else { return Ok(event) };
    let named = instance.crews.iter().map(|crew| (crew.id.as_str(), crew.name.as_str()));
    let crew: CrewId = find(Named::Crew, &crew, named)?;
    Ok(Event::Absence { crew: instance.crews[crew].id.clone(), from, to })
}

impl Events {
    /// What was said, as far as the instance still has what it is about.
    pub fn told(instance: &Instance, events: &[Event]) -> Self {
        let mut told = Self::default();
        for event in events {
            // What is not known here any more is done or cancelled, and needs no more care.
            let _ = told.take(instance, event);
        }
        told
    }

    /// Takes an event in, or says what is wrong with it.
    pub fn take(&mut self, instance: &Instance, event: &Event) -> Result<(), Message> {
        match event {
            Event::Absence { crew, from, to } => self.absent(instance, crew, *from, *to)?,
            Event::Cancelled { job } => self.log.cancelled.push(job_of(instance, job)?),
            Event::FinishedEarly { job, at } => {
                let index = job_of(instance, job)?;
                self.log.finished.push(index);
                self.ended_at.extend(at.map(|at| (index, at)));
            }
            Event::UrgentJob(table) => {
                let job = files::job_of(table).ok_or(Message::NoUrgentJob)?;
                self.log.urgent.push(job_of(instance, &job)?);
            }
            Event::Now { at } => self.now = self.now.max(Some(*at)),
            Event::Frozen { until } => self.frozen = self.frozen.max(Some(*until)),
        }
        Ok(())
    }

    fn absent(&mut self, instance: &Instance, crew: &str, from: NaiveDate, to: NaiveDate) -> Result<(), Message> {
        let crew: CrewId = find_id(Named::Crew, crew, instance.crews.iter().map(|crew| crew.id.as_str()))?;
        let dates: Vec<_> = instance.dates.iter().copied().filter(|date| (from..=to).contains(date)).collect();
        if dates.is_empty() {
            return Err(Message::NotInHorizon);
        }
        self.log.absences.extend(dates.into_iter().map(|date| (crew, date)));
        Ok(())
    }

    /// What of it is left to plan around at a moment.
    pub fn disruption(&self, now: NaiveDateTime) -> Disruption {
        let ended = self.log.finished.iter().chain(&self.log.cancelled).map(|&job| {
            let at = self.ended_at.iter().find(|(own, at)| *own == job && at.date() == now.date());
            (job, at.map(|(_, at)| (at.hour() * 60 + at.minute()) as i32))
        });
        let absences = self.log.absences.clone();
        Disruption { now, frozen: self.frozen, absences, ended: ended.collect() }
    }

    /// Whether any of it holds a part of today's schedule.
    pub fn holds(&self) -> bool {
        self.now.is_some() || self.frozen.is_some()
    }
}

fn job_of(instance: &Instance, job: &str) -> Result<JobId, Message> {
    find_id(Named::Job, job, instance.jobs.iter().map(|job| job.id.as_str()))
}
