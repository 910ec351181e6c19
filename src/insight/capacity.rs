//! Whether there are hours for the work, before any search. Travel is not counted, so that what is short here is short
//! in every plan without overtime.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::model::{CrewId, Instance, Job, JobId, Level, SkillId};

/// Work asked against hours there are, in minutes of crews.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// All work, then one entry per skill and level that a job asks for, by skill and level.
    pub skills: Vec<SkillLoad>,
    /// The days on which a crew works.
    pub days: Vec<DayLoad>,
}

/// Work that takes a skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillLoad {
    /// The skill and its least level; none = all work.
    pub skill: Option<(SkillId, Level)>,
    /// Minutes that the horizon asks for.
    pub asked: i64,
    /// Minutes by day of the crews that have the skill.
    pub there: Vec<i64>,
    /// Minutes by day of work that can be done on no other day.
    pub bound: Vec<i64>,
}

/// All work of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayLoad {
    /// The date.
    pub date: NaiveDate,
    /// Minutes of all crews.
    pub there: i64,
    /// Minutes of work that can be done on no other day.
    pub bound: i64,
}

impl SkillLoad {
    /// Work asked as a fraction of the hours; infinite where there are none.
    pub fn share(&self) -> f64 {
        self.asked as f64 / self.there.iter().sum::<i64>() as f64
    }

    /// Whether more is asked than there is, in all or on a day.
    pub fn is_short(&self) -> bool {
        self.asked > self.there.iter().sum() || self.bound.iter().zip(&self.there).any(|(bound, there)| bound > there)
    }
}

/// Adds up the work and the hours of an instance; empty where there is no work or nobody works.
pub fn capacity(instance: &Instance) -> Capacity {
    let dates: Vec<NaiveDate> =
        instance.dates.iter().copied().filter(|&date| there(instance, None, date) > 0).collect();
    let asked: BTreeSet<(SkillId, Level)> =
        instance.jobs.iter().flat_map(|job| job.skills.iter().map(|need| (need.skill, need.level))).collect();
    let skills = std::iter::once(None).chain(asked.into_iter().map(Some));
    let skills: Vec<_> = skills.map(|skill| load(instance, skill, &dates)).filter(|load| load.asked > 0).collect();
    let day = |(index, &date): (usize, &NaiveDate)| DayLoad {
        date,
        there: there(instance, None, date),
        bound: skills.first().map_or(0, |all| all.bound[index]),
    };
    Capacity { days: dates.iter().enumerate().map(day).collect(), skills }
}

fn load(instance: &Instance, skill: Option<(SkillId, Level)>, dates: &[NaiveDate]) -> SkillLoad {
    let jobs = || instance.job_ids().filter(|&job| asks(&instance.jobs[job], skill));
    let minutes = |job: JobId, days: u32| {
        let work = &instance.jobs[job];
        i64::from(days) * i64::from(work.crews) * i64::from(work.duration)
    };
    let bound = |date: &NaiveDate| jobs().filter(|&job| must(instance, job, *date)).map(|job| minutes(job, 1)).sum();
    SkillLoad {
        skill,
        asked: jobs().map(|job| minutes(job, instance.days_asked(job))).sum(),
        there: dates.iter().map(|&date| there(instance, skill, date)).collect(),
        bound: dates.iter().map(bound).collect(),
    }
}

fn asks(job: &Job, skill: Option<(SkillId, Level)>) -> bool {
    skill.is_none_or(|(skill, level)| job.skills.iter().any(|need| need.skill == skill && need.level >= level))
}

/// Whether the job needs every date that it allows, and this is one of them.
fn must(instance: &Instance, job: JobId, date: NaiveDate) -> bool {
    let allowed = instance.dates.iter().filter(|&&date| instance.jobs[job].allows(date)).count();
    instance.jobs[job].allows(date) && allowed == instance.days_asked(job) as usize
}

/// Minutes on a date of the crews with somebody present who has the skill.
fn there(instance: &Instance, skill: Option<(SkillId, Level)>, date: NaiveDate) -> i64 {
    let able =
        |crew: &CrewId| skill.is_none_or(|(skill, level)| instance.crews[*crew].holders(skill, level, Some(date)) > 0);
    let hours = instance.crew_ids().filter(able).filter_map(|crew| instance.hours(crew, date));
    hours.map(|(start, end)| i64::from(instance.settings.clock.between(start, end))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Sketch, SkillNeed};

    #[test]
    fn hours_by_skill_and_day() {
        let mut sketch = Sketch::new();
        let roofing = sketch.skill("roofing");
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        sketch.parts.crews[0].levels = vec![3];
        sketch.parts.crews[1].levels = vec![1];
        sketch.site("farm", (1.0, 0.0));
        let (first, third) = (sketch.date(0), sketch.date(2));
        let roof = sketch.job("roof", 300);
        roof.skills = vec![SkillNeed::one(roofing, 3)];
        roof.visits = 2;
        (roof.earliest, roof.latest) = (Some(first), Some(sketch_next(first)));
        sketch.job("gutter", 600).skills = vec![SkillNeed::one(roofing, 1)];
        sketch.job("fence", 60).latest = Some(third);
        let found = capacity(&sketch.instance());
        let of = |index: usize| (found.skills[index].skill, found.skills[index].asked);
        assert_eq!([of(0), of(1), of(2)], [(None, 1_260), (Some((roofing, 1)), 1_200), (Some((roofing, 3)), 600)]);
        assert_eq!(found.skills[1].there, [960; 5]);
        assert_eq!((found.skills[2].there[0], &found.skills[2].bound[..3]), (480, &[300, 300, 0][..]));
        assert_eq!((found.days[0].there, found.days[0].bound), (960, 300));
        assert!(found.skills.iter().all(|load| !load.is_short()));
    }

    fn sketch_next(date: NaiveDate) -> NaiveDate {
        date.succ_opt().expect("a date")
    }

    #[test]
    fn too_much_for_one_day() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (1.0, 0.0));
        let only = Some(sketch.date(1));
        for name in ["roof", "gutter"] {
            let job = sketch.job(name, 300);
            (job.earliest, job.latest) = (only, only);
        }
        let found = capacity(&sketch.instance());
        assert!(found.skills[0].is_short());
        assert_eq!((found.days[1].there, found.days[1].bound), (480, 600));
    }
}
