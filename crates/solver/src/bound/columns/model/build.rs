//! Builds the covering problem of an instance.
//!
//! Only what is infeasible without the triangle inequality is pruned.

use super::identical_shifts::merged;
use super::ng_sets::NgSets;
use super::problem::{CoveringProblem, FOREVER, PricingNode, PricingProblem, Task};
use crate::eval::Prices;
use brigade_model::model::{CrewId, Instance, JobId, Leg, PlaceId, ShiftId};
use brigade_model::rules::{RouteTerms, VisitCost, equipment};

/// Nearest tasks kept of each task: no fewer than an ng-set holds.
const NEAREST: usize = 128;

/// The covering problem, with ng-sets of at most `ng_size` tasks (1 to 32). `None` where columns can't express the
/// instance: a job may be visited twice in a route, a route has no latest end, or a crew has already left its base.
pub fn covering_problem<'a>(prices: &'a Prices<'a>, ng_size: usize) -> Option<CoveringProblem<'a>> {
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
    let mut tasks: Vec<_> = jobs.iter().map(|&job| task(prices, &task_of, job)).collect();
    keep_apart(prices, &task_of, &mut tasks);
    let subproblems = instance.shift_ids().map(|shift| subproblem(prices, &tasks, shift));
    let subproblems = merged(prices, &tasks, subproblems.filter(|subproblem| !subproblem.nodes.is_empty()).collect());
    let nearest = nearest_tasks(instance, &tasks);
    let ng_sets = NgSets::new(&nearest, ng_size);
    Some(CoveringProblem { prices, tasks, subproblems, task_of, nearest, ng_sets })
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
        late_after: terms.late_after.unwrap_or(FOREVER),
        unassigned_penalty: prices.unassigned_penalty[job].0,
        after: terms.after.iter().filter_map(|&before| task_of[before]).collect(),
        apart: Vec::new(),
    }
}

/// Sets which tasks are never in the same route: linked jobs with a lag between them, which two crews do; a job and one of
/// several crews that it waits for, of which all others would have to be done by then.
fn keep_apart(prices: &Prices<'_>, task_of: &[Option<usize>], tasks: &mut [Task]) {
    let mut pairs = Vec::new();
    for (index, task) in tasks.iter().enumerate() {
        let terms = &prices.jobs[task.job];
        let partner = terms.with.filter(|_| !prices.has_pinned_link(task.job)).and_then(|lag| task_of[lag.job]);
        let several = |&before: &usize| prices.jobs[tasks[before].job].together.is_some_and(|crews| crews > 1);
        let pinned = |before: usize| [task.job, tasks[before].job].iter().any(|&job| !prices.pins[job].is_empty());
        let before = task.after.iter().copied().filter(|before| several(before) && !pinned(*before));
        pairs.extend(partner.into_iter().chain(before).map(|other| (index, other)));
    }
    for (one, other) in pairs {
        tasks[one].apart.push(other);
        tasks[other].apart.push(one);
    }
    for task in tasks {
        task.apart.sort_unstable();
        task.apart.dedup();
    }
}

