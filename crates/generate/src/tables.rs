//! The files of an instance: one CSV table each, and the settings.

use chrono::{Days, NaiveDate};

use super::sheet::Sheet;
use brigade_model::model::{
    Crew, CrewId, DayException, Instance, Job, JobId, Lag, Level, Member, Pin, Preference, SameCrew, SkillNeed, Speed,
    Target, Timetable, iso_week,
};
use brigade_model::units::{Decimal, Minutes};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// All files of an instance by name, those without a row left out.
pub(super) fn files(instance: &Instance, preferences: &[Preference]) -> Vec<(String, String)> {
    let sheets = [
        crews(instance),
        calendar(instance),
        members(instance),
        sites(instance),
        jobs(instance),
        tools(instance),
        preference_sheet(instance, preferences),
        history(instance),
    ];
    let mut files: Vec<_> = sheets.into_iter().filter_map(Sheet::file).collect();
    files.push(current(instance).file_or_header());
    files.push(("settings.toml".to_owned(), settings(instance)));
    files
}

fn settings(instance: &Instance) -> String {
    let settings = &instance.settings;
    format!("[horizon]\nstart = \"{}\"\ndays = {}\n", settings.start, settings.days)
}

fn crews(instance: &Instance) -> Sheet {
    let crews = &instance.crews;
    let usual = std::array::from_fn(|day| day < 5);
    Sheet::new("crews.csv")
        .column("crew", crews, |crew| crew.id.clone())
        .column("name", crews, |crew| crew.name.clone())
        .column("chief", crews, |crew| crew.chief.clone())
        .column("members", crews, |crew| crew.members.to_string())
        .column("lat", crews, |crew| degrees(crew.at.0))
        .column("lon", crews, |crew| degrees(crew.at.1))
        .column("skills", crews, |crew| levels(instance, &crew.levels))
        .column("equipment", crews, |crew| list(&crew.equipment, |&tool| instance.tools[tool].id.clone()))
        .column("start", crews, |crew| time(crew.start))
        .column("end", crews, |crew| time(crew.end))
        .column("days", crews, |crew| if crew.days == usual { String::new() } else { weekdays(&crew.days) })
        .column("overtime", crews, |crew| number(crew.overtime, 0))
        .column("max_week_hours", crews, |crew| optional(crew.max_week_minutes, hours))
        .column("cost_km", crews, |crew| optional(crew.cost_km, decimal))
        .column("cost_hour", crews, |crew| optional(crew.cost_hour, decimal))
        .column("cost_day", crews, |crew| amount(crew.cost_day))
        .column("capacity", crews, |crew| optional(crew.capacity, decimal))
        .column("max_travel", crews, |crew| optional(crew.max_travel, |most| most.to_string()))
        .column("max_sites_per_day", crews, |crew| optional(crew.max_sites_per_day, |most| most.to_string()))
        .column(
            "speed",
            crews,
            |crew| if crew.speed == Speed::ONE { String::new() } else { crew.speed.to_f64().to_string() },
        )
}

fn calendar(instance: &Instance) -> Sheet {
    let days = |crew: &'_ Crew| crew.exceptions.iter().map(|(&date, &day)| (date, day)).collect::<Vec<_>>();
    let rows: Vec<_> = instance
        .crews
        .iter()
        .flat_map(|crew| days(crew).into_iter().map(move |(date, day)| (crew, date, day)))
        .collect();
    let part = |day: DayException, end: bool| match day {
        DayException::Off => String::new(),
        DayException::Hours(from, until) => time(if end { until } else { from }),
    };
    Sheet::new("calendar.csv")
        .column("crew", &rows, |row| row.0.id.clone())
        .column("date", &rows, |row| row.1.to_string())
        .column("off", &rows, |row| if row.2 == DayException::Off { "yes".into() } else { String::new() })
        .column("start", &rows, |row| part(row.2, false))
        .column("end", &rows, |row| part(row.2, true))
}

fn members(instance: &Instance) -> Sheet {
    let rows: Vec<(&Crew, &Member)> =
        instance.crews.iter().flat_map(|crew| crew.people.iter().map(move |member| (crew, member))).collect();
    Sheet::new("members.csv")
        .column("member", &rows, |row| row.1.id.clone())
        .column("crew", &rows, |row| row.0.id.clone())
        .column("skills", &rows, |row| levels(instance, &row.1.levels))
        .column("absent", &rows, |row| list(&row.1.absent, ToString::to_string))
}

