//! What lower bounds of moves read, side by side in memory: legs, places and costs as they stand.

use super::evaluator::CostEvaluator;
use super::penalties::MOST_SAVED;
use super::places::NearPlaceId;
use super::routes::Routes;
use super::totals::{Totals, Touched};
use super::visit::VisitId;
use brigade_model::model::{JobId, Leg, ShiftId};
use brigade_model::units::{Minutes, Money};

/// A leg of a route; the last leads home. After it comes one more entry that begins at the base and holds the totals. Two
/// share a cache line.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(super) struct RouteLeg {
    /// Where the leg begins; it ends where the next one begins.
    pub from: NearPlaceId,
    pub leg: Leg,
    /// Metres and minutes on the road before this leg.
    pub before: Leg,
    /// Minutes of service before this leg.
    pub service: Minutes,
    /// How much more the visits after this leg cost by the table than they would at least.
    pub slack: Money,
}

/// The times at both ends of a leg.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LegTiming {
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
pub(super) struct ShiftEntry {
    pub metre: Money,
    pub minute: Money,
    /// Cost of a minute past the end, and how many there may be.
    pub overtime_minute: Money,
    pub overtime: Minutes,
    /// Minutes of the shift without its work and travel; negative where they exceed it.
    pub spare: Minutes,
    /// What may still be loaded.
    pub spare_load: i64,
    /// The most that a change which leaves the route some visit saves on it besides travel; negative for an empty route.
    pub most_saved: Money,
    /// The most metres and the most minutes of any of its legs.
    pub longest: Leg,
    pub week: u32,
    pub visits: u32,
}

/// A crew's week with its cost.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WeekEntry {
    /// Minutes of service, and what they cost.
    pub service: Minutes,
    pub service_cost: Money,
    /// The penalty for its hours.
    pub penalty: Money,
}

impl WeekEntry {
    #[inline]
    pub fn cost(&self) -> Money {
        self.service_cost + self.penalty
    }
}

/// A visit with its cost, in one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct VisitEntry {
    /// What it costs by the table as it stands, or left out.
    pub cost: Money,
    /// What it costs at least where it is planned.
    pub least_cost: Money,
    pub load: i64,
    pub place: NearPlaceId,
    pub duration: Minutes,
    /// The most that moving it saves among its links, changes apart.
    pub most_saved_by_links: Money,
    /// Whether it is bound to other visits, or its site's crews are counted.
    pub bound: bool,
    /// Whether it must be planned.
    pub pinned: bool,
}

/// All of it.
pub(super) struct MoveCache<'a> {
    evaluator: &'a CostEvaluator<'a>,
    /// Entries kept for each shift.
    stride: usize,
    legs: Vec<RouteLeg>,
    timings: Vec<LegTiming>,
    shifts: Vec<ShiftEntry>,
    weeks: Vec<WeekEntry>,
    visits: Vec<VisitEntry>,
    /// By job: what its links cost with penalties, and the sum of that over it and the jobs that wait for it.
    links: Vec<(Money, i128)>,
    /// By shift: what its route costs besides travel, penalties included.
    non_travel_costs: Vec<Money>,
    /// The most that any change saves on tools, tallies and the latest visit.
    most_saved_on_shared: Money,
    /// By shift: whether any of its visits is bound to others, or its site's crews are counted.
    bound: Vec<bool>,
    /// By planned visit: the shifts in which it and all visits after it may stand, one bit each.
    suffix_allowed: Vec<u64>,
    /// By shift: the same of its first visit; every bit where it is empty.
    route_allowed: Vec<u64>,
    words: usize,
    /// Space for the legs of one route.
    scratch: Vec<RouteLeg>,
}

