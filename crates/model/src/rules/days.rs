//! `days`: what a crew costs for going out.

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, Shift, Timetable};
use crate::rules::{About, Audit, Cost, PlanSize, PriceOwner, RouteTerms, Rule, WorstCost};
use crate::units::Money;

/// "A crew that stays at home costs nothing that day."
pub struct Days;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "days",
    sentence: "A crew that stays at home costs nothing that day.",
    formula: "sum over used shifts: cost_day",
    unit: "euros, by route",
    name: Some(Locale::name_days),
    short_name: Some(Locale::short_days),
    cash: true,
    attribution: Some(|visit, locale| {
        let crew = &visit.instance.crews[visit.tour.crew];
        locale.because_day(&crew.id, &locale.decimal(crew.cost_day))
    }),
    ..About::COST
};

impl Rule for Days {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_costs(timetable.tours.iter().map(|tour| Cost::of_tour(tour, price(instance, tour.crew))))
    }

    fn route(&self, instance: &Instance, shift: &Shift, terms: &mut RouteTerms) {
        terms.used += price(instance, shift.crew);
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        WorstCost::of_crews(CrewId::enumerate(&instance.crews).map(|(index, crew)| WorstCost {
            name: "cost_day",
            owner: PriceOwner::Crew(index),
            price: crew.cost_day,
            times: size.tours,
            per: None,
        }))
    }
}

/// What a used shift of the crew costs.
pub fn price(instance: &Instance, crew: CrewId) -> Money {
    Money::euros(instance.crews[crew].cost_day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn used_shifts_cost() {
        let mut sketch = farm();
        sketch.job("gutter", 30);
        sketch.parts.crews[0].cost_day = Decimal::whole(80);
        assert_eq!(cost(&Days, &sketch, &[(0, 0, &[0, 1])]), cents(8_000));
        assert_eq!(cost(&Days, &sketch, &[(0, 0, &[0]), (0, 6, &[1])]), cents(16_000));
    }
}
