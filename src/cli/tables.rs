//! Tables and sentences for the terminal.

use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{CellAlignment, ContentArrangement, Table};

use brigade::cost::Violation;
use brigade::model::{Instance, Timetable};
use brigade::report::{Change, ChangeKind, Figures, LeftOut, Line, Row, Savings, Section, compare};

fn table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_header(header);
    table
}

fn align_right(table: &mut Table, columns: impl Iterator<Item = usize>) {
    for index in columns {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// The result of a run in a sentence or two.
pub fn verdict(plan: &Figures, savings: Option<&Savings>) -> String {
    let legal = if plan.is_legal() { "The plan keeps every hard rule" } else { "The plan BREAKS hard rules" };
    let left = match plan.unassigned {
        0 => "every visit is planned".to_string(),
        1 => "1 visit is left out".to_string(),
        n => format!("{n} visits are left out"),
    };
    let Some(savings) = savings else { return format!("{legal}; {left}.") };
    let more = match savings.visits_more {
        0 => String::new(),
        n => format!(", with {:+} visits ({:+.1} h of service)", n, savings.service_more as f64 / 60.0),
    };
    format!(
        "{legal}; {left}.\nAgainst today's schedule it saves {:.1} km ({:.1} %) and {:.1} h on the road ({:.1} %){more}: \
         {:.0} EUR a week, {:.0} EUR a year.",
        savings.metres as f64 / 1_000.0,
        savings.km_percent,
        savings.travel as f64 / 60.0,
        savings.hours_percent,
        savings.week.to_f64(),
        savings.year.to_f64()
    )
}

/// The rows of a comparison that fit on a page: no crew by crew figures.
pub fn main_rows(current: &Figures, plan: &Figures) -> Vec<Row> {
    let mut rows = compare(current, plan);
    rows.retain(|row| row.section != Section::Utilisation && (row.first != 0.0 || row.second != 0.0));
    rows
}

/// Two schedules side by side.
pub fn comparison(first: &str, second: &str, rows: &[Row]) -> Table {
    let mut table = table(["", first, second, "difference"]);
    for row in rows {
        let name = match row.section {
            Section::Violations => format!("broken: {}", row.name),
            Section::Cost => format!("EUR {}", row.name),
            Section::Scores => format!("score: {}", row.name),
            Section::Utilisation => format!("utilisation of {}", row.name),
            Section::Work => row.name.clone(),
        };
        table.add_row([name, number(row.first), number(row.second), format!("{:+.2}", row.difference())]);
    }
    align_right(&mut table, 1..4);
    table
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

/// One schedule by itself.
pub fn figures(figures: &Figures) -> Table {
    let mut table = table(["", ""]);
    for row in compare(figures, figures).iter().filter(|row| row.section != Section::Cost) {
        let name =
            if row.section == Section::Utilisation { format!("utilisation of {}", row.name) } else { row.name.clone() };
        table.add_row([name, number(row.first)]);
    }
    align_right(&mut table, 1..2);
    table
}

/// Cost by component with the largest causes.
pub fn breakdown(lines: &[Line]) -> Table {
    let mut table = table(["cost", "EUR", "%", "largest causes"]);
    for line in lines {
        let causes = line.causes.iter().map(|cause| {
            let date = cause.date.map(|date| date.to_string());
            let names =
                [cause.job.clone(), cause.crew.clone(), date].into_iter().flatten().collect::<Vec<_>>().join(" ");
            format!("{names} {:.2}", cause.amount.to_f64())
        });
        let mut causes = causes.collect::<Vec<_>>().join(", ");
        if line.further > 0 {
            causes += &format!(", and {} more", line.further);
        }
        table.add_row([
            line.code.to_string(),
            format!("{:.2}", line.amount.to_f64()),
            format!("{:.1}", line.percent),
            causes,
        ]);
    }
    align_right(&mut table, 1..3);
    table
}

/// A broken rule in one line.
pub fn violation(instance: &Instance, violation: &Violation) -> String {
    let job = violation.job.map(|job| instance.jobs[job].id.clone());
    let crew = violation.crew.map(|crew| instance.crews[crew].id.clone());
    let date = violation.date.map(|date| date.to_string());
    let where_ = [job, crew, date].into_iter().flatten().collect::<Vec<_>>().join(" ");
    format!("broken: {} {where_}: {}", violation.code, violation.text)
}

/// The week, crews by days: the jobs in order and the kilometres.
pub fn week(instance: &Instance, timetable: &Timetable) -> Table {
    let days = instance.dates.iter().map(|date| date.format("%a %d/%m").to_string());
    let header: Vec<_> = std::iter::once("crew".to_string()).chain(days).chain(["km".to_string()]).collect();
    let mut table = table([]);
    table.set_header(header);
    for (index, crew) in instance.crews.iter().enumerate() {
        let mut row = vec![crew.id.clone()];
        let mut metres = 0;
        for &date in &instance.dates {
            let tour = timetable.tours.iter().find(|tour| tour.crew == index && tour.date == date);
            metres += tour.map_or(0, |tour| tour.metres);
            let jobs = |stops: &[brigade::model::Stop]| {
                stops.iter().map(|stop| instance.jobs[stop.job].id.as_str()).collect::<Vec<_>>().join(" ")
            };
            let off = if instance.hours(index, date).is_none() { "off" } else { "-" };
            row.push(tour.map_or_else(|| off.to_string(), |tour| jobs(&tour.stops)));
        }
        row.push(format!("{:.0}", metres as f64 / 1_000.0));
        table.add_row(row);
    }
    align_right(&mut table, std::iter::once(instance.dates.len() + 1));
    table
}

/// Who changes: how many visits are kept and every visit that is not.
pub fn changes(instance: &Instance, changes: &[Change]) -> String {
    let of = |kind| changes.iter().filter(|change| change.kind() == kind).count();
    let kinds = [ChangeKind::Kept, ChangeKind::MovedDay, ChangeKind::MovedCrew, ChangeKind::Added, ChangeKind::Dropped];
    let counts = kinds.map(|kind| format!("{} {}", of(kind), kind.word())).join(", ");
    let mut table = table(["job", "change", "from", "to"]);
    let place = |end: Option<(usize, chrono::NaiveDate)>| {
        end.map_or_else(String::new, |(crew, date)| format!("{} {}", instance.crews[crew].id, date.format("%a %d/%m")))
    };
    for change in changes.iter().filter(|change| change.kind() != ChangeKind::Kept) {
        let job = instance.jobs[change.job].id.clone();
        table.add_row([job, change.kind().word().to_string(), place(change.from), place(change.to)]);
    }
    format!("Against today's schedule: {counts}.\n{table}")
}

/// What is left out and why.
pub fn left_out(instance: &Instance, left_out: &[LeftOut]) -> String {
    if left_out.is_empty() {
        return "Nothing is left out.".into();
    }
    let mut table = table(["left out", "visits", "reason", "detail"]);
    for entry in left_out {
        let job = instance.jobs[entry.job].id.clone();
        table.add_row([job, entry.missing.to_string(), entry.reason.clone(), entry.detail.clone()]);
    }
    table.to_string()
}
