//! Faults in the input, all of them at once, each with its place and its remedy.

use std::fmt;

/// Something wrong in an input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Whether nothing can be planned before this is mended.
    pub severity: Severity,
    /// The file's name.
    pub file: String,
    /// The line, from 1; none where the whole file is meant.
    pub line: Option<u64>,
    /// The column's name; may be empty.
    pub column: String,
    /// The value found; may be empty.
    pub value: String,
    /// What to write instead.
    pub advice: String,
}

impl Issue {
    /// An error of a file as a whole.
    pub fn of_file(file: &str, advice: String) -> Self {
        let (column, value) = (String::new(), String::new());
        Self { severity: Severity::Error, file: file.into(), line: None, column, value, advice }
    }
}

/// How bad an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input is read, but perhaps not as meant.
    Warning,
    /// The input cannot be used.
    Error,
}

/// An input that cannot be used: every issue found, warnings included.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", describe(.0))]
pub struct InvalidInput(pub Vec<Issue>);

fn describe(issues: &[Issue]) -> String {
    issues.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.severity == Severity::Error { "error" } else { "warning" };
        write!(f, "{severity}: {}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        if !self.value.is_empty() {
            write!(f, ", value '{}'", self.value)?;
        }
        write!(f, ": {}", self.advice)
    }
}
