//! The example that the tests of the rules start from.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{Level, Member, Timetable};
pub use crate::model::{Sketch, SkillNeed, Target};
use crate::rules::{Audit, Rule, Violation};
pub use crate::units::{Decimal, Money};

/// Crew, day and jobs of a route.
pub type RouteList<'a> = [(usize, i64, &'a [usize])];

/// Crews ada and bob at the origin; 10 km and 10 minutes away the farm with one job, an hour on the roof.
pub fn farm() -> Sketch {
    let mut sketch = Sketch::new();
    sketch.crew("ada", (0.0, 0.0));
    sketch.crew("bob", (0.0, 0.0));
    sketch.site("farm", (10.0, 0.0));
    sketch.job("roof", 60);
    sketch
}

/// A named person.
pub fn member(id: &str, levels: &[Level], absent: &[NaiveDate]) -> Member {
    Member { id: id.into(), levels: levels.into(), absent: absent.into() }
}

/// How often a plan breaks a rule; every violation bears the rule's code and says something.
pub fn broken(rule: &dyn Rule, sketch: &Sketch, routes: &RouteList) -> usize {
    let found = audit(rule, sketch, routes);
    assert!(found.costs.is_empty(), "{} is a hard rule", rule.code());
    let says = |violation: &Violation| Locale::ALL.map(|locale| violation.text(&sketch.instance(), locale));
    for violation in &found.violations {
        assert_eq!(violation.rule, rule.about());
        assert!(says(violation).iter().all(|text| !text.is_empty()), "{violation:?}");
    }
    found.violations.len()
}

/// What a plan costs by a rule; every part of it is above nothing.
pub fn cost(rule: &dyn Rule, sketch: &Sketch, routes: &RouteList) -> Money {
    let found = audit(rule, sketch, routes);
    assert!(found.violations.is_empty(), "{} forbids nothing", rule.code());
    assert!(found.costs.iter().all(|cost| cost.amount > Money::ZERO));
    found.cost()
}

/// An amount in cents.
pub fn cents(cents: i64) -> Money {
    Money::euros(Decimal(cents * 10_000))
}

fn audit(rule: &dyn Rule, sketch: &Sketch, routes: &RouteList) -> Audit {
    let instance = sketch.instance();
    rule.audit(&instance, &Timetable::new(&instance, &sketch.plan(routes)))
}
