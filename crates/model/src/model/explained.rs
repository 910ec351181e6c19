//! Why a plan does with a job what it does: what was tried instead, and at what price.

use chrono::NaiveDate;

use super::{Absence, CrewId, JobId, Level, Place, Shortage, SkillId, ToolId, WayIn};
use crate::units::{Minutes, Money};

/// Amounts by cost component, in the order of the rules; components of nothing are left out.
pub type Parts = Vec<(&'static str, Money)>;

/// Everything tried with one job of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The job.
    pub job: JobId,
    /// Whether every visit of the plan stands in the trials: one that breaks rules may not.
    pub faithful: bool,
    /// Its planned days, by date; a day of several crews is one.
    pub days: Vec<PlannedDay>,
    /// All its visits given to another crew, the cheapest first; for jobs of several visits by one crew.
    pub handed_over: Vec<Alternative>,
    /// Why visits are missing, where some are.
    pub absence: Option<Absence>,
    /// Where a missing visit, or the missing crews of a day, could be; the cheapest first.
    pub ways_in: Vec<Alternative>,
    /// What would let a missing visit in, each tried, the cheapest first.
    pub remedies: Vec<(Remedy, WayIn)>,
    /// What every crew could do, in the order of the distance.
    pub crews: Vec<CrewVerdict>,
}

/// The visits of a job on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedDay {
    /// The crews and when they start.
    pub places: Vec<Place>,
    /// What the plan would cost less without them, by component; below zero what they save, such as fines.
    pub cost: Parts,
    /// Where they could be instead, the cheapest first.
    pub alternatives: Vec<Alternative>,
}

/// Another place for some visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Where they would stand, one place per visit.
    pub places: Vec<Place>,
    /// The visit that would have to give way.
    pub displaced: Option<Displaced>,
    /// What would have to give way otherwise; with `None` no further rule breaks.
    pub shortage: Option<Shortage>,
    /// What the plan would cost more.
    pub extra: Money,
    /// The same by component, as the checker judges it; empty where it was not asked.
    pub parts: Parts,
}

/// A visit that another one takes the room of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Displaced {
    /// Its job.
    pub job: JobId,
    /// Where it would be planned then; none = it would be left out.
    pub to: Option<(CrewId, NaiveDate)>,
}

/// What one crew could do about a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrewVerdict {
    /// The crew.
    pub crew: CrewId,
    /// Minutes one way from its base.
    pub minutes: Minutes,
    /// The codes of the rules that keep the job from this crew, whatever else is planned.
    pub faults: Vec<&'static str>,
    /// Its cheapest place for a visit of the job that is not there already.
    pub best: Option<Alternative>,
}

/// A small change of the data that might let a job in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// A crew learns a skill to a level.
    Skill(CrewId, SkillId, Level),
    /// A crew has so many people.
    People(CrewId, u32),
    /// The job admits a crew.
    Admit(CrewId),
    /// A crew drives so many minutes one way.
    Reach(CrewId, Minutes),
    /// A crew works on a day off.
    Work(CrewId, NaiveDate),
    /// A crew may be back so many minutes after the end of its shifts.
    Overtime(CrewId, Minutes),
    /// The pool has so many of a tool.
    Tool(ToolId, u32),
    /// The job need not wait for another one.
    Wait(JobId),
    /// The job may be done on any date.
    AnyDate,
    /// The job may start at any time.
    AnyTime,
}
