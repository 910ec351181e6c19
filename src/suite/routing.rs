//! A public vehicle routing problem as an instance of one day, and its plans in the terms of the public set.

use chrono::NaiveDate;

use super::convention::{Convention, Measure};
use crate::error::{InvalidInput, Issue};
use crate::files::public::{Node, Routing, Vehicle};
use crate::files::sizes::Sizes;
use crate::model::{
    Address, Clock, Crew, CrewId, Instance, Job, Origin, Parts, PlaceId, Plan, Route, SameCrew, Settings, Site,
    Timetable, Tour, TravelMatrix,
};
use crate::rules::Rule;
use crate::rules::{
    calendar, crew_choice, duplicate, km, load, route_duration, sequence, shift, unassigned, unknown, window,
};
use crate::units::{Decimal, Minutes, Money};

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
}

/// One visit of a plan in the terms of the public set.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicVisit {
    /// Number of the vehicle, from 1.
    pub vehicle: usize,
    /// Number of the vehicle's depot in the file.
    pub depot: u32,
    /// Position in the route, from 1.
    pub sequence: usize,
    /// Number of the customer in the file.
    pub customer: u32,
    /// When the visit starts, in the unit of the file.
    pub start: f64,
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
        let refused = |(_, advice)| InvalidInput::of(Issue::error(name.into(), None, "", String::new(), advice));
        sizes.check().map_err(refused)?;
        let convention = Convention::of(measure, &routing, name)?;
        Ok(Self { instance: instance(name, &routing, &convention), convention, routing })
    }

    /// Whether vehicles start at different depots.
    pub fn has_several_depots(&self) -> bool {
        self.routing.depots.len() > 1
    }

    /// Number of customers.
    pub fn customers(&self) -> usize {
        self.routing.customers.len()
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
    pub fn value(&self, plan: &Plan) -> f64 {
        let tour = |route: &Route| {
            let depot = self.routing.depots[self.routing.vehicles[route.crew].depot].at;
            let customers = route.visits.iter().map(|visit| self.routing.customers[visit.job].at);
            self.convention.cost(&[depot].into_iter().chain(customers).chain([depot]).collect::<Vec<_>>())
        };
        plan.routes.iter().map(tour).sum()
    }

    /// A proven bound, given in `Money`, under the set's convention.
    pub fn bound(&self, cost: Money) -> f64 {
        let metre = Money::per_metre(self.instance.settings.cost_km).0;
        let edges = self.routing.customers.len() + self.routing.vehicles.len();
        self.convention.cost_of(cost.0 as f64 / metre as f64, edges)
    }

    /// The visits of a plan, route by route, each at its latest start that delays no later one.
    pub fn visits(&self, plan: &Plan) -> Vec<PublicVisit> {
        let timetable = Timetable::new(&self.instance, plan);
        let visits = timetable.tours.iter().flat_map(|tour| {
            let depot = self.routing.depots[self.routing.vehicles[tour.crew].depot].id;
            let stops = tour.stops.iter().zip(self.latest_starts(tour)).enumerate();
            stops.map(move |(index, (stop, start))| PublicVisit {
                vehicle: tour.crew.index() + 1,
                depot,
                sequence: index + 1,
                customer: self.routing.customers[stop.job].id,
                start: self.convention.time_of(start),
            })
        });
        visits.collect()
    }

    fn latest_starts(&self, tour: &Tour) -> Vec<Minutes> {
        let mut starts: Vec<_> = tour.stops.iter().map(|stop| stop.start).collect();
        for (index, next) in tour.stops.iter().enumerate().skip(1).rev() {
            let job = &self.instance.jobs[tour.stops[index - 1].job];
            let in_time = starts[index] - next.travel - job.duration;
            let latest = job.close.map_or(in_time, |close| in_time.min(close));
            starts[index - 1] = latest.max(starts[index - 1]);
        }
        starts
    }
}

fn instance(name: &str, routing: &Routing, convention: &Convention) -> Instance {
    let sites: Vec<_> = routing.customers.iter().enumerate().map(|(index, node)| site(index, node)).collect();
    let jobs = routing.customers.iter().enumerate().map(|(index, _)| job(index, routing, convention));
    let crews = routing.vehicles.iter().enumerate().map(|(index, _)| crew(index, routing, convention));
    let places: Vec<_> = routing.customers.iter().chain(&routing.depots).map(|node| node.at).collect();
    let legs = places.iter().flat_map(|&from| places.iter().map(move |&to| convention.leg(from, to))).collect();
    Instance::new(Parts {
        name: name.into(),
        settings: settings(routing, convention),
        crews: crews.collect(),
        jobs: jobs.collect(),
        sites,
        skills: Vec::new(),
        tools: Vec::new(),
        travel: TravelMatrix::new(places.len(), legs),
        other_travel: Vec::new(),
        preferences: Vec::new(),
        current: None,
        pins: Vec::new(),
        origin: Origin { planar: true, ..Origin::default() },
    })
}

/// One day, no break, and only distance costs.
fn settings(routing: &Routing, convention: &Convention) -> Settings {
    let monday = NaiveDate::from_ymd_opt(2000, 1, 3).expect("a date of the calendar");
    let day = routing.depots.iter().map(|depot| depot.close - depot.open).fold(1.0, f64::max);
    let per_metre = EUROS_PER_DAY / (day * convention.length);
    Settings {
        days: 1,
        clock: Clock::new(0, 0),
        cost_km: Decimal::nearest(per_metre * 1_000.0),
        unassigned_visit: Decimal::whole(EUROS_LEFT_OUT),
        ..Settings::distance_only(monday)
    }
}

fn site(index: usize, node: &Node) -> Site {
    let (id, name, region) = (node.id.to_string(), String::new(), String::new());
    let (place, address) = (PlaceId::new(index), Address::default());
    Site { id, name, place, at: node.at, region, address, usual_crew: None }
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
