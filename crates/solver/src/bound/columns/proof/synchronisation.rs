//! Rows between listed routes that hold linked visits: which two can't start them in step, and what waiting costs.
//!
//! Pricing relaxes the minutes between linked visits. Between two routes they cost something exact: the cheapest orders
//! of both sets of visits in which each linked visit waits until it is in step with the other.

use std::collections::BTreeMap;

use super::dual_bound::DualBound;
use super::state::ProofState;
use crate::bound::columns::master::route_selection::{RouteRow, Synchronisation};
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::links::{Link, links};
use crate::bound::columns::model::problem::CoveringProblem;
use crate::bound::columns::params::SynchronisationParams;
use crate::bound::columns::pricing::orders::orders;
use crate::bound::columns::pricing::route_prices::RoutePrices;
use brigade_model::model::DayId;
use brigade_model::units::{Minutes, Money};

/// The rows between routes that hold linked visits: every plan that costs at most `gap` more than the bound keeps them,
/// and so does that of the known routes.
pub fn synchronisation(
    state: &ProofState<'_, '_>,
    best: &DualBound,
    gap: i64,
    columns: &[RouteColumn],
    known: &[usize],
) -> Synchronisation {
    let problem = state.problem();
    let links = links(problem);
    if links.is_empty() {
        return Synchronisation::default();
    }
    let params = &state.params().synchronisation;
    let max_cuts = state.params().pricing.max_priced_cuts;
    let sets = VisitSets::new(problem, (columns, known), &links, params, |subproblem| {
        RoutePrices::new(problem, state.pool(), state.cuts(), &best.duals, subproblem, max_cuts)
    });
    let mut pairs: Vec<Holders> = links.iter().flat_map(|link| sets.holders(problem, link)).collect();
    pairs.sort_by_key(|holders| holders.ones.len() * holders.others.len());
    let mut rows = Synchronisation::default();
    let mut tried = 0;
    for holders in pairs {
        tried += holders.ones.len() * holders.others.len();
        if tried > params.max_pairs {
            break;
        }
        add_rows(&mut rows, problem, best, gap, columns, &sets, &holders);
    }
    rows
}

/// The sets of visits of listed routes, with the orders in which a route can do them.
struct VisitSets {
    sets: Vec<VisitSet>,
    /// By task: the number of its links.
    links: Vec<u32>,
}

/// A set of visits of one shift with at least one linked visit.
struct VisitSet {
    subproblem: usize,
    /// Its routes, by index.
    routes: Vec<usize>,
    /// Its linked tasks.
    linked: Vec<usize>,
    /// Whether a route of the incumbent is among them.
    is_known: bool,
    /// All orders with their reduced cost; empty where there are too many.
    orders: Vec<(RouteColumn, i64)>,
}

/// The sets that hold each of two linked visits on one day, by index.
struct Holders {
    link: Link,
    ones: Vec<usize>,
    others: Vec<usize>,
}

impl VisitSets {
    fn new(
        problem: &CoveringProblem<'_>,
        (columns, known): (&[RouteColumn], &[usize]),
        all: &[Link],
        params: &SynchronisationParams,
        prices: impl Fn(usize) -> RoutePrices,
    ) -> Self {
        let mut links = vec![0; problem.tasks.len()];
        for link in all {
            links[link.one] += 1;
            links[link.other] += u32::from(link.other != link.one);
        }
        let mut routes: BTreeMap<(usize, Vec<u16>), Vec<usize>> = BTreeMap::new();
        for (index, column) in columns.iter().enumerate() {
            if column.tasks(problem).any(|task| links[task] > 0) {
                let mut nodes = column.nodes.clone();
                nodes.sort_unstable();
                routes.entry((column.subproblem, nodes)).or_default().push(index);
            }
        }
        let mut of_subproblem: BTreeMap<usize, RoutePrices> = BTreeMap::new();
        let set = |((subproblem, nodes), routes): ((usize, Vec<u16>), Vec<usize>)| {
            let prices = of_subproblem.entry(subproblem).or_insert_with(|| prices(subproblem));
            let orders = orders(problem, subproblem, &nodes, params.max_orders).unwrap_or_default();
            let priced = |order: RouteColumn| {
                let cost = prices.reduced_cost(problem, &order);
                (order, cost)
            };
            let task = |&node: &u16| problem.subproblems[subproblem].nodes[node as usize].task;
            let linked = nodes.iter().map(task).filter(|&task| links[task] > 0).collect();
            let is_known = routes.iter().any(|route| known.contains(route));
            VisitSet { subproblem, routes, is_known, linked, orders: orders.into_iter().map(priced).collect() }
        };
        Self { sets: routes.into_iter().map(set).collect(), links }
    }

