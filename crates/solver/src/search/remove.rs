//! A visit is left out.

use super::scan::{MoveScan, Operator};
use crate::eval::{Proposal, VisitId};

/// Leaves a planned visit out: worth it where it breaks more than it brings.
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
