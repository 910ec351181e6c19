//! The table of all lines of a batch.

use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::{LineState, ManifestLine, RESULTS, Work};
use crate::files::{WriteError, ensure_ours, write_files};
use crate::suite::{read_results, summarize};

/// The file of the table, in the folder of all plans.
pub const TABLE: &str = "batch.csv";

/// The main figures of a line, as its `summary.json` has them; blank where there is no plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CollectedRow {
    /// The line of the manifest, from 1.
    pub line: u64,
    /// The folder of its plan.
    pub name: String,
    /// `done`; `illegal`, where the plan breaks a hard rule; `failed`, `stale` or `missing`.
    pub state: &'static str,
    /// Why it failed.
    pub error: String,
    seed: Option<u64>,
    seconds: Option<f64>,
    iterations: Option<u64>,
    visits: Option<u64>,
    /// Visits that the plan leaves out.
    pub unassigned: Option<u64>,
    subcontracted: Option<u64>,
    changes: Option<u64>,
    violations: Option<u64>,
    km: Option<f64>,
    travel_hours: Option<f64>,
    overtime_hours: Option<f64>,
    /// EUR.
    pub cost: Option<f64>,
    saved_euros_week: Option<f64>,
    bound: Option<f64>,
    gap_percent: Option<f64>,
    score: Option<f64>,
    /// Runs of a public set.
    pub runs: Option<usize>,
    /// Those of them with a plan that keeps every rule.
    pub solved: Option<usize>,
    /// The mean gap of a public set to the best known values.
    pub best_known_gap_percent: Option<f64>,
}

impl CollectedRow {
    /// That of a line in a state.
    pub fn new<T>(line: &ManifestLine<T>, out: &Path, state: &LineState) -> Self {
        let row = Self { line: line.line, name: line.name.clone(), ..Self::default() };
        match state {
            LineState::Missing => Self { state: "missing", ..row },
            LineState::Stale => Self { state: "stale", ..row },
            LineState::Failed(error) => Self { state: "failed", error: error.clone(), ..row },
            LineState::Done if line.work == Work::Suite => row.with_results(&out.join(&line.name).join(RESULTS)),
            LineState::Done => {
                let text = std::fs::read(out.join(&line.name).join("summary.json")).unwrap_or_default();
                row.with_figures(&serde_json::from_slice(&text).unwrap_or_default())
            }
        }
    }

    fn with_results(self, results: &Path) -> Self {
        let rows = read_results(results).unwrap_or_default();
        let seconds = rows.iter().filter_map(|row| row.seconds.parse::<f64>().ok()).sum();
        let first = summarize(&rows).into_iter().next();
        Self {
            state: "done",
            seconds: Some(seconds),
            iterations: Some(rows.iter().map(|row| row.iterations).sum()),
            runs: first.as_ref().map(|summary| summary.runs),
            solved: first.as_ref().map(|summary| summary.solved),
            best_known_gap_percent: first.and_then(|summary| summary.mean_gap),
            ..self
        }
    }

    /// Whether there is a plan.
    pub fn is_there(&self) -> bool {
        matches!(self.state, "done" | "illegal")
    }

    fn with_figures(self, summary: &Value) -> Self {
        let whole = |path: &str| summary.pointer(path).and_then(Value::as_u64);
        let number = |path: &str| summary.pointer(path).and_then(Value::as_f64);
        let by_rule = summary.pointer("/plan/violations").and_then(Value::as_object);
        let violations: u64 = by_rule.into_iter().flat_map(|rules| rules.values()).filter_map(Value::as_u64).sum();
        Self {
            state: if violations == 0 { "done" } else { "illegal" },
            seed: whole("/seed"),
            seconds: number("/seconds"),
            iterations: whole("/iterations"),
            visits: whole("/plan/visits"),
            unassigned: whole("/plan/unassigned"),
            subcontracted: whole("/plan/subcontracted"),
            changes: whole("/plan/changes"),
            violations: Some(violations),
            km: number("/plan/km"),
            travel_hours: number("/plan/travel_hours"),
            overtime_hours: number("/plan/overtime_hours"),
            cost: number("/plan/cost/total"),
            saved_euros_week: number("/savings/euros_week"),
            bound: number("/bound/cost"),
            gap_percent: number("/bound/gap_percent"),
            score: number("/score"),
            ..self
        }
    }
}

/// Makes sure that the table can be written into a folder: what has its name there is such a table.
///
/// # Errors
///
/// A file of somebody else's.
pub fn ensure_table(out: &Path) -> Result<(), WriteError> {
    let is_table = |name: &str| std::fs::read(out.join(name)).is_ok_and(|text| text.starts_with(b"line,name,state,"));
    ensure_ours(out, &[TABLE], is_table)
}

/// Writes the table into a folder.
///
/// # Errors
///
/// Where the folder takes no file, or has one of somebody else's with that name.
pub fn write_table(out: &Path, rows: &[CollectedRow]) -> Result<(), WriteError> {
    ensure_table(out)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.serialize(row)).map_err(|fault| WriteError::Text(fault.into()))?;
    let bytes = writer.into_inner().map_err(|fault| WriteError::Text(fault.to_string().into()))?;
    write_files(out, &[(TABLE, bytes)])
}
