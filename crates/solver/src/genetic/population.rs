//! The population: a feasible and an infeasible subpopulation, ranked by biased fitness (Vidal and others 2012).

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::individual::Individual;
use super::params::PopulationParams;
use crate::eval::Penalties;
use brigade_model::units::Money;

/// A feasible and an infeasible subpopulation.
#[derive(Default)]
pub struct Population {
    params: PopulationParams,
    feasible: Vec<Individual>,
    infeasible: Vec<Individual>,
}

impl Population {
    /// An empty population.
    pub fn new(params: PopulationParams) -> Self {
        Self { params, ..Self::default() }
    }

    /// Adds an individual to its subpopulation; once that exceeds its size, selects the survivors.
    pub fn add(&mut self, individual: Individual, penalties: &Penalties) {
        let params = &self.params;
        let subpopulation = if individual.is_feasible() { &mut self.feasible } else { &mut self.infeasible };
        subpopulation.push(individual);
        if subpopulation.len() >= params.survivors + params.generation {
            while subpopulation.len() > params.survivors {
                let worst = least_fit(params, subpopulation, penalties);
                subpopulation.remove(worst);
            }
        }
    }

    /// Sizes of the feasible and the infeasible subpopulation.
    pub fn sizes(&self) -> (usize, usize) {
        (self.feasible.len(), self.infeasible.len())
    }

    /// Cost of the cheapest feasible individual.
    pub fn cheapest(&self) -> Option<Money> {
        self.feasible.iter().map(|individual| individual.solution.cost).min()
    }

    /// Two different parents, each by binary tournament; `None` with fewer than two individuals.
    pub fn parents(&self, rng: &mut Xoshiro256PlusPlus, penalties: &Penalties) -> Option<(&Individual, &Individual)> {
        let (subpopulations, params) = ([&self.feasible, &self.infeasible], &self.params);
        let ranked: Vec<(usize, &Individual)> = subpopulations
            .iter()
            .flat_map(|subpopulation| fitness(params, subpopulation, penalties).into_iter().zip(subpopulation.iter()))
            .collect();
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

/// Biased fitness, the lower the better: the rank by penalised cost and, with less weight, by diversity contribution.
fn fitness(params: &PopulationParams, subpopulation: &[Individual], penalties: &Penalties) -> Vec<usize> {
    let costs = ranks(subpopulation.iter().map(|individual| individual.penalised(penalties)).collect());
    let crowding =
        ranks((0..subpopulation.len()).map(|index| -(diversity(params, subpopulation, index) as i64)).collect());
    let weight = subpopulation.len() - params.elite.min(subpopulation.len());
    costs.into_iter().zip(crowding).map(|(cost, crowd)| cost * subpopulation.len() + crowd * weight).collect()
}

/// The rank of each value, the least first.
fn ranks<T: Ord + Copy>(values: Vec<T>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|&index| (values[index], index));
    let mut ranks = vec![0; values.len()];
    order.into_iter().enumerate().for_each(|(rank, index)| ranks[index] = rank);
    ranks
}

/// Diversity contribution: the sum of the distances to the closest individuals.
fn diversity(params: &PopulationParams, subpopulation: &[Individual], index: usize) -> usize {
    let others = subpopulation.iter().enumerate().filter(|&(other, _)| other != index);
    let mut distances: Vec<_> = others.map(|(_, other)| subpopulation[index].distance(other)).collect();
    distances.sort_unstable();
    distances.iter().take(params.closest).sum()
}

/// The individual to remove: a clone, or else the least fit.
fn least_fit(params: &PopulationParams, subpopulation: &[Individual], penalties: &Penalties) -> usize {
    let fitness = fitness(params, subpopulation, penalties);
    let is_clone = |index: usize| (0..index).any(|other| subpopulation[index].distance(&subpopulation[other]) == 0);
    (0..subpopulation.len()).max_by_key(|&index| (is_clone(index), fitness[index])).expect("a plan")
}
