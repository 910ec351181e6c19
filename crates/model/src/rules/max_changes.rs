//! `max-changes`: a limit on how much of today's schedule changes.

use crate::model::{Instance, JobId, Timetable};
use crate::rules::{About, Audit, Counted, Finding, JobTerms, Rule, Violation};
use crate::units::Money;

use super::changes::{given_away_price, paid_visits, visit_price};

/// "So many changes and no more." For runs that ask for it; it holds the number of changes.
pub struct MaxChanges(pub u32);

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "max-changes",
    sentence: "So many changes of today's schedule, and no more.",
    formula: "visits that are paid for as changes, beyond the number allowed",
    unit: "one per visit too many",
    of_run: true,
    ..About::HARD
};

impl Rule for MaxChanges {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let jobs = instance.job_ids();
        let paid = jobs.flat_map(|job| paid_visits(instance, timetable, job, instance.current_rows(job)));
        let changes = paid.filter(|visit| visit.amount > Money::ZERO).skip(self.0 as usize);
        Audit::of_violations(changes.map(|visit| Violation {
            job: visit.job,
            crew: visit.crew,
            date: visit.date,
            ..Violation::new(&ABOUT, Finding::Change { most: self.0 })
        }))
    }

    fn most_changes(&self) -> Option<u32> {
        Some(self.0)
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        let rows = instance.current_rows(job);
        if !rows.is_empty() {
            let shifts = instance.shifts.iter();
            let counts = shifts.map(|shift| visit_price(instance, rows, shift.crew, shift.date) > Money::ZERO);
            let missing = given_away_price(instance, job) > Money::ZERO;
            terms.changes = Some(Counted { paid: rows.len() as u32, counts: counts.collect(), missing });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn paid_visits_beyond_the_limit() {
        let mut sketch = farm();
        sketch.parts.jobs[0].visits = 3;
        sketch.current(&[(0, 0, &[0]), (0, 1, &[0])]);
        let moved = [(0, 2, &[0][..]), (0, 3, &[0]), (1, 4, &[0])];
        assert_eq!(broken(&MaxChanges(0), &sketch, &moved), 2, "the third visit is new work");
        assert_eq!(broken(&MaxChanges(1), &sketch, &moved), 1);
        assert_eq!(broken(&MaxChanges(2), &sketch, &moved), 0);
        assert_eq!(broken(&MaxChanges(0), &sketch, &[(0, 0, &[0]), (1, 1, &[0])]), 1);
        sketch.parts.settings.change_day = crate::units::Decimal::ZERO;
        assert_eq!(broken(&MaxChanges(0), &sketch, &[(0, 2, &[0])]), 0, "what costs nothing is no change");
    }
}
