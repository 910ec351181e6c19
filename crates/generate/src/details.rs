//! What each job asks for: skills, people, tools, dates, hours, order. Nothing that the crew of its sketch can't give.

use chrono::{Days, NaiveDate};

use super::Profile;
use super::crews::day_of;
use super::firm::Firm;
use super::random::RandomSource;
use super::sketch::JobSketch;
use super::trades::{tools, trades};
use brigade_model::model::{Crew, CrewId, Job, JobId, SameCrew, SkillId, SkillNeed, ToolId};
use brigade_model::units::{Decimal, Minutes};

/// The jobs of the sketches, which are sorted by site.
pub(super) fn jobs(firm: &Firm, sketches: &[JobSketch], rng: &mut RandomSource) -> Vec<Job> {
    let mut jobs = Vec::with_capacity(sketches.len());
    let mut number = 0;
    for (index, sketch) in sketches.iter().enumerate() {
        let first = index == 0 || sketches[index - 1].site != sketch.site;
        number = if first { 0 } else { number + 1 };
        let mut job = plain(firm, sketch, number, rng);
        ask_for_people(firm, sketch, &mut job, rng);
        ask_for_things(firm, sketch, &mut job, rng);
        set_dates(firm, sketch, &mut job, rng);
        set_hours(firm, sketch, &mut job, rng);
        set_urgency(firm, &mut job, rng);
        choose_crews(firm, sketch, &mut job, rng);
        if !first && comes_after(&sketches[index - 1], sketch, rng) {
            job.after = vec![JobId::new(index - 1)];
        }
        keep_doable(firm, sketch, &mut job);
        jobs.push(job);
    }
    jobs
}

fn plain(firm: &Firm, sketch: &JobSketch, number: usize, rng: &mut RandomSource) -> Job {
    let trade = &trades(firm.profile)[sketch.skill];
    let name = rng.pick(if sketch.visits > 1 { trade.multi_day_jobs } else { trade.jobs });
    let id = format!("{}{}", firm.sites[sketch.site].id, letters(number));
    Job { name: name.to_owned(), visits: sketch.visits, ..Job::plain(id, sketch.site, sketch.minutes) }
}

/// A, B, C ... Z, AA, AB ...
pub(super) fn letters(number: usize) -> String {
    let last = char::from(b'A' + (number % 26) as u8);
    if number < 26 { last.to_string() } else { letters(number / 26 - 1) + &last.to_string() }
}

/// Skills and the number of people, of the main crew and of its partner crew, if there is one.
fn ask_for_people(firm: &Firm, sketch: &JobSketch, job: &mut Job, rng: &mut RandomSource) {
    let main_crew = &firm.teams[sketch.main_crew].crew;
    let people = main_crew.people(None);
    job.skills = skills(firm, sketch, main_crew, rng);
    if people > 1 && rng.percent(if firm.profile == Profile::Construction { 35 } else { 25 }) {
        job.min_members = rng.between(2, people.min(4) as i32) as u32;
    }
    let Some(partner) = sketch.partner else { return };
    let partner = &firm.teams[partner].crew;
    job.crews = 2;
    job.min_members = job.min_members.min(partner.people(None));
    job.skills.retain(|need| partner.holders(need.skill, need.level, None) >= need.people);
    job.start_within = rng.draw(&[(4, None), (2, Some(15)), (2, Some(30)), (2, Some(60))]);
}

fn skills(firm: &Firm, sketch: &JobSketch, main_crew: &Crew, rng: &mut RandomSource) -> Vec<SkillNeed> {
    let JobSketch { skill, level, .. } = *sketch;
    let two = rng.percent(12) && main_crew.holders(skill, level, None) >= 2;
    let mut needs = vec![SkillNeed { skill, level, people: 1 + u32::from(two) }];
    let others: Vec<_> = trades(firm.profile)[sketch.skill].secondary.to_vec();
    let second = SkillId::new(rng.pick(&others));
    if rng.percent(14) && main_crew.level(second, None) > 0 {
        needs.push(SkillNeed { skill: second, level: 1, people: 1 });
    }
    needs.sort_by_key(|need| need.skill);
    needs
}

fn ask_for_things(firm: &Firm, sketch: &JobSketch, job: &mut Job, rng: &mut RandomSource) {
    let building = firm.profile == Profile::Construction;
    if rng.percent(if building { 18 } else { 9 }) {
        let (name, quantity) = rng.pick(trades(firm.profile)[sketch.skill].tools);
        job.tools = tools(firm.profile)
            .iter()
            .position(|&tool| tool == name)
            .map(|tool| (ToolId::new(tool), quantity))
            .into_iter()
            .collect();
    }
    if building && rng.percent(40) {
        job.load = Decimal(500_000 * i64::from(rng.between(1, 10)));
    }
}

