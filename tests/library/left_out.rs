//! Why visits are left out: one small week per reason, and overloaded weeks in which every claim is carried out and judged.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::common::farm;
use brigade::eval::CostEvaluator;
use brigade::explain::{Absence, CrewFault, Reason, Shortage, WayIn};
use brigade::generate::{self, Profile, generate};
use brigade::i18n::Locale;
use brigade::judge::{Verdict, check};
use brigade::model::{
    CrewId, DayException, Instance, JobId, Lag, Plan, PlannedVisit, Route, SameCrew, Sketch, SkillNeed, Start,
    Timetable,
};
use brigade::report::{Explanation, LeftOut};
use brigade::rules::{Done, RULES, Remedy, Rule, Waits, precedence};
use brigade::solve::{Disruption, SolveOptions, disrupted, explain, impossible, left_out, solve};
use brigade::stop::StoppingCriterion;
use brigade::units::{Decimal, Money};

type PlanSketch<'a> = [(usize, i64, &'a [usize])];

const ROOF: usize = 0;

fn absences(instance: &Instance, plan: &Plan) -> Vec<Absence> {
    left_out(&CostEvaluator::new(instance, RULES), RULES, plan)
}

/// Asserts the reason of the only job that a plan leaves out, and what its detail says.
fn says(sketch: &Sketch, routes: &PlanSketch, code: &str, words: &[&str]) -> Absence {
    let instance = sketch.instance();
    let plan = sketch.plan(routes);
    assert!(check(&instance, &plan).is_legal());
    let mut found = absences(&instance, &plan);
    let absence = found.pop().expect("a job is left out");
    let entry = LeftOut::new(&instance, &absence, Locale::En);
    println!("{} {}: {}", entry.unassigned, entry.reason.code(), entry.detail);
    assert_eq!(entry.reason.code(), code, "{}", entry.detail);
    for word in words {
        assert!(entry.detail.contains(word), "no \"{word}\" in: {}", entry.detail);
    }
    absence.ways_in.iter().for_each(|way| carry_out(&instance, &plan, way));
    absence
}

#[test]
fn skill() {
    let mut sketch = farm();
    let electricity = sketch.skill("electricity");
    sketch.parts.crews[0].levels = vec![2];
    sketch.parts.crews[1].levels = vec![3];
    sketch.parts.jobs[ROOF].skills = vec![SkillNeed::one(electricity, 3)];
    sketch.parts.jobs[ROOF].crews = 2;
    says(&sketch, &[], "skill", &["Only 1 crew may do it, 2 needed.", "ada (10 min) has electricity:2"]);
}

#[test]
fn crew_size() {
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].min_members = 3;
    says(&sketch, &[], "crew-size", &["No crew may do it.", "ada (10 min) has 1 of 3 people; bob (20 min)"]);
}

#[test]
fn crew_choice() {
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].not_crews = vec![CrewId::new(0), CrewId::new(1)];
    says(&sketch, &[], "crew-choice", &["No crew may do it.", "ada (10 min) is in its not_crews"]);
}

#[test]
fn travel_limit() {
    let mut sketch = farm();
    sketch.parts.crews.iter_mut().for_each(|crew| crew.max_travel = Some(9));
    says(&sketch, &[], "travel-limit", &["ada (10 min) drives 9 min at most"]);
}

#[test]
fn calendar() {
    let mut sketch = farm();
    (sketch.parts.jobs[ROOF].earliest, sketch.parts.jobs[ROOF].latest) = (Some(sketch.date(1)), Some(sketch.date(1)));
    let tuesday = sketch.date(1);
    for crew in &mut sketch.parts.crews {
        crew.exceptions.insert(tuesday, DayException::Off);
    }
    let words = ["on the dates that it allows", ": Tue 24/11.", "ada (10 min) is off then; bob"];
    says(&sketch, &[], "date", &words);
    (sketch.parts.jobs[ROOF].earliest, sketch.parts.jobs[ROOF].latest, sketch.parts.settings.days) = (None, None, 2);
    for crew in &mut sketch.parts.crews {
        crew.days[0] = false;
    }
    says(&sketch, &[], "calendar", &["None of the crews that could do it is there", "ada (10 min) is off then; bob"]);
}

