//! A large plan in regions that are searched side by side: each epoch divides the crews anew, each search changes only the
//! routes of its own, and what they made of them is one plan again.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::ThreadPoolBuilder;

use super::parallel::{ParallelSearch, SearchResult, stream};
use super::progress::Progress;
use super::ranks::{Communicator, own_regions};
use super::run::RunContext;
use super::snapshot::{Snapshot, Snapshots};
use super::wire::{WireReader, WireWriter};
use crate::eval::{CostEvaluator, NearPlaceId, VisitId, WorkingPlan};
use crate::search::{Annealing, LnsState, Metaheuristic, Neighbours, Solution};
use crate::stop::StoppingCriterion;
use brigade_model::model::{CrewId, ShiftId};

/// Which region each crew and each visit belongs to.
#[derive(Clone)]
struct Division {
    crews: Vec<usize>,
    visits: Vec<usize>,
}

/// What a rank that is not the first is asked to do.
enum Order {
    /// To begin a search in regions: their number, the seed, iterations, milliseconds since its start and in all, and the
    /// plan that it begins with.
    Search { count: usize, seed: u64, iterations: Option<u64>, elapsed: u64, total: Option<u64>, start: Solution },
    /// To search its regions during an epoch, all going on from a plan.
    Epoch { index: u32, plan: Solution, division: Division },
    /// Nothing more.
    Dismissed,
}

/// What the regions of a rank come to in an epoch.
struct EpochResult {
    iterations: u64,
    /// How often its searches have found a better plan since they began.
    improvements: u64,
    /// Of each region the best plan and the current one.
    plans: Vec<(Solution, Solution)>,
}

/// Improves a plan in regions, one per search, which all ranks share.
pub fn evolve(
    parallel: &ParallelSearch<'_>,
    snapshots: Option<Snapshots<'_>>,
    report: &(dyn Fn(Progress) + Sync),
) -> SearchResult {
    let &ParallelSearch { context: RunContext { evaluator, neighbours, options }, stop, count, .. } = parallel;
    let (epochs, ranks) = (options.schedule.islands.region_epochs, options.ranks);
    let resumed = snapshots.and_then(|snapshots| snapshots.resume).filter(|snapshot| snapshot.is_of(evaluator));
    let first = resumed.map_or(0, |snapshot| snapshot.epochs);
    let start = resumed.map_or(parallel.start, |snapshot| &snapshot.plan);
    // Searches that go on draw other numbers than those that began.
    let seed = parallel.seed.wrapping_add(u64::from(first) << 32);
    let parallel = &ParallelSearch { start, seed, ..*parallel };
    order(ranks, || Order::search(parallel));
    let mut searches: Vec<_> = own_searches(parallel).collect();
    let mut rng = stream(seed, count as u64);
    let mut best = resumed.map_or(start, |snapshot| &snapshot.best).clone();
    let (done, improved) = resumed.map_or((0, 0), |snapshot| (snapshot.iterations, snapshot.improvements));
    let (mut iterations, mut improvements) = (done, improved);
    for index in first..epochs {
        let base = Solution::of(searches[0].lns().plan());
        let division = divide(searches[0].lns().plan(), neighbours, count, &mut rng);
        order(ranks, || Order::Epoch { index, plan: base.clone(), division: division.clone() });
        let own = search_epoch(parallel, index, &division, &mut searches);
        let all = share(ranks, own, &base, count);
        iterations += all.iterations;
        improvements = improved + all.improvements;
        let (bests, plans): (Vec<_>, Vec<_>) = all.plans.into_iter().unzip();
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
        if let Some(snapshots) = snapshots {
            let (epochs, elapsed, best) = (index + 1, stop.elapsed(), best.clone());
            (snapshots.keep)(&Snapshot { epochs, iterations, improvements, elapsed, plan, best });
        }
    }
    SearchResult { best, iterations, improvements: [("annealing", improvements)].into() }
}

/// Searches the regions of a rank that is not the first, as the first asks.
pub fn assist(context: RunContext<'_>, interrupted: &Arc<AtomicBool>) {
    let ranks = context.options.ranks;
    let pool = ThreadPoolBuilder::new().num_threads(context.options.threads()).build().expect("threads start");
    let mut next = Order::receive(ranks);
    while let Order::Search { count, seed, iterations, elapsed, total, start } = next {
        let begun = Instant::now().checked_sub(Duration::from_millis(elapsed)).unwrap_or_else(Instant::now);
        let stop = StoppingCriterion::new(begun, total.map(Duration::from_millis), iterations);
        let stop = stop.interrupted_by(interrupted);
        let parallel = &ParallelSearch { context, stop: &stop, start: &start, pool: &pool, count, seed };
        let mut searches: Vec<_> = own_searches(parallel).collect();
        next = Order::receive(ranks);
        while let Order::Epoch { index, plan, division } = next {
            searches.iter_mut().for_each(|search| search.lns().load_plan(&plan));
            let own = search_epoch(parallel, index, &division, &mut searches);
            share(ranks, own, &plan, count);
            next = Order::receive(ranks);
        }
    }
}

