//! Integer programs over routes: better plans from those known, and proofs from all that a better plan can hold.

use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use rayon::prelude::*;

use super::super::column::Column;
use super::super::duals::{Duals, RoutePrices, cheapest_service};
use super::super::enumeration::routes_below;
use super::super::links;
use super::super::program;
use super::super::relaxation::Week;
use super::{Best, CENT_HALVED, Incumbent, Proof, Routes};
use crate::units::Money;

impl Proof<'_, '_> {
    /// Looks for a better plan among the routes known.
    pub(super) fn recombine(&mut self, share: f64) -> Option<()> {
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
        let long = self.limits.stop.left().is_some_and(|left| left >= LONG);
        let parts = match self.limits.work {
            Some(_) => &[],
            None if long => &PARTS[..],
            None => &PARTS[..2],
        };
        for (index, &room) in parts.iter().enumerate() {
            let Some(best) = self.narrowest() else { return Some(()) };
            let gap = self.above(best.bound);
            if self.is_over() || gap == 0 {
                return Some(());
            }
            let halves = (0..HALVINGS).map(|times| best.gain() + ((gap - best.gain()) >> times));
            let listed = halves.map(|part| (part, self.routes_within(&best, part, room)));
            let Some((part, Some(columns))) = listed.into_iter().find(|(_, columns)| columns.is_some()) else {
                return Some(());
            };
            let euros = part as f64 / Money::PER_EURO as f64;
            self.tell(format!("{} routes within {euros:.2}", columns.len()));
            if self.proven >= Some(best.bound + i128::from(part)) {
                continue;
            }
            // The first few routes are to find a better plan, the others to prove more.
            let first = index == 0 && part < gap;
            let closed = self.choose_all(&best, part, columns, if first { FEW_SHARE } else { ALL_SHARE }, !first)?;
            if part == gap || !closed && !first {
                return Some(());
            }
        }
        Some(())
    }

