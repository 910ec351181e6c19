//! Parsers of cells: numbers, ids, dates, times of day, durations, keywords. Each returns the value, or a remedy that
//! says what to write instead.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use super::fold::fold;
use super::number::Exact;
use crate::model::{DAY, SameCrew};
use crate::units::{Decimal, Minutes};

/// A cell's value, or the remedy.
pub type Parsed<T> = Result<T, Cow<'static, str>>;

/// The text of a cell that is not blank.
#[derive(Clone, Copy, Debug)]
pub struct CellText<'a> {
    /// The text, trimmed.
    pub text: &'a str,
    /// Whether a comma may stand for the decimal point.
    pub comma: bool,
}

impl CellText<'_> {
    /// The text with a decimal point.
    fn pointed(&self) -> Cow<'_, str> {
        let decimal = self.comma && !self.text.contains('.') && self.text.matches(',').count() == 1;
        if decimal { self.text.replacen(',', ".", 1).into() } else { self.text.into() }
    }

    fn exact(&self) -> Option<Exact> {
        Exact::parse(&self.pointed())
    }
}

/// Any text.
pub fn text(cell: CellText) -> Parsed<String> {
    Ok(cell.text.to_owned())
}

/// An id; lists of ids are separated by spaces, so it has none.
pub fn id(cell: CellText) -> Parsed<String> {
    if cell.text.contains(char::is_whitespace) {
        return Err("an id must not contain spaces, which separate the entries of a list".into());
    }
    Ok(cell.text.to_owned())
}

/// A list of ids.
pub fn ids(cell: CellText) -> Parsed<Vec<String>> {
    Ok(cell.text.split_whitespace().map(str::to_owned).collect())
}

/// A number within `low..=high`, as a float: a coordinate.
pub fn real(low: f64, high: f64) -> impl Fn(CellText) -> Parsed<f64> {
    move |cell| {
        let pointed = cell.pointed();
        Exact::parse(&pointed).ok_or("a number is needed here, such as 12.5")?;
        let value: f64 = pointed.parse().map_err(|_| "a number is needed here, such as 12.5")?;
        if (low..=high).contains(&value) { Ok(value) } else { Err(format!("must lie between {low} and {high}").into()) }
    }
}

/// A number within `low..=high`, exact.
pub fn exact(low: f64, high: f64) -> impl Fn(CellText) -> Parsed<Exact> {
    move |cell| {
        real(low, high)(cell)?;
        cell.exact().ok_or_else(|| "a number is needed here, such as 12.5".into())
    }
}

/// A number within `low..=high`, to six places.
pub fn decimal(low: f64, high: f64) -> impl Fn(CellText) -> Parsed<Decimal> {
    move |cell| exact(low, high)(cell).map(Exact::decimal)
}

/// A whole number within `low..=high`.
pub fn whole(low: u32, high: u32) -> impl Fn(CellText) -> Parsed<u32> {
    move |cell| {
        let value = cell.exact().filter(|_| cell.text.chars().count() < 20).and_then(Exact::whole);
        let within = value.and_then(|value| u32::try_from(value).ok()).filter(|value| (low..=high).contains(value));
        within.ok_or_else(|| format!("must be a whole number between {low} and {high}").into())
    }
}

/// Hours, as whole minutes rounded down.
pub fn hours_floor(low: f64, high: f64) -> impl Fn(CellText) -> Parsed<Minutes> {
    move |cell| exact(low, high)(cell).map(|hours| hours.times(60).floor() as Minutes)
}

/// A date, the year first or last.
pub fn date(cell: CellText) -> Parsed<NaiveDate> {
    read_date(cell.text).ok_or_else(|| "a date looks like 2026-11-23 or 23/11/2026".into())
}

/// A list of dates.
pub fn dates(cell: CellText) -> Parsed<Vec<NaiveDate>> {
    cell.text.split_whitespace().map(|word| date(CellText { text: word, ..cell })).collect()
}

