//! The tables of changes: who moves and why, and how much of the saving how many changes bring.

use chrono::NaiveDate;

use brigade::cost::Rule;
use brigade::model::{Instance, Plan};
use brigade::report::{self, ChangeCurve, ChangeKind, Happened, Moved};
use brigade::solve;
use comfy_table::Table;

use super::tables::{align_right, more, named, table};

/// Changes that are listed at most.
const ROWS_SHOWN: usize = 20;

/// What a plan changes: how many visits are kept, and the others with what each brings.
pub fn changes(instance: &Instance, rules: &[&dyn Rule], plan: &Plan, happened: &Happened) -> String {
    let changes = report::changes(instance, plan);
    let of = |kind| changes.iter().filter(|change| change.kind() == kind).count();
    let kinds = [ChangeKind::Kept, ChangeKind::MovedDay, ChangeKind::MovedCrew, ChangeKind::Added, ChangeKind::Dropped];
    let counts = kinds.map(|kind| format!("{} {}", of(kind), kind.word())).join(", ");
    let moves: Vec<_> = changes.iter().map(|change| (change.job, change.from, change.to)).collect();
    let brings = solve::gains(instance, rules, plan, &moves);
    let moved = report::moved(instance, plan, &changes, &brings, happened);
    if moved.is_empty() {
        return format!("Against today's schedule: {counts}.");
    }
    let rest = more(moved.len(), ROWS_SHOWN, "changes.csv");
    format!("Against today's schedule: {counts}.\n{}{rest}", list(instance, &moved))
}

fn list(instance: &Instance, moved: &[Moved]) -> Table {
    let mut table = table(["job", "change", "from", "to", "brings EUR", "why"]);
    let place = |end: Option<(usize, NaiveDate)>| {
        end.map_or_else(String::new, |(crew, date)| format!("{} {}", instance.crews[crew].id, date.format("%a %d/%m")))
    };
    for Moved { change, brings, why } in moved.iter().take(ROWS_SHOWN) {
        let job = &instance.jobs[change.job];
        table.add_row([
            named(&job.id, &job.name),
            change.kind().word().to_string(),
            place(change.from),
            place(change.to),
            brings.map_or_else(String::new, |amount| format!("{:.2}", amount.to_f64())),
            why.clone(),
        ]);
    }
    align_right(&mut table, 4..5);
    table
}

/// The change curve.
pub fn curve(curve: &ChangeCurve) -> String {
    let mut table = table(["changes allowed", "made", "EUR saved", "% of the last", "km", "left out"]);
    for point in &curve.points {
        table.add_row([
            point.limit.map_or_else(|| "all".into(), |limit| limit.to_string()),
            point.changes.to_string(),
            format!("{:.2}", point.saving.to_f64()),
            format!("{:.0}", point.percent),
            format!("{:.1}", point.metres as f64 / 1_000.0),
            point.unassigned.to_string(),
        ]);
    }
    align_right(&mut table, 0..6);
    let sentence = curve.sentence().map_or_else(String::new, |sentence| format!("\n{sentence}"));
    format!("What how many changes of today's schedule save:\n{table}{sentence}")
}
