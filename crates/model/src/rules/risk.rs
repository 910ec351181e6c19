//! `risk`: work that had better not wait.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{Instance, JobId, SETTINGS, Shift, Timetable};
use crate::rules::{About, Audit, Cost, PlanSize, Rule, VisitCost, VisitRow, WorstCost};
use crate::units::{Decimal, Money};

/// "What may go wrong should be done early."
pub struct Risk;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "risk",
    sentence: "What may go wrong should be done early.",
    formula: "sum over visits: risk_day x delay_risk x days after the first day; a missing visit that no other firm \
             does counts on the day after the horizon",
    unit: "euros, by visit",
    name: Some(Locale::name_risk),
    short_name: Some(Locale::short_risk),
    attribution: Some(|visit, locale| {
        let days = visit.tour.date.signed_duration_since(visit.instance.settings.start).num_days();
        locale.because_risk(&locale.decimal(visit.instance.jobs[visit.job()].delay_risk), days)
    }),
    ..About::COST
};

impl Rule for Risk {
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
        let times = size.over_visits(|job| job.delay_risk.to_f64() * size.days);
        vec![WorstCost::of_setting(SETTINGS.risk_day.name, instance.settings.risk_day, times)]
    }
}

/// What a visit on that date costs.
pub fn visit_cost(instance: &Instance, job: JobId, date: NaiveDate) -> Money {
    let days = date.signed_duration_since(instance.settings.start).num_days().max(0);
    let millionths = i128::from(days) * i128::from(instance.jobs[job].delay_risk.0);
    Money::fraction(instance.settings.risk_day, millionths, i128::from(Decimal::ONE))
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
    fn days_after_the_first() {
        let mut sketch = farm();
        sketch.parts.jobs[0].delay_risk = Decimal(250_000);
        let on = |day| cost(&Risk, &sketch, &[(0, day, &[0])]);
        assert_eq!([on(-2), on(0), on(3)], [cents(0), cents(0), cents(1_500)]);
        assert_eq!(cost(&Risk, &sketch, &[]), cents(2_500), "missing: as if on Saturday");
    }
}
