//! Routes of all shifts with their prefix and suffix segments, so that new routes join from pieces. Nothing here costs
//! anything.

use super::evaluator::CostEvaluator;
use super::moves::{Move, Proposal, RANKS, Reassignment, VisitPosition};
use super::places::{NearPlaceId, NearTravel};
use super::segment::{NO_LIMIT, Segment};
use super::visit::VisitId;
use brigade_model::model::{Leg, ShiftId};
use brigade_model::units::{Metres, Minutes};

/// A crew on its way: after leaving its base, or after some visits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefix {
    pub place: NearPlaceId,
    pub time: Minutes,
    pub warp: Minutes,
    pub metres: Metres,
    pub minutes: Minutes,
    pub service: Minutes,
    pub load: i64,
    /// All so far, the base with its earliest departure included; kept where durations are limited.
    pub segment: Segment,
}

/// The visits of a route from one on, the way home not included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Suffix {
    pub place: NearPlaceId,
    pub segment: Segment,
    pub metres: Metres,
    pub minutes: Minutes,
    pub service: Minutes,
    pub load: i64,
}

/// By how much the visits of a route start later than was promised, wall-clock minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RouteLateness {
    /// All of them.
    pub minutes: Minutes,
    /// The latest.
    pub worst: Minutes,
}

/// What a route amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RouteTotals {
    pub metres: Metres,
    pub minutes: Minutes,
    pub service: Minutes,
    pub load: i64,
    pub warp: Minutes,
    pub overtime: Minutes,
    pub sites_over: i64,
    pub lateness: RouteLateness,
    pub used: bool,
}

/// A route with the segments before and after all its positions.
#[derive(Clone, Debug, Default)]
pub(super) struct SegmentedRoute {
    visits: Vec<VisitId>,
    /// `prefixes[i]`: after the first `i` visits.
    prefixes: Vec<Prefix>,
    /// `suffixes[i]`: from visit `i` on.
    suffixes: Vec<Suffix>,
    totals: RouteTotals,
    /// `lateness[i]`: of the first `i` visits, up to the last one with a promised time; empty where there is none.
    lateness: Vec<RouteLateness>,
    /// Whether any of its visits needs shared tools.
    needs_tools: bool,
}

impl SegmentedRoute {
    #[inline]
    pub fn visits(&self) -> &[VisitId] {
        &self.visits
    }

    #[inline]
    pub fn prefixes(&self) -> &[Prefix] {
        &self.prefixes
    }

    #[inline]
    pub fn suffixes(&self) -> &[Suffix] {
        &self.suffixes
    }

    #[inline]
    pub fn totals(&self) -> &RouteTotals {
        &self.totals
    }

    #[inline]
    pub fn needs_tools(&self) -> bool {
        self.needs_tools
    }
}

/// What a step of a route reads of a visit. Two share a cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct RouteVisit {
    place: NearPlaceId,
    duration: Minutes,
    load: i64,
    /// Starts now allowed to it, working clock.
    window: (Minutes, Minutes),
    /// Start after which it is late, wall clock.
    late_after: Minutes,
}

/// The visits of every shift in order, where each visit stands, and the starts allowed to it.
pub struct Routes<'a> {
    evaluator: &'a CostEvaluator<'a>,
    routes: Vec<SegmentedRoute>,
    positions: Vec<VisitPosition>,
    visits: Vec<RouteVisit>,
    /// Shifts without a visit, one bit each.
    empty: Vec<u64>,
    /// By shift: a number that changes with its route.
    stamps: Vec<u64>,
    last_stamp: u64,
    /// Visits planned, and shifts that hold any.
    extent: (usize, usize),
}

