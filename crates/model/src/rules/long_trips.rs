//! `long_trips`: sites far from the base of their crew.

use crate::model::{CrewId, Instance, JobId, SETTINGS, Shift, Timetable};
use crate::rules::{Audit, Cost, Kind, Pairing, Rule, WorstCost, worst};
use crate::units::{Decimal, Money};

/// "An hour's drive is enough."
pub struct LongTrips;

impl Rule for LongTrips {
    fn code(&self) -> &'static str {
        "long_trips"
    }

    fn kind(&self) -> Kind {
        Kind::Cost
    }

    fn sentence(&self) -> &'static str {
        "An hour's drive is enough."
    }

    fn formula(&self) -> &'static str {
        "sum over visits: long_trip_minute x minutes one way from base to site beyond long_trip_from"
    }

    fn unit(&self) -> &'static str {
        "euros, by visit"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_costs(timetable.stops().map(|(tour, stop)| {
            let amount = visit_cost(instance, stop.job, tour.crew);
            Cost::of_visit(tour, stop, amount)
        }))
    }

    fn pairing(&self, instance: &Instance, job: JobId, shift: &Shift) -> Pairing {
        Pairing::Cost(visit_cost(instance, job, shift.crew))
    }

    fn worst(&self, instance: &Instance) -> Vec<WorstCost> {
        let times = worst::visits(instance) * f64::from(worst::longest_leg(instance).minutes);
        vec![WorstCost { name: SETTINGS.long_trip_minute.name, price: instance.settings.long_trip_minute, times }]
    }
}

/// What a visit of the job by the crew costs.
pub fn visit_cost(instance: &Instance, job: JobId, crew: CrewId) -> Money {
    let minutes = Decimal::whole(i64::from(instance.one_way(crew, job).minutes));
    let beyond = (minutes.0 - instance.settings.long_trip_from.0).max(0);
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
