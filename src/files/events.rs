//! Events of a day as JSON lines, from a planner or another system.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::cell::{self, CellText};
use super::columns::{ADDED_JOBS, AddedJobRecord, JOBS};
use super::declare::TableRecord;
use super::folder::TableSource;
use super::issues::{Issues, shortened};
use super::table;
use super::tables::JobTable;
use crate::error::Message;
use crate::i18n::Locale;
use crate::model::Instance;
use crate::report::messages::PageMessages;
use crate::report::{Told, named};

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
    /// What time it was: what starts before it has begun.
    Now {
        /// The moment.
        at: NaiveDateTime,
    },
    /// Today's schedule stays as it is up to a date.
    Frozen {
        /// The last date that stays.
        until: NaiveDate,
    },
}

impl Event {
    /// Whether both say the same; where an urgent job was read makes no difference.
    pub fn says_what(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::UrgentJob(own), Self::UrgentJob(other)) => own.bytes == other.bytes,
            _ => self == other,
        }
    }
}

/// A line of events: its number, and the event or what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventLine {
    /// From 1.
    pub line: usize,
    /// The event.
    pub event: Result<Event, Message>,
}

/// The words for what has happened, as the key `event` says them.
const KINDS: &str = "absence, urgent-job, finished-early, cancelled, now, frozen";

/// The events of a text, in order; blank lines are passed over. `name` is what messages call the text.
pub fn read_events(name: &str, text: &[u8]) -> Vec<EventLine> {
    let lines = text.split(|&byte| byte == b'\n').enumerate();
    let filled = lines.filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace));
    filled.map(|(index, line)| EventLine { line: index + 1, event: read(name, index + 1, line) }).collect()
}

