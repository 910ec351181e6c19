//! Lower bounds of what moves add, from few numbers: most moves are given up on that alone.
//!
//! A bound counts travel, the table and service of weeks exactly. Of routes it knows that work and travel beyond the shift
//! are either overtime or time warp, which windows are missed, and what is loaded; all other penalties and the cost of links
//! that the move touches it takes for saved. Legs that a move would add are those of the fastest crew.

use super::delta::DeltaEvaluator;
use super::evaluator::CostEvaluator;
use super::move_cache::MoveCache;
use super::moves::Proposal;
use super::neighbour_info::NeighbourInfo;
use super::penalties::{MOST_SAVED, PenaltyTerm};
use super::places::NearPlaceId;
use super::state::PlanState;
use super::travel::{LegRows, TravelDelta};
use super::visit::VisitId;
use super::visit_costs::{CostsByShift, CostsByVisit};
use brigade_model::model::{Leg, ShiftId};
use brigade_model::units::{Minutes, Money};

/// A visit, or some that follow each other, that may go elsewhere: what holds wherever they go.
pub struct RemovalContext<'t> {
    legs: LegRows<'t>,
    /// Legs between them, where they are several, at the speed of the fastest crew.
    inner: Leg,
    /// What it costs by shift; none where they are several.
    costs: Option<CostsByShift<'t>>,
    /// The starts allowed to it; any where they are several.
    window: (Minutes, Minutes),
    /// What it costs at least.
    least_cost: Money,
    duration: Minutes,
    load: i64,
    /// What its leaving adds at least, the service of its crew's week apart.
    removal: Money,
    /// Its shift and the index of its crew's week; none for a visit left out.
    from: Option<(ShiftId, u32)>,
    /// What its leaving saves at most on the service of that week.
    service_saved: Money,
}

/// A planned visit and its place in its route: what holds whomever it changes with.
pub struct ExchangeContext<'t> {
    visit: VisitId,
    shift: ShiftId,
    position: usize,
    before: LegRows<'t>,
    after: LegRows<'t>,
    base: LegRows<'t>,
    costs: CostsByShift<'t>,
    costs_in_shift: CostsByVisit<'t>,
}

/// A visit that is left out: what holds wherever it is planned.
pub struct InsertionContext<'t> {
    visit: VisitId,
    legs: LegRows<'t>,
    duration: Minutes,
    load: i64,
    /// The least metres and minutes of getting there and away again, whatever lies before and after.
    access: Leg,
}

/// The best place of a visit in a shift by the cost of the route alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The place and what it adds.
    Best(usize, Money),
    /// No place adds less than this, which is at least the limit asked.
    AtLeast(Money),
}

/// Lower bounds of what moves of a plan add.
#[derive(Clone, Copy)]
pub struct DeltaLowerBounds<'s, 'a> {
    state: &'s PlanState<'a>,
}

impl<'s, 'a> DeltaLowerBounds<'s, 'a> {
    #[inline]
    pub(super) fn new(state: &'s PlanState<'a>) -> Self {
        Self { state }
    }

