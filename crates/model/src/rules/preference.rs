//! `preference`: who likes to work where.

use std::cmp::Reverse;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, SETTINGS, Shift, Timetable};
use crate::rules::{About, Audit, Cost, PlacedVisit, PlanSize, Rule, VisitCost, VisitRow, WorstCost};
use crate::units::{Decimal, Money};

/// "Crews work better where they like to be."
pub struct PreferenceRule;

/// From the lowest score to the highest.
const WIDEST: f64 = 20.0;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "preference",
    sentence: "Crews work better where they like to be.",
    formula: "sum over visits: preference x max(0, best - score) with best = the highest score among crews that may do \
             the job",
    unit: "euros, by visit",
    name: Some(Locale::name_preference),
    short_name: Some(Locale::short_preference),
    attribution: Some(own_and_best),
    ..About::COST
};

impl Rule for PreferenceRule {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_costs(timetable.stops().map(|(tour, stop)| {
            let amount = visit_cost(instance, stop.job, tour.crew);
            Cost::of_visit(tour, stop, amount)
        }))
    }

    fn visit_cost(&self, instance: &Instance, job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::Cost(visit_cost(instance, job, shift.crew))
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        if instance.has_preferences() {
            let scores = instance.scores_of(job);
            let best = instance.score_range(job).map(|(_, best)| best);
            let cost = |crew| best.map_or(Money::ZERO, |best| cost_below(instance, best, scores[crew]));
            row.add_by_crew(|crew| VisitCost::Cost(cost(crew)));
        }
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let times = if instance.has_preferences() { size.visits() * WIDEST } else { 0.0 };
        vec![WorstCost::of_setting(SETTINGS.preference.name, instance.settings.preference, times)]
    }
}

/// What a visit of the job by the crew costs.
pub fn visit_cost(instance: &Instance, job: JobId, crew: CrewId) -> Money {
    let best = instance.score_range(job).map(|(_, best)| best);
    best.map_or(Money::ZERO, |best| cost_below(instance, best, instance.score(crew, job)))
}

/// What a score costs where `best` is the highest among the crews that may do the job.
pub fn cost_below(instance: &Instance, best: Decimal, score: Decimal) -> Money {
    let points = i128::from((best.0 - score.0).max(0));
    Money::fraction(instance.settings.preference, points, i128::from(Decimal::ONE))
}

/// The score of the crew of a visit, and the best one.
fn own_and_best(visit: &PlacedVisit<'_>, locale: Locale) -> String {
    let (instance, job) = (visit.instance, visit.job());
    let able = instance.crew_ids().filter(|&crew| instance.may_do(crew, job));
    let best = able.max_by_key(|&crew| (instance.score(crew, job), Reverse(crew)));
    let words = |crew: CrewId| format!("{} {}", instance.crews[crew].id, locale.decimal(instance.score(crew, job)));
    locale.because_preference(&words(visit.tour.crew), &best.map_or_else(String::new, words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SiteId;
    use crate::rules::testing::*;

    #[test]
    fn points_below_the_best() {
        let mut sketch = farm();
        sketch.prefer(0, Target::Site(SiteId::new(0)), -2);
        sketch.prefer(1, Target::Job(JobId::new(0)), 5);
        assert_eq!(cost(&PreferenceRule, &sketch, &[(0, 0, &[0])]), cents(10_500));
        assert_eq!(cost(&PreferenceRule, &sketch, &[(1, 0, &[0])]), cents(0));
        sketch.parts.jobs[0].not_crews = vec![CrewId::new(1)];
        assert_eq!(cost(&PreferenceRule, &sketch, &[(0, 0, &[0])]), cents(0), "bob may not do it");
    }
}
