//! `brigade import`: problems of other engines.

use std::fs;
use std::path::Path;

use super::{Firm, brigade, contents, names};

/// Two vehicles on one day, a delivery with a window, a shipment, a matrix of 4 places.
const VROOM: &str = r#"{
  "vehicles": [
    {"id": 7, "start_index": 0, "end_index": 0, "capacity": [9], "skills": [3], "time_window": [28800, 61200],
     "costs": {"fixed": 10, "per_hour": 20, "per_km": 1}},
    {"id": 8, "start_index": 0, "capacity": [9], "time_window": [28800, 61200], "speed_factor": 0.5}
  ],
  "jobs": [
    {"id": 1, "description": "Boiler", "location_index": 1, "service": 301, "delivery": [1], "skills": [3],
     "time_windows": [[36000, 39600]], "priority": 100}
  ],
  "shipments": [
    {"amount": [2], "pickup": {"id": 5, "location_index": 2, "service": 60}, "delivery": {"id": 5, "location_index": 3}}
  ],
  "matrices": {"car": {
    "durations": [[0, 600, 700, 800], [610, 0, 300, 400], [700, 300, 0, 91], [800, 400, 95, 0]],
    "distances": [[0, 6000, 7000, 8000], [6100, 0, 3000, 4000], [7000, 3000, 0, 910], [8000, 4000, 950, 0]]
  }}
}"#;

const VROOM_SOLUTION: &str = r#"{"code": 0, "routes": [{"vehicle": 7, "steps": [
  {"type": "start"}, {"type": "pickup", "id": 5}, {"type": "delivery", "id": 5}, {"type": "job", "id": 1}, {"type": "end"}
]}]}"#;

const PRAGMATIC: &str = r#"{
  "plan": {
    "jobs": [
      {"id": "a b", "deliveries": [{"demand": [1], "places": [{"location": {"lat": 45.8, "lng": 4.8}, "duration": 90.5,
        "times": [["2026-11-23T09:00:00+01:00", "2026-11-23T12:00:00+01:00"],
                  ["2026-11-24T09:00:00+01:00", "2026-11-24T12:00:00+01:00"]]}]}],
       "skills": {"allOf": ["gas"], "noneOf": ["diesel"]}},
      {"id": "c", "services": [{"places": [{"location": {"lat": 45.7, "lng": 4.9}, "duration": 600,
        "times": [["2026-11-24T09:00:00+01:00", "2026-11-24T12:00:00+01:00"]]}]}],
       "skills": {"oneOf": ["gas", "oil"]}}
    ],
    "relations": [{"type": "any", "jobs": ["departure", "c"], "vehicleId": "v1", "shiftIndex": 1}]
  },
  "fleet": {
    "vehicles": [
      {"typeId": "t", "vehicleIds": ["v1", "v2"], "profile": {"matrix": "car"}, "capacity": [3], "skills": ["gas"],
       "costs": {"fixed": 22.0, "distance": 0.0002, "time": 0.004806},
       "shifts": [
         {"start": {"earliest": "2026-11-23T08:00:00+01:00", "location": {"lat": 45.75, "lng": 4.85}},
          "end": {"latest": "2026-11-23T17:00:00+01:00", "location": {"lat": 45.75, "lng": 4.85}}},
         {"start": {"earliest": "2026-11-24T09:30:00+01:00", "location": {"lat": 45.75, "lng": 4.85}},
          "end": {"latest": "2026-11-24T17:00:00+01:00", "location": {"lat": 45.75, "lng": 4.85}}}
       ]},
      {"typeId": "d", "vehicleIds": ["v3"], "profile": {"matrix": "car"}, "capacity": [3], "skills": ["gas", "diesel"],
       "costs": {"distance": 0, "time": 0},
       "shifts": [{"start": {"earliest": "2026-11-24T08:00:00+01:00", "location": {"lat": 45.6, "lng": 4.8}},
          "end": {"latest": "2026-11-24T17:00:00+01:00", "location": {"lat": 45.6, "lng": 4.9}}}]}
    ],
    "profiles": [{"name": "car"}]
  }
}"#;

