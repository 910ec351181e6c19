//! Best known values, from `bks.csv` beside the instances.

use std::collections::BTreeMap;
use std::path::Path;

use super::lines::{self, issue};
use crate::error::InvalidInput;

/// Best known values of a family, as text and number, by instance and objective.
#[derive(Clone, Debug, Default)]
pub struct BestKnown {
    values: BTreeMap<(String, String), (String, f64)>,
}

/// Reads `bks.csv` of a folder with the columns `instance`, `objective` and `bks`; none where there is no such file.
/// Values that are not a plain number, such as `10/828.94`, belong to objectives that brigade does not have.
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
        if let Ok(number) = value.parse::<f64>() {
            best.values.insert((instance.to_string(), objective.to_string()), (value.to_string(), number));
        }
    }
    Ok(Some(best))
}

impl BestKnown {
    /// The best known value of an instance: as it is written, and as a number.
    pub fn value(&self, instance: &str, objective: &str) -> Option<(&str, f64)> {
        let found = self.values.get(&(instance.to_string(), objective.to_string()))?;
        Some((&found.0, found.1))
    }
}
