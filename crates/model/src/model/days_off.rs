//! Days on which the whole firm is off: legal holidays and closed dates.

use chrono::{Datelike, Days, NaiveDate};

use crate::i18n::Locale;

/// Whose legal holidays a firm keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolidayCalendar {
    /// Nobody's.
    None,
    /// Those of France.
    France,
    /// Those of a department where Good Friday and 26 December are holidays too: 57, 67 or 68.
    AlsaceMoselle(u8),
}

/// A legal holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are named as people name them")]
pub enum Holiday {
    NewYear,
    GoodFriday,
    EasterMonday,
    LabourDay,
    VictoryDay,
    Ascension,
    WhitMonday,
    NationalDay,
    Assumption,
    AllSaints,
    Armistice,
    Christmas,
    StStephen,
}

/// Why the whole firm is off on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOff {
    /// A legal holiday.
    Holiday(Holiday),
    /// The planner says so.
    Closed,
}

/// Dates, as spans from a first to a last one: ascending, and none in two of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateSpans(Vec<(NaiveDate, NaiveDate)>);

impl HolidayCalendar {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::None, Self::France, Self::AlsaceMoselle(57), Self::AlsaceMoselle(67), Self::AlsaceMoselle(68)];

    /// As settings name it: a country, and a department where that has holidays of its own.
    pub fn code(self) -> String {
        match self {
            Self::None => String::new(),
            Self::France => "FR".into(),
            Self::AlsaceMoselle(department) => format!("FR-{department}"),
        }
    }

    /// The legal holiday on a date.
    pub fn holiday(self, date: NaiveDate) -> Option<Holiday> {
        if self == Self::None {
            return None;
        }
        let more = matches!(self, Self::AlsaceMoselle(_));
        let fixed = match (date.month(), date.day()) {
            (1, 1) => Holiday::NewYear,
            (5, 1) => Holiday::LabourDay,
            (5, 8) => Holiday::VictoryDay,
            (7, 14) => Holiday::NationalDay,
            (8, 15) => Holiday::Assumption,
            (11, 1) => Holiday::AllSaints,
            (11, 11) => Holiday::Armistice,
            (12, 25) => Holiday::Christmas,
            (12, 26) if more => Holiday::StStephen,
            _ => return movable(date).filter(|&holiday| more || holiday != Holiday::GoodFriday),
        };
        Some(fixed)
    }
}

impl std::str::FromStr for HolidayCalendar {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|calendar| calendar.code() == code).ok_or(())
    }
}

/// The holiday that lies so many days from Easter.
fn movable(date: NaiveDate) -> Option<Holiday> {
    let easter = easter(date.year())?;
    match date.signed_duration_since(easter).num_days() {
        -2 => Some(Holiday::GoodFriday),
        1 => Some(Holiday::EasterMonday),
        39 => Some(Holiday::Ascension),
        50 => Some(Holiday::WhitMonday),
        _ => None,
    }
}

/// Easter Sunday of a year of the Gregorian calendar: Butcher's algorithm, after Meeus, "Astronomical Algorithms" (1991),
/// chapter 8.
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let march = (epact + weekday - 7 * late + 21) as u64;
    NaiveDate::from_ymd_opt(year, 3, 1)?.checked_add_days(Days::new(march))
}

impl Holiday {
    /// Its name.
    pub fn name(self, locale: Locale) -> &'static str {
        let [english, french] = match self {
            Self::NewYear => ["New Year's Day", "Jour de l'an"],
            Self::GoodFriday => ["Good Friday", "Vendredi saint"],
            Self::EasterMonday => ["Easter Monday", "Lundi de Pâques"],
            Self::LabourDay => ["Labour Day", "Fête du travail"],
            Self::VictoryDay => ["Victory Day", "Victoire de 1945"],
            Self::Ascension => ["Ascension Day", "Ascension"],
            Self::WhitMonday => ["Whit Monday", "Lundi de Pentecôte"],
            Self::NationalDay => ["National Day", "Fête nationale"],
            Self::Assumption => ["Assumption Day", "Assomption"],
            Self::AllSaints => ["All Saints' Day", "Toussaint"],
            Self::Armistice => ["Armistice Day", "Armistice de 1918"],
            Self::Christmas => ["Christmas Day", "Noël"],
            Self::StStephen => ["St Stephen's Day", "Saint-Étienne"],
        };
        match locale {
            Locale::En => english,
            Locale::Fr => french,
        }
    }
}

