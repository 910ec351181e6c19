//! Why a plan leaves visits out: the rule that keeps a job out whatever else is planned, or, where there is none, what
//! it would take to plan it beside the rest.

mod empty;
mod infeasibility;
mod ways_in;

use crate::eval::CostEvaluator;
use brigade_model::explain::{Absence, Reason};
use brigade_model::model::{JobId, Plan, Timetable};
use brigade_model::rules::{Done, Rule};

pub(super) use infeasibility::InfeasibilityReasons;
pub(super) use ways_in::WaysIn;

/// The jobs that no plan can hold completely, whatever else is planned, with the rule that keeps them out.
pub fn impossible(evaluator: &CostEvaluator<'_>, rules: &[&dyn Rule]) -> Vec<Absence> {
    let instance = evaluator.instance();
    let nothing = Timetable::new(instance, &Plan::default());
    let mut infeasibility = InfeasibilityReasons::new(evaluator, rules, &nothing);
    let asked = instance.job_ids().filter(|&job| nothing.missing[job] > 0);
    // a job that waits for one that can be done in time has its chance
    let waits = |absence: &Absence| absence.waits_for.is_some_and(|waits| waits.done == Done::LeftOut);
    let hopeless = |absence: &Absence| absence.reason != Reason::Room && !waits(absence);
    asked.map(|job| infeasibility.of(job)).filter(hopeless).collect()
}

/// The reason for every job with missing visits, in the order of the jobs. `rules` are those of the evaluator.
pub fn left_out(evaluator: &CostEvaluator<'_>, rules: &[&dyn Rule], plan: &Plan) -> Vec<Absence> {
    let timetable = Timetable::new(evaluator.instance(), plan);
    let mut reasons = AbsenceReasons::new(evaluator, rules, plan, &timetable);
    let missing = JobId::range(timetable.missing.len()).filter(|&job| timetable.missing[job] > 0);
    missing.map(|job| reasons.of(job)).collect()
}

/// Finds the reasons why a plan leaves visits out.
pub struct AbsenceReasons<'a> {
    /// What keeps jobs out whatever else is planned.
    pub infeasibility: InfeasibilityReasons<'a>,
    evaluator: &'a CostEvaluator<'a>,
    plan: &'a Plan,
    /// The plan to try things in, made when the first job needs it.
    ways_in: Option<WaysIn<'a>>,
}

impl<'a> AbsenceReasons<'a> {
    /// Those of a plan with its timetable; `rules` are those of the evaluator.
    pub fn new(
        evaluator: &'a CostEvaluator<'a>,
        rules: &'a [&'a dyn Rule],
        plan: &'a Plan,
        timetable: &'a Timetable,
    ) -> Self {
        Self { infeasibility: InfeasibilityReasons::new(evaluator, rules, timetable), evaluator, plan, ways_in: None }
    }

    /// Why visits of a job are missing; where there is no room for them, with what it would take.
    pub fn of(&mut self, job: JobId) -> Absence {
        let mut absence = self.infeasibility.of(job);
        if absence.reason == Reason::Room {
            let ways_in = self.ways_in.get_or_insert_with(|| WaysIn::new(self.evaluator, self.plan));
            absence.ways_in = ways_in.of(job);
        }
        absence
    }
}
