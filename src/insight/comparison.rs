//! Two schedules of one instance side by side.

use std::collections::BTreeMap;

use super::{Figures, NamedValues};
use crate::units::Money;

/// One figure of both schedules.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonRow {
    /// What kind of figure it is.
    pub section: FigureSection,
    /// The figure's name in files.
    pub name: String,
    /// The first schedule's.
    pub first: f64,
    /// The second schedule's.
    pub second: f64,
}

/// What kind of figure a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureSection {
    /// Kilometres, hours and counts.
    Work,
    /// Violations of a hard rule.
    Violations,
    /// Euros.
    Cost,
    /// A score of 0 to 100.
    Scores,
    /// A crew's utilisation, as a fraction.
    Utilisation,
}

impl ComparisonRow {
    /// Second less first.
    pub fn difference(&self) -> f64 {
        self.second - self.first
    }
}

/// The figures of both schedules; rules that both keep are left out.
pub fn compare(first: &Figures, second: &Figures) -> Vec<ComparisonRow> {
    let mut rows = Vec::new();
    rows.extend(pair(FigureSection::Work, &work(first), &work(second)));
    rows.extend(pair(FigureSection::Violations, &violations(first), &violations(second)));
    rows.extend(pair(FigureSection::Cost, &costs(first), &costs(second)));
    rows.extend(pair(FigureSection::Scores, &scores(first), &scores(second)));
    rows.extend(pair(FigureSection::Utilisation, &first.utilisation, &second.utilisation));
    rows
}

/// One row per name that either table has; a name that one lacks counts as 0 there.
fn pair(section: FigureSection, first: &NamedValues<f64>, second: &NamedValues<f64>) -> Vec<ComparisonRow> {
    let by_name = |table: &NamedValues<f64>| table.0.iter().cloned().collect::<BTreeMap<String, f64>>();
    let (firsts, seconds) = (by_name(first), by_name(second));
    let only_second = second.0.iter().filter(|(name, _)| !firsts.contains_key(name));
    let names = first.0.iter().chain(only_second).map(|(name, _)| name);
    let value = |table: &BTreeMap<String, f64>, name: &str| table.get(name).copied().unwrap_or(0.0);
    let row = |name: &String| ComparisonRow {
        section,
        name: name.clone(),
        first: value(&firsts, name),
        second: value(&seconds, name),
    };
    names.map(row).collect()
}

fn work(figures: &Figures) -> NamedValues<f64> {
    let hours = |minutes: i64| minutes as f64 / 60.0;
    let entries = [
        ("km", figures.metres as f64 / 1_000.0),
        ("travel_hours", hours(figures.travel)),
        ("service_hours", hours(figures.service)),
        ("overtime_hours", hours(figures.overtime)),
        ("visits", figures.visits as f64),
        ("unassigned", figures.unassigned as f64),
        ("changes", figures.changes as f64),
    ];
    let given_away = Some(("subcontracted", figures.subcontracted as f64)).filter(|_| figures.subcontracted > 0);
    entries.into_iter().chain(given_away).map(|(name, value)| (name.to_string(), value)).collect()
}

fn violations(figures: &Figures) -> NamedValues<f64> {
    figures.violations.0.iter().map(|(code, count)| (code.clone(), *count as f64)).collect()
}

fn costs(figures: &Figures) -> NamedValues<f64> {
    let components = figures.costs.0.iter().map(|(code, amount)| (code.clone(), *amount));
    let total = ("total".to_string(), figures.total);
    components.chain([total]).map(|(code, amount): (_, Money)| (code, amount.to_f64())).collect()
}

fn scores(figures: &Figures) -> NamedValues<f64> {
    figures.scores.entries().into_iter().map(|(name, value)| (name.to_string(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::check;
    use crate::model::Sketch;

    #[test]
    fn every_figure_of_either_side() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (10.0, 0.0));
        sketch.job("roof", 60);
        let instance = sketch.instance();
        let figures = |routes| Figures::new(&instance, &check(&instance, &sketch.plan(routes)));
        let rows = compare(&figures(&[(0, 0, &[0])]), &figures(&[(0, 7, &[0])]));
        let find = |name: &str| rows.iter().find(|row| row.name == name).map(|row| (row.section, row.difference()));
        assert_eq!(find("calendar"), Some((FigureSection::Violations, 1.0)));
        assert_eq!(
            find("km").map(|(section, _)| section),
            Some(FigureSection::Work),
            "kilometres come before their price"
        );
        assert_eq!(find("total"), Some((FigureSection::Cost, 2.0)), "an hour in a week without hours");
        assert_eq!(find("ada"), Some((FigureSection::Utilisation, 0.0)));
    }
}
