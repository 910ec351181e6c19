//! What every cell of the board would cost for a visit that is picked up.

use std::collections::BTreeSet;

use brigade_model::model::{CrewId, Instance, JobId, Shift};
use brigade_model::rules::{About, Kind, RULES, Violation, VisitCost};
use brigade_model::units::{Minutes, Money};
use chrono::NaiveDate;
use rayon::prelude::*;

use crate::evaluated::{EvaluatedWeek, Found};
use crate::grip::{Grip, Moved};
use crate::judged::{best_position, broken_alone, difference};
use crate::week::{Routes, Week, tour_length};

/// How many crews are tried for each further visit that comes in.
const MOST_PARTNERS: usize = 6;

/// One cell: a crew on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The crew.
    pub crew: CrewId,
    /// The date.
    pub date: NaiveDate,
    /// What a drop there would do, or what forbids it.
    pub offer: Result<Offer, Blocked>,
}

/// What a drop would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What the week costs more.
    pub cost: Money,
    /// Metres driven more.
    pub metres: i64,
    /// Minutes driven more.
    pub minutes: Minutes,
    /// The routes that change, as they would be.
    pub routes: Vec<(CrewId, NaiveDate, Vec<JobId>)>,
}

/// What forbids a drop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// The rule.
    pub rule: &'static About,
    /// What is wrong; none where that takes the judge, which [`offer`] asks.
    pub violation: Option<Violation>,
}

impl Blocked {
    fn by(violation: Violation) -> Self {
        Self { rule: violation.rule, violation: Some(violation) }
    }
}

/// What every crew's day of the horizon would cost for a visit that is picked up, or which rule keeps it out; by date and
/// crew.
///
/// A visit that moves alone is priced by the evaluator of the search, the others by the judge, so that both always say the
/// difference of two judged weeks.
pub fn prices(week: &Week, grip: Grip) -> Vec<Cell> {
    let instance = &week.instance;
    let cells = instance.dates.iter().flat_map(|&date| instance.crew_ids().map(move |crew| (crew, date)));
    let looked_up: Vec<_> = week.with_evaluator(|evaluator| {
        let mut evaluated = EvaluatedWeek::load(evaluator, &week.plan, &week.verdict, grip);
        cells.map(|at| (at, look_up(week, grip, at, evaluated.as_mut()))).collect()
    });
    let finished = looked_up.into_par_iter().map(|((crew, date), found)| {
        let offer = finish(week, grip, (crew, date), found, false);
        Cell { crew, date, offer }
    });
    finished.collect()
}

/// What a drop on one cell would do, or what forbids it, in full.
pub fn offer(week: &Week, grip: Grip, at: (CrewId, NaiveDate)) -> Result<Offer, Blocked> {
    let found = week.with_evaluator(|evaluator| {
        let mut evaluated = EvaluatedWeek::load(evaluator, &week.plan, &week.verdict, grip);
        look_up(week, grip, at, evaluated.as_mut())
    });
    finish(week, grip, at, found, true)
}

/// What leaving a planned visit out would do, with those that go with it.
pub fn without(week: &Week, grip: Grip) -> Result<Offer, Blocked> {
    let group = grip.group(week);
    let routes = taken_out(week, &group);
    let cost = difference(week, &routes).map_err(Blocked::by)?;
    Ok(offered(week, cost, routes))
}

/// The routes of other crews, without the visits that can't do without those of a crew's day.
pub(crate) fn stranded(week: &Week, crew: CrewId, date: NaiveDate) -> Vec<(CrewId, NaiveDate, Vec<JobId>)> {
    let own = week.jobs(crew, date).into_iter();
    let group: BTreeSet<Moved> = own.flat_map(|job| Grip::Planned { job, crew, date }.group(week)).collect();
    let routes = taken_out(week, &group.into_iter().collect::<Vec<_>>());
    let others = routes.into_iter().filter(|(shift, _)| *shift != (date, crew));
    others.map(|((date, crew), jobs)| (crew, date, jobs)).collect()
}

/// What the evaluator finds for a cell; `Unknown` where it is a matter for the judge.
fn look_up(
    week: &Week,
    grip: Grip,
    (crew, date): (CrewId, NaiveDate),
    evaluated: Option<&mut EvaluatedWeek<'_>>,
) -> Found {
    let instance = &week.instance;
    let Some(shift) = instance.day(date).and_then(|day| instance.shift(crew, day)) else { return Found::Excluded };
    let moves_alone = grip.place().is_some_and(|(_, from)| from == date) || grip.group(week).len() == 1;
    match evaluated {
        Some(evaluated) if moves_alone => evaluated.best(shift),
        _ if blocked_visit(instance, grip.job(), &instance.shifts[shift]).is_some() => Found::Excluded,
        _ => Found::Unknown,
    }
}

fn finish(week: &Week, grip: Grip, at: (CrewId, NaiveDate), found: Found, in_full: bool) -> Result<Offer, Blocked> {
    match found {
        Found::Fits(cost, jobs) => {
            let mut routes = taken_out(week, &[Moved { job: grip.job(), from: grip.place() }]);
            routes.insert((at.1, at.0), jobs);
            Ok(offered(week, cost, routes))
        }
        Found::Excluded => excluded(week, grip, at, in_full),
        Found::Broken | Found::Unknown => judged_offer(week, grip, at),
    }
}

