//! The whole problem, validated, immutable and index-based.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};

use super::{
    Crew, CrewId, DayId, DayOff, Job, JobId, Lag, Leg, Origin, Pin, PlaceId, Plan, Settings, Shift, ShiftId, Site,
    SiteId, SkillId, SkillNeed, Speed, ToolId, TravelMatrix,
};
use crate::units::{Decimal, Minutes};

/// A planning problem: crews, sites, jobs, prices, travel times, and today's schedule over a horizon of dates. It is
/// validated and immutable.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The name of the instance: that of its folder.
    pub name: String,
    /// Horizon, clock, prices and weights.
    pub settings: Settings,
    /// The crews.
    pub crews: Vec<Crew>,
    /// The sites.
    pub sites: Vec<Site>,
    /// The jobs.
    pub jobs: Vec<Job>,
    /// Names of the skills.
    pub skills: Vec<String>,
    /// The tools.
    pub tools: Vec<Tool>,
    /// Distances, and times at the usual speed: sites first, then bases; copies of the instance share them.
    pub travel: Arc<TravelMatrix>,
    /// Today's schedule; none where there is no such file.
    pub current: Option<Plan>,
    /// Visits that the planner fixed, in file order.
    pub pins: Vec<Pin>,
    /// The dates of the horizon.
    pub dates: Vec<NaiveDate>,
    /// Every crew on every date that it works, by date and crew; then the shifts of days off that a pin needs.
    pub shifts: Vec<Shift>,
    /// Where all this was read.
    pub origin: Origin,
    /// The ISO weeks (year, week) of the horizon, ascending.
    pub weeks: Vec<(i32, u32)>,
    /// The same at the other speeds that crews have.
    other_travel: Vec<(Speed, Arc<TravelMatrix>)>,
    /// The speeds of crews, the fastest first.
    speeds: Vec<Speed>,
    days_off: Vec<Option<DayOff>>,
    shift_of: Vec<Option<ShiftId>>,
    days_asked: Vec<u32>,
    /// By job and crew, one bit each.
    may_do: Vec<u64>,
    /// By job: its list of skills among the different ones.
    skill_lists: Vec<usize>,
    /// By list of skills and crew, whoever is present: whether it lacks any.
    lacking: Vec<Vec<bool>>,
    /// By crew: whether any of its people is ever absent.
    ever_absent: Vec<bool>,
    /// By crew.
    scores: Vec<BTreeMap<Target, Decimal>>,
    /// The same by what they are about.
    scores_by_target: BTreeMap<Target, Vec<(CrewId, Decimal)>>,
    worked_before: Vec<u32>,
    current_rows: Vec<Vec<(CrewId, NaiveDate)>>,
    jobs_at: Vec<Vec<JobId>>,
    /// The jobs that are linked, group by group, and the group of each job.
    linked: Vec<Vec<JobId>>,
    group_of: Vec<Option<usize>>,
    score_ranges: Vec<Option<(Decimal, Decimal)>>,
    fair_share: (i64, i64),
    first_week: Vec<Option<(i32, u32)>>,
}

/// A tool that crews share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tool {
    /// The id in the planner's files.
    pub id: String,
    /// How many the pool has.
    pub quantity: u32,
}

/// What a preference is about, the most specific first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// One job.
    Job(JobId),
    /// All jobs of a site.
    Site(SiteId),
    /// All sites of a region.
    Region(String),
}

impl Target {
    fn region(&self) -> Option<&str> {
        if let Self::Region(region) = self { Some(region) } else { None }
    }
}

/// How much a crew likes a target, -10 to 10.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// The crew.
    pub crew: CrewId,
    /// What it is about.
    pub target: Target,
    /// The score.
    pub score: Decimal,
}

