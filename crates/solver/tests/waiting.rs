//! Whoever is said to wait for what can't be done in time can't be planned with nothing else to do either: weeks with
//! many jobs that wait for each other, and a search for each claim.

mod common;

use brigade_generate::Profile;
use brigade_model::explain::Absence;
use brigade_model::judge::check;
use brigade_model::model::{Instance, JobId, Pin};
use brigade_model::rules::Done;
use brigade_solver::solve::SolveOptions;
use chrono::TimeDelta;
use common::{generated, solved};
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A week in which every third job waits for an earlier one, many have a last or a first date, and some a pin.
fn waiting(seed: u64) -> Instance {
    let chance = &mut Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut parts = generated(6, 30, seed, Profile::Construction).with_current(None, Vec::new()).into_parts();
    let start = parts.settings.start;
    for job in 1..parts.jobs.len() {
        let mut day = |one_in: u32| {
            let date = start + TimeDelta::days(chance.random_range(0..4));
            (chance.random_range(0..one_in) == 0).then_some(date)
        };
        let work = &mut parts.jobs[job];
        work.latest = day(3).filter(|&latest| work.earliest.is_none_or(|earliest| earliest <= latest)).or(work.latest);
        work.earliest = day(6).filter(|&first| work.latest.is_none_or(|latest| first <= latest)).or(work.earliest);
        let before = JobId::new(chance.random_range(0..job));
        if chance.random_range(0..3) == 0 && !work.after.contains(&before) {
            work.after.push(before);
        }
    }
    for job in JobId::range(parts.jobs.len()).filter(|_| seed.is_multiple_of(3)) {
        let date = start + TimeDelta::days(chance.random_range(0..5));
        let pin = Pin { job, crew: None, date: Some(date), start: None, line: 2, dropped: false };
        parts.pins.extend((chance.random_range(0..9) == 0).then_some(pin));
    }
    Instance::new(parts)
}

/// The instance with nothing to do but a job and those before it.
fn alone(instance: &Instance, job: JobId) -> Instance {
    let (mut kept, mut next) = (vec![job], 0);
    while let Some(&job) = kept.get(next) {
        kept.extend(instance.jobs[job].after.iter().filter(|before| !kept.contains(before)).collect::<Vec<_>>());
        next += 1;
    }
    let mut parts = instance.clone().into_parts();
    let others = JobId::range(parts.jobs.len()).filter(|job| !kept.contains(job)).collect::<Vec<_>>();
    others.iter().for_each(|&job| parts.jobs[job].visits = 0);
    parts.pins.retain(|pin| kept.contains(&pin.job));
    Instance::new(parts)
}

fn too_late(absence: &Absence) -> bool {
    let never = |done| matches!(done, Done::Never | Done::NotBefore(_));
    absence.reason.code() == "precedence" && absence.waits_for.is_some_and(|waits| never(waits.done))
}

#[test]
fn what_waits_too_long_can_not_be_done_alone() {
    let (mut claims, options) = (0, SolveOptions { threads: 1, ..SolveOptions::default() });
    for seed in 1..=60 {
        let instance = waiting(seed);
        let found = solved(&instance, &options, 100);
        for absence in found.left_out.iter().filter(|absence| too_late(absence)) {
            let alone = alone(&instance, absence.job);
            let verdict = check(&alone, &solved(&alone, &options, 300).plan);
            let done = verdict.is_legal() && verdict.timetable.missing[absence.job] < absence.unassigned;
            assert!(!done, "seed {seed}, {}: {absence:?}", instance.jobs[absence.job].id);
            claims += 1;
        }
    }
    assert!(claims > 8, "{claims}");
}
