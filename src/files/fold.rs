//! Spelling-insensitive names.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A name without case, accents, spaces, hyphens and underscores.
pub fn fold(name: &str) -> String {
    name.nfkd()
        .filter(|&letter| canonical_combining_class(letter) == 0)
        .flat_map(char::to_lowercase)
        .filter(|&letter| !letter.is_whitespace() && letter != '_' && letter != '-')
        .collect()
}
