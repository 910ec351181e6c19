//! A vehicle routing problem as other engines state it, before it becomes an instance. Times are seconds since 1970 in
//! the local time of the problem, durations seconds, distances metres.

use super::json::{Node, Source};

/// A problem.
pub struct RoutingProblem<'s> {
    /// The file it is from, for faults.
    pub source: &'s Source,
    /// The name of its time zone.
    pub timezone: String,
    /// Who drives.
    pub vehicles: Vec<Vehicle>,
    /// What is to be done.
    pub tasks: Vec<Task>,
    /// Where vehicles and tasks are.
    pub places: Vec<Place>,
    /// Measured travel; none where coordinates say it.
    pub matrix: Option<Matrix>,
    /// Travel by coordinates.
    pub metric: Metric,
    /// What vehicles do in the other engine's solution, or today.
    pub routes: Vec<DayRoute>,
}

/// A position in the list of places.
pub type PlaceIndex = usize;
/// A position in the list of vehicles.
pub type VehicleIndex = usize;
/// A position in the list of tasks.
pub type TaskIndex = usize;

/// Somebody who drives.
pub struct Vehicle {
    /// Where the file says it.
    pub path: String,
    pub id: String,
    pub name: String,
    /// Where it starts; anywhere where none.
    pub start: Option<PlaceIndex>,
    /// Where it ends; at its last task where none.
    pub end: Option<PlaceIndex>,
    /// When it works.
    pub shifts: Vec<WorkShift>,
    /// What it carries, by dimension.
    pub capacity: Vec<i64>,
    pub skills: Vec<String>,
    pub costs: Costs,
    /// Factor on the speed of the matrix.
    pub speed: f64,
    /// Most places in a day.
    pub most_places: Option<i64>,
}

/// Prices of a vehicle; those of the settings where none.
#[derive(Clone, Copy, Default)]
pub struct Costs {
    pub fixed: Option<f64>,
    pub per_km: Option<f64>,
    pub per_hour: Option<f64>,
}

/// A shift from one moment to another, and its breaks.
pub struct WorkShift {
    /// Where the file says it.
    pub path: String,
    pub from: i64,
    pub to: i64,
    pub breaks: Vec<Pause>,
}

/// A break: between which moments it starts, and how long it is.
pub struct Pause {
    pub from: i64,
    pub to: i64,
    pub seconds: i64,
}

/// A thing to be done once.
pub struct Task {
    /// Where the file says it.
    pub path: String,
    pub id: String,
    pub name: String,
    pub place: PlaceIndex,
    pub seconds: i64,
    /// When it may start; whenever where there are none.
    pub windows: Vec<(i64, i64)>,
    /// What it takes of the capacity, by dimension.
    pub load: Vec<i64>,
    pub carried: Carried,
    pub skills: Vec<String>,
    /// The only vehicles that may do it.
    pub only: Option<Vec<VehicleIndex>>,
    /// Vehicles that may not.
    pub not: Vec<VehicleIndex>,
    /// 1 to 9; the default where none.
    pub priority: Option<u32>,
    /// Tasks that come before it in the same tour.
    pub after: Vec<TaskIndex>,
}

/// On which part of a tour the load of a task is on board.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// From the base to the task.
    There,
    /// From the task to the base.
    Back,
    /// All the way.
    Throughout,
    /// From one task to another.
    Between,
}

/// Where something is.
pub struct Place {
    /// Latitude and longitude, where they are stated.
    pub at: Option<(f64, f64)>,
    /// Its row in the matrix.
    pub row: Option<usize>,
}

/// Measured travel between the rows.
pub struct Matrix {
    pub rows: usize,
    pub seconds: Vec<i64>,
    /// Metres; those of a usual speed where none.
    pub metres: Option<Vec<i64>>,
}

/// Travel as the crow flies.
pub struct Metric {
    pub detour: f64,
    pub speed_kmh: f64,
}

/// The tasks of a vehicle on the date of one of its shifts, in order.
pub struct DayRoute {
    pub vehicle: VehicleIndex,
    pub shift: usize,
    pub tasks: Vec<TaskIndex>,
}

/// The places of a problem, each once.
#[derive(Default)]
pub struct Places {
    /// The places, in the order in which they were named.
    pub list: Vec<Place>,
}

impl Places {
    /// The place with coordinates.
    pub fn at(&mut self, at: (f64, f64)) -> PlaceIndex {
        let same = self.list.iter().position(|place| place.row.is_none() && place.at == Some(at));
        same.unwrap_or_else(|| self.add(Some(at), None))
    }

    /// The place of a row of the matrix, with coordinates where they are known.
    pub fn row(&mut self, row: usize, at: Option<(f64, f64)>) -> PlaceIndex {
        let same = self.list.iter().position(|place| place.row == Some(row));
        same.unwrap_or_else(|| self.add(at, Some(row)))
    }

    fn add(&mut self, at: Option<(f64, f64)>, row: Option<usize>) -> PlaceIndex {
        self.list.push(Place { at, row });
        self.list.len() - 1
    }
}

/// A latitude and a longitude.
pub fn coordinates(lat: &Node, lon: &Node) -> Option<(f64, f64)> {
    Some((lat.number(-90.0, 90.0)?, lon.number(-180.0, 180.0)?))
}
