//! Best known values, from `bks.csv` beside the instances.

use std::collections::BTreeMap;
use std::path::Path;

use super::lines::{self, issue};
use crate::error::InvalidInput;

/// Best known values of a family, by instance and objective.
#[derive(Clone, Debug, Default)]
pub struct BestKnown {
    values: BTreeMap<(String, String), String>,
}

/// A value of a list: a number, behind a number of vehicles where fewer of these come first, as in `10/828.94`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct ListedValue {
    /// Vehicles; 0 where they do not count.
    pub vehicles: u32,
    /// The number.
    pub number: f64,
}

impl ListedValue {
    /// The value as it is written; none where it is no such value.
    pub fn of(text: &str) -> Option<Self> {
        let (vehicles, number) = text.split_once('/').unwrap_or(("0", text));
        let value = Self { vehicles: vehicles.parse().ok()?, number: number.parse().ok()? };
        value.number.is_finite().then_some(value)
    }
}

/// Reads `bks.csv` of a folder with the columns `instance`, `objective` and `bks`; none where there is no such file.
/// Cells that hold no value are passed over.
pub fn read_best_known(folder: &Path) -> Result<Option<BestKnown>, InvalidInput> {
    let path = folder.join("bks.csv");
    if !path.exists() {
        return Ok(None);
    }
    let name = path.display().to_string();
    let fault = |line: Option<u64>, column: &str, advice: String| issue(&name, line, column, "", advice);
    let bytes = lines::read(&path)?;
    let mut reader = csv::Reader::from_reader(bytes.as_str().as_bytes());
    let line = |position: Option<&csv::Position>| position.map(csv::Position::line);
    let broken = |error: csv::Error| fault(line(error.position()), "", format!("no row of a table: {error}"));
    let header = reader.headers().map_err(broken)?.clone();
    let find = |wanted: &str| {
        let found = header.iter().position(|name| name.trim() == wanted);
        found.ok_or_else(|| fault(Some(1), wanted, "the header needs this column".into()))
    };
    let columns = (find("instance")?, find("objective")?, find("bks")?);
    let mut best = BestKnown::default();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let (instance, objective, value) = (&record[columns.0], &record[columns.1], record[columns.2].trim());
        if ListedValue::of(value).is_some() {
            best.values.insert((instance.to_string(), objective.to_string()), value.to_string());
        }
    }
    Ok(Some(best))
}

impl BestKnown {
    /// The best known value of an instance, as it is written.
    pub fn value(&self, instance: &str, objective: &str) -> Option<&str> {
        self.values.get(&(instance.to_string(), objective.to_string())).map(String::as_str)
    }
}
