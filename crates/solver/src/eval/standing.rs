//! What lower bounds of moves read, side by side in memory: legs, places and prices as they stand.

use super::evaluator::{CostEvaluator, VisitId};
use super::places::NearPlaceId;
use super::working_plan::WorkingPlan;
use brigade_model::model::{JobId, Leg, ShiftId, SiteId};
use brigade_model::units::Minutes;

/// A leg of a route; the last leads home. After it comes one more entry that begins at the base and holds the totals. Two
/// share a cache line.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(super) struct Edge {
    /// Where the leg begins; it ends where the next one begins.
    pub from: NearPlaceId,
    pub leg: Leg,
    /// Metres and minutes on the road before this leg.
    pub before: Leg,
    /// Minutes of service before this leg.
    pub service: Minutes,
    /// How much more the visits after this leg cost by the table than they would at least.
    pub slack: i64,
}

/// The times at both ends of a leg.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Timing {
    /// When the crew is done where the leg begins, and its time warp until then.
    pub ready: Minutes,
    pub warp_before: Minutes,
    /// When it has to be where the leg ends at the latest to add no time warp, and the warp from there on.
    pub latest: Minutes,
    pub warp_after: Minutes,
}

/// A shift with its route, in one cache line.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(super) struct ShiftStanding {
    pub metre: i64,
    pub minute: i64,
    /// Price of a minute past the end, and how many there may be.
    pub overtime_minute: i64,
    pub overtime: Minutes,
    /// Minutes of the shift without its work and travel; negative where they exceed it.
    pub spare: Minutes,
    /// What may still be loaded.
    pub spare_load: i64,
    /// The most that a change which leaves the route some visit saves on it besides the road; negative for an empty route.
    pub relief: i64,
    /// The most metres and the most minutes of any of its legs.
    pub longest: Leg,
    pub week: u32,
    pub visits: u32,
}

/// A crew's week with its price.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WeekStanding {
    /// Minutes of service, and what they cost.
    pub service: Minutes,
    pub service_cost: i64,
    /// The penalty for its hours.
    pub fine: i64,
}

impl WeekStanding {
    #[inline]
    pub fn price(&self) -> i64 {
        self.service_cost + self.fine
    }
}

/// A visit with its price, in one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct VisitStanding {
    /// What it costs by the table as it stands, or left out.
    pub price: i64,
    /// What it costs at least where it is planned.
    pub least: i64,
    pub load: i64,
    pub place: NearPlaceId,
    pub duration: Minutes,
    /// The most that moving it saves among its links, changes apart.
    pub ties: i64,
    /// Whether it is bound to other visits, or its site's crews are counted.
    pub tied: bool,
    /// Whether it must be planned.
    pub pinned: bool,
}

/// All of it.
pub(super) struct Standing {
    /// Entries kept for each shift.
    stride: usize,
    edges: Vec<Edge>,
    timings: Vec<Timing>,
    pub shifts: Vec<ShiftStanding>,
    pub weeks: Vec<WeekStanding>,
    pub visits: Vec<VisitStanding>,
    /// By shift: whether any of its visits is bound to others, or its site's crews are counted.
    pub tied: Vec<bool>,
    /// By planned visit: the shifts in which it and all visits after it may stand, one bit each.
    fits: Vec<u64>,
    /// By shift: the same of its first visit; every bit where it is empty.
    whole: Vec<u64>,
    words: usize,
    /// By shift: a number that changes with its route.
    pub stamps: Vec<u64>,
    /// Visits planned, and shifts that hold any.
    pub extent: (usize, usize),
}

