//! The course of a proof: columns until none is missing, the bound on the way, rows as they are broken.

use std::collections::BTreeSet;
use std::time::Duration;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::column::Column;
use super::cuts;
use super::duals::{Cut, Duals, RoutePrices, cheapest_service, constant};
use super::enumeration::routes_below;
use super::labels::{Effort, Found, cheapest_routes};
use super::links;
use super::master::{Master, Solved};
use super::problem::Problem;
use super::program;
use super::relaxation::{Relaxation, Week};
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
    /// Threads that price shifts; 0 = one per core.
    pub threads: usize,
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
}

/// Who follows a proof and judges the plans that it meets.
pub struct Witness<'w> {
    /// What a plan costs; none where it breaks a rule.
    pub judge: &'w dyn Fn(&Routes) -> Option<Money>,
    /// Told of every step.
    pub trace: &'w mut dyn FnMut(String),
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
        return Some(Proven { bound: Bound { cost: Money::ZERO, class: BoundClass::Optimal }, better: None });
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
    let better = (proof.incumbent.cost < given).then_some(proof.incumbent);
    Some(Proven { bound: Bound { cost, class }, better })
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
    /// The gap at which the routes within it were too many to list.
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
        let master = Master::new(problem, &relaxation, &[])?;
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
            let index = self.problem.tours.iter().position(|tour| tour.shift == *shift)?;
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

    fn is_over(&self) -> bool {
        self.limits.stop.is_over()
            || self.limits.work.is_some_and(|most| self.work >= most)
            || self.gap() <= CENT_HALVED.0
    }

    /// Whether so little time is left that some bound should be proven now.
    fn is_late(&self) -> bool {
        let left = self.limits.stop.left();
        left.is_some_and(|left| left.as_secs_f64() < LATE * self.time.map_or(0.0, |time| time.as_secs_f64()))
    }

    /// What a better plan can save at most; what the plan costs where nothing is proven.
    fn gap(&self) -> i64 {
        self.above(self.proven.unwrap_or(0))
    }

    /// How far the plan lies above a bound.
    fn above(&self, bound: i128) -> i64 {
        i64::try_from((i128::from(self.incumbent.cost.0) - bound).max(0)).unwrap_or(i64::MAX)
    }

    fn run(&mut self) -> Option<()> {
        let mut solved = self.converge()?;
        self.converged = true;
        self.recombine(FIRST_SHARE)?;
        loop {
            if self.is_over() || self.enumerate()? {
                return Some(());
            }
            let before = self.gap();
            let cuts = cuts::broken(self.problem, &self.master.columns, &solved.routes, &self.cuts);
            let last = cuts.is_empty();
            for cut in cuts {
                self.master.add_cut(&cut)?;
                self.cuts.push(cut);
            }
            if !last {
                solved = self.converge()?;
            }
            if last || self.gap() as f64 > 0.99 * before as f64 {
                return self.recombine(LAST_SHARE);
            }
        }
    }

    /// Generates columns and rows until none is missing; the last solution. `None` where the end comes before.
    fn converge(&mut self) -> Option<Solved> {
        let mut round = 0;
        loop {
            if self.is_over() {
                return None;
            }
            let solved = self.master.solve(&self.relaxation, self.limits.stop.left())?;
            self.work += WORK_OF_A_ROUTE * self.master.columns.len() as u64;
            round += 1;
            let mut added = self.add_points(&solved)?;
            let mut what = "quick";
            if self.proven.is_none() && self.is_late() {
                added += self.price(&solved.duals, Effort::Exact)?;
                what = "exact";
            } else {
                added += self.price(&solved.duals, Effort::Quick)?;
            }
            if added == 0 {
                added = links::activate(&mut self.relaxation, &self.master.columns, &solved.routes, &solved.aux);
                self.master.add_rows(&self.relaxation)?;
                what = "rows";
            }
            if added == 0 {
                added = self.price(&solved.duals, Effort::Exact)?;
                what = "exact";
            }
            self.tell(format!("round {round}: {what} +{added}, master {:.2}", solved.value));
            if added == 0 {
                return Some(solved);
            }
        }
    }

    fn tell(&mut self, step: String) {
        let euros = |money: f64| money / Money::PER_EURO as f64;
        let (bound, cost) = (self.proven.map_or(0.0, |bound| euros(bound as f64)), euros(self.incumbent.cost.0 as f64));
        let (columns, rows, cuts) = (self.master.columns.len(), self.relaxation.rows.len(), self.cuts.len());
        let seconds = self.limits.stop.elapsed().as_secs_f64();
        (self.witness.trace)(format!(
            "{seconds:.1} s: {step}; bound {bound:.2}, plan {cost:.2}; {columns} routes, {rows} rows, {cuts} cuts"
        ));
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

    /// Prices every shift and takes new routes, as many as are returned; the bound where that was exact and complete.
    fn price(&mut self, duals: &Duals, effort: Effort) -> Option<usize> {
        let (problem, relaxation, cuts) = (self.problem, &self.relaxation, &self.cuts);
        let stop = &self.limits.stop;
        let of_tour = |index: usize| {
            let prices = RoutePrices::new(problem, relaxation, cuts, duals, index);
            cheapest_routes(problem, &problem.tours[index], &prices, effort, ROUTES_AT_A_TIME, stop)
        };
        let tours = (0..problem.tours.len()).into_par_iter();
        let found: Vec<Found> = self.threads.install(|| tours.map(of_tour).collect());
        self.work += found.iter().map(|found| found.work).sum::<u64>();
        if effort == Effort::Exact && found.iter().all(|found| !found.cut_short) {
            let least: Vec<_> = found.iter().map(|found| found.least).collect();
            let bound = constant(relaxation, duals) + least.iter().map(|&cost| i128::from(cost)).sum::<i128>();
            if self.best.as_ref().is_none_or(|best| bound > best.bound) {
                self.best = Some(Best { bound, duals: duals.clone(), least });
            }
            self.proven = self.proven.max(Some(bound));
        }
        let mut added = 0;
        for (tour, found) in found.into_iter().enumerate() {
            for stops in found.routes {
                added += usize::from(self.add(tour, stops)?);
            }
        }
        Some(added)
    }

    /// Looks for a better plan among the routes known.
    fn recombine(&mut self, share: f64) -> Option<()> {
        let Some(best) = self.latest_best() else { return Some(()) };
        if self.is_over() {
            return Some(());
        }
        let gap = self.above(best.bound);
        let mut priced: Vec<(i64, usize)> = Vec::new();
        let prices: Vec<_> = (0..self.problem.tours.len())
            .map(|tour| RoutePrices::new(self.problem, &self.relaxation, &self.cuts, &best.duals, tour))
            .collect();
        for (index, column) in self.master.columns.iter().enumerate().filter(|(_, column)| column.is_elementary()) {
            let cost = column.reduced(self.problem, &prices[column.tour]);
            if cost <= gap.saturating_add(best.least[column.tour].abs()) {
                priced.push((cost, index));
            }
        }
        priced.sort_unstable();
        priced.truncate(MOST_RECOMBINED);
        let columns: Vec<_> = priced.into_iter().map(|(_, index)| self.master.columns[index].clone()).collect();
        let Some(points) = self.points_within(&best.duals, gap) else { return Some(()) };
        if let Some(effort) = self.effort(share, columns.len()) {
            self.choose(columns, points, effort, "recombined")?;
        }
        Some(())
    }

    /// What a solver may take for some routes: a share of the time that is left, or of the work. `None` where that is nothing.
    fn effort(&mut self, share: f64, routes: usize) -> Option<program::Effort> {
        if let Some(left) = self.limits.stop.left() {
            return Some(program::Effort { seconds: share * left.as_secs_f64(), nodes: i32::MAX });
        }
        let left = self.limits.work.map_or(u64::MAX, |most| most.saturating_sub(self.work));
        let nodes = ((left as f64 * share) as u64 / (WORK_OF_A_NODE * (1 + routes as u64))).min(MOST_NODES);
        self.work += nodes * WORK_OF_A_NODE * routes as u64;
        (nodes > 0).then_some(program::Effort { seconds: f64::INFINITY, nodes: nodes as i32 })
    }

    /// The best multipliers, with 0 for the rows and cuts that came since.
    fn latest_best(&self) -> Option<Best> {
        let mut best = self.best.clone()?;
        best.duals.rows.resize(self.relaxation.rows.len(), 0);
        best.duals.cuts.resize(self.cuts.len(), 0);
        Some(best)
    }

    /// Lists all routes that a better plan can hold and solves for the best; what that proves. Whether all fit in.
    fn enumerate(&mut self) -> Option<bool> {
        let Some(best) = self.latest_best() else { return Some(false) };
        let gap = self.above(best.bound);
        if self.too_wide.is_some_and(|wide| gap as f64 > NARROWER * wide as f64) {
            return Some(false);
        }
        let Some(columns) = self.routes_within(&best, gap) else {
            self.too_wide = Some(gap);
            self.tell("too many routes within the gap".into());
            return Some(false);
        };
        self.tell(format!("{} routes within the gap", columns.len()));
        let Some(points) = self.points_within(&best.duals, gap) else { return Some(false) };
        loop {
            let before = self.incumbent.cost;
            let Some(effort) = self.effort(0.95, columns.len()) else { return Some(true) };
            let Some((bound, broken)) = self.choose(columns.clone(), points.clone(), effort, "enumerated")? else {
                return Some(true);
            };
            let bound = (bound * Money::PER_EURO as f64).floor() as i128;
            let bound = bound.min(i128::from(before.0));
            self.proven = self.proven.max(Some(bound));
            if broken == 0 || self.is_over() {
                return Some(true);
            }
        }
    }

    /// All routes that a better plan can hold. `None` where they are too many.
    fn routes_within(&self, best: &Best, gap: i64) -> Option<Vec<Column>> {
        let (problem, relaxation, cuts) = (self.problem, &self.relaxation, &self.cuts);
        let stop = &self.limits.stop;
        let of_tour = |index: usize| {
            let prices = RoutePrices::new(problem, relaxation, cuts, &best.duals, index);
            let counts = relaxation.worked[index].is_some();
            routes_below(
                problem,
                index,
                &prices,
                gap.saturating_add(best.least[index]),
                counts,
                (MOST_LISTED / 4, stop),
            )
        };
        let tours = (0..problem.tours.len()).into_par_iter();
        let found: Vec<Option<Vec<Column>>> = self.threads.install(|| tours.map(of_tour).collect());
        let columns: Vec<_> = found.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
        (columns.len() <= MOST_LISTED).then_some(columns)
    }

    /// Multiples of the step that weeks of a better plan can have. `None` where they are too many.
    fn points_within(&self, duals: &Duals, gap: i64) -> Option<Vec<Vec<usize>>> {
        let of_week = |week: &Week| {
            let (_, least) = cheapest_service(&self.relaxation, week, duals);
            let dual = duals.rows[week.row] * i64::from(self.relaxation.step);
            let within = |times: &usize| week.costs[*times] + dual * *times as i64 <= least.saturating_add(gap);
            (0..week.costs.len()).filter(within).collect::<Vec<_>>()
        };
        let points: Vec<_> = self.relaxation.weeks.iter().map(of_week).collect();
        (points.iter().map(Vec::len).sum::<usize>() <= MOST_LISTED).then_some(points)
    }

    /// Solves for the best plan of some routes; takes it where it is better. What the solver proved in euros and how many rows its
    /// plan broke, which are in force from then on; inner `None` where it failed.
    fn choose(
        &mut self,
        mut columns: Vec<Column>,
        mut points: Vec<Vec<usize>>,
        effort: program::Effort,
        what: &str,
    ) -> Option<Option<(f64, usize)>> {
        let mut known = Vec::new();
        for (tour, stops) in self.columns_of(&self.incumbent.routes)? {
            let place = columns.iter().position(|column| column.tour == tour && column.stops == stops);
            let Some(place) = place.or_else(|| {
                columns.push(Column::new(self.problem, tour, stops)?);
                Some(columns.len() - 1)
            }) else {
                continue;
            };
            known.push(place);
        }
        self.add_points_of(&columns, &known, &mut points);
        let choice = program::Choice {
            problem: self.problem,
            relaxation: &self.relaxation,
            cuts: &self.cuts,
            columns: &columns,
            points: &points,
        };
        let Some(answer) = program::solve(&choice, &known, effort, &self.limits.stop) else { return Some(None) };
        let mut broken = 0;
        if let Some(chosen) = &answer.chosen {
            self.take(&columns, chosen);
            let mut shares = vec![0.0; columns.len()];
            chosen.iter().for_each(|&index| shares[index] = 1.0);
            broken = links::activate(&mut self.relaxation, &columns, &shares, &answer.aux);
            self.master.add_rows(&self.relaxation)?;
        }
        self.tell(format!("{what}: {} routes, {broken} rows broken, solver {:.2}", columns.len(), answer.bound));
        Some(Some((answer.bound, broken)))
    }

    /// Lets the weeks have what the plan known has.
    fn add_points_of(&self, columns: &[Column], known: &[usize], points: &mut [Vec<usize>]) {
        for (week, points) in self.relaxation.weeks.iter().zip(points) {
            let served = known.iter().map(|&index| &columns[index]);
            let served = served.filter(|column| self.relaxation.served[column.tour] == Some(week.row));
            let times = served.map(|column| column.service).sum::<i32>() / self.relaxation.step;
            if let Err(place) = points.binary_search(&(times as usize))
                && (times as usize) < week.costs.len()
            {
                points.insert(place, times as usize);
            }
        }
    }

    /// Makes some routes the plan that is known where they are legal and cost less.
    fn take(&mut self, columns: &[Column], chosen: &[usize]) {
        let job = |tour: usize, stop: u16| {
            let task = self.problem.tours[tour].stops[stop as usize].task;
            self.problem.tasks[task].job
        };
        let route = |&index: &usize| {
            let column = &columns[index];
            let jobs = column.stops.iter().map(|&stop| job(column.tour, stop)).collect();
            (self.problem.tours[column.tour].shift, jobs)
        };
        let routes: Routes = chosen.iter().map(route).collect();
        if let Some(cost) = (self.witness.judge)(&routes)
            && cost < self.incumbent.cost
        {
            self.incumbent = Incumbent { cost, routes };
        }
    }
}

/// Shares of what is left for better plans among the routes known, before the cuts and after.
const FIRST_SHARE: f64 = 0.4;
const LAST_SHARE: f64 = 0.9;
/// The share of the time left at which some bound should be there.
const LATE: f64 = 0.4;
/// What a route counts for where the master is solved, in labels.
const WORK_OF_A_ROUTE: u64 = 5;
/// What a node of an integer program counts for, in labels per route.
const WORK_OF_A_NODE: u64 = 100;
/// Most nodes of an integer program where the clock does not end it.
const MOST_NODES: u64 = 5_000;
/// Most routes among which a better plan is looked for.
const MOST_RECOMBINED: usize = 3_000;
/// Routes within a gap were too many: they are counted again where it is this much narrower.
const NARROWER: f64 = 0.7;
/// Most routes that are listed for an integer program.
const MOST_LISTED: usize = 30_000;
