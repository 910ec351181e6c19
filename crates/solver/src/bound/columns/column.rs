//! One route of one shift as a column of the master.

use std::collections::BTreeMap;

use super::duals::{Cut, RoutePrices};
use super::problem::Problem;
use super::relaxation::{Lone, Relaxation, RowId};
use brigade_model::units::Minutes;

/// A route with its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Index of the tour.
    pub tour: usize,
    /// Its stops in order.
    pub stops: Vec<u16>,
    /// What it costs by itself.
    pub cost: i64,
    /// Minutes of service.
    pub service: Minutes,
    /// Minutes on the road.
    pub travel: Minutes,
}

impl Column {
    /// A route of a tour, every visit as early as can be. `None` where its times can't be kept.
    pub fn new(problem: &Problem<'_>, index: usize, stops: Vec<u16>) -> Option<Self> {
        let tour = &problem.tours[index];
        let terms = &tour.terms;
        let (mut place, mut time) = (tour.base, tour.start);
        let (mut cost, mut service, mut travel) = (terms.used.0, 0, 0);
        let places = stops.iter().map(|&stop| Some(&tour.stops[stop as usize])).chain([None]);
        for stop in places {
            let task = stop.map(|stop| &problem.tasks[stop.task]);
            let leg = problem.leg(place, task.map_or(tour.base, |task| task.place));
            cost += terms.metre.0 * i64::from(leg.metres) + terms.minute.0 * i64::from(leg.minutes);
            travel += leg.minutes;
            time += leg.minutes;
            if let (Some(stop), Some(task)) = (stop, task) {
                time = time.max(task.window.0);
                if time > task.window.1 {
                    return None;
                }
                time += task.duration;
                service += task.duration;
                cost += stop.cost;
                place = task.place;
            }
        }
        cost += terms.overtime_minute.0 * i64::from((time - tour.end).max(0));
        (time <= tour.latest).then_some(Self { tour: index, stops, cost, service, travel })
    }

    /// Its rows and coefficients there.
    pub fn rows(&self, relaxation: &Relaxation) -> BTreeMap<RowId, i64> {
        let mut rows = BTreeMap::new();
        for &stop in &self.stops {
            for &(row, coefficient) in &relaxation.visits[self.tour][stop as usize] {
                *rows.entry(row).or_insert(0) += coefficient;
            }
        }
        for (row, _) in relaxation.lone[self.tour].iter().filter(|(_, lone)| self.has(lone)) {
            *rows.entry(*row).or_insert(0) += 1;
        }
        if let Some(row) = relaxation.worked[self.tour] {
            *rows.entry(row).or_insert(0) += i64::from(self.service + self.travel);
        }
        if let Some(row) = relaxation.served[self.tour] {
            *rows.entry(row).or_insert(0) += i64::from(self.service);
        }
        rows
    }

    /// Whether it is of the tour of a lone visit and has it: of the two stops that visit comes first.
    pub fn has(&self, lone: &Lone) -> bool {
        let first = self.stops.iter().find(|&&stop| stop == lone.stop || stop == lone.without);
        self.tour == lone.tour && first == Some(&lone.stop)
    }

    /// How much it counts in a cut, halved and rounded down.
    pub fn halves(&self, problem: &Problem<'_>, cut: &Cut) -> i64 {
        let tour = &problem.tours[self.tour];
        let met = self.stops.iter().filter(|&&stop| cut.counts(problem, tour, tour.stops[stop as usize].task)).count();
        (met as i64 + i64::from(cut.counts_tour(self.tour))) / 2
    }

    /// What it costs under some prices.
    pub fn reduced(&self, problem: &Problem<'_>, prices: &RoutePrices) -> i64 {
        let tour = &problem.tours[self.tour];
        let own: i64 = self.stops.iter().map(|&stop| tour.stops[stop as usize].cost).sum();
        let priced: i64 = self.stops.iter().map(|&stop| prices.visits[stop as usize]).sum();
        let minutes = (prices.minute - tour.terms.minute.0) * i64::from(self.travel);
        let (mut marks, mut met) = (prices.marks, 0);
        for &stop in &self.stops {
            met += prices.met(marks, stop);
            marks = prices.marked(marks, stop);
        }
        self.cost - own + priced + minutes + met
    }

    /// Whether it visits no task twice.
    pub fn is_elementary(&self) -> bool {
        let mut stops = self.stops.clone();
        stops.sort_unstable();
        stops.windows(2).all(|pair| pair[0] != pair[1])
    }
}
