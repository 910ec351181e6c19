//! Multipliers and the bound that they prove.

use std::collections::BTreeMap;

use crate::bound::columns::model::duals::Duals;
use crate::bound::columns::model::problem::PricingProblem;
use brigade_model::model::CrewId;

/// Multipliers and the bound that they prove.
#[derive(Clone)]
pub struct DualBound {
    /// The Lagrangian bound.
    pub bound: i128,
    /// The multipliers.
    pub duals: Duals,
    /// The least reduced cost of every pricing problem.
    pub least: Vec<i64>,
    /// How much more the weeks of some crews cost at least than their routes by themselves.
    pub gains: BTreeMap<CrewId, i64>,
}

impl DualBound {
    /// How much more all crews cost at least than their routes.
    pub fn gain(&self) -> i64 {
        self.gains.values().sum()
    }

    /// The same of all crews but that of a pricing problem.
    pub fn gain_of_others(&self, subproblem: &PricingProblem) -> i64 {
        self.gain() - self.gains.get(&subproblem.crew).copied().unwrap_or(0)
    }

    /// What is proven with the gains of all crews.
    pub fn total(&self) -> i128 {
        self.bound + i128::from(self.gain())
    }

    /// With 0 for rows and cuts that came since.
    pub fn extended(mut self, rows: usize, cuts: usize) -> Self {
        self.duals.rows.resize(rows, 0);
        self.duals.cuts.resize(cuts, 0);
        self
    }
}
