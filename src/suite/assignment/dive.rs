//! A diving heuristic on the Lagrangian relaxation: pairs of agent and item with a high primal estimate are fixed, a
//! few at a time, and the multipliers of the other items reoptimised, until the solver can close the residual problem.
//! Dives start from no assignment, or from the best one without some agents' items (diving for column generation:
//! Sadykov, Vanderbeck, Pessoa, Tahiri, Uchoa 2019; here with subgradients).

use std::time::Duration;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::lagrangian::{Lagrangian, StepRule};
use super::{Assigned, pairs_that_fit, program};
use crate::files::public::Assignment;

/// After a few items are fixed, the multipliers are nearly optimal: short steps suffice.
const PACE: StepRule = StepRule { length: 0.1, shortest: 0.02, patience: 5 };
/// Share of the items that is fixed at a time.
const FIXED: f64 = 0.1;
/// How much chance adds to how often an agent took an item, at most.
const NOISE: f32 = 0.3;
/// Items that are left to the solver, and its time for them.
const LEAF: (usize, Duration) = (12, Duration::from_millis(500));
/// One dive in this many starts from no assignment.
const ALL_ITEMS: u64 = 4;
/// Where no assignment is known, one is expected to cost more than the bound by this part of it: a fiftieth.
const EXPECTED: i64 = 50;

/// Dives, and the best assignment so far.
pub struct Dives<'l> {
    problem: &'l Assignment,
    root: &'l Lagrangian<'l>,
    /// The cheapest assignment that overloads nobody, and its cost.
    best: Option<(Vec<usize>, i64)>,
    done: u64,
}

impl<'l> Dives<'l> {
    /// Dives from the prices of the whole problem, for assignments that cost less than `best`.
    pub fn new(problem: &'l Assignment, root: &'l Lagrangian<'l>, best: Option<(Vec<usize>, i64)>) -> Self {
        Self { problem, root, best, done: 0 }
    }

    /// What the best assignment costs, where one is known.
    pub fn best_cost(&self) -> Option<i64> {
        self.best.as_ref().map(|(_, cost)| *cost)
    }

    /// The best assignment and the bound.
    pub fn found(&self) -> Assigned {
        let agents = self.best.as_ref().map(|(agents, _)| agents.clone());
        Assigned { agents, bound: Some(self.root.bound()), nodes: 0 }
    }

    /// Dives until `patience` dives in a row have found nothing, the time `left` is none, or the bound is met.
    pub fn improve(&mut self, patience: u32, rng: &mut Xoshiro256PlusPlus, left: &impl Fn() -> Option<Duration>) {
        let mut in_vain = 0;
        while in_vain < patience && left().is_some() && self.best_cost().is_none_or(|best| best > self.root.bound()) {
            let start = self.start(rng);
            let found = self.dive(start, rng, left).and_then(|agents| Some((self.problem.cost(&agents)?, agents)));
            in_vain += 1;
            if let Some((cost, agents)) = found.filter(|(cost, _)| self.best_cost().is_none_or(|best| *cost < best)) {
                (self.best, in_vain) = (Some((agents, cost)), 0);
            }
        }
    }

    /// The best assignment without the items of some agents, or no item assigned.
    fn start(&mut self, rng: &mut Xoshiro256PlusPlus) -> Vec<Option<usize>> {
        let count = self.problem.capacities.len();
        self.done += 1;
        let best = self.best.as_ref().filter(|_| count > 2 && !self.done.is_multiple_of(ALL_ITEMS));
        let Some((agents, _)) = best else { return vec![None; self.problem.items()] };
        let size = rng.random_range(2..count);
        let mut freed: Vec<bool> = (0..count).map(|agent| agent < size).collect();
        freed.shuffle(rng);
        agents.iter().map(|&agent| (!freed[agent]).then_some(agent)).collect()
    }

    /// Gives agents to the items that have none, so that all cost less than the best. None where that fails.
    fn dive(
        &self,
        mut agents: Vec<Option<usize>>,
        rng: &mut Xoshiro256PlusPlus,
        left: &impl Fn() -> Option<Duration>,
    ) -> Option<Vec<usize>> {
        let mut prices = self.root.prices().to_vec();
        loop {
            let rest = UnassignedItems::of(self.problem, &agents);
            let best = self.best_cost().map(|best| best - rest.spent);
            let mut part = self.root.part(&rest.problem, rest.items.iter().map(|&item| prices[item]).collect());
            let aim = best.unwrap_or(part.bound() + part.bound() / EXPECTED + 1);
            part.improve(PACE, Some(aim), || left().is_none());
            if best.is_some_and(|best| part.bound() >= best) {
                return None;
            }
            if rest.items.len() <= LEAF.0 {
                let candidates = best.map_or_else(|| pairs_that_fit(&rest.problem), |best| part.candidates(best));
                let solved = program::solve(&rest.problem, &candidates, None, LEAF.1.min(left()?), 0).agents?;
                rest.items.iter().zip(solved).for_each(|(&item, agent)| agents[item] = Some(agent));
                return agents.into_iter().collect();
            }
            left()?;
            rest.items.iter().zip(part.prices()).for_each(|(&item, &price)| prices[item] = price);
            if rest.fix(part.shares(), &mut agents, rng) == 0 {
                return None;
            }
        }
    }
}

