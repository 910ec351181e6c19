//! `shift`: the hours of a crew's day.

use crate::i18n::LocalizedText;
use crate::model::{Instance, Timetable, Tour, hhmm};
use crate::rules::{Audit, Kind, RouteTerms, Rule, Violation};

/// "Nobody leaves before the day begins or comes back after it ends, but for the overtime agreed."
pub struct Shift;

impl Rule for Shift {
    fn code(&self) -> &'static str {
        "shift"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "Nobody leaves before the day begins or comes back after it ends, but for the overtime agreed."
    }

    fn formula(&self) -> &'static str {
        "shifts that leave the base before start, or return after end + overtime, the break not counted"
    }

    fn unit(&self) -> &'static str {
        "one per crew and day"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let faults =
            timetable.tours.iter().filter_map(|tour| Some((tour, fault(&instance.crews[tour.crew].id, tour)?)));
        Audit::of_violations(faults.map(|(tour, fault)| Violation::of_tour(self.code(), tour, fault)))
    }

    fn route(&self, _instance: &Instance, shift: &crate::model::Shift, terms: &mut RouteTerms) {
        terms.overtime = Some(shift.overtime);
    }
}

fn fault(crew: &str, tour: &Tour) -> Option<LocalizedText> {
    if tour.leave < tour.start {
        Some(LocalizedText::new(|lang| lang.broken_leaves(crew, &hhmm(tour.leave), &hhmm(tour.start))))
    } else if tour.overtime > tour.overtime_limit {
        let (back, end, most) = (hhmm(tour.back), hhmm(tour.end), tour.overtime_limit);
        Some(LocalizedText::new(|lang| lang.broken_back(crew, &back, tour.overtime, &end, most)))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn overtime_has_a_limit() {
        let mut sketch = farm();
        sketch.parts.jobs[0].duration = 480;
        assert_eq!(broken(&Shift, &sketch, &[(0, 0, &[0])]), 1, "10 + 480 + 10 minutes, 480 there");
        sketch.parts.crews[0].overtime = 20;
        assert_eq!(broken(&Shift, &sketch, &[(0, 0, &[0])]), 0);
        assert_eq!(broken(&Shift, &sketch, &[(0, 5, &[0])]), 1, "no overtime on a day off");
    }

    #[test]
    fn a_crew_may_not_leave_early() {
        let sketch = farm();
        let mut plan = sketch.plan(&[(0, 0, &[0])]);
        plan.routes[0].leave = Some(479);
        let instance = sketch.instance();
        assert_eq!(Shift.audit(&instance, &Timetable::new(&instance, &plan)).violations.len(), 1);
    }
}
