//! `overskill`: more skill than the work asks for.

use chrono::NaiveDate;

use crate::model::{CrewId, Instance, JobId, SETTINGS, Shift, Timetable};
use crate::rules::{Audit, Cost, Kind, Pairing, Rule, WorstCost, worst};
use crate::units::Money;

/// "Keep the master craftsman for the master's work."
pub struct Overskill;

/// Levels between the lowest and the highest of a skill.
const MOST_SURPLUS: f64 = 8.0;

impl Rule for Overskill {
    fn code(&self) -> &'static str {
        "overskill"
    }

    fn kind(&self) -> Kind {
        Kind::Cost
    }

    fn sentence(&self) -> &'static str {
        "Keep the master craftsman for the master's work."
    }

    fn formula(&self) -> &'static str {
        "sum over visits and skills asked: overskill x max(0, best level present - level asked)"
    }

    fn unit(&self) -> &'static str {
        "euros, by visit"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_costs(timetable.stops().map(|(tour, stop)| {
            let amount = visit_cost(instance, stop.job, tour.crew, tour.date);
            Cost::of_visit(tour, stop, amount)
        }))
    }

    fn pairing(&self, instance: &Instance, job: JobId, shift: &Shift) -> Pairing {
        Pairing::Cost(visit_cost(instance, job, shift.crew, shift.date))
    }

    fn worst(&self, instance: &Instance) -> Vec<WorstCost> {
        let skills = instance.jobs.iter().map(|job| job.skills.len()).max().unwrap_or(0) as f64;
        let times = worst::visits(instance) * skills * MOST_SURPLUS;
        vec![WorstCost { name: SETTINGS.overskill.name, price: instance.settings.overskill, times }]
    }
}

/// What a visit of the job by the crew on that date costs.
pub fn visit_cost(instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> Money {
    let held = |skill| instance.crews[crew].level(skill, Some(date));
    let surplus = instance.jobs[job].skills.iter().map(|need| held(need.skill).saturating_sub(need.level));
    Money::euros(instance.settings.overskill) * surplus.map(i64::from).sum::<i64>()
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
