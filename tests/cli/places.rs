//! Where files go, and where they never go.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Firm, PLAN_FILES, brigade, contents, names};

#[test]
fn a_folder_is_made() {
    let firm = Firm::new();
    firm.run("plan @/firm --iterations 20 -q -o @/deep/er/plan").ends(0);
    assert_eq!(names(&firm.beside("deep/er/plan")), PLAN_FILES);
    assert!(!firm.folder().join("plan").exists());
}

#[test]
fn the_instance_folder_itself_is_a_safe_place() {
    let firm = Firm::new();
    let before = contents(&firm.folder());
    for _ in 0..2 {
        firm.run("plan @/firm --iterations 20 -q -o @/firm").ends(0);
    }
    let after = contents(&firm.folder());
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
    assert_eq!(after.len(), before.len() + PLAN_FILES.len());
    firm.run("check @/firm @/firm").ends(0);
}

#[test]
fn ids_are_no_paths() {
    let firm = Firm::new()
        .but("jobs.csv", "J1,", "../../x,")
        .but("current.csv", "LYO1,J1", "LYO1,../../x")
        .but("sites.csv", "S2", "/etc/x")
        .but("jobs.csv", "S2", "/etc/x")
        .but("crews.csv", "LYO1", "..");
    let firm = firm.but("current.csv", "LYO1", "..").but("current.csv", "LYO1", "..");
    let before = contents(firm.room.path());
    firm.run("plan @/firm --iterations 20 -q -o @/out").ends(0);
    let after = contents(firm.room.path());
    let new = after.iter().filter(|entry| !before.contains_key(entry.0));
    assert!(new.clone().all(|(path, _)| path.starts_with(firm.beside("out"))));
    assert_eq!(new.count(), 1 + PLAN_FILES.len());
    assert!(fs::read_to_string(firm.beside("out/plan.csv")).expect("written").contains("../../x"));
    firm.run("check @/firm @/out").ends(0);
}

#[test]
fn a_place_that_takes_no_files() {
    let firm = Firm::new();
    fs::write(firm.beside("file"), "precious").expect("writable");
    for (out, told) in
        [("@/file", "name a folder"), ("@/file/below", "cannot create"), ("/proc/brigade", "cannot create")]
    {
        firm.refuses(&format!("plan @/firm --iterations 20 -o {out}")).tells(&[told]);
    }
    fs::create_dir_all(firm.beside("out/plan.csv")).expect("writable");
    firm.refuses("plan @/firm --iterations 20 -o @/out").tells(&["out/plan.csv is a folder"]);
    firm.refuses("generate @/file").tells(&["file"]);
    firm.refuses("generate @/firm").tells(&["not empty", "name a new or empty folder"]);
}

/// Needs the right to mount; without it there is no small disk to fill.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let firm = Firm::new();
    let disk = firm.beside("disk");
    fs::create_dir(&disk).expect("writable");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=16k", "none"]).arg(&disk).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: no disk can be mounted");
        return;
    }
    let _unmount = Unmount(&disk);
    fs::write(disk.join("plan.csv"), "old").expect("writable");
    fs::write(disk.join("ballast"), [7; 8_000]).expect("writable");
    let before = contents(&disk);
    let run = firm.run("plan @/firm --iterations 20 -o @/disk").ends(2).tells(&["cannot write", "disk"]);
    assert_eq!(run.out, "");
    assert!(before == contents(&disk), "{:?}", names(&disk));
}

struct Unmount<'d>(&'d Path);

impl Drop for Unmount<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn words_that_are_no_options() {
    let firm = Firm::new();
    for (arguments, told) in [
        ("", "Usage"),
        ("plan", "<INSTANCE>"),
        ("optimise @/firm", "unrecognized subcommand"),
        ("plan @/firm --fast", "--fast"),
        ("plan @/firm --time -3", "from 0 to"),
        ("plan @/firm --time NaN", "from 0 to"),
        ("plan @/firm --time inf", "from 0 to"),
        ("plan @/firm --time soon", "such as 30"),
        ("plan @/firm --threads 0", "from 1 to 256"),
        ("plan @/firm --threads 100000", "100000"),
        ("plan @/firm --iterations -1", "-1"),
        ("plan @/firm --iterations 18446744073709551615", "18446744073709551615"),
        ("plan @/firm --seed -1", "-1"),
        ("plan @/firm --week 2026-W99", "--week, value '2026-W99': a week looks like 2026-W48"),
        ("plan @/firm --week 48", "a week looks like 2026-W48"),
        ("check @/nowhere", "nowhere: there is no such folder; brigade new FOLDER"),
        ("check @/firm/crews.csv", "must be a folder"),
        ("check @/firm @/nowhere", "there is no such plan"),
        ("check @/firm @/firm", "this folder has no plan.csv"),
        ("compare @/firm current @/nowhere", "there is no such plan"),
        ("compare @/firm current", "<B>"),
        ("generate @/new --crews 0", "from 1 to 500"),
        ("generate @/new --sites 999999", "from 1 to 5000"),
        ("generate @/new --profile pirates", "construction or service"),
    ] {
        firm.refuses(arguments).tells(&[told]);
    }
    fs::remove_file(firm.folder().join("current.csv")).expect("there");
    firm.refuses("compare @/firm current current").tells(&["no current.csv"]);
    brigade(Path::new("."), "plan --nonsense").ends(2).tells(&["unexpected argument"]);
}
