//! The master with a quadratic term in place of a linear program: multipliers near a centre, found by moving the weights of the
//! routes known, two of a shift at a time (a proximal bundle method: Kiwiel 1990; its dual solved by coordinates).
//!
//! The multiplier of a row is that of the centre plus `step` times the rest of the row, so that rows which no weights can
//! satisfy yet do not drive it anywhere. Nothing here proves anything: that is left to complete pricing.

use super::column::Column;
use super::lines::{euros, scaled};
use super::problem::Problem;
use super::relaxation::{Relaxation, Row};

/// A route, or the minutes of a week, with its weight.
#[derive(Clone, Debug)]
struct Atom {
    cost: f64,
    /// Rows and coefficients as the solver sees them.
    terms: Vec<(usize, f64)>,
    weight: f64,
}

/// A choice among atoms whose weights add up to some number; not choosing is one of them.
#[derive(Clone, Debug)]
struct Block {
    atoms: Vec<Atom>,
}

/// A variable between 0 and `upper`.
#[derive(Clone, Debug)]
struct Variable {
    atom: Atom,
    upper: f64,
}

/// Routes with weights, and the multipliers that follow from them.
pub struct Bundle {
    /// By tour: staying at home first, then the routes in the order in which they came.
    tours: Vec<Block>,
    weeks: Vec<Block>,
    variables: Vec<Variable>,
    /// The rest of each row: its limit less its sum.
    rest: Vec<f64>,
    limits: Vec<(Option<f64>, Option<f64>)>,
    /// The multipliers to stay near to.
    pub centre: Vec<f64>,
    /// Euros by which one unit of a row's rest moves its multiplier.
    pub step: f64,
}

impl Bundle {
    /// No routes yet, and multipliers to begin with.
    pub fn new(problem: &Problem<'_>, relaxation: &Relaxation, centre: Vec<f64>, step: f64) -> Self {
        let home = |count: usize| Block { atoms: vec![Atom { cost: 0.0, terms: Vec::new(), weight: count as f64 }] };
        let variable = |aux: &super::relaxation::Aux| {
            let terms = aux.terms.iter().map(|&(row, c)| (row, scaled(relaxation, row, c))).collect();
            Variable { atom: Atom { cost: euros(aux.cost), terms, weight: 0.0 }, upper: aux.upper as f64 }
        };
        let week = |week: &super::relaxation::Week| Block { atoms: vec![Atom { cost: euros(week.costs[0]), terms: Vec::new(), weight: 1.0 }] };
        let mut own = Self {
            tours: problem.tours.iter().map(|tour| home(tour.shifts.len())).collect(),
            weeks: relaxation.weeks.iter().map(week).collect(),
            variables: relaxation.aux.iter().map(variable).collect(),
            rest: Vec::new(),
            limits: Vec::new(),
            centre: Vec::new(),
            step,
        };
        own.add_rows(relaxation);
        own.centre = centre;
        own
    }

    /// Takes in rows that have come since, at a multiplier of 0. Routes known are not in them.
    fn add_rows(&mut self, relaxation: &Relaxation) {
        for row in &relaxation.rows[self.rest.len()..] {
            let limit = |limit: Option<i64>| limit.map(|limit| limit as f64 / row.scale as f64);
            self.limits.push((limit(row.lower), limit(row.upper)));
            self.rest.push(limit(row.lower.or(row.upper)).unwrap_or(0.0));
            self.centre.push(0.0);
        }
    }

    /// Adds a route of a tour without weight.
    pub fn add_route(&mut self, relaxation: &Relaxation, column: &Column) {
        let terms = column.rows(relaxation).into_iter().map(|(row, c)| (row, scaled(relaxation, row, c))).collect();
        self.tours[column.tour].atoms.push(Atom { cost: euros(column.cost), terms, weight: 0.0 });
    }

    /// Adds minutes of a week without weight.
    pub fn add_point(&mut self, relaxation: &Relaxation, week: usize, times: usize) {
        let own = &relaxation.weeks[week];
        let minutes = -(times as i64) * i64::from(relaxation.step);
        let atom = Atom { cost: euros(own.costs[times]), terms: vec![(own.row, scaled(relaxation, own.row, minutes))], weight: 0.0 };
        self.weeks[week].atoms.push(atom);
    }

    /// The multiplier of each row.
    pub fn multipliers(&self) -> Vec<f64> {
        (0..self.rest.len()).map(|row| self.multiplier(row)).collect()
    }

    #[inline]
    fn multiplier(&self, row: usize) -> f64 {
        let free = self.centre[row] + self.step * self.rest[row];
        match self.limits[row] {
            (None, _) => free.min(0.0),
            (_, None) => free.max(0.0),
            _ => free,
        }
    }