const PRAGMATIC_SOLUTION: &str = r#"{"statistic": {}, "tours": [{"vehicleId": "v1", "typeId": "t", "shiftIndex": 1, "stops": [
  {"activities": [{"jobId": "departure", "type": "departure"}]},
  {"location": {"lat": 45.7, "lng": 4.9}, "activities": [{"jobId": "c", "type": "service"}]},
  {"location": {"lat": 45.8, "lng": 4.8}, "activities": [{"jobId": "a b", "type": "delivery"}]}
]}]}"#;

/// A firm of the files of another engine, in the room of a firm that is not needed.
fn with(files: &[(&str, &str)]) -> Firm {
    let firm = Firm::new();
    for (name, text) in files {
        fs::write(firm.beside(name), text).expect("writable");
    }
    firm
}

fn read(firm: &Firm, file: &str) -> String {
    fs::read_to_string(firm.beside(&format!("out/{file}"))).expect(file)
}

#[test]
fn vroom_with_its_solution() {
    let firm = with(&[("p.json", VROOM), ("s.json", VROOM_SOLUTION)]);
    let run = firm.run("import vroom @/s.json @/p.json --start 2026-11-23 -o @/out").ends(0);
    run.tells(&["p.json at $", "1 to 9"]);
    let (crews, jobs, current) = (read(&firm, "crews.csv"), read(&firm, "jobs.csv"), read(&firm, "current.csv"));
    assert!(crews.contains("7,1,3,0,3:1,08:00,17:00,"), "{crews}");
    assert!(jobs.contains("Boiler") && jobs.contains("10:00,11:00,9"), "{jobs}");
    assert!(jobs.contains("D5,") && jobs.contains("P5"), "the delivery comes after the pickup: {jobs}");
    assert!(!crews.contains("capacity"), "9 is never too little for 1 + 2: {crews}");
    assert_eq!(
        current.lines().skip(1).map(|row| row.split(',').nth(2).expect(row)).collect::<Vec<_>>(),
        ["P5", "D5", "1"]
    );
    let distances = read(&firm, "distances.csv");
    assert!(distances.contains("7,S1,6,10\n") && distances.contains("S1,7,6.1,10.167\n"), "{distances}");
    assert!(distances.contains("S1,8,0,0\n"), "no end, no way home: {distances}");
    assert!(read(&firm, "settings.toml").contains("break = \"\""));
    firm.run("check @/out").ends(0);
    firm.run("plan @/out --iterations 200 --threads 1 -o @/plan").ends(0);
    firm.run("check @/out @/plan").ends(0);
}

#[test]
fn pragmatic_with_its_solution() {
    let firm = with(&[("p.json", PRAGMATIC), ("s.json", PRAGMATIC_SOLUTION)]);
    let run = firm.run("import pragmatic @/p.json @/s.json -o @/out").ends(0);
    assert_eq!(run.err, "");
    let jobs = read(&firm, "jobs.csv");
    let row = |id: &str| jobs.lines().find(|row| row.starts_with(id)).expect(id).to_owned();
    let header = jobs.lines().next().expect("a header").to_owned();
    let cell = |id: &str, column: &str| {
        let index = header.split(',').position(|name| name == column).expect(column);
        row(id).split(',').nth(index).expect(column).to_owned()
    };
    // 90.5 s are two minutes; both dates are all there are.
    assert_eq!([cell("a_b", "duration"), cell("a_b", "open"), cell("a_b", "close")], ["00:02", "09:00", "12:00"]);
    assert_eq!([cell("a_b", "earliest"), cell("a_b", "not_crews"), cell("a_b", "skills")], ["", "v3", "gas:1*1"]);
    assert_eq!(
        [cell("c", "earliest"), cell("c", "latest"), cell("c", "only_crews")],
        ["2026-11-24", "2026-11-24", "v1"]
    );
    let calendar = read(&firm, "calendar.csv");
    assert!(
        calendar.contains("v1,2026-11-24,") && calendar.contains("09:30") && calendar.contains("v3,2026-11-23,"),
        "{calendar}"
    );
    let settings = read(&firm, "settings.toml");
    assert!(settings.contains("Etc/GMT-1") && settings.contains("speed_kmh = 36"), "{settings}");
    assert!(read(&firm, "crews.csv").contains("0.2,17.3016,22"), "euros per kilometre, hour and day");
    assert!(read(&firm, "distances.csv").starts_with("from,to,km,minutes\nv3,S1,"), "only v3 ends elsewhere");
    assert!(read(&firm, "current.csv").contains("2026-11-24,v1,c,1"));
    firm.run("plan @/out --iterations 200 --threads 1 -o @/plan").ends(0);
    firm.run("check @/out @/plan").ends(0);
}

