//! Parsers of cells: numbers, ids, dates, times of day, durations, keywords. Each returns the value, or a remedy that
//! says what to write instead.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use super::fold::fold;
use super::list::separate;
use super::number::Exact;
use super::settings::SettingText;
use crate::error::{Figure, Message, Month};
use crate::model::{DAY, SameCrew, Speed};
use crate::units::{Decimal, Minutes};

/// A cell's value, or the remedy.
pub type Parsed<T> = Result<T, Message>;

/// The text of a cell that is not blank.
#[derive(Clone, Copy, Debug)]
pub struct CellText<'a> {
    /// The text as it is compared: no invisible characters, accents composed, no outer spaces.
    pub text: &'a str,
    /// The text as it stands.
    pub written: &'a str,
    /// Whether a comma may stand for the decimal point, and between the entries of a list.
    pub comma: bool,
    /// What the header says of durations that are bare numbers.
    pub unit: Option<TimeUnit>,
}

/// A unit of time that a header names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    Minutes,
    Hours,
}

impl<'a> CellText<'a> {
    /// A text that is no cell of a table.
    pub fn lone(text: &'a str) -> Self {
        Self { text, written: text, comma: false, unit: None }
    }

    /// The entries of a list.
    pub fn entries(self) -> impl Iterator<Item = &'a str> {
        let separates = move |letter: char| letter.is_whitespace() || letter == '|' || self.comma && letter == ',';
        self.text.split(separates).filter(|entry| !entry.is_empty())
    }

    /// The number in the cell, with a decimal point and without spaces between digits. Where a comma is the decimal
    /// point, points between groups of three digits are taken out.
    fn pointed(&self) -> Cow<'a, str> {
        let joined = joined(self.text);
        let Some((whole, fraction)) = joined.split_once(',').filter(|_| self.comma) else { return joined };
        if !whole.contains('.') && !fraction.contains([',', '.']) {
            format!("{whole}.{fraction}").into()
        } else if is_grouped(whole) && !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("{}.{fraction}", whole.replace('.', "")).into()
        } else {
            joined
        }
    }

    fn exact(&self) -> Option<Exact> {
        Exact::parse(&self.pointed())
    }
}

/// A text without spaces between digits.
fn joined(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_whitespace) {
        return text.into();
    }
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let parts: Vec<&str> = text.split_whitespace().collect();
    let mut joined = String::with_capacity(text.len());
    for part in parts {
        let within_digits = is_digit(joined.chars().next_back()) && is_digit(part.chars().next());
        if !joined.is_empty() && !within_digits {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    joined.into()
}

/// Whether points separate groups of three digits.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.strip_prefix(['+', '-']).unwrap_or(whole).split('.');
    let is_of = |group: &str, sizes: std::ops::RangeInclusive<usize>| {
        sizes.contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_digit())
    };
    groups.next().is_some_and(|first| is_of(first, 1..=3)) && groups.all(|group| is_of(group, 3..=3))
}

/// Any text, as it stands.
pub fn text(cell: CellText) -> Parsed<String> {
    Ok(cell.written.to_owned())
}

/// The value of a setting.
pub fn setting(cell: CellText) -> Parsed<SettingText> {
    Ok(SettingText(cell.text.to_owned()))
}

/// A text that is compared with others.
pub fn name(cell: CellText) -> Parsed<String> {
    Ok(cell.text.to_owned())
}

/// An id, which holds nothing that separates the entries of a list.
pub fn id(cell: CellText) -> Parsed<String> {
    if cell.entries().eq([cell.text]) {
        return Ok(cell.text.to_owned());
    }
    Err(if cell.comma { Message::IdHoldsComma } else { Message::IdHoldsSpace })
}

/// A list of ids.
pub fn ids(cell: CellText) -> Parsed<Vec<String>> {
    Ok(cell.entries().map(str::to_owned).collect())
}

/// A number within `low..=high`, as a float: a coordinate.
pub fn real(low: f64, high: f64) -> impl Fn(CellText) -> Parsed<f64> {
    move |cell| {
        let pointed = cell.pointed();
        let value = Exact::parse(&pointed).and_then(|_| pointed.parse().ok()).ok_or_else(|| number_shape(cell))?;
        if (low..=high).contains(&value) {
            Ok(value)
        } else {
            Err(Message::Between { low: Figure::of(low), high: Figure::of(high) })
        }
    }
}

