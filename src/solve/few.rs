//! The best plan with few changes.
//!
//! A hard limit on changes leaves a search little room: whatever needs one change more on the way is out of reach. So
//! changes are made dearer instead, by an amount at which about so many pay for themselves: the slope between the best
//! plan with too many changes and the best one with few enough, which the plan found at that price makes steeper or
//! flatter (the lower convex hull of cost by changes; H. Everett, Generalized Lagrange multiplier method, 1963). What
//! that finds is where the search with the limit begins.

use crate::check::check_by;
use crate::cost::{CostEvaluator, Rule};
use crate::model::{Instance, Plan};
use crate::rules::max_changes::MaxChanges;
use crate::search::{Neighbours, Solution};
use crate::stop::Stop;
use crate::units::{Decimal, Money};

use super::{Beyond, Options, Outcome, Progress, bounds, left_out, solve, start};

/// Searches: with the limit, without it, at two prices, and with the limit again.
const PARTS: u32 = 5;

/// The best plan found with at most `limit` changes; `options.rules` are the others that count. A bound is for any number
/// of changes.
pub fn solve_within(
    instance: &Instance,
    options: &Options<'_>,
    limit: u32,
    stop: &Stop,
    report: &(dyn Fn(Progress) + Sync),
) -> Outcome {
    let most = MaxChanges(limit);
    let rules: Vec<&dyn Rule> = options.rules.iter().copied().chain([&most as &dyn Rule]).collect();
    let limited = Options { rules: &rules, bound: false, ..options.clone() };
    let first = solve(instance, &limited, &stop.part(0, PARTS), report);
    // column generation is at its best where little changes, whether a bound is asked or not
    let unlimited = |instance: &Instance, start: &Plan, part: u32, report: &(dyn Fn(Progress) + Sync)| {
        let options = Options { start: Some(start), bound: true, ..options.clone() };
        solve(instance, &options, &stop.part(part, PARTS), report)
    };
    let free = unlimited(instance, &first.plan, 1, report);
    let point = |plan: &Plan| Point::of(instance, options.rules, plan);
    let mut hull = Hull { limit, below: point(&first.plan), above: point(&free.plan) };
    let (mut iterations, mut trace) = (first.iterations + free.iterations, free.trace);
    for part in 2..PARTS - 1 {
        let Some(slope) = hull.slope() else { break };
        let found = unlimited(&dearer(instance, slope), &hull.above.plan, part, &|_| {});
        iterations += found.iterations;
        trace.push(format!("changes {slope} dearer: {}", hull.told(&point(&found.plan))));
        if !hull.take(point(&found.plan)) {
            break;
        }
    }
    let start = hull.start(instance, &limited);
    let last = solve(instance, &Options { start: Some(&start), ..limited }, &stop.part(PARTS - 1, PARTS), report);
    let rank = |plan: &Plan| {
        let verdict = check_by(instance, plan, &rules);
        (verdict.violations.len(), verdict.total)
    };
    let plans = [last.plan, start, first.plan, free.plan];
    let plan = plans.into_iter().min_by_key(rank).expect("four plans");
    let left_out = left_out(&CostEvaluator::new(instance, &rules), &rules, &plan);
    let (bound, worth) = if options.bound { (free.bound, free.worth) } else { (None, None) };
    let bound = bounds::best(bound.into_iter().collect(), &check_by(instance, &plan, &rules));
    let beyond = hull.beyond(point(&plan).cost);
    Outcome { plan, left_out, iterations: iterations + last.iterations, bound, worth, trace, beyond }
}

/// The instance in which every change costs so much more.
fn dearer(instance: &Instance, extra: Money) -> Instance {
    let mut parts = instance.clone().into_parts();
    let extra = Decimal(extra.0 / Money::PER_MICRO);
    // what costs nothing is not counted as a change
    for price in [&mut parts.settings.change_crew, &mut parts.settings.change_day].into_iter().filter(|p| p.0 > 0) {
        *price = Decimal(price.0 + extra.0);
    }
    Instance::new(parts)
}

/// A plan by its changes and its cost.
struct Point {
    plan: Plan,
    changes: u32,
    broken: usize,
    cost: Money,
}

