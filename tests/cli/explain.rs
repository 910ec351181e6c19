//! `brigade explain` as a planner uses it.

use super::Firm;

#[test]
fn a_job_a_crew_and_the_week() {
    let firm = Firm::new().planned();
    let job = firm.run("explain @/firm @/plan J1").ends(0);
    for words in ["J1 at S1 Mairie: 120 min", "LYO1 on ", "it costs", "because", "EUR more", "LYO2", "has no roofing"] {
        assert!(job.out.contains(words), "{words}: {}", job.out);
    }
    assert_eq!(job.err, "");
    let crew = firm.run("explain @/firm @/plan --crew LYO2").ends(0);
    for words in ["LYO2 Murs: 2 visits", "J2 ", "nothing planned", "It causes: "] {
        assert!(crew.out.contains(words), "{words}: {}", crew.out);
    }
    let week = firm.run("explain @/firm @/plan").ends(0);
    for words in ["largest causes", "LYO1 Toits", "The jobs that cost most", "Nothing is left out."] {
        assert!(week.out.contains(words), "{words}: {}", week.out);
    }
    firm.run("explain @/firm current J2").ends(0);
}

#[test]
fn a_job_that_is_left_out() {
    let firm = Firm::new().but("jobs.csv", "J3,S3,1h30,roofing,", "J3,S3,1h30,timber,").planned();
    let run = firm.run("explain @/firm @/plan J3").ends(0);
    for words in ["1 visit is left out (skill missing)", "each tried alone", "LYO1 has timber:1", "has no timber"] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
}

#[test]
fn what_no_single_change_would_let_in() {
    let firm = Firm::new().but("jobs.csv", "J3,S3,1h30,roofing,", "J3,S3,1h30,timber glass,").planned();
    let run = firm.run("explain @/firm @/plan J3").ends(0);
    assert!(run.out.contains("No single change of the data that was tried would let it in"), "{}", run.out);
}

#[test]
fn in_french() {
    let firm = Firm::new().but("jobs.csv", "J3,S3,1h30,roofing,", "J3,S3,1h30,timber,").planned();
    for (what, words) in [
        ("J1", ["J1, S1 Mairie : 120 min, priorité", "parce que", "Ce que chaque équipe pourrait faire"]),
        ("J3", ["1 visite n'est pas planifiée (compétence manquante)", "chaque fois essayé seul", "n'a pas timber"]),
        ("--crew LYO2", ["LYO2 Murs : ", "rien de prévu", "Elle cause : "]),
        ("", ["causes principales", "Les interventions qui coûtent le plus", "Ce que fait chaque équipe"]),
    ] {
        let run = firm.run(&format!("explain @/firm @/plan {what} --lang fr")).ends(0);
        for words in words {
            assert!(run.out.contains(words), "{words}: {}", run.out);
        }
    }
}

#[test]
fn names_that_do_not_exist() {
    let firm = Firm::new().planned();
    firm.refuses("explain @/firm @/plan J9").tells(&["error: there is no job J9; did you mean J1, J2, J3?"]);
    firm.refuses("explain @/firm @/plan --crew LY01").tells(&["there is no crew LY01; did you mean LYO1"]);
    firm.refuses("explain @/firm @/plan J1 --crew LYO1").tells(&["--crew"]);
    firm.refuses("explain @/firm @/nowhere J1").tells(&["there is no such plan"]);
}

#[test]
fn any_case_and_names() {
    let firm = Firm::new().planned();
    let job = firm.run("explain @/firm @/plan j1").ends(0);
    assert!(job.out.contains("J1 at S1 Mairie"), "{}", job.out);
    let crew = firm.run("explain @/firm @/plan --crew murs").ends(0);
    assert!(crew.out.contains("LYO2 Murs: 2 visits"), "{}", crew.out);
}

#[test]
fn the_plan_of_another_instance() {
    let firm = Firm::new().planned();
    let plan = "date,crew,sequence,job,start\n2026-11-23,X1,1,Q1,09:00\n";
    std::fs::write(firm.beside("other.csv"), plan).expect("writable");
    firm.refuses("explain @/firm @/other.csv J1").tells(&["no visit of", "of another one"]);
    let mixed = format!("{plan}2026-11-23,LYO1,1,J1,09:00\n");
    std::fs::write(firm.beside("other.csv"), mixed).expect("writable");
    firm.run("explain @/firm @/other.csv J1").ends(0).tells(&["in 1 visit of the plan"]);
}
