//! `same-crew`: jobs that one crew must do from the first visit to the last.

use std::collections::BTreeSet;

use crate::i18n::LocalizedText;
use crate::model::{CrewId, Instance, JobId, SameCrew, Timetable};
use crate::rules::{Audit, JobTerms, Kind, Rule, Violation};

/// "Who starts this job finishes it."
pub struct SameCrewRule;

impl Rule for SameCrewRule {
    fn code(&self) -> &'static str {
        "same-crew"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "Who starts this job finishes it."
    }

    fn formula(&self) -> &'static str {
        "jobs with same_crew = require whose visits have more distinct crews than the job takes"
    }

    fn unit(&self) -> &'static str {
        "one per job"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let required = instance.job_ids().filter(|&job| instance.jobs[job].same_crew == SameCrew::Require);
        let crews = required.map(|job| (job, crews_of(timetable, job)));
        let beyond = crews.filter(|(job, crews)| crews.len() > instance.jobs[*job].crews as usize);
        Audit::of_violations(beyond.map(|(job, crews)| {
            let (id, count, allowed) = (&instance.jobs[job].id, crews.len(), instance.jobs[job].crews);
            let text = LocalizedText::new(|lang| lang.broken_crews(count, id, allowed));
            Violation::new(self.code(), text).by_job(job)
        }))
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