/// What an instance is made of; readers fill it in.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The name of the instance.
    pub name: String,
    /// Horizon, clock, prices and weights.
    pub settings: Settings,
    /// The crews.
    pub crews: Vec<Crew>,
    /// The sites.
    pub sites: Vec<Site>,
    /// The jobs.
    pub jobs: Vec<Job>,
    /// Names of the skills.
    pub skills: Vec<String>,
    /// The tools, those that crews own but no pool has included (quantity 0).
    pub tools: Vec<Tool>,
    /// Legs between all places at the usual speed: of the sites and of the bases, which crews may share.
    pub travel: TravelMatrix,
    /// The same at every other speed that a crew has.
    pub other_travel: Vec<(Speed, TravelMatrix)>,
    /// Preferences, at most one per crew and target.
    pub preferences: Vec<Preference>,
    /// Today's schedule.
    pub current: Option<Plan>,
    /// Visits that the planner fixed, in file order.
    pub pins: Vec<Pin>,
    /// Where all this was read.
    pub origin: Origin,
}

impl Parts {
    /// Those of an instance in the plane without crews and work.
    pub fn plain(name: impl Into<String>, settings: Settings, travel: TravelMatrix) -> Self {
        Self {
            name: name.into(),
            settings,
            crews: Vec::new(),
            sites: Vec::new(),
            jobs: Vec::new(),
            skills: Vec::new(),
            tools: Vec::new(),
            travel,
            other_travel: Vec::new(),
            preferences: Vec::new(),
            current: None,
            pins: Vec::new(),
            origin: Origin { planar: true, ..Origin::default() },
        }
    }
}

impl Instance {
    /// An instance of valid parts.
    ///
    /// # Panics
    ///
    /// Where an index is out of range; readers check them first.
    pub fn new(parts: Parts) -> Self {
        let Parts { name, settings, crews, sites, jobs, skills, tools, travel, other_travel, .. } = parts;
        let Parts { preferences, current, pins, origin, .. } = parts;
        let places = sites.iter().map(|site| site.place).chain(crews.iter().map(|crew| crew.base));
        assert!(places.into_iter().all(|place| place.index() < travel.places()), "every place is in the travel matrix");
        let mut speeds: Vec<_> = crews.iter().map(|crew| crew.speed).collect();
        speeds.sort_unstable_by(|a, b| b.cmp(a));
        speeds.dedup();
        let is_known = |speed: &Speed| *speed == Speed::ONE || other_travel.iter().any(|(known, _)| known == speed);
        assert!(speeds.iter().all(is_known), "there is a travel matrix for every speed");
        let dates: Vec<_> =
            (0..settings.days as u64).filter_map(|i| settings.start.checked_add_days(Days::new(i))).collect();
        let mut weeks: Vec<_> = dates.iter().map(iso_week).collect();
        weeks.dedup();
        let days_off = dates.iter().map(|&date| settings.day_off(date)).collect();
        let days_asked = jobs
            .iter()
            .map(|job| job.visits.min(dates.iter().filter(|&&date| job.allows(date)).count() as u32))
            .collect();
        let mut scores = vec![BTreeMap::new(); crews.len()];
        for Preference { crew, target, score } in preferences {
            scores[crew.index()].insert(target, score);
        }
        let mut instance = Self {
            name,
            settings,
            crews,
            sites,
            jobs,
            skills,
            tools,
            travel: Arc::new(travel),
            other_travel: other_travel.into_iter().map(|(speed, travel)| (speed, Arc::new(travel))).collect(),
            speeds,
            current,
            pins,
            dates,
            shifts: Vec::new(),
            origin,
            weeks,
            days_off,
            shift_of: Vec::new(),
            days_asked,
            may_do: Vec::new(),
            skill_lists: Vec::new(),
            lacking: Vec::new(),
            ever_absent: Vec::new(),
            scores,
            scores_by_target: BTreeMap::new(),
            worked_before: Vec::new(),
            current_rows: Vec::new(),
            jobs_at: Vec::new(),
            linked: Vec::new(),
            group_of: Vec::new(),
            score_ranges: Vec::new(),
            fair_share: (1, 1),
            first_week: Vec::new(),
        };
        instance.tabulate();
        instance
    }

