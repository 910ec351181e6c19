//! The relaxed bound on generated weeks: below every plan that keeps the rules, and the same whatever things are called.

mod common;

use std::time::{Duration, Instant};

use brigade_generate::Profile;
use brigade_model::judge::check;
use brigade_model::model::{BoundClass, CrewId, Instance, SiteId, Sketch};
use brigade_model::rules::RULES;
use brigade_model::rules::Rule;
use brigade_model::units::{Decimal, Money};
use brigade_solver::bound::{LpLimits, relaxed_bound};
use brigade_solver::eval::Prices;
use brigade_solver::solve::{SolveOptions, solve};
use brigade_solver::stop::StoppingCriterion;
use common::{generated, solved};

const LIMITS: LpLimits = LpLimits { seconds: None, iterations: Some(1_000_000) };
/// What rounding of a solver's prices may add or take away.
const ROUNDING: f64 = 0.01;

/// A run that proves a bound.
fn proven() -> SolveOptions<'static> {
    SolveOptions { threads: 1, bound: true, ..SolveOptions::default() }
}

fn bound(instance: &Instance, rules: &[&dyn Rule]) -> Money {
    relaxed_bound(&Prices::new(instance, rules), LIMITS, &|| false).expect("a solver that works").expect("no pins").cost
}

/// Weeks small enough for any solver.
fn weeks() -> impl Iterator<Item = Instance> {
    [(3, 9, Profile::Construction), (4, 12, Profile::Service)]
        .into_iter()
        .flat_map(|(crews, sites, profile)| (1..=3).map(move |seed| generated(crews, sites, seed, profile)))
}

#[test]
fn no_plan_costs_less() {
    for week in weeks() {
        let outcome = solved(&week, &proven(), 1_000);
        let (bound, cost) = (outcome.bound.expect("a bound"), check(&week, &outcome.plan).total);
        assert!(bound.cost <= cost && bound.cost > Money::ZERO, "{}: {} above {cost}", week.name, bound.cost);
        let today = check(&week, week.current.as_ref().expect("a schedule"));
        assert!(!today.is_legal() || bound.cost <= today.total);
    }
}

#[test]
fn what_relaxes_the_week_never_raises_the_bound() {
    for week in weeks() {
        let all = bound(&week, RULES).to_f64();
        for rule in RULES {
            let others: Vec<_> = RULES.iter().copied().filter(|other| other.code() != rule.code()).collect();
            let without = bound(&week, &others).to_f64();
            assert!(without <= all + ROUNDING, "{} without {}: {without} above {all}", week.name, rule.code());
        }
    }
}

#[test]
fn ids_in_another_order_have_the_same_bound() {
    let [there, back] = [false, true].map(|flipped| bound(&Sketch::firm(flipped).instance(), RULES).to_f64());
    assert!((there - back).abs() < ROUNDING && there > 100.0, "{there} {back}");
}

/// A visit alone in its shift is no relaxation at all: the bound is the plan.
#[test]
fn shares_too_dear_for_a_chord_are_bounded_without_it() {
    let mut sketch = Sketch::new();
    sketch.crew("ada", (0.0, 0.0)).overtime = 60;
    sketch.site("farm", (1.0, 0.0));
    for job in ["roof", "wall", "door", "gate"] {
        sketch.job(job, 150);
    }
    (sketch.parts.settings.days, sketch.parts.settings.overload) = (14, Decimal::whole(1_000_000));
    let week = sketch.instance();
    let (bound, plan) = (bound(&week, RULES), solved(&week, &proven(), 100).plan);
    assert!(bound > Money::ZERO && bound <= check(&week, &plan).total);
}

#[test]
fn one_site_a_day_is_proven() {
    let mut sketch = Sketch::new();
    for crew in 0..2 {
        sketch.crew(&format!("crew{crew}"), (0.0, 30.0 * f64::from(crew)));
    }
    sketch.parts.settings.days = 2;
    for site in 0..4 {
        sketch.site(&format!("site{site}"), (10.0 + 7.0 * site as f64, 5.0 * site as f64));
        sketch.job(&format!("job{site}"), 300).site = SiteId::new(site);
    }
    let week = sketch.instance();
    let outcome = solved(&week, &proven(), 2_000);
    assert_eq!(outcome.bound.map(|bound| bound.class), Some(BoundClass::Optimal), "{:?}", outcome.trace);
}

#[test]
fn pins_against_rules_leave_no_bound_and_do_no_harm() {
    let mut sketch = Sketch::new();
    sketch.crew("ada", (0.0, 0.0));
    sketch.site("farm", (3.0, 4.0));
    sketch.job("roof", 60).not_crews = vec![CrewId::new(0)];
    sketch.pin(0, Some(0), Some(0));
    let outcome = solved(&sketch.instance(), &proven(), 10);
    assert_eq!((outcome.bound, outcome.plan.visits().count()), (None, 1));
    assert!(outcome.trace.iter().any(|line| line.contains("pin")), "{:?}", outcome.trace);
}

#[test]
fn no_bound_where_none_is_wanted() {
    let week = generated(3, 9, 1, Profile::Construction);
    let outcome = solved(&week, &SolveOptions::default(), 10);
    assert!(outcome.bound.is_none() && outcome.trace.is_empty());
}

/// A solver that gets no time ends with a weak bound or none, said in the trace, and the plan is there all the same.
#[test]
fn a_solver_that_fails_does_no_harm() {
    let week = generated(6, 40, 1, Profile::Service);
    let prices = Prices::new(&week, RULES);
    for limits in
        [LpLimits { seconds: Some(0.0), iterations: Some(0) }, LpLimits { seconds: None, iterations: Some(0) }]
    {
        if let Ok(Some(weak)) = relaxed_bound(&prices, limits, &|| false) {
            assert!(weak.cost <= bound(&week, RULES) + Money(Money::PER_EURO / 100));
        }
    }
    let stop = StoppingCriterion::new(Instant::now(), Some(Duration::ZERO), None);
    let outcome = solve(&week, &proven(), &stop, &|_| {});
    assert!(check(&week, &outcome.plan).is_legal() && outcome.trace.len() == 1);
}
