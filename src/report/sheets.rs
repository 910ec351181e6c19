//! Sheets for the crews, a page per week, and one for the wall: HTML to print, or to read on a phone.

use std::collections::HashMap;

use askama::Template;
use chrono::{Datelike, NaiveDate};

use crate::i18n::{Locale, messages};
use crate::insight::{ChangeKind, VisitChange, changes};
use crate::model::{CrewId, Instance, JobId, Plan, Stop, Timetable, ToolId, Tour, hhmm};
use crate::report::messages::PageMessages;

use super::named;

/// The sheets of a plan.
pub struct Sheets<'a> {
    instance: &'a Instance,
    timetable: Timetable,
    changes: Vec<VisitChange>,
    locale: Locale,
}

#[derive(Template)]
#[template(path = "sheet.html")]
struct CrewPage<'a> {
    locale: Locale,
    title: String,
    crew: String,
    chief: &'a str,
    weeks: Vec<CrewWeek>,
}

struct CrewWeek {
    title: String,
    days: Vec<SheetDay>,
    /// What the crew does no more.
    gone: Vec<String>,
}

struct SheetDay {
    label: String,
    times: String,
    visits: Vec<SheetVisit>,
}

struct SheetVisit {
    start: String,
    finish: String,
    drive: String,
    site: String,
    address: String,
    map: Option<String>,
    job: String,
    tools: String,
    change: String,
}

#[derive(Template)]
#[template(path = "wall.html")]
struct WallPage {
    locale: Locale,
    title: String,
    weeks: Vec<WallWeek>,
}

struct WallWeek {
    title: String,
    days: Vec<String>,
    rows: Vec<WallRow>,
}

struct WallRow {
    crew: String,
    cells: Vec<WallCell>,
}

struct WallCell {
    is_off: bool,
    lines: Vec<WallLine>,
}

struct WallLine {
    start: String,
    text: String,
    is_changed: bool,
}

impl<'a> Sheets<'a> {
    /// Those of a plan, with what it changes of today's schedule.
    pub fn new(instance: &'a Instance, plan: &Plan, locale: Locale) -> Self {
        let changes = if instance.current.is_some() { changes(instance, plan) } else { Vec::new() };
        Self { instance, timetable: Timetable::new(instance, plan), changes, locale }
    }

    /// The page of a crew.
    ///
    /// # Errors
    /// A page that can't be laid out.
    pub fn crew(&self, crew: CrewId) -> Result<String, askama::Error> {
        let own = &self.instance.crews[crew];
        let weeks = self.weeks().into_iter().map(|dates| self.crew_week(crew, dates)).collect();
        let title = self.title(&self.instance.dates);
        CrewPage { locale: self.locale, title, crew: named(&own.id, &own.name), chief: &own.chief, weeks }.render()
    }

    /// The page for the wall.
    ///
    /// # Errors
    /// A page that can't be laid out.
    pub fn wall(&self) -> Result<String, askama::Error> {
        let weeks = self.weeks().into_iter().map(|dates| self.wall_week(dates)).collect();
        WallPage { locale: self.locale, title: self.title(&self.instance.dates), weeks }.render()
    }

    fn weeks(&self) -> Vec<&[NaiveDate]> {
        self.instance.dates.chunk_by(|a, b| a.iso_week() == b.iso_week()).collect()
    }

    fn title(&self, dates: &[NaiveDate]) -> String {
        let (Some(&first), Some(&last)) = (dates.first(), dates.last()) else { return self.locale.title_undated() };
        let text = self.locale.a_horizon_text(&self.locale.date(first), &self.locale.date(last));
        self.locale.title_week(first.iso_week().week(), &text)
    }

    fn crew_week(&self, crew: CrewId, dates: &[NaiveDate]) -> CrewWeek {
        let tours = self.timetable.tours.iter().filter(|tour| tour.crew == crew && dates.contains(&tour.date));
        let gone = self.changes.iter().filter(|change| {
            let leaves = change.from.is_some_and(|(from, date)| from == crew && dates.contains(&date));
            leaves && change.to.is_none_or(|(to, _)| to != crew)
        });
        CrewWeek {
            title: self.title(dates),
            days: tours.map(|tour| self.crew_day(tour)).collect(),
            gone: gone.map(|change| self.gone(change)).collect(),
        }
    }

    fn crew_day(&self, tour: &Tour) -> SheetDay {
        let visit = |stop: &Stop| self.visit(tour, stop);
        SheetDay {
            label: self.locale.day(tour.date),
            times: self.locale.sheet_times(&hhmm(tour.leave), &hhmm(tour.back)),
            visits: tour.stops.iter().map(visit).collect(),
        }
    }