/// The items without an agent, and what the agents have left for them.
struct UnassignedItems {
    problem: Assignment,
    items: Vec<usize>,
    /// What the other items cost.
    spent: i64,
}

impl UnassignedItems {
    fn of(problem: &Assignment, agents: &[Option<usize>]) -> Self {
        let items: Vec<usize> = (0..agents.len()).filter(|&item| agents[item].is_none()).collect();
        let only = |rows: &[Vec<i64>]| rows.iter().map(|row| items.iter().map(|&item| row[item]).collect()).collect();
        let (mut capacities, mut spent) = (problem.capacities.clone(), 0);
        for (item, agent) in agents.iter().enumerate().filter_map(|(item, agent)| Some((item, (*agent)?))) {
            capacities[agent] -= problem.needs[agent][item];
            spent += problem.costs[agent][item];
        }
        let problem = Assignment { costs: only(&problem.costs), needs: only(&problem.needs), capacities };
        Self { problem, items, spent }
    }

    /// Gives an agent to some of the items, where the choices agree most and within what the agents have left; returns
    /// to how many.
    fn fix(&self, shares: &[Vec<f32>], agents: &mut [Option<usize>], rng: &mut Xoshiro256PlusPlus) -> usize {
        let mut pairs = Vec::new();
        for (agent, shares) in shares.iter().enumerate() {
            let chosen = shares.iter().enumerate().filter(|(_, share)| **share > 0.0);
            pairs.extend(chosen.map(|(item, share)| (share + rng.random_range(0.0..NOISE), agent, item)));
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut left = self.problem.capacities.clone();
        let most = (self.items.len() as f64 * FIXED).ceil() as usize;
        let mut fixed = 0;
        for (_, agent, item) in pairs {
            let (need, own) = (self.problem.needs[agent][item], &mut agents[self.items[item]]);
            if fixed < most && own.is_none() && need <= left[agent] {
                left[agent] -= need;
                *own = Some(agent);
                fixed += 1;
            }
        }
        fixed
    }
}

#[cfg(test)]
mod tests {
    use super::super::lagrangian::THOROUGH;
    use super::*;
    use rand::SeedableRng;

    /// Costs that fall as needs rise, and capacities for four fifths of the mean: the hard kind of Chu and Beasley
    /// 1997.
    fn hard(agents: usize, items: usize, rng: &mut Xoshiro256PlusPlus) -> Assignment {
        let mut row = || (0..items).map(|_| rng.random_range(1..=100)).collect::<Vec<i64>>();
        let needs: Vec<_> = (0..agents).map(|_| row()).collect();
        let mut cost = |need: &i64| 111 - need + rng.random_range(-10..=10);
        let costs = needs.iter().map(|row| row.iter().map(&mut cost).collect()).collect();
        let capacities = needs.iter().map(|row| row.iter().sum::<i64>() * 4 / (5 * agents as i64)).collect();
        Assignment { costs, needs, capacities }
    }

    #[test]
    fn dives_come_close_to_the_bound() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
        let problem = hard(4, 24, &mut rng);
        let mut prices = Lagrangian::new(&problem).expect("small");
        prices.improve(THOROUGH, None, || false);
        let mut dives = Dives::new(&problem, &prices, None);
        dives.improve(10, &mut rng, &|| Some(Duration::from_secs(9)));
        let (agents, cost) = dives.best.as_ref().expect("an assignment");
        assert_eq!(problem.cost(agents), Some(*cost));
        assert!((prices.bound()..=prices.bound() * 102 / 100).contains(cost), "{cost} of {}", prices.bound());
    }

    #[test]
    fn the_rest_is_what_is_not_assigned() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(8);
        let problem = hard(3, 12, &mut rng);
        let whole: Vec<usize> = (0..12).map(|_| rng.random_range(0..3)).collect();
        let start: Vec<_> = whole.iter().enumerate().map(|(item, &own)| (item % 2 > 0).then_some(own)).collect();
        let rest = UnassignedItems::of(&problem, &start);
        let of_rest: Vec<usize> = rest.items.iter().map(|&item| whole[item]).collect();
        let roomy = |problem: &Assignment| Assignment { capacities: vec![i64::MAX / 4; 3], ..problem.clone() };
        assert_eq!(roomy(&rest.problem).cost(&of_rest).map(|cost| cost + rest.spent), roomy(&problem).cost(&whole));
        assert_eq!(rest.problem.cost(&of_rest).is_some(), problem.cost(&whole).is_some());
        let mut fixed = start.clone();
        let count = rest.fix(&vec![vec![0.5; 6]; 3], &mut fixed, &mut rng);
        assert_eq!((count, fixed.iter().flatten().count()), (1, 7), "a tenth of six items, rounded up");
        assert!(
            UnassignedItems::of(&problem, &fixed)
                .problem
                .capacities
                .iter()
                .zip(&rest.problem.capacities)
                .all(|(now, then)| { now <= then && (*then < 0 || *now >= 0) })
        );
    }
}
