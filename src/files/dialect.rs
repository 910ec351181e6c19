//! The dialects of CSV that spreadsheets write: encodings and delimiters.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes a file: UTF-8 or UTF-16 by its byte-order mark, else UTF-8 if valid, else Windows-1252.
///
/// # Errors
///
/// The line at which it is not text.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, u64> {
    let (text, encoding) = decode_any(bytes);
    match text.char_indices().find(|&(_, letter)| is_junk(letter, encoding)) {
        Some((offset, _)) => Err(1 + text[..offset].bytes().filter(|&byte| byte == b'\n').count() as u64),
        None => Ok(text),
    }
}

fn decode_any(bytes: &[u8]) -> (Cow<'_, str>, &'static Encoding) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        if encoding == UTF_16LE || encoding == UTF_16BE {
            return (encoding.decode_without_bom_handling(&bytes[mark..]).0, encoding);
        }
        return utf8_or_windows(&bytes[mark..]);
    }
    utf8_or_windows(bytes)
}

fn utf8_or_windows(bytes: &[u8]) -> (Cow<'_, str>, &'static Encoding) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.into(), UTF_8),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, WINDOWS_1252),
    }
}

/// Whether a character is a sign of a binary file: a control character, or a replacement for undecodable bytes.
fn is_junk(letter: char, encoding: &'static Encoding) -> bool {
    match letter {
        '\t' | '\n' | '\r' => false,
        '\0'..='\u{1f}' | '\u{fffd}' => true,
        '\u{80}'..='\u{9f}' => encoding == WINDOWS_1252,
        _ => false,
    }
}

/// What the first line of a text says of the delimiter.
#[derive(Debug, PartialEq, Eq)]
pub enum NamedDelimiter<'t> {
    /// Nothing.
    None,
    /// `sep=` and the delimiter; the line takes `length` bytes.
    Of { delimiter: u8, length: usize },
    /// `sep=` and something else.
    Unknown(&'t str),
}

/// The delimiter that a first line `sep=;` names.
pub fn named_delimiter(text: &str) -> NamedDelimiter<'_> {
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    let bare = line.trim_start().trim_start_matches('"');
    if !bare.get(..4).is_some_and(|key| key.eq_ignore_ascii_case("sep=")) {
        return NamedDelimiter::None;
    }
    // Saved again, the line has blank cells behind it.
    let delimiter = match bare[4..].chars().next() {
        Some(named @ ('\t' | ';' | ',')) if bare[4..].chars().all(|rest| rest == named || " \"".contains(rest)) => {
            named
        }
        _ => return NamedDelimiter::Unknown(line),
    };
    let rest = &text[line.len()..];
    let end = ["\r\n", "\n", "\r"].into_iter().find(|end| rest.starts_with(end)).map_or(0, str::len);
    NamedDelimiter::Of { delimiter: delimiter as u8, length: line.len() + end }
}

/// The delimiter that the header uses most, outside quotes: the first of so many lines of which two cells are those of a
/// header, else the very first.
pub fn delimiter(text: &str, lines: usize, likeness: impl Fn(&[&str]) -> usize) -> u8 {
    let filled = || text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(lines);
    let is_header = |line: &&str| {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).delimiter(most_used(line)).from_reader(line.as_bytes());
        let cells = reader.records().next().and_then(Result::ok);
        cells.is_some_and(|cells| likeness(&cells.iter().collect::<Vec<_>>()) > 1)
    };
    most_used(filled().find(is_header).or(filled().next()).unwrap_or_default())
}

fn most_used(line: &str) -> u8 {
    let bare = without_quoted(line);
    let count = |delimiter: u8| bare.iter().filter(|&&byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(|&each| count(each)).unwrap_or(b',')
}

/// The bytes of a line outside quotes.
fn without_quoted(line: &str) -> Vec<u8> {
    let parts: Vec<_> = line.split('"').collect();
    let last = parts.len() - 1;
    let open = last % 2 == 1;
    let outside = parts.iter().enumerate().filter(|(i, _)| i % 2 == 0 || (open && *i == last));
    outside.flat_map(|(_, part)| part.bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        let utf16 = |text: &str| {
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect::<Vec<_>>()
        };
        let big = |text: &str| {
            [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect::<Vec<_>>()
        };
        for bytes in ["équipe".as_bytes(), b"\xe9quipe", b"\xef\xbb\xbf\xc3\xa9quipe", &utf16("équipe"), &big("équipe")]
        {
            assert_eq!(decode(bytes).as_deref(), Ok("équipe"), "{bytes:?}");
        }
        assert_eq!(decode(b"10 \x80").as_deref(), Ok("10 €"));
        assert_eq!(decode(b"\xef\xbb\xbf\xe9quipe").as_deref(), Ok("équipe"), "a mark that is no part of the text");
    }

    #[test]
    fn junk_has_a_line() {
        assert_eq!(decode(b"a\nb\n\0"), Err(3));
        assert_eq!(decode(b"\xe9\x81"), Err(1), "a byte that Windows-1252 leaves open");
        assert_eq!(decode(b"\xff\xfea\0\x00\xd8"), Err(1), "half a character of UTF-16");
        assert_eq!(decode(b"PK\x03\x04"), Err(1));
    }

    /// How many of the cells are letters.
    fn letters(cells: &[&str]) -> usize {
        cells.iter().filter(|cell| cell.trim().len() == 1).count()
    }

    #[test]
    fn delimiters() {
        for (header, expected) in [
            ("a,b", b','),
            ("\n \na;b", b';'),
            ("a\tb", b'\t'),
            ("a", b','),
            ("a,b;c", b','),
            ("a;b\tc", b';'),
            ("\"x,y,z\";b", b';'),
            ("a;b\nc,d", b';'),
            ("a;b;\"c,d,e,f", b','),
            ("title\na;b", b';'),
            ("a title, with a comma\n\na;b\n10,20,30", b';'),
        ] {
            assert_eq!(delimiter(header, 5, letters), expected, "{header:?}");
        }
    }

    #[test]
    fn a_first_line_may_name_the_delimiter() {
        for (text, delimiter, length) in [
            ("sep=;\na", b';', 6),
            ("SEP=,\r\na", b',', 7),
            ("sep=\t\ra", b'\t', 6),
            ("\"sep=;\"\na", b';', 8),
            ("sep=;;;;\na", b';', 9),
            ("sep=;", b';', 5),
        ] {
            assert_eq!(named_delimiter(text), NamedDelimiter::Of { delimiter, length }, "{text:?}");
        }
        for text in ["sep=|\na", "sep=\na", "sep=;,\n", "sep=é\n", "sep=a;b\n"] {
            assert!(matches!(named_delimiter(text), NamedDelimiter::Unknown(_)), "{text:?}");
        }
        for text in ["", "a;b\nsep=;", "\nsep=;", "sé=;", "separator;b"] {
            assert_eq!(named_delimiter(text), NamedDelimiter::None, "{text:?}");
        }
    }
}
