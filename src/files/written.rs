//! Values as the cells that read back as them.

use chrono::NaiveDate;

use super::cell::{Duration, Partner, PinKind};
use super::list::Need;
use super::number::Exact;
use super::settings::SettingText;
use crate::model::{Level, SameCrew, Speed, hhmm};
use crate::units::{Decimal, Minutes};

/// The names of weekdays, Monday first.
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// What a cell of a workbook holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// A text.
    Text,
    /// A number.
    Number,
    /// A date.
    Date,
    /// A time of day or a duration.
    Time,
    /// Yes or no.
    YesNo,
    /// One of some words.
    Words(&'static [&'static str]),
}

/// A value that a cell can state.
pub trait WrittenCell {
    /// What a cell of a workbook holds of it.
    const KIND: CellKind = CellKind::Text;

    /// The cell's text; blank for what a blank cell stands for.
    fn cell(&self) -> String;
}

impl<T: WrittenCell> WrittenCell for Option<T> {
    const KIND: CellKind = T::KIND;

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
    ($($type:ty: $kind:ident),+) => {
        $(impl WrittenCell for $type {
            const KIND: CellKind = CellKind::$kind;

            fn cell(&self) -> String {
                self.to_string()
            }
        })+
    };
}

shown!(String: Text, u32: Number, f64: Number, NaiveDate: Date);

/// A time of day or a duration: both are read as hours and minutes.
impl WrittenCell for Minutes {
    const KIND: CellKind = CellKind::Time;

    fn cell(&self) -> String {
        hhmm(*self)
    }
}

impl WrittenCell for Duration {
    const KIND: CellKind = CellKind::Time;

    fn cell(&self) -> String {
        self.minutes.cell()
    }
}

impl WrittenCell for Decimal {
    const KIND: CellKind = CellKind::Number;

