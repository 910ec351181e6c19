//! Whatever brigade writes it reads again: every file of a plan folder, of plans that break every rule too.

use std::fs;
use std::path::Path;

use brigade::files::{self, CarriedFiles, Event, InstanceTables, PlanOutput, ReadOptions};
use brigade::generate::{GeneratorOptions, Profile, generate};
use brigade::i18n::Locale;
use brigade::insight::{self, ChangeCurve, Figures, RunBlock, Summary};
use brigade::judge::check;
use brigade::model::{Bound, BoundClass, DAY, Instance, JobId, Plan, Route, Start, Timetable};
use brigade::report::{EventLog, LeftOut, change_list};
use brigade::solve::reasons;
use brigade::units::Money;

use super::judge::random::Chance;

/// A generated firm whose schedule pins visits anywhere, in a country where the drive takes days.
fn write_firm(folder: &Path, seed: u64, chance: &mut Chance) -> Instance {
    let profile = if seed.is_multiple_of(2) { Profile::Service } else { Profile::Construction };
    let generated = generate(&GeneratorOptions { crews: 4, sites: 14, seed, profile }).expect("sizes within range");
    for (name, text) in &generated.files {
        fs::write(folder.join(name), text).expect("writable");
    }
    let settings = fs::read_to_string(folder.join("settings.toml")).expect("written");
    let speed = [50, 7, 1][chance.below(3)];
    let own = settings.lines().filter(|line| !line.starts_with("speed_kmh") && !line.starts_with("[travel]"));
    let settings = own.collect::<Vec<_>>().join("\n") + &format!("\n[travel]\nspeed_kmh = {speed}\n");
    fs::write(folder.join("settings.toml"), settings).expect("writable");
    let mut current = String::from("date;crew;job;start;pinned\n");
    for _ in 0..40 {
        let crew = &generated.instance.crews[chance.below(4)].id;
        let job = &generated.instance.jobs[chance.below(generated.instance.jobs.len())].id;
        let date = generated.instance.dates[chance.below(generated.instance.dates.len())];
        let start = ["", "08:00", "17:30", "24:00"][chance.below(4)];
        let pinned = ["", "yes", "crew", "date"][chance.below(4)];
        current += &format!("{date};{crew};{job};{start};{pinned}\n");
    }
    fs::write(folder.join("current.csv"), current).expect("writable");
    read(folder, None)
}

fn read(folder: &Path, current: Option<&Path>) -> Instance {
    let options = ReadOptions { current, ..ReadOptions::default() };
    files::read_instance(folder, &options).unwrap_or_else(|fault| panic!("{}: {fault}", folder.display())).instance
}

/// Any visits by anybody.
fn random_plan(instance: &Instance, chance: &mut Chance) -> Plan {
    let mut routes = Vec::new();
    for date in &instance.dates {
        for crew in instance.crew_ids() {
            let jobs: Vec<JobId> =
                (0..chance.below(4)).map(|_| JobId::new(chance.below(instance.jobs.len()))).collect();
            routes.push(Route::of(*date, crew, &jobs));
        }
    }
    Timetable::new(instance, &Plan::new(routes)).settled(instance)
}

fn write(instance: &Instance, plan: &Plan, carried: &CarriedFiles, out: &Path) -> Summary {
    let run = RunBlock { seed: 1, seconds: 0.5, iterations: 10 };
    let bound = Bound { cost: Money(1_234_567_890), class: BoundClass::Early };
    let summary = Summary { max_changes: Some(3), ..Summary::new(instance, plan, Some(bound), run) };
    let left_out: Vec<_> = reasons(instance, plan).iter().map(|own| LeftOut::new(instance, own, Locale::En)).collect();
    let figures = |plan: &Plan| Figures::new(instance, &check(instance, plan));
    let current = figures(instance.current.as_ref().expect("a schedule"));
    let curve = ChangeCurve::new(instance, &current, &[(Some(2), figures(plan)), (None, figures(plan))]);
    let changes = insight::changes(instance, plan);
    let brings = vec![None; changes.len()];
    let change_list = change_list(instance, plan, &changes, &brings, &EventLog::default(), Locale::En);
    let output = PlanOutput {
        instance,
        plan,
        left_out: &left_out,
        summary: &summary,
        change_list: &change_list,
        curve: Some(&curve),
        carried: Some(carried),
        from: None,
        locale: Locale::En,
    };
    output.write(out).expect("writable");
    summary
}

/// All that an instance says, but for where it was read.
fn said(instance: &Instance) -> String {
    let mut parts = instance.clone().into_parts();
    parts.name.clear();
    parts.origin.sha256.clear();
    parts.pins.iter_mut().for_each(|pin| pin.line = 0);
    format!("{parts:?}")
}

#[test]
fn every_written_file_reads_back() {
    let mut past_midnight = 0;
    for seed in 0..30 {
        let (room, mut chance) = (tempfile::tempdir().expect("a folder"), Chance::new(seed));
        let (firm, out) = (room.path().join("firm"), room.path().join("out"));
        fs::create_dir(&firm).expect("writable");
        let instance = write_firm(&firm, seed, &mut chance);
        let mut plan = random_plan(&instance, &mut chance);
        // A break of half a day can make a crew leave past midnight.
        plan.routes[0].leave = Some(25 * 60 + 40);
        let starts = plan.routes.iter().flat_map(|route| &route.visits).map(|visit| visit.start);
        past_midnight += starts.filter(|start| matches!(start, Start::At(minute) if *minute > DAY)).count();

        let tables = InstanceTables::read(&firm, &ReadOptions::default()).expect("readable");
        let files = tables.files().expect("text");
        let again = files::instance_of("firm".into(), files.clone()).expect("readable").instance;
        assert_eq!(said(&again), said(&instance), "seed {seed}: the tables as they are");
        let mut amended = tables;
        amended.amend(&instance);
        let amended = amended.files().expect("text");
        let events = vec![Event::Frozen { until: instance.dates[0] }];
        let summary = write(&instance, &plan, &CarriedFiles { instance: amended, events: events.clone() }, &out);

        let (back, warnings) = files::read_plan(&out, &instance).expect("a plan");
        assert_eq!((back, warnings), (plan.clone(), Vec::new()), "seed {seed}");
        let as_current = read(&firm, Some(&out));
        let visits = |plan: &Plan| plan.visits().collect::<Vec<_>>();
        assert_eq!(visits(as_current.current.as_ref().expect("a schedule")), visits(&plan), "seed {seed}");
        let past = files::read_past_run(&out).expect("a summary").expect("a summary");
        assert_eq!((past.run, past.max_changes), (summary.run, Some(3)), "seed {seed}");
        assert_eq!(files::read_past_curve(&out).expect("a curve").expect("a curve").points.len(), 2);
        let carried = files::read_carried(&out).expect("readable").expect("carried");
        assert_eq!(carried.events, events);
        let own = read(&carried.instance, None);
        assert_eq!(
            visits(own.current.as_ref().expect("a schedule")),
            visits(instance.current.as_ref().expect("a schedule"))
        );
        let words = |instance: &Instance| {
            let mut pins: Vec<_> = instance.pins.iter().map(|pin| (pin.job, pin.crew, pin.date)).collect();
            pins.sort();
            pins
        };
        assert_eq!(words(&own), words(&instance), "seed {seed}: the pins");
    }
    assert!(past_midnight > 30, "{past_midnight}");
}
