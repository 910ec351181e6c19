//! Plans: who visits which job when. The current schedule is one of them.

use chrono::NaiveDate;

use super::{CrewId, JobId};
use crate::units::Minutes;

/// A plan: one route for each crew and date with a visit, ascending by date and crew. Visits without a route are
/// unassigned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The routes; none is empty.
    pub routes: Vec<Route>,
    /// Visits of a file with an unknown crew or job, in words.
    pub unknown: Vec<String>,
}

/// The visits of one crew on one date, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The date, within the horizon or not.
    pub date: NaiveDate,
    /// The crew.
    pub crew: CrewId,
    /// Departure from the base, wall clock; `None` = at the start of the shift.
    pub leave: Option<Minutes>,
    /// The visits in order.
    pub visits: Vec<PlannedVisit>,
}

/// One crew-day's piece of a job in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedVisit {
    /// The job.
    pub job: JobId,
    /// When it starts.
    pub start: Start,
}

/// When a visit starts, wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// As soon as the crew can be there and the job's window is open.
    Earliest,
    /// The same, of a row of a current schedule that states no start: not held to `start_within`.
    Unstated,
    /// Then, or as soon as the crew can be there: rows of a current schedule.
    NotBefore(Minutes),
    /// Exactly then, whether the crew can be there or not: rows of a written plan.
    At(Minutes),
}

/// A visit that the planner fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The job.
    pub job: JobId,
    /// The crew; none = any.
    pub crew: Option<CrewId>,
    /// The date; none = any.
    pub date: Option<NaiveDate>,
    /// When it starts, wall clock; none = as it comes. Set for what has begun or is frozen, which stays as it is.
    pub start: Option<Minutes>,
    /// Line of the current schedule that says so.
    pub line: u64,
    /// Whether earlier pins leave no room for this one.
    pub dropped: bool,
}

impl Pin {
    /// Whether a visit of the pin's job by `crew` on `date` is what the pin asks for.
    pub fn holds(&self, crew: CrewId, date: NaiveDate) -> bool {
        self.crew.is_none_or(|own| own == crew) && self.date.is_none_or(|own| own == date)
    }

    /// The word that files use for what the pin fixes.
    pub fn word(&self) -> &'static str {
        match (self.crew, self.date) {
            (Some(_), Some(_)) => "yes",
            (Some(_), None) => "crew",
            _ => "date",
        }
    }
}

impl Route {
    /// A route over some jobs, each visited as early as possible.
    pub fn of(date: NaiveDate, crew: impl Into<CrewId>, jobs: &[impl Into<JobId> + Copy]) -> Self {
        let visits = jobs.iter().map(|&job| PlannedVisit { job: job.into(), start: Start::Earliest }).collect();
        Self { date, crew: crew.into(), leave: None, visits }
    }
}

impl Plan {
    /// A plan of the given routes: sorted by date and crew, empty ones left out.
    pub fn new(mut routes: Vec<Route>) -> Self {
        routes.retain(|route| !route.visits.is_empty());
        routes.sort_by_key(|route| (route.date, route.crew));
        Self { routes, unknown: Vec::new() }
    }

    /// Every visit as (job, crew, date), in the order of the routes.
    pub fn visits(&self) -> impl Iterator<Item = (JobId, CrewId, NaiveDate)> {
        self.routes.iter().flat_map(|route| route.visits.iter().map(|visit| (visit.job, route.crew, route.date)))
    }
}
