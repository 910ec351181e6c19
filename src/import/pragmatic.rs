//! The pragmatic format of reinterpretcat/vrp: problems, matrices, solutions
//! (<https://reinterpretcat.github.io/vrp/concepts/pragmatic/index.html>, version 1.25).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate};
use serde_json::Value;

use super::json::{Node, Source};
use super::routing::{
    Carried, Costs, DayRoute, Matrix, Metric, Pause, PlaceIndex, Places, RoutingProblem, Task, Vehicle, WorkShift,
    coordinates,
};
use super::{AS_WARNING, Format, Kind, Sorted, has_keys};
use crate::error::{Message, Severity, Words};

/// The pragmatic JSON.
pub struct Pragmatic;

const PROBLEM: Kind = Kind { name: "problem", is_one: |root| has_keys(root, &["plan", "fleet"]), most: 1 };
const MATRIX: Kind = Kind { name: "matrix", is_one: |root| has_keys(root, &["travelTimes"]), most: 1_000 };
const SOLUTION: Kind = Kind { name: "solution", is_one: |root| has_keys(root, &["tours"]), most: 1 };
const LOCATIONS: Kind = Kind { name: "locations", is_one: Value::is_array, most: 1 };

/// Metres per second where a profile names no speed.
const USUAL_SPEED: f64 = 10.0;
const DAY: i64 = 86_400;
/// A travel time that says that there is no way.
const NO_WAY: i64 = -1;

impl Format for Pragmatic {
    fn name(&self) -> &'static str {
        "pragmatic"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[PROBLEM, MATRIX, SOLUTION, LOCATIONS]
    }

    fn read<'s>(&self, files: &Sorted<'s>, _: NaiveDate) -> Option<RoutingProblem<'s>> {
        let source = files.problem();
        let root = source.root();
        root.expect_keys(&["plan", "fleet", "objectives"]);
        let (plan, fleet) = (root.need("plan")?, root.need("fleet")?);
        plan.expect_keys(&["jobs", "relations", "clustering"]);
        fleet.expect_keys(&["vehicles", "profiles", "resources"]);
        if let Some(clustering) = plan.get("clustering") {
            clustering.refuse(Words("clustering of tasks", "regroupement de tâches"));
        }
        root.list("objectives").iter().for_each(objective);
        let clock = Clock::of(&source.root);
        let profiles = Profiles::of(&fleet, files.of(1));
        let matrix = profiles.matrix(files.of(1));
        let locations = files.of(3).first().map(|list| locations(list)).unwrap_or_default();
        let mut reader = Reader { clock, locations, ..Reader::default() };
        plan.need("jobs")?.items().iter().for_each(|job| reader.job(job));
        let kinds = fleet.need("vehicles")?.items();
        let vehicles: Vec<_> = kinds.iter().flat_map(|kind| reader.vehicles(kind, &profiles)).collect();
        reader.choose_vehicles(&vehicles);
        plan.list("relations").iter().for_each(|relation| reader.relation(relation, &vehicles));
        let routes = files.of(2).first().map(|solution| reader.routes(&solution.root(), &vehicles)).unwrap_or_default();
        reader.place_rows(matrix.as_ref(), source);
        if reader.has_values {
            source.say(AS_WARNING, "$.plan.jobs", "", Message::PriorityScaled);
        }
        Some(RoutingProblem {
            source,
            timezone: clock.timezone(),
            vehicles,
            tasks: reader.tasks,
            places: reader.places.list,
            matrix,
            metric: Metric { detour: 1.0, speed_kmh: profiles.reference * 3.6 },
            routes,
        })
    }
}

/// Warns of what is to be balanced or ordered; brigade adds up costs.
fn objective(node: &Node) {
    if let Some(kind) =
        Some(node).filter(|node| !node.is_list()).and_then(|node| node.get("type")).and_then(|kind| kind.text())
    {
        let is_cost = ["minimize-unassigned", "minimize-tours", "minimize-cost", "maximize-value", "multi-objective"];
        if !is_cost.contains(&kind) {
            node.warn(Message::NoObjective { name: kind.to_owned() });
        }
        node.list("objectives").iter().for_each(objective);
    } else if node.is_list() {
        node.items().iter().for_each(objective);
    }
}

