//! Explanations: every price named is what the checker says of the changed plan, and every remedy is one.

use crate::common::farm;
use brigade::eval::CostEvaluator;
use brigade::explain::{Absence, Alternative, Explained};
use brigade::generate::{self, Profile, generate};
use brigade::i18n::Locale;
use brigade::judge::check;
use brigade::model::{CrewId, DayException, Instance, JobId, Lag, Plan, SameCrew, Sketch, SkillNeed, Timetable};
use brigade::report::Explanation;
use brigade::rules::{RULES, Remedy};
use brigade::search::{NeighbourParams, Neighbours};
use brigade::solve::{construct, explain};
use brigade::units::{Decimal, Money};

type PlanSketch<'a> = [(usize, i64, &'a [usize])];

const ROOF: usize = 0;

fn explained(instance: &Instance, plan: &Plan) -> (Explained, Explanation) {
    let explained = explain(instance, RULES, plan, JobId::new(ROOF));
    let text = Explanation::new(instance, &Timetable::new(instance, plan), &explained, Locale::En);
    (explained, text)
}

/// The remedies found for the roof, which the routes leave out.
#[track_caller]
fn remedies(sketch: &Sketch, routes: &PlanSketch) -> Vec<Remedy> {
    let (instance, plan) = (sketch.instance(), sketch.plan(routes));
    assert!(check(&instance, &plan).is_legal());
    let (explained, text) = explained(&instance, &plan);
    println!("{text:#?}");
    assert!(explained.is_exact && text.left_out.is_some());
    assert_eq!(text.remedies.len(), explained.remedies.len());
    explained.remedies.into_iter().map(|(remedy, _)| remedy).collect()
}

#[test]
fn the_other_crew_and_the_other_dates_have_their_price() {
    let sketch = farm();
    let (instance, plan) = (sketch.instance(), sketch.plan(&[(0, 0, &[ROOF])]));
    let (explained, text) = explained(&instance, &plan);
    assert_eq!(explained.days.len(), 1);
    // 4 other days of ada's for nothing, 5 of bob's with twice the way: 20 km at 0.60 and 20 min at 25.00 an hour
    let extras: Vec<_> = explained.days[0].alternatives.iter().map(|other| other.extra).collect();
    let dearer = Money::euros(Decimal::whole(12)) + Money::fraction(Decimal::whole(25), 1, 3);
    assert_eq!(extras, [[Money::ZERO; 4].as_slice(), &[dearer; 5]].concat());
    assert_eq!(text.days[0].alternatives[4].because, "km +12.00, road +8.33");
    let costs: Vec<_> = text.days[0].costs.iter().map(|row| (row.rule.code, row.amount)).collect();
    assert_eq!(costs[0], ("km", Money::euros(Decimal::whole(12))));
    assert!(text.days[0].penalties.starts_with("left out 1650.00"), "{}", text.days[0].penalties);
    assert!(
        text.days[0].sentence.starts_with("ada on Mon 23/11 at 08:10. ada on Tue 24/11"),
        "{}",
        text.days[0].sentence
    );
}

#[test]
fn what_does_as_well_calls_for_no_longer_run() {
    let sketch = farm();
    let (_, text) = explained(&sketch.instance(), &sketch.plan(&[(0, 0, &[ROOF])]));
    assert!(text.days[0].sentence.ends_with("would do as well."), "{}", text.days[0].sentence);
    let (_, text) = explained(&sketch.instance(), &sketch.plan(&[(1, 0, &[ROOF])]));
    assert!(text.days[0].sentence.contains("would do better"), "{}", text.days[0].sentence);
    assert!(text.days[0].sentence.ends_with("a longer run may find it."), "{}", text.days[0].sentence);
}

#[test]
fn a_cost_is_told_of_the_crew_that_causes_it() {
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].crews = 2;
    (sketch.parts.crews[1].end, sketch.parts.crews[1].overtime) = (540, 60);
    let (_, text) = explained(&sketch.instance(), &sketch.plan(&[(0, 0, &[ROOF]), (1, 0, &[ROOF])]));
    let row = |code: &str| text.days[0].costs.iter().find(|row| row.rule.code == code).expect("a cost");
    assert!(row("overtime").attribution.starts_with("bob is back at 09:40"), "{}", row("overtime").attribution);
}

#[test]
fn a_second_tool_is_a_remedy_for_two_crews() {
    let mut sketch = farm();
    let lift = sketch.tool("lift", 1);
    (sketch.parts.jobs[ROOF].tools, sketch.parts.jobs[ROOF].crews) = (vec![(lift, 2)], 2);
    assert_eq!(remedies(&sketch, &[]), [Remedy::Tool(lift, 4)]);
}