impl<'a> Routes<'a> {
    /// Empty routes.
    pub(super) fn new(evaluator: &'a CostEvaluator<'a>) -> Self {
        let visits = evaluator.visits().iter().map(|visit| RouteVisit {
            place: visit.place,
            duration: visit.duration,
            load: visit.load,
            window: visit.window,
            late_after: visit.late_after,
        });
        let shifts = evaluator.shifts();
        let mut routes = Self {
            evaluator,
            routes: vec![SegmentedRoute::default(); shifts],
            positions: vec![VisitPosition::NOWHERE; evaluator.visits().len()],
            visits: visits.collect(),
            empty: vec![0; shifts.div_ceil(64)],
            stamps: vec![0; shifts],
            last_stamp: 0,
            extent: (0, 0),
        };
        evaluator.shift_ids().for_each(|shift| routes.rebuild(shift));
        routes
    }

    /// The visits of a shift in order.
    #[inline]
    pub fn route(&self, shift: ShiftId) -> &[VisitId] {
        &self.routes[shift].visits
    }

    /// All routes, by shift.
    pub fn contents(&self) -> Vec<Vec<VisitId>> {
        self.routes.iter().map(|route| route.visits.clone()).collect()
    }

    /// How many visits are planned, and in how many shifts.
    #[inline]
    pub fn extent(&self) -> (usize, usize) {
        self.extent
    }

    /// The shifts without a visit, one bit each.
    #[inline]
    pub fn empty_shifts(&self) -> &[u64] {
        &self.empty
    }

    /// Whether a shift holds no visit.
    #[inline]
    pub fn is_empty(&self, shift: ShiftId) -> bool {
        self.empty[shift.index() / 64] >> (shift.index() % 64) & 1 != 0
    }

    /// A number that changes with every change of a shift's route; it comes back only with the same route, by
    /// [`super::WorkingPlan::rollback`].
    #[inline]
    pub fn stamp(&self, shift: ShiftId) -> u64 {
        self.stamps[shift]
    }

    /// Where a visit stands.
    #[inline]
    pub fn position_of(&self, visit: VisitId) -> VisitPosition {
        self.positions[visit]
    }

    /// Whether a visit is planned.
    #[inline]
    pub fn is_planned(&self, visit: VisitId) -> bool {
        self.positions[visit] != VisitPosition::NOWHERE
    }

    /// Starts now allowed to a visit, working clock: narrower than its job's window where crews must meet.
    #[inline]
    pub fn window(&self, visit: VisitId) -> (Minutes, Minutes) {
        self.visits[visit].window
    }

    /// When each visit of a shift starts at the earliest, working clock.
    pub fn starts(&self, shift: ShiftId) -> Vec<Minutes> {
        let route = &self.routes[shift];
        let finish = route.prefixes[1..].iter().map(|prefix| prefix.time);
        finish.zip(&route.visits).map(|(finish, &visit)| finish - self.evaluator.visit(visit).duration).collect()
    }

    /// The starts allowed to a visit, wall clock; what has begun starts as it has.
    pub fn wall_window(&self, visit: VisitId) -> (Minutes, Minutes) {
        if let Some(start) = self.evaluator.visit(visit).held {
            return (start, start);
        }
        let (clock, (first, last)) = (&self.evaluator.instance().settings.clock, self.window(visit));
        (clock.wall_start(first), clock.wall_start(last))
    }

    /// When a visit would start at the earliest if it stood at a position of a shift, working clock.
    pub fn start_at(&self, visit: VisitId, shift: ShiftId, position: usize) -> Minutes {
        self.step(self.evaluator.travel(shift), self.routes[shift].prefixes[position], visit).time
            - self.evaluator.visit(visit).duration
    }

    /// Metres and minutes on the road in a shift.
    pub fn travel(&self, shift: ShiftId) -> Leg {
        let totals = &self.routes[shift].totals;
        Leg { metres: totals.metres, minutes: totals.minutes }
    }

    /// Minutes of a shift's route past the end of the shift, as far as they are allowed.
    pub fn overtime(&self, shift: ShiftId) -> Minutes {
        self.routes[shift].totals.overtime
    }

