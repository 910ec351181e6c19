//! Reduced-cost coefficients of a pricing problem's routes under some multipliers, and the state bits of cuts and
//! unpreceded visits.

use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::cut::SubsetRowCut;
use crate::bound::columns::model::duals::Duals;
use crate::bound::columns::model::problem::{CoveringProblem, PricingNode};
use crate::bound::columns::model::row_pool::{RowPool, UnprecededVisit};

/// A bit for each subset-row cut (whether the sum of base rows is odd) and each unpreceded visit (whether it can still
/// occur).
pub type CutState = u128;

/// The reduced-cost coefficients of one pricing problem, `Money` units.
#[derive(Clone, Debug)]
pub struct RoutePrices {
    /// Fixed, for a route that is not empty.
    pub used: i64,
    /// Per metre of travel.
    pub metre: i64,
    /// Per minute of travel.
    pub minute: i64,
    /// Per minute of overtime; not negative.
    pub overtime: i64,
    /// Per visit, by node: its cost less the multipliers of its rows.
    pub visits: Vec<i64>,
    /// By bit: the penalty when a visit toggles it while it is set; not negative.
    pub penalties: Vec<i64>,
    /// The state at the base: the bits of unpreceded visits, and of cuts with the convexity row among their base rows.
    pub initial_state: CutState,
    /// By node: the bits that a visit toggles; those already set cost their penalty.
    pub toggled: Vec<CutState>,
    /// By node: the bits that a visit clears for the rest of the route.
    pub cleared: Vec<CutState>,
}

impl RoutePrices {
    /// The coefficients of a pricing problem under some multipliers; at most `max_cuts` bits are for cuts.
    pub fn new(
        problem: &CoveringProblem<'_>,
        pool: &RowPool,
        cuts: &[SubsetRowCut],
        duals: &Duals,
        index: usize,
        max_cuts: usize,
    ) -> Self {
        let subproblem = &problem.subproblems[index];
        let of = |row: Option<usize>| row.map_or(0, |row| duals.rows[row]);
        let (worked, served) = (of(pool.work_rows()[index]), of(pool.service_rows()[index]));
        let visit = |(node, rows): (&PricingNode, &Vec<(usize, i64)>)| {
            let duration = i64::from(problem.tasks[node.task].duration);
            let gains: i64 = rows.iter().map(|&(row, coefficient)| duals.rows[row] * coefficient).sum();
            node.cost - gains - (worked + served) * duration
        };
        let mut prices = Self {
            used: subproblem.terms.used.0,
            metre: subproblem.terms.metre.0,
            minute: subproblem.terms.minute.0 - worked,
            overtime: subproblem.terms.overtime_minute.0,
            visits: subproblem.nodes.iter().zip(&pool.visits()[index]).map(visit).collect(),
            penalties: Vec::new(),
            initial_state: 0,
            toggled: vec![0; subproblem.nodes.len()],
            cleared: vec![0; subproblem.nodes.len()],
        };
        let mut priced: Vec<(i64, &SubsetRowCut)> =
            duals.cuts.iter().copied().zip(cuts).filter(|&(dual, _)| dual < 0).collect();
        priced.sort_by_key(|&(dual, _)| dual);
        for (dual, cut) in priced {
            prices.price_cut(problem, index, cut, dual, max_cuts);
        }
        for &(row, unpreceded) in &pool.unpreceded()[index] {
            prices.price_unpreceded(unpreceded, duals.rows[row]);
        }
        prices
    }

    /// Gives a bit to a cut that a route may have a coefficient in. Cuts beyond `max_cuts` are dropped, which weakens
    /// the bound.
    fn price_cut(
        &mut self,
        problem: &CoveringProblem<'_>,
        index: usize,
        cut: &SubsetRowCut,
        dual: i64,
        max_cuts: usize,
    ) {
        let subproblem = &problem.subproblems[index];
        let counted: Vec<usize> = (0..subproblem.nodes.len())
            .filter(|&node| cut.counts(problem, subproblem, subproblem.nodes[node].task))
            .collect();
        if counted.is_empty() || self.penalties.len() == max_cuts {
            return;
        }
        let bit = 1 << self.penalties.len();
        self.penalties.push(-dual);
        self.initial_state |= if cut.counts_convexity(index) { bit } else { 0 };
        counted.into_iter().for_each(|node| self.toggled[node] |= bit);
    }

    /// Gives a bit to an unpreceded visit, while there are any left.
    fn price_unpreceded(&mut self, unpreceded: UnprecededVisit, dual: i64) {
        if dual == 0 || self.penalties.len() == CutState::BITS as usize {
            return;
        }
        let bit = 1 << self.penalties.len();
        self.penalties.push(-dual);
        self.initial_state |= bit;
        self.toggled[unpreceded.node as usize] |= bit;
        self.cleared[unpreceded.node as usize] |= bit;
        self.cleared[unpreceded.without as usize] |= bit;
    }

    /// The penalty of a visit in a state.
    #[inline]
    pub fn penalty(&self, state: CutState, node: u16) -> i64 {
        self.cost_of(state & self.toggled[node as usize])
    }

    /// The state after a visit.
    #[inline]
    pub fn state_after(&self, state: CutState, node: u16) -> CutState {
        (state ^ self.toggled[node as usize]) & !self.cleared[node as usize]
    }

    /// The sum of the penalties of some bits.
    #[inline]
    pub fn cost_of(&self, mut state: CutState) -> i64 {
        let mut cost = 0;
        while state != 0 {
            cost += self.penalties[state.trailing_zeros() as usize];
            state &= state - 1;
        }
        cost
    }

    /// The reduced cost of a route.
    pub fn reduced_cost(&self, problem: &CoveringProblem<'_>, column: &RouteColumn) -> i64 {
        let subproblem = &problem.subproblems[column.subproblem];
        let own: i64 = column.nodes.iter().map(|&node| subproblem.nodes[node as usize].cost).sum();
        let priced: i64 = column.nodes.iter().map(|&node| self.visits[node as usize]).sum();
        let minutes = (self.minute - subproblem.terms.minute.0) * i64::from(column.travel);
        let (mut state, mut penalties) = (self.initial_state, 0);
        for &node in &column.nodes {
            penalties += self.penalty(state, node);
            state = self.state_after(state, node);
        }
        column.cost - own + priced + minutes + penalties
    }
}
