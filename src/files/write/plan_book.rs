//! `plan.xlsx`: what a planner shows of a plan, as a workbook.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet};

use super::PlanOutput;
use super::book::{self, Book, Styles};
use super::folder::Result;
use crate::i18n::{Locale, messages};
use crate::insight::{ComparisonRow, FigureSection, Figures, compare, crew_loads};
use crate::judge::{Verdict, check};
use crate::model::{CrewId, Instance, Stop, Timetable, Tour, hhmm, pin_words};
use crate::report::messages::{ChangeMessages, CodeNames, PageMessages, TerminalMessages};
use crate::report::verdict;
use crate::rules::name_of;
use crate::units::Minutes;

/// Characters that a column of times takes.
const TIME_WIDTH: f64 = 11.0;
/// Characters of a line of the verdict.
const VERDICT_WIDTH: usize = 100;
/// Points that a visit of the week takes: its time, its site and its work, a line each.
const VISIT_HEIGHT: f64 = 44.0;
/// Characters of a line of a visit in the week.
const VISIT_WIDTH: usize = 34;
/// How many colours sites have; sites so many apart share one.
const COLOURS: usize = 24;

/// The workbook of a plan.
pub fn plan_book(output: &PlanOutput) -> Result<Vec<u8>> {
    let verdict = check(output.instance, output.plan);
    let current = output.instance.current.as_ref().filter(|current| current.visits().next().is_some());
    let current = current.map(|current| check(output.instance, current));
    let title = format!("{} {}", output.instance.name, output.instance.settings.start);
    let mut writer = PlanBook {
        book: Book::new(output.locale, &title, output.instance.settings.start)?,
        output: *output,
        locale: output.locale,
        timetable: &verdict.timetable,
    };
    writer.verdict(&verdict)?;
    writer.week()?;
    writer.plan()?;
    writer.changes()?;
    writer.left_out()?;
    writer.routes()?;
    writer.crews(&verdict)?;
    writer.costs(current.as_ref(), &verdict)?;
    writer.book.bytes()
}

struct PlanBook<'a> {
    book: Book,
    output: PlanOutput<'a>,
    locale: Locale,
    timetable: &'a Timetable,
}

/// A cell of a list.
enum Cell {
    Text(String),
    Date(NaiveDate),
    Time(Minutes),
    Count(f64),
    Decimal(f64),
    Euros(f64),
    Percent(f64),
    Blank,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl PlanBook<'_> {
    fn verdict(&mut self, judged: &Verdict) -> Result<()> {
        let Self { output, locale, .. } = *self;
        let (sheet, styles) = self.book.sheet(&locale.h_verdict())?;
        sheet.write_string_with_format(0, 0, book::fitting(&output.instance.name), &styles.title)?;
        let dates = [output.instance.dates.first(), output.instance.dates.last()];
        if let [Some(first), Some(last)] = dates {
            let horizon = locale.a_horizon_text(&locale.date(*first), &locale.date(*last));
            sheet.write_string_with_format(1, 0, horizon, &styles.text)?;
        }
        let broken = judged.violations.iter().map(|violation| {
            let about = violation.text(output.instance, locale);
            format!("{}: {about}", name_of(violation.code(), locale))
        });
        let sentences = verdict(locale, output.summary).into_iter().chain(broken);
        for (row, sentence) in (3..).zip(sentences) {
            let lines = 1 + sentence.chars().count() / VERDICT_WIDTH;
            sheet.set_row_height(row, 16.0 * lines as f64)?;
            sheet.write_string_with_format(row, 0, book::fitting(&sentence), &styles.wrapped)?;
        }
        sheet.set_column_width(0, VERDICT_WIDTH as f64)?;
        Ok(())
    }