/// Coordinates of the rows of the matrix.
fn locations(source: &Source) -> Vec<Option<(f64, f64)>> {
    let at = |node: &Node| coordinates(&node.need("lat")?, &node.need("lng")?);
    source.root().items().iter().map(at).collect()
}

/// The speeds of the profiles.
struct Profiles {
    /// Metres per second by profile.
    speeds: BTreeMap<String, f64>,
    /// The profiles that vehicles have.
    used: BTreeSet<String>,
    /// Metres per second of the first vehicle's profile.
    reference: f64,
    has_matrix: bool,
}

impl Profiles {
    fn of(fleet: &Node, matrices: &[&Source]) -> Self {
        let mut speeds = BTreeMap::new();
        for profile in fleet.list("profiles") {
            profile.expect_keys(&["name", "speed"]);
            let speed = profile.get("speed").and_then(|speed| speed.number(0.1, 1_000.0)).unwrap_or(USUAL_SPEED);
            speeds.extend(profile.need("name").and_then(|name| name.id()).map(|name| (name, speed)));
        }
        let has_matrix = !matrices.is_empty();
        let name = |kind: &Node| kind.get("profile")?.get("matrix")?.id();
        let kinds = fleet.list("vehicles");
        let used: BTreeSet<String> = kinds.iter().filter_map(name).collect();
        if let Some(kind) = kinds.iter().find(|_| has_matrix && used.len() > 1) {
            kind.refuse(Words(
                "travel times that differ by kind of vehicle",
                "temps de trajet différents selon le type de véhicule",
            ));
        }
        let first = kinds.first().and_then(name);
        let reference = first.and_then(|name| speeds.get(&name).copied()).unwrap_or(USUAL_SPEED);
        Self { speeds, used, reference, has_matrix }
    }

    /// Factor on the usual speed of a kind of vehicle.
    fn factor(&self, kind: &Node) -> Option<f64> {
        let profile = kind.get("profile")?;
        profile.expect_keys(&["matrix", "scale"]);
        let scale = profile.get("scale").map_or(Some(1.0), |scale| scale.number(0.01, 100.0))?;
        let own = profile.need("matrix")?.id()?;
        let speed = self.speeds.get(&own).copied().unwrap_or(USUAL_SPEED);
        Some(if self.has_matrix { 1.0 } else { speed / self.reference } / scale)
    }

    /// The matrix of the profile that vehicles have.
    fn matrix(&self, matrices: &[&Source]) -> Option<Matrix> {
        let is_used = |source: &&&Source| {
            let own = source.root.get("profile").and_then(Value::as_str);
            own.is_none_or(|own| self.used.contains(own))
        };
        let mut own = matrices.iter().filter(is_used);
        let source = own.next().or(matrices.first())?;
        let root = source.root();
        root.expect_keys(&["profile", "timestamp", "travelTimes", "distances", "errorCodes"]);
        if let Some(second) = own.next() {
            let feature = Words("travel times that change with the hour", "temps de trajet qui changent selon l'heure");
            second.root().refuse(feature);
        }
        let (mut seconds, metres) = (root.counts("travelTimes"), root.counts("distances"));
        let rows = (seconds.len() as f64).sqrt() as usize;
        if rows * rows != seconds.len() || metres.len() != seconds.len() {
            root.error(Message::OtherSize { first: seconds.len(), second: metres.len() });
            return None;
        }
        for (own, code) in seconds.iter_mut().zip(root.counts("errorCodes")) {
            if code != 0 {
                *own = NO_WAY;
            }
        }
        Some(Matrix { rows, seconds, metres: Some(metres) })
    }
}

/// All times are those of one offset from UTC.
#[derive(Clone, Copy, Default)]
struct Clock {
    /// Seconds east of Greenwich.
    offset: i64,
}