#[test]
fn what_brigade_has_no_word_for_is_refused_by_its_name_and_path() {
    let refused = |format: &str, text: &str, parts: &[&str]| {
        let firm = with(&[("p.json", text)]);
        firm.refuses(&format!("import {format} @/p.json -o @/out")).tells(parts);
    };
    let vroom = |old: &str, new: &str, parts: &[&str]| {
        assert!(VROOM.contains(old), "{old}");
        refused("vroom", &VROOM.replacen(old, new, 1), parts);
    };
    let pause = "\"skills\": [3], \"breaks\": [{\"id\": 1, \"service\": 300, \"time_windows\": [[43200, 46800]]}], \"time_window\"";
    vroom("\"skills\": [3], \"time_window\"", pause, &["$.vehicles[0]", "breaks that are not the same for everybody"]);
    vroom("[[36000, 39600]]", "[[36000, 39600], [43200, 46800]]", &["$.jobs[0]", "several time windows a day"]);
    vroom("\"capacity\": [9]", "\"capacity\": [2]", &["$.shipments[0].pickup", "loads that rise and fall"]);
    vroom(
        "\"speed_factor\": 0.5",
        "\"max_distance\": 5",
        &["$.vehicles[1].max_distance", "longest distance of a tour"],
    );
    vroom(
        "\"end_index\": 0,",
        "\"end_index\": 0, \"profile\": \"truck\",",
        &["$.vehicles[1]", "travel times that differ"],
    );
    vroom("{\"car\": {", "{\"car\": {\"costs\": [[0]],", &["$.matrices.car.costs", "cost matrix"]);
    vroom("[28800, 61200],", "[28800, 99999],", &["$.vehicles[0]", "past midnight"]);
    let pragmatic = |old: &str, new: &str, parts: &[&str]| {
        assert!(PRAGMATIC.contains(old), "{old}");
        refused("pragmatic", &PRAGMATIC.replacen(old, new, 1), parts);
    };
    pragmatic("\"id\": \"c\",", "\"id\": \"c\", \"group\": \"g\",", &["$.plan.jobs[1].group", "groups of jobs"]);
    pragmatic("\"id\": \"c\",", "\"id\": \"c\", \"compatibility\": \"g\",", &["jobs that no tour may mix"]);
    pragmatic("\"relations\"", "\"clustering\": {}, \"relations\"", &["$.plan.clustering", "clustering"]);
    pragmatic("\"type\": \"any\"", "\"type\": \"strict\"", &["$.plan.relations[0]", "fix the whole order"]);
    pragmatic("\"shifts\": [", "\"limits\": {\"maxDistance\": 9}, \"shifts\": [", &["limits.maxDistance"]);
    pragmatic("{\"start\"", "{\"reloads\": [{}], \"start\"", &["shifts[0].reloads", "reloads within a tour"]);
    pragmatic("{\"start\"", "{\"recharges\": {}, \"start\"", &["recharging stations"]);
    pragmatic(
        "\"vehicleId\": \"v1\"",
        "\"vehicleId\": \"v9\"",
        &["$.plan.relations[0].vehicleId", "'v9'", "none of this name"],
    );
}

