//! The table of sites as it stands, to be filled with coordinates: all else in it stays.

use std::path::Path;

use super::columns::{PLACES, SITES, SiteRecord, TOWNS, TownRecord};
use super::declare::TableRecord;
use super::folder::{self, Content, Folder, TableSource};
use super::issues::{InputPosition, Issues};
use super::records::Record;
use super::sheet::Sheet;
use super::table;
use crate::error::{InvalidInput, Issue, Message};
use crate::model::Address;

/// The sites of an instance in a folder.
#[derive(Debug)]
pub struct SiteSheet {
    file: String,
    head: Record,
    rows: Vec<Record>,
    delimiter: u8,
    /// What stands before the header, and how lines end.
    start: &'static str,
    line_end: csv::Terminator,
    unplaced: Vec<UnplacedSite>,
    /// What was read, but perhaps not as meant.
    pub warnings: Vec<Issue>,
}

/// A site that has an address and no coordinates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnplacedSite {
    /// Its id.
    pub site: String,
    /// Where the post finds it.
    pub address: Address,
    /// The line of its row.
    line: u64,
}

impl SiteSheet {
    /// Reads the sites of an instance in a folder.
    ///
    /// # Errors
    /// A table with faults, or a workbook.
    pub fn read(path: &Path) -> Result<Self, InvalidInput> {
        let mut issues = Issues::default();
        let refusal = |workbook| Message::LocateInWorkbook { workbook };
        let opened = Folder::open_for_change(path, refusal, &mut issues);
        let source = opened.and_then(|folder| folder.table(&SITES.schema, &mut issues));
        let sheet = source.and_then(|source| Self::of(source, &mut issues));
        match sheet {
            Some(sheet) if !issues.has_errors() => Ok(Self { warnings: issues.into_sorted(), ..sheet }),
            _ => Err(InvalidInput(issues.into_sorted())),
        }
    }

    fn of(mut source: TableSource, issues: &mut Issues) -> Option<Self> {
        let Content::Text(bytes) = &source.content else { return None };
        let bytes = bytes.clone();
        let columns = SITES.schema.columns();
        let sheet = Sheet::read(&SITES.schema, &mut source, |cells| columns.likeness(cells), &mut Issues::default());
        let (head, rows, delimiter) = sheet.map(|sheet| (sheet.head, sheet.rows, sheet.delimiter))?;
        let file = source.file.clone();
        let records = table::read(&SITES.schema, TableSource::of(&file, &bytes), issues, SiteRecord::read);
        let unplaced = records.iter().filter(|(_, site)| site.has_address() && !site.place.is_stated());
        let unplaced = unplaced.filter_map(|(row, site)| {
            Some(UnplacedSite { site: site.site.clone()?, address: site.address(), line: row.line })
        });
        let is_marked = bytes.starts_with(b"\xef\xbb\xbf") || std::str::from_utf8(&bytes).is_err();
        let line_end = if bytes.windows(2).any(|pair| pair == b"\r\n") {
            csv::Terminator::CRLF
        } else {
            csv::Terminator::Any(b'\n')
        };
        let start = if is_marked { "\u{feff}" } else { "" };
        Some(Self { file, head, rows, delimiter, start, line_end, unplaced: unplaced.collect(), warnings: Vec::new() })
    }

    /// The name of the file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Sites that have an address and no coordinates.
    pub fn unplaced(&self) -> &[UnplacedSite] {
        &self.unplaced
    }

    /// The table with the latitude and longitude of some of the sites that had none, in degrees.
    pub fn placed(&self, found: &[(&UnplacedSite, (f64, f64))]) -> Vec<u8> {
        let columns = SITES.schema.columns();
        let mut head: Vec<String> = self.head.cells.iter().map(str::to_owned).collect();
        let [lat, lon] = [PLACES.lat.name(), PLACES.lon.name()].map(|name| {
            let own = columns.named(name);
            head.iter().position(|cell| columns.named(cell) == own).unwrap_or_else(|| {
                head.push(name.to_owned());
                head.len() - 1
            })
        });
        let builder = &mut csv::WriterBuilder::new();
        let builder = builder.delimiter(self.delimiter).terminator(self.line_end).flexible(true);
        let mut writer = builder.from_writer(self.start.as_bytes().to_vec());
        // Writing into memory does not fail.
        let _ = writer.write_record(&head);
        for row in &self.rows {
            let mut cells: Vec<String> = row.cells.iter().map(str::to_owned).collect();
            if let Some((_, at)) = found.iter().find(|(site, _)| site.line == row.line) {
                cells.resize(cells.len().max(head.len()), String::new());
                cells[lat] = format!("{:.6}", at.0);
                cells[lon] = format!("{:.6}", at.1);
            } else if cells.len() < head.len() {
                cells.resize(head.len(), String::new());
            }
            let _ = writer.write_record(&cells);
        }
        writer.into_inner().unwrap_or_default()
    }
}

/// A town, or the part of it with a postcode, and where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Town {
    /// Its name; may be empty.
    pub city: String,
    /// Its postcode; may be empty.
    pub postcode: String,
    /// Latitude and longitude, in degrees.
    pub at: (f64, f64),
}

/// Reads a table of towns.
///
/// # Errors
/// All that is wrong with it.
pub fn read_towns(path: &Path) -> Result<Vec<Town>, InvalidInput> {
    let mut issues = Issues::default();
    let contents = folder::read(path, &mut issues);
    let rows = contents.map(|contents| table::read(&TOWNS.schema, contents.into(), &mut issues, TownRecord::read));
    let is_unnamed = |row: &TownRecord| row.city.is_empty() && row.postcode.is_empty();
    if let Some(rows) = rows.as_ref().filter(|rows| rows.iter().all(|(_, row)| is_unnamed(row))) {
        issues.error(InputPosition::file(&rows.file), "", Message::TownsUnnamed);
    }
    match rows {
        Some(rows) if !issues.has_errors() => {
            let town = |row: &TownRecord| {
                let (city, postcode) = (row.city.clone(), row.postcode.clone());
                Some(Town { city, postcode, at: (row.lat?, row.lon?) })
            };
            Ok(rows.iter().filter_map(|(_, row)| town(row)).collect())
        }
        _ => Err(InvalidInput(issues.into_sorted())),
    }
}
