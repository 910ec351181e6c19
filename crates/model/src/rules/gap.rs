//! `gap`: how long a job may rest between visits.

use crate::i18n::Locale;
use crate::model::{Instance, JobId, Timetable};
use crate::rules::job_days::days_of;
use crate::rules::{About, Audit, Finding, JobTerms, Rule, Violation};

/// "Once started, a job goes on within so many working days."
pub struct Gap;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "gap",
    sentence: "Once started, a job goes on within so many working days.",
    formula: "pairs of successive days of a job with more working dates from one to the next than max_gap_days",
    unit: "one per pair of days",
    name: Some(Locale::name_gap),
    remedy: Locale::remedy_gap,
    why: Some(|out, locale| locale.no_date_near(out.instance.jobs[out.job].max_gap_days.unwrap_or(0))),
    ..About::HARD
};

impl Rule for Gap {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let bounded = timetable.planned.iter().copied().filter_map(|job| Some((job, instance.jobs[job].max_gap_days?)));
        Audit::of_violations(bounded.flat_map(|(job, most)| too_far_apart(instance, timetable, job, most)))
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        terms.gap = instance.jobs[job].max_gap_days;
    }
}

fn too_far_apart(instance: &Instance, timetable: &Timetable, job: JobId, most: u32) -> Vec<Violation> {
    let days = days_of(timetable, job);
    let gaps = days.windows(2).map(|pair| (&pair[0], &pair[1], instance.gap_between(pair[0].date, pair[1].date)));
    gaps.filter(|&(_, _, gap)| gap > most)
        .map(|(first, second, gap)| {
            let finding = Finding::GapTooLong { job, gap, since: first.date, most };
            Violation::new(&ABOUT, finding).by_job(job).on(second.date)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn working_days_count() {
        let mut sketch = farm();
        sketch.parts.settings.days = 12;
        sketch.parts.jobs[0].visits = 3;
        sketch.parts.jobs[0].max_gap_days = Some(1);
        assert_eq!(broken(&Gap, &sketch, &[(0, 3, &[0]), (0, 4, &[0]), (0, 7, &[0])]), 0, "the weekend doesn't count");
        assert_eq!(broken(&Gap, &sketch, &[(0, 1, &[0]), (0, 3, &[0]), (1, 8, &[0])]), 2);
    }
}