impl Clock {
    /// The offset of the first moment of a file.
    fn of(root: &Value) -> Self {
        Self { offset: first_offset(root).unwrap_or(0) }
    }

    fn timezone(self) -> String {
        let hours = self.offset / 3_600;
        // The names of these zones count westwards.
        if self.offset == 0 || self.offset % 3_600 != 0 { "UTC".into() } else { format!("Etc/GMT{:+}", -hours) }
    }

    fn moment(self, node: &Node) -> Option<i64> {
        let moment = DateTime::parse_from_rfc3339(node.text()?);
        if moment.is_err() {
            node.error(Message::MomentWithZone);
        }
        Some(moment.ok()?.timestamp() + self.offset)
    }

    fn window(self, node: &Node) -> Option<(i64, i64)> {
        let [from, to] = node.pair()?;
        let (from, to) = (self.moment(&from)?, self.moment(&to)?);
        if from > to {
            node.error(Message::WindowTooShort);
            return None;
        }
        Some((from, to))
    }
}

fn first_offset(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => Some(DateTime::parse_from_rfc3339(text).ok()?.offset().local_minus_utc().into()),
        Value::Array(items) => items.iter().find_map(first_offset),
        Value::Object(fields) => fields.values().find_map(first_offset),
        _ => None,
    }
}

/// What a task is made of, beside what brigade plans.
struct Origin {
    job: String,
    kind: &'static str,
    tag: Option<String>,
    one_of: Vec<String>,
    none_of: Vec<String>,
}

#[derive(Default)]
struct Reader {
    clock: Clock,
    locations: Vec<Option<(f64, f64)>>,
    places: Places,
    tasks: Vec<Task>,
    /// The origin of each task.
    origins: Vec<Origin>,
    has_values: bool,
}

/// Lists of tasks in a job, and the letter of each.
const LISTS: [(&str, &str, Carried); 4] = [
    ("pickups", "pickup", Carried::Back),
    ("deliveries", "delivery", Carried::There),
    ("replacements", "replacement", Carried::Throughout),
    ("services", "service", Carried::There),
];

impl Reader {
    fn job(&mut self, node: &Node) {
        node.expect_keys(&[
            "id",
            "pickups",
            "deliveries",
            "replacements",
            "services",
            "skills",
            "value",
            "group",
            "compatibility",
        ]);
        for (key, feature) in [
            ("group", Words("groups of jobs in one tour", "groupes d'interventions dans une même tournée")),
            ("compatibility", Words("jobs that no tour may mix", "interventions qu'une tournée ne peut pas mêler")),
        ] {
            if let Some(group) = node.get(key) {
                group.refuse(feature);
            }
        }
        let Some(id) = node.need("id").and_then(|id| id.id()) else { return };
        let parts: Vec<_> =
            LISTS.iter().flat_map(|list| node.list(list.0).into_iter().map(move |task| (list, task))).collect();
        let count = |key: &str| parts.iter().filter(|(list, _)| list.0 == key).count();
        let (pickups, deliveries) = (count("pickups"), count("deliveries"));
        if parts.is_empty() {
            node.error(Message::NoTask);
        }
        if parts.len() > 1 && (pickups == 0 || deliveries == 0 || pickups + deliveries < parts.len()) {
            node.refuse(Words(
                "tasks of one job in any order within a tour",
                "tâches d'une intervention dans un ordre quelconque d'une même tournée",
            ));
        }
        let is_single = parts.len() == 1;
        let first = self.tasks.len();
        let mut numbers = BTreeMap::new();
        for &(&(_, kind, carried), ref part) in &parts {
            let number = numbers.entry(kind).or_insert(0);
            *number += 1;
            let own = if is_single { id.clone() } else { format!("{id}-{}{number}", &kind[..1]) };
            self.task(node, part, (own, id.clone()), kind, if is_single { carried } else { Carried::Between });
        }
        let (pickups, deliveries): (Vec<_>, Vec<_>) =
            (first..self.tasks.len()).partition(|&task| self.origins[task].kind == "pickup");
        if !pickups.is_empty() {
            for delivery in deliveries {
                self.tasks[delivery].after.clone_from(&pickups);
                // What is on board is what was picked up.
                self.tasks[delivery].load.clear();
            }
        }
    }

