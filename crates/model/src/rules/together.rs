//! `together`: jobs that take several crews at once.

use crate::i18n::LocalizedText;
use crate::model::{Instance, Job, JobId, Timetable};
use crate::rules::job_days::{JobDay, days_of};
use crate::rules::{Audit, JobTerms, Kind, Rule, Violation};

/// "Work for two crews needs both there on the same day, and starting about the same time."
pub struct Together;

impl Rule for Together {
    fn code(&self) -> &'static str {
        "together"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "Work for two crews needs both there on the same day, and starting about the same time."
    }

    fn formula(&self) -> &'static str {
        "days of a job for several crews with another number of distinct crews, or with starts further apart than \
         start_within; in today's schedule only days whose rows all state a start are held to start_within"
    }

    fn unit(&self) -> &'static str {
        "one per job and day"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let joint = instance.job_ids().filter(|&job| instance.jobs[job].crews > 1);
        let days = joint.flat_map(|job| days_of(timetable, job).into_iter().map(move |day| (job, day)));
        Audit::of_violations(days.filter_map(|(job, day)| {
            let text = fault(&instance.jobs[job], &day)?;
            Some(Violation::new(self.code(), text).by_job(job).on(day.date))
        }))
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        let work = &instance.jobs[job];
        if work.crews > 1 {
            terms.together = Some(work.crews);
            terms.start_within = work.start_within;
        }
    }
}

fn fault(job: &Job, day: &JobDay) -> Option<LocalizedText> {
    let (there, apart) = (day.crews(), day.minutes_apart());
    if there != job.crews {
        Some(LocalizedText::new(|lang| lang.broken_together(there, &job.id, job.crews)))
    } else {
        let most = job.start_within.filter(|&most| day.stated && apart > most)?;
        Some(LocalizedText::new(|lang| lang.broken_apart(&job.id, apart, most)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Start;
    use crate::rules::testing::*;

    #[test]
    fn both_crews_must_come() {
        let mut sketch = farm();
        sketch.parts.jobs[0].crews = 2;
        assert_eq!(broken(&Together, &sketch, &[(0, 0, &[0]), (1, 0, &[0])]), 0);
        assert_eq!(broken(&Together, &sketch, &[(0, 0, &[0]), (1, 1, &[0])]), 2);
        assert_eq!(broken(&Together, &sketch, &[(0, 0, &[0, 0])]), 1, "one crew twice is one crew");
    }

    #[test]
    fn and_start_about_the_same_time() {
        let mut sketch = farm();
        sketch.parts.jobs[0].crews = 2;
        sketch.job("gutter", 30);
        sketch.parts.jobs[0].start_within = Some(29);
        assert_eq!(broken(&Together, &sketch, &[(0, 0, &[0]), (1, 0, &[1, 0])]), 1);
        sketch.parts.jobs[0].start_within = Some(30);
        assert_eq!(broken(&Together, &sketch, &[(0, 0, &[0]), (1, 0, &[1, 0])]), 0);
    }

    #[test]
    fn a_row_of_today_without_a_start_is_not_held_to_the_minutes() {
        let mut sketch = farm();
        sketch.parts.jobs[0].crews = 2;
        sketch.parts.jobs[0].start_within = Some(29);
        let broken = |starts: [Start; 2]| {
            let mut plan = sketch.plan(&[(0, 0, &[0]), (1, 0, &[0])]);
            plan.routes.iter_mut().zip(starts).for_each(|(route, start)| route.visits[0].start = start);
            let instance = sketch.instance();
            Together.audit(&instance, &Timetable::new(&instance, &plan)).violations.len()
        };
        let late = Start::NotBefore(900);
        assert_eq!(broken([Start::NotBefore(480), late]), 1);
        assert_eq!(broken([Start::Unstated, late]), 0);
        assert_eq!(broken([Start::Earliest, late]), 1, "a written plan is held to them in any case");
    }
}
