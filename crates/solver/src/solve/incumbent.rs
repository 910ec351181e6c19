//! The incumbent of a run: the best plan known, shared by all who search and prove.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use brigade_model::judge::{Verdict, check_by};
use brigade_model::model::{Instance, Plan, pin_holders};
use brigade_model::rules::{Rule, pinned};
use brigade_model::units::Money;

/// What makes a plan better than another: more pins kept, then fewer rules broken, then less cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlanRank {
    unkept: usize,
    broken: usize,
    cost: Money,
}

impl PlanRank {
    /// By a verdict. A pin that was dropped for an earlier one need not be kept.
    pub fn of(instance: &Instance, verdict: &Verdict) -> Self {
        let unkept = match verdict.broken(pinned::ABOUT.code) {
            0 => 0,
            _ => {
                let holders = pin_holders(instance, &verdict.timetable);
                let pins = instance.pins.iter().zip(holders);
                pins.filter(|(pin, holder)| !pin.dropped && holder.is_none()).count()
            }
        };
        Self { unkept, broken: verdict.violations.len(), cost: verdict.total }
    }

    /// As a plan that keeps as many pins, breaks so many rules and costs so much.
    pub fn with(self, broken: usize, cost: Money) -> Self {
        Self { broken, cost, ..self }
    }
}

/// The best plan with its verdict.
pub struct SharedIncumbent<'i> {
    instance: &'i Instance,
    rules: &'i [&'i dyn Rule],
    held: Mutex<Arc<(Plan, Verdict)>>,
}

impl<'i> SharedIncumbent<'i> {
    /// A plan to begin with.
    pub fn new(instance: &'i Instance, rules: &'i [&'i dyn Rule], plan: Plan) -> Self {
        let verdict = check_by(instance, &plan, rules);
        Self { instance, rules, held: Mutex::new(Arc::new((plan, verdict))) }
    }

    /// Takes a plan in place of the one held, whatever it costs.
    pub fn replace(&self, plan: Plan) {
        let verdict = check_by(self.instance, &plan, self.rules);
        *self.held() = Arc::new((plan, verdict));
    }

    /// Takes a plan where it is better than the one held. Returns its verdict.
    pub fn offer(&self, plan: &Plan) -> Verdict {
        let verdict = check_by(self.instance, plan, self.rules);
        let mut held = self.held();
        if PlanRank::of(self.instance, &verdict) < PlanRank::of(self.instance, &held.1) {
            *held = Arc::new((verdict.timetable.settled(self.instance), verdict.clone()));
        }
        verdict
    }

    /// The plan with its verdict.
    pub fn get(&self) -> Arc<(Plan, Verdict)> {
        Arc::clone(&self.held())
    }

    /// Whoever panicked did so before a plan was put there or after.
    fn held(&self) -> MutexGuard<'_, Arc<(Plan, Verdict)>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::{SiteId, Sketch};
    use brigade_model::rules::RULES;

    #[test]
    fn only_what_is_better_is_taken() {
        let mut sketch = Sketch::new();
        sketch.parts.settings.days = 2;
        sketch.crew("ada", (0.0, 0.0));
        for (index, name) in ["near", "far"].into_iter().enumerate() {
            sketch.site(name, (1.0 + 9.0 * index as f64, 0.0));
            sketch.job(name, 60);
            sketch.parts.jobs[index].site = SiteId::new(index);
        }
        let instance = sketch.instance();
        let (none, one, both) = (sketch.plan(&[]), sketch.plan(&[(0, 0, &[0])]), sketch.plan(&[(0, 0, &[0, 1])]));
        let twice = sketch.plan(&[(0, 0, &[0, 1]), (0, 1, &[0])]);
        let best = SharedIncumbent::new(&instance, RULES, one);
        let cost = best.get().1.total;
        assert!(!best.offer(&twice).is_legal() && best.get().1.total == cost);
        assert!(best.offer(&none).total > cost && best.get().1.total == cost);
        let cheaper = best.offer(&both).total;
        let (plan, now) = &*best.get();
        assert!(cheaper < cost && now.total == cheaper);
        assert_eq!(plan.routes.iter().map(|route| route.visits.len()).sum::<usize>(), 2);
    }
}
