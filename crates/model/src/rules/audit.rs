//! How a rule words what it finds in a plan.

use chrono::NaiveDate;

use super::{Audit, Cost, Violation};
use crate::i18n::LocalizedText;
use crate::model::{CrewId, JobId, Stop, Tour};
use crate::units::Money;

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
}

impl Violation {
    /// A rule broken by nobody in particular.
    pub fn new(code: &'static str, text: impl Into<LocalizedText>) -> Self {
        Self { code, job: None, crew: None, date: None, text: text.into() }
    }

    /// A rule broken by one visit.
    pub fn of_visit(code: &'static str, tour: &Tour, stop: &Stop, text: impl Into<LocalizedText>) -> Self {
        Self::of_tour(code, tour, text).by_job(stop.job)
    }

    /// A rule broken by one crew's tour.
    pub fn of_tour(code: &'static str, tour: &Tour, text: impl Into<LocalizedText>) -> Self {
        Self::new(code, text).by_crew(tour.crew).on(tour.date)
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
        let named = Violation::of_visit("late", tour, stop, String::new());
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
