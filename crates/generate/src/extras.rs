//! What few firms need, drawn on top of a week: slower vehicles, sites that one crew keeps, promised hours, prices of
//! other firms, jobs that start in step with another, and what crews carried before. Today's schedule stays legal.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::details::letters;
use super::firm::Firm;
use super::random::{RandomSource, Stream};
use super::trades::trades;
use super::week::WorkWeek;
use brigade_model::judge::check;
use brigade_model::model::{
    CrewId, DAY, Instance, Job, JobId, Lag, MOST_WAITS, Parts, Plan, PlannedVisit, Route, SiteId, SkillId, SkillNeed,
    Speed, Start, Timetable, synchronised,
};
use brigade_model::travel::{Metric, Pace, matrix};
use brigade_model::units::{Decimal, Minutes};

/// Most jobs that get another one in step.
const MOST_LINKS: usize = 40;
/// Crews tried for a job in step, the nearest first.
const CREWS_TRIED: usize = 4;

/// A visit of the schedule.
#[derive(Clone, Copy)]
struct Visit {
    job: JobId,
    crew: CrewId,
    date: NaiveDate,
    start: Minutes,
}

/// The week with all of it.
pub(super) fn add(firm: &Firm, week: WorkWeek, seed: u64) -> WorkWeek {
    let WorkWeek { instance, preferences } = week;
    let mut rng = RandomSource::new(seed, Stream::Extras);
    let instance = slow_down(firm, instance, &mut rng);
    let instance = link_jobs(firm, instance, &mut rng);
    let plan = instance.current.clone().unwrap_or_default();
    let visits = visits(&instance, &plan);
    let mut parts = instance.into_parts();
    keep_crews(&mut parts, &visits, &mut rng);
    promise_hours(&mut parts, &visits, &mut rng);
    offer_jobs(&mut parts, &mut rng);
    for crew in &mut parts.crews {
        crew.carried = if rng.percent(50) { 15 * i64::from(rng.between(-16, 16)) } else { 0 };
    }
    WorkWeek { instance: Instance::new(parts).with_current(Some(plan), Vec::new()), preferences }
}

/// The visits of a plan, with the times at which they start.
fn visits(instance: &Instance, plan: &Plan) -> Vec<Visit> {
    let tours = Timetable::new(instance, plan).tours.into_iter();
    let of_tour = tours.flat_map(|tour| {
        let (crew, date) = (tour.crew, tour.date);
        tour.stops.into_iter().map(move |stop| Visit { job: stop.job, crew, date, start: stop.start })
    });
    of_tour.collect()
}

/// Slower vehicles for a tenth of the crews, those excepted whose schedule they would break.
fn slow_down(firm: &Firm, instance: Instance, rng: &mut RandomSource) -> Instance {
    let slow = Speed::of_units(Speed::ONE.units() / 10 * 9).expect("a speed");
    let mut crews: BTreeSet<CrewId> = instance.crew_ids().filter(|_| rng.percent(10)).collect();
    let settings = &instance.settings;
    let places: Vec<_> =
        firm.sites.iter().map(|site| site.at).chain(firm.teams.iter().map(|team| team.crew.at)).collect();
    let pace = Pace { speed_kmh: settings.speed_kmh, speed: slow };
    let travel = matrix(&places, Metric::GreatCircle { detour: settings.detour }, pace, &[]);
    let (plan, usual) = (instance.current.clone().unwrap_or_default(), instance.clone());
    while !crews.is_empty() {
        let mut parts = usual.clone().into_parts();
        crews.iter().for_each(|&crew| parts.crews[crew].speed = slow);
        parts.other_travel = vec![(slow, travel.clone())];
        let slower = Instance::new(parts).with_current(Some(plan.clone()), Vec::new());
        let broken = check(&slower, &plan).violations;
        if broken.is_empty() {
            return slower;
        }
        let culprits: BTreeSet<CrewId> = broken.iter().filter_map(|violation| violation.crew).collect();
        let before = crews.len();
        crews.retain(|crew| !culprits.contains(crew));
        if crews.len() == before {
            break;
        }
    }
    usual
}

/// A job of another trade for one job in twenty-five, which starts in step with it, where a crew nearby has room.
fn link_jobs(firm: &Firm, instance: Instance, rng: &mut RandomSource) -> Instance {
    let plan = instance.current.clone().unwrap_or_default();
    let waited_for: BTreeSet<JobId> = instance.jobs.iter().flat_map(|job| job.after.iter().copied()).collect();
    let may_have = |visit: &Visit| {
        let job = &instance.jobs[visit.job];
        job.visits == 1 && job.crews == 1 && job.after.is_empty() && !waited_for.contains(&visit.job)
    };
    let mut chosen: Vec<Visit> = visits(&instance, &plan).into_iter().filter(may_have).collect();
    rng.shuffle(&mut chosen);
    chosen.truncate((instance.jobs.len() / 25).clamp(1, MOST_LINKS));
    let old = instance.jobs.len();
    let mut parts = instance.clone().into_parts();
    let mut crews = Vec::new();
    for visit in &chosen {
        let able = able_crews(firm, &instance, visit);
        if let Some(&(_, skill)) = able.first() {
            parts.jobs.push(in_step(firm, &parts, visit, skill, rng));
            let able = able.iter().filter(|own| own.1 == skill).take(CREWS_TRIED);
            crews.push((*visit, able.map(|own| own.0).collect::<Vec<_>>()));
        }
    }
    let all = Instance::new(parts);
    let (mut plan, mut kept) = (plan, Vec::new());
    for (index, (visit, crews)) in crews.iter().enumerate() {
        let job = JobId::new(old + index);
        if let Some(found) = crews.iter().find_map(|&crew| with_visit(&all, &plan, visit, (crew, job))) {
            plan = found;
            kept.push(job);
        }
    }
    // Those that found no room are left away, and the others move up.
    let mut parts = all.into_parts();
    let mut index = 0;
    parts.jobs.retain(|_| {
        index += 1;
        index <= old || kept.contains(&JobId::new(index - 1))
    });
    let new = |job: JobId| kept.iter().position(|&own| own == job).map_or(job, |position| JobId::new(old + position));
    for visit in plan.routes.iter_mut().flat_map(|route| &mut route.visits) {
        visit.job = new(visit.job);
    }
    Instance::new(parts).with_current(Some(plan), Vec::new())
}

