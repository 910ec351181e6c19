//! Reads settings.toml.

use std::ops::Range;

use chrono::NaiveDate;
use chrono_tz::{TZ_VARIANTS, Tz};
use rustc_hash::FxHashMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::cell::{self, CellText, Parsed};
use super::folder::FileContents;
use super::issues::{InputPosition, Issues};
use super::number::Exact;
use super::sheet;
use super::written::WrittenCell;
use crate::error::Message;
use crate::i18n::Locale;
use crate::model::{Clock, DateSpans, HolidayCalendar, SETTINGS, Setting, SettingValue, Settings, hhmm};
use crate::units::Decimal;

/// The name of the file.
pub const FILE: &str = "settings.toml";
/// Largest value of a setting.
const HUGE: f64 = 1e12;
/// Most days of a span of dates.
const LONGEST_SPAN: i64 = 3_660;

/// The settings of a file.
pub struct SettingsDraft {
    /// The settings; `start` only holds where `start` below is given.
    pub settings: Settings,
    /// First date of the horizon, where the file states it.
    pub start: Option<NaiveDate>,
    /// Whether the file's start was refused, or the whole file, so that its absence is no further fault.
    pub start_refused: bool,
    /// The lines of the settings that the file states, by their names.
    pub lines: Lines,
}

/// Lines by the names of settings.
pub type Lines = FxHashMap<&'static str, u64>;

/// Reads the settings; the defaults where there is no file.
pub fn read(contents: Option<FileContents>, issues: &mut Issues) -> SettingsDraft {
    let start = NaiveDate::from_ymd_opt(2001, 1, 1).unwrap_or_default();
    let settings = Settings::starting(start);
    let mut draft = SettingsDraft { settings, start: None, start_refused: false, lines: Lines::default() };
    let Some(contents) = contents else { return draft };
    let Some(text) = sheet::text(FILE, &contents.bytes, issues) else {
        draft.start_refused = true;
        return draft;
    };
    let text = &*text;
    match DeTable::parse(text) {
        Ok(document) => read_sections(&mut draft, document.get_ref(), text, issues),
        Err(fault) => {
            draft.start_refused = true;
            let line = fault.span().map(|span| line_of(text, span.start));
            let advice = Message::NotToml { fault: fault.message().to_owned() };
            issues.error(InputPosition { file: FILE, line, column: "" }, "", advice);
        }
    }
    draft
}

fn read_sections(draft: &mut SettingsDraft, document: &DeTable, text: &str, issues: &mut Issues) {
    let breaks: Vec<usize> = text.match_indices('\n').map(|(offset, _)| offset).collect();
    let line_at = |offset: usize| 1 + breaks.partition_point(|&end| end < offset) as u64;
    let place = |key: &Spanned<_>| line_at(key.span().start);
    for (section, content) in document {
        let Some(keys) = content.get_ref().as_table() else {
            warn_unknown(section.get_ref(), place(section), shown(content, text), issues);
            continue;
        };
        for (key, value) in keys {
            let (line, column) = (place(key), format!("{}.{}", section.get_ref(), key.get_ref()));
            let Some(known) = SETTINGS.iter().find(|known| known.name == column) else {
                warn_unknown(&column, line, shown(value, text), issues);
                continue;
            };
            draft.lines.insert(known.name, line);
            for (span, advice) in set(draft, known, value, issues) {
                draft.start_refused |= matches!(known.value, SettingValue::Date(_));
                let place = InputPosition::cell(FILE, line_at(span.start), &column);
                issues.error(place, text.get(span).unwrap_or_default(), advice);
            }
        }
    }
}

fn warn_unknown(column: &str, line: u64, value: &str, issues: &mut Issues) {
    let near = issues.nearest(column, SETTINGS.iter().map(|known| known.name));
    issues.warn(InputPosition::cell(FILE, line, column), value, Message::UnknownSetting { near });
}

/// A value as it stands in the file.
fn shown<'t>(value: &Spanned<DeValue>, text: &'t str) -> &'t str {
    text.get(value.span()).unwrap_or_default()
}

fn line_of(text: &str, offset: usize) -> u64 {
    1 + text.bytes().take(offset).filter(|&byte| byte == b'\n').count() as u64
}

/// A part of the file, and what is wrong with it.
type Fault = (Range<usize>, Message);

