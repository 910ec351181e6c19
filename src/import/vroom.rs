//! VROOM: problems and solutions (<https://github.com/VROOM-Project/vroom/blob/master/docs/API.md>, version 1.14).

use chrono::NaiveDate;
use serde_json::Value;

use super::json::{Node, Source};
use super::routing::{
    Carried, Costs, DayRoute, Matrix, Metric, Pause, Place, PlaceIndex, Places, RoutingProblem, Task, Vehicle,
    WorkShift, coordinates,
};
use super::{AS_WARNING, Format, Kind, Sorted, has_keys};
use crate::error::{Message, Words};

/// VROOM's JSON.
pub struct Vroom;

const PROBLEM: Kind = Kind { name: "problem", is_one: |root| has_keys(root, &["vehicles"]), most: 1 };
const SOLUTION: Kind = Kind { name: "solution", is_one: |root| has_keys(root, &["routes"]), most: 1 };

/// The keys that a job has as each half of a shipment has them.
const STEP_KEYS: [&str; 9] = [
    "id",
    "description",
    "location",
    "location_index",
    "setup",
    "service",
    "time_windows",
    "setup_per_type",
    "service_per_type",
];

/// Seconds of 1973: times from then on are taken for moments, smaller ones for times of day.
const MOMENTS: i64 = 100_000_000;
const DAY: i64 = 86_400;

impl Format for Vroom {
    fn name(&self) -> &'static str {
        "vroom"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[PROBLEM, SOLUTION]
    }

    fn read<'s>(&self, files: &Sorted<'s>, start: NaiveDate) -> Option<RoutingProblem<'s>> {
        let source = files.problem();
        let root = source.root();
        root.expect_keys(&["vehicles", "jobs", "shipments", "matrices", "matrix"]);
        if root.has("matrix") {
            root.refuse(Words(
                "key matrix of VROOM before 1.9; write matrices",
                "clé matrix de VROOM avant 1.9 ; écrire matrices",
            ));
        }
        let profile = profile(&root);
        let has_costs = root.list("vehicles").iter().any(|vehicle| vehicle.has("costs"));
        let mut reader = Reader {
            source,
            places: Places::default(),
            tasks: Vec::new(),
            ids: Vec::new(),
            clock: Clock::of(&source.root, start),
            has_costs,
        };
        let matrix = root.get("matrices").and_then(|matrices| matrix(&matrices, &profile));
        root.list("jobs").iter().for_each(|job| reader.job(job));
        root.list("shipments").iter().for_each(|shipment| reader.shipment(shipment));
        let vehicles: Vec<_> =
            root.need("vehicles")?.items().iter().filter_map(|vehicle| reader.vehicle(vehicle)).collect();
        reader.warn_of_priorities();
        let rows = matrix.as_ref().map_or(0, |matrix| matrix.rows);
        if let Some(place) = reader.places.list.iter().find(|place| outside(place, rows)) {
            let row = place.row.unwrap_or_default();
            source.say(crate::error::Severity::Error, "$.matrices", row, Message::NotInMatrix { rows });
        }
        if matrix.as_ref().is_some_and(|matrix| matrix.metres.is_none()) {
            source.say(AS_WARNING, "$.matrices", "", Message::NoMetres);
        }
        if matrix.is_some() && reader.places.list.iter().any(|place| place.at.is_none()) {
            source.say(AS_WARNING, "$", "", Message::NoCoordinates);
        }
        let matrix = matrix.filter(|_| reader.places.list.iter().all(|place| place.row.is_some()));
        let mut routes = Vec::new();
        match files.of(1).first() {
            Some(solution) => {
                for route in solution.root().list("routes") {
                    routes.extend(reader.route(&route, &vehicles, "vehicle"));
                }
            }
            None => {
                for vehicle in root.list("vehicles").iter().filter(|vehicle| vehicle.has("steps")) {
                    routes.extend(reader.route(vehicle, &vehicles, "id"));
                }
            }
        }
        Some(RoutingProblem {
            source,
            timezone: "UTC".to_owned(),
            vehicles,
            tasks: reader.tasks,
            places: reader.places.list,
            matrix,
            metric: Metric { detour: 1.3, speed_kmh: 50.0 },
            routes,
        })
    }
}

fn outside(place: &Place, rows: usize) -> bool {
    place.row.is_some_and(|row| row >= rows)
}

