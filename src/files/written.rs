//! Values as the cells that read back as them.

use chrono::NaiveDate;

use super::cell::{Duration, PinKind};
use super::list::Need;
use super::number::Exact;
use crate::model::{Level, SameCrew, hhmm};
use crate::units::{Decimal, Minutes};

/// The names of weekdays, Monday first.
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A value that a cell can state.
pub trait WrittenCell {
    /// The cell's text; blank for what a blank cell stands for.
    fn cell(&self) -> String;
}

impl<T: WrittenCell> WrittenCell for Option<T> {
    fn cell(&self) -> String {
        self.as_ref().map_or_else(String::new, T::cell)
    }
}

/// A list, separated by spaces.
impl<T: WrittenCell> WrittenCell for Vec<T> {
    fn cell(&self) -> String {
        self.iter().map(T::cell).collect::<Vec<_>>().join(" ")
    }
}

macro_rules! shown {
    ($($type:ty),+) => {
        $(impl WrittenCell for $type {
            fn cell(&self) -> String {
                self.to_string()
            }
        })+
    };
}

shown!(String, u32, f64, NaiveDate);

/// A time of day or a duration: both are read as hours and minutes.
impl WrittenCell for Minutes {
    fn cell(&self) -> String {
        hhmm(*self)
    }
}

impl WrittenCell for Duration {
    fn cell(&self) -> String {
        self.minutes.cell()
    }
}

impl WrittenCell for Decimal {
    fn cell(&self) -> String {
        let (size, sign) = (self.0.unsigned_abs(), if self.0 < 0 { "-" } else { "" });
        let one = Self::ONE as u64;
        let text = format!("{sign}{}.{:06}", size / one, size % one);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

impl WrittenCell for Exact {
    fn cell(&self) -> String {
        self.text()
    }
}

impl WrittenCell for bool {
    fn cell(&self) -> String {
        if *self { "yes" } else { "no" }.into()
    }
}

/// Weekdays, Monday first.
impl WrittenCell for [bool; 7] {
    fn cell(&self) -> String {
        let worked = WEEKDAYS.iter().zip(self).filter(|(_, worked)| **worked);
        worked.map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
    }
}

/// A skill with its level.
impl WrittenCell for (String, Level) {
    fn cell(&self) -> String {
        format!("{}:{}", self.0, self.1)
    }
}

/// A tool with its quantity.
impl WrittenCell for (String, u32) {
    fn cell(&self) -> String {
        format!("{}*{}", self.0, self.1)
    }
}

/// A skill asked for, with level and people.
impl WrittenCell for Need {
    fn cell(&self) -> String {
        format!("{}:{}*{}", self.0, self.1, self.2)
    }
}

impl WrittenCell for SameCrew {
    fn cell(&self) -> String {
        match self {
            Self::No => "no",
            Self::Prefer => "prefer",
            Self::Require => "require",
        }
        .into()
    }
}

impl WrittenCell for PinKind {
    fn cell(&self) -> String {
        match self {
            Self::Visit => "yes",
            Self::Crew => "crew",
            Self::Date => "date",
        }
        .into()
    }
}
