//! Two shifts exchange their whole routes, or a route moves to an empty shift.

use super::scan::{MoveScan, Operator};
use super::symmetry::SeenClasses;
use crate::eval::{Proposal, VisitId};

/// Exchanges the route of a visit's shift with that of another shift, on any day and of any crew.
#[derive(Debug)]
pub struct RouteSwap;

impl Operator for RouteSwap {
    fn name(&self) -> &'static str {
        "route-swap"
    }

    fn offer(&self, scan: &mut MoveScan<'_, '_>, visit: VisitId) {
        let spot = scan.plan.position_of(visit);
        let Some(shift) = spot.shift().filter(|_| spot.position == 0) else { return };
        let neighbours = scan.neighbours;
        let (symmetry, mut seen) = (neighbours.symmetry(), SeenClasses::new());
        for there in neighbours.takers(scan.plan, shift, visit) {
            let same = there == shift || symmetry.identical(there, shift);
            if same
                || symmetry.repeats(there, scan.plan.routes().is_empty(there), &mut seen)
                || !scan.plan.route_fits(there, shift)
            {
                continue;
            }
            let proposals = [
                Proposal { shift, prefix: 0, middle: &[], suffix: (there, 0) },
                Proposal { shift: there, prefix: 0, middle: &[], suffix: (shift, 0) },
            ];
            scan.offer(&proposals, &[]);
        }
    }
}
