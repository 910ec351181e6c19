//! Where crews and sites are: latitude and longitude, or the plane.

use crate::files::columns::{PLACES, PlaceCells};
use crate::files::issues::{Issues, Spot};
use crate::files::table::{Row, Rows};
use crate::files::tables::Tables;

/// The coordinates of all places.
pub struct Places {
    /// Whether they are kilometres in a plane.
    pub planar: bool,
    /// Bases of the crews.
    pub crews: Vec<(f64, f64)>,
    /// Sites.
    pub sites: Vec<(f64, f64)>,
}

/// The places of all crews and sites.
pub fn places(tables: &Tables, issues: &mut Issues) -> Places {
    let crews = coordinates(&tables.crews, |row| &row.place, issues);
    let sites = coordinates(&tables.sites, |row| &row.place, issues);
    let spots = crews.iter().map(|place| (&tables.crews.file, place));
    let all: Vec<_> = spots.chain(sites.iter().map(|place| (&tables.sites.file, place))).collect();
    let planar = all.iter().filter(|(_, place)| place.planar).count();
    if planar > 0 && planar < all.len() && !issues.has_errors() {
        for (file, place) in all.iter().filter(|(_, place)| place.planar).take(1) {
            let advice = "some places have lat and lon, others x and y; all must use the same";
            issues.error(Spot::cell(file, place.line, PLACES.x.name()), place.at.0, advice);
        }
    }
    Places { planar: planar > 0, crews: points(crews), sites: points(sites) }
}

struct Place {
    line: u64,
    planar: bool,
    at: (f64, f64),
}

fn points(places: Vec<Place>) -> Vec<(f64, f64)> {
    places.into_iter().map(|place| place.at).collect()
}

fn coordinates<T>(rows: &Rows<T>, cells: fn(&T) -> &PlaceCells, issues: &mut Issues) -> Vec<Place> {
    rows.rows.iter().map(|row| coordinate(rows, row, cells(&row.values), issues)).collect()
}

fn coordinate<T>(rows: &Rows<T>, row: &Row<T>, cells: &PlaceCells, issues: &mut Issues) -> Place {
    let at = match cells {
        PlaceCells { lat: Some(lat), lon: Some(lon), x: None, y: None } => Some((*lat, *lon)),
        PlaceCells { lat: None, lon: None, x: Some(x), y: Some(y) } => Some((*x, *y)),
        _ => None,
    };
    if at.is_none() && !row.faulty {
        issues.error(rows.spot(row, &PLACES.lat), "", "a place needs lat and lon, or x and y, and only these two");
    }
    Place { line: row.line, planar: at.is_some() && cells.x.is_some(), at: at.unwrap_or_default() }
}