    /// A shift's route with its segments.
    #[inline]
    pub(super) fn segmented(&self, shift: ShiftId) -> &SegmentedRoute {
        &self.routes[shift]
    }

    /// All routes with their segments, by shift.
    pub(super) fn all_segmented(&self) -> impl Iterator<Item = (ShiftId, &SegmentedRoute)> {
        ShiftId::enumerate(&self.routes)
    }

    /// Narrows or widens the starts allowed to a visit that is left out.
    pub(super) fn set_window(&mut self, visit: VisitId, window: (Minutes, Minutes)) {
        self.visits[visit].window = window;
    }

    /// Leaves a visit out; its route is to be replaced.
    pub(super) fn leave_out(&mut self, visit: VisitId) {
        self.positions[visit] = VisitPosition::NOWHERE;
    }

    /// Gives a shift other visits, all of them left out until now, and returns those that it had.
    pub(super) fn replace(&mut self, shift: ShiftId, visits: Vec<VisitId>) -> Vec<VisitId> {
        let old = std::mem::replace(&mut self.routes[shift].visits, visits);
        for (position, &visit) in self.routes[shift].visits.iter().enumerate() {
            debug_assert!(self.positions[visit] == VisitPosition::NOWHERE, "a visit in two routes");
            self.positions[visit] = VisitPosition::new(shift, position);
        }
        let (before, now) = (old.len(), self.routes[shift].visits.len());
        let (planned, used) = self.extent;
        self.extent = (planned + now - before, used + usize::from(now > 0) - usize::from(before > 0));
        self.rebuild(shift);
        old
    }

    /// Brings the stamp of a route that is as it was back.
    pub(super) fn restore_stamp(&mut self, shift: ShiftId, stamp: u64) {
        self.stamps[shift] = stamp;
    }

    /// Fills the segments of a route from its visits.
    fn rebuild(&mut self, shift: ShiftId) {
        self.last_stamp += 1;
        self.stamps[shift] = self.last_stamp;
        let evaluator = self.evaluator;
        let mut route = std::mem::take(&mut self.routes[shift]);
        route.needs_tools = route.visits.iter().any(|&visit| evaluator.visit(visit).needs_tools);
        self.fill_prefixes(shift, &mut route);
        self.fill_suffixes(shift, &mut route);
        if evaluator.has_promises() {
            self.fill_lateness(&mut route);
        }
        let last = route.prefixes[route.visits.len()];
        let sites_over = evaluator.sites_over(shift, route.visits.iter().copied());
        route.totals = self.close(shift, last, sites_over, !route.visits.is_empty());
        route.totals.lateness = route.lateness.last().copied().unwrap_or_default();
        let (word, bit) = (&mut self.empty[shift.index() / 64], 1 << (shift.index() % 64));
        *word = if route.visits.is_empty() { *word | bit } else { *word & !bit };
        self.routes[shift] = route;
    }

    fn fill_prefixes(&self, shift: ShiftId, route: &mut SegmentedRoute) {
        let costs = self.evaluator.route_costs(shift);
        route.prefixes.clear();
        let mut prefix = Prefix {
            place: costs.base,
            time: costs.start,
            warp: 0,
            metres: 0,
            minutes: 0,
            service: 0,
            load: 0,
            segment: Segment::visit(0, costs.start, NO_LIMIT),
        };
        route.prefixes.push(prefix);
        for &visit in &route.visits {
            prefix = self.step(self.evaluator.travel(shift), prefix, visit);
            route.prefixes.push(prefix);
        }
    }

    fn fill_lateness(&self, route: &mut SegmentedRoute) {
        route.lateness.clear();
        let Some(last) = route.visits.iter().rposition(|&visit| self.is_promised(visit)) else { return };
        let mut lateness = RouteLateness::default();
        route.lateness.push(lateness);
        for (&visit, prefix) in route.visits[..=last].iter().zip(&route.prefixes[1..]) {
            lateness = self.later(lateness, visit, prefix);
            route.lateness.push(lateness);
        }
    }