    /// The sets that hold the visits of a link, by day.
    fn holders(&self, problem: &CoveringProblem<'_>, link: &Link) -> Vec<Holders> {
        let mut days: BTreeMap<DayId, Holders> = BTreeMap::new();
        for (index, set) in self.sets.iter().enumerate().filter(|(_, set)| !set.orders.is_empty()) {
            let empty = || Holders { link: *link, ones: Vec::new(), others: Vec::new() };
            let day = days.entry(problem.subproblems[set.subproblem].day).or_insert_with(empty);
            if set.linked.contains(&link.one) {
                day.ones.push(index);
            }
            if set.linked.contains(&link.other) {
                day.others.push(index);
            }
        }
        days.into_values().collect()
    }

    /// Whether waits of a set for one of its visits are paid for no other link.
    fn has_one_link(&self, set: usize) -> bool {
        self.sets[set].linked.len() == 1 && self.links[self.sets[set].linked[0]] == 1
    }
}

/// Adds the rows of one link on one day.
fn add_rows(
    rows: &mut Synchronisation,
    problem: &CoveringProblem<'_>,
    best: &DualBound,
    gap: i64,
    columns: &[RouteColumn],
    sets: &VisitSets,
    holders: &Holders,
) {
    let mut waits: Vec<(usize, Vec<(usize, i64)>)> = Vec::new();
    for &one in &holders.ones {
        let own = &sets.sets[one];
        let mut conflicts = Vec::new();
        let mut costs: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
        for &other in holders.others.iter().filter(|&&other| sets.sets[other].subproblem != own.subproblem) {
            let beside = &sets.sets[other];
            match joint_cost(problem, best, gap, &holders.link, (own, beside)) {
                None => conflicts.extend(&beside.routes),
                Some(joint) if holders.link.is_of_two && sets.has_one_link(one) && sets.has_one_link(other) => {
                    for (&route, &partner) in own.routes.iter().flat_map(|r| beside.routes.iter().map(move |s| (r, s)))
                    {
                        let more = joint - columns[route].cost - columns[partner].cost;
                        if more > 0 {
                            costs.entry(route).or_default().push((partner, more));
                        }
                    }
                }
                Some(_) => {}
            }
        }
        waits.extend(costs);
        if !conflicts.is_empty() {
            let terms = own.routes.iter().chain(&conflicts).map(|&route| (route, 1.0));
            rows.rows.push(RouteRow { terms: terms.collect(), upper: 1.0, wait: None });
        }
    }
    if waits.is_empty() {
        return;
    }
    for (route, partners) in waits {
        let euros = |cost: i64| cost as f64 / Money::PER_EURO as f64;
        let most = euros(partners.iter().map(|partner| partner.1).max().unwrap_or(0));
        let terms = partners.into_iter().map(|(partner, more)| (partner, euros(more))).chain([(route, most)]);
        rows.rows.push(RouteRow { terms: terms.collect(), upper: most, wait: Some(rows.waits) });
    }
    rows.waits += 1;
}

/// What two sets of visits cost at least as routes that are in step, in plans within the gap. `None` where there are no
/// such plans.
fn joint_cost(
    problem: &CoveringProblem<'_>,
    best: &DualBound,
    gap: i64,
    link: &Link,
    sets: (&VisitSet, &VisitSet),
) -> Option<i64> {
    let gain = |set: &VisitSet| best.gains.get(&problem.subproblems[set.subproblem].crew).copied().unwrap_or(0);
    let least = |set: &VisitSet| best.least_reduced_costs[set.subproblem];
    let room = gap - best.gain() + gain(sets.0) + gain(sets.1) + least(sets.0) + least(sets.1);
    let room = if sets.0.is_known && sets.1.is_known { i64::MAX } else { room };
    let mut cheapest: Option<i64> = None;
    for (one, price) in &sets.0.orders {
        for (other, beside) in &sets.1.orders {
            if price + beside > room {
                continue;
            }
            let Some(cost) = cost_in_step(problem, link, one, other) else { continue };
            let waits = cost - one.cost - other.cost;
            if price + beside + waits <= room {
                cheapest = Some(cheapest.map_or(cost, |known| known.min(cost)));
            }
        }
    }
    cheapest
}

/// What two routes cost where their linked visits wait for each other. `None` where they are never in step.
fn cost_in_step(problem: &CoveringProblem<'_>, link: &Link, one: &RouteColumn, other: &RouteColumn) -> Option<i64> {
    let clock = &problem.prices.instance.settings.clock;
    let (mut first, mut second) = (Minutes::MIN, Minutes::MIN);
    loop {
        let (a, start) = one.waiting(problem, link.one, first)?;
        let (b, then) = other.waiting(problem, link.other, second)?;
        let between = clock.wall_start(then) - clock.wall_start(start);
        if between < link.least {
            second = clock.working(clock.after_break(clock.wall_start(start) + link.least));
        } else if between > link.most {
            first = clock.working(clock.after_break(clock.wall_start(then) - link.most));
        } else {
            return Some(a + b);
        }
    }
}
