//! What several tests share: tiny random instances, generated ones, and random working plans.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use brigade_generate::{GeneratorOptions, Profile, generate};
use brigade_model::model::{
    Clock, CrewId, DayException, Instance, Job, JobId, Lag, Member, SameCrew, Shift, ShiftId, SiteId, Sketch, SkillId,
    SkillNeed, Speed, Target, Timetable, ToolId,
};
use brigade_model::rules::{About, Audit, Finding, Rule, TallyTerms, Violation};
use brigade_model::units::{Decimal, Minutes};
use brigade_solver::eval::{CostEvaluator, VisitId, WorkingPlan};
use brigade_solver::solve;
use brigade_solver::stop::StoppingCriterion;
use chrono::{NaiveDate, TimeDelta};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Chance.
pub type Rng = Xoshiro256PlusPlus;

/// Chance of a seed.
pub fn chance(seed: u64) -> Rng {
    Rng::seed_from_u64(seed)
}

/// A generated instance.
pub fn generated(crews: usize, sites: usize, seed: u64, profile: Profile) -> Instance {
    generate(&GeneratorOptions { crews, sites, seed, profile }).expect("options within range").instance
}

/// Crews ada, 10 minutes from the farm, and bob, 20 minutes; one hour of work on its roof.
pub fn farm() -> Sketch {
    let mut sketch = Sketch::new();
    sketch.crew("ada", (0.0, 0.0));
    sketch.crew("bob", (30.0, 0.0));
    sketch.site("farm", (10.0, 0.0));
    sketch.job("roof", 60);
    sketch
}

/// A run of some iterations on one thread without reports.
pub fn solved(instance: &Instance, options: &solve::SolveOptions<'_>, iterations: u64) -> solve::Outcome {
    let stop = StoppingCriterion::new(std::time::Instant::now(), None, Some(iterations));
    solve::solve(instance, options, &stop, &|_| {})
}

/// What `work` makes of each item, in their order, on all cores. Plain threads: what waits for others inside `work` must not
/// begin another item meanwhile.
pub fn in_parallel<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let one_by_one = || {
        let taken = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&i| i < items.len()));
        taken.map(|index| (index, work(&items[index]))).collect::<Vec<_>>()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut done: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(one_by_one)).collect();
        running.into_iter().flat_map(|thread| thread.join().expect("no item panics")).collect()
    });
    done.sort_by_key(|&(index, _)| index);
    done.into_iter().map(|(_, made)| made).collect()
}

/// Most visits that a tiny instance asks for.
pub const MOST_VISITS: u32 = 6;

/// An instance small enough to try out all plans: every feature is on or off by chance, with values that bind.
pub fn tiny(seed: u64) -> Instance {
    let mut draw = Draw { rng: chance(seed), sketch: Sketch::new(), dates: Vec::new(), easy: seed.is_multiple_of(2) };
    draw.settings();
    draw.tools_and_skills();
    draw.crews();
    draw.sites();
    draw.jobs();
    draw.preferences();
    draw.current();
    draw.pins();
    draw.tours();
    draw.links();
    draw.rng = chance(seed + 4_000_000);
    draw.other_firms();
    draw.promises();
    draw.one_crew();
    draw.one_site();
    draw.rng = chance(seed + 8_000_000);
    if draw.often(0.35) {
        draw.fleet();
    }
    draw.sketch.instance()
}

struct Draw {
    rng: Rng,
    sketch: Sketch,
    dates: Vec<NaiveDate>,
    /// Whether most crews can do most jobs, so that costs decide rather than hard rules.
    easy: bool,
}

impl Draw {
    fn often(&mut self, share: f64) -> bool {
        self.rng.random_bool(share)
    }

    fn up_to(&mut self, from: i32, most: i32) -> i32 {
        self.rng.random_range(from..=most)
    }

    fn whole(&mut self, from: i64, most: i64) -> Decimal {
        Decimal::whole(self.rng.random_range(from..=most))
    }

    fn place(&mut self) -> (f64, f64) {
        (f64::from(self.up_to(-20, 20)), f64::from(self.up_to(-20, 20)))
    }

    fn crew(&mut self) -> usize {
        self.rng.random_range(0..self.sketch.parts.crews.len())
    }

    fn date(&mut self) -> NaiveDate {
        self.dates[self.rng.random_range(0..self.dates.len())]
    }