impl<'a> MoveCache<'a> {
    /// Of a plan in which every visit is left out, to be filled by [`Self::refresh_route`] and [`Self::refresh_penalties`].
    pub fn new(evaluator: &'a CostEvaluator<'a>) -> Self {
        let shifts = evaluator.shift_ids().map(|shift| {
            let costs = evaluator.route_costs(shift);
            ShiftEntry {
                metre: costs.metre,
                minute: costs.minute,
                overtime_minute: costs.overtime_minute,
                overtime: costs.overtime,
                week: evaluator.week_of(shift) as u32,
                ..ShiftEntry::default()
            }
        });
        let visits = evaluator.visits().iter().map(|visit| VisitEntry {
            cost: visit.unassigned_penalty,
            least_cost: visit.least_cost,
            load: visit.load,
            place: visit.place,
            duration: visit.duration,
            most_saved_by_links: Money::ZERO,
            bound: visit.linked || visit.tracked,
            pinned: visit.pinned,
        });
        let (shifts, visits): (Vec<_>, Vec<_>) = (shifts.collect(), visits.collect());
        let (stride, words) = (8, shifts.len().div_ceil(64));
        Self {
            evaluator,
            stride,
            legs: vec![RouteLeg::default(); stride * shifts.len()],
            timings: vec![LegTiming::default(); stride * shifts.len()],
            weeks: vec![WeekEntry::default(); evaluator.weeks()],
            links: vec![(Money::ZERO, 0); evaluator.instance().jobs.len()],
            non_travel_costs: vec![Money::ZERO; shifts.len()],
            most_saved_on_shared: Money::ZERO,
            bound: vec![false; shifts.len()],
            suffix_allowed: vec![0; visits.len() * words],
            route_allowed: vec![u64::MAX; shifts.len() * words],
            words,
            scratch: Vec::new(),
            shifts,
            visits,
        }
    }

    /// A shift with its route.
    #[inline]
    pub fn shift(&self, shift: ShiftId) -> &ShiftEntry {
        &self.shifts[shift]
    }

    /// A crew's week, by its index.
    #[inline]
    pub fn week(&self, week: usize) -> &WeekEntry {
        &self.weeks[week]
    }

    /// A visit with its cost.
    #[inline]
    pub fn visit(&self, visit: VisitId) -> &VisitEntry {
        &self.visits[visit]
    }

    /// What a shift's route costs besides travel, penalties included.
    #[inline]
    pub fn non_travel_cost(&self, shift: ShiftId) -> Money {
        self.non_travel_costs[shift]
    }

    /// The most that any change saves on tools and tallies.
    #[inline]
    pub fn most_saved_on_shared(&self) -> Money {
        self.most_saved_on_shared
    }

    /// Whether any visit of a shift is bound to others, or its site's crews are counted.
    #[inline]
    pub fn is_bound(&self, shift: ShiftId) -> bool {
        self.bound[shift]
    }

    /// The legs of a shift's route and the entry after them.
    #[inline]
    pub fn legs(&self, shift: ShiftId) -> &[RouteLeg] {
        &self.legs[shift.index() * self.stride..][..self.shifts[shift].visits as usize + 2]
    }

    /// The legs to and from a planned visit, and the one after them or the totals.
    #[inline]
    pub fn legs_at(&self, shift: ShiftId, position: usize) -> &[RouteLeg; 3] {
        let legs = self.legs[shift.index() * self.stride + position..].first_chunk();
        legs.expect("a shift has two entries more than visits")
    }

    /// The times at the legs of a shift.
    #[inline]
    pub fn timings(&self, shift: ShiftId) -> &[LegTiming] {
        &self.timings[shift.index() * self.stride..][..self.shifts[shift].visits as usize + 1]
    }

    /// Whether a planned visit and all after it may stand in a shift.
    #[inline]
    pub fn suffix_fits(&self, visit: VisitId, shift: ShiftId) -> bool {
        self.suffix_allowed[visit.index() * self.words + shift.index() / 64] >> (shift.index() % 64) & 1 != 0
    }

