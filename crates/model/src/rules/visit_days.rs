//! `visit-days`: a job's visits are spread over days.

use crate::i18n::Locale;
use crate::model::{Instance, JobId, Timetable};
use crate::rules::job_days::days_of;
use crate::rules::{About, Audit, Finding, JobTerms, Rule, Violation};

/// "Each visit of a job is on another day."
pub struct VisitDays;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "visit-days",
    sentence: "Each visit of a job is on another day.",
    formula: "days with two visits or more of a job that takes one crew",
    unit: "one per job and day",
    name: Some(Locale::name_visit_days),
    remedy: Locale::remedy_calendar,
    why: Some(|_, locale| locale.dates_are_taken()),
    ..About::HARD
};

impl Rule for VisitDays {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let single = timetable.planned.iter().copied().filter(|&job| instance.jobs[job].crews == 1);
        let days = single.flat_map(|job| days_of(timetable, job).into_iter().map(move |day| (job, day)));
        Audit::of_violations(days.filter(|(_, day)| day.visits.len() > 1).map(|(job, day)| {
            let finding = Finding::SameDay { job, visits: day.visits.len() };
            Violation::new(&ABOUT, finding).by_job(job).on(day.date)
        }))
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        terms.one_a_day = instance.jobs[job].crews == 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn two_visits_on_one_day_count_once() {
        let mut sketch = farm();
        sketch.parts.jobs[0].visits = 3;
        assert_eq!(broken(&VisitDays, &sketch, &[(0, 0, &[0, 0]), (1, 0, &[0])]), 1);
        assert_eq!(broken(&VisitDays, &sketch, &[(0, 0, &[0]), (1, 1, &[0])]), 0);
        sketch.parts.jobs[0].crews = 2;
        assert_eq!(broken(&VisitDays, &sketch, &[(0, 0, &[0]), (1, 0, &[0])]), 0, "a job for two crews");
    }
}
