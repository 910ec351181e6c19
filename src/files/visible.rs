//! Text from elsewhere as a terminal or a log may show it.

use std::borrow::Cow;

/// A text on one line. Characters that break a line, control a terminal or change the writing direction are escaped.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(acts) { Cow::Owned(text.chars().map(shown).collect()) } else { Cow::Borrowed(text) }
}

/// A character as [`visible`] shows it.
pub fn shown(letter: char) -> String {
    match letter {
        _ if letter.is_control() => letter.escape_default().to_string(),
        _ if acts(letter) => letter.escape_unicode().to_string(),
        _ => letter.to_string(),
    }
}

/// Whether a character does something other than stand on its line: C0 and C1 controls, separators of lines, and marks,
/// overrides and isolates of the writing direction.
fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_on_a_terminal() {
        assert_eq!(visible("\u{1b}[2J\u{9b}31m\u{7f}\r\n\t\0"), "\\u{1b}[2J\\u{9b}31m\\u{7f}\\r\\n\\t\\u{0}");
        assert_eq!(visible("\u{202e}x\u{2066}\u{61c}\u{2028}"), "\\u{202e}x\\u{2066}\\u{61c}\\u{2028}");
        for letter in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let text = letter.to_string();
            let seen = visible(&text);
            assert!(!seen.chars().any(acts), "{seen:?}");
        }
    }

    #[test]
    fn letters_of_every_language_stay() {
        for text in ["Équipe n° 1", "'été\\'", "نص عربي", "施工队", "👷‍♀️ {x}"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
        }
    }
}
