//! `window`: when a visit may start.

use crate::i18n::LocalizedText;
use crate::model::{Instance, JobId, Stop, Timetable, hhmm};
use crate::rules::{Audit, JobTerms, Kind, Rule, Violation};

/// "Work starts while the site is open, and never in the break."
pub struct Window;

impl Rule for Window {
    fn code(&self) -> &'static str {
        "window"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "Work starts while the site is open, and never in the break."
    }

    fn formula(&self) -> &'static str {
        "visits that start before open, after close, or at a minute of the break"
    }

    fn unit(&self) -> &'static str {
        "one per visit"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let faults = timetable.stops().filter_map(|(tour, stop)| Some((tour, stop, fault(instance, stop)?)));
        Audit::of_violations(faults.map(|(tour, stop, text)| Violation::of_visit(self.code(), tour, stop, text)))
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        terms.open = instance.jobs[job].open;
        terms.close = instance.jobs[job].close;
    }
}

/// Where the start of a visit lies that breaks the rule.
fn fault(instance: &Instance, stop: &Stop) -> Option<LocalizedText> {
    let job = &instance.jobs[stop.job];
    let (id, start) = (&job.id, hhmm(stop.start));
    if let Some(open) = job.open.filter(|&open| stop.start < open) {
        Some(LocalizedText::new(|lang| lang.broken_opens(id, &start, &hhmm(open))))
    } else if let Some(close) = job.close.filter(|&close| stop.start > close) {
        Some(LocalizedText::new(|lang| lang.broken_closes(id, &start, &hhmm(close))))
    } else {
        let in_break = instance.settings.clock.in_break(stop.start);
        in_break.then(|| LocalizedText::new(|lang| lang.broken_in_break(id, &start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn starting(start: i32) -> usize {
        let mut sketch = farm();
        sketch.parts.jobs[0].open = Some(9 * 60);
        sketch.parts.jobs[0].close = Some(14 * 60);
        let mut plan = sketch.plan(&[(0, 0, &[0])]);
        plan.routes[0].visits[0].start = crate::model::Start::At(start);
        let instance = sketch.instance();
        Window.audit(&instance, &Timetable::new(&instance, &plan)).violations.len()
    }

    #[test]
    fn open_close_and_break_count() {
        assert_eq!([539, 540, 720, 779, 780, 840, 841].map(starting), [1, 0, 1, 1, 0, 0, 1]);
    }
}