#[test]
fn who_has_no_room_displaces_somebody() {
    let mut sketch = farm();
    sketch.parts.crews[0].days = [true, false, false, false, false, false, false];
    sketch.parts.crews[1].days = sketch.parts.crews[0].days;
    sketch.site("barn", (30.0, 0.0));
    sketch.job("door", 450);
    let (instance, plan) = (sketch.instance(), sketch.plan(&[(0, 0, &[ROOF]), (1, 0, &[1])]));
    let (explained, text) = explained(&instance, &plan);
    let [only] = &explained.days[0].alternatives[..] else { panic!("{:?}", explained.days) };
    let displaced = only.displaced.expect("the door gives way");
    assert_eq!((displaced.job, displaced.to), (JobId::new(1), None), "with 30 min each way ada is back too late");
    assert_eq!(text.days[0].alternatives[0].gives_way, "door is left out");
    assert_eq!(text.crews[1].verdict, "bob on Mon 23/11 at 08:20; door is left out");
}

#[test]
fn who_must_do_all_of_it_can_be_replaced_as_a_whole() {
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].visits = 2;
    sketch.parts.jobs[ROOF].same_crew = SameCrew::Require;
    let (instance, plan) = (sketch.instance(), sketch.plan(&[(0, 0, &[ROOF]), (0, 1, &[ROOF])]));
    let (explained, text) = explained(&instance, &plan);
    assert_eq!(explained.days.len(), 2);
    assert!(
        explained.days.iter().flat_map(|day| &day.alternatives).all(|other| other.places[0].crew == CrewId::new(0))
    );
    let [only] = &explained.handed_over[..] else { panic!("{:?}", explained.handed_over) };
    assert_eq!((only.places.len(), only.places[0].crew), (2, CrewId::new(1)));
    agrees(only, Money::ZERO);
    assert_eq!(text.handed_over[0].place, "bob on Mon 23/11 at 08:20, bob on Tue 24/11 at 08:20");
}

#[test]
fn a_missing_skill_can_be_learned() {
    let mut sketch = farm();
    let skill = sketch.skill("electricity");
    sketch.parts.jobs[ROOF].skills = vec![SkillNeed::one(skill, 3)];
    let found = remedies(&sketch, &[]);
    assert_eq!(
        found,
        [Remedy::Skill(CrewId::new(0), skill, 3), Remedy::Skill(CrewId::new(1), skill, 3)],
        "the nearer crew is cheaper"
    );
}

#[test]
fn people_admission_and_reach() {
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].min_members = 3;
    assert_eq!(remedies(&sketch, &[])[0], Remedy::People(CrewId::new(0), 3));
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].only_crews = vec![CrewId::new(1)];
    sketch.parts.jobs[ROOF].not_crews = vec![CrewId::new(1)];
    assert_eq!(remedies(&sketch, &[]), [Remedy::Admit(CrewId::new(0)), Remedy::Admit(CrewId::new(1))]);
    let mut sketch = farm();
    (sketch.parts.crews[0].max_travel, sketch.parts.crews[1].max_travel) = (Some(9), Some(9));
    assert_eq!(remedies(&sketch, &[]), [Remedy::Reach(CrewId::new(0), 10), Remedy::Reach(CrewId::new(1), 20)]);
}

#[test]
fn dates_windows_and_days_off() {
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].latest = Some(sketch.date(0));
    for crew in &mut sketch.parts.crews {
        crew.days[0] = false;
    }
    let monday = sketch.date(0);
    assert_eq!(
        remedies(&sketch, &[]),
        [Remedy::Work(CrewId::new(0), monday), Remedy::AnyDate, Remedy::Work(CrewId::new(1), monday)]
    );
    let mut sketch = farm();
    sketch.parts.jobs[ROOF].close = Some(485);
    assert_eq!(remedies(&sketch, &[]), [Remedy::AnyTime]);
}

#[test]
fn tools_overtime_and_other_jobs() {
    let mut sketch = farm();
    let lift = sketch.tool("lift", 0);
    sketch.parts.jobs[ROOF].tools = vec![(lift, 2)];
    assert_eq!(remedies(&sketch, &[]), [Remedy::Tool(lift, 2)]);

    let mut sketch = farm();
    sketch.parts.crews.truncate(1);
    sketch.parts.jobs[ROOF].latest = Some(sketch.date(0));
    sketch.job("gutter", 460);
    sketch.parts.jobs[1].latest = Some(sketch.date(0));
    // 20 min of driving, 460 and 60 of work in 480
    assert_eq!(remedies(&sketch, &[(0, 0, &[1])]), [Remedy::Overtime(CrewId::new(0), 60), Remedy::AnyDate]);

    let mut sketch = farm();
    sketch.parts.jobs[ROOF].after = vec![JobId::new(1)];
    sketch.job("scaffold", 2_000);
    assert!(remedies(&sketch, &[]).contains(&Remedy::Wait(JobId::new(1))));
}

