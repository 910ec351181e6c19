//! The independent checker of instances finds the same faults in the same places.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use brigade::error::{Issue, Message, Severity};
use brigade::files::{ReadOptions, read_instance};
use rayon::prelude::*;

use super::firm::FirmFiles;

/// File and line of an error.
type Faults = BTreeSet<(String, u64)>;

/// The folder of the checker's tools, where this machine has it.
fn tools() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("BRIGADE_SHARED").map_or(beside, PathBuf::from);
    let tools = shared.join("tools");
    if tools.join("check_plan.py").is_file() {
        return Some(tools);
    }
    println!("skipped: no independent checker in {}", tools.display());
    None
}

fn python(tools: &Path, script: &str, arguments: &[&str]) -> Vec<u8> {
    Command::new("python3").arg(tools.join(script)).args(arguments).output().expect("python3 runs").stdout
}

/// The checker's errors, and its count of warnings where there is no error.
fn judged(tools: &Path, folder: &Path) -> (Faults, usize) {
    let out = python(tools, "check_plan.py", &[folder.to_str().unwrap(), "--instance-only", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&out).expect("the checker writes JSON");
    let list = |name: &str| report[name].as_array().cloned().unwrap_or_default();
    let place = |error: &serde_json::Value| {
        (error["file"].as_str().unwrap_or_default().to_owned(), error["line"].as_u64().unwrap_or_default())
    };
    let errors: Faults = list("errors").iter().map(place).collect();
    assert_eq!(report["ok"].as_bool(), Some(errors.is_empty()));
    let warnings = if errors.is_empty() { list("warnings").len() } else { 0 };
    (errors, warnings)
}

fn ours(folder: &Path) -> (Faults, usize) {
    match read_instance(folder, &ReadOptions::default()) {
        Ok(loaded) => (Faults::new(), loaded.warnings.iter().map(warnings).sum()),
        Err(faults) => {
            let errors = faults.0.iter().filter(|issue| issue.severity == Severity::Error);
            let places = |issue: &Issue| {
                let further: Vec<_> = issue.further.iter().map(|place| place.line).collect();
                let lines = std::iter::once(issue.line).chain(further);
                lines.map(|line| (issue.file.clone(), line.unwrap_or(0))).collect::<Vec<_>>()
            };
            (errors.flat_map(places).collect(), 0)
        }
    }
}

/// How many warnings the checker makes of one of ours.
fn warnings(warning: &Issue) -> usize {
    match warning.advice {
        Message::IgnoredJob | Message::IgnoredCrew { .. } | Message::IgnoredDate { .. } => 1,
        _ => 1 + warning.further.len(),
    }
}

fn compare(tools: &Path, folder: &Path, what: &str) {
    assert_eq!(ours(folder), judged(tools, folder), "{what}: ours, then the checker's");
}

/// The folders of generated weeks, in two languages and two trades.
fn generated(tools: &Path, parent: &Path) -> Vec<PathBuf> {
    let kinds = [("en", "construction"), ("fr", "construction"), ("en", "service"), ("fr", "service")];
    let make = |(dialect, profile): (&str, &str)| {
        let folder = parent.join(format!("{dialect}-{profile}"));
        let out = folder.to_str().unwrap();
        let options = [out, "--crews", "8", "--sites", "40", "--seed", "5", "--dialect", dialect, "--profile", profile];
        python(tools, "make_instance.py", &options);
        folder
    };
    kinds.into_par_iter().map(make).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// Puts a value into another column of every row of a table, as far as both go.
fn corrupt(path: &Path, value: &str, delimiter: u8) {
    let bytes = std::fs::read(path).unwrap();
    let mut rows: Vec<Vec<Vec<u8>>> = bytes
        .split(|&byte| byte == b'\n')
        .map(|row| row.split(|&byte| byte == delimiter).map(<[u8]>::to_vec).collect())
        .collect();
    for (row, cells) in rows.iter_mut().enumerate().skip(1) {
        let column = (row - 1) % cells.len();
        if cells.len() > 1 {
            cells[column] = value.as_bytes().to_vec();
        }
    }
    let rows: Vec<_> = rows.iter().map(|cells| cells.join(&delimiter)).collect();
    std::fs::write(path, rows.join(&b'\n')).unwrap();
}

#[test]
fn generated_weeks_with_every_column_corrupted() {
    let Some(tools) = tools() else { return };
    let parent = tempfile::tempdir().unwrap();
    let weeks = generated(&tools, parent.path());
    assert!(weeks.iter().all(|folder| folder.join("settings.toml").is_file()));
    let mut cases = Vec::new();
    for folder in &weeks {
        compare(&tools, folder, "generated");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".csv") {
                cases.extend(
                    ["?:?", "", "-1", "'=x y", "1e400", "7"].map(|value| (folder.clone(), name.clone(), value)),
                );
            }
        }
    }
    assert!(cases.len() > 100);
    cases.par_iter().enumerate().for_each(|(index, (folder, name, value))| {
        let copied = parent.path().join(format!("case{index}"));
        copy(folder, &copied);
        let header = std::fs::read(copied.join(name)).unwrap();
        let delimiter =
            if header.iter().take_while(|&&byte| byte != b'\n').any(|&byte| byte == b';') { b';' } else { b',' };
        corrupt(&copied.join(name), value, delimiter);
        compare(&tools, &copied, &format!("{} {name} with {value:?}", folder.display()));
    });
}

