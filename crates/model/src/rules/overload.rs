//! `overload`: work shared out unevenly.

use std::collections::BTreeMap;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, SETTINGS, Timetable};
use crate::rules::{About, Audit, Cost, PlacedVisit, PlanSize, Rule, WeekTerms, WorstCost};
use crate::units::{Decimal, Money};

/// "The week's work is shared out fairly: nobody carries much more than their part."
pub struct Overload;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "overload",
    sentence: "The week's work is shared out fairly: nobody carries much more than their part.",
    formula: "sum over crews and ISO weeks: overload x max(0, h - f x a)^2 with h = service hours, a = available \
             hours, f = service hours asked / hours available, at most 1",
    unit: "euros, by crew",
    name: Some(Locale::name_overload),
    short_name: Some(Locale::short_overload),
    attribution: Some(above_share),
    ..About::COST
};

impl Rule for Overload {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let mut served = BTreeMap::new();
        for tour in &timetable.tours {
            *served.entry((tour.crew, tour.week)).or_insert(0) += i64::from(tour.service);
        }
        let share = instance.fair_share();
        Audit::of_costs(served.into_iter().map(|((crew, week), service)| {
            let available = i64::from(instance.available_minutes(crew, Some(week)));
            Cost::of_crew(crew, cost_of(instance.settings.overload, share, service, available))
        }))
    }

    fn week(&self, instance: &Instance, crew: CrewId, week: usize, terms: &mut WeekTerms) {
        let (price, share) = (instance.settings.overload, instance.fair_share());
        let available = i64::from(instance.available_minutes(crew, Some(instance.weeks[week])));
        terms.service.push(Box::new(move |service| cost_of(price, share, i64::from(service), available)));
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let times = size.week * size.service();
        vec![WorstCost::of_setting(SETTINGS.overload.name, instance.settings.overload, times)]
    }
}

/// What `service` minutes of one crew in one week cost where it has `available` minutes and everybody's fair `share`
/// (a fraction, see [`Instance::fair_share`]) is known; the exact square is rounded once.
pub fn cost_of(price: Decimal, share: (i64, i64), service: i64, available: i64) -> Money {
    let (asked, of) = (i128::from(share.0), i128::from(share.1));
    let above = (i128::from(service) * of - asked * i128::from(available)).max(0);
    Money::fraction(price, above * above, 3_600 * of * of)
}

/// What the crew works in the week of a visit, and what its share would be.
fn above_share(visit: &PlacedVisit<'_>, locale: Locale) -> String {
    let (instance, crew, week) = (visit.instance, visit.tour.crew, visit.tour.week);
    let tours = visit.timetable.tours.iter().filter(|tour| tour.crew == crew && tour.week == week);
    let service: i32 = tours.map(|tour| tour.service).sum();
    let (asked, available) = instance.fair_share();
    let hours = f64::from(instance.available_minutes(crew, Some(week))) / 60.0;
    let [own, share] = [f64::from(service) / 60.0, hours * asked as f64 / available as f64];
    locale.because_overload(&instance.crews[crew].id, &locale.number(own, 1), &locale.number(share, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn the_square_of_hours_above_the_share() {
        let mut sketch = farm();
        sketch.parts.jobs[0].visits = 5;
        sketch.parts.jobs[0].duration = 240;
        let all: Vec<(usize, i64, &[usize])> = (0..5).map(|day| (0, day, &[0][..])).collect();
        // 20 hours asked of 2 x 40: a quarter; ada does 20 h, her share is 10 h
        assert_eq!(cost(&Overload, &sketch, &all), cents(20_000));
        assert_eq!(cost(&Overload, &sketch, &all[..2]), cents(0), "8 h are within the share");
    }

    #[test]
    fn other_weeks_have_no_hours() {
        let sketch = farm();
        assert_eq!(cost(&Overload, &sketch, &[(0, 7, &[0])]), cents(200), "one hour, nothing available");
    }
}
