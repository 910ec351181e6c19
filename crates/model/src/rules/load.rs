//! `load`: what a vehicle carries.

use crate::i18n::Locale;
use crate::model::{Instance, Shift, Timetable, Tour};
use crate::rules::{About, Audit, Finding, LoneVisit, RouteTerms, Rule, Violation};
use crate::units::Decimal;

/// "The van carries only so much, and is loaded once a day."
pub struct Load;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "load",
    sentence: "The van carries only so much, and is loaded once a day.",
    formula: "shifts whose visits' loads add up to more than capacity",
    unit: "one per crew and day",
    name: Some(Locale::name_load),
    remedy: Locale::remedy_load,
    why: Some(|_, locale| locale.too_heavy()),
    fault: Some(|instance, job, crew, locale| match instance.crews[crew].capacity {
        Some(most) => locale.carries(most.to_f64(), instance.jobs[job].load.to_f64()),
        None => locale.cannot_carry(),
    }),
    ..About::HARD
};

impl Rule for Load {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let capacity = |tour: &Tour| instance.crews[tour.crew].capacity;
        let tours = timetable.tours.iter().filter_map(|tour| Some((tour, loaded(instance, tour), capacity(tour)?)));
        Audit::of_violations(
            tours
                .filter(|(_, load, capacity)| load > capacity)
                .map(|(tour, load, capacity)| Violation::of_tour(&ABOUT, tour, Finding::Overloaded { load, capacity })),
        )
    }

    fn alone(&self, instance: &Instance, visit: &LoneVisit<'_>) -> u32 {
        let load = instance.jobs[visit.job].load;
        u32::from(instance.crews[visit.shift.crew].capacity.is_some_and(|most| load > most))
    }

    fn route(&self, instance: &Instance, shift: &Shift, terms: &mut RouteTerms) {
        terms.capacity = instance.crews[shift.crew].capacity;
    }
}

fn loaded(instance: &Instance, tour: &Tour) -> Decimal {
    Decimal(tour.stops.iter().map(|stop| instance.jobs[stop.job].load.0).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn loads_add_up_exactly() {
        let mut sketch = farm();
        sketch.parts.jobs[0].load = Decimal(100_000);
        sketch.job("gutter", 30).load = Decimal(200_000);
        sketch.parts.crews[0].capacity = Some(Decimal(300_000));
        assert_eq!(broken(&Load, &sketch, &[(0, 0, &[0, 1])]), 0, "0.1 + 0.2 is 0.3");
        sketch.parts.crews[0].capacity = Some(Decimal(299_999));
        assert_eq!(broken(&Load, &sketch, &[(0, 0, &[0, 1])]), 1);
        assert_eq!(broken(&Load, &sketch, &[(0, 0, &[0]), (0, 1, &[1])]), 0);
    }
}
