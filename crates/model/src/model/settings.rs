//! What a planner sets once: horizon, clock, prices and weights. One table declares every setting: its field, default,
//! reader, template and documentation derive from its row.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Clock, DateSpans, DayOff, HolidayCalendar};
use crate::i18n::Locale;
use crate::units::Decimal;

/// Where a setting's value lies.
pub type SettingField<T> = fn(&mut Settings) -> &mut T;

/// What a setting states, which says how it is read, and where its value lies.
#[derive(Clone, Copy, Debug)]
pub enum SettingValue {
    /// A date.
    Date(SettingField<NaiveDate>),
    /// Calendar days of the horizon.
    Days(SettingField<usize>),
    /// The daily break.
    Break(SettingField<Clock>),
    /// Legal holidays.
    Holidays(SettingField<HolidayCalendar>),
    /// Dates, and spans of dates.
    Dates(SettingField<DateSpans>),
    /// A time zone.
    Timezone(SettingField<Tz>),
    /// A ratio above zero.
    Ratio(SettingField<f64>),
    /// A number above zero.
    Positive(SettingField<Decimal>),
    /// A number of zero or more.
    Amount(SettingField<Decimal>),
}

/// What a setting is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// The price of distance.
    Distance,
    /// Another price, paid in cash.
    Price,
    /// What it is worth to avoid something.
    Weight,
    /// No cost of its own.
    Other,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its section in settings.toml.
    pub section: &'static str,
    /// Its key in the section.
    pub key: &'static str,
    /// Section and key, as messages name it.
    pub name: &'static str,
    /// The default as it is written; empty where there is none.
    pub default: &'static str,
    /// What it states, and where its value lies.
    pub value: SettingValue,
    /// What it is for.
    pub kind: SettingKind,
    /// What it means, as the documentation says it.
    pub meaning: &'static str,
    comment: [&'static str; 2],
}

impl Setting {
    /// What it means, as a comment behind its value.
    pub fn comment(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.comment[0],
            Locale::Fr => self.comment[1],
        }
    }
}

