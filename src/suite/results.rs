//! The results of a bench: one row per case and seed, in a file that grows with every case.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Fault;
use crate::error::{InvalidInput, Issue};
use crate::files::public::ListedValue;
use crate::files::{ensure_ours, ensure_writable, write_files};

/// What came out of one case with one seed. Numbers are text as in the file; blank where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRow {
    /// The set.
    pub family: String,
    /// The case.
    pub instance: String,
    /// The seed of all chance.
    pub seed: u64,
    /// Seconds from opening the file to the final plan.
    pub seconds: String,
    /// What was minimized.
    pub objective: String,
    /// What the plan costs; blank where no plan keeps all rules.
    pub value: String,
    /// The best known value.
    pub bks: String,
    /// How far the value is above the best known, both with the decimals of that, in percent of it.
    pub gap_percent: String,
    /// What no plan costs less than; blank where nothing is proven.
    pub bound: String,
    /// Iterations of the search, or nodes of the solver.
    pub iterations: u64,
}

impl ResultRow {
    /// Whether another row is of the same case, seed and objective.
    pub fn is_about(&self, other: &Self) -> bool {
        let key = |row: &Self| (row.family.clone(), row.instance.clone(), row.seed, row.objective.clone());
        key(self) == key(other)
    }

    /// Fills in the best known value, as written in a list, and the gap to it.
    pub fn set_best_known(&mut self, written: &str) {
        self.bks = written.to_string();
        if let (Some(value), Some(best)) = (self.value_as_listed(), ListedValue::of(written)) {
            let gap = 100.0 * (value.number - best.number) / best.number.abs().max(f64::MIN_POSITIVE);
            self.gap_percent = if value.vehicles == best.vehicles { format!("{gap:.4}") } else { String::new() };
        }
    }

    /// The value against the best known one, both with the decimals of the latter; none where one is missing.
    pub fn against_best_known(&self) -> Option<std::cmp::Ordering> {
        self.value_as_listed()?.partial_cmp(&ListedValue::of(&self.bks)?)
    }

    /// The value with as many decimals as the best known one has in the list.
    fn value_as_listed(&self) -> Option<ListedValue> {
        let decimals = self.bks.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let value = ListedValue::of(&self.value)?;
        Some(ListedValue { number: number(&format!("{:.decimals$}", value.number))?, ..value })
    }

    /// Whether nothing better exists, but for what the units of the search round: two millionths of a value with decimals.
    pub fn is_proven(&self) -> bool {
        let (Some(value), Some(bound)) = (ListedValue::of(&self.value), ListedValue::of(&self.bound)) else {
            return false;
        };
        let rounded = if self.value.contains('.') { 2e-6 * value.number.abs() } else { 0.0 };
        bound.vehicles == value.vehicles && bound.number >= value.number - rounded.max(1e-6)
    }
}

/// A number of a cell; none where it is blank or no number.
pub fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// A results file.
pub struct Results {
    folder: PathBuf,
    name: String,
    /// Its rows.
    pub rows: Vec<ResultRow>,
}

impl Results {
    /// Opens a results file, or creates one.
    ///
    /// # Errors
    ///
    /// Where the file has other content, or can't be written.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().ok_or_else(|| Fault::Usage(format!("{} is no file", path.display())))?;
        ensure_ours(folder, &[name.to_string_lossy()], |_| true)?;
        ensure_writable(folder)?;
        let rows = if path.exists() { read(path)? } else { Vec::new() };
        Ok(Self { folder: folder.to_path_buf(), name: name.to_string_lossy().into_owned(), rows })
    }

    /// Adds a row and writes the file anew, whole or not at all.
    pub fn add(&mut self, row: ResultRow) -> Result<(), Fault> {
        self.rows.push(row);
        let mut writer = csv::Writer::from_writer(Vec::new());
        let text = |error: csv::Error| Fault::Write(error.into());
        self.rows.iter().try_for_each(|row| writer.serialize(row)).map_err(text)?;
        let bytes = writer.into_inner().map_err(|error| Fault::Usage(error.to_string()))?;
        Ok(write_files(&self.folder, &[(&self.name, bytes)])?)
    }
}

/// Reads a results file.
///
/// # Errors
///
/// Where it has other content.
pub fn read(path: &Path) -> Result<Vec<ResultRow>, Fault> {
    let refuse = |error: csv::Error| {
        let line = error.position().map(csv::Position::line);
        let advice = format!("no results of a bench ({error}); mend the file or name another");
        let file = path.display().to_string();
        Fault::Input(InvalidInput::of(Issue::error(file, line, "", String::new(), advice)))
    };
    csv::Reader::from_path(path).map_err(refuse)?.deserialize().collect::<Result<_, _>>().map_err(refuse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cmp::Ordering;

    fn row(value: &str, bks: &str) -> ResultRow {
        let mut row = ResultRow { value: value.into(), ..ResultRow::default() };
        row.set_best_known(bks);
        row
    }

    #[test]
    fn values_are_compared_with_the_decimals_of_the_list() {
        assert_eq!(row("828.9369", "828.94").against_best_known(), Some(Ordering::Equal));
        assert_eq!(row("828.9349", "828.94").against_best_known(), Some(Ordering::Less));
        assert_eq!(row("828.9369", "828.936").against_best_known(), Some(Ordering::Greater));
        assert_eq!(row("", "828.94").against_best_known(), None);
        assert_eq!(row("828.9369", "828.94").gap_percent, "0.0000");
        assert_eq!(row("101", "100").gap_percent, "1.0000");
        assert_eq!(row("", "100").gap_percent, "");
    }

    #[test]
    fn vehicles_come_before_distance() {
        assert_eq!(row("10/828.9369", "10/828.94").against_best_known(), Some(Ordering::Equal));
        assert_eq!(row("10/900.0", "11/828.94").against_best_known(), Some(Ordering::Less));
        assert_eq!(row("11/800.0", "10/828.94").against_best_known(), Some(Ordering::Greater));
        assert_eq!(row("10/909.0", "10/900").gap_percent, "1.0000");
        assert_eq!(row("11/800.0", "10/828.94").gap_percent, "", "distances of other fleets say nothing");
        let bound = |bound: &str| ResultRow { bound: bound.into(), ..row("10/828.9369", "10/828.94") }.is_proven();
        assert!(bound("10/828.9365") && !bound("10/828.9") && !bound("9/828.9369"));
    }

    #[test]
    fn rows_outlive_the_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/results.csv");
        let first = ResultRow { family: "gap".into(), seed: 1, ..row("5", "4") };
        Results::open(&path).and_then(|mut results| results.add(first.clone())).expect("writable");
        let mut again = Results::open(&path).expect("readable");
        assert_eq!(again.rows, [first]);
        again.add(ResultRow { seed: 2, ..row("6", "4") }).expect("writable");
        assert_eq!(Results::open(&path).expect("readable").rows.len(), 2);
    }

    #[test]
    fn other_files_are_refused_with_their_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("results.csv");
        let text = "family,instance,seed,seconds,objective,value,bks,gap_percent,bound,iterations\ngap,a,one,,,,,,,0\n";
        std::fs::write(&path, text).expect("writable");
        let Err(Fault::Input(fault)) = Results::open(&path) else { panic!("refused") };
        assert_eq!(fault.0[0].line, Some(2), "{fault}");
    }
}
