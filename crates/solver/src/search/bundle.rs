//! Visits that belong together are placed together: the crews of one day, and all days of a job.

use super::insertion::{Insertion, search_position};
use crate::eval::{Move, Proposal, VisitId, WorkingPlan};
use brigade_model::model::{CrewId, DayId, JobId, ShiftId};
use brigade_model::units::Minutes;

/// Places for several visits, each in a shift of its own.
pub struct Bundle {
    /// The visits with their places.
    pub places: Vec<(VisitId, Insertion)>,
    /// What all of them together add to the penalised cost.
    pub delta: i64,
    window: Option<(Minutes, Minutes)>,
}

/// How many of the cheapest crews are tried in full.
const TRIALS: usize = 3;
/// How many of a day's cheapest shifts are tried together.
const PARTNERS: usize = 6;

/// The cheapest way found to plan the `crews` visits of one further day of a job that crews do together, by crews for
/// which `may` is true; days for which `skip` is true are passed over.
pub fn best_day(
    plan: &mut WorkingPlan<'_>,
    job: JobId,
    bound: i64,
    skip: &mut dyn FnMut(DayId) -> bool,
    may: &dyn Fn(CrewId) -> bool,
) -> Option<Bundle> {
    let evaluator = plan.evaluator();
    let crews = evaluator.terms(job).together? as usize;
    let left_out = evaluator.visits_of(job).iter().copied().filter(|&visit| !plan.is_planned(visit));
    let free: Vec<_> = left_out.take(crews).collect();
    if free.len() < crews {
        return None;
    }
    let mut best: Option<Bundle> = None;
    for day in evaluator.instance().day_ids() {
        let mut taken = evaluator.visits_of(job).iter().filter_map(|&visit| plan.spot(visit).shift());
        if taken.any(|shift| evaluator.day(shift) == day) || skip(day) {
            continue;
        }
        let shifts = partners(plan, job, &free, day, may);
        for window in meeting_windows(plan, job, free[0], &shifts) {
            meet(plan, &free, &shifts, window, bound, &mut best);
        }
    }
    best
}

/// The cheapest shifts of a day for the visits of a job, and those of crews that know the job.
fn partners(
    plan: &mut WorkingPlan<'_>,
    job: JobId,
    visits: &[VisitId],
    day: DayId,
    may: &dyn Fn(CrewId) -> bool,
) -> Vec<ShiftId> {
    let evaluator = plan.evaluator();
    let instance = evaluator.instance();
    for &visit in visits {
        plan.set_window(visit, evaluator.visit(visit).window);
    }
    let shifts = instance.crew_ids().filter(|&crew| may(crew)).filter_map(|crew| instance.shift(crew, day));
    let mut priced: Vec<_> = shifts
        .filter_map(|shift| {
            let able = visits.iter().copied().filter(|&visit| evaluator.allowed(visit, shift));
            let pairing = able.map(|visit| evaluator.pairing(visit, shift)).min()?;
            Some((search_position(plan, visits[0], shift).1 + pairing, shift))
        })
        .collect();
    priced.sort_unstable();
    let mut known: Vec<CrewId> = instance.current_rows(job).iter().map(|&(crew, _)| crew).collect();
    known.extend(evaluator.visits_of(job).iter().filter_map(|&v| plan.spot(v).shift()).map(|s| evaluator.crew(s)));
    let wanted = |index: usize, shift: ShiftId| index < PARTNERS || known.contains(&evaluator.crew(shift));
    let kept = priced.into_iter().enumerate().filter(|&(index, (_, shift))| wanted(index, shift));
    kept.map(|(_, (_, shift))| shift).collect()
}

/// Windows in which the crews of a day might start: the job's own, or, where they must meet, one that ends at
/// each time at which one of the shifts could be there.
fn meeting_windows(plan: &WorkingPlan<'_>, job: JobId, visit: VisitId, shifts: &[ShiftId]) -> Vec<(Minutes, Minutes)> {
    let evaluator = plan.evaluator();
    let own = evaluator.visit(visit).window;
    let Some(within) = evaluator.terms(job).start_within else { return vec![own] };
    let clock = evaluator.instance().settings.clock;
    let starts = shifts
        .iter()
        .flat_map(|&shift| (0..=plan.route(shift).len()).map(move |position| plan.start_at(visit, shift, position)));
    let mut windows: Vec<_> = starts
        .map(|start| {
            let latest = clock.wall_start(start);
            let (first, last) = evaluator.start_window(Some((latest - within).max(0)), Some(latest));
            (first.max(own.0), last.min(own.1))
        })
        .filter(|window| window.0 <= window.1)
        .collect();
    windows.sort_unstable();
    windows.dedup();
    windows
}

/// Tries all sets of shifts for one day, all starting within a window, and keeps the cheapest in `best`.
fn meet(
    plan: &mut WorkingPlan<'_>,
    visits: &[VisitId],
    shifts: &[ShiftId],
    window: (Minutes, Minutes),
    bound: i64,
    best: &mut Option<Bundle>,
) {
    for &visit in visits {
        plan.set_window(visit, window);
    }
    let places: Vec<_> = shifts
        .iter()
        .map(|&shift| {
            let (position, delta) = search_position(plan, visits[0], shift);
            Insertion { shift, position, delta }
        })
        .collect();
    let floors: Vec<_> = places.iter().map(|place| floor(plan, visits, place)).collect();
    let saved = plan.planning_saves(visits);
    let mut chosen: Vec<usize> = (0..visits.len()).collect();
    while chosen.last().is_some_and(|&last| last < places.len()) {
        let bound = best.as_ref().map_or(bound, |bundle| bundle.delta);
        let least = chosen.iter().map(|&index| floors[index]).sum::<i64>() - saved;
        if least < bound
            && let Some(assigned) = assign(plan, visits, &places, &chosen)
            && let Some(delta) = price(plan, &assigned, bound)
        {
            *best = Some(Bundle { places: assigned, delta, window: Some(window) });
        }
        if !next_set(&mut chosen, places.len()) {
            break;
        }
    }
}

