//! `subcontract`: work given to other firms.

use crate::i18n::Locale;
use crate::model::{Instance, JobId, Timetable};
use crate::rules::{About, Audit, Cost, KeptOut, PlanSize, Rule, WorstCost};
use crate::units::{Decimal, Money};

/// "What our crews don't do another firm may do, for its price."
pub struct Subcontract;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "subcontract",
    sentence: "What our crews don't do another firm may do, for its price.",
    formula: "sum over missing visits of jobs with subcontract: that price",
    unit: "euros, by job",
    name: Some(Locale::name_subcontract),
    short_name: Some(Locale::short_subcontract),
    why: Some(why),
    remedy: Locale::remedy_subcontract,
    attribution: None,
    ..About::COST
};

impl Rule for Subcontract {
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
        let price = |job: JobId| instance.jobs[job].subcontract.unwrap_or(Decimal::ZERO);
        let all = size.over_visits(|job| job.subcontract.map_or(0.0, Decimal::to_f64));
        vec![WorstCost::of_jobs("subcontract", instance.job_ids().map(|job| (job, price(job))), all)]
    }
}

/// What a visit given away costs, micro-euros.
pub fn unassigned_penalty(instance: &Instance, job: JobId) -> Money {
    instance.jobs[job].subcontract.map_or(Money::ZERO, Money::euros)
}

/// For what it is given away.
fn why(out: &KeptOut<'_>, locale: Locale) -> String {
    locale.given_away_for(&locale.cents(unassigned_penalty(out.instance, out.job)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;
    use crate::rules::{late, risk, unassigned};

    #[test]
    fn missing_visits_pay_the_price_and_nothing_else() {
        let mut sketch = farm();
        let job = &mut sketch.parts.jobs[0];
        (job.visits, job.subcontract, job.delay_risk) = (3, Some(Decimal::whole(480)), Decimal::whole(1));
        sketch.parts.jobs[0].due = Some(sketch.date(0));
        assert_eq!(cost(&Subcontract, &sketch, &[(0, 0, &[0])]), cents(2 * 48_000));
        for rule in [&unassigned::Unassigned as &dyn Rule, &late::Late, &risk::Risk] {
            assert_eq!(cost(rule, &sketch, &[(0, 0, &[0])]), cents(0), "{}", rule.code());
        }
        sketch.parts.jobs[0].subcontract = None;
        assert_eq!(cost(&Subcontract, &sketch, &[]), cents(0));
    }
}
