//! `travel`: the time of the people on the road.

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, SETTINGS, Shift, Timetable};
use crate::rules::{About, Audit, Cost, LegMeasure, PlanSize, PriceOwner, RouteTerms, Rule, WorstCost};
use crate::units::Money;

/// "People on the road are paid but build nothing."
pub struct Travel;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "travel",
    sentence: "People on the road are paid but build nothing.",
    formula: "sum over routes: travel hours x cost_hour",
    unit: "euros, by route",
    name: Some(Locale::name_travel),
    short_name: Some(Locale::short_travel),
    cash: true,
    attribution: Some(|visit, locale| visit.way(locale)),
    ..About::COST
};

impl Rule for Travel {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_costs(timetable.tours.iter().map(|tour| {
            let amount = price_per_minute(instance, tour.crew, tour.people) * i64::from(tour.travel);
            Cost::of_tour(tour, amount)
        }))
    }

    fn route(&self, instance: &Instance, shift: &Shift, terms: &mut RouteTerms) {
        terms.minute += price_per_minute(instance, shift.crew, shift.people);
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let hours = size.legs() * f64::from(size.slowest.0.minutes) / 60.0;
        WorstCost::of_crews(CrewId::enumerate(&instance.crews).map(|(index, crew)| {
            let people = f64::from(crew.people(None));
            let (setting, price) = (SETTINGS.cost_hour.name, instance.settings.cost_hour);
            let of_people = (setting, PriceOwner::Setting, price, hours.max(1.0) * people);
            let own = crew.cost_hour.map(|price| ("cost_hour", PriceOwner::Crew(index), price, hours));
            let (name, owner, price, times) = own.unwrap_or(of_people);
            WorstCost { name, owner, price, times, per: Some(LegMeasure::Minutes) }
        }))
    }
}

/// What a minute costs that a crew spends on the road with so many people present.
pub fn price_per_minute(instance: &Instance, crew: CrewId, people: u32) -> Money {
    let of_people = || Money::per_minute(instance.settings.cost_hour) * i64::from(people);
    instance.crews[crew].cost_hour.map_or_else(of_people, Money::per_minute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn everybody_present_is_paid() {
        let mut sketch = farm();
        sketch.parts.crews[0].members = 3;
        assert_eq!(cost(&Travel, &sketch, &[(0, 0, &[0])]), cents(2_500), "20 min x 3 people at 25.00 an hour");
        sketch.parts.crews[0].cost_hour = Some(Decimal::whole(30));
        assert_eq!(cost(&Travel, &sketch, &[(0, 0, &[0])]), cents(1_000), "a price of the whole crew");
    }
}
