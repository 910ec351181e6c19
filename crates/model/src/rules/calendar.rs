//! `calendar`: the days on which crews work.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Shift, Timetable};
use crate::rules::{About, Audit, Finding, KeptOut, Rule, Violation, VisitCost, VisitRow};

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
    why: Some(why),
    fault: Some(
        |instance, _, crew, locale| {
            if instance.crews[crew].people.is_empty() { locale.is_off() } else { locale.is_off_or_short() }
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

    fn add_visit_costs(&self, instance: &Instance, _job: JobId, row: &mut VisitRow<'_>) {
        instance.shifts_of_days_off().for_each(|shift| row.add(shift, VisitCost::Incompatible));
    }
}

/// Who of those that may do the job is there, and who is off.
fn why(out: &KeptOut<'_>, locale: Locale) -> String {
    let (instance, needed) = (out.instance, out.instance.jobs[out.job].crews);
    let Some(&(_, date)) = out.places.first().filter(|_| needed > 1) else { return locale.nobody_there() };
    let able = instance.crews_by_distance(out.job).into_iter().filter(|&crew| instance.may_do(crew, out.job));
    let (there, off): (Vec<CrewId>, Vec<CrewId>) = able.partition(|&crew| !broken_by(instance, crew, date));
    let off = out.names(off.into_iter(), locale);
    match &there[..] {
        [] => locale.none_of_several_there(needed, &locale.day(date), &off),
        _ => locale.some_of_several_there(needed, &locale.day(date), &out.names(there.into_iter(), locale), &off),
    }
}

/// Whether any visit by the crew on that date breaks the rule.
pub fn broken_by(instance: &Instance, crew: CrewId, date: NaiveDate) -> bool {
    instance.hours(crew, date).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DayId;
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

    #[test]
    fn closed_days_are_days_off_for_crews_without_hours_of_their_own() {
        let mut sketch = farm();
        let tuesday = sketch.date(1);
        sketch.parts.settings.closed.insert(tuesday, tuesday).expect("a span");
        assert_eq!(broken(&Calendar, &sketch, &[(0, 1, &[0])]), 1);
        let instance = sketch.instance();
        assert_eq!(instance.available_minutes(CrewId::new(0), None), 4 * 480);
        assert_eq!(instance.gap(DayId::new(0), DayId::new(2)), 1, "nobody works in between");
        sketch.parts.crews[0].exceptions.insert(tuesday, crate::model::DayException::Hours(480, 780));
        assert_eq!(broken(&Calendar, &sketch, &[(0, 1, &[0])]), 0);
        assert_eq!(sketch.instance().available_minutes(CrewId::new(0), None), 4 * 480 + 240);
    }
}
