//! `brigade plan` with few changes: a limit, frozen days, the change curve.

use std::fs;

use super::{Firm, PLAN_FILES, names};

/// The number of changes that the summary of a plan states.
fn changes(firm: &Firm, folder: &str) -> u64 {
    let text = fs::read_to_string(firm.beside(folder).join("summary.json")).expect("written");
    let summary: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    summary["plan"]["changes"].as_u64().expect("a number")
}

#[test]
fn a_limit_on_changes() {
    let firm = Firm::new().with("settings.toml", "[horizon]\nstart = \"2026-11-23\"\n[weights]\nchange_day = 1\n");
    firm.run("plan @/firm --iterations 100 --threads 1 -o @/free -q").ends(0);
    assert!(changes(&firm, "free") > 1, "there is something to gain");
    let run = firm.run("plan @/firm --iterations 100 --threads 1 -o @/one --max-changes 1").ends(0);
    assert_eq!(changes(&firm, "one"), 1);
    assert!(run.out.contains("brings EUR") && run.out.contains("saves "), "{}", run.out);
    firm.run("plan @/firm --iterations 100 --threads 1 -o @/none --max-changes 0").ends(0);
    assert_eq!(changes(&firm, "none"), 0);
}

#[test]
fn frozen_days_stay() {
    let firm = Firm::new().with("settings.toml", "[horizon]\nstart = \"2026-11-23\"\n[weights]\nchange_day = 1\n");
    firm.run("plan @/firm --iterations 100 --threads 1 -o @/plan --freeze 2026-11-23").ends(0);
    let plan = fs::read_to_string(firm.beside("plan/plan.csv")).expect("written");
    let monday: Vec<_> = plan.lines().filter(|row| row.starts_with("2026-11-23")).collect();
    assert_eq!(monday.len(), 2, "{plan}");
    assert!(monday[0].starts_with("2026-11-23,LYO1,1,J1,") && monday[0].ends_with(",yes"), "{plan}");
    firm.refuses("plan @/firm --freeze 2026-11-27").tells(&["leaves nothing to plan", "2026-11-23 to 2026-11-27"]);
    firm.refuses("plan @/firm --freeze monday").tells(&["'monday' is no date such as 2026-11-24"]);
    firm.run("plan @/firm --iterations 10 --freeze 2026-11-20").ends(0).tells(&["nothing is frozen"]);
}

#[test]
fn the_change_curve() {
    let firm = Firm::new();
    let run = firm.run("plan @/firm --iterations 400 --threads 1 -o @/plan --change-curve all,0,1,2").ends(0);
    assert!(run.out.contains("What how many changes of today's schedule save:"), "{}", run.out);
    let table = fs::read_to_string(firm.beside("plan/change_curve.csv")).expect("written");
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split(',').collect()).collect();
    let column = |index: usize| rows[1..].iter().map(|row| row[index]).collect::<Vec<_>>();
    assert_eq!(rows[0][..4], ["max_changes", "changes", "cost", "saving"]);
    assert_eq!(column(0), ["0", "1", "2", "all"]);
    let costs: Vec<f64> = column(2).iter().map(|cost| cost.parse().expect("a number")).collect();
    assert!(costs.is_sorted_by(|a, b| a >= b), "{costs:?}");
    let page = |folder: &str| fs::read_to_string(firm.beside(folder).join("report.html")).expect("written");
    assert!(names(&firm.beside("plan")).contains(&"change_curve.svg".to_string()));
    assert!(page("plan").contains("<polyline class=\"saved\"") && page("plan").contains("What how many changes bring"));
    firm.run("report @/firm @/plan --lang fr").ends(0);
    assert!(page("plan").contains("Ce que rapporte chaque nombre de changements"), "read back from the folder");
    fs::write(firm.beside("plan/change_curve.csv"), "max_changes\n0\n").expect("writable");
    firm.refuses("report @/firm @/plan").tells(&["change_curve.csv", "delete it or plan again"]);
    firm.run("plan @/firm --iterations 20 --threads 1 -o @/plan -q").ends(0);
    assert_eq!(names(&firm.beside("plan")), PLAN_FILES, "a curve of an earlier run would be taken for this one's");
    assert!(!page("plan").contains("class=\"saved\""));
    firm.refuses("plan @/firm --change-curve 0,few").tells(&["write numbers such as 5, or all"]);
    firm.refuses("plan @/firm --change-curve 0,all --max-changes 3").tells(&["--max-changes"]);
}

#[test]
fn without_a_schedule_nothing_can_change() {
    let firm = Firm::new();
    fs::remove_file(firm.folder().join("current.csv")).expect("there");
    for option in ["--max-changes 3", "--freeze 2026-11-23", "--change-curve 0,all"] {
        let name = option.split(' ').next().unwrap_or_default();
        firm.refuses(&format!("plan @/firm {option}")).tells(&[name, "current.csv"]);
    }
}
