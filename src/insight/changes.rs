//! What becomes of every row of today's schedule, and what is new.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::model::{CrewId, Instance, JobId, Plan};

/// A visit of today's schedule beside one of the plan, or one without the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitChange {
    /// The job.
    pub job: JobId,
    /// Crew and date today; none = new.
    pub from: Option<(CrewId, NaiveDate)>,
    /// Crew and date in the plan; none = dropped.
    pub to: Option<(CrewId, NaiveDate)>,
}

/// What has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Nothing.
    Kept,
    /// The date.
    MovedDay,
    /// The crew, and perhaps the date.
    MovedCrew,
    /// Not in today's schedule.
    Added,
    /// Not in the plan.
    Dropped,
}

impl ChangeKind {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::MovedDay => "moved-day",
            Self::MovedCrew => "moved-crew",
            Self::Added => "added",
            Self::Dropped => "dropped",
        }
    }
}

impl VisitChange {
    /// What has changed.
    pub fn kind(&self) -> ChangeKind {
        match (self.from, self.to) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Dropped,
            (from, to) if from == to => ChangeKind::Kept,
            (Some(from), Some(to)) if from.0 == to.0 => ChangeKind::MovedDay,
            _ => ChangeKind::MovedCrew,
        }
    }
}

/// Every row of today's schedule and every visit of the plan, once each: per job first those that stay, then the same
/// crew's by date, then the rest by date. Empty where there is no current schedule.
pub fn changes(instance: &Instance, plan: &Plan) -> Vec<VisitChange> {
    let Some(current) = &instance.current else { return Vec::new() };
    let (before, after) = (by_job(instance, current), by_job(instance, plan));
    JobId::enumerate(before.into_iter().zip(after))
        .flat_map(|(job, (old, new))| RowMatching { job, old, new }.pair())
        .collect()
}

type CrewDates = Vec<(CrewId, NaiveDate)>;

fn by_job(instance: &Instance, plan: &Plan) -> Vec<CrewDates> {
    let mut rows = vec![Vec::new(); instance.jobs.len()];
    for (job, crew, date) in plan.visits() {
        rows[job].push((crew, date));
    }
    rows
}

/// The rows of one job that have no partner yet.
struct RowMatching {
    job: JobId,
    old: CrewDates,
    new: CrewDates,
}

impl RowMatching {
    fn pair(mut self) -> Vec<VisitChange> {
        let mut found = self.kept();
        found.extend(self.same_crew());
        found.extend(self.rest());
        found
    }

    fn kept(&mut self) -> Vec<VisitChange> {
        let mut found = Vec::new();
        let new = &mut self.new;
        self.old.retain(|&row| {
            let partner = new.iter().position(|&other| other == row);
            if let Some(index) = partner {
                new.remove(index);
                found.push(VisitChange { job: self.job, from: Some(row), to: Some(row) });
            }
            partner.is_none()
        });
        found
    }

    fn same_crew(&mut self) -> Vec<VisitChange> {
        let crews: BTreeSet<_> = self.old.iter().map(|row| row.0).collect();
        crews.into_iter().flat_map(|crew| self.pair_by_date(|row| row.0 == crew, false)).collect()
    }

    fn rest(&mut self) -> Vec<VisitChange> {
        self.pair_by_date(|_| true, true)
    }

    /// Pairs the chosen rows of both sides in the order of their dates, and takes them away; rows of the longer side
    /// stay, or go without a partner.
    fn pair_by_date(&mut self, chosen: impl Fn(&(CrewId, NaiveDate)) -> bool, leftovers: bool) -> Vec<VisitChange> {
        let (mut old, mut new) = (take(&mut self.old, &chosen), take(&mut self.new, &chosen));
        let pairs = old.len().min(new.len());
        if !leftovers {
            self.old.extend(old.split_off(pairs));
            self.new.extend(new.split_off(pairs));
        }
        let change =
            |index: usize| VisitChange { job: self.job, from: old.get(index).copied(), to: new.get(index).copied() };
        (0..old.len().max(new.len())).map(change).collect()
    }
}

/// Takes the chosen rows away, by date.
fn take(rows: &mut CrewDates, chosen: impl Fn(&(CrewId, NaiveDate)) -> bool) -> CrewDates {
    let (mut taken, left): (CrewDates, CrewDates) = rows.drain(..).partition(chosen);
    *rows = left;
    taken.sort_by_key(|&(crew, date)| (date, crew));
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sketch;

    fn kinds(current: &[(usize, i64, &[usize])], plan: &[(usize, i64, &[usize])]) -> Vec<&'static str> {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        sketch.site("farm", (1.0, 0.0));
        sketch.job("roof", 60);
        sketch.current(current);
        changes(&sketch.instance(), &sketch.plan(plan)).iter().map(|change| change.kind().word()).collect()
    }

    #[test]
    fn kept_first_then_the_same_crew_then_the_rest() {
        assert_eq!(kinds(&[(0, 0, &[0]), (0, 1, &[0])], &[(0, 1, &[0]), (0, 2, &[0])]), ["kept", "moved-day"]);
        assert_eq!(kinds(&[(0, 0, &[0]), (1, 1, &[0])], &[(1, 0, &[0]), (1, 2, &[0])]), ["moved-day", "moved-crew"]);
    }

    #[test]
    fn leftovers_are_dropped_or_added() {
        assert_eq!(kinds(&[(0, 0, &[0]), (0, 1, &[0])], &[(0, 1, &[0])]), ["kept", "dropped"]);
        assert_eq!(kinds(&[], &[(1, 1, &[0])]), ["added"]);
        assert_eq!(kinds(&[(0, 0, &[0, 0])], &[(0, 0, &[0])]), ["kept", "dropped"], "every row counts");
    }

    #[test]
    fn without_a_current_schedule_nothing_changes() {
        let sketch = Sketch::new();
        assert_eq!(changes(&sketch.instance(), &sketch.plan(&[])), []);
    }
}
