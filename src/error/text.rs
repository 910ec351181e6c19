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
        let column = match self.column.as_str() {
            "" => String::new(),
            path if path.starts_with('$') => locale.at_path(path),
            name => locale.in_column(name),
        };
        let (mut file, advice) = (visible(&self.file).into_owned(), self.advice.text(locale));
        if let Some(place) = &self.sheet {
            file += &locale.on_sheet(&visible(&place.sheet));
        }
        let letters = self.sheet.as_ref().and_then(|place| place.column.as_deref());
        if self.further.is_empty() {
            let line = match (self.line, letters) {
                (None, _) => String::new(),
                (Some(line), Some(letters)) => locale.in_cell(&format!("{letters}{line}")),
                (Some(line), None) if self.sheet.is_some() => locale.on_row(line),
                (Some(line), None) => locale.on_line(line),
            };
            let value = if self.value.is_empty() { String::new() } else { locale.with_value(&self.value) };
            return locale.said_of(&severity, &format!("{file}{line}{column}{value}"), &advice);
        }
        let first = (self.line, &self.value, &self.advice);
        let further = self.further.iter().map(|place| (place.line, &place.value, &place.advice));
        let places: Vec<_> = std::iter::once(first).chain(further).take(SHOWN).collect();
        let (count, from) = (self.count, self.line.unwrap_or_default());
        let lines = || std::iter::once(self.line).chain(self.further.iter().map(|place| place.line));
        let has_line_twice = lines().zip(lines().skip(1)).any(|(line, next)| line == next);
        let rows = match letters {
            Some(letters) => locale.cells_from(count, &format!("{letters}{from}")),
            None if has_line_twice => locale.times_from(count, from),
            None => locale.rows_from(count, from),
        };
        let row = |line: Option<u64>, value: &str| row(locale, letters, line, value);
        let is_cut = self.further.len() >= SHOWN;
        if places.iter().all(|(.., other)| **other == self.advice) {
            let shown: Vec<_> = places.iter().map(|(line, value, _)| row(*line, value)).collect();
            let rest = if is_cut { ", ..." } else { "" };
            let place = format!("{file}{column}, {rows} ({}{rest})", shown.join(", "));
            return locale.said_of(&severity, &place, &advice);
        }
        let shown = if is_cut { locale.first_shown(places.len()) } else { String::new() };
        let lines = places.into_iter().map(|(line, value, advice)| {
            let place = row(line, value);
            let place = if letters.is_some() { locale.cell(&place) } else { locale.row(&place) };
            format!("\n  {}", locale.said_of_row(&place, &advice.text(locale)))
        });
        locale.said_below(&severity, &format!("{file}{column}, {rows}{shown}")) + &lines.collect::<String>()
    }
}

/// A line's number or a cell's name, and the value found there.
fn row(locale: Locale, letters: Option<&str>, line: Option<u64>, value: &str) -> String {
    let line = format!("{}{}", letters.unwrap_or_default(), line.unwrap_or_default());
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
    on_sheet(sheet: &str) = " sheet {sheet}", " feuille {sheet}";
    in_cell(cell: &str) = " cell {cell}", " cellule {cell}";
    on_row(row: u64) = " row {row}", " ligne {row}";
    on_line(line: u64) = ", line {line}", ", ligne {line}";
    at_path(path: &str) = " at {path}", " en {path}";
    in_column(column: &str) = ", column {column}", ", colonne {column}";
    with_value(value: &str) = ", value '{value}'", ", valeur « {value} »";
    rows_from(rows: usize, line: u64) = "{rows} rows from line {line}", "{rows} lignes à partir de la ligne {line}";
    times_from(times: usize, line: u64) = "{times} times from line {line}", "{times} fois à partir de la ligne {line}";
    cells_from(cells: usize, cell: &str) = "{cells} cells from {cell}", "{cells} cellules à partir de {cell}";
    cell(cell: &str) = "cell {cell}", "cellule {cell}";
    row(row: &str) = "line {row}", "ligne {row}";
    row_value(line: &str, value: &str) = "{line} '{value}'", "{line} « {value} »";
    first_shown(rows: usize) = ", the first {rows} shown", ", les {rows} premières montrées";
}
