//! What a rule finds in a plan.

use chrono::NaiveDate;

use super::about::About;
use super::messages::Finding;
use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Stop, Timetable, Tour};
use crate::units::Money;

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
    pub rule: &'static About,
    /// The job, where one is to blame.
    pub job: Option<JobId>,
    /// The crew, where one is to blame.
    pub crew: Option<CrewId>,
    /// The date, where one is to blame.
    pub date: Option<NaiveDate>,
    /// What is wrong, with figures.
    pub finding: Finding,
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
    /// An audit of broken rules.
    pub fn of_violations(violations: impl IntoIterator<Item = Violation>) -> Self {
        Self { violations: violations.into_iter().collect(), costs: Vec::new() }
    }

    /// An audit of costs; those of nothing are left out.
    pub fn of_costs(costs: impl IntoIterator<Item = Cost>) -> Self {
        let costs = costs.into_iter().filter(|cost| cost.amount != Money::ZERO).collect();
        Self { violations: Vec::new(), costs }
    }

    /// The sum of the costs.
    pub fn cost(&self) -> Money {
        self.costs.iter().map(|cost| cost.amount).sum()
    }
}

impl Violation {
    /// The code of the rule.
    pub fn code(&self) -> &'static str {
        self.rule.code
    }

    /// The message about the violation.
    pub fn text(&self, instance: &Instance, locale: Locale) -> String {
        self.finding.text(instance, locale)
    }

    /// A rule broken by nobody in particular.
    pub fn new(rule: &'static About, finding: Finding) -> Self {
        Self { rule, job: None, crew: None, date: None, finding }
    }

    /// A rule broken by one visit.
    pub fn of_visit(rule: &'static About, tour: &Tour, stop: &Stop, finding: Finding) -> Self {
        Self::of_tour(rule, tour, finding).by_job(stop.job)
    }

    /// A rule broken by one crew's tour.
    pub fn of_tour(rule: &'static About, tour: &Tour, finding: Finding) -> Self {
        Self::new(rule, finding).by_crew(tour.crew).on(tour.date)
    }

    /// The same, with the job to blame.
    pub fn by_job(self, job: JobId) -> Self {
        Self { job: Some(job), ..self }
    }

    /// The same, with the crew to blame.
    pub fn by_crew(self, crew: CrewId) -> Self {
        Self { crew: Some(crew), ..self }
    }

    /// The same, with the date to blame.
    pub fn on(self, date: NaiveDate) -> Self {
        Self { date: Some(date), ..self }
    }
}

impl Cost {
    /// What one visit costs.
    pub fn of_visit(tour: &Tour, stop: &Stop, amount: Money) -> Self {
        Self { job: Some(stop.job), ..Self::of_tour(tour, amount) }
    }

    /// What one crew's tour costs.
    pub fn of_tour(tour: &Tour, amount: Money) -> Self {
        Self { job: None, crew: Some(tour.crew), date: Some(tour.date), amount }
    }

    /// What the missing visits of each job cost, so much each.
    pub fn of_missing(timetable: &Timetable, price: impl Fn(JobId) -> Money) -> impl Iterator<Item = Self> {
        let missing = JobId::enumerate(&timetable.missing);
        missing.map(move |(job, &count)| Self::of_job(job, price(job) * i64::from(count)))
    }

    /// What a job costs, whoever does it.
    pub fn of_job(job: JobId, amount: Money) -> Self {
        Self { job: Some(job), crew: None, date: None, amount }
    }

    /// What a crew costs, whatever the date.
    pub fn of_crew(crew: CrewId, amount: Money) -> Self {
        Self { job: None, crew: Some(crew), date: None, amount }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Sketch, Timetable};
    use crate::rules::date;

    #[test]
    fn who_is_to_blame_is_named() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        sketch.site("farm", (1.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("wall", 60);
        let (instance, plan) = (sketch.instance(), sketch.plan(&[(1, 0, &[1])]));
        let timetable = Timetable::new(&instance, &plan);
        let (tour, stop) = timetable.stops().next().expect("a visit");
        let named = Violation::of_visit(&date::ABOUT, tour, stop, Finding::Outside);
        assert_eq!((named.job, named.crew, named.date), (Some(JobId::new(1)), Some(CrewId::new(1)), Some(tour.date)));
        let named = Cost::of_visit(tour, stop, Money(5));
        assert_eq!(
            (named.job, named.crew, named.date, named.amount),
            (Some(JobId::new(1)), Some(CrewId::new(1)), Some(tour.date), Money(5))
        );
        let (of_job, of_crew) = (Cost::of_job(JobId::new(1), Money(5)), Cost::of_crew(CrewId::new(1), Money(5)));
        assert_eq!((of_job.job, of_job.crew, of_job.date), (Some(JobId::new(1)), None, None));
        assert_eq!((of_crew.job, of_crew.crew, of_crew.date), (None, Some(CrewId::new(1)), None));
    }
}
