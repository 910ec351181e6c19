//! A calendar per crew (RFC 5545): an event per visit, and those that a plan before had and this one has not, cancelled.
//! All events of a plan have one sequence, which is higher than any in the plan before where anything is otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};
use icalendar::{Calendar, CalendarDateTime, Component, Event, EventLike, EventStatus};

use crate::files::safe_name::safe_names;
use crate::i18n::{Locale, messages};
use crate::model::{CrewId, Instance, JobId, Plan, SiteId, Stop, Timetable, ToolId, Tour, hhmm};
use crate::units::Minutes;

/// The folder of the calendars within a plan's.
pub const CALENDARS: &str = "calendars";

const BEGIN: &str = "BEGIN:VEVENT";
const END: &str = "END:VEVENT";
const CONFIRMED: &str = "STATUS:CONFIRMED";
const CANCELLED: &str = "STATUS:CANCELLED";
const END_OF_CALENDAR: &str = "END:VCALENDAR\r\n";

/// The names of the calendars of a plan of an instance, in the order of the crews.
pub fn names(instance: &Instance) -> Vec<String> {
    let crews = instance.crews.iter().map(|crew| crew.id.as_str());
    safe_names(crews).into_iter().map(|name| format!("{CALENDARS}/{name}.ics")).collect()
}

/// Name and content of every calendar, also of crews that are gone. `before` are the folders of plans that crews may have
/// in their calendars: what is no longer so is cancelled, and all events have a higher sequence than there, unless all
/// calendars are the same again.
pub fn calendars(instance: &Instance, plan: &Plan, before: &[&Path], locale: Locale) -> Vec<(String, String)> {
    let timetable = Timetable::new(instance, plan);
    let known: Vec<KnownCalendar> = before.iter().flat_map(|folder| known_calendars(folder, instance)).collect();
    let highest = known.iter().flat_map(|calendar| &calendar.events).map(|event| event.sequence).max();
    let Some(highest) = highest else { return with_sequence(0, instance, &timetable, &known, locale) };
    let again = with_sequence(highest, instance, &timetable, &known, locale);
    let is_there = |(name, text): &(String, String)| known.iter().any(|own| own.name == *name && own.text == *text);
    let is_same = |own: &KnownCalendar| again.iter().any(|(name, text)| own.name == *name && own.text == *text);
    if again.iter().all(is_there) && known.iter().all(is_same) {
        return again;
    }
    with_sequence(highest.saturating_add(1), instance, &timetable, &known, locale)
}

fn with_sequence(
    sequence: u32,
    instance: &Instance,
    timetable: &Timetable,
    known: &[KnownCalendar],
    locale: Locale,
) -> Vec<(String, String)> {
    let (zone, names) = (zone_text(instance), names(instance));
    let cancelled = |name: &str, planned: &BTreeSet<String>| {
        let events = known.iter().filter(|calendar| calendar.name == name).flat_map(|calendar| &calendar.events);
        let gone = events.filter(|event| !planned.contains(&event.uid));
        let gone: BTreeMap<&str, String> = gone.map(|event| (event.uid.as_str(), event.cancelled(sequence))).collect();
        gone.into_values().collect::<String>()
    };
    let mut files = Vec::new();
    for (crew, name) in instance.crew_ids().zip(&names) {
        let writer = CrewCalendar { instance, timetable, zone: &zone, crew, sequence, locale };
        let (text, planned) = writer.text();
        files.push((name.clone(), text + &cancelled(name, &planned) + END_OF_CALENDAR));
    }
    let gone = known.iter().filter(|calendar| !names.contains(&calendar.name));
    let gone: BTreeMap<&str, &str> = gone.map(|calendar| (calendar.name.as_str(), calendar.head.as_str())).collect();
    for (name, head) in gone {
        let events = cancelled(name, &BTreeSet::new());
        if !events.is_empty() {
            files.push((name.to_owned(), format!("{head}{events}{END_OF_CALENDAR}")));
        }
    }
    files
}

/// A calendar of a plan before.
struct KnownCalendar {
    name: String,
    text: String,
    /// What stands before the first event.
    head: String,
    /// Those that do not begin before the horizon: what lies before is over.
    events: Vec<KnownEvent>,
}

/// An event as it stands in a calendar.
struct KnownEvent {
    uid: String,
    sequence: u32,
    text: String,
}

impl KnownEvent {
    /// The event as one that is not there any more.
    fn cancelled(&self, sequence: u32) -> String {
        let own = format!("SEQUENCE:{}\r\n", self.sequence);
        self.text.replace(CONFIRMED, CANCELLED).replace(&own, &format!("SEQUENCE:{sequence}\r\n"))
    }
}

