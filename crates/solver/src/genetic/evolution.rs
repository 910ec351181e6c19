//! The genetic search: select, cross, educate, survive.

use rand::RngExt;

use super::crossover::{CROSSOVERS, Parents};
use super::individual::Individual;
use super::population::Population;
use crate::eval::VisitId;
use crate::search::{Improver, Solution, Walk, cooled, warm};
use brigade_model::model::ShiftId;

/// What the walk is doing.
enum Phase {
    /// A first plan by annealing; so many are done.
    Founding(u32),
    /// A child is improved, around some visits, for some iterations.
    Educating { touched: Vec<VisitId>, done: usize, total: usize },
}

/// Plans that evolve.
pub struct Genetic<'a, 'n> {
    walk: Walk<'a, 'n>,
    start: Solution,
    best: Solution,
    population: Population,
    scale: f64,
    phase: Phase,
}

impl<'a, 'n> Genetic<'a, 'n> {
    /// Goes on from where a walk stands.
    pub fn new(walk: Walk<'a, 'n>) -> Self {
        let start = walk.best().clone();
        let (best, scale) = (start.clone(), walk.mean_road_cost());
        Self { walk, start, best, population: Population::default(), scale, phase: Phase::Founding(0) }
    }

    fn anneal(&mut self, share: f64, hot: f64, seed: VisitId) {
        let params = self.walk.params();
        let temperature = self.scale * cooled((hot, params.temperatures.1), share);
        self.walk.step_around(seed, params.descents, |rng, before| warm(rng, before, temperature));
    }

    fn anywhere(&mut self) -> VisitId {
        let visits = self.walk.plan().evaluator().visits().len() as u32;
        VisitId::new(self.walk.rng().random_range(0..visits) as usize)
    }

    /// Lets the plan of the walk, and the best it has been, live among the others.
    fn register(&mut self) {
        let penalties = self.walk.plan().penalties().clone();
        let best = Individual::loaded(self.walk.plan().evaluator(), self.walk.best());
        if !self.walk.plan().is_feasible() {
            self.population.add(Individual::of(self.walk.plan()), &penalties);
        }
        self.population.add(best, &penalties);
        if self.walk.best().key() < self.best.key() {
            self.best = self.walk.best().clone();
        }
    }

    /// A child of two plans takes over the walk.
    fn breed(&mut self) -> Phase {
        let penalties = self.walk.plan().penalties().clone();
        let mut rng = self.walk.rng().clone();
        let child = self.population.parents(&mut rng, &penalties).map(|(first, second)| {
            let chosen = &self.walk.params().evolution.crossovers;
            let (_, crossover) = CROSSOVERS[chosen[rng.random_range(0..chosen.len())]];
            let (evaluator, neighbours) = (self.walk.plan().evaluator(), self.walk.neighbours());
            let child = Parents { first, second, evaluator, neighbours }.child(crossover, &mut rng);
            (first.clone(), child)
        });
        *self.walk.rng() = rng;
        let Some((first, child)) = child else { return Phase::Founding(0) };
        self.walk.become_plan(&first.solution);
        let changed = self.walk.complete(&child.routes, &child.windows);
        self.walk.forget_best();
        let touched: Vec<_> =
            changed.into_iter().flat_map(|shift: ShiftId| self.walk.plan().route(shift).to_vec()).collect();
        Phase::Educating {
            total: ((self.walk.params().evolution.education * touched.len() as f64) as usize).max(1),
            touched,
            done: 0,
        }
    }
}

impl Improver for Genetic<'_, '_> {
    fn iterate(&mut self, share: f64) {
        let evolution = &self.walk.params().evolution;
        match &mut self.phase {
            Phase::Founding(done) if share < evolution.first_share => {
                let progress = share / evolution.first_share * f64::from(evolution.first_plans);
                if progress >= f64::from(*done + 1) {
                    *done += 1;
                    self.register();
                    self.walk.become_plan(&self.start);
                    self.walk.forget_best();
                }
                let seed = self.anywhere();
                self.anneal(progress.fract(), self.walk.params().temperatures.0, seed);
            }
            Phase::Founding(_) => {
                self.register();
                self.phase = self.breed();
                let seed = self.anywhere();
                self.anneal(1.0, evolution.warm, seed);
            }
            Phase::Educating { touched, done, total } => {
                let progress = *done as f64 / *total as f64;
                *done += 1;
                let (over, local) =
                    (done >= total, self.walk.rng().random_bool(evolution.local) && !touched.is_empty());
                let seed = if local { Some(touched[self.walk.rng().random_range(0..touched.len())]) } else { None };
                let seed = seed.unwrap_or_else(|| self.anywhere());
                self.anneal(progress, evolution.warm, seed);
                if over {
                    self.register();
                    self.phase = self.breed();
                }
            }
        }
    }

    fn best(&self) -> &Solution {
        if self.walk.best().key() < self.best.key() { self.walk.best() } else { &self.best }
    }

    fn adopt(&mut self, solution: &Solution) {
        let penalties = self.walk.plan().penalties().clone();
        self.population.add(Individual::loaded(self.walk.plan().evaluator(), solution), &penalties);
    }
}