#[test]
fn the_dates_left() {
    let mut sketch = farm();
    let roof = &mut sketch.parts.jobs[ROOF];
    (roof.visits, roof.only_crews) = (2, vec![CrewId::new(0)]);
    sketch.parts.crews[0].days = [true, false, false, false, false, false, false];
    let routes: &PlanSketch = &[(0, 0, &[ROOF])];
    says(&sketch, routes, "crew-choice", &["Those that may do it can't", ": ada.", "ada (10 min) is off then; bob"]);
    sketch.parts.jobs[ROOF].only_crews.clear();
    sketch.parts.crews.truncate(1);
    says(&sketch, routes, "calendar", &["ada (10 min) is off then"]);
}

#[test]
fn window() {
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].close = Some(485);
    says(&sketch, &[], "window", &["in time", "ada (10 min) can't start it by 08:05"]);
}

#[test]
fn window_in_the_break() {
    for (open, close) in [(720, 750), (720, 779), (745, 745)] {
        let mut sketch = farm();
        (sketch.parts.jobs[ROOF].open, sketch.parts.jobs[ROOF].close) = (Some(open), Some(close));
        says(&sketch, &[], "window", &["It may only start in the break", "ada (10 min) has its break then"]);
    }
}

#[test]
fn window_after_the_shift() {
    let mut sketch = farm();
    (sketch.parts.jobs[ROOF].open, sketch.parts.jobs[ROOF].close) = (Some(18 * 60), Some(19 * 60));
    says(&sketch, &[], "window", &["It opens at 18:00, after the shift ends (17:00).", "ada (10 min) ends at 17:00"]);
    sketch.parts.jobs[ROOF].close = None;
    says(&sketch, &[], "window", &["It opens at 18:00, after the shift ends (17:00)."]);
    sketch.parts.jobs[ROOF].open = Some(16 * 60);
    says(&sketch, &[], "window", &["It opens at 16:00: too late to be done and back before the shift ends (17:00)."]);
}

#[test]
fn shift() {
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].duration = 480;
    says(&sketch, &[], "shift", &["too long for a shift", "split the job", "ada (10 min) is back 20 min too late"]);
    sketch.parts.sites[0].at = (9_388.0, 0.0);
    sketch.parts.jobs[ROOF].duration = 60;
    says(&sketch, &[], "shift", &["It is too far", "18716 min there and back", "check the coordinates of farm"]);
}

#[test]
fn load() {
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].load = Decimal::whole(12);
    sketch.parts.crews.iter_mut().for_each(|crew| crew.capacity = Some(Decimal::whole(10)));
    says(&sketch, &[], "load", &["too heavy", "ada (10 min) carries 10 of 12"]);
}

#[test]
fn equipment() {
    let mut sketch = farm();
    let crane = sketch.tool("crane", 1);
    sketch.parts.jobs[ROOF].tools = vec![(crane, 2)];
    says(&sketch, &[], "equipment", &["2 x crane needed on one day, the pool has 1"]);
    (sketch.parts.jobs[ROOF].tools, sketch.parts.jobs[ROOF].crews) = (vec![(crane, 1)], 2);
    says(&sketch, &[], "equipment", &["2 x crane needed on one day, the pool has 1"]);
    sketch.parts.crews[1].equipment = vec![crane];
    says(&sketch, &[], "room", &["It fits"]);
}

#[test]
fn week_hours() {
    let mut sketch = farm();
    sketch.parts.crews.iter_mut().for_each(|crew| crew.max_week_minutes = Some(79));
    says(&sketch, &[], "week-hours", &["too long for a week", "ada (10 min) works 79 min a week at most"]);
}

#[test]
fn several_crews_of_which_some_are_off() {
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].crews = 2;
    sketch.parts.crews[1].days = [false; 7];
    let words = ["2 crews are needed on one day", "on Mon 23/11 there: ada; off: bob.", "bob (20 min) is off then"];
    says(&sketch, &[], "calendar", &words);
    sketch.parts.crews[0].days = [true, true, false, false, false, false, false];
    sketch.parts.crews[1].days = [false, false, true, true, true, false, false];
    says(&sketch, &[], "calendar", &["there: ada; off: bob.", "ada (10 min), bob (20 min)"]);
}

