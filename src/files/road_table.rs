//! The table of distances of an instance, to be filled from roads, and the note beside it of where they are from.

use std::fmt::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::cell_text;
use super::columns::{DISTANCES, PLACES, SITES};
use super::declare::TableRecord;
use super::folder::Folder;
use super::instance::{ReadOptions, read_tables};
use super::issues::{InputPosition, Issues};
use super::tables::Tables;
use crate::error::{InvalidInput, Issue, Message};
use crate::model::Roads;

/// Any week: roads do not depend on it, and a folder may not name one yet.
const ANY_WEEK: &str = "2026-W48";

/// The places of an instance and what its table says of the ways between them.
#[derive(Debug)]
pub struct RoadTable {
    tables: Tables,
    places: Vec<RoadPlace>,
    /// The place of an id.
    by_id: FxHashMap<String, usize>,
    /// Pairs of places that the table has, one way or the other.
    stated: FxHashSet<(usize, usize)>,
    file: String,
    /// What was read, but perhaps not as meant.
    pub warnings: Vec<Issue>,
}

/// A site, or the base of a crew.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadPlace {
    /// The id of the site or crew.
    pub id: String,
    /// Latitude and longitude, in degrees.
    pub at: (f64, f64),
    /// Whether it is a base; nobody drives from one to another.
    pub is_base: bool,
}

impl RoadTable {
    /// Reads the places and the table of an instance in a folder.
    ///
    /// # Errors
    /// All that is wrong with its tables; a workbook, or places in a plane, which have no roads.
    pub fn read(folder: &Path) -> Result<Self, InvalidInput> {
        let mut issues = Issues::default();
        let refusal = |workbook| Message::RoadsOfWorkbook { workbook };
        let opened = Folder::open_for_change(folder, refusal, &mut issues);
        let options = ReadOptions { week: Some(ANY_WEEK), ..ReadOptions::default() };
        let table = opened.map(|folder| {
            let file = folder.file_of(&DISTANCES.schema);
            Self::of(read_tables(&folder, &options, &mut issues).tables, file, &mut issues)
        });
        match table {
            Some(table) if !issues.has_errors() => Ok(Self { warnings: issues.into_sorted(), ..table }),
            _ => Err(InvalidInput(issues.into_sorted())),
        }
    }

    fn of(tables: Tables, file: String, issues: &mut Issues) -> Self {
        let mut places = Vec::new();
        let mut by_id = FxHashMap::default();
        let sites = tables.sites.iter().map(|(row, site)| {
            let advice = if site.has_address() { Message::Unlocated } else { Message::PlaceShape };
            (tables.sites.position(row, &PLACES.lat), row.faulty, site.site.as_ref(), &site.place, Some(advice))
        });
        let crews = tables.crews.iter().map(|(row, crew)| {
            (tables.crews.position(row, &PLACES.lat), row.faulty, crew.crew.as_ref(), &crew.place, None)
        });
        for (position, faulty, id, cells, site_advice) in sites.chain(crews) {
            let Some(id) = id else { continue };
            match cells.at() {
                Some((false, at)) => {
                    if by_id.insert(id.clone(), places.len()).is_some() {
                        let position = InputPosition { column: SITES.site.name(), ..position };
                        issues.error(position, id, Message::SharedId { file: file.clone() });
                    }
                    places.push(RoadPlace { id: id.clone(), at, is_base: site_advice.is_none() });
                }
                Some((true, _)) => issues.error(position, "", Message::NoRoadsInPlane),
                None if faulty => {}
                None => issues.error(position, "", site_advice.unwrap_or(Message::PlaceShape)),
            }
        }
        let mut stated = FxHashSet::default();
        for (_, row) in tables.distances.iter().flat_map(|rows| rows.iter()) {
            let place = |id: &Option<String>| id.as_ref().and_then(|id| by_id.get(id).copied());
            if let (Some(from), Some(to)) = (place(&row.from), place(&row.to)) {
                stated.insert((from.min(to), from.max(to)));
            }
        }
        Self { tables, places, by_id, stated, file, warnings: Vec::new() }
    }

