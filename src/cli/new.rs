//! `brigade new`: a first instance to fill in.

use std::path::PathBuf;

use chrono::{Datelike, Days, Local, NaiveDate, Weekday};
use clap::Args;

use brigade::files::{self, InstanceTables, WorkbookStyle};
use brigade::i18n::Locale;
use brigade::report::messages::TerminalMessages;

use super::convert::{ensure_free, folder_of};
use super::terminal::{say, shown};
use super::{Code, Failure};

/// Write a small instance to fill in with your own crews, sites and jobs
///
/// It can be planned at once. A name such as FIRM.xlsx gives a workbook, with drop-down lists and notes on every column,
/// else a folder. README.txt in it says what every file and column is for; settings.toml lists every
/// setting with its default. With --lang fr headers and explanations are in French.
#[derive(Args)]
pub struct NewCommand {
    /// Folder to write into, new or empty, or a workbook (.xlsx) to write
    folder: PathBuf,

    /// First day of the week that it plans [default: next Monday]
    #[arg(long, value_name = "DATE", value_parser = files::date)]
    start: Option<NaiveDate>,
}

impl NewCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let to_workbook = files::is_workbook(&self.folder);
        ensure_free(locale, &self.folder, to_workbook)?;
        let start = self.start.unwrap_or_else(|| next_monday(Local::now().date_naive()));
        let files = files(locale, start).ok_or_else(|| Failure::Usage(locale.too_late(&start.to_string())))?;
        let fault = |error: files::WriteError| Failure::Usage(error.text(locale));
        if to_workbook {
            let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
            let bytes = InstanceTables::of(files)?.workbook(locale, WorkbookStyle::Template).map_err(fault)?;
            files::write_files(folder_of(&self.folder), &[(files::file_name(&self.folder), bytes)]).map_err(fault)?;
            say(locale.new_workbook_written(&shown(&self.folder), &files::name(&self.folder)))?;
            return Ok(Code::Done);
        }
        files::write_files(&self.folder, &files).map_err(fault)?;
        say(locale.new_written(&shown(&self.folder)))?;
        Ok(Code::Done)
    }
}

/// The Monday after a date.
pub fn next_monday(today: NaiveDate) -> NaiveDate {
    today.iter_days().skip(1).find(|date| date.weekday() == Weekday::Mon).unwrap_or(today)
}

/// The first date in the files of the template.
const WRITTEN_START: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
/// Dates after the first that the template names at most.
const WRITTEN_DAYS: u64 = 14;

/// Name and content of every file; dates follow the first one. `None` where they leave the calendar.
fn files(locale: Locale, start: NaiveDate) -> Option<Vec<(&'static str, String)>> {
    start.checked_add_days(Days::new(2 * WRITTEN_DAYS)).filter(|end| end.year() <= 9_999 && start.year() >= 1_000)?;
    let dated = |text: &str| {
        // from placeholders, so that a new date is not taken for one of the old ones
        let days = || (0..=WRITTEN_DAYS).map(Days::new);
        let marked = days().enumerate().fold(text.to_string(), |text, (day, days)| {
            text.replace(&(WRITTEN_START + days).to_string(), &format!("\u{0}{day}\u{0}"))
        });
        days()
            .enumerate()
            .fold(marked, |text, (day, days)| text.replace(&format!("\u{0}{day}\u{0}"), &(start + days).to_string()))
    };
    let settings = ("settings.toml", files::settings_template(locale, start));
    let marked =
        |name: &str, text: String| if is_marked(locale, name) { format!("{BYTE_ORDER_MARK}{text}") } else { text };
    Some(template(locale).iter().map(|&(name, text)| (name, marked(name, dated(text)))).chain([settings]).collect())
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Whether a spreadsheet takes the accents of a file for other characters without a byte-order mark.
fn is_marked(locale: Locale, name: &str) -> bool {
    locale == Locale::Fr && name.ends_with(".csv")
}

macro_rules! folder {
    ($folder:literal: $($name:literal),+) => {
        &[$(($name, include_str!(concat!("../../templates/new/", $folder, "/", $name)))),+]
    };
}

fn template(locale: Locale) -> &'static [(&'static str, &'static str)] {
    match locale {
        Locale::En => folder!("en": "README.txt", "crews.csv", "sites.csv", "jobs.csv", "current.csv",
            "calendar.csv", "tools.csv", "preferences.csv"),
        Locale::Fr => folder!("fr": "LISEZMOI.txt", "equipes.csv", "chantiers.csv", "travaux.csv",
            "actuel.csv", "calendrier.csv", "outils.csv", "preferences.csv"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_begins_on_a_monday() {
        for day in 22..=28 {
            let monday = next_monday(NaiveDate::from_ymd_opt(2026, 11, day).expect("a date"));
            assert_eq!(monday.to_string(), if day < 23 { "2026-11-23" } else { "2026-11-30" });
        }
    }

    #[test]
    fn dates_follow_the_first() {
        let files = files(Locale::En, NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date")).expect("in the calendar");
        let all: String = files.iter().map(|(_, text)| text.as_str()).collect();
        assert!(all.contains("start = \"2026-11-24\"") && !all.contains("2026-11-23") && !all.contains('\u{0}'));
        assert!(super::files(Locale::En, NaiveDate::MAX).is_none());
    }
}
