//! `travel-limit`: how far a crew is sent.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Shift, Timetable};
use crate::rules::{About, Audit, Finding, Remedy, Rule, Violation, VisitCost, VisitRow, crew_choice};

/// "Some crews are not sent further than so many minutes from their base."
pub struct TravelLimit;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "travel-limit",
    sentence: "Some crews are not sent further than so many minutes from their base.",
    formula: "visits whose drive base to site takes more minutes one way than max_travel",
    unit: "one per visit",
    name: Some(Locale::name_travel_limit),
    remedy: Locale::remedy_travel_limit,
    why: Some(crew_choice::too_few_eligible),
    fault: Some(|instance, _, crew, locale| locale.drives_at_most(instance.crews[crew].max_travel.unwrap_or(0))),
    enabling: |instance, job, crew| Some(Remedy::Reach(crew, instance.one_way(crew, job).minutes)),
    ..About::HARD
};

impl Rule for TravelLimit {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let stops = timetable.stops().filter(|(tour, stop)| broken_by(instance, stop.job, tour.crew));
        Audit::of_violations(stops.map(|(tour, stop)| {
            let (job, crew) = (stop.job, tour.crew);
            let (minutes, most) = (instance.one_way(crew, job).minutes, instance.crews[crew].max_travel.unwrap_or(0));
            Violation::of_visit(&ABOUT, tour, stop, Finding::TooFar { job, crew, minutes, most })
        }))
    }

    fn bars(&self, instance: &Instance, crew: CrewId, job: JobId, _date: Option<NaiveDate>) -> bool {
        instance.is_too_far(crew, job)
    }

    fn visit_cost(&self, instance: &Instance, job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::incompatible_if(broken_by(instance, job, shift.crew))
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        let most = |crew: CrewId| instance.crews[crew].max_travel;
        row.add_by_way(job, |crew, way| VisitCost::incompatible_if(most(crew).is_some_and(|most| way.minutes > most)));
    }
}

/// Whether any visit of the job by the crew breaks the rule.
pub fn broken_by(instance: &Instance, job: JobId, crew: CrewId) -> bool {
    instance.is_too_far(crew, job)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn the_way_from_the_base_counts() {
        let mut sketch = farm();
        sketch.parts.crews[0].max_travel = Some(9);
        assert_eq!(broken(&TravelLimit, &sketch, &[(0, 0, &[0])]), 1);
        sketch.parts.crews[0].max_travel = Some(10);
        assert_eq!(broken(&TravelLimit, &sketch, &[(0, 0, &[0])]), 0);
    }
}
