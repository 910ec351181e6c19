//! The report page: one HTML file with all a planner shows of a week. Here the template's data are made ready, as
//! text in the reader's language; the template lays them out and escapes them.

mod assumptions;
mod changes;
mod costs;
mod curve;
mod filter;
mod labels;
mod left_out;
mod map;
mod tiles;
mod week;

use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::{ChangeEntry, LeftOut, Told, named, verdict};
use crate::i18n::Locale;
use crate::insight::{ChangeCurve, Figures, Summary, compare};
use crate::judge::{Verdict, check};
use crate::model::{Instance, Plan};
use crate::report::messages::{ChangeMessages, PageMessages, TerminalMessages};

use assumptions::Assumption;
use changes::ChangeList;
use costs::{ComponentRow, CrewLoadRow, FigureRow, ScoreRow};
use curve::Curve;
use filter::Choices;
use left_out::LeftOutRow;
use map::Map;
use tiles::Tile;
use week::GridWeek;

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// The plan.
    pub plan: &'a Plan,
    /// Why jobs are left out.
    pub left_out: &'a [LeftOut],
    /// The summary of the plan.
    pub summary: &'a Summary,
    /// The change list.
    pub change_list: &'a [ChangeEntry],
    /// The change curve, where it was computed.
    pub curve: Option<&'a ChangeCurve>,
    /// What was said since today's schedule was agreed.
    pub told: &'a Told,
    /// What is known of the run that made the plan.
    pub previous_run: PreviousRun,
    /// The language.
    pub locale: Locale,
}

/// What stands at the head of every page.
const MARK: &[u8] = b"<meta name=\"generator\" content=\"brigade\">";

/// Whether a text is a report page.
pub fn is_page(text: &[u8]) -> bool {
    text.windows(MARK.len()).take(200).any(|part| part == MARK)
}

/// What is known of the run that made a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PreviousRun {
    /// It was on the present input.
    #[default]
    Same,
    /// The input has changed since.
    Changed,
    /// Nothing.
    Unknown,
}

impl Report<'_> {
    /// The page as HTML: one file that loads nothing from elsewhere.
    pub fn html(&self) -> Result<String, askama::Error> {
        let plan = check(self.instance, self.plan);
        let current = self.instance.current.as_ref().filter(|current| current.visits().next().is_some());
        let today = current.map(|current| check(self.instance, current));
        Page::new(&PageContext { report: *self, plan, today })?.render()
    }
}

/// A report with both schedules judged.
struct PageContext<'a> {
    report: Report<'a>,
    plan: Verdict,
    today: Option<Verdict>,
}

/// All that the template lays out.
#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    locale: Locale,
    title: String,
    told: &'a Told,
    compared: bool,
    /// Whether anything is known of the weeks before.
    has_history: bool,
    verdict: Vec<String>,
    /// How long the horizon is.
    during: String,
    legal: bool,
    tiles: Vec<Tile>,
    broken: Vec<Broken>,
    choices: Choices,
    changes: ChangeList,
    curve: Option<Curve>,
    weeks: Vec<GridWeek>,
    map: Map,
    costs: Vec<ComponentRow>,
    crews: Vec<CrewLoadRow>,
    left_out: Vec<LeftOutRow>,
    figures: Vec<FigureRow>,
    scores: Vec<ScoreRow>,
    assumptions: Vec<Assumption>,
}

/// A violation of the proposal.
struct Broken {
    rule: String,
    place: String,
    text: String,
}

impl<'a> Page<'a> {
    fn new(context: &PageContext<'a>) -> Result<Self, askama::Error> {
        let Report { instance, left_out, summary, curve, told, locale, .. } = context.report;
        let figures = |verdict: &Verdict| Figures::new(instance, verdict);
        let plan = figures(&context.plan);
        let today = context.today.as_ref().map(figures);
        let rows = compare(today.as_ref().unwrap_or(&plan), &plan);
        Ok(Self {
            locale,
            title: title(locale, instance),
            told,
            compared: today.is_some(),
            has_history: instance.crews.iter().any(|crew| crew.carried != 0),
            verdict: verdict(locale, summary),
            during: tiles::during(locale, summary.horizon),
            legal: plan.is_legal(),
            tiles: tiles::tiles(locale, summary, instance.current.as_ref().map_or(0, |plan| plan.visits().count())),
            broken: broken(context),
            choices: Choices::new(context),
            changes: ChangeList::new(context),
            curve: curve.map(|curve| Curve::new(locale, curve)).transpose()?,
            weeks: week::weeks(context),
            map: Map::new(context),
            costs: costs::costs(locale, &rows),
            crews: costs::crews(context),
            left_out: left_out::rows(locale, instance, left_out),
            figures: costs::figures(locale, &rows),
            scores: costs::scores(locale, &rows),
            assumptions: assumptions::assumptions(context),
        })
    }
}