/// The profile that all vehicles have; another is refused.
fn profile(root: &Node) -> String {
    let usual = || "car".to_owned();
    let vehicles = root.list("vehicles");
    let mut profiles = vehicles.iter().map(|vehicle| {
        let own = vehicle.get("profile").and_then(|profile| profile.text().map(str::to_owned));
        (vehicle, own.unwrap_or_else(usual))
    });
    let Some((_, first)) = profiles.next() else { return usual() };
    if let Some((vehicle, _)) = profiles.find(|(_, profile)| *profile != first) {
        vehicle.refuse(Words(
            "travel times that differ by kind of vehicle",
            "temps de trajet différents selon le type de véhicule",
        ));
    }
    first
}

fn matrix(matrices: &Node, profile: &str) -> Option<Matrix> {
    for (_, other) in matrices.entries() {
        other.expect_keys(&["durations", "distances", "costs"]);
        if let Some(costs) = other.get("costs") {
            costs.refuse(Words("cost matrix", "matrice de coûts"));
        }
    }
    let own = matrices.get(profile)?;
    let (rows, seconds) = square(&own.need("durations")?)?;
    let metres = own.get("distances").and_then(|distances| square(&distances));
    if let Some((others, _)) = metres.as_ref().filter(|(others, _)| *others != rows) {
        own.error(Message::OtherSize { first: rows, second: *others });
    }
    Some(Matrix { rows, seconds, metres: metres.map(|(_, metres)| metres) })
}

/// The rows of a square table, one behind the other.
fn square(node: &Node) -> Option<(usize, Vec<i64>)> {
    let rows = node.items();
    let count = rows.len();
    let mut all = Vec::with_capacity(count * count);
    for row in &rows {
        let cells: Vec<_> = row.items().iter().filter_map(Node::count).collect();
        if cells.len() != count {
            row.error(Message::OtherSize { first: count, second: cells.len() });
            return None;
        }
        all.extend(cells);
    }
    Some((count, all))
}

/// What seconds mean: moments since 1970, or times of the first date.
#[derive(Clone, Copy)]
struct Clock {
    /// What to add.
    offset: i64,
    /// Midnight of the date of vehicles without hours.
    midnight: i64,
}

impl Clock {
    fn of(root: &Value, start: NaiveDate) -> Self {
        let mut stated = Vec::new();
        moments(root, &mut stated);
        let midnight = start.and_hms_opt(0, 0, 0).map_or(0, |moment| moment.and_utc().timestamp());
        match stated.iter().min() {
            Some(&first) if first >= MOMENTS => Self { offset: 0, midnight: first - first.rem_euclid(DAY) },
            _ => Self { offset: midnight, midnight },
        }
    }

    fn window(self, node: &Node) -> Option<(i64, i64)> {
        let [from, to] = node.pair()?;
        let (from, to) = (from.count()?, to.number(0.0, 1e12)?.floor() as i64);
        if from > to {
            node.error(Message::WindowTooShort);
            return None;
        }
        Some((from + self.offset, to + self.offset))
    }
}

/// All first seconds of time windows.
fn moments(value: &Value, found: &mut Vec<i64>) {
    let first = |window: &Value| window.get(0).and_then(Value::as_f64).map(|seconds| seconds as i64);
    match value {
        Value::Array(items) => items.iter().for_each(|item| moments(item, found)),
        Value::Object(fields) => {
            found.extend(fields.get("time_window").and_then(first));
            let windows = fields.get("time_windows").and_then(Value::as_array);
            found.extend(windows.into_iter().flatten().filter_map(first));
            fields.values().for_each(|field| moments(field, found));
        }
        _ => {}
    }
}

struct Reader<'s> {
    source: &'s Source,
    places: Places,
    tasks: Vec<Task>,
    /// Kind and id of every task, as solutions name them.
    ids: Vec<(&'static str, String)>,
    clock: Clock,
    /// Whether some vehicle has prices.
    has_costs: bool,
}

