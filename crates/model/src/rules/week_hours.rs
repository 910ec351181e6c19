//! `week-hours`: the hours of a crew's week.

use std::collections::BTreeMap;

use crate::i18n::LocalizedText;
use crate::model::{CrewId, Instance, Timetable};
use crate::rules::{Audit, Kind, Rule, Violation, WeekTerms};

/// "A week of work and driving stays within the hours agreed."
pub struct WeekHours;

impl Rule for WeekHours {
    fn code(&self) -> &'static str {
        "week-hours"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "A week of work and driving stays within the hours agreed."
    }

    fn formula(&self) -> &'static str {
        "crews and ISO weeks whose service + travel exceeds max_week_hours"
    }

    fn unit(&self) -> &'static str {
        "one per crew and ISO week"
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
        Audit::of_violations(beyond.map(|(crew, (year, week), minutes, most)| {
            let (worked, most) = (f64::from(minutes) / 60.0, f64::from(most) / 60.0);
            let (own, week) = (&instance.crews[crew].id, format!("{year}-W{week:02}"));
            let text =
                LocalizedText::new(|lang| lang.broken_week(own, &lang.number(worked, 2), &week, &lang.number(most, 2)));
            Violation::new(self.code(), text).by_crew(crew)
        }))
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