    /// The same instance with these pins, and with the shifts on days off that they need.
    pub fn with_pins(mut self, pins: Vec<Pin>) -> Self {
        self.pins = pins;
        self.add_shifts_of_days_off();
        self
    }

    /// The parts that the instance is made of, to be changed and put together again.
    pub fn into_parts(self) -> Parts {
        let of_crew = |(crew, scores): (CrewId, BTreeMap<Target, Decimal>)| {
            scores.into_iter().map(move |(target, score)| Preference { crew, target, score })
        };
        Parts {
            name: self.name,
            settings: self.settings,
            crews: self.crews,
            sites: self.sites,
            jobs: self.jobs,
            skills: self.skills,
            tools: self.tools,
            travel: Arc::unwrap_or_clone(self.travel),
            other_travel: self
                .other_travel
                .into_iter()
                .map(|(speed, travel)| (speed, Arc::unwrap_or_clone(travel)))
                .collect(),
            preferences: CrewId::range(self.scores.len()).zip(self.scores).flat_map(of_crew).collect(),
            current: self.current,
            pins: self.pins,
            origin: self.origin,
        }
    }

    fn tabulate(&mut self) {
        self.shift_of = vec![None; self.dates.len() * self.crews.len()];
        for (day, &date) in DayId::enumerate(&self.dates) {
            for (index, crew) in CrewId::enumerate(&self.crews) {
                if let Some((start, end)) = crew.hours(date, self.days_off[day.index()].is_some()) {
                    self.shift_of[day.index() * self.crews.len() + index.index()] =
                        Some(ShiftId::new(self.shifts.len()));
                    let people = crew.people(Some(date));
                    self.shifts.push(Shift {
                        crew: index,
                        day,
                        date,
                        start,
                        end,
                        overtime: crew.overtime,
                        people,
                        off: false,
                    });
                }
            }
        }
        let mut working = 0;
        self.worked_before = vec![0];
        for day in self.day_ids() {
            working += u32::from(self.crew_ids().any(|crew| self.shift(crew, day).is_some()));
            self.worked_before.push(working);
        }
        self.tabulate_skills();
        for (crew, scores) in CrewId::enumerate(&self.scores) {
            for (target, &score) in scores {
                self.scores_by_target.entry(target.clone()).or_default().push((crew, score));
            }
        }
        let mut may_do = vec![0; (self.jobs.len() * self.crews.len()).div_ceil(64)];
        let pairs = self.job_ids().flat_map(|job| self.crew_ids().map(move |crew| (job, crew)));
        for (pair, (job, crew)) in pairs.enumerate() {
            let barred = self.lacks_skill(crew, job, None)
                || self.is_too_small(crew, job, None)
                || self.is_not_chosen(crew, job)
                || self.is_too_far(crew, job);
            may_do[pair / 64] |= u64::from(!barred) << (pair % 64);
        }
        self.may_do = may_do;
        self.jobs_at = vec![Vec::new(); self.sites.len()];
        for (job, work) in JobId::enumerate(&self.jobs) {
            self.jobs_at[work.site].push(job);
        }
        self.tabulate_links();
        self.score_ranges = self.job_ids().map(|job| self.find_score_range(job)).collect();
        self.fair_share = self.find_fair_share();
        let has_hours = |crew, week: &(i32, u32)| self.available_minutes(crew, Some(*week)) > 0;
        self.first_week =
            self.crew_ids().map(|crew| self.weeks.iter().copied().find(|week| has_hours(crew, week))).collect();
        self.tabulate_current();
    }

    fn tabulate_skills(&mut self) {
        self.ever_absent =
            self.crews.iter().map(|crew| crew.people.iter().any(|member| !member.absent.is_empty())).collect();
        let mut known: HashMap<&[SkillNeed], usize> = HashMap::new();
        let (mut lists, mut lacking) = (Vec::with_capacity(self.jobs.len()), Vec::new());
        for job in &self.jobs {
            let list = *known.entry(&job.skills).or_insert(lacking.len());
            if list == lacking.len() {
                lacking.push(self.crews.iter().map(|crew| crew.lacks_any(&job.skills, None)).collect());
            }
            lists.push(list);
        }
        (self.skill_lists, self.lacking) = (lists, lacking);
    }