    /// Whether a visit has a time by which it was promised.
    #[inline]
    fn is_promised(&self, visit: VisitId) -> bool {
        self.visits[visit].late_after < NO_LIMIT
    }

    /// The lateness with one more visit, when the crew has done it.
    #[inline]
    fn later(&self, lateness: RouteLateness, visit: VisitId, done: &Prefix) -> RouteLateness {
        let own = &self.visits[visit];
        let start = self.evaluator.instance().settings.clock.wall_start(done.time - own.duration);
        let late = (start - own.late_after).max(0);
        RouteLateness { minutes: lateness.minutes + late, worst: lateness.worst.max(late) }
    }

    /// The lateness of a proposed route: its visits up to the last one with a promised time are timed one by one.
    fn proposed_lateness(&self, proposal: &Proposal<'_>) -> RouteLateness {
        let (own, (from, first)) = (&self.routes[proposal.shift], proposal.suffix);
        let from = &self.routes[from];
        let promised = from.lateness.len().saturating_sub(1).max(first).min(from.visits.len());
        let rest = &from.visits[first.min(promised)..promised];
        let kept = own.lateness.get(proposal.prefix).or(own.lateness.last());
        let mut lateness = kept.copied().unwrap_or_default();
        if rest.is_empty() && !proposal.middle.iter().any(|&visit| self.is_promised(visit)) {
            return lateness;
        }
        let (travel, mut prefix) = (self.evaluator.travel(proposal.shift), own.prefixes[proposal.prefix]);
        for &visit in proposal.middle.iter().chain(rest) {
            prefix = self.step(travel, prefix, visit);
            lateness = self.later(lateness, visit, &prefix);
        }
        lateness
    }

    fn fill_suffixes(&self, shift: ShiftId, route: &mut SegmentedRoute) {
        route.suffixes.clear();
        let travel = self.evaluator.travel(shift);
        let mut next: Option<Suffix> = None;
        for &visit in route.visits.iter().rev() {
            let own = &self.visits[visit];
            let (open, close) = own.window;
            let segment = Segment::visit(own.duration, open, close);
            let mut suffix =
                Suffix { place: own.place, segment, metres: 0, minutes: 0, service: own.duration, load: own.load };
            if let Some(after) = next {
                let leg = travel.leg(own.place, after.place);
                suffix.segment = segment.then(leg.minutes, after.segment);
                suffix.metres = leg.metres + after.metres;
                suffix.minutes = leg.minutes + after.minutes;
                suffix.service += after.service;
                suffix.load += after.load;
            }
            route.suffixes.push(suffix);
            next = Some(suffix);
        }
        route.suffixes.reverse();
    }

    /// The crew after one more visit.
    #[inline]
    fn step(&self, travel: &NearTravel, prefix: Prefix, visit: VisitId) -> Prefix {
        let own = &self.visits[visit];
        let place = own.place;
        let (open, close) = own.window;
        let leg = travel.leg(prefix.place, place);
        let start = (prefix.time + leg.minutes).max(open);
        let late = (start - close).max(0);
        Prefix {
            place,
            time: start - late + own.duration,
            warp: prefix.warp + late,
            metres: prefix.metres + leg.metres,
            minutes: prefix.minutes + leg.minutes,
            service: prefix.service + own.duration,
            load: prefix.load + own.load,
            segment: self.joined(prefix.segment, leg.minutes, || Segment::visit(own.duration, open, close)),
        }
    }

    /// What a crew has done with `next` after `travel` minutes more; left as it is where no duration is limited.
    #[inline]
    fn joined(&self, done: Segment, travel: Minutes, next: impl FnOnce() -> Segment) -> Segment {
        if self.evaluator.limits_durations() { done.then(travel, next()) } else { done }
    }

