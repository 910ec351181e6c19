//! The judge against plans made by hand: a legal one passes, and for every hard rule there is one that breaks exactly
//! that rule, as often as expected.

use brigade_model::i18n::Locale;
use brigade_model::judge::{Verdict, check};
use brigade_model::model::{
    CrewId, DayException, JobId, Lag, Member, Plan, SameCrew, Sketch, SkillNeed, Start, Timetable,
};
use brigade_model::rules::Kind;
use brigade_model::rules::RULES;
use brigade_model::units::Decimal;

type PlanSketch<'a> = [(usize, i64, &'a [usize])];

const ROOF: usize = 0;
const STOVE: usize = 1;
const WALL: usize = 2;
/// A legal week of [`firm`].
const WEEK: &PlanSketch<'static> =
    &[(0, 0, &[ROOF, STOVE]), (1, 0, &[WALL]), (2, 0, &[WALL]), (0, 1, &[ROOF]), (1, 2, &[STOVE])];

/// Three crews; a roof of two visits, a stove of two, and a wall that takes two crews.
fn firm() -> Sketch {
    let mut sketch = Sketch::new();
    let roofing = sketch.skill("roofing");
    for id in ["ada", "bob", "cleo"] {
        let crew = sketch.crew(id, (0.0, 0.0));
        (crew.members, crew.levels, crew.capacity) = (2, vec![2], Some(Decimal::whole(10)));
    }
    sketch.site("farm", (10.0, 0.0));
    let roof = sketch.job("roof", 60);
    (roof.visits, roof.skills, roof.same_crew) = (2, vec![SkillNeed::one(roofing, 2)], SameCrew::Require);
    sketch.site("hut", (0.0, 20.0));
    sketch.job("stove", 45).visits = 2;
    let wall = sketch.job("wall", 90);
    (wall.crews, wall.start_within) = (2, Some(30));
    sketch
}

fn judge(sketch: &Sketch, plan: &Plan) -> Verdict {
    check(&sketch.instance(), plan)
}

/// Asserts that the week, changed to `routes`, breaks `code` so many times and no other rule.
fn breaks(sketch: &Sketch, routes: &PlanSketch, code: &str, times: usize) {
    breaks_as(sketch, &sketch.plan(routes), code, times);
}

fn breaks_as(sketch: &Sketch, plan: &Plan, code: &str, times: usize) {
    let verdict = judge(sketch, plan);
    let found: Vec<_> = verdict.violations.iter().map(|violation| violation.code()).collect();
    assert_eq!(found, vec![code; times], "{:#?}", verdict.violations);
    assert!(verdict.violations.iter().all(|violation| !violation.text(&sketch.instance(), Locale::En).is_empty()));
}

/// The week with one route replaced.
fn week_but(index: usize, route: (usize, i64, &[usize])) -> Vec<(usize, i64, &[usize])> {
    let mut routes = WEEK.to_vec();
    routes[index] = route;
    routes
}

#[test]
fn a_legal_week_passes() {
    let sketch = firm();
    let verdict = judge(&sketch, &sketch.plan(WEEK));
    assert!(verdict.is_legal(), "{:#?}", verdict.violations);
    assert_eq!(verdict.components.len(), RULES.iter().filter(|rule| rule.kind() == Kind::Cost).count());
    assert_eq!(verdict.total, verdict.components.iter().map(|component| component.amount).sum());
}

#[test]
fn nothing_planned_is_legal_but_dear() {
    let sketch = firm();
    let (none, week) = (judge(&sketch, &sketch.plan(&[])), judge(&sketch, &sketch.plan(WEEK)));
    assert!(none.is_legal() && none.total > week.total);
}

#[test]
fn settled_times_change_no_verdict() {
    let sketch = firm();
    let verdict = judge(&sketch, &sketch.plan(WEEK));
    let settled = judge(&sketch, &verdict.timetable.settled(&sketch.instance()));
    assert_eq!((settled.violations.len(), settled.costs()), (0, verdict.costs()));
}

