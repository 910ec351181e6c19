//! `brigade replan` as somebody uses it on a Tuesday morning.

use std::fs;

use super::{Firm, command, contents};

const TUESDAY: &str = "--now 2026-11-24T07:00 --iterations 60 --threads 1";

/// The firm with a plan in `plan` that leaves the schedule as it is.
fn agreed() -> Firm {
    let firm = Firm::new();
    firm.run("plan @/firm --iterations 10 --threads 1 -o @/plan -q --max-changes 0").ends(0);
    firm
}

fn rows(firm: &Firm, folder: &str) -> Vec<String> {
    let plan = fs::read_to_string(firm.beside(folder).join("plan.csv")).expect("written");
    plan.lines().skip(1).map(|row| row.split(',').take(4).collect::<Vec<_>>().join(",")).collect()
}

#[test]
fn a_crew_is_not_there() {
    let firm = agreed();
    let before = rows(&firm, "plan");
    assert!(before.contains(&"2026-11-25,LYO1,1,J3".into()), "{before:?}");
    let run = firm.run(&format!("replan @/firm --from @/plan --off LYO1:2026-11-25 {TUESDAY} -o @/new")).ends(0);
    for words in ["As of 2026-11-24 07:00, with at most 4 changes", "LYO1 is absent", "to another day", "Written to"] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    let after = rows(&firm, "new");
    assert!(!after.iter().any(|row| row.starts_with("2026-11-25,LYO1")), "{after:?}");
    let monday = |rows: &[String]| rows.iter().filter(|row| row.starts_with("2026-11-23")).cloned().collect::<Vec<_>>();
    assert_eq!(monday(&after), monday(&before), "nothing past moves");
    firm.run("check @/firm @/new").ends(0);
    firm.run(&format!("replan @/firm --from @/new/plan.csv --off LYO2:2026-11-26..2026-11-27 {TUESDAY} -q")).ends(0);
    assert!(firm.folder().join("replan/plan.csv").exists(), "the default place");
    firm.run(&format!("replan @/firm --from current --off LYO1:2026-11-25 {TUESDAY} -q -o @/third")).ends(0);
}

#[test]
fn an_urgent_job() {
    let firm = agreed();
    fs::write(firm.beside("urgent.csv"), "job,site,duration,skills,priority\nU1,S2,60,masonry,9\n").expect("writable");
    let run = firm.run(&format!("replan @/firm --from @/plan --add @/urgent.csv {TUESDAY} -o @/new")).ends(0);
    assert!(run.out.contains("U1") && run.out.contains("urgent") && run.out.contains("events.jsonl"), "{}", run.out);
    assert!(rows(&firm, "new").iter().any(|row| row.ends_with(",U1")));
    assert!(!run.out.contains("a year"), "nothing that happens once is counted up: {}", run.out);
    let only = firm.run(&format!("replan @/firm --from @/plan --add @/urgent.csv {TUESDAY} --max-changes 0")).ends(0);
    for words in ["it plans 1 visit more ", "takes ", " km ", " more and ", "That costs ", " EUR more this week."] {
        assert!(only.out.contains(words), "{words}: {}", only.out);
    }
    let page = fs::read_to_string(firm.folder().join("replan/report.html")).expect("written");
    assert!(page.contains("<span>more in a week</span>") && !page.contains("saved in a week</span>"));
    fs::write(firm.beside("urgent.csv"), "job,site,duration\nJ1,S1,60\nU2,S9,60\n").expect("writable");
    firm.refuses(&format!("replan @/firm --from @/plan --add @/urgent.csv {TUESDAY}")).tells(&[
        "urgent.csv, line 2, column job, value 'J1': line 2 of jobs.csv already has this id",
        "urgent.csv, line 3, column site, value 'S9': nothing has this id",
    ]);
    firm.refuses(&format!("replan @/firm --from @/plan --add @/none.csv {TUESDAY}"))
        .tells(&["cannot read", "none.csv"]);
}

