//! What steers the search.

use super::local_search::OPERATORS;
use super::scan::Operator;

/// Every number that steers the search.
#[derive(Clone, Debug)]
pub struct Params {
    /// Neighbours per visit.
    pub neighbours: usize,
    /// The neighbourhoods of a descent.
    pub operators: Vec<&'static dyn Operator>,
    /// Temperature at the start and at the end, in mean road costs of a visit.
    pub temperatures: (f64, f64),
    /// How many plans back an iterated search must beat (late acceptance, Burke, Bykov 2017).
    pub history: usize,
    /// Share of shifts that an insertion passes over, usually and in one iteration of ten.
    pub blinks: (f64, f64),
    /// Allowed shifts of a visit above which those near it are tried first, and the others only if none of these will
    /// do.
    pub most_shifts: usize,
    /// Mean number of visits of a route above which a visit is tried beside its neighbours first.
    pub long_route: usize,
    /// Visits left out that are tried again in each iteration, besides those just taken out.
    pub retried: usize,
    /// Share of iterations that end with a descent.
    pub descents: f64,
    /// Least number of iterations between two changes of the penalties; at least one per visit.
    pub adapt_every: u32,
    /// Visits from which on annealing divides the plan into regions, one per thread.
    pub divided_from: usize,
    /// What steers the genetic search.
    pub evolution: Evolution,
}

/// What steers the genetic search.
#[derive(Clone, Debug)]
pub struct Evolution {
    /// Share of the search that makes the first plans.
    pub first_share: f64,
    /// How many first plans there are.
    pub first_plans: u32,
    /// Iterations of an education for each visit that the crossover touched.
    pub education: f64,
    /// Temperature at the start of an education, in mean road costs of a visit.
    pub warm: f64,
    /// Share of iterations of an education around what the crossover touched.
    pub local: f64,
    /// Crossovers in use, by index.
    pub crossovers: Vec<usize>,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            neighbours: 30,
            operators: OPERATORS.to_vec(),
            temperatures: (0.6, 0.006),
            history: 300,
            blinks: (0.01, 0.15),
            most_shifts: 64,
            long_route: 10,
            retried: 8,
            descents: 0.5,
            adapt_every: 100,
            divided_from: 1000,
            evolution: Evolution::default(),
        }
    }
}

impl Default for Evolution {
    fn default() -> Self {
        Self { first_share: 0.5, first_plans: 4, education: 20.0, warm: 0.03, local: 0.8, crossovers: vec![0, 1, 2] }
    }
}
