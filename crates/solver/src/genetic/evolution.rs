//! The genetic search as a metaheuristic: selection, crossover, education, survivor selection.

use rand::RngExt;

use super::crossover::{CROSSOVERS, Parents};
use super::individual::Individual;
use super::population::Population;
use crate::eval::VisitId;
use crate::search::{LnsState, Metaheuristic, Solution, acceptance_threshold, temperature};
use brigade_model::model::ShiftId;

/// The phase of the search.
enum GeneticPhase {
    /// Builds the initial population by annealing; so many plans are done.
    Initial(u32),
    /// Educates a child for `total` iterations, most of them around the visits touched.
    Educating { touched: Vec<VisitId>, done: usize, total: usize },
}

/// The genetic search over a state of ruin and recreate.
pub struct Genetic<'a, 'n> {
    lns: LnsState<'a, 'n>,
    start: Solution,
    best: Solution,
    population: Population,
    scale: f64,
    phase: GeneticPhase,
}

impl<'a, 'n> Genetic<'a, 'n> {
    /// Starts from the best solution of a state.
    pub fn new(lns: LnsState<'a, 'n>) -> Self {
        let start = lns.best().clone();
        let (best, scale) = (start.clone(), lns.mean_travel_cost());
        let population = Population::new(lns.params().genetic.population.clone());
        Self { lns, start, best, population, scale, phase: GeneticPhase::Initial(0) }
    }

    fn anneal(&mut self, progress: f64, initial: f64, seed: VisitId) {
        let params = self.lns.params();
        let temperature = self.scale * temperature(initial, params.final_temperature, progress);
        self.lns.step_around(seed, params.descents, |rng, before| acceptance_threshold(rng, before, temperature));
    }

    fn random_visit(&mut self) -> VisitId {
        let visits = self.lns.plan().evaluator().visits().len() as u32;
        VisitId::new(self.lns.rng().random_range(0..visits) as usize)
    }

    /// Adds the current plan, if it is infeasible, and its best to the population.
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

    /// Makes a child of two parents the current plan.
    fn cross(&mut self) -> GeneticPhase {
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
        let Some((first, child)) = child else { return GeneticPhase::Initial(0) };
        self.lns.load_plan(&first.solution);
        let changed = self.lns.complete(&child.routes, &child.windows);
        self.lns.reset_best();
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
            GeneticPhase::Initial(done) if progress < params.initial_share => {
                let built = progress / params.initial_share * f64::from(params.initial_plans);
                if built >= f64::from(*done + 1) {
                    *done += 1;
                    self.register();
                    self.lns.load_plan(&self.start);
                    self.lns.reset_best();
                }
                let seed = self.random_visit();
                self.anneal(built.fract(), self.lns.params().initial_temperature, seed);
            }
            GeneticPhase::Initial(_) => {
                self.register();
                self.phase = self.cross();
                let seed = self.random_visit();
                self.anneal(1.0, params.education_temperature, seed);
            }
            GeneticPhase::Educating { touched, done, total } => {
                let progress = *done as f64 / *total as f64;
                *done += 1;
                let (over, local) = (done >= total, self.lns.rng().random_bool(params.local) && !touched.is_empty());
                let seed = if local { Some(touched[self.lns.rng().random_range(0..touched.len())]) } else { None };
                let seed = seed.unwrap_or_else(|| self.random_visit());
                self.anneal(progress, params.education_temperature, seed);
                if over {
                    self.register();
                    self.phase = self.cross();
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
