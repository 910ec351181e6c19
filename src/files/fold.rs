//! What makes names the same: invisible characters, accents, case.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A name of a file or column without case, accents, spaces, hyphens, underscores, apostrophes and points.
pub fn fold(name: &str) -> String {
    name.nfkd()
        .filter(|&letter| canonical_combining_class(letter) == 0 && !is_invisible(letter))
        .flat_map(char::to_lowercase)
        .filter(|&letter| !letter.is_whitespace() && !"_-.'`\u{2019}\u{2018}\u{2bc}\u{2010}\u{2011}".contains(letter))
        .collect()
}

/// The name of a skill, tool or region without case and accents.
pub fn spelling(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let base = name.nfd().filter(|&letter| canonical_combining_class(letter) == 0);
    base.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

/// A cell as it is compared: accents composed (NFC), without invisible characters and outer spaces.
pub fn compared(cell: &str) -> Cow<'_, str> {
    if cell.is_ascii() {
        return cell.trim().into();
    }
    let composed: String = cell.nfc().filter(|&letter| !is_invisible(letter)).collect();
    match composed.trim() {
        text if text == cell => cell.into(),
        text => text.to_owned().into(),
    }
}

/// Whether a character has no width of its own: joiners, marks of byte order and direction, soft hyphens.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns() {
        for name in ["Chef d'équipe", "CHEF D\u{2019}E\u{301}QUIPE", "chef_d-equipe.", "chef\u{a0}d`\u{200b}équipe"] {
            assert_eq!(fold(name), "chefdequipe", "{name:?}");
        }
    }

    #[test]
    fn spellings_of_a_skill() {
        for name in ["Maçonnerie", "MACONNERIE", "mac\u{327}onnerie"] {
            assert_eq!(spelling(name), "maconnerie", "{name:?}");
        }
        assert_eq!([spelling("STRASSE"), spelling("Straße")], ["strasse"; 2]);
        assert_ne!(spelling("a-b"), spelling("ab"), "hyphens count");
    }

    #[test]
    fn what_is_not_seen_is_taken_off() {
        for cell in ["é1", "e\u{301}1", "\u{feff}é1", "\u{a0}é\u{200b}1\u{202f}", "\u{200b} é1 \u{ad}", "é\u{2060}1"]
        {
            assert_eq!(compared(cell), "é1", "{cell:?}");
        }
        assert_eq!([compared("\u{200b}"), compared(" a b ")], ["", "a b"]);
    }
}
