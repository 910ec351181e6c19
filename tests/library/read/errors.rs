//! Everything that makes an instance unusable, each with its exact place.

use brigade::files::{ReadOptions, read_instance};
use brigade::model::{JobId, Lag};

use super::firm::{FirmFiles, at};

#[test]
fn the_firm_has_no_fault() {
    assert_eq!(FirmFiles::new().warnings(), []);
}

/// The firm with another value of one cell gives exactly one error, in that cell.
fn refuse(file: &str, header: &str, row: &str, column: &str, values: &[&str]) {
    for value in values {
        let firm = FirmFiles::new().with(file, format!("{header},{column}\n\n{row},{value}\n"));
        let errors = firm.errors();
        assert!(errors.contains(&at(file, 3, column)), "{file} {column} {value:?}: {errors:?}");
        assert_eq!(errors.iter().filter(|error| error.0 == file && error.2 == column).count(), 1, "{column} {value:?}");
    }
}

#[test]
fn cells_of_crews() {
    let numbers = ["x", "-1", "1e7", "nan", "inf", "1;5"];
    for column in ["cost_km", "cost_hour", "cost_day"] {
        refuse("crews.csv", "crew,lat,lon", "A,45,5", column, &numbers);
    }
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "capacity", &["-0.1", "1e10"]);
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "members", &["0", "1.5", "1000", "two"]);
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "max_sites_per_day", &["0", "-3"]);
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "max_week_hours", &["169", "-1", "35h"]);
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "start", &["8", "25:00", "24:01", "08:00:30"]);
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "end", &["17.5", "noon"]);
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "days", &["Mon-Frx", "xyz"]);
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "overtime", &["-1", "1441", "0.5", "25h"]);
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "max_travel", &["-1", "1:5"]);
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "speed", &["0", "-1", "0.009", "100.1", "fast"]);
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "skills", &["gas:0", "gas gas", "gas:12"]);
    refuse("crews.csv", "crew,lat,lon", "A,45,5", "equipment", &["crane*0", "crane crane"]);
    refuse("crews.csv", "crew,lon", "A,5", "lat", &["90.1", "-91", "NaN", "1e999"]);
    refuse("crews.csv", "crew,lat", "A,5", "lon", &["180.5", "-inf"]);
    refuse("crews.csv", "crew,x", "A,5", "y", &["100001", "1e6"]);
}

#[test]
fn cells_of_jobs() {
    let (header, row) = ("job,site,duration", "J1,S1,60");
    refuse("jobs.csv", "job,site", "J1,S1", "duration", &["0", "-5", "1441", "1.5", "25h", "soon", ""]);
    refuse("jobs.csv", header, row, "visits", &["0", "367", "1.5"]);
    refuse("jobs.csv", header, row, "priority", &["0", "10", "high"]);
    refuse("jobs.csv", header, row, "delay_risk", &["1.01", "-0.1"]);
    refuse("jobs.csv", header, row, "min_members", &["0", "1000"]);
    refuse("jobs.csv", header, row, "crews", &["0", "100"]);
    refuse("jobs.csv", header, row, "start_within", &["-1", "1441"]);
    refuse("jobs.csv", header, row, "load", &["-1", "1e10"]);
    refuse("jobs.csv", header, row, "subcontract", &["-1", "1e7", "much"]);
    refuse("jobs.csv", header, row, "late_after", &["8", "25:00"]);
    refuse("jobs.csv", header, row, "max_gap_days", &["0", "367"]);
    refuse("jobs.csv", header, row, "same_crew", &["maybe", "yes"]);
    refuse("jobs.csv", header, row, "with", &["Z", "J1+30..10", "J1 J1", "J1+1441", "+30", "J1+-5", "J1+5..x", "J1"]);
    refuse("jobs.csv", header, row, "skills", &["gas:2*0", "gas*1000", ":2"]);
    refuse("jobs.csv", header, row, "tools", &["lift*", "lift*10000"]);
    refuse("jobs.csv", header, row, "days", &["8", "Mo"]);
    for column in ["earliest", "latest", "due"] {
        refuse("jobs.csv", header, row, column, &["2026-02-30", "23.11.2026", "0000-01-01", "tomorrow"]);
    }
    for column in ["open", "close"] {
        refuse("jobs.csv", header, row, column, &["8", "24:30"]);
    }
    for column in ["after", "only_crews", "not_crews"] {
        refuse("jobs.csv", header, row, column, &["Z"]);
    }
}

