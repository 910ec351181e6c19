//! Reads the summary of an earlier run from its plan folder.

use std::path::Path;

use serde::Deserialize;

use super::issues::{InputPosition, Issues};
use super::{folder, write};
use crate::error::{InvalidInput, Message};
use crate::insight::{ChangeCurve, RunBlock};
use crate::model::{Bound, BoundClass};
use crate::units::{Decimal, Money};

/// The run that made a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PastRun {
    /// The name of the instance.
    pub instance: String,
    /// SHA-256 of the instance's files; none where the summary doesn't say.
    pub input_sha256: Option<String>,
    /// Seed, time and iterations.
    pub run: RunBlock,
    /// What was proven.
    pub bound: Option<Bound>,
    /// The most changes allowed, where that was limited.
    pub max_changes: Option<u32>,
}

const FILE: &str = "summary.json";

/// The part of `summary.json` that is read back.
#[derive(Deserialize)]
struct PastSummary {
    instance: String,
    input_sha256: Option<String>,
    seed: u64,
    seconds: f64,
    iterations: u64,
    bound: Option<BoundRow>,
    max_changes: Option<u32>,
}

#[derive(Deserialize)]
struct BoundRow {
    cost: f64,
    class: String,
}

/// Reads `summary.json` of a plan folder; none where there is none.
pub fn read_past_run(folder: &Path) -> Result<Option<PastRun>, InvalidInput> {
    let file = folder.join(FILE);
    if !file.exists() {
        return Ok(None);
    }
    let mut issues = Issues::default();
    let contents = folder::read(&file, &mut issues);
    let summary = contents.and_then(|contents| parse(&contents.bytes, &mut issues));
    summary.map(|summary| Some(past(summary))).ok_or_else(|| InvalidInput(issues.into_sorted()))
}

/// Reads `change_curve.csv` of a plan folder; none where there is none.
pub fn read_past_curve(folder: &Path) -> Result<Option<ChangeCurve>, InvalidInput> {
    let file = folder.join(write::CURVE[0]);
    if !file.exists() {
        return Ok(None);
    }
    let mut issues = Issues::default();
    let curve = folder::read(&file, &mut issues).and_then(|contents| {
        let fault = |fault: csv::Error| {
            let advice = Message::NoCurve { fault: fault.to_string() };
            issues.error(InputPosition::file(write::CURVE[0]), "", advice);
        };
        write::read_curve(&contents.bytes).map_err(fault).ok()
    });
    curve.ok_or_else(|| InvalidInput(issues.into_sorted()))
}

fn parse(bytes: &[u8], issues: &mut Issues) -> Option<PastSummary> {
    let fault = |fault: serde_json::Error| {
        let position = InputPosition::cell(FILE, fault.line() as u64, "");
        issues.error(position, "", Message::NoSummary { fault: fault.to_string() });
    };
    serde_json::from_slice(bytes).map_err(fault).ok()
}

fn past(summary: PastSummary) -> PastRun {
    let PastSummary { instance, input_sha256, seed, seconds, iterations, bound, max_changes } = summary;
    let bound = bound.and_then(|row| {
        let class = BoundClass::ALL.into_iter().find(|class| class.word() == row.class)?;
        Some(Bound { cost: Money::euros(Decimal::nearest(row.cost)), class })
    });
    PastRun { instance, input_sha256, run: RunBlock { seed, seconds, iterations }, bound, max_changes }
}
