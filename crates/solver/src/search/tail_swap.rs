//! Two shifts exchange the ends of their routes.

use super::scan::{Operator, Scan};
use crate::eval::{Proposal, VisitId};

/// Lets a neighbour and all that follows it come after a visit, and what followed the visit after the neighbour's
/// predecessor (2-opt*, Potvin, Rousseau 1995). At the front of a route this swaps whole routes.
#[derive(Debug)]
pub struct TailSwap;

impl Operator for TailSwap {
    fn name(&self) -> &'static str {
        "tail-swap"
    }

    fn offer(&self, scan: &mut Scan<'_, '_>, visit: VisitId) {
        let spot = scan.plan.spot(visit);
        let (Some(shift), Some(stand)) = (spot.shift(), scan.plan.stand(visit)) else { return };
        let end = spot.position as usize + 1;
        let follower = scan.plan.route(shift).get(end).copied();
        for index in 0..scan.look_around(visit) {
            let beside = scan.plan.beside(index);
            let Some(there) = beside.spot.shift().filter(|&there| beside.comes && there != shift) else { continue };
            let begin = beside.spot.position as usize;
            let fits =
                scan.plan.tail_fits(beside.visit, shift) && follower.is_none_or(|f| scan.plan.tail_fits(f, there));
            if fits && scan.may_improve(scan.plan.tails_floor(&stand, &beside, there, scan.bound())) {
                let proposals = [
                    Proposal { shift, head: end, middle: &[], tail: (there, begin) },
                    Proposal { shift: there, head: begin, middle: &[], tail: (shift, end) },
                ];
                scan.offer(&proposals, &[]);
            }
        }
    }
}
