//! The tables of `brigade explain`.

use brigade::i18n::Locale;
use brigade::insight::{CrewLoad, DearJob};
use brigade::model::Instance;
use brigade::report::words::{CountWords, ExplainWords, TerminalWords};
use brigade::report::{AlternativeRow, CrewDay, CrewOption, DayText, Explanation, RemedyRow};
use brigade::rules::About;
use brigade::units::Money;
use comfy_table::Table;

use super::tables::{align_right, named, table};

/// One job.
pub fn job(lang: Locale, text: &Explanation) -> String {
    let mut parts: Vec<String> = text.days.iter().map(|day| planned_day(lang, day)).collect();
    let part = |heading: String, table: Table| format!("{heading}\n{table}\n");
    if !text.handed_over.is_empty() {
        parts.push(part(lang.all_by_another(), alternatives(lang, &text.handed_over)));
    }
    parts.extend(text.left_out.iter().map(|left_out| format!("{left_out}\n")));
    if !text.ways_in.is_empty() {
        parts.push(part(lang.where_missing_could_be(), alternatives(lang, &text.ways_in)));
    }
    if !text.remedies.is_empty() {
        parts.push(part(lang.what_would_let_in(), remedies(lang, &text.remedies)));
    }
    parts.push(part(lang.what_crews_could_do(), crews(lang, &text.crews)));
    format!("\n{}", parts.join("\n").trim_end())
}

fn planned_day(lang: Locale, day: &DayText) -> String {
    let mut costs = table([lang.h_it_costs(), "EUR".into(), lang.h_because()]);
    for row in &day.costs {
        costs.add_row([row.rule.short_name(lang), euros(lang, row.amount), row.attribution.clone()]);
    }
    costs.add_row([lang.total(), euros(lang, day.total), String::new()]);
    align_right(&mut costs, 1..2);
    let mut out = format!("{}\n{costs}\n", day.sentence);
    if !day.fines.is_empty() {
        out += &format!("{}\n", lang.would_pay(&day.fines));
    }
    if !day.alternatives.is_empty() {
        out += &format!("{}\n{}\n", lang.instead_heading(), alternatives(lang, &day.alternatives));
    }
    out
}

fn alternatives(lang: Locale, rows: &[AlternativeRow]) -> Table {
    let mut table = table([lang.h_place(), lang.h_more(), lang.h_because(), lang.h_gives_way()]);
    for row in rows {
        table.add_row([row.place.clone(), more(lang, row.extra), row.because.clone(), row.gives_way.clone()]);
    }
    align_right(&mut table, 1..2);
    table
}

fn remedies(lang: Locale, rows: &[RemedyRow]) -> Table {
    let mut table = table([lang.h_if(), lang.h_then(), lang.h_more()]);
    for row in rows {
        table.add_row([row.change.clone(), row.then.clone(), more(lang, row.extra)]);
    }
    align_right(&mut table, 2..3);
    table
}

fn crews(lang: Locale, rows: &[CrewOption]) -> Table {
    let mut table = table([lang.crew(), lang.h_minutes(), lang.h_at_best(), lang.h_more()]);
    for row in rows {
        let extra = row.extra.map_or_else(String::new, |extra| more(lang, extra));
        table.add_row([row.crew.clone(), row.minutes.to_string(), row.verdict.clone(), extra]);
    }
    align_right(&mut table, [1, 3].into_iter());
    table
}

/// One crew's week.
pub fn crew(lang: Locale, instance: &Instance, load: &CrewLoad, days: &[CrewDay]) -> String {
    let mut table = table([lang.h_date(), lang.h_tour(), "km".into(), lang.h_travel(), lang.h_service()]);
    for day in days {
        let [km, travel, service] = match day.tour {
            Some((metres, travel, service)) => {
                [kilometres(lang, metres), hours(lang, travel.into()), hours(lang, service.into())]
            }
            None => Default::default(),
        };
        table.add_row([lang.day(day.date), day.text.clone(), km, travel, service]);
    }
    align_right(&mut table, 2..5);
    let own = &instance.crews[load.crew];
    let headline = lang.crew_headline(
        &named(&own.id, &own.name),
        &lang.visits(load.visits),
        &lang.days(load.days),
        &kilometres(lang, load.metres),
        &hours(lang, load.travel),
        &hours(lang, load.service),
    );
    format!("{headline}, {}\n{table}\n{}", busy(lang, load), lang.it_causes(&costs(lang, &load.costs, usize::MAX)))
}

/// All crews.
pub fn loads(lang: Locale, instance: &Instance, loads: &[CrewLoad]) -> Table {
    let mut table = table([
        lang.crew(),
        lang.h_days(),
        lang.visits_word(),
        "km".into(),
        lang.h_travel(),
        lang.h_service(),
        lang.h_load(),
        lang.h_costs_most(),
    ]);
    for load in loads {
        let own = &instance.crews[load.crew];
        table.add_row([
            named(&own.id, &own.name),
            load.days.to_string(),
            load.visits.to_string(),
            kilometres(lang, load.metres),
            hours(lang, load.travel),
            hours(lang, load.service),
            busy(lang, load),
            costs(lang, &load.costs, 3),
        ]);
    }
    align_right(&mut table, 1..7);
    table
}

/// The jobs that cost most.
pub fn dear_jobs(lang: Locale, instance: &Instance, jobs: &[DearJob]) -> Table {
    let mut table = table([lang.job(), "EUR".into(), lang.h_of_which()]);
    for job in jobs {
        let own = &instance.jobs[job.job];
        table.add_row([named(&own.id, &own.name), euros(lang, job.amount), costs(lang, &job.costs, 3)]);
    }
    align_right(&mut table, 1..2);
    table
}

fn busy(lang: Locale, load: &CrewLoad) -> String {
    load.utilisation.map_or_else(|| lang.no_hours(), |share| lang.percent_busy(&lang.number(100.0 * share, 0)))
}

fn costs(lang: Locale, costs: &[(&'static About, Money)], most: usize) -> String {
    let word = |&(rule, amount): &(&'static About, Money)| {
        format!("{} {}", rule.short_name(lang), lang.number(amount.to_f64(), 0))
    };
    costs.iter().take(most).map(word).collect::<Vec<_>>().join(", ")
}

fn kilometres(lang: Locale, metres: i64) -> String {
    lang.number(metres as f64 / 1_000.0, 1)
}

fn hours(lang: Locale, minutes: i64) -> String {
    lang.number(minutes as f64 / 60.0, 1)
}

fn euros(lang: Locale, amount: Money) -> String {
    lang.number(amount.to_f64(), 2)
}

fn more(lang: Locale, amount: Money) -> String {
    lang.signed(amount.to_f64(), 2)
}
