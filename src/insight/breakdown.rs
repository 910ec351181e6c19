//! What a plan costs and what causes it.

use chrono::NaiveDate;

use crate::judge::{Component, Verdict};
use crate::model::Instance;
use crate::rules::About;
use crate::units::Money;

/// One cost component with its largest causes.
#[derive(Clone, Debug, PartialEq)]
pub struct CostLine {
    /// The rule.
    pub rule: &'static About,
    /// The amount.
    pub amount: Money,
    /// The amount as percent of the total.
    pub percent: f64,
    /// The largest causes, largest first.
    pub causes: Vec<Cause>,
    /// How many smaller causes are not listed.
    pub further: usize,
}

/// Something that costs, by its names in the planner's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The job; none where it isn't about one.
    pub job: Option<String>,
    /// The crew; none where it isn't about one.
    pub crew: Option<String>,
    /// The date; none where it isn't about one.
    pub date: Option<NaiveDate>,
    /// The amount.
    pub amount: Money,
}

/// The components of a plan in the order of the rules, each with at most `most` causes.
pub fn breakdown(instance: &Instance, verdict: &Verdict, most: usize) -> Vec<CostLine> {
    let percent = |amount: Money| {
        if verdict.total == Money::ZERO { 0.0 } else { 100.0 * amount.0 as f64 / verdict.total.0 as f64 }
    };
    let line = |component: &Component| CostLine {
        rule: component.rule,
        amount: component.amount,
        percent: percent(component.amount),
        causes: largest(instance, component, most),
        further: component.causes.len().saturating_sub(most),
    };
    verdict.components.iter().map(line).collect()
}

fn largest(instance: &Instance, component: &Component, most: usize) -> Vec<Cause> {
    let mut causes: Vec<_> = component.causes.iter().collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.amount));
    let named = causes.into_iter().take(most).map(|cause| Cause {
        job: cause.job.map(|job| instance.jobs[job].id.clone()),
        crew: cause.crew.map(|crew| instance.crews[crew].id.clone()),
        date: cause.date,
        amount: cause.amount,
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::check;
    use crate::model::Sketch;

    #[test]
    fn the_largest_causes_come_first() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (10.0, 0.0));
        sketch.job("roof", 60);
        sketch.site("hut", (30.0, 0.0));
        sketch.job("stove", 60);
        let instance = sketch.instance();
        let verdict = check(&instance, &sketch.plan(&[(0, 0, &[0]), (0, 1, &[1])]));
        let lines = breakdown(&instance, &verdict, 1);
        assert_eq!(lines.len(), verdict.components.len());
        let km = &lines[0];
        assert_eq!((km.rule.code, km.further, km.causes.len()), ("km", 1, 1));
        assert_eq!((km.causes[0].crew.as_deref(), km.causes[0].date), (Some("ada"), Some(sketch.date(1))));
        assert!((lines.iter().map(|line| line.percent).sum::<f64>() - 100.0).abs() < 1e-9);
    }
}