/// The crews that could come to a visit, the nearest first, and a skill of each that the visit does not ask for.
fn able_crews(firm: &Firm, instance: &Instance, visit: &Visit) -> Vec<(CrewId, SkillId)> {
    let job = &instance.jobs[visit.job];
    let asked = |skill: SkillId| job.skills.iter().any(|need| need.skill == skill);
    let works = |crew: &CrewId| instance.day(visit.date).is_some_and(|day| instance.shift(*crew, day).is_some());
    let near = firm.nearest(job.site).into_iter().filter(|crew| *crew != visit.crew && works(crew));
    let skill = |crew: CrewId| {
        let trade = SkillId::new(firm.teams[crew].trade);
        (!asked(trade)).then_some((crew, trade))
    };
    near.filter_map(skill).collect()
}

/// A job at the place of a visit that starts some time after it.
fn in_step(firm: &Firm, parts: &Parts, visit: &Visit, skill: SkillId, rng: &mut RandomSource) -> Job {
    let site = parts.jobs[visit.job].site;
    let number = parts.jobs.iter().filter(|job| job.site == site).count();
    let id = format!("{}{}", firm.sites[site].id, letters(number));
    let least = rng.pick(&[0, 0, 15, 30]);
    let lag = Lag { job: visit.job, least, most: least + rng.pick(&[60, 90, 120]) };
    let name = rng.pick(trades(firm.profile)[skill.index()].jobs).to_owned();
    let skills = vec![SkillNeed { skill, level: 1, people: 1 }];
    Job { name, skills, with: Some(lag), ..Job::plain(id, site, 15 * rng.between(2, 6)) }
}

/// The plan with a job in step with a visit, at the first place in a crew's day that keeps all rules. The judge is asked
/// about the routes of both crews first, then about all: others may wait for theirs.
fn with_visit(instance: &Instance, plan: &Plan, visit: &Visit, (crew, job): (CrewId, JobId)) -> Option<Plan> {
    let is_theirs = |route: &&Route| route.crew == crew || route.crew == visit.crew;
    let theirs = Plan::new(plan.routes.iter().filter(is_theirs).cloned().collect());
    let broken = |plan: &Plan| check(instance, plan).violations.len();
    let before = [broken(&theirs), broken(plan)];
    let at = (crew, visit.date);
    let length = plan.routes.iter().find(|route| (route.crew, route.date) == at).map_or(0, |route| route.visits.len());
    (0..=length).rev().find_map(|position| {
        let put_in = |plan: &Plan| {
            let mut plan = plan.clone();
            if !plan.routes.iter().any(|route| (route.crew, route.date) == at) {
                plan.routes.push(Route { date: visit.date, crew, leave: None, visits: Vec::new() });
            }
            let mut routes = plan.routes.iter_mut();
            let route = routes.find(|route| (route.crew, route.date) == at).expect("it is there now");
            route.visits.insert(position, PlannedVisit { job, start: Start::Earliest });
            synchronised(instance, Plan::new(plan.routes), MOST_WAITS)
        };
        // The link itself was broken before.
        let fits_in = |plan: &Plan, before: usize| Some(put_in(plan)).filter(|plan| broken(plan) < before);
        fits_in(&theirs, before[0]).and_then(|_| fits_in(plan, before[1]))
    })
}

/// One crew for some sites that see no second one.
fn keep_crews(parts: &mut Parts, visits: &[Visit], rng: &mut RandomSource) {
    let mut crews: Vec<BTreeSet<CrewId>> = vec![BTreeSet::new(); parts.sites.len()];
    let mut counts = vec![0; parts.sites.len()];
    for visit in visits {
        let site = parts.jobs[visit.job].site;
        crews[site.index()].insert(visit.crew);
        counts[site.index()] += 1;
    }
    for (site, own) in SiteId::range(parts.sites.len()).zip(&mut parts.sites) {
        own.one_crew = counts[site.index()] > 1 && crews[site.index()].len() == 1 && rng.percent(40);
    }
}

/// A promised hour for some single visits: about the one at which they start today.
fn promise_hours(parts: &mut Parts, visits: &[Visit], rng: &mut RandomSource) {
    for visit in visits {
        let job = &mut parts.jobs[visit.job];
        if job.visits == 1 && job.crews == 1 && rng.percent(12) {
            let hour = (visit.start + rng.pick(&[-30, 0, 30, 60])) / 30 * 30;
            job.late_after = Some(hour.clamp(job.open.unwrap_or(0), job.close.unwrap_or(DAY)));
        }
    }
}

/// What another firm asks for a tenth of the jobs: a trip and the hours of all people.
fn offer_jobs(parts: &mut Parts, rng: &mut RandomSource) {
    for job in &mut parts.jobs {
        if job.with.is_none() && rng.percent(10) {
            let hours = i64::from(job.duration) * i64::from(job.min_members.max(1));
            job.subcontract = Some(Decimal::whole(10 * (9 + hours * i64::from(rng.between(7, 11)) / 60)));
        }
    }
}
