//! A large plan in regions that are searched side by side: each epoch divides the crews anew, each search changes only the
//! routes of its own, and what they made of them is one plan again.

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::parallel::{ParallelSearch, SearchResult, stream};
use super::progress::Progress;
use super::run::RunContext;
use crate::eval::{CostEvaluator, NearPlaceId, VisitId, WorkingPlan};
use crate::search::{Annealing, LnsState, Metaheuristic, Neighbours, Solution};
use brigade_model::model::{CrewId, ShiftId};

/// Which region each crew and each visit belongs to.
struct Division {
    crews: Vec<usize>,
    visits: Vec<usize>,
}

/// Improves a plan in regions, one per search.
pub fn evolve(parallel: &ParallelSearch<'_>, report: &(dyn Fn(Progress) + Sync)) -> SearchResult {
    let &ParallelSearch { context: RunContext { evaluator, neighbours, options }, stop, start, count, .. } = parallel;
    let epochs = options.schedule.islands.region_epochs;
    let mut searches: Vec<_> = parallel.states().map(Annealing::new).collect();
    let mut rng = stream(options.seed, count as u64);
    let (mut best, mut iterations) = (start.clone(), 0);
    for index in 0..epochs {
        let division = divide(searches[0].lns().plan(), neighbours, count, &mut rng);
        iterations += parallel.run_epoch(index, epochs, &mut searches, |region, search, epoch| {
            let moves = |visit: VisitId| division.visits[visit] == region;
            let crews = division.crews.iter().map(|&own| own == region).collect();
            let near = neighbours.within(evaluator, crews, moves);
            // What was best in another division has no place in this one.
            search.lns().reset_best();
            if near.visits().is_empty() {
                return 0;
            }
            search.lns().stay_within(near);
            epoch.run(|share| search.iterate(share))
        });
        let bests: Vec<_> = searches.iter_mut().map(|search| search.lns().best().clone()).collect();
        let plans: Vec<_> = searches.iter_mut().map(|search| Solution::of(search.lns().plan())).collect();
        let lns = searches[0].lns();
        division.join(evaluator, &bests, lns);
        let joined = Solution::of(lns.plan());
        best = bests.into_iter().chain([best, joined]).min_by_key(Solution::key).expect("some plan");
        report(Progress::of_search("search", &best, iterations));
        if stop.is_over() {
            break;
        }
        division.join(evaluator, &plans, lns);
        lns.drop_broken();
        let plan = Solution::of(lns.plan());
        searches[1..].iter_mut().for_each(|search| search.lns().load_plan(&plan));
    }
    let improved = searches.iter_mut().map(|search| search.lns().improvements()).sum();
    SearchResult { best, iterations, improvements: [("annealing", improved)].into() }
}

impl Division {
    /// A search goes on from one plan of the regions of several.
    fn join(&self, evaluator: &CostEvaluator<'_>, plans: &[Solution], lns: &mut LnsState<'_, '_>) {
        let own = |shift: ShiftId| plans[self.crews[evaluator.crew(shift)]].routes()[shift].clone();
        let windows = VisitId::enumerate(&self.visits).map(|(visit, &region)| plans[region].windows()[visit]);
        let (routes, windows): (Vec<_>, Vec<_>) = (evaluator.shift_ids().map(own).collect(), windows.collect());
        lns.load_routes(&routes, &windows);
    }
}

/// Divides the crews into regions of about as many visits; visits belong to their crew's, those left out to that of
/// the nearest planned one.
fn divide(plan: &WorkingPlan<'_>, neighbours: &Neighbours, parts: usize, rng: &mut Xoshiro256PlusPlus) -> Division {
    let evaluator = plan.evaluator();
    let mut places: Vec<Vec<NearPlaceId>> = vec![Vec::new(); evaluator.instance().crews.len()];
    for shift in evaluator.shift_ids() {
        let visited = plan.route(shift).iter().map(|&visit| evaluator.visit(visit).place);
        places[evaluator.crew(shift)].extend(visited);
    }
    let (busy, idle): (Vec<CrewId>, Vec<_>) = CrewId::range(places.len()).partition(|&crew| !places[crew].is_empty());
    let mut crews = vec![0; places.len()];
    idle.into_iter().enumerate().for_each(|(index, crew)| crews[crew] = index % parts);
    bisect(evaluator, &places, busy, (0, parts), rng, &mut crews);
    let region = |visit: VisitId| Some(crews[evaluator.crew(plan.position_of(visit).shift()?)]);
    let visits = evaluator
        .visit_ids()
        .map(|visit| {
            let near = neighbours.nearest(visit).iter().copied();
            std::iter::once(visit).chain(near).find_map(region).unwrap_or(0)
        })
        .collect();
    Division { crews, visits }
}

/// Divides crews by how much nearer they are to one of two of them that lie far apart, again and again.
fn bisect(
    evaluator: &CostEvaluator<'_>,
    places: &[Vec<NearPlaceId>],
    mut crews: Vec<CrewId>,
    (first, parts): (usize, usize),
    rng: &mut Xoshiro256PlusPlus,
    regions: &mut [usize],
) {
    if parts == 1 || crews.len() < 2 {
        crews.into_iter().for_each(|crew| regions[crew] = first);
        return;
    }
    let from = &places[crews[rng.random_range(0..crews.len())]];
    let pole = from[rng.random_range(0..from.len())];
    let metres = |crew: CrewId, pole: NearPlaceId| {
        let sum: i64 = places[crew].iter().map(|&place| i64::from(evaluator.leg(place, pole).metres)).sum();
        sum / places[crew].len() as i64
    };
    let farthest = crews.iter().copied().max_by_key(|&crew| (metres(crew, pole), crew)).expect("a crew");
    let other = places[farthest][0];
    crews.sort_by_cached_key(|&crew| (metres(crew, pole) - metres(crew, other), crew));
    let total: usize = crews.iter().map(|&crew| places[crew].len()).sum();
    let (left, mut seen) = (parts / 2, 0);
    let cut = crews.iter().position(|&crew| {
        seen += places[crew].len();
        seen * parts >= total * left
    });
    let end = (cut.unwrap_or(0) + 1).min(crews.len() - 1);
    let rest = crews.split_off(end);
    bisect(evaluator, places, crews, (first, left), rng, regions);
    bisect(evaluator, places, rest, (first + left, parts - left), rng, regions);
}
