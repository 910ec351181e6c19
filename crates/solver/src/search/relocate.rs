//! A visit goes to another place: beside a neighbour, or alone into an empty shift.

use super::scan::{Operator, Scan};
use crate::eval::{Departure, Proposal, Road, VisitId};
use brigade_model::model::ShiftId;

/// Moves a visit, or plans one that is left out.
#[derive(Debug)]
pub struct Relocate;

impl Operator for Relocate {
    fn name(&self) -> &'static str {
        "relocate"
    }

    fn offer(&self, scan: &mut Scan<'_, '_>, visit: VisitId) {
        let neighbours = scan.neighbours;
        let (departure, home) = (scan.plan.departure(visit), scan.plan.spot(visit).shift());
        for index in 0..scan.look_around(visit) {
            let beside = scan.plan.beside(index);
            let Some(shift) = beside.spot.shift().filter(|_| beside.receives) else { continue };
            if home != Some(shift) && !scan.a_side_may_improve(&departure, shift, [beside.before, beside.after]) {
                continue;
            }
            let position = beside.spot.position as usize;
            move_to(scan, visit, &departure, (shift, position), beside.before);
            move_to(scan, visit, &departure, (shift, position + 1), beside.after);
        }
        for shift in neighbours.empty_shifts(scan.plan, visit) {
            let road = scan.plan.detour(&departure, shift, 0);
            move_to(scan, visit, &departure, (shift, 0), road);
        }
    }
}

fn move_to(
    scan: &mut Scan<'_, '_>,
    visit: VisitId,
    departure: &Departure<'_>,
    (to, position): (ShiftId, usize),
    road: Road,
) {
    let spot = scan.plan.spot(visit);
    let now = spot.position as usize;
    let stays = spot.shift() == Some(to);
    if stays && (now..=now + 1).contains(&position) {
        return;
    }
    if !scan.may_improve(scan.plan.relocation_floor(departure, to, position, road, scan.bound())) {
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