/// Lets all ranks but the first end.
pub fn dismiss(ranks: &dyn Communicator) {
    order(ranks, || Order::Dismissed);
}

fn order(ranks: &dyn Communicator, order: impl FnOnce() -> Order) {
    if ranks.size() > 1 {
        ranks.broadcast(order().to_bytes());
    }
}

/// The searches of a rank, one for each of its regions.
fn own_searches<'s>(parallel: &ParallelSearch<'s>) -> impl Iterator<Item = Annealing<'s, 's>> {
    own_regions(parallel.context.options.ranks, parallel.count).map(|region| Annealing::new(parallel.state(region)))
}

/// Searches the regions of a rank during an epoch.
fn search_epoch(
    parallel: &ParallelSearch<'_>,
    index: u32,
    division: &Division,
    searches: &mut [Annealing<'_, '_>],
) -> EpochResult {
    let RunContext { evaluator, neighbours, options } = parallel.context;
    let regions: Vec<_> = own_regions(options.ranks, parallel.count).collect();
    let epochs = options.schedule.islands.region_epochs;
    let iterations = parallel.run_epoch(index, epochs, searches, |own, search, epoch| {
        let region = regions[own];
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
    let improvements = searches.iter_mut().map(|search| search.lns().improvements()).sum();
    let plans = |search: &mut Annealing<'_, '_>| {
        let lns = search.lns();
        (lns.best().clone(), Solution::of(lns.plan()))
    };
    EpochResult { iterations, improvements, plans: searches.iter_mut().map(plans).collect() }
}

/// What the regions of all ranks come to, in order; `base` is the plan that they began with.
fn share(ranks: &dyn Communicator, own: EpochResult, base: &Solution, count: usize) -> EpochResult {
    if ranks.size() == 1 {
        return own;
    }
    let all: Vec<_> = ranks.all_gather(own.to_bytes(base));
    let read = |bytes: &Vec<u8>| EpochResult::from_bytes(bytes, base).expect("ranks of one version speak alike");
    let by_rank: Vec<_> = all.iter().map(read).collect();
    let iterations = by_rank.iter().map(|own| own.iterations).sum();
    let improvements = by_rank.iter().map(|own| own.improvements).sum();
    let mut plans: Vec<_> = by_rank.into_iter().map(|own| own.plans.into_iter()).collect();
    let plans = (0..count).map(|region| plans[region % ranks.size()].next().expect("a rank has its regions"));
    EpochResult { iterations, improvements, plans: plans.collect() }
}

impl Order {
    fn search(parallel: &ParallelSearch<'_>) -> Self {
        let ParallelSearch { stop, start, count, seed, .. } = *parallel;
        let (elapsed, total) = (stop.elapsed().as_millis() as u64, stop.total().map(|total| total.as_millis() as u64));
        Self::Search { count, seed, iterations: stop.iterations(), elapsed, total, start: start.clone() }
    }

    fn receive(ranks: &dyn Communicator) -> Self {
        Self::from_bytes(&ranks.broadcast(Vec::new())).expect("ranks of one version speak alike")
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = WireWriter::default();
        match self {
            Self::Dismissed => writer.number(0),
            Self::Search { count, seed, iterations, elapsed, total, start } => {
                [1, *count as u64, *seed, *elapsed].into_iter().for_each(|number| writer.number(number));
                for limit in [iterations, total] {
                    writer.indices(limit.iter().map(|_| 0));
                    limit.iter().for_each(|&limit| writer.number(limit));
                }
                writer.solution(start);
            }
            Self::Epoch { index, plan, division } => {
                [2, u64::from(*index)].into_iter().for_each(|number| writer.number(number));
                writer.solution(plan);
                writer.indices(division.crews.iter().copied());
                writer.indices(division.visits.iter().copied());
            }
        }
        writer.into_bytes()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = WireReader::new(bytes);
        let limit = |reader: &mut WireReader<'_>| {
            let is_there = !reader.indices()?.is_empty();
            Some(if is_there { Some(reader.number()?) } else { None })
        };
        Some(match reader.number()? {
            0 => Self::Dismissed,
            1 => Self::Search {
                count: reader.number()? as usize,
                seed: reader.number()?,
                elapsed: reader.number()?,
                iterations: limit(&mut reader)?,
                total: limit(&mut reader)?,
                start: reader.solution()?,
            },
            _ => Self::Epoch {
                index: u32::try_from(reader.number()?).ok()?,
                plan: reader.solution()?,
                division: Division { crews: reader.indices()?, visits: reader.indices()? },
            },
        })
    }
}

impl EpochResult {
    fn to_bytes(&self, base: &Solution) -> Vec<u8> {
        let mut writer = WireWriter::default();
        [self.iterations, self.improvements, self.plans.len() as u64].into_iter().for_each(|n| writer.number(n));
        for (best, current) in &self.plans {
            writer.changed(best, base);
            writer.changed(current, base);
        }
        writer.into_bytes()
    }

    fn from_bytes(bytes: &[u8], base: &Solution) -> Option<Self> {
        let mut reader = WireReader::new(bytes);
        let (iterations, improvements, count) = (reader.number()?, reader.number()?, reader.number()?);
        let plans = (0..count).map(|_| Some((reader.changed(base)?, reader.changed(base)?))).collect::<Option<_>>()?;
        Some(Self { iterations, improvements, plans })
    }
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::search::Improvements;
    use crate::solve::ranks::threads::on_ranks;
    use crate::solve::{SolveOptions, assist, dismiss, solve};
    use brigade_generate::{GeneratorOptions, Profile, generate};
    use brigade_model::model::{Instance, Plan};

    fn week() -> Instance {
        let size = GeneratorOptions { crews: 12, sites: 60, seed: 1, profile: Profile::Service };
        generate(&size).expect("sizes within range").instance
    }

    /// The plan of so many ranks and threads, with its iterations and improvements; and the snapshots.
    fn planned(size: usize, threads: usize, resume: Option<&Snapshot>) -> ((Plan, u64, Improvements), Vec<Snapshot>) {
        let (instance, kept) = (week(), Mutex::new(Vec::new()));
        let keep = |snapshot: &Snapshot| kept.lock().expect("nobody panics").push(snapshot.clone());
        let found = on_ranks(size, |ranks| {
            let snapshots = Some(Snapshots { keep: &keep, resume });
            let mut options = SolveOptions { ranks, threads, snapshots, ..SolveOptions::default() };
            options.params.divided_from = 1;
            options.schedule.islands.region_epochs = 6;
            options.schedule.islands.region_visits = 12;
            if ranks.rank() > 0 {
                assist(&instance, &options, &Arc::default());
                return None;
            }
            let stop = StoppingCriterion::new(Instant::now(), None, Some(600));
            let outcome = solve(&instance, &options, &stop, &|_| {});
            dismiss(ranks);
            Some((outcome.plan, outcome.iterations, outcome.improvements))
        });
        (found.expect("a plan of the first rank"), kept.into_inner().expect("nobody panics"))
    }

    #[test]
    fn ranks_and_threads_make_no_difference() {
        let (alone, kept) = planned(1, 1, None);
        assert!(alone.1 >= 600 && kept.len() >= 5, "{} iterations, {} snapshots", alone.1, kept.len());
        for (size, threads) in [(1, 3), (2, 1), (3, 2), (8, 1)] {
            let (own, snapshots) = planned(size, threads, None);
            assert!(own == alone, "{size} ranks, {threads} threads");
            let plans = |kept: &[Snapshot]| kept.iter().map(|own| own.plan.clone()).collect::<Vec<_>>();
            assert_eq!(plans(&snapshots), plans(&kept));
        }
    }

    #[test]
    fn a_run_goes_on_from_a_snapshot() {
        let (whole, kept) = planned(2, 1, None);
        let snapshot = Snapshot::from_bytes(&kept[2].to_bytes()).expect("a snapshot");
        assert_eq!(snapshot.plan, kept[2].plan);
        let (resumed, later) = planned(1, 1, Some(&snapshot));
        assert_eq!((resumed.1, later.len()), (whole.1, kept.len() - 3), "the epochs that were left");
        assert!(later.iter().all(|own| own.best.key() <= snapshot.best.key()));
        assert!(planned(3, 2, Some(&snapshot)).0 == resumed);
        assert_eq!(Snapshot::from_bytes(&kept[2].to_bytes()[1..]), None);
    }

    #[test]
    fn a_snapshot_of_another_week_counts_for_nothing() {
        let (_, kept) = planned(1, 1, None);
        let empty = Solution::new(Vec::new(), Vec::new(), (0, 0), kept[0].best.cost);
        let foreign = Snapshot { plan: empty, ..kept[2].clone() };
        assert!(planned(1, 1, Some(&foreign)).0 == planned(1, 1, None).0);
    }
}
