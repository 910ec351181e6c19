//! Consistent routing with a mixed fleet as an instance: every vehicle is a crew, a customer a site that sees one crew, with a
//! job for each day of demand.

use std::collections::BTreeSet;

use chrono::Days;

use super::case::{PublicCase, PublicVisit, bound_text, check_size, one_day, visits};
use super::convention::{no_less, no_more, straight, tour_length};
use crate::error::InvalidInput;
use crate::files::public::{Consistent, Customer, MixedVehicle};
use crate::model::{
    Crew, CrewId, Instance, Job, Leg, Parts, PlaceId, Plan, SameCrew, Settings, Site, Speed, TravelMatrix,
};
use crate::rules::Rule;
use crate::rules::{
    calendar, crew_choice, date, days, duplicate, km, load, one_crew, sequence, shift, unassigned, unknown, window,
};
use crate::units::{Decimal, Metres, Money};

/// The rules that count: one vehicle for each customer, loads, durations, and what vehicles cost by day and distance.
const RULES: &[&dyn Rule] = &[
    &unknown::Unknown,
    &duplicate::Duplicate,
    &crew_choice::CrewChoice,
    &calendar::Calendar,
    &date::Date,
    &window::Window,
    &shift::ShiftRule,
    &sequence::Sequence,
    &load::Load,
    &one_crew::OneCrew,
    &km::Km,
    &days::Days,
    &unassigned::Unassigned,
];

/// Units of distance per unit of the file: fine enough that rounding does not hide what is proven.
const LENGTH: f64 = 100_000.0;
/// Units of the clock per unit of the file.
const TIME: f64 = 10_000.0;
/// What a unit of cost of the file is, euros.
const EUROS: i64 = 1;
/// Penalty of a customer left out on a day, euros: more than any detour costs.
const EUROS_LEFT_OUT: i64 = 10_000;

/// A problem of consistent routing, ready to be solved.
#[derive(Clone, Debug)]
pub struct ConsistentCase {
    instance: Instance,
    problem: Consistent,
    /// The customer of each job.
    customers: Vec<usize>,
}

impl ConsistentCase {
    /// The problem of a file.
    ///
    /// # Errors
    ///
    /// Where it is too large for memory.
    pub fn new(name: &str, problem: Consistent) -> Result<Self, InvalidInput> {
        let asked = |customer: usize| (0..problem.days).map(move |day| (customer, day));
        let due = |&(customer, day): &(usize, usize)| problem.customers[customer].demands[day] > 0.0;
        let jobs: Vec<_> = (0..problem.customers.len()).flat_map(asked).filter(due).collect();
        check_size(name, problem.vehicles.len(), jobs.len(), problem.days)?;
        let customers = jobs.iter().map(|&(customer, _)| customer).collect();
        Ok(Self { instance: instance(name, &problem, &jobs), problem, customers })
    }
}

impl PublicCase for ConsistentCase {
    fn instance(&self) -> &Instance {
        &self.instance
    }

    fn rules(&self) -> &'static [&'static dyn Rule] {
        RULES
    }

    fn size(&self) -> usize {
        self.customers.len()
    }

    fn value(&self, plan: &Plan) -> String {
        let route = |route: &crate::model::Route| {
            let vehicle = self.problem.vehicles[route.crew.index()];
            let customers = route.visits.iter().map(|visit| self.customers[visit.job.index()]);
            let places = customers.map(|customer| self.problem.customers[customer].at);
            vehicle.fixed + vehicle.variable * tour_length(self.problem.depot, places)
        };
        format!("{:.4}", plan.routes.iter().map(route).sum::<f64>())
    }

    fn bound(&self, cost: Money) -> String {
        let edges = self.customers.len() + self.instance.shifts.len();
        let dearest = self.problem.vehicles.iter().map(|vehicle| vehicle.variable).fold(0.0, f64::max);
        let rounded = 0.5 * edges as f64 * dearest / LENGTH;
        bound_text(cost.to_f64() / EUROS as f64 - rounded)
    }

    fn visits(&self, plan: &Plan) -> Vec<PublicVisit> {
        let start = |tour: &crate::model::Tour, index: usize| f64::from(tour.stops[index].start) / TIME;
        visits(&self.instance, plan, start, |job| (self.customers[job] + 1).to_string())
    }
}

fn instance(name: &str, problem: &Consistent, jobs: &[(usize, usize)]) -> Instance {
    let settings = Settings { days: problem.days, unassigned_visit: Decimal::whole(EUROS_LEFT_OUT), ..one_day() };
    let end = no_more(problem.longest, TIME);
    let crew = |(index, vehicle): (usize, &MixedVehicle)| Crew {
        base: PlaceId::new(problem.customers.len()),
        start: 0,
        end,
        days: [true; 7],
        cost_km: Some(Decimal::nearest(vehicle.variable * EUROS as f64 * 1_000.0 / LENGTH)),
        cost_day: Decimal::nearest(vehicle.fixed * EUROS as f64),
        capacity: Some(Decimal::nearest(vehicle.capacity)),
        speed: speed(vehicle),
        ..Crew::plain((index + 1).to_string(), problem.depot)
    };
    let job = |&(customer, day): &(usize, usize)| {
        let own = &problem.customers[customer];
        let date = settings.start + Days::new(day as u64);
        let not_crews = CrewId::range(problem.vehicles.len()).filter(|crew| !own.allowed[crew.index()]);
        Job {
            open: Some(0),
            close: Some(end),
            earliest: Some(date),
            latest: Some(date),
            load: Decimal::nearest(own.demands[day]),
            priority: 1,
            same_crew: SameCrew::No,
            not_crews: not_crews.collect(),
            ..Job::plain(format!("{}/{}", customer + 1, day + 1), customer, no_less(own.service, TIME).max(1))
        }
    };
    let places: Vec<_> = problem.customers.iter().map(|customer| customer.at).chain([problem.depot]).collect();
    let travel = |speed: f64| {
        let leg = move |from: (f64, f64), to: (f64, f64)| {
            let length = straight(from, to);
            Leg { metres: (length * LENGTH).round() as Metres, minutes: no_less(length / speed, TIME) }
        };
        let legs = places.iter().flat_map(|&from| places.iter().map(move |&to| leg(from, to)));
        TravelMatrix::new(places.len(), legs.collect())
    };
    let speeds: BTreeSet<Speed> = problem.vehicles.iter().map(speed).collect();
    let others = speeds.into_iter().filter(|&own| own != Speed::ONE);
    Instance::new(Parts {
        crews: problem.vehicles.iter().enumerate().map(crew).collect(),
        jobs: jobs.iter().map(job).collect(),
        sites: problem.customers.iter().enumerate().map(site).collect(),
        other_travel: others.map(|own| (own, travel(own.to_f64()))).collect(),
        ..Parts::plain(name, settings, travel(1.0))
    })
}

fn speed(vehicle: &MixedVehicle) -> Speed {
    Speed::from(Decimal::nearest(vehicle.speed))
}

fn site((index, customer): (usize, &Customer)) -> Site {
    Site { one_crew: true, ..Site::plain((index + 1).to_string(), PlaceId::new(index), customer.at) }
}
