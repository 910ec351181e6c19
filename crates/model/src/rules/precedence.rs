//! `precedence`: jobs that wait for others.

use crate::i18n::LocalizedText;
use crate::model::{Instance, JobId, Shift, Timetable, VisitAt};
use crate::rules::{Audit, JobTerms, Kind, Pairing, Rule, Violation};

/// "First things first: a job waits until those before it are done."
pub struct Precedence;

impl Rule for Precedence {
    fn code(&self) -> &'static str {
        "precedence"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "First things first: a job waits until those before it are done."
    }

    fn formula(&self) -> &'static str {
        "pairs of a planned job and one named in its after that is not complete, or has a visit neither on an \
         earlier date nor earlier in the same tour"
    }

    fn unit(&self) -> &'static str {
        "one per pair of jobs"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let planned = instance.job_ids().filter(|&job| !timetable.visits_of[job].is_empty());
        let pairs = planned.flat_map(|job| instance.jobs[job].after.iter().map(move |&before| (before, job)));
        Audit::of_violations(pairs.filter_map(|(before, job)| {
            let text = fault(instance, timetable, before, job)?;
            let first = timetable.stops_of(job).map(|(tour, _)| tour.date).min()?;
            Some(Violation::new(self.code(), text).by_job(job).on(first))
        }))
    }

    fn pairing(&self, instance: &Instance, job: JobId, _shift: &Shift) -> Pairing {
        Pairing::never_if(instance.jobs[job].after.iter().any(|&before| !instance.can_finish(before)))
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        terms.after.clone_from(&instance.jobs[job].after);
    }
}

fn fault(instance: &Instance, timetable: &Timetable, before: JobId, job: JobId) -> Option<LocalizedText> {
    let (first, then) = (&instance.jobs[before].id, &instance.jobs[job].id);
    if timetable.missing[before] > 0 || !instance.can_finish(before) {
        return Some(LocalizedText::new(|lang| lang.broken_waits_left_out(then, first)));
    }
    let visits = &timetable.visits_of;
    let in_order = visits[before].iter().all(|&first| visits[job].iter().all(|&then| precedes(timetable, first, then)));
    (!in_order).then(|| LocalizedText::new(|lang| lang.broken_waits_not_done(then, first)))
}

/// Whether a visit is on an earlier date than another, or earlier in the same tour.
fn precedes(timetable: &Timetable, first: VisitAt, then: VisitAt) -> bool {
    let date = |visit: VisitAt| timetable.tours[visit.0].date;
    date(first) < date(then) || (first.0 == then.0 && first.1 < then.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn in_turn() -> crate::model::Sketch {
        let mut sketch = farm();
        sketch.job("gutter", 30).after = vec![JobId::new(0)];
        sketch
    }

    #[test]
    fn an_earlier_date_or_the_same_tour() {
        let sketch = in_turn();
        assert_eq!(broken(&Precedence, &sketch, &[(0, 0, &[0, 1])]), 0);
        assert_eq!(broken(&Precedence, &sketch, &[(0, 0, &[0]), (1, 1, &[1])]), 0);
        assert_eq!(broken(&Precedence, &sketch, &[(0, 0, &[1, 0])]), 1);
        assert_eq!(broken(&Precedence, &sketch, &[(0, 0, &[0]), (1, 0, &[1])]), 1, "another tour of that day");
    }

    #[test]
    fn what_comes_before_must_be_complete() {
        let mut sketch = in_turn();
        assert_eq!(broken(&Precedence, &sketch, &[(0, 1, &[1])]), 1);
        assert_eq!(broken(&Precedence, &sketch, &[(0, 1, &[0])]), 0, "the later job may be left out");
        sketch.parts.jobs[0].visits = 9;
        let all: Vec<(usize, i64, &[usize])> = (0..5).map(|day| (0, day, &[0][..])).chain([(1, 4, &[1][..])]).collect();
        assert_eq!(broken(&Precedence, &sketch, &all), 1, "the rest is for later weeks");
    }
}