    /// A link to a job without any visit left to do holds no more.
    fn tabulate_links(&mut self) {
        for job in self.job_ids() {
            let is_over = |lag: &Lag| self.jobs[job].visits == 0 || self.jobs[lag.job].visits == 0;
            if self.jobs[job].with.as_ref().is_some_and(is_over) {
                self.jobs[job].with = None;
            }
        }
        let mut beside = vec![Vec::new(); self.jobs.len()];
        for (job, lag) in JobId::enumerate(&self.jobs).filter_map(|(job, work)| Some((job, work.with?))) {
            beside[job].push(lag.job);
            beside[lag.job].push(job);
        }
        self.linked.clear();
        self.group_of = vec![None; self.jobs.len()];
        for first in self.job_ids().filter(|&job| !beside[job].is_empty()) {
            let (mut group, mut open) = (Vec::new(), vec![first]);
            while let Some(job) = open.pop() {
                if self.group_of[job].is_none() {
                    self.group_of[job] = Some(self.linked.len());
                    group.push(job);
                    open.extend(&beside[job]);
                }
            }
            group.sort_unstable();
            self.linked.extend((!group.is_empty()).then_some(group));
        }
    }

    /// The same instance with another current schedule and other pins.
    pub fn with_current(mut self, current: Option<Plan>, pins: Vec<Pin>) -> Self {
        let worked = self.shifts.iter().take_while(|shift| !shift.off).count();
        for shift in self.shifts.drain(worked..) {
            self.shift_of[shift.day.index() * self.crews.len() + shift.crew.index()] = None;
        }
        self.current = current;
        self.pins = pins;
        self.tabulate_current();
        self
    }

    fn tabulate_current(&mut self) {
        self.current_rows = vec![Vec::new(); self.jobs.len()];
        for (job, crew, date) in self.current.iter().flat_map(Plan::visits) {
            self.current_rows[job].push((crew, date));
        }
        self.add_shifts_of_days_off();
    }

    /// A pin may ask for a crew on a day off; where the pin leaves no other choice, that day gets a shift of its own.
    fn add_shifts_of_days_off(&mut self) {
        let fixed: Vec<_> = self.pins.iter().filter(|pin| !pin.dropped).map(|pin| (pin.crew, pin.date)).collect();
        for (crew, date) in fixed {
            let day = date.and_then(|date| self.day(date));
            let crews = self.crew_ids().filter(|&own| crew.is_none_or(|crew| own == crew));
            let days = self.day_ids().filter(|&own| day.is_none_or(|day| own == day));
            let pairs = || crews.clone().flat_map(|crew| days.clone().map(move |day| (crew, day)));
            if pairs().any(|(crew, day)| self.shift(crew, day).is_some()) {
                continue;
            }
            if let Some((index, day)) = pairs().next() {
                let crew = &self.crews[index];
                let (date, people) = (self.dates[day], crew.people(Some(self.dates[day])));
                let shift =
                    Shift { crew: index, day, date, start: crew.start, end: crew.end, overtime: 0, people, off: true };
                self.shift_of[day.index() * self.crews.len() + index.index()] = Some(ShiftId::new(self.shifts.len()));
                self.shifts.push(shift);
            }
        }
    }

    /// All crews.
    #[inline]
    pub fn crew_ids(&self) -> impl ExactSizeIterator<Item = CrewId> + DoubleEndedIterator + Clone + use<> {
        CrewId::range(self.crews.len())
    }

    /// All sites.
    #[inline]
    pub fn site_ids(&self) -> impl ExactSizeIterator<Item = SiteId> + DoubleEndedIterator + Clone + use<> {
        SiteId::range(self.sites.len())
    }

