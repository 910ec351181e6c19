//! `brigade bench` on sets made up here.

use std::fs;
use std::path::Path;

use super::brigade;

/// Three customers 5, 5 and 10 away from the depot; two vehicles, of which one can't carry everything.
const TRIANGLE: &str = "triangle\n\nVEHICLE\nNUMBER CAPACITY\n2 10\n\nCUSTOMER\nCUST X Y DEMAND READY DUE SERVICE\n\
    0 0 0 0 0 100 0\n1 3 4 4 0 90 2\n2 -3 4 4 0 90 2\n3 0 -10 4 30 80 2\n";
/// Three agents and four items; the best assignment costs 1 + 1 + 1 + 2.
const SHOP: &str = "2 4\n1 1 5 6\n4 3 1 2\n2 2 2 2\n2 2 2 2\n4 4\n";

fn solomon(at: &Path) {
    fs::create_dir_all(at.join("set")).expect("writable");
    fs::write(at.join("set/T1.txt"), TRIANGLE).expect("writable");
    fs::write(at.join("set/T2.txt"), TRIANGLE.replace("0 -10", "0 -20")).expect("writable");
    let best = "instance,objective,bks,optimal,source\n\
        T1,\"distance, double precision, no fleet objective\",36.00,yes,by hand\nT1,\"distance, 1-decimal truncated, no fleet objective\",36.0,yes,by hand\n";
    fs::write(at.join("set/bks.csv"), best).expect("writable");
}

#[test]
fn rows_are_kept_and_not_run_again() {
    let folder = tempfile::tempdir().expect("a folder");
    solomon(folder.path());
    let run = "bench vrptw-solomon @/set --time 0.1 -o @/out/results.csv --solutions @/plans";
    let first =
        brigade(folder.path(), &format!("{run} --only T1")).ends(0).tells(&["[1/1] T1 seed 1: 36.0000, 0.0000 %"]);
    assert!(first.out.contains("mean gap %"), "{}", first.out);
    let results = folder.path().join("out/results.csv");
    let before = fs::read_to_string(&results).expect("written");
    assert!(before.starts_with("family,instance,seed,seconds,objective,value,bks,gap_percent,bound,iterations\n"));
    assert!(before.contains(",36.0000,36.00,0.0000,"), "{before}");
    let second =
        brigade(folder.path(), run).ends(0).tells(&["1 run is in the results file already", "[1/1] T2 seed 1: 56"]);
    let after = fs::read_to_string(&results).expect("written");
    assert!(after.starts_with(&before), "the finished row stays as it is");
    assert_eq!(after.lines().count(), 3);
    assert!(second.out.contains(" 2 "), "the table counts both cases: {}", second.out);
    let plan = fs::read_to_string(folder.path().join("plans/T1.1.csv")).expect("written");
    assert_eq!(plan.lines().next(), Some("crew,day,sequence,job,start"));
    assert_eq!(plan.lines().count(), 4);
}

#[test]
fn without_a_list_there_are_no_gaps() {
    let folder = tempfile::tempdir().expect("a folder");
    solomon(folder.path());
    fs::remove_file(folder.path().join("set/bks.csv")).expect("there");
    let run = brigade(folder.path(), "bench vrptw-solomon @/set --time 0.1 --seeds 2 --only T1 --objective truncated")
        .ends(0);
    assert!(!run.out.contains("gap") && run.out.contains("truncated"), "{}", run.out);
    assert_eq!(run.err.lines().count(), 2, "two seeds: {}", run.err);
}

#[test]
fn assignments_are_proven() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("gap/small")).expect("writable");
    fs::write(folder.path().join("gap/small/shop"), SHOP).expect("writable");
    let run = "bench gap @/gap --time 5 -o @/results.csv --solutions @/plans";
    brigade(folder.path(), run).ends(0).tells(&["small/shop seed 1: 5, bound 5"]);
    let plan = fs::read_to_string(folder.path().join("plans/small/shop.1.csv")).expect("written");
    assert_eq!(plan, "crew,day,sequence,job,start\n0,1,1,0,0\n0,1,2,1,0\n1,1,1,2,0\n1,1,2,3,0\n");
}

#[test]
fn fewer_vehicles_come_before_distance() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("set")).expect("writable");
    // One vehicle for both waits from 0 to 100 in between; two drive 20 less.
    let case = "two\n\nVEHICLE\nNUMBER CAPACITY\n5 10\n\nCUSTOMER\nCUST X Y DEMAND READY DUE SERVICE\n\
        0 0 0 0 0 200 0\n1 3 4 4 0 10 2\n2 3 4 4 100 110 2\n3 -30 0 2 50 60 2\n";
    fs::write(folder.path().join("set/two.txt"), case).expect("writable");
    let best = "instance,objective,bks\ntwo,\"vehicles then distance, double precision\",1/80.22\n";
    fs::write(folder.path().join("set/bks.csv"), best).expect("writable");
    let run = "bench vrptw-solomon @/set --objective vehicles-first --time 0.3 -o @/r.csv --solutions @/plans";
    let length = 5.0 + 33.0_f64.hypot(4.0) * 2.0 + 5.0;
    let told = format!("two seed 1: 1/{length:.4}");
    brigade(folder.path(), run).ends(0).tells(&[&told]);
    let plan = fs::read_to_string(folder.path().join("plans/two.1.csv")).expect("written");
    assert!(plan.lines().skip(1).all(|line| line.starts_with("1,1,")), "{plan}");
}