    fn task(&mut self, job: &Node, node: &Node, (id, of): (String, String), kind: &'static str, carried: Carried) {
        node.expect_keys(&["places", "demand", "order"]);
        if let Some(order) = node.get("order") {
            order.refuse(Words("order of tasks that may be broken", "ordre de tâches qui peut être enfreint"));
        }
        let Some(places) = node.need("places") else { return };
        let places = places.items();
        let [place] = &places[..] else {
            node.refuse(Words("alternative places of a task", "lieux possibles d'une tâche"));
            return;
        };
        place.expect_keys(&["location", "duration", "times", "tag"]);
        let Some(at) = place.need("location").map(|location| self.location(&location)) else { return };
        let Some(at) = at else {
            place.refuse(Words("tasks without a place", "tâches sans lieu"));
            return;
        };
        let seconds = place.need("duration").and_then(|duration| duration.count()).unwrap_or(0);
        let windows = place.list("times").iter().filter_map(|window| self.clock.window(window)).collect();
        let skills = job.get("skills");
        let asked = |key: &str| skills.as_ref().filter(|skills| !skills.is_list()).map(|skills| skills.ids(key));
        if let Some(skills) = skills.as_ref().filter(|skills| !skills.is_list()) {
            skills.expect_keys(&["allOf", "oneOf", "noneOf"]);
        }
        let all_of = match &skills {
            Some(list) if list.is_list() => list.items().iter().filter_map(Node::id).collect(),
            _ => asked("allOf").unwrap_or_default(),
        };
        let priority = job.get("value").and_then(|value| value.number(0.0, 1e12));
        self.has_values |= priority.is_some();
        self.tasks.push(Task {
            path: node.path.clone(),
            id,
            name: String::new(),
            place: at,
            seconds,
            windows,
            load: node.counts("demand"),
            carried,
            skills: all_of,
            only: None,
            not: Vec::new(),
            priority: priority.map(|value| value.ceil().min(1e9) as u32),
            after: Vec::new(),
        });
        self.origins.push(Origin {
            job: of,
            kind,
            tag: place.get("tag").and_then(|tag| tag.id()),
            one_of: asked("oneOf").unwrap_or_default(),
            none_of: asked("noneOf").unwrap_or_default(),
        });
    }

    /// The place of a location; none where it is unknown.
    fn location(&mut self, node: &Node) -> Option<PlaceIndex> {
        if node.has("type") {
            return None;
        }
        if let Some(index) = node.get("index") {
            let row = index.count()? as usize;
            let at = self.locations.get(row).copied().flatten();
            return Some(self.places.row(row, at));
        }
        node.expect_keys(&["lat", "lng"]);
        let at = coordinates(&node.need("lat")?, &node.need("lng")?)?;
        Some(self.places.at(at))
    }

