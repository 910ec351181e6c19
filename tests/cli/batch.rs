//! `brigade batch`: many weeks that a manifest names.

use std::fs;
use std::path::Path;

use super::{Firm, Run, brigade};

/// Two weeks of the small firm, the second without a bound and with words of its own.
const MANIFEST: &str =
    "# weeks\nfirm --iterations 20 --no-bound\n\nfirm --iterations 30 --no-bound --out 'other week' # again\n";

fn firm(manifest: &str) -> Firm {
    let firm = Firm::new();
    fs::write(firm.beside("weeks.txt"), manifest).expect("writable");
    firm
}

fn batch(firm: &Firm, options: &str) -> Run {
    brigade(firm.room.path(), &format!("batch @/weeks.txt --out @/out {options}"))
}

fn bytes(firm: &Firm, file: &str) -> Vec<u8> {
    fs::read(firm.beside("out").join(file)).expect(file)
}

fn table(firm: &Firm) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(firm.beside("out/batch.csv")).expect("written");
    let states = reader.records().map(|row| row.expect("a row").iter().take(3).map(str::to_owned).collect());
    states.collect()
}

#[test]
fn plans_are_those_of_plan_and_are_kept() {
    let firm = firm(MANIFEST);
    batch(&firm, "").ends(0).tells(&["[1/2] firm: ", "[2/2] other week: ", " EUR, 0 visits left out"]);
    brigade(firm.room.path(), "plan @/firm --iterations 30 --no-bound -o @/alone").ends(0);
    let alone = fs::read(firm.beside("alone/plan.csv")).expect("written");
    assert_eq!(bytes(&firm, "other week/plan.csv"), alone);
    let before = bytes(&firm, "firm/summary.json");
    let again = batch(&firm, "").ends(0).tells(&["2 of 2 plans are there already and are kept"]);
    assert!(!again.err.contains("[1/2]") && again.out.contains("2 of 2 plans are in "), "{}{}", again.out, again.err);
    assert_eq!(bytes(&firm, "firm/summary.json"), before);
    batch(&firm, "--collect").ends(0);
    assert_eq!(table(&firm), [["2", "firm", "done"], ["4", "other week", "done"]]);
}

#[test]
fn what_has_changed_is_planned_again() {
    let firm = firm(MANIFEST);
    batch(&firm, "").ends(0);
    fs::write(firm.beside("weeks.txt"), MANIFEST.replace("20", "25")).expect("writable");
    let told = batch(&firm, "--collect").ends(1).tells(&["firm (line 2): of another line"]);
    assert!(told.out.contains("1 of 2 plans are there"), "{}", told.out);
    assert_eq!(table(&firm)[0], ["2", "firm", "stale"]);
    batch(&firm, "--index 0").ends(0).tells(&["[1/2] firm: the line or its instance has changed"]);
    fs::write(firm.beside("out/other week/routes.csv"), "cut off").expect("writable");
    batch(&firm, "").ends(0).tells(&["1 of 2 plans", "[2/2] other week: the line"]);
    batch(&firm, "--collect").ends(0);
    let firm = firm.with("crews.csv", "crew,lat,lon,skills\nLYO1,45.75,4.85,roofing\nLYO2,45.70,4.90,masonry\n");
    batch(&firm, "--collect").ends(1).tells(&["firm (line 2)", "other week (line 4)"]);
}

#[test]
fn one_index_is_one_line() {
    let firm = firm(MANIFEST);
    batch(&firm, "--index 1").ends(0).tells(&["[2/2] other week: "]);
    assert!(!firm.beside("out/firm").exists());
    batch(&firm, "--index 1").ends(0).tells(&["kept"]);
    batch(&firm, "--collect").ends(1).tells(&["firm (line 2): missing"]);
    batch(&firm, "--index 2")
        .ends(2)
        .tells(&["weeks.txt, value '2': the manifest has 2 lines; write a number from 0 to 1"]);
}

#[test]
fn a_line_that_fails_stops_no_other() {
    let firm = firm("broken --iterations 20\nfirm --iterations 20 --no-bound\n");
    fs::create_dir(firm.beside("broken")).expect("writable");
    for (name, text) in
        [("crews.csv", "crew\n"), ("sites.csv", "site,lat,lon\n"), ("jobs.csv", "job,site,duration\n1,2\n")]
    {
        fs::write(firm.beside("broken").join(name), text).expect("writable");
    }
    batch(&firm, "").ends(1).tells(&["[1/2] broken: error: ", "[2/2] firm: "]);
    assert!(!firm.beside("out/broken").exists());
    batch(&firm, "--collect").ends(1).tells(&["broken (line 1): failed: error: "]);
    assert_eq!(table(&firm), [["1", "broken", "failed"], ["2", "firm", "done"]]);
    batch(&firm, "--index 0").ends(2);
    batch(&firm, "--index 1").ends(0);
    for name in ["crews.csv", "sites.csv", "jobs.csv", "settings.toml"] {
        fs::copy(firm.folder().join(name), firm.beside("broken").join(name)).expect("copied");
    }
    batch(&firm, "").ends(0).tells(&["[2/2] broken: "]);
}