#[test]
fn home_care_is_planned_in_step() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("set")).expect("writable");
    let case = r#"{"patients": [
        {"id": "p1", "location": [1, 0], "time_window": [0, 60],
         "required_caregivers": [{"service": "s1", "duration": 10}]},
        {"id": "p2", "location": [2, 0], "time_window": [30, 90],
         "required_caregivers": [{"service": "s1", "duration": 10}, {"service": "s2", "duration": 20}],
         "synchronization": {"type": "sequential", "distance": [5, 15]}}],
        "caregivers": [{"id": "c1", "abilities": ["s1"]}, {"id": "c2", "abilities": ["s2"]}],
        "distances": [[0, 1, 2], [1, 0, 2.5], [2, 2.5, 0]]}"#;
    fs::write(folder.path().join("set/two.json"), case).expect("writable");
    let run = "bench hhcrsp-mankowska @/set --time 0.3 --bound --solutions @/plans";
    brigade(folder.path(), run).ends(0).tells(&["two seed 1: 3.1667, bound 3.1666"]);
    let plan = fs::read_to_string(folder.path().join("plans/two.1.csv")).expect("written");
    assert!(plan.contains("p2/s2") && plan.contains("p1/s1"), "{plan}");
}

#[test]
fn technicians_outsource_what_they_cannot_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let tasks = "Capacity: 200\nCustomer: 3\n\nCUST NO. X\n1 0 0 0 0 1000 0 0 0 0 0 0\n\
        2 3 4 10 0 900 10 100 1 1 0 0\n3 0 10 30 0 900 10 100 0 0 1 1\n";
    let people = "Technicians\nNumber of Technicians: 2\ndomains: 2\nproficiency level: 2\n\n\
        ID domain1 domain2\n1 2 0\n2 1 2\n";
    for (name, text) in [
        ("tasks_noTeam/t_noTeam.txt", tasks.to_string()),
        ("technicians_noTeam/technicians_t_noTeam.txt", people.to_string()),
        ("techniciansReduced_noTeam/technicians_t_noTeam.txt", people.replace(": 2\ndomains", ": 1\ndomains")),
        ("tasks_Team/t_Team.txt", "teams".to_string()),
    ] {
        let path = folder.path().join("set").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }
    let run = "bench strsp-kovacs @/set --time 0.3";
    let told = ["t_noTeam:complete seed 1: 30.0000", "t_noTeam:reduced seed 1: 212.8284"];
    brigade(folder.path(), run).ends(0).tells(&told);
    fs::remove_dir_all(folder.path().join("set/techniciansReduced_noTeam")).expect("there");
    brigade(folder.path(), run).ends(2).tells(&["techniciansReduced_noTeam"]);
}

#[test]
fn customers_see_one_vehicle() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("set/Small")).expect("writable");
    let case = "NAME two\nMAXTIME 100\nDAYS 2\nFLEET SIZE 2\nVEHICLE TYPES 2\nTYPE1 1 10 100 1 1\nTYPE2 1 5 10 1 1\n\
        CUSTOMERS 2\nDEPOT 0 0\nCUSTOMERCOORDINATES\n3 4 1\n0 10 1\nCUSTOMERDEMANDS\n1 4 4\n2 0 6\n";
    fs::write(folder.path().join("set/Small/two.txt"), case).expect("writable");
    let run = "bench hconvrp @/set --time 0.3 --solutions @/plans";
    brigade(folder.path(), run).ends(0).tells(&["Small/two seed 1: 160.0000"]);
    let plan = fs::read_to_string(folder.path().join("plans/Small/two.1.csv")).expect("written");
    assert!(plan.contains("\n2,1,1,1,") && plan.contains("\n2,2,1,1,") && plan.contains("\n1,2,1,2,"), "{plan}");
}

#[test]
fn tasks_at_fixed_times_take_few_workers() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("set")).expect("writable");
    let case = "# made up\nType = 1\nJobs = 4\n0 10\n10 20\n5 15\n15 30\nQualifications = 4\n\
        2: 0 1\n1: 2\n2: 2 3\n4: 0 1 2 3\n";
    fs::write(folder.path().join("set/data_1.dat"), case).expect("writable");
    let run = "bench smptsp @/set --time 0.3 --solutions @/plans";
    brigade(folder.path(), run).ends(0).tells(&["data_1 seed 1: 2, bound 2"]);
    fs::write(folder.path().join("set/data_2.dat"), case.replace("4: 0", "5: 0")).expect("writable");
    brigade(folder.path(), run).ends(2).tells(&["data_2.dat, line 12", "how many tasks follow"]);
}

#[test]
fn faults_stop_everything_before_it_begins() {
    let folder = tempfile::tempdir().expect("a folder");
    solomon(folder.path());
    brigade(folder.path(), "bench solomon @/set").ends(2).tells(&["'solomon'", "vrptw-solomon, vrptw-homberger"]);
    brigade(folder.path(), "bench vrptw-solomon @/set --objective fleet")
        .ends(2)
        .tells(&["doubles, truncated, vehicles-first"]);
    brigade(folder.path(), "bench vrptw-solomon @/set --only X*").ends(2).tells(&["no case"]);
    brigade(folder.path(), "bench vrptw-solomon @/none").ends(2).tells(&["none"]);
    brigade(folder.path(), "bench gap @/set --only [").ends(2).tells(&["--only"]);
    fs::write(folder.path().join("set/T3.txt"), &TRIANGLE[..TRIANGLE.len() - 12]).expect("writable");
    let run = "bench vrptw-solomon @/set --time 0.1 -o @/results.csv";
    brigade(folder.path(), run).ends(2).tells(&["T3.txt, line 12", "a line with number x y demand"]);
    assert!(!folder.path().join("results.csv").exists(), "nothing is written");
    fs::write(folder.path().join("results.csv"), "something,else\n1,2\n").expect("writable");
    brigade(folder.path(), &format!("{run} --only T1")).ends(2).tells(&["results.csv", "no results of a bench"]);
}
