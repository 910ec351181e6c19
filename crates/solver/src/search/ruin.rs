//! Ruin: removal of related visits, so that they can be exchanged (strings: Christiaens, Vanden Berghe 2020).

use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::Neighbours;
use super::params::RuinParams;
use crate::eval::{VisitId, WorkingPlan};
use brigade_model::model::ShiftId;

/// Removes some visits around a seed and returns them. Pinned visits with one allowed shift stay, except those whose crews may
/// meet at another time.
pub fn ruin(
    plan: &mut WorkingPlan<'_>,
    neighbours: &Neighbours,
    params: &RuinParams,
    rng: &mut Xoshiro256PlusPlus,
    seed: VisitId,
) -> Vec<VisitId> {
    let visits = neighbours.visits();
    let strings_or_jobs = params.strings + params.jobs;
    let mut marked = match rng.random_range(0..100) {
        draw if draw < params.strings => strings(plan, neighbours, params, rng, seed),
        draw if draw < strings_or_jobs => jobs(plan, neighbours, params, rng, seed),
        draw if draw < strings_or_jobs + params.routes => shifts(plan, neighbours, params, rng, seed),
        _ => {
            let count = rng.random_range(1..=params.max_anywhere);
            (0..count).map(|_| visits[rng.random_range(0..visits.len())]).collect()
        }
    };
    if plan.evaluator().limits_crews() && rng.random_bool(params.whole_sites) {
        marked.truncate(params.most_sites);
        let sites: Vec<_> = marked.iter().flat_map(|&visit| plan.evaluator().visits_of_one_crew(visit)).collect();
        marked.extend(sites);
    }
    complete(plan, neighbours, &mut marked);
    remove(plan, &marked);
    marked
}

/// Strings of consecutive visits in the routes nearest to a seed (SISR).
fn strings(
    plan: &WorkingPlan<'_>,
    neighbours: &Neighbours,
    params: &RuinParams,
    rng: &mut Xoshiro256PlusPlus,
    seed: VisitId,
) -> Vec<VisitId> {
    let (planned, routes) = plan.routes().extent();
    let longest = (planned / routes.max(1)).clamp(1, params.longest_string);
    let most = (4.0 * params.mean_removed / (1 + longest) as f64 - 1.0).max(1.0);
    let count = rng.random_range(1.0..most + 1.0) as usize;
    let mut marked = Vec::new();
    let mut ruined: Vec<ShiftId> = Vec::new();
    for &visit in std::iter::once(&seed).chain(neighbours.nearest(seed)) {
        let Some(shift) = plan.position_of(visit).shift().filter(|shift| !ruined.contains(shift)) else { continue };
        let route = plan.route(shift);
        let length = rng.random_range(1..=longest.min(route.len()));
        let position = plan.position_of(visit).position as usize;
        let first = rng.random_range((position + 1).saturating_sub(length)..=position.min(route.len() - length));
        marked.extend_from_slice(&route[first..first + length]);
        ruined.push(shift);
        if ruined.len() >= count {
            break;
        }
    }
    marked
}

/// All visits of a few neighbouring jobs.
fn jobs(
    plan: &WorkingPlan<'_>,
    neighbours: &Neighbours,
    params: &RuinParams,
    rng: &mut Xoshiro256PlusPlus,
    seed: VisitId,
) -> Vec<VisitId> {
    let evaluator = plan.evaluator();
    let count = rng.random_range(1..=params.max_jobs);
    let reach = neighbours.nearest(seed).len().min(params.neighbours_per_job * count);
    let others = neighbours.nearest(seed)[..reach].sample(rng, count - 1).copied();
    let chosen: Vec<VisitId> = std::iter::once(seed).chain(others).collect();
    let with_successors = rng.random_bool(params.with_successors);
    let mut marked = Vec::new();
    for visit in chosen {
        let own = evaluator.visit(visit);
        marked.extend_from_slice(evaluator.visits_of(own.job));
        if with_successors {
            marked.extend(evaluator.successors(own.job).iter().flat_map(|&later| evaluator.visits_of(later)));
        }
    }
    marked
}

