//! `visit-days`: a job's visits are spread over days.

use crate::i18n::LocalizedText;
use crate::model::{Instance, JobId, Timetable};
use crate::rules::job_days::days_of;
use crate::rules::{Audit, JobTerms, Kind, Rule, Violation};

/// "Each visit of a job is on another day."
pub struct VisitDays;

impl Rule for VisitDays {
    fn code(&self) -> &'static str {
        "visit-days"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "Each visit of a job is on another day."
    }

    fn formula(&self) -> &'static str {
        "days with two visits or more of a job that takes one crew"
    }

    fn unit(&self) -> &'static str {
        "one per job and day"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let single = instance.job_ids().filter(|&job| instance.jobs[job].crews == 1);
        let days = single.flat_map(|job| days_of(timetable, job).into_iter().map(move |day| (job, day)));
        Audit::of_violations(days.filter(|(_, day)| day.visits.len() > 1).map(|(job, day)| {
            let text = LocalizedText::new(|lang| lang.broken_same_day(day.visits.len(), &instance.jobs[job].id));
            Violation::new(self.code(), text).by_job(job).on(day.date)
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
