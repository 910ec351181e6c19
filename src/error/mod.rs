//! Faults in the input, all of them at once, each with its place and its remedy.

mod message;
mod say;
mod text;

use crate::i18n::Locale;

pub use message::Message;
pub use say::{Figure, Month, RuleCode, Say, Slips, System, Words};

/// What is wrong in one column of an input file: one place, or several of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Whether nothing can be planned before this is mended.
    pub severity: Severity,
    /// The file's name.
    pub file: String,
    /// The sheet and the column's letters, where the file is a workbook.
    pub sheet: Option<SheetPlace>,
    /// The first line, from 1; none where the whole file is meant.
    pub line: Option<u64>,
    /// The column's name, as the header writes it; may be empty.
    pub column: String,
    /// The value found there; may be empty.
    pub value: String,
    /// What is wrong there, and what to write instead.
    pub advice: Message,
    /// The next places with the same kind of fault, ninety-nine at most, by line.
    pub further: Vec<FurtherPlace>,
    /// How many faults of this kind the column has.
    pub count: usize,
}

/// A column of a sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetPlace {
    /// The sheet's name.
    pub sheet: String,
    /// The column's letters, such as `B`; none where no column is meant.
    pub column: Option<String>,
}

/// Another line with the same kind of fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FurtherPlace {
    /// The line.
    pub line: Option<u64>,
    /// The value found.
    pub value: String,
    /// What to write instead.
    pub advice: Message,
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
#[error("{}", self.text(Locale::En))]
pub struct InvalidInput(pub Vec<Issue>);

impl InvalidInput {
    /// An input refused for one reason.
    pub fn of(issue: Issue) -> Self {
        Self(vec![issue])
    }

    /// All issues in a language, one below the other.
    pub fn text(&self, locale: Locale) -> String {
        self.0.iter().map(|issue| issue.text(locale)).collect::<Vec<_>>().join("\n")
    }
}

impl Issue {
    /// An error in one place.
    pub fn error(file: String, line: Option<u64>, column: &str, value: String, advice: impl Into<Message>) -> Self {
        let (severity, column, advice) = (Severity::Error, column.to_owned(), advice.into());
        Self { severity, file, sheet: None, line, column, value, advice, further: Vec::new(), count: 1 }
    }
}