fn read_date(text: &str) -> Option<NaiveDate> {
    let (separator, year_first) = if text.contains('-') { ('-', true) } else { ('/', false) };
    let parts: Vec<_> = text.splitn(4, separator).collect();
    let &[first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if year_first { (first, last) } else { (last, first) };
    if year.len() != 4 {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(digits(year, 4)? as i32, digits(month, 2)?, digits(day, 2)?)?;
    (date.year() >= 1).then_some(date)
}

/// One to `most` digits.
fn digits(text: &str, most: usize) -> Option<u32> {
    let valid = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if valid { text.parse().ok() } else { None }
}

/// A time of day: minutes after midnight, up to 24:00.
pub fn clock(cell: CellText) -> Parsed<Minutes> {
    read_clock(cell.text, 2)
        .filter(|&minutes| minutes <= DAY)
        .ok_or_else(|| "a time of day looks like 08:00 or 8h30".into())
}

/// A time in a written plan, minutes after midnight. It may be past 24:00 where pins make a route longer than the day.
pub fn late_clock(cell: CellText) -> Parsed<Minutes> {
    read_clock(cell.text, 6).ok_or_else(|| "a time of day looks like 08:00 or 8h30".into())
}

fn read_clock(text: &str, hour_digits: usize) -> Option<Minutes> {
    let split = text.find([':', 'h', 'H'])?;
    let (hours, rest) = (digits(&text[..split], hour_digits)?, &text[split + 1..]);
    let bare = rest.is_empty() && !text.ends_with(':');
    let minutes = if bare { 0 } else { two_digits(rest)? };
    Some((hours * 60 + minutes) as Minutes)
}

/// Two digits that count minutes.
fn two_digits(text: &str) -> Option<u32> {
    digits(text, 2).filter(|&minutes| text.len() == 2 && minutes < 60)
}

/// A duration within `low..=high` minutes: `90`, `1:30`, `1h30`, `1.5h`.
pub fn duration(low: Minutes, high: Minutes) -> impl Fn(CellText) -> Parsed<Minutes> {
    move |cell| {
        let value = read_duration(cell).filter(|value| (i64::from(low)..=i64::from(high)).contains(value));
        value.map(|value| value as Minutes).ok_or_else(|| {
            format!("a duration looks like 90 (minutes), 1:30, 1h30 or 1.5h, and lies between {low} and {high} minutes")
                .into()
        })
    }
}

fn read_duration(cell: CellText) -> Option<i64> {
    if let Some((hours, minutes)) = cell.text.split_once([':', 'h', 'H'])
        && let (Some(hours), Some(minutes)) = (digits(hours, 4), two_digits(minutes))
    {
        return Some(i64::from(hours * 60 + minutes));
    }
    match cell.text.strip_suffix(['h', 'H']) {
        Some(hours) => Some(CellText { text: hours, ..cell }.exact()?.times(60).round()),
        None => cell.exact()?.whole(),
    }
}

/// Yes or no.
pub fn yes_no(cell: CellText) -> Parsed<bool> {
    match cell.text.to_lowercase().as_str() {
        "yes" | "true" | "1" | "oui" => Ok(true),
        "no" | "false" | "0" | "non" => Ok(false),
        _ => Err("must be yes or no".into()),
    }
}

/// What a pin of a schedule's row fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinKind {
    /// Crew and date.
    Visit,
    /// The crew.
    Crew,
    /// The date.
    Date,
}

/// A row's pin; `None` where it has none.
pub fn pinned(cell: CellText) -> Parsed<Option<PinKind>> {
    match fold(cell.text).as_str() {
        "crew" | "equipe" => Ok(Some(PinKind::Crew)),
        "date" => Ok(Some(PinKind::Date)),
        _ => yes_no(cell)
            .map(|yes| yes.then_some(PinKind::Visit))
            .map_err(|_| "must be yes, no, crew (the date may change) or date (the crew may change)".into()),
    }
}

/// Whether one crew should or must do all visits.
pub fn same_crew(cell: CellText) -> Parsed<SameCrew> {
    match fold(cell.text).as_str() {
        "no" | "non" => Ok(SameCrew::No),
        "prefer" | "prefere" => Ok(SameCrew::Prefer),
        "require" | "exige" => Ok(SameCrew::Require),
        _ => Err("must be no, prefer or require".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(text: &str) -> CellText<'_> {
        CellText { text, comma: false }
    }

    fn comma(text: &str) -> CellText<'_> {
        CellText { text, comma: true }
    }

    #[test]
    fn decimal_commas_where_the_delimiter_is_another() {
        assert_eq!(decimal(0.0, 10.0)(comma("1,5")), Ok(Decimal(1_500_000)));
        assert_eq!(decimal(0.0, 10.0)(comma("1.5")), Ok(Decimal(1_500_000)));
        for cell in [dot("1,5"), comma("1,5,5"), comma("1,2.5"), comma("NaN"), comma("inf"), comma("١")] {
            assert!(decimal(0.0, 10.0)(cell).is_err(), "{cell:?}");
        }
    }

    #[test]
    fn ranges_include_their_ends() {
        assert_eq!(real(-90.0, 90.0)(dot("-90")), Ok(-90.0));
        assert!(real(-90.0, 90.0)(dot("90.000001")).is_err());
        assert_eq!(whole(1, 9)(dot("9.0")), Ok(9));
        for text in ["0", "10", "1.5", "-1", "1e9", "00000000000000000001", "x"] {
            assert!(whole(1, 9)(dot(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn dates_in_both_orders() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 3).unwrap();
        for text in ["2026-11-03", "2026-11-3", "03/11/2026", "3/11/2026"] {
            assert_eq!(date(dot(text)), Ok(day), "{text}");
        }
        for text in
            ["2026-13-01", "29/02/2026", "0000-01-01", "26-11-03", "2026/11/03", "3-11-2026", "2026-11-03-1", "-"]
        {
            assert!(date(dot(text)).is_err(), "{text}");
        }
        assert_eq!(dates(dot("2026-11-03  3/11/2026")), Ok(vec![day, day]));
        assert!(dates(dot("2026-11-03 tomorrow")).is_err());
    }

    #[test]
    fn times_of_day() {
        for (text, minutes) in [("08:00", 480), ("8h", 480), ("8H30", 510), ("24:00", 1_440), ("0h00", 0)] {
            assert_eq!(clock(dot(text)), Ok(minutes), "{text}");
        }
        for text in ["8", "8:", "8:0", "8h5", "08:60", "24:01", "25h", "08:00:00", "123:00", "é:00", ":30", "h"] {
            assert!(clock(dot(text)).is_err(), "{text}");
        }
        assert_eq!(late_clock(dot("140:08")), Ok(8_408));
        assert!(late_clock(dot("1400000:08")).is_err());
    }

    #[test]
    fn durations_in_four_ways() {
        let parse = duration(0, 1_440);
        for (text, minutes) in
            [("90", 90), ("90.0", 90), ("1:30", 90), ("1h30", 90), ("1.5h", 90), ("2h", 120), ("24H", 1_440)]
        {
            assert_eq!(parse(dot(text)), Ok(minutes), "{text}");
        }
        assert_eq!(parse(comma("1,5h")), Ok(90));
        assert_eq!(parse(dot("0.025h")), Ok(2), "1.5 minutes round up");
        assert_eq!(parse(dot("0.0249h")), Ok(1));
        for text in ["90.5", "1:5", "1h3", "1:60", "24h01", "-5", "h", "1,5h", "90min", "1h30m", "1e30h"] {
            assert!(parse(dot(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn week_hours_round_down() {
        assert_eq!(hours_floor(0.0, 168.0)(dot("35.01")), Ok(2_100));
        assert_eq!(hours_floor(0.0, 168.0)(dot("37.5")), Ok(2_250));
    }

    #[test]
    fn words() {
        assert_eq!((yes_no(dot("OUI")), yes_no(dot("0"))), (Ok(true), Ok(false)));
        assert_eq!(pinned(dot("Équipe")), Ok(Some(PinKind::Crew)));
        assert_eq!((pinned(dot("yes")), pinned(dot("non"))), (Ok(Some(PinKind::Visit)), Ok(None)));
        assert_eq!(same_crew(dot("Préfère")), Ok(SameCrew::Prefer));
        assert!(yes_no(dot("maybe")).is_err() && pinned(dot("maybe")).is_err() && same_crew(dot("maybe")).is_err());
        assert!(id(dot("a b")).is_err() && id(dot("a\u{a0}b")).is_err());
        assert_eq!(ids(dot(" a  b ")), Ok(vec!["a".to_owned(), "b".to_owned()]));
    }
}
