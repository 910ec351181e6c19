//! Recipe: a rule of your own (`cargo run --example custom_rule`).
//!
//! This firm wants its crews near their bases on Fridays, so that nobody is stuck in the weekend traffic: every
//! minute that a Friday visit lies away from the base costs something. It takes a struct, what it is called, how it is
//! audited, what the search pays for it, and a place in the list of rules.

use std::time::Instant;

use chrono::{Datelike, NaiveDate, Weekday};

use brigade::prelude::*;

struct NearOnFridays;

impl NearOnFridays {
    /// Euros per minute.
    const PRICE: Decimal = Decimal::whole(4);

    fn price(&self, instance: &Instance, job: JobId, crew: CrewId, date: NaiveDate) -> Money {
        let minutes = instance.one_way(crew, job).minutes;
        if date.weekday() == Weekday::Fri { Money::euros(Self::PRICE) * i64::from(minutes) } else { Money::ZERO }
    }
}

/// What the rule is to people.
static ABOUT: About = About {
    code: "near_on_fridays",
    sentence: "On Fridays we stay near.",
    formula: "sum over Friday visits: price x minutes one way from the base",
    unit: "euros, by visit",
    ..About::COST
};

impl Rule for NearOnFridays {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    /// For the checker: from the written plan alone.
    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        Audit::of_costs(timetable.stops().map(|(tour, stop)| {
            let amount = self.price(instance, stop.job, tour.crew, tour.date);
            Cost::of_visit(tour, stop, amount)
        }))
    }

    /// For the search: the cheapest rung that can express it.
    fn visit_cost(&self, instance: &Instance, job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::Cost(self.price(instance, job, shift.crew, shift.date))
    }
}

fn friday_cost(instance: &Instance, plan: &Plan) -> Money {
    check_by(instance, plan, &[&NearOnFridays]).total
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let firm = GeneratorOptions { crews: 6, sites: 36, ..GeneratorOptions::MODEL };
    let instance = generate(&firm)?.instance;
    let run = |rules: &[&dyn Rule]| {
        let stop = StoppingCriterion::new(Instant::now(), None, Some(2_000));
        solve(&instance, &SolveOptions { rules, ..SolveOptions::default() }, &stop, &|_| {}).plan
    };
    // The rules of the house, and the same with ours behind them.
    let usual = run(RULES);
    let own: Vec<&dyn Rule> = RULES.iter().copied().chain([&NearOnFridays as &dyn Rule]).collect();
    let near = run(&own);
    println!(
        "Fridays cost {} without the rule and {} with it",
        friday_cost(&instance, &usual),
        friday_cost(&instance, &near)
    );
    assert!(friday_cost(&instance, &near) < friday_cost(&instance, &usual));
    assert!(check_by(&instance, &near, RULES).is_legal());
    Ok(())
}
