//! Numbers, dates and amounts in a locale's format.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::Locale;
use crate::units::{Decimal, Money};

/// From how many digits on the thousands of a whole number stand apart.
const GROUPED_FROM: usize = 5;

impl Locale {
    /// A number with so many decimals; thousands stand apart from ten thousand on.
    pub fn number(self, value: f64, decimals: usize) -> String {
        // What is to be rounded is the figure that people see, not the binary fraction next to it.
        let scale = 10f64.powi(decimals as i32);
        let text = format!("{:.decimals$}", (value * scale).round() / scale);
        let nothing = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
        let text = if nothing { text.trim_start_matches('-') } else { &text };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
        let (point, space) = match self {
            Self::En => (".", ","),
            Self::Fr => (",", "\u{202f}"),
        };
        let point = if fraction.is_empty() { "" } else { point };
        format!("{sign}{}{point}{fraction}", grouped(digits, space))
    }

    /// A number with the decimals that it has.
    pub fn decimal(self, value: Decimal) -> String {
        let text = value.to_f64().to_string();
        if self == Self::Fr { text.replace('.', ",") } else { text }
    }

    /// A number with its sign; none before zero.
    pub fn signed(self, value: f64, decimals: usize) -> String {
        let text = self.number(value, decimals);
        let nothing = !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
        if text.starts_with('-') || nothing { text } else { format!("+{text}") }
    }

    /// A gap in percent: one decimal, or three where it is below 0.05.
    pub fn gap(self, percent: f64) -> String {
        self.number(percent, if percent < 0.05 { 3 } else { 1 })
    }

    /// An amount to the euro.
    pub fn euros(self, amount: f64) -> String {
        match self {
            Self::En => format!("{} EUR", self.number(amount, 0)),
            Self::Fr => format!("{} €", self.number(amount, 0)),
        }
    }

    /// An amount to the cent.
    pub fn cents(self, amount: Money) -> String {
        match self {
            Self::En => format!("{} EUR", self.number(amount.to_f64(), 2)),
            Self::Fr => format!("{} €", self.number(amount.to_f64(), 2)),
        }
    }

    /// Weekday, day and month: `Mon 23/11`.
    pub fn day(self, date: NaiveDate) -> String {
        format!("{} {}", self.weekday(date), date.format("%d/%m"))
    }

    /// Weekday, day, month and year: `Mon 23/11/2026`.
    pub fn date(self, date: NaiveDate) -> String {
        format!("{} {}", self.weekday(date), date.format("%d/%m/%Y"))
    }

    /// Day, month and year as tables have them: `2026-11-23`.
    pub fn plain_date(self, date: NaiveDate) -> String {
        match self {
            Self::En => date.to_string(),
            Self::Fr => date.format("%d/%m/%Y").to_string(),
        }
    }

    /// A moment to the minute: `2026-11-23 07:30`.
    pub fn moment(self, moment: NaiveDateTime) -> String {
        format!("{} {}", self.plain_date(moment.date()), moment.format("%H:%M"))
    }

    fn weekday(self, date: NaiveDate) -> &'static str {
        let names = match self {
            Self::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
            Self::Fr => ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
        };
        names[date.weekday().num_days_from_monday() as usize]
    }
}

fn grouped(digits: &str, space: &str) -> String {
    if digits.len() < GROUPED_FROM {
        return digits.to_string();
    }
    let first = digits.len() % 3;
    let (leading, rest) = digits.split_at(first);
    let rest = (0..rest.len() / 3).map(|group| &rest[3 * group..3 * group + 3]);
    (!leading.is_empty()).then_some(leading).into_iter().chain(rest).collect::<Vec<_>>().join(space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(
            [0.04, 1234.5, -12_345.678, 100_000.0].map(|v| Locale::En.number(v, 1)),
            ["0.0", "1234.5", "-12,345.7", "100,000.0"]
        );
        assert_eq!(Locale::Fr.number(-1_234_567.25, 2), "-1\u{202f}234\u{202f}567,25");
        assert_eq!(Locale::En.number(-0.04, 1), "0.0", "never minus zero");
        assert_eq!([5.35, -5.35, 0.25].map(|v| Locale::En.number(v, 1)), ["5.4", "-5.4", "0.3"], "half is up");
    }

    #[test]
    fn signs() {
        assert_eq!([1.0, -1.0, 0.0, -0.4].map(|v| Locale::En.signed(v, 0)), ["+1", "-1", "0", "0"]);
    }

    #[test]
    fn days() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
        assert_eq!((Locale::En.day(date), Locale::Fr.date(date)), ("Mon 23/11".into(), "lun. 23/11/2026".into()));
        let moment = date.and_hms_opt(7, 30, 0).expect("a time");
        assert_eq!(Locale::ALL.map(|locale| locale.moment(moment)), ["2026-11-23 07:30", "23/11/2026 07:30"]);
    }
}
