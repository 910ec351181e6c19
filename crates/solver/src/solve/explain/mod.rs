//! Explains one job in a plan: every alternative is evaluated as a what-if and priced.

mod alternatives;
mod remedies;

use std::collections::BTreeMap;

use crate::eval::{CostEvaluator, VisitId};
use brigade_model::explain::{Alternative, CrewFault, CrewVerdict, Explained, PlannedDay};
use brigade_model::model::{CrewId, Instance, JobId, Plan, Timetable};
use brigade_model::rules::Rule;

use super::left_out::AbsenceReasons;
pub(super) use alternatives::Alternatives;

/// Alternatives of a visit that are listed, with their costs by component.
const LISTED: usize = 10;

/// Explains a job in a plan: other crews and dates for each of its visits, and what would let unassigned ones in.
pub fn explain(instance: &Instance, rules: &[&dyn Rule], plan: &Plan, job: JobId) -> Explained {
    let evaluator = CostEvaluator::new(instance, rules);
    let timetable = Timetable::new(instance, plan);
    let mut reasons = AbsenceReasons::new(&evaluator, rules, plan, &timetable);
    let mut what_if = Alternatives::new(&evaluator, rules, plan);
    let mut context = ExplainContext { what_if: &mut what_if, best: Vec::new() };
    let days = context.what_if.days(job).into_iter().map(|visits| context.day(&visits)).collect();
    let handed_over = context.what_if.handed_over(job, LISTED);
    let absence = (timetable.missing[job] > 0).then(|| reasons.of(job));
    let ways_in = absence.as_ref().map_or_else(Vec::new, |_| context.unassigned(job));
    let best = context.best;
    let faults = reasons.infeasibility.crew_faults(job);
    let crews = instance.crews_by_distance(job).into_iter();
    let crews = crews.map(|crew| verdict(instance, job, crew, &best, &faults)).collect();
    let remedies = absence.as_ref().map_or_else(Vec::new, |absence| remedies::remedies(instance, rules, plan, absence));
    Explained { job, is_exact: what_if.is_exact(), days, handed_over, absence, ways_in, remedies, crews }
}

fn verdict(
    instance: &Instance,
    job: JobId,
    crew: CrewId,
    best: &[(CrewId, Alternative)],
    faults: &BTreeMap<CrewId, Vec<CrewFault>>,
) -> CrewVerdict {
    let minutes = instance.one_way(crew, job).minutes;
    let best = best.iter().find(|(own, _)| *own == crew).map(|(_, alternative)| alternative.clone());
    let faults = faults.get(&crew).filter(|_| best.is_none()).cloned().unwrap_or_default();
    CrewVerdict { crew, minutes, faults, best }
}

/// The what-if plan, and the best alternative of each crew so far.
struct ExplainContext<'p, 't> {
    what_if: &'p mut Alternatives<'t>,
    /// The cheapest alternative of each crew so far.
    best: Vec<(CrewId, Alternative)>,
}

impl ExplainContext<'_, '_> {
    fn day(&mut self, visits: &[VisitId]) -> PlannedDay {
        let (places, cost) = (self.what_if.places(visits), self.what_if.cost_of(visits));
        PlannedDay { places, cost, alternatives: self.alternatives(visits) }
    }

    /// Where an unassigned visit, or the unassigned crews of a day, could be planned.
    fn unassigned(&mut self, job: JobId) -> Vec<Alternative> {
        let visits = self.what_if.unassigned(job);
        self.alternatives(&visits)
    }

    fn alternatives(&mut self, visits: &[VisitId]) -> Vec<Alternative> {
        let found = self.what_if.alternatives(visits);
        for candidate in &found {
            let places = &candidate.alternative.places;
            let own = places.iter().filter(|place| Some(place.job) == places.first().map(|first| first.job));
            for crew in own.map(|place| place.crew) {
                match self.best.iter_mut().find(|(own, _)| *own == crew) {
                    Some((_, best)) if alternatives::rank(best) <= alternatives::rank(&candidate.alternative) => {}
                    Some((_, best)) => *best = candidate.alternative.clone(),
                    None => self.best.push((crew, candidate.alternative.clone())),
                }
            }
        }
        self.what_if.listed(found, LISTED)
    }
}
