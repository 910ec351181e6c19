//! `late`: visits after the date on which a job is due.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{Instance, Job, JobId, SETTINGS, Shift, Timetable};
use crate::rules::{About, Audit, Cost, PlanSize, Rule, VisitCost, VisitRow, WorstCost};
use crate::units::Money;

/// "What is due should be done by then."
pub struct Late;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "late",
    sentence: "What is due should be done by then.",
    formula: "sum over visits of jobs with due: late_day x priority x days after max(due, the day before the horizon); \
             a missing visit that no other firm does counts on the day after the horizon",
    unit: "euros, by visit",
    name: Some(Locale::name_late),
    short_name: Some(Locale::short_late),
    attribution: Some(|visit, locale| {
        let due = visit.instance.jobs[visit.job()].due;
        due.map_or_else(String::new, |due| locale.because_late(&locale.day(due), &locale.day(visit.tour.date)))
    }),
    ..About::COST
};

impl Rule for Late {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let done = timetable.stops().map(|(tour, stop)| {
            let amount = visit_cost(instance, stop.job, tour.date);
            Cost::of_visit(tour, stop, amount)
        });
        let missing = Cost::of_missing(timetable, |job| unassigned_penalty(instance, job));
        Audit::of_costs(done.chain(missing))
    }

    fn visit_cost(&self, instance: &Instance, job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::Cost(visit_cost(instance, job, shift.date))
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        row.add_by_date(|date| VisitCost::Cost(visit_cost(instance, job, date)));
    }

    fn unassigned_penalty(&self, instance: &Instance, job: JobId) -> Money {
        unassigned_penalty(instance, job)
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let due = |job: &Job| if job.due.is_some() { f64::from(job.priority) * size.days } else { 0.0 };
        let times = size.over_visits(due);
        vec![WorstCost::of_setting(SETTINGS.late_day.name, instance.settings.late_day, times)]
    }
}

/// What a visit on that date costs.
pub fn visit_cost(instance: &Instance, job: JobId, date: NaiveDate) -> Money {
    let (work, settings) = (&instance.jobs[job], &instance.settings);
    let eve = settings.start - chrono::TimeDelta::days(1);
    let days = work.due.map_or(0, |due| date.signed_duration_since(due.max(eve)).num_days().max(0));
    Money::euros(settings.late_day) * (days * i64::from(work.priority))
}

/// The penalty of an unassigned visit, micro-euros; nothing where another firm does it.
pub fn unassigned_penalty(instance: &Instance, job: JobId) -> Money {
    if instance.jobs[job].subcontract.is_some() {
        return Money::ZERO;
    }
    visit_cost(instance, job, instance.day_after())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn days_after_the_due_date() {
        let mut sketch = farm();
        sketch.parts.jobs[0].due = Some(sketch.date(1));
        let on = |day| cost(&Late, &sketch, &[(0, day, &[0])]);
        assert_eq!([on(0), on(1), on(3)], [cents(0), cents(0), cents(2 * 3 * 5_000)]);
        assert_eq!(cost(&Late, &sketch, &[]), cents(4 * 3 * 5_000), "missing: as if on Saturday");
    }

    #[test]
    fn what_was_late_before_counts_from_the_first_day() {
        let mut sketch = farm();
        sketch.parts.jobs[0].due = Some(sketch.date(-30));
        assert_eq!(cost(&Late, &sketch, &[(0, 0, &[0])]), cents(3 * 5_000));
    }
}
