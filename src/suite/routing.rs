//! A public vehicle routing problem as an instance of one day, and its plans in the terms of the public set.

use super::case::{PublicCase, PublicVisit, check_sizes, latest_starts, one_day, visits};
use super::convention::{Convention, Measure};
use crate::error::InvalidInput;
use crate::files::public::{Node, Routing, Vehicle};
use crate::files::sizes::Sizes;
use crate::model::{
    Crew, CrewId, Instance, Job, Parts, PlaceId, Plan, Route, SameCrew, Settings, Site, Tour, TravelMatrix,
};
use crate::rules::Rule;
use crate::rules::{
    calendar, crew_choice, days, duplicate, km, load, route_duration, sequence, shift, unassigned, unknown, window,
};
use crate::solve::Strategy;
use crate::units::{Decimal, Money};

/// The rules of public routing problems: everybody is visited once, within times and capacities, at least distance.
pub const RULES: &[&dyn Rule] = &[
    &unknown::Unknown,
    &duplicate::Duplicate,
    &crew_choice::CrewChoice,
    &calendar::Calendar,
    &window::Window,
    &shift::ShiftRule,
    &route_duration::RouteDuration,
    &sequence::Sequence,
    &load::Load,
    &km::Km,
    &days::Days,
    &unassigned::Unassigned,
];

/// What a day's drive costs: as much as in a week of usual prices, so that what steers the search fits.
const EUROS_PER_DAY: f64 = 1_300.0;
/// Penalty of an unassigned customer, euros: more than any detour costs.
const EUROS_LEFT_OUT: i64 = 10_000;

/// A public routing problem, ready to be solved.
#[derive(Clone, Debug)]
pub struct Case {
    /// The problem as an instance: vehicles are crews, customers are sites with one job each, on a single day.
    pub instance: Instance,
    /// How it is measured.
    pub convention: Convention,
    routing: Routing,
    /// What a vehicle costs, where fewer vehicles come before distance.
    vehicle: Option<Decimal>,
}

impl Case {
    /// The problem of a file under a measure.
    ///
    /// # Errors
    ///
    /// Where it is too large for memory, or its figures are for the units of the measure.
    pub fn new(name: &str, routing: Routing, measure: Measure) -> Result<Self, InvalidInput> {
        let (customers, vehicles) = (routing.customers.len(), routing.vehicles.len());
        let sizes = Sizes {
            places: customers + routing.depots.len(),
            crews: vehicles,
            shifts: vehicles,
            jobs: customers,
            visits: customers,
            ..Sizes::default()
        };
        check_sizes(name, &sizes)?;
        let convention = Convention::of(measure, &routing, name)?;
        Ok(Self { instance: instance(name, &routing, &convention), convention, routing, vehicle: None })
    }

    /// The same where the fewest vehicles come first, then distance: a vehicle costs more than all of them drive.
    #[must_use]
    pub fn vehicles_first(mut self) -> Self {
        let euros = EUROS_PER_DAY as i64 * self.routing.vehicles.len() as i64;
        let mut parts = self.instance.into_parts();
        parts.crews.iter_mut().for_each(|crew| crew.cost_day = Decimal::whole(euros));
        parts.settings.unassigned_visit = Decimal::whole(2 * euros + EUROS_LEFT_OUT);
        self.instance = Instance::new(parts);
        self.vehicle = Some(Decimal::whole(euros));
        self
    }

    /// The plan in which each vehicle visits some customers, by their numbers in the file, in this order; none where a
    /// number is unknown.
    pub fn plan(&self, routes: &[(usize, Vec<u32>)]) -> Option<Plan> {
        let job = |id: &u32| self.routing.customers.iter().position(|customer| customer.id == *id);
        let date = self.instance.dates[0];
        let route = |(vehicle, customers): &(usize, Vec<u32>)| {
            let jobs: Vec<_> = customers.iter().map(job).collect::<Option<_>>()?;
            Some(Route::of(date, *vehicle, &jobs))
        };
        Some(Plan::new(routes.iter().map(route).collect::<Option<_>>()?))
    }

    /// The cost of a plan under the set's convention.
    pub fn length(&self, plan: &Plan) -> f64 {
        let tour = |route: &Route| {
            let depot = self.routing.depots[self.routing.vehicles[route.crew].depot].at;
            let customers = route.visits.iter().map(|visit| self.routing.customers[visit.job].at);
            self.convention.cost(&[depot].into_iter().chain(customers).chain([depot]).collect::<Vec<_>>())
        };
        plan.routes.iter().map(tour).sum()
    }

    /// A proven bound on the cost of a plan, vehicles aside, under the set's convention.
    fn length_of(&self, cost: Money) -> f64 {
        let metre = Money::per_metre(self.instance.settings.cost_km).0;
        let edges = self.routing.customers.len() + self.routing.vehicles.len();
        self.convention.cost_of(cost.0 as f64 / metre as f64, edges)
    }
}

impl PublicCase for Case {
    fn instance(&self) -> &Instance {
        &self.instance
    }

