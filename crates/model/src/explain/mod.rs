//! Why a plan does what it does, as data: what keeps jobs out, and what was tried with a job and at what price.
//!
//! The solver finds these, reports word them.

mod absence;
mod explained;

pub use absence::{Absence, CrewFault, NearCrew, Reason, Shortage, VisitSlot, WayIn};
pub use explained::{Alternative, CostParts, CrewVerdict, Displaced, Explained, PlannedDay};
