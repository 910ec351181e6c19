//! Same input, seed and iterations: the same plan, on any number of threads.

mod common;

use brigade::check::check;
use brigade::generate::Profile;
use brigade::model::{Instance, Plan};
use brigade::solve::Options;
use common::{generated, solved, tiny};

fn planned(instance: &Instance, threads: usize, seed: u64, iterations: u64) -> Plan {
    solved(instance, &Options { threads, seed, ..Options::default() }, iterations).plan
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
