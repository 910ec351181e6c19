//! Two crews exchange their whole weeks.

use smallvec::SmallVec;

use super::scan::{Operator, Scan};
use crate::cost::{Proposal, VisitId};
use crate::model::{CrewId, ShiftId};

/// Gives all routes of the crew of a visit to a crew nearby, day by day, and that one's to it.
#[derive(Debug)]
pub struct WeekSwap;

impl Operator for WeekSwap {
    fn name(&self) -> &'static str {
        "week-swap"
    }

    fn offer(&self, scan: &mut Scan<'_, '_>, visit: VisitId) {
        let spot = scan.plan.spot(visit);
        let Some(shift) = spot.shift().filter(|_| spot.position == 0) else { return };
        let (neighbours, crew) = (scan.neighbours, scan.plan.evaluator().crew(shift));
        let mut tried: SmallVec<[CrewId; 16]> = SmallVec::new();
        tried.push(crew);
        for &near in neighbours.near(visit) {
            let Some(there) = scan.plan.spot(near).shift() else { continue };
            let other = scan.plan.evaluator().crew(there);
            if !tried.contains(&other) {
                tried.push(other);
                exchange(scan, crew, other);
            }
        }
    }
}

fn exchange(scan: &mut Scan<'_, '_>, a: CrewId, b: CrewId) {
    let instance = scan.plan.evaluator().instance();
    let mut proposals: SmallVec<[Proposal<'_>; 16]> = SmallVec::new();
    for day in 0..instance.dates.len() {
        let (ours, theirs) = (instance.shift(a, day), instance.shift(b, day));
        let holds = |shift: ShiftId| !scan.plan.route(shift).is_empty();
        let (Some(ours), Some(theirs)) = (ours, theirs) else {
            if ours.or(theirs).is_some_and(holds) {
                return;
            }
            continue;
        };
        if !holds(ours) && !holds(theirs) {
            continue;
        }
        if !scan.plan.route_fits(ours, theirs) || !scan.plan.route_fits(theirs, ours) {
            return;
        }
        proposals.push(Proposal { shift: ours, head: 0, middle: &[], tail: (theirs, 0) });
        proposals.push(Proposal { shift: theirs, head: 0, middle: &[], tail: (ours, 0) });
    }
    scan.offer(&proposals, &[]);
}
