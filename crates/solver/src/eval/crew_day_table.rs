//! Costs by row and shift, in little memory: what a crew costs and what a day costs mostly add up.

use rustc_hash::FxHashMap;

use super::compact_table::{CompactRow, CompactTable};
use brigade_model::model::{CrewId, DayId, Instance, ShiftId};
use brigade_model::units::Money;

/// The cost in a shift that can't be.
pub const INCOMPATIBLE: Money = Money(i64::MAX / 4);

/// What stands for a crew from here on is no cost, but the number of its costs by day.
const IRREGULAR: Money = Money(i64::MAX / 2);

/// One row, before it is in a table.
pub(super) struct CrewDayRow {
    by_day: Vec<Money>,
    /// By crew: its cost, or the number of its costs by day.
    by_crew: Vec<Money>,
    irregular: Vec<Money>,
    /// The shifts in which it can be, one bit each.
    allowed: Vec<u64>,
    least: Money,
}

impl CrewDayRow {
    /// No crew yet. `by_day` is what days cost that cost every crew more than others do; it need not be true of all.
    pub fn new(instance: &Instance, mut by_day: Vec<Money>) -> Self {
        by_day.iter_mut().filter(|cost| **cost >= INCOMPATIBLE).for_each(|cost| *cost = Money::ZERO);
        Self {
            by_day,
            by_crew: Vec::with_capacity(instance.crews.len()),
            irregular: Vec::new(),
            allowed: vec![0; instance.shifts.len().div_ceil(64)],
            least: INCOMPATIBLE,
        }
    }

    /// Adds the next crew: what each of its shifts costs.
    pub fn push(&mut self, costs: impl Iterator<Item = (ShiftId, DayId, Money)> + Clone) {
        let mut own = None;
        for (shift, day, cost) in costs.clone().filter(|&(_, _, cost)| cost < INCOMPATIBLE) {
            self.least = self.least.min(cost);
            self.allowed[shift.index() / 64] |= 1 << (shift.index() % 64);
            own.get_or_insert(cost - self.by_day[day.index()]);
        }
        let Some(own) = own else { return self.by_crew.push(INCOMPATIBLE) };
        if costs.clone().all(|(_, day, cost)| cost == own + self.by_day[day.index()]) && own < INCOMPATIBLE {
            return self.by_crew.push(own);
        }
        let days = self.by_day.len();
        self.by_crew.push(IRREGULAR + Money((self.irregular.len() / days) as i64));
        let start = self.irregular.len();
        self.irregular.resize(start + days, INCOMPATIBLE);
        costs.for_each(|(_, day, cost)| self.irregular[start + day.index()] = cost);
    }

    /// The shifts in which it can be, one bit each.
    pub fn allowed(&self) -> &[u64] {
        &self.allowed
    }

    /// The least cost of all crews; [`INCOMPATIBLE`] where none can be.
    pub fn least(&self) -> Money {
        self.least
    }
}

/// Costs by row and shift.
#[derive(Default)]
pub(super) struct CrewDayTable {
    days: usize,
    /// By shift.
    places: Vec<(CrewId, DayId)>,
    /// By row and crew: its cost but for that of the day; [`INCOMPATIBLE`], or [`IRREGULAR`] and the number of its costs by
    /// day.
    by_crew: CompactTable<Money>,
    /// By row and day.
    by_day: Vec<Money>,
    /// By number and day.
    irregular: Vec<Money>,
    /// The numbers of the costs by day that are known.
    known: FxHashMap<Vec<Money>, i64>,
}

/// The costs of one row.
#[derive(Clone, Copy)]
pub(super) struct CrewDayCosts<'t> {
    table: &'t CrewDayTable,
    by_crew: CompactRow<'t, Money>,
    by_day: &'t [Money],
}

impl CrewDayTable {
    /// No row yet.
    pub fn new(instance: &Instance) -> Self {
        Self {
            days: instance.dates.len(),
            places: instance.shifts.iter().map(|shift| (shift.crew, shift.day)).collect(),
            by_crew: CompactTable::new(instance.crews.len()),
            by_day: Vec::new(),
            irregular: Vec::new(),
            known: FxHashMap::default(),
        }
    }

    /// Makes room for so many rows.
    pub fn reserve(&mut self, rows: usize) {
        self.by_crew.reserve(rows);
        self.by_day.reserve_exact(rows * self.days);
    }

    /// Adds a row.
    pub fn push(&mut self, row: &CrewDayRow) {
        debug_assert_eq!(row.by_day.len(), self.days);
        self.by_day.extend(&row.by_day);
        let (days, known, irregular) = (self.days, &mut self.known, &mut self.irregular);
        let mut number = |own: Money| {
            let start = (own - IRREGULAR).0 as usize * days;
            let costs = &row.irregular[start..start + days];
            let number = known.get(costs).copied().unwrap_or_else(|| {
                let number = (irregular.len() / days) as i64;
                irregular.extend(costs);
                known.insert(costs.to_vec(), number);
                number
            });
            IRREGULAR + Money(number)
        };
        self.by_crew.push(row.by_crew.iter().map(|&own| if own < IRREGULAR { own } else { number(own) }));
    }