/// A number within `low..=high`, exact.
pub fn exact(low: f64, high: f64) -> impl Fn(CellText) -> Parsed<Exact> {
    move |cell| {
        real(low, high)(cell)?;
        cell.exact().ok_or_else(|| number_shape(cell))
    }
}

fn number_shape(cell: CellText) -> Message {
    Message::NumberShape { example: if cell.comma { "12,5" } else { "12.5" } }
}

/// A number within `low..=high`, to six places.
pub fn decimal(low: f64, high: f64) -> impl Fn(CellText) -> Parsed<Decimal> {
    move |cell| exact(low, high)(cell).map(Exact::decimal)
}

/// A factor on the speed of vehicles.
pub fn speed(cell: CellText) -> Parsed<Speed> {
    let factor = exact(0.01, 100.0)(cell)?;
    Speed::of_units(factor.units(Speed::PLACES)).ok_or_else(|| number_shape(cell))
}

/// A whole number within `low..=high`.
pub fn whole(low: u32, high: u32) -> impl Fn(CellText) -> Parsed<u32> {
    move |cell| {
        let value = cell.exact().filter(|_| cell.text.chars().count() < 20).and_then(Exact::whole);
        let within = value.and_then(|value| u32::try_from(value).ok()).filter(|value| (low..=high).contains(value));
        within.ok_or(Message::WholeWithin { low, high })
    }
}

/// Hours, as whole minutes rounded down.
pub fn hours_floor(low: f64, high: f64) -> impl Fn(CellText) -> Parsed<Minutes> {
    move |cell| exact(low, high)(cell).map(|hours| hours.times(60).floor() as Minutes)
}

/// A date, the year first or last; a time of midnight may stand behind.
pub fn date(cell: CellText) -> Parsed<NaiveDate> {
    let Some((date, time)) = cell.text.split_once(|letter: char| letter == 'T' || letter.is_whitespace()) else {
        return read_date(cell.text);
    };
    match read_clock(time.trim_start(), 2) {
        Some(time) => at_midnight(time).and_then(|()| read_date(date)),
        None => Err(Message::DateShape),
    }
}

/// A list of dates.
pub fn dates(cell: CellText) -> Parsed<Vec<NaiveDate>> {
    let mut dates = Vec::new();
    for entry in cell.entries() {
        match read_clock(entry, 2) {
            Some(time) if !dates.is_empty() => at_midnight(time)?,
            _ => {
                let read = date(CellText { text: entry, ..cell });
                dates.push(read.map_err(|advice| if entry.contains([',', ';']) { separate(advice) } else { advice })?);
            }
        }
    }
    Ok(dates)
}

fn at_midnight(time: ClockTime) -> Parsed<()> {
    if time == (ClockTime { minutes: 0, seconds: 0 }) {
        return Ok(());
    }
    Err(Message::DateWithTime)
}

fn read_date(text: &str) -> Parsed<NaiveDate> {
    let (separator, year_first) = if text.contains('-') { ('-', true) } else { ('/', false) };
    let parts: Vec<_> = text.splitn(4, separator).collect();
    let &[first, month, last] = parts.as_slice() else { return Err(Message::DateShape) };
    let (year, day) = if year_first { (first, last) } else { (last, first) };
    let (Some(years), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else {
        return Err(Message::DateShape);
    };
    if year.len() != 4 {
        return Err(Message::YearShape);
    }
    let date = NaiveDate::from_ymd_opt(years as i32, month, day).filter(|date| date.year() >= 1);
    date.ok_or_else(|| match month {
        1..=12 => Message::NoSuchDay { day, month: Month(month), year: year.to_owned() },
        _ => Message::NoSuchMonth { month },
    })
}

/// One to `most` digits.
fn digits(text: &str, most: usize) -> Option<u32> {
    let valid = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if valid { text.parse().ok() } else { None }
}

/// A time of day: minutes after midnight, up to 24:00.
pub fn clock(cell: CellText) -> Parsed<Minutes> {
    whole_minutes(read_clock(cell.text, 2).filter(|time| time.minutes <= DAY), Message::ClockShape)
}

/// A time in a written plan, minutes after midnight. It may be past 24:00 where pins make a route longer than the day.
pub fn late_clock(cell: CellText) -> Parsed<Minutes> {
    whole_minutes(read_clock(cell.text, 6), Message::ClockShape)
}

/// Hours and minutes as they are written, and seconds beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ClockTime {
    minutes: Minutes,
    seconds: u32,
}

