//! Refuses instances whose costs could overflow, mostly because of a mistyped price.

use super::issues::{InputPosition, Issues};
use super::settings;
use crate::model::{Instance, Leg, SETTINGS};
use crate::rules::{RULES, WorstCost, worst};

/// Euros that a whole plan may cost at most; the range of money is three times as wide.
const MOST: f64 = 1e9;
/// Metres of the longest leg; more than from one corner of the largest plane to the other.
const LONGEST_LEG: i32 = 300_000_000;
/// Minutes of the longest leg.
const SLOWEST_LEG: i32 = 10_000_000;

/// Reports legs and prices that could cause an overflow.
pub fn check(instance: &Instance, issues: &mut Issues) {
    let Leg { metres, minutes } = worst::longest_leg(instance);
    if metres > LONGEST_LEG {
        issues.error(
            position(SETTINGS.detour.name),
            instance.settings.detour,
            "the longest way is above 300000 km; write less",
        );
    }
    if minutes > SLOWEST_LEG {
        let speed = instance.settings.speed_kmh.to_f64();
        issues.error(
            position(SETTINGS.speed_kmh.name),
            speed,
            "the longest way takes more than ten million minutes; write more",
        );
    }
    check_costs(instance, issues);
}

/// Reports the price with the largest share where the most expensive plan would overflow.
fn check_costs(instance: &Instance, issues: &mut Issues) {
    let worst: Vec<WorstCost> = RULES.iter().flat_map(|rule| rule.worst(instance)).collect();
    let total: f64 = worst.iter().map(WorstCost::euros).sum();
    if total <= MOST {
        return;
    }
    if let Some(most) = worst.iter().max_by(|a, b| a.euros().total_cmp(&b.euros())) {
        let advice = format!("a plan could cost {total:.0} euros with this, more than can be counted; write less");
        issues.error(position(most.name), most.price.to_f64(), advice);
    }
}

fn position(column: &str) -> InputPosition<'_> {
    InputPosition { file: settings::FILE, line: None, column }
}
