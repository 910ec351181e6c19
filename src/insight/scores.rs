//! How good a schedule is, seen from seven sides, each 0 to 100; nothing to judge counts as 100.

use super::utilisation::utilisation;
use crate::judge::surplus_crews;
use crate::model::{CrewId, Instance, JobId, SiteId, Timetable};
use crate::units::Decimal;
use std::collections::BTreeSet;

/// The seven sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// Priority-weighted share of the visits asked that are planned or that another firm does.
    pub service: f64,
    /// Share of visits that are no long trip.
    pub travel: f64,
    /// How evenly the crews are used (Jain's index).
    pub balance: f64,
    /// Share of visited sites without further crews.
    pub continuity: f64,
    /// Where each visit's crew lies between the worst and the best that likes the job.
    pub preferences: f64,
    /// Levels asked as a share of the levels held.
    pub skills: f64,
    /// Share of today's rows that stay.
    pub stability: f64,
}

impl Scores {
    /// The scores of a schedule.
    pub fn new(instance: &Instance, timetable: &Timetable) -> Self {
        Self {
            service: percent(service(instance, timetable)),
            travel: percent(travel(instance, timetable)),
            balance: percent(balance(instance, timetable)),
            continuity: percent(continuity(instance, timetable)),
            preferences: percent(preferences(instance, timetable)),
            skills: percent(skills(instance, timetable)),
            stability: percent(stability(instance, timetable)),
        }
    }

    /// Names and values, in order.
    pub fn entries(&self) -> [(&'static str, f64); 7] {
        [
            ("service", self.service),
            ("travel", self.travel),
            ("balance", self.balance),
            ("continuity", self.continuity),
            ("preferences", self.preferences),
            ("skills", self.skills),
            ("stability", self.stability),
        ]
    }
}

/// The score of the preferences; `None` where no visit could have had a crew that likes it more or less.
pub(super) fn satisfaction(instance: &Instance, timetable: &Timetable) -> Option<f64> {
    preferences(instance, timetable).map(|share| percent(Some(share)))
}

fn percent(share: Option<f64>) -> f64 {
    share.map_or(100.0, |share| (100.0 * share).min(100.0))
}

fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn service(instance: &Instance, timetable: &Timetable) -> Option<f64> {
    let weigh = |count: &dyn Fn(JobId) -> u32| -> i64 {
        instance.job_ids().map(|job| i64::from(count(job)) * i64::from(instance.jobs[job].priority)).sum()
    };
    let asked = weigh(&|job| instance.visits_asked(job));
    let left_out = |job: JobId| if instance.jobs[job].subcontract.is_none() { timetable.missing[job] } else { 0 };
    share(asked - weigh(&left_out), asked)
}

fn travel(instance: &Instance, timetable: &Timetable) -> Option<f64> {
    let limit = instance.settings.long_trip_from;
    let minutes = |job, crew| Decimal::whole(i64::from(instance.one_way(crew, job).minutes));
    let near = timetable.stops().filter(|(tour, stop)| minutes(stop.job, tour.crew) <= limit).count();
    share(near as i64, timetable.stops().count() as i64)
}

fn balance(instance: &Instance, timetable: &Timetable) -> Option<f64> {
    let used: Vec<_> = instance.crew_ids().filter_map(|crew| utilisation(instance, timetable, crew)).collect();
    let (sum, squares) = (used.iter().sum::<f64>(), used.iter().map(|u| u * u).sum::<f64>());
    (squares > 0.0).then(|| sum * sum / (used.len() as f64 * squares))
}

fn continuity(instance: &Instance, timetable: &Timetable) -> Option<f64> {
    let visited: BTreeSet<SiteId> = timetable.stops().map(|(_, stop)| instance.jobs[stop.job].site).collect();
    let crowded = surplus_crews(instance, timetable).len();
    share((visited.len() - crowded) as i64, visited.len() as i64)
}

fn preferences(instance: &Instance, timetable: &Timetable) -> Option<f64> {
    let places = timetable.stops().filter_map(|(tour, stop)| place_in_range(instance, tour.crew, stop.job));
    let places: Vec<_> = places.collect();
    (!places.is_empty()).then(|| places.iter().sum::<f64>() / places.len() as f64)
}

/// Where a crew's score lies between the worst and the best of the crews that may do the job, as 0 to 1; `None`
/// where they all like it the same.
fn place_in_range(instance: &Instance, crew: CrewId, job: JobId) -> Option<f64> {
    let (worst, best) = instance.score_range(job).filter(|(worst, best)| worst < best)?;
    let score = instance.score(crew, job).clamp(worst, best);
    Some((score.0 - worst.0) as f64 / (best.0 - worst.0) as f64)
}

fn skills(instance: &Instance, timetable: &Timetable) -> Option<f64> {
    let (mut asked, mut held) = (0, 0);
    for (tour, stop) in timetable.stops() {
        for need in &instance.jobs[stop.job].skills {
            asked += i64::from(need.level);
            held += i64::from(instance.crews[tour.crew].level(need.skill, Some(tour.date)));
        }
    }
    share(asked, held)
}

fn stability(instance: &Instance, timetable: &Timetable) -> Option<f64> {
    let planned: BTreeSet<_> = timetable.stops().map(|(tour, stop)| (stop.job, tour.crew, tour.date)).collect();
    let rows: Vec<_> = instance.current.iter().flat_map(|current| current.visits()).collect();
    share(rows.iter().filter(|row| planned.contains(row)).count() as i64, rows.len() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Sketch, SkillNeed, Target};

    fn scores(sketch: &Sketch, routes: &[(usize, i64, &[usize])]) -> Scores {
        let instance = sketch.instance();
        Scores::new(&instance, &Timetable::new(&instance, &sketch.plan(routes)))
    }

    fn two_sites() -> Sketch {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        sketch.site("farm", (10.0, 0.0));
        sketch.job("roof", 60).priority = 9;
        sketch.site("hut", (70.0, 0.0));
        sketch.job("stove", 60).priority = 1;
        sketch
    }

    #[test]
    fn nothing_to_judge_counts_as_a_hundred() {
        let empty = scores(&two_sites(), &[]);
        assert_eq!(empty.entries().map(|(_, value)| value), [0.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0]);
    }

    #[test]
    fn shares_of_visits() {
        let found = scores(&two_sites(), &[(0, 0, &[0])]);
        assert_eq!((found.service, found.travel, found.balance), (90.0, 100.0, 50.0));
        let found = scores(&two_sites(), &[(0, 0, &[0, 1])]);
        assert_eq!((found.service, found.travel), (100.0, 50.0));
    }

    #[test]
    fn faces_wishes_and_skills() {
        let mut sketch = two_sites();
        let roofing = sketch.skill("roofing");
        sketch.parts.crews[0].levels = vec![4];
        sketch.parts.jobs[0].skills = vec![SkillNeed::one(roofing, 3)];
        sketch.parts.jobs[0].visits = 2;
        sketch.parts.crews.iter_mut().for_each(|crew| crew.levels = vec![4]);
        sketch.prefer(0, Target::Job(JobId::new(0)), 4);
        sketch.current(&[(0, 0, &[0]), (1, 3, &[1])]);
        let found = scores(&sketch, &[(0, 0, &[0]), (1, 1, &[0, 1])]);
        assert_eq!((found.continuity, found.preferences, found.skills, found.stability), (50.0, 50.0, 75.0, 50.0));
    }
}
