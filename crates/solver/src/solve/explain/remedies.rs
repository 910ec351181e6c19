//! Small changes of the data that would let an unassigned visit in, each evaluated in the plan.

use chrono::NaiveDate;

use crate::eval::CostEvaluator;
use crate::solve::left_out::WaysIn;
use brigade_model::explain::{Absence, Shortage, WayIn};
use brigade_model::model::{Crew, CrewId, DAY, DayException, Instance, Parts, Plan, SkillId};
use brigade_model::rules::{Finding, RULES, Remedy, Rule, barring};
use brigade_model::units::Minutes;

/// Nearest crews for which each kind of change is evaluated.
const CREWS: usize = 3;
/// Days off per crew on which work is evaluated.
const DATES: usize = 2;
/// Further overtime that is evaluated where the shortage is unknown, in minutes.
const MORE: [Minutes; 2] = [30, 60];

/// The changes that let the unassigned visits of a job in without violating a rule, the cheapest first.
pub fn remedies(instance: &Instance, rules: &[&dyn Rule], plan: &Plan, absence: &Absence) -> Vec<(Remedy, WayIn)> {
    let evaluated = candidates(instance, absence).into_iter().filter_map(|remedy| {
        let changed = with(instance, absence, remedy);
        let evaluator = CostEvaluator::new(&changed, rules);
        Some((remedy, WaysIn::new(&evaluator, plan).room_for(absence.job)?))
    });
    let mut found: Vec<_> = evaluated.collect();
    found.sort_by_key(|(_, way)| way.extra);
    found
}

/// Changes that might help, by what keeps the job out.
fn candidates(instance: &Instance, absence: &Absence) -> Vec<Remedy> {
    let work = &instance.jobs[absence.job];
    let mut found = Vec::new();
    let crews = instance.crews_by_distance(absence.job);
    let only = |&crew: &CrewId| {
        let mut barring = barring(instance, crew, absence.job, None);
        barring.next().filter(|_| barring.next().is_none()).map(|rule| (crew, rule))
    };
    let barred: Vec<_> = crews.iter().filter_map(only).collect();
    for rule in RULES.iter().map(|rule| rule.about()) {
        let enabled = barred.iter().filter(|(_, barring)| *barring == rule).take(CREWS);
        found.extend(enabled.filter_map(|&(crew, _)| (rule.enabling)(instance, absence.job, crew)));
    }
    let able: Vec<_> = crews.into_iter().filter(|&crew| instance.may_do(crew, absence.job)).collect();
    found.extend(able.iter().take(CREWS).flat_map(|&crew| days_off(instance, absence, crew)));
    found.extend(overtime(instance, absence, &able));
    let scarce = work.tools.iter().filter(|(tool, _)| !able.iter().all(|&crew| instance.crews[crew].owns(*tool)));
    found.extend(scarce.map(|&(tool, asked)| {
        let overdrawn = absence.findings.iter().filter_map(|violation| match violation.finding {
            Finding::PoolEmpty { tool: own, taken } if own == tool => Some(taken),
            _ => None,
        });
        let more = instance.tools[tool].quantity.max(asked - 1) + 1;
        Remedy::Tool(tool, overdrawn.max().unwrap_or(more))
    }));
    found.extend(absence.waits_for.map(|waits| Remedy::Wait(waits.job)));
    found.extend((!instance.linked(absence.job).is_empty()).then_some(Remedy::Unlink));
    if instance.dates.iter().any(|&date| !work.allows(date)) {
        found.push(Remedy::AnyDate);
    }
    if work.open.is_some() || work.close.is_some() {
        found.push(Remedy::AnyTime);
    }
    let starts = absence.ways_in.iter().filter_map(|way| way.places.first()).map(|place| place.start);
    found.extend(starts.filter(|&start| work.late_after.is_some_and(|after| start > after)).map(Remedy::Promise));
    if instance.sites[work.site].one_crew {
        found.push(Remedy::AnyCrew);
    }
    found
}