impl DayOff {
    /// What it is called.
    pub fn name(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Holiday(holiday), _) => holiday.name(locale),
            (Self::Closed, Locale::En) => "closed",
            (Self::Closed, Locale::Fr) => "fermeture",
        }
    }
}

impl DateSpans {
    /// The spans, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
        self.0.iter().copied()
    }

    /// Whether a date lies in a span.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.0[..self.begun_by(date)].last().is_some_and(|&(_, last)| date <= last)
    }

    /// Adds a span.
    ///
    /// # Errors
    ///
    /// The first of its dates that another span has already; it is not added then.
    pub fn insert(&mut self, first: NaiveDate, last: NaiveDate) -> Result<(), NaiveDate> {
        if self.contains(first) {
            return Err(first);
        }
        let index = self.begun_by(first);
        match self.0.get(index) {
            Some(&(next, _)) if next <= last => Err(next),
            _ => {
                self.0.insert(index, (first, last));
                Ok(())
            }
        }
    }

    /// How many spans begin by a date.
    fn begun_by(&self, date: NaiveDate) -> usize {
        self.0.partition_point(|&(first, _)| first <= date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    #[test]
    fn easter_is_where_almanacs_have_it() {
        let known = [(1818, 3, 22), (1943, 4, 25), (1954, 4, 18), (2000, 4, 23), (2024, 3, 31), (2026, 4, 5)];
        for (year, month, day) in known.into_iter().chain([(2027, 3, 28), (2038, 4, 25), (2285, 3, 22)]) {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn a_year_has_eleven_holidays_and_two_more_in_the_east() {
        let of = |calendar: HolidayCalendar| {
            let days = date(2026, 1, 1).iter_days().take(365);
            days.filter_map(move |day| calendar.holiday(day).map(|holiday| (day, holiday))).collect::<Vec<_>>()
        };
        assert_eq!((of(HolidayCalendar::None), of(HolidayCalendar::France).len()), (Vec::new(), 11));
        assert!(of(HolidayCalendar::France).contains(&(date(2026, 5, 14), Holiday::Ascension)));
        assert!(of(HolidayCalendar::France).contains(&(date(2026, 5, 25), Holiday::WhitMonday)));
        let mut more = of(HolidayCalendar::AlsaceMoselle(67));
        more.retain(|day| !of(HolidayCalendar::France).contains(day));
        assert_eq!(more, [(date(2026, 4, 3), Holiday::GoodFriday), (date(2026, 12, 26), Holiday::StStephen)]);
    }

    #[test]
    fn spans_do_not_overlap() {
        let mut spans = DateSpans::default();
        assert_eq!(spans.insert(date(2026, 12, 24), date(2027, 1, 3)), Ok(()));
        assert_eq!(spans.insert(date(2027, 1, 4), date(2027, 1, 4)), Ok(()));
        assert_eq!(spans.insert(date(2026, 12, 1), date(2027, 2, 1)), Err(date(2026, 12, 24)));
        assert_eq!(spans.insert(date(2027, 1, 3), date(2027, 1, 9)), Err(date(2027, 1, 3)));
        assert_eq!(spans.insert(date(2026, 12, 23), date(2026, 12, 23)), Ok(()));
        let inside =
            [(12, 22), (12, 23), (12, 24), (12, 31)].map(|(month, day)| spans.contains(date(2026, month, day)));
        assert_eq!((inside, spans.contains(date(2027, 1, 5))), ([false, true, true, true], false));
    }
}
