//! The phases that prove how little a plan can cost.

use std::time::Instant;

use super::background::with_background_search;
use super::column_generation;
use super::progress::Progress;
use super::run::{ProofRecord, RunContext, RunState};
use crate::bound::{LpLimits, relaxed_bound};
use crate::eval::Prices;
use crate::stop::StoppingCriterion;
use brigade_model::units::Money;

/// A step of the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofStep {
    /// The bound of the compact model's relaxation.
    RelaxedBound,
    /// Column generation with cuts, up to optimality.
    ColumnGeneration,
}

/// Proves bounds step by step, with a background search on the threads that a step leaves idle.
pub fn prove(run: &mut RunState<'_>, steps: &[ProofStep]) {
    let &mut RunState {
        context,
        stop,
        report,
        ref incumbent,
        ref mut proof,
        ref mut iterations,
        ref mut improvements,
        ..
    } = run;
    if stop.is_over() {
        // Proofs on large weeks take a while to begin with, which very short runs don't have.
        if steps.contains(&ProofStep::RelaxedBound) {
            proof.trace.push("no bound: no time was left for a proof".into());
        }
        return;
    }
    let tell = |bound: Option<Money>| report(Progress::of_proof(&incumbent.get().1, *iterations, bound));
    let ((), more) = with_background_search(context, stop, incumbent, |idle| {
        for step in steps {
            match step {
                ProofStep::RelaxedBound => {
                    idle(true);
                    prove_relaxed(context, stop, proof);
                    idle(false);
                    tell(proof.greatest());
                }
                ProofStep::ColumnGeneration if !stop.is_over() => {
                    let found = column_generation::prove(context, stop, incumbent, proof, &tell, idle);
                    *improvements.entry("integer program").or_default() += found;
                }
                ProofStep::ColumnGeneration => {}
            }
        }
    });
    *iterations += more;
}

/// Proves the bound of the relaxed compact model; no failure goes further than the trace.
pub fn prove_relaxed(context: RunContext<'_>, stop: &StoppingCriterion, proof: &mut ProofRecord) {
    let begun = Instant::now();
    let budget = &context.options.schedule.proof;
    let limits = LpLimits {
        seconds: stop.total().map(|total| budget.relaxed_share * total.as_secs_f64()),
        iterations: Some(budget.simplex_iterations),
    };
    let prices = Prices::new(context.evaluator.instance(), context.options.rules);
    let relaxed = relaxed_bound(&prices, limits, &|| stop.is_over());
    let found = match &relaxed {
        Ok(Some(bound)) => bound.cost.to_string(),
        Ok(None) => "none: a pinned visit can stand nowhere".into(),
        Err(reason) => format!("none: {reason}"),
    };
    proof.trace.push(format!("relaxed bound after {:.2} s: {found}", begun.elapsed().as_secs_f64()));
    proof.bounds.extend(relaxed.ok().flatten());
}
