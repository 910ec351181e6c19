//! Rules that keep tallies: what the evaluator calls excess is what visits add up to above the limits, and the search plans
//! within them. That moves cost what they should with such a rule is tested with all others, in `delta.rs`.

mod common;

use brigade_generate::Profile;
use brigade_model::judge::{check, check_by};
use brigade_model::model::{Instance, Timetable};
use brigade_model::rules::{RULES, Rule};
use brigade_solver::eval::{CostEvaluator, PenaltyTerm};
use brigade_solver::search::Solution;
use brigade_solver::solve::SolveOptions;
use common::{Strain, chance, generated, random_plan, solved, tiny};

fn rules() -> Vec<&'static dyn Rule> {
    RULES.iter().copied().map(|rule| rule as &dyn Rule).chain([&Strain as &dyn Rule]).collect()
}

#[test]
fn excess_is_what_the_audit_finds() {
    let (rules, mut broken) = (rules(), 0);
    let tiny = (0..300).map(tiny).filter(|instance| !instance.shifts.is_empty());
    for (index, instance) in tiny.chain([generated(6, 40, 2, Profile::Service)]).enumerate() {
        let evaluator = CostEvaluator::new(&instance, &rules);
        let mut rng = chance(index as u64);
        for _ in 0..6 {
            let plan = random_plan(&evaluator, 0.9, &mut rng);
            let timetable = Timetable::new(&instance, &Solution::of(&plan).to_plan(&evaluator));
            let over = Strain::excess(&instance, &timetable);
            assert_eq!(plan.excess()[PenaltyTerm::Tally as usize], over.iter().sum::<i64>(), "instance {index}");
            assert!(plan.breaches().1 >= over.len(), "instance {index}");
            broken += usize::from(!over.is_empty());
        }
    }
    println!("{broken} plans break the rule");
    assert!(broken > 150);
}

#[test]
fn the_search_plans_within_tallies() {
    let strain = |instance: &Instance, rules: &[&dyn Rule]| {
        let plan = solved(instance, &SolveOptions { rules, ..SolveOptions::default() }, 400).plan;
        let planned: usize = plan.routes.iter().map(|route| route.visits.len()).sum();
        (Strain::excess(instance, &Timetable::new(instance, &plan)).iter().sum::<i64>(), planned, plan)
    };
    for seed in 1..4 {
        let instance = generated(6, 24, seed, Profile::Construction);
        let (without, ..) = strain(&instance, RULES);
        let (within, planned, plan) = strain(&instance, &rules());
        assert!(without > 0 && within == 0, "seed {seed}: the rule binds and is kept");
        assert!(planned > 0 && check(&instance, &plan).is_legal(), "seed {seed}");
        assert!(check_by(&instance, &plan, &rules()).is_legal(), "seed {seed}");
    }
}