/// Puts a value where its setting says; the faults where it can't be.
fn set(draft: &mut SettingsDraft, setting: &Setting, value: &Spanned<DeValue>, issues: &mut Issues) -> Vec<Fault> {
    let (settings, span, content) = (&mut draft.settings, value.span(), value.get_ref());
    let done = match setting.value {
        SettingValue::Date(field) => date(content).map(|date| {
            *field(settings) = date;
            draft.start = Some(date);
        }),
        SettingValue::Days(field) => days(content).map(|days| *field(settings) = days),
        SettingValue::Break(field) => pause(content).map(|clock| *field(settings) = clock),
        SettingValue::Holidays(field) => holidays(content).map(|calendar| *field(settings) = calendar),
        SettingValue::Dates(field) => return add_spans(field(settings), value),
        SettingValue::Timezone(field) => timezone(content, issues).map(|zone| *field(settings) = zone),
        SettingValue::Ratio(field) => ratio(content).map(|ratio| *field(settings) = ratio),
        SettingValue::Positive(field) => above_zero(content).map(|number| *field(settings) = number),
        SettingValue::Amount(field) => amount(content).map(|number| *field(settings) = number.decimal()),
    };
    done.err().map(|advice| (span, advice)).into_iter().collect()
}

fn holidays(value: &DeValue) -> Parsed<HolidayCalendar> {
    let code = value.as_str().map(|code| code.trim().to_ascii_uppercase());
    code.and_then(|code| code.parse().ok()).ok_or(Message::HolidayCode)
}

fn timezone(value: &DeValue, issues: &mut Issues) -> Parsed<Tz> {
    let name = value.as_str().unwrap_or_default().trim();
    name.parse().map_err(|_| Message::UnknownTimezone {
        near: issues.nearest(name, TZ_VARIANTS.iter().map(|zone| zone.name())),
    })
}

/// Adds dates and spans of dates: a list, a text with spaces between them, or a date alone.
fn add_spans(spans: &mut DateSpans, value: &Spanned<DeValue>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add = |text: &str, place: Range<usize>| {
        if let Err(advice) = date_span(text).and_then(|(first, last)| insert(spans, first, last)) {
            faults.push((place, advice));
        }
    };
    match value.get_ref() {
        DeValue::Array(entries) => {
            for entry in entries {
                add(&date_text(entry.get_ref()), entry.span());
            }
        }
        DeValue::String(text) => {
            let separates = |letter: char| letter.is_whitespace() || matches!(letter, '|' | ',');
            text.split(separates).filter(|entry| !entry.is_empty()).for_each(|entry| add(entry, value.span()));
        }
        lone => add(&date_text(lone), value.span()),
    }
    faults
}

fn insert(spans: &mut DateSpans, first: NaiveDate, last: NaiveDate) -> Parsed<()> {
    spans.insert(first, last).map_err(|date| Message::SpanTwice { date })
}

/// First and last date of `2026-12-24..2027-01-03`, or of one date.
fn date_span(text: &str) -> Parsed<(NaiveDate, NaiveDate)> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let read = |text: &str| cell::date(CellText::lone(text.trim())).map_err(|_| Message::DateSpanShape);
    let (first, last) = (read(first)?, read(last)?);
    if first > last {
        return Err(Message::LastBeforeFirst);
    }
    if last.signed_duration_since(first).num_days() > LONGEST_SPAN {
        return Err(Message::SpanTooLong);
    }
    Ok((first, last))
}

fn amount(value: &DeValue) -> Parsed<Exact> {
    let number = match value {
        DeValue::Integer(integer) if integer.radix() == 10 => Exact::parse(integer.as_str()),
        DeValue::Integer(integer) => {
            let whole = i128::from_str_radix(integer.as_str(), integer.radix()).ok();
            whole.and_then(|whole| Exact::parse(&whole.to_string()))
        }
        DeValue::Float(float) => Exact::parse(float.as_str()),
        _ => None,
    };
    let zero_to_huge = |number: &Exact| number.floor() >= 0 && number.ceil() <= HUGE as i64;
    number.filter(zero_to_huge).ok_or(Message::AmountShape)
}

fn date(value: &DeValue) -> Parsed<NaiveDate> {
    cell::date(CellText::lone(&date_text(value)))
}

/// What a date is read from; empty where a value can be none.
fn date_text(value: &DeValue) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        _ => String::new(),
    }
}

fn days(value: &DeValue) -> Parsed<usize> {
    let days = amount(value).ok().and_then(|days| days.whole()).filter(|days| (1..=366).contains(days));
    Ok(days.ok_or(Message::DaysShape)? as usize)
}

fn pause(value: &DeValue) -> Parsed<Clock> {
    let clock = value.as_str().and_then(read_break);
    clock.ok_or(Message::BreakShape)
}

fn read_break(text: &str) -> Option<Clock> {
    if text.trim().is_empty() {
        return Some(Clock::new(0, 0));
    }
    let (from, until) = text.split_once('-')?;
    let minute = |text: &str| cell::clock(CellText::lone(text.trim())).ok();
    let (from, until) = (minute(from)?, minute(until)?);
    (from < until).then(|| Clock::new(from, until))
}

