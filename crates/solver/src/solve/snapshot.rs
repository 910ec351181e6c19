//! Where the search of a large week in regions stands, to go on from later.

use std::time::Duration;

use super::wire::{WireReader, WireWriter, is_of};
use crate::eval::CostEvaluator;
use crate::search::Solution;

/// Where the search of a large week in regions stands between two epochs.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// Epochs that are over.
    pub(super) epochs: u32,
    /// Iterations of all regions.
    pub(super) iterations: u64,
    /// How often a search found a better plan.
    pub(super) improvements: u64,
    /// Time since the start of the run.
    pub(super) elapsed: Duration,
    /// The plan that all regions go on from.
    pub(super) plan: Solution,
    /// The best plan.
    pub(super) best: Solution,
}

/// What becomes of snapshots.
#[derive(Clone, Copy)]
pub struct Snapshots<'r> {
    /// Keeps one, in place of the one before.
    pub keep: &'r (dyn Fn(&Snapshot) + Sync),
    /// The one to go on from.
    pub resume: Option<&'r Snapshot>,
}

impl Snapshot {
    /// How long the run had taken.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Iterations so far.
    pub fn iterations(&self) -> u64 {
        self.iterations
    }

    /// The same as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = WireWriter::default();
        writer.number(u64::from(self.epochs));
        writer.number(self.iterations);
        writer.number(self.improvements);
        writer.number(self.elapsed.as_millis() as u64);
        writer.solution(&self.plan);
        writer.solution(&self.best);
        writer.into_bytes()
    }

    /// From bytes; none where they are not those of a snapshot.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = WireReader::new(bytes);
        let snapshot = Self {
            epochs: u32::try_from(reader.number()?).ok()?,
            iterations: reader.number()?,
            improvements: reader.number()?,
            elapsed: Duration::from_millis(reader.number()?),
            plan: reader.solution()?,
            best: reader.solution()?,
        };
        reader.is_at_end().then_some(snapshot)
    }

    /// Whether its plans are those of a week.
    pub(super) fn is_of(&self, evaluator: &CostEvaluator<'_>) -> bool {
        is_of(&self.plan, evaluator) && is_of(&self.best, evaluator)
    }
}
