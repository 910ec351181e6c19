//! A proximal bundle method (Lemaréchal 1975; Kiwiel 1990): the dual of the restricted master, with a quadratic term
//! that keeps the multipliers near a stability centre. Its primal is solved by coordinate descent: pairwise steps
//! between two routes of a pricing problem, and steps of single variables.
//!
//! The multiplier of a row is that of the centre plus `step` times the row's residual. No bound follows from here:
//! complete pricing proves it.

use std::collections::BTreeSet;

use super::row_mapping::{euros, scaled};
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::cut::SubsetRowCut;
use crate::bound::columns::model::problem::{CoveringProblem, PricingProblem};
use crate::bound::columns::model::row_pool::{AuxVariable, RowId, RowPool, ServiceWeek};
use crate::bound::columns::params::AscentParams;

/// A route, the service time of a week, or an auxiliary variable, with its weight in the primal solution.
#[derive(Clone, Debug, Default)]
struct Atom {
    cost: f64,
    /// Rows of the bundle and coefficients, scaled.
    terms: Vec<(usize, f64)>,
    weight: f64,
    /// Rounds in a row without use.
    idle: u32,
}

/// The routes of a pricing problem, or the service times of a week: their weights add up to a constant.
type AtomGroup = Vec<Atom>;

/// The bundle: routes with weights, and the multipliers that follow from them.
pub struct ProximalBundle<'p> {
    problem: &'p CoveringProblem<'p>,
    params: &'p AscentParams,
    /// The routes by pricing problem.
    pub routes: Vec<Vec<RouteColumn>>,
    /// By pricing problem: the empty route first, then `routes`.
    subproblems: Vec<AtomGroup>,
    weeks: Vec<AtomGroup>,
    variables: Vec<(Atom, f64)>,
    /// The bundle's row of each row of the pool.
    of_pool: Vec<usize>,
    /// The bundle's row of each cut.
    of_cuts: Vec<usize>,
    /// Lower and upper bound of each row, scaled.
    limits: Vec<(Option<f64>, Option<f64>)>,
    /// The residual of each row: its bound less its activity.
    residual: Vec<f64>,
    /// The multiplier of each row, euros.
    multipliers: Vec<f64>,
    /// The stability centre, euros.
    centre: Vec<f64>,
    /// Step length: euros of multiplier per unit of residual.
    pub step: f64,
    known: BTreeSet<(usize, Vec<u16>)>,
    points: BTreeSet<(usize, usize)>,
}