fn ratio(value: &DeValue) -> Parsed<f64> {
    let rounded = above_zero(value)?;
    let written = value.as_float().and_then(|float| float.as_str().parse().ok());
    Ok(written.unwrap_or(rounded.to_f64()))
}

/// A number that stays above zero when rounded to six places.
fn above_zero(value: &DeValue) -> Parsed<Decimal> {
    let number = amount(value)?.decimal();
    if number > Decimal::ZERO { Ok(number) } else { Err(Message::AboveZero) }
}

/// The text of a settings.toml with every setting at its default, explained in a language.
pub fn template(locale: Locale, start: NaiveDate) -> String {
    let mut text = locale.settings_head();
    let mut section = "";
    for setting in SETTINGS.iter() {
        if setting.section != section {
            section = setting.section;
            let header = format!("[{section}]");
            let line = match locale.settings_section(section) {
                "" => header,
                comment => commented(&header, comment),
            };
            text += &format!("\n{line}\n");
        }
        let default = match setting.value {
            SettingValue::Date(_) => format!("\"{start}\""),
            _ => setting.default.to_owned(),
        };
        text += &commented(&format!("{} = {default}", setting.key), setting.comment(locale));
        text.push('\n');
    }
    text
}

/// The text of a settings.toml that states these settings.
pub fn written(settings: &Settings) -> String {
    let (mut settings, mut text, mut section) = (settings.clone(), String::new(), "");
    for setting in SETTINGS.iter() {
        if setting.section != section {
            section = setting.section;
            text += &format!("[{section}]\n");
        }
        let value = match setting.value {
            SettingValue::Date(field) => format!("\"{}\"", field(&mut settings)),
            SettingValue::Days(field) => field(&mut settings).to_string(),
            SettingValue::Break(field) => match *field(&mut settings) {
                Clock { from, until } if from == until => "\"\"".into(),
                Clock { from, until } => format!("\"{}-{}\"", hhmm(from), hhmm(until)),
            },
            SettingValue::Holidays(field) => format!("\"{}\"", field(&mut settings).code()),
            SettingValue::Dates(field) => {
                let span = |(first, last): (NaiveDate, NaiveDate)| {
                    if first == last { format!("\"{first}\"") } else { format!("\"{first}..{last}\"") }
                };
                format!("[{}]", field(&mut settings).iter().map(span).collect::<Vec<_>>().join(", "))
            }
            SettingValue::Timezone(field) => format!("\"{}\"", field(&mut settings).name()),
            SettingValue::Ratio(field) => field(&mut settings).to_string(),
            SettingValue::Positive(field) | SettingValue::Amount(field) => field(&mut settings).cell(),
        };
        text += &format!("{} = {value}\n", setting.key);
    }
    text
}