#[test]
fn an_urgent_job_at_a_new_site() {
    let firm = agreed();
    let table = "job,site,duration,lat,lon,region\nU1,N1,60,45.76,4.85,Lyon\nU2,N1,30,45.76,4.85,Lyon\nU3,S2,30,1,1,\n";
    fs::write(firm.beside("urgent.csv"), table).expect("writable");
    firm.run(&format!("replan @/firm --from @/plan --add @/urgent.csv {TUESDAY} -o @/new")).ends(0);
    let sites = fs::read_to_string(firm.beside("new/instance/sites.csv")).expect("written");
    assert!(sites.contains("\nN1,,45.76,4.85,Lyon,"), "{sites}");
    let planned = rows(&firm, "new");
    assert!(["U1", "U2", "U3"].iter().all(|job| planned.iter().any(|row| row.ends_with(job))), "{planned:?}");
    let event = r#"{"event":"urgent-job","job":"U4","site":"N2","duration":60,"lat":45.7,"lon":4.9}"#;
    fs::write(firm.beside("events.jsonl"), event).expect("writable");
    firm.run(&format!("replan @/firm --from @/plan --events @/events.jsonl {TUESDAY} -o @/new")).ends(0);
    assert!(rows(&firm, "new").iter().any(|row| row.ends_with(",U4")));
    fs::write(firm.beside("urgent.csv"), "job,site,duration,lat\nU1,N1,60,45.76\n").expect("writable");
    firm.refuses(&format!("replan @/firm --from @/plan --add @/urgent.csv {TUESDAY}"))
        .tells(&["urgent.csv, line 2, column lat: a place needs lat and lon"]);
    fs::write(firm.beside("urgent.csv"), "job,site,duration\nU1,N1,60\n").expect("writable");
    firm.refuses(&format!("replan @/firm --from @/plan --add @/urgent.csv {TUESDAY}"))
        .tells(&["value 'N1': nothing has this id; add it to sites.csv, or say where it is in this row: lat and lon"]);
}

#[test]
fn contradictory_pins_and_a_plan_of_another_firm() {
    let pins = "date,crew,job,pinned\n2026-11-25,LYO1,J3,yes\n2026-11-26,LYO1,J3,yes\n2026-11-23,LYO2,J2,\n";
    let firm = Firm::new().with("current.csv", pins);
    let run = firm.run(&format!("replan @/firm --from current --off LYO2:2026-11-26 {TUESDAY} -o @/new")).ends(3);
    run.tells(&["current.csv, line 3", "pin", "broken: pin not kept, J3"]);
    fs::write(firm.beside("plan.csv"), "date,crew,job\n2026-11-25,LYO1,J3\n2026-11-25,X1,Q1\n").expect("writable");
    let run = firm.run(&format!("replan @/firm --from @/plan.csv {TUESDAY} -o @/new")).ends(0);
    run.tells(&["plan.csv", "warning"]);
    firm.refuses(&format!("replan @/firm --from current --lang de {TUESDAY}")).tells(&["brigade speaks en and fr"]);
}

#[test]
fn events_from_a_file_and_from_standard_input() {
    let firm = agreed();
    let events = r#"{"event":"absence","crew":"LYO1","from":"2026-11-25"}
{"event":"urgent-job","job":"U1","site":"S2","duration":"1h","skills":["masonry"]}
{"event":"cancelled","job":"J4"}
"#;
    fs::write(firm.beside("events.jsonl"), events).expect("writable");
    let run = firm.run(&format!("replan @/firm --from @/plan --events @/events.jsonl {TUESDAY} -o @/new")).ends(0);
    assert!(run.out.contains("cancelled"), "{}", run.out);
    let after = rows(&firm, "new");
    assert!(after.iter().any(|row| row.ends_with(",U1")) && !after.iter().any(|row| row.ends_with(",J4")), "{after:?}");

    let arguments = format!("replan @/firm --from @/plan --events - {TUESDAY} -o @/piped");
    let arguments = arguments.replace('@', firm.room.path().to_str().expect("a plain path"));
    let output = command().args(arguments.split_whitespace()).write_stdin(events).output().expect("runs");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(rows(&firm, "piped"), after);
}

