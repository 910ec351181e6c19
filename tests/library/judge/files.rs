//! Writes instances and plans as files.

use std::fmt::Display;
use std::path::Path;

use brigade::model::{
    Address, Crew, CrewId, DateSpans, DayException, Instance, Job, Plan, SameCrew, Settings, Sketch, SkillNeed, Start,
    Target, hhmm,
};
use brigade::units::Decimal;
use chrono::{Datelike, TimeDelta, Weekday};

use super::random::PinnedRow;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub fn write_instance(folder: &Path, sketch: &Sketch, pins: &[PinnedRow]) {
    let parts = &sketch.parts;
    std::fs::write(folder.join("settings.toml"), settings(&parts.settings)).expect("writable");
    let crews = parts.crews.iter().map(|crew| crew_row(sketch, crew)).collect();
    table(
        folder,
        "crews.csv",
        "crew members x y skills equipment start end days overtime max_week_hours cost_km cost_hour cost_day \
         capacity max_travel max_sites_per_day speed",
        crews,
    );
    table(folder, "members.csv", "member crew skills absent", members(sketch));
    table(folder, "calendar.csv", "crew date off start end", calendar(sketch));
    let sites = parts.sites.iter().map(|site| {
        let usual = site.usual_crew.map_or(String::new(), |crew| parts.crews[crew].id.clone());
        let Address { street, postcode, city } = site.address.clone();
        let [x, y] = [site.at.0, site.at.1].map(|at| at.to_string());
        let one_crew = if site.one_crew { "yes" } else { "" };
        vec![site.id.clone(), x, y, site.region.clone(), street, postcode, city, usual, one_crew.into()]
    });
    table(folder, "sites.csv", "site x y region address postcode city usual_crew one_crew", sites.collect());
    let jobs = parts.jobs.iter().map(|job| job_row(sketch, job)).collect();
    table(
        folder,
        "jobs.csv",
        "job site duration visits skills tools min_members crews start_within load earliest latest due days \
         open close priority delay_risk same_crew max_gap_days after only_crews not_crews subcontract late_after with",
        jobs,
    );
    let tools = parts.tools.iter().map(|tool| vec![tool.id.clone(), tool.quantity.to_string()]);
    table(folder, "tools.csv", "tool quantity", tools.collect());
    table(folder, "preferences.csv", "crew site job region score", preferences(sketch));
    table(folder, "history.csv", "crew week service fair", history(sketch));
    if let Some(current) = &parts.current {
        table(folder, "current.csv", "date crew job start pinned", current_rows(sketch, current, pins));
    }
}

pub fn write_plan(path: &Path, instance: &Instance, plan: &Plan) {
    let mut rows = Vec::new();
    for route in &plan.routes {
        for (position, visit) in route.visits.iter().enumerate() {
            let (crew, job) = (instance.crews[route.crew].id.clone(), instance.jobs[visit.job].id.clone());
            rows.push(vec![route.date.to_string(), crew, (position + 1).to_string(), job, start(visit.start)]);
        }
    }
    let first = (instance.settings.start.to_string(), instance.crews[0].id.clone());
    let stranger = vec![first.0, first.1, "99".into(), "nobody".into(), String::new()];
    rows.extend(plan.unknown.iter().map(|_| stranger.clone()));
    let folder = path.parent().expect("a folder");
    table(folder, &path.file_name().expect("a name").to_string_lossy(), "date crew sequence job start", rows);
}

fn table(folder: &Path, name: &str, header: &str, rows: Vec<Vec<String>>) {
    let mut writer = csv::Writer::from_path(folder.join(name)).expect("writable");
    writer.write_record(header.split(' ')).expect("writable");
    rows.iter().for_each(|row| writer.write_record(row).expect("writable"));
    writer.flush().expect("writable");
}

