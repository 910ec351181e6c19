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
    formula: "sum over crews and ISO weeks: overload x max(0, h - f x a + d)^2 with h = service hours, a = \
             available hours, f = service hours asked / hours available, at most 1, d = history x hours \
             carried before, in the first week with hours",
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
        for (index, crew) in CrewId::enumerate(&instance.crews).filter(|(_, crew)| crew.carried > 0) {
            let weeks = instance.weeks.iter().filter(|&&week| instance.carried(index, week) == crew.carried);
            weeks.for_each(|&week| _ = served.entry((index, week)).or_insert(0));
        }
        Audit::of_costs(served.into_iter().map(|((crew, week), service)| {
            let share = FairShare::of(instance, crew, week);
            Cost::of_crew(crew, share.cost(instance.settings.overload, service))
        }))
    }

    fn week(&self, instance: &Instance, crew: CrewId, week: usize, terms: &mut WeekTerms) {
        let (price, share) = (instance.settings.overload, FairShare::of(instance, crew, instance.weeks[week]));
        terms.service.push(Box::new(move |service| share.cost(price, i64::from(service))));
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let carried =
            || instance.crews.iter().map(|crew| instance.settings.history.to_f64() * crew.carried.max(0) as f64 / 60.0);
        let (most, all) = (carried().fold(0.0, f64::max), carried().sum::<f64>());
        let times = (size.week + most) * (size.service() + all);
        vec![WorstCost::of_setting(SETTINGS.overload.name, instance.settings.overload, times)]
    }
}

/// Minutes of service that are a crew's fair part of a week, less what it carried before: an exact fraction, which may be
/// below 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FairShare {
    numerator: i128,
    denominator: i128,
}

impl FairShare {
    fn of(instance: &Instance, crew: CrewId, week: (i32, u32)) -> Self {
        let (asked, all) = instance.fair_share();
        let available = instance.available_minutes(crew, Some(week));
        let share = (i128::from(asked) * i128::from(available), i128::from(all));
        let carried = i128::from(instance.settings.history.0) * i128::from(instance.carried(crew, week));
        if carried == 0 {
            return Self { numerator: share.0, denominator: share.1 };
        }
        let one = i128::from(Decimal::ONE);
        let (numerator, denominator) = (share.0 * one - carried * share.1, share.1 * one);
        let common = greatest_common_divisor(numerator.abs(), denominator);
        Self { numerator: numerator / common, denominator: denominator / common }
    }

    /// What so many minutes of service cost. The exact square is rounded once; a fraction of which the square could not be
    /// counted loses its last bits first.
    fn cost(&self, price: Decimal, service: i64) -> Money {
        let above = (i128::from(service) * self.denominator - self.numerator).max(0);
        let factor = i128::from(price.0) * i128::from(Money::PER_MICRO);
        let bits = |number: i128| i128::BITS - number.leading_zeros();
        let spare = bits(above).saturating_sub((125 - bits(factor)) / 2).max(bits(self.denominator).saturating_sub(54));
        let (above, denominator) = (above >> spare, (self.denominator >> spare).max(1));
        Money::fraction(price, above * above, 3_600 * denominator * denominator)
    }

    /// In hours, for people to read.
    fn hours(&self) -> f64 {
        self.numerator as f64 / self.denominator as f64 / 60.0
    }
}

fn greatest_common_divisor(first: i128, second: i128) -> i128 {
    if second == 0 { first } else { greatest_common_divisor(second, first % second) }
}

/// What the crew works in the week of a visit, and what its share would be.
fn above_share(visit: &PlacedVisit<'_>, locale: Locale) -> String {
    let (instance, crew, week) = (visit.instance, visit.tour.crew, visit.tour.week);
    let tours = visit.timetable.tours.iter().filter(|tour| tour.crew == crew && tour.week == week);
    let service: i32 = tours.map(|tour| tour.service).sum();
    let [own, share] = [f64::from(service) / 60.0, FairShare::of(instance, crew, week).hours()];
    let (id, own, share) = (&instance.crews[crew].id, locale.number(own, 1), locale.number(share, 1));
    match instance.carried(crew, week) {
        0 => locale.because_overload(id, &own, &share),
        carried => {
            let carried = locale.signed(carried as f64 / 60.0, 1);
            locale.because_carried(id, &own, &share, &carried)
        }
    }
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
    fn what_was_carried_before_shifts_the_share_of_the_first_week_with_hours() {
        let mut sketch = farm();
        sketch.parts.jobs[0].visits = 5;
        sketch.parts.jobs[0].duration = 240;
        sketch.parts.settings.days = 12;
        let all: Vec<(usize, i64, &[usize])> = (0..5).map(|day| (0, day, &[0][..])).collect();
        // 20 hours asked of 2 x 80: an eighth; ada's share of a week is 5 h
        assert_eq!(cost(&Overload, &sketch, &all), cents(2 * 15 * 15 * 100));
        sketch.parts.crews[0].carried = 8 * 60;
        assert_eq!(cost(&Overload, &sketch, &all), cents(2 * 17 * 17 * 100), "a quarter of 8 h more");
        sketch.parts.crews[0].carried = -8 * 60;
        assert_eq!(cost(&Overload, &sketch, &all), cents(2 * 13 * 13 * 100));
        sketch.parts.crews[0].carried = 28 * 60;
        assert_eq!(cost(&Overload, &sketch, &[]), cents(2 * 2 * 2 * 100), "an idle crew carries it too");
        sketch.parts.settings.closed.insert(sketch.date(0), sketch.date(4)).expect("a span");
        // 20 hours of 2 x 40: a quarter; ada's share of the second week is 10 h
        assert_eq!(cost(&Overload, &sketch, &all), cents(2 * 20 * 20 * 100), "nothing available, nothing carried");
        sketch.parts.crews[0].carried = 60 * 60;
        assert_eq!(cost(&Overload, &sketch, &[]), cents(2 * 5 * 5 * 100));
    }

    #[test]
    fn odd_fractions_are_counted_too() {
        let share = FairShare { numerator: 1, denominator: 3 };
        assert_eq!(share.cost(Decimal::whole(2), 61), Money::fraction(Decimal::whole(2), 182 * 182, 9 * 3_600));
        let large = i128::from(i64::MAX) / 3;
        let share = FairShare { numerator: large, denominator: 3 * large };
        assert_eq!(share.cost(Decimal::whole(2), 61), Money::fraction(Decimal::whole(2), 182 * 182, 9 * 3_600));
    }

    #[test]
    fn other_weeks_have_no_hours() {
        let sketch = farm();
        assert_eq!(cost(&Overload, &sketch, &[(0, 7, &[0])]), cents(200), "one hour, nothing available");
    }
}
