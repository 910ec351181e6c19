//! The way of somebody who tries it: make up a firm, look at it, plan it, compare.

use std::fs;
use std::path::Path;

use super::{Firm, PLAN_FILES, brigade, contents, names};

#[test]
fn from_nothing_to_a_better_week() {
    let room = tempfile::tempdir().expect("a folder");
    let run = |arguments| brigade(room.path(), arguments);
    let made = run("generate @/demo --crews 5 --sites 20 --seed 3").ends(0);
    assert!(made.out.contains("5 crews, 20 sites") && made.out.contains("brigade plan"), "{}", made.out);
    assert_eq!(made.err, "");

    let sound = run("check @/demo").ends(0);
    assert!(sound.out.contains("sound. 5 crews, 20 sites"), "{}", sound.out);

    let planned = run("plan @/demo --iterations 200 --threads 2").ends(0);
    assert_eq!(planned.err, "", "no progress where no one watches");
    let parts =
        ["The plan keeps every hard rule", "│ travel hours", "Against today's schedule: ", "Week 2026-W48", "left out"];
    let places: Vec<_> = parts.iter().map(|part| planned.out.find(part).expect(part)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(planned.out.trim_end().ends_with("demo/plan"), "{}", planned.out);
    let is_shared = |name: &String| !name.ends_with(".ics");
    let written: Vec<_> = names(&room.path().join("demo/plan")).into_iter().filter(is_shared).collect();
    assert_eq!(written, PLAN_FILES.map(str::to_owned).into_iter().filter(is_shared).collect::<Vec<_>>());

    let judged = run("check @/demo @/demo/plan").ends(0);
    assert!(judged.out.ends_with("The plan keeps every hard rule.\n"));
    run("check @/demo @/demo/plan/plan.csv").ends(0);
    run("check @/demo current").ends(0);

    let compared = run("compare @/demo current @/demo/plan").ends(0);
    assert!(compared.out.contains("EUR total") && compared.out.contains("difference"), "{}", compared.out);
    let same = run("compare @/demo @/demo/plan @/demo/plan/plan.csv").ends(0);
    assert!(!same.out.contains('+'), "{}", same.out);
}

#[test]
fn a_plan_becomes_the_current_schedule() {
    let firm = Firm::new().planned();
    fs::copy(firm.beside("plan/plan.csv"), firm.folder().join("current.csv")).expect("readable");
    let again = firm.run("plan @/firm --iterations 50 --threads 1").ends(0);
    assert_eq!(again.err, "");
    assert!(again.out.contains("4 kept, 0 to another day, 0 to another crew, 0 added, 0 dropped"), "{}", again.out);
    let plans = ["plan/plan.csv", "firm/plan/plan.csv"].map(|path| fs::read(firm.beside(path)).expect("written"));
    assert_eq!(plans[0], plans[1]);
}

#[test]
fn quiet_means_silent() {
    let run = Firm::new().run("plan @/firm --iterations 50 --quiet").ends(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
}

#[test]
fn warnings_stand_beside_the_tables() {
    let firm = Firm::new().but("jobs.csv", "duration", "duration,colour").but("jobs.csv", "S1,120", "S1,120,red");
    let firm = firm.but("jobs.csv", "S2,90", "S2,90,").but("jobs.csv", "1h30", "1h30,").but("jobs.csv", "60", "60,");
    let run = firm.run("plan @/firm --iterations 50").ends(0).tells(&["warning: jobs.csv, line 1, column colour"]);
    assert!(!run.out.contains("warning"));
    assert_eq!(firm.run("plan @/firm --iterations 50 -q").ends(0).err, "");
}

#[test]
fn another_week() {
    let firm = Firm::new().with("settings.toml", "");
    firm.run("check @/firm --week 2026-W48").ends(0);
    let run = firm.run("plan @/firm --week 2026-W50 --iterations 50 -o @/plan").ends(0);
    assert!(!run.out.contains("saves"), "no schedule of that week to compare with: {}", run.out);
    let plan = fs::read_to_string(firm.beside("plan/plan.csv")).expect("written");
    assert!(plan.lines().skip(1).all(|row| row.starts_with("2026-12-")), "{plan}");
    firm.run("check @/firm @/plan --week 2026-W50").ends(0);
    firm.run("check @/firm @/plan --week 2026-W48").ends(3);
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let room = tempfile::tempdir().expect("a folder");
    brigade(room.path(), "generate @/demo --crews 4 --sites 16").ends(0);
    let mut first = None;
    for threads in ["1", "1", "2", "3", "8"] {
        let plan = format!("plan @/demo --iterations 300 --seed 7 -q -o @/plan --threads {threads}");
        brigade(room.path(), &plan).ends(0);
        let files: Vec<_> = contents(&room.path().join("plan")).into_values().map(timeless).collect();
        assert!(*first.get_or_insert_with(|| files.clone()) == files, "{threads} threads");
    }
}

/// What stands in a file without the line that says how long it took.
fn timeless(bytes: Option<Vec<u8>>) -> Vec<u8> {
    let bytes = bytes.unwrap_or_default();
    match str::from_utf8(&bytes) {
        Ok(text) => text.lines().filter(|line| !line.contains("\"seconds\"")).collect::<Vec<_>>().join("\n").into(),
        Err(_) => bytes,
    }
}

#[test]
fn help_teaches() {
    let here = Path::new(".");
    let all = brigade(here, "--help").ends(0);
    for word in ["plan", "check", "compare", "explain", "generate", "replan", "crews.csv", "Exit codes: 0 done"] {
        assert!(all.out.contains(word), "{word}");
    }
    for (command, words) in [
        (
            "plan",
            &[
                "default: INSTANCE/plan,",
                "default: 30",
                "one per core",
                "summary.json",
                "--max-changes",
                "--freeze",
                "--change-curve",
                "2026-W48",
            ][..],
        ),
        ("check", &["plan.csv", "current", "remedy"]),
        ("compare", &["plan folder", "current"]),
        (
            "replan",
            &[
                "--from",
                "--off",
                "CREW:DATE[..DATE]",
                "events",
                "5 to replan",
                "three more",
                "default: INSTANCE/replan,",
            ],
        ),
        ("explain", &["tried in the plan", "current", "--crew", "week's picture"]),
        ("generate", &["default: 15", "default: 98", "default: construction", "service"]),
    ] {
        let help = brigade(here, &format!("{command} --help")).ends(0);
        for word in words.iter().chain(&["Exit codes: 0 done", "3 the plan"]) {
            assert!(help.out.contains(word), "{command}: {word}: {}", help.out);
        }
        assert_eq!(help.err, "");
    }
    assert_eq!(brigade(here, "--version").ends(0).out, concat!("brigade ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn a_long_list_of_changes_is_cut() {
    let jobs: String = (0..60).map(|job| format!("J{job},S1,20\n")).collect();
    let rows: String = (0..60).map(|job| format!("2026-11-2{},LYO{},J{job}\n", 3 + job % 5, 1 + job % 2)).collect();
    let firm = Firm::new().with("jobs.csv", format!("job,site,duration\n{jobs}"));
    let firm = firm.with("current.csv", format!("date,crew,job\n{rows}")).but(
        "settings.toml",
        "[horizon]",
        "[weights]\nchange_crew = 0\nchange_day = 0\n[horizon]",
    );
    let run = firm.run("plan @/firm --iterations 200 --threads 1").ends(0);
    assert!(run.out.contains("more in changes.csv"), "{}", run.out);
    assert!(run.out.lines().filter(|line| line.contains("moved-")).count() < 25);
}

#[test]
fn tables_fit_on_a_page() {
    let room = tempfile::tempdir().expect("a folder");
    brigade(room.path(), "generate @/demo --crews 6 --sites 30").ends(0);
    let wide = brigade(room.path(), "plan @/demo --iterations 40").ends(0);
    let table = |line: &&str| line.starts_with(['│', '┌']);
    assert!(wide.out.lines().filter(table).all(|line| line.chars().count() <= 110), "{}", wide.out);
}
