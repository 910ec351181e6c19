//! `pinned`: visits that the planner fixed.

use crate::i18n::Locale;
use crate::model::{Instance, Pin, Timetable, pin_holders};
use crate::rules::{About, Audit, Finding, Rule, Violation};

/// "What the planner has fixed stays."
pub struct Pinned;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "pinned",
    sentence: "What the planner has fixed stays.",
    formula: "pinned rows for which no visit of that job, crew and date is left, when as many rows as possible get one",
    unit: "one per pinned row",
    name: Some(Locale::name_pinned),
    lack: true,
    remedy: Locale::remedy_calendar,
    fault: Some(|_, _, _, locale| locale.is_not_pinned()),
    ..About::HARD
};

impl Rule for Pinned {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let holders = pin_holders(instance, timetable);
        let unkept = instance.pins.iter().zip(holders).filter(|(_, holder)| holder.is_none());
        Audit::of_violations(unkept.map(|(pin, _)| violation(pin)))
    }

    fn pins<'a>(&self, instance: &'a Instance) -> &'a [Pin] {
        &instance.pins
    }
}

fn violation(pin: &Pin) -> Violation {
    let finding = match pin.start {
        Some(_) => Finding::BegunUnkept(pin.job),
        None => Finding::PinUnkept { job: pin.job, line: pin.line },
    };
    Violation { job: Some(pin.job), crew: pin.crew, date: pin.date, ..Violation::new(&ABOUT, finding) }
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
        assert!(held.violations[0].text(&sketch.instance(), Locale::En).contains("one that has begun"));
    }
}
