//! A legal plan wherever there is one, whatever the weights say, and no panic where there is nothing to plan.

mod common;

use brigade_generate::Profile;
use brigade_model::judge::check;
use brigade_model::model::{CrewId, JobId, Leg, Plan, SiteId, Sketch, SkillId, SkillNeed, Target, TravelMatrix};
use brigade_model::rules::RULES;
use brigade_model::units::Decimal;
use brigade_solver::eval::CostEvaluator;
use brigade_solver::solve::{SolveOptions, Strategy};
use chrono::TimeDelta;
use common::{farm, generated, solved};

/// The best plan found in a short run.
fn planned(sketch: &Sketch) -> Plan {
    solved(&sketch.instance(), &SolveOptions { threads: 1, ..SolveOptions::default() }, 400).plan
}

/// The jobs of a plan, sorted; the plan breaks no rule.
fn legal_jobs(sketch: &Sketch) -> Vec<usize> {
    let plan = planned(sketch);
    let verdict = check(&sketch.instance(), &plan);
    assert!(verdict.is_legal(), "{:?}", verdict.violations);
    let mut jobs: Vec<usize> = plan.visits().map(|(job, ..)| job.index()).collect();
    jobs.sort_unstable();
    jobs
}

/// Nobody can do the first job; so many others wait for each other in a chain that begins with it, and one for nobody.
fn after_an_impossible_job(length: usize) -> Sketch {
    let mut sketch = Sketch::new();
    sketch.crew("ada", (0.0, 0.0));
    sketch.site("farm", (1.0, 1.0));
    sketch.skill("gas");
    sketch.job("boiler", 60).skills = vec![SkillNeed { skill: SkillId::new(0), level: 1, people: 1 }];
    for index in 0..length {
        let job = sketch.job(&format!("next{index}"), 240);
        (job.visits, job.after, job.priority) = (3, vec![JobId::new(index)], 9);
    }
    sketch.job("gutter", 60);
    sketch
}

#[test]
fn what_waits_for_an_impossible_job_is_left_out() {
    for length in 1..=3 {
        let mut sketch = after_an_impossible_job(length);
        assert_eq!(legal_jobs(&sketch), [length + 1]);
        sketch.parts.settings.unassigned_visit = Decimal::whole(1_000_000);
        assert_eq!(legal_jobs(&sketch), [length + 1]);
    }
}

/// The pass to the hut is closed from the base, open from the farm.
#[test]
fn what_is_too_far_alone_is_planned_on_the_way() {
    let mut sketch = Sketch::new();
    sketch.crew("ada", (0.0, 0.0));
    sketch.site("farm", (1.0, 1.0));
    sketch.job("roof", 60);
    sketch.site("hut", (2.0, 2.0));
    sketch.job("stove", 60);
    let mut instance = sketch.instance();
    let [farm, hut] = [SiteId::new(0), SiteId::new(1)].map(|site| instance.sites[site].place);
    let base = instance.crews[CrewId::new(0)].base;
    let places = instance.travel.places();
    let mut legs = vec![Leg { metres: 10_000, minutes: 20 }; places * places];
    for (from, to) in [(base, hut), (hut, base)] {
        legs[from.index() * places + to.index()].minutes = 600;
    }
    for place in [base, farm, hut] {
        legs[place.index() * (places + 1)] = Leg::default();
    }
    instance.travel = TravelMatrix::new(places, legs.clone()).into();
    let options = SolveOptions { threads: 1, ..SolveOptions::default() };
    assert_eq!(solved(&instance, &options, 400).plan.visits().count(), 1, "there is no way back");
    legs[hut.index() * places + base.index()].minutes = 20;
    instance.travel = TravelMatrix::new(places, legs).into();
    let plan = solved(&instance, &options, 400).plan;
    assert!(check(&instance, &plan).is_legal());
    assert_eq!(plan.visits().count(), 2, "by the farm to the hut, and straight home");
}

#[test]
fn what_waits_for_a_job_that_is_possible_in_part_is_left_out() {
    let mut sketch = Sketch::new();
    sketch.crew("ada", (0.0, 0.0));
    sketch.site("farm", (1.0, 1.0));
    let job = sketch.job("roof", 60);
    // Monday and Wednesday are too far apart: one visit of the two is all that there can be.
    (job.visits, job.max_gap_days) = (2, Some(1));
    job.days = Some([true, false, true, false, false, false, false]);
    let next = sketch.job("gutter", 240);
    (next.visits, next.after, next.priority) = (3, vec![JobId::new(0)], 9);
    for weight in [400, 100_000, 1_000_000] {
        sketch.parts.settings.unassigned_visit = Decimal::whole(weight);
        assert_eq!(legal_jobs(&sketch), [0], "unassigned_visit {weight}");
    }
}

/// The roof is bob's today; the gutter waits for it and is pinned to ada on the only day.
fn pinned_after_a_change() -> Sketch {
    let mut sketch = farm();
    sketch.parts.settings.days = 1;
    sketch.job("gutter", 60).after = vec![JobId::new(0)];
    sketch.current(&[(1, 0, &[0]), (0, 0, &[1])]);
    sketch.pin(1, Some(0), Some(0));
    sketch
}