    /// All jobs.
    #[inline]
    pub fn job_ids(&self) -> impl ExactSizeIterator<Item = JobId> + DoubleEndedIterator + Clone + use<> {
        JobId::range(self.jobs.len())
    }

    /// All days of the horizon.
    #[inline]
    pub fn day_ids(&self) -> impl ExactSizeIterator<Item = DayId> + DoubleEndedIterator + Clone + use<> {
        DayId::range(self.dates.len())
    }

    /// All shifts.
    #[inline]
    pub fn shift_ids(&self) -> impl ExactSizeIterator<Item = ShiftId> + DoubleEndedIterator + Clone + use<> {
        ShiftId::range(self.shifts.len())
    }

    /// All skills.
    #[inline]
    pub fn skill_ids(&self) -> impl ExactSizeIterator<Item = SkillId> + DoubleEndedIterator + Clone + use<> {
        SkillId::range(self.skills.len())
    }

    /// All tools.
    #[inline]
    pub fn tool_ids(&self) -> impl ExactSizeIterator<Item = ToolId> + DoubleEndedIterator + Clone + use<> {
        ToolId::range(self.tools.len())
    }

    /// The shift of a crew on a day of the horizon; `None` when it does not work then.
    pub fn shift(&self, crew: CrewId, day: DayId) -> Option<ShiftId> {
        self.shift_of[day.index() * self.crews.len() + crew.index()]
    }

