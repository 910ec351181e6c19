//! Two or three visits that follow each other go elsewhere together.

use super::scan::{Operator, Scan};
use crate::eval::{Departure, Proposal, VisitId};
use brigade_model::model::ShiftId;

/// Most visits that move together; one alone is left to relocation.
const LONGEST: usize = 3;

/// Moves a visit and the one or two after it beside a neighbour (Or 1976).
#[derive(Debug)]
pub struct OrOpt;

impl Operator for OrOpt {
    fn name(&self) -> &'static str {
        "or-opt"
    }

    fn offer(&self, scan: &mut Scan<'_, '_>, visit: VisitId) {
        let spot = scan.plan.spot(visit);
        let Some(from) = spot.shift() else { return };
        let first = spot.position as usize;
        for length in 2..=LONGEST.min(scan.plan.route(from).len() - first) {
            let mut moved = [visit; LONGEST];
            moved[..length].copy_from_slice(&scan.plan.route(from)[first..first + length]);
            let departure = scan.plan.departure_of(&moved[..length]);
            for index in 0..scan.look_around(visit) {
                let beside = scan.plan.beside(index);
                let place = beside.spot;
                let Some(to) = place.shift().filter(|_| beside.receives) else { continue };
                if to == from {
                    along(scan, &departure, from, first, length, place.position as usize);
                } else if moved[1..length].iter().all(|&moved| scan.plan.evaluator().allowed(moved, to)) {
                    let cut = Proposal::splice(from, first, first + length, &[]);
                    let positions = [place.position as usize, place.position as usize + 1];
                    let roads = positions.map(|position| scan.plan.detour(&departure, to, position));
                    if !scan.a_side_may_improve(&departure, to, roads) {
                        continue;
                    }
                    for (position, road) in positions.into_iter().zip(roads) {
                        if scan.may_improve(scan.plan.relocation_floor(&departure, to, position, road, scan.bound())) {
                            scan.offer(&[cut, Proposal::splice(to, position, position, &moved[..length])], &[]);
                        }
                    }
                }
            }
        }
    }
}

/// Moves a stretch behind a visit further on in its route, or in front of one before it.
fn along(
    scan: &mut Scan<'_, '_>,
    departure: &Departure<'_>,
    shift: ShiftId,
    first: usize,
    length: usize,
    beside: usize,
) {
    let behind = beside >= first + length;
    if !behind && beside >= first {
        return;
    }
    let position = if behind { beside + 1 } else { beside };
    let road = scan.plan.detour(departure, shift, position);
    if !scan.may_improve(scan.plan.relocation_floor(departure, shift, position, road, scan.bound())) {
        return;
    }
    if behind {
        scan.offer_order(shift, first, beside + 1, |row| row.rotate_left(length));
    } else {
        scan.offer_order(shift, beside, first + length, |row| row.rotate_right(length));
    }
}
