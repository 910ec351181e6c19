//! The state of a run, which its phases hand on.

use std::time::Instant;

use super::change_gains::gains_by;
use super::incumbent::SharedIncumbent;
use super::left_out::left_out_until;
use super::options::SolveOptions;
use super::outcome::Outcome;
use super::parallel::SearchResult;
use super::progress::Progress;
use super::start;
use crate::eval::CostEvaluator;
use crate::search::{Improvements, Neighbours, Solution, add_improvements};
use crate::stop::StoppingCriterion;
use brigade_model::judge::Verdict;
use brigade_model::model::{Bound, BoundClass, ShadowPrices};
use brigade_model::units::Money;

/// What every part of a run reads.
#[derive(Clone, Copy)]
pub struct RunContext<'r> {
    /// Prices plans.
    pub evaluator: &'r CostEvaluator<'r>,
    /// Who may stand where.
    pub neighbours: &'r Neighbours,
    /// The options of the run.
    pub options: &'r SolveOptions<'r>,
}

/// The state of a run.
pub struct RunState<'r> {
    /// What every part of it reads.
    pub context: RunContext<'r>,
    /// When it ends, all that follows the phases aside.
    pub stop: &'r StoppingCriterion,
    /// Hears how far it has come.
    pub report: &'r (dyn Fn(Progress) + Sync),
    /// The plan of the search.
    pub solution: Solution,
    /// The best plan by the judge, once the search's plan is polished.
    pub incumbent: SharedIncumbent<'r>,
    /// What is proven.
    pub proof: ProofRecord,
    /// Iterations of all searches.
    pub iterations: u64,
    /// How often what found a better plan.
    pub improvements: Improvements,
}

impl<'r> RunState<'r> {
    /// Begins with the best plan to start from.
    pub fn start(context: RunContext<'r>, stop: &'r StoppingCriterion, report: &'r (dyn Fn(Progress) + Sync)) -> Self {
        let RunContext { evaluator, neighbours, options } = context;
        let resumed = options.snapshots.and_then(|snapshots| snapshots.resume);
        let solution = match resumed.filter(|snapshot| snapshot.is_of(evaluator)) {
            Some(snapshot) => snapshot.best.clone(),
            None => start::best_start(evaluator, neighbours, options, stop),
        };
        report(Progress::of_search("start", &solution, 0));
        let improvements = Improvements::default();
        let incumbent = SharedIncumbent::new(evaluator.instance(), options.rules, solution.to_plan(evaluator));
        Self { context, stop, report, solution, incumbent, proof: ProofRecord::default(), iterations: 0, improvements }
    }

    /// Counts what a search did.
    pub fn count(&mut self, search: &SearchResult) {
        self.iterations += search.iterations;
        add_improvements(&mut self.improvements, &search.improvements);
    }

    /// The best plan with its bound, and the reasons for what it leaves out; what it would take to plan it is looked for until
    /// a moment.
    pub fn outcome(self, closing: Option<Instant>) -> Outcome {
        let RunContext { evaluator, options, .. } = self.context;
        let (plan, verdict) = &*self.incumbent.get();
        let bound = self.proof.bound_of(verdict);
        let ProofRecord { shadow_prices, trace, .. } = self.proof;
        let moves = options.moves.map_or_else(Vec::new, |moves| moves(evaluator.instance(), plan));
        Outcome {
            plan: plan.clone(),
            gains: gains_by(evaluator, options.rules, plan, &moves),
            left_out: left_out_until(evaluator, options.rules, plan, closing),
            iterations: self.iterations,
            improvements: self.improvements,
            bound,
            shadow_prices,
            trace,
            beyond: None,
        }
    }
}

/// What a run has proven, and how.
#[derive(Default)]
pub struct ProofRecord {
    /// What no plan costs less than.
    pub bounds: Vec<Bound>,
    /// Shadow prices of visits and crew-days by the last proof.
    pub shadow_prices: Option<ShadowPrices>,
    /// What the solvers did, in words.
    pub trace: Vec<String>,
}

impl ProofRecord {
    /// The greatest amount that no plan costs less than.
    pub fn greatest(&self) -> Option<Money> {
        self.bounds.iter().map(|bound| bound.cost).max()
    }

    /// The greatest bound of a plan.
    pub fn bound_of(&self, plan: &Verdict) -> Option<Bound> {
        bound_of(self.bounds.iter().copied(), plan)
    }
}

/// A plan that costs less than this above a bound is as cheap as can be, to the cent.
const CENT: Money = Money(Money::PER_EURO / 100);

/// The greatest bound, which is optimal where the plan costs as much. Where not even the plan found keeps the rules, pins may
/// force every plan to break one, and nothing is said.
pub fn bound_of(bounds: impl IntoIterator<Item = Bound>, plan: &Verdict) -> Option<Bound> {
    let bound = bounds.into_iter().max_by_key(|bound| bound.cost).filter(|_| plan.is_legal())?;
    debug_assert!(bound.cost <= plan.total, "a bound above a plan that keeps every rule");
    let class = if plan.total - bound.cost < CENT { BoundClass::Optimal } else { bound.class };
    Some(Bound { class, ..bound })
}
