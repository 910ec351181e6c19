//! Or-opt (Or 1976): relocation of a segment.

use smallvec::SmallVec;

use super::scan::{MoveScan, Operator};
use crate::eval::{Proposal, RemovalContext, VisitId};
use brigade_model::model::ShiftId;

/// Moves a segment that begins with the visit next to a neighbour (Or 1976).
#[derive(Debug)]
pub struct OrOpt {
    /// Longest segment, in visits; single visits are left to relocation.
    pub longest: usize,
}

impl OrOpt {
    /// With the usual length.
    pub const USUAL: Self = Self { longest: 3 };
}

impl Operator for OrOpt {
    fn name(&self) -> &'static str {
        "or-opt"
    }

    fn offer(&self, scan: &mut MoveScan<'_, '_>, visit: VisitId) {
        let spot = scan.plan.position_of(visit);
        let Some(from) = spot.shift() else { return };
        let first = spot.position as usize;
        for length in 2..=self.longest.min(scan.plan.route(from).len() - first) {
            let segment: SmallVec<[VisitId; 4]> = SmallVec::from_slice(&scan.plan.route(from)[first..first + length]);
            let removal = scan.plan.lower_bounds().removal_of(&segment);
            for index in 0..scan.look_up_neighbours(visit) {
                let info = scan.neighbour(index);
                let place = info.spot;
                let Some(to) = place.shift().filter(|_| info.receives) else { continue };
                if to == from {
                    along(scan, &removal, from, first, length, place.position as usize);
                } else if segment[1..].iter().all(|&other| scan.plan.evaluator().allowed(other, to)) {
                    let cut = Proposal::splice(from, first, first + length, &[]);
                    let positions = [place.position as usize, place.position as usize + 1];
                    let bounds = scan.plan.lower_bounds();
                    let detours = positions.map(|position| bounds.detour(&removal, to, position));
                    if !scan.a_side_may_improve(&removal, to, detours) {
                        continue;
                    }
                    for (position, detour) in positions.into_iter().zip(detours) {
                        let bounds = scan.plan.lower_bounds();
                        if scan.may_improve(bounds.relocation(&removal, to, position, detour, scan.bound())) {
                            scan.offer(&[cut, Proposal::splice(to, position, position, &segment)], &[]);
                        }
                    }
                }
            }
        }
    }
}

/// Moves a segment within its route: behind a later visit, or before an earlier one.
fn along(
    scan: &mut MoveScan<'_, '_>,
    removal: &RemovalContext<'_>,
    shift: ShiftId,
    first: usize,
    length: usize,
    neighbour: usize,
) {
    let behind = neighbour >= first + length;
    if !behind && neighbour >= first {
        return;
    }
    let position = if behind { neighbour + 1 } else { neighbour };
    let bounds = scan.plan.lower_bounds();
    let detour = bounds.detour(removal, shift, position);
    if !scan.may_improve(bounds.relocation(removal, shift, position, detour, scan.bound())) {
        return;
    }
    if behind {
        scan.offer_order(shift, first, neighbour + 1, |row| row.rotate_left(length));
    } else {
        scan.offer_order(shift, neighbour, first + length, |row| row.rotate_right(length));
    }
}
