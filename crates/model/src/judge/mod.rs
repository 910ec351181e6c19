//! The independent judge of a plan: every figure from the instance and the plan alone, by the rules' own audits.
//!
//! Nothing here knows how a plan was found. The evaluator of the search has its own arithmetic; tests hold both
//! against each other.

mod company;
mod impossible;
mod infeasibility;
mod trials;

use crate::model::{Instance, Plan, Timetable};
use crate::rules::RULES;
use crate::rules::{About, Cost, Kind, Rule, Violation};
use crate::units::Money;

pub use crate::rules::second_crew::{at_once, surplus_crews};
pub use impossible::impossible;
pub use infeasibility::InfeasibilityReasons;

/// What the judge finds in a plan.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The plan with its times.
    pub timetable: Timetable,
    /// Every broken hard rule, by rule in the order of the list, then as the rule finds them.
    pub violations: Vec<Violation>,
    /// The cost components in the order of the list.
    pub components: Vec<Component>,
    /// The sum of the components.
    pub total: Money,
}

/// One cost component of a plan.
#[derive(Clone, Debug)]
pub struct Component {
    /// The rule.
    pub rule: &'static About,
    /// The sum of the causes.
    pub amount: Money,
    /// What causes it.
    pub causes: Vec<Cost>,
}

/// Judges a plan by all rules.
pub fn check(instance: &Instance, plan: &Plan) -> Verdict {
    check_by(instance, plan, RULES)
}

/// Judges a plan by the given rules.
pub fn check_by(instance: &Instance, plan: &Plan, rules: &[&dyn Rule]) -> Verdict {
    let timetable = Timetable::new(instance, plan);
    let (mut violations, mut components) = (Vec::new(), Vec::new());
    for rule in rules {
        let audit = rule.audit(instance, &timetable);
        if rule.kind() == Kind::Cost {
            components.push(Component { rule: rule.about(), amount: audit.cost(), causes: audit.costs });
        }
        violations.extend(audit.violations);
    }
    let total = components.iter().map(|component| component.amount).sum();
    Verdict { timetable, violations, components, total }
}

impl Verdict {
    /// Whether no hard rule is broken.
    pub fn is_legal(&self) -> bool {
        self.violations.is_empty()
    }

    /// The component of a rule, `None` where no rule of that code was asked.
    pub fn component(&self, code: &str) -> Option<&Component> {
        self.components.iter().find(|component| component.rule.code == code)
    }

    /// What a component costs; nothing where no rule of that code was asked.
    pub fn cost(&self, code: &str) -> Money {
        self.component(code).map_or(Money::ZERO, |component| component.amount)
    }

    /// How often a rule is broken.
    pub fn broken(&self, code: &str) -> usize {
        self.violations.iter().filter(|violation| violation.code() == code).count()
    }

    /// Rules and amounts of the components, in order.
    pub fn costs(&self) -> Vec<(&'static About, Money)> {
        self.components.iter().map(|component| (component.rule, component.amount)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sketch;
    use crate::units::Decimal;

    #[test]
    fn the_sum_of_a_small_plan() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0)).cost_day = Decimal::whole(80);
        sketch.site("farm", (30.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("gutter", 30);
        let verdict = check(&sketch.instance(), &sketch.plan(&[(0, 0, &[0])]));
        assert!(verdict.is_legal());
        // 60 km at 0.60, an hour at 25.00, a shift at 80.00, and (400 + 75) x 3 for the gutter
        let parts = [("km", 36), ("travel", 25), ("unassigned", 1_425), ("days", 80)];
        for (code, euros) in parts {
            assert_eq!(verdict.cost(code), Money::euros(Decimal::whole(euros)), "{code}");
        }
        assert_eq!(verdict.total, Money::euros(Decimal::whole(1_566)));
        assert_eq!(verdict.component("days").map(|component| component.causes.len()), Some(1));
        assert_eq!(verdict.broken("calendar"), 0);
    }
}
