//! The records of a sheet, with what is wrong with single cells.

use calamine::Dimensions;
use rustc_hash::FxHashMap;

use super::value::Shown;
use super::{MOST_CELLS, MOST_COLUMNS};
use crate::error::Message;
use crate::files::fold::compared;
use crate::files::records::{LONGEST_CELL, Record};

/// The rows of a sheet that are not blank.
#[derive(Clone, Debug, Default)]
pub struct SheetRecords {
    /// The records; their lines are the numbers of the rows.
    pub records: Vec<Record>,
    /// What is wrong with cells, by the row's number and the column's from 0.
    pub faults: FxHashMap<(u64, usize), Message>,
    /// Cells that are merged.
    pub merged: Vec<Region>,
}

/// Merged cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// First and last row, from 1.
    pub rows: (u64, u64),
    /// First and last column, from 0.
    pub columns: (usize, usize),
}

impl Region {
    /// The corner cells, such as `B3:B5`.
    pub fn name(&self) -> String {
        let [first, last] = [(self.columns.0, self.rows.0), (self.columns.1, self.rows.1)]
            .map(|(column, row)| format!("{}{row}", letters(column)));
        format!("{first}:{last}")
    }
}

/// The letters of a column from 0: A, B, ..., Z, AA.
pub fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Takes the cells of a sheet row by row.
#[derive(Default)]
pub struct SheetBuilder {
    sheet: SheetRecords,
    row: Option<u32>,
    cells: csv::StringRecord,
    /// Whether the row has a cell that is not blank.
    is_filled: bool,
    /// Cells taken so far, gaps included.
    count: usize,
}

impl SheetBuilder {
    /// Takes a cell by its row and column from 0.
    ///
    /// # Errors
    /// A sheet that is too large, or whose cells are out of order.
    pub fn put(&mut self, (row, column): (u32, u32), shown: Shown<'_>, has_formula: bool) -> Result<(), Message> {
        let column = column as usize;
        let (text, fault) = match shown {
            Shown::Empty if has_formula => ("=".into(), Some(Message::FormulaWithoutValue)),
            Shown::Empty => return Ok(()),
            Shown::Error(text) => (text, Some(Message::ErrorValue)),
            Shown::Text(text) => {
                let is_control = |letter: char| letter.is_control() && !"\t\n\r".contains(letter);
                let fault = if text.len() > LONGEST_CELL {
                    Some(Message::CellTooLong { most: LONGEST_CELL })
                } else if text.chars().any(is_control) {
                    Some(Message::ControlCharacter)
                } else {
                    None
                };
                (text, fault)
            }
        };
        let is_blank = compared(&text).is_empty();
        if column >= MOST_COLUMNS {
            if is_blank {
                return Ok(());
            }
            let cell = format!("{}{}", letters(column), row + 1);
            return Err(Message::TooManyColumns { cell, last: letters(MOST_COLUMNS - 1) });
        }
        if self.row != Some(row) {
            if self.row.is_some_and(|before| before > row) {
                return Err(out_of_order());
            }
            self.end_row();
            self.row = Some(row);
        }
        if self.cells.len() > column {
            return Err(out_of_order());
        }
        self.count += column + 1 - self.cells.len();
        if self.count > MOST_CELLS {
            return Err(Message::TooManyCells { most: MOST_CELLS });
        }
        while self.cells.len() < column {
            self.cells.push_field("");
        }
        self.cells.push_field(text.trim());
        self.is_filled |= !is_blank;
        if let Some(fault) = fault {
            self.sheet.faults.insert((u64::from(row) + 1, column), fault);
        }
        Ok(())
    }

    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        if let (Some(row), true) = (self.row, self.is_filled) {
            self.sheet.records.push(Record { line: u64::from(row) + 1, cells });
        }
        self.is_filled = false;
    }

    /// All rows taken.
    pub fn finish(mut self, merged: &[Dimensions]) -> SheetRecords {
        self.end_row();
        let region = |cells: &Dimensions| Region {
            rows: (u64::from(cells.start.0) + 1, u64::from(cells.end.0) + 1),
            columns: (cells.start.1 as usize, cells.end.1 as usize),
        };
        self.sheet.merged = merged.iter().map(region).collect();
        self.sheet
    }
}

fn out_of_order() -> Message {
    Message::WorkbookDamaged { fault: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let names = [0, 25, 26, 701, 702, 16_383].map(letters);
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
        assert_eq!(Region { rows: (3, 5), columns: (1, 2) }.name(), "B3:C5");
    }

    #[test]
    fn gaps_are_blank_and_blank_rows_are_none() {
        let mut builder = SheetBuilder::default();
        let text = |text: &'static str| Shown::Text(text.into());
        builder.put((1, 2), text(" a "), false).expect("fits");
        builder.put((2, 0), text(" "), false).expect("fits");
        builder.put((5, 0), Shown::Empty, true).expect("fits");
        builder.put((5, 1), Shown::Error("#REF!".into()), false).expect("fits");
        assert!(builder.put((4, 0), text("b"), false).is_err() && builder.put((5, 1), text("b"), false).is_err());
        assert!(builder.put((5, 2_000), text(" "), false).is_ok());
        let far = builder.put((5, 2_000), text("x"), false).expect_err("too far").to_string();
        assert!(far.contains("BXY6") && far.contains("ALL"), "{far}");
        let sheet = builder.finish(&[]);
        let rows: Vec<_> = sheet.records.iter().map(|row| (row.line, row.cells.iter().collect::<Vec<_>>())).collect();
        assert_eq!(rows, [(2, vec!["", "", "a"]), (6, vec!["=", "#REF!"])]);
        assert_eq!(sheet.faults[&(6, 0)], Message::FormulaWithoutValue);
        assert_eq!(sheet.faults[&(6, 1)], Message::ErrorValue);
    }
}
