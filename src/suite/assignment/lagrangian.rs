//! The Lagrangian bound of the generalized assignment problem: the assignment rows are relaxed, and each agent solves a
//! knapsack (Fisher, Jaikumar, Van Wassenhove 1986). Multipliers are improved by subgradient steps. All arithmetic is
//! in integers, so the bound is exact.

use super::knapsack::{KnapsackItem, KnapsackTable};
use crate::files::public::Assignment;

/// Most cells of the knapsack tables of one evaluation; larger problems are left to the solver.
const MOST_CELLS: usize = 400_000_000;
/// Weight of the latest evaluation in the primal estimate.
const LATEST: f32 = 0.1;
/// Weight of the last direction in the next (deflected subgradient).
const MOMENTUM: f64 = 0.4;
/// The cost of an infeasible pair of agent and item.
const NEVER: i64 = i64::MAX / 4;

/// Step-length rule of the subgradient method.
#[derive(Clone, Copy, Debug)]
pub struct StepRule {
    /// Length of the first steps, in Polyak steps to the best known cost.
    pub length: f64,
    /// Step length at which the method stops.
    pub shortest: f64,
    /// Evaluations without a better bound after which the step length is reduced.
    pub patience: u32,
}

/// From first multipliers to convergence.
pub const THOROUGH: StepRule = StepRule { length: 1.5, shortest: 0.002, patience: 20 };

/// Multipliers of the items, here called prices, and the bound that they prove.
pub struct Lagrangian<'p> {
    problem: &'p Assignment,
    /// Price units per unit of cost.
    scale: i64,
    prices: Vec<i32>,
    /// The bound, price units.
    bound: i64,
    /// Primal estimate by agent and item, 0 to 1: an approximate solution of the Dantzig-Wolfe master (volume
    /// algorithm: Barahona, Anbil 2000).
    shares: Vec<Vec<f32>>,
}

/// An evaluation of the Lagrangian function.
struct Evaluation {
    bound: i64,
    /// The items that each agent takes.
    taken: Vec<Vec<usize>>,
}

impl<'p> Lagrangian<'p> {
    /// Prices to begin with: the second-lowest cost of each item. None where tables would get too large.
    pub fn new(problem: &'p Assignment) -> Option<Self> {
        let items = problem.items();
        let cells: usize = problem.capacities.iter().map(|&capacity| (capacity as usize + 1) * (items + 1)).sum();
        let dearest = |item: usize| problem.costs.iter().map(|costs| costs[item]).max().unwrap_or(0) + 1;
        let total: i64 = (0..items).map(dearest).sum();
        let scale = ((1 << 28) / total.max(1)).min(1_000);
        if cells > MOST_CELLS || scale < 1 {
            return None;
        }
        let second = |item: usize| {
            let mut costs: Vec<_> = problem.costs.iter().map(|costs| costs[item]).collect();
            costs.sort_unstable();
            (costs[1.min(costs.len() - 1)] * scale) as i32
        };
        let prices: Vec<_> = (0..items).map(second).collect();
        Some(Self::of(problem, scale, prices))
    }