    /// Solves for the best plan of all routes within a part of the gap; what that proves. Whether no plan of these routes can
    /// cost less than the bound and that part, where that is `enough`.
    fn choose_all(&mut self, best: &Best, part: i64, columns: Vec<Column>, share: f64, enough: bool) -> Option<bool> {
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
    fn routes_within(&self, best: &Best, gap: i64, room: usize) -> Option<Vec<Column>> {
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
        let Some(answer) = program::solve(&choice, &known, effort, &self.limits.stop) else { return Some(None) };
        let mut broken = 0;
        if let Some(chosen) = &answer.chosen {
            self.take(&columns, chosen);
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

    /// Makes some routes the plan that is known where they are legal and cost less.
    fn take(&mut self, columns: &[Column], chosen: &[usize]) {
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
        let Some(routes) = chosen.iter().map(route).collect::<Option<Routes>>() else { return };
        if let Some(cost) = (self.witness.judge)(&routes)
            && cost < self.incumbent.cost
        {
            self.incumbent = Incumbent { cost, routes };
        }
    }
}

/// What a node of an integer program counts for, in labels per route.
const WORK_OF_A_NODE: u64 = 100;
/// Routes beyond which presolving takes longer than it saves: all are there because the bound can't rule them out.
const MOST_PRESOLVED: usize = 10_000;
/// Most nodes of an integer program where the clock does not end it.
const MOST_NODES: u64 = 5_000;
/// Most routes among which a better plan is looked for.
const MOST_RECOMBINED: usize = 3_000;
/// Routes within a gap were too many: they are counted again where it is this much narrower.
const NARROWER: f64 = 0.7;
/// Most routes that are listed for an integer program.
const MOST_LISTED: usize = 30_000;
/// Routes that are listed for a part of the gap, one after the other; the last, which may take the solver a gigabyte, where
/// much time is left.
const PARTS: [usize; 3] = [8_000, 120_000, 300_000];
/// How much that is.
const LONG: Duration = Duration::from_secs(100);
/// How often a part is halved before that is given up.
const HALVINGS: u32 = 7;
/// The shares of what is left that the solver may take for a few routes and for all listed.
const FEW_SHARE: f64 = 0.25;
const ALL_SHARE: f64 = 0.6;

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::super::labels::Effort;
    use super::super::super::problem::Problem;
    use super::super::{Limits, Witness, prove};
    use super::*;
    use crate::check::check;
    use crate::cost::Prices;
    use crate::generate::{Options, Profile, generate};
    use crate::milp::relaxed_bound;
    use crate::model::{Instance, Plan, Route, Sketch};
    use crate::rules::RULES;
    use crate::solve;
    use crate::stop::Stop;

    const LIMITS: fn() -> Limits =
        || Limits { stop: Stop::new(Instant::now(), None, None), work: Some(20_000_000), threads: 1, gap: 0.0 };
    /// What rounding of multipliers may take away.
    const ROUNDING: i128 = Money::PER_EURO as i128 / 10;

    fn week(seed: u64) -> Instance {
        let profile = if seed.is_multiple_of(2) { Profile::Construction } else { Profile::Service };
        generate(&Options { crews: 3, sites: 14, seed, profile }).expect("options within range").instance
    }

    fn judge(instance: &Instance, routes: &Routes) -> Option<Money> {
        let route = |(shift, jobs): &(usize, Vec<usize>)| {
            let shift = &instance.shifts[*shift];
            Route::of(shift.date, shift.crew, jobs)
        };
        let verdict = check(instance, &Plan::new(routes.iter().map(route).collect()));
        verdict.is_legal().then_some(verdict.total)
    }

    /// Hands on what every proof of an instance needs.
    fn with_witness<T>(instance: &Instance, proof: impl FnOnce(&Prices<'_>, &Limits, &mut Witness<'_>) -> T) -> T {
        let judged = |routes: &Routes| judge(instance, routes);
        let mut witness = Witness { judge: &judged, trace: &mut |_, _| {} };
        proof(&Prices::new(instance, RULES), &LIMITS(), &mut witness)
    }

    /// What the cheapest plan costs, by a proof to its end.
    fn cheapest(instance: &Instance, prices: &Prices<'_>, limits: &Limits, witness: &mut Witness<'_>) -> Money {
        let whole = prove(prices, poor(instance), limits, witness).expect("a proof");
        whole.better.map_or(poor(instance).cost, |better| better.cost)
    }

    /// A poor plan.
    fn poor(instance: &Instance) -> Incumbent {
        let stop = Stop::new(Instant::now(), None, Some(1));
        let options = solve::Options { threads: 1, ..solve::Options::default() };
        let plan = solve::solve(instance, &options, &stop, &|_| {}).plan;
        let shift = |route: &Route| instance.shift(route.crew, instance.day(route.date)?);
        let jobs = |route: &Route| route.visits.iter().map(|visit| visit.job).collect();
        let routes = plan.routes.iter().map(|route| (shift(route).expect("a shift"), jobs(route))).collect();
        Incumbent { cost: check(instance, &plan).total, routes }
    }

    #[test]
    fn more_memory_and_more_rows_prove_more_and_never_too_much() {
        for seed in 0..6 {
            let instance = week(seed);
            with_witness(&instance, |prices, limits, witness| {
                let whole = prove(prices, poor(&instance), limits, witness).expect("a proof");
                let cheapest = i128::from(whole.better.as_ref().map_or(poor(&instance).cost, |better| better.cost).0);
                let solver = crate::milp::Limits { seconds: None, iterations: 1_000_000 };
                let relaxed = relaxed_bound(prices, solver).expect("a solver").expect("no pins").cost;
                let mut bounds = vec![i128::from(relaxed.0)];
                for near in [4, 8, 32] {
                    let problem = Problem::new(prices, near).expect("columns can say it");
                    let mut proof = Proof::new(&problem, poor(&instance), limits, witness).expect("a solver");
                    proof.converge().expect("an end");
                    bounds.push(proof.proven.expect("a bound"));
                    if near == 32 {
                        // Which ends as soon as the gap is closed.
                        let _ = proof.run();
                        bounds.push(proof.proven.expect("a bound"));
                    }
                }
                bounds.push(i128::from(whole.bound.cost.0));
                bounds.push(cheapest);
                assert!(bounds.windows(2).all(|pair| pair[0] <= pair[1] + ROUNDING), "seed {seed}: {bounds:?}");
            });
        }
    }

    /// Multipliers from pricing alone prove nearly what the linear program does, which ends in the same place from there.
    #[test]
    fn the_ascent_leads_to_the_linear_program() {
        for seed in 0..6 {
            let instance = week(seed);
            with_witness(&instance, |prices, limits, witness| {
                let problem = Problem::new(prices, 24).expect("columns can say it");
                let mut proven = |ascends: bool| {
                    let mut proof = Proof::new(&problem, poor(&instance), limits, witness).expect("a solver");
                    let first = ascends.then(|| proof.ascend().map(|()| proof.proven)).flatten().flatten();
                    proof.converge().expect("an end");
                    (first, proof.proven.expect("a bound"))
                };
                let ((_, alone), (first, after)) = (proven(false), proven(true));
                let first = first.expect("a bound");
                assert!(20 * first > 19 * alone && first <= after, "seed {seed}: {first}, {after}, {alone}");
                assert!((after - alone).abs() < ROUNDING, "seed {seed}: {after} is not {alone}");
            });
        }
    }

    #[test]
    fn ids_in_another_order_have_the_same_bound() {
        let [there, back] = [false, true].map(|flipped| {
            let instance = Sketch::firm(flipped).instance();
            with_witness(&instance, |prices, limits, witness| {
                let problem = Problem::new(prices, 32).expect("columns can say it");
                let mut proof = Proof::new(&problem, poor(&instance), limits, witness).expect("a solver");
                proof.converge().expect("an end");
                proof.proven.expect("a bound")
            })
        });
        assert!((there - back).abs() < ROUNDING && there > 100 * ROUNDING, "{there} {back}");
    }

    /// Routes within any part of the gap never prove more than the cheapest plan costs, though most of its routes are missing.
    #[test]
    fn parts_of_the_gap_never_prove_too_much() {
        let mut raised = 0;
        for seed in 0..6 {
            let instance = week(seed);
            with_witness(&instance, |prices, limits, witness| {
                let cheapest = cheapest(&instance, prices, limits, witness);
                let problem = Problem::new(prices, 8).expect("columns can say it");
                for euros in [1, 5, 20, 60] {
                    let mut proof = Proof::new(&problem, poor(&instance), limits, witness).expect("a solver");
                    proof.converge().expect("an end");
                    let best = proof.latest_best().expect("multipliers");
                    let part = euros * Money::PER_EURO;
                    let columns = proof.routes_within(&best, part, 100_000).expect("few routes");
                    proof.choose_all(&best, part, columns, 0.5, euros % 2 == 0).expect("a solver");
                    let proven = proof.proven.expect("a bound");
                    assert!(proven <= i128::from(cheapest.0), "seed {seed}, {euros} EUR: {proven} above {cheapest}");
                    raised += usize::from(proven > best.bound);
                }
            });
        }
        assert!(raised > 6, "{raised}");
    }

    /// Crews by themselves never prove more than the cheapest plan costs, with the best multipliers and with poor ones, which
    /// leave much to prove.
    #[test]
    fn crews_by_themselves_never_prove_too_much() {
        let mut raised = 0;
        for seed in 0..6 {
            let instance = week(seed);
            with_witness(&instance, |prices, limits, witness| {
                let cheapest = cheapest(&instance, prices, limits, witness);
                let problem = Problem::new(prices, 24).expect("columns can say it");
                for share in [0.0, 0.3, 0.6, 1.0, 1.2] {
                    let stop = Stop::new(Instant::now(), Some(Duration::from_secs(600)), None);
                    let limits = Limits { stop, work: None, ..limits.clone() };
                    let mut proof = Proof::new(&problem, poor(&instance), &limits, witness).expect("a solver");
                    if share == 0.0 {
                        proof.converge().expect("an end");
                    } else {
                        let multipliers: Vec<_> = proof.first_multipliers().iter().map(|euros| euros * share).collect();
                        let duals = proof.rounded(&multipliers);
                        proof.evaluate(&duals, Effort::Exact, &[]).expect("a bound");
                    }
                    let before = proof.proven.expect("a bound");
                    proof.separate().expect("a solver");
                    let proven = proof.proven.expect("a bound");
                    assert!(proven <= i128::from(cheapest.0), "seed {seed}, {share}: {proven} above {cheapest}");
                    raised += usize::from(proven > before + i128::from(Money::PER_EURO));
                }
            });
        }
        assert!(raised > 12, "{raised}");
    }
}
