//! Good multipliers before any linear program: first what the visits of the plan cost, then improved by pricing alone (the
//! volume algorithm: Barahona, Anbil 2000). On large weeks the program would need many slow rounds to get there.

use super::super::column::Column;
use super::super::duals::{Duals, cheapest_service};
use super::super::labels::{Effort, Found};
use super::super::links;
use super::super::relaxation::{Relaxation, Row};
use super::super::bundle::Bundle;
use super::Proof;
use std::collections::BTreeSet;

/// What a relaxed solution amounts to: the average of those met, or one of them.
#[derive(Clone, Default)]
pub(super) struct Solution {
    /// By tour and stop.
    visits: Vec<Vec<f64>>,
    /// By variable.
    aux: Vec<f64>,
    /// The rest of each row: its limit less its sum, in the solver's units.
    pub rest: Vec<f64>,
}

impl Solution {
    /// Moves towards another solution by some share of the way.
    fn approach(&mut self, other: &Self, share: f64) {
        self.rest.resize(other.rest.len(), 0.0);
        mix(&mut self.rest, &other.rest, share);
        mix(&mut self.aux, &other.aux, share);
        for (own, other) in self.visits.iter_mut().zip(&other.visits) {
            mix(own, other, share);
        }
    }
}

fn mix(own: &mut [f64], other: &[f64], share: f64) {
    own.iter_mut().zip(other).for_each(|(own, other)| *own += share * (other - *own));
}

impl Proof<'_, '_> {
    /// Improves the multipliers as long as that pays, keeps them as the centre, and adds the best routes met to the master.
    /// `None` where the end comes before.
    pub(super) fn ascend(&mut self) -> Option<()> {
        let unit = crate::units::Money::PER_EURO as f64;
        let centre: Vec<f64> = self.first_multipliers().into_iter().map(|m| m / unit).collect();
        let step = std::env::var("STEP").ok().and_then(|r| r.parse().ok()).unwrap_or(20.0);
        let mut bundle = Bundle::new(self.problem, &self.relaxation, centre, step);
        for column in &self.master.columns {
            bundle.add_route(&self.relaxation, column);
        }
        let mut known: BTreeSet<(usize, Vec<u16>)> = self.known.clone();
        let mut points = BTreeSet::new();
        let mut best = f64::NEG_INFINITY;
        let mut predicted = f64::NEG_INFINITY;
        let mut nulls = 0;
        for round in 0..std::env::var("ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(100) {
            let begun = std::time::Instant::now();
            let scaled: Vec<f64> = if round == 0 { bundle.centre.clone() } else { bundle.multipliers() };
            let duals = self.rounded(&scaled.iter().map(|m| m * unit).collect::<Vec<_>>());
            let Some((bound, found)) = self.evaluate(&duals, Effort::Near) else { break };
            let value = bound as f64 / unit;
            let priced = begun.elapsed().as_secs_f64();
            let mut added = 0;
            for (tour, found) in found.iter().enumerate() {
                for route in &found.routes {
                    if known.insert((tour, route.clone())) && let Some(column) = Column::new(self.problem, tour, route.clone()) {
                        bundle.add_route(&self.relaxation, &column);
                        added += 1;
                    }
                }
            }
            for week in 0..self.relaxation.weeks.len() {
                let (times, _) = cheapest_service(&self.relaxation, &self.relaxation.weeks[week], &duals);
                if points.insert((week, times)) {
                    bundle.add_point(&self.relaxation, week, times);
                }
            }
            let hoped = predicted - best;
            let mut kind = "null";
            if value > best + 0.1 * hoped.max(0.0) || round == 0 {
                kind = "serious";
                nulls = 0;
                if value - best > 0.5 * hoped && round > 1 {
                    bundle.step *= 1.5;
                }
                best = value;
                bundle.centre = scaled;
            } else {
                nulls += 1;
                if value < best - hoped || nulls > 3 {
                    bundle.step *= 0.7;
                }
            }
            let inner = bundle.settle(200);
            predicted = bundle.model();
            let work: u64 = found.iter().map(|f| f.work).sum();
            self.tell(format!("ascent {round} {kind}: {value:.2} +{added}, predicted {predicted:.2}, norm {:.2}, step {:.2}, {inner} inner, {work} labels, {priced:.2} of {:.2} s", bundle.norm(), bundle.step, begun.elapsed().as_secs_f64()));
        }
        self.master.add_rows(&self.relaxation)?;
        Some(())
    }

