//! The values of cells as the spreadsheet shows them, in the forms that cells of CSV have.

use std::borrow::Cow;

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};
use chrono::{Days, NaiveDate};

/// What a cell shows.
#[derive(Debug, PartialEq)]
pub enum Shown<'v> {
    /// A value.
    Text(Cow<'v, str>),
    /// An error value such as `#REF!`.
    Error(Cow<'v, str>),
    /// Nothing.
    Empty,
}

/// What a value of a range shows.
pub fn shown(data: &Data) -> Shown<'_> {
    match data {
        Data::Empty => Shown::Empty,
        Data::String(text) => Shown::Text(text.into()),
        Data::Int(number) => Shown::Text(number.to_string().into()),
        Data::Float(number) => Shown::Text(self::number(*number).into()),
        Data::Bool(is_true) => Shown::Text(is_true.to_string().into()),
        Data::DateTime(moment) => Shown::Text(moment_text(moment).into()),
        Data::DateTimeIso(text) => Shown::Text(iso_moment(text)),
        Data::DurationIso(text) => Shown::Text(iso_duration(text)),
        Data::Error(error) => Shown::Error(error_text(error).into()),
    }
}

/// What a value that is read in passing shows.
pub fn shown_ref<'v>(data: &'v DataRef<'_>) -> Shown<'v> {
    match data {
        DataRef::Empty => Shown::Empty,
        DataRef::String(text) => Shown::Text(text.into()),
        DataRef::SharedString(text) => Shown::Text((*text).into()),
        DataRef::Int(number) => Shown::Text(number.to_string().into()),
        DataRef::Float(number) => Shown::Text(self::number(*number).into()),
        DataRef::Bool(is_true) => Shown::Text(is_true.to_string().into()),
        DataRef::DateTime(moment) => Shown::Text(moment_text(moment).into()),
        DataRef::DateTimeIso(text) => Shown::Text(iso_moment(text)),
        DataRef::DurationIso(text) => Shown::Text(iso_duration(text)),
        DataRef::Error(error) => Shown::Error(error_text(error).into()),
    }
}

/// The result of a formula where the format keeps error values as text.
pub fn text_or_error(text: &str) -> Shown<'_> {
    let is_error = text.starts_with("Err:") || text.starts_with('#') && text.len() > 1;
    if is_error { Shown::Error(text.into()) } else { Shown::Text(text.into()) }
}

fn error_text(error: &CellErrorType) -> String {
    error.to_string()
}

/// A number in the shortest form; what only the binary fraction adds behind the fifteenth digit is left off.
pub fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let exact = value.to_string();
    if exact.len() <= 15 {
        return exact;
    }
    let rounded = format!("{value:.14e}").parse::<f64>().map_or_else(|_| exact.clone(), |value| value.to_string());
    if rounded.len() + 2 < exact.len() { rounded } else { exact }
}

/// A date, a time of day, both, or a duration.
fn moment_text(moment: &ExcelDateTime) -> String {
    let value = moment.as_f64();
    if !value.is_finite() || value < 0.0 {
        return number(value);
    }
    if moment.is_duration() {
        return duration((value * 86_400.0).round() as u64);
    }
    let (year, month, day, hours, minutes, seconds, millis) = moment.to_ymd_hms_milli();
    let seconds = u64::from(hours) * 3_600 + u64::from(minutes) * 60 + u64::from(seconds) + u64::from(millis >= 500);
    if value < 1.0 {
        return duration(seconds);
    }
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    let date = date.and_then(|date| date.checked_add_days(Days::new(seconds / 86_400)));
    match (date, seconds % 86_400) {
        (None, _) => number(value),
        (Some(date), 0) => date.to_string(),
        (Some(date), seconds) => format!("{date} {}", duration(seconds)),
    }
}

/// Hours and minutes, and seconds where there are any.
fn duration(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match seconds {
        0 => format!("{hours:02}:{minutes:02}"),
        _ => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    }
}

/// `2026-11-23T08:30:00` with a space, and without a time of midnight.
fn iso_moment(text: &str) -> Cow<'_, str> {
    match text.split_once('T') {
        Some((date, time)) if time.bytes().all(|byte| b"0:.".contains(&byte)) => date.into(),
        Some((date, time)) => format!("{date} {}", time.split('.').next().unwrap_or_default()).into(),
        None => text.into(),
    }
}

/// `PT08H30M00S` as hours and minutes.
fn iso_duration(text: &str) -> Cow<'_, str> {
    let seconds = || {
        let (mut total, mut rest) = (0.0, text.strip_prefix("PT")?);
        for (unit, seconds) in [('H', 3_600.0), ('M', 60.0), ('S', 1.0)] {
            if let Some((count, behind)) = rest.split_once(unit) {
                total += count.parse::<f64>().ok().filter(|count| (0.0..1e9).contains(count))? * seconds;
                rest = behind;
            }
        }
        rest.is_empty().then_some(total.round() as u64)
    };
    seconds().map_or_else(|| text.into(), |seconds| duration(seconds).into())
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_are_as_the_spreadsheet_shows_them() {
        for (value, text) in [
            (7.0, "7"),
            (-0.0, "0"),
            (1.1, "1.1"),
            (0.1 + 0.2, "0.3"),
            (45.764_043, "45.764043"),
            (45.123_456_789_012_34, "45.12345678901234"),
            (1e15, "1000000000000000"),
            (-2.5, "-2.5"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn dates_times_and_durations() {
        let text = |value, kind, is_1904| moment_text(&ExcelDateTime::new(value, kind, is_1904));
        let moment = |value| text(value, ExcelDateTimeType::DateTime, false);
        assert_eq!(
            [moment(46_349.0), moment(46_349.5), moment(0.354_166_666_666_667)],
            ["2026-11-23", "2026-11-23 12:00", "08:30"]
        );
        assert_eq!(text(44_887.0, ExcelDateTimeType::DateTime, true), "2026-11-23");
        assert_eq!(text(0.5, ExcelDateTimeType::DateTime, true), "12:00");
        assert_eq!(text(1.5, ExcelDateTimeType::TimeDelta, false), "36:00");
        assert_eq!(moment(46_349.999_999_999), "2026-11-24", "a rounding error before midnight");
        assert_eq!((moment(0.354_171), moment(-1.0)), ("08:30".to_owned(), "-1".to_owned()));
        assert_eq!([iso_moment("2026-11-23"), iso_moment("2026-11-23T00:00:00")], ["2026-11-23", "2026-11-23"]);
        assert_eq!(iso_moment("2026-11-23T08:30:00.000"), "2026-11-23 08:30:00");
        assert_eq!(
            [iso_duration("PT08H30M00S"), iso_duration("PT36H00M15S"), iso_duration("P1D")],
            ["08:30", "36:00:15", "P1D"]
        );
    }

    #[test]
    fn errors_are_told_from_texts() {
        assert_eq!(text_or_error("#REF!"), Shown::Error("#REF!".into()));
        assert_eq!(text_or_error("Err:508"), Shown::Error("Err:508".into()));
        assert_eq!(text_or_error("# 1"), Shown::Error("# 1".into()));
        assert_eq!(text_or_error("A#"), Shown::Text("A#".into()));
        assert_eq!(shown(&Data::Error(CellErrorType::Ref)), Shown::Error("#REF!".into()));
    }
}
