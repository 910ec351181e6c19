//! What is said before a drop is what the judge finds after it, to the cent.

use brigade_board::{Board, Cell, Edit, Grip, MemoryLog, Offer, Source, SourceError, VisitKey, Week};
use brigade_board::{best_slots, offer, prices, without};
use brigade_generate::{GeneratorOptions, generate};
use brigade_model::judge::check;
use brigade_model::model::{Instance, Lag, Plan, Route, Sketch};
use brigade_model::units::Money;
use brigade_solver::solve::{SolveOptions, solve};
use brigade_solver::stop::StoppingCriterion;
use chrono::Days;

struct Fixed(Instance, Plan);

impl Source for Fixed {
    fn instance(&self, _: &[String]) -> Result<Instance, SourceError> {
        Ok(self.0.clone())
    }

    fn plan(&self, _: &Instance) -> Plan {
        self.1.clone()
    }
}

fn firm(crews: usize, sites: usize, seed: u64) -> Instance {
    generate(&GeneratorOptions { crews, sites, seed, ..GeneratorOptions::MODEL }).expect("a firm").instance
}

fn planned(instance: &Instance, iterations: u64) -> Plan {
    let stop = StoppingCriterion::new(std::time::Instant::now(), None, Some(iterations));
    solve(instance, &SolveOptions { bound: false, ..SolveOptions::default() }, &stop, &|_| {}).plan
}

