//! Proofs of how little a plan can cost.

use std::time::Instant;

use crate::check::Verdict;
use crate::cost::{Prices, Rule};
use crate::milp::{Limits, relaxed_bound};
use crate::model::{Bound, BoundClass, Instance, Plan, Worth};
use crate::stop::Stop;
use crate::units::Money;

/// The share of a run's time that a relaxed bound may take.
const SHARE: f64 = 0.1;
/// Steps of the simplex method at most, which is far more than a week of ordinary size takes.
const STEPS: u32 = 1_000_000;
/// A plan that costs no more than this above a bound is as cheap as can be, to the cent.
const CENT: Money = Money(Money::PER_EURO / 100);

/// Every bound that can be proven; what happens is added to the trace, and no failure goes further than that.
pub fn prove(instance: &Instance, rules: &[&dyn Rule], stop: &Stop, trace: &mut Vec<String>) -> Vec<Bound> {
    let begun = Instant::now();
    let limits = Limits { seconds: stop.total().map(|total| SHARE * total.as_secs_f64()), iterations: STEPS };
    let relaxed = relaxed_bound(&Prices::new(instance, rules), limits);
    let found = match &relaxed {
        Ok(Some(bound)) => bound.cost.to_string(),
        Ok(None) => "none: a pinned visit can stand nowhere".into(),
        Err(reason) => format!("none: {reason}"),
    };
    trace.push(format!("relaxed bound after {:.2} s: {found}", begun.elapsed().as_secs_f64()));
    relaxed.ok().flatten().into_iter().collect()
}

/// What a proof ends with.
pub struct Improved {
    /// The plan, or a better one that was met.
    pub plan: Plan,
    /// What no plan costs less than.
    pub bound: Option<Bound>,
    /// What visits and shifts are worth.
    pub worth: Option<Worth>,
}

impl Improved {
    /// Nothing is proven.
    pub fn not(plan: Plan) -> Self {
        Self { plan, bound: None, worth: None }
    }
}

/// The greatest bound, which is optimal where the plan costs as much. Where not even the plan found keeps the rules, pins may
/// force every plan to break one, and nothing is said.
pub fn best(bounds: Vec<Bound>, plan: &Verdict) -> Option<Bound> {
    let bound = bounds.into_iter().max_by_key(|bound| bound.cost).filter(|_| plan.is_legal())?;
    debug_assert!(bound.cost <= plan.total, "a bound above a plan that keeps every rule");
    let class = if plan.total - bound.cost < CENT { BoundClass::Optimal } else { bound.class };
    Some(Bound { class, ..bound })
}