fn read(name: &str, line: usize, text: &[u8]) -> Result<Event, Message> {
    let object: Map<String, Value> =
        serde_json::from_slice(text).map_err(|fault| Message::NotJson { fault: place(&fault) })?;
    let kind = object.get("event").and_then(Value::as_str).ok_or(Message::NoEventKey { kinds: KINDS })?;
    let rest = || Value::Object(object.iter().filter(|(key, _)| *key != "event").map(own).collect());
    match kind {
        "absence" => absence(parse(rest())?),
        "urgent-job" => urgent(name, line, rest()).map(|table| Event::UrgentJob(plain(table))),
        "finished-early" => finished(parse(rest())?),
        "cancelled" => parse::<CancelledFields>(rest()).map(|CancelledFields { job }| Event::Cancelled { job }),
        "now" => moment(&parse::<NowFields>(rest())?.at).map(|at| Event::Now { at }),
        "frozen" => date(&parse::<FrozenFields>(rest())?.until).map(|until| Event::Frozen { until }),
        other => Err(Message::NoSuchEvent { word: shortened(other), kinds: KINDS }),
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

fn parse<T: for<'d> Deserialize<'d>>(value: Value) -> Result<T, Message> {
    serde_json::from_value(value).map_err(|fault| Message::JsonFault { fault: fault.to_string() })
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NowFields {
    at: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrozenFields {
    until: String,
}

fn absence(AbsenceFields { crew, from, to }: AbsenceFields) -> Result<Event, Message> {
    let from = date(&from)?;
    let to = to.map_or(Ok(from), |to| date(&to))?;
    if to < from {
        return Err(Message::EndsBeforeItBegins { from, to });
    }
    Ok(Event::Absence { crew, from, to })
}

fn finished(FinishedFields { job, at }: FinishedFields) -> Result<Event, Message> {
    Ok(Event::FinishedEarly { job, at: at.map(|at| moment(&at)).transpose()? })
}

/// The keys of an urgent job are columns of jobs.csv: it becomes a table of one row.
fn urgent(name: &str, line: usize, value: Value) -> Result<JobTable, Message> {
    let Value::Object(columns) = value else { return Err(Message::UrgentJobKeys) };
    let cells: Result<Vec<_>, Message> =
        columns.iter().map(|(key, value)| Ok((key.as_str(), cell(key, value)?))).collect();
    let (header, row): (Vec<&str>, Vec<String>) = cells?.into_iter().unzip();
    if !header.contains(&JOBS.job.name()) {
        return Err(Message::UrgentJobKeys);
    }
    let bytes = table_of(&header, &row).ok_or(Message::NoTableOfIt)?;
    Ok(JobTable { name: format!("{name}, event of line {line}"), bytes })
}

/// A table of one row.
fn table_of<T: AsRef<[u8]>>(header: &[&str], row: &[T]) -> Option<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).and_then(|()| writer.write_record(row)).ok()?;
    writer.into_inner().ok()
}

/// A table of one job as [`urgent_jobs`] writes it; one with faults as it is, for its reader to tell.
fn plain(table: JobTable) -> JobTable {
    match &urgent_jobs(&table)[..] {
        [Event::UrgentJob(own)] => own.clone(),
        _ => table,
    }
}

/// The urgent jobs of a table, an event each, which states what is not the default; none where the table has faults.
pub fn urgent_jobs(table: &JobTable) -> Vec<Event> {
    let usual = job_cells("", b"job,site,duration\nj,s,1\n").unwrap_or_default().pop().unwrap_or_default();
    let headings = ADDED_JOBS.schema.headings();
    let event = |row: Vec<String>| {
        let stated = headings
            .iter()
            .zip(&row)
            .zip(&usual)
            .filter(|((heading, cell), usual)| heading.required || !cell.is_empty() && cell != usual);
        let (header, cells): (Vec<&str>, Vec<String>) =
            stated.map(|((heading, cell), _)| (heading.name, cell.clone())).unzip();
        Some(Event::UrgentJob(JobTable { name: table.name.clone(), bytes: table_of(&header, &cells)? }))
    };
    job_cells(&table.name, &table.bytes).unwrap_or_default().into_iter().filter_map(event).collect()
}

/// The id of the job of a table of one row.
pub fn job_of(table: &JobTable) -> Option<String> {
    cells_of(table).into_iter().find(|(column, _)| column == JOBS.job.name()).map(|(_, job)| job)
}

/// The cells of the rows of a table of jobs, as brigade writes them; none where anything is wrong with it.
fn job_cells(name: &str, bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    let mut issues = Issues::default();
    let source = TableSource::of(name, bytes);
    let rows = table::read(&ADDED_JOBS.schema, source, &mut issues, AddedJobRecord::read);
    let cells = rows.iter().map(|(_, row)| {
        let mut cells = Vec::new();
        row.write(&mut cells);
        cells
    });
    (!issues.has_errors()).then(|| cells.collect())
}

/// What events say, in words.
pub fn told(instance: &Instance, events: &[Event], locale: Locale) -> Told {
    let job = |id: &str| {
        let name = instance.jobs.iter().find(|job| job.id == id).map_or("", |job| &job.name);
        named(id, name)
    };
    let crew = |id: &str| {
        let name = instance.crews.iter().find(|crew| crew.id == id).map_or("", |crew| &crew.name);
        named(id, name)
    };
    let line = |event: &Event| {
        Some(match event {
            Event::Absence { crew: id, from, to } if from == to => locale.told_absent(&crew(id), &locale.day(*from)),
            Event::Absence { crew: id, from, to } => {
                locale.told_absent_until(&crew(id), &locale.day(*from), &locale.day(*to))
            }
            Event::UrgentJob(table) => locale.told_urgent(&job(&job_of(table)?)),
            Event::Cancelled { job: id } => locale.told_cancelled(&job(id)),
            Event::FinishedEarly { job: id, at: None } => locale.told_finished(&job(id)),
            Event::FinishedEarly { job: id, at: Some(at) } => {
                locale.told_finished_at(&job(id), &locale.day(at.date()), &at.format("%H:%M").to_string())
            }
            Event::Frozen { until } => locale.told_frozen(&locale.day(*until)),
            Event::Now { .. } => return None,
        })
    };
    let now = events.iter().filter_map(|event| if let Event::Now { at } = event { Some(*at) } else { None }).max();
    Told {
        as_of: now.map(|now| locale.told_as_of(&locale.date(now.date()), &now.format("%H:%M").to_string())),
        lines: events.iter().filter_map(line).collect(),
    }
}

/// Events as a text that [`read_events`] reads, one JSON object a line.
pub fn events_text(events: &[Event]) -> String {
    events.iter().map(|event| line(event) + "\n").collect()
}

fn line(event: &Event) -> String {
    let minute = |moment: &NaiveDateTime| moment.format("%Y-%m-%dT%H:%M").to_string();
    let (kind, fields): (&str, Vec<(String, String)>) = match event {
        Event::Absence { crew, from, to } => (
            "absence",
            vec![("crew".into(), crew.clone()), ("from".into(), from.to_string()), ("to".into(), to.to_string())],
        ),
        Event::UrgentJob(table) => ("urgent-job", cells_of(table)),
        Event::FinishedEarly { job, at } => {
            let at = at.iter().map(|at| ("at".into(), minute(at)));
            ("finished-early", std::iter::once(("job".into(), job.clone())).chain(at).collect())
        }
        Event::Cancelled { job } => ("cancelled", vec![("job".into(), job.clone())]),
        Event::Now { at } => ("now", vec![("at".into(), minute(at))]),
        Event::Frozen { until } => ("frozen", vec![("until".into(), until.to_string())]),
    };
    let fields = fields.into_iter().map(|(key, value)| format!(",{}:{}", Value::from(key), Value::from(value)));
    format!("{{\"event\":\"{kind}\"{}}}", fields.collect::<String>())
}

/// The cells of a table of one row, by column.
fn cells_of(table: &JobTable) -> Vec<(String, String)> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&table.bytes[..]);
    let mut records = reader.records().filter_map(Result::ok);
    let (header, row) = (records.next().unwrap_or_default(), records.next().unwrap_or_default());
    header.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
}

