//! Snapshots of a search. That a run goes on from one is tried by `scripts/mpi`, and in the solver.

use std::fs;

use super::{Firm, Run, brigade, command};

#[test]
fn what_stands_in_the_way_of_a_snapshot_stays() {
    let firm = Firm::new();
    let plan = "plan @/firm -o @/plan --iterations 20 --no-bound";
    let told = brigade(firm.room.path(), &format!("{plan} --resume")).ends(0);
    told.tells(&["There is no ", "plan.snapshot to go on from; begins anew."]);
    let file = firm.beside("mine");
    for (content, said) in [("mine", "mine"), ("brigade snapshot\n", "with --resume, or delete it")] {
        fs::write(&file, content).expect("writable");
        brigade(firm.room.path(), &format!("{plan} --snapshot @/mine")).ends(2).tells(&[said]);
        brigade(firm.room.path(), &format!("{plan} --snapshot @/mine --resume")).ends(2).tells(&["mine: "]);
        assert_eq!(fs::read_to_string(&file).expect("still there"), content);
    }
    brigade(firm.room.path(), &format!("{plan} --resume --max-changes 2")).ends(2);
}

#[test]
fn several_processes_do_not_do_the_same() {
    let firm = Firm::new();
    fs::write(firm.beside("weeks.txt"), "firm\n").expect("writable");
    let run = |words: &str| {
        let mut command = command();
        command.env("PMI_SIZE", "2").current_dir(firm.room.path()).args(words.split(' '));
        Run::from(command.output().expect("runs"))
    };
    run("batch weeks.txt --out out").ends(2).tells(&["start a batch alone"]);
    if cfg!(not(feature = "mpi")) {
        run("plan firm --time 1").ends(2).tells(&["built without MPI"]);
    }
    assert!(!firm.beside("out").exists() && !firm.folder().join("plan").exists());
}
