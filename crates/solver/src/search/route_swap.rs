//! Two shifts exchange their whole routes, or a route moves to an empty shift.

use super::scan::{Operator, Scan};
use super::twins::Met;
use crate::eval::{Proposal, VisitId};

/// Gives the route of a visit's shift to another shift and that one's route to it: other day, other crew.
#[derive(Debug)]
pub struct RouteSwap;

impl Operator for RouteSwap {
    fn name(&self) -> &'static str {
        "route-swap"
    }

    fn offer(&self, scan: &mut Scan<'_, '_>, visit: VisitId) {
        let spot = scan.plan.spot(visit);
        let Some(shift) = spot.shift().filter(|_| spot.position == 0) else { return };
        let neighbours = scan.neighbours;
        let (twins, mut met) = (neighbours.twins(), Met::new());
        for there in neighbours.takers(scan.plan, shift, visit) {
            let same = there == shift || twins.are(there, shift);
            if same || twins.repeats(there, scan.plan.is_empty(there), &mut met) || !scan.plan.route_fits(there, shift)
            {
                continue;
            }
            let proposals = [
                Proposal { shift, head: 0, middle: &[], tail: (there, 0) },
                Proposal { shift: there, head: 0, middle: &[], tail: (shift, 0) },
            ];
            scan.offer(&proposals, &[]);
        }
    }
}