    /// Each of `0..count` by chance, ascending.
    fn some(&mut self, count: usize, share: f64) -> Vec<usize> {
        (0..count).filter(|_| self.rng.random_bool(share)).collect()
    }

    fn settings(&mut self) {
        let two_weeks = self.often(0.3);
        let few = if self.easy { 3 } else { self.rng.random_range(1..=3) };
        let days = if two_weeks { 4 } else { few };
        let overload = self.whole(2, 30);
        let missing = (self.whole(30, 400), self.whole(0, 150));
        let (long, risk, far) = (self.whole(8, 25), self.whole(40, 200), self.whole(2, 15));
        let breaks = self.often(0.7);
        let wishes = (self.whole(20, 200), Decimal(2 * self.whole(3, 30).0), self.whole(40, 150), self.whole(12, 400));
        let stays = (self.whole(20, 200), self.whole(20, 150), self.whole(20, 90));
        let settings = &mut self.sketch.parts.settings;
        if two_weeks {
            settings.start += TimeDelta::days(4);
        }
        settings.days = days;
        settings.clock = if breaks { Clock::new(720, 780) } else { Clock::new(0, 0) };
        (settings.overload, settings.long_trip_from, settings.risk_day) = (overload, long, risk);
        settings.long_trip_minute = far;
        (settings.unassigned_visit, settings.unassigned_hour) = missing;
        (settings.overskill, settings.preference, settings.second_crew, settings.cost_overtime_hour) = wishes;
        (settings.change_crew, settings.change_day, settings.late_day) = stays;
        self.dates = (0..days as i64).map(|day| self.sketch.date(day)).collect();
        self.dates.retain(|&date| !matches!(chrono::Datelike::weekday(&date).num_days_from_monday(), 5 | 6));
    }

    /// Speeds, what was carried before, and a closed day.
    fn fleet(&mut self) {
        for crew in 0..self.sketch.parts.crews.len() {
            let speed = [800_000, 1_500_000, 333_333][self.up_to(0, 2) as usize];
            let carried = i64::from(self.up_to(-900, 900));
            let has = [self.often(0.5), self.often(0.6)];
            let own = &mut self.sketch.parts.crews[crew];
            if has[0] {
                own.speed = Speed::from(Decimal(speed));
            }
            if has[1] {
                own.carried = carried;
            }
        }
        let (history, closed) = ([250_000, 1_000_000, 123_457][self.up_to(0, 2) as usize], self.date());
        let closes = self.often(0.25) && self.dates.len() > 1 && self.sketch.parts.pins.is_empty();
        let settings = &mut self.sketch.parts.settings;
        settings.history = Decimal(history);
        if closes {
            settings.closed.insert(closed, closed).expect("the only span");
        }
    }

    fn tools_and_skills(&mut self) {
        for tool in 0..self.up_to(0, 2) {
            let quantity = *[0, 1, 1, 2, 2, 3].get(self.up_to(0, 5) as usize).expect("a choice");
            self.sketch.tool(&format!("tool{tool}"), quantity);
        }
        for skill in 0..self.up_to(0, 2) {
            self.sketch.skill(&format!("skill{skill}"));
        }
    }

    fn crews(&mut self) {
        let (skills, tools) = (self.sketch.parts.skills.len(), self.sketch.parts.tools.len());
        for index in 0..self.up_to(1, 3) {
            let at = self.place();
            let mut crew = self.sketch.crew(&format!("crew{index}"), at).clone();
            crew.members = self.rng.random_range(1..=3);
            crew.levels = self.levels(skills);
            if self.often(0.3) {
                crew.people = (0..self.up_to(1, 3)).map(|person| self.member(index, person, skills)).collect();
            }
            crew.equipment = self.some(tools, 0.1).into_iter().map(ToolId::new).collect();
            crew.start = 480 + 30 * self.up_to(0, 3);
            crew.end = crew.start + self.up_to(200, 480);
            crew.overtime = *[0, 0, 30, 90].get(self.up_to(0, 3) as usize).expect("a choice");
            crew.days[5] = self.often(0.15);
            crew.max_week_minutes = self.often(0.35).then(|| self.up_to(100, 420));
            crew.cost_km = self.often(0.3).then(|| self.whole(0, 3));
            crew.cost_hour = self.often(0.3).then(|| self.whole(10, 90));
            crew.cost_day = if self.often(0.4) { self.whole(10, 90) } else { Decimal::ZERO };
            crew.capacity = self.often(0.6).then(|| self.whole(2, 4));
            crew.max_travel = self.often(0.3).then(|| self.up_to(12, 35));
            crew.max_sites_per_day = self.often(0.4).then_some(self.up_to(1, 2) as u32);
            if self.often(0.2) {
                let (date, from) = (self.date(), self.up_to(500, 700));
                let off = self.often(0.5);
                let exception =
                    if off { DayException::Off } else { DayException::Hours(from, from + self.up_to(120, 300)) };
                crew.exceptions.insert(date, exception);
            }
            if self.easy {
                crew.levels.iter_mut().for_each(|level| *level = 3 + *level % 2);
                (crew.people, crew.members) = (Vec::new(), crew.members.max(2));
                (crew.start, crew.end) = (480, 480 + self.up_to(240, 420));
                (crew.max_travel, crew.max_week_minutes) = (None, None);
            }
            *self.sketch.parts.crews.last_mut().expect("just added") = crew;
        }
    }