    /// Whether all visits of a shift's route may stand in another shift.
    #[inline]
    pub fn route_fits(&self, route: ShiftId, shift: ShiftId) -> bool {
        self.route_allowed(route)[shift.index() / 64] >> (shift.index() % 64) & 1 != 0
    }

    /// The shifts in which all visits of a shift's route may stand, one bit each.
    #[inline]
    pub fn route_allowed(&self, shift: ShiftId) -> &[u64] {
        &self.route_allowed[shift.index() * self.words..][..self.words]
    }

    /// Sets what a visit costs by the table; by how much that is more than before.
    #[inline]
    pub fn set_cost(&mut self, visit: VisitId, cost: Money) -> Money {
        let before = std::mem::replace(&mut self.visits[visit].cost, cost);
        cost - before
    }

    /// Takes a changed route over, whose visits have their costs.
    pub fn refresh_route(&mut self, routes: &Routes<'_>, totals: &Totals<'_>, shift: ShiftId) {
        let evaluator = self.evaluator;
        let (route, costs) = (routes.segmented(shift), evaluator.route_costs(shift));
        let (visits, prefixes) = (route.visits(), route.prefixes());
        let mut legs = std::mem::take(&mut self.scratch);
        legs.clear();
        for (prefix, to) in prefixes.iter().zip(visits.iter().map(Some).chain([None])) {
            let to = to.map_or(costs.base, |&visit| evaluator.visit(visit).place);
            let leg = evaluator.leg_of(shift, prefix.place, to);
            legs.push(RouteLeg::new(prefix.place, leg, (prefix.metres, prefix.minutes), prefix.service));
        }
        let end = (route.totals().metres, route.totals().minutes);
        legs.push(RouteLeg::new(costs.base, Leg::default(), end, route.totals().service));
        let mut slack = Money::ZERO;
        for (leg, &visit) in legs.iter_mut().zip(visits).rev() {
            let own = &self.visits[visit];
            slack += own.cost - own.least_cost;
            leg.slack = slack;
        }
        let entry = &mut self.shifts[shift];
        entry.visits = visits.len() as u32;
        entry.spare = costs.end - costs.start - route.totals().minutes - route.totals().service;
        entry.spare_load = costs.capacity - route.totals().load;
        let longest = legs.iter().map(|leg| leg.leg).fold(Leg::default(), |most, leg| Leg {
            metres: most.metres.max(leg.metres),
            minutes: most.minutes.max(leg.minutes),
        });
        entry.longest = longest;
        self.bound[shift] = visits.iter().any(|&visit| self.visits[visit].bound);
        self.set_legs(shift, &legs);
        let end = (costs.end + costs.overtime, 0);
        let ends = route.suffixes().iter().map(|suffix| (suffix.segment.latest, suffix.segment.warp)).chain([end]);
        let timings = &mut self.timings[shift.index() * self.stride..];
        for ((timing, prefix), (latest, warp_after)) in timings.iter_mut().zip(prefixes).zip(ends) {
            *timing = LegTiming { ready: prefix.time, warp_before: prefix.warp, latest, warp_after };
        }
        self.set_allowed(shift, visits);
        self.scratch = legs;
        self.refresh_non_travel_cost(routes, totals, shift);
    }

    /// Takes over what routes touched besides themselves.
    pub fn refresh_touched(&mut self, totals: &Totals<'_>, touched: &Touched) {
        let evaluator = self.evaluator;
        self.most_saved_on_shared = totals.most_saved_on_shared();
        touched.weeks().iter().for_each(|&week| self.refresh_week(totals, week));
        for &job in touched.jobs() {
            if self.refresh_links(totals, job) {
                // The jobs that it waits for, or starts with, have its links among theirs.
                let terms = evaluator.terms(job);
                for &job in terms.after.iter().chain(terms.with.as_ref().map(|lag| &lag.job)).chain([&job]) {
                    evaluator.visits_of(job).iter().for_each(|&visit| self.refresh_visit(totals, visit));
                }
            }
        }
        for &site in touched.sites() {
            evaluator.site_links(site).all().for_each(|visit| self.refresh_visit(totals, visit));
        }
    }

