//! What the rest of a route can still gain at most, by the minutes that are left: each visit once, reached by its shortest leg.
//! Labels and stops that cannot lead to any route worth finding need not be followed.

use super::duals::RoutePrices;
use super::problem::{Problem, Stop, Tour};
use crate::units::Minutes;

/// The gains of one shift under some prices.
pub struct Outlook {
    /// By minutes left before the way home begins: the most that further visits can gain.
    gains: Vec<i64>,
    /// When the way home begins at the latest.
    latest: Minutes,
    /// What the way home costs at least.
    home: i64,
    /// Whether a visit of each stop can be part of a route of a reduced cost low enough.
    pub promising: Vec<bool>,
}

impl Outlook {
    /// The gains by 0/1 knapsack over minutes. `None` where a leg may earn something, so that the shortest is not the cheapest.
    pub fn new(problem: &Problem<'_>, tour: &Tour, prices: &RoutePrices, below: i64) -> Option<Self> {
        if prices.metre < 0 || prices.minute < 0 || prices.overtime < 0 {
            return None;
        }
        let road = |metres: i32, minutes: i32| prices.metre * i64::from(metres) + prices.minute * i64::from(minutes);
        let home = |stop: &Stop| {
            let leg = problem.leg(problem.tasks[stop.task].place, tour.base);
            road(leg.metres, leg.minutes)
        };
        let soonest = tour.stops.iter().map(|stop| stop.home).min()?;
        let latest = tour.latest - soonest;
        let room = usize::try_from(latest - tour.start).ok()?;
        let item = |(stop, &price): (&Stop, &i64)| {
            let minutes = problem.tasks[stop.task].duration + stop.reached.minutes;
            (minutes as usize, -price - road(stop.reached.metres, stop.reached.minutes))
        };
        let items: Vec<_> = tour.stops.iter().zip(&prices.visits).map(item).collect();
        let mut gains = vec![0; room + 1];
        for &(minutes, gain) in items.iter().filter(|item| item.1 > 0) {
            for left in (minutes..=room).rev() {
                gains[left] = gains[left].max(gains[left - minutes] + gain);
            }
        }
        let home = tour.stops.iter().map(home).min()?;
        let mut own = Self { gains, latest, home, promising: Vec::new() };
        own.promising = items
            .iter()
            .map(|&(minutes, gain)| own.least(prices.used - gain, tour.start + minutes as i32) < below)
            .collect();
        Some(own)
    }

    /// No route costs less that goes on from a visit done at some time at some cost.
    #[inline]
    pub fn least(&self, cost: i64, time: Minutes) -> i64 {
        cost + self.home - usize::try_from(self.latest - time).map_or(0, |left| self.gains[left])
    }
}
