//! What a broken rule says, in the reader's language.

use crate::cost::Violation;
use crate::words::Lang;

/// A violation in words: with its figures in English, as the rule itself in any other language.
pub fn violation_words(lang: Lang, violation: &Violation) -> &str {
    match lang {
        Lang::En => &violation.text,
        Lang::Fr => lang.rule(violation.code),
    }
}
