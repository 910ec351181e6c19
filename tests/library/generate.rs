//! Generated weeks: always the same, of the size asked for, lifelike, and legal by a judge who knows nothing of us.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use brigade::generate::{Generated, GeneratorOptions, Profile, generate, generate_with_extras};
use brigade::judge;
use brigade::model::{Instance, SameCrew, Speed, Timetable};
use brigade::units::Decimal;

const SERVICE: Profile = Profile::Service;
const CONSTRUCTION: Profile = Profile::Construction;

fn make(crews: usize, sites: usize, seed: u64, profile: Profile) -> Generated {
    generate(&GeneratorOptions { crews, sites, seed, profile }).expect("options within range")
}

fn make_with_extras(crews: usize, sites: usize, seed: u64, profile: Profile) -> Generated {
    generate_with_extras(&GeneratorOptions { crews, sites, seed, profile }).expect("options within range")
}

fn text<'a>(generated: &'a Generated, name: &str) -> &'a str {
    generated.files.iter().find(|file| file.0 == name).map_or("", |file| &file.1)
}

fn titles(generated: &Generated, name: &str) -> BTreeSet<String> {
    text(generated, name).lines().next().unwrap_or_default().split(',').map(str::to_owned).collect()
}

/// Percent of the crews' hours that the schedule fills, and of the visits that it leaves out.
fn load_and_left_out(generated: &Generated) -> (i64, i64) {
    let instance = &generated.instance;
    let timetable = Timetable::new(instance, instance.current.as_ref().expect("a schedule"));
    let worked: i64 = timetable.tours.iter().map(|tour| i64::from(tour.service + tour.travel)).sum();
    let available: i64 = instance.crew_ids().map(|crew| i64::from(instance.available_minutes(crew, None))).sum();
    let missing: i64 = timetable.missing.iter().map(|&missing| i64::from(missing)).sum();
    (100 * worked / available, 100 * missing / (missing + timetable.stops().count() as i64).max(1))
}

#[test]
fn the_same_options_give_the_same_bytes() {
    for profile in [CONSTRUCTION, SERVICE] {
        assert_eq!(make(12, 70, 5, profile).files, make(12, 70, 5, profile).files);
        assert_ne!(make(12, 70, 5, profile).files, make(12, 70, 6, profile).files);
    }
}

#[test]
fn the_model_firm_is_reproduced() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/alpes");
    let generated = generate(&GeneratorOptions::MODEL).expect("options within range");
    for (name, text) in &generated.files {
        let kept = std::fs::read_to_string(folder.join(name)).expect("the file is in the repository");
        assert_eq!(&kept, text, "{name}");
    }
    let entries = std::fs::read_dir(folder).expect("the folder exists").map(|entry| entry.expect("an entry").path());
    assert_eq!(entries.filter(|path| path.is_file()).count(), generated.files.len());
}

#[test]
fn sizes_are_as_asked() {
    for (crews, sites, profile) in
        [(1, 1, CONSTRUCTION), (1, 1, SERVICE), (3, 10, CONSTRUCTION), (1, 60, SERVICE), (60, 1, SERVICE)]
    {
        let generated = make(crews, sites, 3, profile);
        assert_eq!(generated.instance.crews.len(), crews);
        assert_eq!(generated.instance.sites.len(), sites);
        assert!(!generated.instance.jobs.is_empty());
        assert_eq!(text(&generated, "crews.csv").lines().count(), crews + 1);
        assert_eq!(text(&generated, "sites.csv").lines().count(), sites + 1);
        assert_eq!(text(&generated, "jobs.csv").lines().count(), generated.instance.jobs.len() + 1);
    }
}

#[test]
fn too_few_and_too_many_are_refused_in_words() {
    let refused = |crews, sites| {
        let options = GeneratorOptions { crews, sites, ..GeneratorOptions::MODEL };
        generate(&options).expect_err("options out of range").to_string()
    };
    assert_eq!(refused(0, 10), "0 crews asked for: write a number from 1 to 5000");
    assert_eq!(refused(10, 0), "0 sites asked for: write a number from 1 to 100000");
    assert_eq!(refused(5_001, 1), "5001 crews asked for: write a number from 1 to 5000");
    assert!("farming".parse::<Profile>().is_err());
    assert_eq!("service".parse(), Ok(SERVICE));
}

