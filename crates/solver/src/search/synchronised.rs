//! Synchronised insertion: the visits of all crews of a day, or of all days of a job, are inserted together.

use smallvec::{SmallVec, smallvec};

use super::in_step::best_in_step;
use super::insertion::{Insertion, InsertionCache, search_position};
use super::params::SynchronisedParams;
use crate::eval::{Move, Proposal, VisitId, WorkingPlan};
use brigade_model::model::{CrewId, DayId, JobId, ShiftId};
use brigade_model::units::{Minutes, Money};

/// Places for several visits, each in a shift of its own.
pub struct SynchronisedInsertion {
    /// The visits with their places.
    pub places: Vec<(VisitId, Insertion)>,
    /// What all of them together add to the penalised cost.
    pub delta: Money,
    /// The starts allowed to each of them, working clock; none where these stay as they are.
    pub(super) windows: Vec<(Minutes, Minutes)>,
}

/// The cheapest way found to plan the `crews` visits of one further day of a job that crews do together, or the visits of
/// linked jobs, by crews for which `may` is true; days for which `skip` is true are passed over.
pub fn best_day(
    plan: &mut WorkingPlan<'_>,
    params: &SynchronisedParams,
    job: JobId,
    bound: Money,
    skip: &mut dyn FnMut(DayId) -> bool,
    may: &dyn Fn(CrewId) -> bool,
) -> Option<SynchronisedInsertion> {
    let evaluator = plan.evaluator();
    if !evaluator.linked(job).is_empty() {
        return best_in_step(plan, params, job, bound, skip, may);
    }
    let crews = evaluator.terms(job).together? as usize;
    let left_out = evaluator.visits_of(job).iter().copied().filter(|&visit| !plan.is_planned(visit));
    let free: Vec<_> = left_out.take(crews).collect();
    if free.len() < crews {
        return None;
    }
    let mut best: Option<SynchronisedInsertion> = None;
    for day in evaluator.instance().day_ids() {
        let mut taken = evaluator.visits_of(job).iter().filter_map(|&visit| plan.position_of(visit).shift());
        if taken.any(|shift| evaluator.day(shift) == day) || skip(day) {
            continue;
        }
        let shifts = partners(plan, params, job, &free, day, may);
        for window in meeting_windows(plan, job, free[0], &shifts) {
            best_set(plan, &free, &shifts, window, bound, &mut best);
        }
    }
    best
}

/// The cheapest shifts of a day for the visits of a job, and those of crews that know the job.
fn partners(
    plan: &mut WorkingPlan<'_>,
    params: &SynchronisedParams,
    job: JobId,
    visits: &[VisitId],
    day: DayId,
    may: &dyn Fn(CrewId) -> bool,
) -> Vec<ShiftId> {
    open_windows(plan, visits);
    let evaluator = plan.evaluator();
    let instance = evaluator.instance();
    let shifts = instance.crew_ids().filter(|&crew| may(crew)).filter_map(|crew| instance.shift(crew, day));
    let mut priced: Vec<_> = shifts
        .filter_map(|shift| {
            let able = visits.iter().copied().filter(|&visit| evaluator.allowed(visit, shift));
            let cost = able.map(|visit| evaluator.visit_cost(visit, shift)).min()?;
            Some((search_position(plan, visits[0], shift).1 + cost, shift))
        })
        .collect();
    priced.sort_unstable();
    let mut known: Vec<CrewId> = instance.current_rows(job).iter().map(|&(crew, _)| crew).collect();
    known.extend(
        evaluator.visits_of(job).iter().filter_map(|&v| plan.position_of(v).shift()).map(|s| evaluator.crew(s)),
    );
    cheapest_or_known(plan, params, priced, &known).map(|(_, shift)| shift).collect()
}

/// Of shifts with their prices, ascending: the first ones, and those of known crews.
pub(super) fn cheapest_or_known(
    plan: &WorkingPlan<'_>,
    params: &SynchronisedParams,
    priced: Vec<(Money, ShiftId)>,
    known: &[CrewId],
) -> impl Iterator<Item = (Money, ShiftId)> {
    let crew = |shift: ShiftId| plan.evaluator().crew(shift);
    let wanted =
        move |(index, (_, shift)): &(usize, (Money, ShiftId))| *index < params.shifts || known.contains(&crew(*shift));
    priced.into_iter().enumerate().filter(wanted).map(|(_, priced)| priced)
}

