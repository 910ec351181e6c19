//! The tables of `brigade explain`.

use std::fmt::Write;

use brigade::model::Instance;
use brigade::report::{AlternativeRow, CrewDay, CrewLoad, CrewRow, DayText, DearJob, Explanation, RemedyRow};
use brigade::units::Money;
use comfy_table::Table;

use super::tables::{align_right, named, table};

/// One job.
pub fn job(text: &Explanation) -> String {
    let mut out = String::new();
    for day in &text.days {
        let _ = write!(out, "\n{}", planned_day(day));
    }
    if !text.handed_over.is_empty() {
        let _ = write!(out, "\nAll its visits by one other crew:\n{}\n", alternatives(&text.handed_over));
    }
    if let Some(left_out) = &text.left_out {
        let _ = write!(out, "\n{left_out}\n");
    }
    if !text.ways_in.is_empty() {
        let _ = write!(
            out,
            "\nWhere a missing visit could be (EUR against leaving it out):\n{}\n",
            alternatives(&text.ways_in)
        );
    }
    if !text.remedies.is_empty() {
        let _ = write!(out, "\nWhat would let it in, each tried alone:\n{}\n", remedies(&text.remedies));
    }
    let _ = write!(out, "\nWhat every crew could do (EUR more than now):\n{}", crews(&text.crews));
    out
}

fn planned_day(day: &DayText) -> String {
    let mut costs = table(["it costs", "EUR", "because"]);
    for row in &day.costs {
        costs.add_row([row.code.to_string(), euros(row.amount), row.culprit.clone()]);
    }
    costs.add_row(["total".to_string(), euros(day.total), String::new()]);
    align_right(&mut costs, 1..2);
    let mut out = format!("{}\n{costs}\n", day.sentence);
    if !day.fines.is_empty() {
        let _ = writeln!(out, "Without it the plan would pay in EUR: {}.", day.fines);
    }
    if !day.alternatives.is_empty() {
        let _ = writeln!(out, "Instead:\n{}", alternatives(&day.alternatives));
    }
    out
}

fn alternatives(rows: &[AlternativeRow]) -> Table {
    let mut table = table(["crew, date, start", "EUR more", "because", "gives way"]);
    for row in rows {
        table.add_row([row.place.clone(), more(row.extra), row.because.clone(), row.gives_way.clone()]);
    }
    align_right(&mut table, 1..2);
    table
}

fn remedies(rows: &[RemedyRow]) -> Table {
    let mut table = table(["if", "then", "EUR more"]);
    for row in rows {
        table.add_row([row.change.clone(), row.then.clone(), more(row.extra)]);
    }
    align_right(&mut table, 2..3);
    table
}

fn crews(rows: &[CrewRow]) -> Table {
    let mut table = table(["crew", "min", "at best", "EUR more"]);
    for row in rows {
        let extra = row.extra.map_or_else(String::new, more);
        table.add_row([row.crew.clone(), row.minutes.to_string(), row.verdict.clone(), extra]);
    }
    align_right(&mut table, [1, 3].into_iter());
    table
}

/// One crew's week.
pub fn crew(instance: &Instance, load: &CrewLoad, days: &[CrewDay]) -> String {
    let mut table = table(["date", "tour", "km", "travel h", "service h"]);
    for day in days {
        let [km, travel, service] = match day.tour {
            Some((metres, travel, service)) => [kilometres(metres), hours(travel.into()), hours(service.into())],
            None => Default::default(),
        };
        table.add_row([day.date.format("%a %d/%m").to_string(), day.text.clone(), km, travel, service]);
    }
    align_right(&mut table, 2..5);
    let own = &instance.crews[load.crew];
    format!(
        "{}: {} visits on {} days, {} km, {} h on the road, {} h of service, {}\n{table}\nIt causes: {}.",
        named(&own.id, &own.name),
        load.visits,
        load.days,
        kilometres(load.metres),
        hours(load.travel),
        hours(load.service),
        busy(load),
        costs(&load.costs, usize::MAX)
    )
}

/// All crews.
pub fn loads(instance: &Instance, loads: &[CrewLoad]) -> Table {
    let mut table = table(["crew", "days", "visits", "km", "travel h", "service h", "load", "costs most"]);
    for load in loads {
        let own = &instance.crews[load.crew];
        table.add_row([
            named(&own.id, &own.name),
            load.days.to_string(),
            load.visits.to_string(),
            kilometres(load.metres),
            hours(load.travel),
            hours(load.service),
            busy(load),
            costs(&load.costs, 3),
        ]);
    }
    align_right(&mut table, 1..7);
    table
}

/// The jobs that cost most.
pub fn dear_jobs(instance: &Instance, jobs: &[DearJob]) -> Table {
    let mut table = table(["job", "EUR", "of which"]);
    for job in jobs {
        let own = &instance.jobs[job.job];
        table.add_row([named(&own.id, &own.name), euros(job.amount), costs(&job.costs, 3)]);
    }
    align_right(&mut table, 1..2);
    table
}

fn busy(load: &CrewLoad) -> String {
    load.utilisation.map_or_else(|| "no hours".into(), |share| format!("{:.0} % busy", 100.0 * share))
}

fn costs(costs: &[(&'static str, Money)], most: usize) -> String {
    let words = costs.iter().take(most).map(|(code, amount)| format!("{code} {:.0}", amount.to_f64()));
    words.collect::<Vec<_>>().join(", ")
}

fn kilometres(metres: i64) -> String {
    format!("{:.1}", metres as f64 / 1_000.0)
}

fn hours(minutes: i64) -> String {
    format!("{:.1}", minutes as f64 / 60.0)
}

fn euros(amount: Money) -> String {
    format!("{:.2}", amount.to_f64())
}

fn more(amount: Money) -> String {
    format!("{:+.2}", amount.to_f64())
}
