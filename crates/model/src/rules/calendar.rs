//! `calendar`: the days on which crews work.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Shift, Timetable};
use crate::rules::{About, Audit, Finding, Rule, Violation, VisitCost};

/// "Nobody works on a day off."
pub struct Calendar;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "calendar",
    sentence: "Nobody works on a day off.",
    formula: "visits on a date outside the horizon, or on which the crew is off",
    unit: "one per visit",
    name: Some(Locale::name_calendar),
    remedy: Locale::remedy_calendar,
    why: Some(|_, lang| lang.nobody_there()),
    fault: Some(
        |instance, _, crew, lang| {
            if instance.crews[crew].people.is_empty() { lang.is_off() } else { lang.is_off_or_short() }
        },
    ),
    ..About::HARD
};

impl Rule for Calendar {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let stops = timetable.stops().filter(|(tour, _)| broken_by(instance, tour.crew, tour.date));
        Audit::of_violations(stops.map(|(tour, stop)| {
            let inside = instance.day(tour.date).is_some();
            let finding = if inside { Finding::Off(tour.crew) } else { Finding::Outside };
            Violation::of_visit(&ABOUT, tour, stop, finding)
        }))
    }

    fn visit_cost(&self, instance: &Instance, _job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::incompatible_if(broken_by(instance, shift.crew, shift.date))
    }
}

/// Whether any visit by the crew on that date breaks the rule.
pub fn broken_by(instance: &Instance, crew: CrewId, date: NaiveDate) -> bool {
    instance.hours(crew, date).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn days_off_and_other_weeks_count_per_visit() {
        let mut sketch = farm();
        sketch.job("gutter", 30);
        let tuesday = sketch.date(1);
        sketch.parts.crews[0].exceptions.insert(tuesday, crate::model::DayException::Off);
        assert_eq!(broken(&Calendar, &sketch, &[(0, 0, &[0, 1])]), 0);
        assert_eq!(broken(&Calendar, &sketch, &[(0, 1, &[0, 1])]), 2);
        assert_eq!(broken(&Calendar, &sketch, &[(0, 7, &[0]), (0, -1, &[1])]), 2);
    }
}
