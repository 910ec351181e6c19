//! A visit goes to another place: beside a neighbour, or alone into an empty shift.

use super::scan::{Operator, Scan};
use super::twins::Met;
use crate::cost::{Proposal, VisitId};
use crate::model::ShiftId;

/// Moves a visit, or plans one that is left out.
pub struct Relocate;

impl Operator for Relocate {
    fn name(&self) -> &'static str {
        "relocate"
    }

    fn offer(&self, scan: &mut Scan<'_, '_>, visit: VisitId) {
        let neighbours = scan.neighbours;
        for &other in neighbours.near(visit) {
            let spot = scan.plan.spot(other);
            if let Some(shift) = spot.shift() {
                let position = spot.position as usize;
                move_to(scan, visit, shift, position);
                move_to(scan, visit, shift, position + 1);
            }
        }
        let (twins, mut met) = (neighbours.twins(), Met::new());
        for shift in neighbours.shifts(visit) {
            if scan.plan.route(shift).is_empty() && !twins.repeats(shift, true, &mut met) {
                move_to(scan, visit, shift, 0);
            }
        }
    }
}

fn move_to(scan: &mut Scan<'_, '_>, visit: VisitId, to: ShiftId, position: usize) {
    if !scan.plan.evaluator().allowed(visit, to) {
        return;
    }
    let spot = scan.plan.spot(visit);
    let middle = [visit];
    let there = Proposal::splice(to, position, position, &middle);
    match spot.shift() {
        None => scan.offer(&[there], &[]),
        Some(from) if from != to => {
            let now = spot.position as usize;
            scan.offer(&[Proposal::splice(from, now, now + 1, &[]), there], &[]);
        }
        Some(from) => {
            let now = spot.position as usize;
            if position > now + 1 {
                scan.offer_order(from, now, position, |row| row.rotate_left(1));
            } else if position < now {
                scan.offer_order(from, position, now + 1, |row| row.rotate_right(1));
            }
        }
    }
}