#[test]
fn weeks_are_full_and_nearly_everything_has_a_place() {
    for (crews, sites, profile) in [(15, 98, CONSTRUCTION), (40, 300, CONSTRUCTION), (30, 300, SERVICE)] {
        for seed in 1..=3 {
            let (load, left_out) = load_and_left_out(&make(crews, sites, seed, profile));
            assert!((82..=92).contains(&load), "{crews} crews, seed {seed}: {load} % full");
            assert!(left_out <= 3, "{crews} crews, seed {seed}: {left_out} % left out");
        }
    }
}

#[test]
fn every_column_is_used_somewhere() {
    let made = [make(60, 400, 1, CONSTRUCTION), make(30, 300, 1, SERVICE)];
    let tables = [
        (
            "crews.csv",
            "crew name chief members lat lon skills equipment start end days overtime max_week_hours cost_km cost_hour \
             cost_day capacity max_travel max_sites_per_day",
        ),
        ("calendar.csv", "crew date off start end"),
        ("members.csv", "member crew skills absent"),
        ("sites.csv", "site name lat lon region usual_crew"),
        (
            "jobs.csv",
            "job site name duration visits skills tools min_members crews load earliest latest due days open close \
             priority delay_risk start_within same_crew max_gap_days after only_crews not_crews",
        ),
        ("tools.csv", "tool quantity"),
        ("preferences.csv", "crew site job region score"),
        ("current.csv", "date crew job sequence start pinned"),
    ];
    for (name, columns) in tables {
        let used: BTreeSet<_> = made.iter().flat_map(|generated| titles(generated, name)).collect();
        let known: BTreeSet<_> = columns.split_whitespace().map(str::to_owned).collect();
        assert_eq!(used, known, "{name}");
    }
    assert!(text(&made[0], "settings.toml").contains("start = \"2026-11-23\""));
}

#[test]
fn the_model_firm_has_what_building_firms_have() {
    let instance = generate(&GeneratorOptions::MODEL).expect("options within range").instance;
    let jobs = |of: fn(&brigade::model::Job) -> bool| instance.jobs.iter().filter(|job| of(job)).count();
    assert!(jobs(|job| job.visits > 1) >= 15, "works over several days");
    assert!(jobs(|job| job.visits > 1 && job.duration >= 300) >= 5, "full days");
    assert!(jobs(|job| job.crews == 2) >= 2, "jobs for two crews");
    assert!(jobs(|job| !job.after.is_empty()) >= 5, "jobs that wait for others");
    assert!(jobs(|job| job.same_crew == SameCrew::Require) >= 1, "one crew throughout");
    assert!(jobs(|job| !job.tools.is_empty()) >= 10, "shared tools");
    let overdue = instance.jobs.iter().filter(|job| job.due.is_some_and(|due| due < instance.settings.start));
    assert!(overdue.count() >= 5, "overdue jobs");
    assert!(instance.crews.iter().any(|crew| !crew.people.is_empty()), "people by name");
    assert!(instance.sites.iter().all(|site| site.usual_crew.is_some()), "a crew leads every site");
    assert!((2..=6).contains(&instance.pins.len()), "a few promises");
}

#[test]
fn service_visits_are_short_and_most_have_a_window() {
    let instance = make(30, 300, 1, SERVICE).instance;
    let windows = instance.jobs.iter().filter(|job| job.open.is_some() && job.close.is_some()).count();
    assert!(2 * windows > instance.jobs.len(), "{windows} windows");
    assert!(instance.jobs.iter().all(|job| (30..=210).contains(&job.duration) && job.crews == 1));
    assert!(instance.crews.iter().all(|crew| crew.members <= 2));
    let likes = |crew| instance.job_ids().any(|job| instance.score(crew, job) != Decimal::ZERO);
    assert!(instance.crew_ids().any(likes));
}

