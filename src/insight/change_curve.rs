//! How much of the saving how many changes bring.

use super::{Figures, Savings};
use crate::model::Instance;
use crate::units::Money;

/// Percent of the saving that are most of it.
const MOST_PERCENT: f64 = 75.0;

/// Today's schedule and the best plan found for each limit on the number of changes.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeCurve {
    /// What today's schedule costs.
    pub current: Money,
    /// The points, by limit ascending.
    pub points: Vec<CurvePoint>,
}

/// The best plan found with a limit on the number of changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CurvePoint {
    /// Most changes allowed; none = no limit.
    pub limit: Option<u32>,
    /// Changes made.
    pub changes: usize,
    /// Cost of the plan.
    pub cost: Money,
    /// What it costs less than today's schedule.
    pub saving: Money,
    /// The same as percent of the last point's; 0 where that saves nothing.
    pub percent: f64,
    /// Metres driven.
    pub metres: i64,
    /// Minutes driven.
    pub travel: i64,
    /// Visits left out.
    pub unassigned: usize,
    /// Money not spent on kilometres, travel, overtime and shifts in a week.
    pub week: Money,
}

impl ChangeCurve {
    /// The curve of some plans, each with its limit.
    pub fn new(instance: &Instance, current: &Figures, plans: &[(Option<u32>, Figures)]) -> Self {
        let whole = plans.last().map_or(Money::ZERO, |(_, last)| current.total - last.total);
        let point = |(limit, plan): &(Option<u32>, Figures)| {
            let saving = current.total - plan.total;
            CurvePoint {
                limit: *limit,
                changes: plan.changes,
                cost: plan.total,
                saving,
                percent: if whole > Money::ZERO { 100.0 * saving.0 as f64 / whole.0 as f64 } else { 0.0 },
                metres: plan.metres,
                travel: plan.travel,
                unassigned: plan.unassigned,
                week: Savings::new(current, plan, instance.settings.weeks_per_year).week,
            }
        };
        Self { current: current.total, points: plans.iter().map(point).collect() }
    }

    /// The first point that brings most of the saving, where one with fewer changes than the last does, and the last.
    pub fn knee(&self) -> Option<(&CurvePoint, &CurvePoint)> {
        let last = self.points.last().filter(|last| last.saving > Money::ZERO)?;
        let point =
            self.points.iter().find(|point| point.percent >= MOST_PERCENT).filter(|p| p.changes < last.changes)?;
        Some((point, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::check;
    use crate::model::Sketch;

    #[test]
    fn shares_of_the_saving() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (60.0, 0.0));
        for job in ["roof", "door", "wall", "gate"] {
            sketch.job(job, 30);
        }
        sketch.current(&[(0, 0, &[0]), (0, 1, &[1]), (0, 2, &[2, 3])]);
        let instance = sketch.instance();
        let figures = |routes| Figures::new(&instance, &check(&instance, &sketch.plan(routes)));
        let current = figures(&[(0, 0, &[0]), (0, 1, &[1]), (0, 2, &[2, 3])]);
        let (one, all) = (figures(&[(0, 0, &[0, 1]), (0, 2, &[2, 3])]), figures(&[(0, 0, &[0, 1, 2, 3])]));
        let curve = ChangeCurve::new(&instance, &current, &[(Some(1), one.clone()), (None, all.clone())]);
        // a trip costs 72 for the road and 50 for the time, a change of date 10: 112 of 214
        let points: Vec<_> = curve.points.iter().map(|p| (p.changes, p.saving.to_f64(), p.percent.round())).collect();
        assert_eq!(points, [(1, 112.0, 52.0), (3, 214.0, 100.0)]);
        assert_eq!(curve.points[0].week.to_f64(), 122.0);
        assert_eq!(curve.knee(), None, "one change brings about half");
        let curve = ChangeCurve::new(&instance, &all, &[(Some(0), one), (None, current)]);
        assert!(
            curve.points.iter().all(|point| point.percent == 0.0 && point.saving < Money::ZERO),
            "no shares of a loss"
        );
    }
}