#[test]
fn no_weight_outweighs_a_rule_where_a_pin_is_kept() {
    let dear = Decimal::whole(900_000);
    let weights: [fn(&mut Sketch, Decimal); 6] = [
        |sketch, dear| sketch.parts.settings.change_crew = dear,
        |sketch, dear| sketch.parts.settings.unassigned_visit = dear,
        |sketch, dear| sketch.parts.settings.second_crew = dear,
        |sketch, dear| sketch.parts.crews[0].cost_km = Some(dear),
        |sketch, dear| sketch.parts.crews[0].cost_hour = Some(dear),
        |sketch, dear| {
            sketch.parts.settings.preference = dear;
            sketch.prefer(1, Target::Job(JobId::new(0)), 10);
        },
    ];
    for (index, weigh) in weights.into_iter().enumerate() {
        let mut sketch = pinned_after_a_change();
        weigh(&mut sketch, dear);
        assert_eq!(legal_jobs(&sketch), [0, 1], "weight {index}");
    }
}

#[test]
fn of_two_pins_that_break_a_rule_nothing_else_is_blamed() {
    let mut sketch = pinned_after_a_change();
    // Both are pinned in the wrong order: one broken rule is forced, and the other work stays as it can be.
    sketch.pin(0, Some(1), Some(0));
    sketch.job("paint", 60);
    let verdict = check(&sketch.instance(), &planned(&sketch));
    assert_eq!((verdict.broken("precedence"), verdict.violations.len()), (1, 1));
    assert!(verdict.timetable.missing.iter().all(|&missing| missing == 0));
}

#[test]
fn where_there_is_nothing_to_plan_the_plan_is_empty() {
    let before = |sketch: &Sketch| Some(sketch.date(0) - TimeDelta::days(3));
    let cases: [fn(&mut Sketch, Option<chrono::NaiveDate>); 5] = [
        |sketch, past| sketch.parts.jobs[0].latest = past,
        |sketch, _| sketch.parts.jobs[0].only_crews = vec![CrewId::new(1)],
        |sketch, _| sketch.parts.crews[0].days = [false; 7],
        |sketch, _| sketch.parts.crews[0].end = sketch.parts.crews[0].start,
        |sketch, _| sketch.parts.jobs.clear(),
    ];
    for (index, change) in cases.into_iter().enumerate() {
        for pinned in [false, true] {
            for strategy in Strategy::ALL {
                let mut sketch = Sketch::new();
                sketch.crew("ada", (0.0, 0.0));
                sketch.site("farm", (1.0, 1.0));
                sketch.job("roof", 60);
                if index == 1 {
                    sketch.crew("bob", (0.0, 0.0)).days = [false; 7];
                }
                let past = before(&sketch);
                change(&mut sketch, past);
                if pinned && !sketch.parts.jobs.is_empty() {
                    sketch.current(&[(0, 0, &[0])]);
                    sketch.pin(0, Some(0), Some(0));
                }
                for bound in [false, true] {
                    let options =
                        SolveOptions { threads: 2, bound, strategy: Some(strategy), ..SolveOptions::default() };
                    let plan = solved(&sketch.instance(), &options, 50).plan;
                    // A pinned visit stays, whatever it breaks.
                    assert!(pinned || plan.routes.is_empty(), "case {index} {strategy}: {plan:?}");
                }
            }
        }
    }
}

/// Nobody searches what is impossible.
#[test]
fn impossible_jobs_have_no_place() {
    let instance = after_an_impossible_job(3).instance();
    let evaluator = CostEvaluator::new(&instance, RULES);
    let placed = |job: JobId| {
        let shifts = |&visit| evaluator.shift_ids().filter(|&shift| evaluator.allowed(visit, shift)).count();
        evaluator.visits_of(job).iter().map(shifts).sum::<usize>()
    };
    assert_eq!(instance.job_ids().map(placed).collect::<Vec<_>>(), [0, 0, 0, 0, 5]);
}

/// Visits that break rules go, as cheap ones as can be: what is left is as good as if they had never been there.
#[test]
fn a_week_of_one_crew_is_legal_at_weights_that_no_penalty_outweighs() {
    for seed in 0..4 {
        let mut parts = generated(3, 12, seed, Profile::Construction).into_parts();
        parts.settings.unassigned_visit = Decimal::whole(200_000);
        parts.settings.unassigned_hour = Decimal::whole(30_000);
        parts.settings.second_crew = Decimal::whole(1_000_000);
        let instance = brigade_model::model::Instance::new(parts);
        let options = SolveOptions { threads: 1, ..SolveOptions::default() };
        let verdict = check(&instance, &solved(&instance, &options, 200).plan);
        assert!(verdict.is_legal(), "seed {seed}: {:?}", verdict.violations);
    }
}

#[test]
fn a_site_far_from_all_is_left_out_and_the_rest_is_planned() {
    let mut sketch = farm();
    sketch.site("moon", (9_000.0, 0.0));
    sketch.job("flag", 60);
    sketch.parts.jobs[1].site = SiteId::new(1);
    sketch.job("wall", 60).after = vec![JobId::new(1)];
    assert_eq!(legal_jobs(&sketch), [0]);
}
