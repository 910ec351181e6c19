//! Good multipliers of large weeks before any linear program: first what the visits of the plan cost, then improved by complete
//! pricing near the best ones. The linear program alone would need many slow rounds to get anywhere near.

use super::super::bundle::Bundle;
use super::super::column::Column;
use super::super::duals::{Duals, cheapest_service};
use super::super::labels::{Effort, Found};
use super::super::links;
use super::super::relaxation::Week;
use super::Proof;
use brigade_model::units::Money;

/// How far the multipliers are, in euros.
struct Course {
    /// What the centre proves.
    reached: f64,
    /// What the next ones would prove if no route were missing.
    hoped: f64,
    /// Rounds without a better centre.
    fails: u32,
}

impl Course {
    /// Whether the bound is so near to what it can become that it hardly matters.
    fn is_within(&self, share: f64) -> bool {
        (self.hoped - self.reached).abs() < share * self.reached.abs()
    }

    /// Moves the centre where that is worth it, and makes longer or shorter steps. Whether it moved.
    fn judge(&mut self, bundle: &mut Bundle, multipliers: Vec<f64>, value: f64) -> bool {
        // Weights that have not come to rest promise less than is there.
        let (gain, hope) = (value - self.reached, (self.hoped - self.reached).max(0.0));
        let moves = self.reached == f64::NEG_INFINITY || gain > ENOUGH * hope;
        if moves {
            (self.reached, self.fails) = (value, 0);
            bundle.settle_at(multipliers);
            bundle.step *= if gain > 0.5 * hope { LONGER } else { 1.0 };
        } else {
            self.fails += 1;
            bundle.step *= if -gain > hope || self.fails > MOST_FAILS { SHORTER } else { 1.0 };
        }
        moves
    }
}

impl Proof<'_, '_> {
    /// Improves the multipliers as long as that pays; then hands the routes that matter to the master. `None` where the solver
    /// fails.
    pub(super) fn ascend(&mut self) -> Option<()> {
        let mut bundle = Bundle::new(self.problem, &self.relaxation, self.first_multipliers(), FIRST_STEP);
        for column in &self.master.columns {
            bundle.add_route(&self.relaxation, column.clone());
        }
        let mut course = Course { reached: f64::NEG_INFINITY, hoped: f64::INFINITY, fails: 0 };
        for round in 1..=MOST_ROUNDS {
            let multipliers = bundle.multipliers().to_vec();
            let duals = self.rounded(&multipliers);
            let Some((bound, found)) = self.evaluate(&duals, Effort::Exact, &bundle.routes) else { break };
            let value = bound as f64 / Money::PER_EURO as f64;
            let added = self.learn(&mut bundle, found, &duals);
            let moved = course.judge(&mut bundle, multipliers, value);
            bundle.settle(MOST_MOVES);
            bundle.forget();
            course.hoped = bundle.value();
            let near = course.is_within(if moved { NEAR } else { CONVERGED });
            let rows = if near { self.add_broken(&mut bundle) } else { 0 };
            if rows > 0 {
                course.hoped = bundle.value();
            }
            let hoped = course.hoped;
            self.tell(format!("ascent {round}: {value:.2} +{added}, {rows} rows broken, {hoped:.2} hoped for"));
            if self.is_over() || rows == 0 && course.is_within(CONVERGED) {
                break;
            }
        }
        self.hand_over(bundle)
    }

    /// Adds the routes found and the cheapest minutes of each week. How many routes are new.
    fn learn(&self, bundle: &mut Bundle, found: Vec<Found>, duals: &Duals) -> usize {
        let relaxation = &self.relaxation;
        for (week, own) in relaxation.weeks.iter().enumerate() {
            bundle.add_point(relaxation, week, cheapest_service(relaxation, own, duals).0);
        }
        let routes = found.into_iter().enumerate();
        let routes = routes.flat_map(|(tour, found)| found.routes.into_iter().map(move |route| (tour, route)));
        let columns = routes.filter_map(|(tour, route)| Column::new(self.problem, tour, route));
        columns.map(|column| usize::from(bundle.add_route(relaxation, column))).sum()
    }

    /// Puts the rows in force that the weights break. How many they are.
    fn add_broken(&mut self, bundle: &mut Bundle) -> usize {
        let broken = links::activate(&mut self.relaxation, bundle.shares(), &bundle.values(), BROKEN);
        if broken > 0 {
            bundle.add_rows(&self.relaxation);
            bundle.step = bundle.step.min(FIRST_STEP);
            bundle.settle(MOST_MOVES);
        }
        broken
    }

    fn hand_over(&mut self, bundle: Bundle) -> Option<()> {
        self.master.add_rows(&self.relaxation)?;
        for column in bundle.routes.into_iter().flatten().filter(Column::is_elementary) {
            self.add(column.tour, column.stops)?;
        }
        self.centre = self.best.as_ref().map(|best| best.duals.clone());
        Some(())
    }

