//! What a rule is: one constraint or one cost component, stated once for the search, the checker and the reader.

use chrono::NaiveDate;

use crate::model::{CrewId, Instance, JobId, Timetable};
use crate::units::Money;

/// Whether a rule forbids or costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A plan that breaks it is not legal.
    Hard,
    /// It adds to the cost of a plan.
    Cost,
}

/// One constraint or one cost component.
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
    pub text: String,
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
