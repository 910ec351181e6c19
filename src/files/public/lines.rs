//! The lines of a text file as words with their positions.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use encoding_rs::UTF_8;

use crate::error::{InvalidInput, Issue, Message};
use crate::files::issues::shortened;

/// A file and its text.
pub struct Text {
    file: String,
    text: String,
}

/// The sign with which old systems end a text.
const END_OF_TEXT: char = '\u{1a}';

/// Reads a file in UTF-8, or in UTF-16 with a byte-order mark, up to a Ctrl-Z; what is neither can only stand in comments,
/// and is replaced.
pub fn read(path: &Path) -> Result<Text, InvalidInput> {
    let file = path.display().to_string();
    match fs::read(path) {
        Ok(bytes) => {
            let (text, ..) = UTF_8.decode(&bytes);
            let text = text.split(END_OF_TEXT).next().unwrap_or_default().to_owned();
            Ok(Text { file, text })
        }
        Err(fault) => Err(issue(&file, None, "", "", Message::Unreadable { fault: (&fault).into() })),
    }
}

/// An input refused for one reason.
pub fn issue(file: &str, line: Option<u64>, column: &str, value: &str, advice: impl Into<Message>) -> InvalidInput {
    InvalidInput::of(Issue::error(file.into(), line, column, shortened(value), advice))
}

impl Text {
    #[cfg(test)]
    pub fn of(text: &str) -> Self {
        Self { file: "case.txt".into(), text: text.into() }
    }

    /// The name of the file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The lines that are not blank, one after the other.
    pub fn rows(&self) -> TextLines<'_> {
        let lines = self.text.lines().enumerate();
        let rows = lines.map(|(index, line)| (index as u64 + 1, line.split_whitespace().collect::<Vec<_>>()));
        TextLines { file: &self.file, rest: rows.filter(|(_, words)| !words.is_empty()).collect(), next: 0 }
    }
}

/// Lines still to be read.
pub struct TextLines<'t> {
    file: &'t str,
    rest: Vec<(u64, Vec<&'t str>)>,
    next: usize,
}

impl<'t> TextLines<'t> {
    /// The next row, where there is one.
    pub fn take(&mut self) -> Option<TextLine<'t>> {
        let (line, words) = self.rest.get(self.next)?.clone();
        self.next += 1;
        Some(TextLine { file: self.file, line, words })
    }

    /// The next row; `expected` says what it should hold.
    pub fn expect(&mut self, expected: &str) -> Result<TextLine<'t>, InvalidInput> {
        self.take().ok_or_else(|| self.ends(expected))
    }

    /// The next row, which has exactly as many words as there are `columns`.
    pub fn expect_columns(&mut self, columns: &[&str]) -> Result<TextLine<'t>, InvalidInput> {
        let expected = format!("a line with {}", columns.join(" "));
        let row = self.expect(&expected)?;
        if row.words.len() == columns.len() { Ok(row) } else { Err(row.fault(&format!("write {expected}"))) }
    }

    /// What to say where the file ends and should go on.
    pub fn ends(&self, expected: &str) -> InvalidInput {
        let last = self.rest.last().map(|(line, _)| *line);
        issue(self.file, last, "", "", format!("the file ends here; {expected} should follow"))
    }

    /// What to say of the file as a whole.
    pub fn refuse(&self, advice: &str) -> InvalidInput {
        issue(self.file, None, "", "", advice)
    }

    /// All words of the rest of the file with their lines.
    pub fn words(self) -> impl Iterator<Item = (u64, &'t str)> {
        self.rest.into_iter().skip(self.next).flat_map(|(line, words)| words.into_iter().map(move |word| (line, word)))
    }
}

/// A line that is not blank.
pub struct TextLine<'t> {
    file: &'t str,
    line: u64,
    /// Its words.
    pub words: Vec<&'t str>,
}

/// Coordinates, at most: so that lengths in the units of the search stay in range.
const FARTHEST: f64 = 10_000.0;
/// Times and quantities, at most.
const LARGEST: f64 = 1_000_000.0;

impl TextLine<'_> {
    /// Its number, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Whether it is one word, in capitals or not.
    pub fn is(&self, word: &str) -> bool {
        self.words.len() == 1 && self.words[0].eq_ignore_ascii_case(word)
    }

    /// A fault of the line.
    pub fn fault(&self, advice: &str) -> InvalidInput {
        self.fault_of("", advice)
    }

    /// A fault of the line, all of which is one entry.
    pub fn fault_of(&self, column: &str, advice: &str) -> InvalidInput {
        issue(self.file, Some(self.line), column, &self.words.join(" "), advice)
    }

    /// A coordinate.
    pub fn coordinate(&self, index: usize, column: &str) -> Result<f64, InvalidInput> {
        self.number(index, column, -FARTHEST..=FARTHEST)
    }

    /// A time or a quantity, not negative.
    pub fn amount(&self, index: usize, column: &str) -> Result<f64, InvalidInput> {
        self.number(index, column, 0.0..=LARGEST)
    }

    /// A whole number within a range.
    pub fn whole(&self, index: usize, column: &str, range: RangeInclusive<u32>) -> Result<u32, InvalidInput> {
        let (from, to) = (range.start(), range.end());
        self.word(index, column, &format!("write a whole number from {from} to {to}"), |word| {
            word.parse().ok().filter(|number| range.contains(number))
        })
    }

    /// The number of a node or of vehicles, which some write with decimals: `7.00`.
    pub fn count(&self, index: usize, column: &str, range: RangeInclusive<u32>) -> Result<u32, InvalidInput> {
        let (from, to) = (range.start(), range.end());
        self.word(index, column, &format!("write a whole number from {from} to {to}"), |word| {
            let (whole, decimals) = word.split_once('.').unwrap_or((word, ""));
            let number = whole.parse().ok().filter(|number| range.contains(number));
            number.filter(|_| decimals.chars().all(|digit| digit == '0'))
        })
    }

    fn number(&self, index: usize, column: &str, range: RangeInclusive<f64>) -> Result<f64, InvalidInput> {
        let (from, to) = (range.start(), range.end());
        self.word(index, column, &format!("write a number from {from} to {to}"), |word| {
            word.parse().ok().filter(|number| range.contains(number))
        })
    }

    fn word<T>(
        &self,
        index: usize,
        column: &str,
        advice: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, InvalidInput> {
        let word = self.words.get(index).copied().unwrap_or_default();
        read(word).ok_or_else(|| issue(self.file, Some(self.line), column, word, advice))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_ends_at_its_end_sign_and_has_no_mark() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("case.txt");
        let utf_16: Vec<u8> = "\u{feff}a b\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [&b"a b\r\n\x1a"[..], b"\xef\xbb\xbfa b", &utf_16, b"a b\n\x1a\x1arest"] {
            fs::write(&path, bytes).expect("written");
            let text = read(&path).expect("a text");
            assert_eq!(text.rows().words().collect::<Vec<_>>(), [(1, "a"), (1, "b")]);
        }
    }
}
