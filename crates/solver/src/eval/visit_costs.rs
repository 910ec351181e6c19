//! What visits cost by shift and whether they may stand there, in little memory and both ways round: the visits that may
//! come to a shift lie side by side, as do the shifts that a visit may go to.

use super::compact_table::{CompactRow, CompactTable, STRETCH};
use super::visit::VisitId;
use brigade_model::model::ShiftId;
use brigade_model::units::Money;

/// The table's cost of a visit in a shift where it can never stand.
pub const INCOMPATIBLE: Money = Money(i64::MAX / 4);

/// Pairs of visits and shifts above which the table is kept one way round only.
const MOST_TRANSPOSED: usize = 50_000_000;

/// The cost of every visit in every shift.
pub(super) struct VisitCostTable {
    visits: usize,
    shifts: usize,
    /// By visit and shift.
    costs: CompactTable<Money>,
    /// By shift and visit: the number of the cost in its list; empty where there are too many.
    transposed: Vec<u16>,
    /// By visit: the shifts in which it may stand, one bit each.
    allowed: Vec<u64>,
    /// By shift: the visits that may stand there, one bit each.
    admitted: Vec<u64>,
}

/// What one visit costs by shift.
#[derive(Clone, Copy)]
pub(super) struct CostsByShift<'t>(CompactRow<'t, Money>);

/// What visits cost in one shift.
#[derive(Clone, Copy)]
pub(super) struct CostsByVisit<'t> {
    table: &'t VisitCostTable,
    shift: ShiftId,
    numbers: &'t [u16],
    /// By visit, so many entries apart.
    starts: &'t [usize],
    apart: usize,
    costs: &'t [Money],
    admitted: &'t [u64],
}

impl VisitCostTable {
    /// No visit yet, for so many shifts.
    pub fn new(shifts: usize) -> Self {
        Self {
            visits: 0,
            shifts,
            costs: CompactTable::new(shifts),
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
    pub fn push(&mut self, row: &[Money]) {
        self.costs.push(row.iter().copied());
        self.allowed.extend(bits(row));
        self.visits += 1;
    }

    /// Takes visits out of all shifts, and ends the table.
    pub fn finish(&mut self, out: impl IntoIterator<Item = VisitId>) {
        let words = self.shifts.div_ceil(64);
        for visit in out {
            self.allowed[visit.index() * words..][..words].fill(0);
            self.costs.fill(visit.index(), INCOMPATIBLE);
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
        if self.visits * self.shifts <= MOST_TRANSPOSED {
            let costs = &self.costs;
            let cells =
                (0..self.shifts).flat_map(|shift| (0..self.visits).map(move |visit| costs.number(visit, shift)));
            self.transposed.reserve_exact(self.visits * self.shifts);
            self.transposed.extend(cells);
        }
    }

    /// What a visit costs by shift.
    #[inline]
    pub fn of_visit(&self, visit: VisitId) -> CostsByShift<'_> {
        CostsByShift(self.costs.row(visit.index()))
    }

    /// What visits cost in a shift.
    #[inline]
    pub fn in_shift(&self, shift: ShiftId) -> CostsByVisit<'_> {
        let words = self.visits.div_ceil(64);
        let start = shift.index() * self.visits;
        CostsByVisit {
            table: self,
            shift,
            numbers: self.transposed.get(start..start + self.visits).unwrap_or_default(),
            starts: self.costs.starts().get(shift.index() / STRETCH..).unwrap_or_default(),
            apart: self.costs.stretches(),
            costs: self.costs.values(),
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

/// Which costs are those of visits that can stand, one bit each.
fn bits(costs: &[Money]) -> impl Iterator<Item = u64> {
    let bit = |(index, &cost): (usize, &Money)| u64::from(cost < INCOMPATIBLE) << index;
    costs.chunks(64).map(move |chunk| chunk.iter().enumerate().map(bit).sum())
}

impl CostsByShift<'_> {
    /// The cost in a shift; [`INCOMPATIBLE`] where the visit can't stand.
    #[inline]
    pub fn at(&self, shift: ShiftId) -> Money {
        self.0.at(shift.index())
    }
}

impl CostsByVisit<'_> {
    /// The cost of a visit; [`INCOMPATIBLE`] where it can't stand.
    #[inline]
    pub fn of(&self, visit: VisitId) -> Money {
        let index = visit.index();
        match self.numbers.get(index) {
            Some(&number) => self.costs[self.starts[index * self.apart] + usize::from(number)],
            None => self.table.of_visit(visit).at(self.shift),
        }
    }

    /// Whether a visit may stand in the shift.
    #[inline]
    pub fn admits(&self, visit: VisitId) -> bool {
        self.admitted[visit.index() / 64] >> (visit.index() % 64) & 1 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every cell of a table, both ways round.
    fn comes_back(shifts: usize, cells: &[Money]) -> Result<(), TestCaseError> {
        let mut compact = VisitCostTable::new(shifts);
        cells.chunks(shifts).for_each(|row| compact.push(row));
        compact.finish([]);
        for (cell, &cost) in cells.iter().enumerate() {
            let (visit, shift) = (VisitId::new(cell / shifts), ShiftId::new(cell % shifts));
            prop_assert_eq!(compact.of_visit(visit).at(shift), cost);
            let one_way = CostsByVisit { numbers: &[], ..compact.in_shift(shift) };
            prop_assert_eq!((compact.in_shift(shift).of(visit), one_way.of(visit)), (cost, cost));
            let allowed = compact.allowed(visit)[shift.index() / 64] >> (shift.index() % 64) & 1 != 0;
            prop_assert_eq!(
                (allowed, compact.in_shift(shift).admits(visit)),
                (cost < INCOMPATIBLE, cost < INCOMPATIBLE)
            );
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn prices_come_back(shifts in 1..150_usize, cells in prop::collection::vec((any::<bool>(), 0..3_i64, any::<i32>()), 2_000)) {
            let price = |&(own, kind, price): &(bool, i64, i32)| if own { Money(i64::from(price)) } else { [INCOMPATIBLE, Money(0), Money(700)][kind as usize] };
            let table: Vec<Money> = cells.iter().take(2_000 / shifts * shifts).map(price).collect();
            comes_back(shifts, &table)?;
        }
    }

    #[test]
    fn more_prices_than_a_list_holds_come_back() {
        for shifts in [30_000, 70_000] {
            let table: Vec<Money> = (0..3 * shifts as i64).map(|cell| Money(cell * 7)).collect();
            comes_back(shifts, &table).expect("every price");
        }
        let mut none = VisitCostTable::new(0);
        none.finish([]);
        assert!(none.costs.values().is_empty());
    }
}