    #[inline]
    fn reduced(&self, atom: &Atom) -> f64 {
        atom.cost - atom.terms.iter().map(|&(row, c)| c * self.multiplier(row)).sum::<f64>()
    }

    /// What the multipliers would prove if there were no other routes, in euros.
    pub fn model(&self) -> f64 {
        let row = |row: usize| {
            let multiplier = self.multiplier(row);
            let (lower, upper) = self.limits[row];
            let limit = if multiplier > 0.0 { lower } else { upper };
            multiplier * limit.unwrap_or(0.0)
        };
        let rows: f64 = (0..self.rest.len()).map(row).sum();
        let block = |block: &Block| {
            let weight: f64 = block.atoms.iter().map(|atom| atom.weight).sum();
            weight * block.atoms.iter().map(|atom| self.reduced(atom)).fold(f64::INFINITY, f64::min)
        };
        let blocks: f64 = self.tours.iter().chain(&self.weeks).map(block).sum();
        rows + blocks + self.variables.iter().map(|own| self.reduced(&own.atom).min(0.0) * own.upper).sum::<f64>()
    }

    /// Moves weights as long as that changes much, at most so many times over all.
    pub fn settle(&mut self, most: usize) -> usize {
        for round in 0..most {
            let mut moved = 0.0;
            for tour in 0..self.tours.len() {
                moved += self.shift_weight(tour, true);
            }
            for week in 0..self.weeks.len() {
                moved += self.shift_weight(week, false);
            }
            for variable in 0..self.variables.len() {
                moved += self.shift_variable(variable);
            }
            if moved < 1e-3 * self.step {
                return round;
            }
        }
        most
    }

    /// Moves weight from the dearest atom that has any to the cheapest; what that saves about.
    fn shift_weight(&mut self, index: usize, is_tour: bool) -> f64 {
        let block = if is_tour { &self.tours[index] } else { &self.weeks[index] };
        if block.atoms.len() < 2 {
            return 0.0;
        }
        let (mut best, mut worst) = ((f64::INFINITY, 0), (f64::NEG_INFINITY, 0));
        for (place, atom) in block.atoms.iter().enumerate() {
            let reduced = self.reduced(atom);
            if reduced < best.0 {
                best = (reduced, place);
            }
            if atom.weight > 0.0 && reduced > worst.0 {
                worst = (reduced, place);
            }
        }
        let gain = worst.0 - best.0;
        if gain <= 1e-9 {
            return 0.0;
        }
        let (from, to) = (&block.atoms[worst.1], &block.atoms[best.1]);
        let mut change: Vec<(usize, f64)> = to.terms.clone();
        for &(row, c) in &from.terms {
            match change.iter_mut().find(|term| term.0 == row) {
                Some(term) => term.1 -= c,
                None => change.push((row, -c)),
            }
        }
        let curve: f64 = self.step * change.iter().map(|term| term.1 * term.1).sum::<f64>();
        let weight = from.weight.min(if curve > 0.0 { gain / curve } else { f64::INFINITY });
        let block = if is_tour { &mut self.tours[index] } else { &mut self.weeks[index] };
        block.atoms[worst.1].weight -= weight;
        block.atoms[best.1].weight += weight;
        change.iter().for_each(|&(row, c)| self.rest[row] -= weight * c);
        weight * gain
    }

    fn shift_variable(&mut self, index: usize) -> f64 {
        let own = &self.variables[index];
        let reduced = self.reduced(&own.atom);
        let curve: f64 = self.step * own.atom.terms.iter().map(|term| term.1 * term.1).sum::<f64>();
        if curve == 0.0 {
            return 0.0;
        }
        let value = (own.atom.weight - reduced / curve).clamp(0.0, own.upper);
        let change = value - own.atom.weight;
        if change == 0.0 {
            return 0.0;
        }
        for term in 0..self.variables[index].atom.terms.len() {
            let (row, c) = self.variables[index].atom.terms[term];
            self.rest[row] -= change * c;
        }
        self.variables[index].atom.weight = value;
        (change * reduced).abs()
    }

    /// How much of each route of a tour is in the solution, in the order in which they came.
    pub fn weights(&self, tour: usize) -> impl Iterator<Item = f64> {
        self.tours[tour].atoms[1..].iter().map(|atom| atom.weight)
    }

    /// The values of the variables.
    pub fn values(&self) -> Vec<f64> {
        self.variables.iter().map(|own| own.atom.weight).collect()
    }

    /// |rest|.
    pub fn norm(&self) -> f64 { self.rest.iter().map(|r| r*r).sum() }
}

#[allow(dead_code)]
fn unused(_: &Row) {}
