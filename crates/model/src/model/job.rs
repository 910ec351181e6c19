//! Sites and the work to do there.

use chrono::{Datelike, NaiveDate};

use super::{CrewId, JobId, Level, PlaceId, SiteId, SkillId, ToolId};
use crate::units::{Decimal, Minutes};

/// A place where work is done.
#[derive(Clone, Debug)]
pub struct Site {
    /// The id in the planner's files.
    pub id: String,
    /// A name for people; may be empty.
    pub name: String,
    /// The place, as an index into the travel matrix.
    pub place: PlaceId,
    /// Latitude and longitude, or x and y in kilometres.
    pub at: (f64, f64),
    /// The region; may be empty.
    pub region: String,
    /// The postal address; its parts may be empty.
    pub address: Address,
    /// The crew that leads the site today.
    pub usual_crew: Option<CrewId>,
    /// Whether no more crews may work there than its jobs take at the same time.
    pub one_crew: bool,
}

impl Site {
    /// A site at a place of the travel matrix and in the world, with nothing else said of it.
    pub fn plain(id: impl Into<String>, place: PlaceId, at: (f64, f64)) -> Self {
        Self {
            id: id.into(),
            name: String::new(),
            place,
            at,
            region: String::new(),
            address: Address::default(),
            usual_crew: None,
            one_crew: false,
        }
    }
}

/// A postal address, carried along for people to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Number and street.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
}

impl Address {
    /// The address in one line, without its empty parts; empty where there is none.
    pub fn line(&self) -> String {
        let joined = |parts: [&str; 2], between: &str| {
            let stated: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            stated.join(between)
        };
        joined([&self.street, &joined([&self.postcode, &self.city], " ")], ", ")
    }
}

/// Work at one site, done in one or more visits.
#[derive(Clone, Debug)]
pub struct Job {
    /// The id in the planner's files.
    pub id: String,
    /// A name for people; may be empty.
    pub name: String,
    /// Where the work is.
    pub site: SiteId,
    /// Minutes of one visit, at least 1.
    pub duration: Minutes,
    /// Days of work still to do, each on another date; the horizon may ask for fewer.
    pub visits: u32,
    /// What the crew must know, ascending by skill.
    pub skills: Vec<SkillNeed>,
    /// Tools needed and how many of each, ascending by tool.
    pub tools: Vec<(ToolId, u32)>,
    /// Fewest people.
    pub min_members: u32,
    /// Crews needed on the same day.
    pub crews: u32,
    /// Most wall-clock minutes between the first and the last start of its crews on a day.
    pub start_within: Option<Minutes>,
    /// What one visit takes of a vehicle's capacity.
    pub load: Decimal,
    /// First allowed date.
    pub earliest: Option<NaiveDate>,
    /// Last allowed date.
    pub latest: Option<NaiveDate>,
    /// Date after which a visit is late.
    pub due: Option<NaiveDate>,
    /// Allowed weekdays, Monday first; none = all.
    pub days: Option<[bool; 7]>,
    /// Earliest start, wall clock.
    pub open: Option<Minutes>,
    /// Latest start, wall clock.
    pub close: Option<Minutes>,
    /// 1 (low) to 9 (vital).
    pub priority: u32,
    /// Risk of doing it late, 0 to 1.
    pub delay_risk: Decimal,
    /// Whether the same crew should or must do all visits.
    pub same_crew: SameCrew,
    /// Most working days between two visits that follow each other.
    pub max_gap_days: Option<u32>,
    /// Jobs to be done before, ascending, each once.
    pub after: Vec<JobId>,
    /// The job that it starts with, if any.
    pub with: Option<Lag>,
    /// The only crews allowed, ascending; empty = all.
    pub only_crews: Vec<CrewId>,
    /// Crews not allowed, ascending.
    pub not_crews: Vec<CrewId>,
    /// Euros for which another firm does a visit that is not planned; none = no other firm does it.
    pub subcontract: Option<Decimal>,
    /// Time of day after which a start is late, wall clock.
    pub late_after: Option<Minutes>,
}

/// A skill that a job asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SkillNeed {
    /// The skill.
    pub skill: SkillId,
    /// Least level, 1 to 9.
    pub level: Level,
    /// How many people of that level.
    pub people: u32,
}

/// When the visit of a job starts after that of another one, on the same date and by another crew. Both jobs have one
/// visit of one crew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lag {
    /// The other job.
    pub job: JobId,
    /// Fewest wall-clock minutes from its start, 0 or more.
    pub least: Minutes,
    /// Most wall-clock minutes from its start.
    pub most: Minutes,
}

/// How much one crew for all visits of a job matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SameCrew {
    /// Not at all.
    No,
    /// A further crew costs.
    #[default]
    Prefer,
    /// No further crew is allowed.
    Require,
}

impl Job {
    /// A job of one visit that asks for nothing else: every other field at the format's default.
    pub fn plain(id: impl Into<String>, site: impl Into<SiteId>, duration: Minutes) -> Self {
        Self {
            id: id.into(),
            name: String::new(),
            site: site.into(),
            duration,
            visits: 1,
            skills: Vec::new(),
            tools: Vec::new(),
            min_members: 1,
            crews: 1,
            start_within: None,
            load: Decimal::ZERO,
            earliest: None,
            latest: None,
            due: None,
            days: None,
            open: None,
            close: None,
            priority: 3,
            delay_risk: Decimal::ZERO,
            same_crew: SameCrew::Prefer,
            max_gap_days: None,
            after: Vec::new(),
            with: None,
            only_crews: Vec::new(),
            not_crews: Vec::new(),
            subcontract: None,
            late_after: None,
        }
    }

    /// The job that it starts with, as a list.
    pub fn partner(&self) -> &[JobId] {
        self.with.as_ref().map_or(&[], |lag| std::slice::from_ref(&lag.job))
    }

    /// Whether the job may be visited on a date, whoever works then.
    pub fn allows(&self, date: NaiveDate) -> bool {
        self.earliest.is_none_or(|first| date >= first)
            && self.latest.is_none_or(|last| date <= last)
            && self.days.is_none_or(|days| days[date.weekday().num_days_from_monday() as usize])
    }
}
