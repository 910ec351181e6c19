//! How far the sheets of a workbook reach, told before they are read by a reader that keeps every cell from the first to
//! the last, repeated ones too.

use std::io::{BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use calamine::Dimensions;

use super::MOST_CELLS;
use crate::error::Message;

fn too_many() -> Message {
    Message::TooManyCells { most: MOST_CELLS }
}

fn damaged() -> Message {
    Message::WorkbookDamaged { fault: None }
}

/// The merged cells of the sheets of an OpenDocument spreadsheet, each with the sheet's name.
///
/// # Errors
/// Sheets that hold too many cells.
pub fn check_ods(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Vec<(String, Dimensions)>, Message> {
    let part = archive.by_name("content.xml").map_err(|_| damaged())?;
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let (mut buffer, mut sheets, mut sheet) = (Vec::new(), 0, Extent::default());
    let (mut row, mut rows, mut column, mut filled) = (0, 1, 0, 0);
    let (mut name, mut merged, mut depth, mut spaces) = (String::new(), Vec::new(), 0_i64, 0);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|fault| Message::damaged(&fault))?;
        let (element, is_empty) = match &event {
            Event::Start(element) => {
                depth += 1;
                (element, false)
            }
            Event::Empty(element) => (element, true),
            Event::End(element) => {
                depth -= 1;
                match element.local_name().as_ref() {
                    "table-row" => {
                        if filled > 0 {
                            sheet.take(row + rows, filled);
                        }
                        row += rows;
                    }
                    "table" => {
                        sheets += std::mem::take(&mut sheet).cells();
                    }
                    _ => {}
                }
                if sheets.saturating_add(sheet.cells()) > MOST_CELLS as u64 {
                    return Err(too_many());
                }
                continue;
            }
            Event::Eof if depth != 0 => return Err(damaged()),
            Event::Eof => return Ok(merged),
            _ => continue,
        };
        match element.local_name().as_ref() {
            "table" => (row, name) = (0, attribute(element, "name").unwrap_or_default()),
            "s" => {
                spaces += repeats(element, "c");
                if spaces > MOST_CELLS as u64 {
                    return Err(damaged());
                }
            }
            "table-row" => {
                rows = repeats(element, "number-rows-repeated");
                (column, filled) = (0, 0);
                if is_empty {
                    row += rows;
                }
            }
            "table-cell" | "covered-table-cell" => {
                let spans = ["number-rows-spanned", "number-columns-spanned"].map(|span| repeats(element, span));
                if spans != [1, 1] && row < 1 << 24 && column < 1 << 24 {
                    let start = (row as u32, column as u32);
                    let end = (start.0 + spans[0].min(1 << 24) as u32 - 1, start.1 + spans[1].min(1 << 24) as u32 - 1);
                    merged.push((name.clone(), Dimensions { start, end }));
                }
                column += repeats(element, "number-columns-repeated");
                let has_value = attribute(element, "value-type").is_some() || attribute(element, "formula").is_some();
                if has_value {
                    filled = column;
                }
            }
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let own = element.attributes().filter_map(Result::ok).find(|own| own.key.local_name().as_ref() == name);
    own.map(|own| own.value.to_string())
}

/// How often a row or cell stands there, no more often than a sheet has rows.
fn repeats(element: &BytesStart<'_>, name: &str) -> u64 {
    attribute(element, name).and_then(|count| count.trim().parse().ok()).unwrap_or(1).clamp(1, 1 << 32)
}

/// Rows and columns up to the last that are filled.
#[derive(Default)]
struct Extent {
    rows: u64,
    columns: u64,
}

impl Extent {
    fn take(&mut self, rows: u64, columns: u64) {
        self.rows = self.rows.max(rows);
        self.columns = self.columns.max(columns);
    }

    fn cells(&self) -> u64 {
        self.rows.saturating_mul(self.columns)
    }
}

// The records of the older format that say where cells are.
const BOF: u16 = 0x0809;
const DIMENSIONS: u16 = 0x0200;
/// One cell each, row and column first.
const CELLS: [u16; 8] = [0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00d6, 0x027e, 0x00fd];
/// Several cells, the last column at the end.
const SEVERAL: [u16; 2] = [0x00bd, 0x00be];

/// Refuses a workbook of the older format whose sheets hold, or claim, too many cells.
pub fn check_xls(stream: &[u8]) -> Result<(), Message> {
    let number =
        |data: &[u8], at: usize| data.get(at..at + 2).map(|two| u64::from(u16::from_le_bytes([two[0], two[1]])));
    let (mut rest, mut sheets, mut sheet) = (stream, 0, Extent::default());
    while let [kind, kind_high, length, length_high, data @ ..] = rest {
        let kind = u16::from_le_bytes([*kind, *kind_high]);
        let length = usize::from(u16::from_le_bytes([*length, *length_high]));
        let Some((data, behind)) = data.split_at_checked(length) else { break };
        rest = behind;
        match kind {
            BOF => sheets += std::mem::take(&mut sheet).cells(),
            DIMENSIONS => {
                let long = |at: usize| Some(number(data, at)? | number(data, at + 2)? << 16);
                let claimed = if length >= 14 {
                    (long(0), long(4), number(data, 8), number(data, 10))
                } else {
                    (number(data, 0), number(data, 2), number(data, 4), number(data, 6))
                };
                let (Some(top), Some(bottom), Some(left), Some(right)) = claimed else { return Err(damaged()) };
                if top > bottom || left > right {
                    return Err(damaged());
                }
                if (bottom - top + 1).saturating_mul(right - left + 1) > MOST_CELLS as u64 {
                    return Err(too_many());
                }
            }
            kind if CELLS.contains(&kind) => {
                if let (Some(row), Some(column)) = (number(data, 0), number(data, 2)) {
                    sheet.take(row + 1, column + 1);
                }
            }
            kind if SEVERAL.contains(&kind) && length >= 6 => {
                if let (Some(row), Some(column)) = (number(data, 0), number(data, length - 2)) {
                    sheet.take(row + 1, column + 1);
                }
            }
            _ => {}
        }
        if sheet.cells().saturating_add(sheets) > MOST_CELLS as u64 {
            return Err(too_many());
        }
    }
    Ok(())
}
