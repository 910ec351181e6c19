//! Visits that belong together are placed together: the crews of one day, and all days of a job.

use super::insertion::{Insertion, search_position};
use crate::cost::{Move, Proposal, VisitId, WorkingPlan};
use crate::model::{CrewId, DayId, JobId, ShiftId};
use crate::units::Minutes;

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

/// The cheapest way found to plan the `crews` visits of one further day of a job that crews do together.
pub fn best_day(plan: &mut WorkingPlan<'_>, job: JobId, bound: i64, skip: &mut dyn FnMut() -> bool) -> Option<Bundle> {
    let evaluator = plan.evaluator();
    let crews = evaluator.terms(job).together? as usize;
    let free: Vec<_> =
        evaluator.visits_of(job).iter().copied().filter(|&visit| !plan.is_planned(visit)).take(crews).collect();
    if free.len() < crews {
        return None;
    }
    let mut best: Option<Bundle> = None;
    for day in 0..evaluator.instance().dates.len() {
        let taken = evaluator.visits_of(job).iter().filter_map(|&visit| plan.spot(visit).shift());
        if taken.into_iter().any(|shift| evaluator.day(shift) == day) || skip() {
            continue;
        }
        let shifts: Vec<_> = shifts_on(plan, &free, day).collect();
        for window in meeting_windows(plan, job, free[0], &shifts) {
            let bound = best.as_ref().map_or(bound, |bundle| bundle.delta);
            if let Some(bundle) = meet(plan, &free, &shifts, window, bound) {
                best = Some(bundle);
            }
        }
    }
    best
}

/// Shifts of a day in which any of the visits may stand.
fn shifts_on<'p>(plan: &'p WorkingPlan<'_>, visits: &'p [VisitId], day: DayId) -> impl Iterator<Item = ShiftId> + 'p {
    let evaluator = plan.evaluator();
    let shifts = (0..evaluator.instance().crews.len()).filter_map(move |crew| evaluator.instance().shift(crew, day));
    shifts.filter(move |&shift| visits.iter().any(|&visit| evaluator.allowed(visit, shift)))
}

/// Windows in which the crews of a day might start: the job's own, or, where they must meet, one that ends at
/// each time at which one of the shifts could be there.
fn meeting_windows(
    plan: &mut WorkingPlan<'_>,
    job: JobId,
    visit: VisitId,
    shifts: &[ShiftId],
) -> Vec<(Minutes, Minutes)> {
    let evaluator = plan.evaluator();
    let own = evaluator.visit(visit).window;
    let Some(within) = evaluator.terms(job).start_within else { return vec![own] };
    plan.set_window(visit, own);
    let clock = evaluator.instance().settings.clock;
    let mut windows: Vec<_> = shifts
        .iter()
        .map(|&shift| {
            let (position, _) = search_position(plan, visit, shift);
            let latest = clock.wall_start(plan.start_at(visit, shift, position));
            let (first, last) = evaluator.start_window(Some((latest - within).max(0)), Some(latest));
            (first.max(own.0), last.min(own.1))
        })
        .filter(|window| window.0 <= window.1)
        .collect();
    windows.sort_unstable();
    windows.dedup();
    windows
}

/// The cheapest crews for one day, all starting within a window.
fn meet(
    plan: &mut WorkingPlan<'_>,
    visits: &[VisitId],
    shifts: &[ShiftId],
    window: (Minutes, Minutes),
    bound: i64,
) -> Option<Bundle> {
    let evaluator = plan.evaluator();
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
    let mut chosen: Vec<(VisitId, Insertion)> = Vec::new();
    for &visit in visits {
        let taken = |place: &&Insertion| chosen.iter().any(|(_, other)| other.shift == place.shift);
        let free = places.iter().filter(|place| !taken(place) && evaluator.allowed(visit, place.shift));
        let best = free.min_by_key(|place| place.delta + evaluator.pairing(visit, place.shift))?;
        chosen.push((visit, *best));
    }
    let delta = price(plan, &chosen, bound)?;
    Some(Bundle { places: chosen, delta, window: Some(window) })
}

/// The cheapest way found to give all visits of a job, none of them planned, to one crew.
pub fn best_crew(plan: &mut WorkingPlan<'_>, job: JobId, bound: i64, skip: &mut dyn FnMut() -> bool) -> Option<Bundle> {
    let evaluator = plan.evaluator();
    let visits = evaluator.visits_of(job).to_vec();
    let mut candidates: Vec<_> = (0..evaluator.instance().crews.len())
        .filter(|_| !skip())
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
    let shifts = (0..instance.dates.len()).filter_map(|day| instance.shift(crew, day));
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
