//! Tables and sentences for the terminal.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use brigade::cost::Violation;
use brigade::model::{Instance, Stop, Timetable};
use brigade::report::{Change, ChangeKind, Figures, LeftOut, Line, Row, Savings, Section, compare};

use brigade::suite::Summary;
use brigade::units::Money;

use super::terminal::{page_width, short};

/// Crews in a week's grid at most.
const CREWS_SHOWN: usize = 40;
/// Weeks shown at most.
const WEEKS_SHOWN: usize = 4;
/// Changes and jobs left out that are listed at most.
const ROWS_SHOWN: usize = 20;
/// Characters of a job's or crew's name.
const NAME: usize = 32;

/// An empty table that fits the page.
pub fn table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_header(header);
    if let Some(width) = page_width() {
        table.set_width(width);
    }
    table
}

/// The line below a table that shows the first rows only.
fn more(rows: usize, shown: usize, file: &str) -> String {
    if rows > shown { format!("\n... and {} more in {file}", rows - shown) } else { String::new() }
}

/// An id with the name for people behind it.
pub fn named(id: &str, name: &str) -> String {
    format!("{id} {}", short(name, NAME)).trim_end().to_string()
}

fn crew_named(instance: &Instance, id: &str) -> String {
    instance.crews.iter().find(|crew| crew.id == id).map_or(id.to_string(), |crew| named(id, &crew.name))
}

/// Aligns columns of numbers.
pub fn align_right(table: &mut Table, columns: impl Iterator<Item = usize>) {
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
        "{legal}; {left}.\nAgainst today's schedule it saves {:.1} km ({:.1} %) and {:.1} h on the road ({:.1} %){more}.\n\
         That is {:.0} EUR a week, {:.0} EUR a year.",
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
pub fn comparison(instance: &Instance, names: [&str; 2], rows: &[Row]) -> Table {
    let mut table = table(["", names[0], names[1], "difference"]);
    for row in rows {
        let [first, second] = [row.first, row.second].map(|value| number(row, value));
        table.add_row([label(instance, row), first, second, difference(row)]);
    }
    align_right(&mut table, 1..4);
    table
}

/// One schedule by itself.
pub fn figures(instance: &Instance, figures: &Figures) -> Table {
    let mut table = table(["", ""]);
    for row in compare(figures, figures).iter().filter(|row| row.section != Section::Cost) {
        table.add_row([label(instance, row), number(row, row.first)]);
    }
    align_right(&mut table, 1..2);
    table
}

fn label(instance: &Instance, row: &Row) -> String {
    match row.section {
        Section::Violations => format!("broken: {}", row.name),
        Section::Cost => format!("EUR {}", row.name),
        Section::Scores => format!("score: {}", row.name),
        Section::Utilisation => format!("busy %: {}", crew_named(instance, &row.name)),
        Section::Work => row.name.replace('_', " "),
    }
}

/// A figure with as many decimals as its kind deserves.
fn number(row: &Row, value: f64) -> String {
    match row.section {
        Section::Utilisation => format!("{:.0}", 100.0 * value),
        Section::Cost => format!("{value:.0}"),
        _ if value.fract() == 0.0 => format!("{value:.0}"),
        _ => format!("{value:.1}"),
    }
}

fn difference(row: &Row) -> String {
    let shown = number(row, row.difference());
    let nothing = shown.trim_start_matches('-').bytes().all(|byte| matches!(byte, b'0' | b'.'));
    match shown.starts_with('-') {
        _ if nothing => String::new(),
        true => shown,
        false => format!("+{shown}"),
    }
}

/// Cost by component with the largest causes.
pub fn breakdown(lines: &[Line]) -> Table {
    let mut table = table(["cost", "EUR", "%", "largest causes"]);
    for line in lines.iter().filter(|line| line.amount != Money::default()) {
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
    let place = [job, crew, date].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let between = if place.is_empty() { "" } else { " " };
    format!("broken: {}{between}{place}: {}", violation.code, violation.text)
}

/// The weeks of the horizon, crews by days: the jobs in order and the kilometres.
pub fn weeks(instance: &Instance, timetable: &Timetable) -> String {
    let weeks: Vec<_> = instance.dates.chunk_by(|a, b| a.iso_week() == b.iso_week()).collect();
    let grids = weeks.iter().take(WEEKS_SHOWN).map(|dates| week(instance, timetable, dates));
    let grids = grids.collect::<Vec<_>>().join("\n\n");
    grids
        + &more(instance.crews.len(), CREWS_SHOWN, "routes.csv, crew by crew")
        + &more(weeks.len(), WEEKS_SHOWN, "routes.csv, week by week")
}

fn week(instance: &Instance, timetable: &Timetable, dates: &[NaiveDate]) -> String {
    let tours: HashMap<_, _> = timetable.tours.iter().map(|tour| ((tour.crew, tour.date), tour)).collect();
    let crews = 0..instance.crews.len();
    let used = |date: NaiveDate| {
        crews.clone().any(|crew| tours.contains_key(&(crew, date)) || instance.hours(crew, date).is_some())
    };
    let days: Vec<_> = dates.iter().copied().filter(|&date| used(date)).collect();
    let header = days.iter().map(|date| date.format("%a %d/%m").to_string());
    let mut table = table([]);
    table.set_header(std::iter::once("crew".to_string()).chain(header).chain(["km".to_string()]));
    for crew in crews.clone().take(CREWS_SHOWN) {
        let of_crew: Vec<_> = days.iter().map(|&date| tours.get(&(crew, date)).copied()).collect();
        let metres: i64 = of_crew.iter().flatten().map(|tour| tour.metres).sum();
        let cells = of_crew.iter().zip(&days).map(|(tour, &date)| match tour {
            Some(tour) => jobs(instance, &tour.stops),
            None if instance.hours(crew, date).is_none() => "off".into(),
            None => "-".into(),
        });
        let name = named(&instance.crews[crew].id, &instance.crews[crew].name);
        table.add_row(std::iter::once(name).chain(cells).chain([format!("{:.0}", metres as f64 / 1_000.0)]));
    }
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(18)));
    }
    align_right(&mut table, std::iter::once(days.len() + 1));
    let week = dates[0].iso_week();
    format!("Week {}-W{:02}\n{table}", week.year(), week.week())
}

