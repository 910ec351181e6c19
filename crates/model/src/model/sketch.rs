//! A builder of small instances, for tests and examples.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use super::{
    Crew, CrewId, Instance, Job, JobId, Leg, Parts, Pin, PlaceId, Plan, Preference, Route, SameCrew, Settings, Site,
    SiteId, SkillId, SkillNeed, Speed, Target, Tool, ToolId, TravelMatrix,
};
use crate::units::{Decimal, Metres, Minutes};

/// A builder of small instances in a plane on which one kilometre takes one minute, over a week from Monday 23 November
/// 2026.
///
/// Every method that adds something returns it with neutral values, to be changed in place.
///
/// ```
/// use brigade_model::judge::check;
/// use brigade_model::model::Sketch;
///
/// let mut sketch = Sketch::new();
/// sketch.crew("ada", (0.0, 0.0));
/// sketch.site("farm", (3.0, 4.0));
/// sketch.job("roof", 60);
/// let (instance, plan) = (sketch.instance(), sketch.plan(&[(0, 0, &[0])]));
/// let verdict = check(&instance, &plan);
/// assert!(verdict.is_legal());
/// assert_eq!(verdict.timetable.tours[0].metres, 10_000);
/// ```
#[derive(Clone, Debug)]
pub struct Sketch {
    /// The parts so far; the travel matrix is filled at the end.
    pub parts: Parts,
}

impl Default for Sketch {
    fn default() -> Self {
        Self::new()
    }
}

impl Sketch {
    /// An instance without crews and work, with the default settings.
    pub fn new() -> Self {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date of the calendar");
        let parts = Parts::plain("sketch", Settings::starting(monday), TravelMatrix::new(0, Vec::new()));
        Self { parts }
    }

    /// Three crews, eight sites and twelve jobs of one to three visits, or the same with everything numbered from the
    /// other end.
    pub fn firm(flipped: bool) -> Self {
        let mut sketch = Self::new();
        let order = |count: usize| (0..count).map(move |index| if flipped { count - 1 - index } else { index });
        for crew in order(3) {
            sketch.crew(&format!("crew{crew}"), (7.0 * crew as f64, 3.0));
        }
        for site in order(8) {
            sketch.site(&format!("site{site}"), (11.0 * site as f64 % 37.0, 5.0 * site as f64 % 23.0));
        }
        for job in order(12) {
            let own = sketch.job(&format!("job{job}"), 60 + 25 * (job as Minutes % 7));
            own.site = SiteId::new(if flipped { 7 - job % 8 } else { job % 8 });
            own.visits = 1 + job as u32 % 3;
            own.same_crew = if job % 4 == 0 { SameCrew::Require } else { SameCrew::Prefer };
        }
        sketch
    }

    /// Adds a crew of one, 08:00 to 17:00 from Monday to Friday, based at `x`, `y` kilometres.
    pub fn crew(&mut self, id: &str, at: (f64, f64)) -> &mut Crew {
        self.parts.crews.push(Crew::plain(id, at));
        self.parts.crews.last_mut().expect("just added")
    }

    /// Adds a site at `x`, `y` kilometres.
    pub fn site(&mut self, id: &str, at: (f64, f64)) -> &mut Site {
        let place = PlaceId::new(self.parts.sites.len());
        self.parts.sites.push(Site::plain(id, place, at));
        self.parts.sites.last_mut().expect("just added")
    }

    /// Adds a job of one visit at the site added last.
    pub fn job(&mut self, id: &str, duration: Minutes) -> &mut Job {
        let site = self.parts.sites.len() - 1;
        self.parts.jobs.push(Job::plain(id, site, duration));
        self.parts.jobs.last_mut().expect("just added")
    }

    /// Adds a skill that crews hold and jobs ask for.
    pub fn skill(&mut self, name: &str) -> SkillId {
        self.parts.skills.push(name.into());
        SkillId::new(self.parts.skills.len() - 1)
    }

    /// Adds a tool of which the pool has `quantity`.
    pub fn tool(&mut self, id: &str, quantity: u32) -> ToolId {
        self.parts.tools.push(Tool { id: id.into(), quantity });
        ToolId::new(self.parts.tools.len() - 1)
    }

    /// Says how much a crew likes a target.
    pub fn prefer(&mut self, crew: impl Into<CrewId>, target: Target, score: i64) {
        self.parts.preferences.push(Preference { crew: crew.into(), target, score: Decimal::whole(score) });
    }

    /// Pins a job to a crew, a date (by its number, 0 = Monday), or both.
    pub fn pin(&mut self, job: impl Into<JobId>, crew: Option<usize>, day: Option<i64>) {
        let (job, crew) = (job.into(), crew.map(CrewId::new));
        let (date, line) = (day.map(|day| self.date(day)), self.parts.pins.len() as u64 + 2);
        self.parts.pins.push(Pin { job, crew, date, start: None, line, dropped: false });
    }

    /// Sets today's schedule: crew, day and jobs of each route.
    pub fn current(&mut self, routes: &[(usize, i64, &[usize])]) {
        self.parts.current = Some(self.plan(routes));
    }

    /// The date of a day of the horizon, 0 = its first; days before and after it have one too.
    pub fn date(&self, day: i64) -> NaiveDate {
        self.parts.settings.start + TimeDelta::days(day)
    }

    /// A plan in which every visit starts as soon as it can: crew, day and jobs of each route.
    pub fn plan(&self, routes: &[(usize, i64, &[usize])]) -> Plan {
        Plan::new(routes.iter().map(|&(crew, day, jobs)| Route::of(self.date(day), crew, jobs)).collect())
    }

    /// The instance; crews at one point share their base.
    pub fn instance(&self) -> Instance {
        let mut parts = self.parts.clone();
        let (sites, skills) = (parts.sites.len(), parts.skills.len());
        let points: Vec<_> = parts.crews.iter().map(|crew| crew.at).collect();
        for (index, crew) in parts.crews.iter_mut().enumerate() {
            crew.base = PlaceId::new(sites + points.iter().position(|&at| at == crew.at).unwrap_or(index));
            crew.levels.resize(skills, 0);
            crew.people.iter_mut().for_each(|member| member.levels.resize(skills, 0));
        }
        let places: Vec<_> =
            parts.sites.iter().map(|site| site.at).chain(parts.crews.iter().map(|crew| crew.at)).collect();
        let travel = |speed: Speed| {
            let legs = places.iter().flat_map(|&from| places.iter().map(move |&to| leg(from, to, speed)));
            TravelMatrix::new(places.len(), legs.collect())
        };
        parts.travel = travel(Speed::ONE);
        let speeds: BTreeSet<Speed> = parts.crews.iter().map(|crew| crew.speed).collect();
        let others = speeds.into_iter().filter(|&speed| speed != Speed::ONE);
        parts.other_travel = others.map(|speed| (speed, travel(speed))).collect();
        Instance::new(parts)
    }
}

impl SkillNeed {
    /// One person of at least a level.
    pub fn one(skill: impl Into<SkillId>, level: u8) -> Self {
        Self { skill: skill.into(), level, people: 1 }
    }
}

fn leg(from: (f64, f64), to: (f64, f64), speed: Speed) -> Leg {
    let metres = ((from.0 - to.0).hypot(from.1 - to.1) * 1_000.0).round() as Metres;
    Leg { metres, minutes: speed.minutes(metres, Decimal::whole(60)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kilometre_takes_a_minute() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (3.0, 4.0));
        sketch.job("roof", 60);
        assert_eq!(sketch.instance().one_way(CrewId::new(0), JobId::new(0)), Leg { metres: 5_000, minutes: 5 });
    }
}
