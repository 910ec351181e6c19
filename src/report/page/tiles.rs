//! The verdict's large figures.

use crate::i18n::Locale;
use crate::insight::{FiguresBlock, Horizon, SavingsBlock, Summary};
use crate::report::messages::PageMessages;

/// A large figure with what it was and what that means.
pub struct Tile {
    /// Where the figure stands in `summary.json`.
    pub path: &'static str,
    /// The figure as `summary.json` gives it.
    pub exact: f64,
    pub value: String,
    pub label: String,
    pub notes: Vec<String>,
    /// Whether it is the better for the change; `None` where nothing is judged.
    pub better: Option<bool>,
}

/// The tiles of a plan; `rows` are those of today's schedule.
pub fn tiles(locale: Locale, summary: &Summary, rows: usize) -> Vec<Tile> {
    let maker = Maker { locale, summary };
    let plan = &summary.plan;
    let mut tiles = vec![
        maker.road(maker.amount("plan.km", locale.tile_km(), |f| f.km, |v| locale.number(v, 0))),
        maker.road(maker.amount("plan.travel_hours", locale.tile_hours(), |f| f.travel_hours, |v| locale.number(v, 1))),
    ];
    tiles.extend(summary.savings.filter(|_| summary.today().is_some()).map(|savings| maker.money(&savings)));
    let total = |figures: &FiguresBlock| figures.cost.get("total").copied().unwrap_or_default();
    tiles.push(maker.amount("plan.cost.total", locale.tile_cost(), total, |v| locale.euros(v)));
    tiles.extend(maker.score());
    tiles.push(maker.visits());
    if summary.today().is_some() {
        tiles.push(Tile {
            path: "plan.changes",
            exact: plan.changes as f64,
            value: locale.number(plan.changes as f64, 0),
            label: locale.tile_changes(),
            notes: vec![locale.of_rows(rows)],
            better: None,
        });
    }
    tiles
}

/// How long the horizon is that figures are of.
pub fn during(locale: Locale, horizon: Horizon) -> String {
    match horizon {
        Horizon::Days(1) => locale.in_a_day(),
        Horizon::Days(days) => locale.in_days(days),
        Horizon::Weeks(1) => locale.in_a_week(),
        Horizon::Weeks(2) => locale.in_two_weeks(),
        Horizon::Weeks(weeks) => locale.in_weeks(weeks),
    }
}

/// Less is better.
fn better(difference: f64) -> Option<bool> {
    (difference != 0.0).then_some(difference < 0.0)
}

struct Maker<'a> {
    locale: Locale,
    summary: &'a Summary,
}

impl Maker<'_> {
    /// A figure of which less is better, against today's.
    fn amount(
        &self,
        path: &'static str,
        label: String,
        of: impl Fn(&FiguresBlock) -> f64,
        text: impl Fn(f64) -> String,
    ) -> Tile {
        let (locale, exact) = (self.locale, of(&self.summary.plan));
        let today = self.summary.today().map(of);
        let notes = today.map(|today| {
            let percent = if today == 0.0 { 0.0 } else { 100.0 * (exact - today).abs() / today };
            let much = format!("{} ({} %)", text((exact - today).abs()), locale.number(percent, 1));
            let how = match better(exact - today) {
                None => locale.as_much(),
                Some(true) => locale.less(&much),
                Some(false) => locale.more_of(&much),
            };
            vec![how, locale.was(&text(today))]
        });
        let better = today.and_then(|today| better(exact - today));
        Tile { path, exact, value: text(exact), label, notes: notes.unwrap_or_default(), better }
    }

    /// The same; what our crews drive less is not the better where that is because others do their work.
    fn road(&self, tile: Tile) -> Tile {
        Tile { better: tile.better.filter(|_| !self.summary.gives_more_away()), ..tile }
    }

    /// What a week saves, or costs more.
    fn money(&self, savings: &SavingsBlock) -> Tile {
        let (locale, week) = (self.locale, self.locale.euros(savings.euros_week));
        let more = week.strip_prefix('-');
        let during = during(locale, self.summary.horizon);
        let given_away = self.summary.gives_more_away();
        let year = self.summary.saved_in_a_year().map(|year| locale.saved_year(&locale.euros(year)));
        let firms = given_away.then(|| locale.firms_more(&locale.euros(self.summary.given_away_more())));
        Tile {
            path: "savings.euros_week",
            exact: savings.euros_week,
            value: more.unwrap_or(&week).to_string(),
            label: match more {
                Some(_) => locale.tile_euros_more(&during),
                None if given_away => locale.tile_euros_less(&during),
                None => locale.tile_euros(&during),
            },
            notes: year.or(firms).into_iter().collect(),
            better: better(-savings.euros_week).filter(|_| !given_away),
        }
    }

    fn visits(&self) -> Tile {
        let (locale, plan) = (self.locale, &self.summary.plan);
        let count = |n: usize| locale.number(n as f64, 0);
        let today = self.summary.today().map(|current| locale.was(&count(current.visits)));
        let given_away = (plan.subcontracted > 0).then(|| locale.given_away_note(&count(plan.subcontracted)));
        Tile {
            path: "plan.visits",
            exact: plan.visits as f64,
            value: count(plan.visits),
            label: locale.tile_visits(),
            notes: today.into_iter().chain([locale.left_out_note(&count(plan.unassigned))]).chain(given_away).collect(),
            better: None,
        }
    }

    fn score(&self) -> Option<Tile> {
        let (locale, exact) = (self.locale, self.summary.score?);
        let bound = self.summary.bound.as_ref()?;
        let today = self.summary.current_score.map(|score| locale.was(&locale.number(score, 0)));
        let gap = match bound.class {
            "optimal" => Some(locale.no_better()),
            _ if self.summary.limited => Some(locale.unlimited_note()),
            _ => bound.gap_percent.map(|gap| locale.gap_note(&locale.gap(gap))),
        };
        Some(Tile {
            path: "score",
            exact,
            value: locale.number(exact, 0),
            label: locale.tile_score(),
            notes: today.into_iter().chain(gap).collect(),
            better: self.summary.current_score.and_then(|today| better(today - exact)),
        })
    }
}
