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
fn a_second_ctrl_c_ends_at_once_and_leaves_nothing() {
    let firm = Firm::new();
    let before = contents(firm.room.path());
    for command in ["plan firm", "replan firm --from current --now 2026-11-24", "plan firm -o deep/er/plan"] {
        let arguments = format!("{command} --time 600 --threads 2");
        let child = spawn(&firm, &arguments.split(' ').collect::<Vec<_>>());
        sleep(Duration::from_millis(700));
        assert!(before == contents(firm.room.path()), "{command}: nothing while it searches");
        // The search, of which the first one asks an end, may be quicker than the second one.
        interrupt(&child);
        interrupt(&child);
        let (code, stderr) = end(child, 10);
        assert!(matches!(code, Some(0 | 130)), "{command}: {stderr}");
        let made = ["deep/er/plan", "firm/plan", "firm/replan"].map(|folder| firm.beside(folder));
        match made.iter().find(|folder| folder.exists()) {
            None => assert!(code == Some(130) && before == contents(firm.room.path()), "{command}: {stderr}"),
            Some(folder) => {
                let written = names(folder);
                assert!(PLAN_FILES.iter().all(|file| written.iter().any(|name| name == file)), "{written:?}");
                assert!(!written.iter().any(|name| name.starts_with('.')), "{written:?}");
            }
        }
        made.iter().chain([&firm.beside("deep")]).for_each(|folder| drop(fs::remove_dir_all(folder)));
    }
}

/// Kills runs at all moments of their end: what stands in the folder is whole, of which run is told, and the next run
/// takes away what is left.
#[cfg(target_os = "linux")]
#[test]
fn a_run_killed_in_the_midst_of_writing() {
    let firm = Firm::new();
    let plan = firm.beside("plan");
    let whole = |seed: u32| {
        firm.run(&format!("plan @/firm --iterations 20 --threads 1 --seed {seed} -o @/plan -q")).ends(0);
    };
    whole(1);
    let started = Instant::now();
    whole(2);
    let (length, mut mixed, mut left) = (started.elapsed(), 0, 0);
    for moment in 0..40 {
        let arguments = ["plan", "firm", "--iterations", "20", "--threads", "1", "-o", "plan", "--seed", "3"];
        let mut child = spawn(&firm, &arguments);
        // The last third is where files are written.
        sleep(length * 2 / 3 + length * moment / 100);
        let _ = child.kill();
        child.wait().expect("ended");
        let own = names(&plan);
        left += usize::from(own.iter().any(|name| name.starts_with('.')));
        assert!(PLAN_FILES.iter().all(|file| own.iter().any(|name| name == file)), "{own:?}");
        let checked = firm.run("check @/firm @/plan").ends(0);
        let summary = fs::read_to_string(plan.join("summary.json")).expect("whole");
        serde_json::from_str::<serde_json::Value>(&summary).expect("whole");
        mixed += usize::from(!checked.err.is_empty());
        assert!(checked.err.lines().all(|line| line.contains("of another run")), "{}", checked.err);
    }
    eprintln!("{mixed} mixed folders, {left} with leftovers");
    fs::write(plan.join(".brigade-4294967295-aB3dE6"), "of a run that was killed").expect("writable");
    fs::write(plan.join(".brigade-mine"), "somebody's own").expect("writable");
    whole(4);
    let own = names(&plan);
    assert_eq!(own.iter().filter(|name| name.starts_with('.')).collect::<Vec<_>>(), [".brigade-mine"]);
    assert_eq!(firm.run("check @/firm @/plan").ends(0).err, "");
}

/// The first run into a folder, killed before its end, is no reason to refuse the next one.
#[cfg(unix)]
#[test]
fn a_folder_of_a_killed_first_run_is_taken_again() {
    let firm = Firm::new();
    let replan = "replan @/firm --from current --now 2026-11-24T07:00 --iterations 20 -o @/new -q";
    firm.run(replan).ends(0);
    let new = firm.beside("new");
    // As it is where the process ends just before the last name is given.
    fs::rename(new.join("summary.json"), new.join(".brigade-4294967295-aB3dE6")).expect("there");
    firm.run(replan).ends(0);
    // And before the first.
    fs::remove_dir_all(&new).expect("there");
    fs::create_dir_all(new.join("instance")).expect("writable");
    fs::write(new.join("instance/.brigade-4294967295-aB3dE6"), "crew").expect("writable");
    firm.run(replan).ends(0);
    assert!(!names(&new).iter().any(|name| name.starts_with('.')), "{:?}", names(&new));
    firm.run("plan @/firm --iterations 20 -o @/new -q").ends(0);
    assert_eq!(names(&new), PLAN_FILES);
    for command in ["new @/made", "generate @/made"] {
        fs::create_dir(firm.beside("made")).expect("writable");
        fs::write(firm.beside("made/.brigade-4294967295-aB3dE6"), "of a run that was killed").expect("writable");
        firm.run(command).ends(0);
        assert!(!names(&firm.beside("made")).iter().any(|name| name.starts_with('.')), "{command}");
        fs::remove_dir_all(firm.beside("made")).expect("there");
    }
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
fn a_full_standard_output_is_told_and_is_no_bad_input() {
    let firm = Firm::new().planned();
    for arguments in [&["check", "firm", "plan"][..], &["plan", "firm", "--iterations", "20"], &["plan", "--help"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let output = program().args(arguments).current_dir(firm.room.path()).stdout(full).output().expect("runs");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: cannot write to standard output"));
    }
    firm.run("check @/firm @/firm/plan").ends(0);
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
    for code in [
        "skill missing, J2 LYO1",
        "not a working day, J1",
        "no crew LYO9",
        "no job J9",
        "can be there, J4 LYO2 Wed 25/11",
    ] {
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
