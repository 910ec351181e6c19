//! Crews: the people who travel together, and when they work.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{CrewId, DayId, Level, PlaceId, SkillId, SkillNeed, Speed, ToolId};
use crate::units::{Decimal, Minutes};

/// People who travel together, with their base, skills, tools, hours and prices.
#[derive(Clone, Debug)]
pub struct Crew {
    /// The id in the planner's files.
    pub id: String,
    /// A name for people; may be empty.
    pub name: String,
    /// Who leads the crew; may be empty.
    pub chief: String,
    /// People in the crew where no members are named.
    pub members: u32,
    /// Named members; where there are any, they replace `members` and `levels`.
    pub people: Vec<Member>,
    /// Best level by skill, 0 = not held; where no members are named.
    pub levels: Vec<Level>,
    /// The base, as an index into the travel matrix.
    pub base: PlaceId,
    /// Latitude and longitude, or x and y in kilometres.
    pub at: (f64, f64),
    /// Tools that the crew owns, ascending.
    pub equipment: Vec<ToolId>,
    /// Start of a usual shift, wall clock.
    pub start: Minutes,
    /// End of a usual shift, wall clock.
    pub end: Minutes,
    /// Weekdays worked, Monday first.
    pub days: [bool; 7],
    /// Days on which the crew is off or works other hours.
    pub exceptions: BTreeMap<NaiveDate, DayException>,
    /// Most minutes past the end of a shift.
    pub overtime: Minutes,
    /// Most minutes of service and travel in an ISO week.
    pub max_week_minutes: Option<Minutes>,
    /// Euros per kilometre; none = the setting.
    pub cost_km: Option<Decimal>,
    /// Euros per crew-hour of travel; `None` = the setting x people present.
    pub cost_hour: Option<Decimal>,
    /// Euros per shift used.
    pub cost_day: Decimal,
    /// Most minutes from leaving the base to being back; none = no limit.
    pub max_tour_minutes: Option<Minutes>,
    /// What the vehicle carries; none = no limit.
    pub capacity: Option<Decimal>,
    /// Most minutes one way from the base to a site.
    pub max_travel: Option<Minutes>,
    /// Most different sites in one shift.
    pub max_sites_per_day: Option<u32>,
    /// Factor on the speed of vehicles.
    pub speed: Speed,
    /// Minutes of service beyond its fair share in the weeks before the horizon; below 0 where it did less.
    pub carried: i64,
}

/// What a calendar row says of one crew and date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayException {
    /// The crew does not work.
    Off,
    /// The crew works from the first to the second wall-clock minute.
    Hours(Minutes, Minutes),
}

/// A named person of a crew.
#[derive(Clone, Debug)]
pub struct Member {
    /// The id in the planner's files.
    pub id: String,
    /// Level by skill, 0 = not held.
    pub levels: Vec<Level>,
    /// Dates on which the person is absent.
    pub absent: Vec<NaiveDate>,
}

/// One crew on one date that it works: the unit of routing.
#[derive(Clone, Debug)]
pub struct Shift {
    /// Index of the crew.
    pub crew: CrewId,
    /// Index of the date within the horizon.
    pub day: DayId,
    /// The date.
    pub date: NaiveDate,
    /// Start, wall clock.
    pub start: Minutes,
    /// End without overtime, wall clock.
    pub end: Minutes,
    /// Most minutes past the end.
    pub overtime: Minutes,
    /// People present.
    pub people: u32,
    /// Whether the crew is off that day and the shift is there for pinned visits only.
    pub off: bool,
}

impl Crew {
    /// A crew of one, 08:00 to 17:00 from Monday to Friday, without skills, tools and limits; its base is place 0 of
    /// the travel matrix.
    pub fn plain(id: impl Into<String>, at: (f64, f64)) -> Self {
        Self {
            id: id.into(),
            name: String::new(),
            chief: String::new(),
            members: 1,
            people: Vec::new(),
            levels: Vec::new(),
            base: PlaceId::new(0),
            at,
            equipment: Vec::new(),
            start: 480,
            end: 1_020,
            days: [true, true, true, true, true, false, false],
            exceptions: BTreeMap::new(),
            overtime: 0,
            max_week_minutes: None,
            cost_km: None,
            cost_hour: None,
            cost_day: Decimal::ZERO,
            max_tour_minutes: None,
            capacity: None,
            max_travel: None,
            max_sites_per_day: None,
            speed: Speed::ONE,
            carried: 0,
        }
    }

    /// Start and end of the crew's shift on a date, wall clock, where the whole firm is `off` or not; `None` when it does
    /// not work. Whether the date lies within the horizon is for the caller to know.
    pub fn hours(&self, date: NaiveDate, off: bool) -> Option<(Minutes, Minutes)> {
        match self.exceptions.get(&date) {
            Some(DayException::Off) => None,
            Some(&DayException::Hours(start, end)) => Some((start, end)),
            None => {
                let usual = !off && self.days[date.weekday().num_days_from_monday() as usize];
                usual.then_some((self.start, self.end))
            }
        }
    }

    /// People present on a date, or in all with `None`.
    pub fn people(&self, date: Option<NaiveDate>) -> u32 {
        if self.people.is_empty() { self.members } else { self.present(date).count() as u32 }
    }

    /// Best level of a skill among the people present on a date, or in all with `None`; 0 = nobody holds it.
    pub fn level(&self, skill: SkillId, date: Option<NaiveDate>) -> Level {
        if self.people.is_empty() {
            self.levels[skill]
        } else {
            self.present(date).map(|member| member.levels[skill]).max().unwrap_or(0)
        }
    }

    /// How many of the people present on a date (or in all with `None`) have a skill at `level` or better.
    pub fn holders(&self, skill: SkillId, level: Level, date: Option<NaiveDate>) -> u32 {
        if self.people.is_empty() {
            if self.levels[skill] >= level { self.members } else { 0 }
        } else {
            self.present(date).filter(|member| member.levels[skill] >= level).count() as u32
        }
    }

    /// Whether too few of the people present on a date (or of all with `None`) have any of some skills.
    pub fn lacks_any(&self, needs: &[SkillNeed], date: Option<NaiveDate>) -> bool {
        needs.iter().any(|need| self.holders(need.skill, need.level, date) < need.people)
    }

    /// Whether the crew owns a tool.
    pub fn owns(&self, tool: ToolId) -> bool {
        self.equipment.binary_search(&tool).is_ok()
    }

    fn present(&self, date: Option<NaiveDate>) -> impl Iterator<Item = &Member> {
        self.people.iter().filter(move |member| date.is_none_or(|date| !member.absent.contains(&date)))
    }
}