    /// Crews by days: as many rows for a crew as it has visits on its fullest day.
    fn week(&mut self) -> Result<()> {
        let Self { output, locale, timetable, .. } = *self;
        let instance = output.instance;
        let tours: HashMap<(CrewId, NaiveDate), &Tour> =
            timetable.tours.iter().map(|tour| ((tour.crew, tour.date), tour)).collect();
        let is_used = |date: &&NaiveDate| {
            let works = |crew: CrewId| instance.hours(crew, **date).is_some() || tours.contains_key(&(crew, **date));
            instance.crew_ids().any(works)
        };
        let dates: Vec<NaiveDate> = instance.dates.iter().filter(is_used).copied().collect();
        let (sheet, styles) = self.book.sheet(&locale.h_week())?;
        let days: Vec<String> = dates.iter().map(|&date| locale.day(date)).collect();
        let names = [locale.crew(), locale.column_name()];
        let header: Vec<&str> = names.iter().chain(&days).map(String::as_str).collect();
        book::header(sheet, styles, &header)?;
        sheet.set_freeze_panes(1, 2)?;
        let colours: Vec<Format> = (0..COLOURS).map(visit_format).collect();
        let off = Format::new().set_font_color(Color::Gray).set_align(FormatAlign::Top);
        let mut row = 1;
        for crew in instance.crew_ids() {
            let stops = |date: &NaiveDate| tours.get(&(crew, *date)).map_or(&[][..], |tour| &tour.stops[..]);
            let height = dates.iter().map(|date| stops(date).len()).max().unwrap_or(0).max(1);
            let own = &instance.crews[crew];
            let first = styles.text.clone().set_border_top(FormatBorder::Thin);
            sheet.write_string_with_format(row, 0, book::fitting(&own.id), &first)?;
            sheet.write_string_with_format(row, 1, book::fitting(&own.name), &first)?;
            for (column, date) in (2..).zip(&dates) {
                if stops(date).is_empty() {
                    let word = if instance.hours(crew, *date).is_none() { locale.off_word() } else { String::new() };
                    let format = off.clone().set_border_top(FormatBorder::Thin);
                    sheet.write_string_with_format(row, column, word, &format)?;
                }
                for (below, stop) in (row..).zip(stops(date)) {
                    sheet.set_row_height(below, VISIT_HEIGHT)?;
                    let site = instance.jobs[stop.job].site;
                    let text = format!("{}-{}\n{}", hhmm(stop.start), hhmm(stop.finish), visited(instance, stop));
                    let colour = &colours[site.index() % COLOURS];
                    sheet.write_string_with_format(below, column, book::fitting(&text), colour)?;
                }
            }
            row += height as u32;
        }
        sheet.set_column_width(0, 12)?.set_column_width(1, 16)?;
        for column in 0..dates.len() as u16 {
            sheet.set_column_width(column + 2, 30)?;
        }
        Ok(())
    }

    fn plan(&mut self) -> Result<()> {
        let Self { output, locale, timetable, .. } = *self;
        let instance = output.instance;
        let pinned: HashMap<_, _> = pin_words(instance, timetable).into_iter().collect();
        let rows = timetable.tours.iter().enumerate().flat_map(|(index, tour)| {
            let pinned = &pinned;
            tour.stops.iter().enumerate().map(move |(position, stop)| {
                let (crew, job) = (&instance.crews[tour.crew], &instance.jobs[stop.job]);
                let site = &instance.sites[job.site];
                vec![
                    Cell::Date(tour.date),
                    crew.id.as_str().into(),
                    crew.name.as_str().into(),
                    Cell::Count((position + 1) as f64),
                    job.id.as_str().into(),
                    job.name.as_str().into(),
                    site.id.as_str().into(),
                    site.name.as_str().into(),
                    Cell::Time(stop.arrive),
                    Cell::Time(stop.start),
                    Cell::Time(stop.finish),
                    Cell::Decimal(stop.metres as f64 / 1_000.0),
                    Cell::Count(f64::from(stop.travel)),
                    pinned.get(&(index, position)).map_or(Cell::Blank, |_| locale.pinned_mark().into()),
                ]
            })
        });
        let header = [
            locale.filter_day(),
            locale.crew(),
            locale.column_name(),
            locale.column_order(),
            locale.column_job(),
            locale.column_name(),
            locale.t_site(),
            locale.column_name(),
            locale.column_arrives(),
            locale.column_starts(),
            locale.column_ends(),
            locale.t_km(),
            locale.column_minutes(),
            locale.pinned_mark(),
        ];
        let rows = rows.collect();
        self.list(&locale.sheet_plan(), &header, rows)
    }

    fn changes(&mut self) -> Result<()> {
        let Self { output, locale, .. } = *self;
        let instance = output.instance;
        let listed = output.change_list.iter().filter(|_| instance.current.is_some());
        let rows = listed.map(|entry| {
            let change = &entry.change;
            let job = &instance.jobs[change.job];
            let side = |side: Option<(CrewId, NaiveDate)>| match side {
                Some((crew, date)) => [instance.crews[crew].id.as_str().into(), Cell::Date(date)],
                None => [Cell::Blank, Cell::Blank],
            };
            let ([from, from_date], [to, to_date]) = (side(change.from), side(change.to));
            vec![
                job.id.as_str().into(),
                job.name.as_str().into(),
                instance.sites[job.site].name.as_str().into(),
                locale.change(change.kind().word()).into(),
                from,
                from_date,
                to,
                to_date,
                entry.brings.map_or(Cell::Blank, |amount| Cell::Euros(amount.to_f64())),
                entry.why.as_str().into(),
            ]
        });
        let header = [
            locale.column_job(),
            locale.column_name(),
            locale.t_site(),
            locale.column_change(),
            locale.column_from_crew(),
            locale.column_from_day(),
            locale.column_to_crew(),
            locale.column_to_day(),
            locale.brings(),
            locale.why(),
        ];
        let rows = rows.collect();
        self.list(&locale.h_changes(), &header, rows)
    }