    fn levels(&mut self, skills: usize) -> Vec<u8> {
        (0..skills).map(|_| self.rng.random_range(0..=4)).collect()
    }

    fn member(&mut self, crew: i32, person: i32, skills: usize) -> Member {
        let absent = if self.often(0.3) { vec![self.date()] } else { Vec::new() };
        Member { id: format!("person{crew}-{person}"), levels: self.levels(skills), absent }
    }

    fn sites(&mut self) {
        for index in 0..self.up_to(1, 4) {
            let at = self.place();
            let usual = self.often(0.4).then(|| CrewId::new(self.crew()));
            let region = if self.often(0.5) { "north" } else { "south" };
            let site = self.sketch.site(&format!("site{index}"), at);
            (site.usual_crew, site.region) = (usual, region.into());
        }
    }

    fn jobs(&mut self) {
        let mut left = MOST_VISITS;
        for index in 0..self.up_to(1, 4) as usize {
            if left > 0 {
                left -= self.job(index, left).min(left);
            }
        }
    }

    /// Adds a job of at most `left` visits and says how many it has.
    fn job(&mut self, index: usize, left: u32) -> u32 {
        let (crews, sites) = (self.sketch.parts.crews.len(), self.sketch.parts.sites.len());
        let (skills, tools) = (self.sketch.parts.skills.len(), self.sketch.parts.tools.len());
        let site = SiteId::new(self.rng.random_range(0..sites));
        let duration = self.up_to(20, 160);
        let mut job = self.sketch.job(&format!("job{index}"), duration).clone();
        job.site = site;
        job.crews = if left > 1 && crews > 1 && self.often(0.3) { 2 } else { 1 };
        job.visits = if self.often(0.5) { 1 } else { self.rng.random_range(1..=3) }.min(left / job.crews);
        job.start_within = (job.crews > 1 && self.often(0.7)).then(|| self.up_to(0, 40));
        job.skills = self.some(skills, 0.5).into_iter().map(|skill| self.need(skill)).collect();
        job.tools =
            self.some(tools, 0.5).into_iter().map(|tool| (ToolId::new(tool), 1 + u32::from(tool % 2 == 1))).collect();
        job.min_members = if self.often(0.3) { 2 } else { 1 };
        job.load = if self.often(0.7) { self.whole(1, 3) } else { Decimal::ZERO };
        job.earliest = self.often(0.15).then(|| self.date());
        job.latest = self.often(0.15).then(|| self.date());
        job.days = self.often(0.15).then(|| [(); 7].map(|()| self.often(0.6)));
        job.due = self.often(0.3).then(|| self.date() - TimeDelta::days(self.rng.random_range(0..=4)));
        job.delay_risk = if self.often(0.3) { Decimal(self.rng.random_range(1..=1_000_000)) } else { Decimal::ZERO };
        if self.often(0.4) {
            let open = *[500, 560, 600, 690, 715, 725].get(self.up_to(0, 5) as usize).expect("a choice");
            job.open = self.often(0.8).then_some(open);
            job.close = self.often(0.8).then(|| open + self.up_to(0, 90));
        }
        job.priority = self.rng.random_range(1..=4);
        let will = [SameCrew::No, SameCrew::Prefer, SameCrew::Require, SameCrew::Require];
        job.same_crew = will[self.up_to(0, 3) as usize];
        job.max_gap_days = self.often(0.5).then_some(1);
        job.after = self.some(index, 0.35).into_iter().map(JobId::new).collect();
        job.only_crews = if self.often(0.15) { vec![CrewId::new(self.crew())] } else { Vec::new() };
        job.not_crews = if self.often(0.15) { vec![CrewId::new(self.crew())] } else { Vec::new() };
        if self.easy {
            (job.tools, job.min_members, job.crews) = (Vec::new(), 1, 1);
            job.visits = job.visits.max(2).min(left);
            job.skills.iter_mut().for_each(|need| need.people = 1);
            job.after.retain(|before| before.index() % 2 == 0);
        }
        let visits = job.visits * job.crews;
        *self.sketch.parts.jobs.last_mut().expect("just added") = job;
        visits
    }

