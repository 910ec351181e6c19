//! Integer programs over routes: better plans from those known, and proofs from all that a better plan can hold.

use std::sync::atomic::AtomicUsize;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::super::column::Column;
use super::super::duals::{Duals, RoutePrices, cheapest_service};
use super::super::enumeration::routes_below;
use super::super::links;
use super::super::program;
use super::super::relaxation::Week;
use super::{Best, CENT_HALVED, Proof, Routes};
use brigade_model::units::Money;

impl Proof<'_, '_> {
    /// Takes a better plan over that somebody else found.
    pub(super) fn hear(&mut self) -> Option<()> {
        let Some(found) = (self.witness.news)(self.incumbent.cost) else { return Some(()) };
        self.incumbent = found;
        self.add_incumbent()
    }

    /// Looks for a better plan among the routes known.
    pub(super) fn recombine(&mut self, share: f64) -> Option<()> {
        self.hear()?;
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
        while let Some(effort) = self.effort(share, columns.len()).filter(|_| !self.is_over()) {
            let chosen = self.choose(columns.clone(), points.clone(), effort, "recombined")?;
            if chosen.is_none_or(|(_, broken)| broken == 0) {
                break;
            }
        }
        Some(())
    }

    /// What a solver may take for some routes: a share of the time that is left, or of the work. `None` where that is nothing.
    pub(super) fn effort(&mut self, share: f64, routes: usize) -> Option<program::Effort> {
        let presolve = routes <= MOST_PRESOLVED;
        if let Some(left) = self.limits.stop.left() {
            let (seconds, patience) = (share * left.as_secs_f64(), 0.5 * (1.0 + share) * left.as_secs_f64());
            return Some(program::Effort { seconds, patience, nodes: i32::MAX, presolve, gap: 0.0 });
        }
        let left = self.limits.work.map_or(u64::MAX, |most| most.saturating_sub(self.work));
        let nodes = ((left as f64 * share) as u64 / (WORK_OF_A_NODE * (1 + routes as u64))).min(MOST_NODES);
        self.work += nodes * WORK_OF_A_NODE * routes as u64;
        let (seconds, patience) = (f64::INFINITY, f64::INFINITY);
        (nodes > 0).then_some(program::Effort { seconds, patience, nodes: nodes as i32, presolve, gap: 0.0 })
    }

    /// The best multipliers, with 0 for the rows and cuts that came since.
    pub(super) fn latest_best(&self) -> Option<Best> {
        self.best.clone().map(|best| self.latest(best))
    }

    /// The multipliers that prove most, be it with the gains of crews.
    fn narrowest(&self) -> Option<Best> {
        let known = [&self.best, &self.apart].into_iter().flatten();
        known.max_by_key(|best| best.total()).cloned().map(|best| self.latest(best))
    }

    fn latest(&self, mut best: Best) -> Best {
        best.duals.rows.resize(self.relaxation.rows.len(), 0);
        best.duals.cuts.resize(self.cuts.len(), 0);
        best
    }

    /// Lists all routes that a better plan can hold and solves for the best; what that proves. Whether all fit in.
    pub(super) fn enumerate(&mut self) -> Option<bool> {
        self.hear()?;
        let Some(best) = self.narrowest() else { return Some(false) };
        let gap = self.above(best.bound);
        let width = gap - best.gain();
        if self.too_wide.is_some_and(|wide| width as f64 > NARROWER * wide as f64) {
            return Some(false);
        }
        let Some(columns) = self.routes_within(&best, gap, MOST_LISTED) else {
            self.too_wide = Some(width);
            self.tell("too many routes within the gap".into());
            return Some(false);
        };
        self.tell(format!("{} routes within the gap", columns.len()));
        self.choose_all(&best, gap, columns, ALL_SHARE, false)?;
        Some(true)
    }