    fn left_out(&mut self) -> Result<()> {
        let Self { output, locale, .. } = *self;
        let instance = output.instance;
        let rows = output.left_out.iter().map(|entry| {
            let job = &instance.jobs[entry.job];
            let remedies = entry.ways_in.iter().chain([&entry.remedy]).cloned().collect::<Vec<_>>().join(" ");
            vec![
                job.id.as_str().into(),
                job.name.as_str().into(),
                instance.sites[job.site].name.as_str().into(),
                Cell::Count(f64::from(entry.unassigned)),
                name_of(entry.reason.code(), locale).into(),
                entry.cause.as_str().into(),
                entry.nearest.clone().unwrap_or_default().into(),
                remedies.into(),
            ]
        });
        let header = [
            locale.column_job(),
            locale.column_name(),
            locale.t_site(),
            locale.t_visits(),
            locale.t_rule(),
            locale.t_cause(),
            locale.column_nearest(),
            locale.t_remedies(),
        ];
        let rows = rows.collect();
        self.list(&locale.h_left_out(), &header, rows)
    }

    fn routes(&mut self) -> Result<()> {
        let Self { output, locale, timetable, .. } = *self;
        let rows = timetable.tours.iter().map(|tour| {
            let crew = &output.instance.crews[tour.crew];
            vec![
                Cell::Date(tour.date),
                crew.id.as_str().into(),
                crew.name.as_str().into(),
                Cell::Time(tour.leave),
                Cell::Time(tour.back),
                Cell::Count(tour.stops.len() as f64),
                Cell::Decimal(tour.metres as f64 / 1_000.0),
                Cell::Count(f64::from(tour.travel)),
                Cell::Time(tour.service),
                Cell::Time(tour.overtime),
            ]
        });
        let header = [
            locale.filter_day(),
            locale.crew(),
            locale.column_name(),
            locale.column_leaves(),
            locale.column_back(),
            locale.t_visits(),
            locale.t_km(),
            locale.column_minutes(),
            locale.t_service(),
            locale.t_overtime(),
        ];
        let rows = rows.collect();
        self.list(&locale.sheet_routes(), &header, rows)
    }

    fn crews(&mut self, verdict: &Verdict) -> Result<()> {
        let Self { output, locale, .. } = *self;
        let loads = crew_loads(output.instance, verdict);
        let rows = loads.iter().map(|load| {
            let crew = &output.instance.crews[load.crew];
            vec![
                crew.id.as_str().into(),
                crew.name.as_str().into(),
                crew.chief.as_str().into(),
                Cell::Count(load.days as f64),
                Cell::Count(load.visits as f64),
                Cell::Decimal(load.metres as f64 / 1_000.0),
                Cell::Time(load.travel as Minutes),
                Cell::Time(load.service as Minutes),
                load.utilisation.map_or(Cell::Blank, Cell::Percent),
            ]
        });
        let header = [
            locale.crew(),
            locale.column_name(),
            locale.column_chief(),
            locale.column_days(),
            locale.t_visits(),
            locale.t_km(),
            locale.t_travel(),
            locale.t_service(),
            locale.t_busy(),
        ];
        let rows = rows.collect();
        self.list(&locale.sheet_crews(), &header, rows)
    }

    fn costs(&mut self, current: Option<&Verdict>, verdict: &Verdict) -> Result<()> {
        let Self { output, locale, .. } = *self;
        let then = Figures::new(output.instance, verdict);
        let now = current.map(|current| Figures::new(output.instance, current));
        let rows = compare(now.as_ref().unwrap_or(&then), &then);
        let shown = rows.iter().filter(|row| {
            let is_work = row.section == FigureSection::Work;
            is_work || row.section == FigureSection::Cost && (row.first != 0.0 || row.second != 0.0)
        });
        let rows = shown.map(|row| {
            let before = |figure: f64| if now.is_some() { value(row, figure) } else { Cell::Blank };
            vec![label(row, locale).into(), before(row.first), value(row, row.second), before(row.difference())]
        });
        let header = [locale.t_component(), locale.t_now(), locale.t_plan(), locale.column_difference()];
        let rows = rows.collect();
        self.list(&locale.sheet_costs(), &header, rows)
    }

