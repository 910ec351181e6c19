//! What is picked up: a visit, with those that go with it.

use std::collections::BTreeSet;

use brigade_model::model::{CrewId, Instance, JobId};
use chrono::NaiveDate;

use crate::week::Week;

/// A visit that is picked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// One that a crew has on a date.
    Planned {
        /// The job.
        job: JobId,
        /// The crew.
        crew: CrewId,
        /// The date.
        date: NaiveDate,
    },
    /// One that is left out.
    LeftOut(JobId),
}

/// A visit with where it stands, and where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moved {
    pub job: JobId,
    pub from: Option<(CrewId, NaiveDate)>,
}

impl Grip {
    /// The job of the visit.
    pub fn job(self) -> JobId {
        match self {
            Self::Planned { job, .. } | Self::LeftOut(job) => job,
        }
    }

    /// Whether the week has such a visit.
    pub fn is_in(self, week: &Week) -> bool {
        match self {
            Self::Planned { job, crew, date } => week.jobs(crew, date).contains(&job),
            Self::LeftOut(job) => week.verdict.timetable.missing[job] > 0,
        }
    }

    /// Where the visit stands.
    pub(crate) fn place(self) -> Option<(CrewId, NaiveDate)> {
        match self {
            Self::Planned { crew, date, .. } => Some((crew, date)),
            Self::LeftOut(_) => None,
        }
    }

    /// The visit and those that go with it to another date, or come in with it: all crews of its day, all linked jobs.
    pub(crate) fn group(self, week: &Week) -> Vec<Moved> {
        let (instance, job) = (&week.instance, self.job());
        let own = Moved { job, from: self.place() };
        let mut group = vec![own];
        match self {
            Self::Planned { date, .. } => group.extend(beside(week, job, date).filter(|other| *other != own)),
            Self::LeftOut(_) => {
                let partners = instance.linked(job).iter().filter(|&&other| other != job);
                let missing = partners.filter(|&&other| week.verdict.timetable.missing[other] > 0);
                group.extend(missing.map(|&job| Moved { job, from: None }));
                let crews = instance.jobs[job].crews as usize;
                group.extend((1..crews).map(|_| Moved { job, from: None }));
            }
        }
        group
    }
}

/// The visits on a date of all crews of a job and of the jobs that it is linked with.
fn beside(week: &Week, job: JobId, date: NaiveDate) -> impl Iterator<Item = Moved> {
    let linked = week.instance.linked(job);
    let is_together = week.instance.jobs[job].crews > 1;
    let jobs: BTreeSet<JobId> = linked.iter().copied().chain(is_together.then_some(job)).collect();
    let visits = week.plan.visits().filter(move |(other, _, at)| *at == date && jobs.contains(other));
    visits.map(|(job, crew, date)| Moved { job, from: Some((crew, date)) })
}

/// Whether the start of a job's visits depends on those of others.
pub(crate) fn is_in_step(instance: &Instance, job: JobId) -> bool {
    instance.jobs[job].start_within.is_some() || !instance.linked(job).is_empty()
}
