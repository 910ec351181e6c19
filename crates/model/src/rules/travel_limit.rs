//! `travel-limit`: how far a crew is sent.

use crate::i18n::LocalizedText;
use crate::model::{CrewId, Instance, JobId, Shift, Timetable};
use crate::rules::{Audit, Kind, Pairing, Rule, Violation};

/// "Some crews are not sent further than so many minutes from their base."
pub struct TravelLimit;

impl Rule for TravelLimit {
    fn code(&self) -> &'static str {
        "travel-limit"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "Some crews are not sent further than so many minutes from their base."
    }

    fn formula(&self) -> &'static str {
        "visits whose drive base to site takes more minutes one way than max_travel"
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
    instance.is_too_far(crew, job)
}

fn describe(instance: &Instance, job: JobId, crew: CrewId) -> LocalizedText {
    let (minutes, most) = (instance.one_way(crew, job).minutes, instance.crews[crew].max_travel.unwrap_or(0));
    let (work, own) = (&instance.jobs[job].id, &instance.crews[crew].id);
    LocalizedText::new(|lang| lang.broken_far(work, minutes, own, most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn the_way_from_the_base_counts() {
        let mut sketch = farm();
        sketch.parts.crews[0].max_travel = Some(9);
        assert_eq!(broken(&TravelLimit, &sketch, &[(0, 0, &[0])]), 1);
        sketch.parts.crews[0].max_travel = Some(10);
        assert_eq!(broken(&TravelLimit, &sketch, &[(0, 0, &[0])]), 0);
    }
}
