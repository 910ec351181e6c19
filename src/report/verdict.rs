//! The result of a run in a few sentences.

use super::{SavingsBlock, Summary};
use crate::words::Lang;

/// Whether the plan is legal and complete, what it saves, and how good it is, a sentence or two each.
pub fn verdict(lang: Lang, summary: &Summary) -> Vec<String> {
    let plan = &summary.plan;
    let legal = if plan.violations.0.is_empty() { lang.legal() } else { lang.illegal() };
    let left = match plan.unassigned {
        0 => lang.all_planned(),
        1 => lang.one_left_out(),
        n => lang.many_left_out(&lang.number(n as f64, 0)),
    };
    let mut sentences = vec![lang.legal_and(&legal, &left)];
    if let Some(savings) = summary.savings.as_ref().filter(|_| summary.today().is_some()) {
        sentences.push(saved(lang, savings));
        // a week in which less is done saves nothing that could be counted up to a year
        if savings.service_hours_more >= 0.0 {
            sentences.push(lang.saves_money(&lang.euros(savings.euros_week), &lang.euros(savings.euros_year)));
        }
    }
    sentences.extend(scored(lang, summary));
    sentences
}

fn saved(lang: Lang, savings: &SavingsBlock) -> String {
    let one = |value: f64| lang.number(value, 1);
    let (visits, hours) =
        (lang.visits(savings.visits_more.unsigned_abs() as usize), lang.signed(savings.service_hours_more, 1));
    let more = match savings.visits_more.signum() {
        0 => String::new(),
        1 => lang.more_visits(&visits, &hours),
        _ => lang.fewer_visits(&visits, &hours),
    };
    let SavingsBlock { km, km_percent, hours, hours_percent, .. } = *savings;
    lang.saves(&one(km), &one(km_percent), &one(hours), &one(hours_percent), &more)
}

fn scored(lang: Lang, summary: &Summary) -> Option<String> {
    let before = summary.current_score.map(|score| lang.scored_before(&lang.number(score, 0))).unwrap_or_default();
    let better = summary.bound.as_ref().and_then(|bound| match bound.class {
        "optimal" => Some(lang.none_better()),
        _ => bound.gap_percent.map(|gap| lang.at_most_better(&lang.gap(gap))),
    });
    let better = better.unwrap_or_default();
    summary.score.map(|score| format!("{}{before}{better}.", lang.scored(&lang.number(score, 0))))
}