    /// What the plan's visits cost as multipliers.
    fn first_multipliers(&self) -> Vec<f64> {
        let mut rows = vec![0.0; self.relaxation.rows.len()];
        let problem = self.problem;
        let columns: Vec<_> = self.master.columns.clone();
        for week in &self.relaxation.weeks {
            let served: i32 = columns.iter().filter(|column| self.relaxation.served[column.tour] == Some(week.row)).map(|column| column.service).sum();
            let at = ((served / self.relaxation.step) as usize).min(week.costs.len() - 1);
            if at > 0 {
                let slope = (week.costs[at] - week.costs[at - 1]) as f64 / f64::from(self.relaxation.step);
                rows[week.row] = -slope * self.relaxation.rows[week.row].scale as f64;
            }
        }
        let mut planned = vec![0; problem.tasks.len()];
        for column in &columns {
            let tour = &problem.tours[column.tour];
            let minute = self.relaxation.served[column.tour].map_or(0.0, |row| rows[row] / self.relaxation.rows[row].scale as f64);
            let mut savings = Vec::new();
            for at in 0..column.stops.len() {
                let mut without = column.stops.clone();
                without.remove(at);
                let rest = if without.is_empty() { Some(0) } else { Column::new(problem, column.tour, without).map(|c| c.cost) };
                savings.push((column.cost - rest.unwrap_or(column.cost)).max(0) as f64);
            }
            let sum: f64 = savings.iter().sum();
            let spread: f64 = std::env::var("SPREAD").ok().and_then(|s| s.parse().ok()).unwrap_or(0.5);
            let up = if sum > 0.0 { 1.0 + spread * (column.cost as f64 / sum - 1.0) } else { 1.0 };
            for (&stop, saving) in column.stops.iter().zip(savings) {
                let task = tour.stops[stop as usize].task;
                planned[task] += 1;
                let duration = f64::from(problem.tasks[task].duration);
                rows[self.relaxation.covers[task]] += saving * up - minute * duration;
            }
        }
        let theta: f64 = std::env::var("THETA").ok().and_then(|s| s.parse().ok()).unwrap_or(0.5);
        let alone = self.lone_prices();
        for (task, &planned) in planned.iter().enumerate() {
            let (own, row) = (&problem.tasks[task], self.relaxation.covers[task]);
            let low = alone[task].min(own.missing as f64);
            let high = if planned > 0 { (rows[row] / planned as f64).min(own.missing as f64) } else { low };
            rows[row] = low + theta * (high - low);
        }
        rows
    }

    /// What a visit of each task costs at least, if it pays for the way there and back by the share of the working time that
    /// it takes (Haimovich, Rinnooy Kan 1985).
    fn lone_prices(&self) -> Vec<f64> {
        let problem = self.problem;
        let mut least = vec![f64::INFINITY; problem.tasks.len()];
        for tour in &problem.tours {
            for stop in &tour.stops {
                let task = &problem.tasks[stop.task];
                let (there, back) = (problem.leg(tour.base, task.place), problem.leg(task.place, tour.base));
                let minutes = i64::from(there.minutes + back.minutes);
                let road = tour.terms.metre.0 * i64::from(there.metres + back.metres) + tour.terms.minute.0 * minutes;
                let room = i64::from(tour.latest - tour.start) - minutes;
                let share = f64::from(task.duration) / (room.max(i64::from(task.duration)).max(1)) as f64;
                least[stop.task] = least[stop.task].min(stop.cost as f64 + share * (road + tour.terms.used.0) as f64);
            }
        }
        least
    }

    fn rounded(&self, multipliers: &[f64]) -> Duals {
        let rows: Vec<_> = multipliers.iter().zip(&self.relaxation.rows).map(|(m, row)| m / row.scale as f64).collect();
        Duals::rounded(&rows, &[], &self.relaxation)
    }

    /// The solution that some multipliers lead to.
    pub(super) fn solution(&self, duals: &Duals, found: &[Found]) -> Solution {
        let relaxation = &self.relaxation;
        let mut sums = vec![0.0; relaxation.rows.len()];
        let mut visits: Vec<Vec<f64>> = relaxation.visits.iter().map(|stops| vec![0.0; stops.len()]).collect();
        for (index, found) in found.iter().enumerate() {
            let Some(stops) = found.routes.first() else { continue };
            let Some(column) = Column::new(self.problem, index, stops.clone()) else { continue };
            let count = self.problem.tours[index].shifts.len() as f64;
            stops.iter().for_each(|&stop| visits[index][stop as usize] += count);
            column.rows(relaxation).into_iter().for_each(|(row, c)| sums[row] += count * c as f64);
        }
        let mut values = Vec::with_capacity(relaxation.aux.len());
        for aux in &relaxation.aux {
            let gains: i64 = aux.terms.iter().map(|&(row, c)| duals.rows[row] * c).sum();
            let value = if aux.cost < gains { aux.upper as f64 } else { 0.0 };
            aux.terms.iter().for_each(|&(row, c)| sums[row] += value * c as f64);
            values.push(value);
        }
        for week in &relaxation.weeks {
            let (times, _) = cheapest_service(relaxation, week, duals);
            sums[week.row] -= (times as i64 * i64::from(relaxation.step)) as f64;
        }
        let rest = sums.iter().zip(&relaxation.rows).map(|(sum, row)| rest_of(row, *sum));
        Solution { visits, aux: values, rest: rest.collect() }
    }

    /// The rest of the rows of an average, those that came since included.
    fn rest(&self, visits: &[Vec<f64>], aux: &[f64], known: &[f64]) -> Vec<f64> {
        let relaxation: &Relaxation = &self.relaxation;
        let mut sums = vec![0.0; relaxation.rows.len()];
        for (tour, stops) in relaxation.visits.iter().enumerate() {
            for (stop, rows) in stops.iter().enumerate() {
                rows.iter().for_each(|&(row, c)| sums[row] += c as f64 * visits[tour][stop]);
            }
        }
        for (own, value) in relaxation.aux.iter().zip(aux) {
            own.terms.iter().for_each(|&(row, c)| sums[row] += c as f64 * value);
        }
        let newest = sums.iter().zip(&relaxation.rows).skip(known.len()).map(|(sum, row)| rest_of(row, *sum));
        known.iter().copied().chain(newest).collect()
    }
}

fn rest_of(row: &Row, sum: f64) -> f64 {
    (row.lower.or(row.upper).unwrap_or(0) as f64 - sum) / row.scale as f64
}

/// The part of a row's rest that its multiplier can follow.
fn projected(rest: f64, dual: f64, row: &Row) -> f64 {
    let stuck = dual == 0.0 && (row.lower.is_none() && rest > 0.0 || row.upper.is_none() && rest < 0.0);
    if stuck { 0.0 } else { rest }
}
