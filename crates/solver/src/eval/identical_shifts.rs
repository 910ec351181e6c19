//! Identical shifts: those that differ in name only.

use super::CostEvaluator;
use super::tables::RouteCosts;
use brigade_model::model::{ShiftId, ToolId};
use brigade_model::units::{Minutes, Money};

/// All that the cost of a plan knows of a shift whose crew works on no other day and is the usual one of no site. Shifts of
/// which this is equal may exchange their routes without any effect.
#[derive(PartialEq, Eq, Hash)]
pub struct SymmetryKey<'e> {
    route: &'e RouteCosts,
    equipment: &'e [ToolId],
    /// Most minutes of work and travel in the crew's week.
    worked: Minutes,
    /// What the crew's week costs at powers of two of service minutes, up to all service asked, and at that.
    service: Vec<Money>,
    /// What each visit costs.
    visits: Vec<Money>,
    /// What visits cost of which only the cheapest are paid, job by job.
    cheapest: Vec<Money>,
}

impl CostEvaluator<'_> {
    /// What makes a shift identical to others; none where nothing can, as where rules keep tallies.
    pub fn symmetry_key(&self, shift: ShiftId) -> Option<SymmetryKey<'_>> {
        let (instance, crew) = (self.instance(), self.crew(shift));
        let single = instance.day_ids().filter(|&day| instance.shift(crew, day).is_some()).count() == 1;
        if !single
            || !self.tallies().is_empty()
            || instance.site_ids().any(|site| self.site_links(site).usual == Some(crew))
        {
            return None;
        }
        let (week, asked) = (self.week(self.week_of(shift)), instance.service_asked().min(1 << 30));
        let amounts = (0..31).map(|power| 1 << power).take_while(|&minutes| i64::from(minutes) <= asked);
        let terms = instance.job_ids().filter_map(|job| self.terms(job).cheapest.as_ref());
        Some(SymmetryKey {
            route: self.route_costs(shift),
            equipment: &instance.crews[crew].equipment,
            worked: week.worked,
            service: amounts.chain([asked as Minutes]).map(|minutes| week.service_cost(minutes)).collect(),
            visits: self.visit_ids().map(|visit| self.visit_cost(visit, shift)).collect(),
            cheapest: terms.map(|cheapest| cheapest.prices[shift]).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::Sketch;
    use brigade_model::rules::RULES;
    use brigade_model::units::Decimal;

    /// Two crews on one day, and four jobs of an hour.
    fn two_crews() -> Sketch {
        let mut sketch = Sketch::new();
        sketch.parts.settings.days = 1;
        for id in ["ada", "bob"] {
            sketch.crew(id, (0.0, 0.0));
        }
        sketch.site("farm", (1.0, 0.0));
        for id in ["roof", "wall", "door", "gate"] {
            sketch.job(id, 60);
        }
        sketch
    }

    fn identical(sketch: &Sketch) -> bool {
        let instance = sketch.instance();
        let evaluator = CostEvaluator::new(&instance, RULES);
        let [first, second] = [0, 1].map(|shift| evaluator.symmetry_key(ShiftId::new(shift)));
        first.is_some() && first == second
    }

    #[test]
    fn a_fair_share_of_another_size_tells_crews_apart() {
        let mut sketch = two_crews();
        assert!(identical(&sketch));
        sketch.parts.crews[1].max_week_minutes = Some(400);
        assert!(!identical(&sketch));
        let mut sketch = two_crews();
        sketch.parts.crews[1].capacity = Some(Decimal::whole(7));
        assert!(!identical(&sketch));
    }

    #[test]
    fn prices_of_changes_tell_crews_apart() {
        let mut sketch = two_crews();
        sketch.job("long", 60).visits = 3;
        let current = sketch.plan(&[(0, 0, &[4])]);
        sketch.parts.current = Some(current);
        assert!(!identical(&sketch));
    }
}
