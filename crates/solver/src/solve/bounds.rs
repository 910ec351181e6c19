//! Proofs of how little a plan can cost.

use std::time::Instant;

use super::best::Best;
use crate::bound::{LpLimits, relaxed_bound};
use crate::eval::Prices;
use crate::stop::Stop;
use brigade_model::judge::Verdict;
use brigade_model::model::{Bound, BoundClass, Instance, Plan, ShadowPrices};
use brigade_model::rules::Rule;
use brigade_model::units::Money;

/// The share of a run's time that a relaxed bound may take.
const SHARE: f64 = 0.1;
/// Steps of the simplex method at most, which is far more than a week of ordinary size takes.
const STEPS: u32 = 1_000_000;
/// A plan that costs no more than this above a bound is as cheap as can be, to the cent.
const CENT: Money = Money(Money::PER_EURO / 100);

/// Every bound that can be proven; what happens is added to the trace, and no failure goes further than that.
pub fn prove(instance: &Instance, rules: &[&dyn Rule], stop: &Stop, trace: &mut Vec<String>) -> Vec<Bound> {
    let begun = Instant::now();
    let limits = LpLimits { seconds: stop.total().map(|total| SHARE * total.as_secs_f64()), iterations: Some(STEPS) };
    let relaxed = relaxed_bound(&Prices::new(instance, rules), limits);
    let found = match &relaxed {
        Ok(Some(bound)) => bound.cost.to_string(),
        Ok(None) => "none: a pinned visit can stand nowhere".into(),
        Err(reason) => format!("none: {reason}"),
    };
    trace.push(format!("relaxed bound after {:.2} s: {found}", begun.elapsed().as_secs_f64()));
    relaxed.ok().flatten().into_iter().collect()
}

/// Whom a proof works with.
#[cfg_attr(not(feature = "highs"), expect(dead_code, reason = "without HiGHS routes are not priced"))]
pub struct Partners<'c> {
    /// The best plan, to which others add theirs.
    pub best: &'c Best<'c>,
    /// Makes a better plan of one that may break rules.
    pub mend: &'c dyn Fn(&Plan) -> Plan,
    /// Hears of every step, and of the bound so far.
    pub told: &'c mut dyn FnMut(String, Option<Money>),
    /// Hears whether all threads but one are free.
    pub leave: &'c dyn Fn(bool),
}

/// What is proven.
pub struct Proof {
    /// What no plan costs less than.
    pub bound: Bound,
    /// What visits and shifts are worth.
    pub worth: ShadowPrices,
}

/// The greatest bound, which is optimal where the plan costs as much. Where not even the plan found keeps the rules, pins may
/// force every plan to break one, and nothing is said.
pub fn best(bounds: Vec<Bound>, plan: &Verdict) -> Option<Bound> {
    let bound = bounds.into_iter().max_by_key(|bound| bound.cost).filter(|_| plan.is_legal())?;
    debug_assert!(bound.cost <= plan.total, "a bound above a plan that keeps every rule");
    let class = if plan.total - bound.cost < CENT { BoundClass::Optimal } else { bound.class };
    Some(Bound { class, ..bound })
}
