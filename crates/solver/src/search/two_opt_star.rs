//! 2-opt* (Potvin, Rousseau 1995): two shifts exchange the suffixes of their routes.

use super::scan::{MoveScan, Operator};
use crate::eval::{Proposal, VisitId};

/// Connects a visit to the suffix that begins with a neighbour, and the neighbour's predecessor to the visit's former suffix
/// (2-opt*, Potvin, Rousseau 1995). At the front of a route this swaps whole routes.
#[derive(Debug)]
pub struct TwoOptStar;

impl Operator for TwoOptStar {
    fn name(&self) -> &'static str {
        "tail-swap"
    }

    fn offer(&self, scan: &mut MoveScan<'_, '_>, visit: VisitId) {
        let spot = scan.plan.position_of(visit);
        let context = scan.plan.lower_bounds().exchange_context(visit);
        let (Some(shift), Some(context)) = (spot.shift(), context) else { return };
        let end = spot.position as usize + 1;
        let follower = scan.plan.route(shift).get(end).copied();
        for index in 0..scan.look_up_neighbours(visit) {
            let info = scan.neighbour(index);
            let Some(there) = info.spot.shift().filter(|&there| info.comes && there != shift) else { continue };
            let begin = info.spot.position as usize;
            let fits =
                scan.plan.suffix_fits(info.visit, shift) && follower.is_none_or(|f| scan.plan.suffix_fits(f, there));
            if fits && scan.may_improve(scan.plan.lower_bounds().suffix_exchange(&context, &info, there, scan.bound()))
            {
                let proposals = [
                    Proposal { shift, prefix: end, middle: &[], suffix: (there, begin) },
                    Proposal { shift: there, prefix: begin, middle: &[], suffix: (shift, end) },
                ];
                scan.offer(&proposals, &[]);
            }
        }
    }
}