fn whole_minutes(time: Option<ClockTime>, remedy: Message) -> Parsed<Minutes> {
    match time {
        Some(ClockTime { minutes, seconds: 0 }) => Ok(minutes),
        Some(_) => Err(Message::SecondsCount),
        None => Err(remedy),
    }
}

/// `8:00`, `08:00:00`, `8h`, `8 h 30`.
fn read_clock(text: &str, hour_digits: usize) -> Option<ClockTime> {
    let (hours, minutes, seconds) = if let Some((hours, rest)) = text.split_once(':') {
        let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "00"));
        (hours, minutes, seconds)
    } else {
        let (hours, minutes) = text.split_once(['h', 'H'])?;
        (hours.trim_end(), if minutes.is_empty() { "00" } else { minutes.trim_start() }, "00")
    };
    let (hours, minutes) = (digits(hours, hour_digits)?, sixtieths(minutes)?);
    Some(ClockTime { minutes: (hours * 60 + minutes) as Minutes, seconds: sixtieths(seconds)? })
}

/// Two digits that count minutes or seconds.
fn sixtieths(text: &str) -> Option<u32> {
    digits(text, 2).filter(|&minutes| text.len() == 2 && minutes < 60)
}

/// A duration, and whether nothing but a number says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    pub minutes: Minutes,
    /// Whether neither cell nor header names a unit.
    pub bare: bool,
}

impl From<Minutes> for Duration {
    fn from(minutes: Minutes) -> Self {
        Self { minutes, bare: false }
    }
}

/// A duration within `low..=high` minutes: `90`, `1:30`, `01:30:00`, `1h30`, `1.5h`.
pub fn duration(low: Minutes, high: Minutes) -> impl Fn(CellText) -> Parsed<Minutes> {
    move |cell| stated_duration(low, high)(cell).map(|duration| duration.minutes)
}

/// A duration, with what it is made of.
pub fn stated_duration(low: Minutes, high: Minutes) -> impl Fn(CellText) -> Parsed<Duration> {
    move |cell| {
        let remedy = match (cell.unit, cell.comma) {
            (Some(TimeUnit::Hours), true) => Message::HoursShape { example: "1,5", low, high },
            (Some(TimeUnit::Hours), false) => Message::HoursShape { example: "1.5", low, high },
            (_, true) => Message::DurationShape { example: "1,5h", low, high },
            (_, false) => Message::DurationShape { example: "1.5h", low, high },
        };
        let within = |minutes: &i64| (i64::from(low)..=i64::from(high)).contains(minutes);
        if let Some(time) = read_clock(cell.text, 4).filter(|_| !cell.text.ends_with(['h', 'H'])) {
            let time = Some(time).filter(|time| within(&i64::from(time.minutes)));
            return whole_minutes(time, remedy).map(Duration::from);
        }
        let number = read_amount(cell).filter(|(minutes, _)| within(minutes));
        let duration = number.map(|(minutes, bare)| Duration { minutes: minutes as Minutes, bare });
        duration.ok_or(remedy)
    }
}

/// A number of hours, or of the header's unit, which is minutes as a rule; and whether it has no unit.
fn read_amount(cell: CellText) -> Option<(i64, bool)> {
    let hours = |cell: CellText| Some(cell.exact()?.times(60).round());
    match cell.text.strip_suffix(['h', 'H']) {
        Some(text) => Some((hours(CellText { text: text.trim_end(), ..cell })?, false)),
        None if cell.unit == Some(TimeUnit::Hours) => Some((hours(cell)?, false)),
        None => Some((cell.exact()?.whole()?, cell.unit.is_none())),
    }
}

/// Yes or no.
pub fn yes_no(cell: CellText) -> Parsed<bool> {
    match cell.text.to_lowercase().as_str() {
        "yes" | "true" | "1" | "oui" | "vrai" => Ok(true),
        "no" | "false" | "0" | "non" | "faux" => Ok(false),
        _ => Err(Message::YesNo),
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
        _ => yes_no(cell).map(|yes| yes.then_some(PinKind::Visit)).map_err(|_| Message::PinShape),
    }
}

