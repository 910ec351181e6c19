//! Insertion of linked jobs: the visits of all of them that are left out go in together, in step.

use super::insertion::{Insertion, search_position};
use super::params::SynchronisedParams;
use super::steps::Steps;
use super::synchronised::{SynchronisedInsertion, cheapest_or_known, delta, open_windows};
use crate::eval::{VisitId, WorkingPlan};
use brigade_model::model::{CrewId, DayId, JobId, ShiftId};
use brigade_model::units::{Minutes, Money};

/// Shifts for the visits left out, one each, and what they add at least.
struct ShiftSet {
    least: Money,
    shifts: Vec<Option<ShiftId>>,
}

/// The cheapest way found to plan what is left out of the jobs that are linked with a job, by crews for which `may` is true
/// and on the day of those that are planned; days for which `skip` is true are passed over.
pub fn best_in_step(
    plan: &mut WorkingPlan<'_>,
    params: &SynchronisedParams,
    job: JobId,
    bound: Money,
    skip: &mut dyn FnMut(DayId) -> bool,
    may: &dyn Fn(CrewId) -> bool,
) -> Option<SynchronisedInsertion> {
    let steps = Steps::of(plan.evaluator(), job)?;
    let free: Vec<VisitId> = steps.visits().filter(|&visit| !plan.is_planned(visit)).collect();
    if free.is_empty() {
        return None;
    }
    open_windows(plan, &free);
    let saved = plan.lower_bounds().most_saved_by_planning(&free);
    let mut best: Option<SynchronisedInsertion> = None;
    for set in shift_sets(plan, params, &steps, skip, may) {
        let least = set.least - saved;
        if least >= best.as_ref().map_or(bound, |best| best.delta) {
            break;
        }
        for windows in steps.windows(plan, &set.shifts, params.windows) {
            let bound = best.as_ref().map_or(bound, |best| best.delta);
            let places = places(plan, &steps, &set.shifts, &windows);
            if let Some(delta) = delta(plan, &places, bound) {
                let windows = places.iter().map(|&(visit, _)| plan.window(visit)).collect();
                best = Some(SynchronisedInsertion { places, delta, windows });
            }
        }
        open_windows(plan, &free);
    }
    best
}

/// The sets of shifts of one day that are tried, the cheapest first.
fn shift_sets(
    plan: &WorkingPlan<'_>,
    params: &SynchronisedParams,
    steps: &Steps,
    skip: &mut dyn FnMut(DayId) -> bool,
    may: &dyn Fn(CrewId) -> bool,
) -> Vec<ShiftSet> {
    let evaluator = plan.evaluator();
    let planned: Vec<Option<ShiftId>> = steps.visits().map(|visit| plan.position_of(visit).shift()).collect();
    let mut sets = Vec::new();
    for day in evaluator.instance().day_ids() {
        let elsewhere = |shift: &ShiftId| evaluator.day(*shift) != day;
        if planned.iter().flatten().any(elsewhere) || skip(day) {
            continue;
        }
        let choices: Vec<Vec<(Money, ShiftId)>> = (planned.iter().zip(steps.visits()))
            .map(|(planned, visit)| match planned {
                Some(shift) => vec![(Money::ZERO, *shift)],
                None => cheapest_shifts(plan, params, visit, day, may),
            })
            .collect();
        let most = sets.len() + params.sets;
        extend_sets(plan, steps, &choices, &planned, &mut Vec::new(), most, &mut sets);
    }
    sets.sort_by(|one, other| (one.least, &one.shifts).cmp(&(other.least, &other.shifts)));
    sets
}

/// The cheapest shifts of a day for a visit, and those of crews that know the job.
fn cheapest_shifts(
    plan: &WorkingPlan<'_>,
    params: &SynchronisedParams,
    visit: VisitId,
    day: DayId,
    may: &dyn Fn(CrewId) -> bool,
) -> Vec<(Money, ShiftId)> {
    let evaluator = plan.evaluator();
    let instance = evaluator.instance();
    let shifts = instance.crew_ids().filter(|&crew| may(crew)).filter_map(|crew| instance.shift(crew, day));
    let mut priced: Vec<_> = shifts
        .filter(|&shift| evaluator.allowed(visit, shift))
        .map(|shift| {
            let own = evaluator.visit_cost(visit, shift) + plan.lower_bounds().service(visit, shift);
            (search_position(plan, visit, shift).1 + own, shift)
        })
        .collect();
    priced.sort_unstable();
    let rows = instance.current_rows(evaluator.visit(visit).job);
    let known: Vec<CrewId> = rows.iter().map(|&(crew, _)| crew).collect();
    cheapest_or_known(plan, params, priced, &known).collect()
}

/// Completes shifts chosen for the first steps to sets in which steps with a lag between them have different crews.
fn extend_sets(
    plan: &WorkingPlan<'_>,
    steps: &Steps,
    choices: &[Vec<(Money, ShiftId)>],
    planned: &[Option<ShiftId>],
    chosen: &mut Vec<(Money, ShiftId)>,
    most: usize,
    sets: &mut Vec<ShiftSet>,
) {
    let index = chosen.len();
    if sets.len() >= most {
        return;
    }
    let Some(own) = choices.get(index) else {
        let first_there = |&(place, &(_, shift)): &(usize, &(Money, ShiftId))| {
            chosen[..place].iter().all(|&(_, other)| other != shift)
        };
        let least = chosen.iter().enumerate().filter(first_there).map(|(_, &(cost, _))| cost).sum();
        let free = |(&(_, shift), planned): (&(Money, ShiftId), &Option<ShiftId>)| planned.is_none().then_some(shift);
        return sets.push(ShiftSet { least, shifts: chosen.iter().zip(planned).map(free).collect() });
    };
    for &(cost, shift) in own {
        let crew = |shift: ShiftId| plan.evaluator().crew(shift);
        let meets = |(other, &(_, beside)): (usize, &(Money, ShiftId))| {
            steps.are_pair(index, other) && crew(beside) == crew(shift)
        };
        if !chosen.iter().enumerate().any(meets) {
            chosen.push((cost, shift));
            extend_sets(plan, steps, choices, planned, chosen, most, sets);
            chosen.pop();
        }
    }
}

/// Narrows the windows of the visits left out, and gives each the cheapest position in its shift.
fn places(
    plan: &mut WorkingPlan<'_>,
    steps: &Steps,
    shifts: &[Option<ShiftId>],
    windows: &[Option<(Minutes, Minutes)>],
) -> Vec<(VisitId, Insertion)> {
    let own = steps.visits().zip(shifts).zip(windows);
    let mut places: Vec<(VisitId, Insertion)> = own
        .filter_map(|((visit, &shift), &window)| {
            plan.set_window(visit, window?);
            let (position, delta) = search_position(plan, visit, shift?);
            Some((visit, Insertion { shift: shift?, position, delta }))
        })
        .collect();
    places.sort_by_key(|&(visit, place)| (place.shift, place.position, plan.window(visit), visit));
    places
}
