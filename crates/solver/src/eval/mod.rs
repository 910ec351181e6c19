//! What a plan costs: the only evaluator.
//!
//! A rule states its cost on rungs; the [`CostEvaluator`] compiles them into tables; a [`WorkingPlan`] answers what a
//! [`Move`] would cost, and carries it out.

mod alike;
mod around;
mod delta;
mod evaluator;
mod floor;
mod links;
mod pairings;
mod penalties;
mod places;
mod prices;
mod proposal;
mod road;
mod route;
mod segment;
mod standing;
mod working_plan;

pub use around::Beside;
pub use evaluator::{CostEvaluator, Visit, VisitId};
pub use floor::{Candidate, Departure, Position, Stand};
pub use pairings::NEVER;
pub use penalties::{CLASSES, Class, Excess, Penalties};
pub use places::NearPlaceId;
pub use prices::Prices;
pub use proposal::{Evaluations, Move, Proposal};
pub use road::Road;
pub use segment::{NO_LIMIT, Segment};
pub use working_plan::{Spot, WorkingPlan};
