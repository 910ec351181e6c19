//! The tables of `brigade explain`.

use brigade::i18n::Locale;
use brigade::insight::{CostlyJob, CrewLoad};
use brigade::model::Instance;
use brigade::report::messages::{CountMessages, ExplainMessages, TerminalMessages};
use brigade::report::{AlternativeRow, CrewDay, CrewOption, DayText, Explanation, RemedyRow};
use brigade::rules::About;
use brigade::units::Money;

use super::tables::{Table, align_right, named, table};

/// One job.
pub fn job(locale: Locale, text: &Explanation) -> String {
    let mut parts: Vec<String> = text.days.iter().map(|day| planned_day(locale, day)).collect();
    let part = |heading: String, table: Table| format!("{heading}\n{table}\n");
    if !text.handed_over.is_empty() {
        parts.push(part(locale.all_by_another(), alternatives(locale, &text.handed_over)));
    }
    parts.extend(text.left_out.iter().map(|left_out| format!("{left_out}\n")));
    if !text.ways_in.is_empty() {
        parts.push(part(locale.where_missing_could_be(), alternatives(locale, &text.ways_in)));
    }
    if text.left_out.is_some() && text.ways_in.is_empty() && text.remedies.is_empty() {
        parts.push(format!("{}\n", locale.nothing_would_let_in()));
    }
    if !text.remedies.is_empty() {
        parts.push(part(locale.what_would_let_in(), remedies(locale, &text.remedies)));
    }
    parts.push(part(locale.what_crews_could_do(), crews(locale, &text.crews)));
    format!("\n{}", parts.join("\n").trim_end())
}

fn planned_day(locale: Locale, day: &DayText) -> String {
    let mut costs = table([locale.h_it_costs(), "EUR".into(), locale.h_because()]);
    for row in &day.costs {
        costs.add_row([row.rule.short_name(locale), euros(locale, row.amount), row.attribution.clone()]);
    }
    costs.add_row([locale.total(), euros(locale, day.total), String::new()]);
    align_right(&mut costs, 1..2);
    let mut out = format!("{}\n{costs}\n", day.sentence);
    if !day.penalties.is_empty() {
        out += &format!("{}\n", locale.would_pay(&day.penalties));
    }
    if !day.alternatives.is_empty() {
        out += &format!("{}\n{}\n", locale.instead_heading(), alternatives(locale, &day.alternatives));
    }
    out
}

fn alternatives(locale: Locale, rows: &[AlternativeRow]) -> Table {
    let mut table = table([locale.h_place(), locale.h_more(), locale.h_because(), locale.h_gives_way()]);
    for row in rows {
        table.add_row([row.place.clone(), more(locale, row.extra), row.because.clone(), row.gives_way.clone()]);
    }
    align_right(&mut table, 1..2);
    table
}

fn remedies(locale: Locale, rows: &[RemedyRow]) -> Table {
    let mut table = table([locale.h_if(), locale.h_then(), locale.h_more()]);
    for row in rows {
        table.add_row([row.change.clone(), row.then.clone(), more(locale, row.extra)]);
    }
    align_right(&mut table, 2..3);
    table
}

fn crews(locale: Locale, rows: &[CrewOption]) -> Table {
    let mut table = table([locale.crew(), locale.h_minutes(), locale.h_at_best(), locale.h_more()]);
    for row in rows {
        let extra = row.extra.map_or_else(String::new, |extra| more(locale, extra));
        table.add_row([row.crew.clone(), row.minutes.to_string(), row.verdict.clone(), extra]);
    }
    align_right(&mut table, [1, 3].into_iter());
    table
}

/// One crew's week.
pub fn crew(locale: Locale, instance: &Instance, load: &CrewLoad, days: &[CrewDay]) -> String {
    let mut table = table([locale.h_date(), locale.h_tour(), "km".into(), locale.h_travel(), locale.h_service()]);
    for day in days {
        let [km, travel, service] = match day.tour {
            Some((metres, travel, service)) => {
                [kilometres(locale, metres), hours(locale, travel.into()), hours(locale, service.into())]
            }
            None => Default::default(),
        };
        table.add_row([locale.day(day.date), day.text.clone(), km, travel, service]);
    }
    align_right(&mut table, 2..5);
    let own = &instance.crews[load.crew];
    let headline = locale.crew_headline(
        &named(&own.id, &own.name),
        &locale.visits(load.visits),
        &locale.days(load.days),
        &kilometres(locale, load.metres),
        &hours(locale, load.travel),
        &hours(locale, load.service),
    );
    let carried = match load.carried {
        0 => String::new(),
        carried => locale.carried_before(&locale.signed(carried as f64 / 60.0, 1)),
    };
    format!(
        "{headline}, {}{carried}\n{table}\n{}",
        busy(locale, load),
        locale.it_causes(&costs(locale, &load.costs, usize::MAX))
    )
}

/// All crews.
pub fn loads(locale: Locale, instance: &Instance, loads: &[CrewLoad]) -> Table {
    let has_history = loads.iter().any(|load| load.carried != 0);
    let carried = |text: String| has_history.then_some(text);
    let mut table = table::<&str, 0>([]);
    let header =
        [locale.crew(), locale.h_days(), locale.visits_word(), "km".into(), locale.h_travel(), locale.h_service()];
    table.set_header(
        header.into_iter().chain(carried(locale.h_carried())).chain([locale.h_load(), locale.h_costs_most()]),
    );
    for load in loads {
        let own = &instance.crews[load.crew];
        let work = [
            named(&own.id, &own.name),
            load.days.to_string(),
            load.visits.to_string(),
            kilometres(locale, load.metres),
            hours(locale, load.travel),
            hours(locale, load.service),
        ];
        let carried = carried(locale.signed(load.carried as f64 / 60.0, 1));
        table.add_row(work.into_iter().chain(carried).chain([busy(locale, load), costs(locale, &load.costs, 3)]));
    }
    align_right(&mut table, 1..7 + usize::from(has_history));
    table
}

/// The jobs that cost most.
pub fn costly_jobs(locale: Locale, instance: &Instance, jobs: &[CostlyJob]) -> Table {
    let mut table = table([locale.job(), "EUR".into(), locale.h_of_which()]);
    for job in jobs {
        let own = &instance.jobs[job.job];
        table.add_row([named(&own.id, &own.name), euros(locale, job.amount), costs(locale, &job.costs, 3)]);
    }
    align_right(&mut table, 1..2);
    table
}

fn busy(locale: Locale, load: &CrewLoad) -> String {
    load.utilisation.map_or_else(|| locale.no_hours(), |share| locale.percent_busy(&locale.number(100.0 * share, 0)))
}

fn costs(locale: Locale, costs: &[(&'static About, Money)], most: usize) -> String {
    let word = |&(rule, amount): &(&'static About, Money)| {
        format!("{} {}", rule.short_name(locale), locale.number(amount.to_f64(), 0))
    };
    costs.iter().take(most).map(word).collect::<Vec<_>>().join(", ")
}

fn kilometres(locale: Locale, metres: i64) -> String {
    locale.number(metres as f64 / 1_000.0, 1)
}

fn hours(locale: Locale, minutes: i64) -> String {
    locale.number(minutes as f64 / 60.0, 1)
}

fn euros(locale: Locale, amount: Money) -> String {
    locale.number(amount.to_f64(), 2)
}

fn more(locale: Locale, amount: Money) -> String {
    locale.signed(amount.to_f64(), 2)
}
