//! What visits cost by shift and whether they may stand there, both ways round: the visits that may come to a shift lie side
//! by side, as do the shifts that a visit may go to.

use super::compact_table::{CompactRow, CompactTable, STRETCH};
use super::crew_day_table::{CrewDayCosts, CrewDayRow, CrewDayTable};
use super::visit::VisitId;
use brigade_model::model::{Instance, ShiftId};
use brigade_model::units::Money;

/// Pairs of visits and shifts up to which a cost is told with fewer look-ups, from more memory.
const MOST_BY_SHIFT: usize = 20_000_000;

/// The cost of every visit in every shift.
pub(super) struct VisitCostTable {
    visits: usize,
    shifts: usize,
    /// Costs by shift; none where there are too many.
    by_shift: Option<ShiftTable>,
    /// Costs by crew and day; empty where they are by shift.
    by_crew_day: CrewDayTable,
    /// By visit: the shifts in which it may stand, one bit each.
    allowed: Vec<u64>,
    /// By shift: the visits that may stand there, one bit each.
    admitted: Vec<u64>,
}

/// Costs by visit and shift, both ways round.
struct ShiftTable {
    costs: CompactTable<Money>,
    /// By shift and visit: the number of the cost in its list.
    transposed: Vec<u16>,
}

/// What one visit costs by shift.
#[derive(Clone, Copy)]
pub(super) enum CostsByShift<'t> {
    /// By shift.
    Shift(CompactRow<'t, Money>),
    /// By crew and day.
    CrewDay(CrewDayCosts<'t>),
}

/// What visits cost in one shift.
#[derive(Clone, Copy)]
pub(super) struct CostsByVisit<'t> {
    table: &'t VisitCostTable,
    shift: ShiftId,
    /// By visit: the number of the cost; empty where costs are by crew and day.
    numbers: &'t [u16],
    /// By visit, so many entries apart: where its list begins.
    starts: &'t [usize],
    apart: usize,
    costs: &'t [Money],
    admitted: &'t [u64],
}

impl VisitCostTable {
    /// No visit yet.
    pub fn new(instance: &Instance) -> Self {
        Self {
            visits: 0,
            shifts: instance.shifts.len(),
            by_shift: None,
            by_crew_day: CrewDayTable::new(instance),
            allowed: Vec::new(),
            admitted: Vec::new(),
        }
    }

    /// Makes room for so many visits.
    pub fn reserve(&mut self, visits: usize) {
        self.by_crew_day.reserve(visits);
        self.allowed.reserve_exact(visits * self.shifts.div_ceil(64));
    }

    /// Adds what a visit costs by shift.
    pub fn push(&mut self, row: &CrewDayRow) {
        self.by_crew_day.push(row);
        self.allowed.extend(row.allowed());
        self.visits += 1;
    }

    /// Takes visits out of all shifts, and ends the table.
    pub fn finish(&mut self, out: impl IntoIterator<Item = VisitId>) {
        self.finish_with(out, MOST_BY_SHIFT);
    }

    fn finish_with(&mut self, out: impl IntoIterator<Item = VisitId>, most_by_shift: usize) {
        let words = self.shifts.div_ceil(64);
        for visit in out {
            self.allowed[visit.index() * words..][..words].fill(0);
            self.by_crew_day.rule_out(visit.index());
        }
        self.by_crew_day.finish();
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
        if self.visits * self.shifts <= most_by_shift {
            let costs = std::mem::take(&mut self.by_crew_day);
            self.by_shift = Some(ShiftTable::new(&costs, self.visits, self.shifts));
        }
    }