    /// The same for a part of the problem, with the present prices of its items.
    pub fn part<'o>(&self, problem: &'o Assignment, prices: Vec<i32>) -> Lagrangian<'o> {
        Lagrangian::of(problem, self.scale, prices)
    }

    fn of(problem: &'p Assignment, scale: i64, prices: Vec<i32>) -> Self {
        let shares = vec![vec![0.0; prices.len()]; problem.capacities.len()];
        let mut own = Self { problem, scale, prices, bound: i64::MIN, shares };
        own.bound = own.evaluate(&own.prices).bound;
        own
    }

    /// The prices of the items.
    pub fn prices(&self) -> &[i32] {
        &self.prices
    }

    /// How often each agent took each item of late, 0 to 1, by agent and item.
    pub fn shares(&self) -> &[Vec<f32>] {
        &self.shares
    }

    /// What no assignment costs less than.
    pub fn bound(&self) -> i64 {
        self.bound.div_euclid(self.scale) + i64::from(self.bound.rem_euclid(self.scale) > 0)
    }

    /// Improves the prices until they settle, `is_over`, or the bound meets `best`, the cost of an assignment.
    pub fn improve(&mut self, rule: StepRule, best: Option<i64>, is_over: impl Fn() -> bool) {
        let mut prices = self.prices.clone();
        let mut direction = vec![0.0; prices.len()];
        let (mut length, mut stalled) = (rule.length, 0);
        let ceiling: i64 = (0..prices.len()).map(|j| self.problem.costs.iter().map(|c| c[j]).max().unwrap_or(0)).sum();
        let limit = 4 * (1 << 28) / prices.len().max(1) as i64;
        while length > rule.shortest && !is_over() {
            let evaluation = self.evaluate(&prices);
            self.note(&evaluation.taken);
            if evaluation.bound > self.bound {
                (self.bound, self.prices, stalled) = (evaluation.bound, prices.clone(), 0);
            } else {
                stalled += 1;
            }
            if best.is_some_and(|best| self.bound() >= best) {
                return;
            }
            if stalled >= rule.patience {
                (length, stalled) = (length / 2.0, 0);
                prices.clone_from(&self.prices);
                direction.fill(0.0);
                continue;
            }
            direction.iter_mut().for_each(|way| *way = MOMENTUM * *way + 1.0);
            evaluation.taken.iter().flatten().for_each(|&item| direction[item] -= 1.0);
            let norm: f64 = direction.iter().map(|way| way * way).sum();
            let missing = best.unwrap_or(ceiling) * self.scale - evaluation.bound;
            let step = length * missing as f64 / norm.max(1e-9);
            for (price, way) in prices.iter_mut().zip(&direction) {
                *price = (f64::from(*price) + step * way).round().clamp(0.0, limit as f64) as i32;
            }
        }
    }

    fn note(&mut self, taken: &[Vec<usize>]) {
        for (shares, taken) in self.shares.iter_mut().zip(taken) {
            shares.iter_mut().for_each(|share| *share *= 1.0 - LATEST);
            taken.iter().for_each(|&item| shares[item] += LATEST);
        }
    }

    /// What an agent gains by an item.
    fn profit(&self, prices: &[i32], agent: usize, item: usize) -> i32 {
        (i64::from(prices[item]) - self.problem.costs[agent][item] * self.scale) as i32
    }

    /// The items that an agent gains by.
    fn offers(&self, prices: &[i32], agent: usize) -> Vec<KnapsackItem> {
        let capacity = self.problem.capacities[agent];
        let item = |index: usize| {
            let (need, profit) = (self.problem.needs[agent][index], self.profit(prices, agent, index));
            (need <= capacity && profit > 0).then_some(KnapsackItem { index, need: need as usize, profit })
        };
        (0..prices.len()).filter_map(item).collect()
    }

    fn evaluate(&self, prices: &[i32]) -> Evaluation {
        let mut bound: i64 = prices.iter().map(|&price| i64::from(price)).sum();
        let mut taken = vec![Vec::new(); self.problem.capacities.len()];
        for (agent, &capacity) in self.problem.capacities.iter().enumerate() {
            let items = self.offers(prices, agent);
            let table = KnapsackTable::new(items.iter().copied(), capacity as usize);
            bound -= i64::from(table.profit());
            table.chosen(&items, |item| taken[agent].push(item));
        }
        Evaluation { bound, taken }
    }

    /// Which pairs of agent and item may be part of an assignment that costs less than `best`, by agent and item: the
    /// others are proven to cost as much or more.
    pub fn candidates(&self, best: i64) -> Vec<Vec<bool>> {
        let penalties: Vec<_> = (0..self.problem.capacities.len()).map(|agent| self.penalties(agent)).collect();
        let without: Vec<i64> =
            (0..self.prices.len()).map(|item| penalties.iter().map(|own| own[item].left).sum()).collect();
        let may = |(item, own): (usize, &Penalty)| {
            let bound = self.bound + own.taken + without[item] - own.left;
            bound <= (best - 1) * self.scale
        };
        penalties.iter().map(|own| own.iter().enumerate().map(may).collect()).collect()
    }

    /// What the bound rises by where an agent has to take an item, and where it has to leave it, by item.
    fn penalties(&self, agent: usize) -> Vec<Penalty> {
        let capacity = self.problem.capacities[agent] as usize;
        let items = self.offers(&self.prices, agent);
        let first = KnapsackTable::new(items.iter().copied(), capacity);
        let last = KnapsackTable::new(items.iter().rev().copied(), capacity);
        let profit = first.profit();
        let all = first.of_first(items.len());
        let mut penalties: Vec<_> = (0..self.prices.len())
            .map(|item| {
                let need = self.problem.needs[agent][item] as usize;
                let gain = |rest: usize| all[rest] + self.profit(&self.prices, agent, item);
                let taken = capacity.checked_sub(need).map_or(NEVER, |rest| i64::from(profit - gain(rest)));
                Penalty { taken, left: 0 }
            })
            .collect();
        for (row, item) in items.iter().enumerate() {
            let (before, after) = (first.of_first(row), last.of_first(items.len() - 1 - row));
            let both = |room: usize| {
                let pairs = before[..=room].iter().zip(after[..=room].iter().rev());
                pairs.map(|(a, b)| a + b).max().unwrap_or(0)
            };
            let taken = i64::from(profit - both(capacity - item.need) - item.profit);
            penalties[item.index] = Penalty { taken, left: i64::from(profit - both(capacity)) };
        }
        penalties
    }
}

/// What the bound rises by, in units of price.
#[derive(Clone, Copy, Debug)]
struct Penalty {
    taken: i64,
    left: i64,
}
