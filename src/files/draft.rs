//! The rows of every table with typed values, before names are resolved.

use chrono::NaiveDate;

use super::cell::{self, Cell, Parsed, PinKind};
use super::list::{self, Need};
use super::number::Exact;
use super::table::Fields;
use crate::model::{DAY, Level, SameCrew};
use crate::units::{Decimal, Minutes};

/// Largest coordinate in the plane, in kilometres.
const FAR: f64 = 1e5;
/// Largest price of a crew, in euros.
const DEAR: f64 = 1e6;

/// Where a row puts its place.
#[derive(Debug)]
pub struct PlaceCells {
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub x: Option<f64>,
    pub y: Option<f64>,
}

impl PlaceCells {
    /// Whether any of it is there.
    pub fn is_stated(&self) -> bool {
        [self.lat, self.lon, self.x, self.y].iter().any(Option::is_some)
    }
}

/// A row of crews.csv.
#[derive(Debug)]
pub struct CrewRow {
    pub crew: Option<String>,
    pub name: String,
    pub chief: String,
    pub members: u32,
    pub place: PlaceCells,
    pub skills: Vec<(String, Level)>,
    pub equipment: Vec<(String, u32)>,
    pub start: Minutes,
    pub end: Minutes,
    pub days: [bool; 7],
    pub overtime: Minutes,
    pub max_week_minutes: Option<Minutes>,
    pub cost_km: Option<Decimal>,
    pub cost_hour: Option<Decimal>,
    pub cost_day: Decimal,
    pub capacity: Option<Decimal>,
    pub max_travel: Option<Minutes>,
    pub max_sites_per_day: Option<u32>,
}

/// A row of sites.csv.
#[derive(Debug)]
pub struct SiteRow {
    pub site: Option<String>,
    pub name: String,
    pub place: PlaceCells,
    pub region: String,
    pub usual_crew: Option<String>,
}

/// A row of jobs.csv.
#[derive(Debug)]
pub struct JobRow {
    pub job: Option<String>,
    pub site: Option<String>,
    pub name: String,
    pub duration: Option<Minutes>,
    pub visits: u32,
    pub skills: Vec<Need>,
    pub tools: Vec<(String, u32)>,
    pub min_members: u32,
    pub crews: u32,
    pub start_within: Option<Minutes>,
    pub load: Decimal,
    pub earliest: Option<NaiveDate>,
    pub latest: Option<NaiveDate>,
    pub due: Option<NaiveDate>,
    pub days: Option<[bool; 7]>,
    pub open: Option<Minutes>,
    pub close: Option<Minutes>,
    pub priority: u32,
    pub delay_risk: Decimal,
    pub same_crew: SameCrew,
    pub max_gap_days: Option<u32>,
    pub after: Vec<String>,
    pub only_crews: Vec<String>,
    pub not_crews: Vec<String>,
}

/// A row of calendar.csv.
#[derive(Debug)]
pub struct CalendarRow {
    pub crew: Option<String>,
    pub date: Option<NaiveDate>,
    pub off: bool,
    pub start: Option<Minutes>,
    pub end: Option<Minutes>,
}

/// A row of members.csv.
#[derive(Debug)]
pub struct MemberRow {
    pub member: Option<String>,
    pub crew: Option<String>,
    pub skills: Vec<(String, Level)>,
    pub absent: Vec<NaiveDate>,
}

/// A row of tools.csv.
#[derive(Debug)]
pub struct ToolRow {
    pub tool: Option<String>,
    pub quantity: u32,
}

/// A row of preferences.csv.
#[derive(Debug)]
pub struct PreferenceRow {
    pub crew: Option<String>,
    pub site: Option<String>,
    pub job: Option<String>,
    pub region: Option<String>,
    pub score: Decimal,
}

/// A row of distances.csv.
#[derive(Debug)]
pub struct DistanceRow {
    pub from: Option<String>,
    pub to: Option<String>,
    pub km: Option<Exact>,
    pub minutes: Option<Exact>,
}

/// A row of a schedule: current.csv or plan.csv.
#[derive(Debug)]
pub struct VisitRow {
    pub date: Option<NaiveDate>,
    pub crew: Option<String>,
    pub job: Option<String>,
    pub sequence: Option<u32>,
    pub start: Option<Minutes>,
    pub pinned: Option<PinKind>,
}

/// A row of routes.csv.
#[derive(Debug)]
pub struct TourRow {
    pub date: Option<NaiveDate>,
    pub crew: Option<String>,
    pub leave: Option<Minutes>,
}

fn place(row: &mut Fields) -> PlaceCells {
    PlaceCells {
        lat: row.get("lat", cell::real(-90.0, 90.0)),
        lon: row.get("lon", cell::real(-180.0, 180.0)),
        x: row.get("x", cell::real(-FAR, FAR)),
        y: row.get("y", cell::real(-FAR, FAR)),
    }
}

