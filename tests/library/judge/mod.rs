//! Our judge against another one that shares no code with it: a script that reads the same files. Instances with every
//! column in use and plans that break most rules must give the same figures, to the cent, and the same violations; what
//! we write must read back as what it says. Where the script or Python is not at hand, the tests pass and say so.

mod files;
pub mod random;
mod script;

use std::collections::BTreeSet;
use std::path::Path;

use brigade::explain::Reason;
use brigade::files::PlanOutput;
use brigade::generate::{GeneratorOptions, Profile, generate};
use brigade::i18n::Locale;
use brigade::insight::{Figures, FiguresBlock, RunBlock, Summary};
use brigade::judge::check;
use brigade::model::{Bound, BoundClass, DAY, Instance, JobId, Plan, Timetable, Tour};
use brigade::report::LeftOut;
use brigade::rules::{Kind, RULES, calendar, subcontract};
use brigade::units::Money;
use serde_json::Value;

use random::Chance;
use script::Script;

const RUN: RunBlock = RunBlock { seed: 1, seconds: 0.5, iterations: 10 };

#[test]
fn figures_agree_on_instances_with_every_column() {
    let Some(script) = Script::find() else { return };
    let (mut broken, mut folders) = (BTreeSet::new(), 0);
    for seed in seeds() {
        let mut chance = Chance::new(seed);
        let (sketch, current) = random::sketch(&mut chance);
        let (instance, folder) = (sketch.instance(), tempfile::tempdir().expect("a folder"));
        files::write_instance(folder.path(), &sketch, &current);
        for _ in 0..2 {
            let plan = random::plan(&instance, &mut chance);
            broken.extend(check(&instance, &plan).violations.iter().map(|violation| violation.code()));
            compare_lone(&script, folder.path(), &instance, &plan, seed);
            folders += u32::from(compare_folder(&script, folder.path(), &instance, &plan, seed));
        }
    }
    let hard = RULES.iter().filter(|rule| rule.kind() == Kind::Hard).map(|rule| rule.code());
    // No column of the format states how long a tour may take.
    assert_eq!(broken, hard.filter(|&code| code != "tour-duration").collect(), "the plans break every rule");
    assert!(folders > 10, "{folders} plans could be written");
}

/// As many instances as `$BRIGADE_JUDGE_SEEDS` says.
fn seeds() -> std::ops::Range<u64> {
    0..std::env::var("BRIGADE_JUDGE_SEEDS").ok().and_then(|count| count.parse().ok()).unwrap_or(25)
}

#[test]
fn figures_agree_on_generated_weeks() {
    let Some(script) = Script::find() else { return };
    for (seed, profile) in [(1, Profile::Construction), (2, Profile::Service), (3, Profile::Construction)] {
        let options = GeneratorOptions { crews: 8, sites: 40, seed, profile };
        let (mut chance, generated) = (Chance::new(seed), generate(&options).expect("options within range"));
        let (instance, folder) = (&generated.instance, tempfile::tempdir().expect("a folder"));
        for (name, text) in &generated.files {
            std::fs::write(folder.path().join(name), text).expect("writable");
        }
        let today = instance.current.clone().expect("a schedule of today");
        for plan in [today, random::plan(instance, &mut chance), Plan::default()] {
            compare_lone(&script, folder.path(), instance, &plan, seed);
            compare_folder(&script, folder.path(), instance, &plan, seed);
        }
    }
}

/// A plan.csv by itself: every figure that the script recomputes is ours.
fn compare_lone(script: &Script, folder: &Path, instance: &Instance, plan: &Plan, seed: u64) {
    let path = folder.join("lone.csv");
    files::write_plan(&path, instance, plan);
    let told = script.judge(folder, &path);
    compare(&told["plan"], instance, plan, &format!("seed {seed}, plan"));
    if let Some(current) = &instance.current {
        compare(&told["current"], instance, current, &format!("seed {seed}, current"));
    }
}

/// A whole output folder: the script finds nothing that differs from what it recomputes. False where a time lies after
/// midnight, which no file can say.
fn compare_folder(script: &Script, folder: &Path, instance: &Instance, plan: &Plan, seed: u64) -> bool {
    let timetable = Timetable::new(instance, plan);
    let last = |tour: &Tour| {
        tour.stops.iter().map(|stop| stop.finish.max(stop.start).max(stop.arrive)).fold(tour.back, i32::max)
    };
    if timetable.tours.iter().any(|tour| last(tour) > DAY) {
        return false;
    }
    let known = Plan { unknown: Vec::new(), ..timetable.settled(instance) };
    let summary = Summary::new(instance, &known, bound(instance, &known, seed), RUN);
    let (out, left_out) = (folder.join("plan"), left_out(instance, &timetable));
    PlanOutput {
        instance,
        plan: &known,
        left_out: &left_out,
        summary: &summary,
        change_list: &[],
        curve: None,
        carried: None,
        locale: Locale::Fr,
    }
    .write(&out)
    .expect("writable");
    let told = script.judge(folder, &out);
    assert_eq!(told["mismatches"], Value::Array(Vec::new()), "seed {seed}");
    true
}

/// A bound that neither schedule undercuts, or none.
fn bound(instance: &Instance, plan: &Plan, seed: u64) -> Option<Bound> {
    let total = |plan: &Plan| check(instance, plan).total;
    let least = instance.current.as_ref().map_or(total(plan), |current| total(plan).min(total(current)));
    let cost = [least, Money(least.0 / 10 * 9), Money(least.0 / 2)][seed as usize % 3];
    (!seed.is_multiple_of(4)).then_some(Bound { cost, class: BoundClass::Early })
}

fn left_out(instance: &Instance, timetable: &Timetable) -> Vec<LeftOut> {
    let given_away = |job: JobId| instance.jobs[job].subcontract.is_some();
    let missing = JobId::enumerate(&timetable.missing).filter(|&(_, &missing)| missing > 0);
    let entry = |(job, &missing): (JobId, &u32)| LeftOut {
        job,
        unassigned: missing,
        reason: Reason::Rule(if given_away(job) { &subcontract::ABOUT } else { &calendar::ABOUT }),
        detail: "=not \"room\", but\na day off".into(),
        ..LeftOut::default()
    };
    missing.map(entry).collect()
}

fn compare(told: &Value, instance: &Instance, plan: &Plan, what: &str) {
    let figures = Figures::new(instance, &check(instance, plan));
    let ours = serde_json::to_value(FiguresBlock::from(&figures)).expect("plain data");
    for (key, tolerance) in [("km", 0.0), ("travel_hours", 1e-4), ("service_hours", 1e-4), ("overtime_hours", 1e-4)] {
        close(&ours[key], &told[key], tolerance, &format!("{what}: {key}"));
    }
    for key in ["visits", "unassigned", "subcontracted", "changes", "violations"] {
        assert_eq!(ours[key], told[key], "{what}: {key}");
    }
    for (key, tolerance) in [("cost", 1e-4), ("utilisation", 1e-4), ("scores", 0.006)] {
        let theirs = told[key].as_object().expect("a block");
        assert_eq!(ours[key].as_object().map(|block| block.len()), Some(theirs.len()), "{what}: {key}");
        for (name, value) in theirs {
            close(&ours[key][name], value, tolerance, &format!("{what}: {key}.{name}"));
        }
    }
}

fn close(ours: &Value, told: &Value, tolerance: f64, what: &str) {
    let (ours, told) = (ours.as_f64().expect("a number"), told.as_f64().expect("a number"));
    assert!((ours - told).abs() <= tolerance + 1e-6, "{what}: ours {ours}, theirs {told}");
}