    /// A sheet with a row of names and rows below.
    fn list(&mut self, name: &str, header: &[String], rows: Vec<Vec<Cell>>) -> Result<()> {
        let (sheet, styles) = self.book.sheet(name)?;
        book::header(sheet, styles, &header.iter().map(String::as_str).collect::<Vec<_>>())?;
        for (row, cells) in (1..).zip(&rows) {
            for (column, cell) in (0..).zip(cells) {
                write(sheet, styles, (row, column), cell)?;
            }
        }
        book::finish(sheet, rows.len(), header.len())?;
        // Widths are fitted to the numbers that times are.
        for column in 0..header.len() {
            if rows.iter().any(|cells| matches!(cells[column], Cell::Time(_))) {
                sheet.set_column_width(column as u16, TIME_WIDTH)?;
            }
        }
        Ok(())
    }
}

fn value(row: &ComparisonRow, value: f64) -> Cell {
    if row.section == FigureSection::Cost { Cell::Euros(value) } else { Cell::Decimal(value) }
}

fn label(row: &ComparisonRow, locale: Locale) -> String {
    match row.section {
        FigureSection::Cost => name_of(&row.name, locale),
        _ => locale.figure(&row.name).to_owned(),
    }
}

fn write(sheet: &mut Worksheet, styles: &Styles, (row, column): (u32, u16), cell: &Cell) -> Result<()> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) if text.is_empty() => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, column, book::fitting(text), &styles.wrapped)?;
        }
        Cell::Date(date) => book::date(sheet, styles, (row, column), *date)?,
        Cell::Time(minutes) => {
            sheet.write_number_with_format(row, column, f64::from(*minutes) / 1_440.0, &styles.time)?;
        }
        Cell::Count(number) => {
            sheet.write_number_with_format(row, column, *number, &styles.text)?;
        }
        Cell::Decimal(number) => {
            sheet.write_number_with_format(row, column, *number, &styles.decimal)?;
        }
        Cell::Euros(euros) => {
            sheet.write_number_with_format(row, column, *euros, &styles.euros)?;
        }
        Cell::Percent(share) => {
            sheet.write_number_with_format(row, column, *share, &styles.percent)?;
        }
    }
    Ok(())
}

/// The site of a visit and what is done there, by names where there are any.
fn visited(instance: &Instance, stop: &Stop) -> String {
    let job = &instance.jobs[stop.job];
    let site = &instance.sites[job.site];
    let line = |name: &str, id: &str| match name {
        "" => id.to_owned(),
        name => format!("{id} {name}").chars().take(VISIT_WIDTH).collect(),
    };
    format!("{}\n{}", line(&site.name, &site.id), line(&job.name, &job.id))
}

/// How the visits of a site look: a light colour by its number.
fn visit_format(number: usize) -> Format {
    let hue = (number as f64 * 360.0 / 1.618_033_988_75) % 360.0;
    Format::new()
        .set_background_color(Color::RGB(light(hue)))
        .set_border(FormatBorder::Hair)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
}

/// A light colour of a hue in degrees.
fn light(hue: f64) -> u32 {
    let channel = |shift: f64| {
        let position = ((hue + shift) / 60.0) % 6.0;
        let share = (2.0 - (position - 3.0).abs().min(3.0)).clamp(0.0, 1.0);
        255 - (70.0 * share).round() as u32
    };
    channel(0.0) << 16 | channel(120.0) << 8 | channel(240.0)
}

messages! {
    /// The workbook of a plan.
    pub trait PlanBookMessages:

    sheet_plan = "Plan", "Plan";
    sheet_routes = "Tours", "Tournées";
    sheet_crews = "Crews", "Équipes";
    sheet_costs = "Costs", "Coûts";
    column_name = "name", "nom";
    column_order = "no.", "n°";
    column_job = "job", "intervention";
    column_arrives = "arrives", "arrivée";
    column_starts = "starts", "début";
    column_ends = "ends", "fin";
    column_minutes = "min on the road", "min de route";
    column_change = "change", "changement";
    column_from_crew = "from crew", "équipe avant";
    column_from_day = "from day", "jour avant";
    column_to_crew = "to crew", "équipe après";
    column_to_day = "to day", "jour après";
    column_nearest = "nearest crews", "équipes les plus proches";
    column_leaves = "leaves", "départ";
    column_back = "back", "retour";
    column_chief = "chief", "chef";
    column_days = "days", "jours";
    column_difference = "difference", "différence";
}