fn commented(entry: &str, comment: &str) -> String {
    format!("{entry:24} # {comment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> (SettingsDraft, Vec<String>) {
        let mut issues = Issues::default();
        let contents = FileContents { file: FILE.into(), bytes: text.as_bytes().to_vec() };
        let draft = read(Some(contents), &mut issues);
        (draft, issues.into_sorted().iter().map(|issue| format!("{:?} {}", issue.line, issue.column)).collect())
    }

    #[test]
    fn values_are_exact() {
        let (draft, issues) = settings(
            "\u{feff}[horizon]\nstart = 2026-11-23\ndays = 7.0\n[day]\nbreak = \"12h-13h30\"\n[costs]\nkm = 0.1\nhour = 1_000\n\
             [travel]\nspeed_kmh = 0x32\ndetour = 1.25\n[weights]\nlate_day = 1e-6\noverload = 0.0000004\n",
        );
        assert_eq!(issues, Vec::<String>::new());
        assert_eq!(draft.start, NaiveDate::from_ymd_opt(2026, 11, 23));
        let read = draft.settings;
        assert_eq!((read.days, read.clock, read.detour), (7, Clock::new(720, 810), 1.25));
        assert_eq!((read.cost_km, read.cost_hour), (Decimal(100_000), Decimal::whole(1_000)));
        assert_eq!((read.speed_kmh, read.late_day, read.overload), (Decimal::whole(50), Decimal(1), Decimal(0)));
    }

    #[test]
    fn what_is_written_reads_back() {
        let start = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date");
        let own = Settings {
            days: 14,
            clock: Clock::new(0, 0),
            detour: 1.000_000_7,
            late_day: Decimal(1),
            unassigned_visit: Decimal(123_456_000_001),
            ..Settings::starting(start)
        };
        let (draft, issues) = settings(&written(&own));
        assert_eq!((draft.settings, issues), (own, Vec::new()));
    }

    #[test]
    fn holidays_closures_and_zone() {
        let text = "[calendar]\nholidays = \"fr-57\"\nclosed = [\n  \"2026-12-24..03/01/2027\",\n  2026-11-27,\n]\n\
                    open = \"2026-11-11 2026-11-01\"\n[firm]\ntimezone = \"Indian/Reunion\"\n";
        let (draft, issues) = settings(text);
        assert_eq!(issues, Vec::<String>::new());
        let own = draft.settings;
        let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        assert_eq!(own.holidays, HolidayCalendar::AlsaceMoselle(57));
        assert_eq!(own.timezone, Tz::Indian__Reunion);
        let day_off = |day| own.day_off(day).map(|off| off.name(Locale::En));
        assert_eq!(day_off(date(2026, 11, 11)), None, "worked although it is a holiday");
        assert_eq!(day_off(date(2026, 12, 25)), Some("closed"));
        assert_eq!(day_off(date(2026, 11, 27)), Some("closed"));
        assert_eq!(day_off(date(2027, 3, 26)), Some("Good Friday"));
        assert_eq!(settings(&written(&own)).0.settings, own);
    }

    #[test]
    fn faults_of_holidays_closures_and_zone() {
        let (_, issues) = settings(
            "[calendar]\nholidays = \"DE\"\nclosed = [\n  \"2027-01-03..2026-12-24\",\n  \"2026-11-27\", \"soon\",\n  2026-11-27,\n\
             7]\nopen = \"2026-01-01..2046-01-01\"\n[firm]\ntimezone = \"Europe/Pariss\"\n",
        );
        let expected = [
            "Some(2) calendar.holidays",
            "Some(4) calendar.closed",
            "Some(5) calendar.closed",
            "Some(6) calendar.closed",
            "Some(8) calendar.open",
            "Some(10) firm.timezone",
        ];
        assert_eq!(issues, expected);
    }

    #[test]
    fn no_break() {
        assert_eq!(settings("[day]\nbreak = ' '").0.settings.clock.pause(), 0);
    }

    #[test]
    fn faults_have_lines() {
        let (_, issues) = settings(
            "\n[horizon]\nstart = \"soon\"\n\ndays = 5.5\n[day]\nbreak = \"13:00-12:00\"\n[costs]\nkm = -1\nhour = nan\n\
             overtime_hour = 1e13\nweeks_per_year = true\n[travel]\nspeed_kmh = 0\ndetour = 0.0000001\n",
        );
        let expected = [
            "Some(3) horizon.start",
            "Some(5) horizon.days",
            "Some(7) day.break",
            "Some(9) costs.km",
            "Some(10) costs.hour",
            "Some(11) costs.overtime_hour",
            "Some(12) costs.weeks_per_year",
            "Some(14) travel.speed_kmh",
            "Some(15) travel.detour",
        ];
        assert_eq!(issues, expected);
    }

    #[test]
    fn what_is_not_known_is_told() {
        let (_, issues) = settings("km = 1\n[costs]\nkilometre = 1\n[weather]\nrain = 2\n");
        assert_eq!(issues, ["Some(1) km", "Some(3) costs.kilometre", "Some(5) weather.rain"]);
    }

    #[test]
    fn what_is_not_toml_has_a_line() {
        let (draft, issues) = settings("[horizon]\nstart = 2026-99\n");
        assert_eq!(issues, ["Some(2) "]);
        assert!(draft.start_refused);
    }

    #[test]
    fn the_template_states_every_default() {
        let start = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date");
        for locale in Locale::ALL {
            let text = template(locale, start);
            let (draft, issues) = settings(&text);
            assert_eq!((draft.settings, draft.start), (Settings::starting(start), Some(start)));
            assert_eq!(issues, Vec::<String>::new());
            assert_eq!(settings(&written(&Settings::starting(start))).0.settings, Settings::starting(start));
            assert!(SETTINGS.iter().all(|setting| text.contains(setting.comment(locale))), "{text}");
        }
    }

    #[test]
    fn the_documentation_has_every_setting() {
        let mut section = "";
        let mut rows = String::from("| section | setting | default | meaning |\n|---|---|---|---|\n");
        for setting in SETTINGS.iter() {
            let first = if setting.section == section { String::new() } else { format!("`[{}]` ", setting.section) };
            section = setting.section;
            let default = match setting.value {
                SettingValue::Date(_) => "needed, here or as `--week 2026-W48`".to_owned(),
                SettingValue::Break(_)
                | SettingValue::Holidays(_)
                | SettingValue::Dates(_)
                | SettingValue::Timezone(_) => format!("`{}`", setting.default),
                _ => setting.default.to_owned(),
            };
            rows += &format!("| {first}| `{}` | {default} | {} |\n", setting.key, setting.meaning);
        }
        let page = include_str!("../../docs/format.md");
        assert!(page.contains(&rows), "put this table into docs/format.md:\n{rows}");
    }
}