impl Reader<'_> {
    fn place(&mut self, node: &Node, location: &'static str, index: &str) -> Option<PlaceIndex> {
        let at = match node.get(location) {
            Some(at) => {
                let [lon, lat] = at.pair()?;
                Some(coordinates(&lat, &lon)?)
            }
            None => None,
        };
        match (node.get(index), at) {
            (Some(row), at) => Some(self.places.row(row.count()? as usize, at)),
            (None, Some(at)) => Some(self.places.at(at)),
            (None, None) => None,
        }
    }

    fn job(&mut self, node: &Node) {
        node.expect_keys(&[&STEP_KEYS[..], &["delivery", "pickup", "skills", "priority"]].concat());
        let (delivery, pickup) = (node.counts("delivery"), node.counts("pickup"));
        let has = |amounts: &[i64]| amounts.iter().any(|&amount| amount > 0);
        let (load, carried) = match (has(&delivery), has(&pickup)) {
            (true, true) if delivery == pickup => (delivery, Carried::Throughout),
            (true, true) => (delivery.iter().zip(&pickup).map(|(a, b)| a + b).collect(), Carried::Between),
            (_, true) => (pickup, Carried::Back),
            _ => (delivery, Carried::There),
        };
        let skills = node.ids("skills");
        let priority = priority(node);
        if let Some(id) = node.need("id").and_then(|id| id.id()) {
            self.task(node, "job", id.clone(), id, (load, carried), skills, priority);
        }
    }

    fn shipment(&mut self, node: &Node) {
        node.expect_keys(&["amount", "skills", "priority", "pickup", "delivery"]);
        let (amount, skills, priority) = (node.counts("amount"), node.ids("skills"), priority(node));
        let (Some(pickup), Some(delivery)) = (node.need("pickup"), node.need("delivery")) else { return };
        let mut halves = Vec::new();
        for (half, kind, letter) in [(pickup, "pickup", "P"), (delivery, "delivery", "D")] {
            half.expect_keys(&STEP_KEYS);
            let Some(id) = half.need("id").and_then(|id| id.id()) else { continue };
            let load = (amount.clone(), Carried::Between);
            halves.extend(self.task(&half, kind, id.clone(), format!("{letter}{id}"), load, skills.clone(), priority));
        }
        if let [first, second] = halves[..] {
            self.tasks[second].after.push(first);
            // The load of both is that of the pickup.
            self.tasks[second].load.clear();
        }
    }

    #[allow(clippy::too_many_arguments, reason = "jobs and halves of shipments have these in different places")]
    fn task(
        &mut self,
        node: &Node,
        kind: &'static str,
        stated: String,
        id: String,
        (load, carried): (Vec<i64>, Carried),
        skills: Vec<String>,
        priority: Option<u32>,
    ) -> Option<usize> {
        for key in ["setup_per_type", "service_per_type"] {
            if let Some(by_type) = node.get(key) {
                by_type.refuse(Words("durations by type of vehicle", "durées selon le type de véhicule"));
            }
        }
        let place = self.place(node, "location", "location_index");
        if place.is_none() {
            node.error(Message::NoKey { key: "location" });
        }
        let seconds = |key| node.get(key).and_then(|value| value.count()).unwrap_or(0);
        let windows = node.list("time_windows").iter().filter_map(|window| self.clock.window(window)).collect();
        let name = node.get("description").and_then(|name| name.text().map(str::to_owned)).unwrap_or_default();
        self.tasks.push(Task {
            path: node.path.clone(),
            id,
            name,
            place: place?,
            seconds: seconds("setup") + seconds("service"),
            windows,
            load,
            carried,
            skills,
            only: None,
            not: Vec::new(),
            priority,
            after: Vec::new(),
        });
        self.ids.push((kind, stated));
        if seconds("setup") > 0 {
            let shared = |other: &Task| Some(other.place) == place;
            if self.tasks.iter().filter(|task| shared(task)).count() > 1 {
                node.refuse(Words(
                    "setup time that several tasks of a place share",
                    "temps de préparation commun aux tâches d'un lieu",
                ));
            }
        }
        Some(self.tasks.len() - 1)
    }

    fn warn_of_priorities(&self) {
        if self.tasks.iter().any(|task| task.priority.is_some()) {
            self.source.say(AS_WARNING, "$", "", Message::PriorityScaled);
        }
    }

    fn vehicle(&mut self, node: &Node) -> Option<Vehicle> {
        node.expect_keys(&[
            "id",
            "profile",
            "description",
            "start",
            "start_index",
            "end",
            "end_index",
            "capacity",
            "costs",
            "skills",
            "time_window",
            "breaks",
            "speed_factor",
            "max_tasks",
            "max_travel_time",
            "max_distance",
            "steps",
            "type",
        ]);
        let limits = [
            ("max_travel_time", Words("longest driving time of a tour", "temps de conduite maximal d'une tournée")),
            ("max_distance", Words("longest distance of a tour", "distance maximale d'une tournée")),
        ];
        for (key, feature) in limits {
            if let Some(limit) = node.get(key) {
                limit.refuse(feature);
            }
        }
        let id = node.need("id")?.id()?;
        let (start, end) = (self.place(node, "start", "start_index"), self.place(node, "end", "end_index"));
        let (from, to) = match node.get("time_window") {
            Some(window) => self.clock.window(&window)?,
            None => (self.clock.midnight, self.clock.midnight + DAY),
        };
        let most_places = node.get("max_tasks").and_then(|most| most.count());
        if most_places.is_some() && has_shared_places(&self.tasks) {
            node.refuse(Words(
                "most tasks of a tour where several are at one place",
                "nombre maximal de tâches si plusieurs sont au même lieu",
            ));
        }
        let breaks = node.list("breaks").iter().filter_map(|pause| self.pause(pause)).collect();
        Some(Vehicle {
            path: node.path.clone(),
            name: node.get("description").and_then(|name| name.text().map(str::to_owned)).unwrap_or_default(),
            start,
            end,
            shifts: vec![WorkShift { path: node.path.clone(), from, to, breaks }],
            capacity: node.counts("capacity"),
            skills: node.ids("skills"),
            costs: self.costs(node),
            speed: node.get("speed_factor").and_then(|factor| factor.number(0.01, 100.0)).unwrap_or(1.0),
            most_places,
            id,
        })
    }

    /// The prices of a vehicle; where no vehicle has any, those of the settings.
    fn costs(&self, node: &Node) -> Costs {
        match node.get("costs") {
            Some(costs) => vehicle_costs(&costs),
            None if self.has_costs => USUAL_COSTS,
            None => Costs::default(),
        }
    }

    fn pause(&self, node: &Node) -> Option<Pause> {
        node.expect_keys(&["id", "time_windows", "service", "description", "max_load"]);
        if let Some(load) = node.get("max_load") {
            load.refuse(Words("breaks that depend on the load", "pauses qui dépendent de la charge"));
        }
        let seconds = node.get("service").and_then(|service| service.count()).unwrap_or(0);
        let windows: Vec<_> = node.list("time_windows").iter().filter_map(|window| self.clock.window(window)).collect();
        let [(from, to)] = windows[..] else {
            node.refuse(Words("breaks with no or several time windows", "pauses sans créneau ou avec plusieurs"));
            return None;
        };
        Some(Pause { from, to, seconds })
    }

    /// The tasks of a vehicle in a solution, or of its own steps.
    fn route(&self, node: &Node, vehicles: &[Vehicle], key: &'static str) -> Option<DayRoute> {
        let stated = node.need(key)?;
        let id = stated.id()?;
        let Some(vehicle) = vehicles.iter().position(|vehicle| vehicle.id == id) else {
            stated.error(Message::UnknownInProblem);
            return None;
        };
        let mut tasks = Vec::new();
        for step in node.list("steps") {
            let Some(kind) = step.need("type").and_then(|kind| kind.text()) else { continue };
            if !["job", "pickup", "delivery"].contains(&kind) {
                continue;
            }
            let key = if step.has("id") { "id" } else { "job" };
            let Some(stated) = step.need(key) else { continue };
            let own =
                stated.id().and_then(|id| self.ids.iter().position(|(other, known)| *other == kind && *known == id));
            match own {
                Some(task) => tasks.push(task),
                None => stated.error(Message::UnknownInProblem),
            }
        }
        Some(DayRoute { vehicle, shift: 0, tasks })
    }
}

