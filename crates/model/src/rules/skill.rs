//! `skill`: what a crew must know for a job.

use chrono::NaiveDate;

use crate::i18n::LocalizedText;
use crate::model::{CrewId, Instance, JobId, Shift, Timetable};
use crate::rules::{Audit, Kind, Pairing, Rule, Violation};

/// "A crew does a job only if enough of its people who are there that day know how."
pub struct Skill;

impl Rule for Skill {
    fn code(&self) -> &'static str {
        "skill"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "A crew does a job only if enough of its people who are there that day know how."
    }

    fn formula(&self) -> &'static str {
        "visits for which, of any skill asked, fewer people present hold the level than the job asks"
    }

    fn unit(&self) -> &'static str {
        "one per visit"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let stops = timetable.stops().filter(|(tour, stop)| broken_by(instance, stop.job, tour.crew, tour.date));
        Audit::of_violations(stops.map(|(tour, stop)| {
            let text = describe(instance, stop.job, tour.crew, tour.date);
            Violation::of_visit(self.code(), tour, stop, text)
        }))
    }

    fn pairing(&self, instance: &Instance, job: JobId, shift: &Shift) -> Pairing {
        Pairing::never_if(broken_by(instance, job, shift.crew, shift.date))
    }
}

/// Whether a visit of the job by the crew on that date breaks the rule.
pub fn broken_by(instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> bool {
    instance.lacks_skill(crew, job, Some(date))
}

fn describe(instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> LocalizedText {
    let (work, own) = (&instance.jobs[job], &instance.crews[crew]);
    let short = work.skills.iter().find(|need| own.holders(need.skill, need.level, Some(date)) < need.people);
    short.map_or_else(LocalizedText::default, |need| {
        let holders = own.holders(need.skill, need.level, Some(date));
        let skill = format!("{}:{}", instance.skills[need.skill], need.level);
        LocalizedText::new(|lang| lang.broken_skill(&work.id, need.people, &skill, &own.id, holders))
    })
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