#[test]
fn together() {
    let mut sketch = farm();
    (sketch.parts.jobs[ROOF].crews, sketch.parts.jobs[ROOF].start_within) = (2, Some(5));
    (sketch.parts.crews[0].end, sketch.parts.crews[1].start) = (720, 780);
    says(&sketch, &[], "together", &["can't start within 5 min of each other", "ada (10 min), bob (20 min)"]);
    let found = impossible(&sketch.instance());
    assert_eq!(found.iter().map(Absence::code).collect::<Vec<_>>(), ["together"], "known before any search");
    // ada may start until 10:50, bob from 13:20 on
    sketch.parts.jobs[ROOF].start_within = Some(149);
    says(&sketch, &[], "together", &["within 149 min"]);
    sketch.parts.jobs[ROOF].start_within = Some(150);
    says(&sketch, &[], "room", &["It fits"]);
    assert_eq!(impossible(&sketch.instance()), []);
    sketch.parts.jobs[ROOF].crews = 3;
    says(&sketch, &[], "together", &["3 crews are needed on one day, and never that many can be there."]);
}

#[test]
fn same_crew() {
    let mut sketch = farm();
    sketch.parts.settings.days = 2;
    let roof = &mut sketch.parts.jobs[ROOF];
    (roof.visits, roof.same_crew) = (2, SameCrew::Require);
    let tuesday = sketch.date(1);
    sketch.parts.crews[0].exceptions.insert(tuesday, DayException::Hours(480, 540));
    let words = ["Who began it must finish it", "ada (10 min) is back 20 min too late; bob (20 min) did not begin it"];
    says(&sketch, &[(0, 0, &[ROOF])], "same-crew", &words);
}

#[test]
fn gap() {
    let mut sketch = farm();
    let roof = &mut sketch.parts.jobs[ROOF];
    (roof.visits, roof.max_gap_days) = (2, Some(1));
    roof.days = Some([true, false, true, false, false, false, false]);
    roof.only_crews = vec![CrewId::new(0)];
    sketch.parts.crews[0].days[1] = false;
    says(&sketch, &[(0, 0, &[ROOF])], "gap", &["within 1 working days"]);
    sketch.parts.crews[0].days[1] = true;
    says(&sketch, &[(0, 0, &[ROOF])], "date", &["Mon 23/11, Wed 25/11"]);
}

#[test]
fn visits_on_all_dates_left_are_no_reason() {
    let mut sketch = farm();
    sketch.parts.settings.days = 2;
    sketch.parts.jobs[ROOF].visits = 2;
    let now = sketch.date(1).and_hms_opt(7, 0, 0).expect("a time of the day");
    let left = disrupted(sketch.instance(), &Disruption { now, ..Disruption::default() });
    let rules: Vec<&dyn Rule> = RULES.iter().copied().chain([&left.frozen as &dyn Rule]).collect();
    let found = left_out(&CostEvaluator::new(&left.instance, &rules), &rules, &sketch.plan(&[(0, 1, &[ROOF])]));
    assert_eq!((found[0].unassigned, found[0].code()), (1, "room"));
}

#[test]
fn a_day_that_some_of_its_crews_have_is_looked_at_as_a_whole() {
    let mut sketch = farm();
    sketch.parts.settings.days = 1;
    sketch.job("wall", 60);
    (sketch.parts.jobs[1].crews, sketch.parts.jobs[1].after) = (2, vec![JobId::new(ROOF)]);
    let found = absences(&sketch.instance(), &sketch.plan(&[(0, 0, &[ROOF]), (1, 0, &[1])]));
    assert_eq!((found[0].unassigned, found[0].code()), (1, "precedence"));
}

#[test]
fn precedence() {
    let mut sketch = farm();
    sketch.job("gutter", 30).after = vec![JobId::new(ROOF)];
    says(&sketch, &[], "precedence", &["It waits for roof, which is left out"]);
    sketch.parts.jobs[ROOF].visits = 9;
    says(&sketch, &[], "precedence", &["It waits for roof, which can't be finished"]);
}

