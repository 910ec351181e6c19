//! A table as records, the first of which is the header: a CSV file, or the sheet of a workbook.

use rustc_hash::FxHashMap;

use super::dialect::{self, NamedDelimiter};
use super::fold::compared;
use super::folder::{Content, TableSource};
use super::issues::{InputPosition, Issues};
use super::records::{Record, Records, records};
use super::schema::Schema;
use super::workbook::{Region, SheetRecords};
use crate::error::Message;

/// Most lines above the header that are taken for a title.
const TITLE_LINES: usize = 20;

/// What is wrong with cells of a workbook, by line and column.
type Faults = FxHashMap<(u64, usize), Message>;

/// What separates the cells of a workbook where a row is shown: commas are free for decimals and lists.
const CELL_BORDER: u8 = b'\t';

/// The records of a table, before its columns are known.
pub struct Sheet<'t> {
    /// The file's name.
    pub file: &'t str,
    /// What separates the cells.
    pub delimiter: u8,
    /// The first record.
    pub head: Record,
    /// The other records.
    pub rows: Vec<Record>,
    /// What is wrong with its cells, where it is of a workbook.
    faults: Option<&'t Faults>,
}

impl<'t> Sheet<'t> {
    /// The records of a table; none where there is no header, or no row of a table that may be absent. `likeness` says
    /// how many cells of a record are those of a header.
    pub fn read(
        schema: &Schema,
        source: &'t mut TableSource,
        likeness: impl Fn(&[&str]) -> usize,
        issues: &mut Issues,
    ) -> Option<Self> {
        let TableSource { file, content } = source;
        let file = &**file;
        match content {
            Content::Text(bytes) => {
                let (records, delimiter) = text_records(file, bytes, &likeness, issues)?;
                Self::with_header(schema, file, (records, delimiter, None), &likeness, issues)
            }
            Content::Sheet(SheetRecords { records, faults, merged }) => {
                let rows = (std::mem::take(records), CELL_BORDER, Some(&*faults));
                let sheet = Self::with_header(schema, file, rows, &likeness, issues)?;
                issues.place_columns(file, &sheet.head.cells);
                sheet.check_merged(merged, issues);
                Some(sheet)
            }
        }
    }

    fn with_header(
        schema: &Schema,
        file: &'t str,
        (mut records, delimiter, faults): (Vec<Record>, u8, Option<&'t Faults>),
        likeness: impl Fn(&[&str]) -> usize,
        issues: &mut Issues,
    ) -> Option<Self> {
        let header = header(&records, likeness);
        if header > 0 {
            let (title, line) = (&records[0], records[header].line);
            let advice = Message::TitleAbove { line };
            issues.error(InputPosition::cell(file, title.line, ""), title.text(delimiter), advice);
            records.drain(..header);
        }
        if !schema.required && records.len() < 2 {
            issues.warn(InputPosition::cell(file, 1, ""), "", Message::NoRow);
            return None;
        }
        let mut rows = records.into_iter();
        let Some(head) = rows.next() else {
            issues.error(InputPosition::cell(file, 1, ""), "", Message::EmptyFile);
            return None;
        };
        Some(Self { file, delimiter, head, rows: rows.collect(), faults })
    }

    /// What is wrong with a cell beyond its text.
    pub fn fault(&self, line: u64, column: usize) -> Option<&'t Message> {
        self.faults.and_then(|faults| faults.get(&(line, column)))
    }

    /// Whether the table is a sheet of a workbook.
    pub fn is_of_workbook(&self) -> bool {
        self.faults.is_some()
    }

    /// Reports merged cells below or in the header: all but the first are blank.
    fn check_merged(&self, merged: &[Region], issues: &mut Issues) {
        let has_name = |column: usize| self.head.cells.get(column).is_some_and(|name| !name.is_empty());
        for region in merged {
            let (first, last) = region.columns;
            let columns = || (first..=last.min(self.head.cells.len())).filter(|&column| has_name(column));
            if region.rows.1 < self.head.line || columns().next().is_none() {
                continue;
            }
            let column = columns().next().and_then(|column| self.head.cells.get(column)).unwrap_or_default();
            let line = region.rows.0.max(self.head.line);
            issues.error(
                InputPosition::cell(self.file, line, column),
                "",
                Message::MergedCells { cells: region.name() },
            );
        }
    }

    /// Whether commas are free for decimals and lists.
    pub fn comma(&self) -> bool {
        self.delimiter != b','
    }

    /// Reports a row that goes on beyond the header. Beside the columns of a sheet, people keep notes.
    pub fn check_width(&self, record: &Record, issues: &mut Issues) {
        let width = self.head.cells.len();
        if self.is_of_workbook() {
            return;
        }
        if record.cells.iter().skip(width).any(|cell| !compared(cell).is_empty()) {
            let advice = Message::RowWidth { cells: record.cells.len(), width };
            let position = InputPosition::cell(self.file, record.line, "");
            issues.error(position, record.text(self.delimiter), advice);
        }
    }
}

/// The records of a text, and what separates their cells.
fn text_records(
    file: &str,
    bytes: &[u8],
    likeness: impl Fn(&[&str]) -> usize,
    issues: &mut Issues,
) -> Option<(Vec<Record>, u8)> {
    let text = text(file, bytes, issues)?;
    let (delimiter, skipped) = match dialect::named_delimiter(&text) {
        NamedDelimiter::None => (None, 0),
        NamedDelimiter::Of { delimiter, length } => (Some(delimiter), length),
        NamedDelimiter::Unknown(line) => {
            issues.error(InputPosition::cell(file, 1, ""), line, Message::DelimiterShape);
            return None;
        }
    };
    let table = &text[skipped..];
    let delimiter = delimiter.unwrap_or_else(|| dialect::delimiter(table, TITLE_LINES, likeness));
    let Records { records, fault } = records(table, delimiter, 1 + u64::from(skipped > 0));
    if let Some((line, advice)) = fault {
        issues.error(InputPosition::cell(file, line, ""), "", advice);
    }
    Some((records, delimiter))
}

/// The text of a file; none where it is not one.
pub fn text<'b>(file: &str, bytes: &'b [u8], issues: &mut Issues) -> Option<std::borrow::Cow<'b, str>> {
    let fault = |line| {
        let position = InputPosition::cell(file, line, "");
        issues.error(position, "", Message::NotText);
    };
    dialect::decode(bytes).map_err(fault).ok()
}

/// The index of the header: the first record of which two cells are those of a header, else the very first.
fn header(records: &[Record], likeness: impl Fn(&[&str]) -> usize) -> usize {
    let of = |record: &Record| likeness(&record.cells.iter().collect::<Vec<_>>());
    records.iter().take(TITLE_LINES).position(|record| of(record) > 1).unwrap_or(0)
}
