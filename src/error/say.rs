//! Values of messages, each of which says itself in a language.

use std::io;

use chrono::{NaiveDate, NaiveDateTime};

use super::Message;
use crate::files::visible;
use crate::i18n::Locale;
use crate::rules;
use crate::units::Decimal;

/// A value of a message.
pub trait Say {
    /// The value in a language.
    fn say(&self, locale: Locale) -> String;
}

macro_rules! says_itself {
    ($($type:ty)+) => {
        $(impl Say for $type {
            fn say(&self, _: Locale) -> String {
                self.to_string()
            }
        })+
    };
}

says_itself! { &'static str u32 u64 usize i32 }

impl Say for String {
    fn say(&self, _: Locale) -> String {
        visible(self).into_owned()
    }
}

impl Say for Decimal {
    fn say(&self, locale: Locale) -> String {
        locale.decimal(*self)
    }
}

impl Say for NaiveDate {
    fn say(&self, locale: Locale) -> String {
        locale.plain_date(*self)
    }
}

impl Say for NaiveDateTime {
    fn say(&self, locale: Locale) -> String {
        locale.moment(*self)
    }
}

impl Say for Box<Message> {
    fn say(&self, locale: Locale) -> String {
        self.text(locale)
    }
}

impl Say for Option<Box<Message>> {
    fn say(&self, locale: Locale) -> String {
        self.as_ref().map_or_else(String::new, |message| message.text(locale))
    }
}

/// Words in English and in French.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub &'static str, pub &'static str);

impl Say for Words {
    fn say(&self, locale: Locale) -> String {
        match locale {
            Locale::En => self.0,
            Locale::Fr => self.1,
        }
        .to_owned()
    }
}

/// A rule, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleCode(pub &'static str);

impl Say for RuleCode {
    fn say(&self, locale: Locale) -> String {
        rules::name_of(self.0, locale)
    }
}

/// A number as it is written, with a decimal point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure(String);

impl Figure {
    /// The shortest text that is this number.
    pub fn of(number: f64) -> Self {
        Self(number.to_string())
    }
}

impl Say for Figure {
    fn say(&self, locale: Locale) -> String {
        if locale == Locale::Fr { self.0.replace('.', ",") } else { self.0.clone() }
    }
}

/// A month, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month(pub u32);

impl Say for Month {
    fn say(&self, locale: Locale) -> String {
        let names = match locale {
            Locale::En => [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            Locale::Fr => [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
        };
        let name = (self.0 as usize).checked_sub(1).and_then(|index| names.get(index));
        name.map_or_else(|| self.0.to_string(), |&name| name.to_owned())
    }
}

/// Names that look like slips of the pen: each with the one that may be meant, or none where it looks like several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slips(pub Vec<(String, Option<String>)>);

impl Say for Slips {
    fn say(&self, locale: Locale) -> String {
        let slip = |(name, near): &(String, Option<String>)| match (near, locale) {
            (Some(near), Locale::En) => format!("{name} (did you mean {near}?)"),
            (Some(near), Locale::Fr) => format!("{name} (vouliez-vous dire {near} ?)"),
            (None, Locale::En) => format!("{name} (if this is several, put spaces between them)"),
            (None, Locale::Fr) => format!("{name} (s'il y en a plusieurs, mettre des espaces entre eux)"),
        };
        self.0.iter().map(slip).collect::<Vec<_>>().join(", ")
    }
}

/// What the system says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    kind: io::ErrorKind,
    text: String,
}

impl From<&io::Error> for System {
    fn from(error: &io::Error) -> Self {
        Self { kind: error.kind(), text: error.to_string() }
    }
}

impl Say for System {
    fn say(&self, locale: Locale) -> String {
        let text = match self.kind {
            _ if locale == Locale::En => &self.text,
            io::ErrorKind::NotFound => "il n'existe pas",
            io::ErrorKind::PermissionDenied => "l'accès est refusé",
            io::ErrorKind::IsADirectory => "c'est un dossier",
            io::ErrorKind::NotADirectory => "ce n'est pas un dossier",
            io::ErrorKind::ReadOnlyFilesystem => "le disque est en lecture seule",
            io::ErrorKind::StorageFull => "le disque est plein",
            _ => &self.text,
        };
        text.to_owned()
    }
}
