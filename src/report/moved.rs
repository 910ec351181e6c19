//! What a plan changes of today's schedule, what each change brings, and why it is made.

use chrono::NaiveDate;

use super::{Change, ChangeKind};
use crate::model::{CrewId, Instance, JobId, Plan};
use crate::units::Money;

/// A change with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The change.
    pub change: Change,
    /// What the plan would cost more without it; none where the visit can't be where it was.
    pub brings: Option<Money>,
    /// Why it is made, in words.
    pub why: String,
}

/// What has happened since today's schedule was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Happened {
    /// Crews that are not there on a date.
    pub absences: Vec<(CrewId, NaiveDate)>,
    /// Jobs that came in.
    pub urgent: Vec<JobId>,
    /// Jobs that are finished.
    pub finished: Vec<JobId>,
    /// Jobs that are cancelled.
    pub cancelled: Vec<JobId>,
}

/// All changes but the rows that are kept: first what is left out, then what had to move, then by what each brings.
/// `brings` has one entry per change of `changes`.
pub fn moved(
    instance: &Instance,
    plan: &Plan,
    changes: &[Change],
    brings: &[Option<Money>],
    happened: &Happened,
) -> Vec<Moved> {
    let pairs = changes.iter().zip(brings).filter(|(change, _)| change.kind() != ChangeKind::Kept);
    let mut found: Vec<_> = pairs
        .map(|(&change, &brings)| Moved {
            change,
            brings,
            why: why(instance, plan, changes, &change, brings, happened),
        })
        .collect();
    found.sort_by_key(|moved| {
        let dropped = moved.change.kind() == ChangeKind::Dropped;
        let worth = moved.brings.map(|amount| -amount.0);
        (!dropped, worth.is_some(), worth, moved.change.job)
    });
    found
}

fn why(
    instance: &Instance,
    plan: &Plan,
    changes: &[Change],
    change: &Change,
    brings: Option<Money>,
    happened: &Happened,
) -> String {
    let absent = change.from.filter(|from| happened.absences.contains(from));
    let absent = absent.map(|(crew, _)| format!("{} is absent", instance.crews[crew].id));
    match (change.from, change.to) {
        (_, None) if happened.cancelled.contains(&change.job) => "cancelled".into(),
        (_, None) if happened.finished.contains(&change.job) => "finished early".into(),
        (_, None) => absent.map_or_else(|| "left out".into(), |absent| format!("{absent}, left out")),
        (None, _) if happened.urgent.contains(&change.job) => "urgent".into(),
        (None, _) => "was left out before".into(),
        (Some(from), _) => absent.unwrap_or_else(|| match brings {
            Some(amount) if amount > Money::ZERO => format!("saves {amount}"),
            Some(_) => "fits the rest".into(),
            None => makes_room(instance, plan, changes, from),
        }),
    }
}

/// Who is now where a visit was.
fn makes_room(instance: &Instance, plan: &Plan, changes: &[Change], from: (CrewId, NaiveDate)) -> String {
    let newcomers = changes.iter().filter(|change| change.to == Some(from) && change.from != Some(from));
    let names: Vec<_> = newcomers.map(|change| instance.jobs[change.job].id.as_str()).collect();
    let there = plan.routes.iter().any(|route| (route.crew, route.date) == from);
    match names.first() {
        Some(name) => format!("makes room for {name}"),
        None if there => "no longer fits there".into(),
        None => "can't be done there".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sketch;
    use crate::report::changes;

    #[test]
    fn every_change_has_its_reason() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        sketch.site("farm", (10.0, 0.0));
        for job in ["roof", "door", "wall", "leak", "gone", "lost"] {
            sketch.job(job, 60);
        }
        sketch.current(&[(0, 0, &[0]), (1, 0, &[1, 4]), (1, 1, &[2]), (0, 4, &[5])]);
        let (instance, plan) =
            (sketch.instance(), sketch.plan(&[(1, 0, &[0]), (1, 2, &[1]), (0, 1, &[2]), (0, 3, &[3])]));
        let changes = changes(&instance, &plan);
        let brings: Vec<_> = changes
            .iter()
            .map(|change| match change.job {
                2 => Some(Money::PER_EURO * 5),
                3 => Some(Money::PER_EURO * 900),
                _ => None,
            })
            .map(|amount| amount.map(Money))
            .collect();
        let happened =
            Happened { absences: vec![(0, sketch.date(0))], urgent: vec![3], cancelled: vec![4], finished: Vec::new() };
        let found = moved(&instance, &plan, &changes, &brings, &happened);
        let words: Vec<_> = found.iter().map(|moved| (moved.change.job, moved.why.as_str())).collect();
        let expected = [
            (4, "cancelled"),
            (5, "left out"),
            (0, "ada is absent"),
            (1, "makes room for roof"),
            (3, "urgent"),
            (2, "saves 5.00 EUR"),
        ];
        assert_eq!(words, expected);
    }
}
