//! `sequence`: one visit after another.

use crate::i18n::Locale;
use crate::model::{Instance, Timetable};
use crate::rules::{About, Audit, Finding, Rule, Violation};

/// "Nobody starts work before they can be there."
pub struct Sequence;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "sequence",
    sentence: "Nobody starts work before they can be there.",
    formula: "visits that start before their crew can have arrived",
    unit: "one per visit",
    name: Some(Locale::name_sequence),
    ..About::HARD
};

impl Rule for Sequence {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, _instance: &Instance, timetable: &Timetable) -> Audit {
        let stops = timetable.stops().filter(|(_, stop)| stop.start < stop.arrive);
        Audit::of_violations(stops.map(|(tour, stop)| {
            let finding = Finding::NotThereYet { job: stop.job, start: stop.start, arrive: stop.arrive };
            Violation::of_visit(&ABOUT, tour, stop, finding)
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