/// The week or weeks of the horizon, and its dates.
fn title(locale: Locale, instance: &Instance) -> String {
    let week = |date: &NaiveDate| date.iso_week().week();
    let dates = || assumptions::horizon(locale, instance);
    match (instance.dates.first().map(week), instance.dates.last().map(week)) {
        (Some(first), Some(last)) if first == last => locale.title_week(first, &dates()),
        (Some(first), Some(last)) => locale.title_weeks(first, last, &dates()),
        _ => locale.title_undated(),
    }
}

fn broken(context: &PageContext<'_>) -> Vec<Broken> {
    let Report { instance, locale, .. } = context.report;
    let row = |violation: &crate::rules::Violation| {
        let job = violation.job.map(|job| instance.jobs[job].id.clone());
        let crew = violation.crew.map(|crew| instance.crews[crew].id.clone());
        let date = violation.date.map(|date| locale.day(date));
        Broken {
            rule: violation.rule.name(locale),
            place: [job, crew, date].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            text: violation.text(instance, locale),
        }
    };
    context.plan.violations.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::RunBlock;
    use crate::model::{Bound, BoundClass, Sketch};
    use crate::units::Money;

    const RUN: RunBlock = RunBlock { seed: 7, seconds: 1.0, iterations: 12_345 };

    fn sketch() -> Sketch {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm <1>", (10.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("gutter", 30);
        sketch
    }

    fn html(sketch: &Sketch, plan: &Plan, bound: Option<Bound>, previous_run: PreviousRun, locale: Locale) -> String {
        let instance = sketch.instance();
        let summary = Summary::new(&instance, plan, bound, RUN);
        let report = Report {
            instance: &instance,
            plan,
            left_out: &[],
            summary: &summary,
            change_list: &[],
            curve: None,
            told: &Told::default(),
            previous_run,
            locale,
        };
        report.html().expect("a page")
    }

    #[test]
    fn what_is_proven_is_told() {
        let mut sketch = sketch();
        sketch.current(&[(0, 0, &[0]), (0, 1, &[1])]);
        let plan = sketch.plan(&[(0, 0, &[0, 1])]);
        let cost = check(&sketch.instance(), &plan).total;
        let page = |cost, class| html(&sketch, &plan, Some(Bound { cost, class }), PreviousRun::Same, Locale::En);
        let optimal = page(cost, BoundClass::Optimal);
        for words in ["score of 100", "nothing cheaper exists", "(proven optimal)", "seed 7, 12,345 iterations"] {
            assert!(optimal.contains(words), "{words}");
        }
        let early = page(Money(cost.0 / 10 * 9), BoundClass::Early);
        assert!(early.contains("proven: at most 10.0 % better is possible") && early.contains("stopped early"));
    }

    #[test]
    fn a_plan_with_nothing_to_compare_with() {
        let sketch = sketch();
        let page = html(&sketch, &sketch.plan(&[(0, 0, &[0, 1])]), None, PreviousRun::Unknown, Locale::En);
        assert!(page.contains("There is no schedule of today") && page.contains("has no summary.json"));
        assert!(page.contains("bar planned") && !page.contains("bar added") && !page.contains("name=\"lanes\""));
        assert!(page.contains("no bound") && page.contains("farm &#60;1&#62;"));
    }

    #[test]
    fn broken_rules_are_told_in_the_readers_language() {
        let sketch = sketch();
        let plan = sketch.plan(&[(0, 5, &[0, 1])]);
        for (locale, words) in
            [(Locale::En, ["BREAKS", "outside the horizon"]), (Locale::Fr, ["ENFREINT", "hors de l&#39;horizon"])]
        {
            let page = html(&sketch, &plan, None, PreviousRun::Changed, locale);
            words.iter().for_each(|word| assert!(page.contains(word), "{word}"));
        }
    }

    #[test]
    fn the_title_is_the_week() {
        let mut sketch = sketch();
        assert!(
            html(&sketch, &Plan::default(), None, PreviousRun::Same, Locale::En)
                .contains("<title>Week 48: Mon 23/11/2026")
        );
        sketch.parts.settings.days = 14;
        assert!(html(&sketch, &Plan::default(), None, PreviousRun::Same, Locale::Fr).contains("<h1>Semaines 48 "));
    }

    #[test]
    fn nothing_at_all_can_be_shown() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        for locale in Locale::ALL {
            assert!(html(&sketch, &Plan::default(), None, PreviousRun::Same, locale).contains("</html>"));
        }
    }
}
