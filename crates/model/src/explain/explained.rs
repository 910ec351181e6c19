//! The explanation of one job in a plan: alternatives, and what each costs.

use chrono::NaiveDate;

use super::absence::{Absence, CrewFault, Shortage, VisitSlot, WayIn};
use crate::model::{CrewId, JobId};
use crate::rules::{About, Remedy};
use crate::units::{Minutes, Money};

/// Amounts by cost component, in the order of the rules; components of nothing are left out.
pub type CostParts = Vec<(&'static About, Money)>;

/// The explanation of one job in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The job.
    pub job: JobId,
    /// Whether the what-if plan holds every visit of the plan; one that violates rules may not load completely.
    pub is_exact: bool,
    /// Its planned days, by date; a day of several crews is one.
    pub days: Vec<PlannedDay>,
    /// All its visits given to another crew, the cheapest first; for jobs of several visits by one crew.
    pub handed_over: Vec<Alternative>,
    /// Why visits are unassigned, where some are.
    pub absence: Option<Absence>,
    /// Where an unassigned visit, or the missing crews of a day, could be planned; the cheapest first.
    pub ways_in: Vec<Alternative>,
    /// Changes of the data that would let an unassigned visit in, each evaluated in the plan, the cheapest first.
    pub remedies: Vec<(Remedy, WayIn)>,
    /// What every crew could do, in the order of the distance.
    pub crews: Vec<CrewVerdict>,
}

/// The visits of a job on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedDay {
    /// The crews and when they start, those of linked jobs last.
    pub places: Vec<VisitSlot>,
    /// What the plan would cost less without them, by component; below zero what they save, such as unassigned penalties.
    pub cost: CostParts,
    /// Where they could be instead, the cheapest first.
    pub alternatives: Vec<Alternative>,
}

/// Another place for some visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Where they would stand, one place per visit.
    pub places: Vec<VisitSlot>,
    /// The visit that would have to give way.
    pub displaced: Option<Displaced>,
    /// What would have to give way otherwise; with `None` no further rule breaks.
    pub shortage: Option<Shortage>,
    /// What the plan would cost more.
    pub extra: Money,
    /// The same by component, from the audit; empty where it was not computed.
    pub parts: CostParts,
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
    /// What keeps the job from this crew, whatever else is planned.
    pub faults: Vec<CrewFault>,
    /// Its cheapest place for a visit of the job that is not there already.
    pub best: Option<Alternative>,
}