/// The gutter waits for the roof, of which both crews may do a visit from Wednesday on.
fn waiting() -> Sketch {
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].earliest = Some(sketch.date(2));
    sketch.job("gutter", 30).after = vec![JobId::new(ROOF)];
    sketch
}

#[test]
fn precedence_of_what_is_done_too_late() {
    let mut sketch = waiting();
    sketch.parts.settings.days = 3;
    let late = ["It waits for roof, which is done on Wed 25/11: too late for it.", "ada (10 min)"];
    sketch.parts.jobs[1].close = Some(9 * 60);
    says(&sketch, &[(0, 2, &[ROOF])], "precedence", &late);
    sketch.parts.jobs[1].close = None;
    says(&sketch, &[(0, 2, &[ROOF])], "room", &["It fits", "It comes after roof"]);
    sketch.parts.jobs[1].latest = Some(sketch.date(1));
    let dates = ["Mon 23/11, Tue 24/11.", "It waits for roof, which is done on Wed 25/11", "before what it waits for"];
    says(&sketch, &[(0, 2, &[ROOF])], "date", &dates);
    says(&sketch, &[], "precedence", &["It waits for roof, which is left out"]);
}

#[test]
fn precedence_counts_the_jobs_before_as_planned() {
    let mut sketch = waiting();
    sketch.parts.settings.days = 4;
    sketch.parts.jobs[ROOF].visits = 2;
    sketch.parts.jobs[1].close = Some(9 * 60);
    let two: &PlanSketch = &[(0, 2, &[ROOF]), (0, 3, &[ROOF])];
    says(&sketch, two, "precedence", &["roof, which is done on Thu 26/11"]);
    says(&sketch, &[(0, 2, &[ROOF])], "precedence", &["roof, which is left out"]);
    sketch.parts.settings.days = 5;
    says(&sketch, two, "room", &["It fits"]);
    sketch.parts.jobs[ROOF].visits = 0;
    says(&sketch, &[], "room", &["It fits"]);
}

#[test]
fn what_comes_before_takes_its_time_in_the_tour() {
    let mut sketch = farm();
    sketch.parts.settings.days = 1;
    sketch.parts.jobs[ROOF].duration = 170;
    sketch.job("gutter", 170).after = vec![JobId::new(ROOF)];
    sketch.job("paint", 60).after = vec![JobId::new(1)];
    sketch.parts.jobs[2].close = Some(13 * 60);
    says(&sketch, &[(0, 0, &[ROOF, 1])], "precedence", &["It waits for gutter, which is done on Mon 23/11"]);
    sketch.parts.jobs[2].close = Some(16 * 60);
    says(&sketch, &[(0, 0, &[ROOF, 1])], "room", &["It fits"]);
}

#[test]
fn what_waits_for_another_is_told_of_every_crew() {
    let mut sketch = waiting();
    sketch.parts.jobs[1].duration = 450;
    sketch.job("paint", 30).after = vec![JobId::new(1)];
    sketch.parts.jobs[2].latest = Some(sketch.date(2));
    let instance = sketch.instance();
    let plan = sketch.plan(&[(0, 2, &[ROOF]), (0, 3, &[1])]);
    assert!(check(&instance, &plan).is_legal());
    let found = absences(&instance, &plan);
    let waits = Waits { job: JobId::new(1), done: Done::On(sketch.date(3)) };
    assert_eq!((found[0].code(), found[0].waits_for), ("date", Some(waits)));
    let explained = explain(&instance, RULES, &plan, JobId::new(2));
    let waits = |fault: &CrewFault| fault.rule == &precedence::ABOUT;
    assert!(explained.crews.iter().all(|verdict| verdict.faults.iter().all(waits)), "{:?}", explained.crews);
    let remedies: Vec<_> = explained.remedies.iter().map(|(remedy, _)| *remedy).collect();
    assert_eq!(remedies, [Remedy::Wait(JobId::new(1)), Remedy::AnyDate]);
    let text = Explanation::new(&instance, &Timetable::new(&instance, &plan), &explained, Locale::En);
    assert_eq!(text.crews[0].verdict, "would do it before what it waits for");
    let told = text.left_out.expect("left out");
    assert!(told.contains("(date not allowed)") && told.contains("gutter, which is done on Thu 26/11"), "{told}");
}

