//! The cheapest routes of one shift under given prices: ng-route labels, extended in the order of time.
//!
//! A label is a way to have finished a visit: its cost and time, and what of the past still matters. Of two labels at one
//! stop, the one that is nowhere worse *dominates*. Every visit takes a minute at least, so labels taken in the order
//! of time see all that could dominate them before.

use super::arcs::{Arc, arcs, done, thin_out, way_home};
use super::completion::{Completions, NOWHERE};
use super::duals::{Marks, RoutePrices};
use super::outlook::{Outlook, grain_of_visits};
use super::problem::{Neighbourhoods, Problem, Tour};
use crate::stop::StoppingCriterion;
use brigade_model::units::Minutes;

/// How much of the past dominance looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Cost and time only, over the cheapest arcs: finds good routes fast, and proves nothing.
    Sparse,
    /// Cost and time only.
    Quick,
    /// Everything that matters: the cheapest ng-route for certain.
    Exact,
}

/// The routes found for one shift.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The least reduced cost, or what was to be undercut. Complete efforts only: no legal route has less.
    pub least: i64,
    /// Routes of a reduced cost below as stops in order, the cheapest first.
    pub routes: Vec<Vec<u16>>,
    /// Labels made.
    pub work: u64,
    /// Whether room or time ran out; nothing is proven then.
    pub cut_short: bool,
}

/// Most labels of one shift at a time.
const MOST_LABELS: usize = 1_500_000;

const START: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Label {
    cost: i64,
    /// When the visit is done.
    time: Minutes,
    stop: u16,
    sites: u16,
    /// Tasks that may not come again, by their positions in the ng-set of this one.
    memory: u32,
    parent: u32,
    load: i64,
    /// Sites of several stops already counted.
    seen: u64,
    /// The marks set.
    marks: Marks,
}

/// What does not change while the labels of one shift are made.
struct Run<'p> {
    problem: &'p Problem<'p>,
    tour: &'p Tour,
    prices: &'p RoutePrices,
    search: Search,
    arcs: Vec<Vec<Arc>>,
    outlook: Option<Outlook>,
    /// Where labels without them were many.
    completions: Option<Completions>,
    /// Bit of a site with several stops.
    site_bit: Vec<u64>,
    /// Labels are taken in steps of two to the power of so many minutes.
    grain: u32,
}

/// What is sought.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// How much is looked at.
    pub effort: Effort,
    /// Most routes.
    pub most: usize,
    /// Routes of a lower reduced cost; at most 0.
    pub below: i64,
    /// Whether any but the cheapest is of no use.
    pub cheapest: bool,
}

/// Finds the cheapest routes of a tour. What rests cost is looked at where labels without that are more than it has entries.
pub fn cheapest_routes(
    problem: &Problem<'_>,
    tour: &Tour,
    prices: &RoutePrices,
    search: Search,
    stop: &StoppingCriterion,
) -> Found {
    cheapest_after(Completions::size(problem, tour), problem, tour, prices, search, stop)
}

/// The same, where more labels than `few` are worth a look at what rests cost.
fn cheapest_after(
    few: usize,
    problem: &Problem<'_>,
    tour: &Tour,
    prices: &RoutePrices,
    search: Search,
    stop: &StoppingCriterion,
) -> Found {
    let outlook = Outlook::new(problem, tour, prices, search.below);
    let worth = |stop: usize| outlook.as_ref().is_none_or(|outlook| outlook.promising[stop]);
    if (0..tour.stops.len()).all(|stop| !worth(stop)) {
        return Found { least: search.below, ..Found::default() };
    }
    let mut arcs = arcs(problem, tour, prices, worth);
    if search.effort == Effort::Sparse {
        thin_out(&mut arcs);
    }
    let site_bit = site_bits(problem, tour);
    let grain = grain_of_visits(problem, tour);
    let mut run = Run { problem, tour, prices, search, arcs, outlook, completions: None, site_bit, grain };
    let found = run.search(few.min(MOST_LABELS), stop);
    if !found.cut_short || stop.is_over() {
        return found;
    }
    run.completions = Some(Completions::new(problem, tour, prices, &run.arcs));
    let all = run.search(MOST_LABELS, stop);
    Found { work: all.work + found.work, ..all }
}