    /// Lists routes as far as their reduced cost is below a part of the gap, first few, then more. A plan with any other route
    /// costs more than the bound and that part, so that the lesser of this and what the solver proves is a bound.
    pub(super) fn enumerate_partly(&mut self) -> Option<()> {
        // The solver counts nodes only where it has more than one, so that such work can't be limited but by the clock.
        let parts = if self.limits.work.is_some() { &[] } else { &PARTS[..] };
        let mut took = LONG;
        for (index, &room) in parts.iter().enumerate() {
            let enough = if index < 2 { Duration::ZERO } else { LONG.min(QUICK * took) };
            if self.limits.stop.left().is_some_and(|left| left < enough) {
                return Some(());
            }
            self.hear()?;
            let Some(best) = self.narrowest() else { return Some(()) };
            let gap = self.above(best.bound);
            if self.is_over() || gap == 0 {
                return Some(());
            }
            let Some((part, columns)) = self.widest(&best, gap, room) else { return Some(()) };
            let euros = part as f64 / Money::PER_EURO as f64;
            self.tell(format!("{} routes within {euros:.2}", columns.len()));
            if self.proven >= Some(best.bound + i128::from(part)) {
                continue;
            }
            // The first few routes are to find a better plan, the others to prove more.
            let first = index == 0 && part < gap;
            let begun = Instant::now();
            let closed = self.choose_all(&best, part, columns, if first { FEW_SHARE } else { ALL_SHARE }, !first)?;
            took = begun.elapsed();
            if part == gap || !closed && !first {
                return Some(());
            }
        }
        Some(())
    }

    /// The widest part of a gap, about, within which there is room for all routes.
    fn widest(&self, best: &Best, gap: i64, room: usize) -> Option<(i64, Vec<Column>)> {
        let least = best.gain();
        let parts = (0..HALVINGS).map(|times| least + ((gap - least) >> times));
        let mut widest = parts.map(|part| (part, self.routes_within(best, part, room)));
        let (mut part, columns) = widest.find(|(_, columns)| columns.is_some())?;
        let (mut columns, narrowed) = (columns?, part - least);
        let refinements = if part < gap { REFINEMENTS } else { 0 };
        for times in 1..=refinements {
            let wider = part + (narrowed >> times);
            if let Some(further) = self.routes_within(best, wider, room) {
                (part, columns) = (wider, further);
            }
        }
        Some((part, columns))
    }

    /// Solves for the best plan of all routes within a part of the gap; what that proves. Whether no plan of these routes can
    /// cost less than the bound and that part, where that is `enough`.
    pub(super) fn choose_all(
        &mut self,
        best: &Best,
        part: i64,
        columns: Vec<Column>,
        share: f64,
        enough: bool,
    ) -> Option<bool> {
        let Some(points) = self.points_within(&best.duals, part) else { return Some(false) };
        let others = best.bound + i128::from(part);
        loop {
            let before = self.incumbent.cost;
            let Some(mut effort) = self.effort(share, columns.len()) else { return Some(false) };
            if enough {
                effort.gap = self.above(others) as f64 / Money::PER_EURO as f64;
            }
            let Some((bound, broken)) = self.choose(columns.clone(), points.clone(), effort, "enumerated")? else {
                return Some(false);
            };
            let bound = (bound * Money::PER_EURO as f64).floor() as i128;
            self.note(bound.min(i128::from(before.0)).min(others));
            if broken == 0 || self.is_over() {
                return Some(bound >= others - i128::from(CENT_HALVED.0) || part >= self.above(best.bound));
            }
        }
    }

    /// All routes that a plan can hold which costs no more than the bound and a gap: what its other crews cost more than their tours
    /// is not left for its reduced cost. `None` where they are more than `room`.
    pub(super) fn routes_within(&self, best: &Best, gap: i64, room: usize) -> Option<Vec<Column>> {
        let left = |tour: usize| gap - best.gain_of_others(&self.problem.tours[tour]);
        self.routes_of(&self.all_tours(), best, left, room)
    }

    fn all_tours(&self) -> Vec<usize> {
        (0..self.problem.tours.len()).collect()
    }