/// The week after a drop, from scratch.
fn after(week: &Week, offer: &Offer) -> Week {
    let mut routes: Vec<Route> = week.plan.routes.clone();
    for (crew, date, jobs) in &offer.routes {
        routes.retain(|route| (route.crew, route.date) != (*crew, *date));
        routes.push(Route::of(*date, *crew, jobs));
    }
    week.with_plan(&Plan::new(routes))
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// Every visit that can be picked up.
fn grips(week: &Week) -> Vec<Grip> {
    let planned = week.plan.visits().map(|(job, crew, date)| Grip::Planned { job, crew, date });
    let left_out = week.instance.job_ids().filter(|&job| week.verdict.timetable.missing[job] > 0).map(Grip::LeftOut);
    planned.chain(left_out).collect()
}

/// Drops a random visit on a random cell, so many times, each on the week that the last one left.
fn drops(mut week: Week, count: usize, seed: u64) -> usize {
    let (mut chance, mut done) = (Chance(seed), 0);
    for _ in 0..count {
        let all = grips(&week);
        let grip = all[chance.below(all.len())];
        let cells = prices(&week, grip);
        let open: Vec<&Cell> = cells.iter().filter(|cell| cell.offer.is_ok()).collect();
        if chance.below(5) == 0 && grip != Grip::LeftOut(grip.job()) {
            if let Ok(told) = without(&week, grip) {
                let next = after(&week, &told);
                assert_eq!(next.verdict.total - week.verdict.total, told.cost, "left out: {grip:?}");
                week = next;
                done += 1;
            }
            continue;
        }
        for cell in cells.iter().filter(|cell| cell.offer.is_err()).take(3) {
            assert!(offer(&week, grip, (cell.crew, cell.date)).is_err(), "blocked cells stay blocked: {cell:?}");
        }
        if open.is_empty() {
            continue;
        }
        let cell = open[chance.below(open.len())];
        let told = cell.offer.clone().expect("an open cell");
        assert_eq!(offer(&week, grip, (cell.crew, cell.date)), Ok(told.clone()), "one cell or all say the same");
        let next = after(&week, &told);
        assert_eq!(check(&next.instance, &next.plan).total, next.verdict.total);
        assert_eq!(next.verdict.total - week.verdict.total, told.cost, "{grip:?} to {cell:?}");
        assert!(next.verdict.violations.len() <= week.verdict.violations.len(), "nothing more is broken");
        week = next;
        done += 1;
    }
    done
}

#[test]
fn a_thousand_drops_cost_what_was_said() {
    let mut done = 0;
    for seed in 0..10 {
        let instance = firm(6, 30, seed);
        let plan = planned(&instance, 30);
        done += drops(Week::new(instance, &plan), 140, seed);
    }
    assert!(done >= 1_000, "{done} drops");
}

#[test]
fn drops_on_a_schedule_by_hand_cost_what_was_said() {
    for seed in 0..4 {
        let instance = firm(5, 25, seed);
        let current = instance.current.clone().expect("a schedule");
        assert!(drops(Week::new(instance, &current), 25, seed) > 0);
    }
}

#[test]
fn a_blocked_cell_says_by_which_rule() {
    let mut sketch = Sketch::new();
    sketch.crew("ada", (0.0, 0.0));
    sketch.crew("bob", (0.0, 0.0));
    sketch.site("farm", (3.0, 4.0));
    sketch.job("roof", 60);
    sketch.job("long", 470);
    sketch.parts.jobs[0].not_crews.push(brigade_model::model::CrewId::new(1));
    let week = Week::new(sketch.instance(), &sketch.plan(&[(0, 0, &[0]), (0, 1, &[1])]));
    let start = week.instance.settings.start;
    let grip = Grip::Planned { job: 0.into(), crew: 0.into(), date: start };
    let cells = prices(&week, grip);
    let cell = |crew: usize, day: usize| &cells[day * 2 + crew].offer;
    assert_eq!(cell(1, 0).as_ref().map_err(|blocked| blocked.rule.code), Err("crew-choice"));
    assert_eq!(cell(0, 1).as_ref().map_err(|blocked| blocked.rule.code), Err("shift"));
    assert_eq!(cell(0, 2).as_ref().map(|offer| (offer.cost, offer.metres)), Ok((Money::ZERO, 0)));
}

#[test]
fn slots_are_the_cheapest_first() {
    let instance = firm(5, 25, 3);
    let full = Week::new(instance.clone(), &planned(&instance, 20));
    let single = full.plan.visits().filter(|(job, ..)| instance.visits_asked(*job) == 1);
    let without = single.filter_map(|(job, crew, date)| {
        let told = without(&full, Grip::Planned { job, crew, date }).ok()?;
        Some((job, after(&full, &told)))
    });
    let (job, week) = without.last().expect("a job of one visit that may be left out");
    let slots = best_slots(&week, job, 10);
    assert!(!slots.is_empty() && slots.len() <= 10);
    assert!(slots.is_sorted_by_key(|slot| slot.offer.cost));
    for slot in &slots {
        let next = after(&week, &slot.offer);
        let start = next.verdict.timetable.stops_of(job).next().map(|(_, stop)| stop.start);
        assert_eq!(start, Some(slot.start));
    }
}

#[test]
fn edits_are_taken_back_one_author_at_a_time() -> Result<(), Box<dyn std::error::Error>> {
    let instance = firm(4, 20, 5);
    let plan = planned(&instance, 20);
    let mut board = Board::open(Box::new(Fixed(instance, plan)), Box::new(MemoryLog::default()), "week")?;
    let first = board.week("week")?;
    let mut chance = Chance(7);
    for round in 0..12 {
        let week = board.week("week")?;
        let all = grips(&week);
        let grip = all[chance.below(all.len())];
        let open: Vec<Cell> = prices(&week, grip).into_iter().filter(|cell| cell.offer.is_ok()).collect();
        let Some(cell) = open.get(chance.below(open.len())) else { continue };
        let edit = Board::edit_of(&week, grip.job(), cell.offer.as_ref().expect("an offer"));
        board.edit("week", if round % 2 == 0 { "ada" } else { "bob" }, edit)?;
    }
    let last = board.week("week")?;
    board.copy("week", "copy")?;
    assert_eq!(board.week("copy")?.plan, last.plan);
    let mut refused = 0;
    while board.can("week", "ada")?.0 || board.can("week", "bob")?.0 {
        let (ada, bob) = (board.undo("week", "ada"), board.undo("week", "bob"));
        refused += usize::from(ada.is_err()) + usize::from(bob.is_err());
        assert!(ada.is_ok() || bob.is_ok(), "the last edit can always be taken back");
    }
    assert!(refused > 0, "somebody had built on something");
    assert_eq!(board.week("week")?.plan, first.plan);
    assert_eq!(board.week("copy")?.plan, last.plan, "a copy stands by itself");
    Ok(())
}

/// Three crews, of which two do a job together on the first day, and a linked pair on the second.
fn in_step() -> (Sketch, Week) {
    let mut sketch = Sketch::new();
    for (name, x) in [("ada", 0.0), ("bob", 1.0), ("cyd", 2.0)] {
        sketch.crew(name, (x, 0.0));
    }
    sketch.site("farm", (3.0, 4.0));
    let roof = sketch.job("roof", 60);
    (roof.crews, roof.start_within) = (2, Some(5));
    sketch.job("pump", 30);
    sketch.job("pipe", 30).with = Some(Lag { job: 1.into(), least: 10, most: 20 });
    let plan = sketch.plan(&[(0, 0, &[0]), (1, 0, &[0]), (0, 1, &[1]), (1, 1, &[2])]);
    let week = Week::new(sketch.instance(), &plan);
    assert!(week.verdict.is_legal());
    (sketch, week)
}

#[test]
fn crews_of_a_day_and_linked_jobs_move_together() {
    let (sketch, week) = in_step();
    let date = |day| sketch.parts.settings.start + Days::new(day);
    for (job, from, to) in [(0, 0, 3), (1, 1, 4), (2, 1, 2)] {
        let crew = if job == 2 { 1 } else { 0 };
        let grip = Grip::Planned { job: job.into(), crew: crew.into(), date: date(from) };
        let told = offer(&week, grip, (2.into(), date(to))).expect("room");
        let next = after(&week, &told);
        assert!(next.verdict.is_legal());
        assert_eq!(next.verdict.total - week.verdict.total, told.cost);
        let there: Vec<_> =
            next.plan.visits().filter(|(.., at)| *at == date(to)).map(|(_, crew, _)| crew.index()).collect();
        assert_eq!(there, if job == 2 { [0, 2] } else { [1, 2] }, "the other crew comes along");
        let beside = offer(&week, grip, (2.into(), date(from))).expect("room");
        assert_eq!(after(&week, &beside).plan.visits().filter(|(.., at)| *at == date(from)).count(), 2);
        let out = without(&week, grip).expect("may be left out");
        assert_eq!(after(&week, &out).plan.visits().count(), 2);
    }
    let out =
        after(&week, &without(&week, Grip::Planned { job: 0.into(), crew: 0.into(), date: date(0) }).expect("out"));
    let told = offer(&out, Grip::LeftOut(0.into()), (2.into(), date(2))).expect("room");
    let next = after(&out, &told);
    assert!(next.verdict.is_legal() && next.plan.visits().count() == 4, "a second crew comes along");
}

#[test]
fn an_absence_leaves_partners_out_and_gives_pins_up() -> Result<(), Box<dyn std::error::Error>> {
    let (sketch, week) = in_step();
    let date = sketch.parts.settings.start;
    let mut board = Board::open(
        Box::new(Fixed(Instance::clone(&week.instance), week.plan)),
        Box::new(MemoryLog::default()),
        "week",
    )?;
    let key = VisitKey { job: "roof".into(), crew: "ada".into(), date };
    board.edit("week", "ada", Edit::Pin(key.clone()))?;
    let pinned = board.week("week")?;
    assert_eq!(pinned.instance.pins.len(), 1);
    let grip = Grip::Planned { job: 0.into(), crew: 0.into(), date };
    let blocked = offer(&pinned, grip, (2.into(), date)).map_err(|blocked| blocked.rule.code);
    assert_eq!(blocked, Err("pinned"));
    board.edit("week", "ada", Board::absence(&pinned, 0.into(), date))?;
    let absent = board.week("week")?;
    assert!(absent.verdict.is_legal() && absent.instance.pins.is_empty());
    assert_eq!(absent.plan.visits().count(), 2);
    assert_eq!(
        offer(&absent, Grip::LeftOut(0.into()), (0.into(), date)).map_err(|blocked| blocked.rule.code),
        Err("calendar")
    );
    board.edit("week", "ada", Edit::Presence { crew: "ada".into(), date })?;
    assert!(offer(&*board.week("week")?, Grip::LeftOut(0.into()), (0.into(), date)).is_ok());
    Ok(())
}

/// What was found for a week goes on for another one by the ids of its jobs; what was proven for it does not.
#[test]
fn a_plan_of_a_week_with_other_jobs_goes_by_their_ids() -> Result<(), Box<dyn std::error::Error>> {
    let jobs_first_to_last = |jobs: [&str; 3], planned: [usize; 2]| {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (3.0, 4.0));
        for job in jobs {
            sketch.job(job, 60);
        }
        Week::new(sketch.instance(), &sketch.plan(&[(0, 0, &planned)]))
    };
    let before = jobs_first_to_last(["new", "roof", "pipe"], [0, 2]);
    let now = jobs_first_to_last(["roof", "pipe", "door"], [0, 2]);
    let carried: Vec<_> = now.plan_of(&before).visits().map(|(job, ..)| now.instance.jobs[job].id.clone()).collect();
    assert_eq!(carried, ["pipe"], "the new job is gone, and the pipe has another number");
    assert!(!now.shares_instance(&before) && now.shares_instance(&now.with_plan(&Plan::default())));

    // Routes leave the instance as it is, pins do not.
    let (instance, plan) = (Instance::clone(&now.instance), now.plan);
    let date = instance.settings.start;
    let mut board = Board::open(Box::new(Fixed(instance, plan)), Box::new(MemoryLog::default()), "week")?;
    let first = board.week("week")?;
    let told = without(&first, Grip::Planned { job: 0.into(), crew: 0.into(), date }).expect("may be left out");
    board.edit("week", "ada", Board::edit_of(&first, 0.into(), &told))?;
    assert!(board.week("week")?.shares_instance(&first));
    board.edit("week", "ada", Edit::Pin(VisitKey { job: "door".into(), crew: "ada".into(), date }))?;
    assert!(!board.week("week")?.shares_instance(&first));
    board.undo("week", "ada")?;
    assert_eq!(board.week("week")?.instance.pins, first.instance.pins);
    Ok(())
}
