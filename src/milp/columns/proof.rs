//! The course of a proof: columns until none is missing, the bound on the way, rows as they are broken.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::column::Column;
use super::duals::{Cut, Duals, RoutePrices, cheapest_service, constant};
use super::labels::{Effort, Found, cheapest_routes};
use super::links;
use super::master::{Master, Solved};
use super::problem::Problem;
use super::relaxation::Relaxation;
use crate::cost::Prices;
use crate::model::{Bound, BoundClass, JobId, ShiftId};
use crate::stop::Stop;
use crate::units::Money;

/// When a proof ends.
#[derive(Clone, Debug)]
pub struct Limits {
    /// By the clock, or because somebody asked.
    pub stop: Stop,
    /// Most labels made, for results that do not depend on the machine.
    pub work: Option<u64>,
}

/// What is proven.
#[derive(Clone, Debug)]
pub struct Proven {
    /// No legal plan costs less.
    pub bound: Bound,
}

/// A plan known to be legal: its cost, and its routes by shift as jobs in order.
pub struct Incumbent {
    /// What it costs.
    pub cost: Money,
    /// Its routes.
    pub routes: Vec<(ShiftId, Vec<JobId>)>,
}

/// ng-sets of so many tasks.
const NEAR: usize = 8;
/// Most routes of a shift taken at a time.
const ROUTES_AT_A_TIME: usize = 8;

/// Proves a bound on the cost of every legal plan, given one. `None` where nothing is proven: some shape of the problem that
/// columns can't express, or the end came too soon.
pub fn prove(prices: &Prices<'_>, incumbent: &Incumbent, limits: &Limits, trace: &mut dyn FnMut(&str)) -> Option<Proven> {
    let problem = Problem::new(prices, NEAR)?;
    let mut proof = Proof::new(&problem, incumbent, limits)?;
    let converged = proof.converge(trace).unwrap_or(false);
    let least = proof.best?;
    let cost = Money(i64::try_from(least.max(0)).ok()?.min(incumbent.cost.0));
    let class = if incumbent.cost - cost <= CENT_HALVED {
        BoundClass::Optimal
    } else if converged {
        BoundClass::ColumnGeneration
    } else {
        BoundClass::Early
    };
    Some(Proven { bound: Bound { cost, class } })
}

/// Two amounts nearer than this are the same to the cent.
const CENT_HALVED: Money = Money(Money::PER_EURO / 200);

struct Proof<'p> {
    problem: &'p Problem<'p>,
    relaxation: Relaxation,
    cuts: Vec<Cut>,
    master: Master<'p>,
    known: BTreeSet<(usize, Vec<u16>)>,
    limits: &'p Limits,
    work: u64,
    /// The best bound so far.
    best: Option<i128>,
}

impl<'p> Proof<'p> {
    fn new(problem: &'p Problem<'p>, incumbent: &Incumbent, limits: &'p Limits) -> Option<Self> {
        let relaxation = Relaxation::new(problem);
        let master = Master::new(problem, &relaxation, &[])?;
        let mut proof = Self {
            problem,
            relaxation,
            cuts: Vec::new(),
            master,
            known: BTreeSet::new(),
            limits,
            work: 0,
            best: None,
        };
        for (shift, jobs) in &incumbent.routes {
            let tour = problem.tours.iter().position(|tour| tour.shift == *shift)?;
            let stop = |job: &JobId| Some(problem.tours[tour].stop_of(problem.task_of[*job]?)? as u16);
            let stops: Vec<_> = jobs.iter().map(stop).collect::<Option<_>>()?;
            proof.add(tour, stops)?;
        }
        Some(proof)
    }

    /// Adds a route unless it is known. Whether it is new; `None` where the solver fails.
    fn add(&mut self, tour: usize, stops: Vec<u16>) -> Option<bool> {
        if !self.known.insert((tour, stops.clone())) {
            return Some(false);
        }
        let Some(column) = Column::new(self.problem, tour, stops) else { return Some(false) };
        self.master.add_route(&self.relaxation, &self.cuts, column)?;
        Some(true)
    }

    fn is_over(&self) -> bool {
        self.limits.stop.is_over() || self.limits.work.is_some_and(|most| self.work >= most)
    }

    /// Generates columns and rows until none is missing. Whether it came that far; `None` where the solver fails.
    fn converge(&mut self, trace: &mut dyn FnMut(&str)) -> Option<bool> {
        let mut round = 0;
        while !self.is_over() {
            let solved = self.master.solve(&self.relaxation)?;
            round += 1;
            let mut added = self.add_points(&solved)?;
            added += self.price(&solved.duals, Effort::Quick)?.1;
            let mut what = "quick";
            if added == 0 {
                let broken =
                    links::activate(&mut self.relaxation, &self.master.columns, &solved.routes, &solved.aux);
                self.master.add_rows(&self.relaxation)?;
                added = broken;
                what = "rows";
            }
            if added == 0 {
                let (bound, new) = self.price(&solved.duals, Effort::Exact)?;
                self.best = self.best.max(bound);
                added = new;
                what = "exact";
            }
            trace(&format!(
                "{round} {what} +{added} lp {:.4} bound {:.4} columns {} rows {} work {} at {:.1}s",
                solved.value,
                self.best.map_or(f64::NAN, |best| best as f64 / Money::PER_EURO as f64),
                self.master.columns.len(),
                self.relaxation.rows.len(),
                self.work,
                self.limits.stop.elapsed().as_secs_f64(),
            ));
            if added == 0 {
                return Some(true);
            }
        }
        Some(false)
    }

    /// The week of least reduced cost for each crew.
    fn add_points(&mut self, solved: &Solved) -> Option<usize> {
        let mut added = 0;
        for week in 0..self.relaxation.weeks.len() {
            let (times, _) = cheapest_service(&self.relaxation, &self.relaxation.weeks[week], &solved.duals);
            added += usize::from(self.master.add_point(&self.relaxation, week, times)?);
        }
        Some(added)
    }

    /// Prices every shift. The bound where that was exact and complete, and how many new routes were taken.
    fn price(&mut self, duals: &Duals, effort: Effort) -> Option<(Option<i128>, usize)> {
        let (problem, relaxation, cuts) = (self.problem, &self.relaxation, &self.cuts);
        let of_tour = |index: usize| {
            let prices = RoutePrices::new(problem, relaxation, cuts, duals, index);
            cheapest_routes(problem, &problem.tours[index], &prices, effort, ROUTES_AT_A_TIME)
        };
        let found: Vec<Found> = (0..problem.tours.len()).into_par_iter().map(of_tour).collect();
        self.work += found.iter().map(|found| found.work).sum::<u64>();
        let complete = effort == Effort::Exact && found.iter().all(|found| !found.cut_short);
        let routes: i128 = found.iter().map(|found| i128::from(found.least)).sum();
        let bound = complete.then(|| constant(relaxation, duals) + routes);
        let mut added = 0;
        for (tour, found) in found.into_iter().enumerate() {
            for stops in found.routes {
                added += usize::from(self.add(tour, stops)?);
            }
        }
        Some((bound, added))
    }
}
