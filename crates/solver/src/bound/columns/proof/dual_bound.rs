//! Multipliers with the bound that they prove.

use std::collections::BTreeMap;

use crate::bound::columns::model::duals::Duals;
use crate::bound::columns::model::problem::PricingProblem;
use brigade_model::model::CrewId;

/// Multipliers with the bound that they prove, `Money` units.
#[derive(Clone)]
pub struct DualBound {
    /// The Lagrangian bound.
    pub bound: i128,
    /// The multipliers.
    pub duals: Duals,
    /// The least reduced cost of every pricing problem.
    pub least_reduced_costs: Vec<i64>,
    /// Gains of the per-crew decomposition, by crew.
    pub gains: BTreeMap<CrewId, i64>,
}

impl DualBound {
    /// The gain of all crews.
    pub fn gain(&self) -> i64 {
        self.gains.values().sum()
    }

    /// The gain of all crews except that of a pricing problem.
    pub fn gain_of_others(&self, subproblem: &PricingProblem) -> i64 {
        self.gain() - self.gains.get(&subproblem.crew).copied().unwrap_or(0)
    }

    /// The bound with the gains of all crews.
    pub fn total(&self) -> i128 {
        self.bound + i128::from(self.gain())
    }

    /// With multipliers of 0 for rows and cuts added since.
    pub fn extended(mut self, rows: usize, cuts: usize) -> Self {
        self.duals.rows.resize(rows, 0);
        self.duals.cuts.resize(cuts, 0);
        self
    }
}