fn settings(settings: &Settings) -> String {
    let clock = &settings.clock;
    let pause = if clock.pause() == 0 { String::new() } else { format!("{}-{}", hhmm(clock.from), hhmm(clock.until)) };
    let weights = [
        ("unassigned_visit", settings.unassigned_visit),
        ("unassigned_hour", settings.unassigned_hour),
        ("late_day", settings.late_day),
        ("risk_day", settings.risk_day),
        ("long_trip_minute", settings.long_trip_minute),
        ("long_trip_from", settings.long_trip_from),
        ("overload", settings.overload),
        ("history", settings.history),
        ("change_crew", settings.change_crew),
        ("change_day", settings.change_day),
        ("second_crew", settings.second_crew),
        ("preference", settings.preference),
        ("overskill", settings.overskill),
        ("late_minute", settings.late_minute),
        ("worst_late_minute", settings.worst_late_minute),
    ];
    let weights: String = weights.iter().map(|(name, value)| format!("{name} = {}\n", decimal(*value))).collect();
    let spans = |spans: &DateSpans| {
        let spans = spans.iter().map(|(first, last)| format!("\"{first}..{last}\""));
        spans.collect::<Vec<_>>().join(", ")
    };
    format!(
        "[horizon]\nstart = \"{}\"\ndays = {}\n[day]\nbreak = \"{pause}\"\n\
         [calendar]\nholidays = \"{}\"\nclosed = [{}]\nopen = [{}]\n[travel]\nspeed_kmh = {}\n\
         [costs]\nkm = {}\nhour = {}\novertime_hour = {}\n[weights]\n{weights}",
        settings.start,
        settings.days,
        settings.holidays.code(),
        spans(&settings.closed),
        spans(&settings.open),
        decimal(settings.speed_kmh),
        decimal(settings.cost_km),
        decimal(settings.cost_hour),
        decimal(settings.cost_overtime_hour),
    )
}

fn crew_row(sketch: &Sketch, crew: &Crew) -> Vec<String> {
    let tools = crew.equipment.iter().map(|&tool| sketch.parts.tools[tool].id.clone());
    vec![
        crew.id.clone(),
        crew.members.to_string(),
        crew.at.0.to_string(),
        crew.at.1.to_string(),
        skills(sketch, &crew.levels),
        tools.collect::<Vec<_>>().join(" "),
        hhmm(crew.start),
        hhmm(crew.end),
        weekdays(&crew.days),
        crew.overtime.to_string(),
        blank(crew.max_week_minutes.map(|minutes| f64::from(minutes) / 60.0)),
        blank(crew.cost_km.map(decimal)),
        blank(crew.cost_hour.map(decimal)),
        decimal(crew.cost_day),
        blank(crew.capacity.map(decimal)),
        blank(crew.max_travel),
        blank(crew.max_sites_per_day),
        format!("{:.6}", crew.speed.to_f64()),
    ]
}

fn members(sketch: &Sketch) -> Vec<Vec<String>> {
    let people = sketch.parts.crews.iter().flat_map(|crew| crew.people.iter().map(move |member| (crew, member)));
    let row = people.map(|(crew, member)| {
        let absent: Vec<_> = member.absent.iter().map(ToString::to_string).collect();
        vec![member.id.clone(), crew.id.clone(), skills(sketch, &member.levels), absent.join(" ")]
    });
    row.collect()
}

fn calendar(sketch: &Sketch) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for crew in &sketch.parts.crews {
        for (date, exception) in &crew.exceptions {
            let hours = match exception {
                DayException::Off => ["yes".into(), String::new(), String::new()],
                DayException::Hours(start, end) => [String::new(), hhmm(*start), hhmm(*end)],
            };
            rows.push([vec![crew.id.clone(), date.to_string()], hours.to_vec()].concat());
        }
    }
    rows
}

/// What a crew carried as two of the eight weeks before; a ninth counts for nothing.
fn history(sketch: &Sketch) -> Vec<Vec<String>> {
    let monday = sketch.parts.settings.start.week(Weekday::Mon).first_day();
    let row = |crew: &Crew, weeks: i64, service: i64, fair: i64| {
        let week = (monday - TimeDelta::weeks(weeks)).iso_week();
        let week = format!("{}-W{:02}", week.year(), week.week());
        vec![crew.id.clone(), week, service.to_string(), format!("{}:{:02}", fair / 60, fair % 60)]
    };
    let rows = sketch.parts.crews.iter().filter(|crew| crew.carried != 0).flat_map(|crew| {
        let carried = crew.carried;
        [row(crew, 1, carried.max(0) + 50, (-carried).max(0) + 20), row(crew, 8, 10, 40), row(crew, 9, 600, 0)]
    });
    rows.collect()
}

