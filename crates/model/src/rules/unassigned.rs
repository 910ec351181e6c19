//! `unassigned`: visits asked and not planned.

use crate::i18n::Locale;
use crate::model::{Instance, JobId, SETTINGS, Timetable};
use crate::rules::{About, Audit, Cost, PlanSize, Rule, WorstCost};
use crate::units::Money;

/// "Work left undone is worse than work done expensively."
pub struct Unassigned;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "unassigned",
    sentence: "Work left undone is worse than work done expensively.",
    formula: "sum over missing visits that no other firm does: (unassigned_visit + unassigned_hour x hours) x priority",
    unit: "euros, by job",
    name: Some(Locale::name_unassigned),
    short_name: Some(Locale::short_unassigned),
    attribution: Some(|visit, locale| locale.priority_of(visit.instance.jobs[visit.job()].priority)),
    ..About::COST
};

impl Rule for Unassigned {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_costs(Cost::of_missing(timetable, |job| unassigned_penalty(instance, job)))
    }

    fn unassigned_penalty(&self, instance: &Instance, job: JobId) -> Money {
        unassigned_penalty(instance, job)
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let settings = &instance.settings;
        let visits = size.over_visits(|job| f64::from(job.priority));
        let hours = size.over_visits(|job| f64::from(job.priority) * f64::from(job.duration) / 60.0);
        vec![
            WorstCost::of_setting(SETTINGS.unassigned_visit.name, settings.unassigned_visit, visits),
            WorstCost::of_setting(SETTINGS.unassigned_hour.name, settings.unassigned_hour, hours),
        ]
    }
}

/// The penalty of an unassigned visit of the job, micro-euros; nothing where another firm does it.
pub fn unassigned_penalty(instance: &Instance, job: JobId) -> Money {
    let (work, settings) = (&instance.jobs[job], &instance.settings);
    if work.subcontract.is_some() {
        return Money::ZERO;
    }
    let hours = Money::per_minute(settings.unassigned_hour) * i64::from(work.duration);
    (Money::euros(settings.unassigned_visit) + hours) * i64::from(work.priority)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn each_missing_visit_is_paid_for() {
        let mut sketch = farm();
        sketch.parts.jobs[0].visits = 3;
        sketch.parts.jobs[0].duration = 90;
        assert_eq!(cost(&Unassigned, &sketch, &[(0, 0, &[0])]), cents(2 * 3 * 62_500));
        sketch.parts.jobs[0].latest = Some(sketch.date(0));
        assert_eq!(cost(&Unassigned, &sketch, &[(0, 0, &[0])]), cents(0), "one allowed date asks for one visit");
    }
}