/// Lets visits that are left out start whenever their jobs allow.
pub(super) fn open_windows(plan: &mut WorkingPlan<'_>, visits: &[VisitId]) {
    for &visit in visits {
        plan.set_window(visit, plan.evaluator().visit(visit).window);
    }
}

/// Windows in which the crews of a day might start: the job's own, or, where they must meet, one that ends at
/// each time at which one of the shifts could be there.
fn meeting_windows(plan: &WorkingPlan<'_>, job: JobId, visit: VisitId, shifts: &[ShiftId]) -> Vec<(Minutes, Minutes)> {
    let evaluator = plan.evaluator();
    let own = evaluator.visit(visit).window;
    let Some(within) = evaluator.terms(job).start_within else { return vec![own] };
    let clock = evaluator.instance().settings.clock;
    let starts = shifts.iter().flat_map(|&shift| {
        (0..=plan.route(shift).len()).map(move |position| plan.routes().start_at(visit, shift, position))
    });
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

/// Enumerates the sets of shifts for one day, all starting within a window, and keeps the cheapest in `best`.
fn best_set(
    plan: &mut WorkingPlan<'_>,
    visits: &[VisitId],
    shifts: &[ShiftId],
    window: (Minutes, Minutes),
    bound: Money,
    best: &mut Option<SynchronisedInsertion>,
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
    let least: Vec<_> = places.iter().map(|place| lower_bound(plan, visits, place)).collect();
    let saved = plan.lower_bounds().most_saved_by_planning(visits);
    let mut chosen: Vec<usize> = (0..visits.len()).collect();
    while chosen.last().is_some_and(|&last| last < places.len()) {
        let bound = best.as_ref().map_or(bound, |best| best.delta);
        let bound_of_set = chosen.iter().map(|&index| least[index]).sum::<Money>() - saved;
        if bound_of_set < bound
            && let Some(assigned) = assign(plan, visits, &places, &chosen)
            && let Some(delta) = delta(plan, &assigned, bound)
        {
            let windows = vec![window; assigned.len()];
            *best = Some(SynchronisedInsertion { places: assigned, delta, windows });
        }
        if !next_set(&mut chosen, places.len()) {
            break;
        }
    }
}

/// What one of a day's visits adds at least in a place.
fn lower_bound(plan: &WorkingPlan<'_>, visits: &[VisitId], place: &Insertion) -> Money {
    let costs = visits.iter().map(|&visit| plan.evaluator().visit_cost(visit, place.shift));
    place.delta + costs.min().unwrap_or(Money::ZERO) + plan.lower_bounds().service(visits[0], place.shift)
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
    params: &SynchronisedParams,
    job: JobId,
    bound: Money,
    skip: &mut dyn FnMut(CrewId) -> bool,
) -> Option<SynchronisedInsertion> {
    let evaluator = plan.evaluator();
    let visits = evaluator.visits_of(job).to_vec();
    let mut candidates: Vec<_> = evaluator
        .instance()
        .crew_ids()
        .filter(|&crew| !skip(crew))
        .filter_map(|crew| cheapest_days(plan, job, visits[0], visits.len(), crew))
        .collect();
    candidates.sort_by_key(|(delta, places)| (*delta, places[0].shift));
    candidates.truncate(params.crews);
    let mut best: Option<SynchronisedInsertion> = None;
    for (_, places) in candidates {
        let chosen: Vec<_> = visits.iter().copied().zip(places).collect();
        let bound = best.as_ref().map_or(bound, |best| best.delta);
        if let Some(delta) = delta(plan, &chosen, bound) {
            best = Some(SynchronisedInsertion { places: chosen, delta, windows: Vec::new() });
        }
    }
    best
}

/// The cheapest way found to give visits of several jobs, none of them planned, to one crew; those for which `skip` is true are
/// passed over.
pub fn best_crew_of_site(
    plan: &mut WorkingPlan<'_>,
    cache: &mut InsertionCache,
    params: &SynchronisedParams,
    visits: &[VisitId],
    bound: Money,
    skip: &mut dyn FnMut(CrewId) -> bool,
) -> Option<SynchronisedInsertion> {
    let crews = plan.evaluator().instance().crew_ids().filter(|&crew| !skip(crew));
    let mut candidates: Vec<_> = crews.filter_map(|crew| cheapest_shifts(plan, cache, visits, crew)).collect();
    candidates.sort_by_key(|(delta, places)| (*delta, places[0].1.shift));
    candidates.truncate(params.crews);
    let mut best: Option<SynchronisedInsertion> = None;
    for (_, places) in candidates {
        let bound = best.as_ref().map_or(bound, |best| best.delta);
        if let Some(delta) = delta(plan, &places, bound) {
            best = Some(SynchronisedInsertion { places, delta, windows: Vec::new() });
        }
    }
    best
}

/// The cheapest shift of a crew for each of some visits by the cost of the route alone, each of a job in another; in the order
/// of shifts and positions.
fn cheapest_shifts(
    plan: &WorkingPlan<'_>,
    cache: &mut InsertionCache,
    visits: &[VisitId],
    crew: CrewId,
) -> Option<(Money, Vec<(VisitId, Insertion)>)> {
    let evaluator = plan.evaluator();
    let instance = evaluator.instance();
    let mut places: Vec<(VisitId, Insertion)> = Vec::with_capacity(visits.len());
    for &visit in visits {
        let job = evaluator.visit(visit).job;
        let taken = |shift: ShiftId| {
            places.iter().any(|&(other, place)| place.shift == shift && evaluator.visit(other).job == job)
        };
        let shifts = instance.day_ids().filter_map(|day| instance.shift(crew, day));
        let able = shifts.filter(|&shift| evaluator.allowed(visit, shift) && !taken(shift));
        let context = plan.lower_bounds().insertion_context(visit);
        let priced = able.filter_map(|shift| {
            let (position, route) = cache.best_position(plan, visit, &context, shift, Money::MAX)?;
            Some(Insertion { shift, position, delta: route + evaluator.visit_cost(visit, shift) })
        });
        let place = priced.min_by_key(|place| (place.delta, place.shift))?;
        places.push((visit, place));
    }
    places.sort_by_key(|(_, place)| (place.shift, place.position));
    Some((places.iter().map(|(_, place)| place.delta).sum(), places))
}

/// The cheapest days of one crew for a number of visits of a job, as close together as the job asks: a shortest path
/// over the days by the costs of the routes alone.
fn cheapest_days(
    plan: &WorkingPlan<'_>,
    job: JobId,
    visit: VisitId,
    count: usize,
    crew: CrewId,
) -> Option<(Money, Vec<Insertion>)> {
    let evaluator = plan.evaluator();
    let instance = evaluator.instance();
    let shifts = instance.day_ids().filter_map(|day| instance.shift(crew, day));
    let places: Vec<Insertion> = shifts
        .filter(|&shift| evaluator.allowed(visit, shift))
        .map(|shift| {
            let (position, route) = search_position(plan, visit, shift);
            Insertion { shift, position, delta: route + evaluator.visit_cost(visit, shift) }
        })
        .collect();
    let most = evaluator.terms(job).gap.unwrap_or(u32::MAX);
    let near = |a: &Insertion, b: &Insertion| instance.gap(evaluator.day(a.shift), evaluator.day(b.shift)) <= most;
    let mut best: Vec<Option<(Money, Vec<usize>)>> =
        places.iter().enumerate().map(|(index, place)| Some((place.delta, vec![index]))).collect();
    for _ in 1..count {
        best = (0..places.len())
            .map(|last| {
                let before = (0..last).filter(|&index| near(&places[index], &places[last]));
                let (delta, path) = before.filter_map(|index| best[index].as_ref()).min_by_key(|(delta, _)| *delta)?;
                let path = path.iter().copied().chain([last]).collect();
                Some((*delta + places[last].delta, path))
            })
            .collect();
    }
    let (delta, path) = best.into_iter().flatten().min_by_key(|(delta, _)| *delta)?;
    Some((delta, path.into_iter().map(|index| places[index]).collect()))
}

pub(super) fn delta(plan: &mut WorkingPlan<'_>, places: &[(VisitId, Insertion)], bound: Money) -> Option<Money> {
    let splices = splices(plan, places);
    with_move(&splices, |change| plan.delta(change, bound))
}

/// Carries out a synchronised insertion.
pub fn insert_synchronised(plan: &mut WorkingPlan<'_>, insertion: &SynchronisedInsertion) {
    for (&(visit, _), &window) in insertion.places.iter().zip(&insertion.windows) {
        plan.set_window(visit, window);
    }
    let splices = splices(plan, &insertion.places);
    with_move(&splices, |change| plan.apply(change));
}

/// Visits in place of those of a shift from one position to another.
type Splice = (ShiftId, (usize, usize), SmallVec<[VisitId; 1]>);

/// A splice for each shift; places that share one are in the order of their positions.
fn splices(plan: &WorkingPlan<'_>, places: &[(VisitId, Insertion)]) -> Vec<Splice> {
    let mut splices: Vec<Splice> = Vec::with_capacity(places.len());
    for &(visit, Insertion { shift, position, .. }) in places {
        match splices.iter_mut().find(|splice| splice.0 == shift) {
            Some((_, (_, to), middle)) => {
                middle.extend_from_slice(&plan.route(shift)[*to..position]);
                middle.push(visit);
                *to = position;
            }
            None => splices.push((shift, (position, position), smallvec![visit])),
        }
    }
    splices
}

fn with_move<R>(splices: &[Splice], run: impl FnOnce(&Move<'_>) -> R) -> R {
    let proposals: Vec<Proposal<'_>> =
        splices.iter().map(|(shift, (from, to), middle)| Proposal::splice(*shift, *from, *to, middle)).collect();
    run(&Move { proposals: &proposals, dropped: &[] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::CostEvaluator;
    use crate::search::RecreateParams;
    use brigade_model::model::Sketch;
    use brigade_model::rules::RULES;

    /// Two jobs of a site that must see one crew, on Monday and on Tuesday; the crew that is nearer has no time on Tuesday.
    #[test]
    fn a_site_goes_to_a_crew_that_can_do_all_of_it() {
        let mut sketch = Sketch::new();
        sketch.crew("near", (0.0, 0.0));
        sketch.crew("far", (60.0, 0.0));
        sketch.site("elsewhere", (1.0, 0.0));
        let tuesday = sketch.date(1);
        sketch.job("all day", 470).latest = Some(tuesday);
        sketch.parts.jobs[0].earliest = Some(tuesday);
        sketch.site("farm", (0.0, 5.0)).one_crew = true;
        for day in 0..2 {
            let date = sketch.date(day);
            let job = sketch.job(&format!("work{day}"), 120);
            (job.earliest, job.latest) = (Some(date), Some(date));
        }
        let (instance, plan) = (sketch.instance(), sketch.plan(&[(0, 1, &[0])]));
        let evaluator = CostEvaluator::new(&instance, RULES);
        let mut working = crate::search::Solution::from_plan(&evaluator, &plan).load(&evaluator);
        working.set_penalties(evaluator.strict_penalties());
        let [first, second] = [1, 2].map(|job| evaluator.visits_of(JobId::new(job))[0]);
        assert_eq!(evaluator.visits_of_one_crew(first), [first, second]);
        assert!(evaluator.visits_of_one_crew(evaluator.visits_of(JobId::new(0))[0]).is_empty());
        let (params, before) = (SynchronisedParams::default(), working.penalised());
        let mut cache = InsertionCache::new(&evaluator, &RecreateParams::default());
        let found = best_crew_of_site(&mut working, &mut cache, &params, &[first, second], Money::ZERO, &mut |_| false);
        let found = found.expect("a crew");
        insert_synchronised(&mut working, &found);
        assert_eq!(working.penalised(), before + found.delta);
        let crews = [first, second].map(|visit| working.position_of(visit).shift().map(|shift| evaluator.crew(shift)));
        assert_eq!(crews, [Some(CrewId::new(1)); 2]);
        assert!(working.is_feasible());
    }
}
