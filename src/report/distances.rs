//! Where distances are from.

use chrono::{Datelike, NaiveDate};

use super::messages::PageMessages;
use crate::error::{Month, Say};
use crate::i18n::Locale;
use crate::model::Instance;

/// What the ways of an instance are: roads of a date, a table of its own, or straight lines.
pub fn distances(locale: Locale, instance: &Instance) -> String {
    let metric = if instance.origin.planar { locale.a_plane() } else { straight(locale, instance.settings.detour) };
    let pairs = locale.number(instance.origin.stated_legs as f64, 0);
    match &instance.origin.roads {
        _ if instance.origin.stated_legs == 0 => metric,
        Some(roads) => locale.a_roads(&long_date(locale, roads.date), &pairs, &roads.source) + &metric,
        None => locale.a_table(&pairs) + &metric,
    }
}

fn straight(locale: Locale, detour: f64) -> String {
    let digits = if (detour * 10.0).round() == detour * 10.0 { 1 } else { 2 };
    locale.a_great_circle(&locale.number(detour, digits))
}

/// A date in words: 1 December 2026, 1er décembre 2026.
fn long_date(locale: Locale, date: NaiveDate) -> String {
    let day = if locale == Locale::Fr && date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
    format!("{day} {} {}", Month(date.month()).say(locale), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_words() {
        let date = |day| NaiveDate::from_ymd_opt(2026, 12, day).expect("a date");
        assert_eq!(long_date(Locale::En, date(1)), "1 December 2026");
        assert_eq!(long_date(Locale::Fr, date(1)), "1er décembre 2026");
        assert_eq!(long_date(Locale::Fr, date(2)), "2 décembre 2026");
        assert_eq!(straight(Locale::En, 1.3), "straight line x 1.3");
        assert_eq!(straight(Locale::Fr, 1.25), "vol d'oiseau x 1,25");
    }
}
