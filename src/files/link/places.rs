//! Where crews and sites are: latitude and longitude, or the plane.

use crate::error::Message;
use crate::files::columns::{PLACES, PlaceCells};
use crate::files::issues::{InputPosition, Issues};
use crate::files::table::{TableRow, TableRows};
use crate::files::tables::Tables;

/// The coordinates of all places.
pub struct Coordinates {
    /// Whether they are kilometres in a plane.
    pub planar: bool,
    /// Bases of the crews.
    pub crews: Vec<(f64, f64)>,
    /// Sites.
    pub sites: Vec<(f64, f64)>,
}

/// The places of all crews and sites.
pub fn places(tables: &Tables, issues: &mut Issues) -> Coordinates {
    let crews = coordinates(&tables.crews, |row| (&row.place, false), issues);
    let sites = coordinates(&tables.sites, |row| (&row.place, row.has_address()), issues);
    let positions = crews.iter().map(|place| (&tables.crews.file, place));
    let all: Vec<_> = positions.chain(sites.iter().map(|place| (&tables.sites.file, place))).collect();
    let planar = all.iter().filter(|(_, place)| place.planar).count();
    if planar > 0 && planar < all.len() && !issues.has_errors() {
        for (file, place) in all.iter().filter(|(_, place)| place.planar).take(1) {
            let position = InputPosition::cell(file, place.line, PLACES.x.name());
            issues.error(position, place.at.0, Message::MixedPlaces);
        }
    }
    Coordinates { planar: planar > 0, crews: points(crews), sites: points(sites) }
}

struct PlacedRow {
    line: u64,
    planar: bool,
    at: (f64, f64),
}

fn points(places: Vec<PlacedRow>) -> Vec<(f64, f64)> {
    places.into_iter().map(|place| place.at).collect()
}

/// The places of rows, of which `cells` says what they state, and whether they have an address.
fn coordinates<T>(rows: &TableRows<T>, cells: fn(&T) -> (&PlaceCells, bool), issues: &mut Issues) -> Vec<PlacedRow> {
    rows.rows.iter().map(|row| coordinate(rows, row, cells(&row.values), issues)).collect()
}

fn coordinate<T>(
    rows: &TableRows<T>,
    row: &TableRow<T>,
    (cells, has_address): (&PlaceCells, bool),
    issues: &mut Issues,
) -> PlacedRow {
    let at = cells.at();
    if at.is_none() && !row.faulty {
        let can_be_located = has_address && !cells.is_stated();
        let advice = if can_be_located { Message::Unlocated } else { Message::PlaceShape };
        issues.error(rows.position(row, &PLACES.lat), "", advice);
    }
    let (planar, at) = at.unwrap_or_default();
    PlacedRow { line: row.line, planar, at }
}
