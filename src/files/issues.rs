//! Collects the issues of input files.

use std::fmt::Display;

use rustc_hash::FxHashMap;

use super::visible::shown;
use crate::error::{Issue, Severity};

/// Most issues listed per file and severity; the rest is counted.
const LISTED: usize = 100;
/// Most comparisons of unknown names with known ones, over all issues; beyond that no name is suggested.
const COMPARISONS: usize = 200_000;
/// Most characters shown of a value.
const SHOWN: usize = 60;

/// A place in the input.
#[derive(Clone, Copy, Debug)]
pub struct InputPosition<'a> {
    /// The file's name.
    pub file: &'a str,
    /// The line, where one is meant.
    pub line: Option<u64>,
    /// The column's name, or nothing.
    pub column: &'a str,
}

impl<'a> InputPosition<'a> {
    /// A whole file.
    pub fn file(file: &'a str) -> Self {
        Self { file, line: None, column: "" }
    }

    /// A cell of a file.
    pub fn cell(file: &'a str, line: u64, column: &'a str) -> Self {
        Self { file, line: Some(line), column }
    }
}

/// The issues found so far.
#[derive(Debug, Default)]
pub struct Issues {
    found: Vec<Issue>,
    counts: FxHashMap<(String, Severity), usize>,
    compared: usize,
}

impl Issues {
    /// Adds an error.
    pub fn error(&mut self, position: InputPosition, value: impl Display, advice: impl Into<String>) {
        self.add(Severity::Error, position, value, advice);
    }

    /// Adds a warning.
    pub fn warn(&mut self, position: InputPosition, value: impl Display, advice: impl Into<String>) {
        self.add(Severity::Warning, position, value, advice);
    }

    fn add(&mut self, severity: Severity, position: InputPosition, value: impl Display, advice: impl Into<String>) {
        let count = self.counts.entry((position.file.to_owned(), severity)).or_default();
        *count += 1;
        if *count <= LISTED {
            self.found.push(Issue {
                severity,
                file: position.file.to_owned(),
                line: position.line,
                column: shortened(position.column),
                value: shortened(&value.to_string()),
                advice: advice.into(),
            });
        }
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|issue| issue.severity == Severity::Error)
    }

    /// A suggestion of the known name nearest to an unknown one; empty where none is near.
    pub fn suggest<'n>(&mut self, wrong: &str, known: impl Iterator<Item = &'n str>) -> String {
        let wrong: String = wrong.chars().take(200).collect();
        let budget = COMPARISONS - self.compared;
        let near = known
            .take(budget)
            .inspect(|_| self.compared += 1)
            .filter(|name| name.len() <= 200)
            .map(|name| (strsim::normalized_damerau_levenshtein(&wrong, name), name))
            .filter(|&(likeness, _)| likeness >= 0.5)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        near.map_or(String::new(), |(_, name)| format!("; did you mean {name}?"))
    }

    /// All issues: file by file in the order of reading, errors first, each by line; then how many were not listed.
    pub fn into_sorted(self) -> Vec<Issue> {
        let Self { mut found, counts, .. } = self;
        let mut files: Vec<String> = Vec::new();
        for issue in &found {
            if !files.contains(&issue.file) {
                files.push(issue.file.clone());
            }
        }
        let mut unlisted: Vec<_> = counts.into_iter().filter(|&(_, count)| count > LISTED).collect();
        unlisted.sort();
        found.extend(unlisted.into_iter().map(|((file, severity), count)| left_off(file, severity, count - LISTED)));
        found.sort_by_key(|issue| {
            let file = files.iter().position(|file| *file == issue.file);
            let summary = issue.column == LEFT_OFF;
            (std::cmp::Reverse(issue.severity), file, summary, issue.line)
        });
        found
    }
}

/// The column's name of an issue that counts others.
const LEFT_OFF: &str = "...";

fn left_off(file: String, severity: Severity, count: usize) -> Issue {
    let what = if severity == Severity::Error { "errors" } else { "warnings" };
    let advice = format!("so many further {what} in this file are not listed");
    Issue { severity, file, line: None, column: LEFT_OFF.into(), value: count.to_string(), advice }
}

/// At most 60 characters of a text, on one line.
pub fn shortened(text: &str) -> String {
    if text.chars().nth(SHOWN).is_none() {
        return text.chars().map(shown).collect();
    }
    text.chars().take(SHOWN - 3).map(shown).chain(["...".to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_between_characters() {
        assert_eq!(shortened(&"é".repeat(60)), "é".repeat(60));
        assert_eq!(shortened(&"é".repeat(61)), format!("{}...", "é".repeat(57)));
    }

    #[test]
    fn values_stay_on_their_line() {
        assert_eq!(shortened("two\nlines\t\u{7f}"), "two\\nlines\\t\\u{7f}");
        assert_eq!(shortened("'été\\' \u{202e}x"), "'été\\' \\u{202e}x");
    }

    #[test]
    fn the_nearest_name_is_offered() {
        let mut issues = Issues::default();
        assert_eq!(issues.suggest("durration", ["name", "duration"].into_iter()), "; did you mean duration?");
        assert_eq!(issues.suggest("zzz", ["name", "duration"].into_iter()), "");
        issues.compared = COMPARISONS;
        assert_eq!(issues.suggest("durration", ["name", "duration"].into_iter()), "");
    }

    #[test]
    fn a_flood_is_counted() {
        let mut issues = Issues::default();
        for line in (1..=150).rev() {
            issues.error(InputPosition::cell("b.csv", line, "x"), "", "no");
        }
        issues.warn(InputPosition::file("b.csv"), "", "hm");
        issues.error(InputPosition::file("a.csv"), "", "no");
        let sorted = issues.into_sorted();
        assert_eq!(sorted.len(), LISTED + 3);
        assert_eq!((sorted[0].line, sorted[99].line), (Some(51), Some(150)));
        assert_eq!((sorted[100].value.as_str(), sorted[101].file.as_str()), ("50", "a.csv"));
        assert_eq!(sorted[102].severity, Severity::Warning);
    }
}
