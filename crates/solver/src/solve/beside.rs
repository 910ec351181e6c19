//! A search beside a proof, on the threads that the proof leaves idle: whatever it asks a solver takes one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::best::Best;
use super::meetings::{Context, stream};
use super::mend::warmed;
use crate::search::Solution;
use crate::stop::Stop;

/// Does some work, and searches on all threads but one for a better plan whenever the work says that it leaves them. What comes
/// of the work, and the iterations. Where iterations end the run nobody searches, since the plan must not depend on how
/// fast the machine is.
pub fn search_beside<T>(
    context: Context<'_>,
    stop: &Stop,
    best: &Best<'_>,
    work: impl FnOnce(&dyn Fn(bool)) -> T,
) -> (T, u64) {
    let timed = stop.total().is_some() && stop.iterations().is_none();
    let count = if timed && !context.evaluator.visits().is_empty() { context.options.threads() as u64 } else { 1 };
    let gate = &Gate::default();
    thread::scope(|scope| {
        let search =
            |index| scope.spawn(move || improve(context, stop, best, gate, stream(context.options.seed, index)));
        let searches: Vec<_> = (1..count).map(search).collect();
        let done = {
            let _closing = Closing(gate);
            work(&|open| gate.set(if open { State::Open } else { State::Shut }))
        };
        (done, searches.into_iter().map(|search| search.join().expect("a search ends")).sum())
    })
}

/// Iterations for each visit of the first of its searches, and how many times longer the next one is.
const PER_VISIT: u64 = 60;
const LONGER: (u64, u64) = (3, 2);

/// Improves the best plan again and again, each time for longer; returns the iterations.
fn improve(context: Context<'_>, stop: &Stop, best: &Best<'_>, gate: &Gate, mut rng: Xoshiro256PlusPlus) -> u64 {
    let (mut most, mut all) = (PER_VISIT * context.evaluator.visits().len() as u64, 0);
    while gate.lets_through() && !stop.is_over() {
        let start = Solution::from_plan(context.evaluator, &best.get().0);
        let chance = Xoshiro256PlusPlus::seed_from_u64(rng.random());
        let (found, iterations) = warmed(context, &start, chance, most, || stop.is_over() || !gate.lets_through());
        best.offer(&found.to_plan(context.evaluator));
        all += iterations;
        most = most * LONGER.0 / LONGER.1;
    }
    all
}

/// A gate before those who wait for idle threads.
#[derive(Default)]
struct Gate {
    open: AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Shut,
    Open,
    /// Nobody will pass any more.
    Closed,
}

impl Gate {
    /// Waits until it is open; not, once it is closed.
    #[inline]
    fn lets_through(&self) -> bool {
        self.open.load(Ordering::Relaxed) || self.opens()
    }

    fn opens(&self) -> bool {
        let shut = |state: &mut State| *state == State::Shut;
        let state = self.changed.wait_while(self.state(), shut).unwrap_or_else(PoisonError::into_inner);
        *state == State::Open
    }

    fn set(&self, state: State) {
        *self.state() = state;
        self.open.store(state == State::Open, Ordering::Relaxed);
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes a gate in the end, come what may: those who wait would wait for ever.
struct Closing<'g>(&'g Gate);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.set(State::Closed);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::eval::CostEvaluator;
    use crate::search::Neighbours;
    use crate::solve::{Options, start};
    use brigade_generate::{Options as Size, Profile, generate};

    /// What a search beside some work comes to: whether the plan is cheaper, and its iterations.
    fn beside(threads: usize, stop: &Stop, work: impl FnOnce(&Best<'_>, &dyn Fn(bool))) -> (bool, u64) {
        let size = Size { crews: 4, sites: 16, seed: 1, profile: Profile::Construction };
        let instance = generate(&size).expect("sizes within range").instance;
        let options = Options { threads, ..Options::default() };
        let evaluator = CostEvaluator::new(&instance, options.rules);
        let neighbours = Neighbours::new(&evaluator, &options.params.neighbours);
        let plan = start::construct(&evaluator, &neighbours, 1).to_plan(&evaluator);
        let best = Best::new(&instance, options.rules, plan);
        let before = best.get().1.total;
        let context = Context { evaluator: &evaluator, neighbours: &neighbours, options: &options };
        let ((), iterations) = search_beside(context, stop, &best, |leave| work(&best, leave));
        (best.get().1.total < before, iterations)
    }

    /// Waits as long as a machine under load may need.
    fn in_a_minute() -> Stop {
        Stop::new(Instant::now(), Some(Duration::from_secs(60)), None)
    }

    #[test]
    fn idle_threads_improve_the_plan_and_end_with_the_work() {
        let stop = in_a_minute();
        let wait = |best: &Best<'_>, leave: &dyn Fn(bool)| {
            let before = best.get().1.total;
            leave(true);
            while best.get().1.total == before && !stop.is_over() {
                thread::sleep(Duration::from_millis(5));
            }
            leave(false);
        };
        let (better, iterations) = beside(3, &stop, wait);
        assert!(better && iterations > 0, "{iterations}");
    }

    #[test]
    fn nobody_searches_where_no_thread_is_left_or_iterations_count() {
        let leave = |_: &Best<'_>, leave: &dyn Fn(bool)| leave(true);
        let counted = Stop::new(Instant::now(), Some(Duration::from_secs(60)), Some(1_000));
        assert_eq!(beside(3, &in_a_minute(), |_, _| {}), (false, 0));
        assert_eq!(beside(1, &in_a_minute(), leave), (false, 0));
        assert_eq!(beside(3, &counted, leave), (false, 0));
    }

    #[test]
    #[should_panic(expected = "broken work")]
    fn work_that_panics_leaves_nobody_waiting() {
        beside(3, &in_a_minute(), |_, _| panic!("broken work"));
    }
}