    fn vehicles(&mut self, node: &Node, profiles: &Profiles) -> Vec<Vehicle> {
        node.expect_keys(&["typeId", "vehicleIds", "profile", "costs", "shifts", "capacity", "skills", "limits"]);
        let shifts = node.need("shifts").map(|shifts| shifts.items()).unwrap_or_default();
        let read: Vec<_> = shifts.iter().filter_map(|shift| self.shift(shift)).collect();
        let Some((start, end, _)) = read.first() else {
            if shifts.is_empty() {
                node.error(Message::NobodyWorks);
            }
            return Vec::new();
        };
        if read.iter().any(|(own_start, own_end, _)| (own_start, own_end) != (start, end)) {
            node.refuse(Words("bases that change from shift to shift", "bases qui changent d'une vacation à l'autre"));
        }
        let most_places = node.get("limits").and_then(|limits| self.limits(&limits, &read));
        let costs = node.get("costs").map(|costs| {
            costs.expect_keys(&["fixed", "distance", "time"]);
            let amount = |key, unit: f64| {
                let price = costs.get(key).and_then(|price| price.number(0.0, 1e9));
                Some((price.unwrap_or(0.0) * unit).min(1e6))
            };
            Costs {
                fixed: amount("fixed", 1.0),
                per_km: amount("distance", 1_000.0),
                per_hour: amount("time", 3_600.0),
            }
        });
        let (speed, capacity, skills) =
            (profiles.factor(node).unwrap_or(1.0), node.counts("capacity"), node.ids("skills"));
        let vehicle = |id: Node| {
            let shift = |shift: &WorkShift| WorkShift {
                path: shift.path.clone(),
                breaks: shift.breaks.iter().map(|pause| Pause { ..*pause }).collect(),
                ..*shift
            };
            Some(Vehicle {
                path: id.path.clone(),
                id: id.id()?,
                name: String::new(),
                start: *start,
                end: *end,
                shifts: read.iter().map(|(.., own)| shift(own)).collect(),
                capacity: capacity.clone(),
                skills: skills.clone(),
                costs: costs.unwrap_or_default(),
                speed,
                most_places,
            })
        };
        node.need("vehicleIds").map(|ids| ids.items().into_iter().filter_map(vehicle).collect()).unwrap_or_default()
    }

    /// Where a shift starts and ends, and when.
    fn shift(&mut self, node: &Node) -> Option<(Option<PlaceIndex>, Option<PlaceIndex>, WorkShift)> {
        node.expect_keys(&["start", "end", "breaks", "reloads", "recharges"]);
        for (key, feature) in [
            ("reloads", Words("reloads within a tour", "rechargements au cours d'une tournée")),
            ("recharges", Words("recharging stations", "stations de recharge")),
        ] {
            if let Some(stops) = node.get(key) {
                stops.refuse(feature);
            }
        }
        let start = node.need("start")?;
        start.expect_keys(&["earliest", "latest", "location"]);
        let from = self.clock.moment(&start.need("earliest")?)?;
        let start_place = self.location(&start.need("location")?);
        if let Some(latest) = start.get("latest") {
            latest.warn(Message::LeavesWhenItSuits);
        }
        let midnight = from - from.rem_euclid(DAY) + DAY;
        let (end_place, to) = match node.get("end") {
            Some(end) => {
                end.expect_keys(&["earliest", "latest", "location"]);
                if let Some(earliest) = end.get("earliest") {
                    earliest.warn(Message::LeavesWhenItSuits);
                }
                (self.location(&end.need("location")?), self.clock.moment(&end.need("latest")?)?)
            }
            None => {
                node.warn(Message::EndsAtMidnight);
                (None, midnight)
            }
        };
        let breaks = node.list("breaks").iter().filter_map(|pause| self.pause(pause)).collect();
        Some((start_place, end_place, WorkShift { path: node.path.clone(), from, to, breaks }))
    }

    fn pause(&self, node: &Node) -> Option<Pause> {
        node.expect_keys(&["time", "places", "policy", "duration"]);
        let time = node.need("time")?;
        let places = node.list("places");
        if places.len() > 1 || places.iter().any(|place| place.has("location")) {
            node.refuse(Words("breaks at a place", "pauses en un lieu"));
            return None;
        }
        let offsets =
            Words("breaks that count from the start of a tour", "pauses comptées depuis le départ de la tournée");
        let (from, to) = if time.is_list() {
            let [from, to] = time.pair()?;
            if from.is_number() {
                node.refuse(offsets);
                return None;
            }
            (self.clock.moment(&from)?, self.clock.moment(&to)?)
        } else if time.has("earliest") {
            let (from, to) = (time.need("earliest")?, time.need("latest")?);
            if from.is_number() {
                node.refuse(offsets);
                return None;
            }
            (self.clock.moment(&from)?, self.clock.moment(&to)?)
        } else {
            let from = self.clock.moment(&time)?;
            (from, from)
        };
        let own = places.first().and_then(|place| place.need("duration")).or_else(|| node.need("duration"))?;
        Some(Pause { from, to, seconds: own.count()? })
    }

