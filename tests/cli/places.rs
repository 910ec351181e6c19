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

#[test]
fn what_brigade_has_not_written_stays() {
    let firm = Firm::new();
    let out = firm.beside("out");
    fs::create_dir_all(out.join("instance")).expect("writable");
    for (name, text) in [
        ("plan.csv", "date,crew,job\n"),
        ("notes.txt", "mine"),
        ("change_curve.csv", "mine"),
        ("instance/jobs.csv", "mine"),
    ] {
        fs::write(out.join(name), text).expect("writable");
    }
    firm.refuses("plan @/firm --iterations 20 -o @/out").tells(&["out/plan.csv was not written by brigade"]);
    fs::remove_file(out.join("plan.csv")).expect("there");
    firm.refuses("plan @/firm --change-curve 0,1 --iterations 20 -o @/out").tells(&["out/change_curve.csv was not"]);
    firm.refuses("replan @/firm --from current --now 2026-11-24 --iterations 20 -o @/out")
        .tells(&["out/instance is another's"]);
    for _ in 0..2 {
        firm.run("plan @/firm --iterations 20 -q -o @/out").ends(0);
        for name in ["notes.txt", "change_curve.csv", "instance/jobs.csv"] {
            assert_eq!(fs::read_to_string(out.join(name)).expect("still there"), "mine");
        }
    }
    let own = Firm::new().with("plan.csv", "date,crew,job\n").with("report.html", "mine");
    own.refuses("plan @/firm --iterations 20 -o @/firm").tells(&["firm/plan.csv was not written by brigade"]);
    own.refuses("report @/firm @/firm").tells(&["firm/report.html was not written by brigade"]);
    own.refuses("report @/firm current -o @/firm/jobs.csv").tells(&["jobs.csv was not written by brigade"]);
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_not_replaced() {
    use std::os::unix::fs::symlink;
    let firm = Firm::new().planned();
    let (precious, link) = (firm.beside("precious"), firm.beside("plan/routes.csv"));
    fs::rename(&link, &precious).expect("there");
    symlink(&precious, &link).expect("writable");
    firm.refuses("plan @/firm --iterations 20 -o @/plan").tells(&["plan/routes.csv is a link"]);
    for device in ["/dev/null", "/dev/stdout"] {
        firm.run(&format!("report @/firm @/plan -o {device}")).ends(2).tells(&["is not replaced"]);
    }
    assert!(!fs::metadata("/dev/null").expect("there").is_file());
    // A folder is where its link says.
    fs::remove_file(&link).expect("there");
    symlink(firm.beside("plan"), firm.beside("there")).expect("writable");
    firm.run("plan @/firm --iterations 20 -q -o @/there").ends(0);
    assert!(firm.beside("there").is_symlink() && firm.beside("plan/routes.csv").is_file());
}

#[test]
fn a_folder_of_mixed_ages_is_told() {
    let firm = Firm::new().planned();
    let plan = firm.beside("plan");
    assert_eq!(firm.run("check @/firm @/plan").ends(0).err, "");
    firm.run("report @/firm @/plan --lang fr").ends(0);
    assert_eq!(firm.run("check @/firm @/plan").ends(0).err, "", "a page made again belongs to its plan");
    fs::write(plan.join("map.geojson"), "of another run").expect("writable");
    let told = "warning: @/plan/map.geojson: is of another run than summary.json, or was changed since"
        .replace('@', firm.room.path().to_str().expect("text"));
    for command in [
        "check @/firm @/plan",
        "compare @/firm current @/plan",
        "explain @/firm @/plan J1",
        "report @/firm @/plan/plan.csv -o @/page.html",
        "replan @/firm --from @/plan --now 2026-11-24 --iterations 20 -o @/new",
    ] {
        let run = firm.run(command).ends(0);
        assert_eq!(run.err.trim_end(), told, "{command}");
    }
    firm.run("plan @/firm --iterations 20 -q -o @/plan").ends(0);
    assert_eq!(firm.run("check @/firm @/plan").ends(0).err, "");
}

#[test]
fn a_plan_edited_by_hand_is_judged_as_it_is() {
    let firm = Firm::new().planned();
    let plan = firm.beside("plan/plan.csv");
    let edited: String = fs::read_to_string(&plan)
        .expect("written")
        .lines()
        .map(|row| {
            // As a spreadsheet saves it; every crew is at its first visit as its shift begins to be at work.
            let mut cells: Vec<_> = row.split(',').collect();
            let first = cells[2] == "1";
            if first {
                cells[6] = "09:00";
            } else if cells[6] != "start" {
                cells[6] = "";
            }
            cells.join(";") + "\r\n"
        })
        .collect();
    fs::write(&plan, edited).expect("writable");
    let run = firm.run("check @/firm @/plan").ends(0).tells(&["plan.csv: was changed after brigade wrote this folder"]);
    assert!(run.out.ends_with("The plan keeps every hard rule.\n") && !run.err.contains("routes.csv:"), "{}", run.err);
    fs::remove_file(firm.beside("plan/summary.json")).expect("there");
    fs::remove_file(firm.beside("plan/routes.csv")).expect("there");
    assert_eq!(firm.run("check @/firm @/plan").ends(0).err, "");
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
    fs::write(disk.join("notes.txt"), "old").expect("writable");
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
        ("plan @/firm --week 2026-W99", "--week, value '2026-W99': 2026 has 53 weeks; a week looks like 2026-W53"),
        ("plan @/firm --week 48", "a week looks like 2026-W48"),
        ("check @/nowhere", "nowhere: there is no such folder; brigade new FOLDER"),
        ("check @/firm/crews.csv", "must be a folder"),
        ("check @/firm @/nowhere", "there is no such plan"),
        ("check @/firm @/firm", "this folder has no plan.csv"),
        ("compare @/firm current @/nowhere", "there is no such plan"),
        ("compare @/firm current", "<B>"),
        ("generate @/new --crews 0", "from 1 to 5000"),
        ("generate @/new --sites 999999", "from 1 to 100000"),
        ("generate @/new --profile pirates", "construction or service"),
    ] {
        firm.refuses(arguments).tells(&[told]);
    }
    fs::remove_file(firm.folder().join("current.csv")).expect("there");
    firm.refuses("compare @/firm current current").tells(&["no current.csv"]);
    brigade(Path::new("."), "plan --nonsense").ends(2).tells(&["unexpected argument"]);
}
