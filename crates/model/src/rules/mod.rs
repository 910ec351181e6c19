//! What we care about: one file per rule, and the list of them.
//!
//! To add a rule: write its file, name it below, and add its line to [`RULES`]. [`max_changes`] and [`frozen`] are there
//! only for runs that ask for them.

pub mod calendar;
pub mod changes;
pub mod crew_choice;
pub mod crew_size;
pub mod date;
pub mod days;
pub mod duplicate;
pub mod equipment;
pub mod frozen;
pub mod gap;
pub mod km;
pub mod late;
pub mod load;
pub mod long_trips;
pub mod max_changes;
pub mod overload;
pub mod overskill;
pub mod overtime;
pub mod pinned;
pub mod precedence;
pub mod preference;
pub mod risk;
pub mod same_crew;
pub mod second_crew;
pub mod sequence;
pub mod shift;
pub mod sites_per_day;
pub mod skill;
pub mod together;
pub mod tour_duration;
pub mod travel;
pub mod travel_limit;
pub mod unassigned;
pub mod unknown;
pub mod visit_days;
pub mod week_hours;
pub mod window;

mod audit;
mod job_days;
mod rule;
mod terms;
#[cfg(test)]
mod testing;
pub mod worst;

pub use rule::{Audit, Cost, Kind, Rule, Violation};
pub use terms::{Cheapest, Counted, JobTerms, Pairing, RouteTerms, ServiceCost, SiteTerms, WeekTerms};
pub use worst::WorstCost;

/// Every rule, the hard ones first, in the order of the contract.
pub const RULES: &[&dyn Rule] = &[
    &unknown::Unknown,
    &duplicate::Duplicate,
    &skill::Skill,
    &crew_size::CrewSize,
    &crew_choice::CrewChoice,
    &equipment::Equipment,
    &calendar::Calendar,
    &date::Date,
    &window::Window,
    &shift::Shift,
    &sequence::Sequence,
    &week_hours::WeekHours,
    &load::Load,
    &travel_limit::TravelLimit,
    &sites_per_day::SitesPerDay,
    &tour_duration::TourDuration,
    &visit_days::VisitDays,
    &gap::Gap,
    &same_crew::SameCrewRule,
    &together::Together,
    &precedence::Precedence,
    &pinned::Pinned,
    &km::Km,
    &travel::Travel,
    &overtime::Overtime,
    &unassigned::Unassigned,
    &late::Late,
    &risk::Risk,
    &long_trips::LongTrips,
    &overload::Overload,
    &changes::Changes,
    &second_crew::SecondCrew,
    &preference::PreferenceRule,
    &overskill::Overskill,
    &days::Days,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_rules_are_explained() {
        let codes: BTreeSet<_> = RULES.iter().map(|rule| rule.code()).collect();
        assert_eq!(codes.len(), RULES.len());
        for rule in RULES {
            for text in [rule.code(), rule.sentence(), rule.formula(), rule.unit()] {
                assert!(!text.is_empty(), "{} says what it is", rule.code());
            }
        }
    }

    #[test]
    fn no_plan_costs_more_than_its_worst() {
        let mut sketch = testing::farm();
        sketch.job("wall", 300);
        sketch.parts.jobs[0].due = Some(sketch.date(0));
        sketch.parts.jobs[1].delay_risk = testing::Decimal::nearest(0.5);
        sketch.parts.crews[0].cost_day = testing::Decimal::whole(7);
        sketch.current(&[(1, 3, &[0])]);
        let instance = sketch.instance();
        let plans: [&testing::Routes; 3] = [&[], &[(0, 1, &[0, 1])], &[(0, 0, &[0]), (1, 4, &[1])]];
        for rule in RULES {
            let worst: f64 = rule.worst(&instance).iter().map(WorstCost::euros).sum();
            for plan in plans {
                let timetable = crate::model::Timetable::new(&instance, &sketch.plan(plan));
                let cost = rule.audit(&instance, &timetable).cost().to_f64();
                assert!(cost <= worst, "{}: {cost} is above {worst}", rule.code());
            }
            assert_eq!(rule.kind() == Kind::Cost, !rule.worst(&instance).is_empty(), "{}", rule.code());
        }
    }

    #[test]
    fn every_price_and_weight_is_a_rules_own() {
        use crate::model::{SETTINGS, SettingKind};
        let instance = testing::farm().instance();
        let named: BTreeSet<_> = RULES.iter().flat_map(|rule| rule.worst(&instance)).map(|cost| cost.name).collect();
        for setting in SETTINGS.iter().filter(|setting| setting.kind != SettingKind::Other) {
            assert!(named.contains(setting.name), "no rule says what {} comes to at most", setting.name);
        }
    }

    #[test]
    fn the_documentation_names_every_rule() {
        let page = include_str!("../../../../docs/rules.md");
        let limit = max_changes::MaxChanges(0);
        for rule in RULES.iter().copied().chain([&limit as &dyn Rule]) {
            let row = page.lines().find(|line| line.starts_with(&format!("| `{}` |", rule.code())));
            let row = row.unwrap_or_else(|| panic!("no row for {} in docs/rules.md", rule.code()));
            assert!(row.contains(rule.sentence()) && row.contains(rule.formula()), "{row}");
        }
    }
}