/// One row per setting: its meaning, `[section] key => field: type = default, value, kind, comments` in English and French.
macro_rules! settings {
    ($(
        #[doc = $meaning:literal]
        [$section:ident] $key:tt => $field:ident: $type:ident = $default:tt, $value:ident, $kind:ident, $en:literal, $fr:literal;
    )+) => {
        /// The settings of an instance.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Settings {
            $(#[doc = $meaning] pub $field: $type,)+
        }

        impl Settings {
            /// The default settings for a horizon that starts on a date.
            pub fn starting(start: NaiveDate) -> Self {
                Self { $($field: settings!(@value $type, $default, start)),+ }
            }
        }

        /// Every setting by the name of its field.
        #[derive(Clone, Copy, Debug)]
        pub struct SettingsTable {
            $(#[doc = $meaning] pub $field: Setting,)+
        }

        /// The settings, as they are declared.
        pub static SETTINGS: SettingsTable = SettingsTable {
            $($field: Setting {
                section: stringify!($section),
                key: stringify!($key),
                name: concat!(stringify!($section), ".", stringify!($key)),
                default: settings!(@written $default),
                value: SettingValue::$value(|settings| &mut settings.$field),
                kind: SettingKind::$kind,
                meaning: $meaning.trim_ascii(),
                comment: [$en, $fr],
            },)+
        };

        impl SettingsTable {
            /// All of them, in the order of settings.toml.
            pub fn iter(&self) -> impl Iterator<Item = &Setting> {
                [$(&self.$field),+].into_iter()
            }
        }
    };
    (@value NaiveDate, given, $start:ident) => { $start };
    (@value Clock, ($from:literal to $until:literal), $start:ident) => { Clock::new($from * 60, $until * 60) };
    (@value HolidayCalendar, "", $start:ident) => { HolidayCalendar::None };
    (@value DateSpans, none, $start:ident) => { DateSpans::default() };
    (@value Tz, "Europe/Paris", $start:ident) => { Tz::Europe__Paris };
    (@value Decimal, $number:literal, $start:ident) => { Decimal::nearest(f64::from($number)) };
    (@value $type:ident, $number:literal, $start:ident) => { $number };
    (@written given) => { "" };
    (@written none) => { "[]" };
    (@written ($from:literal to $until:literal)) => { concat!("\"", $from, ":00-", $until, ":00\"") };
    (@written $number:literal) => { stringify!($number) };
}

settings! {
    /// first date; `--week` goes before
    [horizon] start => start: NaiveDate = given, Date, Other, "first date planned", "première date planifiée";
    /// days from there, weekends counted, up to 366
    [horizon] days => days: usize = 5, Days, Other,
        "days from there, weekends counted", "jours à partir de là, week-ends compris";
    /// nobody works or drives then; `""` for no break
    [day] break => clock: Clock = (12 to 13), Break, Other,
        "nobody works or drives then; \"\" for no break", "personne ne travaille ni ne roule ; \"\" pour aucune pause";
    /// legal holidays, on which everybody is off: `"FR"`, or `"FR-57"`, `"FR-67"`, `"FR-68"`, which have two more; `""` for none
    [calendar] holidays => holidays: HolidayCalendar = "", Holidays, Other,
        "legal holidays, on which everybody is off: \"FR\", or \"FR-57\", \"FR-67\", \"FR-68\"",
        "jours fériés, où personne ne travaille : \"FR\", ou \"FR-57\", \"FR-67\", \"FR-68\"";
    /// list of dates and spans such as `"2026-12-24..2027-01-03"` on which everybody is off
    [calendar] closed => closed: DateSpans = none, Dates, Other,
        "dates or spans \"2026-12-24..2027-01-03\" on which everybody is off",
        "dates ou périodes \"2026-12-24..2027-01-03\" où personne ne travaille";
    /// list of dates and spans on which legal holidays are worked
    [calendar] open => open: DateSpans = none, Dates, Other,
        "dates or spans on which a legal holiday is worked", "dates ou périodes où un jour férié est travaillé";
    /// time zone of all dates and times
    [firm] timezone => timezone: Tz = "Europe/Paris", Timezone, Other,
        "time zone of all dates and times", "fuseau horaire des dates et des heures";
    /// road kilometres per kilometre as the crow flies; not used with `x`, `y`
    [travel] detour => detour: f64 = 1.3, Ratio, Other,
        "road kilometres per kilometre as the crow flies", "kilomètres de route par kilomètre à vol d'oiseau";
    /// driving speed
    [travel] speed_kmh => speed_kmh: Decimal = 50, Positive, Other, "driving speed", "vitesse moyenne";
    /// euros per kilometre
    [costs] km => cost_km: Decimal = 0.60, Amount, Distance, "a kilometre", "un kilomètre";
    /// euros per hour that a person drives
    [costs] hour => cost_hour: Decimal = 25.0, Amount, Price,
        "an hour on the road, per person", "une heure de route, par personne";
    /// euros on top per hour of overtime and person
    [costs] overtime_hour => cost_overtime_hour: Decimal = 12.5, Amount, Price,
        "on top, per hour of overtime and person", "en plus, par heure supplémentaire et par personne";
    /// makes yearly savings of weekly ones
    [costs] weeks_per_year => weeks_per_year: Decimal = 47, Amount, Other,
        "makes yearly savings of weekly ones", "pour les économies annuelles";
    /// euros per visit left out, times priority
    [weights] unassigned_visit => unassigned_visit: Decimal = 400.0, Amount, Weight,
        "a visit left out, times its priority", "une visite non planifiée, fois sa priorité";
    /// euros per hour of work left out, times priority
    [weights] unassigned_hour => unassigned_hour: Decimal = 150.0, Amount, Weight,
        "... and per hour of its work, times its priority", "... et par heure de travail, fois sa priorité";
    /// euros per visit and day after `due`, times priority
    [weights] late_day => late_day: Decimal = 50.0, Amount, Weight,
        "a visit and day after the due date, times its priority",
        "une visite et un jour après l'échéance, fois sa priorité";
    /// euros per visit and day after the first, times `delay_risk`
    [weights] risk_day => risk_day: Decimal = 20.0, Amount, Weight,
        "a visit and day after the first, times delay_risk",
        "une visite et un jour après le premier, fois risque_retard";
    /// euros per visit and minute of the drive from the base beyond `long_trip_from`
    [weights] long_trip_minute => long_trip_minute: Decimal = 2.0, Amount, Weight,
        "a minute of the drive from the base beyond long_trip_from",
        "une minute de trajet depuis la base au-delà de long_trip_from";
    /// minutes
    [weights] long_trip_from => long_trip_from: Decimal = 60, Amount, Other, "minutes", "minutes";
    /// euros per square of the hours that a crew works above its fair share of the week
    [weights] overload => overload: Decimal = 2.0, Amount, Weight,
        "the square of the hours above a crew's fair share of the week",
        "le carré des heures au-delà de la part équitable de l'équipe";
    /// share of what a crew carried beyond its fair share before (`history.csv`) that counts as hours of its first week
    [weights] history => history: Decimal = 0.25, Amount, Other,
        "share of what a crew carried beyond its fair share before that counts now",
        "part de la charge passée au-delà de la part équitable qui compte maintenant";
    /// euros per visit given to a crew that does not have the job today
    [weights] change_crew => change_crew: Decimal = 30.0, Amount, Weight,
        "a visit given to another crew than in current.csv",
        "une visite donnée à une autre équipe que dans actuel.csv";
    /// euros per visit that keeps its crew and changes its date
    [weights] change_day => change_day: Decimal = 10.0, Amount, Weight,
        "a visit that keeps its crew and changes its date", "une visite qui garde son équipe et change de date";
    /// euros per further crew on one site
    [weights] second_crew => second_crew: Decimal = 80.0, Amount, Weight,
        "a further crew on a site", "une équipe de plus sur un chantier";
    /// euros per point that the crew likes the job less than the crew that likes it most
    [weights] preference => preference: Decimal = 15.0, Amount, Weight,
        "a point below the crew that likes a job best", "un point sous l'équipe qui aime le mieux l'intervention";
    /// euros per level of skill above what is asked
    [weights] overskill => overskill: Decimal = 1.0, Amount, Weight,
        "a level above what a job asks for", "un niveau au-delà de ce qui est demandé";
}

impl Settings {
    /// Why the whole firm is off on a date; none where it is not.
    pub fn day_off(&self, date: NaiveDate) -> Option<DayOff> {
        if self.closed.contains(date) {
            return Some(DayOff::Closed);
        }
        self.holidays.holiday(date).filter(|_| !self.open.contains(date)).map(DayOff::Holiday)
    }

    /// The default settings with no cost but that of distance.
    pub fn distance_only(start: NaiveDate) -> Self {
        let mut settings = Self::starting(start);
        for setting in SETTINGS.iter().filter(|each| matches!(each.kind, SettingKind::Price | SettingKind::Weight)) {
            if let SettingValue::Amount(field) = setting.value {
                *field(&mut settings) = Decimal::ZERO;
            }
        }
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date")
    }

    #[test]
    fn defaults_are_exact() {
        let settings = Settings::starting(monday());
        assert_eq!((settings.start, settings.days, settings.clock), (monday(), 5, Clock::new(720, 780)));
        assert_eq!((settings.cost_km, settings.cost_overtime_hour), (Decimal(600_000), Decimal(12_500_000)));
        assert_eq!(SETTINGS.clock.default, "\"12:00-13:00\"");
        assert_eq!((SETTINGS.cost_km.name, SETTINGS.cost_km.default), ("costs.km", "0.60"));
    }

    #[test]
    fn every_price_and_weight_can_be_taken_away() {
        let settings = Settings::distance_only(monday());
        assert_eq!(settings.cost_km, Settings::starting(monday()).cost_km);
        for setting in SETTINGS.iter() {
            let SettingValue::Amount(field) = setting.value else { continue };
            let amount = *field(&mut settings.clone());
            let free = matches!(setting.kind, SettingKind::Price | SettingKind::Weight);
            assert_eq!(amount == Decimal::ZERO, free, "{}", setting.name);
        }
    }

    #[test]
    fn names_are_unique() {
        let names: std::collections::BTreeSet<_> = SETTINGS.iter().map(|setting| setting.name).collect();
        assert_eq!(names.len(), SETTINGS.iter().count());
    }
}
