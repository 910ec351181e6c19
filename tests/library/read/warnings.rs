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
fn prices_and_promises_that_mean_little() {
    let firm = |row: &str| {
        let firm = FirmFiles::new().edit("jobs.csv", "earliest,latest\n", "earliest,latest,subcontract,late_after\n");
        firm.row("jobs.csv", row)
    };
    let free = only(firm("J4,S1,60,1,,,,,,,,0,"));
    assert_eq!((place(&free), free.value.as_str()), (at("jobs.csv", 5, "subcontract"), "0"));
    for promised in ["J4,S1,60,1,,,,10:00,12:00,,,,09:59", "J4,S1,60,1,,,,10:00,12:00,,,,12:01"] {
        assert_eq!(place(&only(firm(promised))), at("jobs.csv", 5, "late_after"), "{promised}");
    }
    assert_eq!(firm("J4,S1,60,1,,,,10:00,12:00,,,480.50,12:00").warnings(), []);
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
fn history_of_other_weeks_and_crews_is_counted() {
    let rows = "crew,week,service,fair\nA,2026-W48,40h,30h\nA,2026-W40,40h,30h\nA,2026-W39,40h,30h\nB,2026-W38,40h,30h\n\
                C,2026-W47,40h,30h\n";
    let firm = FirmFiles::new().with("history.csv", rows);
    let warnings: Vec<_> = firm.warnings().iter().map(|warning| (warning.column.clone(), warning.count)).collect();
    assert_eq!(warnings, [("week".into(), 3), ("crew".into(), 1)]);
    assert_eq!(firm.instance().crews[0].carried, 600, "the eighth week before counts");
}

#[test]
fn missing_pairs_are_counted_once() {
    let pairs = "from,to,km,minutes\nA,S1,1,1\nS1,A,2,2\nS1,S2,1,1\nA,B,1,1\nS1,S1,0,0\n";
    let warning = only(FirmFiles::new().with("distances.csv", pairs));
    assert_eq!((warning.file.as_str(), warning.line), ("distances.csv", None));
    assert!(warning.advice.to_string().starts_with("pairs of places without a row: 3; "), "{warning}");
}

#[test]
fn ids_of_no_place_are_counted_once() {
    let pairs = "from,to,km,minutes\nA,S1,1,1\nA,S2,1,1\nB,S1,1,1\nB,S2,1,1\nS1,S2,1,1\nA,Z,1,1\nY,Z,1,1\nZ,A,1,1\n";
    let warning = only(FirmFiles::new().with("distances.csv", pairs));
    assert_eq!((place(&warning), warning.value.as_str()), (("distances.csv".into(), None, "".into()), ""));
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

/// The firm with crew A's skills and the owned tools as a cell says, in a table with semicolons.
fn semicolons(skills: &str, equipment: &str) -> FirmFiles {
    let crews = format!(
        "crew;lat;lon;skills;equipment;start;end;overtime\nA;45,0;5,0;{skills};{equipment};;;\nB;45.1;5.1;roof:2;;;;\n"
    );
    FirmFiles::new().with("crews.csv", crews)
}

#[test]
fn names_that_are_like_one_asked_for() {
    let warning = only(semicolons("gas:3 roofs Rooof", ""));
    assert_eq!(place(&warning), ("crews.csv".into(), None, "skills".into()));
    assert_eq!(warning.value, "");
    assert!(warning.advice.to_string().contains("roofs (did you mean roof?)"), "{warning}");
    let warning = only(semicolons("gas:3 roof", "lif"));
    assert_eq!((warning.column.as_str(), warning.value.as_str()), ("equipment", ""));
    for skill in ["gas:3 a;b", "gas:3 a/b"] {
        let warning = only(semicolons(&format!("\"{skill}\""), ""));
        assert!(warning.advice.to_string().contains("put spaces between them"), "{warning}");
    }
    assert_eq!(semicolons("gas:3 roof carpentry", "crane").warnings(), [], "unlike any that is asked for");
    let comma = FirmFiles::new().edit("crews.csv", "gas:3 roof", "\"gas:3 roof,plumbing\"");
    assert!(only(comma).advice.to_string().contains("roof,plumbing"));
    let member = only(FirmFiles::new().edit("members.csv", "B2,B,roof", "B2,B,roof gaz"));
    assert!(member.advice.to_string().contains("gaz (did you mean gas?)"), "{member}");
}

#[test]
fn hints_for_a_tool_come_from_tools() {
    let firm = FirmFiles::new().edit("jobs.csv", "J3,S1,60,1,,,", "J3,S1,60,1,,roofs,");
    assert!(!only(firm).advice.to_string().contains("did you mean"));
    let firm = FirmFiles::new().edit("jobs.csv", "J3,S1,60,1,,,", "J3,S1,60,1,,lifts,");
    assert!(only(firm).advice.to_string().contains("did you mean lift?"));
    let firm = FirmFiles::new().edit("jobs.csv", "J3,S1,60,1,,,", "J3,S1,60,1,\"roof,gas\",,");
    assert!(only(firm).advice.to_string().contains("put spaces between the entries"));
}

#[test]
fn sites_that_no_base_is_near_to() {
    let far = |lat: &str, lon: &str| FirmFiles::new().row("sites.csv", &format!("S3,Three,{lat},{lon},,"));
    let warning = only(far("5.2", "45.3"));
    assert_eq!(place(&warning), ("sites.csv".into(), None, "lat".into()));
    assert_eq!(warning.value, "");
    assert!(warning.advice.to_string().contains("S3; with lat and lon exchanged they would be nearer"), "{warning}");
    let two = only(far("5.2", "45.3").row("sites.csv", "S4,Four,60,5,,"));
    assert_eq!(two.value, "");
    assert!(two.advice.to_string().ends_with("with lat and lon exchanged 1 of them would be nearer"), "{two}");
    assert!(!only(far("60", "5")).advice.to_string().contains("exchanged"));
    assert_eq!(far("47.7", "5.0").warnings(), [], "290 km from base B");
    let plane = "site,x,y\nS1,0,0\nS2,500,0\n";
    let warning = only(
        FirmFiles::new()
            .with("sites.csv", plane)
            .with("crews.csv", "crew,x,y,skills\nA,0,0,gas:3\nB,9,9,\n")
            .without("preferences.csv"),
    );
    assert_eq!((warning.column.as_str(), warning.value.as_str()), ("x", ""));
}

#[test]
fn hours_that_are_read_as_minutes() {
    let jobs = |header: &str, durations: [&str; 2]| {
        let rows = format!("job;site;{header};skills\nJ1;S1;{};gas\nJ2;S2;{};roof\n", durations[0], durations[1]);
        FirmFiles::new().with("jobs.csv", rows)
    };
    let warning = only(jobs("Durée", ["6", "12"]));
    assert_eq!((place(&warning), warning.value.as_str()), (("jobs.csv".into(), None, "Durée".into()), ""));
    assert!(warning.advice.to_string().contains("Durée (h)"), "{warning}");
    for (header, durations) in
        [("duration", ["6", "13"]), ("duration", ["6", "0:10"]), ("duration", ["6h", "8"]), ("durée (min)", ["6", "8"])]
    {
        assert_eq!(jobs(header, durations).warnings(), [], "{header} {durations:?}");
    }
    let hours = jobs("Durée (h)", ["6", "1,5"]);
    assert_eq!(hours.warnings(), []);
    assert_eq!(hours.instance().jobs.iter().map(|job| job.duration).collect::<Vec<_>>(), [360, 90]);
    assert_eq!(jobs("Durée (h)", ["6", "25"]).errors(), [at("jobs.csv", 3, "Durée (h)")]);
}

#[test]
fn files_that_are_perhaps_meant_to_be_a_table() {
    let firm = FirmFiles::new().without("calendar.csv").without("tools.csv").edit("jobs.csv", "lift", "crane");
    for (file, table) in [
        ("planning calendrier.csv", "calendar.csv"),
        ("calendars.csv", "calendar.csv"),
        ("tools.csv.txt", "tools.csv"),
        ("outil.tsv", "tools.csv"),
        ("jobs (1).csv", "jobs.csv"),
        ("Copie de travaux.CSV", "jobs.csv"),
        ("crews.csv.txt", "crews.csv"),
    ] {
        let warning = only(firm.clone().with(file, "x"));
        assert_eq!(place(&warning), (file.into(), None, String::new()));
        assert!(warning.advice.to_string().contains(&format!("the table {table}")), "{warning}");
    }
    for file in ["plan.csv", "routes.csv", "notes.txt", "urgent.csv", "crewmates.csv"] {
        assert_eq!(firm.clone().with(file, "x").warnings(), [], "{file}");
    }
}

#[test]
fn days_off_with_hours() {
    let firm =
        FirmFiles::new().row("calendar.csv", "B,2026-11-23,yes,10:00,").row("calendar.csv", "B,2026-11-24,yes,,16:00");
    let warning = only(firm);
    assert_eq!(place(&warning), ("calendar.csv".into(), None, "off".into()));
    assert!(warning.advice.to_string().starts_with("rows with off and hours: 2; "), "{warning}");
}
