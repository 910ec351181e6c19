//! Local search (best improvement): the best move around each visit that a change has touched, until none improves.

use super::Neighbours;
use super::eject::Eject;
use super::or_opt::OrOpt;
use super::relocate::Relocate;
use super::remove::Remove;
use super::route_swap::RouteSwap;
use super::scan::{MoveScan, Operator};
use super::swap::Swap;
use super::two_opt_star::TwoOptStar;
use crate::eval::{VisitId, WorkingPlan};

/// Every neighbourhood.
pub const OPERATORS: &[&dyn Operator] =
    &[&Relocate, &Swap, &OrOpt::USUAL, &TwoOptStar, &RouteSwap, &Eject::USUAL, &Remove];

/// The visits whose surroundings are still to be searched, each once.
#[derive(Default)]
pub struct VisitQueue {
    visits: Vec<VisitId>,
    waiting: Vec<bool>,
    /// By visit, while changes are looked up: the visit that followed, or itself at the end of a route.
    next: Vec<VisitId>,
}

impl VisitQueue {
    /// Adds a visit.
    pub fn push(&mut self, visit: VisitId) {
        let index = visit.index();
        if index >= self.waiting.len() {
            self.waiting.resize(index + 1, false);
        }
        if !std::mem::replace(&mut self.waiting[index], true) {
            self.visits.push(visit);
        }
    }

    /// Adds the visits of the changed routes that follow or precede another visit than when the plan was remembered.
    pub fn push_changed(&mut self, plan: &WorkingPlan<'_>) {
        self.next.resize(plan.evaluator().visits().len(), VisitId::NONE);
        for (shift, _) in plan.changed_routes() {
            plan.route(shift).iter().for_each(|&visit| self.next[visit] = VisitId::NONE);
        }
        for (_, route) in plan.changed_routes() {
            for (at, &visit) in route.iter().enumerate() {
                self.next[visit] = route.get(at + 1).copied().unwrap_or(visit);
            }
        }
        for (shift, before) in plan.changed_routes() {
            let route = plan.route(shift);
            for at in 0..=route.len() {
                let (from, to) = (at.checked_sub(1).map(|at| route[at]), route.get(at).copied());
                let stands = match from {
                    Some(from) => self.next[from] == to.unwrap_or(from),
                    None => before.first() == route.first(),
                };
                if !stands {
                    from.into_iter().chain(to).for_each(|visit| self.push(visit));
                }
            }
        }
    }

    fn pop(&mut self) -> Option<VisitId> {
        let visit = self.visits.pop()?;
        self.waiting[visit] = false;
        Some(visit)
    }
}

/// Improves a plan by moves around the visits of a queue and around those that the moves touch. Returns how
/// many moves it carried out.
pub fn descend(
    plan: &mut WorkingPlan<'_>,
    neighbours: &Neighbours,
    operators: &[&dyn Operator],
    queue: &mut VisitQueue,
) -> u64 {
    let mut applied = 0;
    while let Some(visit) = queue.pop() {
        let mut scan = MoveScan::new(plan, neighbours);
        for operator in operators {
            operator.offer(&mut scan, visit);
        }
        if let Some(stretches) = scan.apply() {
            applied += 1;
            queue.push(visit);
            for (shift, stretch) in stretches {
                plan.route(shift)[stretch].iter().for_each(|&touched| queue.push(touched));
            }
        }
    }
    applied
}