#[test]
fn faults_of_the_manifest_stop_everything() {
    let manifest =
        "firm --tim 3\nnone\nfirm\nfirm --seed 2\nfirm --gap x --out c\nfirm --out firm/plan\nfirm --help --out d\n";
    let firm = firm(manifest);
    batch(&firm, "--index 7").ends(2).tells(&[
        "weeks.txt, line 1, value 'firm --tim 3': unexpected argument '--tim' found; did you mean --time?",
        "line 2, value 'none': there is no such folder",
        "line 4, value 'firm --seed 2': the folder firm is that of line 3; give one of the two another name with --out",
        "line 5, value 'firm --gap x --out c': invalid value 'x' for '--gap <PERCENT>'",
        "line 6, value 'firm --out firm/plan': firm/plan can't be the folder of a plan here",
        "value '7': the manifest has 7 lines; write a number from 0 to 6",
        "nothing was written",
    ]);
    assert!(!firm.beside("out").exists());
    let french = brigade(firm.room.path(), "--lang fr batch @/weeks.txt --out @/out").ends(2);
    french.tells(&["ligne 1, valeur « firm --tim 3 » : option inconnue --tim ; vouliez-vous dire --time ?"]);
    brigade(firm.room.path(), "batch @/none.txt --out @/out").ends(2).tells(&["none.txt: the file cannot be read"]);
}

#[test]
fn nothing_of_others_is_written_over() {
    let firm = firm("firm --iterations 5 --no-bound\n");
    fs::create_dir(firm.beside("out")).expect("writable");
    for name in ["batch.csv", "firm.json"] {
        fs::write(firm.beside("out").join(name), "mine").expect("writable");
        batch(&firm, "").ends(2).tells(&[name]);
        batch(&firm, "--collect").ends(2).tells(&[name]);
        assert_eq!(bytes(&firm, name), b"mine");
        fs::remove_file(firm.beside("out").join(name)).expect("there");
    }
    brigade(firm.room.path(), "batch @/weeks.txt --out @").ends(2).tells(&["the instance's own folder"]);
}

#[test]
fn public_sets_are_solved_alike() {
    let firm =
        firm("bench gap sets --time 0.2 --out first\nfirm --iterations 5 --no-bound\nbench gap none --out second\n");
    batch(&firm, "").ends(2).tells(&["3 'bench gap none --out second'", "there is no such folder of a public set"]);
    fs::create_dir_all(firm.beside("sets/small")).expect("writable");
    fs::write(firm.beside("sets/small/shop"), "2 4\n1 1 5 6\n4 3 1 2\n2 2 2 2\n2 2 2 2\n4 4\n").expect("writable");
    fs::write(firm.beside("weeks.txt"), "bench gap sets --time 0.2 --out first\nfirm --iterations 5 --no-bound\n")
        .expect("writable");
    batch(&firm, "").ends(0).tells(&["[1/2] first: 1 of 1 runs solved", "[2/2] firm: "]);
    batch(&firm, "").ends(0).tells(&["2 of 2 plans are there already"]);
    fs::write(firm.beside("weeks.txt"), "bench gap sets --time 0.2 --seeds 2 --out first\n").expect("writable");
    batch(&firm, "--collect").ends(1).tells(&["first (line 1): of another line"]);
    batch(&firm, "--index 0").ends(0).tells(&["first: 2 of 2 runs solved"]);
    batch(&firm, "--collect").ends(0);
    assert_eq!(table(&firm), [["1", "first", "done"]]);
    fs::write(firm.beside("weeks.txt"), "bench gab sets --out first\n").expect("writable");
    batch(&firm, "").ends(2).tells(&["line 1", "'gab'"]);
}

#[cfg(unix)]
#[test]
fn stopped_early_is_not_done() {
    let firm = firm("firm --time 60 --no-bound\nfirm --time 60 --out second\n");
    let at = firm.room.path().to_str().expect("a plain path").to_owned();
    let mut program = super::program();
    let child = program.args(["batch", "weeks.txt", "--out", "out"]).current_dir(&at);
    let mut child = child.stderr(std::process::Stdio::piped()).spawn().expect("runs");
    std::thread::sleep(std::time::Duration::from_secs(3));
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().expect("sent").success());
    assert_eq!(child.wait().expect("ends").code(), Some(1));
    assert!(Path::new(&at).join("out/firm/plan.csv").exists() && !Path::new(&at).join("out/second").exists());
    batch(&firm, "--collect").ends(1).tells(&["firm (line 1): missing", "second (line 2): missing"]);
}
