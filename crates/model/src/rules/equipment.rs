//! `equipment`: the pool of shared tools.

use std::collections::BTreeMap;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Timetable, ToolId, Tour};
use crate::rules::{About, Audit, Finding, KeptOut, LoneVisit, Rule, Violation};

/// "Shared tools cannot be in two places: a crew keeps what it takes for the whole day."
pub struct Equipment;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "equipment",
    sentence: "Shared tools cannot be in two places: a crew keeps what it takes for the whole day.",
    formula: "dates on which crews that do not own a tool take more of it than the pool has; each crew takes the \
             largest quantity that one of its visits asks",
    unit: "one per tool and day",
    name: Some(Locale::name_equipment),
    remedy: Locale::remedy_equipment,
    why: Some(why),
    fault: Some(|instance, job, crew, locale| {
        let lacks = |tool: &ToolId| !instance.crews[crew].equipment.contains(tool);
        let tools = instance.jobs[job].tools.iter().map(|(tool, _)| tool).filter(|tool| lacks(tool));
        locale.owns_no(&tools.map(|&tool| instance.tools[tool].id.as_str()).collect::<Vec<_>>().join(", "))
    }),
    ..About::HARD
};

impl Rule for Equipment {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let mut taken = BTreeMap::new();
        for tour in &timetable.tours {
            for (tool, quantity) in taken_by(instance, tour) {
                *taken.entry((tour.date, tool)).or_insert(0) += quantity;
            }
        }
        let overdrawn = taken.into_iter().filter(|&((_, tool), quantity)| quantity > instance.tools[tool].quantity);
        Audit::of_violations(
            overdrawn.map(|((date, tool), taken)| Violation::new(&ABOUT, Finding::PoolEmpty { tool, taken }).on(date)),
        )
    }

    fn alone(&self, instance: &Instance, visit: &LoneVisit<'_>) -> u32 {
        short_tools(instance, visit.shift.crew, visit.job)
    }

    fn counts_tools(&self) -> bool {
        true
    }
}

/// Of how many tools a job asks more than the pool has, where the crew does not own them.
pub fn short_tools(instance: &Instance, crew: CrewId, job: JobId) -> u32 {
    let short = |&&(tool, quantity): &&(ToolId, u32)| {
        !instance.crews[crew].owns(tool) && quantity > instance.tools[tool].quantity
    };
    instance.jobs[job].tools.iter().filter(short).count() as u32
}

/// The tools of which the job takes more than the pool has.
fn why(out: &KeptOut<'_>, locale: Locale) -> String {
    let tools = &out.instance.tools;
    let words = out.findings.iter().filter_map(|violation| match violation.finding {
        Finding::PoolEmpty { tool, taken } => {
            Some(locale.tools_in_the_pool(taken, &tools[tool].id, tools[tool].quantity))
        }
        _ => None,
    });
    locale.few_tools(&words.collect::<Vec<_>>().join(", "))
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
