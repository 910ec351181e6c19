//! What visits cost by shift, in little memory and both ways round: the visits that may come to a shift lie side by side as
//! the shifts that a visit may go to do.

use std::collections::HashMap;

use super::evaluator::VisitId;
use brigade_model::model::ShiftId;

/// The table's word for a pairing that can never stand.
pub const NEVER: i64 = i64::MAX / 4;

/// Prices in one list; their numbers fit into two bytes.
const LIST: usize = 1 << u16::BITS;

/// The price of every visit in every shift.
#[derive(Default)]
pub(super) struct Pairings {
    visits: usize,
    shifts: usize,
    /// By visit and shift: the number of the price in the list of that stretch of shifts.
    numbers: Vec<u16>,
    /// The same by shift and visit.
    guests: Vec<u16>,
    /// By visit and stretch of shifts: where the list begins.
    starts: Vec<usize>,
    prices: Vec<i64>,
    /// By visit: the shifts in which it may stand, one bit each.
    allowed: Vec<u64>,
    /// By shift: the visits that may stand there, one bit each.
    admitted: Vec<u64>,
}

/// What one visit costs by shift.
#[derive(Clone, Copy)]
pub(super) struct PairingRow<'t> {
    numbers: &'t [u16],
    starts: &'t [usize],
    prices: &'t [i64],
}

/// What visits cost in one shift.
#[derive(Clone, Copy)]
pub(super) struct Guests<'t> {
    numbers: &'t [u16],
    /// By visit, so many entries apart.
    starts: &'t [usize],
    apart: usize,
    prices: &'t [i64],
    admitted: &'t [u64],
}

impl Pairings {
    /// The prices by visit and shift, for so many shifts.
    pub fn new(shifts: usize, table: &[i64]) -> Self {
        let visits = table.len().checked_div(shifts).unwrap_or(0);
        let mut pairings = Self { visits, shifts, ..Self::default() };
        let (mut start, mut known) = (0, HashMap::new());
        for visit in 0..visits {
            let row = &table[visit * shifts..][..shifts];
            for stretch in row.chunks(LIST) {
                if known.len() + stretch.len() > LIST {
                    start = pairings.prices.len();
                    known.clear();
                }
                pairings.starts.push(start);
                for &price in stretch {
                    let number = *known.entry(price).or_insert_with(|| {
                        pairings.prices.push(price);
                        (pairings.prices.len() - 1 - start) as u16
                    });
                    pairings.numbers.push(number);
                }
            }
            pairings.allowed.extend(bits(row.iter().copied()));
        }
        for shift in 0..shifts {
            let column = (0..visits).map(|visit| visit * shifts + shift);
            pairings.guests.extend(column.clone().map(|cell| pairings.numbers[cell]));
            pairings.admitted.extend(bits(column.map(|cell| table[cell])));
        }
        pairings
    }

    /// What a visit costs by shift.
    #[inline]
    pub fn of(&self, visit: VisitId) -> PairingRow<'_> {
        let (visit, apart) = (visit.index(), self.shifts.div_ceil(LIST));
        PairingRow {
            numbers: &self.numbers[visit * self.shifts..][..self.shifts],
            starts: &self.starts[visit * apart..][..apart],
            prices: &self.prices,
        }
    }

    /// What visits cost in a shift.
    #[inline]
    pub fn guests(&self, shift: ShiftId) -> Guests<'_> {
        let words = self.visits.div_ceil(64);
        Guests {
            numbers: &self.guests[shift.index() * self.visits..][..self.visits],
            starts: &self.starts[shift.index() / LIST..],
            apart: self.shifts.div_ceil(LIST),
            prices: &self.prices,
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

/// Whether prices are those of pairings that can stand, one bit each.
fn bits(prices: impl Iterator<Item = i64>) -> Vec<u64> {
    let mut words = Vec::new();
    for (index, price) in prices.enumerate() {
        if index % 64 == 0 {
            words.push(0);
        }
        words[index / 64] |= u64::from(price < NEVER) << (index % 64);
    }
    words
}

impl PairingRow<'_> {
    /// The price in a shift; [`NEVER`] where the visit can't stand.
    #[inline]
    pub fn at(&self, shift: ShiftId) -> i64 {
        self.prices[self.starts[shift.index() / LIST] + usize::from(self.numbers[shift])]
    }
}

impl Guests<'_> {
    /// The price of a visit; [`NEVER`] where it can't stand.
    #[inline]
    pub fn price(&self, visit: VisitId) -> i64 {
        let visit = visit.index();
        self.prices[self.starts[visit * self.apart] + usize::from(self.numbers[visit])]
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
    fn comes_back(shifts: usize, table: &[i64]) -> Result<(), TestCaseError> {
        let pairings = Pairings::new(shifts, table);
        for (cell, &price) in table.iter().enumerate() {
            let (visit, shift) = (VisitId::new(cell / shifts), ShiftId::new(cell % shifts));
            prop_assert_eq!(pairings.of(visit).at(shift), price);
            prop_assert_eq!(pairings.guests(shift).price(visit), price);
            let allowed = pairings.allowed(visit)[shift.index() / 64] >> (shift.index() % 64) & 1 != 0;
            prop_assert_eq!((allowed, pairings.guests(shift).admits(visit)), (price < NEVER, price < NEVER));
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn prices_come_back(shifts in 1..150_usize, cells in prop::collection::vec((any::<bool>(), 0..3_i64, any::<i32>()), 2_000)) {
            let price = |&(own, kind, price): &(bool, i64, i32)| if own { i64::from(price) } else { [NEVER, 0, 700][kind as usize] };
            let table: Vec<i64> = cells.iter().take(2_000 / shifts * shifts).map(price).collect();
            comes_back(shifts, &table)?;
        }
    }

    #[test]
    fn more_prices_than_a_list_holds_come_back() {
        for shifts in [30_000, 70_000] {
            let table: Vec<i64> = (0..3 * shifts as i64).map(|cell| cell * 7).collect();
            comes_back(shifts, &table).expect("every price");
        }
        assert!(Pairings::new(0, &[]).prices.is_empty());
    }
}
