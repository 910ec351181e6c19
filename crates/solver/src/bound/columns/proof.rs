//! The course of a proof: columns until none is missing, the bound on the way, rows as they are broken.

mod ascent;
mod blocks;
mod ends;
mod polish;
mod rounding;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::column::Column;
use super::cuts;
use super::duals::{Cut, Duals, RoutePrices, cheapest_service, constant};
use super::labels::{Effort, Found, Search, cheapest_routes};
use super::links;
use super::master::{Master, Solved};
use super::problem::{Problem, Task, Tour};
use super::relaxation::Relaxation;
use crate::eval::Prices;
use crate::stop::StoppingCriterion;
use brigade_model::model::{Bound, BoundClass, CrewId, JobId, ShiftId, Worth};
use brigade_model::units::Money;

/// When a proof ends.
#[derive(Clone, Debug)]
pub struct Limits {
    /// By the clock, or because somebody asked.
    pub stop: StoppingCriterion,
    /// Most labels made, for results that do not depend on the machine.
    pub work: Option<u64>,
    /// Threads that price shifts; 0 = one per core.
    pub threads: usize,
    /// Percent of the plan's cost without what is left out that need not be proven.
    pub gap: f64,
}

/// The routes of a plan by shift, as jobs in order.
pub type Routes = Vec<(ShiftId, Vec<JobId>)>;

/// A plan known to be legal.
#[derive(Clone, Debug)]
pub struct Incumbent {
    /// What it costs.
    pub cost: Money,
    /// Its routes.
    pub routes: Routes,
}

/// What is proven.
#[derive(Clone, Debug)]
pub struct Proven {
    /// No legal plan costs less.
    pub bound: Bound,
    /// A legal plan that costs less than the one that was given.
    pub better: Option<Incumbent>,
    /// What visits and shifts are worth by the best multipliers.
    pub worth: Worth,
}

/// Who follows a proof and judges the plans that it meets.
pub struct Witness<'w> {
    /// A legal plan of some routes or, where they break a rule or can be mended, of routes near them.
    pub judge: &'w dyn Fn(&Routes) -> Option<Incumbent>,
    /// A legal plan that somebody else found, where it costs less than this.
    pub news: &'w dyn Fn(Money) -> Option<Incumbent>,
    /// Told of every step, and of the bound proven so far.
    pub trace: &'w mut dyn FnMut(String, Option<Money>),
    /// Told when the proof leaves all threads but one, and when it wants them back.
    pub leave: &'w dyn Fn(bool),
}

impl Witness<'_> {
    /// Asks a solver, which takes one thread.
    fn leaving<T>(&self, solve: impl FnOnce() -> T) -> T {
        (self.leave)(true);
        let answer = solve();
        (self.leave)(false);
        answer
    }
}

/// ng-sets of so many tasks.
const NEAR: usize = 24;
/// Most routes of a shift taken at a time.
const ROUTES_AT_A_TIME: usize = 8;

/// Proves a bound on the cost of every legal plan, given one, and may find a better one on the way. `None` where nothing is
/// proven: some shape of the problem that columns can't express, or the end came too soon.
pub fn prove(prices: &Prices<'_>, incumbent: Incumbent, limits: &Limits, witness: &mut Witness<'_>) -> Option<Proven> {
    let problem = Problem::new(prices, NEAR)?;
    if problem.tasks.is_empty() {
        return Some(Proven {
            bound: Bound { cost: Money::ZERO, class: BoundClass::Optimal },
            better: None,
            worth: Worth::default(),
        });
    }
    let given = incumbent.cost;
    let mut proof = Proof::new(&problem, incumbent, limits, witness)?;
    // Where the solver fails, what was proven until then stands.
    let _ = proof.run();
    let least = i64::try_from(proof.proven?.max(0)).ok()?;
    let cost = Money(least.min(proof.incumbent.cost.0));
    let class = if proof.incumbent.cost - cost <= CENT_HALVED {
        BoundClass::Optimal
    } else if proof.converged {
        BoundClass::ColumnGeneration
    } else {
        BoundClass::Early
    };
    let worth = proof.worth();
    Some(Proven {
        bound: Bound { cost, class },
        better: (proof.incumbent.cost < given).then_some(proof.incumbent),
        worth,
    })
}

/// Two amounts nearer than this are the same to the cent.
const CENT_HALVED: Money = Money(Money::PER_EURO / 200);

/// Multipliers and the bound that they prove.
#[derive(Clone)]
struct Best {
    bound: i128,
    duals: Duals,
    /// The least reduced cost of every tour.
    least: Vec<i64>,
    /// How much more the weeks of some crews cost at least than that of their tours.
    gains: BTreeMap<CrewId, i64>,
}

impl Best {
    /// How much more all crews cost at least than their tours.
    fn gain(&self) -> i64 {
        self.gains.values().sum()
    }

