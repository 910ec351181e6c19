//! Shifts that differ in name only.

use super::CostEvaluator;
use brigade_model::model::ShiftId;

impl CostEvaluator<'_> {
    /// Whether two shifts may exchange their routes without any effect: same day, base, hours, prices and limits, the same
    /// prices for every visit, and crews that work on no other day. The prices of a week's service are compared at
    /// powers of two up to all service asked.
    pub fn are_alike(&self, a: ShiftId, b: ShiftId) -> bool {
        let of_route = |shift: ShiftId| {
            let own = &self.shifts[shift];
            let prices = (own.metre, own.minute, own.overtime_minute, own.used);
            let limits = (own.overtime, own.duration, own.capacity, own.sites);
            (own.day, own.base, own.start, own.end, prices, limits)
        };
        of_route(a) == of_route(b) && self.crews_are_alike(a, b) && self.visits_are_alike(a, b)
    }

    fn crews_are_alike(&self, a: ShiftId, b: ShiftId) -> bool {
        let crews = [self.crew(a), self.crew(b)];
        let instance = self.instance();
        let single = crews.map(|crew| self.shift_ids().filter(|&shift| self.crew(shift) == crew).count() == 1);
        let [first, second] = [a, b].map(|shift| &self.weeks[self.shifts[shift].week]);
        let asked = instance.service_asked().min(1 << 30);
        let mut amounts = (0..31).map(|power| 1 << power).take_while(|&minutes| i64::from(minutes) <= asked);
        single == [true, true]
            && instance.crews[crews[0]].equipment == instance.crews[crews[1]].equipment
            && !self.sites.iter().any(|site| site.usual.is_some_and(|usual| crews.contains(&usual)))
            && first.worked == second.worked
            && amounts.all(|minutes| first.service_cost(minutes) == second.service_cost(minutes))
    }

    fn visits_are_alike(&self, a: ShiftId, b: ShiftId) -> bool {
        let terms = self.instance().job_ids().map(|job| self.terms(job));
        let mut prices = terms.filter_map(|terms| terms.cheapest.as_ref()).map(|cheapest| &cheapest.prices);
        let mut visits = self.visit_ids();
        prices.all(|by_shift| by_shift[a] == by_shift[b])
            && visits.all(|visit| self.pairing(visit, a) == self.pairing(visit, b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::Sketch;
    use brigade_model::rules::RULES;
    use brigade_model::units::Decimal;

    /// Two crews on one day, and four jobs of an hour.
    fn twins() -> Sketch {
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

    fn alike(sketch: &Sketch) -> bool {
        CostEvaluator::new(&sketch.instance(), RULES).are_alike(ShiftId::new(0), ShiftId::new(1))
    }

    #[test]
    fn a_fair_share_of_another_size_tells_crews_apart() {
        let mut sketch = twins();
        assert!(alike(&sketch));
        sketch.parts.crews[1].max_week_minutes = Some(400);
        assert!(!alike(&sketch));
        let mut sketch = twins();
        sketch.parts.crews[1].capacity = Some(Decimal::whole(7));
        assert!(!alike(&sketch));
    }

    #[test]
    fn prices_of_changes_tell_crews_apart() {
        let mut sketch = twins();
        sketch.job("long", 60).visits = 3;
        let current = sketch.plan(&[(0, 0, &[4])]);
        sketch.parts.current = Some(current);
        assert!(!alike(&sketch));
    }
}
