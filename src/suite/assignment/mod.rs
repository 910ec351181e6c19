//! Generalized assignment problem: every item to one agent, within capacities, at least cost.
//!
//! Simulated annealing finds a first assignment. Lagrangian relaxation of the assignment rows gives a bound, variable
//! fixing by reduced costs, and a diving heuristic; an integer program closes the rest.

mod annealing;
mod dive;
mod knapsack;
mod lagrangian;
mod program;

use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::files::public::Assignment;
use annealing::AnnealingState;
use dive::Dives;
use lagrangian::Lagrangian;

/// The best assignment found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assigned {
    /// The agent of each item; `None` where no assignment was found.
    pub agents: Option<Vec<usize>>,
    /// Lower bound on the cost of every assignment.
    pub bound: Option<i64>,
    /// Nodes of the solver's search tree.
    pub nodes: u64,
}

impl Assignment {
    /// Number of items.
    pub fn items(&self) -> usize {
        self.costs.first().map_or(0, Vec::len)
    }

    /// The cost of an assignment; `None` where it overloads an agent.
    pub fn cost(&self, agents: &[usize]) -> Option<i64> {
        let mut left = self.capacities.clone();
        agents.iter().enumerate().for_each(|(item, &agent)| left[agent] -= self.needs[agent][item]);
        let cost = agents.iter().enumerate().map(|(item, &agent)| self.costs[agent][item]).sum();
        left.iter().all(|&left| left >= 0).then_some(cost)
    }
}

/// Share of the time for a first assignment, and for the bound.
const ANNEALING_SHARE: f64 = 0.04;
const BOUND_SHARE: f64 = 0.16;
/// Seconds of annealing per pair of agent and item.
const ANNEALING_SECONDS: f64 = 0.000_2;
/// Share of the time for annealing where there is no bound to dive with.
const ANNEALING: f64 = 0.24;
/// Unsuccessful dives in a row that end a round.
const MAX_UNSUCCESSFUL: u32 = 60;
/// The size of the residual problem that is left to the solver: candidates beyond one per item for each unsuccessful
/// round of dives, and the most rounds that count.
const SOLVABLE: (usize, usize) = (200, 5);

/// A part of the time.
struct TimeSlice {
    started: Instant,
    length: Duration,
}

impl TimeSlice {
    fn begin(length: Duration) -> Self {
        Self { started: Instant::now(), length }
    }

    /// How far it has come, 0 to 1; none after its end.
    fn share(&self) -> Option<f64> {
        let share = self.started.elapsed().as_secs_f64() / self.length.as_secs_f64().max(1e-9);
        (share < 1.0).then_some(share)
    }
}

/// The best assignment found in the time there is, on one thread, and what is proven of it.
pub fn assign(problem: &Assignment, time: Duration, seed: u64) -> Assigned {
    let started = Instant::now();
    let left = || time.checked_sub(started.elapsed()).filter(|left| !left.is_zero());
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let Some(mut annealing) = AnnealingState::new(problem) else { return Assigned::default() };
    let Some(mut prices) = Lagrangian::new(problem) else {
        let part = TimeSlice::begin(time.mul_f64(ANNEALING));
        annealing.anneal(&mut rng, || part.share());
        let known = Assigned { agents: annealing.best.map(|(agents, _)| agents), ..Assigned::default() };
        return known.settled(problem, &pairs_that_fit(problem), left(), seed);
    };
    let pairs = (problem.items() * problem.capacities.len()) as f64;
    let part = TimeSlice::begin(time.mul_f64(ANNEALING_SHARE).min(Duration::from_secs_f64(pairs * ANNEALING_SECONDS)));
    annealing.anneal(&mut rng, || part.share());
    let part = TimeSlice::begin(time.mul_f64(BOUND_SHARE));
    prices.improve(lagrangian::THOROUGH, annealing.best_cost(), || part.share().is_none());
    dive_and_settle(problem, &prices, annealing.best, &mut rng, &left, seed)
}

