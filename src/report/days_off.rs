//! The days on which the whole firm is off, in words.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{DayId, DayOff, Instance};
use crate::report::messages::TerminalMessages;

/// The days of the horizon that are legal holidays or closed, with the names of the holidays; none where there are none.
pub fn days_off(locale: Locale, instance: &Instance) -> Option<String> {
    let off = |(day, &date): (DayId, &NaiveDate)| instance.day_off(day).map(|reason| (date, reason));
    let days: Vec<_> = DayId::enumerate(&instance.dates).filter_map(off).collect();
    let follows = |a: &(NaiveDate, DayOff), b: &(NaiveDate, DayOff)| a.1 == b.1 && a.0.succ_opt() == Some(b.0);
    let span = |days: &[(NaiveDate, DayOff)]| {
        let (first, reason) = days[0];
        let (first, last) = (locale.day(first), locale.day(days[days.len() - 1].0));
        let dates = if first == last { first } else { locale.day_to_day(&first, &last) };
        format!("{dates} ({})", reason.name(locale))
    };
    let spans: Vec<_> = days.chunk_by(follows).map(span).collect();
    (!spans.is_empty()).then(|| spans.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{HolidayCalendar, Sketch};

    #[test]
    fn spans_of_closed_days_and_holidays_by_name() {
        let mut sketch = Sketch::new();
        let settings = &mut sketch.parts.settings;
        settings.start = NaiveDate::from_ymd_opt(2026, 12, 21).expect("a date");
        settings.days = 14;
        assert_eq!(days_off(Locale::En, &sketch.instance()), None);
        let settings = &mut sketch.parts.settings;
        settings.holidays = HolidayCalendar::France;
        let date = |day| NaiveDate::from_ymd_opt(2026, 12, day).expect("a date");
        settings.closed.insert(date(28), date(31)).expect("a span");
        let told = days_off(Locale::En, &sketch.instance());
        let expected = "Fri 25/12 (Christmas Day), Mon 28/12 to Thu 31/12 (closed), Fri 01/01 (New Year's Day)";
        assert_eq!(told.as_deref(), Some(expected));
    }
}
