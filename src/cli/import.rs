//! `brigade import`: problems and solutions of other engines.

use std::path::PathBuf;

use chrono::{Local, NaiveDate};
use clap::Args;

use brigade::error::Message;
use brigade::files::{self, WriteError};
use brigade::i18n::Locale;
use brigade::import::{FORMATS, Format, format, import};
use brigade::report::messages::TerminalMessages;

use super::convert::ensure_free;
use super::input::tell_issues;
use super::new::next_monday;
use super::terminal::{say, shown};
use super::{Code, Failure};

/// Read the problem of another engine, and its solution as today's schedule
///
/// Formats are vroom and pragmatic. What brigade can't express is refused by its name, with its place in the file;
/// nothing is dropped in silence. The first plan then says what it saves.
#[derive(Args)]
pub struct ImportCommand {
    /// vroom or pragmatic
    #[arg(value_parser = of_name)]
    format: &'static dyn Format,

    /// The JSON files: the problem, and if you have them matrices and solution, in any order
    #[arg(required = true)]
    files: Vec<PathBuf>,

    /// Folder to write the instance into; new or empty
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,

    /// Date of times that have none [default: next Monday]
    #[arg(long, value_name = "DATE", value_parser = files::date)]
    start: Option<NaiveDate>,
}

fn of_name(name: &str) -> Result<&'static dyn Format, Message> {
    let names = || FORMATS.map(Format::name).join(", ");
    format(name).ok_or_else(|| Message::FormatName { names: names() })
}

impl ImportCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        ensure_free(locale, &self.out, false)?;
        let start = self.start.unwrap_or_else(|| next_monday(Local::now().date_naive()));
        let imported = import(self.format, &self.files, start)?;
        tell_issues(locale, &imported.warnings);
        let fault = |error: WriteError| Failure::Usage(error.text(locale));
        files::write_files(&self.out, &imported.files).map_err(fault)?;
        say(locale.imported(&shown(&self.out)))?;
        Ok(Code::Done)
    }
}
