//! Relocation of a visit: next to a neighbour, or into an empty shift.

use super::scan::{MoveScan, Operator};
use crate::eval::{Proposal, RemovalContext, TravelDelta, VisitId};
use brigade_model::model::ShiftId;

/// Moves a visit, or inserts an unassigned one.
#[derive(Debug)]
pub struct Relocate;

impl Operator for Relocate {
    fn name(&self) -> &'static str {
        "relocate"
    }

    fn offer(&self, scan: &mut MoveScan<'_, '_>, visit: VisitId) {
        let neighbours = scan.neighbours;
        let (removal, home) = (scan.plan.lower_bounds().removal(visit), scan.plan.position_of(visit).shift());
        for index in 0..scan.look_up_neighbours(visit) {
            let info = scan.neighbour(index);
            let Some(shift) = info.spot.shift().filter(|_| info.receives) else { continue };
            if home != Some(shift) && !scan.a_side_may_improve(&removal, shift, [info.before, info.after]) {
                continue;
            }
            let position = info.spot.position as usize;
            move_to(scan, visit, &removal, (shift, position), info.before);
            move_to(scan, visit, &removal, (shift, position + 1), info.after);
        }
        for shift in neighbours.empty_shifts(scan.plan, visit) {
            let detour = scan.plan.lower_bounds().detour(&removal, shift, 0);
            move_to(scan, visit, &removal, (shift, 0), detour);
        }
    }
}

fn move_to(
    scan: &mut MoveScan<'_, '_>,
    visit: VisitId,
    removal: &RemovalContext<'_>,
    (to, position): (ShiftId, usize),
    detour: TravelDelta,
) {
    let spot = scan.plan.position_of(visit);
    let now = spot.position as usize;
    let stays = spot.shift() == Some(to);
    if stays && (now..=now + 1).contains(&position) {
        return;
    }
    if !scan.may_improve(scan.plan.lower_bounds().relocation(removal, to, position, detour, scan.bound())) {
        return;
    }
    let middle = [visit];
    let there = Proposal::splice(to, position, position, &middle);
    match spot.shift() {
        Some(_) if stays && position > now => scan.offer_order(to, now, position, |row| row.rotate_left(1)),
        Some(_) if stays => scan.offer_order(to, position, now + 1, |row| row.rotate_right(1)),
        Some(from) => scan.offer(&[Proposal::splice(from, now, now + 1, &[]), there], &[]),
        None => scan.offer(&[there], &[]),
    }
}