fn sites(instance: &Instance) -> Sheet {
    let sites = &instance.sites;
    Sheet::new("sites.csv")
        .column("site", sites, |site| site.id.clone())
        .column("name", sites, |site| site.name.clone())
        .column("lat", sites, |site| degrees(site.at.0))
        .column("lon", sites, |site| degrees(site.at.1))
        .column("region", sites, |site| site.region.clone())
        .column("usual_crew", sites, |site| optional(site.usual_crew, |crew| instance.crews[crew].id.clone()))
        .column("one_crew", sites, |site| if site.one_crew { "yes".into() } else { String::new() })
}

fn jobs(instance: &Instance) -> Sheet {
    let jobs = &instance.jobs;
    let sheet = Sheet::new("jobs.csv")
        .column("job", jobs, |job| job.id.clone())
        .column("site", jobs, |job| instance.sites[job.site].id.clone())
        .column("name", jobs, |job| job.name.clone())
        .column("duration", jobs, |job| job.duration.to_string())
        .column("visits", jobs, |job| number(job.visits, 1))
        .column("skills", jobs, |job| list(&job.skills, |need| skill_need(instance, need)))
        .column("tools", jobs, |job| list(&job.tools, |&(tool, count)| times(&instance.tools[tool].id, count)))
        .column("min_members", jobs, |job| number(job.min_members, 1))
        .column("crews", jobs, |job| number(job.crews, 1))
        .column("start_within", jobs, |job| optional(job.start_within, |most| most.to_string()))
        .column("load", jobs, |job| amount(job.load));
    limits_of_jobs(instance, dates_of_jobs(sheet, jobs))
}

fn dates_of_jobs(sheet: Sheet, jobs: &[Job]) -> Sheet {
    sheet
        .column("earliest", jobs, |job| optional(job.earliest, day))
        .column("latest", jobs, |job| optional(job.latest, day))
        .column("due", jobs, |job| optional(job.due, day))
        .column("days", jobs, |job| optional(job.days, |days| weekdays(&days)))
        .column("open", jobs, |job| optional(job.open, time))
        .column("close", jobs, |job| optional(job.close, time))
        .column("priority", jobs, |job| number(job.priority, 3))
        .column("delay_risk", jobs, |job| amount(job.delay_risk))
}

fn limits_of_jobs(instance: &Instance, sheet: Sheet) -> Sheet {
    let jobs = &instance.jobs;
    let crew = |&crew: &CrewId| instance.crews[crew].id.clone();
    sheet
        .column("same_crew", jobs, |job| same_crew(job.same_crew).to_owned())
        .column("max_gap_days", jobs, |job| optional(job.max_gap_days, |most| most.to_string()))
        .column("after", jobs, |job| list(&job.after, |&before| jobs[before].id.clone()))
        .column("with", jobs, |job| optional(job.with, |lag| lag_text(&jobs[lag.job].id, lag)))
        .column("only_crews", jobs, |job| list(&job.only_crews, crew))
        .column("not_crews", jobs, |job| list(&job.not_crews, crew))
        .column("subcontract", jobs, |job| optional(job.subcontract, decimal))
        .column("late_after", jobs, |job| optional(job.late_after, time))
}

/// The cell of a job that starts `lag` after the job of an id.
fn lag_text(id: &str, Lag { least, most, .. }: Lag) -> String {
    match (least, most) {
        (0, 0) => id.to_owned(),
        (0, most) => format!("{id}+{most}"),
        (least, most) => format!("{id}+{least}..{most}"),
    }
}

/// What crews carried in the week before, beside a fair share of a usual week.
fn history(instance: &Instance) -> Sheet {
    const FAIR: i64 = 35 * 60;
    let crews: Vec<&Crew> = instance.crews.iter().filter(|crew| crew.carried != 0).collect();
    let (year, week) = iso_week(&(instance.settings.start - Days::new(7)));
    let week = format!("{year}-W{week:02}");
    Sheet::new("history.csv")
        .column("crew", &crews, |crew| crew.id.clone())
        .column("week", &crews, |_| week.clone())
        .column("service", &crews, |crew| (FAIR + crew.carried).to_string())
        .column("fair", &crews, |_| FAIR.to_string())
}

