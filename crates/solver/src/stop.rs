//! Stopping criteria: time, iterations, interruption.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What comes before a search may take this long without anything being kept for what follows it.
const UNNOTICED: Duration = Duration::from_millis(200);
/// At most one in so many parts of the time is kept for what follows a search.
const CLOSING_PART: u32 = 5;
/// After its time a run may still look for what is good to know but need not be told.
const GRACE: Duration = Duration::from_millis(200);

/// When a search stops.
#[derive(Clone, Debug)]
pub struct StoppingCriterion {
    started: Instant,
    deadline: Option<Instant>,
    iterations: Option<u64>,
    interrupted: Arc<AtomicBool>,
}

impl StoppingCriterion {
    /// Stops `time` after `started`, or after a number of iterations, whichever comes first; with neither, only when
    /// interrupted.
    pub fn new(started: Instant, time: Option<Duration>, iterations: Option<u64>) -> Self {
        let deadline = time.and_then(|time| started.checked_add(time));
        Self { started, deadline, iterations, interrupted: Arc::default() }
    }

    /// The criterion of one of `parts` equal parts of the search, which starts now: its share of the remaining time and
    /// of all iterations. `index` counts from 0. An interruption stops all parts.
    pub fn part(&self, index: u32, parts: u32) -> Self {
        let (now, left) = (Instant::now(), parts.saturating_sub(index).max(1));
        let deadline = self.deadline.map(|deadline| now + deadline.saturating_duration_since(now) / left);
        let iterations = self.iterations.map(|all| all.div_ceil(u64::from(parts.max(1))));
        Self { started: now, deadline, iterations, interrupted: Arc::clone(&self.interrupted) }
    }

    /// The criterion of the rest of the search after a first part, which starts now: all remaining time and iterations.
    pub fn rest_after(&self, first: &Self) -> Self {
        let left = |all: u64| all.saturating_sub(first.iterations.unwrap_or(0));
        Self { started: Instant::now(), iterations: self.iterations.map(left), ..self.clone() }
    }

    /// The criterion of a search before which all that comes first has just been done: it ends earlier, so that the plan can
    /// be judged and written within the time. That takes about half as long as reading it and making a first plan.
    pub fn for_closing(&self) -> Self {
        let kept = |total: Duration| (self.elapsed().saturating_sub(UNNOTICED) / 2).min(total / CLOSING_PART);
        let kept = self.total().map_or(Duration::ZERO, kept);
        Self { deadline: self.deadline.map(|deadline| deadline.checked_sub(kept).unwrap_or(deadline)), ..self.clone() }
    }

    /// Up to when what is good to know may be looked for after the search.
    pub fn closing(&self) -> Option<Instant> {
        self.deadline.map(|deadline| deadline + GRACE)
    }

    /// The same, interrupted when `flag` is set.
    pub fn interrupted_by(self, flag: &Arc<AtomicBool>) -> Self {
        Self { interrupted: Arc::clone(flag), ..self }
    }

    /// The flag that interrupts the search.
    pub fn interrupter(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.interrupted)
    }

    /// Whether the search was interrupted.
    pub fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// The limit of iterations; `None` = no limit.
    pub fn iterations(&self) -> Option<u64> {
        self.iterations
    }

    /// Time since the start.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Whether time is up or the search was interrupted. The search itself counts iterations.
    pub fn is_over(&self) -> bool {
        self.is_interrupted() || self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// Remaining time; `None` without a time limit.
    pub fn remaining(&self) -> Option<Duration> {
        Some(self.deadline?.saturating_duration_since(Instant::now()))
    }

    /// The same, with only a share (0 to 1) of the remaining time.
    pub fn with_time_share(&self, share: f64) -> Self {
        let deadline = self.remaining().map(|left| Instant::now() + left.mul_f64(share));
        Self { deadline, ..self.clone() }
    }

    /// The time limit, counted from the start; `None` without one.
    pub fn total(&self) -> Option<Duration> {
        Some(self.deadline?.duration_since(self.started))
    }

    /// The elapsed share of the time limit, 0 to 1; `None` without one.
    pub fn elapsed_share(&self) -> Option<f64> {
        let total = self.total()?.as_secs_f64();
        Some(if total > 0.0 { (self.elapsed().as_secs_f64() / total).min(1.0) } else { 1.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_kept_for_what_follows_where_much_came_before() {
        let seconds = Duration::from_secs;
        let left = |ago: u64, time: u64| {
            let begun = Instant::now().checked_sub(Duration::from_millis(ago)).expect("a moment ago");
            StoppingCriterion::new(begun, Some(seconds(time)), None).for_closing().remaining().expect("limited")
        };
        assert!(left(100, 10) > Duration::from_millis(9_800), "soon begun");
        assert!((seconds(7)..=Duration::from_millis(8_300)).contains(&left(1_200, 10)), "half of what came before");
        assert!((seconds(1)..=seconds(2)).contains(&left(6_000, 10)), "a fifth at most");
        assert_eq!(StoppingCriterion::new(Instant::now(), None, Some(1)).for_closing().remaining(), None);
    }

    #[test]
    fn what_follows_a_part_is_all_that_is_left() {
        let stop = StoppingCriterion::new(Instant::now(), Some(Duration::from_secs(100)), Some(10));
        let first = stop.part(0, 4);
        let rest = stop.rest_after(&first);
        assert_eq!((first.iterations(), rest.iterations()), (Some(3), Some(7)));
        assert!(first.remaining() < Some(Duration::from_secs(26)) && rest.remaining() > Some(Duration::from_secs(99)));
        assert_eq!(StoppingCriterion::new(Instant::now(), None, None).rest_after(&first).iterations(), None);
    }
}