impl Point {
    fn of(instance: &Instance, rules: &[&dyn Rule], plan: &Plan) -> Self {
        let verdict = check_by(instance, plan, rules);
        let changes = MaxChanges(0).audit(instance, &verdict.timetable).violations.len() as u32;
        Self { plan: plan.clone(), changes, broken: verdict.violations.len(), cost: verdict.total }
    }
}

/// The best plans around the limit.
struct Hull {
    limit: u32,
    /// Few enough changes.
    below: Point,
    /// Too many, unless the limit is none.
    above: Point,
}

impl Hull {
    /// What a change more saves between the two; none where more changes save nothing.
    fn slope(&self) -> Option<Money> {
        let (below, above) = (&self.below, &self.above);
        let wide = self.limit < above.changes && below.changes < above.changes;
        let legal = below.broken == 0 && above.broken == 0 && above.cost < below.cost;
        (wide && legal).then(|| Money((below.cost - above.cost).0 / i64::from(above.changes - below.changes)))
    }

    /// Takes the plan found at the price of the slope; false where it says nothing new.
    fn take(&mut self, point: Point) -> bool {
        let enough = point.changes <= self.limit;
        let better = if enough { point.cost < self.below.cost } else { point.changes < self.above.changes };
        if point.broken > 0 || !better {
            return false;
        }
        *(if enough { &mut self.below } else { &mut self.above }) = point;
        true
    }

    /// The better start for a search with the limit: the plan below it, or the one above with changes taken back.
    fn start(&self, instance: &Instance, limited: &Options<'_>) -> Plan {
        let evaluator = CostEvaluator::new(instance, limited.rules);
        let neighbours = Neighbours::new(&evaluator, limited.params.neighbours);
        let mended = |point: &Point| {
            start::finish(&evaluator, &neighbours, Solution::from_plan(&evaluator, &point.plan), limited.seed)
        };
        let better = [&self.below, &self.above].map(mended).into_iter().min_by_key(Solution::key);
        better.expect("two plans").to_plan(&evaluator)
    }

    /// The best plan with too many changes, where it is cheaper than one with few enough.
    fn beyond(&self, cost: Money) -> Option<Beyond> {
        let Point { changes, broken, cost: own, .. } = self.above;
        (broken == 0 && changes > self.limit && own < cost).then(|| Beyond { changes, saves: cost - own })
    }

    fn told(&self, point: &Point) -> String {
        format!("{} changes, {}; the limit is {}", point.changes, point.cost, self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(changes: u32, euros: i64) -> Point {
        let cost = Money::euros(Decimal::whole(euros));
        Point { plan: Plan::default(), changes, broken: 0, cost }
    }

    fn hull() -> Hull {
        Hull { limit: 5, below: point(2, 1_000), above: point(12, 500) }
    }

    #[test]
    fn the_slope_is_what_a_change_saves() {
        let mut hull = hull();
        assert_eq!(hull.slope(), Some(Money::euros(Decimal::whole(50))));
        assert_eq!(hull.beyond(point(2, 1_000).cost).map(|more| more.changes), Some(12));
        assert!(hull.take(point(8, 560)) && hull.take(point(4, 800)));
        assert_eq!(hull.slope(), Some(Money::euros(Decimal::whole(60))), "between the plans next to the limit");
        assert!(!hull.take(point(4, 900)) && !hull.take(point(9, 100)), "nothing new");
    }

    #[test]
    fn where_nothing_is_to_be_gained_there_is_no_slope() {
        for above in [point(5, 500), point(12, 1_000), Point { broken: 1, ..point(12, 500) }] {
            let hull = Hull { above, ..hull() };
            assert!(hull.slope().is_none());
        }
        let hull = Hull { above: point(3, 900), ..hull() };
        assert_eq!(hull.beyond(point(2, 1_000).cost), None, "it keeps the limit");
    }

    #[test]
    fn only_what_counts_as_a_change_is_dearer() {
        let mut sketch = crate::model::Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.parts.settings.change_day = Decimal::whole(0);
        let priced = dearer(&sketch.instance(), Money::euros(Decimal::whole(7)));
        assert_eq!(priced.settings.change_crew, Decimal::whole(37));
        assert_eq!(priced.settings.change_day, Decimal::whole(0));
    }
}