    fn need(&mut self, skill: usize) -> SkillNeed {
        SkillNeed {
            skill: SkillId::new(skill),
            level: self.rng.random_range(1..=3),
            people: 1 + u32::from(self.often(0.2)),
        }
    }

    fn preferences(&mut self) {
        if self.often(0.6) {
            return;
        }
        for crew in 0..self.sketch.parts.crews.len() {
            let target = match self.up_to(0, 2) {
                0 => Target::Job(JobId::new(self.rng.random_range(0..self.sketch.parts.jobs.len()))),
                1 => Target::Site(SiteId::new(self.rng.random_range(0..self.sketch.parts.sites.len()))),
                _ => Target::Region("north".into()),
            };
            let score = self.rng.random_range(-10..=10);
            self.sketch.prefer(crew, target, score);
        }
    }

    /// Rows that need not be legal, in any order.
    fn current(&mut self) {
        if self.often(0.5) {
            return;
        }
        let mut rows = Vec::new();
        for job in 0..self.sketch.parts.jobs.len() {
            for _ in 0..self.sketch.parts.jobs[job].visits * self.sketch.parts.jobs[job].crews {
                if self.often(0.7) {
                    let day = self.date().signed_duration_since(self.sketch.date(0)).num_days();
                    rows.push((self.crew(), day, job));
                }
            }
        }
        rows.shuffle(&mut self.rng);
        let mut routes: Vec<(usize, i64, Vec<usize>)> = Vec::new();
        for (crew, day, job) in rows {
            match routes.iter_mut().find(|route| (route.0, route.1) == (crew, day)) {
                Some(route) => route.2.push(job),
                None => routes.push((crew, day, vec![job])),
            }
        }
        let routes: Vec<_> = routes.iter().map(|(crew, day, jobs)| (*crew, *day, &jobs[..])).collect();
        self.sketch.current(&routes);
    }

    /// Prices for which other firms do some jobs.
    fn other_firms(&mut self) {
        if self.often(0.7) {
            return;
        }
        for job in 0..self.sketch.parts.jobs.len() {
            let price = self.whole(0, 400);
            self.sketch.parts.jobs[job].subcontract = self.often(0.5).then_some(price);
        }
    }

    /// Times by which some jobs are promised.
    fn promises(&mut self) {
        if self.often(0.6) {
            return;
        }
        let (each, worst) = (self.whole(1, 9), if self.often(0.5) { self.whole(1, 9) } else { Decimal::ZERO });
        let settings = &mut self.sketch.parts.settings;
        // no bound knows what the latest visit costs
        let worst = if each > Decimal::whole(2) { Decimal::ZERO } else { worst };
        (settings.late_minute, settings.worst_late_minute) = (each, worst);
        for job in 0..self.sketch.parts.jobs.len() {
            let after = self.up_to(470, 540);
            self.sketch.parts.jobs[job].late_after = self.often(0.8).then_some(after);
        }
    }

    /// Sites at which crews may not change.
    fn one_crew(&mut self) {
        if self.often(0.65) {
            return;
        }
        for site in 0..self.sketch.parts.sites.len() {
            self.sketch.parts.sites[site].one_crew = self.often(0.7);
        }
    }

    /// Crews that go to one site a day.
    fn one_site(&mut self) {
        for crew in 0..self.sketch.parts.crews.len() {
            if self.often(0.15) {
                self.sketch.parts.crews[crew].max_sites_per_day = Some(1);
            }
        }
    }

