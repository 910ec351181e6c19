//! `sequence`: one visit after another.

use crate::i18n::LocalizedText;
use crate::model::{Instance, Timetable, hhmm};
use crate::rules::{Audit, Kind, Rule, Violation};

/// "Nobody starts work before they can be there."
pub struct Sequence;

impl Rule for Sequence {
    fn code(&self) -> &'static str {
        "sequence"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "Nobody starts work before they can be there."
    }

    fn formula(&self) -> &'static str {
        "visits that start before their crew can have arrived"
    }

    fn unit(&self) -> &'static str {
        "one per visit"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let stops = timetable.stops().filter(|(_, stop)| stop.start < stop.arrive);
        Audit::of_violations(stops.map(|(tour, stop)| {
            let (job, start, arrive) = (&instance.jobs[stop.job].id, hhmm(stop.start), hhmm(stop.arrive));
            let text = LocalizedText::new(|lang| lang.broken_start(job, &start, &arrive));
            Violation::of_visit(self.code(), tour, stop, text)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn the_drive_takes_its_time() {
        let sketch = farm();
        let instance = sketch.instance();
        let starting = |start| {
            let mut plan = sketch.plan(&[(0, 0, &[0])]);
            plan.routes[0].visits[0].start = crate::model::Start::At(start);
            Sequence.audit(&instance, &Timetable::new(&instance, &plan)).violations.len()
        };
        assert_eq!([starting(489), starting(490)], [1, 0]);
    }
}
