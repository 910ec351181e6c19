//! What would let a job in.

use chrono::NaiveDate;

use crate::model::{CrewId, JobId, Level, SkillId, ToolId};
use crate::units::Minutes;

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
    /// The job goes with no other one.
    Unlink,
    /// The job may be done on any date.
    AnyDate,
    /// The job may start at any time.
    AnyTime,
    /// The job is promised for a later time of day.
    Promise(Minutes),
    /// The site of the job may see several crews.
    AnyCrew,
}