/// Dives until the best assignment is proven, the solver can settle the candidates that are left, or the time is over.
fn dive_and_settle(
    problem: &Assignment,
    prices: &Lagrangian<'_>,
    first: Option<(Vec<usize>, i64)>,
    rng: &mut Xoshiro256PlusPlus,
    left: &impl Fn() -> Option<Duration>,
    seed: u64,
) -> Assigned {
    let mut dives = Dives::new(problem, prices, first);
    for round in 1.. {
        dives.improve(MAX_UNSUCCESSFUL, rng, left);
        if left().is_none() || dives.best_cost().is_some_and(|cost| cost <= prices.bound()) {
            break;
        }
        let candidates = dives.best_cost().map_or_else(|| pairs_that_fit(problem), |best| prices.candidates(best));
        let count = candidates.iter().flatten().filter(|may| **may).count();
        if count <= problem.items() + SOLVABLE.0 * SOLVABLE.1.min(round) {
            return dives.found().settled(problem, &candidates, left(), seed);
        }
    }
    dives.found()
}

/// The pairs, by agent and item, in which the item alone does not overload the agent.
fn pairs_that_fit(problem: &Assignment) -> Vec<Vec<bool>> {
    let rows = problem.needs.iter().zip(&problem.capacities);
    rows.map(|(needs, capacity)| needs.iter().map(|need| need <= capacity).collect()).collect()
}

impl Assigned {
    /// The same after the solver has searched the candidates, by agent and item, for the time left.
    fn settled(self, problem: &Assignment, candidates: &[Vec<bool>], left: Option<Duration>, seed: u64) -> Self {
        let Some(left) = left else { return self };
        let solved = program::solve(problem, candidates, self.agents.as_deref(), left, seed);
        self.with(problem, solved)
    }

    /// The same with what a solver found and proved among the pairs that a better assignment could have.
    fn with(self, problem: &Assignment, solved: Self) -> Self {
        let cost = |agents: &Vec<usize>| problem.cost(agents).unwrap_or(i64::MAX);
        let agents = [self.agents, solved.agents].into_iter().flatten().min_by_key(cost);
        let best = agents.as_ref().map_or(i64::MAX, cost);
        let bound = solved.bound.map(|bound| bound.min(best)).max(self.bound);
        Self { agents, bound, nodes: solved.nodes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    /// The cheapest assignment by trying all.
    fn cheapest(problem: &Assignment) -> Option<i64> {
        let (agents, items) = (problem.capacities.len(), problem.items());
        let choices = (0..agents.pow(items as u32))
            .map(|code| (0..items).map(|item| code / agents.pow(item as u32) % agents).collect::<Vec<_>>());
        choices.filter_map(|agents| problem.cost(&agents)).min()
    }

    #[test]
    fn small_problems_are_solved_and_proven() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
        let mut solved = 0;
        for _ in 0..40 {
            let mut matrix = |most: i64| -> Vec<Vec<i64>> {
                (0..3).map(|_| (0..6).map(|_| rng.random_range(1..=most)).collect()).collect()
            };
            let (costs, needs) = (matrix(20), matrix(9));
            let capacities = (0..3).map(|_| rng.random_range(8..=16)).collect();
            let problem = Assignment { costs, needs, capacities };
            let assigned = assign(&problem, Duration::from_secs(5), 1);
            let best = cheapest(&problem);
            let mut prices = Lagrangian::new(&problem).expect("small");
            prices.improve(lagrangian::THOROUGH, best, || false);
            let Some(best) = best else { continue };
            assert!(prices.bound() <= best, "{problem:?}");
            let dear = prices.candidates(best + 1);
            let agents = assigned.agents.expect("an assignment");
            assert_eq!((problem.cost(&agents), assigned.bound), (Some(best), Some(best)), "{problem:?}");
            assert!(
                agents.iter().enumerate().all(|(item, &agent)| dear[agent][item]),
                "no pair of the best is excluded"
            );
            solved += 1;
        }
        assert!(solved > 15, "{solved}");
    }
}