#[test]
fn cells_of_the_other_tables() {
    refuse("sites.csv", "site,lat,lon", "S1,45,5", "usual_crew", &["C", "A B"]);
    refuse("tools.csv", "tool", "lift", "quantity", &["-1", "10000", "1.5", ""]);
    refuse("members.csv", "member,crew", "m,A", "absent", &["2026-11-31", "monday"]);
    refuse("members.csv", "member,crew", "m,A", "skills", &["gas:x"]);
    refuse("members.csv", "member", "m", "crew", &["Z", ""]);
    refuse("calendar.csv", "crew,off", "A,yes", "date", &["2026-11-31", ""]);
    refuse("calendar.csv", "crew,date", "A,2026-11-23", "off", &["perhaps"]);
    refuse("calendar.csv", "crew,date", "A,2026-11-23", "end", &["08:00", "99:00"]);
    refuse("preferences.csv", "crew,site", "A,S1", "score", &["11", "-10.5", "good", ""]);
    refuse("preferences.csv", "crew,score", "A,1", "job", &["Z"]);
    refuse("distances.csv", "from,to,minutes", "A,S1,5", "km", &["-1", "100001", "inf", ""]);
    refuse("distances.csv", "from,to,km", "A,S1,5", "minutes", &["-1", "1e6", ""]);
    refuse("history.csv", "crew,service,fair", "A,30h,30h", "week", &["W47", "2026-47", "2026-W54", ""]);
    refuse("history.csv", "crew,week,fair", "A,2026-W47,30h", "service", &["-1", "200h", "much", ""]);
    refuse("history.csv", "crew,week,service", "A,2026-W47,30h", "fair", &["-1", "10081", ""]);
    refuse("current.csv", "date,crew,job", "2026-11-23,A,J1", "pinned", &["maybe"]);
    refuse("current.csv", "date,crew,job", "2026-11-23,A,J1", "sequence", &["0", "10000"]);
    refuse("current.csv", "crew,job", "A,J1", "date", &["someday", ""]);
}

#[test]
fn a_crew_has_one_history_of_a_week() {
    let rows = "crew,week,service,fair\nA,2026-W47,30h,30h\nB,2026-W47,30h,30h\nA,2026-S47,30h,30h\n";
    assert_eq!(FirmFiles::new().with("history.csv", rows).errors(), [at("history.csv", 4, "week")]);
}

#[test]
fn ids_have_no_spaces_and_are_not_blank() {
    for (file, column) in [("crews.csv", "crew"), ("sites.csv", "site"), ("jobs.csv", "job"), ("tools.csv", "tool")] {
        let header = FirmFiles::new().text(file).lines().next().unwrap().to_owned();
        let rest = &header[header.find(',').unwrap()..];
        let blanks = ",".repeat(rest.matches(',').count());
        let errors = FirmFiles::new().with(file, format!("{header}\na b{blanks}\n")).errors();
        assert!(errors.contains(&at(file, 2, column)), "{file}: {errors:?}");
        let errors = FirmFiles::new().row(file, &format!("{blanks}x")).errors();
        assert!(errors.iter().any(|error| error.0 == file), "{file}: {errors:?}");
    }
}

#[test]
fn ids_are_used_once() {
    assert_eq!(FirmFiles::new().row("crews.csv", "A,Again,45,5").errors(), [at("crews.csv", 4, "crew")]);
    assert_eq!(FirmFiles::new().row("sites.csv", "S2,Again,45,5").errors(), [at("sites.csv", 4, "site")]);
    assert_eq!(FirmFiles::new().row("jobs.csv", "J3,S1,60").errors(), [at("jobs.csv", 5, "job")]);
    assert_eq!(FirmFiles::new().row("tools.csv", "lift,1").errors(), [at("tools.csv", 3, "tool")]);
    assert_eq!(FirmFiles::new().row("members.csv", "B1,A").errors(), [at("members.csv", 4, "member")]);
    assert_eq!(FirmFiles::new().row("calendar.csv", "A,25/11/2026,,09:00,").errors(), [at("calendar.csv", 4, "date")]);
    assert_eq!(FirmFiles::new().row("preferences.csv", "A,S1,,,1").errors(), [at("preferences.csv", 4, "score")]);
    let pairs = "from,to,km,minutes\nA,S1,1,1\nS1,A,2,2\nA,S1,1,1\n";
    assert_eq!(FirmFiles::new().with("distances.csv", pairs).errors(), [at("distances.csv", 4, "to")]);
    let issue = &FirmFiles::new().row("crews.csv", "A,Again,45,5").issues()[0];
    assert!(issue.value == "A" && issue.advice.to_string().contains("line 2"), "{issue}");
}

