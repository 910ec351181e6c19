//! The result of a run in a few sentences.

use crate::i18n::Locale;
use crate::insight::{FiguresBlock, Horizon, SavingsBlock, Summary};
use crate::report::messages::{CountMessages, TerminalMessages};
use crate::rules::{self, subcontract};

/// Whether the plan is legal and complete, what it saves, and how good it is, a sentence or two each.
pub fn verdict(locale: Locale, summary: &Summary) -> Vec<String> {
    let plan = &summary.plan;
    let legal = if plan.violations.0.is_empty() { locale.legal() } else { locale.illegal() };
    let left = match plan.unassigned {
        0 if plan.subcontracted > 0 => locale.all_planned_or_given(),
        0 => locale.all_planned(),
        1 => locale.one_left_out(),
        n => locale.many_left_out(&locale.number(n as f64, 0)),
    };
    let mut sentences = vec![locale.legal_and(&legal, &left)];
    sentences.extend(given_away(locale, summary));
    if let (Some(savings), Some(today)) = (&summary.savings, summary.today()) {
        sentences.extend(mended(locale, today, summary));
        sentences.push(compared(locale, savings, today, summary));
        sentences.extend(saved_money(locale, savings, summary));
    }
    sentences.extend(scored(locale, summary));
    sentences
}

/// What other firms do, and for how much.
fn given_away(locale: Locale, summary: &Summary) -> Option<String> {
    let told = |figures: &FiguresBlock| {
        let paid = figures.cost.get(subcontract::ABOUT.code).copied().unwrap_or_default();
        (locale.visits(figures.subcontracted), locale.euros(paid))
    };
    let today = summary.today().filter(|today| today.subcontracted > 0).map(told);
    let (visits, amount) = told(&summary.plan);
    match today {
        Some((before, paid)) => Some(locale.gives_away_against(&visits, &amount, &format!("{before}, {paid}"))),
        None => (summary.plan.subcontracted > 0).then(|| locale.gives_away(&visits, &amount)),
    }
}

/// What today's schedule breaks and the plan does not.
fn mended(locale: Locale, today: &FiguresBlock, summary: &Summary) -> Option<String> {
    let fewer = |(code, count): &(String, usize)| {
        let count = count.saturating_sub(summary.plan.violations.get(code).copied().unwrap_or(0));
        (count > 0).then(|| (count, format!("{} ({count})", rules::name_of(code, locale))))
    };
    let (counts, names): (Vec<usize>, Vec<String>) = today.violations.0.iter().filter_map(fewer).unzip();
    let (all, names) = (locale.broken_rules(counts.iter().sum()), names.join(", "));
    let told = if summary.anew { locale.mends_agreed(&all, &names) } else { locale.mends(&all, &names) };
    (!counts.is_empty()).then_some(told)
}

/// What is done more or less, and then what is driven.
fn compared(locale: Locale, savings: &SavingsBlock, today: &FiguresBlock, summary: &Summary) -> String {
    let count = locale.visits(savings.visits_more.unsigned_abs() as usize);
    let hours = locale.signed(savings.service_hours_more, 1);
    let more = match savings.visits_more.signum() {
        0 => None,
        1 => Some(locale.more_visits(&count, &hours)),
        _ => Some(locale.fewer_visits(&count, &hours)),
    };
    let parts: Vec<String> = more.into_iter().chain(driven(locale, savings, today, summary)).collect();
    let (what, also) = (parts.join(&locale.and_further()), satisfied(locale, savings));
    if summary.anew { locale.against_agreed(&what, &also) } else { locale.against(&what, &also) }
}

