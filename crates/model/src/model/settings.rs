//! What a planner sets once: horizon, clock, prices and weights.

use chrono::NaiveDate;

use super::Clock;
use crate::units::Decimal;

/// The settings of an instance, with the contract's defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// First date of the horizon.
    pub start: NaiveDate,
    /// Calendar days from the first date.
    pub days: usize,
    /// The daily break.
    pub clock: Clock,
    /// Road metres per great-circle metre.
    pub detour: f64,
    /// Driving speed, km/h.
    pub speed_kmh: Decimal,
    /// Euros per kilometre.
    pub cost_km: Decimal,
    /// Euros per person-hour on the road.
    pub cost_hour: Decimal,
    /// Euros per person-hour past the end of a shift.
    pub cost_overtime_hour: Decimal,
    /// Weeks a year for the yearly savings.
    pub weeks_per_year: Decimal,
    /// Euros per visit left out, x priority.
    pub unassigned_visit: Decimal,
    /// Euros per hour left out, x priority.
    pub unassigned_hour: Decimal,
    /// Euros per visit and day after its due date, x priority.
    pub late_day: Decimal,
    /// Euros per visit and day after the first, x risk of delay.
    pub risk_day: Decimal,
    /// Euros per visit and minute of a long trip.
    pub long_trip_minute: Decimal,
    /// Minutes one way from which a trip is long.
    pub long_trip_from: Decimal,
    /// Euros per square hour above the fair share.
    pub overload: Decimal,
    /// Euros per visit given to another crew than today.
    pub change_crew: Decimal,
    /// Euros per visit given to another date than today.
    pub change_day: Decimal,
    /// Euros per further crew on a site.
    pub second_crew: Decimal,
    /// Euros per point below the best preference.
    pub preference: Decimal,
    /// Euros per surplus level of skill.
    pub overskill: Decimal,
}

impl Settings {
    /// The default settings for a horizon that starts on a date.
    pub fn starting(start: NaiveDate) -> Self {
        let cents = |value: i64| Decimal(value * Decimal::ONE / 100);
        Self {
            start,
            days: 5,
            clock: Clock::new(720, 780),
            detour: 1.3,
            speed_kmh: Decimal::whole(50),
            cost_km: cents(60),
            cost_hour: Decimal::whole(25),
            cost_overtime_hour: cents(1250),
            weeks_per_year: Decimal::whole(47),
            unassigned_visit: Decimal::whole(400),
            unassigned_hour: Decimal::whole(150),
            late_day: Decimal::whole(50),
            risk_day: Decimal::whole(20),
            long_trip_minute: Decimal::whole(2),
            long_trip_from: Decimal::whole(60),
            overload: Decimal::whole(2),
            change_crew: Decimal::whole(30),
            change_day: Decimal::whole(10),
            second_crew: Decimal::whole(80),
            preference: Decimal::whole(15),
            overskill: Decimal::whole(1),
        }
    }
}