    /// Makes a row incompatible with all shifts.
    pub fn rule_out(&mut self, row: usize) {
        self.by_crew.fill(row, INCOMPATIBLE);
        self.by_day[row * self.days..][..self.days].fill(Money::ZERO);
    }

    /// Ends the table: no more rows come.
    pub fn finish(&mut self) {
        self.by_crew.finish();
        self.irregular.shrink_to_fit();
        self.known = FxHashMap::default();
    }

    /// One row.
    #[inline]
    pub fn row(&self, row: usize) -> CrewDayCosts<'_> {
        CrewDayCosts {
            table: self,
            by_crew: self.by_crew.row(row),
            by_day: &self.by_day[row * self.days..][..self.days],
        }
    }

    /// The cost of a crew on a day that does not add up.
    #[inline]
    fn irregular(&self, own: Money, day: DayId) -> Money {
        if own < IRREGULAR {
            return INCOMPATIBLE;
        }
        self.irregular[(own - IRREGULAR).0 as usize * self.days + day.index()]
    }
}

impl<'t> CrewDayCosts<'t> {
    /// What days cost that cost every crew more than others do.
    pub fn by_day(&self) -> impl Iterator<Item = Money> + use<'t> {
        self.by_day.iter().copied()
    }

    /// The cost in a shift; [`INCOMPATIBLE`] where it can't be.
    #[inline]
    pub fn at(&self, shift: ShiftId) -> Money {
        let (crew, day) = self.table.places[shift.index()];
        let own = self.by_crew.at(crew.index());
        if own < INCOMPATIBLE { own + self.by_day[day.index()] } else { self.table.irregular(own, day) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::Sketch;
    use proptest::prelude::*;

    /// So many crews that work on all of so many days.
    fn week(crews: usize, days: usize) -> Instance {
        let mut sketch = Sketch::new();
        sketch.parts.settings.days = days;
        for crew in 0..crews {
            sketch.crew(&format!("crew{crew}"), (0.0, 0.0)).days = [true; 7];
        }
        sketch.instance()
    }

    proptest! {
        #[test]
        fn costs_come_back(
            crews in 1..40_usize,
            days in 1..9_usize,
            cells in prop::collection::vec((0..6_u8, 0..3_i64, any::<i32>()), 1_000),
        ) {
            let instance = week(crews, days);
            let cost = |&(kind, few, any): &(u8, i64, i32)| match kind {
                0 => INCOMPATIBLE,
                1 => Money(i64::from(any)),
                _ => Money(few),
            };
            let cells: Vec<Money> = cells.iter().map(cost).collect();
            let width = instance.shifts.len();
            let rows: Vec<&[Money]> = cells.chunks_exact(width).collect();
            let mut table = CrewDayTable::new(&instance);
            let mut made_rows = Vec::new();
            for row in &rows {
                // what days cost may be anything
                let by_day = row.iter().take(days).copied().collect();
                let mut made = CrewDayRow::new(&instance, by_day);
                for crew in instance.crew_ids() {
                    let cost = |shift: ShiftId| (shift, instance.shifts[shift].day, row[shift.index()]);
                    made.push(instance.shifts_of(crew).map(cost));
                }
                prop_assert_eq!(Some(made.least()), row.iter().copied().min());
                table.push(&made);
                made_rows.push(made);
            }
            table.finish();
            for (index, row) in rows.iter().enumerate() {
                for (shift, &cost) in ShiftId::enumerate(row.iter()) {
                    prop_assert_eq!(table.row(index).at(shift), cost);
                    let allowed = made_rows[index].allowed()[shift.index() / 64] >> (shift.index() % 64) & 1 != 0;
                    prop_assert_eq!(allowed, cost < INCOMPATIBLE);
                }
            }
        }
    }

    #[test]
    fn a_row_can_be_ruled_out() {
        let instance = week(2, 2);
        let mut table = CrewDayTable::new(&instance);
        let mut row = CrewDayRow::new(&instance, vec![Money(3), Money(5)]);
        for crew in instance.crew_ids() {
            row.push(instance.shifts_of(crew).map(|shift| (shift, instance.shifts[shift].day, Money(9))));
        }
        (0..2).for_each(|_| table.push(&row));
        table.rule_out(1);
        table.finish();
        let all = |row: usize| instance.shift_ids().map(|shift| table.row(row).at(shift)).collect::<Vec<_>>();
        assert_eq!((all(0), all(1)), (vec![Money(9); 4], vec![INCOMPATIBLE; 4]));
    }
}