/// The first dates that the job allows and on which the crew is off.
fn days_off(instance: &Instance, absence: &Absence, crew: CrewId) -> Vec<Remedy> {
    let work = &instance.jobs[absence.job];
    let off = |date: &&NaiveDate| work.allows(**date) && instance.hours(crew, **date).is_none();
    instance.dates.iter().filter(off).take(DATES).map(|&date| Remedy::Work(crew, date)).collect()
}

/// More overtime: as much as a what-if found missing, else some for the nearest crews.
fn overtime(instance: &Instance, absence: &Absence, able: &[CrewId]) -> Vec<Remedy> {
    let mut found = Vec::new();
    let most = |crew: CrewId, more: Minutes| {
        let own = &instance.crews[crew];
        let all = own.overtime + more;
        (own.end + all <= DAY).then_some(Remedy::Overtime(crew, all))
    };
    for way in &absence.ways_in {
        if let (Some(Shortage::Overtime(minutes)), Some(place)) = (way.shortage, way.places.first()) {
            found.extend(most(place.crew, minutes));
        }
    }
    if found.is_empty() {
        found.extend(able.iter().take(CREWS).flat_map(|&crew| MORE.map(|more| most(crew, more))).flatten());
    }
    found
}

/// The instance with one thing changed.
fn with(instance: &Instance, absence: &Absence, remedy: Remedy) -> Instance {
    let mut parts = instance.clone().into_parts();
    change(&mut parts, absence, remedy);
    Instance::new(parts)
}

fn change(parts: &mut Parts, absence: &Absence, remedy: Remedy) {
    let Parts { crews, sites, jobs, tools, .. } = parts;
    let work = &mut jobs[absence.job];
    match remedy {
        Remedy::Skill(crew, skill, level) => {
            let need = work.skills.iter().find(|need| need.skill == skill);
            learn(&mut crews[crew], skill, level, need.map_or(1, |need| need.people));
        }
        Remedy::People(crew, people) => crews[crew].members = people,
        Remedy::Admit(crew) => {
            work.not_crews.retain(|&other| other != crew);
            if !work.only_crews.is_empty() {
                work.only_crews.push(crew);
                work.only_crews.sort_unstable();
                work.only_crews.dedup();
            }
        }
        Remedy::Reach(crew, minutes) => crews[crew].max_travel = Some(minutes),
        Remedy::Work(crew, date) => {
            let (start, end) = (crews[crew].start, crews[crew].end);
            crews[crew].exceptions.insert(date, DayException::Hours(start, end));
        }
        Remedy::Overtime(crew, minutes) => crews[crew].overtime = minutes,
        Remedy::Tool(tool, quantity) => tools[tool].quantity = quantity,
        Remedy::Wait(before) => work.after.retain(|&other| other != before),
        Remedy::Unlink => {
            work.with = None;
            jobs.iter_mut().for_each(|other| _ = other.with.take_if(|lag| lag.job == absence.job));
        }
        Remedy::AnyDate => (work.earliest, work.latest, work.days) = (None, None, None),
        Remedy::AnyTime => (work.open, work.close) = (None, None),
        Remedy::Promise(start) => work.late_after = Some(start),
        Remedy::AnyCrew => sites[work.site].one_crew = false,
    }
}

/// Brings a skill to a level: the crew's, or that of the first of its people who are asked for and below it.
fn learn(crew: &mut Crew, skill: SkillId, level: u8, people: u32) {
    if crew.people.is_empty() {
        crew.levels[skill] = crew.levels[skill].max(level);
        return;
    }
    let wanted = people.saturating_sub(crew.holders(skill, level, None)) as usize;
    for member in crew.people.iter_mut().filter(|member| member.levels[skill] < level).take(wanted) {
        member.levels[skill] = level;
    }
}