fn jobs(instance: &Instance, stops: &[Stop]) -> String {
    stops.iter().map(|stop| instance.jobs[stop.job].id.as_str()).collect::<Vec<_>>().join(" ")
}

/// Who changes: how many visits are kept, and the first of those that are not.
pub fn changes(instance: &Instance, changes: &[Change]) -> String {
    let of = |kind| changes.iter().filter(|change| change.kind() == kind).count();
    let kinds = [ChangeKind::Kept, ChangeKind::MovedDay, ChangeKind::MovedCrew, ChangeKind::Added, ChangeKind::Dropped];
    let counts = kinds.map(|kind| format!("{} {}", of(kind), kind.word())).join(", ");
    let mut others: Vec<_> = changes.iter().filter(|change| change.kind() != ChangeKind::Kept).collect();
    if others.is_empty() {
        return format!("Against today's schedule: {counts}.");
    }
    others.sort_by_key(|change| gravity(change.kind()));
    let mut table = table(["job", "change", "from", "to"]);
    let place = |end: Option<(usize, NaiveDate)>| {
        end.map_or_else(String::new, |(crew, date)| format!("{} {}", instance.crews[crew].id, date.format("%a %d/%m")))
    };
    for change in others.iter().take(ROWS_SHOWN) {
        let job = &instance.jobs[change.job];
        let word = change.kind().word().to_string();
        table.add_row([named(&job.id, &job.name), word, place(change.from), place(change.to)]);
    }
    format!("Against today's schedule: {counts}.\n{table}{}", more(others.len(), ROWS_SHOWN, "changes.csv"))
}

/// Changes that more people have to hear of come first.
fn gravity(kind: ChangeKind) -> u8 {
    match kind {
        ChangeKind::Dropped => 0,
        ChangeKind::MovedCrew => 1,
        ChangeKind::Added => 2,
        ChangeKind::MovedDay => 3,
        ChangeKind::Kept => 4,
    }
}

/// What is left out and why.
pub fn left_out(instance: &Instance, left_out: &[LeftOut]) -> String {
    if left_out.is_empty() {
        return "Nothing is left out.".into();
    }
    let mut table = table(["left out", "visits", "reason", "detail"]);
    for entry in left_out.iter().take(ROWS_SHOWN) {
        let job = &instance.jobs[entry.job];
        table.add_row([
            named(&job.id, &job.name),
            entry.missing.to_string(),
            entry.reason.clone(),
            entry.detail.clone(),
        ]);
    }
    format!("{table}{}", more(left_out.len(), ROWS_SHOWN, "unassigned.csv"))
}

/// The figures of a bench, an objective a row; columns about best known values only where there are any.
pub fn bench(summaries: &[Summary]) -> Table {
    let compared = summaries.iter().any(|summary| summary.mean_gap.is_some());
    let mut header = vec!["objective", "cases", "runs", "solved", "proven"];
    if compared {
        header.extend(["mean gap %", "worst gap %", "worst case", "wins", "ties"]);
    }
    let mut table = table([]);
    table.set_header(&header);
    for summary in summaries {
        let counts = [summary.cases, summary.runs, summary.solved, summary.proven];
        let mut row = vec![summary.objective.clone()];
        row.extend(counts.map(|count| count.to_string()));
        if compared {
            let (gap, case) =
                summary.worst.clone().map_or(Default::default(), |(gap, case)| (format!("{gap:.3}"), case));
            row.push(summary.mean_gap.map_or(String::new(), |gap| format!("{gap:.3}")));
            row.extend([gap, case, summary.wins.to_string(), summary.ties.to_string()]);
        }
        table.add_row(row);
    }
    align_right(&mut table, (1..header.len()).filter(|&index| index != 7));
    table
}