    /// Most places of a tour; other limits are refused where they can bind.
    fn limits(&self, node: &Node, shifts: &[(Option<PlaceIndex>, Option<PlaceIndex>, WorkShift)]) -> Option<i64> {
        node.expect_keys(&["maxDistance", "maxDuration", "shiftTime", "tourSize"]);
        if let Some(limit) = node.get("maxDistance") {
            limit.refuse(Words("longest distance of a tour", "distance maximale d'une tournée"));
        }
        let longest = shifts.iter().map(|(.., shift)| shift.to - shift.from).max().unwrap_or(0);
        for key in ["maxDuration", "shiftTime"] {
            if let Some(limit) = node.get(key)
                && limit.number(0.0, 1e12).is_some_and(|most| most < longest as f64)
            {
                limit.refuse(Words("longest duration of a tour", "durée maximale d'une tournée"));
            }
        }
        let most = node.get("tourSize")?;
        let mut places: Vec<_> = self.tasks.iter().map(|task| task.place).collect();
        places.sort_unstable();
        if places.windows(2).any(|pair| pair[0] == pair[1]) {
            most.refuse(Words(
                "most tasks of a tour where several are at one place",
                "nombre maximal de tâches si plusieurs sont au même lieu",
            ));
        }
        most.count()
    }

    /// Which vehicles have one or none of the skills that a job names; and priorities out of values.
    fn choose_vehicles(&mut self, vehicles: &[Vehicle]) {
        let with = |skills: &[String]| -> Vec<usize> {
            let has = |vehicle: &Vehicle| vehicle.skills.iter().any(|skill| skills.contains(skill));
            (0..vehicles.len()).filter(|&index| has(&vehicles[index])).collect()
        };
        let most = self.tasks.iter().filter_map(|task| task.priority).max().unwrap_or(0).max(1);
        for (task, origin) in self.tasks.iter_mut().zip(&self.origins) {
            task.not = with(&origin.none_of);
            if !origin.one_of.is_empty() {
                task.only = Some(with(&origin.one_of));
            }
            if self.has_values {
                let value = u64::from(task.priority.unwrap_or(0));
                task.priority = Some(1 + (8 * value).div_ceil(u64::from(most)) as u32);
            }
        }
    }

    fn relation(&mut self, node: &Node, vehicles: &[Vehicle]) {
        node.expect_keys(&["type", "jobs", "vehicleId", "shiftIndex"]);
        let (Some(kind), Some(of)) = (node.need("type"), node.need("vehicleId")) else { return };
        let Some(vehicle) = find(&of, vehicles) else { return };
        let Some(kind) = kind.text() else { return };
        if !["any", "sequence"].contains(&kind) {
            node.refuse(Words(
                "relations that fix the whole order of a tour",
                "relations qui fixent tout l'ordre d'une tournée",
            ));
            return;
        }
        let shift = node.get("shiftIndex").and_then(|index| index.count()).unwrap_or(0) as usize;
        let Some(shift) = vehicles[vehicle].shifts.get(shift) else {
            node.error(Message::UnknownInProblem);
            return;
        };
        let mut before = None;
        for stated in node.list("jobs") {
            let Some(id) = stated.id() else { continue };
            if ["departure", "arrival"].contains(&id.as_str()) {
                continue;
            }
            let own: Vec<usize> = (0..self.tasks.len()).filter(|&task| self.origins[task].job == id).collect();
            if own.is_empty() {
                stated.error(Message::UnknownInProblem);
            }
            for &task in &own {
                let task = &mut self.tasks[task];
                let allowed = task.only.take().is_none_or(|only| only.contains(&vehicle));
                task.only = Some(if allowed { vec![vehicle] } else { Vec::new() });
                if vehicles[vehicle].shifts.len() > 1 && !within(&mut task.windows, (shift.from, shift.to)) {
                    task.only = Some(Vec::new());
                }
            }
            if kind == "sequence" {
                let [task] = own[..] else {
                    stated.refuse(Words(
                        "sequences of jobs with several tasks",
                        "suites d'interventions à plusieurs tâches",
                    ));
                    continue;
                };
                self.tasks[task].after.extend(before.replace(task).filter(|other| *other != task));
            }
        }
    }

