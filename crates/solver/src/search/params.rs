//! What steers the search.

use super::local_search::OPERATORS;
use super::neighbours::NeighbourParams;
use super::scan::Operator;
use crate::genetic::GeneticParams;

/// Every number that steers the search.
#[derive(Clone, Debug)]
pub struct SearchParams {
    /// What makes visits neighbours.
    pub neighbours: NeighbourParams,
    /// Which visits are removed.
    pub ruin: RuinParams,
    /// How they are inserted again.
    pub recreate: RecreateParams,
    /// The neighbourhoods of the local search.
    pub operators: Vec<&'static dyn Operator>,
    /// Share of iterations that end with a local search.
    pub descents: f64,
    /// Temperature at the start, in mean travel costs of a visit.
    pub initial_temperature: f64,
    /// Temperature at the end.
    pub final_temperature: f64,
    /// How many plans back an iterated search must beat (late acceptance, Burke, Bykov 2017).
    pub history: usize,
    /// Least number of iterations between two changes of the penalties; at least one per visit.
    pub adapt_every: u32,
    /// Visits from which on annealing divides the plan into regions, one per thread.
    pub divided_from: usize,
    /// What steers the genetic search.
    pub genetic: GeneticParams,
    /// What steers the search for fewer shifts.
    pub reduction: ReductionParams,
}

impl Default for SearchParams {
    fn default() -> Self {
        Self {
            neighbours: NeighbourParams::default(),
            ruin: RuinParams::default(),
            recreate: RecreateParams::default(),
            operators: OPERATORS.to_vec(),
            descents: 0.5,
            initial_temperature: 0.6,
            final_temperature: 0.006,
            history: 300,
            adapt_every: 100,
            divided_from: 1000,
            genetic: GeneticParams::default(),
            reduction: ReductionParams::default(),
        }
    }
}

/// The search for fewer shifts.
#[derive(Clone, Debug)]
pub struct ReductionParams {
    /// Share of the search that it takes at most.
    pub share: f64,
    /// Probability that a ruin begins at a visit that is left out.
    pub around_left_out: f64,
    /// Temperature at the start, in mean travel costs of a visit.
    pub initial_temperature: f64,
    /// Temperature at the end.
    pub final_temperature: f64,
}

impl Default for ReductionParams {
    fn default() -> Self {
        Self { share: 0.5, around_left_out: 0.5, initial_temperature: 0.6, final_temperature: 0.06 }
    }
}

/// Ruin: which visits are removed from a plan.
#[derive(Clone, Debug)]
pub struct RuinParams {
    /// Percentage of ruins that remove strings of visits in neighbouring routes.
    pub strings: u32,
    /// Percentage that remove all visits of a few neighbouring jobs.
    pub jobs: u32,
    /// Percentage that remove whole routes; the rest remove random visits.
    pub routes: u32,
    /// Mean number of visits removed by strings (Christiaens, Vanden Berghe 2020: 10).
    pub mean_removed: f64,
    /// Longest string.
    pub longest_string: usize,
    /// Most jobs removed at once.
    pub max_jobs: usize,
    /// Neighbours among which each further job is drawn.
    pub neighbours_per_job: usize,
    /// Probability that the successors of the removed jobs are removed too.
    pub with_successors: f64,
    /// Visits of a route above which it is never removed whole, which would take as much time as many strings.
    pub longest_whole: usize,
    /// Probability that further whole routes are the crew's own rather than those of neighbours.
    pub same_crew: f64,
    /// Most further routes removed whole.
    pub max_further_routes: usize,
    /// Neighbours removed around a seed that is unassigned, in place of its route.
    pub around_left_out: usize,
    /// Most random visits removed.
    pub max_anywhere: u32,
    /// Probability that all visits of a site that must see one crew go together.
    pub whole_sites: f64,
    /// Most sites removed so.
    pub most_sites: usize,
}

impl Default for RuinParams {
    fn default() -> Self {
        Self {
            strings: 60,
            jobs: 18,
            routes: 14,
            mean_removed: 10.0,
            longest_string: 10,
            max_jobs: 4,
            neighbours_per_job: 4,
            with_successors: 0.5,
            longest_whole: 20,
            same_crew: 0.3,
            max_further_routes: 2,
            around_left_out: 6,
            max_anywhere: 8,
            whole_sites: 0.5,
            most_sites: 12,
        }
    }
}

/// The order in which visits are inserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsertionOrder {
    /// Random.
    Random,
    /// The dearest to leave out first.
    Dearest,
    /// The longest first.
    Longest,
    /// Those with the fewest allowed shifts first.
    Tightest,
    /// The farthest from any base first.
    Farthest,
}

/// Recreate: how visits are inserted into a plan.
#[derive(Clone, Debug)]
pub struct RecreateParams {
    /// The insertion orders, each with a probability proportional to how often it is listed.
    pub orders: Vec<InsertionOrder>,
    /// Share of shifts that an insertion skips, so that it does not always find the same position (Christiaens, Vanden Berghe
    /// 2020: 0.01): usually, and in some iterations.
    pub blinks: (f64, f64),
    /// Share of iterations with more blinks.
    pub often_blinking: f64,
    /// Allowed shifts of a visit above which the shifts of its neighbours are evaluated first, and the others only where
    /// none of these is feasible.
    pub max_shifts: usize,
    /// Mean number of visits of a route above which the positions next to its neighbours are evaluated first.
    pub long_route: usize,
    /// Unassigned visits inserted in each iteration, besides those just removed.
    pub extra_unassigned: usize,
    /// Probability that all visits of a job are inserted for one crew at once rather than one by one.
    pub whole_jobs: f64,
    /// Pairs of visits and shifts above which no best position is cached.
    pub max_cached: usize,
    /// Synchronised insertion.
    pub synchronised: SynchronisedParams,
}

impl Default for RecreateParams {
    fn default() -> Self {
        Self {
            orders: vec![
                InsertionOrder::Random,
                InsertionOrder::Random,
                InsertionOrder::Random,
                InsertionOrder::Dearest,
                InsertionOrder::Longest,
                InsertionOrder::Longest,
                InsertionOrder::Tightest,
                InsertionOrder::Farthest,
            ],
            blinks: (0.01, 0.15),
            often_blinking: 0.1,
            max_shifts: 64,
            long_route: 10,
            extra_unassigned: 8,
            whole_jobs: 0.7,
            max_cached: 12_000_000,
            synchronised: SynchronisedParams::default(),
        }
    }
}

/// Synchronised insertion: how visits that need several crews, or one crew for all, are inserted together.
#[derive(Clone, Debug)]
pub struct SynchronisedParams {
    /// How many of the cheapest crews are evaluated exactly for all visits of a job.
    pub crews: usize,
    /// How many of a day's cheapest shifts are combined.
    pub shifts: usize,
    /// How many sets of shifts of a day are looked at for linked jobs.
    pub sets: usize,
    /// How many sets of starts are tried in each.
    pub windows: usize,
}

impl Default for SynchronisedParams {
    fn default() -> Self {
        Self { crews: 3, shifts: 6, sets: 250, windows: 60 }
    }
}