fn subproblem(prices: &Prices<'_>, tasks: &[Task], index: ShiftId) -> PricingProblem {
    let (instance, terms) = (prices.instance, prices.routes[index]);
    let shift = &instance.shifts[index];
    let clock = &instance.settings.clock;
    let (start, end) = (clock.working(shift.start), clock.working(shift.end));
    let capacity = terms.capacity.map_or(i64::MAX, |capacity| capacity.0);
    let may = |&(_, task): &(usize, &Task)| task.window.0 <= task.window.1 && task.load <= capacity;
    let nodes = tasks.iter().enumerate().filter(may).filter_map(|(index_of_task, task)| {
        match prices.visit_cost(task.job, index) {
            VisitCost::Cost(cost) if !beyond_pool(prices, shift.crew, task.job) => {
                Some(PricingNode { task: index_of_task, cost: cost.0, to_base: 0, least_inbound: Leg::default() })
            }
            _ => None,
        }
    });
    let nodes: Vec<_> = nodes.collect();
    let loads: i64 = nodes.iter().map(|node| tasks[node.task].load).sum();
    let mut subproblem = PricingProblem {
        shifts: vec![index],
        crew: shift.crew,
        day: shift.day,
        week: prices.week_of(index),
        base: instance.crews[shift.crew].base,
        start,
        end,
        latest: terms.overtime.map_or(FOREVER, |overtime| end + overtime),
        capacity: (loads > capacity).then_some(capacity),
        sites: terms.sites.filter(|&sites| (sites as usize) < nodes.len()),
        terms,
        nodes,
    };
    set_times_to_base(instance, tasks, &mut subproblem);
    let (start, latest) = (subproblem.start, subproblem.latest);
    subproblem.nodes.retain(|node| {
        let task = &tasks[node.task];
        start.max(task.window.0) + task.duration + node.to_base <= latest
    });
    set_least_inbound(instance, tasks, &mut subproblem);
    subproblem
}

/// By task: the nearest others, by the travel time there and back; those whose order or absence matters come first.
fn nearest_tasks(instance: &Instance, tasks: &[Task]) -> Vec<Vec<u32>> {
    let way = |one: &Task, other: &Task| {
        let (there, back) = (instance.travel.leg(one.place, other.place), instance.travel.leg(other.place, one.place));
        there.minutes + back.minutes
    };
    let ordered = |one: usize, other: usize| !tasks[one].may_precede(other) || !tasks[other].may_precede(one);
    let nearest = |one: usize| {
        let others = (0..tasks.len()).filter(|&other| other != one);
        let mut near: Vec<_> =
            others.map(|other| (!ordered(one, other), way(&tasks[one], &tasks[other]), other as u32)).collect();
        near.sort_unstable();
        near.into_iter().take(NEAREST).map(|(_, _, other)| other).collect()
    };
    (0..tasks.len()).map(nearest).collect()
}

fn beyond_pool(prices: &Prices<'_>, crew: CrewId, job: JobId) -> bool {
    prices.counts_tools && equipment::short_tools(prices.instance, crew, job) > 0
}

/// Sets the least inbound leg of each node.
fn set_least_inbound(instance: &Instance, tasks: &[Task], subproblem: &mut PricingProblem) {
    let travel = instance.travel_of(subproblem.crew);
    let mut places: Vec<_> = subproblem.nodes.iter().map(|node| tasks[node.task].place).collect();
    places.push(subproblem.base);
    for (index, node) in subproblem.nodes.iter_mut().enumerate() {
        let others = places.iter().enumerate().filter(|&(other, _)| other != index);
        let legs = || others.clone().map(|(_, &from)| travel.leg(from, places[index]));
        node.least_inbound = Leg {
            metres: legs().map(|leg| leg.metres).min().unwrap_or(0),
            minutes: legs().map(|leg| leg.minutes).min().unwrap_or(0),
        };
    }
}

/// Sets the shortest time to the base from each node (Dijkstra, backwards from the base).
fn set_times_to_base(instance: &Instance, tasks: &[Task], subproblem: &mut PricingProblem) {
    let travel = instance.travel_of(subproblem.crew);
    let leg = |from: PlaceId, to: PlaceId| travel.leg(from, to).minutes;
    for node in &mut subproblem.nodes {
        node.to_base = leg(tasks[node.task].place, subproblem.base);
    }
    let mut open: Vec<usize> = (0..subproblem.nodes.len()).collect();
    while let Some((at, &via)) =
        open.iter().enumerate().min_by_key(|&(_, &node)| (subproblem.nodes[node].to_base, node))
    {
        open.swap_remove(at);
        let through = &tasks[subproblem.nodes[via].task];
        let via_time = subproblem.nodes[via].to_base + through.duration;
        for &node in &open {
            let from = tasks[subproblem.nodes[node].task].place;
            let minutes = leg(from, through.place) + via_time;
            subproblem.nodes[node].to_base = subproblem.nodes[node].to_base.min(minutes);
        }
    }
}