impl Standing {
    /// Of a plan in which every visit is left out.
    pub fn new(evaluator: &CostEvaluator<'_>) -> Self {
        let shifts = evaluator.shifts.iter().map(|costs| ShiftStanding {
            metre: costs.metre,
            minute: costs.minute,
            overtime_minute: costs.overtime_minute,
            overtime: costs.overtime,
            week: costs.week as u32,
            ..ShiftStanding::default()
        });
        let visits = evaluator.visits().iter().map(|visit| VisitStanding {
            price: visit.missing,
            least: visit.least,
            load: visit.load,
            place: visit.place,
            duration: visit.duration,
            ties: 0,
            tied: visit.linked || visit.tracked,
            pinned: visit.pinned,
        });
        let (shifts, visits): (Vec<_>, Vec<_>) = (shifts.collect(), visits.collect());
        let (stride, words) = (8, shifts.len().div_ceil(64));
        Self {
            stride,
            edges: vec![Edge::default(); stride * shifts.len()],
            timings: vec![Timing::default(); stride * shifts.len()],
            weeks: vec![WeekStanding::default(); evaluator.weeks.len()],
            tied: vec![false; shifts.len()],
            fits: vec![0; visits.len() * words],
            whole: vec![u64::MAX; shifts.len() * words],
            words,
            stamps: vec![0; shifts.len()],
            extent: (0, 0),
            shifts,
            visits,
        }
    }

    /// The legs of a shift's route and the entry after them.
    #[inline]
    pub fn edges(&self, shift: ShiftId) -> &[Edge] {
        &self.edges[shift.index() * self.stride..][..self.shifts[shift].visits as usize + 2]
    }

    /// The legs to and from a planned visit, and the one after them or the totals.
    #[inline]
    pub fn around(&self, shift: ShiftId, position: usize) -> &[Edge; 3] {
        let edges = self.edges[shift.index() * self.stride + position..].first_chunk();
        edges.expect("a shift has two entries more than visits")
    }

    /// The times at the legs of a shift.
    #[inline]
    pub fn timings(&self, shift: ShiftId) -> &[Timing] {
        &self.timings[shift.index() * self.stride..][..self.shifts[shift].visits as usize + 1]
    }

    /// Whether a planned visit and all after it may stand in a shift.
    #[inline]
    pub fn tail_fits(&self, visit: VisitId, shift: ShiftId) -> bool {
        self.fits[visit.index() * self.words + shift.index() / 64] >> (shift.index() % 64) & 1 != 0
    }

    /// Whether all visits of a shift's route may stand in another shift.
    #[inline]
    pub fn route_fits(&self, route: ShiftId, shift: ShiftId) -> bool {
        self.whole(route)[shift.index() / 64] >> (shift.index() % 64) & 1 != 0
    }

    /// The shifts in which all visits of a shift's route may stand, one bit each.
    #[inline]
    pub fn whole(&self, shift: ShiftId) -> &[u64] {
        &self.whole[shift.index() * self.words..][..self.words]
    }

    fn set_edges(&mut self, shift: ShiftId, edges: &[Edge]) {
        if edges.len() > self.stride {
            let wider = edges.len().next_power_of_two();
            self.edges = widened(&self.edges, self.stride, wider);
            self.timings = widened(&self.timings, self.stride, wider);
            self.stride = wider;
        }
        self.edges[shift.index() * self.stride..][..edges.len()].copy_from_slice(edges);
    }

    fn set_fits(&mut self, shift: ShiftId, visits: &[VisitId], evaluator: &CostEvaluator<'_>) {
        let rest = &mut self.whole[shift.index() * self.words..][..self.words];
        rest.fill(u64::MAX);
        for &visit in visits.iter().rev() {
            rest.iter_mut().zip(evaluator.allowed_bits(visit)).for_each(|(rest, allowed)| *rest &= allowed);
            self.fits[visit.index() * self.words..][..self.words].copy_from_slice(rest);
        }
    }
}

/// Rows of some width as rows of a greater one.
fn widened<T: Copy + Default>(rows: &[T], width: usize, wider: usize) -> Vec<T> {
    let mut all = vec![T::default(); rows.len() / width * wider];
    for (to, from) in all.chunks_exact_mut(wider).zip(rows.chunks_exact(width)) {
        to[..width].copy_from_slice(from);
    }
    all
}

