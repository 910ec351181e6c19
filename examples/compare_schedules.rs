//! Recipe: two schedules of one week side by side (`cargo run --example compare_schedules`).
//!
//! Any two plans of one instance can be compared, whoever made them: here today's schedule, and the same without its
//! first route.

use brigade::prelude::*;

fn figures(instance: &Instance, plan: &Plan) -> Figures {
    Figures::new(instance, &check(instance, plan))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let firm = GeneratorOptions { crews: 4, sites: 20, ..GeneratorOptions::MODEL };
    let instance = generate(&firm)?.instance;
    let today = instance.current.clone().ok_or("the made-up firm has a schedule")?;

    // The same schedule without its first route.
    let shorter = Plan::new(today.routes[1..].to_vec());

    // Figures: one row per figure, grouped in sections.
    let rows = compare(&figures(&instance, &today), &figures(&instance, &shorter));
    for row in rows.iter().filter(|row| row.section == FigureSection::Work) {
        println!("{:16} {:10.2} {:10.2} {:+10.2}", row.name, row.first, row.second, row.difference());
    }
    let unassigned = rows.iter().find(|row| row.name == "unassigned").ok_or("a row of unassigned visits")?;
    assert_eq!(unassigned.difference(), today.routes[0].visits.len() as f64);

    // Changes: one per visit of today's schedule, and one per visit that is new.
    let dropped = changes(&instance, &shorter).iter().filter(|change| change.to.is_none()).count();
    assert_eq!(dropped, today.routes[0].visits.len());
    Ok(())
}