#[test]
fn faults_of_the_files_are_told_with_their_place() {
    let refused = |files: &[(&str, &str)], command: &str, parts: &[&str]| {
        with(files).refuses(&format!("import {command} -o @/out")).tells(parts);
    };
    refused(&[("p.json", &VROOM[..200])], "vroom @/p.json", &["p.json, line 5, column 12", "no JSON"]);
    refused(&[("p.json", "")], "vroom @/p.json", &["no JSON"]);
    refused(&[("p.json", "{}")], "vroom @/p.json", &["none of the files of vroom", "problem, solution"]);
    refused(&[("p.json", VROOM)], "pragmatic @/p.json", &["none of the files of pragmatic"]);
    refused(&[("p.json", VROOM), ("q.json", VROOM)], "vroom @/p.json @/q.json", &["q.json", "only one file"]);
    refused(&[("s.json", VROOM_SOLUTION)], "vroom @/s.json", &["is the problem of vroom"]);
    refused(&[], "vroom @/none.json", &["none.json"]);
    refused(&[("p.json", VROOM)], "csv @/p.json", &["vroom, pragmatic"]);
    let negative = VROOM.replace("[610, 0, 300, 400]", "[610, 0, -300, 400]");
    refused(&[("p.json", &negative)], "vroom @/p.json", &["$.matrices.car.durations[1][2]", "'-300'"]);
    let ragged = VROOM.replace("[610, 0, 300, 400]", "[610, 0, 300]");
    refused(&[("p.json", &ragged)], "vroom @/p.json", &["$.matrices.car.durations[1]", "square"]);
    let far = VROOM.replace("\"location_index\": 3", "\"location_index\": 30");
    refused(&[("p.json", &far)], "vroom @/p.json", &["'30'", "has 4"]);
    let twice = VROOM.replace("\"id\": 8", "\"id\": 7");
    refused(&[("p.json", &twice)], "vroom @/p.json", &["$.vehicles[1]", "same id"]);
    let old = PRAGMATIC.replace("2026-11-23T08:00:00+01:00", "yesterday");
    refused(&[("p.json", &old)], "pragmatic @/p.json", &["start.earliest", "'yesterday'", "2026-11-23T08:00:00Z"]);
    let stranger = VROOM_SOLUTION.replace("\"vehicle\": 7", "\"vehicle\": 70");
    refused(&[("p.json", VROOM), ("s.json", &stranger)], "vroom @/p.json @/s.json", &["s.json at $.routes[0].vehicle"]);
    let deep = "[".repeat(100_000);
    refused(&[("p.json", &deep)], "vroom @/p.json", &["no JSON"]);
}

#[test]
fn unknown_keys_are_warned_of_and_full_folders_left_alone() {
    let text = VROOM.replace("\"description\": \"Boiler\"", "\"colour\": \"red\"");
    let firm = with(&[("p.json", &text)]);
    firm.run("import vroom @/p.json -o @/out").ends(0).tells(&["warning: p.json at $.jobs[0].colour", "not known"]);
    let before = contents(&firm.beside("out"));
    firm.refuses("import vroom @/p.json -o @/out");
    assert!(before == contents(&firm.beside("out")));
}

#[test]
fn no_cut_file_makes_it_panic() {
    for (format, text) in [("vroom", VROOM), ("pragmatic", PRAGMATIC)] {
        for end in (1..text.len()).step_by(97) {
            let firm = with(&[("p.json", text.get(..end).unwrap_or("{"))]);
            firm.refuses(&format!("import {format} @/p.json -o @/out"));
        }
    }
}

/// The public examples, beside the project; their own fields are read, or refused by a name.
#[test]
fn public_examples() {
    let shared = Path::new("../shared/imports");
    if !shared.is_dir() {
        eprintln!("SKIPPED: no {}", shared.display());
        return;
    }
    let (mut read, mut refused) = (0, 0);
    let room = tempfile::tempdir().expect("a folder");
    for format in ["vroom", "pragmatic"] {
        let folder = shared.join(format).canonicalize().expect("a folder");
        for name in names(&folder) {
            let stem = name.trim_end_matches(".json").trim_end_matches(".problem");
            if ["sol", "solution", "matrix", "locations"].iter().any(|part| stem.ends_with(part)) {
                continue;
            }
            let beside = [".matrix.json", ".locations.json", ".solution.json", "_sol.json"];
            let own = |end: &&str| folder.join(format!("{stem}{end}"));
            let mut files: Vec<_> = beside.iter().map(own).filter(|path| path.exists()).collect();
            if stem == "simple.index" {
                files.extend(["simple.basic.matrix.json", "simple.basic.locations.json"].map(|file| folder.join(file)));
            }
            files.push(folder.join(&name));
            let files: Vec<_> = files.iter().map(|path| path.display().to_string()).collect();
            let out = format!("@/{format}-{stem}");
            let run = brigade(room.path(), &format!("import {format} {} -o {out}", files.join(" ")));
            assert!(!run.err.contains("panicked"), "{name}: {}", run.err);
            if run.code == Some(0) {
                read += 1;
                let checked = brigade(room.path(), &format!("check {out}"));
                assert_eq!(checked.code, Some(0), "{name}: {}", checked.err);
            } else {
                refused += 1;
                assert!(run.code == Some(2) && run.err.contains("can't plan with this"), "{name}: {}", run.err);
            }
        }
    }
    assert!(read > refused, "{read} read, {refused} refused");
}