impl WorkingPlan<'_> {
    /// Takes a changed route over.
    pub(super) fn note_route(&mut self, shift: ShiftId) {
        let evaluator = self.evaluator;
        let route = &self.routes[shift];
        let mut edges = std::mem::take(&mut self.edges);
        edges.clear();
        let heads = &route.heads;
        for (head, to) in heads.iter().zip(route.visits.iter().map(Some).chain([None])) {
            let to = to.map_or(evaluator.shifts[shift].base, |&visit| evaluator.visit(visit).place);
            edges.push(Edge::between(
                head.place,
                evaluator.leg(head.place, to),
                (head.metres, head.minutes),
                head.service,
            ));
        }
        let totals = &route.totals;
        let end = (totals.metres, totals.minutes);
        edges.push(Edge::between(evaluator.shifts[shift].base, Leg::default(), end, totals.service));
        let mut slack = 0;
        for (edge, &visit) in edges.iter_mut().zip(&route.visits).rev() {
            let own = &self.standing.visits[visit];
            slack += own.price - own.least;
            edge.slack = slack;
        }
        let standing = &mut self.standing.shifts[shift];
        let costs = &evaluator.shifts[shift];
        let (before, now) = (standing.visits as usize, route.visits.len());
        let (planned, used) = self.standing.extent;
        self.standing.extent = (planned + now - before, used + usize::from(now > 0) - usize::from(before > 0));
        standing.visits = now as u32;
        standing.spare = costs.end - costs.start - totals.minutes - totals.service;
        standing.spare_load = costs.capacity - totals.load;
        let legs = edges.iter().map(|edge| edge.leg);
        standing.longest = legs.fold(Leg::default(), |most, leg| Leg {
            metres: most.metres.max(leg.metres),
            minutes: most.minutes.max(leg.minutes),
        });
        self.standing.tied[shift] = route.visits.iter().any(|&visit| self.standing.visits[visit].tied);
        self.standing.set_edges(shift, &edges);
        let end = (costs.end + costs.overtime, 0);
        let ends = route.tails.iter().map(|tail| (tail.segment.latest, tail.segment.warp)).chain([end]);
        let timings = &mut self.standing.timings[shift.index() * self.standing.stride..];
        for ((timing, head), (latest, warp_after)) in timings.iter_mut().zip(heads).zip(ends) {
            *timing = Timing { ready: head.time, warp_before: head.warp, latest, warp_after };
        }
        self.standing.set_fits(shift, &route.visits, evaluator);
        self.edges = edges;
        self.note_off_road(shift);
    }

    /// Takes what a route costs besides the road over.
    pub(super) fn note_off_road(&mut self, shift: ShiftId) {
        self.standing.shifts[shift].relief = self.routes[shift].off_road - self.evaluator.shifts[shift].used;
    }

    /// Takes the prices of the links of a job over, for its visits and those of the jobs that it waits for.
    pub(super) fn note_job(&mut self, job: JobId) {
        let evaluator = self.evaluator;
        for &job in evaluator.terms(job).after.iter().chain([&job]) {
            evaluator.visits_of(job).iter().for_each(|&visit| self.note_ties(visit));
        }
    }

    /// Takes the price of the crews on a site over.
    pub(super) fn note_site(&mut self, site: SiteId) {
        let evaluator = self.evaluator;
        evaluator.sites[site].visits.iter().for_each(|&visit| self.note_ties(visit));
    }

    /// Takes the prices of the links of a visit over.
    pub(super) fn note_ties(&mut self, visit: VisitId) {
        let own = self.evaluator.visit(visit);
        let jobs = std::iter::once(own.job).chain(self.evaluator.successors(own.job).iter().copied());
        let fines = |job: JobId| self.jobs[job].penalised(&self.penalties);
        let crews = if own.tracked { self.sites[own.site] } else { 0 };
        self.standing.visits[visit].ties = crews + if own.linked { jobs.map(fines).sum() } else { 0 };
    }

    /// Takes the price of a crew's week over.
    pub(super) fn note_week(&mut self, week: usize) {
        let (service, price) = (self.weeks[week].service, self.week_price(week, 0, 0));
        let service_cost = self.evaluator.weeks[week].service_cost(service);
        self.standing.weeks[week] = WeekStanding { service, service_cost, fine: price - service_cost };
    }
}

impl Edge {
    fn between(from: NearPlaceId, leg: Leg, (metres, minutes): (i32, i32), service: Minutes) -> Self {
        Self { from, leg, before: Leg { metres, minutes }, service, slack: 0 }
    }
}
