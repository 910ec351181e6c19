//! Two visits change shifts, each to where it fits best.

use smallvec::SmallVec;

use super::insertion::search_position;
use super::scan::{Operator, Scan};
use crate::cost::{Proposal, VisitId};
use crate::model::ShiftId;

/// Nearest neighbours whose shifts are tried.
const REACH: usize = 10;

/// Exchanges a visit with any of a shift nearby, neither necessarily going to the other's place (SWAP*, Vidal 2022; the best
/// position is taken before the exchange).
#[derive(Debug)]
pub struct SwapStar;

impl Operator for SwapStar {
    fn name(&self) -> &'static str {
        "swap-star"
    }

    fn offer(&self, scan: &mut Scan<'_, '_>, visit: VisitId) {
        let Some(here) = scan.plan.spot(visit).shift() else { return };
        let (neighbours, evaluator) = (scan.neighbours, scan.plan.evaluator());
        let mut tried: SmallVec<[ShiftId; REACH]> = SmallVec::new();
        for &near in neighbours.near(visit).iter().take(REACH) {
            let Some(there) = scan.plan.spot(near).shift() else { continue };
            if there == here || tried.contains(&there) || !evaluator.allowed(visit, there) {
                continue;
            }
            tried.push(there);
            let arrival = search_position(scan.plan, visit, there).0;
            for index in 0..scan.plan.route(there).len() {
                let other = scan.plan.route(there)[index];
                if evaluator.allowed(other, here) {
                    exchange(scan, visit, other, arrival);
                }
            }
        }
    }
}

/// `a` goes in front of position `arrival` of the shift of `b`, and `b` to where it fits best in that of `a`.
fn exchange(scan: &mut Scan<'_, '_>, a: VisitId, b: VisitId, arrival: usize) {
    let (spot_a, spot_b) = (scan.plan.spot(a), scan.plan.spot(b));
    let (Some(shift_a), Some(shift_b)) = (spot_a.shift(), spot_b.shift()) else { return };
    let (at_a, at_b) = (spot_a.position as usize, spot_b.position as usize);
    let back = search_position(scan.plan, b, shift_a).0;
    let in_place = (at_b..=at_b + 1).contains(&arrival) && (at_a..=at_a + 1).contains(&back);
    if in_place {
        return;
    }
    let (from_a, to_a, middle_a) = replaced(scan.plan.route(shift_a), at_a, b, back);
    let (from_b, to_b, middle_b) = replaced(scan.plan.route(shift_b), at_b, a, arrival);
    let proposals =
        [Proposal::splice(shift_a, from_a, to_a, &middle_a), Proposal::splice(shift_b, from_b, to_b, &middle_b)];
    scan.offer(&proposals, &[]);
}

/// The stretch of a route that changes, and its new content, where the visit at `out` leaves and `next` comes in front of
/// position `place`.
fn replaced(route: &[VisitId], out: usize, next: VisitId, place: usize) -> (usize, usize, SmallVec<[VisitId; 8]>) {
    let mut middle = SmallVec::new();
    if place <= out {
        middle.push(next);
        middle.extend_from_slice(&route[place..out]);
        (place, out + 1, middle)
    } else {
        middle.extend_from_slice(&route[out + 1..place]);
        middle.push(next);
        (out, place, middle)
    }
}
