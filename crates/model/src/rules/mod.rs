//! What we care about: one file per rule, and the list of them.
//!
//! A rule is one file that knows everything about the rule: its `ABOUT`, its terms for the search, its audit. What it says
//! to people is in `messages.rs`. To add a rule: write its file, name it below, add its line to [`RULES`], and its messages.
//! [`max_changes`] and [`frozen`] are there only for runs that ask for them.

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
pub mod lag;
pub mod late;
pub mod lateness;
pub mod load;
pub mod long_trips;
pub mod max_changes;
pub mod one_crew;
pub mod overload;
pub mod overskill;
pub mod overtime;
pub mod pinned;
pub mod precedence;
pub mod preference;
pub mod risk;
pub mod route_duration;
pub mod same_crew;
pub mod second_crew;
pub mod sequence;
pub mod shift;
pub mod sites_per_day;
pub mod skill;
pub mod subcontract;
pub mod together;
pub mod travel;
pub mod travel_limit;
pub mod unassigned;
pub mod unknown;
pub mod visit_days;
pub mod week_hours;
pub mod window;

mod about;
mod alone;
mod audit;
mod job_days;
mod kept_out;
mod messages;
mod placed;
mod remedy;
mod rule;
mod terms;
#[cfg(test)]
mod testing;
mod worst;

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId};

pub use about::{About, Kind};
pub use alone::{LoneRoute, LoneVisit};
pub use audit::{Audit, Cost, Violation};
pub use kept_out::{Done, KeptOut, Waits};
pub use messages::Finding;
pub use placed::PlacedVisit;
pub use remedy::Remedy;
pub use rule::Rule;
pub use terms::{
    Cheapest, Counted, CrewLimit, JobTerms, LateTerms, RouteTerms, ServiceCost, SiteTerms, TallyTerms, VisitCost,
    VisitRow, VisitTerms, WeekTerms,
};
pub use worst::{LegMeasure, PlanSize, PriceOwner, WorstCost};

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
    &shift::ShiftRule,
    &sequence::Sequence,
    &week_hours::WeekHours,
    &load::Load,
    &travel_limit::TravelLimit,
    &sites_per_day::SitesPerDay,
    &route_duration::RouteDuration,
    &visit_days::VisitDays,
    &gap::Gap,
    &same_crew::SameCrewRule,
    &one_crew::OneCrew,
    &lag::LagRule,
    &together::Together,
    &precedence::Precedence,
    &pinned::Pinned,
    &km::Km,
    &travel::Travel,
    &overtime::Overtime,
    &unassigned::Unassigned,
    &subcontract::Subcontract,
    &lateness::Lateness,
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

/// The rule of a code.
pub fn about(code: &str) -> Option<&'static About> {
    let of_runs = [&max_changes::ABOUT, &frozen::ABOUT];
    RULES.iter().map(|rule| rule.about()).chain(of_runs).find(|about| about.code == code)
}

/// The name for people of what a code stands for; one that no rule has stands for itself.
pub fn name_of(code: &str, locale: Locale) -> String {
    about(code).map_or_else(|| code.to_string(), |about| about.name(locale))
}

/// The rules that bar a crew from a job whatever the hour: with the people of a date, or with everybody present.
pub fn barring(
    instance: &Instance,
    crew: CrewId,
    job: JobId,
    date: Option<NaiveDate>,
) -> impl Iterator<Item = &'static About> {
    let barring = RULES.iter().filter(move |rule| rule.bars(instance, crew, job, date));
    barring.map(|rule| rule.about())
}

/// The rules by which a visit can't stand in a shift even where it is all that its crew does, whatever else is planned.
pub fn forbidding<'f>(
    rules: &'f [&dyn Rule],
    instance: &'f Instance,
    visit: &'f LoneVisit<'_>,
) -> impl Iterator<Item = &'static About> + 'f {
    let forbids = |rule: &&&dyn Rule| {
        rule.visit_cost(instance, visit.job, visit.shift) == VisitCost::Incompatible || rule.alone(instance, visit) > 0
    };
    rules.iter().filter(|rule| rule.kind() == Kind::Hard).filter(forbids).map(|rule| rule.about())
}

