//! Tables and sentences for the terminal.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;

use chrono::{Datelike, NaiveDate};
use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{Cell, CellAlignment, Column, ColumnConstraint, ContentArrangement, Width};

use brigade::files::visible;
use brigade::i18n::Locale;
use brigade::insight::{BreakdownLine, Capacity, ComparisonRow, DayLoad, FigureSection, Figures, SkillLoad, compare};
use brigade::model::{Instance, Stop, Timetable};
use brigade::report::messages::{CodeNames, CountMessages, TerminalMessages};
use brigade::report::{LeftOut, tenths};
use brigade::rules::{Violation, name_of};
use brigade::suite::BenchSummary;
use brigade::units::Money;

use super::terminal::{page_width, short};

/// Crews in a week's grid at most.
const CREWS_SHOWN: usize = 40;
/// Weeks shown at most.
const WEEKS_SHOWN: usize = 4;
/// Days of a capacity table at most.
const DAYS_SHOWN: usize = 7;
/// Jobs left out that are listed at most.
const ROWS_SHOWN: usize = 20;
/// Characters of a job's or crew's name.
const NAME: usize = 32;

/// A table whose cells are laid out as the terminal shows them.
pub struct Table(comfy_table::Table);

impl Table {
    /// Adds a row.
    pub fn add_row<T: AsRef<str>>(&mut self, row: impl IntoIterator<Item = T>) {
        self.0.add_row(cells(row));
    }

    pub fn set_header<T: AsRef<str>>(&mut self, header: impl IntoIterator<Item = T>) {
        self.0.set_header(cells(header));
    }