    /// The totals of a route whose last visit is done.
    #[inline]
    fn close(&self, shift: ShiftId, prefix: Prefix, sites_over: i64, used: bool) -> RouteTotals {
        let costs = self.evaluator.route_costs(shift);
        let home = self.evaluator.leg_of(shift, prefix.place, costs.base);
        let past = (prefix.time + home.minutes - costs.end).max(0);
        let over = (past - costs.overtime).max(0);
        let away = prefix.segment.duration - prefix.segment.warp + home.minutes;
        let too_long = if costs.duration < NO_LIMIT { (away - costs.duration).max(0) } else { 0 };
        RouteTotals {
            metres: prefix.metres + home.metres,
            minutes: prefix.minutes + home.minutes,
            service: prefix.service,
            load: prefix.load,
            warp: prefix.warp + over + too_long,
            overtime: past - over,
            sites_over,
            lateness: RouteLateness::default(),
            used,
        }
    }

    /// The totals of a proposed route.
    #[inline]
    pub(super) fn proposed_totals(&self, proposal: &Proposal<'_>) -> RouteTotals {
        let mut prefix = self.routes[proposal.shift].prefixes[proposal.prefix];
        let travel = self.evaluator.travel(proposal.shift);
        for &visit in proposal.middle {
            prefix = self.step(travel, prefix, visit);
        }
        let from = &self.routes[proposal.suffix.0];
        if !self.evaluator.same_speed(proposal.suffix.0, proposal.shift) {
            for &visit in &from.visits[proposal.suffix.1..] {
                prefix = self.step(travel, prefix, visit);
            }
        } else if let Some(suffix) = from.suffixes.get(proposal.suffix.1) {
            let leg = travel.leg(prefix.place, suffix.place);
            let (time, warp) = suffix.segment.follow(prefix.time + leg.minutes);
            prefix = Prefix {
                place: from.prefixes[from.visits.len()].place,
                time,
                warp: prefix.warp + warp,
                metres: prefix.metres + leg.metres + suffix.metres,
                minutes: prefix.minutes + leg.minutes + suffix.minutes,
                service: prefix.service + suffix.service,
                load: prefix.load + suffix.load,
                segment: self.joined(prefix.segment, leg.minutes, || suffix.segment),
            };
        }
        let count = proposal.prefix + proposal.middle.len() + from.visits.len() - proposal.suffix.1;
        let sites_over = if count > self.evaluator.route_costs(proposal.shift).sites as usize {
            self.evaluator.sites_over(proposal.shift, self.proposed_visits(proposal))
        } else {
            0
        };
        let totals = self.close(proposal.shift, prefix, sites_over, count > 0);
        if self.evaluator.has_promises() {
            return RouteTotals { lateness: self.proposed_lateness(proposal), ..totals };
        }
        totals
    }

    /// The visits of a proposed route in order.
    pub(super) fn proposed_visits<'p>(
        &'p self,
        proposal: &'p Proposal<'_>,
    ) -> impl Iterator<Item = VisitId> + Clone + 'p {
        let (from, first) = proposal.suffix;
        let prefix = &self.routes[proposal.shift].visits[..proposal.prefix];
        prefix.iter().chain(proposal.middle).chain(&self.routes[from].visits[first..]).copied()
    }

    /// Lists every visit that a move takes elsewhere, with its new place.
    pub(super) fn list_reassignments(&self, change: &Move<'_>, reassignments: &mut Vec<Reassignment>) {
        reassignments.clear();
        for &visit in change.dropped {
            reassignments.push(Reassignment { visit, to: None });
        }
        for proposal in change.proposals {
            let mut rank = (proposal.prefix as u32) * RANKS;
            let mut go = |visit| {
                rank += 1;
                reassignments.push(Reassignment { visit, to: Some((proposal.shift, rank)) });
            };
            proposal.middle.iter().copied().for_each(&mut go);
            let (from, first) = proposal.suffix;
            if from != proposal.shift {
                self.routes[from].visits[first..].iter().copied().for_each(go);
            }
        }
    }
}
