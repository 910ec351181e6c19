//! What a faultless instance comes to.

use brigade::files::{ReadOptions, read_instance};
use brigade::model::{CrewId, DayException, JobId, Leg, PlaceId, SameCrew, SkillId, SkillNeed, Start, Tool, ToolId};
use brigade::units::Decimal;
use chrono::NaiveDate;

use super::firm::FirmFiles;

fn november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

#[test]
fn every_table_arrives() {
    let week = FirmFiles::new().instance();
    assert_eq!((week.name.as_str(), week.dates.len(), week.settings.start), ("week", 5, november(23)));
    assert_eq!(week.skills, ["gas", "roof"]);
    let tool = |id: &str, quantity| Tool { id: id.to_owned(), quantity };
    assert_eq!(week.tools, [tool("lift", 2), tool("crane", 0)]);
    let [alpha, beta] = week.crews.as_slice() else { panic!("two crews") };
    assert_eq!((alpha.name.as_str(), alpha.at, alpha.levels.as_slice()), ("Alpha", (45.0, 5.0), [3, 1].as_slice()));
    assert_eq!(
        (alpha.overtime, alpha.base, alpha.equipment.as_slice()),
        (60, PlaceId::new(2), [ToolId::new(1)].as_slice())
    );
    assert_eq!(alpha.exceptions[&november(25)], DayException::Off);
    assert_eq!((beta.start, beta.end, beta.people(None), beta.people(Some(november(24)))), (480, 1_020, 2, 1));
    assert_eq!(beta.exceptions[&november(26)], DayException::Hours(600, 1_020));
    assert_eq!(week.sites[0].usual_crew, Some(CrewId::new(0)));
    let jobs = &week.jobs;
    assert_eq!((jobs[1].duration, jobs[1].visits, jobs[1].after.as_slice()), (90, 2, [JobId::new(0)].as_slice()));
    assert_eq!(jobs[0].skills, [SkillNeed { skill: SkillId::new(0), level: 2, people: 1 }]);
    assert_eq!(jobs[1].tools, [(ToolId::new(0), 1)]);
    assert_eq!(
        (
            week.score(CrewId::new(0), JobId::new(0)),
            week.score(CrewId::new(1), JobId::new(1)),
            week.score(CrewId::new(1), JobId::new(0))
        ),
        (Decimal::whole(5), Decimal(-2_500_000), Decimal::ZERO)
    );
    let current = week.current.as_ref().unwrap();
    assert_eq!(current.routes[0].visits[0].start, Start::NotBefore(510));
    assert_eq!((current.routes.len(), current.routes[1].visits[0].start), (2, Start::Unstated));
    assert_eq!((week.pins.len(), week.pins[0].word(), week.pins[0].line), (1, "yes", 2));
}

#[test]
fn blank_cells_take_the_defaults() {
    let firm = FirmFiles::new().with("jobs.csv", "job,site,duration\nJ1,S1,60\n").without("current.csv");
    let job = &firm.instance().jobs[0];
    assert_eq!((job.visits, job.min_members, job.crews, job.priority), (1, 1, 1, 3));
    assert_eq!((job.same_crew, job.load, job.delay_risk), (SameCrew::Prefer, Decimal::ZERO, Decimal::ZERO));
    assert_eq!((job.days, job.open, job.close, job.due, job.start_within, job.max_gap_days), Default::default());
    assert!(job.after.is_empty() && job.only_crews.is_empty() && job.not_crews.is_empty());
    assert!(firm.instance().current.is_none());
}

#[test]
fn numbers_keep_their_digits() {
    let crews = "crew,lat,lon,cost_km,cost_hour,cost_day,max_week_hours,capacity\nA,45,5,0.1,1e2,0.0000005,35.01,2.5\nB,45,5,,,,,\n";
    let crew = &FirmFiles::new().with("crews.csv", crews).instance().crews[0];
    assert_eq!(
        (crew.cost_km, crew.cost_hour, crew.cost_day),
        (Some(Decimal(100_000)), Some(Decimal::whole(100)), Decimal(1))
    );
    assert_eq!((crew.max_week_minutes, crew.capacity), (Some(2_100), Some(Decimal(2_500_000))));
}

#[test]
fn stated_distances_count_in_metres_and_whole_minutes() {
    let rows = "from,to,km,minutes\nA,S1,1.0005,10.01\nS1,S2,2,7\nS2,S1,3,8\nS1,S1,9,9\n";
    let week = FirmFiles::new().with("distances.csv", rows).instance();
    assert_eq!(week.travel.leg(PlaceId::new(2), PlaceId::new(0)), Leg { metres: 1_001, minutes: 11 });
    assert_eq!(
        week.travel.leg(PlaceId::new(0), PlaceId::new(2)),
        week.travel.leg(PlaceId::new(2), PlaceId::new(0)),
        "one row serves both ways"
    );
    assert_eq!(
        (
            week.travel.leg(PlaceId::new(0), PlaceId::new(1)).metres,
            week.travel.leg(PlaceId::new(1), PlaceId::new(0)).metres
        ),
        (2_000, 3_000)
    );
    assert_eq!(week.travel.leg(PlaceId::new(0), PlaceId::new(0)), Leg::default());
}

