//! The options of a run.

use super::change_gains::ScheduledMove;
use super::params::ScheduleParams;
use super::ranks::{Alone, Communicator};
use super::snapshot::Snapshots;
use super::strategy::Strategy;
use crate::search::SearchParams;
use brigade_model::model::{Instance, Plan};
use brigade_model::rules::{RULES, Rule};

/// The moves by which a plan differs from the current schedule.
pub type MovesOf<'r> = dyn Fn(&Instance, &Plan) -> Vec<ScheduledMove> + Sync + 'r;

/// The options of a run.
#[derive(Clone)]
pub struct SolveOptions<'r> {
    /// The rules that count.
    pub rules: &'r [&'r dyn Rule],
    /// The seed of all chance.
    pub seed: u64,
    /// Threads; 0 = as many as the machine has cores.
    pub threads: usize,
    /// Which search; none: what suits the run.
    pub strategy: Option<Strategy>,
    /// What steers the search.
    pub params: SearchParams,
    /// What steers the phases of the run.
    pub schedule: ScheduleParams,
    /// Whether to prove how little a plan can cost.
    pub bound: bool,
    /// Percent of the cost, penalties for unassigned visits aside, that a proof need not close: the run ends there.
    pub gap: f64,
    /// A plan to start from, beside today's schedule.
    pub start: Option<&'r Plan>,
    /// The moves of the plan found whose gains are to be told; none are without.
    pub moves: Option<&'r MovesOf<'r>>,
    /// The processes that share the regions of a large week.
    pub ranks: &'r dyn Communicator,
    /// What becomes of snapshots of the search of a large week in regions; none are kept without.
    pub snapshots: Option<Snapshots<'r>>,
}

impl Default for SolveOptions<'_> {
    fn default() -> Self {
        Self {
            rules: RULES,
            seed: 1,
            threads: 0,
            strategy: None,
            params: SearchParams::default(),
            schedule: ScheduleParams::default(),
            bound: false,
            gap: 0.0,
            start: None,
            moves: None,
            ranks: &Alone,
            snapshots: None,
        }
    }
}

impl SolveOptions<'_> {
    /// How many threads there are.
    pub(super) fn threads(&self) -> usize {
        if self.threads == 0 { rayon::current_num_threads() } else { self.threads }
    }
}