#[test]
fn what_waits_too_long_can_be_known_before_a_plan() {
    let mut sketch = waiting();
    assert_eq!(impossible(&sketch.instance()), []);
    sketch.parts.jobs[1].latest = Some(sketch.date(1));
    let found = impossible(&sketch.instance());
    assert_eq!(
        found.iter().map(|absence| (absence.job, absence.code())).collect::<Vec<_>>(),
        [(JobId::new(1), "precedence")]
    );
    sketch.parts.jobs[ROOF].not_crews = vec![CrewId::new(0), CrewId::new(1)];
    let found = impossible(&sketch.instance());
    assert_eq!(
        (found[0].code(), found[1].waits_for),
        ("crew-choice", Some(Waits { job: JobId::new(ROOF), done: Done::Never }))
    );
}

/// The reason of the roof, left out by the only crew of two days at a moment of the second.
fn on_tuesday(sketch: &Sketch, hour: u32, off: bool) -> (&'static str, String) {
    let tuesday = sketch.date(1);
    let now = tuesday.and_hms_opt(hour, 0, 0).expect("a time of the day");
    let absences = if off { vec![(CrewId::new(0), tuesday)] } else { Vec::new() };
    let left = disrupted(sketch.instance(), &Disruption { now, absences, ..Disruption::default() });
    let rules: Vec<&dyn Rule> = RULES.iter().copied().chain([&left.frozen as &dyn Rule]).collect();
    let evaluator = CostEvaluator::new(&left.instance, &rules);
    let found = left_out(&evaluator, &rules, &Plan::default());
    let entry = LeftOut::new(&left.instance, &found[0], Locale::En);
    println!("{} {}", entry.reason.code(), entry.detail);
    (entry.reason.code(), entry.detail)
}

#[test]
fn past_and_frozen_shifts_are_no_chances() {
    let mut sketch = farm();
    sketch.parts.crews.truncate(1);
    sketch.parts.settings.days = 2;
    sketch.current(&[(0, 1, &[ROOF])]);
    assert_eq!(on_tuesday(&sketch, 7, true).0, "calendar");
    assert_eq!(on_tuesday(&sketch, 7, false).0, "room");
    sketch.parts.current = None;
    assert_eq!(on_tuesday(&sketch, 15, false).0, "room");
    let (code, detail) = on_tuesday(&sketch, 16, false);
    assert!(code == "shift" && detail.contains("can't be done before a shift ends"), "{code} {detail}");
    sketch.parts.jobs[ROOF].close = Some(9 * 60);
    assert_eq!(on_tuesday(&sketch, 8, false).0, "room");
    assert_eq!(on_tuesday(&sketch, 10, false).0, "window", "it was possible on Monday");
    let (code, detail) = on_tuesday(&sketch, 18, false);
    assert!(code == "room" && detail.contains("Only dates that are past or frozen"), "{code} {detail}");
}

/// A farm whose only crew fills every shift with a long job, so that nothing else fits.
fn full() -> Sketch {
    let mut sketch = Sketch::new();
    sketch.crew("ada", (0.0, 0.0)).days = [true, false, false, false, false, false, false];
    sketch.site("farm", (10.0, 0.0));
    sketch.job("roof", 60);
    sketch.job("stove", 430).priority = 4;
    sketch
}

#[test]
fn room_for_an_exchange_or_longer_hours() {
    let absence = says(
        &full(),
        &[(0, 0, &[1])],
        "room",
        &["No room beside the rest.", "Nearest: ada (10 min).", "in place of stove", "with 30 min more at the end"],
    );
    assert_eq!(absence.ways_in.len(), 2);
}

#[test]
fn room_for_more_hours_a_week() {
    let mut sketch = full();
    sketch.parts.crews[0].days[1] = true;
    sketch.parts.crews[0].max_week_minutes = Some(500);
    says(&sketch, &[(0, 0, &[1])], "room", &["with 30 min more in the week"]);
}