#[test]
fn history_speed_and_address() {
    let firm = FirmFiles::new()
        .with("crews.csv", "equipe;lat;lon;vitesse\nA;45;5;0,8\nB;45,1;5,1;\n")
        .with(
            "sites.csv",
            "site,lat,lon,adresse,code postal,ville\nS1,45.2,5.2,12 rue X,01000,Bourg\nS2,45.3,5.3,,,Gex\n",
        )
        .without("preferences.csv")
        .without("jobs.csv")
        .with("jobs.csv", "job,site,duration\nJ1,S1,10\nJ2,S2,10\n")
        .without("members.csv")
        .without("current.csv")
        .with("distances.csv", "from,to,km,minutes\nA,S1,10,10.5\nB,S1,10,10.5\n")
        .with("historique.csv", "équipe,semaine,travail,part équitable\nA,2026-W47,38h,30h\nA,2026-S46,10h,30h30\n");
    let week = firm.instance();
    assert_eq!((week.crews[0].carried, week.crews[1].carried), (8 * 60 - 20 * 60 - 30, 0));
    let way = |crew| week.one_way(CrewId::new(crew), JobId::new(0));
    assert_eq!((way(0), way(1)), (Leg { metres: 10_000, minutes: 14 }, Leg { metres: 10_000, minutes: 11 }));
    assert_eq!(week.sites[0].address.line(), "12 rue X, 01000 Bourg");
    assert_eq!(week.sites[1].address.line(), "Gex");
}

#[test]
fn places_in_the_plane() {
    let firm = FirmFiles::new()
        .with("crews.csv", "crew,x,y\nA,0,0\nB,-1,0\n")
        .with("sites.csv", "site,x,y,lat,region\nS1,3,4,,South\nS2,0,0,,\n")
        .without("members.csv")
        .without("jobs.csv")
        .with("jobs.csv", "job,site,duration\nJ1,S1,10\nJ2,S2,10\n");
    let week = firm.instance();
    assert_eq!(week.travel.leg(PlaceId::new(2), PlaceId::new(0)), Leg { metres: 5_000, minutes: 6 });
    assert_eq!(week.travel.leg(PlaceId::new(2), PlaceId::new(1)), Leg::default());
}

#[test]
fn the_week_overrides_the_start() {
    let (_parent, folder) = FirmFiles::new().without("settings.toml").folder();
    let read = |week| read_instance(&folder, &ReadOptions { week, ..ReadOptions::default() });
    let loaded = read(Some("2026-W48")).unwrap();
    assert_eq!(loaded.instance.settings.start, november(23));
    assert_eq!(loaded.warnings, []);
    for week in ["2026-W54", "48", "2026W48", ""] {
        let faults = read(Some(week)).unwrap_err().0;
        assert_eq!((faults[0].file.as_str(), faults[0].value.as_str()), ("--week", week));
    }
    assert_eq!(read(None).unwrap_err().0[0].column, "horizon.start");
}

#[test]
fn another_plan_takes_the_place_of_the_schedule() {
    let (parent, folder) = FirmFiles::new().folder();
    let plan = parent.path().join("plan");
    std::fs::create_dir(&plan).unwrap();
    let missing = read_instance(&folder, &ReadOptions { current: Some(&plan), ..ReadOptions::default() }).unwrap_err();
    assert_eq!(missing.0[0].file, "plan.csv");
    std::fs::write(plan.join("plan.csv"), "date,crew,job,site,km\n2026-11-26,B,J3,S1,nonsense\n").unwrap();
    for current in [plan.clone(), plan.join("plan.csv")] {
        let loaded =
            read_instance(&folder, &ReadOptions { current: Some(&current), ..ReadOptions::default() }).unwrap();
        let visits: Vec<_> = loaded.instance.current.unwrap().visits().collect();
        assert_eq!(visits, [(JobId::new(2), CrewId::new(1), november(26))]);
        assert!(loaded.warnings.is_empty() && loaded.instance.pins.is_empty());
    }
}

#[test]
fn the_name_is_that_of_the_folder() {
    let (_parent, folder) = FirmFiles::new().folder();
    let dotted = folder.join("..").join("week").join(".");
    assert_eq!(read_instance(&dotted, &ReadOptions::default()).unwrap().instance.name, "week");
    let up = folder.join("..").join("week").join("..");
    assert_eq!(read_instance(&up, &ReadOptions::default()).unwrap_err().0[0].file, "crews.csv");
}
