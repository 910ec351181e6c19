//! A plan remembers what was said when it was made: every command on its folder knows.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Firm, contents};

/// A row of a plan: date, crew, job, start.
type Row = (String, String, String, String);

fn rows(folder: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.join("plan.csv")).expect("written");
    let row = |record: csv::StringRecord| {
        let cell = |index: usize| record[index].to_owned();
        (cell(0), cell(1), cell(3), cell(6))
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// The instance and the plan of a folder by a second judge, where there is one beside the repository.
fn judge_again(folder: &Path) {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let script = std::env::var_os("BRIGADE_SHARED").map_or(beside, Into::into).join("tools/check_plan.py");
    if !script.exists() {
        eprintln!("skipped: no second judge at {}", script.display());
        return;
    }
    let output = Command::new("python3").arg(&script).arg(folder.join("instance")).arg(folder).output().expect("runs");
    assert!(output.status.success(), "{}: {}", folder.display(), String::from_utf8_lossy(&output.stdout));
}

/// The firm of the example, planned as it is today; a plan that somebody made beside its tables stays where it is.
fn alpes() -> Firm {
    let firm = Firm::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/alpes");
    let entries = fs::read_dir(example).expect("a folder").map(|entry| entry.expect("an entry").path());
    for path in entries.filter(|path| path.is_file()) {
        fs::copy(&path, firm.folder().join(path.file_name().expect("a name"))).expect("writable");
    }
    firm
}

/// What was said to a week so far, and what must hold of it.
#[derive(Default)]
struct Said {
    /// Crews and dates on which they do nothing that has not begun.
    absent: Vec<(String, String)>,
    cancelled: Vec<String>,
    urgent: Vec<String>,
}

impl Said {
    /// Asserts that a plan made from another at a moment keeps to all of it, by every command.
    #[track_caller]
    fn holds(&self, firm: &Firm, before: &str, after: &str, now: &str) {
        let (old, new) = (rows(&firm.beside(before)), rows(&firm.beside(after)));
        let has_begun = |(date, _, _, start): &Row| format!("{date}T{start}").as_str() < now;
        for row in old.iter().filter(|row| has_begun(row)) {
            assert!(new.contains(row), "{after}: {row:?} has begun and stays");
        }
        let added: Vec<_> = new.iter().filter(|row| !old.contains(row)).collect();
        for (date, crew, job, start) in added {
            assert!(format!("{date}T{start}").as_str() >= now, "{after}: {job} is planned into the past");
            assert!(!self.absent.contains(&(crew.clone(), date.clone())), "{after}: {job} by {crew}, absent on {date}");
        }
        for (date, crew, job, _) in new.iter().filter(|row| !has_begun(row)) {
            assert!(!self.absent.contains(&(crew.clone(), date.clone())), "{after}: {job} by {crew}, absent on {date}");
            assert!(!self.cancelled.contains(job), "{after}: {job} is cancelled");
        }
        for job in &self.urgent {
            assert_eq!(new.iter().filter(|row| row.2 == *job).count(), 1, "{after}: {job}");
            let told = firm.run(&format!("explain @/firm @/{after} {job}")).ends(0);
            told.tells(&["carries the instance", "instance counts, not"]);
        }
        firm.run(&format!("check @/firm @/{after}")).ends(0).tells(&["carries the instance that it was made for"]);
        firm.run(&format!("check @/{after}/instance @/{after}")).ends(0);
        firm.run(&format!("compare @/firm @/{before} @/{after}")).ends(0);
        firm.run(&format!("report @/firm @/{after} -o @/page.html")).ends(0);
        judge_again(&firm.beside(after));
    }
}

fn replan(firm: &Firm, from: &str, to: &str, now: &str, options: &str) -> String {
    let search = "--iterations 150 --threads 1";
    firm.run(&format!("replan @/firm --from @/{from} --now {now} {options} {search} -o @/{to}")).ends(0).out
}

#[test]
fn five_replans_in_a_row_know_all_that_was_said() {
    let firm = alpes();
    firm.run("plan @/firm --iterations 100 --threads 1 --no-bound -q -o @/0").ends(0);
    let before = contents(&firm.folder());
    let mut said = Said::default();
    let at = |folder: &str, date: &str| {
        let mut rows = rows(&firm.beside(folder));
        rows.retain(|row| row.0 == date);
        rows
    };

    let absent = at("0", "2026-11-25")[0].1.clone();
    said.absent.extend(["2026-11-25", "2026-11-26"].map(|date| (absent.clone(), date.into())));
    replan(&firm, "0", "1", "2026-11-24T07:00", &format!("--off {absent}:2026-11-25..2026-11-26"));
    said.holds(&firm, "0", "1", "2026-11-24T07:00");

    fs::write(firm.beside("u.csv"), "travail;chantier;duree;priorite;echeance\nU1;S003;1h;9;24/11/2026\n")
        .expect("writable");
    replan(&firm, "1", "2", "2026-11-24T09:00", "--add @/u.csv");
    said.urgent.push("U1".into());
    said.holds(&firm, "1", "2", "2026-11-24T09:00");

    let multiple: BTreeSet<String> = rows(&firm.beside("2")).into_iter().map(|row| row.2).collect();
    let cancelled =
        at("2", "2026-11-27").into_iter().map(|row| row.2).find(|job| multiple.contains(job)).expect("a job");
    let event = format!("{{\"event\":\"cancelled\",\"job\":\"{cancelled}\"}}\n");
    fs::write(firm.beside("e.jsonl"), &event).expect("writable");
    let out = replan(&firm, "2", "3", "2026-11-24T18:00", "--events @/e.jsonl");
    assert!(out.contains(&format!("{cancelled}: cancelled")), "{out}");
    said.cancelled.push(cancelled);
    said.holds(&firm, "2", "3", "2026-11-24T18:00");

    let running =
        at("3", "2026-11-25").into_iter().find(|row| row.3.as_str() < "10:00").expect("a visit in the morning");
    let event =
        format!("{{\"event\":\"finished-early\",\"job\":\"{}\",\"at\":\"2026-11-25T10:05\"}}\n{event}", running.2);
    fs::write(firm.beside("e.jsonl"), event).expect("writable");
    replan(&firm, "3", "4", "2026-11-25T10:10", "--events @/e.jsonl");
    said.holds(&firm, "3", "4", "2026-11-25T10:10");

    let second = at("4", "2026-11-26").into_iter().map(|row| row.1).find(|crew| *crew != absent).expect("a crew");
    said.absent.push((second.clone(), "2026-11-26".into()));
    replan(
        &firm,
        "4",
        "5",
        "2026-11-25T18:00",
        &format!("--off {second}:2026-11-26 --off {absent}:2026-11-25..2026-11-26"),
    );
    said.holds(&firm, "4", "5", "2026-11-25T18:00");

    let told = fs::read_to_string(firm.beside("5/events.jsonl")).expect("written");
    let kinds: Vec<_> = told.lines().filter_map(|line| line.split('"').nth(3)).collect();
    let expected =
        ["absence", "now", "urgent-job", "now", "cancelled", "now", "finished-early", "now", "absence", "now"];
    assert_eq!(kinds, expected, "each once, in order: {told}");
    assert!(before == contents(&firm.folder()), "the instance itself is never changed");

    let all = firm
        .run("replan @/firm --from @/0 --events @/5/events.jsonl --iterations 100 --threads 1 -o @/again -q")
        .ends(0);
    assert!(all.err.is_empty(), "{}", all.err);
    let again = rows(&firm.beside("again"));
    assert!(again.iter().all(|row| !said.cancelled.contains(&row.2)), "all of it can be told at once");
}

#[test]
fn a_frozen_plan_carries_its_instance_and_a_later_plan_takes_it_away() {
    let firm = Firm::new();
    let search = "--iterations 50 --threads 1 -o @/new";
    firm.run(&format!("plan @/firm --freeze 2026-11-23 {search}")).ends(0);
    let told = fs::read_to_string(firm.beside("new/events.jsonl")).expect("written");
    assert_eq!(told, "{\"event\":\"frozen\",\"until\":\"2026-11-23\"}\n");
    let current = fs::read_to_string(firm.beside("new/instance/current.csv")).expect("written");
    assert_eq!(
        current.lines().filter(|row| row.starts_with("2026-11-23") && row.ends_with(",yes")).count(),
        2,
        "{current}"
    );
    judge_again(&firm.beside("new"));
    let table = "job,site,duration,skills,priority,latest\nU1,S2,60,masonry,9,2026-11-24\n";
    fs::write(firm.beside("urgent.csv"), table).expect("writable");
    let monday =
        |folder: &str| rows(&firm.beside(folder)).into_iter().filter(|row| row.0 == "2026-11-23").collect::<Vec<_>>();
    let frozen = monday("new");
    let add = "--add @/urgent.csv --now 2026-11-23T06:00 --iterations 50 --threads 1 -o @/added";
    firm.run(&format!("replan @/firm --from @/new {add}")).ends(0);
    assert_eq!(monday("added"), frozen, "what was frozen stays, begun or not");
    judge_again(&firm.beside("added"));
    firm.run("check @/firm @/added").ends(0);
    let page = fs::read_to_string(firm.beside("added/report.html")).expect("written");
    assert!(!page.contains("a year"), "nothing that happens once is counted up");

    firm.run(&format!("plan @/firm {search}")).ends(0);
    assert!(!firm.beside("new/instance").exists() && !firm.beside("new/events.jsonl").exists());
    let run = firm.run("check @/firm @/new").ends(0);
    assert!(!run.err.contains("carries"), "{}", run.err);
}

#[test]
fn nobody_elses_instance_is_overwritten() {
    let firm = Firm::new();
    fs::rename(firm.folder(), firm.beside("instance")).expect("a folder");
    let replan = "--from current --now 2026-11-24T07:00 --iterations 10 --threads 1 -o @/";
    firm.refuses(&format!("replan @/instance {replan}"))
        .tells(&["instance is another's instance", "name another folder"]);
    firm.run("plan @/instance --iterations 10 --threads 1 -o @/ -q").ends(0);
    fs::write(firm.beside("events.jsonl"), "").expect("writable");
    firm.refuses("plan @/instance --iterations 10 --threads 1 -o @/").tells(&["name another folder"]);
    fs::write(firm.beside("events.jsonl"), "{\"event\":\"party\"}\n").expect("writable");
    fs::write(firm.beside("plan.csv"), "date,crew,job\n").expect("writable");
    firm.refuses("check @/instance @/plan.csv").tells(&["events.jsonl, line 1", "there is no event party"]);
}

#[test]
fn the_latest_moment_told_counts() {
    let firm = Firm::new();
    let search = "--iterations 30 --threads 1 -q";
    firm.run(&format!("replan @/firm --from current --now 2026-11-25T12:00 {search} -o @/1")).ends(0);
    firm.run(&format!("replan @/firm --from @/1 --now 2026-11-24T12:00 {search} -o @/2")).ends(0);
    let told = fs::read_to_string(firm.beside("2/events.jsonl")).expect("written");
    assert_eq!(told, "{\"event\":\"now\",\"at\":\"2026-11-25T12:00\"}\n", "what had begun then has begun");
}

#[test]
fn an_absence_is_the_reason_of_what_it_keeps_out() {
    let firm = Firm::new()
        .with("settings.toml", "[horizon]\nstart = \"2026-11-23\"\ndays = 2\n")
        .with("crews.csv", "crew,x,y\nC,0,0\n")
        .with("sites.csv", "site,x,y\nP,6,0\n")
        .with("jobs.csv", "job,site,duration\nA,P,60\n")
        .with("current.csv", "date,crew,job\n2026-11-24,C,A\n");
    let run = "--now 2026-11-24T07:00 --off C:2026-11-24 --iterations 30 --threads 1 -o @/new";
    firm.run(&format!("replan @/firm --from current {run}")).ends(0);
    judge_again(&firm.beside("new"));
    let left_out = fs::read_to_string(firm.beside("new/unassigned.csv")).expect("written");
    assert!(left_out.contains("\nA,1,calendar,"), "{left_out}");
}

#[test]
fn a_plan_of_another_firm_is_not_compared() {
    let firm = Firm::new();
    fs::write(firm.beside("other.csv"), "date,crew,job\n2026-11-23,X1,Q1\n2026-11-24,X1,Q2\n").expect("writable");
    for plans in ["@/other.csv current", "current @/other.csv"] {
        firm.refuses(&format!("compare @/firm {plans}")).tells(&["no visit of", "other.csv is of this instance"]);
    }
    fs::write(firm.beside("other.csv"), "date,crew,job\n2026-11-23,LYO1,J1\n2026-11-24,X1,Q2\n").expect("writable");
    firm.run("compare @/firm current @/other.csv").ends(0);
}

#[test]
fn a_verdict_says_what_is_mended_and_no_saving_of_nothing() {
    let firm = Firm::new();
    let search = "--iterations 50 --threads 1";
    let idle =
        firm.run(&format!("replan @/firm --from current --now 2026-11-23T07:00 --max-changes 0 {search}")).ends(0);
    assert!(idle.out.contains("drives as much") && !idle.out.contains("0.0 km (0.0 %)"), "{}", idle.out);
    let absent = "--off LYO1:2026-11-25 --now 2026-11-23T07:00";
    let run = firm.run(&format!("replan @/firm --from current {absent} {search} --lang fr -o @/new")).ends(0);
    assert!(run.out.contains("Il répare 1 infraction du plan convenu : jour non travaillé (1)."), "{}", run.out);
    let mended = run.out.find("Il répare").expect("told");
    assert!(mended < run.out.find("Par rapport au plan convenu, il").expect("told"), "{}", run.out);
}

#[test]
fn a_limit_on_changes_is_told_as_such() {
    let firm = Firm::new();
    let run = firm.run("plan @/firm --max-changes 0 --iterations 200 --threads 1 -o @/few").ends(0);
    let summary = fs::read_to_string(firm.beside("few/summary.json")).expect("written");
    assert!(summary.contains("\"max_changes\": 0") && summary.contains("\"gap_percent\""), "{summary}");
    firm.run("report @/firm @/few").ends(0);
    let page = fs::read_to_string(firm.beside("few/report.html")).expect("written");
    for text in [&run.out, &page] {
        assert!(text.contains("on the scale of a week in which anything may change"), "{text}");
        assert!(!text.contains("better is possible"), "{text}");
    }
}
