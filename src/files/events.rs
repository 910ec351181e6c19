//! Events of a day as JSON lines, from a planner or another system.

use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::columns::JOBS;
use super::tables::JobTable;

/// Something that has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A crew is not there from one date to another.
    Absence {
        /// The crew's id.
        crew: String,
        /// The first date.
        from: NaiveDate,
        /// The last date.
        to: NaiveDate,
    },
    /// A new job.
    UrgentJob(JobTable),
    /// A job is done, perhaps earlier than planned.
    FinishedEarly {
        /// The job's id.
        job: String,
        /// When its last visit ended.
        at: Option<NaiveDateTime>,
    },
    /// A job is not to be done any more.
    Cancelled {
        /// The job's id.
        job: String,
    },
}

/// A line of events: its number, and the event or what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventLine {
    /// From 1.
    pub line: usize,
    /// The event.
    pub event: Result<Event, String>,
}

/// The words for what has happened, as the key `event` says them.
const KINDS: &str = "absence, urgent-job, finished-early, cancelled";

/// The events of a text, in order; blank lines are passed over. `name` is what messages call the text.
pub fn read_events(name: &str, text: &[u8]) -> Vec<EventLine> {
    let lines = text.split(|&byte| byte == b'\n').enumerate();
    let filled = lines.filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace));
    filled.map(|(index, line)| EventLine { line: index + 1, event: read(name, index + 1, line) }).collect()
}

fn read(name: &str, line: usize, text: &[u8]) -> Result<Event, String> {
    let object: Map<String, Value> =
        serde_json::from_slice(text).map_err(|fault| format!("must be one JSON object: {}", place(&fault)))?;
    let kind = object.get("event").and_then(Value::as_str).ok_or(format!("needs the key event: one of {KINDS}"))?;
    let rest = || Value::Object(object.iter().filter(|(key, _)| *key != "event").map(own).collect());
    match kind {
        "absence" => absence(parse(rest())?),
        "urgent-job" => urgent(name, line, rest()),
        "finished-early" => finished(parse(rest())?),
        "cancelled" => parse::<CancelledFields>(rest()).map(|CancelledFields { job }| Event::Cancelled { job }),
        other => Err(format!("there is no event {other}; write one of {KINDS}")),
    }
}

fn own((key, value): (&String, &Value)) -> (String, Value) {
    (key.clone(), value.clone())
}

/// What the reader of JSON says, without its own line number.
fn place(fault: &serde_json::Error) -> String {
    let text = fault.to_string();
    match text.split_once(" at line ") {
        Some((what, _)) => format!("{what} at character {}", fault.column()),
        None => text,
    }
}

fn parse<T: for<'d> Deserialize<'d>>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|fault| fault.to_string())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AbsenceFields {
    crew: String,
    from: String,
    to: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FinishedFields {
    job: String,
    at: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CancelledFields {
    job: String,
}

fn absence(AbsenceFields { crew, from, to }: AbsenceFields) -> Result<Event, String> {
    let from = date(&from)?;
    let to = to.map_or(Ok(from), |to| date(&to))?;
    if to < from {
        return Err(format!("to, {to}, must not be before from, {from}"));
    }
    Ok(Event::Absence { crew, from, to })
}

fn finished(FinishedFields { job, at }: FinishedFields) -> Result<Event, String> {
    Ok(Event::FinishedEarly { job, at: at.map(|at| moment(&at)).transpose()? })
}

/// The keys of an urgent job are columns of jobs.csv: it becomes a table of one row.
fn urgent(name: &str, line: usize, value: Value) -> Result<Event, String> {
    let Value::Object(columns) = value else { return Err("must be one JSON object".into()) };
    let cells: Result<Vec<_>, String> =
        columns.iter().map(|(key, value)| Ok((key.as_str(), cell(key, value)?))).collect();
    let (header, row): (Vec<&str>, Vec<String>) = cells?.into_iter().unzip();
    if !header.contains(&JOBS.job.name()) {
        return Err("an urgent job needs the keys job, site and duration, and may have every column of jobs.csv".into());
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(&header).and_then(|()| writer.write_record(&row));
    written.map_err(|fault| fault.to_string())?;
    let bytes = writer.into_inner().map_err(|fault| fault.to_string())?;
    Ok(Event::UrgentJob(JobTable { name: format!("{name}, event of line {line}"), bytes }))
}

/// A value as the cell of a table.
fn cell(key: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Bool(value) => Ok(if *value { "yes" } else { "no" }.into()),
        Value::Number(number) => Ok(number.to_string()),
        Value::String(text) => Ok(text.clone()),
        Value::Array(items) => Ok(items.iter().map(|item| cell(key, item)).collect::<Result<Vec<_>, _>>()?.join(" ")),
        Value::Object(_) => Err(format!("{key} must be a text, a number or a list")),
    }
}

/// A date such as 2026-11-24.
pub fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| format!("'{text}' is no date such as 2026-11-24"))
}

