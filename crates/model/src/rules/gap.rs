//! `gap`: how long a job may rest between visits.

use crate::i18n::LocalizedText;
use crate::model::{Instance, JobId, Timetable};
use crate::rules::job_days::days_of;
use crate::rules::{Audit, JobTerms, Kind, Rule, Violation};

/// "Once started, a job goes on within so many working days."
pub struct Gap;

impl Rule for Gap {
    fn code(&self) -> &'static str {
        "gap"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "Once started, a job goes on within so many working days."
    }

    fn formula(&self) -> &'static str {
        "pairs of successive days of a job with more working dates from one to the next than max_gap_days"
    }

    fn unit(&self) -> &'static str {
        "one per pair of days"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let bounded = instance.job_ids().filter_map(|job| Some((job, instance.jobs[job].max_gap_days?)));
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
            let (id, since) = (&instance.jobs[job].id, first.date);
            let text = LocalizedText::new(|lang| lang.broken_gap(id, gap, &lang.day(since), most));
            Violation::new(Gap.code(), text).by_job(job).on(second.date)
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