#[test]
fn room_for_another_tool() {
    let mut sketch = full();
    let crane = sketch.tool("crane", 1);
    sketch.crew("bob", (30.0, 0.0)).days = [true, false, false, false, false, false, false];
    sketch.parts.jobs.iter_mut().for_each(|job| job.tools = vec![(crane, 1)]);
    says(&sketch, &[(0, 0, &[1])], "room", &["bob could take it on Mon 23/11 with 1 more crane that day"]);
}

#[test]
fn room_a_little_late() {
    let mut sketch = full();
    sketch.parts.jobs[1].duration = 120;
    sketch.parts.jobs[1].close = Some(500);
    sketch.parts.jobs[ROOF].close = Some(600);
    says(&sketch, &[(0, 0, &[1])], "room", &["with roof 10 min late"]);
}

#[test]
fn room_at_too_high_a_price() {
    let mut sketch = farm();
    sketch.parts.crews.iter_mut().for_each(|crew| crew.cost_day = Decimal::whole(5_000));
    sketch.parts.settings.overload = Decimal::ZERO;
    let absence = says(&sketch, &[], "room", &["It fits, but costs no less than leaving it out.", "ada could take it"]);
    // a shift of 5000, 20 km of 0.60, 20 minutes of 25 an hour, less a visit of (400 + 150) x 3
    assert_eq!(
        absence.ways_in[0].extra,
        Money::per_minute(Decimal::whole(25)) * 20 + Money::euros(Decimal::whole(3_362))
    );
}

#[test]
fn room_for_two_crews() {
    let mut sketch = farm();
    (sketch.parts.jobs[ROOF].crews, sketch.parts.jobs[ROOF].start_within) = (2, Some(5));
    says(&sketch, &[], "room", &["ada and bob could take it on Mon 23/11", "the search ended", "EUR less"]);
}

/// Builds the plan that a way in describes and asks the judge: it costs what was said, and breaks what was said.
fn carry_out(instance: &Instance, plan: &Plan, way: &WayIn) {
    let changed = with_way(instance, plan, way);
    let (before, after) = (check(instance, plan), check(instance, &changed));
    assert_eq!(after.total - before.total, way.extra, "{way:?}");
    let expected = way.shortage.map(code_of);
    let fresh = fresh_violations(&before, &after);
    assert_eq!(fresh, expected.into_iter().map(|code| (code, 1)).collect(), "{way:?} {:#?}", after.violations);
    if let Some(shortage) = way.shortage {
        confirm(instance, &after, way, shortage);
    }
}

fn fresh_violations(before: &Verdict, after: &Verdict) -> BTreeMap<&'static str, i64> {
    let mut codes = BTreeMap::new();
    after.violations.iter().for_each(|violation| *codes.entry(violation.code()).or_insert(0) += 1);
    before.violations.iter().for_each(|violation| *codes.entry(violation.code()).or_insert(0) -= 1);
    codes.retain(|_, count| *count > 0);
    codes
}

fn code_of(shortage: Shortage) -> &'static str {
    match shortage {
        Shortage::Overtime(_) => "shift",
        Shortage::Late(..) => "window",
        Shortage::Week(_) => "week-hours",
        Shortage::Tool(..) => "equipment",
        Shortage::Load(_) => "load",
        Shortage::Sites(_) => "sites-per-day",
        Shortage::Changes(_) => "max-changes",
    }
}

/// The amount that the shortage states is the amount in the plan.
fn confirm(instance: &Instance, verdict: &Verdict, way: &WayIn, shortage: Shortage) {
    let place = way.places[0];
    let tours = &verdict.timetable.tours;
    let tour = tours.iter().find(|tour| (tour.crew, tour.date) == (place.crew, place.date)).expect("planned");
    let own = &instance.crews[place.crew];
    match shortage {
        Shortage::Overtime(minutes) => assert_eq!(tour.overtime - tour.overtime_limit, minutes),
        Shortage::Late(job, minutes) => {
            let stop = tour.stops.iter().find(|stop| stop.job == job).expect("planned");
            assert_eq!(stop.start - instance.jobs[job].close.expect("a close"), minutes);
        }
        Shortage::Week(minutes) => {
            let week = tours.iter().filter(|other| (other.crew, other.week) == (tour.crew, tour.week));
            let worked: i32 = week.map(|tour| tour.service + tour.travel).sum();
            assert_eq!(worked - own.max_week_minutes.expect("a limit"), minutes);
        }
        Shortage::Load(amount) => {
            let load: i64 = tour.stops.iter().map(|stop| instance.jobs[stop.job].load.0).sum();
            assert_eq!(load - own.capacity.expect("a limit").0, amount.0);
        }
        Shortage::Tool(..) | Shortage::Sites(_) | Shortage::Changes(_) => {}
    }
}

