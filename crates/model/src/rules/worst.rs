//! The most that a plan can come to, rule by rule: instances whose sums could leave the range of money are refused.

use crate::model::{Instance, Job, JobId, Leg, PlaceId};
use crate::units::Decimal;

/// The most that one price adds to the cost of a plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorstCost {
    /// The setting or column that states the price.
    pub name: &'static str,
    /// The price.
    pub price: Decimal,
    /// How often it is paid at most.
    pub times: f64,
}

impl WorstCost {
    /// In euros.
    pub fn euros(&self) -> f64 {
        self.price.to_f64() * self.times
    }
}

/// Visits that a plan has at most: those asked for and those of today's schedule.
pub fn visits(instance: &Instance) -> f64 {
    let asked: u64 = instance.job_ids().map(|job| u64::from(instance.visits_asked(job))).sum();
    let current = instance.current.as_ref().map_or(0, |plan| plan.visits().count());
    asked as f64 + current as f64
}

/// The sum over all visits asked for of what one of a job counts.
pub fn over_visits_asked(instance: &Instance, of: impl Fn(&Job) -> f64) -> f64 {
    let visits = |job: JobId| f64::from(instance.visits_asked(job));
    JobId::enumerate(&instance.jobs).map(|(index, job)| visits(index) * of(job)).sum()
}

/// Days after the first on which a visit can be, or count as missing, at most.
pub fn days(instance: &Instance) -> f64 {
    instance.dates.len() as f64 + 1.0
}

/// The most metres and the most minutes of a leg between a base and a place.
pub fn longest_leg(instance: &Instance) -> Leg {
    let places = PlaceId::range(instance.travel.places());
    let bases = instance.crews.iter().map(|crew| crew.base);
    let legs = bases.flat_map(|base| places.clone().map(move |place| instance.travel.leg(base, place)));
    legs.fold(Leg { metres: 0, minutes: 0 }, |longest, leg| Leg {
        metres: longest.metres.max(leg.metres),
        minutes: longest.minutes.max(leg.minutes),
    })
}