    /// A visit about to go elsewhere.
    pub fn removal(self, visit: VisitId) -> RemovalContext<'a> {
        let (costs, window) = (Some(self.evaluator().costs_of_visit(visit)), self.state.routes().window(visit));
        RemovalContext { costs, window, ..self.removal_of(&[visit]) }
    }

    /// Visits that follow each other in a route, or one that is left out, about to go elsewhere together.
    pub fn removal_of(self, visits: &[VisitId]) -> RemovalContext<'a> {
        let entry = |visit: VisitId| self.cache().visit(visit);
        let (first, last) = (visits[0], visits[visits.len() - 1]);
        let duration = visits.iter().map(|&visit| entry(visit).duration).sum();
        let own = visits.iter().map(|&visit| entry(visit).cost + self.most_saved_by_links(visit));
        let saved = own.fold(Money::ZERO, Money::saturating_add).min(MOST_SAVED);
        let legs = |visit: VisitId| self.evaluator().legs(entry(visit).place);
        let mut context = RemovalContext {
            legs: LegRows { out: legs(last).out, into: legs(first).into },
            inner: Leg::default(),
            costs: None,
            window: (Minutes::MIN, Minutes::MAX),
            least_cost: visits.iter().map(|&visit| entry(visit).least_cost).sum(),
            duration,
            load: visits.iter().map(|&visit| entry(visit).load).sum(),
            removal: -saved - self.most_saved_on_shared(),
            from: None,
            service_saved: Money::ZERO,
        };
        let spot = self.state.routes().position_of(first);
        let Some(shift) = spot.shift() else {
            context.removal -= self.state.pin_penalty(first);
            return context;
        };
        let (route, legs) = (self.cache().shift(shift), self.cache().legs(shift));
        let position = spot.position as usize;
        let (into, out, next) = (legs[position], legs[position + visits.len()], legs[position + visits.len() + 1]);
        let inner = TravelDelta::default().plus(out.before).minus(into.before).minus(into.leg);
        let inner = Leg { metres: inner.metres, minutes: inner.minutes };
        context.inner = if self.evaluator().has_one_speed() {
            inner
        } else {
            self.road(visits, |from, to| self.evaluator().leg(from, to))
        };
        let travel = TravelDelta::default()
            .plus(self.evaluator().leg_of(shift, into.from, next.from))
            .minus(into.leg)
            .minus(inner)
            .minus(out.leg);
        let empties = route.visits as usize == visits.len();
        let most_saved = if empties { self.cache().non_travel_cost(shift) } else { route.most_saved };
        let week = self.cache().week(route.week as usize);
        context.removal += self.state.travel_cost(shift, travel) - most_saved - week.penalty;
        context.from = Some((shift, route.week));
        context.service_saved = -self.service_delta(route.week, -duration);
        context
    }

    /// The legs between visits that follow each other, by the legs of one speed.
    fn road(self, visits: &[VisitId], leg: impl Fn(NearPlaceId, NearPlaceId) -> Leg) -> Leg {
        let place = |visit: VisitId| self.cache().visit(visit).place;
        let legs = visits.windows(2).map(|pair| leg(place(pair[0]), place(pair[1])));
        let sum = legs.fold(TravelDelta::default(), TravelDelta::plus);
        Leg { metres: sum.metres, minutes: sum.minutes }
    }

    /// The legs between the visits of a route from a position on, as the crew of a shift drives them.
    #[inline]
    fn suffix_road(self, shift: ShiftId, (route, begin): (ShiftId, usize)) -> Leg {
        if self.evaluator().same_speed(route, shift) {
            let legs = self.cache().legs(route);
            let (cut, home) = (&legs[begin], &legs[legs.len() - 2]);
            let road = TravelDelta::default().plus(home.before).minus(cut.before).minus(cut.leg);
            return Leg { metres: road.metres, minutes: road.minutes };
        }
        let visits = &self.state.routes().route(route)[begin..];
        self.road(visits, |from, to| self.evaluator().leg_of(shift, from, to))
    }

    /// What visits add on the road at a position of a shift, but for the ways between them.
    #[inline]
    pub fn detour(self, removal: &RemovalContext<'_>, shift: ShiftId, position: usize) -> TravelDelta {
        let legs = self.cache().legs(shift);
        removal.legs.detour(legs[position].from, legs[position].leg, legs[position + 1].from)
    }

    /// Lower bound on the delta of taking visits to a position of a shift in which they may stand, given their
    /// [`Self::detour`]; in their own route not beside where they stand. Table and windows are asked only where it is below
    /// `bound`.
    #[inline]
    pub fn relocation(
        self,
        removal: &RemovalContext<'_>,
        shift: ShiftId,
        position: usize,
        detour: TravelDelta,
        bound: Money,
    ) -> Money {
        let least = self.relocation_to_shift(removal, shift, detour, bound);
        if least >= bound || removal.from.is_some_and(|(from, _)| from == shift) {
            return least;
        }
        let duration = removal.duration + removal.inner.minutes;
        let warp = self.warp_between(shift, (position, position), &removal.legs, duration, removal.window);
        least + self.warp_beyond(shift, detour.minutes + duration, warp)
    }

    /// The same wherever in the shift they add no less than this on the road, both metres and minutes. Windows are not asked.
    #[inline]
    pub fn relocation_to_shift(
        self,
        removal: &RemovalContext<'_>,
        shift: ShiftId,
        detour: TravelDelta,
        bound: Money,
    ) -> Money {
        let (travel, limit) = (detour.plus(removal.inner), bound.saturating_sub(removal.least_cost));
        let least = self.relocation_by_travel(removal, shift, travel, limit) + removal.least_cost;
        if least >= bound {
            return least;
        }
        removal.costs.map_or(least, |costs| least - removal.least_cost + costs.at(shift))
    }

    /// The same without the table, by what it adds on the road, the way between the visits included. Costs of
    /// weeks are looked up only where the rest is below `bound`.
    #[inline]
    fn relocation_by_travel(
        self,
        removal: &RemovalContext<'_>,
        shift: ShiftId,
        travel: TravelDelta,
        bound: Money,
    ) -> Money {
        let route = self.cache().shift(shift);
        let known = removal.removal + self.state.travel_cost(shift, travel);
        if removal.from.is_some_and(|(from, _)| from == shift) {
            return known;
        }
        let known = known + self.route_cost(shift, travel.minutes + removal.duration, removal.load) - route.most_saved;
        if removal.from.is_some_and(|(_, week)| week == route.week) {
            return known;
        }
        let week = self.cache().week(route.week as usize);
        let least = known - removal.service_saved - week.cost();
        if least >= bound {
            return least;
        }
        least + week.service_cost + self.service_delta(route.week, removal.duration)
    }

    /// The least time warp of a shift with something between its first visits, so many, and those from a position on.
    #[inline]
    fn warp_between(
        self,
        shift: ShiftId,
        (first, rest): (usize, usize),
        legs: &LegRows<'_>,
        duration: Minutes,
        (open, close): (Minutes, Minutes),
    ) -> Minutes {
        let (route, timings) = (self.cache().legs(shift), self.cache().timings(shift));
        let (from, to) = (&timings[first], &timings[rest]);
        let start = (from.ready + legs.from(route[first].from).minutes).max(open);
        let late = (start - close).max(0);
        let arrival = start - late + duration + legs.to(route[rest + 1].from).minutes;
        from.warp_before + late + (arrival - to.latest).max(0) + to.warp_after
    }

    /// What so much time warp costs beyond what so many minutes more cost a route at least.
    #[inline]
    fn warp_beyond(self, shift: ShiftId, minutes: Minutes, warp: Minutes) -> Money {
        if warp == 0 {
            return Money::ZERO;
        }
        (self.penalty(PenaltyTerm::Time, i64::from(warp)) - self.time_cost(shift, minutes)).max(Money::ZERO)
    }

    /// A planned visit about to change places or the rest of its route with others.
    pub fn exchange_context(self, visit: VisitId) -> Option<ExchangeContext<'a>> {
        let spot = self.state.routes().position_of(visit);
        let (shift, position) = (spot.shift()?, spot.position as usize);
        let (legs, evaluator) = (self.cache().legs(shift), self.evaluator());
        Some(ExchangeContext {
            visit,
            shift,
            position,
            before: evaluator.legs(legs[position].from),
            after: evaluator.legs(legs[position + 2].from),
            base: evaluator.legs(evaluator.base(shift)),
            costs: evaluator.costs_of_visit(visit),
            costs_in_shift: evaluator.costs_in_shift(shift),
        })
    }

    /// Lower bound on the delta of exchanging a visit with another of its route, not beside it.
    #[inline]
    pub fn exchange_within_route(self, own: &ExchangeContext<'_>, other: &NeighbourInfo) -> Money {
        let route = self.cache().shift(own.shift);
        let links = self.most_saved_by_links(own.visit) + self.most_saved_by_links(other.visit);
        self.state.travel_cost(own.shift, self.travel_in_place(own, other.visit))
            + self.state.travel_cost(own.shift, other.instead)
            - (links + self.most_saved_on_shared())
            - route.most_saved
            - self.cache().week(route.week as usize).penalty
    }

    /// What another visit adds on the road in the place of one.
    #[inline]
    fn travel_in_place(self, own: &ExchangeContext<'_>, other: VisitId) -> TravelDelta {
        let (legs, place) = (self.cache().legs(own.shift), self.cache().visit(other).place);
        TravelDelta::default()
            .plus(own.before.to(place))
            .plus(own.after.from(place))
            .minus(legs[own.position].leg)
            .minus(legs[own.position + 1].leg)
    }

    /// Lower bound on the delta of exchanging a visit with a planned one of another shift; each may stand in the other's
    /// place. Windows are asked only where it is below `bound`.
    #[inline]
    pub fn exchange(self, own: &ExchangeContext<'_>, info: &NeighbourInfo, there: ShiftId, bound: Money) -> Money {
        let (other, position) = (info.visit, info.spot.position as usize);
        let (mine, yours) = (self.cache().visit(own.visit), self.cache().visit(other));
        let (here, away) = (self.travel_in_place(own, other), info.instead);
        let table = own.costs.at(there) + own.costs_in_shift.of(other) - mine.cost - yours.cost;
        let links = self.most_saved_by_links(own.visit) + self.most_saved_by_links(other);
        let (more, less) =
            (here.minutes + yours.duration - mine.duration, away.minutes + mine.duration - yours.duration);
        let known = table + self.state.travel_cost(own.shift, here) + self.state.travel_cost(there, away)
            - (links + self.most_saved_on_shared())
            + self.route_cost(own.shift, more, yours.load - mine.load)
            + self.route_cost(there, less, mine.load - yours.load)
            - self.cache().shift(there).most_saved
            - self.cache().shift(own.shift).most_saved;
        let service = yours.duration - mine.duration;
        let least = known + self.weeks_delta(own.shift, there, service, bound.saturating_sub(known));
        if least >= bound {
            return least;
        }
        let (at, routes) = (own.position, self.state.routes());
        let (own_window, window) = (routes.window(own.visit), routes.window(other));
        let (own_legs, legs) = (self.evaluator().legs(mine.place), self.evaluator().legs(yours.place));
        let warp = self.warp_between(own.shift, (at, at + 1), &legs, yours.duration, window);
        let warp_there = self.warp_between(there, (position, position + 1), &own_legs, mine.duration, own_window);
        least + self.warp_beyond(own.shift, more, warp) + self.warp_beyond(there, less, warp_there)
    }

    /// Lower bound on the delta of following a visit with the suffix of another route from a planned visit on, and that
    /// route's prefix with what followed; all visits may stand where they go. Windows are asked only where it is below
    /// `bound`.
    #[inline]
    pub fn suffix_exchange(
        self,
        own: &ExchangeContext<'_>,
        info: &NeighbourInfo,
        there: ShiftId,
        bound: Money,
    ) -> Money {
        let begin = info.spot.position as usize;
        let (mine, yours) = (self.cache().shift(own.shift), self.cache().shift(there));
        let (legs, legs_there) = (self.cache().legs(own.shift), self.cache().legs(there));
        let end = own.position + 1;
        let (cut, cut_there) = (&legs[end], &legs_there[begin]);
        let (home, home_there) = (&legs[mine.visits as usize], &legs_there[yours.visits as usize]);
        let (total, total_there) = (&legs[mine.visits as usize + 1], &legs_there[yours.visits as usize + 1]);
        let here = TravelDelta::default()
            .plus(cut.before)
            .plus(info.to)
            .plus(self.suffix_road(own.shift, (there, begin)))
            .plus(own.base.from(home_there.from))
            .minus(total.before);
        let last = end == mine.visits as usize;
        let base_there = self.evaluator().base(there);
        let mut away = TravelDelta::default().plus(cut_there.before).minus(total_there.before);
        away = if last {
            away.plus(self.evaluator().leg_of(there, cut_there.from, base_there))
        } else {
            away.plus(own.after.from(cut_there.from))
                .plus(self.suffix_road(there, (own.shift, end)))
                .plus(self.evaluator().leg_of(there, home.from, base_there))
        };
        let empties = last && begin == 0;
        let most_saved_there = if empties { self.cache().non_travel_cost(there) } else { yours.most_saved };
        let bound_visits = self.cache().is_bound(own.shift) || self.cache().is_bound(there);
        let links = if bound_visits { self.most_saved_by_suffixes(own, there, begin) } else { Money::ZERO };
        let service = (total_there.service - cut_there.service) - (total.service - cut.service);
        let (more, less) = (here.minutes + service, away.minutes - service);
        let known = self.state.travel_cost(own.shift, here) + self.state.travel_cost(there, away)
            - cut.slack
            - cut_there.slack
            - mine.most_saved
            - most_saved_there
            - links
            - self.most_saved_on_shared()
            + self.route_cost(own.shift, more, 0)
            + self.route_cost(there, less, 0);
        let least = known + self.weeks_delta(own.shift, there, service, bound.saturating_sub(known));
        if least >= bound {
            return least;
        }
        if !self.evaluator().same_speed(own.shift, there) {
            return least;
        }
        let warp = self.warp_joined((own.shift, end), (there, begin), info.to.minutes);
        let to = legs[end + 1].from;
        let way = if last { 0 } else { self.evaluator().leg_of(own.shift, cut_there.from, to).minutes };
        let warp_there = if last { 0 } else { self.warp_joined((there, begin), (own.shift, end), way) };
        least + self.warp_beyond(own.shift, more, warp) + self.warp_beyond(there, less, warp_there)
    }

    /// The least time warp of the first visits of a shift, so many, and those of another one from a position on, so many
    /// minutes away.
    #[inline]
    fn warp_joined(self, first: (ShiftId, usize), rest: (ShiftId, usize), minutes: Minutes) -> Minutes {
        let (from, to) = (&self.cache().timings(first.0)[first.1], &self.cache().timings(rest.0)[rest.1]);
        from.warp_before + (from.ready + minutes - to.latest).max(0) + to.warp_after
    }

    /// A visit about to be planned.
    pub fn insertion_context(self, visit: VisitId) -> InsertionContext<'a> {
        let evaluator = self.evaluator();
        let own = evaluator.visit(visit);
        let (duration, load, access) = (own.duration, own.load, evaluator.access(visit));
        InsertionContext { visit, legs: evaluator.legs(own.place), duration, load, access }
    }

    /// Lower bound on the delta of planning a visit anywhere in a shift, by the cost of the route alone.
    #[inline]
    pub fn insertion(self, context: &InsertionContext<'_>, shift: ShiftId) -> Money {
        let route = self.cache().shift(shift);
        let travel = TravelDelta::default().plus(context.access).minus(route.longest);
        self.state.travel_cost(shift, travel) + self.route_cost(shift, travel.minutes + context.duration, context.load)
            - route.most_saved
    }

    /// The best position of a visit in a shift by the cost of the route alone, if it is below `limit`.
    pub fn best_position(self, context: &InsertionContext<'_>, shift: ShiftId, limit: Money) -> Position {
        let InsertionContext { visit, ref legs, duration, load, .. } = *context;
        let (route, most_saved) = (self.cache().legs(shift), self.cache().shift(shift).most_saved);
        let (middle, window) = ([visit], self.state.routes().window(visit));
        let (mut best, mut found, mut least) = (limit, None, Money::MAX);
        for (position, pair) in route.windows(2).enumerate() {
            let travel = legs.detour(pair[0].from, pair[0].leg, pair[1].from);
            let mut delta = self.state.travel_cost(shift, travel)
                + self.route_cost(shift, travel.minutes + duration, load)
                - most_saved;
            if delta < best {
                let warp = self.warp_between(shift, (position, position), legs, duration, window);
                delta += self.warp_beyond(shift, travel.minutes + duration, warp);
            }
            if delta < best {
                let proposal = Proposal::splice(shift, position, position, &middle);
                delta = DeltaEvaluator::new(self.state).route_delta(&proposal);
                if delta < best {
                    (best, found) = (delta, Some(position));
                }
            }
            least = least.min(delta);
        }
        found.map_or(Position::AtLeast(least), |position| Position::Best(position, best))
    }

    /// The most that planning visits of one job, which are left out, saves.
    pub fn most_saved_by_planning(self, visits: &[VisitId]) -> Money {
        let own = |&visit: &VisitId| self.cache().visit(visit).cost + self.state.pin_penalty(visit);
        let job = |visit: VisitId| self.state.evaluator().visit(visit).job;
        let first = |&(index, visit): &(usize, VisitId)| index == 0 || job(visits[index - 1]) != job(visit);
        let jobs = visits.iter().copied().enumerate().filter(first);
        let links = jobs.map(|(_, visit)| self.most_saved_by_links(visit)).fold(Money::ZERO, Money::saturating_add);
        visits.iter().map(own).sum::<Money>() + links + self.most_saved_on_shared()
    }

    /// The most that planning a visit, or moving it, can save among its links.
    #[inline]
    pub fn most_saved_by_links(self, visit: VisitId) -> Money {
        self.state.most_saved_by_links(visit)
    }

    /// Lower bound on what one visit more adds to its crew's week.
    #[inline]
    pub fn service(self, visit: VisitId, shift: ShiftId) -> Money {
        let week = self.cache().shift(shift).week;
        self.service_delta(week, self.cache().visit(visit).duration) - self.cache().week(week as usize).penalty
    }

    /// What a route costs at least for overtime, time warp and load with so many minutes and so much load more.
    #[inline(always)]
    fn route_cost(self, shift: ShiftId, minutes: Minutes, load: i64) -> Money {
        let (route, time) = (self.cache().shift(shift), self.time_cost(shift, minutes));
        if load <= route.spare_load || load <= 0 {
            return time;
        }
        let costs = self.evaluator().route_costs(shift);
        time + self.penalty(PenaltyTerm::Load, costs.load_excess(costs.capacity - route.spare_load + load))
    }

    /// What a route costs at least for overtime and time warp with so many minutes more.
    #[inline]
    fn time_cost(self, shift: ShiftId, minutes: Minutes) -> Money {
        let route = self.cache().shift(shift);
        let beyond = minutes - route.spare;
        if beyond <= 0 {
            return Money::ZERO;
        }
        let overtime = beyond.min(route.overtime);
        let warp = self.state.totals().penalties().per_unit(PenaltyTerm::Time);
        let over = self.penalty(PenaltyTerm::Time, i64::from(beyond - overtime));
        route.overtime_minute.min(warp) * i64::from(overtime) + over
    }

    /// What the weeks of two shifts cost more at least where the first serves so many minutes more and the second less.
    /// Costs are looked up only where what both cost now is above `-bound`.
    #[inline]
    fn weeks_delta(self, shift: ShiftId, there: ShiftId, service: Minutes, bound: Money) -> Money {
        let (mine, yours) = (self.cache().shift(shift).week, self.cache().shift(there).week);
        let week = self.cache().week(mine as usize);
        if mine == yours {
            return -week.penalty;
        }
        let week_there = self.cache().week(yours as usize);
        let least = -week.cost() - week_there.cost();
        if least >= bound {
            return least;
        }
        self.service_delta(mine, service) + self.service_delta(yours, -service) - week.penalty - week_there.penalty
    }

    /// What so many minutes of service more add to the cost of a crew's week, its hours apart.
    #[inline]
    fn service_delta(self, week: u32, more: Minutes) -> Money {
        let entry = self.cache().week(week as usize);
        self.evaluator().week(week as usize).service_cost(entry.service + more) - entry.service_cost
    }

    fn most_saved_by_suffixes(self, own: &ExchangeContext<'_>, there: ShiftId, begin: usize) -> Money {
        let routes = self.state.routes();
        let suffixes = routes.route(own.shift)[own.position + 1..].iter().chain(&routes.route(there)[begin..]);
        let links = suffixes.map(|&visit| self.most_saved_by_links(visit));
        links.fold(Money::ZERO, Money::saturating_add).min(MOST_SAVED)
    }

    /// The most that any change can save on what all shifts share: tools and tallies.
    #[inline]
    fn most_saved_on_shared(self) -> Money {
        self.cache().most_saved_on_shared()
    }

    #[inline]
    fn penalty(self, term: PenaltyTerm, excess: i64) -> Money {
        self.state.totals().penalties().of_excess(term, excess)
    }

    #[inline]
    fn cache(self) -> &'s MoveCache<'a> {
        self.state.cache()
    }

    #[inline]
    fn evaluator(self) -> &'a CostEvaluator<'a> {
        self.state.evaluator()
    }
}