    /// Pins of all kinds, possible or not; those of one job fix different dates, so that none excludes another.
    /// Limits how long some crews are away, where no crews must meet: who must meet can't leave as it likes.
    fn tours(&mut self) {
        if self.sketch.parts.jobs.iter().any(|job| job.start_within.is_some()) {
            return;
        }
        for crew in 0..self.sketch.parts.crews.len() {
            let limit = self.up_to(120, 420);
            self.sketch.parts.crews[crew].max_tour_minutes = self.often(0.3).then_some(limit);
        }
    }

    /// Links jobs of one visit by one crew to earlier ones that they do not wait for.
    fn links(&mut self) {
        let single = |job: &Job| (job.visits, job.crews) == (1, 1);
        for job in 1..self.sketch.parts.jobs.len() {
            let other = self.rng.random_range(0..job);
            let (least, wide) = (self.up_to(-20, 30).max(0), self.up_to(-10, 45).max(0));
            let linked = self.often(0.75) && [job, other].iter().all(|&job| single(&self.sketch.parts.jobs[job]));
            let jobs = &mut self.sketch.parts.jobs;
            jobs[job].with = linked.then_some(Lag { job: JobId::new(other), least, most: least + wide });
            let instance = self.sketch.instance();
            if waits_for_one_of(&instance, JobId::new(job)) {
                self.sketch.parts.jobs[job].with = None;
            }
        }
        if self.sketch.parts.jobs.iter().any(|job| job.with.is_some()) {
            self.sketch.parts.crews.iter_mut().for_each(|crew| crew.max_tour_minutes = None);
        }
    }

    fn pins(&mut self) {
        if self.often(0.6) {
            return;
        }
        let asked = self.sketch.instance();
        for job in 0..self.sketch.parts.jobs.len() {
            if asked.visits_asked(JobId::new(job)) == 0 || !self.often(0.5) {
                continue;
            }
            let (crew, kind) = (self.crew(), self.up_to(0, 3));
            let mut days: Vec<i64> = (0..asked.dates.len() as i64).collect();
            days.shuffle(&mut self.rng);
            match kind {
                0 => self.sketch.pin(job, Some(crew), None),
                1 => self.sketch.pin(job, None, Some(days[0])),
                _ => self.sketch.pin(job, Some(crew), Some(days[0])),
            }
            if kind > 0 && days.len() > 1 && asked.days_asked(JobId::new(job)) > 1 && self.often(0.5) {
                let crew = self.often(0.5).then(|| self.crew());
                self.sketch.pin(job, crew, Some(days[1]));
            }
        }
    }
}

/// Whether a job that is linked with others, or one of them, waits for another one of them.
fn waits_for_one_of(instance: &Instance, job: JobId) -> bool {
    let linked = instance.linked(job);
    let mut before: Vec<JobId> = linked.iter().flat_map(|&job| &instance.jobs[job].after).copied().collect();
    let mut next = 0;
    while let Some(&job) = before.get(next) {
        let further = instance.jobs[job].after.iter().filter(|job| !before.contains(job));
        before.extend(further.copied().collect::<Vec<_>>());
        next += 1;
    }
    before.iter().any(|job| linked.contains(job))
}

/// Gives linked visits windows in step, around a start by chance.
fn set_steps(plan: &mut WorkingPlan<'_>, rng: &mut Rng) {
    let evaluator = plan.evaluator();
    let mut starts = BTreeMap::new();
    for job in evaluator.instance().job_ids().filter(|&job| !evaluator.linked(job).is_empty()) {
        let start = match evaluator.terms(job).with {
            Some(lag) => starts[&lag.job] + rng.random_range(lag.least..=lag.most),
            None => rng.random_range(490..700),
        };
        starts.insert(job, start);
        let (first, last) = evaluator.start_window(Some(start), Some(start));
        for &visit in evaluator.visits_of(job) {
            let own = evaluator.visit(visit).window;
            let first = first.clamp(own.0, own.1);
            plan.set_window(visit, (first, last.clamp(first, own.1)));
        }
    }
}

