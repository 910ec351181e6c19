//! Written plans.

use std::path::Path;

use brigade::error::{Issue, Message};
use brigade::files::read_plan;
use brigade::model::{CrewId, Plan, Start};

use super::firm::{FirmFiles, at, place};

const PLAN: &str = "date,crew,sequence,job,site,arrive,start,finish,km,travel_minutes,pinned\n\
    2026-11-24,B,2,J3,S1,10:00,10:00,11:00,1.5,3,\n\
    2026-11-24,B,1,J2,S2,08:30,08:30,10:00,20,30,crew\n";

fn read(files: &[(&str, &str)]) -> Result<(Plan, Vec<Issue>), Vec<Issue>> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    read_plan(folder.path(), &FirmFiles::new().instance()).map_err(|faults| faults.0)
}

fn lone(text: &str) -> (Plan, Vec<Issue>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.csv");
    std::fs::write(&file, text).unwrap();
    read_plan(&file, &FirmFiles::new().instance()).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn a_folder_with_its_tours() {
    let routes = "date,crew,leave,back,visits,km,travel_minutes,service_minutes,overtime_minutes\n\
        2026-11-24,B,08:12,11:30,2,30,40,150,0\n2026-11-24,Z,08:00,09:00,1,1,1,1,0\n";
    let (plan, warnings) = read(&[("plan.csv", PLAN), ("routes.csv", routes)]).unwrap();
    assert_eq!((plan.routes.len(), warnings.len()), (1, 0));
    let route = &plan.routes[0];
    assert_eq!((route.crew, route.leave), (CrewId::new(1), Some(492)));
    let visits: Vec<_> = route.visits.iter().map(|visit| (visit.job.index(), visit.start)).collect();
    assert_eq!(visits, [(1, Start::At(510)), (2, Start::At(600))]);
}

#[test]
fn date_crew_and_job_are_enough() {
    let (plan, warnings) = lone("job;crew;date\nJ3;A;23/11/2026\nJ1;A;23/11/2026\nJ1;A;23/12/2030\n");
    let visits: Vec<_> = plan.visits().map(|(job, crew, date)| (job.index(), crew.index(), date.to_string())).collect();
    assert_eq!(visits, [(2, 0, "2026-11-23".into()), (0, 0, "2026-11-23".into()), (0, 0, "2030-12-23".into())]);
    assert!(plan.routes.iter().all(|route| route.leave.is_none() && route.visits[0].start == Start::Earliest));
    assert_eq!(warnings, []);
}

#[test]
fn unknown_visits_are_told() {
    let (plan, _) = lone("date,crew,job\n2026-11-23,X,J1\n2026-11-23,A,J9\n2026-11-23,A,J1\n2026-11-23,X,J9\n");
    assert_eq!(plan.visits().count(), 1);
    assert_eq!(plan.unknown.len(), 3);
    assert!(plan.unknown[0].contains("no crew X") && plan.unknown[1].contains("no job J9"), "{:?}", plan.unknown);
}

#[test]
fn what_is_malformed_is_refused() {
    let text = "date,crew,sequence,job,arrive,km\nsoon,A,1,J1,,\n2026-11-23,A,0,J1,25:61,x\n2026-11-23,,1,J1,,\n";
    let places: Vec<_> = read(&[("plan.csv", text)]).unwrap_err().iter().map(place).collect();
    let expected = [(2, "date"), (3, "arrive"), (3, "km"), (3, "sequence"), (4, "crew")];
    assert_eq!(places, expected.map(|(line, column)| at("plan.csv", line, column)));
    let routes = [("plan.csv", PLAN), ("routes.csv", "date,crew,leave\n2026-11-24,B,late\n")];
    let places: Vec<_> = read(&routes).unwrap_err().iter().map(place).collect();
    assert_eq!(places, [at("routes.csv", 2, "leave")]);
}

#[test]
fn a_plan_of_more_than_can_be_counted_is_refused() {
    let rows: String = (0..40_000).map(|_| "9999-12-31,A,J1\n").collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.csv");
    std::fs::write(&file, format!("date,crew,job\n{rows}")).unwrap();
    let firm = FirmFiles::new().edit("jobs.csv", "earliest,latest\n", "earliest,latest,due\n").edit(
        "jobs.csv",
        "gas:2,,,,,,",
        "gas:2,,,,,,,2026-11-23",
    );
    let faults = read_plan(&file, &firm.instance()).unwrap_err().0;
    assert_eq!((faults.len(), &faults[0].advice), (1, &Message::PlanTooLarge { visits: 40_000 }));
}

#[test]
fn no_plan_is_no_empty_plan() {
    let advice = read(&[("other.csv", PLAN)]).unwrap_err();
    assert!(advice[0].advice.to_string().contains("no plan.csv"), "{}", advice[0]);
    let nowhere = read_plan(Path::new("/nowhere/plan.csv"), &FirmFiles::new().instance()).unwrap_err();
    assert_eq!(nowhere.0[0].file, "/nowhere/plan.csv");
    assert_eq!(lone("date,crew,job\n").0, Plan::default(), "a plan may be empty all the same");
}
