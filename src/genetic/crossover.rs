//! Children of two plans.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::individual::Individual;
use crate::cost::{CostEvaluator, VisitId};
use crate::model::ShiftId;
use crate::search::Neighbours;
use crate::units::Minutes;

/// Two plans and what is known of their visits.
#[derive(Clone, Copy)]
pub struct Parents<'p> {
    /// The plan that gives most.
    pub first: &'p Individual,
    /// The plan that gives some.
    pub second: &'p Individual,
    /// What prices them.
    pub evaluator: &'p CostEvaluator<'p>,
    /// Which visits are near each other.
    pub neighbours: &'p Neighbours,
}

/// Routes of a child, with visits still left out, and the starts allowed to each visit.
#[derive(Clone, Debug)]
pub struct Child {
    /// By shift.
    pub routes: Vec<Vec<VisitId>>,
    /// By visit, working clock.
    pub windows: Vec<(Minutes, Minutes)>,
}

/// What a shift of a child inherits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gift {
    /// The route of the first parent.
    First,
    /// The route of the second parent.
    Second,
    /// A stretch of the first parent's route.
    Stretch(usize, usize),
}

/// Says what each shift inherits.
pub type Crossover = fn(&Parents<'_>, &mut Xoshiro256PlusPlus) -> Vec<Gift>;

/// Every crossover, with its name.
pub const CROSSOVERS: &[(&str, Crossover)] =
    &[("shifts", shifts), ("stretches", stretches), ("days", days), ("crews", crews)];

impl Parents<'_> {
    /// A child by a crossover. Its visits stand at most once, jobs of several visits as in one of the parents or not
    /// at all.
    pub fn child(&self, crossover: Crossover, rng: &mut Xoshiro256PlusPlus) -> Child {
        let gifts = crossover(self, rng);
        let routes = self.compose(&gifts, rng.random_bool(0.5));
        self.settle(routes)
    }

    /// Routes by gifts; what both parents would plan stays where the first or the second has it.
    fn compose(&self, gifts: &[Gift], second_wins: bool) -> Vec<Vec<VisitId>> {
        let mut routes = vec![Vec::new(); gifts.len()];
        let mut taken = vec![false; self.evaluator.visits().len()];
        for turn in [second_wins, !second_wins] {
            for (shift, &gift) in gifts.iter().enumerate().filter(|&(_, &gift)| (gift == Gift::Second) == turn) {
                let visits = match gift {
                    Gift::First => &self.first.solution.routes()[shift][..],
                    Gift::Second => &self.second.solution.routes()[shift][..],
                    Gift::Stretch(from, to) => &self.first.solution.routes()[shift][from..to],
                };
                let free = |visit: &&VisitId| !std::mem::replace(&mut taken[**visit as usize], true);
                routes[shift] = visits.iter().filter(free).copied().collect();
            }
        }
        routes
    }

    /// Leaves jobs out that stand neither as in the first parent nor as in the second.
    fn settle(&self, mut routes: Vec<Vec<VisitId>>) -> Child {
        let mut standing = vec![None; self.evaluator.visits().len()];
        for (shift, route) in routes.iter().enumerate() {
            route.iter().for_each(|&visit| standing[visit as usize] = Some(shift));
        }
        let mut windows: Vec<_> = self.evaluator.visits().iter().map(|visit| visit.window).collect();
        for job in 0..self.evaluator.instance().jobs.len() {
            let visits = self.evaluator.visits_of(job);
            let as_in = |parent: &Individual| visits.iter().all(|&v| standing[v as usize] == parent.shift(v));
            match [self.first, self.second].into_iter().find(|&parent| as_in(parent)) {
                Some(parent) => {
                    visits.iter().for_each(|&visit| windows[visit as usize] = parent.solution.windows()[visit as usize])
                }
                None if visits.len() > 1 => visits.iter().for_each(|&visit| standing[visit as usize] = None),
                None => {}
            }
        }
        routes.iter_mut().for_each(|route| route.retain(|&visit| standing[visit as usize].is_some()));
        Child { routes, windows }
    }

    /// The second parent's routes for some shifts.
    fn second_for(&self, chosen: impl Fn(ShiftId) -> bool) -> Vec<Gift> {
        let gift = |shift| if chosen(shift) { Gift::Second } else { Gift::First };
        (0..self.evaluator.shifts()).map(gift).collect()
    }

    /// Where the two parents put the visits that either has in a shift.
    fn exchanged(&self, shift: ShiftId) -> impl Iterator<Item = ShiftId> + '_ {
        let theirs = |&visit: &VisitId| self.second.shift(visit);
        let ours = |&visit: &VisitId| self.first.shift(visit);
        let from_first = self.first.solution.routes()[shift].iter().filter_map(theirs);
        from_first.chain(self.second.solution.routes()[shift].iter().filter_map(ours))
    }
}

/// Some shifts near each other that hold much the same visits in both parents (selective route exchange, Nagata and
/// others 2010).
fn shifts(parents: &Parents<'_>, rng: &mut Xoshiro256PlusPlus) -> Vec<Gift> {
    let shifts = parents.evaluator.shifts();
    let used = parents.first.solution.routes().iter().filter(|route| !route.is_empty()).count();
    let size = rng.random_range(1..=(used / 2).max(1));
    let seed = rng.random_range(0..parents.evaluator.visits().len() as VisitId);
    let near = parents.neighbours.near(seed).iter().copied();
    let mut starts = std::iter::once(seed).chain(near).filter_map(|visit| parents.first.shift(visit));
    let mut chosen = vec![false; shifts];
    let mut shared = vec![0u32; shifts];
    for _ in 0..size {
        let most =
            (0..shifts).filter(|&shift| !chosen[shift] && shared[shift] > 0).max_by_key(|&s| (shared[s], shifts - s));
        let Some(next) = most.or_else(|| starts.find(|&shift| !chosen[shift])) else { break };
        chosen[next] = true;
        parents.exchanged(next).for_each(|shift| shared[shift] += 1);
    }
    parents.second_for(|shift| chosen[shift])
}

/// Each shift inherits from one parent, or a stretch of the first's route (Vidal and others 2012).
fn stretches(parents: &Parents<'_>, rng: &mut Xoshiro256PlusPlus) -> Vec<Gift> {
    let mut gift = |shift: ShiftId| {
        let length = parents.first.solution.routes()[shift].len();
        match rng.random_range(0..4) {
            0 | 1 => Gift::First,
            2 => Gift::Second,
            _ => {
                let (a, b) = (rng.random_range(0..=length), rng.random_range(0..=length));
                Gift::Stretch(a.min(b), a.max(b))
            }
        }
    };
    (0..parents.evaluator.shifts()).map(&mut gift).collect()
}

/// Whole days.
fn days(parents: &Parents<'_>, rng: &mut Xoshiro256PlusPlus) -> Vec<Gift> {
    let chosen = some(parents.evaluator.instance().dates.len(), rng);
    parents.second_for(|shift| chosen[parents.evaluator.day(shift)])
}

/// Whole weeks of crews.
fn crews(parents: &Parents<'_>, rng: &mut Xoshiro256PlusPlus) -> Vec<Gift> {
    let chosen = some(parents.evaluator.instance().crews.len(), rng);
    parents.second_for(|shift| chosen[parents.evaluator.crew(shift)])
}

/// At least one and at most half of some things.
fn some(count: usize, rng: &mut Xoshiro256PlusPlus) -> Vec<bool> {
    let mut chosen = vec![false; count];
    chosen[..rng.random_range(1..=(count / 2).max(1))].fill(true);
    chosen.shuffle(rng);
    chosen
}