/// Due dates, some of them missed already, and dates or weekdays to which a single visit is bound.
fn set_dates(firm: &Firm, sketch: &JobSketch, job: &mut Job, rng: &mut RandomSource) {
    if rng.percent(45) {
        let days = rng.draw(&[(3, -11), (4, -6), (5, -3), (4, 0), (7, 1), (9, 2), (9, 3), (14, 4), (12, 8), (8, 15)]);
        job.due = Some(days_from(firm.settings.start, days));
    }
    let day = day_of(&firm.settings, rng.below(3) + 1);
    match rng.draw(&[(80, 0), (7, 1), (7, 2), (6, 3)]) {
        1 => job.earliest = Some(day),
        2 if sketch.visits == 1 => job.latest = Some(day),
        3 if sketch.visits == 1 => job.days = Some(some_weekdays(rng)),
        _ => {}
    }
    if sketch.visits > 1 {
        job.same_crew = rng.draw(&[(55, SameCrew::Prefer), (33, SameCrew::Require), (12, SameCrew::No)]);
        job.max_gap_days = rng.draw(&[(4, None), (4, Some(1)), (2, Some(2)), (1, Some(3))]);
    }
}

fn days_from(date: NaiveDate, days: i64) -> NaiveDate {
    let far = Days::new(days.unsigned_abs());
    if days < 0 { date - far } else { date + far }
}

/// Two or three days from Monday to Friday.
fn some_weekdays(rng: &mut RandomSource) -> [bool; 7] {
    let mut order = [0, 1, 2, 3, 4];
    rng.shuffle(&mut order);
    let chosen = &order[..2 + rng.below(2)];
    std::array::from_fn(|day| chosen.contains(&day))
}

/// The hours between which a visit may start, where the crew can make it.
fn set_hours(firm: &Firm, sketch: &JobSketch, job: &mut Job, rng: &mut RandomSource) {
    const WINDOWS: [(usize, (Minutes, Minutes)); 7] = [
        (4, (480, 600)),
        (6, (480, 705)),
        (3, (540, 660)),
        (4, (600, 840)),
        (5, (780, 900)),
        (5, (780, 960)),
        (2, (840, 990)),
    ];
    let likely = if firm.profile == Profile::Construction { 9 } else { 62 };
    if sketch.visits > 1 || !rng.percent(likely) {
        return;
    }
    let crew = &firm.teams[sketch.main_crew].crew;
    let way = firm.one_way(sketch.main_crew, sketch.site);
    let clock = &firm.settings.clock;
    let fits = |(open, close): (Minutes, Minutes)| {
        let first = clock.advance(crew.start, way).max(open);
        first + 30 <= close && clock.advance(clock.advance(first + 30, job.duration), way) <= crew.end
    };
    let choices: Vec<_> = WINDOWS.into_iter().filter(|&(_, window)| fits(window)).collect();
    if !choices.is_empty() {
        let (open, close) = rng.draw(&choices);
        job.open = Some(open);
        job.close = Some(close);
    }
}

fn set_urgency(firm: &Firm, job: &mut Job, rng: &mut RandomSource) {
    job.priority = rng.draw(&[(8, 1), (16, 2), (44, 3), (13, 4), (9, 5), (4, 6), (4, 7), (1, 8), (1, 9)]);
    if rng.percent(if firm.profile == Profile::Construction { 30 } else { 15 }) {
        job.delay_risk = Decimal(50_000 * i64::from(rng.between(1, 16)));
    }
}

/// A few jobs are kept for certain crews, or from one.
fn choose_crews(firm: &Firm, sketch: &JobSketch, job: &mut Job, rng: &mut RandomSource) {
    let wanted: Vec<CrewId> = std::iter::once(sketch.main_crew).chain(sketch.partner).collect();
    let other = CrewId::new(rng.below(firm.teams.len()));
    match rng.draw(&[(93, 0), (3, 1), (4, 2)]) {
        1 => {
            job.only_crews = wanted;
            job.only_crews.push(other);
            job.only_crews.sort_unstable();
            job.only_crews.dedup();
        }
        2 if !wanted.contains(&other) => job.not_crews = vec![other],
        _ => {}
    }
}

/// Whether a job has the one before it at the site as predecessor: only where both can be done within the week.
fn comes_after(before: &JobSketch, own: &JobSketch, rng: &mut RandomSource) -> bool {
    rng.percent(45) && before.partner.is_none() && before.visits + own.visits <= 4
}

/// Relaxes requirements that leave the main crew or its partner too few days for the visits.
fn keep_doable(firm: &Firm, sketch: &JobSketch, job: &mut Job) {
    if days_left(firm, sketch, job) < job.visits {
        job.earliest = None;
        job.latest = None;
        job.days = None;
        job.min_members = 1;
        job.skills.iter_mut().for_each(|need| need.people = 1);
    }
    job.visits = job.visits.min(days_left(firm, sketch, job).max(1));
}

/// Days on which everyone whom the sketch names can do the job.
fn days_left(firm: &Firm, sketch: &JobSketch, job: &Job) -> u32 {
    let days = (0..firm.settings.days).map(|day| day_of(&firm.settings, day));
    let team = || std::iter::once(sketch.main_crew).chain(sketch.partner);
    days.filter(|&date| job.allows(date) && team().all(|crew| can_do(&firm.teams[crew].crew, job, date))).count() as u32
}

fn can_do(crew: &Crew, job: &Job, date: NaiveDate) -> bool {
    crew.hours(date, false).is_some()
        && crew.people(Some(date)) >= job.min_members
        && job.skills.iter().all(|need| crew.holders(need.skill, need.level, Some(date)) >= need.people)
}
