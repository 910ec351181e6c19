//! A visit that is left out drives cheaper ones out.

use super::scan::{Operator, Scan};
use crate::eval::{Proposal, VisitId};
use brigade_model::model::ShiftId;

/// Most visits driven out at once; one by one, in its own place, is left to swaps.
const LONGEST: usize = 3;

/// Puts a visit that is left out in the place of up to three that follow each other.
#[derive(Debug)]
pub struct Eject;

impl Operator for Eject {
    fn name(&self) -> &'static str {
        "eject"
    }

    fn offer(&self, scan: &mut Scan<'_, '_>, visit: VisitId) {
        if scan.plan.is_planned(visit) {
            return;
        }
        let neighbours = scan.neighbours;
        let near = neighbours.near(visit).iter().filter_map(|&other| scan.plan.spot(other).shift());
        let mut shifts: Vec<ShiftId> = near.filter(|&shift| scan.plan.evaluator().allowed(visit, shift)).collect();
        shifts.sort_unstable();
        shifts.dedup();
        for shift in shifts {
            drive_out(scan, visit, shift);
        }
    }
}

/// Offers every stretch of a shift that is cheaper to leave out than the visit.
fn drive_out(scan: &mut Scan<'_, '_>, visit: VisitId, shift: ShiftId) {
    let evaluator = scan.plan.evaluator();
    let route = scan.plan.route(shift).to_vec();
    let cheap = |stretch: &[VisitId]| {
        let price = |&visit: &VisitId| evaluator.visit(visit).missing;
        stretch.iter().map(price).sum::<i64>() < evaluator.visit(visit).missing
    };
    for from in 0..route.len() {
        for to in from + 1..=route.len().min(from + LONGEST) {
            if cheap(&route[from..to]) {
                scan.offer(&[Proposal::splice(shift, from, to, &[visit])], &route[from..to]);
            }
        }
    }
}
