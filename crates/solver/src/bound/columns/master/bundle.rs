//! A proximal bundle method (Kiwiel 1990), whose dual is solved by coordinates: the master with a quadratic term in place of a
//! linear program. Multipliers near a centre are found by moving the weights of the routes known, two of a shift at a time.
//!
//! The multiplier of a row is that of the centre plus `step` times the residual of the row: rows that no weights can satisfy yet
//! don't drive it anywhere. Nothing here proves anything; that is left to complete pricing.

use std::collections::BTreeSet;

use super::row_mapping::{euros, scaled};
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::problem::{CoveringProblem, PricingProblem};
use crate::bound::columns::model::row_pool::{AuxVariable, RowId, RowPool, ServiceWeek};
use crate::bound::columns::params::AscentParams;

/// A route, the minutes of a week, or a variable, with how much of it is in the solution.
#[derive(Clone, Debug, Default)]
struct Atom {
    cost: f64,
    /// Rows and coefficients as the solver sees them.
    terms: Vec<(RowId, f64)>,
    weight: f64,
    /// How often it was of no use.
    idle: u32,
}

/// The routes of a pricing problem, or the minutes of a week: their weights add up to a constant.
type AtomGroup = Vec<Atom>;

/// Routes with weights, and the multipliers that follow from them.
pub struct ProximalBundle<'p> {
    params: &'p AscentParams,
    /// The routes by pricing problem.
    pub routes: Vec<Vec<RouteColumn>>,
    /// By pricing problem: staying at home first, then its routes.
    subproblems: Vec<AtomGroup>,
    weeks: Vec<AtomGroup>,
    variables: Vec<(Atom, f64)>,
    /// Least and largest sum of each row as the solver sees it.
    limits: Vec<(Option<f64>, Option<f64>)>,
    /// The residual of each row: its limit less its sum.
    residual: Vec<f64>,
    /// The multiplier of each row, in euros.
    multipliers: Vec<f64>,
    /// The multipliers to stay near to.
    centre: Vec<f64>,
    /// Euros by which one unit of a row's residual moves its multiplier.
    pub step: f64,
    known: BTreeSet<(usize, Vec<u16>)>,
    points: BTreeSet<(usize, usize)>,
}

impl<'p> ProximalBundle<'p> {
    /// No routes yet, and multipliers to begin with.
    pub fn new(problem: &CoveringProblem<'_>, pool: &RowPool, centre: Vec<f64>, params: &'p AscentParams) -> Self {
        let home =
            |subproblem: &PricingProblem| vec![Atom { weight: subproblem.shifts.len() as f64, ..Atom::default() }];
        let variable = |aux: &AuxVariable| (Atom { cost: euros(aux.cost), ..Atom::default() }, aux.upper as f64);
        let free = |week: &ServiceWeek| vec![Atom { cost: euros(week.costs[0]), weight: 1.0, ..Atom::default() }];
        let mut own = Self {
            routes: vec![Vec::new(); problem.subproblems.len()],
            subproblems: problem.subproblems.iter().map(home).collect(),
            weeks: pool.weeks().iter().map(free).collect(),
            variables: pool.aux().iter().map(variable).collect(),
            limits: Vec::new(),
            residual: Vec::new(),
            multipliers: Vec::new(),
            centre: Vec::new(),
            step: params.first_step,
            params,
            known: BTreeSet::new(),
            points: BTreeSet::new(),
        };
        own.add_rows(pool);
        own.settle_at(centre);
        own
    }

    /// Takes in rows that have come since, at a multiplier of 0.
    pub fn add_rows(&mut self, pool: &RowPool) {
        let first = self.residual.len();
        for row in &pool.rows()[first..] {
            let limit = |limit: Option<i64>| limit.map(|limit| limit as f64 / row.scale as f64);
            self.limits.push((limit(row.lower), limit(row.upper)));
            self.residual.push(limit(row.lower.or(row.upper)).unwrap_or(0.0));
            self.centre.push(0.0);
        }
        for (group, routes) in self.subproblems.iter_mut().zip(&self.routes) {
            for (atom, column) in group[1..].iter_mut().zip(routes) {
                atom.terms.extend(as_solved(pool, column.rows(pool).split_off(&first)));
            }
        }
        for ((atom, _), aux) in self.variables.iter_mut().zip(pool.aux()) {
            atom.terms.extend(as_solved(pool, aux.terms.iter().copied().filter(|term| term.0 >= first)));
        }
        let atoms = self.subproblems.iter().flatten().chain(self.variables.iter().map(|variable| &variable.0));
        for atom in atoms.filter(|atom| atom.weight > 0.0) {
            let newest = atom.terms.iter().filter(|term| term.0 >= first);
            newest.for_each(|&(row, c)| self.residual[row] -= atom.weight * c);
        }
        self.update();
    }

