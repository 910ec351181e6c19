//! Simulated annealing on assignments: shifts and swaps of items, with an adaptive penalty for overloaded agents.

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::files::public::Assignment;

/// Moves between two looks at the clock and two changes of the price.
const BATCH: usize = 2_000;
/// Temperature at the start and at the end, in mean differences of cost between two agents.
const TEMPERATURES: (f64, f64) = (0.5, 0.01);

/// The state of the annealing.
pub struct AnnealingState<'p> {
    problem: &'p Assignment,
    agents: Vec<usize>,
    left: Vec<i64>,
    cost: i64,
    overload: i64,
    price: f64,
    /// The cheapest assignment that overloads nobody, and its cost.
    pub best: Option<(Vec<usize>, i64)>,
}

impl<'p> AnnealingState<'p> {
    /// Begins with the cheapest agent of each item that can take it alone. None where an item has no such agent.
    pub fn new(problem: &'p Assignment) -> Option<Self> {
        let cheapest = |item: usize| {
            let fits = |&agent: &usize| problem.needs[agent][item] <= problem.capacities[agent];
            (0..problem.capacities.len()).filter(fits).min_by_key(|&agent| problem.costs[agent][item])
        };
        let agents = (0..problem.items()).map(cheapest).collect::<Option<Vec<_>>>()?;
        let (costs, needs) = (problem.costs.iter().flatten().sum::<i64>(), problem.needs.iter().flatten().sum::<i64>());
        let price = costs as f64 / (needs as f64).max(1.0);
        let left = Vec::new();
        let mut annealing = Self { problem, agents: Vec::new(), left, cost: 0, overload: 0, price, best: None };
        annealing.set(agents);
        Some(annealing)
    }

    fn set(&mut self, agents: Vec<usize>) {
        self.left = self.problem.capacities.clone();
        self.cost = 0;
        for (item, &agent) in agents.iter().enumerate() {
            self.left[agent] -= self.problem.needs[agent][item];
            self.cost += self.problem.costs[agent][item];
        }
        self.overload = self.left.iter().map(|&left| (-left).max(0)).sum();
        self.agents = agents;
        self.keep_best();
    }

    /// What the best assignment costs, where one is known.
    pub fn best_cost(&self) -> Option<i64> {
        self.best.as_ref().map(|(_, cost)| *cost)
    }

    /// Anneals for as long as `share` says how far it has come, 0 to 1.
    pub fn anneal(&mut self, rng: &mut Xoshiro256PlusPlus, share: impl Fn() -> Option<f64>) {
        let (hot, cold) = TEMPERATURES;
        let scale = self.mean_difference();
        while let Some(share) = share() {
            let temperature = scale * hot * (cold / hot).powf(share);
            let mut overloaded = 0;
            for _ in 0..BATCH {
                if rng.random_bool(0.3) {
                    self.try_move(rng, temperature)
                } else {
                    self.try_swap(rng, temperature)
                }
                overloaded += usize::from(self.overload > 0);
            }
            self.price *= if 2 * overloaded > BATCH { 1.05 } else { 0.96 };
        }
    }

    /// What the costs of an item differ by in the mean.
    fn mean_difference(&self) -> f64 {
        let costs = &self.problem.costs;
        let mean = |item: usize| costs.iter().map(|costs| costs[item]).sum::<i64>() as f64 / costs.len() as f64;
        let spread = |item: usize| costs.iter().map(|costs| (costs[item] as f64 - mean(item)).abs()).sum::<f64>();
        let total: f64 = (0..self.agents.len()).map(spread).sum();
        (total / (self.agents.len() * costs.len()) as f64).max(0.1)
    }

    fn try_move(&mut self, rng: &mut Xoshiro256PlusPlus, temperature: f64) {
        let (item, to) = (rng.random_range(0..self.agents.len()), rng.random_range(0..self.left.len()));
        let from = self.agents[item];
        let (costs, needs) = (&self.problem.costs, &self.problem.needs);
        if from == to || needs[to][item] > self.problem.capacities[to] {
            return;
        }
        let cost = costs[to][item] - costs[from][item];
        let change = [(from, needs[from][item]), (to, -needs[to][item])];
        if self.accept(cost, change, rng, temperature) {
            self.agents[item] = to;
            self.keep_best();
        }
    }

    fn try_swap(&mut self, rng: &mut Xoshiro256PlusPlus, temperature: f64) {
        let (a, b) = (rng.random_range(0..self.agents.len()), rng.random_range(0..self.agents.len()));
        let (at_a, at_b) = (self.agents[a], self.agents[b]);
        if at_a == at_b {
            return;
        }
        let (costs, needs) = (&self.problem.costs, &self.problem.needs);
        let cost = costs[at_b][a] + costs[at_a][b] - costs[at_a][a] - costs[at_b][b];
        let change = [(at_a, needs[at_a][a] - needs[at_a][b]), (at_b, needs[at_b][b] - needs[at_b][a])];
        if self.accept(cost, change, rng, temperature) {
            self.agents.swap(a, b);
            self.keep_best();
        }
    }

    /// Accepts a move by the Metropolis criterion and updates the agents' residual capacities.
    fn accept(&mut self, cost: i64, change: [(usize, i64); 2], rng: &mut Xoshiro256PlusPlus, temperature: f64) -> bool {
        let over = |left: i64| (-left).max(0);
        let more: i64 =
            change.iter().map(|&(agent, more)| over(self.left[agent] + more) - over(self.left[agent])).sum();
        let delta = cost as f64 + self.price * more as f64;
        let accepted = delta <= 0.0 || rng.random_range(0.0..1.0) < (-delta / temperature).exp();
        if accepted {
            change.iter().for_each(|&(agent, more)| self.left[agent] += more);
            self.cost += cost;
            self.overload += more;
        }
        accepted
    }

    fn keep_best(&mut self) {
        if self.overload == 0 && self.best.as_ref().is_none_or(|(_, best)| self.cost < *best) {
            self.best = Some((self.agents.clone(), self.cost));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use std::cell::Cell;

    #[test]
    fn incremental_values_match_a_recount() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(4);
        let mut matrix =
            || (0..4).map(|_| (0..20).map(|_| rng.random_range(5..=25)).collect()).collect::<Vec<Vec<i64>>>();
        let problem = Assignment { costs: matrix(), needs: matrix(), capacities: vec![70; 4] };
        let mut annealing = AnnealingState::new(&problem).expect("every item fits");
        let batches = Cell::new(0.0);
        annealing.anneal(&mut rng, || {
            batches.set(batches.get() + 0.1);
            (batches.get() < 1.0).then_some(batches.get())
        });
        let mut left = problem.capacities.clone();
        annealing.agents.iter().enumerate().for_each(|(item, &agent)| left[agent] -= problem.needs[agent][item]);
        let cost: i64 = annealing.agents.iter().enumerate().map(|(item, &agent)| problem.costs[agent][item]).sum();
        assert_eq!((&annealing.left, annealing.cost), (&left, cost));
        assert_eq!(annealing.overload, left.iter().map(|left| (-left).max(0)).sum::<i64>());
        let (agents, cost) = annealing.best.expect("an assignment");
        assert_eq!(problem.cost(&agents), Some(cost));
    }
}