    /// The same of all crews but the one that drives a tour.
    fn gain_of_others(&self, tour: &Tour) -> i64 {
        self.gain() - self.gains.get(&tour.crew).copied().unwrap_or(0)
    }

    /// What is proven with the gains of all crews.
    fn total(&self) -> i128 {
        self.bound + i128::from(self.gain())
    }
}

struct Proof<'p, 'w> {
    problem: &'p Problem<'p>,
    relaxation: Relaxation,
    cuts: Vec<Cut>,
    master: Master<'p>,
    known: BTreeSet<(usize, Vec<u16>)>,
    limits: &'p Limits,
    /// What was left at the beginning.
    time: Option<Duration>,
    threads: ThreadPool,
    witness: &'p mut Witness<'w>,
    incumbent: Incumbent,
    work: u64,
    best: Option<Best>,
    /// The best bound so far, by multipliers or by an integer program.
    proven: Option<i128>,
    /// The multipliers that the last routes were priced with.
    centre: Option<Duals>,
    /// The crews that cost much more than their shifts by themselves, once that is known.
    hard: Option<Vec<CrewId>>,
    /// The multipliers that prove most with the gains of crews.
    apart: Option<Best>,
    /// The gap, less the gains of crews, at which the routes within it were too many to list.
    too_wide: Option<i64>,
    /// Whether no column and no row was missing once.
    converged: bool,
}

impl<'p, 'w> Proof<'p, 'w> {
    fn new(
        problem: &'p Problem<'p>,
        incumbent: Incumbent,
        limits: &'p Limits,
        witness: &'p mut Witness<'w>,
    ) -> Option<Self> {
        let relaxation = Relaxation::new(problem);
        let master = Master::new(problem, &relaxation)?;
        let mut proof = Self {
            problem,
            relaxation,
            cuts: Vec::new(),
            master,
            known: BTreeSet::new(),
            limits,
            time: limits.stop.left(),
            threads: ThreadPoolBuilder::new().num_threads(limits.threads).build().ok()?,
            witness,
            incumbent,
            work: 0,
            best: None,
            proven: None,
            centre: None,
            hard: None,
            apart: None,
            too_wide: None,
            converged: false,
        };
        proof.add_incumbent()?;
        Some(proof)
    }

    fn add_incumbent(&mut self) -> Option<()> {
        for (tour, stops) in self.columns_of(&self.incumbent.routes)? {
            self.add(tour, stops)?;
        }
        Some(())
    }

