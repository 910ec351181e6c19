//! Recipe: from a folder of CSV files to a better week (`cargo run --example plan_a_week`).
//!
//! Read the folder, search for so many iterations, have the plan judged, and compare it with today's schedule.

use std::time::Instant;

use brigade::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A made-up firm stands in for your own folder.
    let folder = tempfile::tempdir()?;
    let firm = GeneratorOptions { crews: 6, sites: 36, ..GeneratorOptions::MODEL };
    write_files(folder.path(), &generate(&firm)?.files)?;

    // 1. Read. What is wrong with the files is an error; what is merely odd is a warning.
    let loaded = read_instance(folder.path(), &ReadOptions::default())?;
    loaded.warnings.iter().for_each(|warning| println!("{warning}"));
    let instance = loaded.instance;

    // 2. Search. 2,000 iterations give the same plan on every machine; a time limit goes in place of `None`.
    let stop = StoppingCriterion::new(Instant::now(), None, Some(2_000));
    let outcome = solve(&instance, &SolveOptions::default(), &stop, &|_| {});

    // 3. Judge. The judge shares nothing with the search; ask it whatever made the plan.
    let verdict = check(&instance, &outcome.plan);
    assert!(verdict.is_legal(), "{:?}", verdict.violations);

    // 4. Compare. Figures of both schedules, and what lies between them.
    let plan = Figures::new(&instance, &verdict);
    let today = instance.current.as_ref().map(|current| Figures::new(&instance, &check(&instance, current)));
    let today = today.ok_or("the made-up firm has a schedule")?;
    let savings = Savings::new(&today, &plan, instance.settings.weeks_per_year);
    println!("{} visits planned, {} left out, cost {}", plan.visits, plan.unassigned, plan.total);
    println!("saved: {:.1} km ({:.1} %)", savings.metres as f64 / 1_000.0, savings.km_percent);
    assert!(plan.total < today.total, "the plan costs less than today's schedule");
    assert!(savings.metres > 0, "and drives less");
    Ok(())
}
