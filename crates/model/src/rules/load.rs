//! `load`: what a vehicle carries.

use crate::i18n::LocalizedText;
use crate::model::{Instance, Shift, Timetable, Tour};
use crate::rules::{Audit, Kind, RouteTerms, Rule, Violation};
use crate::units::Decimal;

/// "The van carries only so much, and is loaded once a day."
pub struct Load;

impl Rule for Load {
    fn code(&self) -> &'static str {
        "load"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "The van carries only so much, and is loaded once a day."
    }

    fn formula(&self) -> &'static str {
        "shifts whose visits' loads add up to more than capacity"
    }

    fn unit(&self) -> &'static str {
        "one per crew and day"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let capacity = |tour: &Tour| instance.crews[tour.crew].capacity;
        let tours = timetable.tours.iter().filter_map(|tour| Some((tour, loaded(instance, tour), capacity(tour)?)));
        Audit::of_violations(tours.filter(|(_, load, capacity)| load > capacity).map(|(tour, load, capacity)| {
            let text = LocalizedText::new(|lang| lang.broken_load(load.to_f64(), capacity.to_f64()));
            Violation::of_tour(self.code(), tour, text)
        }))
    }

    fn route(&self, instance: &Instance, shift: &Shift, terms: &mut RouteTerms) {
        terms.capacity = instance.crews[shift.crew].capacity;
    }
}

fn loaded(instance: &Instance, tour: &Tour) -> Decimal {
    Decimal(tour.stops.iter().map(|stop| instance.jobs[stop.job].load.0).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn loads_add_up_exactly() {
        let mut sketch = farm();
        sketch.parts.jobs[0].load = Decimal(100_000);
        sketch.job("gutter", 30).load = Decimal(200_000);
        sketch.parts.crews[0].capacity = Some(Decimal(300_000));
        assert_eq!(broken(&Load, &sketch, &[(0, 0, &[0, 1])]), 0, "0.1 + 0.2 is 0.3");
        sketch.parts.crews[0].capacity = Some(Decimal(299_999));
        assert_eq!(broken(&Load, &sketch, &[(0, 0, &[0, 1])]), 1);
        assert_eq!(broken(&Load, &sketch, &[(0, 0, &[0]), (0, 1, &[1])]), 0);
    }
}