/// How many crews, sites and jobs have each of the extras: slower, with a history, of one crew, in step, promised, at a
/// price.
fn extras(instance: &Instance) -> [usize; 6] {
    let jobs = &instance.jobs;
    [
        instance.crews.iter().filter(|crew| crew.speed != Speed::ONE).count(),
        instance.crews.iter().filter(|crew| crew.carried != 0).count(),
        instance.sites.iter().filter(|site| site.one_crew).count(),
        jobs.iter().filter(|job| job.with.is_some()).count(),
        jobs.iter().filter(|job| job.late_after.is_some()).count(),
        jobs.iter().filter(|job| job.subcontract.is_some()).count(),
    ]
}

#[test]
fn extras_are_drawn_and_read_back_and_the_schedule_stays_legal() {
    let mut all = [0; 6];
    for (crews, sites, profile) in [(15, 98, CONSTRUCTION), (30, 300, SERVICE), (1, 1, SERVICE), (5, 20, CONSTRUCTION)]
    {
        for seed in 1..=3 {
            let made = make_with_extras(crews, sites, seed, profile);
            assert_eq!(extras(&make(crews, sites, seed, profile).instance), [0; 6]);
            let files = made.files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
            let read = brigade::files::instance_of("generated".into(), files).expect("readable");
            assert!(read.warnings.is_empty(), "{:?}", read.warnings);
            for instance in [&made.instance, &read.instance] {
                let verdict = judge::check(instance, instance.current.as_ref().expect("a schedule"));
                assert!(verdict.is_legal(), "{crews} crews, seed {seed}: {:?}", verdict.violations);
            }
            assert_eq!(extras(&read.instance), extras(&made.instance), "{crews} crews, seed {seed}");
            all.iter_mut().zip(extras(&made.instance)).for_each(|(sum, own)| *sum += own);
        }
    }
    assert!(all.iter().all(|&count| count >= 8), "{all:?}");
}

/// The folder with the judge: a checker that shares no code with this crate. It is not part of the crate.
fn judge() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("BRIGADE_SHARED").map_or(beside, PathBuf::from);
    let script = folder.join("tools/check_plan.py");
    script.is_file().then_some(script)
}

fn ask(script: &Path, words: &[&Path]) -> (bool, String) {
    let Output { status, stdout, stderr } =
        Command::new("python3").arg(script).args(words).output().expect("python3 runs");
    (status.success(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
}

#[test]
fn an_independent_judge_finds_no_fault() {
    let Some(script) = judge() else {
        println!("skipped: no judge here; BRIGADE_SHARED names the folder that has one");
        return;
    };
    let sizes =
        [(15, 98, CONSTRUCTION), (40, 300, CONSTRUCTION), (30, 300, SERVICE), (1, 1, CONSTRUCTION), (1, 1, SERVICE)];
    let more = [(3, 10, CONSTRUCTION), (3, 10, SERVICE), (1, 60, CONSTRUCTION), (30, 2, CONSTRUCTION)];
    let mut cases: Vec<_> =
        sizes.into_iter().chain(more).flat_map(|(c, s, p)| (1..=3).map(move |seed| (c, s, seed, p))).collect();
    cases.push((100, 1_500, 1, SERVICE));
    let plain = cases.iter().map(|&case| (case, false));
    let with_extras = cases.iter().filter(|case| case.1 < 1_000).map(|&case| (case, true));
    for ((crews, sites, seed, profile), has_extras) in plain.chain(with_extras) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let make = if has_extras { make_with_extras } else { make };
        for (name, text) in make(crews, sites, seed, profile).files {
            std::fs::write(folder.path().join(name), text).expect("the folder can be written");
        }
        let what = format!("{crews} crews, {sites} sites, seed {seed}, {profile}, extras {has_extras}");
        let (fine, said) = ask(&script, &[folder.path(), Path::new("--instance-only")]);
        assert!(fine && said.contains("0 errors, 0 warnings"), "{what}: {said}");
        let (fine, said) = ask(&script, &[folder.path(), &folder.path().join("current.csv")]);
        assert!(fine && said.contains("0 violations"), "{what}: {said}");
    }
}
