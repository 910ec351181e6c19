//! What is possible where nothing else is done: what visits exceed by themselves, and when jobs can be finished.

use std::collections::{BTreeMap, BTreeSet};

use crate::eval::{CostEvaluator, Excess, PenaltyTerm, VisitId, WorkingPlan};
use brigade_model::model::{CrewId, DayId, JobId, ShiftId};

/// What a shift can't hold, whatever else is planned.
const OF_A_SHIFT: [PenaltyTerm; 6] = [
    PenaltyTerm::Time,
    PenaltyTerm::Load,
    PenaltyTerm::Tools,
    PenaltyTerm::WeekHours,
    PenaltyTerm::Tally,
    PenaltyTerm::Sites,
];

/// A plan that does nothing, to try visits in.
pub struct EmptyPlan<'e> {
    evaluator: &'e CostEvaluator<'e>,
    plan: WorkingPlan<'e>,
    /// The days found by [`Self::end`].
    ends: BTreeMap<JobId, Option<DayId>>,
}

impl<'e> EmptyPlan<'e> {
    /// The plan that does nothing.
    pub fn new(evaluator: &'e CostEvaluator<'e>) -> Self {
        Self { evaluator, plan: WorkingPlan::new(evaluator), ends: BTreeMap::new() }
    }

    /// By how much a shift breaks rules that does only these visits, by class.
    pub fn excess(&mut self, shift: ShiftId, visits: Vec<VisitId>) -> Excess {
        self.plan.set_routes(vec![(shift, visits)]);
        let excess = *self.plan.excess();
        self.plan.set_routes(vec![(shift, Vec::new())]);
        excess
    }

    /// The first day by which all visits of a job can be done, whoever does them; none if they can't.
    pub fn end(&mut self, job: JobId) -> Option<DayId> {
        if self.evaluator.visits_of(job).is_empty() {
            return Some(DayId::new(0));
        }
        if let Some(&known) = self.ends.get(&job) {
            return known;
        }
        // jobs that wait for each other in a circle would be asked for ever
        self.ends.insert(job, Some(DayId::new(0)));
        let end = self.find_end(job);
        self.ends.insert(job, end);
        end
    }

    fn find_end(&mut self, job: JobId) -> Option<DayId> {
        let (evaluator, mut pinned_end) = (self.evaluator, DayId::new(0));
        let mut places: BTreeSet<(DayId, CrewId)> = BTreeSet::new();
        for &visit in evaluator.visits_of(job) {
            let possible = evaluator.shift_ids().filter(|&s| evaluator.allowed(visit, s) && !self.waits(visit, s));
            let own: Vec<_> = possible.map(|shift| (evaluator.day(shift), evaluator.crew(shift))).collect();
            if evaluator.visit(visit).pinned {
                pinned_end = pinned_end.max(own.iter().map(|place| place.0).min()?);
            }
            places.extend(own);
        }
        let pinned = evaluator.visits_of(job).iter().any(|&visit| evaluator.visit(visit).pinned);
        let terms = evaluator.terms(job);
        // pins may stand where too few crews are, and two on one day
        let crews = terms.together.filter(|_| !pinned).unwrap_or(1) as usize;
        let places: Vec<_> = places.into_iter().collect();
        let mut days = places.chunk_by(|a, b| a.0 == b.0).filter(|day| day.len() >= crews).map(|day| day[0].0);
        let apart = !pinned && (terms.one_a_day || terms.together.is_some());
        let asked = if apart { evaluator.instance().days_asked(job) as usize } else { 1 };
        Some(days.nth(asked - 1)?.max(pinned_end))
    }

    /// Whether a job before that of the visit can't be done by the shift.
    pub fn waits(&mut self, visit: VisitId, shift: ShiftId) -> bool {
        let job = self.evaluator.visit(visit).job;
        self.evaluator.terms(job).after.iter().any(|&before| self.is_too_early(visit, shift, before))
    }

    /// Whether a job can't be finished before a visit in a shift. Pinned visits stand there all the same.
    pub fn is_too_early(&mut self, visit: VisitId, shift: ShiftId, before: JobId) -> bool {
        let day = self.evaluator.day(shift);
        if self.evaluator.visit(visit).pinned || self.evaluator.visits_of(before).is_empty() {
            return false;
        }
        self.end(before).is_none_or(|end| day < end || (day == end && !self.share(before, visit, shift)))
    }

    /// Whether the last visit of a job and a visit after it may be in the tour of one shift, together with what must come
    /// before them there because it can't be done sooner.
    fn share(&mut self, before: JobId, visit: VisitId, shift: ShiftId) -> bool {
        let evaluator = self.evaluator;
        let (mut tour, mut first) = (vec![visit], Some(before));
        while let Some(job) = first {
            if evaluator.terms(job).together.is_some_and(|crews| crews > 1) {
                return false;
            }
            let mut visits = evaluator.visits_of(job).iter().copied();
            let Some(last) = visits.find(|&last| evaluator.allowed(last, shift)) else { return false };
            if evaluator.visit(last).pinned {
                return true;
            }
            tour.insert(0, last);
            first = self.only_one_before(job, evaluator.day(shift));
        }
        let excess = self.excess(shift, tour);
        OF_A_SHIFT.iter().all(|&class| excess[class as usize] == 0)
    }

    /// The job before another one that can't be finished before a day; none where several can't, whose order is open.
    fn only_one_before(&mut self, job: JobId, day: DayId) -> Option<JobId> {
        let asked = |job: &JobId| !self.evaluator.visits_of(*job).is_empty();
        let before: Vec<JobId> = self.evaluator.terms(job).after.iter().copied().filter(asked).collect();
        let mut late = before.into_iter().filter(|&before| self.end(before) == Some(day));
        late.next().filter(|_| late.next().is_none())
    }
}
