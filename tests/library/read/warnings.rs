//! What is read, but perhaps not as meant.

use brigade::error::Issue;
use brigade::model::{JobId, Parts};

use super::firm::{FirmFiles, at, place};

fn only(firm: FirmFiles) -> Issue {
    let mut warnings = firm.warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    warnings.remove(0)
}

#[test]
fn unknown_columns_suggest_the_nearest() {
    let warning = only(FirmFiles::new().edit("jobs.csv", ",visits,", ",vists,"));
    assert_eq!(place(&warning), at("jobs.csv", 1, "vists"));
    assert!(warning.advice.to_string().contains("did you mean visits?"), "{warning}");
    let warning = only(FirmFiles::new().edit("crews.csv", "overtime", "colour of the van"));
    assert!(!warning.advice.to_string().contains("did you mean"), "{warning}");
}

#[test]
fn a_schedule_may_carry_the_columns_of_a_plan() {
    let rows = "date,crew,sequence,job,site,arrive,start,finish,km,travel_minutes,pinned,\n2026-11-23,A,1,J1,??,??,,??,??,??,,\n";
    assert_eq!(FirmFiles::new().with("current.csv", rows).warnings(), []);
}

#[test]
fn unknown_settings() {
    let warning = only(FirmFiles::new().row("settings.toml", "[weights]\nlate_days = 3"));
    assert_eq!(place(&warning), at("settings.toml", 4, "weights.late_days"));
    assert!(warning.advice.to_string().contains("did you mean weights.late_day?"), "{warning}");
}

#[test]
fn what_nobody_can_bring() {
    let warning = only(FirmFiles::new().edit("jobs.csv", "J3,S1,60,1,,,", "J3,S1,60,1,rooof,,"));
    assert_eq!((place(&warning), warning.value.as_str()), (at("jobs.csv", 4, "skills"), "rooof"));
    assert!(warning.advice.to_string().contains("did you mean roof?"), "{warning}");
    let warning = only(FirmFiles::new().edit("jobs.csv", "J3,S1,60,1,,,", "J3,S1,60,1,,digger,"));
    assert_eq!((place(&warning), warning.value.as_str()), (at("jobs.csv", 4, "tools"), "digger"));
    let owned = FirmFiles::new().edit("jobs.csv", "J3,S1,60,1,,,", "J3,S1,60,1,,crane,");
    assert_eq!(owned.warnings(), []);
}

#[test]
fn members_replace_the_skills_of_their_crew() {
    let warning = only(FirmFiles::new().row("members.csv", "A1,A,roof:2,").edit("current.csv", "yes", "no"));
    assert_eq!((place(&warning), warning.value.as_str()), (at("jobs.csv", 2, "skills"), "gas"));
}

#[test]
fn visits_beyond_the_horizon() {
    let firm = FirmFiles::new().edit("jobs.csv", "J3,S1,60,1,,,,,,,", "J3,S1,60,4,,,,,,,2026-11-25");
    let warning = only(firm.clone());
    assert_eq!((place(&warning), warning.value.as_str()), (at("jobs.csv", 4, "visits"), "4"));
    assert_eq!(firm.instance().visits_asked(JobId::new(2)), 3);
}

#[test]
fn rows_without_effect() {
    assert_eq!(place(&only(FirmFiles::new().row("calendar.csv", "B,2026-11-23,no,,"))), at("calendar.csv", 4, "off"));
    assert_eq!(place(&only(FirmFiles::new().row("preferences.csv", "A,,,West,1"))), at("preferences.csv", 4, "region"));
}

#[test]
fn missing_pairs_are_counted_once() {
    let pairs = "from,to,km,minutes\nA,S1,1,1\nS1,A,2,2\nS1,S2,1,1\nA,B,1,1\nS1,S1,0,0\n";
    let warning = only(FirmFiles::new().with("distances.csv", pairs));
    assert_eq!((warning.file.as_str(), warning.line, warning.value.as_str()), ("distances.csv", None, "3"));
}

#[test]
fn ids_of_no_place_are_counted_once() {
    let pairs = "from,to,km,minutes\nA,S1,1,1\nA,S2,1,1\nB,S1,1,1\nB,S2,1,1\nS1,S2,1,1\nA,Z,1,1\nY,Z,1,1\nZ,A,1,1\n";
    let warning = only(FirmFiles::new().with("distances.csv", pairs));
    assert_eq!((place(&warning), warning.value.as_str()), (("distances.csv".into(), None, "".into()), "2"));
    assert!(warning.advice.to_string().ends_with(": Y Z"), "{warning}");
}

#[test]
fn a_table_without_a_row_is_as_good_as_none() {
    for (file, header) in [
        ("calendar.csv", "crew,date,off\n"),
        ("members.csv", "member,crew\n"),
        ("preferences.csv", "crew,site,score\n\n , \n"),
        ("distances.csv", "from,to,km,minutes\n"),
        ("distances.csv", "anything"),
        ("current.csv", "date,crew,job\n"),
        ("current.csv", ""),
        ("current.csv", "\n \n,,\n"),
    ] {
        let empty = FirmFiles::new().with(file, header);
        assert_eq!(place(&only(empty.clone())), at(file, 1, ""), "{header:?}");
        let absent = empty.clone().without(file).instance().into_parts();
        let empty = empty.instance().into_parts();
        assert_eq!(empty.current, absent.current, "{file}");
        assert_eq!(empty.current.is_none(), file == "current.csv");
        let said = |parts: Parts| format!("{:?}", (parts.crews, parts.preferences, parts.travel, parts.pins));
        assert_eq!(said(empty), said(absent), "{file}");
    }
    let shared = FirmFiles::new().row("sites.csv", "B,Base,45,5,,").with("distances.csv", "from,to,km,minutes\n");
    assert_eq!(place(&only(shared)), at("distances.csv", 1, ""));
}

#[test]
fn nothing_to_plan() {
    let firm = FirmFiles::new().with("jobs.csv", "job,site,duration\n").without("current.csv");
    assert_eq!(place(&only(firm)), at("jobs.csv", 1, ""));
    assert_eq!(
        FirmFiles::new()
            .with("crews.csv", "crew,lat,lon\n")
            .without("members.csv")
            .without("calendar.csv")
            .without("preferences.csv")
            .edit("sites.csv", "North,A", "North,")
            .errors(),
        [at("crews.csv", 1, "")]
    );
}
