//! Two visits change places.

use super::scan::{Operator, Scan};
use crate::eval::{Beside, Proposal, Stand, VisitId};

/// Swaps a planned visit with a neighbour, or puts one that is left out in a neighbour's place.
#[derive(Debug)]
pub struct Swap;

impl Operator for Swap {
    fn name(&self) -> &'static str {
        "swap"
    }

    fn offer(&self, scan: &mut Scan<'_, '_>, visit: VisitId) {
        let stand = scan.plan.stand(visit);
        for index in 0..scan.look_around(visit) {
            let beside = scan.plan.beside(index);
            match (&stand, beside.spot.shift()) {
                (Some(stand), Some(_)) => exchange(scan, stand, visit, &beside),
                (None, Some(_)) if beside.receives => replace(scan, beside.visit, visit),
                (Some(_), None) if beside.comes => replace(scan, visit, beside.visit),
                _ => {}
            }
        }
    }
}

fn exchange(scan: &mut Scan<'_, '_>, stand: &Stand<'_>, a: VisitId, beside: &Beside) {
    let (b, spot_a, spot_b) = (beside.visit, scan.plan.spot(a), beside.spot);
    let (Some(shift_a), Some(shift_b)) = (spot_a.shift(), spot_b.shift()) else { return };
    let (at_a, at_b) = (spot_a.position as usize, spot_b.position as usize);
    if shift_a == shift_b {
        let (first, last) = (at_a.min(at_b), at_a.max(at_b));
        // Those beside each other are left to relocation.
        if last > first + 1 && scan.may_improve(scan.plan.order_floor(stand, beside)) {
            scan.offer_order(shift_a, first, last + 1, |row| row.swap(0, last - first));
        }
        return;
    }
    if beside.receives
        && beside.comes
        && scan.may_improve(scan.plan.exchange_floor(stand, beside, shift_b, scan.bound()))
    {
        let (to_a, to_b) = ([b], [a]);
        let proposals =
            [Proposal::splice(shift_a, at_a, at_a + 1, &to_a), Proposal::splice(shift_b, at_b, at_b + 1, &to_b)];
        scan.offer(&proposals, &[]);
    }
}

/// `next`, which is left out and may stand there, takes the place of `now`, which then is left out.
fn replace(scan: &mut Scan<'_, '_>, now: VisitId, next: VisitId) {
    let spot = scan.plan.spot(now);
    let Some(shift) = spot.shift() else { return };
    let at = spot.position as usize;
    scan.offer(&[Proposal::splice(shift, at, at + 1, &[next])], &[now]);
}
