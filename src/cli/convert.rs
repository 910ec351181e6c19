//! `brigade convert`: a folder into a workbook, and back.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;

use brigade::files::{self, InstanceTables, ReadOptions, WorkbookStyle};
use brigade::i18n::Locale;
use brigade::report::messages::TerminalMessages;

use super::input::tell_issues;
use super::terminal::{say, shown};
use super::{Code, Failure};

/// Turn a folder of CSV files into a workbook, or a workbook into a folder
///
/// Nothing is lost on the way: what is written is read again and compared. Sheets and columns have the names of the
/// language; files in a folder are in English.
#[derive(Args)]
pub struct ConvertCommand {
    /// Folder or workbook to read
    from: PathBuf,

    /// Workbook (.xlsx) to write, or folder, new or empty; nothing that is there is replaced
    to: PathBuf,

    /// ISO week to plan, such as 2026-W48, in place of horizon.start
    #[arg(long, value_name = "WEEK")]
    week: Option<String>,
}

impl ConvertCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let to_workbook = files::is_workbook(&self.to);
        ensure_free(locale, &self.to, to_workbook)?;
        let options = ReadOptions { week: self.week.as_deref(), ..ReadOptions::default() };
        let tables = InstanceTables::read(&self.from, &options)?;
        tell_issues(locale, &tables.warnings);
        let fault = |error: files::WriteError| Failure::Usage(error.text(locale));
        let own = tables.files().map_err(fault)?;
        let again = if to_workbook {
            let bytes = tables.workbook(locale, WorkbookStyle::Plain).map_err(fault)?;
            let name = files::file_name(&self.to);
            let again = InstanceTables::of_workbook(&name, bytes.clone())?;
            ensure_same(&own, &again)?;
            vec![(name, bytes)]
        } else {
            ensure_same(&own, &InstanceTables::of(own.clone())?)?;
            own
        };
        let folder = if to_workbook { folder_of(&self.to) } else { &self.to };
        files::write_files(folder, &again).map_err(fault)?;
        say(locale.written_to(&shown(&self.to)))?;
        Ok(Code::Done)
    }
}

/// Makes sure that what was written reads back as what was read.
fn ensure_same(own: &[(String, Vec<u8>)], again: &InstanceTables) -> Result<(), Failure> {
    let again = again.files().map_err(|error| Failure::Fault(error.into()))?;
    if own == again { Ok(()) } else { Err(Failure::Fault(anyhow!("the tables do not read back as they were"))) }
}

/// Makes sure that a workbook or the files of a folder can be written without replacing anything.
pub fn ensure_free(locale: Locale, path: &Path, is_workbook: bool) -> Result<(), Failure> {
    if is_workbook && !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
        return Err(Failure::Usage(locale.only_xlsx(&shown(path))));
    }
    let is_free = if is_workbook { path.symlink_metadata().is_err() } else { !path.is_dir() || files::is_bare(path) };
    match (is_free, is_workbook) {
        (true, _) => Ok(()),
        (false, true) => Err(Failure::Usage(locale.is_there(&shown(path)))),
        (false, false) => Err(Failure::Usage(locale.not_empty(&shown(path)))),
    }
}

/// The folder of a file.
pub fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
