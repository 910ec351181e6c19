//! ISO weeks as people write them: `2026-W48`.

use chrono::{Datelike, NaiveDate, Weekday};

use super::cell::{CellText, Parsed};
use super::written::WrittenCell;
use crate::error::Message;

/// An ISO week, by its Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Week {
    /// Its first day.
    pub monday: NaiveDate,
}

/// An ISO week.
pub fn week(cell: CellText) -> Parsed<Week> {
    first_of_week(cell.text).map(|monday| Week { monday })
}

impl WrittenCell for Week {
    fn cell(&self) -> String {
        let week = self.monday.iso_week();
        format!("{:04}-W{:02}", week.year(), week.week())
    }
}

/// The Monday of an ISO week such as `2026-W48`.
pub fn first_of_week(text: &str) -> Result<NaiveDate, Message> {
    let number = |text: &str, most| {
        let is_number = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().ok()).flatten()
    };
    let parts = text.split_once(['-', '\u{2010}', '\u{2011}']).and_then(|(year, week)| {
        let year = number(year, 4).filter(|&year| year >= 1_000)?;
        Some((year as i32, number(week.strip_prefix(['W', 'w', 'S', 's'])?, 2)?))
    });
    let (year, week) = parts.ok_or(Message::WeekForm)?;
    let monday = |week| NaiveDate::from_isoywd_opt(year, week, Weekday::Mon);
    monday(week).ok_or_else(|| Message::WeeksOfYear { year, weeks: if monday(53).is_some() { 53 } else { 52 } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::cell::CellText;

    #[test]
    fn weeks() {
        let date = |year, month, day| Ok(NaiveDate::from_ymd_opt(year, month, day).expect("a date"));
        assert_eq!(first_of_week("2026-W48"), date(2026, 11, 23));
        assert_eq!([first_of_week("2026-W1"), first_of_week("2026-S1")], [date(2025, 12, 29), date(2025, 12, 29)]);
        for text in ["2026-48", "26-W48", "2026-W", "2026-W+1", "0000-W10", "2026-W048", "é"] {
            assert_eq!(first_of_week(text), Err(Message::WeekForm), "{text}");
        }
        for (text, year, weeks) in [("2026-W54", 2026, 53), ("2025-W53", 2025, 52), ("2026-W00", 2026, 53)] {
            assert_eq!(first_of_week(text), Err(Message::WeeksOfYear { year, weeks }), "{text}");
        }
        assert_eq!(week(CellText::lone("2026-S1")).expect("a week").cell(), "2026-W01");
    }
}
