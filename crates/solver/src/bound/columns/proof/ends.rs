//! When a proof ends, and what is late.

use std::time::Instant;

use super::{CENT_HALVED, Proof};

impl Proof<'_, '_> {
    /// Whether the proof ends.
    pub(super) fn is_over(&self) -> bool {
        self.limits.stop.is_over()
            || self.limits.work.is_some_and(|most| self.work >= most)
            || self.gap() <= self.enough().max(CENT_HALVED.0)
    }

    /// The gap at which nothing more need be proven: less than it may be, since what is left out costs its fines and more.
    fn enough(&self) -> i64 {
        let mut missing: Vec<_> = self.problem.tasks.iter().map(|task| task.asked).collect();
        let planned = self.incumbent.routes.iter().flat_map(|(_, jobs)| jobs);
        planned.filter_map(|&job| self.problem.task_of[job]).for_each(|task| missing[task] -= 1);
        let left_out: i64 = missing.iter().zip(&self.problem.tasks).map(|(count, task)| count * task.missing).sum();
        ((self.incumbent.cost.0 - left_out).max(0) as f64 * self.limits.gap / 100.0) as i64
    }

    /// Whether so little time is left that some bound should be proven now, and integer programs have their turn.
    pub(super) fn is_late(&self) -> bool {
        let left = self.limits.stop.left();
        left.is_some_and(|left| left.as_secs_f64() < LATE * self.time.map_or(0.0, |time| time.as_secs_f64()))
    }

    /// Which share of what was left at a moment, with so much work done, has been spent since.
    pub(super) fn spent(&self, begun: Instant, worked: u64) -> f64 {
        let (took, left) = (begun.elapsed().as_secs_f64(), self.limits.stop.left());
        let time = left.map_or(0.0, |left| took / (took + left.as_secs_f64()));
        let (work, left) = (self.work - worked, self.limits.work.map(|most| most.saturating_sub(self.work)));
        time.max(left.map_or(0.0, |left| work as f64 / (work + left).max(1) as f64))
    }
}

/// The share of the time left at which some bound should be there.
const LATE: f64 = 0.4;
