//! Today's schedule and its pins.

use brigade::error::{Message, RuleCode};
use brigade::model::Instance;

use super::firm::FirmFiles;

fn with_rows(rows: &str) -> FirmFiles {
    FirmFiles::new().with("current.csv", format!("date,crew,job,sequence,start,pinned\n{rows}"))
}

fn jobs_of(week: &Instance, route: usize) -> Vec<usize> {
    week.current.as_ref().unwrap().routes[route].visits.iter().map(|visit| visit.job.index()).collect()
}

fn dropped(week: &Instance) -> Vec<bool> {
    week.pins.iter().map(|pin| pin.dropped).collect()
}

#[test]
fn the_order_of_a_day() {
    let monday = |cells: [&str; 3]| {
        let rows = [("J1", cells[0]), ("J2", cells[1]), ("J3", cells[2])];
        let rows: String = rows.iter().map(|(job, cells)| format!("2026-11-23,A,{job},{cells},\n")).collect();
        jobs_of(&with_rows(&rows).instance(), 0)
    };
    assert_eq!(monday(["3,08:00", "1,10:00", "2,09:00"]), [1, 2, 0], "by sequence");
    assert_eq!(monday(["3,08:00", ",10:00", "2,09:00"]), [0, 2, 1], "by start");
    assert_eq!(monday(["3,08:00", ",10:00", "2,"]), [0, 1, 2], "as in the file");
}

fn grid(text: &str) -> FirmFiles {
    FirmFiles::new().with("current.csv", text)
}

#[test]
fn a_grid_of_crews_and_dates() {
    let rows = "date;crew;job\n23/11/2026;A;J1\n23/11/2026;A;J3\n24/11/2026;B;J2\n25/11/2026;B;J2\n23/11/2026;A;J2\n";
    let expected = grid(rows).instance().current;
    for text in [
        "Équipe;23/11/2026;24/11/2026;25/11/2026\nA;J1 J3;;\nB;;J2;J2\nA;J2;;\n",
        "crew,2026-11-23,2026-11-24 00:00:00,2026-11-25 (Wed),,\nA,\"J1\nJ3\",,,note,\n\nB,,J2,J2\n,,,\nA,J2,,\n",
        "sep=;\ncrew;25/11/2026;23/11/2026;24/11/2026\nA;;J1, J3|J2;\nB;J2;;J2\n",
        ";lun. 23/11/2026;Tue 2026-11-24;mercredi 25/11/2026\nA;J1 J3 J2;;\nB;;J2;J2\n",
    ] {
        let firm = grid(text);
        assert_eq!(firm.warnings(), [], "{text}");
        let week = firm.instance();
        assert_eq!(week.current, expected, "{text}");
        assert!(week.pins.is_empty());
    }
}

#[test]
fn faults_of_a_grid() {
    let at = |line, column: &str| super::firm::at("current.csv", line, column);
    let twice = grid("crew,2026-11-23,23/11/2026\nA,J1,J3\n");
    assert_eq!(twice.errors(), [at(1, "23/11/2026")]);
    let other = grid("crew,name,2026-11-23\nA,Alpha,J1\n");
    assert_eq!(other.errors(), [at(1, "name")]);
    assert_eq!(grid("\ncrew,2026-11-23\n,J1\na b,J1\n").errors(), [at(3, "crew"), at(4, "crew")]);
    assert_eq!(grid("crew,2026-11-23\nA,J1,J3\n").errors(), [at(2, "")], "a cell without a date");
    assert_eq!(grid("Planning semaine 48\ncrew;2026-11-23;24/11/2026\nA;J1;\n").errors(), [at(1, "")]);
    let unknown = grid("crew,2026-11-23,2026-12-24\nA,J1 J9 J8,J3\nZ,J3,\n").warnings();
    let mut counts: Vec<_> = unknown.iter().map(|issue| (issue.column.as_str(), issue.count)).collect();
    counts.sort_unstable();
    assert_eq!(counts, [("crew", 1), ("date", 1), ("job", 2)]);
    let empty = grid("crew,2026-11-23\nA,\n");
    assert_eq!((empty.warnings().len(), empty.instance().current), (0, None));
}

