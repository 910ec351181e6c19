//! Internationalisation: locales, message tables, and the formats of numbers and dates.
//!
//! A message is one line of a table with its text in every locale; a table with a text missing does not compile.
//! Messages of rules are with the rules, those of reports with the reports. Codes, file headers and JSON keys are not
//! translated.

mod figures;
mod settings;

use std::fmt;
use std::str::FromStr;

/// A locale: the language of messages and the format of numbers and dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Locale {
    /// All locales.
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
        Self::ALL.into_iter().find(|locale| locale.code() == language).unwrap_or_default()
    }
}

/// An unknown locale.
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
        Self::ALL.into_iter().find(|locale| locale.code() == text).ok_or(UnknownLocale)
    }
}

/// Methods of [`Locale`], one per message: its name and what it tells of, then its text in English and in French.
///
/// After `pub trait NAME:` they are those of a trait, for messages of another crate.
#[macro_export]
macro_rules! messages {
    ($(#[$doc:meta])* pub trait $Messages:ident:
     $($name:ident $(($($arg:ident: $type:ty),+))? = $en:literal, $fr:literal;)+) => {
        $(#[$doc])*
        pub trait $Messages {
            $(
                #[doc = concat!("\"", $en, "\"")]
                #[must_use]
                fn $name(self $($(, $arg: $type)+)?) -> String;
            )+
        }

        impl $Messages for $crate::i18n::Locale {
            $(
                fn $name(self $($(, $arg: $type)+)?) -> String {
                    match self {
                        Self::En => format!($en),
                        Self::Fr => format!($fr),
                    }
                }
            )+
        }

        $crate::messages! { @complete $($name = $en, $fr;)+ }
    };
    ($($name:ident $(($($arg:ident: $type:ty),+))? = $en:literal, $fr:literal;)+) => {
        impl $crate::i18n::Locale {
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

        $crate::messages! { @complete $($name = $en, $fr;)+ }
    };
    (@complete $($name:ident = $en:literal, $fr:literal;)+) => {
        #[cfg(test)]
        mod complete {
            #[test]
            fn every_message_says_the_same_in_every_language() {
                [$((stringify!($name), $en, $fr)),+].into_iter().for_each($crate::i18n::assert_complete);
            }
        }
    };
}

pub use crate::messages;

/// Asserts that a message has a text in both languages, with the same values in it.
///
/// # Panics
///
/// Where it has not.
pub fn assert_complete((name, en, fr): (&str, &str, &str)) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_left_out_is_noticed() {
        assert_complete(("sound", "{n} of {all:02}", "sur {all:02}, {n}"));
        for (en, fr) in [("{n} jobs", "des travaux"), ("jobs", ""), (" ", "travaux")] {
            assert!(std::panic::catch_unwind(|| assert_complete(("wrong", en, fr))).is_err(), "{en} {fr}");
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
        assert_eq!(Locale::ALL.map(|locale| locale.code().parse()), Locale::ALL.map(Ok));
        assert_eq!("de".parse::<Locale>(), Err(UnknownLocale));
        assert_eq!(UnknownLocale.to_string(), "brigade speaks en and fr: write one of these");
    }
}
