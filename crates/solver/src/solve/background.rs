//! The background search, on the threads that a proof leaves idle: a call to a solver keeps one busy.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::incumbent::SharedIncumbent;
use super::parallel::stream;
use super::reheat::reheat;
use super::run::RunContext;
use crate::search::Solution;
use crate::stop::StoppingCriterion;

/// Runs `work`, and searches for a better incumbent on all threads but one whenever the work reports them idle. Returns the
/// result of the work and the iterations of the searches. Where iterations end the run there is no background search, since
/// the plan must not depend on the speed of the machine.
pub fn with_background_search<T>(
    context: RunContext<'_>,
    stop: &StoppingCriterion,
    incumbent: &SharedIncumbent<'_>,
    work: impl FnOnce(&dyn Fn(bool)) -> T,
) -> (T, u64) {
    let timed = stop.total().is_some() && stop.iterations().is_none();
    let count = if timed && !context.neighbours.visits().is_empty() { context.options.threads() as u64 } else { 1 };
    let gate = &IdleThreadGate::default();
    thread::scope(|scope| {
        let search =
            |index| scope.spawn(move || improve(context, stop, incumbent, gate, stream(context.options.seed, index)));
        let searches: Vec<_> = (1..count).map(search).collect();
        let done = {
            let _closed = CloseOnDrop(gate);
            work(&|idle| gate.set(if idle { GateState::Open } else { GateState::Shut }))
        };
        (done, searches.into_iter().map(|search| search.join().expect("a search ends")).sum())
    })
}

/// Improves the incumbent again and again, each time for longer; returns the iterations.
fn improve(
    context: RunContext<'_>,
    stop: &StoppingCriterion,
    incumbent: &SharedIncumbent<'_>,
    gate: &IdleThreadGate,
    mut rng: Xoshiro256PlusPlus,
) -> u64 {
    let params = context.options.schedule.background;
    let (mut most, mut all) = (params.per_visit * context.evaluator.visits().len() as u64, 0);
    while gate.lets_through() && !stop.is_over() {
        let start = Solution::from_plan(context.evaluator, &incumbent.get().0);
        let chance = Xoshiro256PlusPlus::seed_from_u64(rng.random());
        let (found, iterations) =
            reheat(context, &start, chance, most, false, || stop.is_over() || !gate.lets_through());
        incumbent.offer(&found.to_plan(context.evaluator));
        all += iterations;
        most = most * params.growth.0 / params.growth.1;
    }
    all
}

/// Tells the background searches, by a condition variable, when threads are idle.
#[derive(Default)]
struct IdleThreadGate {
    open: AtomicBool,
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum GateState {
    #[default]
    Shut,
    Open,
    /// The work is done: searches end.
    Closed,
}

impl IdleThreadGate {
    /// Blocks while it is shut; true where it is open, false once it is closed.
    #[inline]
    fn lets_through(&self) -> bool {
        self.open.load(Ordering::Relaxed) || self.opens()
    }

    fn opens(&self) -> bool {
        let shut = |state: &mut GateState| *state == GateState::Shut;
        let state = self.changed.wait_while(self.state(), shut).unwrap_or_else(PoisonError::into_inner);
        *state == GateState::Open
    }

    fn set(&self, state: GateState) {
        *self.state() = state;
        self.open.store(state == GateState::Open, Ordering::Relaxed);
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes the gate on drop, even by a panic, so that no search waits for ever.
struct CloseOnDrop<'g>(&'g IdleThreadGate);

impl Drop for CloseOnDrop<'_> {
    fn drop(&mut self) {
        self.0.set(GateState::Closed);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::eval::CostEvaluator;
    use crate::search::Neighbours;
    use crate::solve::{SolveOptions, start};
    use brigade_generate::{GeneratorOptions, Profile, generate};

    /// What a background search comes to: whether the plan is cheaper, and its iterations.
    fn background(
        threads: usize,
        stop: &StoppingCriterion,
        work: impl FnOnce(&SharedIncumbent<'_>, &dyn Fn(bool)),
    ) -> (bool, u64) {
        let size = GeneratorOptions { crews: 4, sites: 16, seed: 1, profile: Profile::Construction };
        let instance = generate(&size).expect("sizes within range").instance;
        let options = SolveOptions { threads, ..SolveOptions::default() };
        let evaluator = CostEvaluator::new(&instance, options.rules);
        let neighbours = Neighbours::new(&evaluator, &options.params.neighbours);
        let plan = start::construct(&evaluator, &neighbours, 1).to_plan(&evaluator);
        let best = SharedIncumbent::new(&instance, options.rules, plan);
        let before = best.get().1.total;
        let context = RunContext { evaluator: &evaluator, neighbours: &neighbours, options: &options };
        let ((), iterations) = with_background_search(context, stop, &best, |idle| work(&best, idle));
        (best.get().1.total < before, iterations)
    }

    /// Waits as long as a machine under load may need.
    fn in_a_minute() -> StoppingCriterion {
        StoppingCriterion::new(Instant::now(), Some(Duration::from_secs(60)), None)
    }

    #[test]
    fn idle_threads_improve_the_plan_and_end_with_the_work() {
        let stop = in_a_minute();
        let wait = |best: &SharedIncumbent<'_>, idle: &dyn Fn(bool)| {
            let before = best.get().1.total;
            idle(true);
            while best.get().1.total == before && !stop.is_over() {
                thread::sleep(Duration::from_millis(5));
            }
            idle(false);
        };
        let (better, iterations) = background(3, &stop, wait);
        assert!(better && iterations > 0, "{iterations}");
    }

    #[test]
    fn nobody_searches_where_no_thread_is_left_or_iterations_count() {
        let idle = |_: &SharedIncumbent<'_>, idle: &dyn Fn(bool)| idle(true);
        let counted = StoppingCriterion::new(Instant::now(), Some(Duration::from_secs(60)), Some(1_000));
        assert_eq!(background(3, &in_a_minute(), |_, _| {}), (false, 0));
        assert_eq!(background(1, &in_a_minute(), idle), (false, 0));
        assert_eq!(background(3, &counted, idle), (false, 0));
    }

    #[test]
    #[should_panic(expected = "broken work")]
    fn work_that_panics_leaves_nobody_waiting() {
        background(3, &in_a_minute(), |_, _| panic!("broken work"));
    }
}
