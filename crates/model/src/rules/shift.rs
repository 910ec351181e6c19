//! `shift`: the hours of a crew's day.

use crate::i18n::Locale;
use crate::model::{Instance, Shift, Timetable, Tour};
use crate::rules::{About, Audit, Finding, KeptOut, LoneVisit, RouteTerms, Rule, Violation};

/// "Nobody leaves before the day begins or comes back after it ends, but for the overtime agreed."
pub struct ShiftRule;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "shift",
    sentence: "Nobody leaves before the day begins or comes back after it ends, but for the overtime agreed.",
    formula: "shifts that leave the base before start, or return after end + overtime, the break not counted",
    unit: "one per crew and day",
    name: Some(Locale::name_shift),
    remedy: Locale::remedy_shift,
    why: Some(why),
    fault: Some(|_, _, _, locale| locale.is_back_late()),
    shortfall: Some(|finding, locale| match *finding {
        Finding::BackLate { overtime, most, .. } => Some(locale.is_back_late_by(overtime - most)),
        _ => None,
    }),
    ..About::HARD
};

impl Rule for ShiftRule {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, _instance: &Instance, timetable: &Timetable) -> Audit {
        let broken = timetable.tours.iter().filter_map(|tour| Some(Violation::of_tour(&ABOUT, tour, finding(tour)?)));
        Audit::of_violations(broken)
    }

    fn alone(&self, instance: &Instance, visit: &LoneVisit<'_>) -> u32 {
        let end = instance.settings.clock.working(visit.shift.end);
        u32::from(visit.back - end > visit.shift.overtime)
    }

    fn route(&self, _instance: &Instance, shift: &Shift, terms: &mut RouteTerms) {
        terms.overtime = Some(shift.overtime);
    }
}

/// Whether it is the road or the work that is too long for a shift of the crew that comes nearest to it.
fn why(out: &KeptOut<'_>, locale: Locale) -> String {
    let instance = out.instance;
    let Some(&(crew, date)) = out.places.first() else { return locale.too_long_for_a_shift() };
    let (start, end, overtime) = instance.shift_hours(crew, date);
    let (there, base) = (instance.place(out.job), instance.crews[crew].base);
    let travel = instance.travel_of(crew);
    let road = travel.leg(base, there).minutes + travel.leg(there, base).minutes;
    let shift = instance.settings.clock.between(start, end) + overtime;
    if road > shift {
        locale.too_far_for_a_shift(&instance.crews[crew].id, road, &instance.sites[instance.jobs[out.job].site].id)
    } else if road + instance.jobs[out.job].duration > shift {
        locale.too_long_for_a_shift()
    } else {
        locale.too_late_for_a_shift()
    }
}

fn finding(tour: &Tour) -> Option<Finding> {
    let &Tour { crew, leave, start, back, end, overtime, overtime_limit: most, .. } = tour;
    if leave < start {
        Some(Finding::LeavesEarly { crew, leave, start })
    } else {
        (overtime > most).then_some(Finding::BackLate { crew, back, end, overtime, most })
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
        assert_eq!(broken(&ShiftRule, &sketch, &[(0, 0, &[0])]), 1, "10 + 480 + 10 minutes, 480 there");
        sketch.parts.crews[0].overtime = 20;
        assert_eq!(broken(&ShiftRule, &sketch, &[(0, 0, &[0])]), 0);
        assert_eq!(broken(&ShiftRule, &sketch, &[(0, 5, &[0])]), 1, "no overtime on a day off");
    }

    #[test]
    fn a_crew_may_not_leave_early() {
        let sketch = farm();
        let mut plan = sketch.plan(&[(0, 0, &[0])]);
        plan.routes[0].leave = Some(479);
        let instance = sketch.instance();
        assert_eq!(ShiftRule.audit(&instance, &Timetable::new(&instance, &plan)).violations.len(), 1);
    }
}