    fn routes(&self, root: &Node, vehicles: &[Vehicle]) -> Vec<DayRoute> {
        let mut used = BTreeSet::new();
        let mut routes = Vec::new();
        for tour in root.list("tours") {
            let Some(vehicle) = tour.need("vehicleId").and_then(|id| find(&id, vehicles)) else { continue };
            let shift = tour.get("shiftIndex").and_then(|index| index.count()).unwrap_or(0) as usize;
            let mut tasks = Vec::new();
            for stop in tour.list("stops") {
                for activity in stop.list("activities") {
                    tasks.extend(self.activity(&activity, &stop, &mut used));
                }
            }
            routes.push(DayRoute { vehicle, shift, tasks });
        }
        routes
    }

    /// The task of an activity: that of its job, kind and tag, at its place where several are left.
    fn activity(&self, node: &Node, stop: &Node, used: &mut BTreeSet<usize>) -> Option<usize> {
        let kind = node.need("type")?.text()?;
        if !LISTS.iter().any(|list| list.1 == kind) {
            return None;
        }
        let job = node.need("jobId")?;
        let id = job.id()?;
        let tag = node.get("jobTag").and_then(|tag| tag.id());
        let at = node.get("location").or_else(|| stop.get("location"));
        let at = at.and_then(|at| Some((at.get("lat")?.number(-90.0, 90.0)?, at.get("lng")?.number(-180.0, 180.0)?)));
        let is_own = |task: &usize| {
            let origin = &self.origins[*task];
            origin.job == id && origin.kind == kind && !used.contains(task)
        };
        let fits = |task: &usize| {
            let has_tag = tag.is_some() && self.origins[*task].tag == tag;
            (has_tag, at.is_some() && self.places.list[self.tasks[*task].place].at == at)
        };
        let found = (0..self.tasks.len()).filter(is_own).rev().max_by_key(fits);
        if found.is_none() {
            job.error(Message::UnknownInProblem);
        }
        used.extend(found);
        found
    }

    /// Gives every place its row of the matrix: the order in which the file first names it.
    fn place_rows(&mut self, matrix: Option<&Matrix>, source: &Source) {
        let places = &mut self.places.list;
        let is_by_index = places.iter().any(|place| place.row.is_some());
        match matrix {
            Some(matrix) => {
                places.iter_mut().enumerate().for_each(|(index, place)| {
                    place.row.get_or_insert(index);
                });
                if let Some(place) = places.iter().find(|place| place.row.is_some_and(|row| row >= matrix.rows)) {
                    let row = place.row.unwrap_or_default();
                    source.say(Severity::Error, "$", row, Message::NotInMatrix { rows: matrix.rows });
                }
                if places.iter().any(|place| place.at.is_none()) {
                    source.say(AS_WARNING, "$", "", Message::NoCoordinates);
                }
            }
            None if is_by_index && places.iter().any(|place| place.at.is_none()) => {
                source.say(Severity::Error, "$", "", Message::NeedsMatrix);
            }
            None => {}
        }
    }
}

/// Keeps of windows what lies within another; without windows that one. Whether anything does.
fn within(windows: &mut Vec<(i64, i64)>, (from, to): (i64, i64)) -> bool {
    if windows.is_empty() {
        windows.push((from, to));
    }
    let kept: Vec<_> =
        windows.iter().map(|own| (own.0.max(from), own.1.min(to))).filter(|own| own.0 <= own.1).collect();
    let is_some = !kept.is_empty();
    if is_some {
        *windows = kept;
    }
    is_some
}

fn find(id: &Node, vehicles: &[Vehicle]) -> Option<usize> {
    let name = id.id()?;
    let found = vehicles.iter().position(|vehicle| vehicle.id == name);
    if found.is_none() {
        id.error(Message::UnknownInProblem);
    }
    found
}
