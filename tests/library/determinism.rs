//! Same input, seed and iterations: the same plan, on any number of threads.

use crate::common::{chance, generated, solved, tiny};
use brigade::files::read_instance;
use brigade::generate::{GeneratorOptions, Profile, generate};
use brigade::judge::check;
use brigade::model::{Instance, Plan};
use brigade::search::SearchParams;
use brigade::solve::{SolveOptions, Strategy};
use rand::seq::SliceRandom;

fn planned(instance: &Instance, threads: usize, seed: u64, iterations: u64) -> Plan {
    solved(instance, &SolveOptions { threads, seed, ..SolveOptions::default() }, iterations).plan
}

#[test]
fn threads_do_not_change_what_any_search_finds() {
    for instance in [generated(6, 40, 1, Profile::Construction), generated(20, 80, 2, Profile::Service)] {
        for strategy in Strategy::ALL {
            let run = |threads| {
                solved(&instance, &SolveOptions { threads, strategy: Some(strategy), ..SolveOptions::default() }, 2_000)
                    .plan
            };
            let one = run(1);
            for threads in [2, 3, 8] {
                assert_eq!(run(threads), one, "{strategy} on {threads} threads");
            }
        }
    }
}

/// Where a plan is searched in regions, all of it is one legal plan again, the same on any number of threads.
#[test]
fn threads_do_not_change_what_regions_find() {
    let params = SearchParams { divided_from: 0, ..SearchParams::default() };
    let mut weeks: Vec<_> = (0..20).map(tiny).collect();
    weeks.extend([generated(12, 80, 1, Profile::Construction), generated(20, 80, 2, Profile::Service)]);
    for (index, instance) in weeks.iter().enumerate() {
        let run = |threads| {
            solved(instance, &SolveOptions { threads, params: params.clone(), ..SolveOptions::default() }, 1_000).plan
        };
        let one = run(1);
        for threads in [2, 3, 8] {
            assert_eq!(run(threads), one, "week {index} on {threads} threads");
        }
        // Tiny weeks with much that binds may want more than a region to be legal.
        assert!(index < 20 || check(instance, &one).is_legal(), "week {index}");
    }
}

fn weeks() -> Vec<Instance> {
    let mut weeks: Vec<_> = (0..10).map(tiny).collect();
    weeks.push(generated(15, 98, 1, Profile::Construction));
    weeks.push(generated(20, 80, 2, Profile::Service));
    weeks
}

#[test]
fn threads_do_not_change_the_plan() {
    for instance in weeks() {
        let one = planned(&instance, 1, 1, 300);
        for threads in [1, 2, 3, 8] {
            assert_eq!(planned(&instance, threads, 1, 300), one, "{} threads", threads);
        }
    }
}

#[test]
fn seeds_change_the_plan_and_not_its_legality() {
    let instance = generated(15, 98, 1, Profile::Construction);
    let plans: Vec<_> = (1..=3).map(|seed| planned(&instance, 1, seed, 300)).collect();
    assert!(plans[0] != plans[1] || plans[1] != plans[2]);
    for plan in &plans {
        assert!(check(&instance, plan).is_legal());
    }
}

/// The order of the rows says nothing but which crew comes first in a tie: today's schedule costs the same to the last unit,
/// and what `solve` makes of it is as legal and never worse.
#[test]
fn the_order_of_rows_does_not_matter() {
    let files = generate(&GeneratorOptions { crews: 6, sites: 40, seed: 3, profile: Profile::Construction })
        .expect("a week")
        .files;
    let mut costs = Vec::new();
    for seed in 0..4 {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in &files {
            let ordered = !["crews.csv", "sites.csv", "jobs.csv", "members.csv"].contains(&name.as_str());
            let mut rows: Vec<&str> = text.lines().collect();
            if !ordered && seed > 0 {
                rows[1..].shuffle(&mut chance(seed));
            }
            std::fs::write(folder.path().join(name), rows.join("\n") + "\n").expect("the folder can be written");
        }
        let instance = read_instance(folder.path(), &Default::default()).expect("a valid week").instance;
        let today = check(&instance, instance.current.as_ref().expect("a schedule"));
        let found = check(&instance, &planned(&instance, 1, 1, 200));
        assert!(today.is_legal() && found.is_legal() && found.total <= today.total);
        costs.push((today.total, instance.jobs[0].id.clone()));
    }
    assert!(costs.iter().all(|(cost, _)| *cost == costs[0].0), "{costs:?}");
    assert!(costs.iter().any(|(_, first)| *first != costs[0].1), "the rows were in another order");
}
