//! Why a plan leaves visits out: the rule that keeps a job out whatever else is planned, or, where there is none, what
//! it would take to plan it beside the rest.

mod grounds;
mod shortage;
mod trial;

use crate::cost::{CostEvaluator, Rule};
use crate::model::{Absence, JobId, Plan, Timetable};

pub(super) use grounds::Grounds;
pub(super) use shortage::beyond;
pub(super) use trial::Trial;

/// The reason for every job with missing visits, in the order of the jobs. `rules` are those of the evaluator.
pub fn left_out(evaluator: &CostEvaluator<'_>, rules: &[&dyn Rule], plan: &Plan) -> Vec<Absence> {
    let timetable = Timetable::new(evaluator.instance(), plan);
    let jobs: Vec<JobId> = (0..timetable.missing.len()).filter(|&job| timetable.missing[job] > 0).collect();
    if jobs.is_empty() {
        return Vec::new();
    }
    let mut trial = Trial::new(evaluator, plan);
    let mut grounds = Grounds::new(evaluator, rules, &timetable);
    jobs.into_iter()
        .map(|job| {
            let mut absence = grounds.of(job);
            if absence.code == Absence::ROOM {
                absence.ways_in = trial.ways_in(job);
            }
            absence
        })
        .collect()
}
