//! The week as the proof sees it: tasks, shifts, and which visits the rules let stand where, at what price.
//!
//! Nothing is pruned but what is impossible whatever the legs are: distances need not keep the triangle inequality.

use super::alike::merged;
use super::duals::Piece;
use crate::eval::Prices;
use brigade_model::model::{CrewId, DayId, Instance, JobId, Leg, PlaceId, ShiftId};
use brigade_model::rules::{RouteTerms, VisitCost, equipment};
use brigade_model::units::Minutes;

/// Far beyond any time of a day, and small enough to be added to.
pub const FOREVER: Minutes = 1 << 24;

/// A job of which visits are asked; they are alike.
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
    /// Tasks that no visit of this one may precede in a tour.
    pub after: Vec<usize>,
}

/// A task that may stand in a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Index of the task.
    pub task: usize,
    /// What a visit costs there, whatever else is there.
    pub cost: i64,
    /// Fewest minutes from the end of a visit to the base, by way of other stops where that is faster.
    pub home: Minutes,
    /// Fewest metres and fewest minutes of any leg that leads there.
    pub reached: Leg,
}

/// One crew on one date.
#[derive(Clone, Debug)]
pub struct Tour {
    /// The shifts; several where nothing tells them apart.
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
    pub stops: Vec<Stop>,
}

impl Tour {
    /// Index among the stops of a task; none where it can't stand.
    pub fn stop_of(&self, task: usize) -> Option<usize> {
        self.stops.binary_search_by_key(&task, |stop| stop.task).ok()
    }
}

/// What is to be covered, and by whom it can be.
pub struct Problem<'a> {
    /// The rules compiled.
    pub prices: &'a Prices<'a>,
    /// The tasks, by job.
    pub tasks: Vec<Task>,
    /// The shifts that can do any of them, those alike together.
    pub tours: Vec<Tour>,
    /// Task by job.
    pub task_of: Vec<Option<usize>>,
    /// What a route remembers of where it has been.
    pub near: Neighbourhoods,
}

/// The ng-sets (Baldacci, Mingozzi, Roberti 2011): which earlier visits a route at some task still remembers.
pub struct Neighbourhoods {
    tasks: usize,
    /// Members of each set, the task itself first.
    pub members: Vec<Vec<u32>>,
    /// Position of a task in the set of another, by pairs; [`Self::NONE`] where it is not a member.
    positions: Vec<u8>,
}

impl Neighbourhoods {
    /// Not a member.
    pub const NONE: u8 = u8::MAX;

    /// Position of `task` in the set of `at`.
    #[inline]
    pub fn position(&self, at: usize, task: usize) -> u8 {
        self.positions[at * self.tasks + task]
    }

    /// A memory at one task carried to another, which it does not yet hold.
    #[inline]
    pub fn carried(&self, mut memory: u32, from: usize, to: usize) -> u32 {
        let mut carried = 0;
        while memory != 0 {
            let member = self.members[from][memory.trailing_zeros() as usize] as usize;
            memory &= memory - 1;
            let position = self.position(to, member);
            if position != Self::NONE {
                carried |= 1 << position;
            }
        }
        carried
    }

    fn new(instance: &Instance, tasks: &[Task], task_of: &[Option<usize>], size: usize) -> Self {
        let mut members = Vec::with_capacity(tasks.len());
        let mut positions = vec![Self::NONE; tasks.len() * tasks.len()];
        for (index, task) in tasks.iter().enumerate() {
            let way = |other: &Task| {
                let (there, back) =
                    (instance.travel.leg(task.place, other.place), instance.travel.leg(other.place, task.place));
                there.minutes + back.minutes
            };
            let bound = |other: usize| task.after.contains(&other) || tasks[other].after.contains(&index);
            let mut near: Vec<_> = (0..tasks.len()).filter(|&other| other != index).collect();
            near.sort_by_key(|&other| (!bound(other), way(&tasks[other]), other));
            let set: Vec<u32> = std::iter::once(index).chain(near).take(size).map(|task| task as u32).collect();
            for (position, &member) in set.iter().enumerate() {
                positions[index * tasks.len() + member as usize] = position as u8;
            }
            members.push(set);
        }
        debug_assert!(size <= 32 && task_of.len() >= tasks.len());
        Self { tasks: tasks.len(), members, positions }
    }
}

impl<'a> Problem<'a> {
    /// The problem of some prices, with ng-sets of at most `near` tasks (1 to 32). `None` where a job may be visited
    /// twice in a tour, a tour may last for ever or a crew has already left, which columns can't say.
    pub fn new(prices: &'a Prices<'a>, near: usize) -> Option<Self> {
        let instance = prices.instance;
        let asked = |job: &JobId| instance.visits_asked(*job) > 0;
        let jobs: Vec<_> = instance.job_ids().filter(asked).collect();
        let twice = |job: &JobId| {
            let terms = &prices.jobs[*job];
            instance.visits_asked(*job) > 1 && !terms.once_a_day && !terms.one_a_day
        };
        let unknown = |terms: &RouteTerms| terms.overtime.is_none() || terms.leave.is_some();
        if jobs.iter().any(twice) || prices.routes.iter().any(unknown) {
            return None;
        }
        let mut task_of = vec![None; instance.jobs.len()];
        jobs.iter().enumerate().for_each(|(task, &job)| task_of[job] = Some(task));
        let tasks: Vec<_> = jobs.iter().map(|&job| task(prices, &task_of, job)).collect();
        let tours = instance.shift_ids().map(|shift| tour(prices, &tasks, shift));
        let tours = merged(prices, &tasks, tours.filter(|tour| !tour.stops.is_empty()).collect());
        let near = Neighbourhoods::new(instance, &tasks, &task_of, near);
        Some(Self { prices, tasks, tours, task_of, near })
    }

