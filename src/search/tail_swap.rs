//! Two shifts exchange the ends of their routes.

use super::scan::{Operator, Scan};
use crate::cost::{Proposal, VisitId};

/// Lets a neighbour and all that follows it come after a visit, and what followed the visit after the neighbour's
/// predecessor (2-opt*, Potvin, Rousseau 1995). At the front of a route this swaps whole routes.
pub struct TailSwap;

impl Operator for TailSwap {
    fn name(&self) -> &'static str {
        "tail-swap"
    }

    fn offer(&self, scan: &mut Scan<'_, '_>, visit: VisitId) {
        let spot = scan.plan.spot(visit);
        let Some(shift) = spot.shift() else { return };
        let neighbours = scan.neighbours;
        for &other in neighbours.near(visit) {
            let place = scan.plan.spot(other);
            let Some(there) = place.shift().filter(|&there| there != shift) else { continue };
            if scan.plan.evaluator().allowed(other, shift) {
                let (end, begin) = (spot.position as usize + 1, place.position as usize);
                let proposals = [
                    Proposal { shift, head: end, middle: &[], tail: (there, begin) },
                    Proposal { shift: there, head: begin, middle: &[], tail: (shift, end) },
                ];
                scan.offer(&proposals, &[]);
            }
        }
    }
}