/// What is driven less, then what is driven more: the differences of the figures that are shown, as far as there are any.
fn driven(locale: Locale, savings: &SavingsBlock, today: &FiguresBlock, summary: &Summary) -> Vec<String> {
    let plan = &summary.plan;
    let one = |value: f64| locale.number(value.abs(), 1);
    let km = tenths(tenths(today.km) - tenths(plan.km));
    let hours = tenths(tenths(today.travel_hours) - tenths(plan.travel_hours));
    let roads = [
        (km, locale.road_km(&one(km), &one(savings.km_percent))),
        (hours, locale.road_hours(&one(hours), &one(savings.hours_percent))),
    ];
    let of = |sign: f64| roads.iter().filter(move |(value, _)| value * sign > 0.0).map(|(_, much)| much);
    let and = format!(" {} ", locale.and());
    let less: Vec<_> = of(1.0).cloned().collect();
    let more: Vec<_> = of(-1.0).map(|much| locale.road_more(much)).collect();
    let mut parts = Vec::new();
    if !less.is_empty() {
        let less = less.join(&and);
        parts.push(if summary.gives_more_away() { locale.drives_less(&less) } else { locale.saves(&less) });
    }
    if !more.is_empty() {
        parts.push(locale.takes(&more.join(&and)));
    }
    if parts.is_empty() { vec![locale.drives_as_much()] } else { parts }
}

/// A figure to the tenth that is shown of it.
pub fn tenths(value: f64) -> f64 {
    (10.0 * value).round() / 10.0
}

/// How much more or less the chiefs get the work they like; nothing where that can't be compared.
fn satisfied(locale: Locale, savings: &SavingsBlock) -> String {
    let Some(percent) = savings.satisfaction_percent else { return String::new() };
    let much = locale.number(percent.abs(), 1);
    match locale.signed(percent, 1).chars().next() {
        Some('+') => locale.satisfaction_more(&much),
        Some('-') => locale.satisfaction_less(&much),
        _ => locale.satisfaction_same(),
    }
}

/// What is saved in money, or spent on top; nothing of a week in which less is done.
fn saved_money(locale: Locale, savings: &SavingsBlock, summary: &Summary) -> Option<String> {
    let amount = locale.euros(savings.euros_week);
    let during = during(locale, summary.horizon);
    if summary.gives_more_away() {
        let firms = locale.euros(summary.given_away_more());
        return Some(match amount.strip_prefix('-') {
            Some(more) => locale.own_more(more, &firms, &during),
            None => locale.own_less(&amount, &firms, &during),
        });
    }
    match (amount.strip_prefix('-'), summary.saved_in_a_year()) {
        _ if locale.euros(savings.euros_week.abs()) == locale.euros(0.0) => None,
        (Some(more), _) => Some(locale.costs_money(more, &during)),
        (None, Some(year)) => Some(locale.saves_money(&amount, &locale.euros(year))),
        (None, None) => (savings.service_hours_more >= 0.0).then(|| locale.saves_once(&amount, &during)),
    }
}

/// When that is, by the length of the horizon.
fn during(locale: Locale, horizon: Horizon) -> String {
    match horizon {
        Horizon::Days(1) => locale.this_day(),
        Horizon::Days(days) => locale.these_days(days),
        Horizon::Weeks(1) => locale.this_week(),
        Horizon::Weeks(2) => locale.these_two_weeks(),
        Horizon::Weeks(weeks) => locale.these_weeks(weeks),
    }
}