/// Puts every visit with some chance somewhere it is allowed, whatever else that breaks. Days on which the visits of a job
/// can't stand are left out again.
pub fn random_plan<'a>(evaluator: &'a CostEvaluator<'a>, share: f64, rng: &mut Rng) -> WorkingPlan<'a> {
    let mut routes = vec![Vec::new(); evaluator.shifts()];
    let mut visits: Vec<VisitId> = evaluator.visit_ids().collect();
    visits.shuffle(rng);
    for visit in visits {
        let allowed: Vec<_> = evaluator.shift_ids().filter(|&shift| evaluator.allowed(visit, shift)).collect();
        if !allowed.is_empty() && rng.random_bool(share) {
            let route: &mut Vec<VisitId> = &mut routes[allowed[rng.random_range(0..allowed.len())]];
            let position = rng.random_range(0..=route.len());
            route.insert(position, visit);
        }
    }
    let mut plan = WorkingPlan::new(evaluator);
    set_steps(&mut plan, rng);
    plan.set_routes(ShiftId::enumerate(routes.iter().cloned()).collect());
    let broken = |visit: VisitId| {
        let job = evaluator.visit(visit).job;
        evaluator.linked(job).iter().chain([&job]).any(|&job| plan.totals().is_broken(job))
    };
    let kept: Vec<Vec<_>> =
        routes.iter().map(|route| route.iter().copied().filter(|&visit| !broken(visit)).collect()).collect();
    plan.set_routes(ShiftId::enumerate(kept).collect());
    plan
}

/// Visits of linked jobs that start too early for each other, with the start that they should wait for.
pub fn linked_waits(instance: &Instance, timetable: &Timetable) -> Vec<(usize, usize, Minutes)> {
    let clock = &instance.settings.clock;
    let (mut waits, routes) = (Vec::new(), timetable.tours.iter().enumerate());
    let visits = routes.flat_map(|(route, tour)| (0..tour.stops.len()).map(move |position| (route, position)));
    let visits: Vec<_> = visits.collect();
    let stop = |(route, position): (usize, usize)| &timetable.tours[route].stops[position];
    for &own in &visits {
        let Some(lag) = instance.jobs[stop(own).job].with else { continue };
        let same_day = |other: (usize, usize)| timetable.tours[other.0].date == timetable.tours[own.0].date;
        for &other in visits.iter().filter(|&&other| stop(other).job == lag.job && same_day(other)) {
            let (start, first) = (stop(own).start, stop(other).start);
            for (visit, now, earliest) in [(own, start, first + lag.least), (other, first, start - lag.most)] {
                let earliest = if clock.in_break(earliest) { clock.until } else { earliest };
                if now < earliest {
                    waits.push((visit.0, visit.1, earliest));
                }
            }
        }
    }
    waits
}

/// A rule of the tests that keeps two tallies: nobody is worn out, and no day wears out the firm. Each visit strains by its
/// job's priority modulo 3; the crews with an even number bear 2 in a week each, all crews together 3 on a day.
pub struct Strain;

static STRAIN: About = About {
    code: "strain",
    sentence: "Nobody is worn out.",
    formula: "what the strain of visits comes to above the limits",
    unit: "one per crew and week, one per day",
    ..About::HARD
};

impl Strain {
    /// Most by crew and week, and by day.
    pub const MOST: (i64, i64) = (2, 3);

    fn of(job: &Job) -> i64 {
        i64::from(job.priority % 3)
    }

    /// What the visits of a plan come to above each limit, counted from its timetable.
    pub fn excess(instance: &Instance, timetable: &Timetable) -> Vec<i64> {
        let (mut weeks, mut days) = (BTreeMap::new(), BTreeMap::new());
        for (tour, stop) in timetable.stops() {
            let strain = Self::of(&instance.jobs[stop.job]);
            if tour.crew.index().is_multiple_of(2) {
                *weeks.entry((tour.crew, tour.week)).or_insert(0) += strain;
            }
            *days.entry(tour.date).or_insert(0) += strain;
        }
        let over = weeks.values().map(|sum| sum - Self::MOST.0).chain(days.values().map(|sum| sum - Self::MOST.1));
        over.filter(|&over| over > 0).collect()
    }
}

impl Rule for Strain {
    fn about(&self) -> &'static About {
        &STRAIN
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let over = Self::excess(instance, timetable).into_iter();
        Audit::of_violations(over.map(|over| Violation::new(&STRAIN, Finding::Text(format!("{over} too much")))))
    }

    fn tallies(&self, instance: &Instance) -> Vec<TallyTerms> {
        let week = |shift: &Shift| {
            let own = (shift.crew, instance.week(shift.day));
            shift.crew.index().is_multiple_of(2).then_some((own, Self::MOST.0))
        };
        let day = |shift: &Shift| Some((shift.day, Self::MOST.1));
        vec![TallyTerms::new(instance, week, Self::of), TallyTerms::new(instance, day, Self::of)]
    }
}
