//! `crew-choice`: which crews a customer wants or doesn't want.

use chrono::NaiveDate;

use crate::cost::{Audit, Kind, Rule, Violation};
use crate::model::{CrewId, Instance, JobId, Timetable};

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
        let stops = timetable.stops().filter(|(tour, stop)| broken_by(instance, stop.job, tour.crew, tour.date));
        Audit::of_violations(stops.map(|(tour, stop)| {
            let text = describe(instance, stop.job, tour.crew, tour.date);
            Violation::of_visit(self.code(), tour, stop, text)
        }))
    }
}

/// Whether a visit of the job by the crew on that date breaks the rule.
pub fn broken_by(instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> bool {
    instance.crew_faults(crew, job, Some(date)).contains(&CrewChoice.code())
}

fn describe(instance: &Instance, job: JobId, crew: CrewId, _date: NaiveDate) -> String {
    let named = instance.jobs[job].not_crews.contains(&crew);
    let column = if named { "in its not_crews" } else { "not in its only_crews" };
    format!("{} is not for {}: the crew is {column}", instance.jobs[job].id, instance.crews[crew].id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn both_lists_count() {
        let mut sketch = farm();
        sketch.parts.jobs[0].only_crews = vec![1];
        assert_eq!(broken(&CrewChoice, &sketch, &[(0, 0, &[0])]), 1);
        assert_eq!(broken(&CrewChoice, &sketch, &[(1, 0, &[0])]), 0);
        sketch.parts.jobs[0].not_crews = vec![1];
        assert_eq!(broken(&CrewChoice, &sketch, &[(1, 0, &[0])]), 1);
    }
}
