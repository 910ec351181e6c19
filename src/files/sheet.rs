//! A CSV file as records, the first of which is the header.

use super::dialect::{self, NamedDelimiter};
use super::fold::visible;
use super::issues::{InputPosition, Issues};
use super::records::{Record, Records, records};
use super::schema::Schema;
use crate::error::Message;

/// Most lines above the header that are taken for a title.
const TITLE_LINES: usize = 20;

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
}

impl<'t> Sheet<'t> {
    /// The records of a file; none where there is no header, or no row of a table that may be absent. `likeness` says
    /// how many cells of a record are those of a header.
    pub fn read(
        schema: &Schema,
        file: &'t str,
        bytes: &[u8],
        likeness: impl Fn(&[&str]) -> usize,
        issues: &mut Issues,
    ) -> Option<Self> {
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
        let delimiter = delimiter.unwrap_or_else(|| dialect::delimiter(table, TITLE_LINES, &likeness));
        let Records { mut records, fault } = records(table, delimiter, 1 + u64::from(skipped > 0));
        if let Some((line, advice)) = fault {
            issues.error(InputPosition::cell(file, line, ""), "", advice);
        }
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
        Some(Self { file, delimiter, head, rows: rows.collect() })
    }

    /// Whether commas are free for decimals and lists.
    pub fn comma(&self) -> bool {
        self.delimiter != b','
    }

    /// Reports a row that goes on beyond the header.
    pub fn check_width(&self, record: &Record, issues: &mut Issues) {
        let width = self.head.cells.len();
        if record.cells.iter().skip(width).any(|cell| !visible(cell).is_empty()) {
            let advice = Message::RowWidth { cells: record.cells.len(), width };
            let position = InputPosition::cell(self.file, record.line, "");
            issues.error(position, record.text(self.delimiter), advice);
        }
    }
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