#[test]
fn unknown_ids_come_with_the_nearest_known_one() {
    let issue = &FirmFiles::new().edit("jobs.csv", "J2,S2", "J2,S22").issues()[0];
    assert_eq!((issue.line, issue.column.as_str(), issue.value.as_str()), (Some(3), "site", "S22"));
    assert!(issue.advice.to_string().contains("did you mean S2?"), "{issue}");
    let issue = &FirmFiles::new().edit("jobs.csv", "J2,S2", "J2,Lyon").issues()[0];
    assert_eq!(issue.advice.to_string(), "nothing has this id; add it to sites.csv, or write one that is there");
    assert_eq!(FirmFiles::new().row("members.csv", "m,Crew7").errors(), [at("members.csv", 4, "crew")]);
    assert_eq!(FirmFiles::new().row("calendar.csv", "Crew7,2026-11-23,yes").errors(), [at("calendar.csv", 4, "crew")]);
    assert_eq!(FirmFiles::new().row("preferences.csv", "A,S7,,,1").errors(), [at("preferences.csv", 4, "site")]);
}

#[test]
fn times_and_dates_in_order() {
    assert_eq!(FirmFiles::new().edit("crews.csv", "17:00,60", "08:00,60").errors(), [at("crews.csv", 2, "end")]);
    assert_eq!(FirmFiles::new().edit("crews.csv", "17:00,60", "23:30,31").errors(), [at("crews.csv", 2, "overtime")]);
    assert_eq!(FirmFiles::new().edit("crews.csv", "17:00,60", "23:30,30").warnings(), []);
    assert_eq!(
        FirmFiles::new().edit("calendar.csv", "B,2026-11-26,,10:00,", "B,2026-11-26,,,08:00").errors(),
        [at("calendar.csv", 3, "end")]
    );
    assert_eq!(FirmFiles::new().edit("calendar.csv", "10:00,", ",12:00").warnings(), [], "a shorter day");
    let windows = "J4,S1,60,1,,,,10:00,09:59,2026-11-25,2026-11-24";
    assert_eq!(
        FirmFiles::new().row("jobs.csv", windows).errors(),
        [at("jobs.csv", 5, "latest"), at("jobs.csv", 5, "close")]
    );
}

#[test]
fn jobs_that_wait_for_each_other() {
    let circle = FirmFiles::new().edit("jobs.csv", "J1,S1,120,1,gas:2,,", "J1,S1,120,1,gas:2,,J3 J1x").edit(
        "jobs.csv",
        "J3,S1,60,1,,,",
        "J3,S1,60,1,,,J2",
    );
    assert_eq!(
        circle.errors(),
        [at("jobs.csv", 2, "after"), at("jobs.csv", 2, "after")],
        "an unknown job and a circle"
    );
    let issues = circle.edit("jobs.csv", " J1x", "").issues();
    assert!(issues[0].advice.to_string().ends_with("J1 J3 J2"), "{}", issues[0]);
    assert_eq!(
        FirmFiles::new().edit("jobs.csv", "lift,J1", "lift,J2").errors(),
        [at("jobs.csv", 3, "after")],
        "itself"
    );
    let behind = FirmFiles::new()
        .edit("jobs.csv", "J1,S1,120,1,gas:2,,", "J1,S1,120,1,gas:2,,J2")
        .row("jobs.csv", "A0,S1,60,1,,,J1");
    let issues = behind.issues();
    assert!(issues.len() == 1 && issues[0].advice.to_string().ends_with("J1 J2"), "{issues:?}");
}

/// The firm with jobs of one visit: id, the jobs that it waits for, the one that it goes with.
fn linked(jobs: &[(&str, &str, &str)]) -> FirmFiles {
    let firm = FirmFiles::new().edit("jobs.csv", "earliest,latest", "earliest,latest,with");
    jobs.iter()
        .fold(firm, |firm, (job, after, with)| firm.row("jobs.csv", &format!("{job},S1,60,1,,,{after},,,,,{with}")))
}