    /// All routes of some tours whose reduced cost is no more than so much above the least. `None` where they are more than `room`.
    pub(super) fn routes_of(
        &self,
        tours: &[usize],
        best: &Best,
        above: impl Fn(usize) -> i64 + Sync,
        room: usize,
    ) -> Option<Vec<Column>> {
        let (problem, relaxation, cuts) = (self.problem, &self.relaxation, &self.cuts);
        let stop = &self.limits.stop;
        let listed = AtomicUsize::new(0);
        let of_tour = |&index: &usize| {
            let prices = RoutePrices::new(problem, relaxation, cuts, &best.duals, index);
            let counts = relaxation.worked[index].is_some();
            let most = above(index).saturating_add(best.least[index]);
            routes_below(problem, index, &prices, most, counts, (room, &listed, stop))
        };
        let found: Vec<Option<Vec<Column>>> = self.threads.install(|| tours.par_iter().map(of_tour).collect());
        Some(found.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// Multiples of the step that weeks of a better plan can have. `None` where they are too many.
    pub(super) fn points_within(&self, duals: &Duals, gap: i64) -> Option<Vec<Vec<usize>>> {
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
        let known = self.add_known(&mut columns, &self.all_tours())?;
        self.add_points_of(&columns, &known, &mut points);
        let choice = program::Choice {
            problem: self.problem,
            relaxation: &self.relaxation,
            cuts: &self.cuts,
            columns: &columns,
            points: &points,
        };
        let answer = self.witness.leaving(|| program::solve(&choice, &known, effort, &self.limits.stop));
        self.hear()?;
        let Some(answer) = answer else { return Some(None) };
        let mut broken = 0;
        if let Some(chosen) = &answer.chosen {
            self.take(&columns, chosen)?;
            let routes = chosen.iter().map(|&index| (&columns[index], 1.0));
            broken = links::activate(&mut self.relaxation, routes, &answer.aux, links::TOLERANCE);
            self.master.add_rows(&self.relaxation)?;
        }
        self.tell(format!("{what}: {} routes, {broken} rows broken, solver {:.2}", columns.len(), answer.bound));
        Some(Some((answer.bound, broken)))
    }

    /// Adds the routes that the plan known has in some tours, unless they are there. Their places.
    pub(super) fn add_known(&self, columns: &mut Vec<Column>, tours: &[usize]) -> Option<Vec<usize>> {
        let mut known = Vec::new();
        for (tour, stops) in self.columns_of(&self.incumbent.routes)?.into_iter().filter(|own| tours.contains(&own.0)) {
            let place = columns.iter().position(|column| column.tour == tour && column.stops == stops);
            let Some(place) = place.or_else(|| {
                columns.push(Column::new(self.problem, tour, stops)?);
                Some(columns.len() - 1)
            }) else {
                continue;
            };
            known.push(place);
        }
        Some(known)
    }

    /// Lets the weeks have what the plan known has.
    pub(super) fn add_points_of(&self, columns: &[Column], known: &[usize], points: &mut [Vec<usize>]) {
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

    /// Makes some routes, or what they are mended to, the plan that is known where that is legal and costs less. `None` where the
    /// solver fails.
    fn take(&mut self, columns: &[Column], chosen: &[usize]) -> Option<()> {
        let job = |tour: usize, stop: u16| {
            let task = self.problem.tours[tour].stops[stop as usize].task;
            self.problem.tasks[task].job
        };
        let mut used = vec![0; self.problem.tours.len()];
        let route = |&index: &usize| {
            let column = &columns[index];
            let jobs = column.stops.iter().map(|&stop| job(column.tour, stop)).collect();
            used[column.tour] += 1;
            Some((*self.problem.tours[column.tour].shifts.get(used[column.tour] - 1)?, jobs))
        };
        let Some(routes) = chosen.iter().map(route).collect::<Option<Routes>>() else { return Some(()) };
        if let Some(found) = (self.witness.judge)(&routes).filter(|found| found.cost < self.incumbent.cost) {
            self.incumbent = found;
            self.add_incumbent()?;
        }
        Some(())
    }
}

/// What a node of an integer program counts for, in labels per route.
const WORK_OF_A_NODE: u64 = 100;
/// Routes beyond which presolving takes longer than it saves: all are there because the bound can't rule them out.
const MOST_PRESOLVED: usize = 5_000;
/// Most nodes of an integer program where the clock does not end it.
const MOST_NODES: u64 = 5_000;
/// Most routes among which a better plan is looked for.
const MOST_RECOMBINED: usize = 3_000;
/// Routes within a gap were too many: they are counted again where it is this much narrower.
const NARROWER: f64 = 0.7;
/// Most routes that are listed for an integer program.
const MOST_LISTED: usize = 30_000;
/// Routes that are listed for a part of the gap, one after the other; more than the first two, which may take the solver a
/// gigabyte, only where much time is left or the step before took little of it.
const PARTS: [usize; 4] = [8_000, 120_000, 200_000, 300_000];
/// How much that is, and how many times what the step before took.
const LONG: Duration = Duration::from_secs(100);
const QUICK: u32 = 2;
/// How often a part is halved before that is given up.
const HALVINGS: u32 = 7;
/// How often it is made wider again by half of what it was narrowed last.
const REFINEMENTS: u32 = 2;
/// The shares of what is left that the solver may take for a few routes and for all listed.
const FEW_SHARE: f64 = 0.25;
const ALL_SHARE: f64 = 0.6;
