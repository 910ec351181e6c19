//! The genetic search: select, cross, educate, survive.

use rand::RngExt;

use super::crossover::{CROSSOVERS, Parents};
use super::individual::Individual;
use super::population::Population;
use crate::eval::VisitId;
use crate::search::{LnsState, Metaheuristic, Solution, acceptance_threshold, temperature};
use brigade_model::model::ShiftId;

/// What the search is doing.
enum GeneticPhase {
    /// A first plan by annealing; so many are done.
    Founding(u32),
    /// A child is improved, around some visits, for some iterations.
    Educating { touched: Vec<VisitId>, done: usize, total: usize },
}

/// Plans that evolve.
pub struct Genetic<'a, 'n> {
    lns: LnsState<'a, 'n>,
    start: Solution,
    best: Solution,
    population: Population,
    scale: f64,
    phase: GeneticPhase,
}

impl<'a, 'n> Genetic<'a, 'n> {
    /// Goes on from a state.
    pub fn new(lns: LnsState<'a, 'n>) -> Self {
        let start = lns.best().clone();
        let (best, scale) = (start.clone(), lns.mean_travel_cost());
        let population = Population::new(lns.params().genetic.population.clone());
        Self { lns, start, best, population, scale, phase: GeneticPhase::Founding(0) }
    }

    fn anneal(&mut self, progress: f64, hot: f64, seed: VisitId) {
        let params = self.lns.params();
        let temperature = self.scale * temperature((hot, params.temperatures.1), progress);
        self.lns.step_around(seed, params.descents, |rng, before| acceptance_threshold(rng, before, temperature));
    }

    fn anywhere(&mut self) -> VisitId {
        let visits = self.lns.plan().evaluator().visits().len() as u32;
        VisitId::new(self.lns.rng().random_range(0..visits) as usize)
    }

    /// Lets the present plan, and the best it has been, live among the others.
    fn register(&mut self) {
        let penalties = self.lns.plan().penalties().clone();
        let best = Individual::loaded(self.lns.plan().evaluator(), self.lns.best());
        if !self.lns.plan().is_feasible() {
            self.population.add(Individual::of(self.lns.plan()), &penalties);
        }
        self.population.add(best, &penalties);
        if self.lns.best().key() < self.best.key() {
            self.best = self.lns.best().clone();
        }
    }

    /// A child of two plans takes over.
    fn breed(&mut self) -> GeneticPhase {
        let penalties = self.lns.plan().penalties().clone();
        let mut rng = self.lns.rng().clone();
        let child = self.population.parents(&mut rng, &penalties).map(|(first, second)| {
            let chosen = &self.lns.params().genetic.crossovers;
            let (_, crossover) = CROSSOVERS[chosen[rng.random_range(0..chosen.len())]];
            let (evaluator, neighbours) = (self.lns.plan().evaluator(), self.lns.neighbours());
            let child = Parents { first, second, evaluator, neighbours }.child(crossover, &mut rng);
            (first.clone(), child)
        });
        *self.lns.rng() = rng;
        let Some((first, child)) = child else { return GeneticPhase::Founding(0) };
        self.lns.become_plan(&first.solution);
        let changed = self.lns.complete(&child.routes, &child.windows);
        self.lns.forget_best();
        let touched: Vec<_> =
            changed.into_iter().flat_map(|shift: ShiftId| self.lns.plan().route(shift).to_vec()).collect();
        GeneticPhase::Educating {
            total: ((self.lns.params().genetic.education * touched.len() as f64) as usize).max(1),
            touched,
            done: 0,
        }
    }
}

impl Metaheuristic for Genetic<'_, '_> {
    fn iterate(&mut self, progress: f64) {
        let params = &self.lns.params().genetic;
        match &mut self.phase {
            GeneticPhase::Founding(done) if progress < params.first_share => {
                let founded = progress / params.first_share * f64::from(params.first_plans);
                if founded >= f64::from(*done + 1) {
                    *done += 1;
                    self.register();
                    self.lns.become_plan(&self.start);
                    self.lns.forget_best();
                }
                let seed = self.anywhere();
                self.anneal(founded.fract(), self.lns.params().temperatures.0, seed);
            }
            GeneticPhase::Founding(_) => {
                self.register();
                self.phase = self.breed();
                let seed = self.anywhere();
                self.anneal(1.0, params.education_temperature, seed);
            }
            GeneticPhase::Educating { touched, done, total } => {
                let progress = *done as f64 / *total as f64;
                *done += 1;
                let (over, local) = (done >= total, self.lns.rng().random_bool(params.local) && !touched.is_empty());
                let seed = if local { Some(touched[self.lns.rng().random_range(0..touched.len())]) } else { None };
                let seed = seed.unwrap_or_else(|| self.anywhere());
                self.anneal(progress, params.education_temperature, seed);
                if over {
                    self.register();
                    self.phase = self.breed();
                }
            }
        }
    }

    fn best(&self) -> &Solution {
        if self.lns.best().key() < self.best.key() { self.lns.best() } else { &self.best }
    }

    fn adopt(&mut self, solution: &Solution) {
        let penalties = self.lns.plan().penalties().clone();
        self.population.add(Individual::loaded(self.lns.plan().evaluator(), solution), &penalties);
    }
}