/// The rule that keeps a visit out of a cell whatever else is there.
fn excluded(week: &Week, grip: Grip, at: (CrewId, NaiveDate), in_full: bool) -> Result<Offer, Blocked> {
    let instance = &week.instance;
    let shift = instance.day(at.1).and_then(|day| instance.shift(at.0, day));
    let rule = match shift {
        None => Some(&brigade_model::rules::calendar::ABOUT),
        Some(shift) => blocked_visit(instance, grip.job(), &instance.shifts[shift]),
    };
    match rule {
        Some(rule) if !in_full => Err(Blocked { rule, violation: None }),
        _ => judged_offer(week, grip, at),
    }
}

/// The first rule that never allows a job in a shift.
fn blocked_visit(instance: &Instance, job: JobId, shift: &Shift) -> Option<&'static About> {
    let hard = RULES.iter().filter(|rule| rule.kind() == Kind::Hard);
    let mut excluding = hard.filter(|rule| rule.visit_cost(instance, job, shift) == VisitCost::Incompatible);
    excluding.next().map(|rule| rule.about())
}

/// The same by the judge, for visits that move together and weeks that break rules.
fn judged_offer(week: &Week, grip: Grip, at: (CrewId, NaiveDate)) -> Result<Offer, Blocked> {
    let routes = match grip.place() {
        Some((_, date)) if date == at.1 => moved_alone(week, grip, at),
        Some(_) => moved_with_others(week, grip, at),
        None => put_in(week, grip, at),
    };
    // A day that breaks a rule by itself does so in any week.
    if let Some(violation) = broken_alone(&week.instance, at, &week.jobs(at.0, at.1), &routes[&(at.1, at.0)]) {
        return Err(Blocked::by(violation));
    }
    let cost = difference(week, &routes).map_err(Blocked::by)?;
    Ok(offered(week, cost, routes))
}

fn moved_alone(week: &Week, grip: Grip, at: (CrewId, NaiveDate)) -> Routes {
    let mut routes = taken_out(week, &[Moved { job: grip.job(), from: grip.place() }]);
    insert(week, &mut routes, at, grip.job());
    routes
}

/// The others keep their crews.
fn moved_with_others(week: &Week, grip: Grip, at: (CrewId, NaiveDate)) -> Routes {
    let group = grip.group(week);
    let mut routes = taken_out(week, &group);
    for (index, moved) in group.iter().enumerate() {
        let crew = if index == 0 { at.0 } else { moved.from.map_or(at.0, |(crew, _)| crew) };
        insert(week, &mut routes, (crew, at.1), moved.job);
    }
    routes
}

/// A visit that was left out, with as many others as its day takes, each by the crew whose way grows least.
fn put_in(week: &Week, grip: Grip, at: (CrewId, NaiveDate)) -> Routes {
    let group = grip.group(week);
    let mut routes = Routes::new();
    insert(week, &mut routes, at, grip.job());
    let mut taken = vec![at.0];
    for moved in &group[1..] {
        let Some(crew) = partner(week, &routes, &taken, moved.job, at.1) else { break };
        insert(week, &mut routes, (crew, at.1), moved.job);
        taken.push(crew);
    }
    routes
}

/// The crew with the shortest way that can take a further visit of a job on a date by itself.
fn partner(week: &Week, routes: &Routes, taken: &[CrewId], job: JobId, date: NaiveDate) -> Option<CrewId> {
    let instance = &week.instance;
    let day = instance.day(date)?;
    let able = instance.crew_ids().filter(|&crew| instance.may_do(crew, job) && !taken.contains(&crew));
    let mut able: Vec<_> = able.filter(|&crew| instance.shift(crew, day).is_some()).collect();
    let before = |crew| routes.get(&(date, crew)).cloned().unwrap_or_else(|| week.jobs(crew, date));
    let with = |crew| {
        let mut jobs = before(crew);
        jobs.insert(best_position(instance, (crew, date), &jobs, job), job);
        jobs
    };
    able.sort_by_key(|&crew| (instance.one_way(crew, job).minutes, crew));
    able.truncate(MOST_PARTNERS);
    let longer = |&crew: &CrewId| {
        let (own, more) = (tour_length(instance, crew, &before(crew)), tour_length(instance, crew, &with(crew)));
        (more.0 - own.0, crew)
    };
    able.sort_by_key(longer);
    let fits = |&crew: &CrewId| {
        let found = broken_alone(instance, (crew, date), &before(crew), &with(crew));
        found.is_none()
    };
    able.iter().copied().find(fits).or_else(|| able.first().copied())
}

/// The routes that some visits stand in, without them.
fn taken_out(week: &Week, group: &[Moved]) -> Routes {
    let mut routes = Routes::new();
    for moved in group {
        if let Some((crew, date)) = moved.from {
            let jobs = routes.entry((date, crew)).or_insert_with(|| week.jobs(crew, date));
            if let Some(position) = jobs.iter().position(|&job| job == moved.job) {
                jobs.remove(position);
            }
        }
    }
    routes
}

fn insert(week: &Week, routes: &mut Routes, (crew, date): (CrewId, NaiveDate), job: JobId) {
    let jobs = routes.entry((date, crew)).or_insert_with(|| week.jobs(crew, date));
    let position = best_position(&week.instance, (crew, date), jobs, job);
    jobs.insert(position, job);
}

fn offered(week: &Week, cost: Money, routes: Routes) -> Offer {
    let instance = &week.instance;
    let (mut metres, mut minutes) = (0, 0);
    for (&(date, crew), jobs) in &routes {
        let (before, after) = (tour_length(instance, crew, &week.jobs(crew, date)), tour_length(instance, crew, jobs));
        metres += after.0 - before.0;
        minutes += after.1 - before.1;
    }
    let routes = routes.into_iter().map(|((date, crew), jobs)| (crew, date, jobs)).collect();
    Offer { cost, metres, minutes, routes }
}