    /// Sites and bases.
    pub fn places(&self) -> &[RoadPlace] {
        &self.places
    }

    /// The name of the table's file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// How many pairs of places the table has, one way or the other.
    pub fn stated(&self) -> usize {
        self.stated.len()
    }

    /// The ways that crews may drive and the table does not state, or all of them.
    pub fn wanted(&self, all: bool) -> Vec<(usize, usize)> {
        let count = self.places.len();
        let pairs = (0..count).flat_map(|from| (0..count).map(move |to| (from, to)));
        let is_driven = |from: usize, to: usize| from != to && !(self.places[from].is_base && self.places[to].is_base);
        let is_new = |from: usize, to: usize| all || !self.stated.contains(&(from.min(to), from.max(to)));
        pairs.filter(|&(from, to)| is_driven(from, to) && is_new(from, to)).collect()
    }

    /// The table with further ways: places, metres, and tenths of a second. With `anew` they replace those between
    /// the same places.
    pub fn written(&self, anew: bool, ways: impl Iterator<Item = (usize, usize, i64, i64)> + Clone) -> Vec<u8> {
        let mut text = String::from("from,to,km,minutes\n");
        let ids: Vec<String> = self.places.iter().map(|place| quoted(&place.id)).collect();
        let replaced: FxHashSet<(usize, usize)> = match anew {
            true => ways.clone().flat_map(|(from, to, ..)| [(from, to), (to, from)]).collect(),
            false => FxHashSet::default(),
        };
        for (_, row) in self.tables.distances.iter().flat_map(|rows| rows.iter()) {
            let place = |id: &Option<String>| id.as_ref().and_then(|id| self.by_id.get(id).copied());
            if place(&row.from).zip(place(&row.to)).is_some_and(|pair| replaced.contains(&pair)) {
                continue;
            }
            let mut cells = Vec::new();
            row.write(&mut cells);
            let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        for (from, to, metres, tenths) in ways {
            // Thousandths of a minute, up: whole minutes are then those of the exact fraction.
            let minutes = (tenths * 100 + 59) / 60;
            let (from, to) = (&ids[from], &ids[to]);
            let (km, m, whole, part) = (metres / 1_000, metres % 1_000, minutes / 1_000, minutes % 1_000);
            // Writing into memory does not fail.
            let _ = writeln!(text, "{from},{to},{km}.{m:03},{whole}.{part:03}");
        }
        text.into_bytes()
    }
}

/// A cell of a CSV file.
fn quoted(cell: &str) -> String {
    let cell = cell_text(cell);
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.into_owned() }
}

/// Where the ways of a table are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoadsNote {
    /// The service, such as `OSRM http://127.0.0.1:5000`.
    pub source: String,
    /// The date of its answers.
    pub date: NaiveDate,
}

#[derive(Serialize, Deserialize)]
struct NoteFields {
    source: String,
    date: String,
    sha256: String,
}

impl RoadsNote {
    /// Its file, beside the table.
    pub const FILE: &str = "distances.json";

    /// The note of a table.
    pub fn written(&self, table: &[u8]) -> Vec<u8> {
        let fields = NoteFields { source: self.source.clone(), date: self.date.to_string(), sha256: sha256(table) };
        let mut text = serde_json::to_vec_pretty(&fields).unwrap_or_default();
        text.push(b'\n');
        text
    }

    /// What a note says, where it is that of the table: one that was changed since has no note.
    pub(super) fn of(note: &[u8], table: &[u8]) -> Option<Roads> {
        let NoteFields { source, date, sha256: own } = serde_json::from_slice(note).ok()?;
        let date = date.parse().ok()?;
        (own == sha256(table)).then_some(Roads { source, date })
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