#[test]
fn unknown() {
    let sketch = firm();
    let mut plan = sketch.plan(WEEK);
    plan.unknown.push("job moat is not in the instance".into());
    breaks_as(&sketch, &plan, "unknown", 1);
}

#[test]
fn duplicate() {
    let routes = [WEEK, &[(2, 3, &[STOVE]), (2, 4, &[STOVE])]].concat();
    breaks(&firm(), &routes, "duplicate", 2);
}

#[test]
fn skill() {
    let mut sketch = firm();
    sketch.parts.crews[0].levels = vec![1];
    breaks(&sketch, WEEK, "skill", 2);
}

#[test]
fn crew_size() {
    let mut sketch = firm();
    sketch.parts.jobs[STOVE].min_members = 2;
    let person = |id: &str, absent: &[i64]| Member {
        id: id.into(),
        levels: vec![2],
        absent: absent.iter().map(|&day| sketch.date(day)).collect(),
    };
    let people = vec![person("mo", &[]), person("jo", &[2])];
    sketch.parts.crews[1].people = people;
    breaks(&sketch, WEEK, "crew-size", 1);
}

#[test]
fn crew_choice() {
    let mut sketch = firm();
    sketch.parts.jobs[STOVE].only_crews = vec![CrewId::new(0)];
    breaks(&sketch, WEEK, "crew-choice", 1);
    sketch.parts.jobs[STOVE].only_crews = vec![];
    sketch.parts.jobs[STOVE].not_crews = vec![CrewId::new(0), CrewId::new(1)];
    breaks(&sketch, WEEK, "crew-choice", 2);
}

#[test]
fn equipment() {
    let mut sketch = firm();
    let mixer = sketch.tool("mixer", 2);
    sketch.parts.jobs[WALL].tools = vec![(mixer, 1)];
    sketch.parts.jobs[STOVE].tools = vec![(mixer, 1)];
    breaks(&sketch, WEEK, "equipment", 1);
    sketch.parts.crews[0].equipment = vec![mixer];
    breaks(&sketch, WEEK, "equipment", 0);
}

#[test]
fn calendar() {
    let mut sketch = firm();
    let monday = sketch.date(0);
    sketch.parts.crews[0].exceptions.insert(monday, DayException::Off);
    breaks(&sketch, WEEK, "calendar", 2);
    breaks(&firm(), &week_but(4, (1, 9, &[STOVE])), "calendar", 1);
}

#[test]
fn date() {
    let mut sketch = firm();
    sketch.parts.jobs[STOVE].latest = Some(sketch.date(1));
    breaks(&sketch, WEEK, "date", 1);
}

#[test]
fn window() {
    let mut sketch = firm();
    sketch.parts.jobs[STOVE].close = Some(9 * 60);
    breaks(&sketch, WEEK, "window", 1);
}

#[test]
fn no_start_in_the_break() {
    let sketch = firm();
    let mut plan = sketch.plan(WEEK);
    plan.routes[4].visits[0].start = Start::At(12 * 60 + 30);
    breaks_as(&sketch, &plan, "window", 1);
}

#[test]
fn shift() {
    let mut sketch = firm();
    sketch.parts.crews[1].end = 9 * 60 + 30;
    breaks(&sketch, WEEK, "shift", 1);
    sketch.parts.crews[1].overtime = 40;
    breaks(&sketch, WEEK, "shift", 0);
}

#[test]
fn sequence() {
    let sketch = firm();
    let mut plan = sketch.plan(WEEK);
    plan.routes[4].visits[0].start = Start::At(8 * 60 + 19);
    breaks_as(&sketch, &plan, "sequence", 1);
}

#[test]
fn week_hours() {
    let mut sketch = firm();
    // a tour of 60 + 45 minutes of work with 10 + 23 + 20 on the road, and one of 60 with 10 + 10
    sketch.parts.crews[0].max_week_minutes = Some(237);
    breaks(&sketch, WEEK, "week-hours", 1);
    sketch.parts.crews[0].max_week_minutes = Some(238);
    breaks(&sketch, WEEK, "week-hours", 0);
}