    /// The shifts on days off of their crews, which only pins ask for.
    pub fn shifts_of_days_off(&self) -> impl Iterator<Item = ShiftId> + '_ {
        ShiftId::range(self.shifts.len()).rev().take_while(|&shift| self.shifts[shift].off)
    }

    /// The shifts of a crew, by day.
    pub fn shifts_of(&self, crew: CrewId) -> impl Iterator<Item = ShiftId> + Clone + '_ {
        self.day_ids().filter_map(move |day| self.shift(crew, day))
    }

    /// Index of a date within the horizon.
    pub fn day(&self, date: NaiveDate) -> Option<DayId> {
        usize::try_from(date.signed_duration_since(self.settings.start).num_days())
            .ok()
            .filter(|&day| day < self.dates.len())
            .map(DayId::new)
    }

    /// Why the whole firm is off on a day; none where it is not.
    pub fn day_off(&self, day: DayId) -> Option<DayOff> {
        self.days_off[day.index()]
    }

    /// Start and end of a crew's shift on a date of the horizon, wall clock; `None` when it does not work then.
    pub fn hours(&self, crew: CrewId, date: NaiveDate) -> Option<(Minutes, Minutes)> {
        let day = self.day(date)?;
        self.crews[crew].hours(date, self.days_off[day.index()].is_some())
    }

    /// Start, end and overtime limit of a route, minutes; on a day off the usual hours without overtime.
    pub fn shift_hours(&self, crew: CrewId, date: NaiveDate) -> (Minutes, Minutes, Minutes) {
        let own = &self.crews[crew];
        self.hours(crew, date).map_or((own.start, own.end, 0), |(start, end)| (start, end, own.overtime))
    }

    /// Working minutes of a crew within the horizon, or in one ISO week of it; the break is left out.
    pub fn available_minutes(&self, crew: CrewId, week: Option<(i32, u32)>) -> Minutes {
        let dates = self.dates.iter().filter(|date| week.is_none_or(|week| iso_week(date) == week));
        dates
            .filter_map(|&date| self.hours(crew, date))
            .map(|(start, end)| self.settings.clock.between(start, end))
            .sum()
    }

    /// Days on which the horizon asks for a visit of the job; each takes `crews` visits.
    pub fn days_asked(&self, job: JobId) -> u32 {
        self.days_asked[job]
    }

    /// Visits that the horizon asks of the job.
    pub fn visits_asked(&self, job: JobId) -> u32 {
        self.days_asked[job] * self.jobs[job].crews
    }

    /// Whether the job can be finished within the horizon, so that its successors may be planned.
    pub fn can_finish(&self, job: JobId) -> bool {
        self.days_asked[job] == self.jobs[job].visits
    }

    /// Whether skills, crew size, crew choice and travel limit allow the crew the job, everybody present.
    pub fn may_do(&self, crew: CrewId, job: JobId) -> bool {
        let pair = job.index() * self.crews.len() + crew.index();
        self.may_do[pair / 64] >> (pair % 64) & 1 != 0
    }

    /// Whether too few people of a crew have a skill that a job asks for, on a date or with everybody present.
    pub fn lacks_skill(&self, crew: CrewId, job: JobId, date: Option<NaiveDate>) -> bool {
        match date {
            Some(_) if self.is_ever_absent(crew) => self.crews[crew].lacks_any(&self.jobs[job].skills, date),
            _ => self.lacking[self.skill_lists[job]][crew],
        }
    }

    /// Whether any of the people of a crew is ever absent.
    #[inline]
    pub fn is_ever_absent(&self, crew: CrewId) -> bool {
        self.ever_absent[crew]
    }

    /// Whether a crew has fewer people than a job asks for, on a date or with everybody present.
    pub fn is_too_small(&self, crew: CrewId, job: JobId, date: Option<NaiveDate>) -> bool {
        self.crews[crew].people(date) < self.jobs[job].min_members
    }

    /// Whether a job names other crews, or excludes this one.
    pub fn is_not_chosen(&self, crew: CrewId, job: JobId) -> bool {
        let work = &self.jobs[job];
        (!work.only_crews.is_empty() && !work.only_crews.contains(&crew)) || work.not_crews.contains(&crew)
    }

    /// Whether a job is farther from a crew's base than the crew drives.
    pub fn is_too_far(&self, crew: CrewId, job: JobId) -> bool {
        self.crews[crew].max_travel.is_some_and(|most| self.one_way(crew, job).minutes > most)
    }

    /// The leg from a crew's base to the site of a job.
    pub fn one_way(&self, crew: CrewId, job: JobId) -> Leg {
        self.travel_of(crew).leg(self.crews[crew].base, self.place(job))
    }

    /// The legs that a crew drives.
    #[inline]
    pub fn travel_of(&self, crew: CrewId) -> &TravelMatrix {
        self.travel_at(self.crews[crew].speed)
    }

    /// The legs at a speed that a crew has.
    #[inline]
    pub fn travel_at(&self, speed: Speed) -> &TravelMatrix {
        let mut others = self.other_travel.iter().filter(|(other, _)| *other == speed);
        others.next().map_or(&self.travel, |(_, travel)| travel)
    }

    /// The speeds that crews have, the fastest first.
    pub fn speeds(&self) -> &[Speed] {
        &self.speeds
    }

    /// All crews, the nearest to a job first.
    pub fn crews_by_distance(&self, job: JobId) -> Vec<CrewId> {
        let mut crews: Vec<CrewId> = self.crew_ids().collect();
        crews.sort_by_cached_key(|&crew| (self.one_way(crew, job).minutes, crew));
        crews
    }

    /// Where a job is.
    pub fn place(&self, job: JobId) -> PlaceId {
        self.sites[self.jobs[job].site].place
    }

    /// Whether any crew likes anything more or less than another does.
    pub fn has_preferences(&self) -> bool {
        self.scores.iter().any(|scores| !scores.is_empty())
    }

    /// How much a crew likes a job; the most specific preference counts, 0 where there is none.
    pub fn score(&self, crew: CrewId, job: JobId) -> Decimal {
        let (own, site) = (&self.scores[crew.index()], self.jobs[job].site);
        let region = &self.sites[site].region;
        let of_region = || own.iter().find(|(target, _)| target.region().is_some_and(|own| own == region));
        let job = own.get(&Target::Job(job)).or_else(|| own.get(&Target::Site(site)));
        job.or_else(|| of_region().map(|(_, score)| score)).copied().unwrap_or_default()
    }

    /// How much each crew likes a job: [`Self::score`] of all crews.
    pub fn scores_of(&self, job: JobId) -> Vec<Decimal> {
        let (mut scores, site) = (vec![Decimal::default(); self.crews.len()], self.jobs[job].site);
        // The most specific comes last.
        for target in [Target::Region(self.sites[site].region.clone()), Target::Site(site), Target::Job(job)] {
            for &(crew, score) in self.scores_by_target.get(&target).into_iter().flatten() {
                scores[crew] = score;
            }
        }
        scores
    }

    /// Lowest and highest score among the crews that may do a job; `None` where nobody may.
    pub fn score_range(&self, job: JobId) -> Option<(Decimal, Decimal)> {
        self.score_ranges[job]
    }

    /// Crew and date of every row of a job in the current schedule.
    pub fn current_rows(&self, job: JobId) -> &[(CrewId, NaiveDate)] {
        &self.current_rows[job]
    }

    /// The jobs of a site.
    pub fn jobs_at(&self, site: SiteId) -> &[JobId] {
        &self.jobs_at[site]
    }

    /// The jobs that a job is linked with by their column `with`, directly or through others, itself included, ascending;
    /// none where it is linked with no other.
    pub fn linked(&self, job: JobId) -> &[JobId] {
        self.group_of[job].map_or(&[], |group| &self.linked[group])
    }

    fn find_score_range(&self, job: JobId) -> Option<(Decimal, Decimal)> {
        let scores = self.scores_of(job);
        let scores = self.crew_ids().filter(|&crew| self.may_do(crew, job)).map(|crew| scores[crew]);
        scores.fold(None, |range, score| {
            Some(range.map_or((score, score), |(low, high): (Decimal, Decimal)| (low.min(score), high.max(score))))
        })
    }

    /// Days between two dates of the horizon, counted in dates on which any crew works: 1 = consecutive working days.
    pub fn gap(&self, first: DayId, second: DayId) -> u32 {
        self.worked_before[second.index() + 1] - self.worked_before[first.index() + 1]
    }

    /// The same between any two dates; none outside the horizon counts.
    pub fn gap_between(&self, first: NaiveDate, second: NaiveDate) -> u32 {
        let days_until = |date: NaiveDate| {
            let days = date.signed_duration_since(self.settings.start).num_days() + 1;
            days.clamp(0, self.dates.len() as i64) as usize
        };
        self.worked_before[days_until(second)] - self.worked_before[days_until(first)]
    }

    /// The first date after the horizon, on which unassigned visits are assumed to be done.
    pub fn day_after(&self) -> NaiveDate {
        self.settings.start + Days::new(self.dates.len() as u64)
    }

    /// Service minutes of all visits asked.
    pub fn service_asked(&self) -> i64 {
        self.job_ids().map(|job| i64::from(self.visits_asked(job)) * i64::from(self.jobs[job].duration)).sum()
    }

    /// The fair share of everybody's working minutes as (service minutes asked, minutes available); at most 1.
    pub fn fair_share(&self) -> (i64, i64) {
        self.fair_share
    }

    /// Minutes that a crew carried beyond its fair share before the horizon, in the first ISO week in which it has hours; 0
    /// in any other.
    pub fn carried(&self, crew: CrewId, week: (i32, u32)) -> i64 {
        if self.first_week[crew.index()] == Some(week) { self.crews[crew].carried } else { 0 }
    }

    fn find_fair_share(&self) -> (i64, i64) {
        let available = self.crew_ids().map(|crew| i64::from(self.available_minutes(crew, None))).sum();
        let asked = self.service_asked();
        if available == 0 || asked > available { (1, 1) } else { (asked, available) }
    }

    /// Index of the ISO week of a day.
    pub fn week(&self, day: DayId) -> usize {
        self.weeks
            .binary_search(&iso_week(&self.dates[day]))
            .expect("every date of the horizon lies in one of its weeks")
    }
}

/// ISO year and week of a date.
pub fn iso_week(date: &NaiveDate) -> (i32, u32) {
    (date.iso_week().year(), date.iso_week().week())
}