    fn visit(&self, tour: &Tour, stop: &Stop) -> SheetVisit {
        let (instance, locale) = (self.instance, self.locale);
        let job = &instance.jobs[stop.job];
        let site = &instance.sites[job.site];
        let tool = |&(tool, quantity): &(ToolId, u32)| match quantity {
            1 => instance.tools[tool].id.clone(),
            _ => format!("{} × {quantity}", instance.tools[tool].id),
        };
        let (lat, lon) = site.at;
        let map = format!("https://www.google.com/maps/dir/?api=1&destination={lat:.6},{lon:.6}");
        SheetVisit {
            start: hhmm(stop.start),
            finish: hhmm(stop.finish),
            drive: locale.v_road(&locale.number(stop.metres as f64 / 1_000.0, 1), stop.travel),
            site: named(&site.id, &site.name),
            address: Some(site.address.line()).filter(|line| !line.is_empty()).unwrap_or_else(|| site.region.clone()),
            map: (!instance.origin.planar).then_some(map),
            job: named(&job.id, &job.name),
            tools: job.tools.iter().map(tool).collect::<Vec<_>>().join(", "),
            change: self.change(stop.job, (tour.crew, tour.date)),
        }
    }

    /// What is new about a visit; nothing where it is as before.
    fn change(&self, job: JobId, to: (CrewId, NaiveDate)) -> String {
        let change = self.changes.iter().find(|change| change.job == job && change.to == Some(to));
        let Some(change) = change else { return String::new() };
        match (change.kind(), change.from) {
            (ChangeKind::Kept, _) => String::new(),
            (_, Some((crew, date))) => {
                let own = &self.instance.crews[crew];
                self.locale.sheet_moved(&named(&own.id, &own.name), &self.locale.day(date))
            }
            (_, None) => self.locale.sheet_new(),
        }
    }

    /// A visit that another crew does now, or nobody.
    fn gone(&self, change: &VisitChange) -> String {
        let job = &self.instance.jobs[change.job];
        let was = change.from.map_or_else(String::new, |(_, date)| self.locale.day(date));
        let job = named(&job.id, &job.name);
        match change.to {
            Some((crew, date)) => {
                let crew = &self.instance.crews[crew];
                self.locale.sheet_given(&was, &job, &named(&crew.id, &crew.name), &self.locale.day(date))
            }
            None => self.locale.sheet_dropped(&was, &job),
        }
    }

    fn wall_week(&self, dates: &[NaiveDate]) -> WallWeek {
        let tours: HashMap<(CrewId, NaiveDate), &Tour> =
            self.timetable.tours.iter().map(|tour| ((tour.crew, tour.date), tour)).collect();
        let is_used = |date: &&NaiveDate| {
            let works = |crew| self.instance.hours(crew, **date).is_some() || tours.contains_key(&(crew, **date));
            self.instance.crew_ids().any(works)
        };
        let shown: Vec<NaiveDate> = dates.iter().filter(is_used).copied().collect();
        let cell = |crew: CrewId, date: NaiveDate| WallCell {
            is_off: self.instance.hours(crew, date).is_none() && !tours.contains_key(&(crew, date)),
            lines: tours.get(&(crew, date)).map_or_else(Vec::new, |tour| self.lines(tour)),
        };
        let row = |crew: CrewId| WallRow {
            crew: named(&self.instance.crews[crew].id, &self.instance.crews[crew].name),
            cells: shown.iter().map(|&date| cell(crew, date)).collect(),
        };
        WallWeek {
            title: self.title(dates),
            days: shown.iter().map(|&date| self.locale.day(date)).collect(),
            rows: self.instance.crew_ids().map(row).collect(),
        }
    }

    fn lines(&self, tour: &Tour) -> Vec<WallLine> {
        let line = |stop: &Stop| {
            let job = &self.instance.jobs[stop.job];
            let site = &self.instance.sites[job.site];
            let text = format!("{} · {}", named(&site.id, &site.name), job.id);
            let is_changed = !self.change(stop.job, (tour.crew, tour.date)).is_empty();
            WallLine { start: hhmm(stop.start), text, is_changed }
        };
        tour.stops.iter().map(line).collect()
    }
}

messages! {
    /// The sheets of crews.
    pub trait SheetMessages:

    sheet_chief(chief: &str) = "led by {chief}", "chef : {chief}";
    sheet_nothing = "Nothing planned.", "Rien de prévu.";
    sheet_times(leave: &str, back: &str) = "leave {leave}, back {back}", "départ {leave}, retour {back}";
    sheet_map = "Map", "Carte";
    sheet_moved(crew: &str, day: &str) = "new: before {crew}, {day}", "nouveau : avant {crew}, {day}";
    sheet_new = "new", "nouveau";
    sheet_gone = "No longer yours", "Ne sont plus à faire";
    sheet_given(was: &str, job: &str, crew: &str, day: &str) =
        "{was}: {job} – now {crew}, {day}", "{was} : {job} – maintenant {crew}, {day}";
    sheet_dropped(was: &str, job: &str) = "{was}: {job} – not planned", "{was} : {job} – non planifiée";
    sheet_star = "* new since the last plan", "* nouveau depuis le dernier plan";
}
