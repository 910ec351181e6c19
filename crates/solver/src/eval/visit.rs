//! The visits asked, as the search knows them.

use super::places::NearPlaceId;
use brigade_model::model::{JobId, SiteId};
use brigade_model::units::{Minutes, Money};

brigade_model::model::id_type! {
    /// Index of a visit asked: each job has `visits_asked` of them, interchangeable but for pins.
    VisitId(u32)
}

impl VisitId {
    /// The number of no visit.
    pub const NONE: Self = Self(u32::MAX);
}

/// One visit asked.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its job.
    pub job: JobId,
    /// Its site.
    pub site: SiteId,
    /// Its place as [`super::CostEvaluator::leg`] knows it.
    pub place: NearPlaceId,
    /// Minutes of work.
    pub duration: Minutes,
    /// Starts allowed, working clock.
    pub window: (Minutes, Minutes),
    /// Start after which it is late, wall clock; later than any where nothing is promised.
    pub late_after: Minutes,
    /// What it takes of a capacity.
    pub load: i64,
    /// Cost of leaving it out.
    pub unassigned_penalty: Money,
    /// Least cost of planning it, whatever else its shift holds.
    pub least_cost: Money,
    /// Whether a pin is its to keep; it must be planned then.
    pub pinned: bool,
    /// When it starts, wall clock, where its pin says so.
    pub held: Option<Minutes>,
    /// Whether its job is bound to other visits.
    pub linked: bool,
    /// Whether the crews on its site are counted.
    pub tracked: bool,
    /// Whether it needs shared tools.
    pub needs_tools: bool,
}