/// A value as the cell of a table.
fn cell(key: &str, value: &Value) -> Result<String, Message> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Bool(value) => Ok(if *value { "yes" } else { "no" }.into()),
        Value::Number(number) => Ok(number.to_string()),
        Value::String(text) => Ok(text.clone()),
        Value::Array(items) => Ok(items.iter().map(|item| cell(key, item)).collect::<Result<Vec<_>, _>>()?.join(" ")),
        Value::Object(_) => Err(Message::NoPlainValue { key: shortened(key) }),
    }
}

/// A date as in tables: 2026-11-24, 24/11/2026.
pub fn date(text: &str) -> Result<NaiveDate, Message> {
    cell::date(CellText::lone(text.trim())).map_err(|advice| match advice {
        Message::DateShape => Message::DateForm { text: shortened(text) },
        other => other,
    })
}

/// A moment, date and time of day as in tables: 2026-11-24T10:30, 24/11/2026 10h30; a date alone is its midnight.
pub fn moment(text: &str) -> Result<NaiveDateTime, Message> {
    let form = |_| Message::MomentForm { text: shortened(text) };
    let is_between = |letter: char| letter == 'T' || letter.is_whitespace();
    let (day, time) = text.trim().split_once(is_between).unwrap_or((text.trim(), "00:00"));
    let day = cell::date(CellText::lone(day)).map_err(|advice| match advice {
        Message::NoSuchDay { .. } => advice,
        _ => form(advice),
    })?;
    let exact = NaiveTime::parse_from_str(time.trim(), "%H:%M:%S").map(|time| time - NaiveTime::MIN);
    let clock = || cell::clock(CellText::lone(time.trim())).map(|minutes| TimeDelta::minutes(minutes.into()));
    let since = exact.or_else(|_| clock()).map_err(form)?;
    day.and_time(NaiveTime::MIN).checked_add_signed(since).ok_or(Message::BeyondTheCalendar)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(line: &str) -> Result<Event, Message> {
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
        assert_eq!(
            one(r#"{"event":"now","at":"2026-11-24 10:15"}"#),
            Ok(Event::Now { at: day(24).and_hms_opt(10, 15, 0).expect("a time") })
        );
        assert_eq!(one(r#"{"event":"frozen","until":"2026-11-24"}"#), Ok(Event::Frozen { until: day(24) }));
        let urgent = one(r#"{"event":"urgent-job","job":"U,1","site":"S","duration":90,"skills":["a:2","b"]}"#);
        let Ok(Event::UrgentJob(table)) = urgent else { panic!("{urgent:?}") };
        assert_eq!(table.name, "events, event of line 1");
        let text = String::from_utf8(table.bytes).expect("text");
        assert_eq!(text, "job,site,duration,skills\n\"U,1\",S,01:30,a:2*1 b:1*1\n");
    }

    #[test]
    fn faults_say_what_to_write() {
        for (line, part) in [
            ("nonsense", "must be one JSON object"),
            ("[1]", "must be one JSON object"),
            (r#"{"crew":"A"}"#, "needs the key event"),
            (r#"{"event":"party"}"#, "there is no event party; write one of absence"),
            (r#"{"event":"absence","crew":"A"}"#, "missing field `from`"),
            (r#"{"event":"absence","crew":"A","from":"24.11.2026"}"#, "no date such as 2026-11-24"),
            (r#"{"event":"absence","crew":"A","from":"2026-11-25","to":"2026-11-24"}"#, "must not be before"),
            (r#"{"event":"absence","crew":"A","form":"2026-11-25"}"#, "unknown field `form`"),
            (r#"{"event":"finished-early","job":"J","at":"soon"}"#, "no moment such as"),
            (r#"{"event":"urgent-job","site":"S"}"#, "needs the keys job, site and duration"),
            (r#"{"event":"urgent-job","job":{"a":1}}"#, "job must be a text"),
        ] {
            let fault = one(line).expect_err(line).to_string();
            assert!(fault.contains(part), "{line}: {fault}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let jobs = JobTable {
            name: "urgent.csv".into(),
            bytes: "travail;chantier;duree;charge;nom;x;y;priorite\n=U;S;1h30;1,5;\"toit \"\"sud\"\"\";1,25;-2;3\nV;S;60;;;;;9\n".into(),
        };
        let mut events = urgent_jobs(&jobs);
        assert_eq!(events.len(), 2);
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date");
        let at = day.and_hms_opt(10, 15, 0).expect("a time");
        events.extend([
            Event::Absence { crew: "A \"1\"".into(), from: day, to: day },
            Event::FinishedEarly { job: "J".into(), at: Some(at) },
            Event::FinishedEarly { job: "J".into(), at: None },
            Event::Cancelled { job: "J".into() },
            Event::Now { at },
            Event::Frozen { until: day },
        ]);
        let text = events_text(&events);
        assert!(text.starts_with("{\"event\":\"urgent-job\",\"job\":\"=U\""), "{text}");
        let read: Vec<Event> =
            read_events("events", text.as_bytes()).into_iter().map(|line| line.event.expect("an event")).collect();
        assert_eq!(read.len(), events.len());
        assert!(read.iter().zip(&events).all(|(read, event)| read.says_what(event)), "{read:?}");
        assert!(
            urgent_jobs(&JobTable { name: "bad".into(), bytes: b"job,site,duration\nU,S,soon\n".to_vec() }).is_empty()
        );
    }

    #[test]
    fn moments_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date");
        let half_past_seven = day.and_hms_opt(7, 30, 0).expect("a time");
        for text in
            ["2026-11-24T07:30", "2026-11-24 07:30:00", "24/11/2026 7h30", " 24/11/2026  7:30 ", "24/11/2026T7H30"]
        {
            assert_eq!(moment(text), Ok(half_past_seven), "{text}");
        }
        assert_eq!(moment("24/11/2026"), Ok(day.and_time(NaiveTime::MIN)));
        assert_eq!(moment("2026-11-24T07:30:15"), Ok(half_past_seven + TimeDelta::seconds(15)));
        for text in ["7h30", "24/11/2026 25h", "24/11/2026 soon", "31/11/2026 7h30", ""] {
            assert!(moment(text).is_err(), "{text}");
        }
    }

    #[test]
    fn lines_have_their_numbers() {
        let lines = read_events("events", b"\n  \r\n{}\n\xff\n{\"event\":\"cancelled\",\"job\":\"J\"}");
        let numbers: Vec<_> = lines.iter().map(|line| (line.line, line.event.is_ok())).collect();
        assert_eq!(numbers, [(3, false), (4, false), (5, true)]);
    }
}