    /// Adds a route without weight. Whether it is new.
    pub fn add_route(&mut self, pool: &RowPool, column: RouteColumn) -> bool {
        if !self.known.insert((column.subproblem, column.nodes.clone())) {
            return false;
        }
        let terms = as_solved(pool, column.rows(pool)).collect();
        self.subproblems[column.subproblem].push(Atom { cost: euros(column.cost), terms, ..Atom::default() });
        self.routes[column.subproblem].push(column);
        true
    }

    /// Adds minutes of a week without weight, unless they are known.
    pub fn add_point(&mut self, pool: &RowPool, week: usize, times: usize) {
        if times > 0 && self.points.insert((week, times)) {
            let own = &pool.weeks()[week];
            let minutes = -(times as i64) * i64::from(pool.step());
            let terms = as_solved(pool, [(own.row, minutes)]).collect();
            self.weeks[week].push(Atom { cost: euros(own.costs[times]), terms, ..Atom::default() });
        }
    }

    /// The multiplier of each row, in euros per unit as the solver sees it.
    pub fn multipliers(&self) -> &[f64] {
        &self.multipliers
    }

    /// Makes some multipliers the centre.
    pub fn settle_at(&mut self, centre: Vec<f64>) {
        self.centre = centre;
        self.update();
    }

    fn update(&mut self) {
        self.multipliers = (0..self.residual.len()).map(|row| self.multiplier(row)).collect();
    }

    #[inline]
    fn multiplier(&self, row: usize) -> f64 {
        let free = self.centre[row] + self.step * self.residual[row];
        match self.limits[row] {
            (None, _) => free.min(0.0),
            (_, None) => free.max(0.0),
            _ => free,
        }
    }

    #[inline]
    fn reduced(&self, atom: &Atom) -> f64 {
        atom.cost - atom.terms.iter().map(|&(row, c)| c * self.multipliers[row]).sum::<f64>()
    }

    /// What the multipliers would prove if there were no other routes, in euros.
    pub fn value(&self) -> f64 {
        let limit = |(&multiplier, &(lower, upper)): (&f64, &(Option<f64>, Option<f64>))| {
            multiplier * if multiplier > 0.0 { lower } else { upper }.unwrap_or(0.0)
        };
        let rows: f64 = self.multipliers.iter().zip(&self.limits).map(limit).sum();
        let least = |group: &AtomGroup| group.iter().map(|atom| self.reduced(atom)).fold(f64::INFINITY, f64::min);
        let weight = |group: &AtomGroup| group.iter().map(|atom| atom.weight).sum::<f64>();
        let groups: f64 = self.subproblems.iter().chain(&self.weeks).map(|group| weight(group) * least(group)).sum();
        rows + groups + self.variables.iter().map(|(atom, most)| self.reduced(atom).min(0.0) * most).sum::<f64>()
    }

    /// Moves weights as long as that changes much, at most so many times over all.
    pub fn settle(&mut self, most: usize) {
        self.update();
        for _ in 0..most {
            let groups = self.subproblems.len() + self.weeks.len();
            let moved: f64 = (0..groups).map(|group| self.shift_weight(group)).sum();
            let changed: f64 = (0..self.variables.len()).map(|variable| self.shift_variable(variable)).sum();
            if moved + changed < self.params.rest_steps * self.step {
                break;
            }
        }
    }

    fn group(&mut self, index: usize) -> &mut AtomGroup {
        let subproblems = self.subproblems.len();
        if index < subproblems { &mut self.subproblems[index] } else { &mut self.weeks[index - subproblems] }
    }