    /// What the visits of the plan cost, in euros by row; half as much more than they cost at least wherever they are.
    pub(super) fn first_multipliers(&self) -> Vec<f64> {
        let (problem, relaxation) = (self.problem, &self.relaxation);
        let mut rows = vec![0.0; relaxation.rows.len()];
        for week in &relaxation.weeks {
            rows[week.row] = -self.slope(week);
        }
        let mut costs = vec![(0.0, 0i64); problem.tasks.len()];
        for column in &self.master.columns {
            let worked = relaxation.served[column.tour].map_or(0.0, |row| rows[row]);
            for (at, &stop) in column.stops.iter().enumerate() {
                let task = problem.tours[column.tour].stops[stop as usize].task;
                let service = worked * f64::from(problem.tasks[task].duration);
                costs[task].0 += self.saved_without(column, at) as f64 - service;
                costs[task].1 += 1;
            }
        }
        for ((task, own), least) in problem.tasks.iter().enumerate().zip(self.least_costs()) {
            let missing = own.missing as f64;
            let least = least.min(missing);
            let (sum, count) = costs[task];
            let planned = if count > 0 { (sum / count as f64).min(missing) } else { least };
            rows[relaxation.covers[task]] = 0.5 * (least + planned);
        }
        let unit = Money::PER_EURO as f64;
        rows.iter().zip(&relaxation.rows).map(|(row, own)| row * own.scale as f64 / unit).collect()
    }

    /// What one more minute of service costs in a week as it is planned.
    fn slope(&self, week: &Week) -> f64 {
        let relaxation = &self.relaxation;
        let own = self.master.columns.iter().filter(|column| relaxation.served[column.tour] == Some(week.row));
        let served: i32 = own.map(|column| column.service).sum();
        let at = ((served / relaxation.step) as usize).min(week.costs.len() - 1);
        let last = week.costs[at] - week.costs[at.saturating_sub(1)];
        last as f64 / f64::from(relaxation.step)
    }

    /// What a route would cost less without one of its visits.
    fn saved_without(&self, column: &Column, at: usize) -> i64 {
        let mut stops = column.stops.clone();
        stops.remove(at);
        let rest = if stops.is_empty() {
            Some(0)
        } else {
            Column::new(self.problem, column.tour, stops).map(|rest| rest.cost)
        };
        rest.map_or(0, |rest| (column.cost - rest).max(0))
    }

    /// What a visit of each task costs where it is cheapest, if it pays for the way there and back by the share of the working
    /// time that it takes (Haimovich, Rinnooy Kan 1985).
    fn least_costs(&self) -> Vec<f64> {
        let problem = self.problem;
        let mut least = vec![f64::INFINITY; problem.tasks.len()];
        for tour in &problem.tours {
            for stop in &tour.stops {
                let task = &problem.tasks[stop.task];
                let (there, back) = (problem.leg(tour.base, task.place), problem.leg(task.place, tour.base));
                let minutes = i64::from(there.minutes + back.minutes);
                let road = tour.terms.metre.0 * i64::from(there.metres + back.metres) + tour.terms.minute.0 * minutes;
                let room = (i64::from(tour.latest - tour.start) - minutes).max(i64::from(task.duration)).max(1);
                let share = f64::from(task.duration) / room as f64;
                least[stop.task] = least[stop.task].min(stop.cost as f64 + share * (road + tour.terms.used.0) as f64);
            }
        }
        least
    }

    /// Multipliers in euros as integers of the right sign.
    pub(super) fn rounded(&self, multipliers: &[f64]) -> Duals {
        let unit = Money::PER_EURO as f64;
        let rows: Vec<_> =
            multipliers.iter().zip(&self.relaxation.rows).map(|(euros, row)| euros * unit / row.scale as f64).collect();
        Duals::rounded(&rows, &vec![0.0; self.cuts.len()], &self.relaxation)
    }
}

/// Euros by which a visit that nobody covers becomes worth more, to begin with.
const FIRST_STEP: f64 = 20.0;
/// Most rounds of pricing.
const MOST_ROUNDS: usize = 200;
/// Most passes over all weights between them.
const MOST_MOVES: usize = 100;
/// The share of what was hoped for that makes multipliers the new centre.
const ENOUGH: f64 = 0.1;
/// How steps grow where half of what was hoped for came, and shrink where none of it did several times.
const LONGER: f64 = 1.5;
const SHORTER: f64 = 0.7;
const MOST_FAILS: u32 = 3;
/// The share of the bound still hoped for at which rows come in that are broken by so much.
const NEAR: f64 = 0.05;
const BROKEN: f64 = 0.1;
/// The share of the bound that is not worth another round.
const CONVERGED: f64 = 2e-4;