fn scored(locale: Locale, summary: &Summary) -> Option<String> {
    let before = summary.current_score.map(|score| locale.scored_before(&locale.number(score, 0))).unwrap_or_default();
    let better = summary.bound.as_ref().and_then(|bound| match bound.class {
        "optimal" => Some(locale.none_better()),
        _ if summary.limited => Some(locale.of_unlimited()),
        _ => bound.gap_percent.map(|gap| locale.at_most_better(&locale.gap(gap))),
    });
    let better = better.unwrap_or_default();
    summary.score.map(|score| format!("{}{before}{better}.", locale.scored(&locale.number(score, 0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::RunBlock;
    use crate::model::{Bound, BoundClass, JobId, Sketch, Target};
    use crate::units::{Decimal, Money};

    #[test]
    fn what_costs_more_is_no_saving() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (10.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("leak", 60);
        sketch.current(&[(0, 0, &[0])]);
        let told = |routes: &[(usize, i64, &[usize])], locale: Locale| {
            let (instance, plan) = (sketch.instance(), sketch.plan(routes));
            verdict(locale, &Summary::new(&instance, &plan, None, RunBlock { seed: 1, seconds: 0.0, iterations: 0 }))
        };
        let (same, twice): (&[_], &[_]) = (&[(0, 0, &[0, 1][..])], &[(0, 0, &[0][..]), (0, 1, &[1])]);
        let sentences = told(same, Locale::En);
        let plans = "Against today's schedule it plans 1 visit more (+1.0 h of service)";
        assert_eq!(sentences[1..], [format!("{plans}, and drives as much.")]);
        let sentences = told(twice, Locale::En);
        let takes = "(+1.0 h of service), and takes 20.0 km (100.0 %) more and 0.4 h on the road (100.0 %) more.";
        assert!(sentences[1].contains(takes), "{}", sentences[1]);
        assert_eq!(sentences[2], "That costs 20 EUR more this week.");
        let (instance, plan) = (sketch.instance(), sketch.plan(same));
        let run = RunBlock { seed: 1, seconds: 0.0, iterations: 0 };
        let anew = Summary { anew: true, ..Summary::new(&instance, &plan, None, run) };
        assert_eq!(verdict(Locale::En, &anew).len(), 2, "nothing is saved, and that is not told");
        let sentences = told(twice, Locale::Fr);
        assert!(
            sentences[1]
                .contains("il planifie 1 visite de plus (+1,0 h de travail), et demande 20,0 km (100,0 %) de plus")
        );
        assert_eq!(sentences[2], "Soit 20 € de plus cette semaine.");
    }

    #[test]
    fn what_others_do_is_no_saving() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (30.0, 0.0));
        sketch.job("roof", 60).subcontract = Some(Decimal::whole(480));
        sketch.current(&[(0, 0, &[0])]);
        let told = |locale, routes| verdict(locale, &summary(&sketch, routes, None));
        let sentences = told(Locale::En, &[]);
        assert_eq!(sentences[0], "The plan keeps every hard rule; every visit is planned or given to another firm.");
        assert_eq!(sentences[1], "It gives 1 visit to other firms, for 480 EUR.");
        let fewer =
            "Against today's schedule it plans 1 visit fewer (-1.0 h of service), and drives 60.0 km (100.0 %) and";
        assert_eq!(sentences[2], format!("{fewer} 1.0 h on the road (100.0 %) less."));
        assert_eq!(sentences[3], "Our crews cost 61 EUR less this week, other firms 480 EUR more.");
        let text = told(Locale::Fr, &[]).join(" ");
        assert!(
            !text.contains("économ") && text.contains("Il confie 1 visite à d'autres entreprises, pour 480 €."),
            "{text}"
        );
        assert!(summary(&sketch, &[], None).saved_in_a_year().is_none());
        assert_eq!(told(Locale::En, &[(0, 0, &[0])]).len(), 2);
        sketch.current(&[]);
        let back = verdict(Locale::En, &summary(&sketch, &[(0, 0, &[0])], None));
        assert_eq!(back.len(), 1, "nothing to compare with: {back:?}");
    }

    fn summary(sketch: &Sketch, routes: &[(usize, i64, &[usize])], bound: Option<Bound>) -> Summary {
        let run = RunBlock { seed: 1, seconds: 0.0, iterations: 0 };
        Summary::new(&sketch.instance(), &sketch.plan(routes), bound, run)
    }

    #[test]
    fn what_is_mended_comes_first() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (10.0, 0.0));
        sketch.job("roof", 60).visits = 2;
        sketch.current(&[(0, 5, &[0]), (0, 0, &[0, 0])]);
        let summary = summary(&sketch, &[(0, 0, &[0]), (0, 1, &[0])], None);
        let told = [Locale::En, Locale::Fr].map(|locale| verdict(locale, &summary)[1].clone());
        assert_eq!(
            told[0],
            "It mends 4 broken rules of today's schedule: more visits than asked (2), not a working day \
             (1), two visits on one day (1)."
        );
        assert!(told[1].starts_with("Il répare 4 infractions du planning actuel : plus de visites que demandé (2)"));
    }

    #[test]
    fn the_horizon_has_its_own_length() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (30.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("leak", 60);
        sketch.current(&[(0, 0, &[0]), (0, 1, &[1])]);
        let mut told = |days, locale| {
            sketch.parts.settings.days = days;
            verdict(locale, &summary(&sketch, &[(0, 0, &[0, 1])], None))[2].clone()
        };
        assert_eq!(told(3, Locale::En), "That is 61 EUR in these 3 days.");
        assert_eq!(told(14, Locale::En), "That is 61 EUR in these two weeks.");
        assert_eq!(told(21, Locale::Fr), "Soit 61 € sur ces 3 semaines.");
        assert_eq!(told(2, Locale::Fr), "Soit 61 € sur ces 2 jours.");
        assert!(told(5, Locale::En).starts_with("That is 61 EUR a week, "));
    }

    #[test]
    fn a_week_that_breaks_rules_saves_nothing_in_a_year() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (30.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("leak", 60).close = Some(430);
        sketch.current(&[(0, 0, &[0]), (0, 1, &[1])]);
        assert_eq!(verdict(Locale::En, &summary(&sketch, &[(0, 0, &[0, 1])], None))[2], "That is 61 EUR this week.");
    }

    #[test]
    fn a_limit_on_changes_is_no_promise_of_more() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (30.0, 0.0));
        sketch.job("roof", 60);
        sketch.current(&[(0, 0, &[0])]);
        let bound = Bound { cost: Money::euros(Decimal::whole(1)), class: BoundClass::Early };
        let free = summary(&sketch, &[(0, 0, &[0])], Some(bound));
        let limited = Summary { limited: true, ..free.clone() };
        let told = |summary| verdict(Locale::En, summary).pop().expect("a score");
        assert!(told(&free).contains("% better is possible"));
        assert_eq!(told(&limited), "Score 2 of 100 (today 2), on the scale of a week in which anything may change.");
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
        let told = |locale, today, crew| {
            let mut sketch = sketch.clone();
            sketch.current(&[(today, 0, &[0]), (today, 1, &[1])]);
            let (instance, plan) = (sketch.instance(), sketch.plan(&[(crew, 0, &[0, 1])]));
            verdict(locale, &Summary::new(&instance, &plan, None, RunBlock { seed: 1, seconds: 0.0, iterations: 0 }))
                .remove(1)
        };
        let saves = "Against today's schedule it saves 20.0 km (50.0 %) and 0.4 h on the road (50.0 %)";
        let rest = |locale, today, crew, first: &str| told(locale, today, crew).strip_prefix(first).map(str::to_owned);
        let more = Some(", and raises the satisfaction of the chiefs by 50.0 %.".to_string());
        assert_eq!(rest(Locale::En, 0, 1, saves), more);
        let less = Some(", and lowers the satisfaction of the chiefs by 33.3 %.".to_string());
        assert_eq!(rest(Locale::En, 1, 0, saves), less);
        let same = Some(", and leaves the satisfaction of the chiefs as it is.".to_string());
        assert_eq!(rest(Locale::En, 1, 1, saves), same);
        assert_eq!(rest(Locale::En, 2, 1, saves), Some(".".to_string()), "what rises from nothing has no percent");
        let saves = "Par rapport au planning actuel, il économise 20,0 km (50,0 %) et 0,4 h de route (50,0 %)";
        let more = Some(", et améliore la satisfaction des chefs de 50,0 %.".to_string());
        assert_eq!(rest(Locale::Fr, 0, 1, saves), more);
    }
}
