//! Crossovers: which shifts of a child inherit the routes of which parent.

use rand::RngExt;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::individual::Individual;
use crate::eval::{CostEvaluator, VisitId};
use crate::search::Neighbours;
use brigade_model::model::ShiftId;
use brigade_model::units::Minutes;

/// The two parents of a crossover.
#[derive(Clone, Copy)]
pub struct Parents<'p> {
    /// The parent of most routes.
    pub first: &'p Individual,
    /// The parent of the selected shifts' routes.
    pub second: &'p Individual,
    /// The evaluator.
    pub evaluator: &'p CostEvaluator<'p>,
    /// The neighbours of each visit.
    pub neighbours: &'p Neighbours,
}

/// An incomplete child: its routes, with some visits unassigned, and the time window of each visit.
#[derive(Clone, Debug)]
pub struct Child {
    /// Visits in order, by shift.
    pub routes: Vec<Vec<VisitId>>,
    /// Earliest and latest start by visit, working clock.
    pub windows: Vec<(Minutes, Minutes)>,
}

/// Chooses the shifts that inherit the route of the second parent, as one flag per shift.
pub type Crossover = fn(&Parents<'_>, &mut Xoshiro256PlusPlus) -> Vec<bool>;

/// Every crossover, with its name.
pub const CROSSOVERS: [(&str, Crossover); 3] =
    [("many shifts", many_shifts), ("few shifts", few_shifts), ("closed shifts", closed_shifts)];

/// Shifts that few of them inherit at most.
const FEW: usize = 8;

impl Parents<'_> {
    /// A child by a crossover. No visit is in two routes; all visits of a job are assigned as in one parent, or none
    /// is.
    pub fn child(&self, crossover: Crossover, rng: &mut Xoshiro256PlusPlus) -> Child {
        let from_second = crossover(self, rng);
        let routes = self.compose(&from_second, rng.random_bool(0.5));
        self.keep_whole_jobs(routes)
    }

    /// The inherited routes. A visit that would be in two of them stays in one parent's: the second's if `second_wins`.
    fn compose(&self, from_second: &[bool], second_wins: bool) -> Vec<Vec<VisitId>> {
        let mut routes = vec![Vec::new(); from_second.len()];
        let mut taken = vec![false; self.evaluator.visits().len()];
        for second in [second_wins, !second_wins] {
            let parent = if second { self.second } else { self.first };
            for shift in ShiftId::range(routes.len()).filter(|&shift| from_second[shift] == second) {
                let free = |visit: &&VisitId| !std::mem::replace(&mut taken[**visit], true);
                routes[shift] = parent.solution.routes()[shift].iter().filter(free).copied().collect();
            }
        }
        routes
    }

    /// Unassigns jobs, or linked jobs, whose visits are assigned as in neither parent, and takes over the time windows of the others.
    fn keep_whole_jobs(&self, mut routes: Vec<Vec<VisitId>>) -> Child {
        let mut placed_in = vec![None; self.evaluator.visits().len()];
        for (shift, route) in ShiftId::enumerate(&routes) {
            route.iter().for_each(|&visit| placed_in[visit] = Some(shift));
        }
        let mut windows: Vec<_> = self.evaluator.visits().iter().map(|visit| visit.window).collect();
        for job in self.evaluator.instance().job_ids() {
            if self.evaluator.linked(job).first().is_some_and(|&first| first != job) {
                continue;
            }
            let visits = self.evaluator.visits_in_step(job);
            let as_in = |parent: &Individual| visits.iter().all(|&v| placed_in[v] == parent.shift(v));
            match [self.first, self.second].into_iter().find(|&parent| as_in(parent)) {
                Some(parent) => visits.iter().for_each(|&visit| windows[visit] = parent.solution.windows()[visit]),
                None if visits.len() > 1 => visits.iter().for_each(|&visit| placed_in[visit] = None),
                None => {}
            }
        }
        routes.iter_mut().for_each(|route| route.retain(|&visit| placed_in[visit].is_some()));
        Child { routes, windows }
    }

    /// The shifts to which each parent assigns the visits that the other has in a shift.
    fn exchanged(&self, shift: ShiftId) -> impl Iterator<Item = ShiftId> + '_ {
        let theirs = |&visit: &VisitId| self.second.shift(visit);
        let ours = |&visit: &VisitId| self.first.shift(visit);
        let from_first = self.first.solution.routes()[shift].iter().filter_map(theirs);
        from_first.chain(self.second.solution.routes()[shift].iter().filter_map(ours))
    }
}

/// Neighbouring shifts with much the same visits in both parents, up to half of those in use (selective route exchange: Nagata,
/// Bräysy, Dullaert 2010).
fn many_shifts(parents: &Parents<'_>, rng: &mut Xoshiro256PlusPlus) -> Vec<bool> {
    let used = parents.first.solution.routes().iter().filter(|route| !route.is_empty()).count();
    let most = (used / 2).max(1);
    neighbouring_shifts(parents, most, rng)
}

/// The same of only a few.
fn few_shifts(parents: &Parents<'_>, rng: &mut Xoshiro256PlusPlus) -> Vec<bool> {
    neighbouring_shifts(parents, FEW, rng)
}

/// A closed set of shifts: those that between them have the same visits in both parents, so that the child is complete
/// (partition crossover: Whitley, Hains, Howe 2009).
fn closed_shifts(parents: &Parents<'_>, rng: &mut Xoshiro256PlusPlus) -> Vec<bool> {
    let (ours, theirs) = (parents.first.solution.routes(), parents.second.solution.routes());
    let different: Vec<_> = ShiftId::range(ours.len()).filter(|&shift| ours[shift] != theirs[shift]).collect();
    let mut chosen = vec![false; ours.len()];
    let mut open = Vec::new();
    if !different.is_empty() {
        open.push(different[rng.random_range(0..different.len())]);
    }
    while let Some(shift) = open.pop() {
        if !std::mem::replace(&mut chosen[shift], true) {
            open.extend(parents.exchanged(shift));
        }
    }
    chosen
}

/// Up to `most` shifts around a visit: each further one shares most visits, between the two parents, with those chosen.
fn neighbouring_shifts(parents: &Parents<'_>, most: usize, rng: &mut Xoshiro256PlusPlus) -> Vec<bool> {
    let shifts = parents.evaluator.shifts();
    let size = rng.random_range(1..=most);
    let seed = VisitId::new(rng.random_range(0..parents.evaluator.visits().len() as u32) as usize);
    let near = parents.neighbours.nearest(seed).iter().copied();
    let mut starts = std::iter::once(seed).chain(near).filter_map(|visit| parents.first.shift(visit));
    let mut chosen = vec![false; shifts];
    let mut shared = vec![0u32; shifts];
    for _ in 0..size {
        let most = ShiftId::range(shifts)
            .filter(|&shift| !chosen[shift] && shared[shift] > 0)
            .max_by_key(|&s| (shared[s], shifts - s.index()));
        let Some(next) = most.or_else(|| starts.find(|&shift| !chosen[shift])) else { break };
        chosen[next] = true;
        parents.exchanged(next).for_each(|shift| shared[shift] += 1);
    }
    chosen
}
