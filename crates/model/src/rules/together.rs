//! `together`: jobs that take several crews at once.

use crate::i18n::Locale;
use crate::model::{Instance, JobId, Timetable};
use crate::rules::job_days::{JobDay, days_of};
use crate::rules::{About, Audit, Finding, JobTerms, KeptOut, Rule, Violation};

/// "Work for two crews needs both there on the same day, and starting about the same time."
pub struct Together;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "together",
    sentence: "Work for two crews needs both there on the same day, and starting about the same time.",
    formula: "days of a job for several crews with another number of distinct crews, or with starts further apart than \
             start_within; in today's schedule only days whose rows all state a start are held to start_within",
    unit: "one per job and day",
    name: Some(Locale::name_together),
    joint: true,
    remedy: Locale::remedy_together,
    why: Some(why),
    ..About::HARD
};

impl Rule for Together {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let joint = timetable.planned.iter().copied().filter(|&job| instance.jobs[job].crews > 1);
        let days = joint.flat_map(|job| days_of(timetable, job).into_iter().map(move |day| (job, day)));
        Audit::of_violations(days.filter_map(|(job, day)| {
            let finding = finding(instance, job, &day)?;
            Some(Violation::new(&ABOUT, finding).by_job(job).on(day.date))
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

/// Which crews never meet.
fn why(out: &KeptOut<'_>, locale: Locale) -> String {
    let crews = out.instance.jobs[out.job].crews;
    let apart = out.findings.iter().find_map(|violation| match violation.finding {
        Finding::StartsApart { most, .. } => Some(most),
        _ => None,
    });
    match apart {
        Some(most) => locale.never_within(&out.names(out.places.iter().map(|place| place.0), locale), most, crews),
        None => locale.never_together(crews),
    }
}

fn finding(instance: &Instance, job: JobId, day: &JobDay) -> Option<Finding> {
    let (work, crews, minutes) = (&instance.jobs[job], day.crews(), day.minutes_apart());
    if crews != work.crews {
        Some(Finding::NotTogether { job, crews })
    } else {
        let most = work.start_within.filter(|&most| day.stated && minutes > most)?;
        Some(Finding::StartsApart { job, minutes, most })
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