fn job_row(sketch: &Sketch, job: &Job) -> Vec<String> {
    let parts = &sketch.parts;
    let crews = |list: &[CrewId]| list.iter().map(|&crew| parts.crews[crew].id.clone()).collect::<Vec<_>>().join(" ");
    let tools = job.tools.iter().map(|&(tool, quantity)| format!("{}*{quantity}", parts.tools[tool].id));
    let after = job.after.iter().map(|&before| parts.jobs[before].id.clone());
    let needs = job.skills.iter().map(|need| need_cell(sketch, need));
    vec![
        job.id.clone(),
        parts.sites[job.site].id.clone(),
        job.duration.to_string(),
        job.visits.to_string(),
        needs.collect::<Vec<_>>().join(" "),
        tools.collect::<Vec<_>>().join(" "),
        job.min_members.to_string(),
        job.crews.to_string(),
        blank(job.start_within),
        decimal(job.load),
        blank(job.earliest),
        blank(job.latest),
        blank(job.due),
        job.days.as_ref().map_or(String::new(), weekdays),
        blank(job.open.map(hhmm)),
        blank(job.close.map(hhmm)),
        job.priority.to_string(),
        decimal(job.delay_risk),
        match job.same_crew {
            SameCrew::No => "no".into(),
            SameCrew::Prefer => "prefer".into(),
            SameCrew::Require => "require".into(),
        },
        blank(job.max_gap_days),
        after.collect::<Vec<_>>().join(" "),
        crews(&job.only_crews),
        crews(&job.not_crews),
        blank(job.subcontract.map(decimal)),
        blank(job.late_after.map(hhmm)),
        job.with.map_or(String::new(), |lag| format!("{}+{}..{}", parts.jobs[lag.job].id, lag.least, lag.most)),
    ]
}

fn preferences(sketch: &Sketch) -> Vec<Vec<String>> {
    let parts = &sketch.parts;
    let row = parts.preferences.iter().map(|preference| {
        let (site, job, region) = match &preference.target {
            Target::Site(site) => (parts.sites[*site].id.clone(), String::new(), String::new()),
            Target::Job(job) => (String::new(), parts.jobs[*job].id.clone(), String::new()),
            Target::Region(region) => (String::new(), String::new(), region.clone()),
        };
        vec![parts.crews[preference.crew].id.clone(), site, job, region, decimal(preference.score)]
    });
    row.collect()
}

fn current_rows(sketch: &Sketch, current: &Plan, pins: &[PinnedRow]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (index, route) in current.routes.iter().enumerate() {
        for (position, visit) in route.visits.iter().enumerate() {
            let pin = pins.iter().find(|pin| pin.0 == (index, position)).map_or("", |pin| pin.1);
            let (crew, job) = (&sketch.parts.crews[route.crew].id, &sketch.parts.jobs[visit.job].id);
            rows.push(vec![route.date.to_string(), crew.clone(), job.clone(), start(visit.start), pin.into()]);
        }
    }
    rows
}

fn need_cell(sketch: &Sketch, need: &SkillNeed) -> String {
    format!("{}:{}*{}", sketch.parts.skills[need.skill], need.level, need.people)
}

fn skills(sketch: &Sketch, levels: &[u8]) -> String {
    let held = sketch.parts.skills.iter().zip(levels).filter(|(_, level)| **level > 0);
    held.map(|(skill, level)| format!("{skill}:{level}")).collect::<Vec<_>>().join(" ")
}

fn weekdays(days: &[bool; 7]) -> String {
    let worked = WEEKDAYS.iter().zip(days).filter(|(_, works)| **works);
    worked.map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

fn start(start: Start) -> String {
    match start {
        Start::Earliest | Start::Unstated => String::new(),
        Start::NotBefore(time) | Start::At(time) => hhmm(time),
    }
}

fn decimal(value: Decimal) -> String {
    format!("{:.6}", value.to_f64())
}

fn blank(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