    /// Moves weight from the dearest atom that has any to the cheapest; what that saves about.
    fn shift_weight(&mut self, index: usize) -> f64 {
        let group = std::mem::take(self.group(index));
        let (mut best, mut worst) = ((f64::INFINITY, 0), (f64::NEG_INFINITY, 0));
        for (place, atom) in group.iter().enumerate() {
            let reduced = self.reduced(atom);
            if reduced < best.0 {
                best = (reduced, place);
            }
            if atom.weight > 0.0 && reduced > worst.0 {
                worst = (reduced, place);
            }
        }
        let gain = worst.0 - best.0;
        let (from, to) = (&group[worst.1], &group[best.1]);
        let mut change = to.terms.clone();
        for &(row, c) in &from.terms {
            match change.iter_mut().find(|term| term.0 == row) {
                Some(term) => term.1 -= c,
                None => change.push((row, -c)),
            }
        }
        let curve = self.step * change.iter().map(|term| term.1 * term.1).sum::<f64>();
        let weight = if gain <= 0.0 { 0.0 } else { from.weight.min(gain / curve) };
        *self.group(index) = group;
        self.group(index)[worst.1].weight -= weight;
        self.group(index)[best.1].weight += weight;
        change.iter().for_each(|&(row, c)| self.use_up(row, weight * c));
        weight * gain
    }

    /// Moves a variable to its best value; what that saves about.
    fn shift_variable(&mut self, index: usize) -> f64 {
        let (atom, most) = &self.variables[index];
        let curve = self.step * atom.terms.iter().map(|term| term.1 * term.1).sum::<f64>();
        if curve == 0.0 {
            return 0.0;
        }
        let reduced = self.reduced(atom);
        let value = (atom.weight - reduced / curve).clamp(0.0, *most);
        let change = value - atom.weight;
        if change == 0.0 {
            return 0.0;
        }
        let mut atom = std::mem::take(&mut self.variables[index].0);
        atom.weight = value;
        atom.terms.iter().for_each(|&(row, c)| self.use_up(row, change * c));
        self.variables[index].0 = atom;
        (change * reduced).abs()
    }

    #[inline]
    fn use_up(&mut self, row: usize, amount: f64) {
        self.residual[row] -= amount;
        self.multipliers[row] = self.multiplier(row);
    }

    /// Forgets routes that have been of no use for long.
    pub fn forget(&mut self) {
        for subproblem in 0..self.subproblems.len() {
            let mut group = std::mem::take(&mut self.subproblems[subproblem]);
            let least = group.iter().map(|atom| self.reduced(atom)).fold(f64::INFINITY, f64::min);
            for atom in &mut group[1..] {
                let used = atom.weight > 0.0 || self.reduced(atom) < least + self.params.useless_euros;
                atom.idle = if used { 0 } else { atom.idle + 1 };
            }
            let stays: Vec<bool> = group[1..].iter().map(|atom| atom.idle < self.params.max_idle_rounds).collect();
            let mut kept = [true].iter().chain(&stays);
            group.retain(|_| kept.next().is_none_or(|&kept| kept));
            self.subproblems[subproblem] = group;
            let gone = self.routes[subproblem].iter().zip(&stays).filter(|(_, stays)| !**stays);
            gone.for_each(|(column, _)| _ = self.known.remove(&(subproblem, column.nodes.clone())));
            let mut kept = stays.iter();
            self.routes[subproblem].retain(|_| kept.next().is_none_or(|&kept| kept));
        }
    }

    /// How much of each route is in the solution.
    pub fn shares(&self) -> impl Iterator<Item = (&RouteColumn, f64)> {
        let of_subproblem = |(group, routes)| {
            let (group, routes): (&AtomGroup, &Vec<RouteColumn>) = (group, routes);
            routes.iter().zip(group[1..].iter().map(|atom| atom.weight))
        };
        self.subproblems.iter().zip(&self.routes).flat_map(of_subproblem)
    }

    /// The values of the variables.
    pub fn values(&self) -> Vec<f64> {
        self.variables.iter().map(|(atom, _)| atom.weight).collect()
    }
}

/// Rows and coefficients as the solver sees them.
fn as_solved(pool: &RowPool, terms: impl IntoIterator<Item = (RowId, i64)>) -> impl Iterator<Item = (RowId, f64)> {
    terms.into_iter().map(|(row, c)| (row, scaled(pool, row, c)))
}
