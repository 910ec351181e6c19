//! Random instances in which every column is in use, and random plans, most of them bad.

use brigade::model::{
    Crew, CrewId, DayException, HolidayCalendar, Instance, Job, JobId, Lag, Member, Pin, Plan, PlannedVisit, Route,
    SameCrew, Site, SiteId, Sketch, SkillId, SkillNeed, Speed, Start, Target,
};
use brigade::units::{Decimal, Minutes};
use chrono::{NaiveDate, TimeDelta};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const CREWS: usize = 4;
const SITES: usize = 5;
const JOBS: usize = 12;
const SKILLS: usize = 3;
const TOOLS: usize = 2;

/// A source of chance.
pub struct Chance(Xoshiro256PlusPlus);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A whole number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        (self.0.next_u64() % count as u64) as usize
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn maybe<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.one_in(3).then(|| value(self))
    }

    /// An amount with two decimals.
    fn cents(&mut self, most: i64) -> Decimal {
        Decimal(self.between(0, most * 100) * 10_000)
    }

    fn some_of<I: From<usize>>(&mut self, count: usize) -> Vec<I> {
        (0..count).filter(|_| self.one_in(3)).map(I::from).collect()
    }

    fn weekdays(&mut self) -> [bool; 7] {
        let first = self.below(7);
        let mut days = [(); 7].map(|()| !self.one_in(3));
        days[first] = true;
        days
    }
}

