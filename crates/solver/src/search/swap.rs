//! Exchange of two visits.

use super::scan::{MoveScan, Operator};
use crate::eval::{ExchangeContext, NeighbourInfo, Proposal, VisitId};

/// Swaps a planned visit with a neighbour, or replaces a neighbour by an unassigned visit.
#[derive(Debug)]
pub struct Swap;

impl Operator for Swap {
    fn name(&self) -> &'static str {
        "swap"
    }

    fn offer(&self, scan: &mut MoveScan<'_, '_>, visit: VisitId) {
        let context = scan.plan.lower_bounds().exchange_context(visit);
        for index in 0..scan.look_up_neighbours(visit) {
            let info = scan.neighbour(index);
            match (&context, info.spot.shift()) {
                (Some(context), Some(_)) => exchange(scan, context, visit, &info),
                (None, Some(_)) if info.receives => replace(scan, info.visit, visit),
                (Some(_), None) if info.comes => replace(scan, visit, info.visit),
                _ => {}
            }
        }
    }
}

fn exchange(scan: &mut MoveScan<'_, '_>, context: &ExchangeContext<'_>, a: VisitId, info: &NeighbourInfo) {
    let (b, spot_a, spot_b) = (info.visit, scan.plan.position_of(a), info.spot);
    let (Some(shift_a), Some(shift_b)) = (spot_a.shift(), spot_b.shift()) else { return };
    let (at_a, at_b) = (spot_a.position as usize, spot_b.position as usize);
    if shift_a == shift_b {
        let (first, last) = (at_a.min(at_b), at_a.max(at_b));
        // Adjacent visits are left to relocation.
        if last > first + 1 && scan.may_improve(scan.plan.lower_bounds().exchange_within_route(context, info)) {
            scan.offer_order(shift_a, first, last + 1, |row| row.swap(0, last - first));
        }
        return;
    }
    if info.receives
        && info.comes
        && scan.may_improve(scan.plan.lower_bounds().exchange(context, info, shift_b, scan.bound()))
    {
        let (to_a, to_b) = ([b], [a]);
        let proposals =
            [Proposal::splice(shift_a, at_a, at_a + 1, &to_a), Proposal::splice(shift_b, at_b, at_b + 1, &to_b)];
        scan.offer(&proposals, &[]);
    }
}

/// Replaces `now` by `next`, which is unassigned and allowed in its shift.
fn replace(scan: &mut MoveScan<'_, '_>, now: VisitId, next: VisitId) {
    let spot = scan.plan.position_of(now);
    let Some(shift) = spot.shift() else { return };
    let at = spot.position as usize;
    scan.offer(&[Proposal::splice(shift, at, at + 1, &[next])], &[now]);
}
