//! The tables of changes: who moves and why, and how much of the saving how many changes bring.

use chrono::NaiveDate;

use brigade::i18n::Locale;
use brigade::insight::{ChangeCurve, ChangeKind, VisitChange};
use brigade::model::{CrewId, Instance};
use brigade::report::words::{ChangeWords, CodeNames, TerminalWords, change_count};
use brigade::report::{Moved, curve_sentence};
use comfy_table::Table;

use super::tables::{align_right, more, named, table};

/// Changes that are listed at most.
const ROWS_SHOWN: usize = 20;

/// What a plan changes: how many visits are kept, and the others with what each brings.
pub fn changes(lang: Locale, instance: &Instance, changes: &[VisitChange], moved: &[Moved]) -> String {
    let of = |kind| changes.iter().filter(|change| change.kind() == kind).count();
    let kinds = [ChangeKind::Kept, ChangeKind::MovedDay, ChangeKind::MovedCrew, ChangeKind::Added, ChangeKind::Dropped];
    let counts = kinds.map(|kind| change_count(lang, of(kind), kind.word())).join(", ");
    if moved.is_empty() {
        return lang.against_today(&counts);
    }
    let rest = more(lang, moved.len(), ROWS_SHOWN, "changes.csv");
    format!("{}\n{}{rest}", lang.against_today(&counts), list(lang, instance, moved))
}

fn list(lang: Locale, instance: &Instance, moved: &[Moved]) -> Table {
    let mut table = table([lang.job(), lang.change_word(), lang.from(), lang.to(), lang.brings(), lang.why()]);
    let place = |end: Option<(CrewId, NaiveDate)>| {
        end.map_or_else(String::new, |(crew, date)| format!("{} {}", instance.crews[crew].id, lang.day(date)))
    };
    for Moved { change, brings, why } in moved.iter().take(ROWS_SHOWN) {
        let job = &instance.jobs[change.job];
        table.add_row([
            named(&job.id, &job.name),
            lang.change(change.kind().word()).to_string(),
            place(change.from),
            place(change.to),
            brings.map_or_else(String::new, |amount| lang.number(amount.to_f64(), 2)),
            why.clone(),
        ]);
    }
    align_right(&mut table, 4..5);
    table
}

/// The change curve.
pub fn curve(lang: Locale, curve: &ChangeCurve) -> String {
    let mut table = table([
        lang.changes_allowed(),
        lang.changes_made(),
        lang.saved_euros(),
        lang.percent_of_last(),
        "km".to_string(),
        lang.left_out(),
    ]);
    for point in &curve.points {
        table.add_row([
            point.limit.map_or_else(|| lang.all_changes(), |limit| limit.to_string()),
            point.changes.to_string(),
            lang.number(point.saving.to_f64(), 2),
            lang.number(point.percent, 0),
            lang.number(point.metres as f64 / 1_000.0, 1),
            point.unassigned.to_string(),
        ]);
    }
    align_right(&mut table, 0..6);
    let sentence = curve_sentence(lang, curve).map_or_else(String::new, |sentence| format!("\n{sentence}"));
    format!("{}\n{table}{sentence}", lang.curve_title())
}
