//! What is done to a week, as the log keeps it: by the ids of the planner's files, so that it can be read again later.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A crew's route on a date as an edit leaves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteRow {
    /// The date.
    #[serde(with = "iso")]
    pub date: NaiveDate,
    /// The crew's id.
    pub crew: String,
    /// The ids of the jobs, in order.
    pub jobs: Vec<String>,
}

/// A visit by the ids of its job and crew.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VisitKey {
    /// The job's id.
    pub job: String,
    /// The crew's id.
    pub crew: String,
    /// The date.
    #[serde(with = "iso")]
    pub date: NaiveDate,
}

/// One change of a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub enum Edit {
    /// Visits are moved, put in or left out: the routes that change, whole.
    Routes {
        /// The routes.
        routes: Vec<RouteRow>,
        /// The ids of the jobs that were meant.
        jobs: Vec<String>,
    },
    /// A visit is fixed where it is.
    Pin(VisitKey),
    /// A visit is free again.
    Unpin(VisitKey),
    /// A crew is not there on a date; its visits are left out, with those that go with them.
    Absence {
        /// The crew's id.
        crew: String,
        /// The date.
        #[serde(with = "iso")]
        date: NaiveDate,
        /// The routes of other crews that change, whole.
        routes: Vec<RouteRow>,
    },
    /// A crew of which an absence was said is there after all, with nothing to do yet.
    Presence {
        /// The crew's id.
        crew: String,
        /// The date.
        #[serde(with = "iso")]
        date: NaiveDate,
    },
    /// A job that was not known, as a table with the columns of jobs.csv.
    Job {
        /// The job's id.
        id: String,
        /// The table.
        table: String,
    },
}

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", content = "of", rename_all = "kebab-case")]
pub enum Action {
    /// An edit.
    Edit(Edit),
    /// An edit of that number is taken back.
    Undo(u64),
    /// An edit of that number that was taken back counts again.
    Redo(u64),
}

/// A row of the log with its number and author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, ascending in the log.
    pub number: u64,
    /// Who did it.
    pub author: String,
    /// What was done.
    pub action: Action,
}

impl Edit {
    /// Whether both change the same crew's day, job or pin, so that the order of the two matters.
    pub fn touches(&self, other: &Self) -> bool {
        let (own, theirs) = (self.shifts(), other.shifts());
        let (jobs, their_jobs) = (self.jobs(), other.jobs());
        own.iter().any(|shift| theirs.contains(shift)) || jobs.iter().any(|job| their_jobs.contains(job))
    }

    fn shifts(&self) -> Vec<(NaiveDate, &str)> {
        match self {
            Self::Routes { routes, .. } => routes.iter().map(|row| (row.date, row.crew.as_str())).collect(),
            Self::Absence { crew, date, routes } => {
                routes.iter().map(|row| (row.date, row.crew.as_str())).chain([(*date, crew.as_str())]).collect()
            }
            Self::Presence { crew, date } => vec![(*date, crew)],
            Self::Pin(_) | Self::Unpin(_) | Self::Job { .. } => Vec::new(),
        }
    }

    fn jobs(&self) -> Vec<&str> {
        match self {
            Self::Routes { jobs, .. } => jobs.iter().map(String::as_str).collect(),
            Self::Pin(visit) | Self::Unpin(visit) => vec![&visit.job],
            Self::Job { id, .. } => vec![id],
            Self::Absence { .. } | Self::Presence { .. } => Vec::new(),
        }
    }
}

mod iso {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
