//! `crew-choice`: which crews a customer wants or doesn't want.

use crate::i18n::LocalizedText;
use crate::model::{CrewId, Instance, JobId, Shift, Timetable};
use crate::rules::{Audit, Kind, Pairing, Rule, Violation};

/// "Some jobs are for certain crews only, and some are not for others."
pub struct CrewChoice;

impl Rule for CrewChoice {
    fn code(&self) -> &'static str {
        "crew-choice"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "Some jobs are for certain crews only, and some are not for others."
    }

    fn formula(&self) -> &'static str {
        "visits by a crew that only_crews leaves out or not_crews names"
    }

    fn unit(&self) -> &'static str {
        "one per visit"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let stops = timetable.stops().filter(|(tour, stop)| broken_by(instance, stop.job, tour.crew));
        Audit::of_violations(stops.map(|(tour, stop)| {
            let text = describe(instance, stop.job, tour.crew);
            Violation::of_visit(self.code(), tour, stop, text)
        }))
    }

    fn pairing(&self, instance: &Instance, job: JobId, shift: &Shift) -> Pairing {
        Pairing::never_if(broken_by(instance, job, shift.crew))
    }
}

/// Whether any visit of the job by the crew breaks the rule.
pub fn broken_by(instance: &Instance, job: JobId, crew: CrewId) -> bool {
    instance.is_not_chosen(crew, job)
}

fn describe(instance: &Instance, job: JobId, crew: CrewId) -> LocalizedText {
    let refused = instance.jobs[job].not_crews.contains(&crew);
    let (work, own) = (&instance.jobs[job].id, &instance.crews[crew].id);
    LocalizedText::new(|lang| if refused { lang.broken_refused(work, own) } else { lang.broken_not_named(work, own) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn both_lists_count() {
        let mut sketch = farm();
        sketch.parts.jobs[0].only_crews = vec![CrewId::new(1)];
        assert_eq!(broken(&CrewChoice, &sketch, &[(0, 0, &[0])]), 1);
        assert_eq!(broken(&CrewChoice, &sketch, &[(1, 0, &[0])]), 0);
        sketch.parts.jobs[0].not_crews = vec![CrewId::new(1)];
        assert_eq!(broken(&CrewChoice, &sketch, &[(1, 0, &[0])]), 1);
    }
}