    fn column_mut(&mut self, index: usize) -> Option<&mut Column> {
        self.0.column_mut(index)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn cells<T: AsRef<str>>(row: impl IntoIterator<Item = T>) -> Vec<Cell> {
    row.into_iter().map(|text| Cell::new(visible(text.as_ref()))).collect()
}

/// An empty table that fits the page.
pub fn table<T: AsRef<str>, const N: usize>(header: [T; N]) -> Table {
    let mut table = Table(comfy_table::Table::new());
    table.0.load_preset(UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header);
    if let Some(width) = page_width() {
        table.0.set_width(width);
    }
    table
}

/// The line below a table that shows the first rows only.
pub fn more(locale: Locale, rows: usize, shown: usize, file: &str) -> String {
    if rows > shown { format!("\n{}", locale.more_rows(rows - shown, file)) } else { String::new() }
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

/// The rows of a comparison that fit on a page: no crew by crew figures.
pub fn main_rows(current: &Figures, plan: &Figures) -> Vec<ComparisonRow> {
    let mut rows = compare(current, plan);
    rows.retain(|row| row.section != FigureSection::Utilisation && (row.first != 0.0 || row.second != 0.0));
    rows
}

/// Two schedules side by side.
pub fn comparison(locale: Locale, instance: &Instance, names: [String; 2], rows: &[ComparisonRow]) -> Table {
    let [first, second] = names;
    let mut table = table([String::new(), first, second, locale.difference()]);
    for row in rows {
        let [first, second] = [row.first, row.second].map(|value| number(locale, row, value));
        table.add_row([label(locale, instance, row), first, second, difference(locale, row)]);
    }
    align_right(&mut table, 1..4);
    table
}

/// One schedule by itself.
pub fn figures(locale: Locale, instance: &Instance, figures: &Figures) -> Table {
    let mut table = table([String::new(), String::new()]);
    for row in compare(figures, figures).iter().filter(|row| row.section != FigureSection::Cost) {
        table.add_row([label(locale, instance, row), number(locale, row, row.first)]);
    }
    align_right(&mut table, 1..2);
    table
}

fn label(locale: Locale, instance: &Instance, row: &ComparisonRow) -> String {
    match row.section {
        FigureSection::Violations => locale.broken(&name_of(&row.name, locale)),
        FigureSection::Cost => locale.cost_of(&name_of(&row.name, locale)),
        FigureSection::Scores => locale.score_of(locale.score_name(&row.name)),
        FigureSection::Utilisation => locale.busy(&crew_named(instance, &row.name)),
        FigureSection::Work => locale.figure(&row.name).into(),
    }
}

/// A figure with as many decimals as its kind deserves.
fn number(locale: Locale, row: &ComparisonRow, value: f64) -> String {
    let (value, decimals) = scaled(row, value);
    locale.number(value, decimals)
}

/// A figure as it is shown, and its decimals.
fn scaled(row: &ComparisonRow, value: f64) -> (f64, usize) {
    match row.section {
        FigureSection::Utilisation => ((100.0 * value).round(), 0),
        FigureSection::Cost => (value.round(), 0),
        _ if value.fract() == 0.0 => (value, 0),
        _ => (tenths(value), 1),
    }
}

/// The difference of the figures that are shown.
fn difference(locale: Locale, row: &ComparisonRow) -> String {
    let ((first, decimals), (second, further)) = (scaled(row, row.first), scaled(row, row.second));
    let shown = locale.signed(tenths(second - first), decimals.max(further));
    if shown.starts_with(['+', '-']) { shown } else { String::new() }
}

/// Cost by component with the largest causes.
pub fn breakdown(locale: Locale, lines: &[BreakdownLine]) -> Table {
    let mut table = table([locale.cost(), "EUR".into(), "%".into(), locale.largest_causes()]);
    for line in lines.iter().filter(|line| line.amount != Money::default()) {
        let causes = line.causes.iter().map(|cause| {
            let date = cause.date.map(|date| locale.day(date));
            let names =
                [cause.job.clone(), cause.crew.clone(), date].into_iter().flatten().collect::<Vec<_>>().join(" ");
            format!("{names} {}", locale.number(cause.amount.to_f64(), 2))
        });
        let mut causes = causes.collect::<Vec<_>>().join(", ");
        if line.further > 0 {
            causes += &locale.and_more_causes(line.further);
        }
        table.add_row([
            line.rule.name(locale),
            locale.number(line.amount.to_f64(), 2),
            locale.number(line.percent, 1),
            causes,
        ]);
    }
    align_right(&mut table, 1..3);
    table
}

/// A broken rule in one line.
pub fn violation(locale: Locale, instance: &Instance, violation: &Violation) -> String {
    let job = violation.job.map(|job| instance.jobs[job].id.clone());
    let crew = violation.crew.map(|crew| instance.crews[crew].id.clone());
    let date = violation.date.map(|date| locale.date(date));
    let place = [job, crew, date].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let (name, words) = (violation.rule.name(locale), violation.text(instance, locale));
    let place = if place.is_empty() { name } else { format!("{name}, {place}") };
    locale.broken_by(&place, &words)
}

/// The weeks of the horizon, crews by days: the jobs in order and the kilometres.
pub fn weeks(locale: Locale, instance: &Instance, timetable: &Timetable) -> String {
    let weeks: Vec<_> = instance.dates.chunk_by(|a, b| a.iso_week() == b.iso_week()).collect();
    let grids = weeks.iter().take(WEEKS_SHOWN).map(|dates| week(locale, instance, timetable, dates));
    let grids = grids.collect::<Vec<_>>().join("\n\n");
    grids
        + &more(locale, instance.crews.len(), CREWS_SHOWN, &locale.crew_by_crew())
        + &more(locale, weeks.len(), WEEKS_SHOWN, &locale.week_by_week())
}

fn week(locale: Locale, instance: &Instance, timetable: &Timetable, dates: &[NaiveDate]) -> String {
    let tours: HashMap<_, _> = timetable.tours.iter().map(|tour| ((tour.crew, tour.date), tour)).collect();
    let crews = instance.crew_ids();
    let used = |date: NaiveDate| {
        crews.clone().any(|crew| tours.contains_key(&(crew, date)) || instance.hours(crew, date).is_some())
    };
    let days: Vec<_> = dates.iter().copied().filter(|&date| used(date)).collect();
    let header = days.iter().map(|date| locale.day(*date));
    let mut table = table::<&str, 0>([]);
    table.set_header(std::iter::once(locale.crew()).chain(header).chain(["km".to_string()]));
    for crew in crews.clone().take(CREWS_SHOWN) {
        let of_crew: Vec<_> = days.iter().map(|&date| tours.get(&(crew, date)).copied()).collect();
        let metres: i64 = of_crew.iter().flatten().map(|tour| tour.metres).sum();
        let cells = of_crew.iter().zip(&days).map(|(tour, &date)| match tour {
            Some(tour) => jobs(instance, &tour.stops),
            None if instance.hours(crew, date).is_none() => locale.off(),
            None => "-".into(),
        });
        let name = named(&instance.crews[crew].id, &instance.crews[crew].name);
        table.add_row(std::iter::once(name).chain(cells).chain([locale.number(metres as f64 / 1_000.0, 0)]));
    }
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(18)));
    }
    align_right(&mut table, std::iter::once(days.len() + 1));
    let week = dates[0].iso_week();
    format!("{}\n{table}", locale.week(week.year(), week.week()))
}

fn jobs(instance: &Instance, stops: &[Stop]) -> String {
    stops.iter().map(|stop| instance.jobs[stop.job].id.as_str()).collect::<Vec<_>>().join(" ")
}

