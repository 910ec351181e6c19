//! Public benchmark files, as researchers share them: one reader per format, and the list of best known values.
//!
//! Readers stop at the first fault, which names the file, the line and what was expected there.

mod best;
mod cordeau;
mod gap;
mod hconvrp;
mod hhcrsp;
mod lines;
mod smptsp;
mod solomon;
mod strsp;
mod vrplib;

use std::path::Path;

use crate::error::InvalidInput;

pub use best::{BestKnown, ListedValue, read_best_known};
pub use hconvrp::{Consistent, Customer, MixedVehicle};
pub use hhcrsp::{Caregiver, HomeCare, Patient, Service};
pub use smptsp::FixedTasks;
pub use strsp::{Task, Technicians};

/// A routing problem as a public file states it, in the file's own units.
#[derive(Clone, Debug, PartialEq)]
pub struct Routing {
    /// The depots.
    pub depots: Vec<Node>,
    /// The customers, each visited exactly once.
    pub customers: Vec<Node>,
    /// The fleet, in the order of the file.
    pub vehicles: Vec<Vehicle>,
}

/// A depot or a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its number in the file.
    pub id: u32,
    /// Coordinates.
    pub at: (f64, f64),
    /// Demand.
    pub demand: f64,
    /// Earliest start of its visit; of a depot: when vehicles may leave.
    pub open: f64,
    /// Latest start of its visit; of a depot: when vehicles must be back.
    pub close: f64,
    /// How long its visit takes.
    pub service: f64,
}

/// A vehicle.
#[derive(Clone, Debug, PartialEq)]
pub struct Vehicle {
    /// Index of its depot.
    pub depot: usize,
    /// Capacity; `None` = no limit.
    pub capacity: Option<f64>,
    /// Longest route duration; `None` = no limit.
    pub longest: Option<f64>,
    /// The only customers that it may visit, as indices, ascending; none = all.
    pub allowed: Option<Vec<usize>>,
}

/// A generalized assignment problem: every item goes to one agent, within the capacities, at least cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Cost by agent and item.
    pub costs: Vec<Vec<i64>>,
    /// Resource requirement, by agent and item.
    pub needs: Vec<Vec<i64>>,
    /// Capacity by agent.
    pub capacities: Vec<i64>,
}

/// A format of routing problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One depot, one kind of vehicle, time windows (Solomon 1987; Gehring, Homberger 1999).
    Solomon,
    /// Several depots with time windows (Cordeau, Laporte, Mercier 2001).
    Cordeau,
    /// Sections named by keywords, with one entry per node or vehicle (VRPLIB).
    Vrplib,
}

/// Reads a routing problem.
pub fn read_routing(path: &Path, format: Format) -> Result<Routing, InvalidInput> {
    let text = lines::read(path)?;
    match format {
        Format::Solomon => solomon::parse(&text),
        Format::Cordeau => cordeau::parse(&text),
        Format::Vrplib => vrplib::parse(&text),
    }
}

/// Reads the generalized assignment problems of a file.
pub fn read_assignments(path: &Path) -> Result<Vec<Assignment>, InvalidInput> {
    gap::parse(&lines::read(path)?)
}

/// Reads a problem of tasks at fixed times.
pub fn read_fixed_tasks(path: &Path) -> Result<FixedTasks, InvalidInput> {
    smptsp::parse(&lines::read(path)?)
}

/// Reads a problem of home health care.
pub fn read_home_care(path: &Path) -> Result<HomeCare, InvalidInput> {
    hhcrsp::parse(&lines::read(path)?)
}

/// Reads the tasks of one file and the technicians of another.
pub fn read_technicians(tasks: &Path, technicians: &Path) -> Result<Technicians, InvalidInput> {
    strsp::parse(&lines::read(tasks)?, &lines::read(technicians)?)
}

/// Reads a problem of consistent routes.
pub fn read_consistent(path: &Path) -> Result<Consistent, InvalidInput> {
    hconvrp::parse(&lines::read(path)?)
}
