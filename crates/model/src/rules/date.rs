//! `date`: the dates on which a job may be done.

use crate::i18n::Locale;
use crate::model::{Instance, JobId, Shift, Timetable};
use crate::rules::{About, Audit, Finding, KeptOut, Rule, Violation, VisitCost, VisitRow, precedence};

/// "A job is done on a date that its customer allows."
pub struct Date;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "date",
    sentence: "A job is done on a date that its customer allows.",
    formula: "visits before earliest, after latest, or on a weekday that is not among days",
    unit: "one per visit",
    name: Some(Locale::name_date),
    remedy: Locale::remedy_calendar,
    why: Some(why),
    ..About::HARD
};

impl Rule for Date {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let stops = timetable.stops().filter(|(tour, stop)| !instance.jobs[stop.job].allows(tour.date));
        Audit::of_violations(stops.map(|(tour, stop)| Violation::of_visit(&ABOUT, tour, stop, Finding::Date(stop.job))))
    }

    fn visit_cost(&self, instance: &Instance, job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::incompatible_if(!instance.jobs[job].allows(shift.date))
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        row.add_by_date(|date| VisitCost::incompatible_if(!instance.jobs[job].allows(date)));
    }
}

/// The dates allowed, and what it waits for then.
fn why(out: &KeptOut<'_>, locale: Locale) -> String {
    let first = locale.only_on_dates(&out.allowed_dates(locale));
    match out.waits_for {
        Some(_) => format!("{first} {}", precedence::ABOUT.why(out, locale)),
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn earliest_latest_and_weekdays_count() {
        let mut sketch = farm();
        sketch.parts.jobs[0].earliest = Some(sketch.date(1));
        sketch.parts.jobs[0].latest = Some(sketch.date(3));
        sketch.parts.jobs[0].days = Some([true, true, false, true, true, true, true]);
        let on = |day| broken(&Date, &sketch, &[(0, day, &[0])]);
        assert_eq!([on(0), on(1), on(2), on(3), on(4)], [1, 0, 1, 0, 1]);
    }
}
