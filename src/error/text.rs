//! Issues as text.

use std::fmt;

use super::{Issue, Severity};
use crate::files::visible;
use crate::i18n::{Locale, messages};

/// Places that a text names at most.
const SHOWN: usize = 3;

impl Issue {
    /// The issue in a language: where it is, and what to write instead. Several places share a line where all have the
    /// same remedy, else each has its own.
    pub fn text(&self, locale: Locale) -> String {
        let severity = match self.severity {
            Severity::Error => locale.severity_error(),
            Severity::Warning => locale.severity_warning(),
        };
        let column = if self.column.is_empty() { String::new() } else { locale.in_column(&self.column) };
        let (file, advice) = (visible(&self.file), self.advice.text(locale));
        if self.further.is_empty() {
            let line = self.line.map_or_else(String::new, |line| locale.on_line(line));
            let value = if self.value.is_empty() { String::new() } else { locale.with_value(&self.value) };
            return locale.said_of(&severity, &format!("{file}{line}{column}{value}"), &advice);
        }
        let first = (self.line, &self.value, &self.advice);
        let further = self.further.iter().map(|place| (place.line, &place.value, &place.advice));
        let places: Vec<_> = std::iter::once(first).chain(further).take(SHOWN).collect();
        let (count, from) = (self.count, self.line.unwrap_or_default());
        let lines = || std::iter::once(self.line).chain(self.further.iter().map(|place| place.line));
        let has_line_twice = lines().zip(lines().skip(1)).any(|(line, next)| line == next);
        let rows = if has_line_twice { locale.times_from(count, from) } else { locale.rows_from(count, from) };
        let is_cut = self.further.len() >= SHOWN;
        if places.iter().all(|(.., other)| **other == self.advice) {
            let shown: Vec<_> = places.iter().map(|(line, value, _)| row(locale, *line, value)).collect();
            let rest = if is_cut { ", ..." } else { "" };
            let place = format!("{file}{column}, {rows} ({}{rest})", shown.join(", "));
            return locale.said_of(&severity, &place, &advice);
        }
        let shown = if is_cut { locale.first_shown(places.len()) } else { String::new() };
        let lines = places.into_iter().map(|(line, value, advice)| {
            format!("\n  {}", locale.said_of_row(&locale.row(&row(locale, line, value)), &advice.text(locale)))
        });
        locale.said_below(&severity, &format!("{file}{column}, {rows}{shown}")) + &lines.collect::<String>()
    }
}

/// A line's number, and the value found there.
fn row(locale: Locale, line: Option<u64>, value: &str) -> String {
    let line = line.unwrap_or_default().to_string();
    if value.is_empty() { line } else { locale.row_value(&line, value) }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Locale::En))
    }
}

messages! {
    /// Where an issue is.
    pub trait PlaceMessages:

    severity_error = "error", "erreur";
    severity_warning = "warning", "attention";
    said_of(severity: &str, place: &str, advice: &str) = "{severity}: {place}: {advice}", "{severity} : {place} : {advice}";
    said_below(severity: &str, place: &str) = "{severity}: {place}:", "{severity} : {place} :";
    said_of_row(row: &str, advice: &str) = "{row}: {advice}", "{row} : {advice}";
    on_line(line: u64) = ", line {line}", ", ligne {line}";
    in_column(column: &str) = ", column {column}", ", colonne {column}";
    with_value(value: &str) = ", value '{value}'", ", valeur « {value} »";
    rows_from(rows: usize, line: u64) = "{rows} rows from line {line}", "{rows} lignes à partir de la ligne {line}";
    times_from(times: usize, line: u64) = "{times} times from line {line}", "{times} fois à partir de la ligne {line}";
    row(row: &str) = "line {row}", "ligne {row}";
    row_value(line: &str, value: &str) = "{line} '{value}'", "{line} « {value} »";
    first_shown(rows: usize) = ", the first {rows} shown", ", les {rows} premières montrées";
}
