//! A week with some jobs as another plan has them.

use std::collections::{BTreeMap, BTreeSet};

use brigade_model::model::{CrewId, JobId, Plan, Route};
use chrono::NaiveDate;

use crate::judged::best_position;
use crate::week::{Routes, Week};

/// The plan of a week with some jobs where another plan of the same instance has them. A day with the same visits as the
/// other plan's has its order.
pub fn mixed(week: &Week, other: &Plan, jobs: &BTreeSet<JobId>) -> Plan {
    let mut routes = week.routes();
    for own in routes.values_mut() {
        own.retain(|job| !jobs.contains(job));
    }
    let mut theirs: BTreeMap<(NaiveDate, CrewId), Vec<JobId>> = BTreeMap::new();
    for (job, crew, date) in other.visits() {
        theirs.entry((date, crew)).or_default().push(job);
    }
    for (&(date, crew), wanted) in &theirs {
        for &job in wanted.iter().filter(|job| jobs.contains(job)) {
            let own = routes.entry((date, crew)).or_default();
            let position = best_position(&week.instance, (crew, date), own, job);
            own.insert(position, job);
        }
    }
    in_their_order(&mut routes, &theirs);
    let route = |((date, crew), jobs): ((NaiveDate, CrewId), Vec<JobId>)| Route::of(date, crew, &jobs);
    Plan::new(routes.into_iter().map(route).collect())
}

fn in_their_order(routes: &mut Routes, theirs: &Routes) {
    for (shift, own) in routes {
        let sorted = |jobs: &Vec<JobId>| {
            let mut jobs = jobs.clone();
            jobs.sort_unstable();
            jobs
        };
        if let Some(wanted) = theirs.get(shift).filter(|wanted| sorted(wanted) == sorted(own)) {
            own.clone_from(wanted);
        }
    }
}