#[test]
fn jobs_that_go_together() {
    let chain = linked(&[("K1", "", ""), ("K2", "", "K1+30"), ("K3", "J2", "K2"), ("K4", "", "K1+10..60")]);
    let week = chain.instance();
    let lag = |job: usize, least, most| Some(Lag { job: JobId::new(job), least, most });
    let links: Vec<_> = week.jobs[3..].iter().map(|job| job.with).collect();
    assert_eq!(links, [None, lag(3, 0, 30), lag(4, 0, 0), lag(3, 10, 60)]);
    assert_eq!((week.linked(JobId::new(5)).len(), week.linked(JobId::new(0)).len()), (4, 0));
    let errors = |jobs: &[(&str, &str, &str)]| linked(jobs).errors();
    assert_eq!(errors(&[("K1", "", "J2")]), [at("jobs.csv", 5, "with")], "two visits");
    let circle = [("K1", "", "K3"), ("K2", "", "K1"), ("K3", "", "K2"), ("K4", "", "K4")];
    assert_eq!(errors(&circle), [at("jobs.csv", 5, "with")], "two circles, told once");
    assert_eq!(errors(&[("K1", "J2", "J1")]), [at("jobs.csv", 5, "after")], "waits for what it goes with");
    assert_eq!(
        errors(&[
            ("K1", "", ""),
            ("K2", "K1", ""),
            ("K3", "K2", ""),
            ("K4", "", "K1"),
            ("K5", "", "K4"),
            ("K6", "", "K5"),
            ("K7", "K3", "K6")
        ]),
        [at("jobs.csv", 11, "after")]
    );
    let all = [("K1", "", "Z"), ("K2", "", "K2"), ("K3", "", "J2"), ("K4", "", "J1+9..3")];
    assert_eq!(errors(&all).len(), 4, "all at once");
}

#[test]
fn places_are_whole_and_of_one_kind() {
    let crews = |header: &str, row: &str| {
        FirmFiles::new().with("crews.csv", format!("crew,{header}\nA,{row}\nB,45,5,,\n")).errors()
    };
    for (header, row) in [
        ("lat,lon,x,y", "45,,,"),
        ("lat,lon,x,y", ",,,"),
        ("lat,lon,x,y", "45,5,1,"),
        ("lat,lon,x,y", "45,5,1,2"),
        ("lat,lon,x,y", ",,1,"),
    ] {
        assert_eq!(crews(header, row), [at("crews.csv", 2, "lat")], "{header} {row}");
    }
    assert_eq!(
        crews("lat,lon,x,y", ",,1,2"),
        [at("crews.csv", 2, "x")],
        "one crew in the plane, the rest on the earth"
    );
}

#[test]
fn a_preference_has_one_target() {
    for row in ["A,,,,1", "A,S1,J1,,1", "A,S1,J1,North,1"] {
        assert_eq!(FirmFiles::new().row("preferences.csv", row).errors(), [at("preferences.csv", 4, "site")], "{row}");
    }
}

#[test]
fn lists_with_a_separator_that_is_none_there_are_told() {
    for (column, file, old, new) in [
        ("after", "jobs.csv", "J1,,,,\n", "\"J1,J3\",,,,\n"),
        ("after", "jobs.csv", "J1,,,,\n", "J1;J3,,,,\n"),
        ("skills", "jobs.csv", "gas:2", "\"gas:2,roof\""),
        ("absent", "members.csv", "2026-11-24", "2026-11-24;2026-11-25"),
        ("days", "crews.csv", "overtime\n", "days\n"),
    ] {
        let firm = FirmFiles::new().edit(file, old, new);
        let firm = if column == "days" { firm.edit(file, "17:00,60", "17:00,Mon/Tue") } else { firm };
        let issue = &firm.issues()[0];
        assert_eq!((issue.file.as_str(), issue.column.as_str()), (file, column), "{issue}");
        assert!(issue.advice.to_string().contains("spaces between"), "{issue}");
    }
}

#[test]
fn what_nobody_can_bring_is_told_beside_faults() {
    let firm = FirmFiles::new().edit("jobs.csv", "J3,S1,60,1,,,", "J3,S1,60,1,rooof,,").edit("sites.csv", "45.3", "95");
    let told: Vec<_> = firm.issues().iter().map(|issue| (issue.file.clone(), issue.value.clone())).collect();
    assert_eq!(told, [("sites.csv".into(), "95".into()), ("jobs.csv".into(), "rooof".into())]);
    let faulty = firm.edit("crews.csv", "gas:3 roof", "gas:x roof").issues();
    assert!(faulty.iter().all(|issue| issue.value != "rooof"), "nobody knows what the crews have");
}