/// A row of today's schedule: (route, visit), and the kind of its pin.
pub type PinnedRow = ((usize, usize), &'static str);

/// A random instance, and which rows of its current schedule are pinned.
pub fn sketch(chance: &mut Chance) -> (Sketch, Vec<PinnedRow>) {
    let mut sketch = Sketch::new();
    settings(&mut sketch, chance);
    close(&mut sketch, chance);
    for skill in 0..SKILLS {
        sketch.skill(&format!("skill{skill}"));
    }
    for tool in 0..TOOLS {
        sketch.tool(&format!("tool{tool}"), chance.below(3) as u32);
    }
    let dates: Vec<_> = (-2..12).map(|day| sketch.date(day)).collect();
    for crew in 0..CREWS {
        let at = place(chance);
        let own = sketch.crew(&format!("crew{crew}"), at);
        equip(own, crew, &dates, chance);
    }
    for site in 0..SITES {
        let at = place(chance);
        let own = sketch.site(&format!("site{site}"), at);
        describe(own, chance);
    }
    for job in 0..JOBS {
        let own = sketch.job(&format!("job{job}"), 15 * (1 + chance.below(20)) as Minutes);
        specify(own, job, &dates, chance);
    }
    link(&mut sketch, chance);
    prefer(&mut sketch, chance);
    let pins = if chance.one_in(6) { Vec::new() } else { today(&mut sketch, chance) };
    (sketch, pins)
}

fn settings(sketch: &mut Sketch, chance: &mut Chance) {
    let settings = &mut sketch.parts.settings;
    settings.start += chrono::TimeDelta::days(chance.between(0, 6));
    (settings.days, settings.speed_kmh) = (3 + chance.below(8), Decimal::whole(60));
    settings.clock = match chance.below(3) {
        0 => brigade::model::Clock::new(0, 0),
        1 => brigade::model::Clock::new(690, 735),
        _ => settings.clock,
    };
    settings.long_trip_from = Decimal(chance.between(20, 80) * 500_000);
    for weight in [
        &mut settings.cost_km,
        &mut settings.cost_hour,
        &mut settings.cost_overtime_hour,
        &mut settings.unassigned_visit,
        &mut settings.unassigned_hour,
        &mut settings.late_day,
        &mut settings.risk_day,
        &mut settings.long_trip_minute,
        &mut settings.overload,
        &mut settings.history,
        &mut settings.change_crew,
        &mut settings.change_day,
        &mut settings.second_crew,
        &mut settings.preference,
        &mut settings.overskill,
        &mut settings.late_minute,
        &mut settings.worst_late_minute,
    ] {
        *weight = if chance.one_in(8) { Decimal::ZERO } else { chance.cents(60) };
    }
}

/// Holidays and closed dates, in a week that has some.
fn close(sketch: &mut Sketch, chance: &mut Chance) {
    let settings = &mut sketch.parts.settings;
    if chance.one_in(3) {
        settings.start += chance.maybe(|_| TimeDelta::days(28)).unwrap_or(TimeDelta::days(-14));
        settings.holidays = HolidayCalendar::ALL[chance.below(5)];
    }
    for spans in [&mut settings.closed, &mut settings.open] {
        if chance.one_in(4) {
            let first = settings.start + TimeDelta::days(chance.between(-2, 6));
            spans.insert(first, first + TimeDelta::days(chance.between(0, 2))).expect("the only span");
        }
    }
}

fn place(chance: &mut Chance) -> (f64, f64) {
    (chance.between(-400, 400) as f64 / 10.0, chance.between(-400, 400) as f64 / 10.0)
}

fn levels(chance: &mut Chance) -> Vec<u8> {
    (0..SKILLS).map(|_| if chance.one_in(3) { 0 } else { 1 + chance.below(9) as u8 }).collect()
}

fn equip(crew: &mut Crew, index: usize, dates: &[NaiveDate], chance: &mut Chance) {
    (crew.members, crew.levels) = (1 + chance.below(3) as u32, levels(chance));
    crew.equipment = chance.some_of(TOOLS);
    (crew.start, crew.end) = (480 - 30 * chance.below(3) as Minutes, 960 + 30 * chance.below(4) as Minutes);
    crew.days = chance.weekdays();
    crew.overtime = 30 * chance.below(4) as Minutes;
    crew.max_week_minutes = chance.maybe(|chance| 30 * chance.between(20, 80) as Minutes);
    crew.cost_km = chance.maybe(|chance| chance.cents(2));
    crew.cost_hour = chance.maybe(|chance| chance.cents(90));
    crew.cost_day = chance.cents(99);
    crew.capacity = chance.maybe(|chance| chance.cents(20));
    crew.max_travel = chance.maybe(|chance| chance.between(20, 90) as Minutes);
    crew.max_sites_per_day = chance.maybe(|chance| 1 + chance.below(3) as u32);
    let speeds = [Decimal(850_000), Decimal(123_457), Decimal::whole(3), Decimal(990_000)];
    crew.speed = chance.maybe(|chance| speeds[chance.below(4)]).map_or(Speed::ONE, Speed::from);
    crew.carried = chance.maybe(|chance| chance.between(-600, 900)).unwrap_or(0);
    for &date in dates.iter().filter(|_| chance.one_in(6)).collect::<Vec<_>>() {
        let hours = DayException::Hours(540, 780 + 60 * chance.below(4) as Minutes);
        crew.exceptions.insert(date, if chance.one_in(2) { DayException::Off } else { hours });
    }
    if chance.one_in(2) {
        let member = |number: usize, chance: &mut Chance| Member {
            id: format!("member{index}.{number}"),
            levels: levels(chance),
            absent: dates.iter().filter(|_| chance.one_in(5)).copied().collect(),
        };
        crew.people = (0..1 + chance.below(3)).map(|number| member(number, chance)).collect();
    }
}

fn describe(site: &mut Site, chance: &mut Chance) {
    site.region = ["", "north", "south"][chance.below(3)].into();
    site.address.street = chance.maybe(|_| "12, rue de l'Église".into()).unwrap_or_default();
    site.address.postcode = chance.maybe(|_| "01000".into()).unwrap_or_default();
    site.address.city = chance.maybe(|_| "Bourg".into()).unwrap_or_default();
    site.one_crew = chance.one_in(3);
    site.usual_crew = chance.maybe(|chance| CrewId::new(chance.below(CREWS)));
}

fn specify(job: &mut Job, index: usize, dates: &[NaiveDate], chance: &mut Chance) {
    job.site = SiteId::new(chance.below(SITES));
    job.visits = 1 + chance.below(3) as u32;
    job.skills = chance.some_of(SKILLS).into_iter().map(|skill| need(skill, chance)).collect();
    job.tools = chance.some_of(TOOLS).into_iter().map(|tool| (tool, 1 + chance.below(2) as u32)).collect();
    job.min_members = 1 + chance.below(2) as u32;
    job.crews = if chance.one_in(3) { 2 } else { 1 };
    job.start_within = chance.maybe(|chance| chance.between(0, 90) as Minutes);
    job.load = chance.cents(9);
    job.earliest = chance.maybe(|chance| dates[chance.below(6)]);
    job.latest = chance.maybe(|chance| dates[6 + chance.below(8)]);
    job.due = chance.maybe(|chance| dates[chance.below(14)]);
    job.days = chance.maybe(Chance::weekdays);
    job.open = chance.maybe(|chance| chance.between(480, 720) as Minutes);
    job.close = chance.maybe(|chance| chance.between(720, 960) as Minutes);
    job.priority = 1 + chance.below(9) as u32;
    job.delay_risk = Decimal(chance.between(0, 100) * 10_000);
    job.same_crew = [SameCrew::No, SameCrew::Prefer, SameCrew::Require][chance.below(3)];
    job.max_gap_days = chance.maybe(|chance| 1 + chance.below(3) as u32);
    job.after = if chance.one_in(2) { Vec::new() } else { chance.some_of(index).into_iter().take(1).collect() };
    job.only_crews = if chance.one_in(4) { chance.some_of(CREWS) } else { Vec::new() };
    job.not_crews = if chance.one_in(4) { chance.some_of(CREWS) } else { Vec::new() };
    job.subcontract = chance.maybe(|chance| chance.cents(900));
    job.late_after = chance.maybe(|chance| chance.between(420, 960) as Minutes);
}

/// Links some jobs to earlier ones; none of them waits for others.
fn link(sketch: &mut Sketch, chance: &mut Chance) {
    for job in 1..JOBS {
        let (other, least) = (chance.below(job), chance.between(0, 40) as Minutes);
        if !chance.one_in(4) {
            continue;
        }
        for linked in [job, other] {
            let work = &mut sketch.parts.jobs[linked];
            (work.visits, work.crews, work.after) = (1, 1, Vec::new());
        }
        let most = least + chance.between(0, 60) as Minutes;
        sketch.parts.jobs[job].with = Some(Lag { job: JobId::new(other), least, most });
    }
}

fn need(skill: SkillId, chance: &mut Chance) -> SkillNeed {
    SkillNeed { skill, level: 1 + chance.below(5) as u8, people: 1 + chance.below(4) as u32 / 3 }
}

fn prefer(sketch: &mut Sketch, chance: &mut Chance) {
    let mut targets: Vec<_> =
        SiteId::range(SITES).map(Target::Site).chain(JobId::range(JOBS).map(Target::Job)).collect();
    targets.extend(["north", "south"].map(|region| Target::Region(region.into())));
    for crew in 0..CREWS {
        for target in targets.iter().filter(|_| chance.one_in(4)).collect::<Vec<_>>() {
            sketch.prefer(crew, target.clone(), chance.between(-10, 10));
        }
    }
}

fn today(sketch: &mut Sketch, chance: &mut Chance) -> Vec<PinnedRow> {
    let mut plan = plan(&sketch.instance(), chance);
    let last = sketch.date(sketch.parts.settings.days as i64 - 1);
    plan.unknown.clear();
    plan.routes.retain(|route| route.date >= sketch.parts.settings.start && route.date <= last);
    let mut pins = Vec::new();
    for (index, route) in plan.routes.iter_mut().enumerate() {
        for (position, visit) in route.visits.iter_mut().enumerate() {
            visit.start = today_start(position, chance);
            if chance.one_in(4) {
                pins.push(((index, position), ["yes", "crew", "date"][chance.below(3)]));
            }
        }
    }
    for &((index, position), kind) in &pins {
        let route = &plan.routes[index];
        let (crew, date) = ((kind != "date").then_some(route.crew), (kind != "crew").then_some(route.date));
        let pin = Pin { job: route.visits[position].job, crew, date, start: None, line: 1, dropped: false };
        sketch.parts.pins.push(pin);
    }
    sketch.parts.current = Some(plan);
    pins
}

/// Only the first row of a day may bear a start: were there one in every row, the starts would order them.
fn today_start(position: usize, chance: &mut Chance) -> Start {
    let start = chance.maybe(|chance| Start::NotBefore(chance.between(420, 900) as Minutes));
    start.filter(|_| position == 0).unwrap_or(Start::Unstated)
}

/// Visits of any job by any crew on any date, some before and after the horizon, some at impossible times.
pub fn plan(instance: &Instance, chance: &mut Chance) -> Plan {
    let mut routes: Vec<Route> = Vec::new();
    for job in instance.job_ids().flat_map(|job| vec![job; instance.visits_asked(job) as usize + 1]) {
        if chance.one_in(3) {
            continue;
        }
        let day = if chance.one_in(9) { chance.between(-9, 20) } else { chance.below(instance.dates.len()) as i64 };
        let (date, crew) =
            (instance.settings.start + chrono::TimeDelta::days(day), CrewId::new(chance.below(instance.crews.len())));
        let start = if chance.one_in(9) { Start::At(chance.between(300, 1_000) as Minutes) } else { Start::Earliest };
        let visit = PlannedVisit { job, start };
        match routes.iter_mut().find(|route| (route.date, route.crew) == (date, crew)) {
            Some(route) => route.visits.push(visit),
            None => routes.push(Route { date, crew, leave: None, visits: vec![visit] }),
        }
    }
    let strangers = (0..chance.below(3)).map(|_| "job nobody is not in the instance".to_string());
    Plan { unknown: strangers.collect(), ..Plan::new(routes) }
}
