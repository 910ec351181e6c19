//! `crew-size`: how many people a job takes.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Shift, Timetable};
use crate::rules::{About, Audit, Finding, Remedy, Rule, Violation, VisitCost, VisitRow, crew_choice};

/// "Some work takes several people."
pub struct CrewSize;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "crew-size",
    sentence: "Some work takes several people.",
    formula: "visits with fewer people present than min_members",
    unit: "one per visit",
    name: Some(Locale::name_crew_size),
    remedy: Locale::remedy_crew_size,
    why: Some(crew_choice::too_few_eligible),
    fault: Some(|instance, job, crew, locale| {
        match (instance.crews[crew].people(None), instance.jobs[job].min_members) {
            (1, needed) => locale.has_one_person(needed),
            (own, needed) => locale.has_people(own, needed),
        }
    }),
    enabling: |instance, job, crew| {
        instance.crews[crew].people.is_empty().then(|| Remedy::People(crew, instance.jobs[job].min_members))
    },
    ..About::HARD
};

impl Rule for CrewSize {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let stops = timetable.stops().filter(|(tour, stop)| broken_by(instance, stop.job, tour.crew, tour.date));
        Audit::of_violations(stops.map(|(tour, stop)| {
            let (job, crew) = (stop.job, tour.crew);
            let present = instance.crews[crew].people(Some(tour.date));
            Violation::of_visit(&ABOUT, tour, stop, Finding::PeopleShort { job, crew, present })
        }))
    }

    fn bars(&self, instance: &Instance, crew: CrewId, job: JobId, date: Option<NaiveDate>) -> bool {
        instance.is_too_small(crew, job, date)
    }

    fn visit_cost(&self, instance: &Instance, job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::incompatible_if(broken_by(instance, job, shift.crew, shift.date))
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        row.add_by_people(|crew, date| VisitCost::incompatible_if(broken_by(instance, job, crew, date)));
    }
}

/// Whether a visit of the job by the crew on that date breaks the rule.
pub fn broken_by(instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> bool {
    instance.is_too_small(crew, job, Some(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_crew_of_one_is_too_small_for_two() {
        let mut sketch = farm();
        sketch.parts.jobs[0].min_members = 2;
        assert_eq!(broken(&CrewSize, &sketch, &[(0, 0, &[0])]), 1);
        sketch.parts.crews[0].members = 2;
        assert_eq!(broken(&CrewSize, &sketch, &[(0, 0, &[0])]), 0);
    }
}