/// What one of a day's visits costs at least in a place.
fn floor(plan: &WorkingPlan<'_>, visits: &[VisitId], place: &Insertion) -> i64 {
    let pairing = visits.iter().map(|&visit| plan.evaluator().pairing(visit, place.shift)).min().unwrap_or(0);
    place.delta + pairing + plan.service_floor(visits[0], place.shift)
}

/// Gives each visit one of the chosen places in which it may stand, the visits with the fewest choices being first.
fn assign(
    plan: &WorkingPlan<'_>,
    visits: &[VisitId],
    places: &[Insertion],
    chosen: &[usize],
) -> Option<Vec<(VisitId, Insertion)>> {
    let mut free = chosen.to_vec();
    let pairs = visits.iter().map(|&visit| {
        let index = free.iter().position(|&index| plan.evaluator().allowed(visit, places[index].shift))?;
        Some((visit, places[free.remove(index)]))
    });
    pairs.collect()
}

/// The next set of as many numbers below `count`, in lexicographic order.
fn next_set(chosen: &mut [usize], count: usize) -> bool {
    let size = chosen.len();
    let Some(index) = (0..size).rev().find(|&index| chosen[index] < count - size + index) else { return false };
    chosen[index] += 1;
    for later in index + 1..size {
        chosen[later] = chosen[later - 1] + 1;
    }
    true
}

/// The cheapest way found to give all visits of a job, none of them planned, to one crew; those for which `skip` is true
/// are passed over.
pub fn best_crew(
    plan: &mut WorkingPlan<'_>,
    job: JobId,
    bound: i64,
    skip: &mut dyn FnMut(CrewId) -> bool,
) -> Option<Bundle> {
    let evaluator = plan.evaluator();
    let visits = evaluator.visits_of(job).to_vec();
    let mut candidates: Vec<_> = evaluator
        .instance()
        .crew_ids()
        .filter(|&crew| !skip(crew))
        .filter_map(|crew| cheapest_days(plan, job, visits[0], visits.len(), crew))
        .collect();
    candidates.sort_by_key(|(delta, places)| (*delta, places[0].shift));
    candidates.truncate(TRIALS);
    let mut best: Option<Bundle> = None;
    for (_, places) in candidates {
        let chosen: Vec<_> = visits.iter().copied().zip(places).collect();
        let bound = best.as_ref().map_or(bound, |bundle| bundle.delta);
        if let Some(delta) = price(plan, &chosen, bound) {
            best = Some(Bundle { places: chosen, delta, window: None });
        }
    }
    best
}

/// The cheapest days of one crew for a number of visits of a job, as close together as the job asks: a shortest path
/// over the days by the prices of the routes alone.
fn cheapest_days(
    plan: &WorkingPlan<'_>,
    job: JobId,
    visit: VisitId,
    count: usize,
    crew: CrewId,
) -> Option<(i64, Vec<Insertion>)> {
    let evaluator = plan.evaluator();
    let instance = evaluator.instance();
    let shifts = instance.day_ids().filter_map(|day| instance.shift(crew, day));
    let places: Vec<Insertion> = shifts
        .filter(|&shift| evaluator.allowed(visit, shift))
        .map(|shift| {
            let (position, route) = search_position(plan, visit, shift);
            Insertion { shift, position, delta: route + evaluator.pairing(visit, shift) }
        })
        .collect();
    let most = evaluator.terms(job).gap.unwrap_or(u32::MAX);
    let near = |a: &Insertion, b: &Insertion| instance.gap(evaluator.day(a.shift), evaluator.day(b.shift)) <= most;
    let mut best: Vec<Option<(i64, Vec<usize>)>> =
        places.iter().enumerate().map(|(index, place)| Some((place.delta, vec![index]))).collect();
    for _ in 1..count {
        best = (0..places.len())
            .map(|last| {
                let before = (0..last).filter(|&index| near(&places[index], &places[last]));
                let (delta, path) = before.filter_map(|index| best[index].as_ref()).min_by_key(|(delta, _)| *delta)?;
                let path = path.iter().copied().chain([last]).collect();
                Some((delta + places[last].delta, path))
            })
            .collect();
    }
    let (delta, path) = best.into_iter().flatten().min_by_key(|(delta, _)| *delta)?;
    Some((delta, path.into_iter().map(|index| places[index]).collect()))
}

fn price(plan: &mut WorkingPlan<'_>, places: &[(VisitId, Insertion)], bound: i64) -> Option<i64> {
    with_move(places, |change| plan.delta(change, bound))
}

/// Carries out the insertion of a bundle.
pub fn insert_bundle(plan: &mut WorkingPlan<'_>, bundle: &Bundle) {
    if let Some(window) = bundle.window {
        for &(visit, _) in &bundle.places {
            plan.set_window(visit, window);
        }
    }
    with_move(&bundle.places, |change| plan.apply(change));
}

fn with_move<R>(places: &[(VisitId, Insertion)], run: impl FnOnce(&Move<'_>) -> R) -> R {
    let visits: Vec<[VisitId; 1]> = places.iter().map(|&(visit, _)| [visit]).collect();
    let pairs = visits.iter().zip(places);
    let proposals: Vec<_> =
        pairs.map(|(visit, (_, place))| Proposal::splice(place.shift, place.position, place.position, visit)).collect();
    run(&Move { proposals: &proposals, dropped: &[] })
}
