//! The result of a run in a few sentences.

use crate::i18n::Locale;
use crate::insight::{SavingsBlock, Summary};
use crate::report::words::{CountWords, PageWords, TerminalWords};

/// Whether the plan is legal and complete, what it saves, and how good it is, a sentence or two each.
pub fn verdict(lang: Locale, summary: &Summary) -> Vec<String> {
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
        sentences.extend(saved_money(lang, savings, summary));
    }
    sentences.extend(scored(lang, summary));
    sentences
}

fn saved(lang: Locale, savings: &SavingsBlock) -> String {
    let (visits, hours) =
        (lang.visits(savings.visits_more.unsigned_abs() as usize), lang.signed(savings.service_hours_more, 1));
    let more = match savings.visits_more.signum() {
        0 => String::new(),
        1 => lang.more_visits(&visits, &hours),
        _ => lang.fewer_visits(&visits, &hours),
    };
    let one = |value: f64| lang.number(value, 1);
    let also = satisfied(lang, savings) + &more;
    let SavingsBlock { km, km_percent, hours, hours_percent, .. } = *savings;
    let longer = |value: f64| one(value).starts_with('-');
    if !longer(km) && !longer(hours) {
        return lang.saves(&one(km), &one(km_percent), &one(hours), &one(hours_percent), &also);
    }
    let compared = |value: f64, unit: &str, percent: f64| {
        let much = format!("{} {unit} ({} %)", one(value.abs()), one(percent.abs()));
        if longer(value) { lang.more_of(&much) } else { lang.less(&much) }
    };
    lang.takes(&compared(km, "km", km_percent), &compared(hours, "h", hours_percent), &also)
}

/// How much more or less the chiefs get the work they like; nothing where that can't be compared.
fn satisfied(lang: Locale, savings: &SavingsBlock) -> String {
    let Some(percent) = savings.satisfaction_percent else { return String::new() };
    let much = lang.number(percent.abs(), 1);
    match lang.signed(percent, 1).chars().next() {
        Some('+') => lang.satisfaction_more(&much),
        Some('-') => lang.satisfaction_less(&much),
        _ => lang.satisfaction_same(),
    }
}

/// What is saved in money, or spent on top; nothing of a week in which less is done.
fn saved_money(lang: Locale, savings: &SavingsBlock, summary: &Summary) -> Option<String> {
    let week = lang.euros(savings.euros_week);
    match (week.strip_prefix('-'), summary.saved_in_a_year()) {
        (Some(more), _) => Some(lang.costs_money(more)),
        (None, Some(year)) => Some(lang.saves_money(&week, &lang.euros(year))),
        (None, None) => (savings.service_hours_more >= 0.0).then(|| lang.saves_once(&week)),
    }
}

fn scored(lang: Locale, summary: &Summary) -> Option<String> {
    let before = summary.current_score.map(|score| lang.scored_before(&lang.number(score, 0))).unwrap_or_default();
    let better = summary.bound.as_ref().and_then(|bound| match bound.class {
        "optimal" => Some(lang.none_better()),
        _ => bound.gap_percent.map(|gap| lang.at_most_better(&lang.gap(gap))),
    });
    let better = better.unwrap_or_default();
    summary.score.map(|score| format!("{}{before}{better}.", lang.scored(&lang.number(score, 0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::RunBlock;
    use crate::model::{JobId, Sketch, Target};

    #[test]
    fn what_costs_more_is_no_saving() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (10.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("leak", 60);
        sketch.current(&[(0, 0, &[0])]);
        let told = |routes: &[(usize, i64, &[usize])], lang: Locale| {
            let (instance, plan) = (sketch.instance(), sketch.plan(routes));
            verdict(lang, &Summary::new(&instance, &plan, None, RunBlock { seed: 1, seconds: 0.0, iterations: 0 }))
        };
        let (same, twice): (&[_], &[_]) = (&[(0, 0, &[0, 1][..])], &[(0, 0, &[0][..]), (0, 1, &[1])]);
        let sentences = told(same, Locale::En);
        assert!(sentences[1].contains("it saves 0.0 km (0.0 %) and 0.0 h on the road (0.0 %), with 1 visit more"));
        assert_eq!(sentences[2], "That is 0 EUR a week, 0 EUR a year.");
        let sentences = told(twice, Locale::En);
        let takes = "it takes 20.0 km (100.0 %) more and 0.3 h (100.0 %) more on the road, with 1 visit more";
        assert!(sentences[1].contains(takes), "{}", sentences[1]);
        assert_eq!(sentences[2], "That costs 20 EUR more this week.");
        let (instance, plan) = (sketch.instance(), sketch.plan(same));
        let run = RunBlock { seed: 1, seconds: 0.0, iterations: 0 };
        let anew = Summary { anew: true, ..Summary::new(&instance, &plan, None, run) };
        assert_eq!(verdict(Locale::En, &anew)[2], "That is 0 EUR this week.");
        let sentences = told(twice, Locale::Fr);
        assert!(sentences[1].contains("il demande 20,0 km (100,0 %) de plus et 0,3 h (100,0 %) de plus sur la route"));
        assert_eq!(sentences[2], "Soit 20 € de plus cette semaine.");
    }

    #[test]
    fn all_three_promises_are_named() {
        let mut sketch = Sketch::new();
        for (index, score) in [2, 3, 0].into_iter().enumerate() {
            sketch.crew(&format!("crew{index}"), (0.0, 0.0));
            sketch.prefer(index, Target::Job(JobId::new(0)), score);
        }
        sketch.site("farm", (10.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("leak", 60);
        let told = |lang, today, crew| {
            let mut sketch = sketch.clone();
            sketch.current(&[(today, 0, &[0]), (today, 1, &[1])]);
            let (instance, plan) = (sketch.instance(), sketch.plan(&[(crew, 0, &[0, 1])]));
            verdict(lang, &Summary::new(&instance, &plan, None, RunBlock { seed: 1, seconds: 0.0, iterations: 0 }))
                .remove(1)
        };
        let saves = "Against today's schedule it saves 20.0 km (50.0 %) and 0.3 h on the road (50.0 %)";
        let rest = |lang, today, crew, first: &str| told(lang, today, crew).strip_prefix(first).map(str::to_owned);
        let more = Some(", and raises the satisfaction of the chiefs by 50.0 %.".to_string());
        assert_eq!(rest(Locale::En, 0, 1, saves), more);
        let less = Some(", and lowers the satisfaction of the chiefs by 33.3 %.".to_string());
        assert_eq!(rest(Locale::En, 1, 0, saves), less);
        let same = Some(", and leaves the satisfaction of the chiefs as it is.".to_string());
        assert_eq!(rest(Locale::En, 1, 1, saves), same);
        assert_eq!(rest(Locale::En, 2, 1, saves), Some(".".to_string()), "what rises from nothing has no percent");
        let saves = "Par rapport au planning actuel, il économise 20,0 km (50,0 %) et 0,3 h de route (50,0 %)";
        let more = Some(", et améliore la satisfaction des chefs de 50,0 %.".to_string());
        assert_eq!(rest(Locale::Fr, 0, 1, saves), more);
    }
}