/// The calendars of a plan folder, without those that can't be read.
fn known_calendars(folder: &Path, instance: &Instance) -> Vec<KnownCalendar> {
    let event = |block: &str| {
        let (lines, _) = block.split_once(END)?;
        let text = format!("{BEGIN}{lines}{END}\r\n");
        let unfolded = text.replace("\r\n ", "");
        let value = |key: &str| unfolded.lines().find_map(|line| line.strip_prefix(key)).map(str::to_owned);
        let (sequence, uid) = (value("SEQUENCE:")?.parse().ok()?, value("UID:")?);
        let begin = value("DTSTART;").and_then(|begin| Some(begin.split_once(':')?.1.get(..8)?.to_owned()))?;
        let date = NaiveDate::parse_from_str(&begin, "%Y%m%d").ok()?;
        (date >= instance.settings.start).then_some(KnownEvent { uid, sequence, text })
    };
    let calendar = |name: String| {
        let text = std::fs::read_to_string(folder.join(&name)).ok()?;
        let mut blocks = text.split(BEGIN);
        let head = blocks.next()?.trim_end_matches(END_OF_CALENDAR).to_owned();
        let events = blocks.filter_map(event).collect();
        Some(KnownCalendar { name, head, events, text })
    };
    super::stated_calendars(folder).filter_map(calendar).collect()
}

struct CrewCalendar<'c> {
    instance: &'c Instance,
    timetable: &'c Timetable,
    /// The rules of the firm's time zone.
    zone: &'c str,
    crew: CrewId,
    sequence: u32,
    locale: Locale,
}

impl CrewCalendar<'_> {
    /// The calendar but for its end, and the UIDs of its events.
    fn text(&self) -> (String, BTreeSet<String>) {
        let mut calendar = Calendar::empty();
        for property in [("VERSION", "2.0"), ("PRODID", "-//brigade//plan//EN"), ("METHOD", "PUBLISH")] {
            calendar.append_property(property);
        }
        let crew = &self.instance.crews[self.crew];
        calendar.name(if crew.name.is_empty() { &crew.id } else { &crew.name });
        calendar.timezone(self.instance.settings.timezone.name());
        let head = calendar.to_string();
        let mut text = head.strip_suffix(END_OF_CALENDAR).unwrap_or(&head).to_owned();
        text += self.zone;
        let (mut counts, mut uids): (BTreeMap<JobId, usize>, _) = (BTreeMap::new(), BTreeSet::new());
        for tour in self.timetable.tours.iter().filter(|tour| tour.crew == self.crew) {
            for position in 0..tour.stops.len() {
                let count = counts.entry(tour.stops[position].job).or_default();
                *count += 1;
                let (uid, event) = self.event(tour, position, *count);
                text += &event.to_string();
                uids.insert(uid);
            }
        }
        (text, uids)
    }

    /// The event of a visit, the crew's `count`-th of its job.
    fn event(&self, tour: &Tour, position: usize, count: usize) -> (String, Event) {
        let (instance, stop) = (self.instance, &tour.stops[position]);
        let (job, site) = (&instance.jobs[stop.job], instance.jobs[stop.job].site);
        let place = &instance.sites[site];
        let uid = uid(instance, self.crew, stop.job, count);
        let mut event = Event::with_uid(&uid);
        let named = |name: &str, id: &str| if name.is_empty() { id.to_owned() } else { format!("{name} ({id})") };
        event
            .summary(&format!("{} · {}", named(&place.name, &place.id), named(&job.name, &job.id)))
            .description(&self.description(tour, stop, position))
            .location(&location(instance, site))
            .status(EventStatus::Confirmed)
            .sequence(self.sequence)
            .timestamp(DateTime::from_naive_utc_and_offset(instance.settings.start.and_time(NaiveTime::MIN), Utc))
            .starts(self.moment(tour.date, stop.start))
            .ends(self.moment(tour.date, stop.finish));
        if !instance.origin.planar {
            let (lat, lon) = place.at;
            event.add_property("GEO", format!("{lat:.6};{lon:.6}"));
        }
        (uid, event.done())
    }

    /// The drive before, and what to bring.
    fn description(&self, tour: &Tour, stop: &Stop, position: usize) -> String {
        let (instance, locale) = (self.instance, self.locale);
        let from = match position.checked_sub(1) {
            None => tour.leave,
            Some(before) => tour.stops[before].finish,
        };
        let km = locale.number(stop.metres as f64 / 1_000.0, 1);
        let mut lines = vec![locale.drive_before(&hhmm(from), &km, stop.travel, &hhmm(stop.arrive))];
        let job = &instance.jobs[stop.job];
        if !job.tools.is_empty() {
            let tool = |&(tool, quantity): &(ToolId, u32)| match quantity {
                1 => instance.tools[tool].id.clone(),
                _ => format!("{} × {quantity}", instance.tools[tool].id),
            };
            lines.push(locale.bring(&job.tools.iter().map(tool).collect::<Vec<_>>().join(", ")));
        }
        let region = &instance.sites[job.site].region;
        if !region.is_empty() {
            lines.push(locale.in_region(region));
        }
        if position + 1 == tour.stops.len() {
            lines.push(locale.back_at(&hhmm(tour.back)));
        }
        lines.join("\n")
    }

    /// A time of day of the firm's clock; it may be past midnight.
    fn moment(&self, date: NaiveDate, minutes: Minutes) -> CalendarDateTime {
        let date_time = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minutes.into());
        CalendarDateTime::WithTimezone { date_time, tzid: self.instance.settings.timezone.name().to_owned() }
    }
}

