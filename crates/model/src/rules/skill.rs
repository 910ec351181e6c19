//! `skill`: what a crew must know for a job.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Shift, SkillNeed, Timetable};
use crate::rules::{About, Audit, Finding, Remedy, Rule, Violation, VisitCost, VisitRow, crew_choice};

/// "A crew does a job only if enough of its people who are there that day know how."
pub struct Skill;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "skill",
    sentence: "A crew does a job only if enough of its people who are there that day know how.",
    formula: "visits for which, of any skill asked, fewer people present hold the level than the job asks",
    unit: "one per visit",
    name: Some(Locale::name_skill),
    remedy: Locale::remedy_skill,
    why: Some(crew_choice::too_few_eligible),
    fault: Some(fault),
    enabling,
    ..About::HARD
};

impl Rule for Skill {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_violations(timetable.stops().filter_map(|(tour, stop)| {
            let finding = finding(instance, stop.job, tour.crew, tour.date)?;
            Some(Violation::of_visit(&ABOUT, tour, stop, finding))
        }))
    }

    fn bars(&self, instance: &Instance, crew: CrewId, job: JobId, date: Option<NaiveDate>) -> bool {
        instance.lacks_skill(crew, job, date)
    }

    fn visit_cost(&self, instance: &Instance, job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::incompatible_if(broken_by(instance, job, shift.crew, shift.date))
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        row.add_by_people(|crew, date| VisitCost::incompatible_if(broken_by(instance, job, crew, date)));
    }
}

/// Whether a visit of the job by the crew on that date breaks the rule.
pub fn broken_by(instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> bool {
    instance.lacks_skill(crew, job, Some(date))
}

fn finding(instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> Option<Finding> {
    let holders = |need: &SkillNeed| instance.crews[crew].holders(need.skill, need.level, Some(date));
    let need = *instance.jobs[job].skills.iter().find(|need| holders(need) < need.people)?;
    Some(Finding::SkillShort { job, crew, need, holders: holders(&need) })
}

/// What the crew knows of the skills that it lacks.
fn fault(instance: &Instance, job: JobId, crew: CrewId, locale: Locale) -> String {
    let own = &instance.crews[crew];
    let lacking =
        instance.jobs[job].skills.iter().filter(|need| own.holders(need.skill, need.level, None) < need.people);
    let words = lacking.map(|need| {
        let (name, level) = (&instance.skills[need.skill], own.level(need.skill, None));
        let asked = format!("{name}:{}", need.level);
        match (need.people, level) {
            (1, 0) => locale.has_no_skill(name, &asked),
            (1, _) => locale.has_level(name, level, &asked),
            (people, _) => locale.has_holders(own.holders(need.skill, need.level, None), people, &asked),
        }
    });
    words.collect::<Vec<_>>().join(&format!(" {} ", locale.and()))
}

/// The one skill that the crew lacks, where it has people enough for it.
fn enabling(instance: &Instance, job: JobId, crew: CrewId) -> Option<Remedy> {
    let (work, own) = (&instance.jobs[job], &instance.crews[crew]);
    let mut lacking = work.skills.iter().filter(|need| own.holders(need.skill, need.level, None) < need.people);
    let need = lacking.next().filter(|_| lacking.next().is_none())?;
    (own.people(None) >= need.people).then_some(Remedy::Skill(crew, need.skill, need.level))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn an_absent_member_takes_the_skill_away() {
        let mut sketch = farm();
        let roofing = sketch.skill("roofing");
        sketch.parts.jobs[0].skills = vec![SkillNeed::one(roofing, 2)];
        let tuesday = sketch.date(1);
        sketch.parts.crews[0].people = vec![member("mo", &[2], &[tuesday]), member("jo", &[1], &[])];
        assert_eq!(broken(&Skill, &sketch, &[(0, 0, &[0])]), 0);
        assert_eq!(broken(&Skill, &sketch, &[(0, 1, &[0])]), 1);
    }

    #[test]
    fn several_people_may_be_asked() {
        let mut sketch = farm();
        let roofing = sketch.skill("roofing");
        sketch.parts.jobs[0].skills = vec![SkillNeed { skill: roofing, level: 1, people: 2 }];
        sketch.parts.crews[0].levels = vec![1];
        assert_eq!(broken(&Skill, &sketch, &[(0, 0, &[0])]), 1, "a crew of one");
        sketch.parts.crews[0].members = 2;
        assert_eq!(broken(&Skill, &sketch, &[(0, 0, &[0])]), 0);
    }
}