#[test]
fn load() {
    let mut sketch = firm();
    sketch.parts.jobs[ROOF].load = Decimal::whole(6);
    sketch.parts.jobs[STOVE].load = Decimal::whole(5);
    breaks(&sketch, WEEK, "load", 1);
}

#[test]
fn travel_limit() {
    let mut sketch = firm();
    sketch.parts.crews[2].max_travel = Some(19);
    breaks(&sketch, WEEK, "travel-limit", 1);
}

#[test]
fn sites_per_day() {
    let mut sketch = firm();
    sketch.parts.crews[0].max_sites_per_day = Some(1);
    breaks(&sketch, WEEK, "sites-per-day", 1);
}

#[test]
fn tour_duration() {
    let mut sketch = firm();
    let tour = &Timetable::new(&sketch.instance(), &sketch.plan(WEEK)).tours[0];
    sketch.parts.crews[tour.crew].max_tour_minutes = Some(tour.travel + tour.service - 1);
    breaks(&sketch, &WEEK[..1], "tour-duration", 1);
}

#[test]
fn visit_days() {
    let routes = [&WEEK[..4], &[(1, 1, &[STOVE][..]), (2, 1, &[STOVE])]].concat();
    let mut sketch = firm();
    sketch.parts.jobs[STOVE].visits = 3;
    breaks(&sketch, &routes, "visit-days", 1);
}

#[test]
fn gap() {
    let mut sketch = firm();
    sketch.parts.jobs[STOVE].max_gap_days = Some(1);
    breaks(&sketch, WEEK, "gap", 1);
}

#[test]
fn same_crew() {
    breaks(&firm(), &week_but(3, (2, 1, &[ROOF])), "same-crew", 1);
}

#[test]
fn one_crew() {
    let mut sketch = firm();
    sketch.parts.sites[0].one_crew = true;
    sketch.parts.jobs[ROOF].same_crew = SameCrew::No;
    breaks(&sketch, WEEK, "one-crew", 0);
    breaks(&sketch, &week_but(3, (2, 1, &[ROOF])), "one-crew", 1);
}

#[test]
fn lag() {
    let mut sketch = firm();
    sketch.job("pump", 30).with = Some(Lag { job: JobId::new(ROOF), least: 0, most: 20 });
    sketch.parts.jobs[ROOF].visits = 1;
    let both: &PlanSketch = &[(0, 0, &[ROOF]), (1, 0, &[3])];
    breaks(&sketch, both, "lag", 0);
    breaks(&sketch, &both[..1], "lag", 1);
}

#[test]
fn together() {
    breaks(&firm(), &week_but(2, (2, 1, &[WALL])), "together", 2);
    let mut sketch = firm();
    sketch.parts.crews[2].start = 9 * 60;
    breaks(&sketch, WEEK, "together", 1);
}

#[test]
fn precedence() {
    let mut sketch = firm();
    sketch.parts.jobs[WALL].after = vec![JobId::new(STOVE)];
    breaks(&sketch, WEEK, "precedence", 1);
    sketch.parts.jobs[WALL].after = vec![];
    sketch.parts.jobs[STOVE].after = vec![JobId::new(WALL)];
    breaks(&sketch, &week_but(0, (0, 0, &[ROOF]))[..], "precedence", 0);
}

#[test]
fn pinned() {
    let mut sketch = firm();
    sketch.pin(STOVE, Some(1), Some(2));
    sketch.pin(ROOF, Some(0), None);
    breaks(&sketch, WEEK, "pinned", 0);
    sketch.pin(ROOF, None, Some(4));
    sketch.pin(WALL, Some(0), None);
    breaks(&sketch, WEEK, "pinned", 2);
}

#[test]
fn every_hard_rule_has_an_example() {
    let source = include_str!("checker.rs");
    for rule in RULES.iter().filter(|rule| rule.kind() == Kind::Hard) {
        let tests = [format!("\"{}\", 1)", rule.code()), format!("\"{}\", 2)", rule.code())];
        assert!(tests.iter().any(|test| source.contains(test)), "no plan here breaks {}", rule.code());
    }
}
