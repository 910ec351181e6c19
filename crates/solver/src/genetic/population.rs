//! Plans that live side by side: those that keep every rule and those that do not (Vidal and others 2012).

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::individual::Individual;
use super::params::PopulationParams;
use crate::eval::Penalties;
use brigade_model::units::Money;

/// Feasible and infeasible plans.
#[derive(Default)]
pub struct Population {
    params: PopulationParams,
    feasible: Vec<Individual>,
    infeasible: Vec<Individual>,
}

impl Population {
    /// No plans yet.
    pub fn new(params: PopulationParams) -> Self {
        Self { params, ..Self::default() }
    }

    /// Adds a plan; where its kind has become too many, the fittest stay.
    pub fn add(&mut self, individual: Individual, penalties: &Penalties) {
        let params = &self.params;
        let kind = if individual.is_feasible() { &mut self.feasible } else { &mut self.infeasible };
        kind.push(individual);
        if kind.len() >= params.survivors + params.generation {
            while kind.len() > params.survivors {
                let worst = least_fit(params, kind, penalties);
                kind.remove(worst);
            }
        }
    }

    /// How many feasible and infeasible plans there are.
    pub fn sizes(&self) -> (usize, usize) {
        (self.feasible.len(), self.infeasible.len())
    }

    /// Cost of the cheapest feasible plan.
    pub fn cheapest(&self) -> Option<Money> {
        self.feasible.iter().map(|individual| individual.solution.cost).min()
    }

    /// Two different plans, each the fitter of two.
    pub fn parents(&self, rng: &mut Xoshiro256PlusPlus, penalties: &Penalties) -> Option<(&Individual, &Individual)> {
        let (kinds, params) = ([&self.feasible, &self.infeasible], &self.params);
        let ranked: Vec<(usize, &Individual)> =
            kinds.iter().flat_map(|kind| fitness(params, kind, penalties).into_iter().zip(kind.iter())).collect();
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
fn fitness(params: &PopulationParams, kind: &[Individual], penalties: &Penalties) -> Vec<usize> {
    let costs = ranks(kind.iter().map(|individual| individual.penalised(penalties)).collect());
    let crowding = ranks((0..kind.len()).map(|index| -(diversity(params, kind, index) as i64)).collect());
    let weight = kind.len() - params.elite.min(kind.len());
    costs.into_iter().zip(crowding).map(|(cost, crowd)| cost * kind.len() + crowd * weight).collect()
}

/// The place of each value among all, the least first.
fn ranks<T: Ord + Copy>(values: Vec<T>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|&index| (values[index], index));
    let mut ranks = vec![0; values.len()];
    order.into_iter().enumerate().for_each(|(rank, index)| ranks[index] = rank);
    ranks
}

/// Sum of the distances to the nearest plans.
fn diversity(params: &PopulationParams, kind: &[Individual], index: usize) -> usize {
    let others = kind.iter().enumerate().filter(|&(other, _)| other != index);
    let mut distances: Vec<_> = others.map(|(_, other)| kind[index].distance(other)).collect();
    distances.sort_unstable();
    distances.iter().take(params.closest).sum()
}

/// A plan that stands twice, or else the least fit one.
fn least_fit(params: &PopulationParams, kind: &[Individual], penalties: &Penalties) -> usize {
    let fitness = fitness(params, kind, penalties);
    let clone = |index: usize| (0..index).any(|other| kind[index].distance(&kind[other]) == 0);
    (0..kind.len()).max_by_key(|&index| (clone(index), fitness[index])).expect("a plan")
}
