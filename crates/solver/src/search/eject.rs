//! A visit that is left out drives cheaper ones out.

use super::scan::{MoveScan, Operator};
use crate::eval::{Proposal, VisitId};
use brigade_model::model::ShiftId;
use brigade_model::units::Money;

/// Puts a visit that is left out in the place of a few that follow each other.
#[derive(Debug)]
pub struct Eject {
    /// Most visits driven out at once; one by one, in its own place, is left to swaps.
    pub longest: usize,
}

impl Eject {
    /// With the usual length.
    pub const USUAL: Self = Self { longest: 3 };
}

impl Operator for Eject {
    fn name(&self) -> &'static str {
        "eject"
    }

    fn offer(&self, scan: &mut MoveScan<'_, '_>, visit: VisitId) {
        if scan.plan.is_planned(visit) {
            return;
        }
        let neighbours = scan.neighbours;
        let near = neighbours.near(visit).iter().filter_map(|&other| scan.plan.position_of(other).shift());
        let mut shifts: Vec<ShiftId> = near.filter(|&shift| scan.plan.evaluator().allowed(visit, shift)).collect();
        shifts.sort_unstable();
        shifts.dedup();
        for shift in shifts {
            self.drive_out(scan, visit, shift);
        }
    }
}

impl Eject {
    /// Offers every stretch of a shift that is cheaper to leave out than the visit.
    fn drive_out(&self, scan: &mut MoveScan<'_, '_>, visit: VisitId, shift: ShiftId) {
        let evaluator = scan.plan.evaluator();
        let route = scan.plan.route(shift).to_vec();
        let cheap = |stretch: &[VisitId]| {
            let penalty = |&visit: &VisitId| evaluator.visit(visit).unassigned_penalty;
            stretch.iter().map(penalty).sum::<Money>() < evaluator.visit(visit).unassigned_penalty
        };
        for from in 0..route.len() {
            for to in from + 1..=route.len().min(from + self.longest) {
                if cheap(&route[from..to]) {
                    scan.offer(&[Proposal::splice(shift, from, to, &[visit])], &route[from..to]);
                }
            }
        }
    }
}
