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

/// The jobs that no plan can hold completely, whatever else is planned, with the rule that keeps them out.
pub fn impossible(evaluator: &CostEvaluator<'_>, rules: &[&dyn Rule]) -> Vec<Absence> {
    let instance = evaluator.instance();
    let nothing = Timetable::new(instance, &Plan::default());
    let mut grounds = Grounds::new(evaluator, rules, &nothing);
    let asked = (0..instance.jobs.len()).filter(|&job| nothing.missing[job] > 0);
    // a job that waits for one that can be done has its chance
    let waits = |absence: &Absence| absence.waits_for.is_some_and(|before| instance.can_finish(before));
    let hopeless = |absence: &Absence| absence.code != Absence::ROOM && !waits(absence);
    asked.map(|job| grounds.of(job)).filter(hopeless).collect()
}

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
