//! Prices by the judge: the week as it would be, timed and judged from scratch.

use std::collections::BTreeMap;

use brigade_model::judge::{Verdict, check_by};
use brigade_model::model::{CrewId, Instance, JobId, Plan, Route, Timetable};
use brigade_model::rules::{About, RULES, Rule, Violation};
use brigade_model::rules::{
    calendar, crew_choice, crew_size, date, load, route_duration, sequence, shift, sites_per_day, skill, travel_limit,
    week_hours, window,
};
use brigade_model::units::{Minutes, Money};
use chrono::NaiveDate;

use crate::week::{Routes, Week, judged};

/// What the judge says of a week with other routes: what it costs more, or the first rule that it breaks oftener.
pub(crate) fn difference(week: &Week, changed: &Routes) -> Result<Money, Violation> {
    let mut routes = week.routes();
    for (&shift, jobs) in changed {
        routes.insert(shift, jobs.clone());
    }
    let (_, verdict) = judged(&week.instance, routes);
    match first_new(&week.verdict, &verdict) {
        Some(violation) => Err(violation.clone()),
        None => Ok(verdict.total - week.verdict.total),
    }
}

/// The first violation of a rule that is broken oftener than before, one that there was not before if there is one.
pub(crate) fn first_new<'v>(before: &Verdict, after: &'v Verdict) -> Option<&'v Violation> {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    after.violations.iter().for_each(|violation| *counts.entry(violation.code()).or_default() += 1);
    before.violations.iter().for_each(|violation| *counts.entry(violation.code()).or_default() -= 1);
    let risen = || after.violations.iter().filter(|violation| counts[violation.code()] > 0);
    risen().find(|violation| !before.violations.contains(violation)).or_else(|| risen().next())
}

/// The rules that one crew's day can break whatever the others do.
const OF_A_DAY: [&About; 13] = [
    &skill::ABOUT,
    &crew_size::ABOUT,
    &crew_choice::ABOUT,
    &travel_limit::ABOUT,
    &date::ABOUT,
    &calendar::ABOUT,
    &window::ABOUT,
    &shift::ABOUT,
    &sequence::ABOUT,
    &load::ABOUT,
    &sites_per_day::ABOUT,
    &route_duration::ABOUT,
    &week_hours::ABOUT,
];

/// What one crew's day alone breaks with further visits that it does not break without them.
pub(crate) fn broken_alone(
    instance: &Instance,
    (crew, date): (CrewId, NaiveDate),
    before: &[JobId],
    after: &[JobId],
) -> Option<Violation> {
    let rules: Vec<&dyn Rule> = RULES.iter().copied().filter(|rule| OF_A_DAY.contains(&rule.about())).collect();
    let alone = |jobs: &[JobId]| check_by(instance, &Plan::new(vec![Route::of(date, crew, jobs)]), &rules);
    first_new(&alone(before), &alone(after)).cloned()
}

/// The position in a route at which a further job makes the day break least and last shortest.
pub(crate) fn best_position(instance: &Instance, shift: (CrewId, NaiveDate), jobs: &[JobId], job: JobId) -> usize {
    let key = |position: &usize| {
        let mut route = jobs.to_vec();
        route.insert(*position, job);
        strain(instance, shift, &route)
    };
    (0..=jobs.len()).min_by_key(key).unwrap_or(0)
}

/// Minutes too late at sites and at home, then what the way and overtime cost about, in metres and minutes.
fn strain(instance: &Instance, (crew, date): (CrewId, NaiveDate), jobs: &[JobId]) -> (Minutes, Minutes, i64) {
    let timetable = Timetable::new(instance, &Plan::new(vec![Route::of(date, crew, jobs)]));
    let Some(tour) = timetable.tours.first() else { return (0, 0, 0) };
    let late = |close: Option<Minutes>, start: Minutes| close.map_or(0, |close| (start - close).max(0));
    let late: Minutes = tour.stops.iter().map(|stop| late(instance.jobs[stop.job].close, stop.start)).sum();
    (late + (tour.overtime - tour.overtime_limit).max(0), tour.overtime, tour.metres)
}
