//! What is kept beside the plan of a line: the words and the input that it was made of, or why there is none.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{ManifestLine, Work};
use crate::files::{WriteError, folder_sha256, hash, input_sha256, sealed_plan, write_files};

/// How a line ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The words of the line.
    words: Vec<String>,
    /// SHA-256 of the files of the instance or the set, in hexadecimal; none where they can't be read.
    input_sha256: Option<String>,
    /// How it ended.
    #[serde(flatten)]
    ended: Ended,
}

/// How a line ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// With a plan or results: SHA-256 of their file.
    #[serde(rename = "result_sha256")]
    Done(String),
    /// Without one: why.
    Error(String),
}

/// What there is of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineState {
    /// Nothing that was finished.
    Missing,
    /// A plan of other words or another input, or one that is not whole.
    Stale,
    /// Nothing: its last run failed, and why.
    Failed(String),
    /// A plan of these words and this input, whole.
    Done,
}

impl Record {
    /// What is kept of a line that has just ended; none where its plan is not whole. `input` is the hash of what it was
    /// made of.
    pub fn new<T>(line: &ManifestLine<T>, out: &Path, input: Option<String>, error: Option<String>) -> Option<Self> {
        let ended = match error {
            Some(error) => Ended::Error(error),
            None => Ended::Done(result(line, out)?),
        };
        Some(Self { words: line.words.clone(), input_sha256: input, ended })
    }

    /// The name of its file in the folder of all plans.
    pub fn file(name: &str) -> String {
        format!("{name}.json")
    }

    /// That of a line; none where there is none.
    pub fn read(out: &Path, name: &str) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(Self::path(out, name)).ok()?).ok()
    }

    fn path(out: &Path, name: &str) -> PathBuf {
        out.join(Self::file(name))
    }

    /// Writes it, in place of an earlier one.
    ///
    /// # Errors
    ///
    /// Where the folder takes no file.
    pub fn write(&self, out: &Path, name: &str) -> Result<(), WriteError> {
        let text = serde_json::to_vec_pretty(self).map_err(|fault| WriteError::Text(fault.into()))?;
        write_files(out, &[(Self::file(name), text)])
    }
}

/// The name of the file with the results of a public set.
pub const RESULTS: &str = "results.csv";

/// The hash of what a line is made of.
pub fn input<T>(line: &ManifestLine<T>) -> Option<String> {
    match line.work {
        Work::Week => input_sha256(&line.instance),
        Work::Suite => folder_sha256(&line.instance),
    }
}

/// The hash of what a line has come to; none where that is not whole.
fn result<T>(line: &ManifestLine<T>, out: &Path) -> Option<String> {
    let folder = out.join(&line.name);
    match line.work {
        Work::Week => sealed_plan(&folder),
        Work::Suite => Some(hash(&std::fs::read(folder.join(RESULTS)).ok()?)),
    }
}

impl LineState {
    /// What there is of a line in the folder of all plans.
    pub fn of<T>(line: &ManifestLine<T>, out: &Path) -> Self {
        let Some(record) = Record::read(out, &line.name) else { return Self::Missing };
        let is_current = || record.words == line.words && record.input_sha256 == input(line);
        match record.ended {
            Ended::Error(error) => Self::Failed(error),
            Ended::Done(ref kept) => match result(line, out) {
                Some(own) if own == *kept && is_current() => Self::Done,
                _ => Self::Stale,
            },
        }
    }
}