#[test]
fn a_malformed_event_is_skipped_and_the_rest_done() {
    let firm = agreed();
    let events = "nonsense\n{\"event\":\"absence\",\"crew\":\"LYO9\",\"from\":\"2026-11-25\"}\n\n\
                  {\"event\":\"urgent-job\",\"job\":\"U1\",\"site\":\"S9\",\"duration\":60}\n\
                  {\"event\":\"finished-early\",\"job\":\"J1\",\"at\":\"2026-11-24T09:00\"}\n\
                  {\"event\":\"cancelled\",\"job\":\"J4\"}\n";
    fs::write(firm.beside("events.jsonl"), events).expect("writable");
    let run = firm.run(&format!("replan @/firm --from @/plan --events @/events.jsonl {TUESDAY} -o @/new")).ends(2);
    let run = run.tells(&[
        "skipped: event of line 1: must be one JSON object",
        "skipped: event of line 2: there is no crew LYO9; did you mean LYO1, LYO2?",
        "skipped: event of line 4: column site, value 'S9': nothing has this id",
        "skipped: event of line 5: J1 can't have finished after now",
        "4 events were skipped",
    ]);
    assert!(run.out.contains("Written to"), "{}", run.out);
    assert!(!rows(&firm, "new").iter().any(|row| row.ends_with(",J4")), "the last event counts");
}

#[test]
fn what_makes_no_sense() {
    let firm = agreed();
    for (arguments, words) in [
        ("--from @/plan --off LYO3:2026-11-25 --now 2026-11-24", "there is no crew LYO3; did you mean LYO1, LYO2?"),
        ("--from @/plan --off LYO1 --now 2026-11-24", "write CREW:DATE or CREW:DATE..DATE"),
        ("--from @/plan --off LYO1:25.11.2026 --now 2026-11-24", "no date such as"),
        ("--from @/plan --off LYO1:2026-11-26..2026-11-25 --now 2026-11-24", "the last date comes before the first"),
        ("--from @/plan --off LYO1:2026-12-26 --now 2026-11-24", "no date of it lies within the horizon"),
        ("--from @/plan --now 2026-11-28T08:00", "lies after the horizon, 2026-11-23 to 2026-11-27"),
        ("--from @/plan --now noon", "no moment such as 2026-11-24T10:30"),
        ("--from @/nowhere --now 2026-11-24", "nowhere"),
        ("--from @/plan --events @/none --now 2026-11-24", "cannot read"),
        ("--now 2026-11-24", "--from"),
    ] {
        firm.refuses(&format!("replan @/firm {arguments}")).tells(&[words]);
    }
    fs::write(firm.beside("other.csv"), "date,crew,job\n2026-11-23,X1,Q1\n").expect("writable");
    firm.refuses("replan @/firm --from @/other.csv --now 2026-11-24").tells(&["has no visit of this instance"]);
}

#[test]
fn crews_have_names_and_dates_are_those_of_tables() {
    let firm = agreed();
    let run = firm.run(
        "replan @/firm --from @/plan --off Toits:25/11/2026 --now 24/11/2026T7h --iterations 50 -o @/new --lang fr",
    );
    let out = run.ends(0).out;
    assert!(out.starts_with("Au 24/11/2026 07:00, avec 4 changements au plus :"), "{out}");
    assert!(out.contains("LYO1 est absente") && out.contains("Par rapport au plan convenu"), "{out}");
    let events = fs::read_to_string(firm.beside("new/events.jsonl")).expect("written");
    assert!(events.contains("\"crew\":\"LYO1\",\"from\":\"2026-11-25\""), "{events}");
}

#[test]
fn a_pin_of_an_absent_crew_is_given_up() {
    let firm = Firm::new().with("current.csv", "date,crew,job,pinned\n2026-11-25,LYO1,J3,yes\n2026-11-23,LYO2,J2,\n");
    let run = firm.run(&format!("replan @/firm --from current --off LYO1:2026-11-25 {TUESDAY} -o @/new")).ends(0);
    run.tells(&["the pin of J3 is given up"]);
}

#[test]
fn the_same_bytes_and_no_trace_elsewhere() {
    let firm = agreed();
    let before = contents(&firm.folder());
    for threads in ["1", "2"] {
        let arguments = format!(
            "replan @/firm --from @/plan --off LYO1:2026-11-25 --now 2026-11-24 --iterations 80 -q -o @/{threads}"
        );
        firm.run(&format!("{arguments} --threads {threads}")).ends(0);
    }
    assert_eq!(rows(&firm, "1"), rows(&firm, "2"));
    assert!(before == contents(&firm.folder()));
}
