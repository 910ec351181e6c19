//! Snapshots of a search. That a run goes on from one is tried by `scripts/mpi`, and in the solver.

use std::fs;

use super::{Firm, brigade};

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
