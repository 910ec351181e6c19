//! `crew-size`: how many people a job takes.

use chrono::NaiveDate;

use crate::i18n::LocalizedText;
use crate::model::{CrewId, Instance, JobId, Shift, Timetable};
use crate::rules::{Audit, Kind, Pairing, Rule, Violation};

/// "Some work takes several people."
pub struct CrewSize;

impl Rule for CrewSize {
    fn code(&self) -> &'static str {
        "crew-size"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "Some work takes several people."
    }

    fn formula(&self) -> &'static str {
        "visits with fewer people present than min_members"
    }

    fn unit(&self) -> &'static str {
        "one per visit"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let stops = timetable.stops().filter(|(tour, stop)| broken_by(instance, stop.job, tour.crew, tour.date));
        Audit::of_violations(stops.map(|(tour, stop)| {
            let text = describe(instance, stop.job, tour.crew, tour.date);
            Violation::of_visit(self.code(), tour, stop, text)
        }))
    }

    fn pairing(&self, instance: &Instance, job: JobId, shift: &Shift) -> Pairing {
        Pairing::never_if(broken_by(instance, job, shift.crew, shift.date))
    }
}

/// Whether a visit of the job by the crew on that date breaks the rule.
pub fn broken_by(instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> bool {
    instance.is_too_small(crew, job, Some(date))
}

fn describe(instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> LocalizedText {
    let (work, own) = (&instance.jobs[job], &instance.crews[crew]);
    let (least, present) = (work.min_members, own.people(Some(date)));
    LocalizedText::new(|lang| lang.broken_size(&work.id, least, &own.id, present))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_crew_of_one_is_too_small_for_two() {
        let mut sketch = farm();
        sketch.parts.jobs[0].min_members = 2;
        assert_eq!(broken(&CrewSize, &sketch, &[(0, 0, &[0])]), 1);
        sketch.parts.crews[0].members = 2;
        assert_eq!(broken(&CrewSize, &sketch, &[(0, 0, &[0])]), 0);
    }
}
