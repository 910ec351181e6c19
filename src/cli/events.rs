//! What has happened since a plan was made, as options and events say it.

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use brigade::files;
use brigade::model::{CrewId, Instance, JobId};
use brigade::report::Happened;
use brigade::solve::Disruption;

use super::ids::find;

/// What has happened so far.
#[derive(Default)]
pub struct Events {
    /// Absences and jobs.
    pub happened: Happened,
    /// When finished jobs ended, where that is said.
    ended_at: Vec<(JobId, NaiveDateTime)>,
}

impl Events {
    /// A crew is not there, as `CREW:DATE` or `CREW:DATE..DATE`.
    pub fn off(&mut self, instance: &Instance, text: &str) -> Result<(), String> {
        let (crew, dates) = text.rsplit_once(':').ok_or("write CREW:DATE or CREW:DATE..DATE")?;
        let (from, to) = dates.split_once("..").unwrap_or((dates, dates));
        let (from, to) = (files::date(from)?, files::date(to)?);
        if to < from {
            return Err("the last date comes before the first".into());
        }
        self.absent(instance, crew, from, to)
    }

    /// A crew is not there from one date to another.
    pub fn absent(&mut self, instance: &Instance, crew: &str, from: NaiveDate, to: NaiveDate) -> Result<(), String> {
        let crew: CrewId = find("crew", crew, instance.crews.iter().map(|crew| crew.id.as_str()))?;
        let dates: Vec<_> = instance.dates.iter().copied().filter(|date| (from..=to).contains(date)).collect();
        if dates.is_empty() {
            return Err("no date of it lies within the horizon".into());
        }
        self.happened.absences.extend(dates.into_iter().map(|date| (crew, date)));
        Ok(())
    }

    /// A job is not to be done any more.
    pub fn cancelled(&mut self, instance: &Instance, job: &str) -> Result<(), String> {
        self.happened.cancelled.push(job_of(instance, job)?);
        Ok(())
    }

    /// A job is done, perhaps before its time.
    pub fn finished(
        &mut self,
        instance: &Instance,
        job: &str,
        at: Option<NaiveDateTime>,
        now: NaiveDateTime,
    ) -> Result<(), String> {
        let index = job_of(instance, job)?;
        if at.is_some_and(|at| at > now) {
            return Err(format!("{job} can't have finished after now, {}", now.format("%Y-%m-%dT%H:%M")));
        }
        self.happened.finished.push(index);
        self.ended_at.extend(at.map(|at| (index, at)));
        Ok(())
    }

    /// What of it is left to plan around.
    pub fn disruption(&self, now: NaiveDateTime) -> Disruption {
        let ended = self.happened.finished.iter().chain(&self.happened.cancelled).map(|&job| {
            let at = self.ended_at.iter().find(|(own, at)| *own == job && at.date() == now.date());
            (job, at.map(|(_, at)| (at.hour() * 60 + at.minute()) as i32))
        });
        Disruption { now, absences: self.happened.absences.clone(), ended: ended.collect() }
    }
}

fn job_of(instance: &Instance, job: &str) -> Result<JobId, String> {
    find("job", job, instance.jobs.iter().map(|job| job.id.as_str()))
}
