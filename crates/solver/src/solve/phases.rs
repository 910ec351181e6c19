//! The phases of a run, chosen at its start.

use super::prove::ProofStep;
use super::run::{RunContext, RunState};
use super::{polish, prove, search};
use crate::bound::columns;
use crate::search::Solution;
use crate::stop::StoppingCriterion;

/// A phase of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RunPhase {
    /// Proves the relaxed bound ahead of the search, which then has all the time that is left.
    RelaxedBound,
    /// Searches for a share of the time that is left.
    Search {
        /// The share, 0 to 1.
        share: f64,
    },
    /// Completes the plan of the search and has it judged.
    Polish,
    /// Proves bounds, with a background search on idle threads.
    Prove(&'static [ProofStep]),
    /// Goes on with the search where the proof is stuck and time is left.
    SearchAgain,
}

/// The phases of a run that begins with a plan.
pub fn phases(context: RunContext<'_>, start: &Solution, stop: &StoppingCriterion) -> Vec<RunPhase> {
    use ProofStep::{ColumnGeneration, RelaxedBound};
    if !context.options.bound {
        return vec![RunPhase::Search { share: 1.0 }, RunPhase::Polish];
    }
    let share = search_share(context, start, stop);
    let priced = share < 1.0;
    if priced || stop.remaining().is_none() || stop.is_over() {
        let proof = RunPhase::Prove(&[RelaxedBound, ColumnGeneration]);
        return vec![RunPhase::Search { share }, RunPhase::Polish, proof, RunPhase::SearchAgain];
    }
    // Only a search that ends before its time leaves any to column generation.
    let proof = RunPhase::Prove(&[ColumnGeneration]);
    vec![RunPhase::RelaxedBound, RunPhase::Search { share }, RunPhase::Polish, proof, RunPhase::SearchAgain]
}

/// The share of the time left for the search ahead of the proof, which finds the best plans of small weeks itself. Where the
/// plan to start from has long routes, column generation gets nowhere soon, and the search has more. Without HiGHS there is no
/// column generation, and the search has all the time.
fn search_share(context: RunContext<'_>, start: &Solution, stop: &StoppingCriterion) -> f64 {
    if !columns::is_available() {
        return 1.0;
    }
    let (instance, options) = (context.evaluator.instance(), context.options);
    let shares = &options.schedule.search_shares;
    let visits: u32 = instance.job_ids().map(|job| instance.visits_asked(job)).sum();
    let (planned, routes) = start.extent();
    let seconds = stop.remaining().map_or(f64::INFINITY, |left| left.as_secs_f64());
    let long_routes = planned > shares.long_route * routes;
    if visits <= shares.small_visits && stop.iterations().is_none() {
        shares.small.min(shares.small_seconds / seconds)
    } else if visits <= shares.middle_visits && !long_routes {
        if options.threads() > 1 { shares.middle_parallel } else { shares.middle }
    } else if visits <= shares.large_visits {
        shares.large
    } else if visits > shares.many_visits {
        if shares.relaxed_only.contains(&seconds) { 1.0 } else { shares.many }
    } else if long_routes {
        shares.long_routes
    } else {
        shares.huge
    }
}

impl RunPhase {
    /// Brings a run on by this phase.
    pub fn run(self, run: &mut RunState<'_>) {
        match self {
            Self::RelaxedBound => prove::prove_relaxed(run.context, run.stop, &mut run.proof),
            Self::Search { share } => search::search(run, share),
            Self::Polish => polish::polish(run),
            Self::Prove(steps) => prove::prove(run, steps),
            Self::SearchAgain => search::search_again(run),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::eval::CostEvaluator;
    use crate::search::Neighbours;
    use crate::solve::params::SearchShares;
    use crate::solve::{SolveOptions, start};
    use brigade_generate::{GeneratorOptions, Profile, generate};

    fn phases_of(sites: usize, bound: bool, seconds: Option<u64>, iterations: Option<u64>) -> Vec<RunPhase> {
        let size = GeneratorOptions { crews: 4, sites, seed: 1, profile: Profile::Construction };
        let instance = generate(&size).expect("sizes within range").instance;
        let options = SolveOptions { threads: 1, bound, ..SolveOptions::default() };
        let evaluator = CostEvaluator::new(&instance, options.rules);
        let neighbours = Neighbours::new(&evaluator, &options.params.neighbours);
        let start = start::construct(&evaluator, &neighbours, 1);
        let stop = StoppingCriterion::new(Instant::now(), seconds.map(Duration::from_secs), iterations);
        phases(RunContext { evaluator: &evaluator, neighbours: &neighbours, options: &options }, &start, &stop)
    }

    #[test]
    fn without_a_bound_all_time_is_for_the_search() {
        assert_eq!(phases_of(8, false, Some(10), None), [RunPhase::Search { share: 1.0 }, RunPhase::Polish]);
    }

    #[test]
    fn bounds_follow_the_search_of_a_counted_run() {
        let phases = phases_of(8, true, None, Some(1_000));
        let share = if columns::is_available() { SearchShares::default().middle } else { 1.0 };
        let proof = RunPhase::Prove(&[ProofStep::RelaxedBound, ProofStep::ColumnGeneration]);
        assert_eq!(phases, [RunPhase::Search { share }, RunPhase::Polish, proof, RunPhase::SearchAgain]);
    }
}
