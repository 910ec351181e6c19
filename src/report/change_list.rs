//! The change list: what a plan changes of today's schedule, what each change brings, and why it is made.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::insight::{ChangeKind, VisitChange};
use crate::judge::InfeasibilityReasons;
use crate::model::{CrewId, Instance, JobId, Plan, Timetable};
use crate::report::messages::ChangeMessages;
use crate::rules::{RULES, Rule, subcontract};
use crate::solve::{ScheduledMove, gains};
use crate::units::Money;

/// What is less is nothing to speak of.
const CENT: Money = Money(Money::PER_EURO / 100);

/// A change with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeEntry {
    /// The change.
    pub change: VisitChange,
    /// What the plan would cost more without it; none where the visit can't be where it was.
    pub brings: Option<Money>,
    /// The reason for it, as text.
    pub why: String,
}

/// What has events since today's schedule was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventLog {
    /// Crews that are not there on a date.
    pub absences: Vec<(CrewId, NaiveDate)>,
    /// Jobs that came in.
    pub urgent: Vec<JobId>,
    /// Jobs that are finished.
    pub finished: Vec<JobId>,
    /// Jobs that are cancelled.
    pub cancelled: Vec<JobId>,
}

/// All changes but the rows that are kept: first what is left out, then what its absent crew can't do, then by what each
/// brings, and last those that the others need. `brings` has one entry per change of `changes`.
pub fn change_list(
    instance: &Instance,
    plan: &Plan,
    changes: &[VisitChange],
    brings: &[Option<Money>],
    events: &EventLog,
    locale: Locale,
) -> Vec<ChangeEntry> {
    let timetable = Timetable::new(instance, plan);
    let infeasibility = InfeasibilityReasons::new(instance, RULES, &timetable);
    let reasons = Why { instance, reasons: infeasibility, plan, changes, events, locale };
    let pairs = changes.iter().zip(brings).filter(|(change, _)| change.kind() != ChangeKind::Kept);
    let mut found: Vec<_> =
        pairs.map(|(&change, &brings)| ChangeEntry { change, brings, why: reasons.of(&change, brings) }).collect();
    found.sort_by_key(|ChangeEntry { change, brings, .. }| {
        let forced = change.from.is_some_and(|from| events.absences.contains(&from));
        let rank = match brings {
            _ if change.kind() == ChangeKind::Dropped => 0,
            _ if forced => 1,
            Some(_) => 2,
            None => 3,
        };
        (rank, brings.map(|amount| -amount.0), change.job)
    });
    found
}

/// Changes as moves that can be priced.
pub fn moves(changes: &[VisitChange]) -> Vec<ScheduledMove> {
    changes.iter().map(|change| (change.job, change.from, change.to)).collect()
}

/// The same with what each change brings by some rules.
pub fn priced_change_list(
    instance: &Instance,
    rules: &[&dyn Rule],
    plan: &Plan,
    changes: &[VisitChange],
    events: &EventLog,
    locale: Locale,
) -> Vec<ChangeEntry> {
    let brings = gains(instance, rules, plan, &moves(changes));
    change_list(instance, plan, changes, &brings, events, locale)
}

/// Writes the reasons for changes.
struct Why<'w> {
    instance: &'w Instance,
    reasons: InfeasibilityReasons<'w>,
    plan: &'w Plan,
    changes: &'w [VisitChange],
    events: &'w EventLog,
    locale: Locale,
}

impl Why<'_> {
    fn of(&self, change: &VisitChange, brings: Option<Money>) -> String {
        let (locale, events) = (self.locale, self.events);
        let absent = change.from.filter(|from| events.absences.contains(from));
        let absent = absent.map(|(crew, _)| locale.is_absent(&self.instance.crews[crew].id));
        match (change.from, change.to) {
            (_, None) if events.cancelled.contains(&change.job) => locale.was_cancelled(),
            (_, None) if events.finished.contains(&change.job) => locale.finished_early(),
            (_, None) if self.instance.jobs[change.job].subcontract.is_some() => {
                let price = subcontract::unassigned_penalty(self.instance, change.job);
                locale.is_given_away(&locale.cents(price))
            }
            (_, None) => absent.map_or_else(|| locale.is_left_out(), |absent| locale.absent_left_out(&absent)),
            (None, _) if events.urgent.contains(&change.job) => locale.is_urgent(),
            (None, _) => locale.left_out_before(),
            (Some(from), _) => absent.unwrap_or_else(|| match brings {
                Some(amount) if amount >= CENT => locale.saves_amount(&locale.cents(amount)),
                Some(_) => locale.fits_the_rest(),
                None => self.makes_room(change.job, from),
            }),
        }
    }

    /// What keeps a visit from where it was, or who is there now.
    fn makes_room(&self, job: JobId, from: (CrewId, NaiveDate)) -> String {
        if let Some(rule) = self.reasons.rule_against(job, from.0, from.1) {
            return self.locale.barred_there(&rule.name(self.locale));
        }
        let mut newcomers = self.changes.iter().filter(|change| change.to == Some(from) && change.from != Some(from));
        let there = self.plan.routes.iter().any(|route| (route.crew, route.date) == from);
        match newcomers.next() {
            Some(change) => self.locale.makes_room_for(&self.instance.jobs[change.job].id),
            None if there => self.locale.no_longer_fits(),
            None => self.locale.impossible_there(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::changes;
    use crate::model::Sketch;

    #[test]
    fn every_change_has_its_reason() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        sketch.site("farm", (10.0, 0.0));
        for job in ["roof", "door", "wall", "leak", "gone", "lost", "gate"] {
            sketch.job(job, 60);
        }
        sketch.current(&[(0, 0, &[0]), (1, 0, &[1, 4]), (1, 1, &[2]), (0, 4, &[5]), (0, 2, &[6])]);
        let (instance, plan) =
            (sketch.instance(), sketch.plan(&[(1, 0, &[0]), (1, 2, &[1]), (0, 1, &[2]), (0, 3, &[3, 6])]));
        let changes = changes(&instance, &plan);
        let brings: Vec<_> = changes
            .iter()
            .map(|change| match change.job.index() {
                2 => Some(Money::PER_EURO * 5),
                3 => Some(Money::PER_EURO * 900),
                6 => Some(1),
                _ => None,
            })
            .map(|amount| amount.map(Money))
            .collect();
        let events = EventLog {
            absences: vec![(CrewId::new(0), sketch.date(0))],
            urgent: vec![JobId::new(3)],
            cancelled: vec![JobId::new(4)],
            finished: Vec::new(),
        };
        let found = change_list(&instance, &plan, &changes, &brings, &events, Locale::En);
        let words: Vec<_> = found.iter().map(|entry| (entry.change.job.index(), entry.why.as_str())).collect();
        let expected = [
            (4, "cancelled"),
            (5, "left out"),
            (0, "ada is absent"),
            (3, "urgent"),
            (2, "saves 5.00 EUR"),
            (6, "fits the rest"),
            (1, "makes room for roof"),
        ];
        assert_eq!(words, expected);
    }
}
