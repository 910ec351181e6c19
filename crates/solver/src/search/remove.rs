//! Removal of a visit.

use super::scan::{MoveScan, Operator};
use crate::eval::{Proposal, VisitId};

/// Removes a planned visit, where that saves more than its unassigned penalty.
#[derive(Debug)]
pub struct Remove;

impl Operator for Remove {
    fn name(&self) -> &'static str {
        "remove"
    }

    fn offer(&self, scan: &mut MoveScan<'_, '_>, visit: VisitId) {
        let spot = scan.plan.position_of(visit);
        if let Some(shift) = spot.shift() {
            let at = spot.position as usize;
            scan.offer(&[Proposal::splice(shift, at, at + 1, &[])], &[visit]);
        }
    }
}