    fn cell(&self) -> String {
        let (size, sign) = (self.0.unsigned_abs(), if self.0 < 0 { "-" } else { "" });
        let one = Self::ONE as u64;
        let text = format!("{sign}{}.{:06}", size / one, size % one);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// A factor; blank for the usual speed.
impl WrittenCell for Speed {
    const KIND: CellKind = CellKind::Number;

    fn cell(&self) -> String {
        if *self == Self::ONE {
            return String::new();
        }
        let one = Self::ONE.units();
        let text = format!("{}.{:018}", self.units() / one, self.units() % one);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

impl WrittenCell for Exact {
    const KIND: CellKind = CellKind::Number;

    fn cell(&self) -> String {
        self.text()
    }
}

impl WrittenCell for bool {
    const KIND: CellKind = CellKind::YesNo;

    fn cell(&self) -> String {
        if *self { "yes" } else { "no" }.into()
    }
}

impl WrittenCell for SettingText {
    fn cell(&self) -> String {
        self.0.clone()
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

/// The lag in full, so that no id is taken for one.
impl WrittenCell for Partner {
    fn cell(&self) -> String {
        format!("{}+{}..{}", self.job, self.least, self.most)
    }
}

impl WrittenCell for SameCrew {
    const KIND: CellKind = CellKind::Words(&["no", "prefer", "require"]);

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
    const KIND: CellKind = CellKind::Words(&["yes", "no", "crew", "date"]);

    fn cell(&self) -> String {
        match self {
            Self::Visit => "yes",
            Self::Crew => "crew",
            Self::Date => "date",
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::files::cell::{self, CellText, Parsed, TimeUnit};
    use crate::files::list;
    use crate::model::DAY;

    /// What a written cell is read as, in a table with commas and in one without.
    fn again<T: std::fmt::Debug + PartialEq>(
        value: &impl WrittenCell,
        expected: T,
        read: impl Fn(CellText) -> Parsed<T>,
    ) -> Result<(), TestCaseError> {
        let text = value.cell();
        for comma in [false, true] {
            let own = read(CellText { comma, ..CellText::lone(&text) });
            prop_assert_eq!(own.as_ref(), Ok(&expected), "{}", text);
        }
        Ok(())
    }

    /// Names without what lists and their entries are made of.
    fn names() -> impl Strategy<Value = Vec<String>> {
        let name = "[a-zA-Zà-ý0-9_.+#()'&/;-]{1,9}".prop_filter("starts with a letter", |name| !name.starts_with('-'));
        prop::collection::btree_map(name.prop_map(|name| crate::files::fold::spelling(&name)), any::<bool>(), 1..5)
            .prop_map(|names| names.into_keys().collect())
    }

    proptest! {
        #[test]
        fn values_are_read_back(
            days in 0..3_000_000i32,
            minutes in 0..=DAY,
            micro in any::<i32>(),
            places in 0..9u32,
            week in any::<[bool; 7]>(),
            names in names(),
            (level, count) in (1..=9u8, 1..=999u32),
        ) {
            let date = NaiveDate::from_num_days_from_ce_opt(days + 366).expect("a date");
            again(&date, date, cell::date)?;
            again(&vec![date; 3], vec![date; 3], cell::dates)?;
            again(&minutes, minutes, cell::clock)?;
            again(&minutes, minutes, cell::late_clock)?;
            again(&minutes, minutes, cell::duration(0, DAY))?;
            again(&cell::Duration { minutes, bare: true }, cell::Duration { minutes, bare: false }, cell::stated_duration(0, DAY))?;
            let number = Decimal(micro.into());
            again(&number, number, cell::decimal(-1e6, 1e6))?;
            let exact = Exact::parse(&format!("{micro}e-{places}")).expect("a number");
            again(&exact, exact, cell::exact(-1e10, 1e10))?;
            again(&f64::from(micro), f64::from(micro), cell::real(-1e10, 1e10))?;
            again(&count, count, cell::whole(1, 999))?;
            again(&week, week, list::weekdays)?;
            for yes in [false, true] {
                again(&yes, yes, cell::yes_no)?;
            }
            again(&names, names.clone(), cell::ids)?;
            for name in &names {
                again(name, name.clone(), cell::id)?;
                again(name, name.clone(), cell::name)?;
                again(name, name.clone(), cell::text)?;
            }
            let held: Vec<_> = names.iter().map(|name| (name.clone(), level)).collect();
            again(&held, held.clone(), list::skills)?;
            let needs: Vec<Need> = names.iter().map(|name| (name.clone(), level, count)).collect();
            again(&needs, needs.clone(), list::needs)?;
            let tools: Vec<_> = names.iter().map(|name| (name.clone(), count)).collect();
            again(&tools, tools.clone(), list::tools)?;
            for name in &names {
                let partner = Partner { job: name.clone(), least: minutes / 2, most: minutes };
                again(&partner, partner.clone(), cell::partner)?;
            }
            for kind in [PinKind::Visit, PinKind::Crew, PinKind::Date] {
                again(&kind, Some(kind), cell::pinned)?;
            }
            for kind in [SameCrew::No, SameCrew::Prefer, SameCrew::Require] {
                again(&kind, kind, cell::same_crew)?;
            }
        }

        #[test]
        fn no_text_is_too_much(text in any_text(), comma in any::<bool>(), unit in 0..3usize) {
            let unit = [None, Some(TimeUnit::Hours), Some(TimeUnit::Minutes)][unit];
            let cell = CellText { text: &text, written: &text, comma, unit };
            let told = [
                cell::date(cell).err(),
                cell::dates(cell).err(),
                cell::clock(cell).err(),
                cell::late_clock(cell).err(),
                cell::stated_duration(0, DAY)(cell).err(),
                cell::decimal(-1e6, 1e6)(cell).err(),
                cell::whole(0, 9)(cell).err(),
                cell::hours_floor(0.0, 168.0)(cell).err(),
                cell::yes_no(cell).err(),
                cell::pinned(cell).err(),
                cell::same_crew(cell).err(),
                cell::partner(cell).err(),
                cell::id(cell).err(),
                list::weekdays(cell).err(),
                list::skills(cell).err(),
                list::needs(cell).err(),
                list::tools(cell).err(),
            ];
            prop_assert!(told.iter().flatten().all(|advice| !advice.to_string().is_empty()));
            prop_assert!(cell::ids(cell).is_ok_and(|ids| ids.iter().all(|own| !own.contains(char::is_whitespace))));
        }
    }

    /// Any text, and text of the letters that cells are made of.
    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[0-9hHT:;,./|*+e' \u{a0}\u{202f}\u{301}é-]{0,12}", "(lun|Mon|ven|sun|[-., |])*"]
    }
}
