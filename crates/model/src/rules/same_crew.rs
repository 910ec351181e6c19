//! `same-crew`: jobs that one crew must do from the first visit to the last.

use std::collections::BTreeSet;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, SameCrew, Timetable};
use crate::rules::{About, Audit, Finding, JobTerms, Rule, Violation};

/// "Who starts this job finishes it."
pub struct SameCrewRule;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "same-crew",
    sentence: "Who starts this job finishes it.",
    formula: "jobs with same_crew = require whose visits have more distinct crews than the job takes",
    unit: "one per job",
    name: Some(Locale::name_same_crew),
    remedy: Locale::remedy_same_crew,
    why: Some(|_, locale| locale.who_began_has_no_date()),
    fault: Some(|_, _, _, locale| locale.did_not_begin_it()),
    ..About::HARD
};

impl Rule for SameCrewRule {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let required =
            timetable.planned.iter().copied().filter(|&job| instance.jobs[job].same_crew == SameCrew::Require);
        let crews = required.map(|job| (job, crews_of(timetable, job)));
        let beyond = crews.filter(|(job, crews)| crews.len() > instance.jobs[*job].crews as usize);
        Audit::of_violations(
            beyond.map(|(job, crews)| {
                Violation::new(&ABOUT, Finding::TooManyCrews { job, crews: crews.len() }).by_job(job)
            }),
        )
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        let work = &instance.jobs[job];
        terms.crews = (work.same_crew == SameCrew::Require).then_some(work.crews);
    }
}

fn crews_of(timetable: &Timetable, job: JobId) -> BTreeSet<CrewId> {
    timetable.stops_of(job).map(|(tour, _)| tour.crew).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn only_required_jobs_count() {
        let mut sketch = farm();
        sketch.parts.jobs[0].visits = 2;
        let routes: &[(usize, i64, &[usize])] = &[(0, 0, &[0]), (1, 1, &[0])];
        assert_eq!(broken(&SameCrewRule, &sketch, routes), 0);
        sketch.parts.jobs[0].same_crew = SameCrew::Require;
        assert_eq!(broken(&SameCrewRule, &sketch, routes), 1);
        sketch.parts.jobs[0].crews = 2;
        assert_eq!(broken(&SameCrewRule, &sketch, routes), 0);
    }
}