/// A moment such as 2026-11-24T10:30; a date alone is its midnight.
pub fn moment(text: &str) -> Result<NaiveDateTime, String> {
    let text = text.trim();
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"];
    let parsed = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let midnight = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    parsed.or_else(midnight).ok_or(format!("'{text}' is no moment such as 2026-11-24T10:30"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(line: &str) -> Result<Event, String> {
        let mut lines = read_events("events", line.as_bytes());
        assert_eq!(lines.len(), 1);
        lines.remove(0).event
    }

    #[test]
    fn every_kind() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).expect("a date");
        assert_eq!(
            one(r#"{"event":"absence","crew":"A","from":"2026-11-24"}"#),
            Ok(Event::Absence { crew: "A".into(), from: day(24), to: day(24) })
        );
        assert_eq!(
            one(r#"{"event":"finished-early","job":"J","at":"2026-11-24T10:15"}"#),
            Ok(Event::FinishedEarly { job: "J".into(), at: day(24).and_hms_opt(10, 15, 0) })
        );
        assert_eq!(one(r#"{"event":"cancelled","job":"J"}"#), Ok(Event::Cancelled { job: "J".into() }));
        let urgent = one(r#"{"event":"urgent-job","job":"U,1","site":"S","duration":90,"skills":["a:2","b"]}"#);
        let Ok(Event::UrgentJob(table)) = urgent else { panic!("{urgent:?}") };
        assert_eq!(table.name, "events, event of line 1");
        let text = String::from_utf8(table.bytes).expect("text");
        assert_eq!(text, "duration,job,site,skills\n90,\"U,1\",S,a:2 b\n");
    }

    #[test]
    fn faults_say_what_to_write() {
        for (line, part) in [
            ("nonsense", "must be one JSON object"),
            ("[1]", "must be one JSON object"),
            (r#"{"crew":"A"}"#, "needs the key event"),
            (r#"{"event":"party"}"#, "there is no event party; write one of absence"),
            (r#"{"event":"absence","crew":"A"}"#, "missing field `from`"),
            (r#"{"event":"absence","crew":"A","from":"24/11/2026"}"#, "no date such as 2026-11-24"),
            (r#"{"event":"absence","crew":"A","from":"2026-11-25","to":"2026-11-24"}"#, "must not be before"),
            (r#"{"event":"absence","crew":"A","form":"2026-11-25"}"#, "unknown field `form`"),
            (r#"{"event":"finished-early","job":"J","at":"soon"}"#, "no moment such as"),
            (r#"{"event":"urgent-job","site":"S"}"#, "needs the keys job, site and duration"),
            (r#"{"event":"urgent-job","job":{"a":1}}"#, "job must be a text"),
        ] {
            let fault = one(line).expect_err(line);
            assert!(fault.contains(part), "{line}: {fault}");
        }
    }

    #[test]
    fn lines_have_their_numbers() {
        let lines = read_events("events", b"\n  \r\n{}\n\xff\n{\"event\":\"cancelled\",\"job\":\"J\"}");
        let numbers: Vec<_> = lines.iter().map(|line| (line.line, line.event.is_ok())).collect();
        assert_eq!(numbers, [(3, false), (4, false), (5, true)]);
    }
}
