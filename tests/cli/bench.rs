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
fn faults_stop_everything_before_it_begins() {
    let folder = tempfile::tempdir().expect("a folder");
    solomon(folder.path());
    brigade(folder.path(), "bench solomon @/set").ends(2).tells(&["'solomon'", "vrptw-solomon, vrptw-homberger"]);
    brigade(folder.path(), "bench vrptw-solomon @/set --objective fleet").ends(2).tells(&["doubles, truncated"]);
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