#[test]
fn the_verdict_of_every_crew() {
    let mut sketch = farm();
    sketch.crew("cem", (10.0, 0.0)).max_travel = Some(0);
    let skill = sketch.skill("electricity");
    sketch.parts.crews[1].levels = vec![1];
    sketch.parts.crews[2].levels = vec![1];
    sketch.parts.jobs[ROOF].skills = vec![SkillNeed::one(skill, 1)];
    let off: Vec<_> = (0..5).map(|day| (sketch.date(day), DayException::Off)).collect();
    sketch.parts.crews[1].exceptions.extend(off);
    let (instance, plan) = (sketch.instance(), sketch.plan(&[(2, 0, &[ROOF])]));
    let (_, text) = explained(&instance, &plan);
    let rows: Vec<_> = text.crews.iter().map(|row| (row.crew.as_str(), row.minutes, row.verdict.as_str())).collect();
    assert_eq!(rows[1], ("ada", 10, "has no electricity (asked electricity:1)"));
    assert_eq!(rows[2], ("bob", 20, "is off then"));
    assert_eq!((rows[0].0, rows[0].1), ("cem", 0));
    assert!(rows[0].2.starts_with("cem on Tue 24/11 at 08:00"), "{}", rows[0].2);
}

#[test]
fn a_plan_that_breaks_rules_is_explained_as_far_as_it_stands() {
    let mut sketch = farm();
    sketch.parts.crews[0].days[0] = false;
    let (explained, text) = explained(&sketch.instance(), &sketch.plan(&[(0, 0, &[ROOF])]));
    assert!(!explained.is_exact && explained.days.is_empty());
    assert_eq!(text.crews.len(), 2);
}

/// On made-up weeks, every component of every alternative adds up to its price: the judge and the search agree.
#[test]
fn prices_are_what_the_checker_says() {
    let (mut listed, mut displaced, mut together) = (0, 0, 0);
    for seed in 1..=12 {
        let profile = if seed % 2 == 0 { Profile::Service } else { Profile::Construction };
        let options = generate::GeneratorOptions { crews: 5, sites: 24, seed, profile };
        let instance = generate(&options).expect("a week").instance;
        let evaluator = CostEvaluator::new(&instance, RULES);
        let plan =
            construct(&evaluator, &Neighbours::new(&evaluator, &NeighbourParams::nearest(20)), 1).to_plan(&evaluator);
        let cost = check(&instance, &plan).total;
        for job in instance.job_ids().filter(|&job| instance.visits_asked(job) > 0) {
            let explained = explain(&instance, RULES, &plan, job);
            assert!(explained.is_exact);
            let days = explained.days.iter().flat_map(|day| &day.alternatives);
            for other in days.chain(&explained.handed_over).chain(&explained.ways_in) {
                agrees(other, cost);
                listed += usize::from(other.shortage.is_none());
                displaced += usize::from(other.displaced.is_some());
                together += usize::from(other.places.len() > 1);
            }
            ranked(&explained);
            let missing = explained.absence.as_ref().map_or(0, |absence: &Absence| absence.unassigned);
            assert_eq!(missing, Timetable::new(&instance, &plan).missing[job]);
        }
    }
    assert!(listed > 300 && displaced > 20 && together > 3, "{listed} {displaced} {together}");
}

#[track_caller]
fn agrees(other: &Alternative, cost: Money) {
    if other.shortage.is_none() {
        let parts: Money = other.parts.iter().map(|&(_, amount)| amount).sum();
        assert_eq!(parts, other.extra, "{other:?} of a plan of {cost}");
    }
}

fn ranked(explained: &Explained) {
    for day in &explained.days {
        let rank = |other: &Alternative| (other.shortage.is_some(), other.extra);
        assert!(day.alternatives.is_sorted_by_key(rank));
    }
    assert!(explained.remedies.is_sorted_by_key(|(_, way)| way.extra));
}

#[test]
fn linked_jobs_move_together() {
    let mut sketch = farm();
    let pump = sketch.parts.jobs.len();
    sketch.job("pump", 30).with = Some(Lag { job: JobId::new(ROOF), least: 0, most: 60 });
    let (instance, plan) = (sketch.instance(), sketch.plan(&[(0, 0, &[ROOF]), (1, 0, &[pump])]));
    let (explained, text) = explained(&instance, &plan);
    let [day] = &explained.days[..] else { panic!("{:?}", explained.days) };
    assert!(text.headline.contains("min"), "{}", text.headline);
    let sentence = &text.days[0].sentence;
    assert!(sentence.starts_with("ada and bob (pump) on Mon 23/11 at 08:10 and 08:20"), "{sentence}");
    assert!(day.alternatives.len() >= 4, "{:?}", day.alternatives);
    for other in day.alternatives.iter().filter(|other| other.shortage.is_none()) {
        let [roof, pumped] = &other.places[..] else { panic!("{other:?}") };
        assert_eq!((roof.job, pumped.job), (JobId::new(ROOF), JobId::new(pump)));
        assert!(roof.crew != pumped.crew && roof.date == pumped.date, "{other:?}");
        assert!((0..=60).contains(&(pumped.start - roof.start)), "{other:?}");
        agrees(other, Money::ZERO);
    }
    sketch.parts.jobs[pump].close = Some(490);
    assert!(remedies(&sketch, &[]).contains(&Remedy::Unlink));
}
