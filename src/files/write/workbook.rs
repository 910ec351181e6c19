//! The tables of an instance as a workbook that reads back as them.

use rust_xlsxwriter::{DataValidation, Formula, Note, Worksheet};

use super::book::{self, Book};
use super::folder::Result;
use super::french_notes::french_note;
use super::instance;
use crate::files::columns::{CREWS, JOBS, PLACES, SETTING_ROWS, SITES, TOOLS};
use crate::files::schema::{Heading, Schema};
use crate::files::settings;
use crate::files::tables::Tables;
use crate::files::workbook::letters;
use crate::files::written::CellKind;
use crate::i18n::{Locale, messages};
use crate::model::Settings;

/// The last row of a template that has drop-down lists.
const LAST_ROW: u32 = 1_000;

/// How a workbook is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkbookStyle {
    /// The columns that are needed or filled.
    Plain,
    /// Every column, explained, with drop-down lists: to be filled in.
    Template,
}

/// A workbook with the settings and all tables that have a row or are needed, its sheets and columns named in a language.
///
/// # Errors
/// A text that no cell can hold.
pub fn workbook(settings: &Settings, tables: &Tables, locale: Locale, style: WorkbookStyle) -> Result<Vec<u8>> {
    let mut book = Book::new(locale, "brigade", settings.start)?;
    for (schema, rows) in instance::all(tables) {
        if schema.required || !rows.is_empty() {
            add_table(&mut book, schema, &rows, locale, style)?;
        }
    }
    add_settings(&mut book, settings, locale)?;
    book.bytes()
}

fn add_table(
    book: &mut Book,
    schema: &Schema,
    rows: &[Vec<String>],
    locale: Locale,
    style: WorkbookStyle,
) -> Result<()> {
    let headings = schema.headings();
    let used = match style {
        WorkbookStyle::Plain => instance::used(&headings, rows),
        WorkbookStyle::Template => {
            let in_a_plane = [PLACES.x.name(), PLACES.y.name()];
            let is_shown = |column: &usize| !in_a_plane.contains(&headings[*column].name);
            (0..headings.len()).filter(is_shown).collect()
        }
    };
    let names: Vec<&str> = used.iter().map(|&column| name_of(&headings[column], locale)).collect();
    let (sheet, styles) = book.sheet(sheet_name(schema, locale))?;
    book::header(sheet, styles, &names)?;
    for (row, cells) in (1..).zip(rows) {
        for (column, &index) in (0..).zip(&used) {
            book::cell(sheet, styles, (row, column), headings[index].kind, &cells[index])?;
        }
    }
    if style == WorkbookStyle::Template {
        for (column, &index) in (0..).zip(&used) {
            guide(sheet, schema, &headings[index], column, locale)?;
        }
    }
    book::finish(sheet, rows.len(), used.len())
}

fn add_settings(book: &mut Book, settings: &Settings, locale: Locale) -> Result<()> {
    let (sheet, styles) = book.sheet(sheet_name(&SETTING_ROWS.schema, locale))?;
    let name = |heading: &Heading| name_of(heading, locale);
    let meaning = match locale {
        Locale::En => SETTING_ROWS.schema.carried[0],
        Locale::Fr => SETTING_ROWS.schema.carried[1],
    };
    book::header(sheet, styles, &[name(&SETTING_ROWS.key.heading), name(&SETTING_ROWS.value.heading), meaning])?;
    let rows = settings::rows(settings, locale);
    for (row, [key, value, meaning]) in (1..).zip(&rows) {
        book::cell(sheet, styles, (row, 0), CellKind::Text, key)?;
        let kind = if value.parse::<chrono::NaiveDate>().is_ok() { CellKind::Date } else { CellKind::Number };
        book::cell(sheet, styles, (row, 1), kind, value)?;
        book::cell(sheet, styles, (row, 2), CellKind::Text, meaning)?;
    }
    book::finish(sheet, rows.len(), 3)
}

/// The name of a table in a language.
fn sheet_name(schema: &Schema, locale: Locale) -> &'static str {
    named(schema.name, schema.aliases, locale)
}

/// The name of a column in a language.
fn name_of(heading: &Heading, locale: Locale) -> &'static str {
    named(heading.name, heading.aliases, locale)
}

fn named(name: &'static str, aliases: &[&'static str], locale: Locale) -> &'static str {
    match locale {
        Locale::En => name,
        Locale::Fr => aliases.first().unwrap_or(&name),
    }
}

/// Explains a column, and offers what its cells may hold.
fn guide(sheet: &mut Worksheet, schema: &Schema, heading: &Heading, column: u16, locale: Locale) -> Result<()> {
    let mut text = match locale {
        Locale::En => heading.meaning.replace('`', ""),
        Locale::Fr => french_note(schema, heading).unwrap_or_default().to_owned(),
    };
    if heading.required {
        text += &locale.column_needed();
    } else if locale == Locale::En && !heading.default.is_empty() {
        text += &locale.column_default(&heading.default.replace('`', ""));
    }
    if !text.is_empty() {
        sheet.insert_note(0, column, &Note::new(text).add_author_prefix(false).set_width(260))?;
    }
    let listed = |words: &[&'static str]| {
        let words: Vec<&str> = words.iter().map(|word| book::word(word, locale)).collect();
        DataValidation::new().allow_list_strings(&words)
    };
    let offered = match heading.kind {
        CellKind::YesNo => Some(listed(&["yes", "no"])?),
        CellKind::Words(words) => Some(listed(words)?),
        _ => [(&CREWS.schema, "crew"), (&SITES.schema, "site"), (&JOBS.schema, "job"), (&TOOLS.schema, "tool")]
            .into_iter()
            .find(|(other, name)| {
                other.name != schema.name && (heading.name == *name || heading.name == format!("usual_{name}"))
            })
            .map(|(other, _)| {
                let first = letters(0);
                let cells = format!("={}!${first}$2:${first}${LAST_ROW}", sheet_name(other, locale));
                DataValidation::new().allow_list_formula(Formula::new(cells))
            }),
    };
    if let Some(offered) = offered {
        sheet.add_data_validation(1, column, LAST_ROW - 1, column, &offered)?;
    }
    Ok(())
}

messages! {
    /// What a template says of its columns.
    pub trait TemplateMessages:

    column_needed = " (needed in every row)", " (à remplir dans chaque ligne)";
    column_default(default: &str) = "\nBlank: {default}", "\nVide : {default}";
}
