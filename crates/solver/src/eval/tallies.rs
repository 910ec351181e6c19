//! The tallies of all rules, compiled: what visits add to which total.

use brigade_model::model::{JobId, ShiftId};
use brigade_model::rules::TallyTerms;

/// Totals of all rules side by side, each told by a slot.
#[derive(Default)]
pub(super) struct Tallies {
    /// The terms, each with the slot of its first bucket.
    terms: Vec<(usize, TallyTerms)>,
    limits: Vec<i64>,
}

impl Tallies {
    pub fn new(terms: Vec<TallyTerms>) -> Self {
        let mut tallies = Self::default();
        for terms in terms {
            let first = tallies.limits.len();
            tallies.limits.extend_from_slice(terms.limits());
            tallies.terms.push((first, terms));
        }
        tallies
    }

    /// Whether no rule counts anything.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The most that each total may come to, by slot.
    #[inline]
    pub fn limits(&self) -> &[i64] {
        &self.limits
    }

    /// The totals that the visits of a shift count into.
    #[inline]
    pub fn slots(&self, shift: ShiftId) -> impl Iterator<Item = usize> + '_ {
        self.terms.iter().filter_map(move |(first, terms)| Some(first + terms.bucket(shift)?))
    }

    /// What a visit of a job adds in a shift, by slot.
    #[inline]
    pub fn added(&self, job: JobId, shift: ShiftId) -> impl Iterator<Item = (usize, i64)> + '_ {
        let added =
            self.terms.iter().filter_map(move |(first, terms)| Some((first + terms.bucket(shift)?, terms.amount(job))));
        added.filter(|&(_, amount)| amount > 0)
    }
}
