//! `brigade slots` as a planner on the telephone uses it, and what `brigade serve` refuses.

use std::fs;

use super::Firm;

/// Writes a file beside the firm.
fn write(firm: &Firm, name: &str, content: &str) {
    fs::write(firm.beside(name), content).expect("writable");
}

#[test]
fn the_cheapest_times_first() {
    let firm = Firm::new().planned();
    write(&firm, "new.csv", "job,site,duration,skills\nN1,S1,30,roofing\n");
    let run = firm.run("slots @/firm @/plan @/new.csv").ends(0);
    for words in ["When N1 could be done", "price, EUR", "LYO1", "Mon 23/11"] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    assert!(!run.out.contains("LYO2"), "LYO2 has no roofing: {}", run.out);
    let run = firm.run("slots @/firm current @/new.csv --lang fr").ends(0);
    assert!(run.out.contains("Quand N1 peut se faire"), "{}", run.out);
}

#[test]
fn a_job_that_nobody_can_do_and_one_with_faults() {
    let firm = Firm::new().planned();
    write(&firm, "new.csv", "job,site,duration,skills\nN1,S1,30,timber\n");
    assert!(firm.run("slots @/firm @/plan @/new.csv").ends(0).out.contains("Nowhere without breaking a rule."));
    write(&firm, "new.csv", "job,site,duration\nN1,S99,30\n");
    firm.refuses("slots @/firm @/plan @/new.csv").tells(&["S99", "new.csv"]);
    firm.refuses("slots @/firm @/plan @/missing.csv").tells(&["missing.csv"]);
}

#[cfg(feature = "serve")]
#[test]
fn a_board_is_not_opened_to_everybody() {
    let firm = Firm::new();
    firm.refuses("serve @/firm --no-open --listen 0.0.0.0:0").tells(&["--password-file", "--public-url"]);
    write(&firm, "secret", "short");
    firm.refuses("serve @/firm --no-open --password-file @/secret").tells(&["at least 8 characters"]);
    let broken = Firm::new().but("jobs.csv", "J3,S3,", "J3,S99,");
    broken.refuses("serve @/firm --no-open --listen 127.0.0.1:0").tells(&["S99"]);
    write(&firm, "other.db", "this is no database, however long it may be");
    firm.refuses("serve @/firm --no-open --listen 127.0.0.1:0 --database @/other.db")
        .tells(&["no database of the board"]);
}
