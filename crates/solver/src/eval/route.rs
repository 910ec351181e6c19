//! A route with what every position of it is worth, so that new routes join from pieces.

use super::evaluator::VisitId;
use super::places::NearPlaceId;
use super::segment::{NO_LIMIT, Segment};
use super::working_plan::{Spot, WorkingPlan};
use brigade_model::model::ShiftId;
use brigade_model::units::{Metres, Minutes};

/// A crew on its way: after leaving its base, or after some visits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
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
pub(super) struct Tail {
    pub place: NearPlaceId,
    pub segment: Segment,
    pub metres: Metres,
    pub minutes: Minutes,
    pub service: Minutes,
    pub load: i64,
}

/// What a route amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub metres: Metres,
    pub minutes: Minutes,
    pub service: Minutes,
    pub load: i64,
    pub warp: Minutes,
    pub overtime: Minutes,
    pub sites_over: i64,
    pub used: bool,
}

/// A route with the heads and tails of all its positions.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    pub visits: Vec<VisitId>,
    /// `heads[i]`: after the first `i` visits.
    pub heads: Vec<Head>,
    /// `tails[i]`: from visit `i` on.
    pub tails: Vec<Tail>,
    pub totals: Totals,
    /// What it costs besides the road, penalties included.
    pub off_road: i64,
    /// Whether any of its visits needs shared tools.
    pub tooled: bool,
}

impl WorkingPlan<'_> {
    /// Fills the caches of a route from its visits.
    pub(super) fn rebuild(&mut self, shift: ShiftId) {
        self.clock += 1;
        let evaluator = self.evaluator;
        let mut route = std::mem::take(&mut self.routes[shift]);
        self.standing.stamps[shift] = self.clock;
        route.tooled = route.visits.iter().any(|&visit| evaluator.visit(visit).tooled);
        self.fill_heads(shift, &mut route);
        self.fill_tails(&mut route);
        for (position, &visit) in route.visits.iter().enumerate() {
            debug_assert!(!self.is_planned(visit), "a visit in two routes");
            self.put(visit, Spot::new(shift, position), evaluator.pairing(visit, shift));
        }
        let head = route.heads[route.visits.len()];
        let sites_over = self.sites_over(shift, route.visits.iter().copied());
        route.totals = self.close(shift, head, sites_over, !route.visits.is_empty());
        route.off_road = self.off_road(shift, &route.totals);
        let (word, bit) = (&mut self.empty[shift.index() / 64], 1 << (shift.index() % 64));
        *word = if route.visits.is_empty() { *word | bit } else { *word & !bit };
        self.routes[shift] = route;
        self.note_route(shift);
    }

    fn fill_heads(&self, shift: ShiftId, route: &mut Route) {
        let costs = &self.evaluator.shifts[shift];
        route.heads.clear();
        let mut head = Head {
            place: costs.base,
            time: costs.start,
            warp: 0,
            metres: 0,
            minutes: 0,
            service: 0,
            load: 0,
            segment: Segment::visit(0, costs.start, NO_LIMIT),
        };
        route.heads.push(head);
        for &visit in &route.visits {
            head = self.step(head, visit);
            route.heads.push(head);
        }
    }

    fn fill_tails(&self, route: &mut Route) {
        route.tails.clear();
        let mut next: Option<Tail> = None;
        for &visit in route.visits.iter().rev() {
            let own = self.evaluator.visit(visit);
            let (open, close) = self.windows[visit];
            let segment = Segment::visit(own.duration, open, close);
            let mut tail =
                Tail { place: own.place, segment, metres: 0, minutes: 0, service: own.duration, load: own.load };
            if let Some(after) = next {
                let leg = self.evaluator.leg(own.place, after.place);
                tail.segment = segment.then(leg.minutes, after.segment);
                tail.metres = leg.metres + after.metres;
                tail.minutes = leg.minutes + after.minutes;
                tail.service += after.service;
                tail.load += after.load;
            }
            route.tails.push(tail);
            next = Some(tail);
        }
        route.tails.reverse();
    }

    /// The crew after one more visit.
    #[inline]
    pub(super) fn step(&self, head: Head, visit: VisitId) -> Head {
        let own = &self.standing.visits[visit];
        let place = own.place;
        let (open, close) = self.windows[visit];
        let leg = self.evaluator.leg(head.place, place);
        let start = (head.time + leg.minutes).max(open);
        let late = (start - close).max(0);
        Head {
            place,
            time: start - late + own.duration,
            warp: head.warp + late,
            metres: head.metres + leg.metres,
            minutes: head.minutes + leg.minutes,
            service: head.service + own.duration,
            load: head.load + own.load,
            segment: self.joined(head.segment, leg.minutes, || Segment::visit(own.duration, open, close)),
        }
    }

    /// What a crew has done with `next` after `travel` minutes more; left as it is where no duration is limited.
    #[inline]
    pub(super) fn joined(&self, done: Segment, travel: Minutes, next: impl FnOnce() -> Segment) -> Segment {
        if self.evaluator.limits_durations { done.then(travel, next()) } else { done }
    }

    /// The totals of a route whose last visit is done.
    #[inline]
    pub(super) fn close(&self, shift: ShiftId, head: Head, sites_over: i64, used: bool) -> Totals {
        let costs = &self.evaluator.shifts[shift];
        let home = self.evaluator.leg(head.place, costs.base);
        let past = (head.time + home.minutes - costs.end).max(0);
        let over = (past - costs.overtime).max(0);
        let away = head.segment.duration - head.segment.warp + home.minutes;
        let too_long = if costs.duration < NO_LIMIT { (away - costs.duration).max(0) } else { 0 };
        Totals {
            metres: head.metres + home.metres,
            minutes: head.minutes + home.minutes,
            service: head.service,
            load: head.load,
            warp: head.warp + over + too_long,
            overtime: past - over,
            sites_over,
            used,
        }
    }
}
