//! `equipment`: the pool of shared tools.

use std::collections::BTreeMap;

use crate::i18n::LocalizedText;
use crate::model::{Instance, Timetable, ToolId, Tour};
use crate::rules::{Audit, Kind, Rule, Violation};

/// "Shared tools cannot be in two places: a crew keeps what it takes for the whole day."
pub struct Equipment;

impl Rule for Equipment {
    fn code(&self) -> &'static str {
        "equipment"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "Shared tools cannot be in two places: a crew keeps what it takes for the whole day."
    }

    fn formula(&self) -> &'static str {
        "dates on which crews that do not own a tool take more of it than the pool has; each crew takes the \
         largest quantity that one of its visits asks"
    }

    fn unit(&self) -> &'static str {
        "one per tool and day"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let mut taken = BTreeMap::new();
        for tour in &timetable.tours {
            for (tool, quantity) in taken_by(instance, tour) {
                *taken.entry((tour.date, tool)).or_insert(0) += quantity;
            }
        }
        let overdrawn = taken.into_iter().filter(|&((_, tool), quantity)| quantity > instance.tools[tool].quantity);
        Audit::of_violations(overdrawn.map(|((date, tool), quantity)| {
            let (name, pool) = (&instance.tools[tool].id, instance.tools[tool].quantity);
            Violation::new(self.code(), LocalizedText::new(|lang| lang.broken_pool(quantity, name, pool))).on(date)
        }))
    }

    fn counts_tools(&self) -> bool {
        true
    }
}

/// What a tour takes from the pool, by tool.
fn taken_by(instance: &Instance, tour: &Tour) -> BTreeMap<ToolId, u32> {
    let mut taken = BTreeMap::new();
    for &(tool, quantity) in tour.stops.iter().flat_map(|stop| &instance.jobs[stop.job].tools) {
        if !instance.crews[tour.crew].owns(tool) {
            let most = taken.entry(tool).or_insert(0);
            *most = quantity.max(*most);
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn with_lifts() -> crate::model::Sketch {
        let mut sketch = farm();
        let lift = sketch.tool("lift", 1);
        sketch.parts.jobs[0].tools = vec![(lift, 1)];
        sketch.job("gutter", 30).tools = vec![(lift, 1)];
        sketch
    }

    #[test]
    fn two_crews_with_one_lift() {
        let sketch = with_lifts();
        assert_eq!(broken(&Equipment, &sketch, &[(0, 0, &[0]), (1, 0, &[1])]), 1);
        assert_eq!(broken(&Equipment, &sketch, &[(0, 0, &[0]), (1, 1, &[1])]), 0);
        assert_eq!(broken(&Equipment, &sketch, &[(0, 0, &[0, 1])]), 0, "one crew keeps its lift all day");
    }

    #[test]
    fn an_owner_takes_nothing() {
        let mut sketch = with_lifts();
        sketch.parts.crews[1].equipment = vec![ToolId::new(0)];
        sketch.parts.jobs[1].tools[0].1 = 5;
        assert_eq!(broken(&Equipment, &sketch, &[(0, 0, &[0]), (1, 0, &[1])]), 0);
    }
}