    /// Routes as tours and stops. `None` where a visit can't stand.
    fn columns_of(&self, routes: &Routes) -> Option<Vec<(usize, Vec<u16>)>> {
        let of = |(shift, jobs): &(ShiftId, Vec<JobId>)| {
            let index = self.problem.tours.iter().position(|tour| tour.shifts.contains(shift))?;
            let stop = |job: &JobId| Some(self.problem.tours[index].stop_of(self.problem.task_of[*job]?)? as u16);
            Some((index, jobs.iter().map(stop).collect::<Option<_>>()?))
        };
        routes.iter().map(of).collect()
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

    /// What visits and shifts are worth by the best multipliers.
    fn worth(&self) -> Worth {
        let Some(best) = &self.best else { return Worth::default() };
        let visit = |(task, &row): (&Task, &usize)| (task.job, Money(best.duals.rows[row]));
        let shift = |(tour, &least): (&Tour, &i64)| {
            tour.shifts.iter().map(move |&shift| (shift, Money(-least))).collect::<Vec<_>>()
        };
        Worth {
            visits: self.problem.tasks.iter().zip(&self.relaxation.covers).map(visit).collect(),
            shifts: self.problem.tours.iter().zip(&best.least).flat_map(shift).collect(),
        }
    }

    /// What a better plan can save at most; what the plan costs where nothing is proven.
    fn gap(&self) -> i64 {
        self.above(self.proven.unwrap_or(0))
    }

    /// Whether crews by themselves close so much of the gap that cuts, which begin without that, would hardly come as far.
    fn crews_prove_most(&self) -> bool {
        let gain = self.apart.as_ref().map_or(0, Best::gain);
        gain > self.gap_of_prices() / 2
    }

    /// Takes note of a bound.
    fn note(&mut self, bound: i128) {
        self.proven = self.proven.max(Some(bound));
    }

    /// How far the plan lies above what the best multipliers prove.
    fn gap_of_prices(&self) -> i64 {
        self.above(self.best.as_ref().map_or(0, |best| best.bound))
    }

    /// How far the plan lies above a bound.
    fn above(&self, bound: i128) -> i64 {
        i64::try_from((i128::from(self.incumbent.cost.0) - bound).max(0)).unwrap_or(i64::MAX)
    }

    fn run(&mut self) -> Option<()> {
        if self.problem.tours.len() > MANY_TOURS {
            self.ascend()?;
            if self.problem.tasks.len() > MOST_IN_A_PROGRAM {
                return self.recombine(LAST_SHARE);
            }
        }
        let Some(mut solved) = self.converge() else { return self.recombine(LAST_RESORT) };
        self.converged = true;
        self.recombine(if self.is_late() { LAST_RESORT } else { FIRST_SHARE })?;
        solved = self.round_off(solved)?;
        self.separate()?;
        let mut weak = 0;
        while !self.is_over() && !self.enumerate()? {
            let before = (self.gap_of_prices(), Instant::now(), self.work);
            let by_crews = self.crews_prove_most();
            let last = by_crews || !self.add_cuts(&mut solved)?;
            let closed = (before.0 - self.gap_of_prices()) as f64 / self.gap().max(1) as f64;
            weak = if closed < LEAST_CLOSED.min(self.spent(before.1, before.2)) { weak + 1 } else { 0 };
            if last || self.is_late() || weak == MOST_WEAK {
                if !by_crews {
                    self.separate()?;
                }
                self.enumerate_partly()?;
                return self.recombine(LAST_SHARE);
            }
        }
        Some(())
    }

    /// Adds cuts and rounded rows that a solution breaks, and solves for the next one. Whether there were any.
    fn add_cuts(&mut self, solved: &mut Solved) -> Option<bool> {
        let cuts = cuts::broken(self.problem, &self.master.columns, &solved.routes, &self.cuts);
        let any = self.add_rounded(solved)? > 0 || !cuts.is_empty();
        for cut in cuts {
            self.master.add_cut(&cut)?;
            self.cuts.push(cut);
        }
        if any {
            *solved = self.converge_to((LITTLE * self.gap() as f64) as i64)?;
        }
        Some(any)
    }

    /// Generates columns and rows until none is missing; the last solution. `None` where the end comes before.
    fn converge(&mut self) -> Option<Solved> {
        self.converge_to(0)
    }

    /// The same, but the bound may stay behind the linear program by so much.
    fn converge_to(&mut self, enough: i64) -> Option<Solved> {
        for round in 1.. {
            let (solved, added) = self.round(round)?;
            let behind =
                (solved.value * Money::PER_EURO as f64) as i128 - self.best.as_ref().map_or(0, |best| best.bound);
            if added == 0 || behind < i128::from(enough) {
                return Some(solved);
            }
        }
        None
    }

    /// Solves the master once, and looks for columns and rows that are missing. How many came in; `None` at the end, and
    /// where little time is left before the linear program was solved to its end once.
    fn round(&mut self, round: usize) -> Option<(Solved, usize)> {
        if self.is_over() || !self.converged && self.proven.is_some() && self.is_late() {
            return None;
        }
        self.hear()?;
        let begun = Instant::now();
        let left = self.limits.stop.left();
        let solved = self.witness.leaving(|| self.master.solve(&self.relaxation, left))?;
        let seconds = begun.elapsed().as_secs_f64();
        self.work += WORK_OF_A_ROUTE * self.master.columns.len() as u64;
        let mut added = self.add_points(&solved)?;
        let routes = self.master.columns.iter().zip(solved.routes.iter().copied());
        let broken = links::activate(&mut self.relaxation, routes, &solved.aux, links::TOLERANCE);
        self.master.add_rows(&self.relaxation)?;
        let mut what = "quick";
        if self.proven.is_none() && self.is_late() {
            let mut duals = solved.duals.clone();
            duals.rows.resize(self.relaxation.rows.len(), 0);
            added += self.price(&self.smoothed(&duals), Effort::Exact)?;
            what = "exact";
        } else {
            added += self.price_smoothly(&solved.duals)?;
        }
        if added + broken == 0 {
            added = self.price(&solved.duals, Effort::Exact)?;
            what = "exact";
        }
        added += broken;
        self.tell(format!("round {round}: {what} +{added}, master {:.2} in {seconds:.2} s", solved.value));
        Some((solved, added))
    }

    fn tell(&mut self, step: String) {
        let euros = |money: f64| money / Money::PER_EURO as f64;
        let (bound, cost) = (self.proven.map_or(0.0, |bound| euros(bound as f64)), euros(self.incumbent.cost.0 as f64));
        let (columns, rows, cuts) = (self.master.columns.len(), self.relaxation.rows.len(), self.cuts.len());
        let seconds = self.limits.stop.elapsed().as_secs_f64();
        let told = format!(
            "{seconds:.1} s: {step}; bound {bound:.2}, plan {cost:.2}; {columns} routes, {rows} rows, {cuts} cuts"
        );
        let proven = self.proven.and_then(|bound| i64::try_from(bound).ok()).map(Money);
        (self.witness.trace)(told, proven);
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

    /// Multipliers between those of the last rounds and the newest ones, which swing less (Neame 1999).
    fn smoothed(&self, newest: &Duals) -> Duals {
        let Some(centre) = &self.centre else { return newest.clone() };
        let mix = |old: &[i64], new: &[i64]| {
            let old = old.iter().copied().chain(std::iter::repeat(0));
            let between = |(&new, old): (&i64, i64)| new + ((old as f64 - new as f64) * SMOOTHING) as i64;
            new.iter().zip(old).map(between).collect()
        };
        Duals { rows: mix(&centre.rows, &newest.rows), cuts: mix(&centre.cuts, &newest.cuts) }
    }

    /// Quick pricing by smoothed multipliers, and by the newest ones where that finds nothing.
    fn price_smoothly(&mut self, newest: &Duals) -> Option<usize> {
        let mut newest = newest.clone();
        newest.rows.resize(self.relaxation.rows.len(), 0);
        let smoothed = self.smoothed(&newest);
        for effort in [Effort::Sparse, Effort::Quick] {
            for duals in [&smoothed, &newest] {
                let added = self.price(duals, effort)?;
                if added > 0 {
                    self.centre = Some(duals.clone());
                    return Some(added);
                }
            }
        }
        self.centre = Some(newest);
        Some(0)
    }

    /// Prices every shift and takes new routes, as many as are returned; the bound where that was exact. `None` where room or time
    /// ran out.
    fn price(&mut self, duals: &Duals, effort: Effort) -> Option<usize> {
        let (_, found) = self.evaluate(duals, effort, &[])?;
        let mut added = 0;
        for (tour, found) in found.into_iter().enumerate() {
            for stops in found.routes {
                added += usize::from(self.add(tour, stops)?);
            }
        }
        Some(added)
    }

    /// Prices every shift, for routes cheaper than those known of its tour; what the multipliers prove, if the effort proves
    /// anything. `None` where room or time ran out.
    fn evaluate(&mut self, duals: &Duals, effort: Effort, known: &[Vec<Column>]) -> Option<(i128, Vec<Found>)> {
        let (problem, relaxation, cuts) = (self.problem, &self.relaxation, &self.cuts);
        let stop = &self.limits.stop;
        let of_tour = |index: usize| {
            if stop.is_over() {
                return Found { cut_short: true, ..Found::default() };
            }
            let prices = RoutePrices::new(problem, relaxation, cuts, duals, index);
            let below = known.get(index).into_iter().flatten().map(|column| column.reduced(problem, &prices)).min();
            let search = Search {
                effort,
                most: ROUTES_AT_A_TIME,
                below: below.unwrap_or(0).min(0),
                cheapest: !known.is_empty(),
            };
            cheapest_routes(problem, &problem.tours[index], &prices, search, stop)
        };
        let tours = (0..problem.tours.len()).into_par_iter();
        let found: Vec<Found> = self.threads.install(|| tours.map(of_tour).collect());
        self.work += found.iter().map(|found| found.work).sum::<u64>();
        if found.iter().any(|found| found.cut_short) {
            return None;
        }
        let of_tour = |(found, tour): (&Found, &Tour)| i128::from(found.least) * tour.shifts.len() as i128;
        let bound = constant(relaxation, cuts, duals) + found.iter().zip(&problem.tours).map(of_tour).sum::<i128>();
        if effort == Effort::Exact {
            if self.best.as_ref().is_none_or(|best| bound > best.bound) {
                let least = found.iter().map(|found| found.least).collect();
                self.best = Some(Best { bound, duals: duals.clone(), least, gains: BTreeMap::new() });
            }
            self.note(bound);
        }
        Some((bound, found))
    }
}

/// Shares of what is left for better plans among the routes known, before the cuts and after.
const FIRST_SHARE: f64 = 0.2;
const LAST_SHARE: f64 = 0.2;
/// The share of what is left for better plans where the linear program comes to its end late, or not at all.
const LAST_RESORT: f64 = 0.4;
/// Tours beyond which good multipliers come before the linear program.
const MANY_TOURS: usize = 100;
/// Tasks beyond which the linear program takes longer than it is worth.
const MOST_IN_A_PROGRAM: usize = 1_000;
/// Cuts go on where they close at least this share of what is left of the gap, or a greater one than they take of the time.
const LEAST_CLOSED: f64 = 0.03;
/// Rounds in a row in which they don't, at which they end.
const MOST_WEAK: u32 = 2;
/// The share of the gap by which the bound may stay behind a linear program with cuts.
const LITTLE: f64 = 0.01;
/// What a route counts for where the master is solved, in labels.
const WORK_OF_A_ROUTE: u64 = 5;
/// How much of the former multipliers stays in the next.
const SMOOTHING: f64 = 0.6;