/// The plan with the visits of a way in; crews that must meet keep the time at which they do.
fn with_way(instance: &Instance, plan: &Plan, way: &WayIn) -> Plan {
    let mut routes = plan.routes.clone();
    for place in &way.places {
        let at = |route: &Route| (route.crew, route.date) == (place.crew, place.date);
        let index = routes.iter().position(at).unwrap_or_else(|| {
            routes.push(Route::of(place.date, place.crew, &[] as &[JobId]));
            routes.len() - 1
        });
        let route = &mut routes[index];
        route.leave = None;
        route.visits.retain(|visit| Some(visit.job) != way.instead_of);
        route.visits.insert(place.position, PlannedVisit { job: place.job, start: Start::NotBefore(place.start) });
        for visit in route.visits.iter_mut().filter(|visit| visit.job != place.job) {
            visit.start = meeting(instance, plan, visit.job, place.date).map_or(Start::Earliest, Start::NotBefore);
        }
    }
    let driven = Plan::new(routes);
    Timetable::new(instance, &driven).settled(instance)
}

/// When the crews of a job that must meet do so on a date at the earliest.
fn meeting(instance: &Instance, plan: &Plan, job: JobId, date: chrono::NaiveDate) -> Option<i32> {
    instance.jobs[job].start_within?;
    let timetable = Timetable::new(instance, plan);
    timetable.stops_of(job).filter(|(tour, _)| tour.date == date).map(|(_, stop)| stop.start).min()
}

fn overloaded(crews: usize, sites: usize, seed: u64, profile: Profile) -> Instance {
    generate(&generate::GeneratorOptions { crews, sites, seed, profile }).expect("within range").instance
}

/// The firm with all but a few of its crews at home all week, so that much is left out.
fn short_of_crews(crews: usize, kept: usize, sites: usize, seed: u64, profile: Profile) -> Instance {
    let mut parts = overloaded(crews, sites, seed, profile).into_parts();
    parts.crews.iter_mut().skip(kept).for_each(|crew| crew.days = [false; 7]);
    (parts.current, parts.pins) = (None, Vec::new());
    Instance::new(parts)
}

/// Exactly one entry per job with missing visits, with the right number, and a reason that can be true.
fn consistent(instance: &Instance, plan: &Plan, found: &[Absence]) {
    let missing: Vec<_> = Timetable::new(instance, plan).missing.into_iter().enumerate().filter(|m| m.1 > 0).collect();
    assert_eq!(found.iter().map(|absence| (absence.job.index(), absence.unassigned)).collect::<Vec<_>>(), missing);
    for absence in found {
        let work = &instance.jobs[absence.job];
        let able = instance.crew_ids().filter(|&crew| instance.may_do(crew, absence.job)).count();
        let by_crew = ["skill", "crew-size", "crew-choice", "travel-limit"].contains(&absence.code());
        assert!(by_crew || able >= work.crews as usize, "{absence:?}");
        assert!(absence.code() != "precedence" || !work.after.is_empty(), "{absence:?}");
        assert!(absence.reason == Reason::Room || RULES.iter().any(|rule| rule.code() == absence.code()));
        assert!(!LeftOut::new(instance, absence, Locale::En).detail.is_empty());
    }
}

