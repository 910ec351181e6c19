//! Without HiGHS there is no column generation: the search has all the time, and its plan stays.

use super::Options;
use super::bounds::{Partners, Proof};
use crate::search::Solution;
use crate::stop::Stop;
use brigade_model::model::Instance;

/// The share of the time left for the search.
pub fn search_share(_: &Instance, _: &Options<'_>, _: &Solution, _: &Stop) -> f64 {
    1.0
}

/// Nothing.
pub fn prove(_: &Instance, _: &Options<'_>, _: &Stop, _: Partners<'_>) -> Option<Proof> {
    None
}
