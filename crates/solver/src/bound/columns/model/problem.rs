//! The covering problem: tasks to cover, and one pricing problem per class of identical shifts.

use super::ng_sets::NgSets;
use crate::eval::Prices;
use brigade_model::model::{CrewId, DayId, JobId, Leg, PlaceId, ShiftId};
use brigade_model::rules::RouteTerms;
use brigade_model::units::Minutes;

/// Later than any time of a day, and small enough to be added to.
pub const FOREVER: Minutes = 1 << 24;

/// A job with its identical visits: what routes cover.
#[derive(Clone, Debug)]
pub struct Task {
    /// The job.
    pub job: JobId,
    /// Visits asked.
    pub asked: i64,
    /// Its place.
    pub place: PlaceId,
    /// Minutes of one visit.
    pub duration: Minutes,
    /// Time window of the start, working clock; empty where the first is later than the second.
    pub window: (Minutes, Minutes),
    /// Load of one visit, in millionths.
    pub load: i64,
    /// Start after which a visit is late, wall clock; later than any where nothing is promised.
    pub late_after: Minutes,
    /// Penalty of one unassigned visit, `Money` units.
    pub unassigned_penalty: i64,
    /// Predecessors, by task: a route has no visit of theirs after one of this.
    pub after: Vec<usize>,
    /// Tasks of which no visit is in the same route as one of this, ascending.
    pub apart: Vec<usize>,
}

impl Task {
    /// Whether a visit of another task may come later in a route than one of this.
    #[inline]
    pub fn may_precede(&self, later: usize) -> bool {
        !self.after.contains(&later) && !self.apart.contains(&later)
    }
}

/// A node of a pricing problem's graph: a task that its shift can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PricingNode {
    /// Index of the task.
    pub task: usize,
    /// Visit cost in the shift, `Money` units.
    pub cost: i64,
    /// Shortest time from the end of a visit to the base, minutes, through other nodes where that is faster.
    pub to_base: Minutes,
    /// Fewest metres and fewest minutes of any leg into the node.
    pub least_inbound: Leg,
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
    /// Earliest departure from the base, working clock.
    pub start: Minutes,
    /// End of the regular shift, working clock: overtime is counted from here.
    pub end: Minutes,
    /// Latest return to the base, working clock.
    pub latest: Minutes,
    /// Vehicle capacity; `None` where no route can exceed it.
    pub capacity: Option<i64>,
    /// Most different sites; `None` where no route can exceed it.
    pub sites: Option<u32>,
    /// Unit costs of travel, overtime and use of the shift.
    pub terms: RouteTerms,
    /// The tasks that the shift can do, ascending.
    pub nodes: Vec<PricingNode>,
}

impl PricingProblem {
    /// The node of a task; `None` where the shift can't do it.
    pub fn node_of(&self, task: usize) -> Option<usize> {
        self.nodes.binary_search_by_key(&task, |node| node.task).ok()
    }
}

/// The tasks to cover, and the pricing problems whose routes cover them.
pub struct CoveringProblem<'a> {
    /// The rules compiled.
    pub prices: &'a Prices<'a>,
    /// The tasks, by job.
    pub tasks: Vec<Task>,
    /// The pricing problems, one per class of identical shifts that can do any task.
    pub subproblems: Vec<PricingProblem>,
    /// Task by job.
    pub task_of: Vec<Option<usize>>,
    /// By task: the tasks nearest to it.
    pub nearest: Vec<Vec<u32>>,
    /// The ng-sets at first.
    pub ng_sets: NgSets,
}

impl<'a> CoveringProblem<'a> {
    /// The representative shift of a pricing problem.
    pub fn shift(&self, subproblem: usize) -> ShiftId {
        self.subproblems[subproblem].shifts[0]
    }

    /// What a visit of a task costs for its hour where it starts at `start`, working clock; the later, the more.
    #[inline]
    pub fn lateness(&self, task: &Task, start: Minutes) -> i64 {
        if task.late_after == FOREVER {
            return 0;
        }
        let late = self.prices.instance.settings.clock.wall_start(start) - task.late_after;
        self.prices.late.minute.0 * i64::from(late.max(0))
    }

    /// The leg between two places, as the crew of a pricing problem drives it.
    #[inline]
    pub fn leg(&self, subproblem: &PricingProblem, from: PlaceId, to: PlaceId) -> Leg {
        self.prices.instance.travel_of(subproblem.crew).leg(from, to)
    }

    /// The greatest common divisor of all service times, minutes.
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
