//! `pinned`: visits that the planner fixed.

use crate::i18n::LocalizedText;
use crate::model::{Instance, Pin, Timetable, pin_holders};
use crate::rules::{Audit, Kind, Rule, Violation};

/// "What the planner has fixed stays."
pub struct Pinned;

impl Rule for Pinned {
    fn code(&self) -> &'static str {
        "pinned"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "What the planner has fixed stays."
    }

    fn formula(&self) -> &'static str {
        "pinned rows for which no visit of that job, crew and date is left, when as many rows as possible get one"
    }

    fn unit(&self) -> &'static str {
        "one per pinned row"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let holders = pin_holders(instance, timetable);
        let unkept = instance.pins.iter().zip(holders).filter(|(_, holder)| holder.is_none());
        Audit::of_violations(unkept.map(|(pin, _)| violation(instance, pin)))
    }

    fn pins<'a>(&self, instance: &'a Instance) -> &'a [Pin] {
        &instance.pins
    }
}

fn violation(instance: &Instance, pin: &Pin) -> Violation {
    let job = &instance.jobs[pin.job].id;
    let text = LocalizedText::new(|lang| match pin.start {
        Some(_) => lang.broken_begun(job),
        None => lang.broken_pin(job, pin.line),
    });
    Violation { job: Some(pin.job), crew: pin.crew, date: pin.date, ..Violation::new(Pinned.code(), text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn crew_and_date_are_kept() {
        let mut sketch = farm();
        sketch.pin(0, Some(0), Some(1));
        assert_eq!(broken(&Pinned, &sketch, &[(0, 1, &[0])]), 0);
        assert_eq!(broken(&Pinned, &sketch, &[(1, 1, &[0])]), 1);
        assert_eq!(broken(&Pinned, &sketch, &[]), 1);
        sketch.pin(0, None, Some(1));
        assert_eq!(broken(&Pinned, &sketch, &[(0, 1, &[0])]), 1, "two pins, one visit");
        sketch.parts.pins[1].start = Some(480);
        let held = Pinned.audit(&sketch.instance(), &Timetable::new(&sketch.instance(), &sketch.plan(&[(0, 1, &[0])])));
        assert!(held.violations[0].text.text(crate::i18n::Locale::En).contains("one that has begun"));
    }
}