/// Whether a visit may stand in a shift where it is all that its crew does; else the first rule that forbids it.
pub fn stands_alone(rules: &[&dyn Rule], instance: &Instance, visit: &LoneVisit<'_>) -> Result<(), &'static About> {
    forbidding(rules, instance, visit).next().map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::{DayId, Sketch, SkillNeed, Timetable};
    use crate::units::Decimal;

    #[test]
    fn codes_are_unique_and_rules_are_explained() {
        let codes: BTreeSet<_> = RULES.iter().map(|rule| rule.code()).collect();
        assert_eq!(codes.len(), RULES.len());
        for rule in RULES {
            let about = rule.about();
            for text in [about.code, about.sentence, about.formula, about.unit] {
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
        let size = PlanSize::new(&instance);
        let plans: [&testing::RouteList; 3] = [&[], &[(0, 1, &[0, 1])], &[(0, 0, &[0]), (1, 4, &[1])]];
        for rule in RULES {
            let worst: f64 = rule.worst(&instance, &size).iter().map(WorstCost::euros).sum();
            for plan in plans {
                let timetable = crate::model::Timetable::new(&instance, &sketch.plan(plan));
                let cost = rule.audit(&instance, &timetable).cost().to_f64();
                assert!(cost <= worst, "{}: {cost} is above {worst}", rule.code());
            }
            assert_eq!(rule.kind() == Kind::Cost, !rule.worst(&instance, &size).is_empty(), "{}", rule.code());
        }
    }

    #[test]
    fn every_price_and_weight_is_a_rules_own() {
        use crate::model::{SETTINGS, SettingKind};
        let instance = testing::farm().instance();
        let size = PlanSize::new(&instance);
        let named: BTreeSet<_> =
            RULES.iter().flat_map(|rule| rule.worst(&instance, &size)).map(|cost| cost.name).collect();
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
            assert!(row.contains(rule.about().sentence) && row.contains(rule.about().formula), "{row}");
        }
    }

    #[test]
    fn every_rule_has_words_in_every_language() {
        for about in RULES.iter().map(|rule| rule.about()) {
            let name = |locale: Locale| about.name(locale);
            assert_ne!(name(Locale::Fr), name(Locale::En), "{about:?}");
            assert!(
                Locale::ALL.iter().all(|&locale| name(locale) != about.code && !(about.remedy)(locale).is_empty())
                    || about.code == "overtime",
                "{about:?}"
            );
            assert_eq!(about.short_name.is_some(), about.kind == Kind::Cost, "{about:?}");
        }
        assert_eq!(
            (name_of("days", Locale::En), name_of("my_rule", Locale::Fr)),
            ("shifts used".into(), "my_rule".into())
        );
    }

    /// A crew and a job with a little of everything, drawn from a number; some of it can't stand.
    fn pair(seed: u64) -> Sketch {
        let mut state = seed;
        let mut draw = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut sketch = Sketch::new();
        let (roofing, tools) = (sketch.skill("roofing"), [sketch.tool("lift", 1), sketch.tool("saw", 2)]);
        let monday = sketch.date(0);
        let crew = sketch.crew("ada", (0.0, 0.0));
        (crew.levels, crew.members) = (vec![1 + draw(2) as u8], 1 + draw(2) as u32);
        (crew.start, crew.end) = (420 + 30 * draw(12) as i32, 800 + 30 * draw(12) as i32);
        crew.overtime = 15 * draw(3) as i32;
        crew.days[0] = draw(8) > 0;
        crew.capacity = (draw(2) == 0).then(|| Decimal::whole(2));
        crew.max_travel = (draw(3) == 0).then_some(30);
        crew.max_week_minutes = (draw(3) == 0).then(|| 60 * draw(8) as i32);
        crew.max_tour_minutes = (draw(3) == 0).then(|| 60 * draw(8) as i32);
        crew.max_sites_per_day = (draw(3) == 0).then(|| draw(2) as u32);
        crew.equipment = tools.into_iter().filter(|_| draw(3) == 0).collect();
        sketch.site("farm", (7.0 * draw(10) as f64, 0.0));
        sketch.job("scaffold", 60).visits = if draw(2) == 0 { 9 } else { 1 };
        let job = sketch.job("roof", 30 + 45 * draw(10) as i32);
        job.skills = vec![SkillNeed { skill: roofing, level: 1 + draw(2) as u8, people: 1 + draw(2) as u32 }];
        job.min_members = 1 + draw(2) as u32;
        job.tools = tools.into_iter().map(|tool| (tool, 1 + draw(3) as u32)).collect();
        job.load = Decimal::whole(1 + draw(3) as i64);
        job.open = (draw(2) == 0).then(|| 400 + 20 * draw(25) as i32);
        job.close = (draw(2) == 0).then(|| job.open.unwrap_or(400) + 20 * draw(25) as i32);
        job.earliest = (draw(8) == 0).then(|| monday + chrono::Days::new(1));
        job.not_crews = (draw(8) == 0).then(|| CrewId::new(0)).into_iter().collect();
        job.after = (draw(3) == 0).then(|| JobId::new(0)).into_iter().collect();
        sketch
    }

    #[test]
    fn what_a_rule_says_of_a_lone_visit_is_what_it_finds_in_a_plan_of_it() {
        let mut found = std::collections::BTreeMap::new();
        for seed in 0..20_000 {
            let sketch = pair(seed);
            let (instance, crew, job) = (sketch.instance(), CrewId::new(0), JobId::new(1));
            let timetable = Timetable::new(&instance, &sketch.plan(&[(0, 0, &[1])]));
            let Some(shift) = instance.shift(crew, DayId::new(0)) else {
                assert!(!calendar::Calendar.audit(&instance, &timetable).violations.is_empty());
                continue;
            };
            let visit = LoneVisit::new(&instance, job, &instance.shifts[shift]);
            // late visits are timed as if they were in time, so that only what they are late for is told of them
            let late = window::Window.alone(&instance, &visit) > 0;
            for rule in RULES.iter().filter(|rule| !(late && rule.code() == shift::ABOUT.code)) {
                let barred = u32::from(rule.visit_cost(&instance, job, visit.shift) == VisitCost::Incompatible);
                let (alone, audited) = (barred + rule.alone(&instance, &visit), rule.audit(&instance, &timetable));
                let broken = audited.violations.len() as u32;
                // a job before may be done by others, unless it can't be
                let by_others = rule.code() == precedence::ABOUT.code && instance.can_finish(JobId::new(0));
                assert!(alone == broken || by_others && alone == 0, "{} of {seed}: {alone} {broken}", rule.code());
                assert!(barred > 0 || !rule.bars(&instance, crew, job, Some(visit.shift.date)));
                for counted in [true, false] {
                    let mut row = VisitRow::new(&instance, counted);
                    rule.add_visit_costs(&instance, job, &mut row);
                    row.for_each_crew(|crew, by_day| {
                        for shift in instance.shifts_of(crew).map(|shift| &instance.shifts[shift]) {
                            let mut terms = VisitTerms::default();
                            terms.add(rule.visit_cost(&instance, job, shift));
                            assert_eq!(by_day[shift.day.index()], terms, "{} of {seed}", rule.code());
                        }
                    });
                }
                *found.entry(rule.code()).or_insert(0) += alone;
            }
            let barred = RULES.iter().any(|rule| rule.bars(&instance, crew, job, None));
            assert_eq!(instance.may_do(crew, job), !barred, "{seed}");
            assert_eq!(barring(&instance, crew, job, None).next().is_none(), !barred);
            let first = forbidding(RULES, &instance, &visit).next();
            assert_eq!(stands_alone(RULES, &instance, &visit), first.map_or(Ok(()), Err));
        }
        let told: Vec<_> = found.iter().filter(|(_, count)| **count > 0).map(|(code, _)| *code).collect();
        let all = [
            &skill::ABOUT,
            &crew_size::ABOUT,
            &crew_choice::ABOUT,
            &equipment::ABOUT,
            &date::ABOUT,
            &window::ABOUT,
            &shift::ABOUT,
            &week_hours::ABOUT,
            &load::ABOUT,
            &travel_limit::ABOUT,
            &sites_per_day::ABOUT,
            &route_duration::ABOUT,
            &precedence::ABOUT,
        ];
        assert_eq!(told.len(), all.len(), "{told:?}");
        assert!(all.iter().all(|about| told.contains(&about.code)), "{told:?}");
    }
}