/// Where sites are limited, a bit for each site with several stops, as far as bits go.
fn site_bits(problem: &Problem<'_>, tour: &Tour) -> Vec<u64> {
    if tour.sites.is_none() {
        return vec![0; tour.stops.len()];
    }
    let jobs = &problem.prices.instance.jobs;
    let sites: Vec<_> = tour.stops.iter().map(|stop| jobs[problem.tasks[stop.task].job].site).collect();
    let mut shared: Vec<_> =
        sites.iter().filter(|&site| sites.iter().filter(|other| *other == site).count() > 1).collect();
    shared.sort_unstable();
    shared.dedup();
    let bit =
        |site| shared.iter().position(|&other| other == site).map_or(0, |at| if at < 64 { 1 << at } else { u64::MAX });
    sites.iter().map(bit).collect()
}

/// Labels at one stop whose time has come: none of them dominates another.
#[derive(Default)]
struct Settled {
    labels: Vec<Label>,
    least: Option<i64>,
}

impl Run<'_> {
    fn search(&self, most_labels: usize, end: &StoppingCriterion) -> Found {
        let Search { most, mut below, cheapest, .. } = self.search;
        let slots = (self.tour.latest - self.tour.start).max(0) as usize >> self.grain;
        let mut slots: Vec<Vec<u32>> = vec![Vec::new(); slots + 1];
        let mut labels: Vec<Label> = Vec::new();
        let mut settled: Vec<Settled> = (0..self.tour.stops.len()).map(|_| Settled::default()).collect();
        let mut best: Vec<Option<(i64, u32)>> = vec![None; self.tour.stops.len()];
        self.extend(None, below, &settled, &mut labels, &mut slots);
        for slot in 0..slots.len() {
            let mut due = std::mem::take(&mut slots[slot]);
            due.sort_unstable_by_key(|&label| (labels[label as usize].time, labels[label as usize].cost, label));
            for index in due {
                let label = labels[index as usize];
                let stop = label.stop as usize;
                if self.is_hopeless(&label, below) || self.is_dominated(&label, &settled[stop]) {
                    continue;
                }
                settled[stop].least = Some(settled[stop].least.map_or(label.cost, |least| least.min(label.cost)));
                if self.search.effort == Effort::Exact {
                    settled[stop].labels.push(label);
                }
                if let Some(cost) = self.closed(&label)
                    && best[stop].is_none_or(|(least, _)| cost < least)
                {
                    best[stop] = Some((cost, index));
                    below = if cheapest { below.min(cost) } else { below };
                }
                self.extend(Some((index, label)), below, &settled, &mut labels, &mut slots);
            }
            if labels.len() > most_labels || end.is_over() {
                return Found { work: labels.len() as u64, cut_short: true, ..Found::default() };
            }
        }
        let mut ends: Vec<_> = best.into_iter().flatten().filter(|&(cost, _)| cost < self.search.below).collect();
        ends.sort_unstable();
        Found {
            least: ends.first().map_or(below, |&(cost, _)| cost),
            routes: ends.iter().take(most).map(|&(_, label)| route(&labels, label)).collect(),
            work: labels.len() as u64,
            cut_short: false,
        }
    }

    fn closed(&self, label: &Label) -> Option<i64> {
        way_home(self.problem, self.tour, self.prices, label.stop, label.time).map(|cost| label.cost + cost)
    }

    fn extend(
        &self,
        from: Option<(u32, Label)>,
        below: i64,
        settled: &[Settled],
        labels: &mut Vec<Label>,
        slots: &mut [Vec<u32>],
    ) {
        let row = from.map_or(self.tour.stops.len(), |(_, label)| label.stop as usize);
        for arc in &self.arcs[row] {
            if let Some(next) = self.step(from, arc)
                && !self.is_hopeless(&next, below)
                && !self.ends_too_dear(&next, from.map_or(NOWHERE, |(_, label)| label.stop), below)
                && !self.is_dominated(&next, &settled[next.stop as usize])
            {
                slots[(next.time - self.tour.start) as usize >> self.grain].push(labels.len() as u32);
                labels.push(next);
            }
        }
    }

    /// Whether no route that goes on from a label is cheap enough.
    fn is_hopeless(&self, label: &Label, below: i64) -> bool {
        self.outlook.as_ref().is_some_and(|outlook| outlook.least(label.cost, label.time) >= below)
    }

    /// The same by what rests cost, whatever came before the last stop but one.
    fn ends_too_dear(&self, label: &Label, before: u16, below: i64) -> bool {
        let rest = |own: &Completions| own.after(label.stop, label.time, label.load, before);
        self.completions.as_ref().is_some_and(|own| label.cost + rest(own) >= below)
    }

    /// The label after one more visit; none where that can't be.
    fn step(&self, from: Option<(u32, Label)>, arc: &Arc) -> Option<Label> {
        let stop = &self.tour.stops[arc.stop as usize];
        let task = &self.problem.tasks[stop.task];
        let leave = from.map_or(self.tour.start, |(_, label)| label.time);
        let time = done(self.problem, self.tour, arc, leave)?;
        let mut next = Label {
            cost: self.prices.used + arc.cost + self.prices.met(self.prices.marks, arc.stop),
            time,
            stop: arc.stop,
            sites: 0,
            memory: 0,
            parent: START,
            load: task.load,
            seen: 0,
            marks: self.prices.marked(self.prices.marks, arc.stop),
        };
        if let Some((index, label)) = from {
            self.inherit(&mut next, index, &label, arc, stop.task)?;
        }
        self.count_site(&mut next, from.map(|(_, label)| label.stop))?;
        if self.tour.capacity.is_some_and(|capacity| next.load > capacity) {
            return None;
        }
        next.memory |= self.forbidden(stop.task);
        Some(next)
    }

    fn inherit(&self, next: &mut Label, index: u32, label: &Label, arc: &Arc, task: usize) -> Option<()> {
        let near = &self.problem.near;
        let here = self.tour.stops[label.stop as usize].task;
        let position = near.position(here, task);
        if position != Neighbourhoods::NONE && label.memory >> position & 1 != 0 {
            return None;
        }
        next.cost = label.cost + arc.cost + self.prices.met(label.marks, arc.stop);
        next.marks = self.prices.marked(label.marks, arc.stop);
        next.memory = near.carried(label.memory, here, task);
        next.parent = index;
        next.load += label.load;
        (next.sites, next.seen) = (label.sites, label.seen);
        Some(())
    }

    /// The task itself and those that had to come before it, as far as they are in its ng-set.
    fn forbidden(&self, task: usize) -> u32 {
        let near = &self.problem.near;
        let positions = self.problem.tasks[task].after.iter().map(|&before| near.position(task, before));
        positions.filter(|&position| position != Neighbourhoods::NONE).fold(1, |bits, position| bits | 1 << position)
    }

    fn count_site(&self, next: &mut Label, previous: Option<u16>) -> Option<()> {
        let Some(most) = self.tour.sites else { return Some(()) };
        let bit = self.site_bit[next.stop as usize];
        if bit == u64::MAX || previous.is_some() && next.seen & bit != 0 {
            return Some(());
        }
        next.seen |= bit;
        next.sites += 1;
        (u32::from(next.sites) <= most).then_some(())
    }

    /// Whether a settled label, which is never later, is nowhere worse.
    fn is_dominated(&self, label: &Label, settled: &Settled) -> bool {
        let Some(least) = settled.least else { return false };
        if label.cost < least {
            return false;
        }
        self.search.effort != Effort::Exact || settled.labels.iter().any(|other| self.dominates(other, label))
    }

    fn dominates(&self, one: &Label, other: &Label) -> bool {
        one.cost <= other.cost
            && one.memory & !other.memory == 0
            && (self.tour.capacity.is_none() || one.load <= other.load)
            && (self.tour.sites.is_none()
                || u32::from(one.sites) + (other.seen & !one.seen).count_ones() <= u32::from(other.sites))
            && one.cost + self.prices.cost_of(one.marks & !other.marks) <= other.cost
    }
}