#[test]
fn rows_of_no_use_are_counted_once_each() {
    let rows =
        "2026-11-23,A,J1,,,\n2026-12-23,X,J9,,,yes\n2026-11-23,A,J9,,,\n2026-12-23,X,J1,,,\n2026-12-23,A,J1,,,crew\n";
    let firm = with_rows(rows);
    let told: Vec<_> = firm.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "warning: current.csv, column job, 2 rows from line 3 (3 'J9', 4 'J9'): ignored, because no job has this id; \
             delete it if the job is done",
            "warning: current.csv, line 5, column crew, value 'X': ignored, because no crew has this id; add the crew to \
             crews.csv or delete the row",
            "warning: current.csv, line 6, column date, value '2026-12-23': ignored, because the horizon is 2026-11-23 to \
             2026-11-27; choose the week with --week if it is another",
        ]
    );
    let week = firm.instance();
    assert_eq!((week.current.unwrap().visits().count(), week.pins.len()), (1, 0));
}

#[test]
fn a_pin_without_room_is_dropped() {
    // J2 has two visits, on two days, by one crew each
    let firm =
        with_rows("2026-11-24,B,J2,,,yes\n2026-11-24,B,J2,,,yes\n2026-11-25,B,J2,,,date\n2026-11-26,B,J2,,,crew\n");
    assert_eq!(dropped(&firm.instance()), [false, true, false, true]);
    let warnings = firm.warnings();
    assert_eq!((warnings.len(), &warnings[0].advice), (1, &Message::PinDropped));
    assert!(warnings[0].to_string().contains("column pinned, 2 rows from line 3 (3 'J2', 5 'J2')"), "{}", warnings[0]);
}

#[test]
fn a_pin_that_breaks_a_rule_is_kept() {
    // crew B has no gas skill; crew A is off on the 25th; both take the only visit of J1
    let firm = with_rows("2026-11-24,B,J1,,,yes\n2026-11-25,A,J1,,,yes\n2026-11-24,A,J1,,,yes\n");
    let week = firm.instance();
    assert_eq!(dropped(&week), [false, false, true]);
    let warnings = firm.warnings();
    let breaks = |code| Message::PinBreaks { rule: RuleCode(code) };
    assert_eq!((&warnings[0].advice, &warnings[0].further[0].advice), (&breaks("skill"), &breaks("calendar")));
    assert_eq!(warnings[1].advice, Message::PinDropped);
    assert_eq!(week.shifts.iter().filter(|shift| shift.off).count(), 1, "a shift for the day off");
}

#[test]
fn each_rule_that_a_lone_visit_can_break() {
    let pinned = || with_rows("2026-11-23,A,J1,,,yes\n");
    let job = |firm: FirmFiles, column: &str, value: &str| {
        firm.with("jobs.csv", format!("job,site,duration,{column}\nJ1,S1,120,{value}\nJ2,S2,60,\n"))
    };
    let crew = |column: &str, value: &str| {
        pinned().with("crews.csv", format!("crew,lat,lon,skills,{column}\nA,45.0,5.0,gas:3,{value}\nB,45,5,roof,\n"))
    };
    let fare = pinned().with("crews.csv", "crew,lat,lon,skills,capacity\nA,45,5,gas:3,1\nB,45,5,roof,\n");
    let cases = [
        ("crew-size", job(pinned(), "min_members", "3")),
        ("crew-choice", job(pinned(), "not_crews", "A")),
        ("date", job(pinned(), "earliest", "2026-11-24")),
        ("window", job(pinned(), "close", "08:05")),
        ("shift", job(pinned(), "open", "17:30")),
        ("equipment", job(pinned(), "tools", "lift*3")),
        ("load", job(fare, "load", "1.5")),
        ("precedence", job(pinned(), "visits,after", "1,J2").edit("jobs.csv", "J2,S2,60,", "J2,S2,60,6,")),
        ("travel-limit", crew("max_travel", "1")),
        ("week-hours", crew("max_week_hours", "2")),
    ];
    for (rule, firm) in cases {
        let warnings = firm.warnings();
        let told = warnings.iter().any(|issue| issue.advice == Message::PinBreaks { rule: RuleCode(rule) });
        assert!(told, "{rule}: {warnings:?}");
        assert_eq!(dropped(&firm.instance()), [false], "{rule}");
    }
}
