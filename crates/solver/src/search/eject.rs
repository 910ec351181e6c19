//! Ejection: an unassigned visit replaces a segment that is cheaper to leave unassigned.

use super::scan::{MoveScan, Operator};
use crate::eval::{Proposal, VisitId};
use brigade_model::model::ShiftId;
use brigade_model::units::Money;

/// Inserts an unassigned visit in place of a segment of a route.
#[derive(Debug)]
pub struct Eject {
    /// Longest segment ejected, in visits.
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
        let near = neighbours.nearest(visit).iter().filter_map(|&other| scan.plan.position_of(other).shift());
        let mut shifts: Vec<ShiftId> = near.filter(|&shift| scan.plan.evaluator().allowed(visit, shift)).collect();
        shifts.sort_unstable();
        shifts.dedup();
        for shift in shifts {
            self.eject(scan, visit, shift);
        }
    }
}

impl Eject {
    /// Offers the ejection of every segment of a shift's route whose unassigned penalties are below the visit's.
    fn eject(&self, scan: &mut MoveScan<'_, '_>, visit: VisitId, shift: ShiftId) {
        let evaluator = scan.plan.evaluator();
        let route = scan.plan.route(shift).to_vec();
        let cheap = |segment: &[VisitId]| {
            let penalty = |&visit: &VisitId| evaluator.visit(visit).unassigned_penalty;
            segment.iter().map(penalty).sum::<Money>() < evaluator.visit(visit).unassigned_penalty
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