    /// What a visit costs by shift.
    #[inline]
    pub fn of_visit(&self, visit: VisitId) -> CostsByShift<'_> {
        match &self.by_shift {
            Some(table) => CostsByShift::Shift(table.costs.row(visit.index())),
            None => CostsByShift::CrewDay(self.by_crew_day.row(visit.index())),
        }
    }

    /// What visits cost in a shift.
    #[inline]
    pub fn in_shift(&self, shift: ShiftId) -> CostsByVisit<'_> {
        let words = self.visits.div_ceil(64);
        let table = self.by_shift.as_ref();
        let row = shift.index() * self.visits..(shift.index() + 1) * self.visits;
        let starts = table.and_then(|table| table.costs.starts().get(shift.index() / STRETCH..));
        CostsByVisit {
            table: self,
            shift,
            numbers: table.map_or(&[], |table| &table.transposed[row]),
            starts: starts.unwrap_or_default(),
            apart: table.map_or(0, |table| table.costs.stretches()),
            costs: table.map_or(&[], |table| table.costs.values()),
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

impl ShiftTable {
    fn new(costs: &CrewDayTable, visits: usize, shifts: usize) -> Self {
        let mut table = CompactTable::new(shifts);
        table.reserve(visits);
        for visit in 0..visits {
            let row = costs.row(visit);
            table.push(ShiftId::range(shifts).map(|shift| row.at(shift)));
        }
        table.finish();
        let cells = (0..shifts).flat_map(|shift| (0..visits).map(move |visit| (visit, shift)));
        let mut transposed = Vec::with_capacity(visits * shifts);
        transposed.extend(cells.map(|(visit, shift)| table.number(visit, shift)));
        Self { costs: table, transposed }
    }
}

impl CostsByShift<'_> {
    /// The cost in a shift; `INCOMPATIBLE` where the visit can't stand.
    #[inline]
    pub fn at(&self, shift: ShiftId) -> Money {
        match self {
            Self::Shift(row) => row.at(shift.index()),
            Self::CrewDay(row) => row.at(shift),
        }
    }
}

impl CostsByVisit<'_> {
    /// The cost of a visit; `INCOMPATIBLE` where it can't stand.
    #[inline]
    pub fn of(&self, visit: VisitId) -> Money {
        let index = visit.index();
        match self.numbers.get(index) {
            Some(&number) => self.costs[self.starts[index * self.apart] + usize::from(number)],
            None => self.table.by_crew_day.row(index).at(self.shift),
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
    use super::super::crew_day_table::INCOMPATIBLE;
    use super::*;
    use brigade_model::model::{DayId, Sketch};

    #[test]
    fn costs_are_the_same_by_shift_and_by_crew_and_day() {
        let mut sketch = Sketch::new();
        for crew in 0..3 {
            sketch.crew(&format!("crew{crew}"), (0.0, 0.0));
        }
        let instance = sketch.instance();
        let cost = |visit: usize, shift: usize| match (visit * 7 + shift * 3) % 5 {
            0 => INCOMPATIBLE,
            kind => Money((kind * visit) as i64),
        };
        let row = |visit: usize| {
            let mut row = CrewDayRow::new(&instance, vec![Money(1); instance.dates.len()]);
            for crew in instance.crew_ids() {
                let of = |shift: ShiftId| -> (ShiftId, DayId, Money) {
                    (shift, instance.shifts[shift].day, cost(visit, shift.index()))
                };
                row.push(instance.shifts_of(crew).map(of));
            }
            row
        };
        for by_shift in [false, true] {
            let mut table = VisitCostTable::new(&instance);
            (0..9).for_each(|visit| table.push(&row(visit)));
            table.finish_with([VisitId::new(8)], if by_shift { usize::MAX } else { 0 });
            assert_eq!(table.by_shift.is_some(), by_shift);
            for (visit, shift) in VisitId::range(9).flat_map(|visit| instance.shift_ids().map(move |s| (visit, s))) {
                let own = if visit.index() == 8 { INCOMPATIBLE } else { cost(visit.index(), shift.index()) };
                let allowed = table.allowed(visit)[0] >> shift.index() & 1 != 0;
                assert_eq!((table.of_visit(visit).at(shift), table.in_shift(shift).of(visit)), (own, own));
                assert_eq!((allowed, table.in_shift(shift).admits(visit)), (own < INCOMPATIBLE, own < INCOMPATIBLE));
            }
        }
    }
}
