//! Fixed seeds, exact costs: a change that keeps these is a refactoring. One that is meant to alter them brings a table of
//! plans before and after over several instances and seeds, and the new figures, which a failing run prints.

mod common;

use brigade::check::check;
use brigade::generate::Profile;
use brigade::solve::Options;
use common::{generated, solved};

#[test]
fn fixed_seeds_give_exact_costs() {
    let golden = [
        (6, 40, Profile::Construction, 20_261_281_289_643),
        (15, 98, Profile::Construction, 52_804_689_764_033),
        (20, 120, Profile::Service, 44_161_827_712_368),
    ];
    let found = golden.map(|(crews, sites, profile, _)| {
        let instance = generated(crews, sites, 1, profile);
        let plan = solved(&instance, &Options::default(), 400).plan;
        (crews, sites, profile, check(&instance, &plan).total.0)
    });
    assert_eq!(found, golden);
}
