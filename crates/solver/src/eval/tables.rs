//! The rules of routes, weeks, jobs and sites, compiled: rows of the evaluator's tables.

use std::sync::Arc;

use super::places::{NearPlaceId, SpeedId};
use super::visit::VisitId;
use brigade_model::model::{CrewId, DayId, JobId};
use brigade_model::rules::{JobTerms, ServiceCost};
use brigade_model::units::{Minutes, Money};

/// What the cost of a shift's route is made of. Shifts of which this is equal cost the same for every route.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct RouteCosts {
    pub day: DayId,
    pub base: NearPlaceId,
    /// How fast its crew drives.
    pub speed: SpeedId,
    /// Start and end on the working clock.
    pub start: Minutes,
    pub end: Minutes,
    pub metre: Money,
    pub minute: Money,
    pub overtime_minute: Money,
    pub used: Money,
    pub overtime: Minutes,
    /// Most minutes away from the base; [`super::NO_LIMIT`] where there is no limit.
    pub duration: Minutes,
    pub capacity: i64,
    pub sites: u32,
}

impl RouteCosts {
    /// Hundredths of the capacity, begun ones counted, that a load is above it.
    #[inline]
    pub fn load_excess(&self, load: i64) -> i64 {
        if load <= self.capacity {
            return 0;
        }
        let hundredth = (self.capacity / 100).max(1);
        ((load - self.capacity + hundredth - 1) / hundredth).min(1_000)
    }
}

/// A shift: whose it is, and what its route costs.
#[derive(Clone, Debug)]
pub(super) struct ShiftCosts {
    pub route: RouteCosts,
    pub crew: CrewId,
    /// Index of its crew and week.
    pub week: usize,
}

/// What a crew's week is priced with.
pub(super) struct WeekCosts {
    pub worked: Minutes,
    service: Vec<ServiceCost>,
    /// Cost by service minutes, as far as a week can be filled without much overtime; weeks that cost the same share it.
    table: Arc<[Money]>,
}

impl WeekCosts {
    /// Most minutes of work and travel, and the costs of service, of which `table` holds the first.
    pub fn new(worked: Minutes, service: Vec<ServiceCost>, table: Arc<[Money]>) -> Self {
        Self { worked, service, table }
    }

    #[inline]
    pub fn service_cost(&self, minutes: Minutes) -> Money {
        if let Some(&cost) = self.table.get(minutes as usize) {
            return cost;
        }
        self.service.iter().map(|cost| cost(minutes)).sum()
    }
}

/// What the visits of a job are bound by.
#[derive(Default)]
pub(super) struct JobLinks {
    pub terms: JobTerms,
    pub visits: Vec<VisitId>,
    /// Whether any of its visits is pinned.
    pub pinned: bool,
    /// Jobs that wait for this one.
    pub successors: Vec<JobId>,
    /// Jobs whose links hang on its visits: those that wait for it, then those that start with it.
    pub dependents: Vec<JobId>,
    /// The jobs that are linked, directly or not, itself included, ascending; none where it is linked with no other.
    pub linked: Vec<JobId>,
    /// Whether a visit of any of these is pinned.
    pub pinned_link: bool,
}

/// The sites whose crews are counted while searching.
#[derive(Default)]
pub(super) struct SiteLinks {
    pub further_crew: Money,
    pub usual: Option<CrewId>,
    pub visits: Vec<VisitId>,
    /// Whether any of its jobs are linked with each other.
    pub linked: bool,
    /// Most crews over some visits.
    pub limit: Option<(i64, Vec<VisitId>)>,
}

impl SiteLinks {
    /// All visits that count for either.
    pub fn all(&self) -> impl Iterator<Item = VisitId> {
        self.limit.iter().flat_map(|(_, visits)| visits).chain(&self.visits).copied()
    }
}