/// Whether a route is short enough to be removed whole.
fn is_short(plan: &WorkingPlan<'_>, params: &RuinParams, shift: ShiftId) -> bool {
    plan.route(shift).len() <= params.longest_whole
}

/// The whole routes of a few shifts of the same crew or of neighbours; strings where the seed's own route is too long.
fn shifts(
    plan: &WorkingPlan<'_>,
    neighbours: &Neighbours,
    params: &RuinParams,
    rng: &mut Xoshiro256PlusPlus,
    seed: VisitId,
) -> Vec<VisitId> {
    let evaluator = plan.evaluator();
    let Some(first) = plan.position_of(seed).shift() else {
        return neighbours.nearest(seed).iter().copied().take(params.around_left_out).collect();
    };
    if !is_short(plan, params, first) {
        return strings(plan, neighbours, params, rng, seed);
    }
    let mut near: Vec<ShiftId> =
        neighbours.nearest(seed).iter().filter_map(|&visit| plan.position_of(visit).shift()).collect();
    if rng.random_bool(params.same_crew) {
        near = evaluator.shift_ids().filter(|&shift| evaluator.crew(shift) == evaluator.crew(first)).collect();
    }
    near.retain(|&shift| shift != first && is_short(plan, params, shift));
    near.sort_unstable();
    near.dedup();
    near.shuffle(rng);
    near.truncate(rng.random_range(0..=params.max_further_routes));
    near.push(first);
    near.into_iter().flat_map(|shift| plan.route(shift).to_vec()).collect()
}

/// Adds the synchronised visits of other crews; keeps only planned visits that can move, each once.
fn complete(plan: &WorkingPlan<'_>, neighbours: &Neighbours, marked: &mut Vec<VisitId>) {
    let evaluator = plan.evaluator();
    for index in 0..marked.len() {
        marked.extend(partners(plan, marked[index]));
    }
    let fixed = |&visit: &VisitId| {
        let own = evaluator.visit(visit);
        let starts_in_step = evaluator.terms(own.job).start_within.is_some() || !evaluator.linked(own.job).is_empty();
        let waits = starts_in_step && own.held.is_none();
        own.pinned && neighbours.shifts(visit).len() < 2 && !waits || !neighbours.moves(visit)
    };
    // of linked jobs one may have begun, and others start with it wherever they are
    let holds = |visit: &VisitId| match evaluator.linked(evaluator.visit(*visit).job) {
        [] => fixed(visit),
        _ => !neighbours.moves(*visit),
    };
    let held = |&visit: &VisitId| fixed(&visit) || partners(plan, visit).iter().any(holds);
    marked.retain(|visit| plan.is_planned(*visit) && !held(visit));
    marked.sort_unstable();
    marked.dedup();
}

/// The visits synchronised with a planned one.
fn partners(plan: &WorkingPlan<'_>, visit: VisitId) -> Vec<VisitId> {
    let evaluator = plan.evaluator();
    let job = evaluator.visit(visit).job;
    if !evaluator.linked(job).is_empty() {
        return evaluator.visits_in_step(job).into_iter().filter(|&other| plan.is_planned(other)).collect();
    }
    let (Some(_), Some(shift)) = (evaluator.terms(job).together, plan.position_of(visit).shift()) else {
        return Vec::new();
    };
    let day = evaluator.day(shift);
    let same_day = |&&other: &&VisitId| plan.position_of(other).shift().is_some_and(|s| evaluator.day(s) == day);
    evaluator.visits_of(job).iter().filter(same_day).copied().collect()
}

/// Removes planned visits.
pub fn remove(plan: &mut WorkingPlan<'_>, visits: &[VisitId]) {
    let mut shifts: Vec<_> = visits.iter().filter_map(|&visit| plan.position_of(visit).shift()).collect();
    shifts.sort_unstable();
    shifts.dedup();
    let stays = |visit: &VisitId| !visits.contains(visit);
    let contents = shifts.iter().map(|&shift| (shift, plan.route(shift).iter().copied().filter(stays).collect()));
    let contents = contents.collect();
    plan.set_routes(contents);
}