    /// Takes everything over that depends on penalties.
    pub fn refresh_penalties(&mut self, routes: &Routes<'_>, totals: &Totals<'_>) {
        let evaluator = self.evaluator;
        self.most_saved_on_shared = totals.most_saved_on_shared();
        evaluator.shift_ids().for_each(|shift| self.refresh_non_travel_cost(routes, totals, shift));
        (0..self.weeks.len()).for_each(|week| self.refresh_week(totals, week));
        evaluator.instance().job_ids().for_each(|job| _ = self.refresh_links(totals, job));
        evaluator.visit_ids().for_each(|visit| self.refresh_visit(totals, visit));
    }

    fn refresh_non_travel_cost(&mut self, routes: &Routes<'_>, totals: &Totals<'_>, shift: ShiftId) {
        let evaluator = self.evaluator;
        let cost = totals.non_travel_cost(shift, routes.segmented(shift).totals());
        self.non_travel_costs[shift] = cost;
        self.shifts[shift].most_saved = cost - evaluator.route_costs(shift).used;
    }

    fn refresh_week(&mut self, totals: &Totals<'_>, week: usize) {
        let (service, cost) = (totals.week(week).service, totals.week_cost(week, 0, 0));
        let service_cost = self.evaluator.week(week).service_cost(service);
        self.weeks[week] = WeekEntry { service, service_cost, penalty: cost - service_cost };
    }

    /// Takes over what the links of a job cost; whether that is another amount than before.
    fn refresh_links(&mut self, totals: &Totals<'_>, job: JobId) -> bool {
        let cost = totals.job(job).penalised(totals.penalties());
        let more = i128::from(cost.0) - i128::from(self.links[job].0.0);
        self.links[job].0 = cost;
        self.links[job].1 += more;
        let terms = self.evaluator.terms(job);
        terms.after.iter().for_each(|&before| self.links[before].1 += more);
        terms.with.iter().for_each(|lag| self.links[lag.job].1 += more);
        more != 0
    }

    fn refresh_visit(&mut self, totals: &Totals<'_>, visit: VisitId) {
        let own = self.evaluator.visit(visit);
        let site = totals.site(own.site);
        let crews = if own.tracked { site.penalised(totals.penalties()) } else { Money::ZERO };
        let links = if own.linked { self.links[own.job].1.min(i128::from(MOST_SAVED.0)) as i64 } else { 0 };
        self.visits[visit].most_saved_by_links = crews + Money(links);
    }

    fn set_legs(&mut self, shift: ShiftId, legs: &[RouteLeg]) {
        if legs.len() > self.stride {
            let wider = legs.len().next_power_of_two();
            self.legs = widened(&self.legs, self.stride, wider);
            self.timings = widened(&self.timings, self.stride, wider);
            self.stride = wider;
        }
        self.legs[shift.index() * self.stride..][..legs.len()].copy_from_slice(legs);
    }

    fn set_allowed(&mut self, shift: ShiftId, visits: &[VisitId]) {
        let rest = &mut self.route_allowed[shift.index() * self.words..][..self.words];
        rest.fill(u64::MAX);
        for &visit in visits.iter().rev() {
            rest.iter_mut().zip(self.evaluator.allowed_bits(visit)).for_each(|(rest, allowed)| *rest &= allowed);
            self.suffix_allowed[visit.index() * self.words..][..self.words].copy_from_slice(rest);
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

impl RouteLeg {
    fn new(from: NearPlaceId, leg: Leg, (metres, minutes): (i32, i32), service: Minutes) -> Self {
        Self { from, leg, before: Leg { metres, minutes }, service, slack: Money::ZERO }
    }
}
