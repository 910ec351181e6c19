//! `duplicate`: visits that nobody asked for.

use crate::i18n::Locale;
use crate::model::{Instance, JobId, Timetable};
use crate::rules::{About, Audit, Finding, JobTerms, Rule, Violation};

/// "No visit is made twice: a job gets the visits it asks for, and a crew goes there once a day."
pub struct Duplicate;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "duplicate",
    sentence: "No visit is made twice: a job gets the visits it asks for, and a crew goes there once a day.",
    formula: "visits beyond visits x crews asked, and further visits of a job by one crew on one day",
    unit: "one per visit too many",
    name: Some(Locale::name_duplicate),
    ..About::HARD
};

impl Rule for Duplicate {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let jobs = timetable.planned.iter().copied();
        let beyond = jobs.flat_map(|job| beyond_asked(instance, timetable, job));
        Audit::of_violations(beyond.chain(twice_a_day(timetable)))
    }

    fn job(&self, _instance: &Instance, _job: JobId, terms: &mut JobTerms) {
        terms.once_a_day = true;
    }
}

fn beyond_asked(instance: &Instance, timetable: &Timetable, job: JobId) -> impl Iterator<Item = Violation> {
    let (planned, asked) = (timetable.visits_of[job].len(), instance.visits_asked(job) as usize);
    let finding = Finding::TooManyVisits { job, planned, asked };
    (asked..planned).map(move |_| Violation::new(&ABOUT, finding.clone()).by_job(job))
}

fn twice_a_day(timetable: &Timetable) -> Vec<Violation> {
    let mut found = Vec::new();
    for tour in &timetable.tours {
        for (position, stop) in tour.stops.iter().enumerate() {
            if tour.stops[..position].iter().any(|earlier| earlier.job == stop.job) {
                let finding = Finding::Again { crew: tour.crew, job: stop.job };
                found.push(Violation::of_visit(&ABOUT, tour, stop, finding));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn visits_beyond_those_asked_count() {
        let mut sketch = farm();
        sketch.parts.jobs[0].visits = 2;
        assert_eq!(broken(&Duplicate, &sketch, &[(0, 0, &[0]), (1, 1, &[0])]), 0);
        assert_eq!(broken(&Duplicate, &sketch, &[(0, 0, &[0]), (1, 1, &[0]), (0, 2, &[0]), (0, 3, &[0])]), 2);
    }

    #[test]
    fn the_same_crew_twice_on_a_day_counts() {
        let mut sketch = farm();
        sketch.parts.jobs[0].visits = 3;
        assert_eq!(broken(&Duplicate, &sketch, &[(0, 0, &[0, 0, 0])]), 2);
    }
}
