//! What brigade says to people, in every language it speaks.
//!
//! A message is one line of a table with its text in each language, so that none can lack one: the table would not
//! compile. Codes, headers of files and keys of JSON are never translated.

mod changes;
mod explain;
mod figures;
mod left_out;
mod page;
mod settings;
mod terminal;
mod terms;

use std::fmt;
use std::str::FromStr;

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Locale {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// The code of the language (ISO 639-1).
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The language of a locale such as `fr_FR.UTF-8`; English where brigade does not speak it.
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| lang.code() == language).unwrap_or_default()
    }
}

/// A language that brigade does not speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLocale;

impl fmt::Display for UnknownLocale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "brigade speaks {}: write one of these", Locale::ALL.map(Locale::code).join(" and "))
    }
}

impl std::error::Error for UnknownLocale {}

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(text: &str) -> Result<Self, UnknownLocale> {
        Self::ALL.into_iter().find(|lang| lang.code() == text).ok_or(UnknownLocale)
    }
}

/// Methods of [`Locale`], one per message: its name and what it tells of, then its text in English and in French.
macro_rules! messages {
    ($($name:ident $(($($arg:ident: $type:ty),+))? = $en:literal, $fr:literal;)+) => {
        impl crate::i18n::Locale {
            $(
                #[doc = concat!("\"", $en, "\"")]
                #[must_use]
                pub fn $name(self $($(, $arg: $type)+)?) -> String {
                    match self {
                        Self::En => format!($en),
                        Self::Fr => format!($fr),
                    }
                }
            )+
        }

        #[cfg(test)]
        mod complete {
            #[test]
            fn every_message_says_the_same_in_every_language() {
                [$((stringify!($name), $en, $fr)),+].into_iter().for_each(crate::i18n::tests::is_complete);
            }
        }
    };
}

/// Methods of [`Locale`] that count things: one and many in English, then in French, where nought is one.
macro_rules! counts {
    ($($name:ident = $one:literal $many:literal, $un:literal $plusieurs:literal;)+) => {
        impl crate::i18n::Locale {
            $(
                #[doc = concat!("A number of \"", $many, "\".")]
                #[must_use]
                pub fn $name(self, n: usize) -> String {
                    let word = match self {
                        Self::En if n == 1 => $one,
                        Self::En => $many,
                        Self::Fr if n <= 1 => $un,
                        Self::Fr => $plusieurs,
                    };
                    format!("{} {word}", self.number(n as f64, 0))
                }
            )+
        }
    };
}

/// A method of [`Locale`] that words codes; a code that no row names stands for itself.
macro_rules! names {
    ($(#[$doc:meta])* $method:ident: $($code:literal = $en:literal, $fr:literal;)+) => {
        impl crate::i18n::Locale {
            $(#[$doc])*
            #[must_use]
            pub fn $method(self, code: &str) -> &str {
                match (self, code) {
                    $((Self::En, $code) => $en, (Self::Fr, $code) => $fr,)+
                    (_, code) => code,
                }
            }
        }

        #[cfg(test)]
        mod $method {
            #[test]
            fn every_code_has_a_name_in_every_language() {
                [$(($code, $en, $fr)),+].into_iter().for_each(crate::i18n::tests::is_complete);
            }
        }
    };
}

pub(crate) use {counts, messages, names};

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Asserts that a message has a text in both languages, with the same values in it.
    pub fn is_complete((name, en, fr): (&str, &str, &str)) {
        assert!(!en.trim().is_empty() && !fr.trim().is_empty(), "{name} lacks a language");
        assert_eq!(values(en), values(fr), "{name}");
    }

    /// The names in braces, in order of the alphabet.
    fn values(text: &str) -> Vec<&str> {
        let parts = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
        let mut names: Vec<_> = parts.map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn a_value_left_out_is_noticed() {
        is_complete(("sound", "{n} of {all:02}", "sur {all:02}, {n}"));
        for (en, fr) in [("{n} jobs", "des travaux"), ("jobs", ""), (" ", "travaux")] {
            assert!(std::panic::catch_unwind(|| is_complete(("wrong", en, fr))).is_err(), "{en} {fr}");
        }
    }

    #[test]
    fn locales() {
        for locale in ["fr_FR.UTF-8", "fr", "fr-CA", "fr_BE@euro"] {
            assert_eq!(Locale::of_locale(locale), Locale::Fr, "{locale}");
        }
        for locale in ["", "C", "C.UTF-8", "POSIX", "en_GB.UTF-8", "de_DE", "frr_DE", "é"] {
            assert_eq!(Locale::of_locale(locale), Locale::En, "{locale}");
        }
    }

    #[test]
    fn languages_by_name() {
        assert_eq!(Locale::ALL.map(|lang| lang.code().parse()), Locale::ALL.map(Ok));
        assert_eq!("de".parse::<Locale>(), Err(UnknownLocale));
        assert_eq!(UnknownLocale.to_string(), "brigade speaks en and fr: write one of these");
    }

    #[test]
    fn counting() {
        assert_eq!([0, 1, 2].map(|n| Locale::En.visits(n)), ["0 visits", "1 visit", "2 visits"]);
        assert_eq!([0, 1, 2].map(|n| Locale::Fr.crews(n)), ["0 équipe", "1 équipe", "2 équipes"]);
    }
}
