//! What a plan costs: the only evaluator.
//!
//! A rule states its cost on rungs; the [`CostEvaluator`] compiles them into tables. On these a plan stands in parts, each of
//! which sees only those before it: [`Routes`] with their prefix and suffix segments, [`Totals`] of cost and excess, the move
//! cache that evaluations read, the delta of a [`Move`], and [`DeltaLowerBounds`] by which most moves are given up. A
//! [`WorkingPlan`] owns them and is the only one to change routes.

mod compact_table;
mod crew_day_table;
mod delta;
mod evaluator;
mod fewest_shifts;
mod identical_shifts;
mod links;
mod lower_bound;
mod move_cache;
mod moves;
mod neighbour_info;
mod penalties;
mod places;
mod prices;
mod routes;
mod segment;
mod spatial_index;
mod stakes;
mod state;
mod tables;
mod tallies;
mod totals;
mod travel;
mod visit;
mod visit_costs;
mod working_plan;

pub use crew_day_table::INCOMPATIBLE;
pub use evaluator::{CompiledRules, CostEvaluator};
pub use fewest_shifts::fewest_shifts;
pub use identical_shifts::SymmetryKey;
pub use lower_bound::{DeltaLowerBounds, ExchangeContext, InsertionContext, Position, RemovalContext};
pub use moves::{Evaluations, Move, Proposal, VisitPosition};
pub use neighbour_info::NeighbourInfo;
pub use penalties::{Excess, PENALTY_TERMS, Penalties, PenaltyParams, PenaltyTerm};
pub use places::NearPlaceId;
pub use prices::Prices;
pub use routes::Routes;
pub use segment::{NO_LIMIT, Segment};
pub use totals::Totals;
pub use travel::TravelDelta;
pub use visit::{Visit, VisitId};
pub use working_plan::WorkingPlan;
