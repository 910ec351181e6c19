//! What visits cost by shift and whether they may stand there, in little memory and both ways round: the visits that may
//! come to a shift lie side by side, as do the shifts that a visit may go to.

use std::collections::HashMap;

use super::visit::VisitId;
use brigade_model::model::ShiftId;
use brigade_model::units::Money;

/// The table's cost of a visit in a shift where it can never stand.
pub const INCOMPATIBLE: Money = Money(i64::MAX / 4);

/// Costs in one list; their numbers fit into two bytes.
const LIST: usize = 1 << u16::BITS;

/// The cost of every visit in every shift.
#[derive(Default)]
pub(super) struct VisitCostTable {
    visits: usize,
    shifts: usize,
    /// By visit and shift: the number of the cost in the list of that stretch of shifts.
    numbers: Vec<u16>,
    /// The same by shift and visit.
    transposed: Vec<u16>,
    /// By visit and stretch of shifts: where the list begins.
    starts: Vec<usize>,
    costs: Vec<Money>,
    /// By visit: the shifts in which it may stand, one bit each.
    allowed: Vec<u64>,
    /// By shift: the visits that may stand there, one bit each.
    admitted: Vec<u64>,
}

/// What one visit costs by shift.
#[derive(Clone, Copy)]
pub(super) struct CostsByShift<'t> {
    numbers: &'t [u16],
    starts: &'t [usize],
    costs: &'t [Money],
}

/// What visits cost in one shift.
#[derive(Clone, Copy)]
pub(super) struct CostsByVisit<'t> {
    numbers: &'t [u16],
    /// By visit, so many entries apart.
    starts: &'t [usize],
    apart: usize,
    costs: &'t [Money],
    admitted: &'t [u64],
}

impl VisitCostTable {
    /// Costs by visit and shift, for so many shifts.
    pub fn new(shifts: usize, table: &[Money]) -> Self {
        let visits = table.len().checked_div(shifts).unwrap_or(0);
        let mut compact = Self { visits, shifts, ..Self::default() };
        let (mut start, mut known) = (0, HashMap::new());
        for visit in 0..visits {
            let row = &table[visit * shifts..][..shifts];
            for stretch in row.chunks(LIST) {
                if known.len() + stretch.len() > LIST {
                    start = compact.costs.len();
                    known.clear();
                }
                compact.starts.push(start);
                for &cost in stretch {
                    let number = *known.entry(cost).or_insert_with(|| {
                        compact.costs.push(cost);
                        (compact.costs.len() - 1 - start) as u16
                    });
                    compact.numbers.push(number);
                }
            }
            compact.allowed.extend(bits(row.iter().copied()));
        }
        for shift in 0..shifts {
            let column = (0..visits).map(|visit| visit * shifts + shift);
            compact.transposed.extend(column.clone().map(|cell| compact.numbers[cell]));
            compact.admitted.extend(bits(column.map(|cell| table[cell])));
        }
        compact
    }

    /// What a visit costs by shift.
    #[inline]
    pub fn of_visit(&self, visit: VisitId) -> CostsByShift<'_> {
        let (visit, apart) = (visit.index(), self.shifts.div_ceil(LIST));
        CostsByShift {
            numbers: &self.numbers[visit * self.shifts..][..self.shifts],
            starts: &self.starts[visit * apart..][..apart],
            costs: &self.costs,
        }
    }

    /// What visits cost in a shift.
    #[inline]
    pub fn in_shift(&self, shift: ShiftId) -> CostsByVisit<'_> {
        let words = self.visits.div_ceil(64);
        CostsByVisit {
            numbers: &self.transposed[shift.index() * self.visits..][..self.visits],
            starts: &self.starts[shift.index() / LIST..],
            apart: self.shifts.div_ceil(LIST),
            costs: &self.costs,
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
fn bits(costs: impl Iterator<Item = Money>) -> Vec<u64> {
    let mut words = Vec::new();
    for (index, cost) in costs.enumerate() {
        if index % 64 == 0 {
            words.push(0);
        }
        words[index / 64] |= u64::from(cost < INCOMPATIBLE) << (index % 64);
    }
    words
}

impl CostsByShift<'_> {
    /// The cost in a shift; [`INCOMPATIBLE`] where the visit can't stand.
    #[inline]
    pub fn at(&self, shift: ShiftId) -> Money {
        self.costs[self.starts[shift.index() / LIST] + usize::from(self.numbers[shift])]
    }
}

impl CostsByVisit<'_> {
    /// The cost of a visit; [`INCOMPATIBLE`] where it can't stand.
    #[inline]
    pub fn of(&self, visit: VisitId) -> Money {
        let visit = visit.index();
        self.costs[self.starts[visit * self.apart] + usize::from(self.numbers[visit])]
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
    fn comes_back(shifts: usize, table: &[Money]) -> Result<(), TestCaseError> {
        let compact = VisitCostTable::new(shifts, table);
        for (cell, &cost) in table.iter().enumerate() {
            let (visit, shift) = (VisitId::new(cell / shifts), ShiftId::new(cell % shifts));
            prop_assert_eq!(compact.of_visit(visit).at(shift), cost);
            prop_assert_eq!(compact.in_shift(shift).of(visit), cost);
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
        assert!(VisitCostTable::new(0, &[]).costs.is_empty());
    }
}
