//! The week as the proof sees it: tasks to cover, and one pricing problem per class of identical shifts.

use super::ng_sets::NgSets;
use crate::eval::Prices;
use brigade_model::model::{CrewId, DayId, JobId, Leg, PlaceId, ShiftId};
use brigade_model::rules::RouteTerms;
use brigade_model::units::Minutes;

/// Far beyond any time of a day, and small enough to be added to.
pub const FOREVER: Minutes = 1 << 24;

/// A job of which identical visits are asked.
#[derive(Clone, Debug)]
pub struct Task {
    /// The job.
    pub job: JobId,
    /// Visits asked.
    pub asked: i64,
    /// Where it is.
    pub place: PlaceId,
    /// Minutes of one visit.
    pub duration: Minutes,
    /// Starts allowed, working clock; empty where the first is later than the second.
    pub window: (Minutes, Minutes),
    /// What a visit takes of a capacity.
    pub load: i64,
    /// Cost of leaving one visit out.
    pub missing: i64,
    /// Tasks that no visit of this one may precede in a route.
    pub after: Vec<usize>,
}

/// A task in a pricing problem: a node of its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PricingNode {
    /// Index of the task.
    pub task: usize,
    /// What a visit costs there, whatever else is there.
    pub cost: i64,
    /// Fewest minutes from the end of a visit to the base, by way of other nodes where that is faster.
    pub home: Minutes,
    /// Fewest metres and fewest minutes of any leg that leads there.
    pub reached: Leg,
}

/// The pricing problem of one crew on one date, or of several identical shifts.
#[derive(Clone, Debug)]
pub struct PricingProblem {
    /// The shifts; several where they are identical.
    pub shifts: Vec<ShiftId>,
    /// The crew.
    pub crew: CrewId,
    /// The day.
    pub day: DayId,
    /// Index of its crew and week.
    pub week: usize,
    /// The base.
    pub base: PlaceId,
    /// When the crew may leave, working clock.
    pub start: Minutes,
    /// When overtime begins.
    pub end: Minutes,
    /// When it must be back.
    pub latest: Minutes,
    /// Most that is carried; none where no route can exceed it.
    pub capacity: Option<i64>,
    /// Most different sites; none where no route can exceed it.
    pub sites: Option<u32>,
    /// Prices of the road, overtime and use.
    pub terms: RouteTerms,
    /// The tasks that may stand there, ascending.
    pub nodes: Vec<PricingNode>,
}

impl PricingProblem {
    /// Index among the nodes of a task; none where it can't stand.
    pub fn node_of(&self, task: usize) -> Option<usize> {
        self.nodes.binary_search_by_key(&task, |node| node.task).ok()
    }
}

/// The tasks to cover, and the pricing problems whose routes can.
pub struct CoveringProblem<'a> {
    /// The rules compiled.
    pub prices: &'a Prices<'a>,
    /// The tasks, by job.
    pub tasks: Vec<Task>,
    /// The pricing problems of the shifts that can do any of them.
    pub subproblems: Vec<PricingProblem>,
    /// Task by job.
    pub task_of: Vec<Option<usize>>,
    /// The ng-sets.
    pub near: NgSets,
}

impl<'a> CoveringProblem<'a> {
    /// The shift by which a pricing problem is known.
    pub fn shift(&self, subproblem: usize) -> ShiftId {
        self.subproblems[subproblem].shifts[0]
    }

    /// The leg between two places.
    #[inline]
    pub fn leg(&self, from: PlaceId, to: PlaceId) -> Leg {
        self.prices.instance.travel.leg(from, to)
    }

    /// The greatest common divisor of the minutes of service of all tasks.
    pub fn service_step(&self) -> Minutes {
        let divisor = |a: Minutes, b: Minutes| {
            let (mut a, mut b) = (a, b);
            while b != 0 {
                (a, b) = (b, a % b);
            }
            a
        };
        self.tasks.iter().map(|task| task.duration).fold(0, divisor).max(1)
    }
}
