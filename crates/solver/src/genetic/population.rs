//! Plans that live side by side: those that keep every rule and those that do not (Vidal and others 2012).

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::individual::Individual;
use crate::eval::Penalties;

/// Plans of each kind that survive.
const SURVIVORS: usize = 8;
/// Plans of each kind born until only the survivors stay.
const GENERATION: usize = 8;
/// The best, which no lack of diversity costs their life.
const ELITE: usize = 3;
/// Nearest plans that diversity is measured against.
const CLOSEST: usize = 3;

/// Feasible and infeasible plans.
#[derive(Default)]
pub struct Population {
    feasible: Vec<Individual>,
    infeasible: Vec<Individual>,
}

impl Population {
    /// Adds a plan; where its kind has become too many, the fittest stay.
    pub fn add(&mut self, individual: Individual, penalties: &Penalties) {
        let kind = if individual.is_feasible() { &mut self.feasible } else { &mut self.infeasible };
        kind.push(individual);
        if kind.len() >= SURVIVORS + GENERATION {
            while kind.len() > SURVIVORS {
                let worst = least_fit(kind, penalties);
                kind.remove(worst);
            }
        }
    }

    /// How many feasible and infeasible plans there are.
    pub fn sizes(&self) -> (usize, usize) {
        (self.feasible.len(), self.infeasible.len())
    }

    /// Cost of the cheapest feasible plan.
    pub fn cheapest(&self) -> Option<i64> {
        self.feasible.iter().map(|individual| individual.solution.cost).min()
    }

    /// Two different plans, each the fitter of two.
    pub fn parents(&self, rng: &mut Xoshiro256PlusPlus, penalties: &Penalties) -> Option<(&Individual, &Individual)> {
        let kinds = [&self.feasible, &self.infeasible];
        let ranked: Vec<(usize, &Individual)> =
            kinds.iter().flat_map(|kind| fitness(kind, penalties).into_iter().zip(kind.iter())).collect();
        if ranked.len() < 2 {
            return None;
        }
        let mut fitter = || {
            let (a, b) = (rng.random_range(0..ranked.len()), rng.random_range(0..ranked.len()));
            if (ranked[b].0, b) < (ranked[a].0, a) { b } else { a }
        };
        let first = fitter();
        let second = fitter();
        let second =
            if second == first { (first + 1 + rng.random_range(0..ranked.len() - 1)) % ranked.len() } else { second };
        Some((ranked[first].1, ranked[second].1))
    }
}

/// By how little each plan deserves to live: its rank by cost and, less, by how near others are.
fn fitness(kind: &[Individual], penalties: &Penalties) -> Vec<usize> {
    let costs = ranks(kind.iter().map(|individual| individual.penalised(penalties)).collect());
    let crowding = ranks((0..kind.len()).map(|index| -(diversity(kind, index) as i64)).collect());
    let weight = kind.len() - ELITE.min(kind.len());
    costs.into_iter().zip(crowding).map(|(cost, crowd)| cost * kind.len() + crowd * weight).collect()
}

/// The place of each value among all, the least first.
fn ranks(values: Vec<i64>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|&index| (values[index], index));
    let mut ranks = vec![0; values.len()];
    order.into_iter().enumerate().for_each(|(rank, index)| ranks[index] = rank);
    ranks
}

/// Sum of the distances to the nearest plans.
fn diversity(kind: &[Individual], index: usize) -> usize {
    let others = kind.iter().enumerate().filter(|&(other, _)| other != index);
    let mut distances: Vec<_> = others.map(|(_, other)| kind[index].distance(other)).collect();
    distances.sort_unstable();
    distances.iter().take(CLOSEST).sum()
}

/// A plan that stands twice, or else the least fit one.
fn least_fit(kind: &[Individual], penalties: &Penalties) -> usize {
    let fitness = fitness(kind, penalties);
    let twin = |index: usize| (0..index).any(|other| kind[index].distance(&kind[other]) == 0);
    (0..kind.len()).max_by_key(|&index| (twin(index), fitness[index])).expect("a plan")
}