#[test]
fn every_claim_of_overloaded_weeks_holds() {
    let mut claims = BTreeMap::new();
    for seed in 1..=6 {
        for profile in [Profile::Construction, Profile::Service] {
            let instance = short_of_crews(12, 5, 80, seed, profile);
            let stop = StoppingCriterion::new(Instant::now(), None, Some(400));
            let options = SolveOptions { threads: 1, ..SolveOptions::default() };
            let outcome = solve(&instance, &options, &stop, &|_| {});
            consistent(&instance, &outcome.plan, &outcome.left_out);
            for absence in &outcome.left_out {
                *claims.entry(absence.code()).or_insert(0) += 1;
                for way in &absence.ways_in {
                    carry_out(&instance, &outcome.plan, way);
                    let kind = way.shortage.map_or(if way.instead_of.is_some() { "exchange" } else { "fits" }, code_of);
                    *claims.entry(kind).or_insert(0) += 1;
                }
            }
        }
    }
    println!("{claims:?}");
    assert!(claims.get("exchange").is_some_and(|&count| count > 20), "{claims:?}");
}

#[test]
fn any_plan_has_reasons() {
    for seed in 1..=3 {
        let instance = overloaded(10, 60, seed, Profile::Construction);
        let today = instance.current.clone().expect("a schedule");
        let mut twice = today.clone();
        twice.routes.iter_mut().step_by(2).for_each(|route| {
            let first = route.visits[0];
            route.visits.push(first);
        });
        for plan in [Plan::default(), today, twice] {
            consistent(&instance, &plan, &absences(&instance, &plan));
        }
    }
}

#[test]
fn a_large_week_is_quick() {
    let instance = overloaded(100, 1_500, 1, Profile::Service);
    let mut plan = instance.current.clone().expect("a schedule");
    for route in plan.routes.iter_mut().step_by(25) {
        route.visits.pop();
    }
    let plan = Timetable::new(&instance, &Plan::new(plan.routes)).settled(&instance);
    let evaluator = CostEvaluator::new(&instance, RULES);
    let begun = Instant::now();
    let found = left_out(&evaluator, RULES, &plan);
    println!("{} jobs left out of {}: {:?}", found.len(), instance.jobs.len(), begun.elapsed());
    for absence in found.iter().take(12) {
        let entry = LeftOut::new(&instance, absence, Locale::En);
        println!("{} {} {}", instance.jobs[absence.job].id, entry.reason.code(), entry.detail);
    }
}

/// The pump starts 30 to 60 minutes after the roof.
fn pumped() -> Sketch {
    let mut sketch = farm();
    sketch.job("pump", 30).with = Some(Lag { job: JobId::new(ROOF), least: 30, most: 60 });
    sketch
}

#[test]
fn linked_jobs_that_nobody_can_do_in_step() {
    let mut sketch = pumped();
    // the reasons of roof and pump, and what is said of the roof
    let told = |sketch: &Sketch| {
        let (instance, plan) = (sketch.instance(), Plan::default());
        let found = absences(&instance, &plan);
        found.iter().for_each(|absence| {
            absence.ways_in.iter().for_each(|way| carry_out(&instance, &plan, way));
        });
        let roof = LeftOut::new(&instance, &found[0], Locale::En).detail;
        (found.iter().map(Absence::code).collect::<Vec<_>>(), roof)
    };
    let (codes, detail) = told(&sketch);
    assert_eq!(codes, ["room", "room"]);
    assert!(detail.contains("ada and bob (pump) could take it on Mon 23/11"), "{detail}");
    sketch.parts.jobs[1].close = Some(510);
    let (codes, detail) = told(&sketch);
    assert_eq!(codes, ["lag", "lag"]);
    assert!(detail.contains("It goes with pump, and no crews can do that together"), "{detail}");
    (sketch.parts.jobs[1].close, sketch.parts.jobs[1].min_members) = (None, 9);
    assert_eq!(told(&sketch).0, ["lag", "crew-size"]);
    (sketch.parts.jobs[1].min_members, sketch.parts.jobs[1].days) = (1, Some([false; 7]));
    let (codes, detail) = told(&sketch);
    assert_eq!(codes, ["lag"], "no visit of the pump is asked");
    assert!(detail.contains("It goes with pump, of which nothing is asked"), "{detail}");
    sketch.parts.jobs[1].days = None;
    sketch.parts.crews.truncate(1);
    assert_eq!(told(&sketch).0, ["lag", "lag"], "one crew can't do both");
}
