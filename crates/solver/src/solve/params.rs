//! What steers the phases of a run. What steers the search itself is in [`crate::search`].

use std::ops::Range;

/// Every number that steers the phases of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduleParams {
    /// How a plan is made from nothing.
    pub construction: ConstructionParams,
    /// How much of the time the search has before the proof.
    pub search_shares: SearchShares,
    /// How islands search in parallel.
    pub islands: IslandParams,
    /// How idle threads search while bounds are proven.
    pub background: BackgroundParams,
    /// Temperature at the start of a short search that goes on from a good plan, in mean travel costs of a visit.
    pub reheat_temperature: f64,
    /// How plans that column generation finds are repaired.
    pub repair: RepairParams,
    /// How much work the proof may take.
    pub proof: ProofBudget,
    /// A search with a limit on changes first spends one in so many parts of the run without the limit.
    pub unlimited_part: u32,
    /// The search goes on after the proof unless more than this share of the run's time is over.
    pub search_again_until: f64,
}

/// How a plan is made from nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConstructionParams {
    /// Visits of a route above which its second half is moved to an empty shift.
    pub split_above: usize,
    /// How much more the plan with split routes may cost, as a divisor of the cost.
    pub cost_divisor: i64,
}

/// The share of the time left that goes to the search before column generation, by the size of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchShares {
    /// Most visits of a small week.
    pub small_visits: u32,
    /// The share of a small week by the clock: the proof finds its best plans itself.
    pub small: f64,
    /// Seconds of search that are enough for a small week.
    pub small_seconds: f64,
    /// Most visits of a middle week.
    pub middle_visits: u32,
    /// The share of a middle week on one thread.
    pub middle: f64,
    /// The same on several threads, of which some go on to search in the background of the proof.
    pub middle_parallel: f64,
    /// Most visits of a large week.
    pub large_visits: u32,
    /// The share of a large week, and of a middle week with long routes.
    pub large: f64,
    /// The share of a larger week.
    pub huge: f64,
    /// The share of a larger week with long routes, where column generation gets nowhere soon.
    pub long_routes: f64,
    /// Visits per route in the mean above which routes are long.
    pub long_route: usize,
    /// Visits above which a round of exact pricing takes seconds.
    pub many_visits: u32,
    /// Seconds of a run with so many visits that leaves column generation out and has the relaxed bound only.
    pub relaxed_only: Range<f64>,
    /// The share of a run with so many visits that is longer.
    pub many: f64,
}

/// How islands search in parallel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IslandParams {
    /// Islands at least. Where only iterations end the search there are so many, so that the result does not depend on the
    /// threads.
    pub least: usize,
    /// Seconds of a search from which there are so many; in a shorter one there is one for each thread.
    pub least_seconds: f64,
    /// Synchronisations at which islands that fell behind go on from the best plan.
    pub epochs: u32,
    /// How often a large plan is divided into regions.
    pub region_epochs: u32,
    /// Visits of a region where only iterations end the search, unless that makes fewer regions than `least`: their number
    /// depends on the week alone.
    pub region_visits: usize,
}

/// How idle threads search while bounds are proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackgroundParams {
    /// Iterations of the first search for each visit.
    pub per_visit: u64,
    /// How many times longer each search is than the one before, as a fraction.
    pub growth: (u64, u64),
}

/// How plans that column generation finds are repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepairParams {
    /// Iterations for each visit.
    pub per_visit: u64,
    /// Most iterations of one repair, as a divisor of those of the run.
    pub part: u64,
    /// How often crews wait for each other before that is given up.
    pub waits: usize,
    /// Visits judged at most while it is sought which of them to leave out.
    pub removals: usize,
    /// Sets of visits, at most, without each of which a plan that stays illegal is repaired once more.
    pub causes: usize,
}

/// How much work the proof may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProofBudget {
    /// Share of the run's time for the relaxed bound.
    pub relaxed_share: f64,
    /// Iterations of the simplex method for the relaxed bound: far more than a week of ordinary size takes.
    pub simplex_iterations: u32,
    /// Labels of column generation per iteration of the search, where iterations end the run.
    pub labels_per_iteration: u64,
    /// Labels of column generation at least, where iterations end the run.
    pub labels: u64,
}

impl Default for ScheduleParams {
    fn default() -> Self {
        Self {
            construction: ConstructionParams::default(),
            search_shares: SearchShares::default(),
            islands: IslandParams {
                least: 4,
                least_seconds: 30.0,
                epochs: 20,
                region_epochs: 60,
                region_visits: 1_000,
            },
            reheat_temperature: 0.03,
            background: BackgroundParams { per_visit: 60, growth: (3, 2) },
            repair: RepairParams { per_visit: 30, part: 20, waits: 40, removals: 200_000, causes: 12 },
            proof: ProofBudget {
                relaxed_share: 0.1,
                simplex_iterations: 1_000_000,
                labels_per_iteration: 200,
                labels: 1_000_000,
            },
            unlimited_part: 4,
            search_again_until: 0.95,
        }
    }
}

impl Default for ConstructionParams {
    fn default() -> Self {
        Self { split_above: 20, cost_divisor: 20 }
    }
}

impl Default for SearchShares {
    fn default() -> Self {
        Self {
            small_visits: 80,
            small: 0.1,
            small_seconds: 2.0,
            middle_visits: 150,
            middle: 0.25,
            middle_parallel: 0.15,
            large_visits: 250,
            large: 0.6,
            huge: 0.7,
            long_routes: 0.85,
            long_route: 10,
            many_visits: 1_000,
            relaxed_only: 5.0..20.0,
            many: 0.6,
        }
    }
}
