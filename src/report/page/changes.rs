//! What becomes of today's schedule, visit by visit.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{PageContext, filter};
use crate::i18n::Locale;
use crate::insight::{ChangeKind, VisitChange, changes};
use crate::model::{CrewId, DayId, Instance, JobId};
use crate::report::messages::{CodeNames, PageMessages, change_count};
use crate::report::{ChangeEntry, site_named};

/// The changes: what is left out and what had to move first, then by what each brings.
pub struct ChangeList {
    /// How many visits stay, in a sentence; empty where there is no schedule of today.
    pub summary: String,
    /// How many of each kind there are.
    pub counts: Vec<Count>,
    pub rows: Vec<ChangeRow>,
}

/// A kind of change and how often it comes.
pub struct Count {
    pub kind: &'static str,
    pub mark: &'static str,
    pub text: String,
}

/// One change.
pub struct ChangeRow {
    pub kind: &'static str,
    pub mark: &'static str,
    pub word: String,
    pub job: String,
    pub site: String,
    pub from: String,
    pub to: String,
    pub brings: String,
    pub why: String,
    pub crews: String,
    pub days: String,
    pub region: usize,
}

impl ChangeList {
    pub fn new(context: &PageContext<'_>) -> Self {
        let (instance, locale) = (context.report.instance, context.report.locale);
        let all = compared(context);
        let of = |kind| all.iter().filter(|change| change.kind() == kind).count();
        let rows = instance.current.as_ref().map_or(0, |current| current.visits().count());
        let kinds = [ChangeKind::Dropped, ChangeKind::MovedCrew, ChangeKind::Added, ChangeKind::MovedDay];
        let counts = kinds.iter().filter(|&&kind| of(kind) > 0).map(|&kind| Count {
            kind: kind.word(),
            mark: mark(kind),
            text: change_count(locale, of(kind), kind.word()),
        });
        let regions = filter::region_numbers(instance);
        let listed = context.today.iter().flat_map(|_| context.report.change_list);
        Self {
            summary: match &context.today {
                None => locale.no_today(),
                Some(_) if of(ChangeKind::Kept) == all.len() => locale.nothing_changes(),
                Some(_) => locale.changes_summary(of(ChangeKind::Kept), rows),
            },
            counts: counts.collect(),
            rows: listed.map(|entry| row(instance, locale, &regions, entry)).collect(),
        }
    }
}

/// The changes, none where there is no schedule to compare with.
fn compared(context: &PageContext<'_>) -> Vec<VisitChange> {
    let PageContext { report, today, .. } = context;
    today.as_ref().map_or_else(Vec::new, |_| changes(report.instance, report.plan))
}

fn row(instance: &Instance, locale: Locale, regions: &[usize], entry: &ChangeEntry) -> ChangeRow {
    let ChangeEntry { change, brings, why } = entry;
    let job = &instance.jobs[change.job];
    let site = &instance.sites[job.site];
    let ends = || [change.from, change.to].into_iter().flatten();
    let text = |end: Option<(CrewId, NaiveDate)>| end.map_or_else(String::new, |end| place(instance, locale, end));
    ChangeRow {
        kind: change.kind().word(),
        mark: mark(change.kind()),
        word: locale.change(change.kind().word()).to_string(),
        job: super::named(&job.id, &job.name),
        site: site_named(site),
        from: text(change.from),
        to: text(change.to),
        brings: brings.map_or_else(String::new, |amount| locale.number(amount.to_f64(), 2)),
        why: why.clone(),
        crews: filter::tokens(ends().map(|(crew, _)| crew.index())),
        days: filter::tokens(ends().filter_map(|(_, date)| instance.day(date)).map(DayId::index)),
        region: regions[job.site],
    }
}

/// Crew and day in a few letters.
pub fn place(instance: &Instance, locale: Locale, (crew, date): (CrewId, NaiveDate)) -> String {
    format!("{} {}", instance.crews[crew].id, locale.day(date))
}

/// A sign that tells a change without colour.
pub fn mark(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Kept => "",
        ChangeKind::MovedDay => "↔",
        ChangeKind::MovedCrew => "⇄",
        ChangeKind::Added => "+",
        ChangeKind::Dropped => "×",
    }
}

/// The change of every visit, by job, crew and date.
type ByVisit = HashMap<(JobId, CrewId, NaiveDate), VisitChange>;

/// The changes of the visits of both schedules.
pub struct ChangeOf {
    plan: ByVisit,
    today: ByVisit,
}

impl ChangeOf {
    pub fn new(context: &PageContext<'_>) -> Self {
        let all = compared(context);
        let side = |end: fn(&VisitChange) -> Option<(CrewId, NaiveDate)>| {
            all.iter()
                .filter_map(|change| end(change).map(|(crew, date)| ((change.job, crew, date), *change)))
                .collect()
        };
        Self { plan: side(|change| change.to), today: side(|change| change.from) }
    }

    /// The change of a visit of today's schedule, or of the plan; `None` where there is nothing to compare with.
    pub fn get(&self, today: bool, visit: (JobId, CrewId, NaiveDate)) -> Option<&VisitChange> {
        if today { self.today.get(&visit) } else { self.plan.get(&visit) }
    }
}
