//! `brigade serve`: the planner's board in a browser.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use brigade::error::{Say, System};
use brigade::i18n::Locale;
use brigade::report::messages::{ServeMessages, TerminalMessages};
use brigade::serve::{Opened, ServeError, ServeOptions, serve};

use super::input::tell_issues;
use super::terminal::{say, shown};
use super::{Code, Failure, note};

/// Open the planner's board: a week moved by hand in the browser, every move priced before it is dropped
///
/// Every edit is kept in a database beside the instance; the instance itself is written only by "save as current". Only
/// this machine can reach the board unless --listen says otherwise. Ctrl-C ends it.
#[derive(Args)]
pub struct ServeCommand {
    /// Folder with the CSV files, or a workbook (.xlsx, .xls, .ods) [default: an example firm]
    instance: Option<PathBuf>,

    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,

    /// The address that browsers use, such as https://board.firm.example; needed where --listen is not this machine alone
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,

    /// A file with the password, or its argon2 hash ($argon2id$...); needed where --listen is not this machine alone
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,

    /// The database of the edits [default: board.db in the folder of the instance, or NAME-board.db beside a workbook NAME]
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,

    /// Don't open the browser
    #[arg(long)]
    no_open: bool,
}

impl ServeCommand {
    /// Runs the command until somebody ends it.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let password = self.password_file.as_ref().map(|path| {
            std::fs::read_to_string(path)
                .map_err(|fault| Failure::Usage(locale.cannot_read(&shown(path), &System::from(&fault).say(locale))))
        });
        let options = ServeOptions {
            instance: self.instance,
            listen: self.listen,
            public_url: self.public_url,
            password: password.transpose()?,
            database: self.database,
            open: !self.no_open,
            locale,
        };
        let opened = |opened: Opened<'_>| {
            tell_issues(locale, opened.warnings);
            // Nobody may be there to read it.
            if say(locale.board_at(opened.url)).is_ok() {
                note(locale.board_ends());
            }
        };
        serve(options, opened).map_err(|error| match error {
            ServeError::Input(input) => Failure::Input(input),
            other => Failure::Usage(other.text(locale)),
        })?;
        Ok(Code::Done)
    }
}
