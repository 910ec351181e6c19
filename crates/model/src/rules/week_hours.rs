//! `week-hours`: the hours of a crew's week.

use std::collections::BTreeMap;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, Timetable};
use crate::rules::{About, Audit, Finding, LoneVisit, Rule, Violation, WeekTerms};

/// "A week of work and driving stays within the hours agreed."
pub struct WeekHours;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "week-hours",
    sentence: "A week of work and driving stays within the hours agreed.",
    formula: "crews and ISO weeks whose service + travel exceeds max_week_hours",
    unit: "one per crew and ISO week",
    name: Some(Locale::name_week_hours),
    remedy: Locale::remedy_week_hours,
    why: Some(|_, locale| locale.too_long_for_a_week()),
    fault: Some(|instance, _, crew, locale| locale.works_at_most(instance.crews[crew].max_week_minutes.unwrap_or(0))),
    ..About::HARD
};

impl Rule for WeekHours {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let mut worked = BTreeMap::new();
        for tour in &timetable.tours {
            *worked.entry((tour.crew, tour.week)).or_insert(0) += tour.service + tour.travel;
        }
        let limit = |crew: CrewId| instance.crews[crew].max_week_minutes;
        let beyond = worked.into_iter().filter_map(|((crew, week), minutes)| {
            limit(crew).filter(|&most| minutes > most).map(|most| (crew, week, minutes, most))
        });
        Audit::of_violations(beyond.map(|(crew, week, worked, most)| {
            Violation::new(&ABOUT, Finding::WeekTooLong { crew, week, worked, most }).by_crew(crew)
        }))
    }

    fn alone(&self, instance: &Instance, visit: &LoneVisit<'_>) -> u32 {
        let worked = visit.travel + visit.service;
        u32::from(instance.crews[visit.shift.crew].max_week_minutes.is_some_and(|most| worked > most))
    }

    fn week(&self, instance: &Instance, crew: CrewId, _week: usize, terms: &mut WeekTerms) {
        terms.worked = instance.crews[crew].max_week_minutes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn service_and_travel_count_week_by_week() {
        let mut sketch = farm();
        sketch.parts.jobs[0].visits = 2;
        sketch.parts.crews[0].max_week_minutes = Some(159);
        assert_eq!(broken(&WeekHours, &sketch, &[(0, 0, &[0]), (0, 1, &[0])]), 1, "2 x (60 + 20) minutes");
        assert_eq!(broken(&WeekHours, &sketch, &[(0, 0, &[0]), (0, 7, &[0])]), 0, "two weeks");
        sketch.parts.crews[0].max_week_minutes = Some(160);
        assert_eq!(broken(&WeekHours, &sketch, &[(0, 0, &[0]), (0, 1, &[0])]), 0);
    }
}