    fn rules(&self) -> &'static [&'static dyn Rule] {
        RULES
    }

    fn size(&self) -> usize {
        self.routing.customers.len()
    }

    fn strategy(&self) -> Option<Strategy> {
        self.vehicle.map(|_| Strategy::ShiftsFirst)
    }

    fn value(&self, plan: &Plan) -> String {
        let (length, decimals) = (self.length(plan), self.convention.measure.decimals());
        let vehicles = plan.routes.iter().filter(|route| !route.visits.is_empty()).count();
        let before = self.vehicle.map_or(String::new(), |_| format!("{vehicles}/"));
        format!("{before}{length:.decimals$}")
    }

    /// With vehicles first: no vehicle drives longer than a day, and all of them drive less than one costs. So what is left
    /// of a bound is one of distance, or asks for a further vehicle.
    fn bound(&self, cost: Money) -> String {
        let decimals = self.convention.measure.decimals();
        let Some(each) = self.vehicle.map(|euros| Money::euros(euros).0) else {
            return format!("{:.decimals$}", self.length_of(cost));
        };
        let (vehicles, left) = (cost.0.max(0) / each, Money(cost.0.max(0) % each));
        if left.to_f64() > vehicles as f64 * EUROS_PER_DAY {
            return format!("{}/{:.decimals$}", vehicles + 1, 0.0);
        }
        format!("{vehicles}/{:.decimals$}", self.length_of(left).max(0.0))
    }

    /// Each at its latest start that delays no later one.
    fn visits(&self, plan: &Plan) -> Vec<PublicVisit> {
        let start = |tour: &Tour, index: usize| self.convention.time_of(latest_starts(&self.instance, tour)[index]);
        let mut visits = visits(&self.instance, plan, start, |job| self.routing.customers[job].id.to_string());
        if self.routing.depots.len() > 1 {
            for visit in &mut visits {
                let vehicle = self.instance.crews.iter().position(|crew| crew.id == visit.crew);
                let depot = vehicle.map(|vehicle| &self.routing.depots[self.routing.vehicles[vehicle].depot]);
                visit.depot = depot.map(|depot| depot.id);
            }
        }
        visits
    }
}

fn instance(name: &str, routing: &Routing, convention: &Convention) -> Instance {
    let sites: Vec<_> = routing.customers.iter().enumerate().map(|(index, node)| site(index, node)).collect();
    let jobs = routing.customers.iter().enumerate().map(|(index, _)| job(index, routing, convention));
    let crews = routing.vehicles.iter().enumerate().map(|(index, _)| crew(index, routing, convention));
    let places: Vec<_> = routing.customers.iter().chain(&routing.depots).map(|node| node.at).collect();
    let legs = places.iter().flat_map(|&from| places.iter().map(move |&to| convention.leg(from, to))).collect();
    let travel = TravelMatrix::new(places.len(), legs);
    Instance::new(Parts {
        crews: crews.collect(),
        jobs: jobs.collect(),
        sites,
        ..Parts::plain(name, settings(routing, convention), travel)
    })
}

/// One day, no break, and only distance costs.
fn settings(routing: &Routing, convention: &Convention) -> Settings {
    let day = routing.depots.iter().map(|depot| depot.close - depot.open).fold(1.0, f64::max);
    let per_metre = EUROS_PER_DAY / (day * convention.length);
    Settings {
        cost_km: Decimal::nearest(per_metre * 1_000.0),
        unassigned_visit: Decimal::whole(EUROS_LEFT_OUT),
        ..one_day()
    }
}

fn site(index: usize, node: &Node) -> Site {
    Site::plain(node.id.to_string(), PlaceId::new(index), node.at)
}

fn job(index: usize, routing: &Routing, convention: &Convention) -> Job {
    let node = &routing.customers[index];
    let may = |vehicle: &Vehicle| vehicle.allowed.as_ref().is_none_or(|allowed| allowed.binary_search(&index).is_ok());
    let not_crews = CrewId::range(routing.vehicles.len()).filter(|&vehicle| !may(&routing.vehicles[vehicle])).collect();
    Job {
        load: Decimal::nearest(node.demand),
        open: Some(convention.no_less(node.open)),
        close: Some(convention.no_more(node.close)),
        priority: 1,
        same_crew: SameCrew::No,
        not_crews,
        ..Job::plain(node.id.to_string(), index, convention.no_less(node.service))
    }
}

fn crew(index: usize, routing: &Routing, convention: &Convention) -> Crew {
    let vehicle = &routing.vehicles[index];
    let depot = &routing.depots[vehicle.depot];
    Crew {
        base: PlaceId::new(routing.customers.len() + vehicle.depot),
        start: convention.no_less(depot.open),
        end: convention.no_more(depot.close),
        days: [true; 7],
        max_tour_minutes: vehicle.longest.map(|longest| convention.no_more(longest)),
        capacity: vehicle.capacity.map(Decimal::nearest),
        ..Crew::plain((index + 1).to_string(), depot.at)
    }
}