/// VROOM's 0 to 100 as 1 to 9.
fn priority(node: &Node) -> Option<u32> {
    let stated = node.get("priority")?.number(0.0, 100.0)?;
    Some(1 + (stated * 8.0 / 100.0).round() as u32)
}

fn has_shared_places(tasks: &[Task]) -> bool {
    let mut places: Vec<_> = tasks.iter().map(|task| task.place).collect();
    places.sort_unstable();
    places.windows(2).any(|pair| pair[0] == pair[1])
}

/// An hour costs 3,600 and a kilometre nothing unless a vehicle says otherwise.
const USUAL_COSTS: Costs = Costs { fixed: Some(0.0), per_km: Some(0.0), per_hour: Some(3_600.0) };

fn vehicle_costs(node: &Node) -> Costs {
    node.expect_keys(&["fixed", "per_hour", "per_km", "per_task_hour"]);
    let by_task = node.get("per_task_hour");
    if let Some(tasks) = by_task.filter(|price| price.number(0.0, 1e6).is_some_and(|price| price > 0.0)) {
        tasks.refuse(Words("price per hour of work by vehicle", "prix de l'heure de travail selon le véhicule"));
    }
    let amount = |key, usual: Option<f64>| node.get(key).and_then(|price| price.number(0.0, 1e6)).or(usual);
    let Costs { fixed, per_km, per_hour } = USUAL_COSTS;
    Costs { fixed: amount("fixed", fixed), per_km: amount("per_km", per_km), per_hour: amount("per_hour", per_hour) }
}
