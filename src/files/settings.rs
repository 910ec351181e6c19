//! Reads settings.toml.

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::cell::{self, Cell, Parsed};
use super::folder::Contents;
use super::issues::{Issues, Spot};
use super::number::Exact;
use crate::model::{Clock, Settings};
use crate::units::Decimal;

/// The name of the file.
pub const FILE: &str = "settings.toml";
/// Largest value of a setting.
const HUGE: f64 = 1e12;

/// The settings of a file.
pub struct SettingsDraft {
    /// The settings; `start` only holds where `start` below is given.
    pub settings: Settings,
    /// First date of the horizon, where the file states it.
    pub start: Option<NaiveDate>,
    /// Whether the file's start was refused, or the whole file, so that its absence is no further fault.
    pub start_refused: bool,
}

/// One setting: its section, its name, and what takes its value.
struct Setting {
    section: &'static str,
    key: &'static str,
    set: fn(&mut SettingsDraft, &DeValue) -> Parsed<()>,
}

macro_rules! amount {
    ($section:literal, $key:literal, $field:ident) => {
        Setting {
            section: $section,
            key: $key,
            set: |draft, value| {
                draft.settings.$field = amount(value)?.decimal();
                Ok(())
            },
        }
    };
}

const SETTINGS: [Setting; 21] = [
    Setting { section: "horizon", key: "start", set: set_start },
    Setting { section: "horizon", key: "days", set: set_days },
    Setting { section: "day", key: "break", set: set_break },
    Setting { section: "travel", key: "detour", set: set_detour },
    Setting { section: "travel", key: "speed_kmh", set: set_speed },
    amount!("costs", "km", cost_km),
    amount!("costs", "hour", cost_hour),
    amount!("costs", "overtime_hour", cost_overtime_hour),
    amount!("costs", "weeks_per_year", weeks_per_year),
    amount!("weights", "unassigned_visit", unassigned_visit),
    amount!("weights", "unassigned_hour", unassigned_hour),
    amount!("weights", "late_day", late_day),
    amount!("weights", "risk_day", risk_day),
    amount!("weights", "long_trip_minute", long_trip_minute),
    amount!("weights", "long_trip_from", long_trip_from),
    amount!("weights", "overload", overload),
    amount!("weights", "change_crew", change_crew),
    amount!("weights", "change_day", change_day),
    amount!("weights", "second_crew", second_crew),
    amount!("weights", "preference", preference),
    amount!("weights", "overskill", overskill),
];

/// Reads the settings; the defaults where there is no file.
pub fn read(contents: Option<Contents>, issues: &mut Issues) -> SettingsDraft {
    let start = NaiveDate::from_ymd_opt(2001, 1, 1).unwrap_or_default();
    let mut draft = SettingsDraft { settings: Settings::starting(start), start: None, start_refused: false };
    let Some(contents) = contents else { return draft };
    let text = String::from_utf8_lossy(&contents.bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match DeTable::parse(text) {
        Ok(document) => read_sections(&mut draft, document.get_ref(), text, issues),
        Err(fault) => {
            draft.start_refused = true;
            let line = fault.span().map(|span| line_of(text, span.start));
            issues.error(Spot { file: FILE, line, column: "" }, "", format!("not valid TOML: {}", fault.message()));
        }
    }
    draft
}

fn read_sections(draft: &mut SettingsDraft, document: &DeTable, text: &str, issues: &mut Issues) {
    let place = |key: &Spanned<_>| line_of(text, key.span().start);
    for (section, content) in document {
        let Some(keys) = content.get_ref().as_table() else {
            warn_unknown(section.get_ref(), place(section), shown(content, text), issues);
            continue;
        };
        for (key, value) in keys {
            let (line, column) = (place(key), format!("{}.{}", section.get_ref(), key.get_ref()));
            let known = SETTINGS.iter().find(|known| known.section == section.get_ref() && known.key == key.get_ref());
            let Some(known) = known else {
                warn_unknown(&column, line, shown(value, text), issues);
                continue;
            };
            if let Err(advice) = (known.set)(draft, value.get_ref()) {
                draft.start_refused |= known.key == "start";
                issues.error(Spot::cell(FILE, line, &column), shown(value, text), advice);
            }
        }
    }
}

fn warn_unknown(column: &str, line: u64, value: &str, issues: &mut Issues) {
    let names: Vec<_> = SETTINGS.iter().map(|known| format!("{}.{}", known.section, known.key)).collect();
    let near = issues.suggest(column, names.iter().map(String::as_str));
    issues.warn(
        Spot::cell(FILE, line, column),
        value,
        format!("this setting is not known and is ignored; delete it or mend its name{near}"),
    );
}

/// A value as it stands in the file.
fn shown<'t>(value: &Spanned<DeValue>, text: &'t str) -> &'t str {
    text.get(value.span()).unwrap_or_default()
}

fn line_of(text: &str, offset: usize) -> u64 {
    1 + text.bytes().take(offset).filter(|&byte| byte == b'\n').count() as u64
}

fn amount(value: &DeValue) -> Parsed<Exact> {
    const ADVICE: &str = "must be a number of zero or more, and not above 1e12";
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
    number.filter(zero_to_huge).ok_or_else(|| ADVICE.into())
}

fn set_start(draft: &mut SettingsDraft, value: &DeValue) -> Parsed<()> {
    let text = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        _ => String::new(),
    };
    draft.start = Some(cell::date(Cell { text: &text, comma: false })?);
    Ok(())
}

fn set_days(draft: &mut SettingsDraft, value: &DeValue) -> Parsed<()> {
    let days = amount(value).ok().and_then(|days| days.whole()).filter(|days| (1..=366).contains(days));
    draft.settings.days = days.ok_or("must be a whole number of days between 1 and 366")? as usize;
    Ok(())
}

fn set_break(draft: &mut SettingsDraft, value: &DeValue) -> Parsed<()> {
    let clock = value.as_str().and_then(read_break);
    draft.settings.clock = clock.ok_or("a break looks like \"12:00-13:00\"; no break is \"\"")?;
    Ok(())
}

fn read_break(text: &str) -> Option<Clock> {
    if text.trim().is_empty() {
        return Some(Clock::new(0, 0));
    }
    let (from, until) = text.split_once('-')?;
    let minute = |text: &str| cell::clock(Cell { text: text.trim(), comma: false }).ok();
    let (from, until) = (minute(from)?, minute(until)?);
    (from < until).then(|| Clock::new(from, until))
}

fn set_detour(draft: &mut SettingsDraft, value: &DeValue) -> Parsed<()> {
    let rounded = above_zero(value)?;
    let written = value.as_float().and_then(|float| float.as_str().parse().ok());
    draft.settings.detour = written.unwrap_or(rounded.to_f64());
    Ok(())
}

fn set_speed(draft: &mut SettingsDraft, value: &DeValue) -> Parsed<()> {
    draft.settings.speed_kmh = above_zero(value)?;
    Ok(())
}

/// A number that stays above zero when rounded to six places.
fn above_zero(value: &DeValue) -> Parsed<Decimal> {
    let number = amount(value)?.decimal();
    if number > Decimal::ZERO { Ok(number) } else { Err("must be above zero".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> (SettingsDraft, Vec<String>) {
        let mut issues = Issues::default();
        let contents = Contents { file: FILE.into(), bytes: text.as_bytes().to_vec() };
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
}
