//! Costs, figures and scores of both schedules, and the load of every crew.

use super::{PageContext, filter, named};
use crate::i18n::Locale;
use crate::insight::{ComparisonRow, FigureSection};
use crate::judge::Verdict;
use crate::model::CrewId;
use crate::report::messages::{CodeNames, TerminalMessages};
use crate::rules::name_of;

/// One cost component.
pub struct ComponentRow {
    pub code: String,
    pub label: String,
    pub today: String,
    pub plan: String,
    pub difference: String,
    /// Length of the bars, in percent of the largest.
    pub today_bar: String,
    pub plan_bar: String,
    pub exact: f64,
    pub total: bool,
}

/// The components that cost anything, and the total; bars are in scale without the total.
pub fn costs(locale: Locale, rows: &[ComparisonRow]) -> Vec<ComponentRow> {
    let own =
        || rows.iter().filter(|row| row.section == FigureSection::Cost && (row.first != 0.0 || row.second != 0.0));
    let parts = own().filter(|row| row.name != "total");
    let most = parts.map(|row| row.first.max(row.second)).fold(0.0, f64::max);
    let bar = |value: f64| format!("{:.1}", if most > 0.0 { (100.0 * value / most).min(100.0) } else { 0.0 });
    let row = |row: &ComparisonRow| ComponentRow {
        code: row.name.clone(),
        label: name_of(&row.name, locale),
        today: locale.number(row.first, 0),
        plan: locale.number(row.second, 0),
        difference: locale.signed(row.difference(), 0),
        today_bar: bar(row.first),
        plan_bar: bar(row.second),
        exact: row.second,
        total: row.name == "total",
    };
    own().map(row).collect()
}

/// One figure of both schedules.
pub struct FigureRow {
    pub name: String,
    pub label: String,
    pub today: String,
    pub plan: String,
    pub difference: String,
    pub exact: f64,
}

/// Kilometres, hours, counts, and the rules that either schedule breaks.
pub fn figures(locale: Locale, rows: &[ComparisonRow]) -> Vec<FigureRow> {
    let own = rows.iter().filter(|row| matches!(row.section, FigureSection::Work | FigureSection::Violations));
    let row = |row: &ComparisonRow| {
        let decimals = usize::from([row.first, row.second].iter().any(|value| value.fract() != 0.0));
        let broken = row.section == FigureSection::Violations;
        FigureRow {
            name: if broken { format!("violations.{}", row.name) } else { row.name.clone() },
            label: if broken {
                locale.broken(&name_of(&row.name, locale))
            } else {
                locale.figure(&row.name).to_string()
            },
            today: locale.number(row.first, decimals),
            plan: locale.number(row.second, decimals),
            difference: locale.signed(row.difference(), decimals),
            exact: row.second,
        }
    };
    own.map(row).collect()
}

/// One score of both schedules.
pub struct ScoreRow {
    pub name: String,
    pub label: String,
    pub meaning: String,
    pub today: String,
    pub plan: String,
    pub difference: String,
    pub exact: f64,
}

/// The seven scores.
pub fn scores(locale: Locale, rows: &[ComparisonRow]) -> Vec<ScoreRow> {
    let row = |row: &ComparisonRow| ScoreRow {
        name: row.name.clone(),
        label: locale.score_name(&row.name).to_string(),
        meaning: locale.score_meaning(&row.name).to_string(),
        today: locale.number(row.first, 1),
        plan: locale.number(row.second, 1),
        difference: locale.signed(row.difference(), 1),
        exact: row.second,
    };
    rows.iter().filter(|row| row.section == FigureSection::Scores).map(row).collect()
}

/// The load of one crew.
pub struct CrewLoadRow {
    pub crew: usize,
    pub name: String,
    pub regions: String,
    /// Hours of work beyond its fair share in the weeks before.
    pub carried: String,
    pub plan: CrewWorkload,
    pub today: Option<CrewWorkload>,
}

/// What a crew does in one schedule.
pub struct CrewWorkload {
    pub busy: String,
    /// The share as a length, 100 = all hours, cut there.
    pub bar: String,
    pub service: String,
    pub travel: String,
    pub km: String,
    pub overtime: String,
    pub visits: usize,
}

/// The load of every crew.
pub fn crews(context: &PageContext<'_>) -> Vec<CrewLoadRow> {
    let instance = context.report.instance;
    let regions = filter::region_numbers(instance);
    let plans: Vec<_> = [Some(context.report.plan), instance.current.as_ref()].into_iter().flatten().collect();
    let row = |crew: CrewId| CrewLoadRow {
        crew: crew.index(),
        name: named(&instance.crews[crew].id, &instance.crews[crew].name),
        regions: filter::regions_of_crew(instance, &regions, crew, &plans),
        carried: context.report.locale.signed(instance.crews[crew].carried as f64 / 60.0, 1),
        plan: load(context, &context.plan, crew),
        today: context.today.as_ref().map(|today| load(context, today, crew)),
    };
    instance.crew_ids().map(row).collect()
}

fn load(context: &PageContext<'_>, verdict: &Verdict, crew: CrewId) -> CrewWorkload {
    let (instance, locale) = (context.report.instance, context.report.locale);
    let tours = || verdict.timetable.tours.iter().filter(|tour| tour.crew == crew);
    let hours = |minutes: i32| locale.number(f64::from(minutes) / 60.0, 1);
    let (service, travel): (i32, i32) = (tours().map(|tour| tour.service).sum(), tours().map(|tour| tour.travel).sum());
    let available = instance.available_minutes(crew, None);
    let share = if available > 0 { f64::from(service + travel) / f64::from(available) } else { 0.0 };
    CrewWorkload {
        busy: locale.number(100.0 * share, 0),
        bar: format!("{:.1}", (100.0 * share).min(100.0)),
        service: hours(service),
        travel: hours(travel),
        km: locale.number(tours().map(|tour| tour.metres).sum::<i64>() as f64 / 1_000.0, 0),
        overtime: hours(tours().map(|tour| tour.overtime).sum()),
        visits: tours().map(|tour| tour.stops.len()).sum(),
    }
}
