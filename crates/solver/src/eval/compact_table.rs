//! Tables of few different values, in two bytes for each cell.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Values in one list; their numbers fit into two bytes.
const LIST: usize = 1 << u16::BITS;
/// Columns of a row that share a list.
pub(super) const STRETCH: usize = LIST / 2;

/// Rows of values, each the number of its value in a list.
#[derive(Default)]
pub(super) struct CompactTable<T> {
    columns: usize,
    numbers: Vec<u16>,
    /// By row and stretch of columns: where the list begins.
    starts: Vec<usize>,
    values: Vec<T>,
    /// The numbers of the values of the last list.
    known: FxHashMap<T, u16>,
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct CompactRow<'t, T> {
    numbers: &'t [u16],
    starts: &'t [usize],
    values: &'t [T],
}

impl<T: Copy + Eq + Hash> CompactTable<T> {
    /// No row yet, of so many columns.
    pub fn new(columns: usize) -> Self {
        Self { columns, numbers: Vec::new(), starts: Vec::new(), values: Vec::new(), known: FxHashMap::default() }
    }

    /// Makes room for so many rows.
    pub fn reserve(&mut self, rows: usize) {
        self.numbers.reserve_exact(rows * self.columns);
    }

    /// Adds a row.
    pub fn push(&mut self, row: impl IntoIterator<Item = T>) {
        let mut row = row.into_iter();
        let mut left = self.columns;
        // Mostly a value is the one before.
        let mut last: Option<(T, u16)> = None;
        while left > 0 {
            let stretch = left.min(STRETCH);
            if self.known.len() + stretch > LIST {
                self.known.clear();
                last = None;
            }
            let start = self.values.len() - self.known.len();
            self.starts.push(start);
            for value in row.by_ref().take(stretch) {
                let number = match last {
                    Some((before, number)) if before == value => number,
                    _ => *self.known.entry(value).or_insert_with(|| {
                        self.values.push(value);
                        (self.values.len() - 1 - start) as u16
                    }),
                };
                last = Some((value, number));
                self.numbers.push(number);
            }
            left -= stretch;
        }
    }

    /// Gives all cells of a row one value.
    pub fn fill(&mut self, row: usize, value: T) {
        let apart = self.stretches();
        self.known.clear();
        self.starts[row * apart..][..apart].fill(self.values.len());
        self.values.push(value);
        self.numbers[row * self.columns..][..self.columns].fill(0);
    }

    /// Ends the table: no more rows come.
    pub fn finish(&mut self) {
        self.known = FxHashMap::default();
        self.values.shrink_to_fit();
    }

    /// A row.
    #[inline]
    pub fn row(&self, row: usize) -> CompactRow<'_, T> {
        let apart = self.stretches();
        CompactRow {
            numbers: &self.numbers[row * self.columns..][..self.columns],
            starts: &self.starts[row * apart..][..apart],
            values: &self.values,
        }
    }

    /// By row and stretch of columns, of which a row has [`Self::stretches`]: where the list begins.
    pub fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// Stretches of columns of a row.
    pub fn stretches(&self) -> usize {
        self.columns.div_ceil(STRETCH)
    }

    /// The values of all lists.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The number of the value of a cell in its list.
    pub fn number(&self, row: usize, column: usize) -> u16 {
        self.numbers[row * self.columns + column]
    }
}

impl<T: Copy> CompactRow<'_, T> {
    /// The value in a column.
    #[inline]
    pub fn at(&self, column: usize) -> T {
        self.values[self.starts[column / STRETCH] + usize::from(self.numbers[column])]
    }
}

/// One bit for each cell of a table; none is set while it is empty.
pub(super) struct BitTable {
    columns: usize,
    words: Vec<u64>,
}

impl BitTable {
    /// Of so many columns.
    pub fn new(columns: usize) -> Self {
        Self { columns, words: Vec::new() }
    }

    /// Whether a bit is set.
    #[inline]
    pub fn get(&self, row: usize, column: usize) -> bool {
        let cell = row * self.columns + column;
        self.words.get(cell / 64).is_some_and(|word| word >> (cell % 64) & 1 != 0)
    }

    /// Sets a bit; whether it was not set before.
    pub fn set(&mut self, row: usize, column: usize) -> bool {
        let cell = row * self.columns + column;
        if cell / 64 >= self.words.len() {
            self.words.resize(cell / 64 + 1, 0);
        }
        let (word, bit) = (&mut self.words[cell / 64], 1 << (cell % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}
