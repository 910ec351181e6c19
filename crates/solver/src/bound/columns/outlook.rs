//! What the rest of a route can still gain at most, by the minutes that are left: each visit once, reached by its shortest leg.
//! Labels and stops that cannot lead to any route worth finding need not be followed.

use super::duals::RoutePrices;
use super::problem::{Problem, Stop, Tour};
use brigade_model::units::Minutes;

/// The gains of one shift under some prices.
pub struct Outlook {
    /// By minutes left before the way home begins, in grains: the most that further visits can gain.
    gains: Vec<i64>,
    /// A grain is two to the power of so many minutes.
    grain: u32,
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
        let grain = grain_of(room);
        let item = |(stop, &price): (&Stop, &i64)| {
            let minutes = problem.tasks[stop.task].duration + stop.reached.minutes;
            (minutes, -price - road(stop.reached.metres, stop.reached.minutes))
        };
        let items: Vec<_> = tour.stops.iter().zip(&prices.visits).map(item).collect();
        let room = room >> grain;
        let mut gains = vec![0; room + 1];
        for &(minutes, gain) in items.iter().filter(|item| item.1 > 0) {
            // What is rounded down never takes more room together than it does in truth.
            let grains = minutes as usize >> grain;
            for left in (grains..=room).rev() {
                gains[left] = gains[left].max(gains[left - grains] + gain);
            }
        }
        let home = tour.stops.iter().map(home).min()?;
        let mut own = Self { gains, grain, latest, home, promising: Vec::new() };
        own.promising =
            items.iter().map(|&(minutes, gain)| own.least(prices.used - gain, tour.start + minutes) < below).collect();
        Some(own)
    }

    /// No route costs less that goes on from a visit done at some time at some cost.
    #[inline]
    pub fn least(&self, cost: i64, time: Minutes) -> i64 {
        cost + self.home - usize::try_from(self.latest - time).map_or(0, |left| self.gains[left >> self.grain])
    }
}

/// Grains of a shift at most: a day's minutes are less, the thousandths of public sets are many more.
const MOST_GRAINS: usize = 2_048;

/// The power of two of minutes by which a span is counted in few enough grains.
pub(super) fn grain_of(span: usize) -> u32 {
    (span / MOST_GRAINS + 1).next_power_of_two().trailing_zeros()
}

/// The same for the span of a tour, and no more than the shortest visit: no two are done in the same grain.
pub(super) fn grain_of_visits(problem: &Problem<'_>, tour: &Tour) -> u32 {
    let shortest = tour.stops.iter().map(|stop| problem.tasks[stop.task].duration).min().unwrap_or(1);
    grain_of((tour.latest - tour.start).max(0) as usize).min(shortest.max(1).ilog2())
}