#[test]
fn distances_tell_sites_from_crews() {
    let pairs = "from,to,km,minutes\nA,S2,1,1\n";
    let firm = FirmFiles::new().with("distances.csv", pairs).row("sites.csv", "B,Base,45,5,,");
    assert_eq!(firm.errors(), [at("sites.csv", 4, "site")]);
}

#[test]
fn files_must_be_there_once() {
    for file in ["crews.csv", "sites.csv", "jobs.csv"] {
        let errors = FirmFiles::new().without(file).errors();
        assert!(errors.contains(&(file.into(), None, String::new())), "{file}: {errors:?}");
    }
    let twice = FirmFiles::new().with("Équipes.csv", "crew,lat,lon\nA,45,5\nB,45,5\n");
    assert_eq!(twice.errors(), [("Équipes.csv".into(), None, String::new())]);
    let nowhere = read_instance(std::path::Path::new("/nowhere/week"), &ReadOptions::default()).unwrap_err();
    assert_eq!((nowhere.0.len(), nowhere.0[0].file.as_str()), (1, "/nowhere/week"));
}

#[test]
fn what_is_no_file_is_told() {
    for name in ["crews.csv", "tools.csv", "settings.toml"] {
        let (_parent, folder) = FirmFiles::new().without(name).folder();
        std::fs::create_dir(folder.join(name)).unwrap();
        let faults = read_instance(&folder, &ReadOptions::default()).unwrap_err();
        assert!(faults.0.iter().any(|issue| issue.file == name && issue.line.is_none()), "{name}: {faults}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_told() {
    let (_parent, folder) = FirmFiles::new().without("tools.csv").folder();
    std::os::unix::fs::symlink("/nowhere/tools.csv", folder.join("tools.csv")).unwrap();
    let faults = read_instance(&folder, &ReadOptions::default()).unwrap_err();
    assert_eq!(faults.0[0].file, "tools.csv");
    let (_parent, folder) = FirmFiles::new().folder();
    std::fs::rename(folder.join("tools.csv"), folder.join("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", folder.join("tools.csv")).unwrap();
    assert!(read_instance(&folder, &ReadOptions::default()).is_ok(), "a link to a file is as good as the file");
}

#[test]
fn headers() {
    for text in ["", "\n \n,,\n"] {
        let errors = FirmFiles::new().with("crews.csv", text).errors();
        assert!(errors.contains(&at("crews.csv", 1, "")), "{text:?}: {errors:?}");
    }
    assert_eq!(FirmFiles::new().with("tools.csv", "\n\ntool\nlift\n").errors(), [at("tools.csv", 3, "quantity")]);
    assert_eq!(
        FirmFiles::new().with("tools.csv", "tool,quantity,Outil\nlift,1,b\n").errors(),
        [at("tools.csv", 1, "Outil")]
    );
}

#[test]
fn lines_count_blank_ones_and_those_in_quotes() {
    let text = "tool,quantity,note\r\n\r\nlift,1,\"two\r\nlines\"\r\n\r\ncrane,x,\r\n";
    assert_eq!(FirmFiles::new().with("tools.csv", text).errors(), [at("tools.csv", 6, "quantity")]);
}

#[test]
fn rows_that_cannot_be_split() {
    assert_eq!(FirmFiles::new().row("tools.csv", "a,1,2").errors(), [at("tools.csv", 3, "")], "a cell too many");
    let unclosed = FirmFiles::new().row("tools.csv", "a,x").row("tools.csv", "\"b,2").row("tools.csv", "c,x");
    assert_eq!(
        unclosed.errors(),
        [at("tools.csv", 3, "quantity"), at("tools.csv", 4, "")],
        "rows above are still read"
    );
    assert_eq!(FirmFiles::new().row("tools.csv", "\"b\"b,2").errors(), [at("tools.csv", 3, "")]);
}

#[test]
fn huge_cells_are_refused_quickly() {
    let started = std::time::Instant::now();
    for size in [100_001, 10_000_000] {
        for cell in ["x", "9", "é", " a"] {
            let firm = FirmFiles::new().row("tools.csv", &format!("\"{}\",1", cell.repeat(size)));
            let issues = firm.issues();
            assert_eq!((issues.len(), issues[0].line), (1, Some(3)));
            assert!(issues[0].value.chars().count() <= 60);
        }
    }
    let list = "gas ".repeat(24_000);
    assert!(FirmFiles::new().edit("crews.csv", "gas:3 roof", &list).errors().contains(&at("crews.csv", 2, "skills")));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn binary_files_are_no_text() {
    for bytes in [&b"PK\x03\x04\x14\0\x06"[..], b"tool,quantity\nlift,\x012\n", b"\xff\xff\xfe\x81"] {
        let issues = FirmFiles::new().with("tools.csv", bytes).issues();
        assert!(issues[0].advice.to_string().contains("not a text file"), "{}", issues[0]);
    }
    assert_eq!(FirmFiles::new().with("tools.csv", "tool,quantity\nlift,\u{1}2\n").errors(), [at("tools.csv", 2, "")]);
}

#[test]
fn settings() {
    let errors = |text: &str| FirmFiles::new().with("settings.toml", text).errors();
    assert_eq!(errors(""), [("settings.toml".into(), None, "horizon.start".into())]);
    assert_eq!(
        errors("[horizon]\nstart = \"soon\"\ndays = 400"),
        [at("settings.toml", 2, "horizon.start"), at("settings.toml", 3, "horizon.days")]
    );
    assert_eq!(errors("[horizon]\n\nstart = 2026-11-23\nstart = 2026-11-23\n"), [at("settings.toml", 4, "")]);
    assert_eq!(
        errors(
            "[horizon]\nstart = 2026-11-23\n[calendar]\nholidays = \"FR-75\"\nclosed = [\"2027-01-03..2026-12-24\",\n\
             \"2026-11-27\", 2026-11-27]\n[firm]\ntimezone = \"Paris\"\n"
        ),
        [(4, "calendar.holidays"), (5, "calendar.closed"), (6, "calendar.closed"), (8, "firm.timezone")]
            .map(|(line, column)| at("settings.toml", line, column))
    );
    assert_eq!(errors("[horizon]\nstart = 9999-12-30\n"), [("settings.toml".into(), None, "horizon.start".into())]);
}

#[test]
fn sums_beyond_counting_name_the_setting() {
    let firm = FirmFiles::new().row("settings.toml", "[weights]\nlate_day = 10\nrisk_day = 1\nchange_crew = 1e11");
    let issue = &firm.issues()[0];
    assert_eq!((issue.column.as_str(), issue.value.as_str()), ("weights.change_crew", "100000000000"));
    let detour = FirmFiles::new().row("settings.toml", "[travel]\ndetour = 1e6").errors();
    assert!(detour.contains(&at("settings.toml", 4, "travel.detour")), "{detour:?}");
    let speed = FirmFiles::new().row("settings.toml", "[travel]\nspeed_kmh = 0.0001").errors();
    assert!(speed.contains(&at("settings.toml", 4, "travel.speed_kmh")), "{speed:?}");
    assert_eq!(FirmFiles::new().row("settings.toml", "[weights]\nlate_day = 1e5").warnings(), []);
}

#[test]
fn sums_beyond_counting_name_the_figure_wherever_it_stands() {
    let between_sites = "from,to,km,minutes\nA,S1,10,10\nS2,S1,100000,60\n";
    let far = FirmFiles::new().with("distances.csv", between_sites);
    assert!(far.clone().row("settings.toml", "[costs]\nkm = 900").read().is_ok(), "many kilometres can be counted");
    let dear = far.clone().row("settings.toml", "[costs]\nkm = 4000000").errors();
    assert_eq!(dear, [at("settings.toml", 4, "costs.km")]);
    let wide = far.clone().row("settings.toml", "[costs]\nkm = 40000").errors();
    assert_eq!(wide, [at("distances.csv", 3, "km")], "further than anybody drives, at a price that somebody may mean");
    let crews = "crew,lat,lon,cost_km\nA,45,5,\nB,45,5,1e6\n";
    assert_eq!(far.with("crews.csv", crews).errors(), [at("crews.csv", 3, "cost_km")]);
}

#[test]
fn a_price_that_nothing_is_paid_for_is_counted_once() {
    let all_at_home = "site,lat,lon\nS1,45,5\nS2,45,5\n";
    let firm = FirmFiles::new()
        .with("sites.csv", all_at_home)
        .with("crews.csv", "crew,lat,lon,skills\nA,45,5,gas:9 roof:9\nB,45,5,\n");
    assert_eq!(firm.row("settings.toml", "[costs]\nhour = 1e12").errors(), [at("settings.toml", 4, "costs.hour")]);
}

#[test]
fn ordinary_weeks_may_have_weights_of_a_million() {
    for weight in
        ["unassigned_visit", "unassigned_hour", "late_day", "change_crew", "preference", "second_crew", "overload"]
    {
        let firm = FirmFiles::new().edit("jobs.csv", "earliest,latest\n", "earliest,latest,priority\n");
        let firm =
            firm.row("jobs.csv", "J4,S1,60,3,,,,,,,,9").row("settings.toml", &format!("[weights]\n{weight} = 1e6"));
        assert!(firm.read().is_ok(), "{weight}: {:?}", firm.errors());
    }
}

#[test]
fn loads_and_times_beyond_counting_are_refused() {
    let row = |id: usize| format!("J{},S1,60,366,1e9\n", id + 9);
    let jobs: String = (0..20).map(row).collect();
    let firm = FirmFiles::new()
        .with("jobs.csv", format!("job,site,duration,visits,load\nJ1,S1,60,1,\nJ2,S1,60,1,\nJ3,S1,60,1,\n{jobs}"));
    assert!(firm.read().is_ok(), "five days are few");
    let year = firm.edit("settings.toml", "start = \"2026-11-23\"", "start = \"2026-11-23\"\ndays = 366");
    assert_eq!(year.errors(), [at("jobs.csv", 5, "load")]);
    let slow = FirmFiles::new()
        .row("settings.toml", "[travel]\nspeed_kmh = 0.0005")
        .with("jobs.csv", "job,site,duration,visits\nJ1,S1,60,366\n");
    let slow = slow.without("current.csv").without("preferences.csv");
    let slow = slow.edit("settings.toml", "start = \"2026-11-23\"", "start = \"2026-11-23\"\ndays = 366");
    assert_eq!(slow.errors(), [at("sites.csv", 2, "lat")], "as slow as a snail");
}

#[test]
fn years_of_too_many_weeks_are_refused() {
    let weeks = |count: &str| FirmFiles::new().row("settings.toml", &format!("[costs]\nweeks_per_year = {count}"));
    assert_eq!(weeks("1e9").errors(), [at("settings.toml", 4, "costs.weeks_per_year")]);
    assert!(weeks("53").read().is_ok() && weeks("1000").read().is_ok());
}

#[test]
fn everything_is_told_at_once() {
    let errors = FirmFiles::new()
        .edit("settings.toml", "2026-11-23", "soon")
        .edit("crews.csv", "17:00,60", "07:00,-1")
        .edit("sites.csv", "45.3", "95")
        .edit("jobs.csv", "J2,S2", "J2,S9")
        .row("tools.csv", "lift,1")
        .row("members.csv", "m,Z")
        .row("calendar.csv", "A,never,yes")
        .row("preferences.csv", "A,,,,1")
        .row("current.csv", "2026-11-23,A,J1,x,,")
        .errors();
    let expected = [
        at("settings.toml", 2, "horizon.start"),
        at("crews.csv", 2, "overtime"),
        at("crews.csv", 2, "end"),
        at("sites.csv", 3, "lat"),
        at("calendar.csv", 4, "date"),
        at("preferences.csv", 4, "site"),
        at("current.csv", 4, "sequence"),
        at("tools.csv", 3, "tool"),
        at("members.csv", 4, "crew"),
        at("jobs.csv", 3, "site"),
    ];
    for place in &expected {
        assert!(errors.contains(place), "{place:?} among {errors:?}");
    }
    assert_eq!(errors.len(), expected.len());
}

#[test]
fn a_flood_is_listed_in_part() {
    let rows: String = (0..500).map(|row| format!("T{row},x\n")).collect();
    let issues = FirmFiles::new().with("tools.csv", format!("tool,quantity\n{rows}")).issues();
    assert_eq!((issues.len(), issues[0].line, issues[0].further.len(), issues[0].count), (1, Some(2), 99, 500));
    let header: String = (0..500).map(|column| format!(",x{column}")).collect();
    let issues = FirmFiles::new().with("tools.csv", format!("tool,quantity{header}\nlift,x\n")).issues();
    assert_eq!((issues.len(), issues[101].line, issues[101].count), (102, None, 400));
}