fn tools(instance: &Instance) -> Sheet {
    Sheet::new("tools.csv").column("tool", &instance.tools, |tool| tool.id.clone()).column(
        "quantity",
        &instance.tools,
        |tool| tool.quantity.to_string(),
    )
}

fn preference_sheet(instance: &Instance, preferences: &[Preference]) -> Sheet {
    let site = |target: &Target| {
        if let Target::Site(site) = target { instance.sites[*site].id.clone() } else { String::new() }
    };
    let job =
        |target: &Target| if let Target::Job(job) = target { instance.jobs[*job].id.clone() } else { String::new() };
    let region = |target: &Target| if let Target::Region(region) = target { region.clone() } else { String::new() };
    Sheet::new("preferences.csv")
        .column("crew", preferences, |row| instance.crews[row.crew].id.clone())
        .column("site", preferences, |row| site(&row.target))
        .column("job", preferences, |row| job(&row.target))
        .column("region", preferences, |row| region(&row.target))
        .column("score", preferences, |row| decimal(row.score))
}

/// A row of the current schedule: date, crew, job, position in the route, start, line in the file.
type CurrentRow = (NaiveDate, CrewId, JobId, usize, Minutes, u64);

fn current(instance: &Instance) -> Sheet {
    let rows = current_rows(instance);
    let pin = |row: &CurrentRow| instance.pins.iter().find(|pin| pin.line == row.5).map(Pin::word);
    Sheet::new("current.csv")
        .column("date", &rows, |row| row.0.to_string())
        .column("crew", &rows, |row| instance.crews[row.1].id.clone())
        .column("job", &rows, |row| instance.jobs[row.2].id.clone())
        .column("sequence", &rows, |row| row.3.to_string())
        .column("start", &rows, |row| time(row.4))
        .column("pinned", &rows, |row| optional(pin(row), str::to_owned))
}

fn current_rows(instance: &Instance) -> Vec<CurrentRow> {
    let mut rows = Vec::new();
    let Some(plan) = &instance.current else { return rows };
    for tour in Timetable::new(instance, plan).tours {
        for (position, stop) in tour.stops.iter().enumerate() {
            rows.push((tour.date, tour.crew, stop.job, position + 1, stop.start, rows.len() as u64 + 2));
        }
    }
    rows
}

fn optional<T>(value: Option<T>, text: impl Fn(T) -> String) -> String {
    value.map(text).unwrap_or_default()
}

fn list<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
    items.iter().map(text).collect::<Vec<_>>().join(" ")
}

/// A number, blank where it is the default.
fn number<T: PartialEq + ToString>(value: T, default: T) -> String {
    if value == default { String::new() } else { value.to_string() }
}

/// A decimal, blank where it is 0.
fn amount(value: Decimal) -> String {
    if value == Decimal::ZERO { String::new() } else { decimal(value) }
}

/// A decimal with as many places as it needs.
fn decimal(value: Decimal) -> String {
    value.to_f64().to_string()
}

fn hours(minutes: Minutes) -> String {
    (f64::from(minutes) / 60.0).to_string()
}

fn degrees(value: f64) -> String {
    format!("{value:.5}")
}

fn time(minutes: Minutes) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn day(date: NaiveDate) -> String {
    date.to_string()
}

fn weekdays(days: &[bool; 7]) -> String {
    let worked: Vec<_> = WEEKDAYS.into_iter().zip(days).filter(|(_, worked)| **worked).map(|(name, _)| name).collect();
    worked.join(" ")
}

fn same_crew(rule: SameCrew) -> &'static str {
    match rule {
        SameCrew::No => "no",
        SameCrew::Prefer => "",
        SameCrew::Require => "require",
    }
}

fn with_level(name: &str, level: Level) -> String {
    if level > 1 { format!("{name}:{level}") } else { name.to_owned() }
}

fn times(name: &str, count: u32) -> String {
    if count > 1 { format!("{name}*{count}") } else { name.to_owned() }
}

fn skill_need(instance: &Instance, need: &SkillNeed) -> String {
    times(&with_level(&instance.skills[need.skill], need.level), need.people)
}

fn levels(instance: &Instance, levels: &[Level]) -> String {
    let held = levels.iter().zip(&instance.skills).filter(|(level, _)| **level > 0);
    held.map(|(&level, name)| with_level(name, level)).collect::<Vec<_>>().join(" ")
}
