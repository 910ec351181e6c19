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
    /// What is taken out.
    pub ruin: RuinParams,
    /// How it is put back.
    pub recreate: RecreateParams,
    /// The neighbourhoods of a descent.
    pub operators: Vec<&'static dyn Operator>,
    /// Share of iterations that end with a descent.
    pub descents: f64,
    /// Temperature at the start and at the end, in mean travel costs of a visit.
    pub temperatures: (f64, f64),
    /// How many plans back an iterated search must beat (late acceptance, Burke, Bykov 2017).
    pub history: usize,
    /// Least number of iterations between two changes of the penalties; at least one per visit.
    pub adapt_every: u32,
    /// Visits from which on annealing divides the plan into regions, one per thread.
    pub divided_from: usize,
    /// What steers the genetic search.
    pub genetic: GeneticParams,
}

impl Default for SearchParams {
    fn default() -> Self {
        Self {
            neighbours: NeighbourParams::default(),
            ruin: RuinParams::default(),
            recreate: RecreateParams::default(),
            operators: OPERATORS.to_vec(),
            descents: 0.5,
            temperatures: (0.6, 0.006),
            history: 300,
            adapt_every: 100,
            divided_from: 1000,
            genetic: GeneticParams::default(),
        }
    }
}

/// What is taken out of a plan.
#[derive(Clone, Debug)]
pub struct RuinParams {
    /// Percentage of ruins that take out strings of visits near each other.
    pub strings: u32,
    /// Percentage that take out all visits of a few jobs near each other.
    pub jobs: u32,
    /// Percentage that take out whole routes; the rest take out visits from anywhere.
    pub routes: u32,
    /// Mean number of visits that strings take out (Christiaens, Vanden Berghe 2020: 10).
    pub mean_removed: f64,
    /// Longest string.
    pub longest_string: usize,
    /// Most jobs taken out at once.
    pub most_jobs: usize,
    /// Neighbours among which each further job is drawn.
    pub neighbours_per_job: usize,
    /// How often the jobs that wait for those taken out are taken out too.
    pub with_successors: f64,
    /// Visits of a route above which it is never taken out whole, which would cost as much time as many strings.
    pub longest_whole: usize,
    /// How often further whole routes are the crew's own rather than those of neighbours.
    pub same_crew: f64,
    /// Most further routes taken out whole.
    pub most_further_routes: usize,
    /// Neighbours taken out around a visit that is left out, in place of its route.
    pub around_left_out: usize,
    /// Most visits taken out from anywhere.
    pub most_anywhere: u32,
}

impl Default for RuinParams {
    fn default() -> Self {
        Self {
            strings: 60,
            jobs: 18,
            routes: 14,
            mean_removed: 10.0,
            longest_string: 10,
            most_jobs: 4,
            neighbours_per_job: 4,
            with_successors: 0.5,
            longest_whole: 20,
            same_crew: 0.3,
            most_further_routes: 2,
            around_left_out: 6,
            most_anywhere: 8,
        }
    }
}

/// In which order visits are put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsertionOrder {
    /// By chance.
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

/// How visits are put back into a plan.
#[derive(Clone, Debug)]
pub struct RecreateParams {
    /// The orders in which visits are put back, each drawn as often as it stands here.
    pub orders: Vec<InsertionOrder>,
    /// Share of shifts that an insertion passes over, so that not always the same place is found (Christiaens, Vanden Berghe
    /// 2020: 0.01): usually, and in some iterations.
    pub blinks: (f64, f64),
    /// Share of iterations with more blinks.
    pub often_blinking: f64,
    /// Allowed shifts of a visit above which those near it are tried first, and the others only if none of these will
    /// do.
    pub most_shifts: usize,
    /// Mean number of visits of a route above which a visit is tried beside its neighbours first.
    pub long_route: usize,
    /// Visits left out that are tried again in each iteration, besides those just taken out.
    pub retried: usize,
    /// How often all visits of a job are given to one crew at once rather than one by one.
    pub whole_jobs: f64,
    /// Pairs of visits and shifts above which no best position is remembered.
    pub most_cached: usize,
    /// How visits that belong together are inserted together.
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
            most_shifts: 64,
            long_route: 10,
            retried: 8,
            whole_jobs: 0.7,
            most_cached: 12_000_000,
            synchronised: SynchronisedParams::default(),
        }
    }
}

/// How visits that belong together are inserted together.
#[derive(Clone, Debug)]
pub struct SynchronisedParams {
    /// How many of the cheapest crews are tried in full for all visits of a job.
    pub crews: usize,
    /// How many of a day's cheapest shifts are tried together.
    pub shifts: usize,
}

impl Default for SynchronisedParams {
    fn default() -> Self {
        Self { crews: 3, shifts: 6 }
    }
}