/// A job that another one goes with, by its id, and the fewest and the most minutes between their starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    pub job: String,
    pub least: Minutes,
    pub most: Minutes,
}

/// `JOB`, `JOB+MAX`, `JOB+MIN..MAX`: figures after the last `+` are minutes, whatever ids there are.
pub fn partner(cell: CellText) -> Parsed<Partner> {
    let (job, least, most) = match cell.text.rsplit_once('+').map(|(job, lag)| (job, read_lag(lag))) {
        Some((job, Some((least, most)))) => (job, least, most),
        _ => (cell.text, 0, 0),
    };
    let whole = cell.entries().eq([cell.text]) && !job.is_empty() && (0..=DAY).contains(&most) && least <= most;
    if whole { Ok(Partner { job: job.to_owned(), least, most }) } else { Err(Message::PartnerShape) }
}

/// `MAX` or `MIN..MAX`, of up to four digits each.
fn read_lag(text: &str) -> Option<(Minutes, Minutes)> {
    let (least, most) = text.split_once("..").unwrap_or(("0", text));
    Some((digits(least, 4)? as Minutes, digits(most, 4)? as Minutes))
}

/// Whether one crew should or must do all visits.
pub fn same_crew(cell: CellText) -> Parsed<SameCrew> {
    match fold(cell.text).as_str() {
        "no" | "non" => Ok(SameCrew::No),
        "prefer" | "prefere" => Ok(SameCrew::Prefer),
        "require" | "exige" => Ok(SameCrew::Require),
        _ => Err(Message::SameCrewShape),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(text: &str) -> CellText<'_> {
        CellText::lone(text)
    }

    fn comma(text: &str) -> CellText<'_> {
        CellText { comma: true, ..dot(text) }
    }

    #[test]
    fn decimal_commas_where_the_delimiter_is_another() {
        assert_eq!(decimal(0.0, 10.0)(comma("1,5")), Ok(Decimal(1_500_000)));
        assert_eq!(decimal(0.0, 10.0)(comma("1.5")), Ok(Decimal(1_500_000)));
        for cell in [dot("1,5"), comma("1,5,5"), comma("1,2.5"), comma("1.2,5"), comma("NaN"), comma("inf"), comma("١")]
        {
            assert!(decimal(0.0, 10.0)(cell).is_err(), "{cell:?}");
        }
    }

    #[test]
    fn spaces_and_points_between_digits() {
        let number = |cell| decimal(0.0, 1e7)(cell);
        for text in ["1 234,5", "1\u{a0}234,5", "1\u{202f}234,50", "1\u{2009}2 34.5", "1.234,50", "+1.234,5"] {
            assert_eq!(number(comma(text)), Ok(Decimal(1_234_500_000)), "{text:?}");
        }
        assert_eq!(number(comma("1.234.567,8")), Ok(Decimal(1_234_567_800_000)));
        assert_eq!(
            (number(comma("1.234")), number(dot("1 234.5"))),
            (Ok(Decimal(1_234_000)), Ok(Decimal(1_234_500_000)))
        );
        assert_eq!(duration(0, 1_440)(dot("1 200")), Ok(1_200));
        for cell in [
            comma("1.23,4"),
            comma("1234.567,8"),
            comma("1.234,"),
            comma("1.234,5.6"),
            comma("1 .5"),
            dot("1.234,5"),
            dot("1 x"),
        ] {
            assert!(number(cell).is_err(), "{cell:?}");
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
        for text in [
            "2026-13-01",
            "29/02/2026",
            "0000-01-01",
            "26-11-03",
            "2026/11/03",
            "3-11-2026",
            "2026-11-03-1",
            "-",
            "2026-11-03 10:00",
            "2026-11-03 00:00:01",
            "2026-11-03 soon",
            "2026-11-03 ",
        ] {
            assert!(date(dot(text)).is_err(), "{text}");
        }
        for text in ["2026-11-03 00:00:00", "3/11/2026 0:00", "2026-11-03T00:00:00", "03/11/2026\u{a0}00:00"] {
            assert_eq!(date(dot(text)), Ok(day), "{text}");
        }
        assert_eq!(dates(dot("2026-11-03  3/11/2026")), Ok(vec![day, day]));
        assert_eq!(dates(dot("2026-11-03 00:00:00|3/11/2026 00:00")), Ok(vec![day, day]));
        for text in ["2026-11-03 tomorrow", "2026-11-03 10:00", "00:00 2026-11-03"] {
            assert!(dates(dot(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_that_does_not_exist_is_told() {
        for (text, told) in [
            ("31/11/2026", "there is no 31 November 2026"),
            ("2027-02-29", "there is no 29 February 2027"),
            ("2026-13-01", "there is no month 13"),
            ("11/12/26", "a year has four digits"),
        ] {
            let advice = date(dot(text)).unwrap_err().to_string();
            assert!(advice.starts_with(told), "{text}: {advice}");
        }
    }

    #[test]
    fn times_of_day() {
        for (text, minutes) in [
            ("08:00", 480),
            ("8h", 480),
            ("8H30", 510),
            ("24:00", 1_440),
            ("0h00", 0),
            ("08:00:00", 480),
            ("8 h 30", 510),
        ] {
            assert_eq!(clock(dot(text)), Ok(minutes), "{text}");
        }
        for text in
            ["8", "8:", "8:0", "8h5", "08:60", "24:01", "25h", "08:00:30", "08:00:0", "123:00", "é:00", ":30", "h"]
        {
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
        for (text, minutes) in [("01:30:00", 90), ("6 h", 360), ("1 h 30", 90), ("1h 30", 90), ("1.5 h", 90)] {
            assert_eq!(parse(dot(text)), Ok(minutes), "{text}");
        }
        assert_eq!(parse(comma("1,5h")), Ok(90));
        assert_eq!(parse(dot("0.025h")), Ok(2), "1.5 minutes round up");
        assert_eq!(parse(dot("0.0249h")), Ok(1));
        for text in
            ["90.5", "1:5", "1h3", "1:60", "24h01", "-5", "h", "1,5h", "90min", "1h30m", "1e30h", "01:30:30", "1 h 3"]
        {
            assert!(parse(dot(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn the_unit_of_the_header() {
        let parse = |unit, text| stated_duration(0, 1_440)(CellText { unit, ..comma(text) });
        let (hours, minutes) = (Some(TimeUnit::Hours), Some(TimeUnit::Minutes));
        let said = |minutes, bare| Ok(Duration { minutes, bare });
        assert_eq!(
            [parse(hours, "6"), parse(hours, "1,5"), parse(hours, "1:30")],
            [360, 90, 90].map(|m| said(m, false))
        );
        assert_eq!(
            [parse(minutes, "6"), parse(minutes, "6h"), parse(None, "6h")],
            [6, 360, 360].map(|m| said(m, false))
        );
        assert_eq!(parse(None, "6"), said(6, true));
        assert!(parse(hours, "25").is_err() && parse(minutes, "1,5").is_err());
    }

    #[test]
    fn week_hours_round_down() {
        assert_eq!(hours_floor(0.0, 168.0)(dot("35.01")), Ok(2_100));
        assert_eq!(hours_floor(0.0, 168.0)(dot("37.5")), Ok(2_250));
    }

    #[test]
    fn words() {
        assert_eq!((yes_no(dot("OUI")), yes_no(dot("0"))), (Ok(true), Ok(false)));
        assert_eq!((yes_no(dot("VRAI")), yes_no(dot("faux"))), (Ok(true), Ok(false)));
        assert_eq!(pinned(dot("Équipe")), Ok(Some(PinKind::Crew)));
        assert_eq!((pinned(dot("yes")), pinned(dot("non"))), (Ok(Some(PinKind::Visit)), Ok(None)));
        assert_eq!(same_crew(dot("Préfère")), Ok(SameCrew::Prefer));
        assert!(yes_no(dot("maybe")).is_err() && pinned(dot("maybe")).is_err() && same_crew(dot("maybe")).is_err());
        assert!(id(dot("a b")).is_err() && id(dot("a\u{a0}b")).is_err());
        assert!(id(dot("a|b")).is_err() && id(comma("a,b")).is_err() && id(dot("a,b")).is_ok());
        let two = Ok(vec!["a".to_owned(), "b".to_owned()]);
        for cell in [dot(" a  b "), dot("a|b"), dot("| a |b|"), comma("a,b"), comma("a, b"), comma("a |, b")] {
            assert_eq!(ids(cell), two, "{cell:?}");
        }
        assert_eq!(ids(dot("a,b")), Ok(vec!["a,b".to_owned()]));
    }
}