impl<'p> ProximalBundle<'p> {
    /// A bundle without routes and cuts, around the first stability centre, by row of the pool.
    pub fn new(problem: &'p CoveringProblem<'p>, pool: &RowPool, centre: Vec<f64>, params: &'p AscentParams) -> Self {
        let empty_route =
            |subproblem: &PricingProblem| vec![Atom { weight: subproblem.shifts.len() as f64, ..Atom::default() }];
        let variable = |aux: &AuxVariable| (Atom { cost: euros(aux.cost), ..Atom::default() }, aux.upper as f64);
        let free = |week: &ServiceWeek| vec![Atom { cost: euros(week.costs[0]), weight: 1.0, ..Atom::default() }];
        let mut own = Self {
            problem,
            routes: vec![Vec::new(); problem.subproblems.len()],
            subproblems: problem.subproblems.iter().map(empty_route).collect(),
            weeks: pool.weeks().iter().map(free).collect(),
            variables: pool.aux().iter().map(variable).collect(),
            of_pool: Vec::new(),
            of_cuts: Vec::new(),
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
        own.set_centre(centre);
        own
    }

    /// Adds the newest rows of the pool, with multipliers of 0 in the centre.
    pub fn add_rows(&mut self, pool: &RowPool) {
        let (first, old) = (self.residual.len(), self.of_pool.len());
        for row in &pool.rows()[old..] {
            let limit = |limit: Option<i64>| limit.map(|limit| limit as f64 / row.scale as f64);
            self.of_pool.push(self.residual.len());
            self.push_row(limit(row.lower), limit(row.upper));
        }
        let places = &self.of_pool;
        for (group, routes) in self.subproblems.iter_mut().zip(&self.routes) {
            for (atom, column) in group[1..].iter_mut().zip(routes) {
                atom.terms.extend(scaled_terms(pool, places, column.rows(pool).split_off(&old)));
            }
        }
        for ((atom, _), aux) in self.variables.iter_mut().zip(pool.aux()) {
            atom.terms.extend(scaled_terms(pool, places, aux.terms.iter().copied().filter(|term| term.0 >= old)));
        }
        self.count_weights_from(first);
    }

    /// Adds the newest cuts, with multipliers of 0 in the centre.
    pub fn add_cuts(&mut self, cuts: &[SubsetRowCut]) {
        let first = self.residual.len();
        for cut in &cuts[self.of_cuts.len()..] {
            let place = self.residual.len();
            self.of_cuts.push(place);
            self.push_row(None, Some(cut.limit as f64));
            for (group, routes) in self.subproblems.iter_mut().zip(&self.routes) {
                for (atom, column) in group[1..].iter_mut().zip(routes) {
                    atom.terms.extend(cut_term(self.problem, cut, place, column));
                }
            }
        }
        self.count_weights_from(first);
    }

    fn push_row(&mut self, lower: Option<f64>, upper: Option<f64>) {
        self.limits.push((lower, upper));
        self.residual.push(lower.or(upper).unwrap_or(0.0));
        self.centre.push(0.0);
    }

    /// Takes the weights of all atoms off the residuals of new rows.
    fn count_weights_from(&mut self, first: usize) {
        let atoms = self.subproblems.iter().flatten().chain(self.variables.iter().map(|variable| &variable.0));
        for atom in atoms.filter(|atom| atom.weight > 0.0) {
            let newest = atom.terms.iter().filter(|term| term.0 >= first);
            newest.for_each(|&(row, c)| self.residual[row] -= atom.weight * c);
        }
        self.update();
    }

    /// Adds a route with weight 0. Returns whether it is new.
    pub fn add_route(&mut self, pool: &RowPool, cuts: &[SubsetRowCut], column: RouteColumn) -> bool {
        if !self.known.insert((column.subproblem, column.nodes.clone())) {
            return false;
        }
        let of_cuts = cuts.iter().zip(&self.of_cuts);
        let of_cuts = of_cuts.filter_map(|(cut, &place)| cut_term(self.problem, cut, place, &column));
        let terms = scaled_terms(pool, &self.of_pool, column.rows(pool)).chain(of_cuts).collect();
        self.subproblems[column.subproblem].push(Atom { cost: euros(column.cost), terms, ..Atom::default() });
        self.routes[column.subproblem].push(column);
        true
    }

    /// Adds a service time of a week with weight 0, unless it is known.
    pub fn add_point(&mut self, pool: &RowPool, week: usize, times: usize) {
        if times > 0 && self.points.insert((week, times)) {
            let own = &pool.weeks()[week];
            let minutes = -(times as i64) * i64::from(pool.step());
            let terms = scaled_terms(pool, &self.of_pool, [(own.row, minutes)]).collect();
            self.weeks[week].push(Atom { cost: euros(own.costs[times]), terms, ..Atom::default() });
        }
    }

    /// The multiplier of each row of the bundle, euros per scaled unit.
    pub fn multipliers(&self) -> &[f64] {
        &self.multipliers
    }

    /// Multipliers by row of the pool, and by cut.
    pub fn by_row_and_cut(&self, multipliers: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let of = |places: &[usize]| places.iter().map(|&place| multipliers[place]).collect();
        (of(&self.of_pool), of(&self.of_cuts))
    }

    /// Moves the stability centre, by row of the bundle.
    pub fn set_centre(&mut self, centre: Vec<f64>) {
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

    /// The bound that the multipliers predict: the Lagrangian value over the routes of the bundle, euros.
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

    /// Optimises the weights by coordinate descent, in at most `most` passes.
    pub fn optimise_weights(&mut self, most: usize) {
        self.update();
        for _ in 0..most {
            let groups = self.subproblems.len() + self.weeks.len();
            let moved: f64 = (0..groups).map(|group| self.pairwise_step(group)).sum();
            let changed: f64 = (0..self.variables.len()).map(|variable| self.variable_step(variable)).sum();
            if moved + changed < self.params.weight_tolerance * self.step {
                break;
            }
        }
    }

    fn group(&mut self, index: usize) -> &mut AtomGroup {
        let subproblems = self.subproblems.len();
        if index < subproblems { &mut self.subproblems[index] } else { &mut self.weeks[index - subproblems] }
    }

    /// Moves weight from the atom of largest reduced cost to that of least, by exact line search. Returns the predicted
    /// gain.
    fn pairwise_step(&mut self, index: usize) -> f64 {
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
        let curvature = self.step * change.iter().map(|term| term.1 * term.1).sum::<f64>();
        let weight = if gain <= 0.0 { 0.0 } else { from.weight.min(gain / curvature) };
        *self.group(index) = group;
        self.group(index)[worst.1].weight -= weight;
        self.group(index)[best.1].weight += weight;
        change.iter().for_each(|&(row, c)| self.reduce_residual(row, weight * c));
        weight * gain
    }

    /// Moves an auxiliary variable to its best value. Returns the predicted gain.
    fn variable_step(&mut self, index: usize) -> f64 {
        let (atom, most) = &self.variables[index];
        let curvature = self.step * atom.terms.iter().map(|term| term.1 * term.1).sum::<f64>();
        if curvature == 0.0 {
            return 0.0;
        }
        let reduced = self.reduced(atom);
        let value = (atom.weight - reduced / curvature).clamp(0.0, *most);
        let change = value - atom.weight;
        if change == 0.0 {
            return 0.0;
        }
        let mut atom = std::mem::take(&mut self.variables[index].0);
        atom.weight = value;
        atom.terms.iter().for_each(|&(row, c)| self.reduce_residual(row, change * c));
        self.variables[index].0 = atom;
        (change * reduced).abs()
    }

    #[inline]
    fn reduce_residual(&mut self, row: usize, amount: f64) {
        self.residual[row] -= amount;
        self.multipliers[row] = self.multiplier(row);
    }

    /// Drops routes that have had no use for some rounds.
    pub fn drop_idle(&mut self) {
        for subproblem in 0..self.subproblems.len() {
            let group = &self.subproblems[subproblem];
            let least = group.iter().map(|atom| self.reduced(atom)).fold(f64::INFINITY, f64::min);
            let is_used = |atom: &Atom| atom.weight > 0.0 || self.reduced(atom) < least + self.params.useless_euros;
            let used: Vec<bool> = group.iter().map(is_used).collect();
            for (atom, used) in self.subproblems[subproblem].iter_mut().zip(used) {
                atom.idle = if used { 0 } else { atom.idle + 1 };
            }
            let max_idle = self.params.max_idle_rounds;
            self.retain_of(subproblem, |atom, _| atom.idle < max_idle);
        }
    }

    /// Keeps some routes only. The weight of the others moves to the empty route of their pricing problem.
    pub fn retain(&mut self, is_kept: impl Fn(&RouteColumn) -> bool) {
        (0..self.subproblems.len()).for_each(|subproblem| self.retain_of(subproblem, |_, column| is_kept(column)));
    }

    fn retain_of(&mut self, subproblem: usize, is_kept: impl Fn(&Atom, &RouteColumn) -> bool) {
        let mut atoms = std::mem::take(&mut self.subproblems[subproblem]).into_iter();
        let routes = std::mem::take(&mut self.routes[subproblem]);
        let mut group: AtomGroup = atoms.next().into_iter().collect();
        for (atom, column) in atoms.zip(routes) {
            if is_kept(&atom, &column) {
                group.push(atom);
                self.routes[subproblem].push(column);
            } else {
                self.known.remove(&(subproblem, column.nodes));
                group[0].weight += atom.weight;
                atom.terms.iter().for_each(|&(row, c)| self.reduce_residual(row, -atom.weight * c));
            }
        }
        self.subproblems[subproblem] = group;
    }

    /// The routes with their weights.
    pub fn shares(&self) -> impl Iterator<Item = (&RouteColumn, f64)> + Clone {
        let of_subproblem = |(group, routes)| {
            let (group, routes): (&AtomGroup, &Vec<RouteColumn>) = (group, routes);
            routes.iter().zip(group[1..].iter().map(|atom| atom.weight))
        };
        self.subproblems.iter().zip(&self.routes).flat_map(of_subproblem)
    }

    /// The values of the auxiliary variables.
    pub fn values(&self) -> Vec<f64> {
        self.variables.iter().map(|(atom, _)| atom.weight).collect()
    }
}

/// Rows of the bundle, whose `places` are given by row of the pool, and scaled coefficients.
fn scaled_terms(
    pool: &RowPool,
    places: &[usize],
    terms: impl IntoIterator<Item = (RowId, i64)>,
) -> impl Iterator<Item = (usize, f64)> {
    terms.into_iter().map(|(row, c)| (places[row], scaled(pool, row, c)))
}

/// The row of a cut in the bundle and a route's coefficient there; `None` where that is 0.
fn cut_term(
    problem: &CoveringProblem<'_>,
    cut: &SubsetRowCut,
    place: usize,
    column: &RouteColumn,
) -> Option<(usize, f64)> {
    let coefficient = column.coefficient(problem, cut);
    (coefficient != 0).then_some((place, coefficient as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bound::columns::model::build::covering_problem;
    use crate::bound::columns::model::cut::CutUnit;
    use crate::eval::Prices;
    use brigade_model::model::Sketch;
    use brigade_model::rules::RULES;

    /// Whatever was added and dropped, each residual is the row's bound less what the weights use of it.
    #[test]
    fn residuals_follow_the_weights() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (3.0, 4.0));
        for job in ["roof", "gutter", "paint"] {
            sketch.job(job, 30);
        }
        let instance = sketch.instance();
        let prices = Prices::new(&instance, RULES);
        let problem = covering_problem(&prices, 24).expect("columns can say it");
        let (pool, params) = (RowPool::new(&problem), AscentParams::default());
        let cut = SubsetRowCut::new(&problem, (0..3).map(|task| CutUnit::Task((task, None))).collect());
        let cuts = [cut];
        let mut bundle = ProximalBundle::new(&problem, &pool, vec![0.0; pool.rows().len()], &params);
        let empty = bundle.residual.clone();
        for nodes in [vec![0, 1], vec![1, 2], vec![2, 0]] {
            let column = RouteColumn::new(&problem, 0, nodes).expect("room");
            assert!(bundle.add_route(&pool, &[], column.clone()) && !bundle.add_route(&pool, &[], column));
        }
        bundle.optimise_weights(100);
        assert!(
            bundle.shares().map(|(_, share)| share).sum::<f64>() > 0.5,
            "routes are worth more than visits left out"
        );
        bundle.add_cuts(&cuts);
        let (rows, of_cuts) = bundle.by_row_and_cut(bundle.multipliers());
        assert_eq!((rows.len(), of_cuts.len()), (pool.rows().len(), 1));
        let used: f64 =
            bundle.shares().map(|(column, share)| column.coefficient(&problem, &cuts[0]) as f64 * share).sum();
        let last = bundle.residual.len() - 1;
        assert!((bundle.residual[last] - (1.0 - used)).abs() < 1e-9, "{:?}, {used}", bundle.residual);
        bundle.optimise_weights(100);
        bundle.retain(|_| false);
        assert_eq!(bundle.shares().count(), 0);
        // The auxiliary variables keep theirs.
        bundle.variables.iter_mut().for_each(|(atom, _)| atom.weight = 0.0);
        let of_variables: Vec<usize> =
            bundle.variables.iter().flat_map(|(atom, _)| &atom.terms).map(|term| term.0).collect();
        for (row, residual) in bundle.residual.iter().enumerate().filter(|(row, _)| !of_variables.contains(row)) {
            let expected = empty.get(row).copied().unwrap_or(1.0);
            assert!((residual - expected).abs() < 1e-9, "row {row}: {residual}, not {expected}");
        }
    }
}
