//! What the rows of a bench amount to.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::results::{ResultRow, number};

/// The figures of all runs with one objective.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchSummary {
    /// What was minimized.
    pub objective: String,
    /// Different cases.
    pub cases: usize,
    /// Cases and seeds.
    pub runs: usize,
    /// Runs that found a plan that keeps every rule.
    pub solved: usize,
    /// Mean gap to the best known values in percent; none where no run has one.
    pub mean_gap: Option<f64>,
    /// The largest gap and the case.
    pub worst: Option<(f64, String)>,
    /// Runs better than the best known value.
    pub wins: usize,
    /// Runs as good as it.
    pub ties: usize,
    /// Runs whose plan is proven to be optimal.
    pub proven: usize,
}

/// The figures by objective, in the order in which objectives first appear.
pub fn summarize(rows: &[ResultRow]) -> Vec<BenchSummary> {
    let mut objectives: Vec<&str> = Vec::new();
    for row in rows {
        if !objectives.contains(&row.objective.as_str()) {
            objectives.push(&row.objective);
        }
    }
    let summary = |objective: &&str| of(objective, rows.iter().filter(|row| row.objective == *objective).collect());
    objectives.iter().map(summary).collect()
}

fn of(objective: &str, rows: Vec<&ResultRow>) -> BenchSummary {
    let gaps: Vec<_> = rows.iter().filter_map(|row| Some((number(&row.gap_percent)?, row.instance.clone()))).collect();
    let counted = |wanted: Ordering| rows.iter().filter(|row| row.against_best_known() == Some(wanted)).count();
    BenchSummary {
        objective: objective.to_string(),
        cases: rows.iter().map(|row| &row.instance).collect::<BTreeSet<_>>().len(),
        runs: rows.len(),
        solved: rows.iter().filter(|row| !row.value.is_empty()).count(),
        mean_gap: (!gaps.is_empty()).then(|| gaps.iter().map(|(gap, _)| gap).sum::<f64>() / gaps.len() as f64),
        wins: counted(Ordering::Less),
        ties: counted(Ordering::Equal),
        proven: rows.iter().filter(|row| row.is_proven()).count(),
        worst: gaps.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(instance: &str, objective: &str, value: &str, bks: &str, bound: &str) -> ResultRow {
        let (instance, objective) = (instance.into(), objective.into());
        let mut row =
            ResultRow { instance, objective, value: value.into(), bound: bound.into(), ..ResultRow::default() };
        row.set_best_known(bks);
        row
    }

    #[test]
    fn figures_by_objective() {
        let rows = [
            row("a", "km", "101", "100", ""),
            row("a", "km", "99", "100", "99"),
            row("b", "km", "100", "100", "98"),
            row("c", "km", "", "100", ""),
            row("a", "cost", "7", "", ""),
        ];
        let [km, cost] = &summarize(&rows)[..] else { panic!("two objectives") };
        assert_eq!((km.cases, km.runs, km.solved), (3, 4, 3));
        assert_eq!((km.wins, km.ties, km.proven), (1, 1, 1));
        assert_eq!((km.mean_gap, &km.worst), (Some(0.0), &Some((1.0, "a".into()))));
        assert_eq!((cost.objective.as_str(), cost.mean_gap, cost.worst.is_none()), ("cost", None, true));
    }
}