    /// The shift by which a tour is known.
    pub fn shift(&self, tour: usize) -> ShiftId {
        self.tours[tour].shifts[0]
    }

    /// The leg between two places.
    #[inline]
    pub fn leg(&self, from: PlaceId, to: PlaceId) -> Leg {
        self.prices.instance.travel.leg(from, to)
    }

    /// What a visit of a task takes that no other route can take.
    pub fn piece(&self, tour: &Tour, task: usize) -> Option<Piece> {
        let own = &self.tasks[task];
        if own.asked == 1 {
            return Some((task, None));
        }
        self.prices.jobs[own.job].one_a_day.then_some((task, Some(tour.day)))
    }

    /// Minutes of service of one visit of each task have this common divisor.
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

fn task(prices: &Prices<'_>, task_of: &[Option<usize>], job: JobId) -> Task {
    let (instance, terms) = (prices.instance, &prices.jobs[job]);
    let work = &instance.jobs[job];
    let clock = &instance.settings.clock;
    let first = clock.start_window(terms.open.unwrap_or(0), 0).0;
    let last = terms.close.map_or(FOREVER, |close| clock.start_window(0, close).1);
    Task {
        job,
        asked: i64::from(instance.visits_asked(job)),
        place: instance.place(job),
        duration: work.duration,
        window: (first, last),
        load: work.load.0,
        missing: prices.missing[job].0,
        after: terms.after.iter().filter_map(|&before| task_of[before]).collect(),
    }
}

fn tour(prices: &Prices<'_>, tasks: &[Task], index: ShiftId) -> Tour {
    let (instance, terms) = (prices.instance, prices.routes[index]);
    let shift = &instance.shifts[index];
    let clock = &instance.settings.clock;
    let (start, end) = (clock.working(shift.start), clock.working(shift.end));
    let capacity = terms.capacity.map_or(i64::MAX, |capacity| capacity.0);
    let may = |&(_, task): &(usize, &Task)| task.window.0 <= task.window.1 && task.load <= capacity;
    let stops = tasks.iter().enumerate().filter(may).filter_map(|(index_of_task, task)| {
        match prices.pairing(task.job, index) {
            VisitCost::Cost(cost) if !beyond_pool(prices, shift.crew, task.job) => {
                Some(Stop { task: index_of_task, cost: cost.0, home: 0, reached: Leg::default() })
            }
            _ => None,
        }
    });
    let stops: Vec<_> = stops.collect();
    let loads: i64 = stops.iter().map(|stop| tasks[stop.task].load).sum();
    let mut tour = Tour {
        shifts: vec![index],
        crew: shift.crew,
        day: shift.day,
        week: prices.week_of(index),
        base: instance.crews[shift.crew].base,
        start,
        end,
        latest: terms.overtime.map_or(FOREVER, |overtime| end + overtime),
        capacity: (loads > capacity).then_some(capacity),
        sites: terms.sites.filter(|&sites| (sites as usize) < stops.len()),
        terms,
        stops,
    };
    set_ways_home(instance, tasks, &mut tour);
    let (start, latest) = (tour.start, tour.latest);
    tour.stops.retain(|stop| {
        let task = &tasks[stop.task];
        start.max(task.window.0) + task.duration + stop.home <= latest
    });
    set_ways_there(instance, tasks, &mut tour);
    tour
}

fn beyond_pool(prices: &Prices<'_>, crew: CrewId, job: JobId) -> bool {
    prices.counts_tools && equipment::short_tools(prices.instance, crew, job) > 0
}

/// The shortest legs that lead to each stop.
fn set_ways_there(instance: &Instance, tasks: &[Task], tour: &mut Tour) {
    let mut places: Vec<_> = tour.stops.iter().map(|stop| tasks[stop.task].place).collect();
    places.push(tour.base);
    for (index, stop) in tour.stops.iter_mut().enumerate() {
        let others = places.iter().enumerate().filter(|&(other, _)| other != index);
        let legs = || others.clone().map(|(_, &from)| instance.travel.leg(from, places[index]));
        stop.reached = Leg {
            metres: legs().map(|leg| leg.metres).min().unwrap_or(0),
            minutes: legs().map(|leg| leg.minutes).min().unwrap_or(0),
        };
    }
}

/// Dijkstra from the base backwards: how soon a crew can be home after each stop.
fn set_ways_home(instance: &Instance, tasks: &[Task], tour: &mut Tour) {
    let leg = |from: PlaceId, to: PlaceId| instance.travel.leg(from, to).minutes;
    for stop in &mut tour.stops {
        stop.home = leg(tasks[stop.task].place, tour.base);
    }
    let mut open: Vec<usize> = (0..tour.stops.len()).collect();
    while let Some((at, &via)) = open.iter().enumerate().min_by_key(|&(_, &stop)| (tour.stops[stop].home, stop)) {
        open.swap_remove(at);
        let through = &tasks[tour.stops[via].task];
        let onward = tour.stops[via].home + through.duration;
        for &stop in &open {
            let from = tasks[tour.stops[stop].task].place;
            let minutes = leg(from, through.place) + onward;
            tour.stops[stop].home = tour.stops[stop].home.min(minutes);
        }
    }
}
