//! `overskill`: more skill than the work asks for.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, SETTINGS, Shift, Timetable};
use crate::rules::{About, Audit, Cost, PlacedVisit, PlanSize, Rule, VisitCost, VisitRow, WorstCost};
use crate::units::Money;

/// "Keep the master craftsman for the master's work."
pub struct Overskill;

/// Levels between the lowest and the highest of a skill.
const MOST_SURPLUS: f64 = 8.0;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "overskill",
    sentence: "Keep the master craftsman for the master's work.",
    formula: "sum over visits and skills asked: overskill x max(0, best level present - level asked)",
    unit: "euros, by visit",
    name: Some(Locale::name_overskill),
    short_name: Some(Locale::short_overskill),
    attribution: Some(surplus),
    ..About::COST
};

impl Rule for Overskill {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_costs(timetable.stops().map(|(tour, stop)| {
            let amount = visit_cost(instance, stop.job, tour.crew, tour.date);
            Cost::of_visit(tour, stop, amount)
        }))
    }

    fn visit_cost(&self, instance: &Instance, job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::Cost(visit_cost(instance, job, shift.crew, shift.date))
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        row.add_by_people(|crew, date| VisitCost::Cost(visit_cost(instance, job, crew, date)));
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let times = size.over_visits(|job| job.skills.len() as f64 * MOST_SURPLUS);
        vec![WorstCost::of_setting(SETTINGS.overskill.name, instance.settings.overskill, times)]
    }
}

/// What a visit of the job by the crew on that date costs.
pub fn visit_cost(instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> Money {
    let held = |skill| instance.crews[crew].level(skill, Some(date));
    let surplus = instance.jobs[job].skills.iter().map(|need| held(need.skill).saturating_sub(need.level));
    Money::euros(instance.settings.overskill) * surplus.map(i64::from).sum::<i64>()
}

/// The skills of which the crew of a visit has more than asked.
fn surplus(visit: &PlacedVisit<'_>, locale: Locale) -> String {
    let (instance, tour) = (visit.instance, visit.tour);
    let words = instance.jobs[visit.job()].skills.iter().filter_map(|need| {
        let level = instance.crews[tour.crew].level(need.skill, Some(tour.date));
        (level > need.level).then(|| locale.because_surplus(&instance.skills[need.skill], level, need.level))
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn surplus_levels_of_skills_asked() {
        let mut sketch = farm();
        let (roofing, welding) = (sketch.skill("roofing"), sketch.skill("welding"));
        sketch.parts.jobs[0].skills = vec![SkillNeed::one(roofing, 2), SkillNeed::one(welding, 3)];
        sketch.parts.crews[0].levels = vec![5, 1];
        assert_eq!(cost(&Overskill, &sketch, &[(0, 0, &[0])]), cents(300), "what lacks doesn't make up for it");
    }

    #[test]
    fn only_who_is_there_counts() {
        let mut sketch = farm();
        let roofing = sketch.skill("roofing");
        sketch.parts.jobs[0].skills = vec![SkillNeed::one(roofing, 1)];
        sketch.parts.crews[0].people = vec![member("mo", &[4], &[sketch.date(1)]), member("jo", &[2], &[])];
        assert_eq!(cost(&Overskill, &sketch, &[(0, 0, &[0])]), cents(300));
        assert_eq!(cost(&Overskill, &sketch, &[(0, 1, &[0])]), cents(100));
    }
}
