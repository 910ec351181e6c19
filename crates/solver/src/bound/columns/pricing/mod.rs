//! Pricing: routes of least reduced cost by labelling, and enumeration of all routes within a gap.

pub mod arcs;
pub mod buckets;
pub mod completion_bounds;
pub mod enumeration;
pub mod knapsack_bound;
pub mod labeling;
pub mod orders;
pub mod route_prices;
