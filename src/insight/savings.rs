//! What a plan saves a week against today's schedule.

use super::Figures;
use crate::units::{Decimal, Money};

/// Differences between today's schedule and a plan; what the plan does worse is negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Savings {
    /// Metres not driven.
    pub metres: i64,
    /// The same as percent of today's.
    pub km_percent: f64,
    /// Minutes not driven.
    pub travel: i64,
    /// The same as percent of today's.
    pub hours_percent: f64,
    /// Money not spent on kilometres, travel, overtime and shifts in a week.
    pub week: Money,
    /// The same in a year, in euros: it may leave the range of [`Money`].
    pub year: f64,
    /// Visits planned beyond today's.
    pub visits_more: i64,
    /// Minutes of service planned beyond today's.
    pub service_more: i64,
    /// How much the score of the preferences rises, as percent of today's; `None` where either schedule has no such
    /// score or today's is 0.
    pub satisfaction_percent: Option<f64>,
}

impl Savings {
    /// What `plan` saves against `current` in a year of `weeks`.
    pub fn new(current: &Figures, plan: &Figures, weeks: Decimal) -> Self {
        let week = current.cash() - plan.cash();
        Self {
            metres: current.metres - plan.metres,
            km_percent: percent(current.metres - plan.metres, current.metres),
            travel: current.travel - plan.travel,
            hours_percent: percent(current.travel - plan.travel, current.travel),
            week,
            year: week.to_f64() * weeks.to_f64(),
            visits_more: plan.visits as i64 - current.visits as i64,
            service_more: plan.service - current.service,
            satisfaction_percent: rise(current.satisfaction, plan.satisfaction),
        }
    }
}

fn percent(part: i64, whole: i64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

fn rise(current: Option<f64>, plan: Option<f64>) -> Option<f64> {
    let current = current.filter(|&current| current > 0.0)?;
    Some(100.0 * (plan? - current) / current)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::check;
    use crate::model::{JobId, Sketch, Target};

    #[test]
    fn two_trips_become_one() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0)).cost_day = Decimal::whole(80);
        sketch.site("farm", (30.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("gutter", 30);
        sketch.job("window", 15);
        let instance = sketch.instance();
        let figures = |routes| Figures::new(&instance, &check(&instance, &sketch.plan(routes)));
        let (current, plan) = (figures(&[(0, 0, &[0]), (0, 1, &[1])]), figures(&[(0, 0, &[0, 1, 2])]));
        let savings = Savings::new(&current, &plan, Decimal(1_500_000));
        assert_eq!((savings.metres, savings.travel), (60_000, 60));
        assert_eq!((savings.km_percent, savings.hours_percent), (50.0, 50.0));
        // 60 km at 0.60, an hour at 25.00, a shift at 80.00
        assert_eq!(savings.week, Money::euros(Decimal::whole(141)));
        assert_eq!(savings.year, 211.5);
        assert_eq!((savings.visits_more, savings.service_more), (1, 15));
        assert_eq!(Savings::new(&figures(&[]), &plan, Decimal::whole(1)).km_percent, 0.0);
        assert_eq!(savings.satisfaction_percent, None, "nobody likes a job more than another");
    }

    #[test]
    fn the_chiefs_are_more_or_less_satisfied() {
        let mut sketch = Sketch::new();
        for (crew, score) in [("ada", 4), ("bob", 1), ("cid", 0)] {
            let index = sketch.parts.crews.len();
            sketch.crew(crew, (0.0, 0.0));
            sketch.prefer(index, Target::Job(JobId::new(0)), score);
        }
        sketch.site("farm", (30.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("gutter", 60);
        let instance = sketch.instance();
        let figures = |crew, job| Figures::new(&instance, &check(&instance, &sketch.plan(&[(crew, 0, &[job])])));
        let [ada, bob, cid] = [0, 1, 2].map(|crew| figures(crew, 0));
        let rise = |current, plan| Savings::new(current, plan, Decimal::whole(1)).satisfaction_percent;
        assert_eq!([rise(&bob, &ada), rise(&ada, &bob), rise(&bob, &cid)], [Some(300.0), Some(-75.0), Some(-100.0)]);
        assert_eq!(rise(&cid, &ada), None, "nothing is no measure");
        let alike = figures(0, 1);
        assert_eq!([rise(&alike, &ada), rise(&ada, &alike)], [None; 2], "all like the gutter the same");
    }
}
