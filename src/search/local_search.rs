//! Descent: the best move around each visit that a change has touched, until there is none.

use super::Neighbours;
use super::eject::Eject;
use super::or_opt::OrOpt;
use super::relocate::Relocate;
use super::remove::Remove;
use super::route_swap::RouteSwap;
use super::scan::{Operator, Scan};
use super::swap::Swap;
use super::tail_swap::TailSwap;
use super::week_swap::WeekSwap;
use crate::cost::{VisitId, WorkingPlan};

/// Every neighbourhood.
pub const OPERATORS: &[&dyn Operator] = &[&Relocate, &Swap, &OrOpt, &TailSwap, &RouteSwap, &WeekSwap, &Eject, &Remove];

/// The visits whose surroundings are still to be searched, each once.
#[derive(Default)]
pub struct Queue {
    visits: Vec<VisitId>,
    waiting: Vec<bool>,
}

impl Queue {
    /// Adds a visit.
    pub fn push(&mut self, visit: VisitId) {
        let index = visit as usize;
        if index >= self.waiting.len() {
            self.waiting.resize(index + 1, false);
        }
        if !std::mem::replace(&mut self.waiting[index], true) {
            self.visits.push(visit);
        }
    }

    fn pop(&mut self) -> Option<VisitId> {
        let visit = self.visits.pop()?;
        self.waiting[visit as usize] = false;
        Some(visit)
    }
}

/// Improves a plan by moves around the visits of a queue and around those that the moves touch. Returns how
/// many moves it carried out.
pub fn descend(
    plan: &mut WorkingPlan<'_>,
    neighbours: &Neighbours,
    operators: &[&dyn Operator],
    queue: &mut Queue,
) -> u64 {
    let mut applied = 0;
    while let Some(visit) = queue.pop() {
        let mut scan = Scan::new(plan, neighbours);
        for operator in operators {
            operator.offer(&mut scan, visit);
        }
        if let Some(shifts) = scan.apply() {
            applied += 1;
            queue.push(visit);
            for shift in shifts {
                for &touched in plan.route(shift) {
                    queue.push(touched);
                }
            }
        }
    }
    applied
}
