//! Whatever the time: a complete plan, never worse than today's schedule.

mod common;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use brigade_generate::Profile;
use brigade_model::judge::check;
use brigade_model::model::{Instance, Plan, Sketch, Start};
use brigade_solver::solve::{SolveOptions, solve};
use brigade_solver::stop::StoppingCriterion;
use common::{generated, solved, tiny};

fn weeks() -> Vec<Instance> {
    let construction = (1..=4).map(|seed| generated(6, 40, seed, Profile::Construction));
    let service = (1..=4).map(|seed| generated(8, 60, seed, Profile::Service));
    construction.chain(service).collect()
}

/// Each visit asked is planned once or missing.
fn assert_complete(instance: &Instance, plan: &Plan) {
    let verdict = check(instance, plan);
    for job in instance.job_ids() {
        let planned = verdict.timetable.visits_of[job].len() as u32;
        assert_eq!(planned + verdict.timetable.missing[job], instance.visits_asked(job), "{}", instance.jobs[job].id);
    }
    assert_eq!((verdict.broken("duplicate"), verdict.broken("unknown")), (0, 0));
}

/// Two crews that never work at the same hour have to start together: a row of today's schedule without a start is not
/// held to that, a plan is.
#[test]
fn what_a_schedule_leaves_open_is_no_plan() {
    let mut sketch = Sketch::new();
    for (id, start, end) in [("early", 480, 600), ("late", 780, 1_020)] {
        let crew = sketch.crew(id, (0.0, 0.0));
        (crew.start, crew.end) = (start, end);
    }
    sketch.site("farm", (10.0, 0.0));
    let wall = sketch.job("wall", 60);
    (wall.crews, wall.start_within) = (2, Some(30));
    sketch.current(&[(0, 0, &[0]), (1, 0, &[0])]);
    for route in &mut sketch.parts.current.as_mut().expect("a schedule").routes {
        route.visits[0].start = Start::Unstated;
    }
    let instance = sketch.instance();
    assert!(check(&instance, instance.current.as_ref().expect("a schedule")).is_legal());
    let plan = solved(&instance, &SolveOptions::default(), 40).plan;
    assert!(check(&instance, &plan).is_legal() && plan.routes.is_empty());
}

#[test]
fn never_worse_than_a_legal_schedule() {
    for instance in weeks() {
        let current = instance.current.as_ref().expect("a schedule");
        let today = check(&instance, current);
        assert!(today.is_legal());
        for iterations in [0, 1, 40] {
            let plan = solved(&instance, &SolveOptions::default(), iterations).plan;
            let verdict = check(&instance, &plan);
            assert!(verdict.is_legal(), "{:?}", verdict.violations);
            assert!(verdict.total <= today.total, "{} after {iterations} iterations", verdict.total);
            assert_complete(&instance, &plan);
        }
    }
}

#[test]
fn no_visit_is_lost_whatever_the_instance() {
    for seed in 0..200 {
        let instance = tiny(seed);
        assert_complete(&instance, &solved(&instance, &SolveOptions::default(), 20).plan);
    }
}

#[test]
fn an_interrupt_ends_the_search_with_a_legal_plan() {
    let instance = generated(6, 40, 1, Profile::Construction);
    let stop = StoppingCriterion::new(Instant::now(), None, None);
    stop.interrupter().store(true, Ordering::Relaxed);
    let plan = solve(&instance, &SolveOptions::default(), &stop, &|_| {}).plan;
    assert!(check(&instance, &plan).is_legal());
}

/// Three times the time asked for, and a second for a start without any, is generous: machines are noisy.
#[test]
fn the_clock_ends_the_search_with_a_legal_plan() {
    let instance = generated(6, 40, 2, Profile::Construction);
    for (asked, most) in [(0, 1), (1, 3)].map(|(asked, most)| (Duration::from_secs(asked), Duration::from_secs(most))) {
        let begun = Instant::now();
        let outcome =
            solve(&instance, &SolveOptions::default(), &StoppingCriterion::new(begun, Some(asked), None), &|_| {});
        assert!(begun.elapsed() < most, "{asked:?} became {:?}", begun.elapsed());
        assert!(check(&instance, &outcome.plan).is_legal());
        assert_eq!(outcome.iterations > 0, asked > Duration::ZERO, "time is for the search");
    }
}