pub fn crew(row: &mut Fields) -> CrewRow {
    CrewRow {
        crew: row.get("crew", cell::id),
        name: row.or("name", cell::text, String::new()),
        chief: row.or("chief", cell::text, String::new()),
        members: row.or("members", cell::whole(1, 999), 1),
        place: place(row),
        skills: row.or("skills", list::skills, Vec::new()),
        equipment: row.or("equipment", list::tools, Vec::new()),
        start: row.or("start", cell::clock, 8 * 60),
        end: row.or("end", cell::clock, 17 * 60),
        days: row.or("days", list::weekdays, [true, true, true, true, true, false, false]),
        overtime: row.or("overtime", cell::duration(0, DAY), 0),
        max_week_minutes: row.get("max_week_hours", cell::hours_floor(0.0, 168.0)),
        cost_km: row.get("cost_km", cell::decimal(0.0, DEAR)),
        cost_hour: row.get("cost_hour", cell::decimal(0.0, DEAR)),
        cost_day: row.or("cost_day", cell::decimal(0.0, DEAR), Decimal::ZERO),
        capacity: row.get("capacity", cell::decimal(0.0, 1e9)),
        max_travel: row.get("max_travel", cell::duration(0, DAY)),
        max_sites_per_day: row.get("max_sites_per_day", cell::whole(1, 999)),
    }
}

pub fn site(row: &mut Fields) -> SiteRow {
    SiteRow {
        site: row.get("site", cell::id),
        name: row.or("name", cell::text, String::new()),
        place: place(row),
        region: row.or("region", cell::text, String::new()),
        usual_crew: row.get("usual_crew", cell::id),
    }
}

/// A job with its site, as far as the same row says where that is.
pub fn placed_job(row: &mut Fields) -> (SiteRow, JobRow) {
    let job = job(row);
    let region = row.or("region", cell::text, String::new());
    (SiteRow { site: job.site.clone(), name: String::new(), place: place(row), region, usual_crew: None }, job)
}

pub fn job(row: &mut Fields) -> JobRow {
    JobRow {
        job: row.get("job", cell::id),
        site: row.get("site", cell::id),
        name: row.or("name", cell::text, String::new()),
        duration: row.get("duration", cell::duration(1, DAY)),
        visits: row.or("visits", cell::whole(1, 366), 1),
        skills: row.or("skills", list::needs, Vec::new()),
        tools: row.or("tools", list::tools, Vec::new()),
        min_members: row.or("min_members", cell::whole(1, 999), 1),
        crews: row.or("crews", cell::whole(1, 99), 1),
        start_within: row.get("start_within", cell::duration(0, DAY)),
        load: row.or("load", cell::decimal(0.0, 1e9), Decimal::ZERO),
        earliest: row.get("earliest", cell::date),
        latest: row.get("latest", cell::date),
        due: row.get("due", cell::date),
        days: row.get("days", list::weekdays),
        open: row.get("open", cell::clock),
        close: row.get("close", cell::clock),
        priority: row.or("priority", cell::whole(1, 9), 3),
        delay_risk: row.or("delay_risk", cell::decimal(0.0, 1.0), Decimal::ZERO),
        same_crew: row.or("same_crew", cell::same_crew, SameCrew::Prefer),
        max_gap_days: row.get("max_gap_days", cell::whole(1, 366)),
        after: row.or("after", cell::ids, Vec::new()),
        only_crews: row.or("only_crews", cell::ids, Vec::new()),
        not_crews: row.or("not_crews", cell::ids, Vec::new()),
    }
}

pub fn calendar(row: &mut Fields) -> CalendarRow {
    CalendarRow {
        crew: row.get("crew", cell::id),
        date: row.get("date", cell::date),
        off: row.or("off", cell::yes_no, false),
        start: row.get("start", cell::clock),
        end: row.get("end", cell::clock),
    }
}

pub fn member(row: &mut Fields) -> MemberRow {
    MemberRow {
        member: row.get("member", cell::id),
        crew: row.get("crew", cell::id),
        skills: row.or("skills", list::skills, Vec::new()),
        absent: row.or("absent", cell::dates, Vec::new()),
    }
}

pub fn tool(row: &mut Fields) -> ToolRow {
    ToolRow { tool: row.get("tool", cell::id), quantity: row.or("quantity", cell::whole(0, 9_999), 0) }
}

pub fn preference(row: &mut Fields) -> PreferenceRow {
    PreferenceRow {
        crew: row.get("crew", cell::id),
        site: row.get("site", cell::id),
        job: row.get("job", cell::id),
        region: row.get("region", cell::text),
        score: row.or("score", cell::decimal(-10.0, 10.0), Decimal::ZERO),
    }
}

pub fn distance(row: &mut Fields) -> DistanceRow {
    DistanceRow {
        from: row.get("from", cell::id),
        to: row.get("to", cell::id),
        km: row.get("km", cell::exact(0.0, FAR)),
        minutes: row.get("minutes", cell::exact(0.0, FAR)),
    }
}

pub fn visit(row: &mut Fields) -> VisitRow {
    visit_from(row, cell::clock)
}

fn visit_from(row: &mut Fields, start: impl Fn(Cell) -> Parsed<Minutes>) -> VisitRow {
    VisitRow {
        date: row.get("date", cell::date),
        crew: row.get("crew", cell::id),
        job: row.get("job", cell::id),
        sequence: row.get("sequence", cell::whole(1, 9_999)),
        start: row.get("start", start),
        pinned: row.get("pinned", cell::pinned).flatten(),
    }
}

/// A row of plan.csv, whose other columns mean nothing here but must be well-formed.
pub fn planned(row: &mut Fields) -> VisitRow {
    row.get("site", cell::id);
    row.get("arrive", cell::late_clock);
    row.get("finish", cell::late_clock);
    row.get("km", cell::real(0.0, f64::MAX));
    row.get("travel_minutes", cell::whole(0, 1_000_000));
    visit_from(row, cell::late_clock)
}

pub fn tour(row: &mut Fields) -> TourRow {
    TourRow { date: row.get("date", cell::date), crew: row.get("crew", cell::id), leave: row.get("leave", cell::clock) }
}
