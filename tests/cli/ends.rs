//! How a run ends: by the clock, by Ctrl-C, by a reader that goes away, with broken rules.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{Firm, PLAN_FILES, brigade, contents, names, program};

fn spawn(firm: &Firm, arguments: &[&str]) -> Child {
    program()
        .args(arguments)
        .current_dir(firm.room.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs")
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.expect("there is kill").success());
}

/// The end of a child, which must come within some seconds.
fn end(mut child: Child, within: u64) -> (Option<i32>, String) {
    let asked = Instant::now();
    while child.try_wait().expect("a child").is_none() {
        if asked.elapsed() > Duration::from_secs(within) {
            child.kill().expect("still there");
            panic!("it goes on after {within} s");
        }
        sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().expect("ended");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_time_is_kept() {
    let firm = Firm::new();
    let started = Instant::now();
    firm.run("plan @/firm --time 1 --threads 2").ends(0);
    let seconds = started.elapsed().as_secs_f64();
    // A week this small is proven optimal before the time is up.
    assert!(seconds < 3.0, "{seconds}");
    firm.run("plan @/firm --time 0").ends(0);
}

#[cfg(unix)]
#[test]
fn ctrl_c_writes_the_best_plan() {
    let firm = Firm::new();
    for (command, folder) in
        [("plan firm", "plan"), ("replan firm --from current --off LYO1:2026-11-25 --now 2026-11-24", "replan")]
    {
        let arguments = format!("{command} --time 600 --threads 2");
        let child = spawn(&firm, &arguments.split(' ').collect::<Vec<_>>());
        sleep(Duration::from_millis(1_000));
        interrupt(&child);
        let (code, stderr) = end(child, 10);
        assert_eq!(code, Some(0), "{command}: {stderr}");
        assert_eq!(stderr, "Stopped early; this is the best plan so far.\n", "{command}");
        let written = names(&firm.folder().join(folder));
        assert!(PLAN_FILES.iter().all(|file| written.iter().any(|name| name == file)), "{written:?}");
    }
    firm.run("check @/firm @/firm/plan").ends(0);
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_the_old_plan_alone() {
    let firm = Firm::new();
    firm.run("plan @/firm --iterations 20 -q").ends(0);
    let before = contents(firm.room.path());
    let mut child = spawn(&firm, &["plan", "firm", "--time", "600", "--seed", "2"]);
    sleep(Duration::from_millis(700));
    child.kill().expect("still there");
    child.wait().expect("ended");
    assert!(before == contents(firm.room.path()));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let firm = Firm::new().planned();
    for arguments in [
        &["check", "firm", "plan"][..],
        &["plan", "firm", "--iterations", "20"],
        &["compare", "firm", "current", "plan"],
    ] {
        let mut child = spawn(&firm, arguments);
        drop(child.stdout.take());
        let (code, stderr) = end(child, 60);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{arguments:?}");
    }
    let mut child = spawn(&firm, &["check", "firm", "plan"]);
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    assert_eq!(end(child, 60), (Some(0), String::new()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_told() {
    let firm = Firm::new().planned();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let output =
        program().args(["check", "firm", "plan"]).current_dir(firm.room.path()).stdout(full).output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: cannot write to standard output"));
}

#[test]
fn pins_that_cannot_be_kept() {
    let pins = "date,crew,job,pinned\n2026-11-23,LYO2,J1,yes\n2026-11-24,LYO1,J3,\n";
    let firm = Firm::new().with("current.csv", pins);
    let run = firm.run("plan @/firm --iterations 50").ends(3).tells(&["broken: skill missing, J1 LYO2 Mon 23/11/2026"]);
    assert!(run.out.starts_with("The plan BREAKS hard rules"), "{}", run.out);
    assert_eq!(names(&firm.folder().join("plan")), PLAN_FILES);
    let quiet = firm.run("plan @/firm --iterations 50 -q").ends(3).tells(&["broken: skill missing, J1"]);
    assert_eq!(quiet.out, "");
    firm.run("check @/firm @/firm/plan").ends(3);
}

#[test]
fn every_broken_rule_is_listed() {
    let firm = Firm::new();
    let plan = "date,crew,job,start\n2026-11-23,LYO1,J2,10:00\n2026-11-28,LYO1,J1,10:00\n2026-11-24,LYO9,J3,10:00\n\
                2026-11-24,LYO2,J9,10:00\n2026-11-25,LYO2,J4,05:00\n";
    fs::write(firm.beside("bad.csv"), plan).expect("writable");
    let run = firm.run("check @/firm @/bad.csv").ends(3);
    for code in ["skill J2 LYO1 2026-11-23", "calendar J1", "no crew LYO9", "no job J9", "sequence J4 LYO2 2026-11-25"]
    {
        assert!(run.out.contains(code), "{code}: {}", run.out);
    }
    assert!(run.out.lines().filter(|line| line.starts_with("broken: ")).count() >= 5);
    assert!(run.out.ends_with("The plan breaks hard rules, see above.\n"));
    assert_eq!(run.err, "");
    brigade(firm.room.path(), "compare @/firm current @/bad.csv").ends(0);
}

#[test]
fn a_plan_past_midnight_reads_back() {
    let far = Firm::new().but("sites.csv", "45.80,4.80", "36.80,-6.30");
    let firm = far.with("current.csv", "date,crew,job,pinned\n2026-11-23,LYO1,J1,yes\n");
    firm.run("plan @/firm --iterations 20 -q").ends(3);
    let judged = firm.run("check @/firm @/firm/plan").ends(3);
    assert!(judged.out.contains("broken: outside the shift"), "{}", judged.out);
}
