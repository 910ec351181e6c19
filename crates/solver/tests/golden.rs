//! Fixed seeds, exact costs: a change that keeps these is a refactoring. One that is meant to alter them brings a table of
//! plans before and after over several instances and seeds, and the new figures, which a failing run prints.

mod common;

use brigade_generate::Profile;
use brigade_model::judge::check;
use brigade_solver::solve::SolveOptions;
use common::{generated, solved};

#[test]
fn fixed_seeds_give_exact_costs() {
    let golden = [
        (6, 40, Profile::Construction, 20_985_137_597_049),
        (15, 98, Profile::Construction, 61_078_615_449_094),
        (20, 120, Profile::Service, 50_727_129_630_219),
    ];
    let found = golden.map(|(crews, sites, profile, _)| {
        let instance = generated(crews, sites, 1, profile);
        let plan = solved(&instance, &SolveOptions::default(), 400).plan;
        (crews, sites, profile, check(&instance, &plan).total.0)
    });
    assert_eq!(found, golden);
}
