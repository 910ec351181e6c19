//! What a rule is: one constraint or one cost component, stated once for the search, the checker and the reader.

use chrono::NaiveDate;

use super::terms::{JobTerms, Pairing, RouteTerms, SiteTerms, WeekTerms};
use super::worst::WorstCost;
use crate::i18n::LocalizedText;
use crate::model::{CrewId, Instance, JobId, Pin, Shift, SiteId, Timetable};
use crate::units::{Minutes, Money};

/// Whether a rule forbids or costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A plan that breaks it is not legal.
    Hard,
    /// It adds to the cost of a plan.
    Cost,
}

/// One constraint or one cost component.
///
/// Besides what it is and its plain `audit`, a rule states its cost for the search on the cheapest *rung* that can
/// express it: per visit, per route, per total of a crew, site or day, or per link between visits. Every rung
/// defaults to nothing. The evaluator compiles the rungs into tables before the search begins.
pub trait Rule: Sync {
    /// The name in files, tables and JSON.
    fn code(&self) -> &'static str;

    /// Whether the rule forbids or costs.
    fn kind(&self) -> Kind;

    /// The rule as a planner would say it.
    fn sentence(&self) -> &'static str;

    /// What is counted or summed, in the words of the format.
    fn formula(&self) -> &'static str;

    /// What one violation is, or the unit of the cost.
    fn unit(&self) -> &'static str;

    /// Judges a plan from scratch: from the instance and the plan alone, never by the evaluator.
    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit;

    /// Rung *visit*: what one visit of a job costs in a shift, or that it can never stand there.
    fn pairing(&self, _instance: &Instance, _job: JobId, _shift: &Shift) -> Pairing {
        Pairing::Cost(Money::ZERO)
    }

    /// Rung *visit*: what each visit asked and left out costs.
    fn missing(&self, _instance: &Instance, _job: JobId) -> Money {
        Money::ZERO
    }

    /// Rung *visit*: visits that are in every plan.
    fn pins<'a>(&self, _instance: &'a Instance) -> &'a [Pin] {
        &[]
    }

    /// Rung *visit*: when the visit of a pin starts, working clock; none = as it comes.
    fn held(&self, _instance: &Instance, _pin: &Pin) -> Option<Minutes> {
        None
    }

    /// Rung *route*: prices and limits of a shift's route.
    fn route(&self, _instance: &Instance, _shift: &Shift, _terms: &mut RouteTerms) {}

    /// Rung *tally*: prices and limits of what a crew does in the week with this index.
    fn week(&self, _instance: &Instance, _crew: CrewId, _week: usize, _terms: &mut WeekTerms) {}

    /// Rung *tally*: prices of the crews seen on a site.
    fn site(&self, _instance: &Instance, _site: SiteId, _terms: &mut SiteTerms) {}

    /// Rung *tally*: whether the tools taken from the pool are counted.
    fn counts_tools(&self) -> bool {
        false
    }

    /// Rung *tally*: how many visits may count as changes, over all jobs.
    fn most_changes(&self) -> Option<u32> {
        None
    }

    /// Rung *link*: what holds among the visits of a job and towards other jobs.
    fn job(&self, _instance: &Instance, _job: JobId, _terms: &mut JobTerms) {}

    /// The most that each price of the rule adds to the cost of a plan, whatever the plan.
    fn worst(&self, _instance: &Instance) -> Vec<WorstCost> {
        Vec::new()
    }
}

/// What a rule finds in a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Broken rules, one entry per unit.
    pub violations: Vec<Violation>,
    /// Costs with what causes them.
    pub costs: Vec<Cost>,
}

/// A hard rule broken once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub code: &'static str,
    /// The job, where one is to blame.
    pub job: Option<JobId>,
    /// The crew, where one is to blame.
    pub crew: Option<CrewId>,
    /// The date, where one is to blame.
    pub date: Option<NaiveDate>,
    /// What is wrong, with figures.
    pub text: LocalizedText,
}

/// An amount of one cost component and what causes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The job, where one causes it.
    pub job: Option<JobId>,
    /// The crew, where one causes it.
    pub crew: Option<CrewId>,
    /// The date, where one causes it.
    pub date: Option<NaiveDate>,
    /// The amount, not negative.
    pub amount: Money,
}

impl Audit {
    /// The sum of the costs.
    pub fn cost(&self) -> Money {
        self.costs.iter().map(|cost| cost.amount).sum()
    }
}
