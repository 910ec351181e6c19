//! `km`: what the vehicles cost.

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, SETTINGS, Shift, Timetable};
use crate::rules::{About, Audit, Cost, LegMeasure, PlanSize, PriceOwner, RouteTerms, Rule, WorstCost};
use crate::units::Money;

/// "Every kilometre costs."
pub struct Km;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "km",
    sentence: "Every kilometre costs.",
    formula: "sum over routes: km x cost_km",
    unit: "euros, by route",
    name: Some(Locale::name_km),
    short_name: Some(Locale::short_km),
    cash: true,
    attribution: Some(|visit, locale| visit.way(locale)),
    ..About::COST
};

impl Rule for Km {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_costs(timetable.tours.iter().map(|tour| {
            let amount = price_per_metre(instance, tour.crew) * tour.metres;
            Cost::of_tour(tour, amount)
        }))
    }

    fn route(&self, instance: &Instance, shift: &Shift, terms: &mut RouteTerms) {
        terms.metre += price_per_metre(instance, shift.crew);
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let times = size.legs() * f64::from(size.longest.0.metres) / 1_000.0;
        WorstCost::of_crews(CrewId::enumerate(&instance.crews).map(|(index, crew)| {
            let price = crew.cost_km.unwrap_or(instance.settings.cost_km);
            let setting = (SETTINGS.cost_km.name, PriceOwner::Setting);
            let (name, owner) = crew.cost_km.map_or(setting, |_| ("cost_km", PriceOwner::Crew(index)));
            WorstCost { name, owner, price, times, per: Some(LegMeasure::Metres) }
        }))
    }
}

/// What a metre costs that a crew drives.
pub fn price_per_metre(instance: &Instance, crew: CrewId) -> Money {
    Money::per_metre(instance.crews[crew].cost_km.unwrap_or(instance.settings.cost_km))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn there_and_back() {
        let mut sketch = farm();
        assert_eq!(cost(&Km, &sketch, &[(0, 0, &[0])]), cents(1_200), "20 km at 0.60");
        sketch.parts.crews[0].cost_km = Some(Decimal::whole(1));
        assert_eq!(cost(&Km, &sketch, &[(0, 0, &[0]), (1, 1, &[0])]), cents(3_200));
    }
}
