//! Without HiGHS there is no column generation: the search has all the time, and its plan stays.

use super::Options;
use super::bounds::Improved;
use crate::check::Verdict;
use crate::model::{Instance, Plan};
use crate::search::Solution;
use crate::stop::Stop;
use crate::units::Money;

/// The share of the time left for the search.
pub fn search_share(_: &Instance, _: &Solution, _: &Stop) -> f64 {
    1.0
}

/// The plan as it is.
pub fn improve(
    _: &Instance,
    _: &Options<'_>,
    _: &Stop,
    plan: Plan,
    _: &dyn Fn(&Plan) -> Plan,
    _: &mut Vec<String>,
    _: &dyn Fn(&Verdict, Option<Money>),
) -> Improved {
    Improved::not(plan)
}
