//! The way to the terminal. A reader that goes away, such as `head`, is no fault.

use std::fmt::Display;
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};

use super::Failure;

/// Columns of tables that don't go to a terminal.
const PAGE: u16 = 110;

/// Prints a paragraph of the result on standard output.
pub fn say(text: impl Display) -> Result<(), Failure> {
    match writeln!(stdout().lock(), "{text}") {
        Err(fault) if fault.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Usage(format!("cannot write to standard output: {fault}")))
        }
        _ => Ok(()),
    }
}

/// Prints a line beside the result, on standard error; nobody may be there to read it.
pub fn note(text: impl Display) {
    let _ = writeln!(stderr().lock(), "{text}");
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
    fn names_stay_on_their_line() {
        assert_eq!(short("Équipe\nun", 20), "Équipe un");
        assert_eq!(short("Équipe un", 9), "Équipe un");
        assert_eq!(short("Équipe un", 7), "Équipe…");
    }
}
