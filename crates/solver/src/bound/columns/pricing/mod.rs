//! Pricing: the cheapest routes of a pricing problem under given multipliers, and all routes within a gap.

pub mod arcs;
pub mod buckets;
pub mod completion_bounds;
pub mod enumeration;
pub mod knapsack_bound;
pub mod labeling;
pub mod route_prices;
