//! The tables of changes: who moves and why, and how much of the saving how many changes bring.

use chrono::NaiveDate;

use brigade::i18n::Locale;
use brigade::insight::{ChangeCurve, ChangeKind, VisitChange};
use brigade::model::{CrewId, Instance};
use brigade::report::messages::{ChangeMessages, CodeNames, TerminalMessages, change_count};
use brigade::report::{ChangeEntry, curve_sentence};

use super::tables::{Table, align_right, more, named, table};

/// Changes that are listed at most.
const ROWS_SHOWN: usize = 20;

/// What a plan changes: how many visits are kept, and the others with what each brings.
/// They are counted from today's schedule, or from the plan as agreed where it is planned `anew`.
pub fn changes(
    locale: Locale,
    instance: &Instance,
    changes: &[VisitChange],
    change_list: &[ChangeEntry],
    anew: bool,
) -> String {
    let of = |kind| changes.iter().filter(|change| change.kind() == kind).count();
    let kinds = [ChangeKind::Kept, ChangeKind::MovedDay, ChangeKind::MovedCrew, ChangeKind::Added, ChangeKind::Dropped];
    let counts = kinds.map(|kind| change_count(locale, of(kind), kind.word())).join(", ");
    let counted = if anew { locale.against_the_agreed(&counts) } else { locale.against_today(&counts) };
    if change_list.is_empty() {
        return counted;
    }
    let rest = more(locale, change_list.len(), ROWS_SHOWN, "changes.csv");
    format!("{counted}\n{}{rest}", list(locale, instance, change_list))
}

fn list(locale: Locale, instance: &Instance, change_list: &[ChangeEntry]) -> Table {
    let mut table =
        table([locale.job(), locale.change_word(), locale.from(), locale.to(), locale.brings(), locale.why()]);
    let place = |end: Option<(CrewId, NaiveDate)>| {
        end.map_or_else(String::new, |(crew, date)| format!("{} {}", instance.crews[crew].id, locale.day(date)))
    };
    for ChangeEntry { change, brings, why } in change_list.iter().take(ROWS_SHOWN) {
        let job = &instance.jobs[change.job];
        table.add_row([
            named(&job.id, &job.name),
            locale.change(change.kind().word()).to_string(),
            place(change.from),
            place(change.to),
            brings.map_or_else(String::new, |amount| locale.number(amount.to_f64(), 2)),
            why.clone(),
        ]);
    }
    align_right(&mut table, 4..5);
    table
}

/// The change curve.
pub fn curve(locale: Locale, curve: &ChangeCurve) -> String {
    let mut table = table([
        locale.changes_allowed(),
        locale.changes_made(),
        locale.saved_euros(),
        locale.percent_of_last(),
        "km".to_string(),
        locale.left_out(),
    ]);
    for point in &curve.points {
        table.add_row([
            point.limit.map_or_else(|| locale.all_changes(), |limit| limit.to_string()),
            point.changes.to_string(),
            locale.number(point.saving.to_f64(), 2),
            locale.number(point.percent, 0),
            locale.number(point.metres as f64 / 1_000.0, 1),
            point.unassigned.to_string(),
        ]);
    }
    align_right(&mut table, 0..6);
    let sentence = curve_sentence(locale, curve).map_or_else(String::new, |sentence| format!("\n{sentence}"));
    format!("{}\n{table}{sentence}", locale.curve_title())
}
