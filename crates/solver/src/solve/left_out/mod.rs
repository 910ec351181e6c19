//! Why a plan leaves visits out: the rule that keeps a job out by the judge's audits, or, where there is none, what it
//! would take to plan it beside the rest.

mod ways_in;

use std::time::Instant;

use rayon::prelude::*;

use crate::eval::CostEvaluator;
use brigade_model::explain::{Absence, Reason};
use brigade_model::judge::InfeasibilityReasons;
use brigade_model::model::{JobId, Plan, Timetable};
use brigade_model::rules::Rule;

pub(super) use ways_in::WaysIn;

/// The reason for every job with missing visits, in the order of the jobs. `rules` are those of the evaluator.
pub fn left_out(evaluator: &CostEvaluator<'_>, rules: &[&dyn Rule], plan: &Plan) -> Vec<Absence> {
    left_out_until(evaluator, rules, plan, None)
}

/// The same, without ways in for the jobs that are looked at after some moment.
pub fn left_out_until(
    evaluator: &CostEvaluator<'_>,
    rules: &[&dyn Rule],
    plan: &Plan,
    until: Option<Instant>,
) -> Vec<Absence> {
    let timetable = Timetable::new(evaluator.instance(), plan);
    let mut reasons = AbsenceReasons { until, ..AbsenceReasons::new(evaluator, rules, plan, &timetable) };
    let missing: Vec<JobId> = JobId::range(timetable.missing.len()).filter(|&job| timetable.missing[job] > 0).collect();
    let absences: Vec<Absence> = missing.par_iter().map(|&job| reasons.infeasibility.of(job)).collect();
    absences.into_iter().map(|absence| reasons.with_ways_in(absence)).collect()
}

/// Finds the reasons why a plan leaves visits out.
pub struct AbsenceReasons<'a> {
    /// What keeps jobs out whatever else is planned.
    pub infeasibility: InfeasibilityReasons<'a>,
    evaluator: &'a CostEvaluator<'a>,
    plan: &'a Plan,
    /// The plan to try things in, made when the first job needs it.
    ways_in: Option<WaysIn<'a>>,
    /// When no further way in is looked for.
    until: Option<Instant>,
}

impl<'a> AbsenceReasons<'a> {
    /// Those of a plan with its timetable; `rules` are those of the evaluator.
    pub fn new(
        evaluator: &'a CostEvaluator<'a>,
        rules: &'a [&'a dyn Rule],
        plan: &'a Plan,
        timetable: &'a Timetable,
    ) -> Self {
        let infeasibility = InfeasibilityReasons::new(evaluator.instance(), rules, timetable);
        Self { infeasibility, evaluator, plan, ways_in: None, until: None }
    }

    /// Why visits of a job are missing; where there is no room for them, with what it would take.
    pub fn of(&mut self, job: JobId) -> Absence {
        let absence = self.infeasibility.of(job);
        self.with_ways_in(absence)
    }

    /// An absence with what it would take to plan it, where there is no room for it.
    fn with_ways_in(&mut self, mut absence: Absence) -> Absence {
        if absence.reason == Reason::Room {
            let ways_in = || WaysIn::new(self.evaluator, self.plan).until(self.until);
            let ways_in = self.ways_in.get_or_insert_with(ways_in);
            absence.ways_in = ways_in.of(absence.job);
        }
        absence
    }
}