/// What is left out and why.
pub fn left_out(locale: Locale, instance: &Instance, left_out: &[LeftOut]) -> String {
    if left_out.is_empty() {
        return locale.nothing_left_out();
    }
    let mut table = table([locale.left_out(), locale.visits_word(), locale.reason(), locale.detail()]);
    for entry in left_out.iter().take(ROWS_SHOWN) {
        table.add_row(absence(locale, instance, entry));
    }
    format!("{table}{}", more(locale, left_out.len(), ROWS_SHOWN, "unassigned.csv"))
}

/// A job left out, its visits, the rule and the reason.
fn absence(locale: Locale, instance: &Instance, entry: &LeftOut) -> [String; 4] {
    let job = &instance.jobs[entry.job];
    [named(&job.id, &job.name), entry.unassigned.to_string(), entry.reason.name(locale), entry.detail.clone()]
}

/// Hours asked and there by skill and day, and where too much is asked.
pub fn capacity(locale: Locale, instance: &Instance, capacity: &Capacity) -> String {
    let by_day = capacity.days.len() <= DAYS_SHOWN;
    let days = || capacity.days.iter().filter(|_| by_day);
    let header = [locale.skill(), locale.asked_hours(), locale.there_hours(), locale.share_percent()];
    let mut table = table::<&str, 0>([]);
    table.set_header(header.into_iter().chain(days().map(|day| locale.day(day.date))));
    let mut rows: Vec<_> = capacity.skills.iter().collect();
    rows.sort_by(|a, b| {
        (a.skill.is_some(), b.share()).partial_cmp(&(b.skill.is_some(), a.share())).unwrap_or(Ordering::Equal)
    });
    for row in rows {
        let there: i64 = row.there.iter().sum();
        let share = if there > 0 { locale.number(100.0 * row.share(), 0) } else { "-".into() };
        let figures = [skill_name(locale, instance, row), hours(locale, row.asked), hours(locale, there), share];
        let of_days = days().enumerate().map(|(day, _)| match row.bound[day] {
            0 => hours(locale, row.there[day]),
            bound => format!("{} ({})", hours(locale, row.there[day]), hours(locale, bound)),
        });
        table.add_row(figures.into_iter().chain(of_days));
    }
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(16)));
    }
    align_right(&mut table, 1..4 + days().count());
    let mut lines = vec![locale.capacity_heading(), table.to_string()];
    if by_day && capacity.skills.iter().any(|row| row.bound.iter().any(|&bound| bound > 0)) {
        lines.push(locale.bound_hours_note());
    }
    let short: Vec<_> =
        capacity.skills.iter().filter(|row| row.is_short()).map(|row| skill_name(locale, instance, row)).collect();
    if !short.is_empty() {
        lines.push(locale.too_little(&short.join(", ")));
    }
    let crowded = capacity.days.iter().filter(|day| day.bound > day.there);
    lines.extend(crowded.map(|day: &DayLoad| {
        locale.crowded_day(&locale.day(day.date), &hours(locale, day.bound), &hours(locale, day.there))
    }));
    lines.join("\n")
}

fn skill_name(locale: Locale, instance: &Instance, row: &SkillLoad) -> String {
    row.skill.map_or_else(|| locale.all_work(), |(skill, level)| format!("{}:{level}", instance.skills[skill]))
}

fn hours(locale: Locale, minutes: i64) -> String {
    locale.number(minutes as f64 / 60.0, 1)
}

/// The jobs that no plan can hold.
pub fn impossible(locale: Locale, instance: &Instance, left_out: &[LeftOut]) -> String {
    let mut table = table([locale.job(), locale.visits_word(), locale.reason(), locale.detail(), locale.remedy_word()]);
    for entry in left_out.iter().take(ROWS_SHOWN) {
        table.add_row(absence(locale, instance, entry).into_iter().chain([entry.remedy.clone()]));
    }
    let more = match left_out.len().saturating_sub(ROWS_SHOWN) {
        0 => String::new(),
        more => format!("\n{}", locale.more_jobs(more)),
    };
    format!("{}\n{table}{more}", locale.impossible_heading(&locale.jobs(left_out.len())))
}

/// The figures of a bench, an objective a row; columns about best known values only where there are any.
pub fn bench(summaries: &[BenchSummary]) -> Table {
    let compared = summaries.iter().any(|summary| summary.mean_gap.is_some());
    let mut header = vec!["objective", "cases", "runs", "solved", "proven"];
    if compared {
        header.extend(["mean gap %", "worst gap %", "worst case", "wins", "ties"]);
    }
    let mut table = table::<&str, 0>([]);
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
