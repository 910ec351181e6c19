//! What keeps the unassigned visits of a plan out, and what would let them in.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, ToolId};
use crate::rules::{About, Finding, KeptOut, Violation, Waits, subcontract};
use crate::units::{Decimal, Minutes, Money};

/// A job of which a plan leaves visits out, with the reason found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The job.
    pub job: JobId,
    /// Visits asked and not planned.
    pub unassigned: u32,
    /// What keeps it out.
    pub reason: Reason,
    /// Whether another firm does the missing visits, for the job's price: that goes before what keeps them out.
    pub given_away: bool,
    /// Crews that may do it, everybody present.
    pub eligible: usize,
    /// The job that it waits for: one that can't be done in time, else one that is not complete, else the one that is done
    /// last.
    pub waits_for: Option<Waits>,
    /// The crews and the date of the place that breaks least in an otherwise empty plan.
    pub places: Vec<(CrewId, NaiveDate)>,
    /// Whether all shifts are past or frozen, so that nothing can be planned any more.
    pub all_settled: bool,
    /// What is wrong with that place, where a rule keeps the job out.
    pub findings: Vec<Violation>,
    /// The crews that matter most: those that may do the job, then those for which least is missing, then the nearest.
    pub nearest: Vec<NearCrew>,
    /// How one of its visits, or the crews of one of its days, could be planned all the same; only where there is
    /// no room.
    pub ways_in: Vec<WayIn>,
}

/// What keeps a job out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reason {
    /// A rule, whatever else is planned.
    Rule(&'static About),
    /// No rule of its own: it fits nowhere beside the rest, or costs too much there.
    #[default]
    Room,
}

impl Reason {
    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.code,
            Self::Room => "room",
        }
    }

    /// The name for people.
    pub fn name(self, locale: Locale) -> String {
        match self {
            Self::Rule(rule) => rule.name(locale),
            Self::Room => locale.name_room(),
        }
    }

    /// What helps in general.
    pub fn remedy(self, locale: Locale) -> String {
        match self {
            Self::Rule(rule) => (rule.remedy)(locale),
            Self::Room => locale.remedy_room(),
        }
    }
}

impl Absence {
    /// What is told of the job first: that another firm does it, else what keeps it out.
    pub fn told(&self) -> Reason {
        if self.given_away { Reason::Rule(&subcontract::ABOUT) } else { self.reason }
    }

    /// The code of what is told of the job first.
    pub fn code(&self) -> &'static str {
        self.told().code()
    }

    /// What helps in general: where enough crews may do the job, with what keeps the first of them out.
    pub fn remedy(&self, instance: &Instance, locale: Locale) -> String {
        let enough = self.eligible >= instance.jobs[self.job].crews as usize;
        let first = self.nearest.first().filter(|near| enough && instance.may_do(near.crew, self.job));
        match (self.reason, first.and_then(|near| near.faults.first())) {
            (Reason::Rule(_), Some(fault)) => (fault.rule.remedy)(locale),
            _ => self.reason.remedy(locale),
        }
    }

    /// The job as the rule that keeps it out sees it.
    pub fn kept_out<'i>(&'i self, instance: &'i Instance) -> KeptOut<'i> {
        let &Self { job, eligible, waits_for, ref places, ref findings, .. } = self;
        KeptOut { instance, job, eligible, waits_for, places, findings }
    }
}

/// A crew near a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearCrew {
    /// The crew.
    pub crew: CrewId,
    /// Minutes one way from its base.
    pub minutes: Minutes,
    /// What keeps the job from this crew, whatever else is planned.
    pub faults: Vec<CrewFault>,
}

/// A rule that keeps a job from a crew, whatever else is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrewFault {
    /// The rule.
    pub rule: &'static About,
    /// What is wrong where least is.
    pub finding: Option<Finding>,
}

impl CrewFault {
    /// As the rest of a sentence about the crew.
    pub fn text(&self, instance: &Instance, job: JobId, crew: CrewId, locale: Locale) -> String {
        let by_how_much = self.rule.shortfall.zip(self.finding.as_ref());
        let short = by_how_much.and_then(|(shortfall, finding)| shortfall(finding, locale));
        short.unwrap_or_else(|| self.rule.fault(instance, job, crew, locale))
    }
}

/// A change of the plan, evaluated as a what-if, that would let an unassigned visit in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayIn {
    /// Where the visits would stand, one per crew; those of linked jobs included.
    pub places: Vec<VisitSlot>,
    /// The job whose visit in the same tour would be left out instead.
    pub instead_of: Option<JobId>,
    /// What would have to give way; with `None` no further rule breaks.
    pub shortage: Option<Shortage>,
    /// What the plan would cost more, unassigned penalties included; below zero where it would cost less.
    pub extra: Money,
}

/// A slot for a visit: shift, position in the route and start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitSlot {
    /// The job.
    pub job: JobId,
    /// The crew.
    pub crew: CrewId,
    /// The date.
    pub date: NaiveDate,
    /// Visits before it in the new tour.
    pub position: usize,
    /// When the visit starts, wall clock; a late one as if it were in time.
    pub start: Minutes,
}

/// By how much a single limit is too tight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortage {
    /// The crew would be back so many working minutes after the end of its shift and its overtime.
    Overtime(Minutes),
    /// A visit of the job would start so many minutes after it closes.
    Late(JobId, Minutes),
    /// The crew would work so many minutes beyond the hours of its week.
    Week(Minutes),
    /// So many more of a tool would be taken from the pool that day.
    Tool(ToolId, i64),
    /// The vehicle would carry so much beyond its capacity.
    Load(Decimal),
    /// The crew would go to so many further sites that day.
    Sites(i64),
    /// So many more changes of today's schedule would be made than are allowed.
    Changes(i64),
}
