//! What is read, but perhaps not as meant.

use brigade::error::Issue;
use brigade::model::JobId;

use crate::firm::{Firm, at, place};

fn only(firm: Firm) -> Issue {
    let mut warnings = firm.warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    warnings.remove(0)
}

#[test]
fn unknown_columns_suggest_the_nearest() {
    let warning = only(Firm::new().edit("jobs.csv", ",visits,", ",vists,"));
    assert_eq!(place(&warning), at("jobs.csv", 1, "vists"));
    assert!(warning.advice.contains("did you mean visits?"), "{warning}");
    let warning = only(Firm::new().edit("crews.csv", "overtime", "colour of the van"));
    assert!(!warning.advice.contains("did you mean"), "{warning}");
}

#[test]
fn a_schedule_may_carry_the_columns_of_a_plan() {
    let rows = "date,crew,sequence,job,site,arrive,start,finish,km,travel_minutes,pinned,\n2026-11-23,A,1,J1,??,??,,??,??,??,,\n";
    assert_eq!(Firm::new().with("current.csv", rows).warnings(), []);
}

#[test]
fn unknown_settings() {
    let warning = only(Firm::new().row("settings.toml", "[weights]\nlate_days = 3"));
    assert_eq!(place(&warning), at("settings.toml", 4, "weights.late_days"));
    assert!(warning.advice.contains("did you mean weights.late_day?"), "{warning}");
}

#[test]
fn what_nobody_can_bring() {
    let warning = only(Firm::new().edit("jobs.csv", "J3,S1,60,1,,,", "J3,S1,60,1,rooof,,"));
    assert_eq!((place(&warning), warning.value.as_str()), (at("jobs.csv", 4, "skills"), "rooof"));
    assert!(warning.advice.contains("did you mean roof?"), "{warning}");
    let warning = only(Firm::new().edit("jobs.csv", "J3,S1,60,1,,,", "J3,S1,60,1,,digger,"));
    assert_eq!((place(&warning), warning.value.as_str()), (at("jobs.csv", 4, "tools"), "digger"));
    let owned = Firm::new().edit("jobs.csv", "J3,S1,60,1,,,", "J3,S1,60,1,,crane,");
    assert_eq!(owned.warnings(), []);
}

#[test]
fn members_replace_the_skills_of_their_crew() {
    let warning = only(Firm::new().row("members.csv", "A1,A,roof:2,").edit("current.csv", "yes", "no"));
    assert_eq!((place(&warning), warning.value.as_str()), (at("jobs.csv", 2, "skills"), "gas"));
}

#[test]
fn visits_beyond_the_horizon() {
    let firm = Firm::new().edit("jobs.csv", "J3,S1,60,1,,,,,,,", "J3,S1,60,4,,,,,,,2026-11-25");
    let warning = only(firm.clone());
    assert_eq!((place(&warning), warning.value.as_str()), (at("jobs.csv", 4, "visits"), "4"));
    assert_eq!(firm.instance().visits_asked(JobId::new(2)), 3);
}

#[test]
fn rows_without_effect() {
    assert_eq!(place(&only(Firm::new().row("calendar.csv", "B,2026-11-23,no,,"))), at("calendar.csv", 4, "off"));
    assert_eq!(place(&only(Firm::new().row("preferences.csv", "A,,,West,1"))), at("preferences.csv", 4, "region"));
}

#[test]
fn missing_pairs_are_counted_once() {
    let pairs = "from,to,km,minutes\nA,S1,1,1\nS1,A,2,2\nS1,S2,1,1\nA,B,1,1\nS1,S1,0,0\n";
    let warning = only(Firm::new().with("distances.csv", pairs));
    assert_eq!((warning.file.as_str(), warning.line, warning.value.as_str()), ("distances.csv", None, "3"));
}

#[test]
fn nothing_to_plan() {
    let firm = Firm::new().with("jobs.csv", "job,site,duration\n").without("current.csv");
    assert_eq!(place(&only(firm)), at("jobs.csv", 1, ""));
    assert_eq!(
        Firm::new()
            .with("crews.csv", "crew,lat,lon\n")
            .without("members.csv")
            .without("calendar.csv")
            .without("preferences.csv")
            .edit("sites.csv", "North,A", "North,")
            .errors(),
        [at("crews.csv", 1, "")]
    );
}
