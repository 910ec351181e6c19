//! `precedence`: jobs that wait for others.

use crate::i18n::Locale;
use crate::model::{Instance, JobId, Shift, Timetable, VisitAt};
use crate::rules::{About, Audit, Done, Finding, JobTerms, KeptOut, Rule, Violation, VisitCost, VisitRow, Waits};

/// "First things first: a job waits until those before it are done."
pub struct Precedence;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "precedence",
    sentence: "First things first: a job waits until those before it are done.",
    formula: "pairs of a planned job and one named in its after that is not complete, or has a visit neither on an \
             earlier date nor earlier in the same route",
    unit: "one per pair of jobs",
    name: Some(Locale::name_precedence),
    remedy: Locale::remedy_precedence,
    why: Some(why),
    fault: Some(|_, _, _, locale| locale.would_come_before()),
    ..About::HARD
};

impl Rule for Precedence {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let pairs = timetable
            .planned
            .iter()
            .copied()
            .flat_map(|job| instance.jobs[job].after.iter().map(move |&before| (before, job)));
        Audit::of_violations(pairs.filter_map(|(before, job)| {
            let finding = finding(instance, timetable, before, job)?;
            let first = timetable.stops_of(job).map(|(tour, _)| tour.date).min()?;
            Some(Violation::new(&ABOUT, finding).by_job(job).on(first))
        }))
    }

    fn visit_cost(&self, instance: &Instance, job: JobId, _shift: &Shift) -> VisitCost {
        VisitCost::incompatible_if(waits_for_ever(instance, job))
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        row.add_everywhere(VisitCost::incompatible_if(waits_for_ever(instance, job)));
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        terms.after.clone_from(&instance.jobs[job].after);
    }
}

/// Whether a job comes after one that can never be complete.
fn waits_for_ever(instance: &Instance, job: JobId) -> bool {
    instance.jobs[job].after.iter().any(|&before| !instance.can_finish(before))
}

fn finding(instance: &Instance, timetable: &Timetable, before: JobId, job: JobId) -> Option<Finding> {
    if timetable.missing[before] > 0 || !instance.can_finish(before) {
        return Some(Finding::BeforeIncomplete { job, before });
    }
    let visits = &timetable.visits_of;
    let in_order = visits[before].iter().all(|&first| visits[job].iter().all(|&then| precedes(timetable, first, then)));
    (!in_order).then_some(Finding::OutOfOrder { job, before })
}

/// What a job waits for.
fn why(out: &KeptOut<'_>, locale: Locale) -> String {
    let name = |job: JobId| &out.instance.jobs[job].id;
    match out.waits_for {
        Some(Waits { job, done: Done::Never }) => locale.waits_for_the_impossible(name(job)),
        Some(Waits { job, done: Done::NotBefore(date) }) => locale.waits_too_long(name(job), &locale.day(date)),
        Some(Waits { job, done: Done::On(date) }) => locale.waits_for_the_late(name(job), &locale.day(date)),
        Some(Waits { job, .. }) => locale.waits_for_the_missing(name(job)),
        None => locale.waits_for_the_missing(&locale.another_job()),
    }
}

/// Whether a visit is on an earlier date than another, or earlier in the same route.
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
