//! How near a schedule is to what is proven possible: gap and score on one scale.
//!
//! Unassigned penalties are taken away on both sides, so that they don't flatter a plan.

use super::Figures;
use crate::units::Money;

/// Below this, an amount shows as nothing.
const HALF_A_CENT: Money = Money(Money::PER_EURO / 200);
/// How far a plan may lie above a bound that is the same on paper.
const ON_PAPER: Money = Money(3 * HALF_A_CENT.0);
/// The best score of a schedule that breaks a hard rule.
const BROKEN_AT_MOST: f64 = 49.0;

/// Percent of a plan's cost without unassigned penalties that may still be saved; `None` where these are all it costs and the bound
/// lies below them.
pub fn gap_percent(total: Money, unassigned_penalties: Money, bound: Money) -> Option<f64> {
    let above = total - unassigned_penalties;
    if above >= HALF_A_CENT {
        Some(100.0 * ratio(total - bound, above))
    } else {
        (bound > total - ON_PAPER).then_some(0.0)
    }
}

/// 100 = nothing cheaper exists; `unassigned_penalties` are those of the plan that the bound belongs to, whichever schedule is scored.
pub fn score(schedule: &Figures, bound: Money, unassigned_penalties: Money) -> f64 {
    let above = schedule.total - unassigned_penalties;
    let score = if above >= HALF_A_CENT {
        (100.0 * ratio(bound - unassigned_penalties, above)).clamp(0.0, 100.0)
    } else if above > -HALF_A_CENT && bound > schedule.total - ON_PAPER {
        100.0
    } else {
        0.0
    };
    if schedule.is_legal() { score } else { score.min(BROKEN_AT_MOST) }
}

fn ratio(part: Money, whole: Money) -> f64 {
    part.0 as f64 / whole.0 as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::check;
    use crate::model::Sketch;
    use crate::units::Decimal;

    fn euros(euros: i64) -> Money {
        Money::euros(Decimal::whole(euros))
    }

    fn schedule(total: i64, unassigned_penalties: i64) -> Figures {
        let sketch = Sketch::new();
        let instance = sketch.instance();
        let mut figures = Figures::new(&instance, &check(&instance, &sketch.plan(&[])));
        figures.total = euros(total);
        figures.costs.0 = vec![("unassigned".into(), euros(unassigned_penalties))];
        figures
    }

    #[test]
    fn fines_do_not_flatter() {
        let plan = schedule(1_200, 1_000);
        assert_eq!(gap_percent(plan.total, plan.unassigned_penalties(), euros(1_150)), Some(25.0));
        assert_eq!(score(&plan, euros(1_150), euros(1_000)), 75.0);
        assert_eq!(score(&schedule(1_600, 0), euros(1_150), euros(1_000)), 25.0, "today's schedule on the same scale");
    }

    #[test]
    fn the_ends_of_the_scale() {
        let plan = schedule(1_000, 1_000);
        let gap = |bound| gap_percent(plan.total, plan.unassigned_penalties(), bound);
        assert_eq!((gap(euros(1_000)), score(&plan, euros(1_000), plan.unassigned_penalties())), (Some(0.0), 100.0));
        assert_eq!((gap(euros(900)), score(&plan, euros(900), plan.unassigned_penalties())), (None, 0.0));
        assert_eq!(score(&schedule(800, 0), euros(700), euros(1_000)), 0.0, "cheaper than the plan's penalties");
        assert_eq!(score(&schedule(1_200, 0), euros(900), euros(1_000)), 0.0, "a bound below the penalties");
    }

    #[test]
    fn a_broken_rule_caps_the_score() {
        let mut plan = schedule(100, 0);
        assert_eq!(score(&plan, euros(100), Money::ZERO), 100.0);
        plan.violations.0 = vec![("calendar".into(), 1)];
        assert_eq!(score(&plan, euros(100), Money::ZERO), 49.0);
        assert_eq!(score(&plan, euros(30), Money::ZERO), 30.0);
    }
}