/// What tells a visit from all others, in every plan of a horizon.
fn uid(instance: &Instance, crew: CrewId, job: JobId, count: usize) -> String {
    let plain = |id: &str| -> String {
        let kept = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        let letter = |letter: char| if kept(letter) { letter.to_string() } else { format!("_{:x}", u32::from(letter)) };
        id.chars().map(letter).collect()
    };
    let (crew, job) = (plain(&instance.crews[crew].id), plain(&instance.jobs[job].id));
    format!("{}.{crew}.{job}.{count}@brigade", instance.settings.start)
}

/// Where a site is, in words.
fn location(instance: &Instance, site: SiteId) -> String {
    let site = &instance.sites[site];
    let name = if site.name.is_empty() { &site.id } else { &site.name };
    match site.address.line() {
        address if address.is_empty() => name.clone(),
        address => format!("{name}, {address}"),
    }
}

/// The rules of the zone: what its clocks show from a year before the horizon to a year after it.
fn zone_text(instance: &Instance) -> String {
    let zone = instance.settings.timezone;
    let (first, last) = (instance.settings.start, instance.dates.last().copied().unwrap_or(instance.settings.start));
    let begin = first.checked_sub_days(Days::new(366)).unwrap_or(first);
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{}\r\n", zone.name());
    let mut before = zone.offset_from_utc_datetime(&begin.and_time(NaiveTime::MIN)).fix();
    text += &observance(zone, begin.and_time(NaiveTime::MIN), before.local_minus_utc());
    let hours = (last - begin).num_days().max(0) * 24 + 366 * 24;
    for hour in 1..=hours {
        let Some(moment) = begin.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::hours(hour)) else { break };
        let now = zone.offset_from_utc_datetime(&moment).fix();
        if now != before {
            text += &observance(zone, moment, before.local_minus_utc());
            before = now;
        }
    }
    text + "END:VTIMEZONE\r\n"
}

/// What clocks show from a moment on, given in UTC.
fn observance(zone: Tz, from: NaiveDateTime, before: i32) -> String {
    let own = zone.offset_from_utc_datetime(&from);
    let kind = if own.dst_offset().is_zero() { "STANDARD" } else { "DAYLIGHT" };
    let begins = from + TimeDelta::seconds(before.into());
    let name = own.abbreviation().map_or_else(String::new, |name| format!("TZNAME:{name}\r\n"));
    format!(
        "BEGIN:{kind}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\n{name}END:{kind}\r\n",
        begins.format("%Y%m%dT%H%M%S"),
        offset(before),
        offset(own.fix().local_minus_utc()),
    )
}

/// An offset in seconds as hours and minutes.
fn offset(seconds: i32) -> String {
    let (sign, size) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    format!("{sign}{:02}{:02}", size / 3_600, size / 60 % 60)
}

messages! {
    /// The calendars of crews.
    pub trait CalendarMessages:

    drive_before(from: &str, km: &str, minutes: i32, arrive: &str) =
        "Leave at {from}: {km} km, {minutes} min on the road, there at {arrive}.",
        "Départ à {from} : {km} km, {minutes} min de route, arrivée à {arrive}.";
    bring(tools: &str) = "Bring: {tools}.", "À prendre : {tools}.";
    back_at(time: &str) = "Back at the base at {time}.", "Retour à la base à {time}.";
    in_region(region: &str) = "Region: {region}", "Secteur : {region}";
}