fn firms_with_changed_files() -> Vec<FirmFiles> {
    let firm = FirmFiles::new;
    let jobs = |rows: &str| {
        firm().with("jobs.csv", format!("job,site,duration,visits,after,open,close,earliest,latest,days\n{rows}"))
    };
    vec![
        firm(),
        firm().with("settings.toml", "[horizon]\nstart = \"2026-11-23\"\ndays = 400\n[costs]\nkm = -1\n[x]\ny = 1\n"),
        firm().with("settings.toml", "[horizon]\nstart = \"23/11/2026\"\ndays = 9\n[day]\nbreak = \"\"\n"),
        firm().with(
            "settings.toml",
            "[horizon]\nstart = 2026-11-23\n[travel]\nspeed_kmh = 0\ndetour = inf\n[day]\nbreak = \"12:00\"\n",
        ),
        firm().with("settings.toml", "[horizon\nstart = 1\n"),
        firm().without("settings.toml"),
        firm().without("crews.csv"),
        firm().without("sites.csv"),
        firm().with("Chantiers.csv", "chantier,lat,lon\nS1,45,5\n"),
        firm().with("crews.csv", "crew,lat,lon,x,y\nA,45,5,,\nB,,,1,1\n"),
        firm().with("crews.csv", "crew,lat,lon,x,y\nA,45,5,1,\nB,,5,,1\n"),
        firm().with("crews.csv", "crew,lat,lon,start,end,overtime\nA,45,5,10h,9h,\nB,45,5,,23h30,31\n"),
        firm().row("crews.csv", "A,dup,45,5").row("crews.csv", "A,dup,x,5").row("crews.csv", ",none,45,5"),
        jobs("J1,S1,60,1,J2,,,,,\nJ2,S2,60,1,J1,,,,,\nJ3,S1,1,9,J1,,,,,\n"),
        jobs("J1,S1,60,9,,10:00,09:00,2026-11-25,2026-11-24,\nJ2,S2,60,1,J1 J9,,,,,Mon\nJ3,S9,1,1,,,,,,Tue\n"),
        jobs("J1,S1,60,9,,,,2026-11-25,2027-11-24,sat\nJ2,S2,60,3,J1,,,,,Mon Tue\nJ3,S2,1,1,,,,,,Tue\n"),
    ]
}

fn firms_with_changed_rows() -> Vec<FirmFiles> {
    let firm = FirmFiles::new;
    vec![
        firm().row("tools.csv", "\"lift\n\n\",4").row("tools.csv", "x,1,2").row("tools.csv", "\"never,closed"),
        firm().row("tools.csv", "\"a\"b,4").row("tools.csv", "x,?"),
        firm().with("tools.csv", "tool;quantity\nlift;1,0\n\n  ;  \ncrane;1,5\n"),
        firm().with("tools.csv", b"tool,quantity\nl\xe9vage,2\n".to_vec()),
        firm().with("tools.csv", b"tool,quantity\nl\xe9vage,2\n\x81,1\n".to_vec()),
        firm().with("tools.csv", ""),
        firm().with("tools.csv", "quantity\n1\n"),
        firm().with("tools.csv", "tool,quantity,Quantité\nlift,1,2\n"),
        firm().row("tools.csv", &format!("{},1", "x".repeat(100_000))),
        firm().row("tools.csv", &format!("{},1", "x".repeat(100_001))).row("tools.csv", "x,?"),
        firm().row("members.csv", "B1,A").row("members.csv", "m m,A").row("members.csv", "n,Z,gas:77,never"),
        firm()
            .row("calendar.csv", "A,2026-11-25,no,,")
            .row("calendar.csv", "A,2026-11-25,,9h,")
            .row("calendar.csv", "Z,2026-11-25,,9h,8h"),
        firm().row("calendar.csv", "B,2026-11-23,,23:00,23:59").row("calendar.csv", "B,2026-11-24,,18:00,"),
        firm()
            .row("preferences.csv", "A,S1,,,4")
            .row("preferences.csv", "A,,J1,North,4")
            .row("preferences.csv", "A,,,Nowhere,4"),
        firm().with("distances.csv", "from,to,km,minutes\nA,S1,1,1\nA,S1,1,1\nA,Z,1,1\nS1,S2,,1\nS1,S1,1,1\n"),
        firm().with("distances.csv", "from,to,km,minutes\nA,S1,1.5,1.5\nS1,S2,1,1\n"),
        firm().row("sites.csv", "A,both,45,5,,").with("distances.csv", "from,to,km,minutes\nA,S1,1,1\n"),
        firm()
            .row("current.csv", "2026-11-23,Z,J1,,,")
            .row("current.csv", "2027-11-23,Z,J7,,,")
            .row("current.csv", "2026-11-23,A,J1,1,9h,perhaps"),
        firm()
            .row("current.csv", "2026-11-23,A,J1,,,yes")
            .row("current.csv", "2026-11-23,B,J1,,,date")
            .row("current.csv", "2026-11-25,A,J3,,,yes"),
        firm()
            .with("crews.csv", "crew,lat,lon\n")
            .without("members.csv")
            .without("calendar.csv")
            .without("preferences.csv")
            .edit("sites.csv", "North,A", "North,"),
        firm().with("jobs.csv", "job,site,duration\n"),
    ]
}

#[test]
fn a_small_firm_changed_in_many_ways() {
    let Some(tools) = tools() else { return };
    let firms = [firms_with_changed_files(), firms_with_changed_rows()].concat();
    firms.par_iter().enumerate().for_each(|(index, firm)| {
        let (_parent, folder) = firm.folder();
        compare(&tools, &folder, &format!("case {index}: {firm:?}").chars().take(3_000).collect::<String>());
    });
}
