//! The genetic search: islands that anneal, and whose plans cross.

use rand::RngExt;

use super::crossover::{CROSSOVERS, Parents};
use super::individual::Individual;
use crate::search::{Annealing, Improvements, Metaheuristic, Solution};

/// An island of the parallel genetic search. It anneals; once it knows the plan of another island, some of its iterations
/// are crossovers with that plan instead, whose child is accepted or rejected as annealing does at that temperature
/// (parallel simulated annealing with genetic crossover: Hiroyasu, Miki, Ogura 2000). An island alone only anneals.
pub struct Genetic<'a, 'n> {
    annealing: Annealing<'a, 'n>,
    /// The current plan as a parent; none where it has changed since.
    own: Option<Individual>,
    partner: Option<Individual>,
    /// How often a child was the best plan so far, by crossover.
    improvements: [u64; CROSSOVERS.len()],
}

impl<'a, 'n> Genetic<'a, 'n> {
    /// Goes on with annealing.
    pub fn new(annealing: Annealing<'a, 'n>) -> Self {
        Self { annealing, own: None, partner: None, improvements: [0; CROSSOVERS.len()] }
    }

    fn crosses_now(&mut self) -> bool {
        let rate = self.annealing.lns().params().genetic.crossing_rate;
        self.partner.is_some() && self.annealing.lns().rng().random_bool(rate)
    }

    /// Replaces the current plan by a child of it and the partner, where that is accepted.
    fn cross(&mut self, partner: &Individual, progress: f64) {
        let lns = self.annealing.lns();
        let own = self.own.take().unwrap_or_else(|| Individual::of(lns.plan()));
        let mut rng = lns.rng().clone();
        let choices = &lns.params().genetic.crossovers;
        let chosen = choices[rng.random_range(0..choices.len())];
        let (evaluator, neighbours) = (lns.plan().evaluator(), lns.neighbours());
        let child =
            Parents { first: &own, second: partner, evaluator, neighbours }.child(CROSSOVERS[chosen].1, &mut rng);
        *lns.rng() = rng;
        let before = lns.improvements();
        if !self.annealing.cross(&child, progress) {
            self.own = Some(own);
        }
        self.improvements[chosen] += self.annealing.lns().improvements() - before;
    }
}

impl Metaheuristic for Genetic<'_, '_> {
    fn iterate(&mut self, progress: f64) {
        if self.crosses_now() {
            let partner = self.partner.take();
            partner.iter().for_each(|partner| self.cross(partner, progress));
            self.partner = partner;
        } else if self.annealing.anneal(progress) {
            self.own = None;
        }
    }

    fn best(&self) -> &Solution {
        self.annealing.best()
    }

    fn current(&self) -> Solution {
        self.annealing.current()
    }

    fn adopt(&mut self, solution: &Solution) {
        self.annealing.adopt(solution);
        self.own = None;
    }

    fn meet(&mut self, partner: &Solution) {
        self.partner = Some(Individual::new(self.annealing.plan().evaluator(), partner.clone()));
    }

    fn improvements(&self) -> Improvements {
        let mut counts = Improvements::default();
        let crossed: u64 = self.improvements.iter().sum();
        let all: u64 = self.annealing.improvements().values().sum();
        counts.insert("annealing", all - crossed);
        for ((name, _), count) in CROSSOVERS.iter().zip(self.improvements) {
            counts.insert(name, count);
        }
        counts
    }
}
