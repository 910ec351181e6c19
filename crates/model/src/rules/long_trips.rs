//! `long_trips`: sites far from the base of their crew.

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Leg, SETTINGS, Shift, Timetable};
use crate::rules::{About, Audit, Cost, LegMeasure, PlanSize, Rule, VisitCost, VisitRow, WorstCost};
use crate::units::{Decimal, Money};

/// "An hour's drive is enough."
pub struct LongTrips;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "long_trips",
    sentence: "An hour's drive is enough.",
    formula: "sum over visits: long_trip_minute x minutes one way from base to site beyond long_trip_from",
    unit: "euros, by visit",
    name: Some(Locale::name_long_trips),
    short_name: Some(Locale::short_long_trips),
    attribution: Some(|visit, locale| {
        let minutes = visit.instance.one_way(visit.tour.crew, visit.job()).minutes;
        locale.because_long_trip(minutes, &locale.decimal(visit.instance.settings.long_trip_from))
    }),
    ..About::COST
};

impl Rule for LongTrips {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_costs(timetable.stops().map(|(tour, stop)| {
            let amount = visit_cost(instance, stop.job, tour.crew);
            Cost::of_visit(tour, stop, amount)
        }))
    }

    fn visit_cost(&self, instance: &Instance, job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::Cost(visit_cost(instance, job, shift.crew))
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        row.add_by_way(job, |_, way| VisitCost::Cost(cost_of_way(instance, way)));
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let times = size.visits() * f64::from(size.slowest.0.minutes);
        let price = instance.settings.long_trip_minute;
        vec![WorstCost {
            per: Some(LegMeasure::Minutes),
            ..WorstCost::of_setting(SETTINGS.long_trip_minute.name, price, times)
        }]
    }
}

/// What a visit of the job by the crew costs.
pub fn visit_cost(instance: &Instance, job: JobId, crew: CrewId) -> Money {
    cost_of_way(instance, instance.one_way(crew, job))
}

fn cost_of_way(instance: &Instance, way: Leg) -> Money {
    let minutes = Decimal::whole(i64::from(way.minutes));
    let beyond = (minutes.0 - instance.settings.long_trip_from.0).max(0);
    if beyond == 0 {
        return Money::ZERO;
    }
    Money::fraction(instance.settings.long_trip_minute, i128::from(beyond), i128::from(Decimal::ONE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn minutes_beyond_an_hour() {
        let mut sketch = farm();
        sketch.site("hut", (65.0, 0.0));
        sketch.job("stove", 30);
        assert_eq!(cost(&LongTrips, &sketch, &[(0, 0, &[0, 1])]), cents(1_000), "5 minutes too many");
        sketch.parts.settings.long_trip_from = Decimal(9_500_000);
        assert_eq!(cost(&LongTrips, &sketch, &[(0, 0, &[0, 1])]), cents(100 + 11_100), "half minutes count");
    }
}
