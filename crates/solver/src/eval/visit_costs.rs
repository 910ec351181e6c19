//! What visits cost by shift and whether they may stand there, both ways round: the visits that may come to a shift lie side
//! by side, as do the shifts that a visit may go to.

use super::crew_day_table::{CostsByRow, CostsByShift, CrewDayRow, CrewDayTable};
use super::visit::VisitId;
use brigade_model::model::{Instance, ShiftId};
use brigade_model::units::Money;

/// Pairs of visits and crews above which the table is kept one way round only.
const MOST_TRANSPOSED: usize = 10_000_000;

/// The cost of every visit in every shift.
pub(super) struct VisitCostTable {
    visits: usize,
    shifts: usize,
    costs: CrewDayTable,
    /// By crew and visit: see [`CrewDayTable::transposed`]; empty where there are too many.
    transposed: Vec<u16>,
    /// By visit: the shifts in which it may stand, one bit each.
    allowed: Vec<u64>,
    /// By shift: the visits that may stand there, one bit each.
    admitted: Vec<u64>,
}

/// What visits cost in one shift.
#[derive(Clone, Copy)]
pub(super) struct CostsByVisit<'t> {
    costs: CostsByRow<'t>,
    admitted: &'t [u64],
}

impl VisitCostTable {
    /// No visit yet.
    pub fn new(instance: &Instance) -> Self {
        Self {
            visits: 0,
            shifts: instance.shifts.len(),
            costs: CrewDayTable::new(instance),
            transposed: Vec::new(),
            allowed: Vec::new(),
            admitted: Vec::new(),
        }
    }

    /// Makes room for so many visits.
    pub fn reserve(&mut self, visits: usize) {
        self.costs.reserve(visits);
        self.allowed.reserve_exact(visits * self.shifts.div_ceil(64));
    }

    /// Adds what a visit costs by shift.
    pub fn push(&mut self, row: &CrewDayRow) {
        self.costs.push(row);
        self.allowed.extend(row.allowed());
        self.visits += 1;
    }

    /// Takes visits out of all shifts, and ends the table.
    pub fn finish(&mut self, out: impl IntoIterator<Item = VisitId>) {
        let words = self.shifts.div_ceil(64);
        for visit in out {
            self.allowed[visit.index() * words..][..words].fill(0);
            self.costs.rule_out(visit.index());
        }
        self.costs.finish();
        let by_visit = self.visits.div_ceil(64);
        self.admitted = vec![0; self.shifts * by_visit];
        for visit in VisitId::range(self.visits) {
            for (index, &word) in self.allowed[visit.index() * words..][..words].iter().enumerate() {
                let mut left = word;
                while left != 0 {
                    let shift = index * 64 + left.trailing_zeros() as usize;
                    self.admitted[shift * by_visit + visit.index() / 64] |= 1 << (visit.index() % 64);
                    left &= left - 1;
                }
            }
        }
        if self.visits * self.costs.crews() <= MOST_TRANSPOSED {
            self.transposed = self.costs.transposed(self.visits);
        }
    }

    /// What a visit costs by shift.
    #[inline]
    pub fn of_visit(&self, visit: VisitId) -> CostsByShift<'_> {
        self.costs.row(visit.index())
    }

    /// What visits cost in a shift.
    #[inline]
    pub fn in_shift(&self, shift: ShiftId) -> CostsByVisit<'_> {
        let words = self.visits.div_ceil(64);
        CostsByVisit {
            costs: self.costs.in_shift(shift, &self.transposed, self.visits),
            admitted: &self.admitted[shift.index() * words..][..words],
        }
    }

    /// The shifts in which a visit may stand, one bit each.
    #[inline]
    pub fn allowed(&self, visit: VisitId) -> &[u64] {
        let words = self.shifts.div_ceil(64);
        &self.allowed[visit.index() * words..][..words]
    }
}

impl CostsByVisit<'_> {
    /// The cost of a visit; [`INCOMPATIBLE`] where it can't stand.
    #[inline]
    pub fn of(&self, visit: VisitId) -> Money {
        self.costs.of(visit.index())
    }

    /// Whether a visit may stand in the shift.
    #[inline]
    pub fn admits(&self, visit: VisitId) -> bool {
        self.admitted[visit.index() / 64] >> (visit.index() % 64) & 1 != 0
    }
}
