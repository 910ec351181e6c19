//! Why a plan does with a job what it does: everything else that could be done with it is tried and priced.

mod bench;
mod remedies;

use crate::eval::{CostEvaluator, VisitId};
use brigade_model::model::{Alternative, CrewId, CrewVerdict, Explained, Instance, JobId, Plan, PlannedDay, Timetable};
use brigade_model::rules::Rule;

use super::left_out::{Grounds, Reasons};
pub(super) use bench::Bench;

/// Alternatives of a visit that are listed, and judged component by component.
const LISTED: usize = 10;

/// Everything tried with a job of a plan: other crews and dates for each of its visits, and for those missing what
/// would let them in.
pub fn explain(instance: &Instance, rules: &[&dyn Rule], plan: &Plan, job: JobId) -> Explained {
    let evaluator = CostEvaluator::new(instance, rules);
    let timetable = Timetable::new(instance, plan);
    let mut reasons = Reasons::new(&evaluator, rules, plan, &timetable);
    let mut bench = Bench::new(&evaluator, rules, plan);
    let mut pieces = Pieces { bench: &mut bench, best: Vec::new() };
    let days = pieces.bench.days(job).into_iter().map(|visits| pieces.day(&visits)).collect();
    let handed_over = pieces.bench.handed_over(job, LISTED);
    let absence = (timetable.missing[job] > 0).then(|| reasons.of(job));
    let ways_in = absence.as_ref().map_or_else(Vec::new, |_| pieces.missing(job));
    let best = pieces.best;
    let crews = reasons.grounds.by_distance(job).into_iter();
    let crews = crews.map(|crew| verdict(&mut reasons.grounds, job, crew, &best)).collect();
    let remedies = absence.as_ref().map_or_else(Vec::new, |absence| remedies::remedies(instance, rules, plan, absence));
    Explained { job, faithful: bench.faithful(), days, handed_over, absence, ways_in, remedies, crews }
}

fn verdict(grounds: &mut Grounds<'_>, job: JobId, crew: CrewId, best: &[(CrewId, Alternative)]) -> CrewVerdict {
    let minutes = grounds.instance().one_way(crew, job).minutes;
    let best = best.iter().find(|(own, _)| *own == crew).map(|(_, alternative)| alternative.clone());
    let faults = if best.is_some() { Vec::new() } else { grounds.crew_faults(job, crew) };
    CrewVerdict { crew, minutes, faults, best }
}

/// The pieces that a job is planned in, tried one after the other.
struct Pieces<'p, 't> {
    bench: &'p mut Bench<'t>,
    /// The cheapest alternative of each crew so far.
    best: Vec<(CrewId, Alternative)>,
}

impl Pieces<'_, '_> {
    fn day(&mut self, visits: &[VisitId]) -> PlannedDay {
        let (places, cost) = (self.bench.places(visits), self.bench.cost_of(visits));
        PlannedDay { places, cost, alternatives: self.alternatives(visits) }
    }

    /// Where a visit left out, or the crews of a day left out, could be.
    fn missing(&mut self, job: JobId) -> Vec<Alternative> {
        let visits = self.bench.missing(job);
        self.alternatives(&visits)
    }

    fn alternatives(&mut self, visits: &[VisitId]) -> Vec<Alternative> {
        let found = self.bench.alternatives(visits);
        for candidate in &found {
            for crew in candidate.alternative.places.iter().map(|place| place.crew) {
                match self.best.iter_mut().find(|(own, _)| *own == crew) {
                    Some((_, best)) if bench::rank(best) <= bench::rank(&candidate.alternative) => {}
                    Some((_, best)) => *best = candidate.alternative.clone(),
                    None => self.best.push((crew, candidate.alternative.clone())),
                }
            }
        }
        self.bench.listed(found, LISTED)
    }
}
