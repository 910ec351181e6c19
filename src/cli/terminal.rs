//! The way to the terminal: everything printed goes through here, and no character of it acts on the terminal. A reader
//! that goes away, such as `head`, is no fault.

use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write, stderr, stdout};
use std::path::Path;

use brigade::files::visible;
use brigade::i18n::Locale;

use super::usage::complaint;
use super::{Code, Failure};

/// Columns of tables that don't go to a terminal.
const PAGE: u16 = 110;

/// Prints a paragraph of the result on standard output.
pub fn say(text: impl Display) -> Result<(), Failure> {
    printed(writeln!(stdout().lock(), "{}", lines(&text.to_string())))
}

/// Prints a text of brigade's own on standard output as it is.
pub fn print(text: &[u8]) -> Result<(), Failure> {
    printed(stdout().lock().write_all(text))
}

/// Prints lines beside the result, on standard error; nobody may be there to read them.
pub fn note(text: impl Display) {
    let _ = writeln!(stderr().lock(), "{}", lines(&text.to_string()));
}

/// Prints what the parser of the command line says: a help text, or what is wrong.
pub fn tell(locale: Locale, said: &clap::Error) -> Result<Code, Failure> {
    if said.use_stderr() {
        let _ = write!(stderr().lock(), "{}", lines(&complaint(locale, said)));
        return Ok(Code::BadInput);
    }
    printed(said.print()).map(|()| Code::Done)
}

fn printed(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(fault) if fault.kind() != ErrorKind::BrokenPipe => Err(Failure::Output(fault)),
        _ => Ok(()),
    }
}

/// A text of several lines in which nothing else acts on the terminal.
fn lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// A path on one line.
pub fn shown(path: &Path) -> String {
    visible(&path.display().to_string()).into_owned()
}

/// Columns that a table may take where the terminal itself doesn't say: COLUMNS, or a page.
pub fn page_width() -> Option<u16> {
    let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    (!stdout().is_terminal()).then(|| stated.unwrap_or(PAGE).max(40))
}

/// At most so many characters of a text, on one line and without control characters.
pub fn short(text: &str, most: usize) -> String {
    let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
    if text.chars().count() <= most {
        return text.chars().map(plain).collect();
    }
    text.chars().take(most.saturating_sub(1)).map(plain).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_lines() {
        assert_eq!(lines("a\nb\u{1b}c\r\n"), "a\nb\\u{1b}c\\r\n");
    }

    #[test]
    fn names_stay_on_their_line() {
        assert_eq!(short("Équipe\nun", 20), "Équipe un");
        assert_eq!(short("Équipe un", 9), "Équipe un");
        assert_eq!(short("Équipe un", 7), "Équipe…");
    }
}
