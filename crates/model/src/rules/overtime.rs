//! `overtime`: the time past the end of a shift.

use crate::i18n::Locale;
use crate::model::{Instance, SETTINGS, Shift, Timetable, hhmm};
use crate::rules::{About, Audit, Cost, PlanSize, RouteTerms, Rule, WorstCost};
use crate::units::Money;

/// "Overtime is paid on top."
pub struct Overtime;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "overtime",
    sentence: "Overtime is paid on top.",
    formula: "sum over routes: overtime hours x overtime_hour x people present",
    unit: "euros, by route",
    name: Some(Locale::name_overtime),
    short_name: Some(Locale::short_overtime),
    cash: true,
    attribution: Some(|visit, locale| {
        let (crew, tour) = (&visit.instance.crews[visit.tour.crew], visit.tour);
        locale.because_overtime(&crew.id, &hhmm(tour.back), &hhmm(tour.end))
    }),
    ..About::COST
};

impl Rule for Overtime {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_costs(timetable.tours.iter().map(|tour| {
            let amount = price_per_minute(instance, tour.people) * i64::from(tour.overtime);
            Cost::of_tour(tour, amount)
        }))
    }

    fn route(&self, instance: &Instance, shift: &Shift, terms: &mut RouteTerms) {
        terms.overtime_minute += price_per_minute(instance, shift.people);
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let people = instance.crews.iter().map(|crew| crew.people(None)).max().unwrap_or(0).max(1);
        let hours = size.service() + size.legs() * f64::from(size.slowest.0.minutes) / 60.0 + 24.0 * size.tours;
        let (price, times) = (instance.settings.cost_overtime_hour, f64::from(people) * hours);
        vec![WorstCost::of_setting(SETTINGS.cost_overtime_hour.name, price, times)]
    }
}

/// What a minute past the end of a shift costs with so many people present.
pub fn price_per_minute(instance: &Instance, people: u32) -> Money {
    Money::per_minute(instance.settings.cost_overtime_hour) * i64::from(people)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn minutes_past_the_end() {
        let mut sketch = farm();
        sketch.parts.jobs[0].duration = 520;
        sketch.parts.crews[0].members = 2;
        assert_eq!(cost(&Overtime, &sketch, &[(0, 0, &[0])]), cents(2_500), "60 min x 2 people at 12.50");
        sketch.parts.jobs[0].duration = 460;
        assert_eq!(cost(&Overtime, &sketch, &[(0, 0, &[0])]), cents(0));
    }
}