fn route(labels: &[Label], mut index: u32) -> Vec<u16> {
    let mut stops = Vec::new();
    while index != START {
        stops.push(labels[index as usize].stop);
        index = labels[index as usize].parent;
    }
    stops.reverse();
    stops
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::super::column::Column;
    use super::super::duals::{Cut, Duals, Unit};
    use super::super::relaxation::Relaxation;
    use super::*;
    use crate::eval::Prices;
    use brigade_generate::{GeneratorOptions, Profile, generate};
    use brigade_model::rules::RULES;

    /// The least reduced cost over all orders of all subsets of the stops, by trying them.
    fn exhaustive(problem: &Problem<'_>, index: usize, prices: &RoutePrices) -> i64 {
        let tour = &problem.tours[index];
        let mut least = 0;
        let mut open = vec![Vec::<u16>::new()];
        while let Some(stops) = open.pop() {
            for next in (0..tour.stops.len() as u16).filter(|next| !stops.contains(next)) {
                let mut longer = stops.clone();
                longer.push(next);
                if Column::new(problem, index, longer.clone()).is_some() {
                    open.push(longer.clone());
                }
                if is_legal(problem, tour, &longer)
                    && let Some(column) = Column::new(problem, index, longer)
                {
                    least = least.min(column.reduced(problem, prices));
                }
            }
        }
        least
    }

    fn is_legal(problem: &Problem<'_>, tour: &Tour, stops: &[u16]) -> bool {
        let tasks: Vec<_> = stops.iter().map(|&stop| tour.stops[stop as usize].task).collect();
        let load: i64 = tasks.iter().map(|&task| problem.tasks[task].load).sum();
        let jobs = &problem.prices.instance.jobs;
        let mut sites: Vec<_> = tasks.iter().map(|&task| jobs[problem.tasks[task].job].site).collect();
        sites.sort_unstable();
        sites.dedup();
        let ordered = (0..tasks.len())
            .all(|late| tasks[..late].iter().all(|&early| !problem.tasks[early].after.contains(&tasks[late])));
        ordered
            && tour.capacity.is_none_or(|capacity| load <= capacity)
            && tour.sites.is_none_or(|most| sites.len() <= most as usize)
    }

    #[test]
    fn labels_find_the_cheapest_of_all_routes() {
        let (mut equal, mut tried, mut useful) = (0, 0, 0);
        for seed in 0..6 {
            let profile = if seed % 2 == 0 { Profile::Construction } else { Profile::Service };
            let firm =
                generate(&GeneratorOptions { crews: 3, sites: 12, seed, profile }).expect("options within range");
            let prices = Prices::new(&firm.instance, RULES);
            let mut chance = Xoshiro256PlusPlus::seed_from_u64(seed);
            for near in [32, 2] {
                let mut problem = Problem::new(&prices, near).expect("columns can say it");
                for tour in &mut problem.tours {
                    while tour.stops.len() > 8 {
                        let stop = chance.random_range(0..tour.stops.len());
                        tour.stops.remove(stop);
                    }
                    tour.capacity = (seed % 3 == 1).then_some(7);
                }
                problem.tasks.iter_mut().for_each(|task| task.load = chance.random_range(1..4));
                let mut relaxation = Relaxation::new(&problem);
                std::mem::take(&mut relaxation.links).iter().for_each(|link| relaxation.add_link(link));
                let mut draw = || chance.random_range(-100_000_000_000..300_000_000_000i64);
                let duals =
                    Duals { rows: relaxation.rows.iter().map(|_| draw()).collect(), cuts: vec![-40_000_000_000] };
                let sign = |(dual, row): (i64, &super::super::relaxation::Row)| {
                    if row.lower.is_none() { -dual.abs() / 500 } else { dual }
                };
                let rows = duals.rows.iter().copied().zip(&relaxation.rows).map(sign).collect();
                let pieces = [0, 1, 2].map(|task| Unit::Piece((task, None)));
                let cuts = [Cut::new(&problem, pieces.into_iter().chain([Unit::Tour(0), Unit::Tour(2)]).collect())];
                let duals = Duals { rows, ..duals };
                for (index, tour) in problem.tours.iter().enumerate() {
                    let prices = RoutePrices::new(&problem, &relaxation, &cuts, &duals, index);
                    let stop = StoppingCriterion::new(std::time::Instant::now(), None, None);
                    let least = exhaustive(&problem, index, &prices);
                    for few in [usize::MAX, 0] {
                        let search = Search { effort: Effort::Exact, most: 1, below: 0, cheapest: seed % 2 == 0 };
                        let found = cheapest_after(few, &problem, tour, &prices, search, &stop);
                        assert!(found.least <= least, "seed {seed}, tour {index}: {} above {least}", found.least);
                        assert!(near == 2 || found.least == least, "seed {seed}, tour {index}");
                        if let Some(stops) = found.routes.first() {
                            let column = Column::new(&problem, index, stops.clone()).expect("times that can be kept");
                            assert_eq!(column.reduced(&problem, &prices), found.least);
                            useful += 1;
                        }
                        tried += 1;
                        equal += usize::from(found.least == least);
                    }
                }
            }
        }
        assert!(10 * equal > 8 * tried && 3 * useful > tried, "{equal} equal and {useful} useful of {tried}");
    }
}
