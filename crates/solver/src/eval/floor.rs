//! Lower bounds of what moves cost, from few numbers: most moves are given up on that alone.
//!
//! A floor counts road, table and service of weeks exactly. Of routes it knows that work and travel beyond the shift are
//! either overtime or time warp, which windows are missed, and what is loaded; all other penalties and prices of links that the move touches
//! it takes for saved.

use super::around::Beside;
use super::evaluator::VisitId;
use super::pairings::{Guests, PairingRow};
use super::penalties::Class;
use super::places::NearPlaceId;
use super::proposal::Proposal;
use super::road::{Legs, Road};
use super::working_plan::WorkingPlan;
use brigade_model::model::{Leg, ShiftId};
use brigade_model::units::Minutes;

/// A visit, or some that follow each other, that may go elsewhere: what holds wherever they go.
pub struct Departure<'t> {
    legs: Legs<'t>,
    /// Legs between them, where they are several.
    inner: Leg,
    /// What it costs by shift; none where they are several.
    pairings: Option<PairingRow<'t>>,
    /// The starts allowed to it; any where they are several.
    window: (Minutes, Minutes),
    /// What it costs at least.
    least: i64,
    duration: Minutes,
    load: i64,
    /// What its leaving costs at least, the service of its crew's week apart.
    leaving: i64,
    /// Its shift and the index of its crew's week; none for a visit left out.
    from: Option<(ShiftId, u32)>,
    /// What its leaving saves at most on the service of that week.
    released: i64,
}

/// A planned visit and its place in its route: what holds whomever it changes with.
pub struct Stand<'t> {
    visit: VisitId,
    shift: ShiftId,
    position: usize,
    before: Legs<'t>,
    after: Legs<'t>,
    base: Legs<'t>,
    pairings: PairingRow<'t>,
    guests: Guests<'t>,
}

/// A visit that is left out: what holds wherever it is planned.
pub struct Candidate<'t> {
    visit: VisitId,
    legs: Legs<'t>,
    duration: Minutes,
    load: i64,
    /// The least metres and minutes of getting there and away again, whatever lies before and after.
    access: Leg,
}

/// The best place of a visit in a shift by the price of the route alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The place and what it adds.
    Best(usize, i64),
    /// No place adds less than this, which is at least the limit asked.
    AtLeast(i64),
}

impl<'a> WorkingPlan<'a> {
    /// A visit about to go elsewhere.
    pub fn departure(&self, visit: VisitId) -> Departure<'a> {
        let (pairings, window) = (Some(self.evaluator.pairings_of(visit)), self.windows[visit]);
        Departure { pairings, window, ..self.departure_of(&[visit]) }
    }

    /// Visits that follow each other in a route, or one that is left out, about to go elsewhere together.
    pub fn departure_of(&self, visits: &[VisitId]) -> Departure<'a> {
        let standing = |visit: VisitId| &self.standing.visits[visit];
        let (first, last) = (visits[0], visits[visits.len() - 1]);
        let duration = visits.iter().map(|&visit| standing(visit).duration).sum();
        let saved: i64 = visits.iter().map(|&visit| standing(visit).price + self.relief_of(visit)).sum();
        let mut departure = Departure {
            legs: Legs { out: self.legs(standing(last).place).out, into: self.legs(standing(first).place).into },
            inner: Leg::default(),
            pairings: None,
            window: (Minutes::MIN, Minutes::MAX),
            least: visits.iter().map(|&visit| standing(visit).least).sum(),
            duration,
            load: visits.iter().map(|&visit| standing(visit).load).sum(),
            leaving: -saved - self.tool_relief(),
            from: None,
            released: 0,
        };
        let spot = self.spot(first);
        let Some(shift) = spot.shift() else {
            departure.leaving -= self.pin_price(first);
            return departure;
        };
        let (route, edges) = (&self.standing.shifts[shift], self.standing.edges(shift));
        let position = spot.position as usize;
        let (into, out, next) = (edges[position], edges[position + visits.len()], edges[position + visits.len() + 1]);
        let inner = Road::default().plus(out.before).minus(into.before).minus(into.leg);
        departure.inner = Leg { metres: inner.metres, minutes: inner.minutes };
        let road = Road::default()
            .plus(self.evaluator.leg(into.from, next.from))
            .minus(into.leg)
            .minus(departure.inner)
            .minus(out.leg);
        let relief = if route.visits as usize == visits.len() { self.routes[shift].off_road } else { route.relief };
        let week = &self.standing.weeks[route.week as usize];
        departure.leaving += self.road_price(shift, road) - relief - week.fine;
        departure.from = Some((shift, route.week));
        departure.released = -self.service_delta(route.week, -duration);
        departure
    }

    /// What visits add on the road at a position of a shift, but for the ways between them.
    #[inline]
    pub fn detour(&self, departure: &Departure<'_>, shift: ShiftId, position: usize) -> Road {
        let edges = self.standing.edges(shift);
        departure.legs.detour(&edges[position], &edges[position + 1])
    }

    /// What taking visits to a position of a shift in which they may stand adds at least, given their [`Self::detour`]; in
    /// their own route not beside where they stand. Table and windows are asked only where that is below `bound`.
    #[inline]
    pub fn relocation_floor(
        &self,
        departure: &Departure<'_>,
        shift: ShiftId,
        position: usize,
        road: Road,
        bound: i64,
    ) -> i64 {
        let floor = self.shift_floor(departure, shift, road, bound);
        if floor >= bound || departure.from.is_some_and(|(from, _)| from == shift) {
            return floor;
        }
        let duration = departure.duration + departure.inner.minutes;
        let warp = self.warp_between(shift, (position, position), &departure.legs, duration, departure.window);
        floor + self.warp_beyond(shift, road.minutes + duration, warp)
    }

    /// The same wherever in the shift they add no less than this on the road, both metres and minutes. Windows are not asked.
    #[inline]
    pub fn shift_floor(&self, departure: &Departure<'_>, shift: ShiftId, road: Road, bound: i64) -> i64 {
        let (way, limit) = (road.plus(departure.inner), bound.saturating_sub(departure.least));
        let floor = self.relocation_by_road(departure, shift, way, limit) + departure.least;
        if floor >= bound {
            return floor;
        }
        departure.pairings.map_or(floor, |pairings| floor - departure.least + pairings.at(shift))
    }

    /// The same without the table, by what it adds on the road, the way between the visits included. Prices of
    /// weeks are looked up only where the rest is below `bound`.
    #[inline]
    fn relocation_by_road(&self, departure: &Departure<'_>, shift: ShiftId, road: Road, bound: i64) -> i64 {
        let route = &self.standing.shifts[shift];
        let known = departure.leaving + self.road_price(shift, road);
        if departure.from.is_some_and(|(from, _)| from == shift) {
            return known;
        }
        let known = known + self.route_floor(shift, road.minutes + departure.duration, departure.load) - route.relief;
        if departure.from.is_some_and(|(_, week)| week == route.week) {
            return known;
        }
        let week = &self.standing.weeks[route.week as usize];
        let floor = known - departure.released - week.price();
        if floor >= bound {
            return floor;
        }
        floor + week.service_cost + self.service_delta(route.week, departure.duration)
    }

    /// The least time warp of a shift with something between its first visits, so many, and those from a position on.
    #[inline]
    fn warp_between(
        &self,
        shift: ShiftId,
        (first, rest): (usize, usize),
        legs: &Legs<'_>,
        duration: Minutes,
        (open, close): (Minutes, Minutes),
    ) -> Minutes {
        let (edges, timings) = (self.standing.edges(shift), self.standing.timings(shift));
        let (from, to) = (&timings[first], &timings[rest]);
        let start = (from.ready + legs.into[edges[first].from].minutes).max(open);
        let late = (start - close).max(0);
        let arrival = start - late + duration + legs.out[edges[rest + 1].from].minutes;
        from.warp_before + late + (arrival - to.latest).max(0) + to.warp_after
    }

    /// What so much time warp costs beyond what so many minutes more cost a route at least.
    #[inline]
    fn warp_beyond(&self, shift: ShiftId, minutes: Minutes, warp: Minutes) -> i64 {
        if warp == 0 {
            return 0;
        }
        (self.penalties.of(Class::Time, i64::from(warp)) - self.time_floor(shift, minutes)).max(0)
    }

    /// A planned visit about to change places or the rest of its route with others.
    pub fn stand(&self, visit: VisitId) -> Option<Stand<'a>> {
        let spot = self.spot(visit);
        let (shift, position) = (spot.shift()?, spot.position as usize);
        let edges = self.standing.edges(shift);
        Some(Stand {
            visit,
            shift,
            position,
            before: self.legs(edges[position].from),
            after: self.legs(edges[position + 2].from),
            base: self.legs(self.evaluator.base(shift)),
            pairings: self.evaluator.pairings_of(visit),
            guests: self.evaluator.guests_of(shift),
        })
    }

    /// What exchanging a visit with another of its route, not beside it, adds at least.
    #[inline]
    pub fn order_floor(&self, stand: &Stand<'_>, other: &Beside) -> i64 {
        let route = &self.standing.shifts[stand.shift];
        let ties = self.relief_of(stand.visit) + self.relief_of(other.visit) + self.tool_relief();
        self.road_price(stand.shift, self.received(stand, other.visit)) + self.road_price(stand.shift, other.instead)
            - ties
            - route.relief
            - self.standing.weeks[route.week as usize].fine
    }

    /// What another visit adds on the road in the place of one.
    #[inline]
    fn received(&self, stand: &Stand<'_>, other: VisitId) -> Road {
        let (edges, place) = (self.standing.edges(stand.shift), self.standing.visits[other].place);
        Road::default()
            .plus(stand.before.out[place])
            .plus(stand.after.into[place])
            .minus(edges[stand.position].leg)
            .minus(edges[stand.position + 1].leg)
    }

    /// What exchanging a visit with a planned one of another shift adds at least; each may stand in the other's place.
    /// Windows are asked only where that is below `bound`.
    #[inline]
    pub fn exchange_floor(&self, stand: &Stand<'_>, beside: &Beside, there: ShiftId, bound: i64) -> i64 {
        let (other, position) = (beside.visit, beside.spot.position as usize);
        let (mine, yours) = (&self.standing.visits[stand.visit], &self.standing.visits[other]);
        let (here, away) = (self.received(stand, other), beside.instead);
        let table = stand.pairings.at(there) + stand.guests.price(other) - mine.price - yours.price;
        let ties = self.relief_of(stand.visit) + self.relief_of(other) + self.tool_relief();
        let (more, less) =
            (here.minutes + yours.duration - mine.duration, away.minutes + mine.duration - yours.duration);
        let known = table + self.road_price(stand.shift, here) + self.road_price(there, away) - ties
            + self.route_floor(stand.shift, more, yours.load - mine.load)
            + self.route_floor(there, less, mine.load - yours.load)
            - self.standing.shifts[there].relief
            - self.standing.shifts[stand.shift].relief;
        let floor =
            known + self.weeks_floor(stand.shift, there, yours.duration - mine.duration, bound.saturating_sub(known));
        if floor >= bound {
            return floor;
        }
        let (at, windows) = (stand.position, &self.windows);
        let (own, window) = (windows[stand.visit], windows[other]);
        let legs = self.legs(yours.place);
        let warp = self.warp_between(stand.shift, (at, at + 1), &legs, yours.duration, window);
        let warp_there = self.warp_between(there, (position, position + 1), &self.legs(mine.place), mine.duration, own);
        floor + self.warp_beyond(stand.shift, more, warp) + self.warp_beyond(there, less, warp_there)
    }

    /// What following a visit with the end of another route from a planned visit on, and that route's front with what
    /// followed, adds at least; all visits may stand where they go. Windows are asked only where that is below `bound`.
    #[inline]
    pub fn tails_floor(&self, stand: &Stand<'_>, beside: &Beside, there: ShiftId, bound: i64) -> i64 {
        let begin = beside.spot.position as usize;
        let (mine, yours) = (&self.standing.shifts[stand.shift], &self.standing.shifts[there]);
        let (own, others) = (self.standing.edges(stand.shift), self.standing.edges(there));
        let end = stand.position + 1;
        let (cut, cut_there) = (&own[end], &others[begin]);
        let (home, home_there) = (&own[mine.visits as usize], &others[yours.visits as usize]);
        let (total, total_there) = (&own[mine.visits as usize + 1], &others[yours.visits as usize + 1]);
        let here = Road::default()
            .plus(cut.before)
            .plus(beside.to)
            .plus(home_there.before)
            .minus(cut_there.before)
            .minus(cut_there.leg)
            .plus(stand.base.into[home_there.from])
            .minus(total.before);
        let last = end == mine.visits as usize;
        let base_there = self.evaluator.base(there);
        let mut away = Road::default().plus(cut_there.before).minus(total_there.before);
        away = if last {
            away.plus(self.evaluator.leg(cut_there.from, base_there))
        } else {
            away.plus(stand.after.into[cut_there.from])
                .plus(home.before)
                .minus(cut.before)
                .minus(cut.leg)
                .plus(self.evaluator.leg(home.from, base_there))
        };
        let relief_there = if last && begin == 0 { self.routes[there].off_road } else { yours.relief };
        let tied = self.standing.tied[stand.shift] || self.standing.tied[there];
        let ties = if tied { self.tails_relief(stand, there, begin) } else { 0 };
        let service = (total_there.service - cut_there.service) - (total.service - cut.service);
        let (more, less) = (here.minutes + service, away.minutes - service);
        let known = self.road_price(stand.shift, here) + self.road_price(there, away)
            - cut.slack
            - cut_there.slack
            - mine.relief
            - relief_there
            - ties
            - self.tool_relief()
            + self.route_floor(stand.shift, more, 0)
            + self.route_floor(there, less, 0);
        let floor = known + self.weeks_floor(stand.shift, there, service, bound.saturating_sub(known));
        if floor >= bound {
            return floor;
        }
        let warp = self.warp_joined((stand.shift, end), (there, begin), beside.to.minutes);
        let to = own[end + 1].from;
        let way = if last { 0 } else { self.evaluator.leg(cut_there.from, to).minutes };
        let warp_there = if last { 0 } else { self.warp_joined((there, begin), (stand.shift, end), way) };
        floor + self.warp_beyond(stand.shift, more, warp) + self.warp_beyond(there, less, warp_there)
    }

    /// The least time warp of the first visits of a shift, so many, and those of another one from a position on, so many
    /// minutes away.
    #[inline]
    fn warp_joined(&self, first: (ShiftId, usize), rest: (ShiftId, usize), minutes: Minutes) -> Minutes {
        let (from, to) = (&self.standing.timings(first.0)[first.1], &self.standing.timings(rest.0)[rest.1]);
        from.warp_before + (from.ready + minutes - to.latest).max(0) + to.warp_after
    }

    /// Whether a planned visit and all after it may stand in another shift.
    #[inline]
    pub fn tail_fits(&self, visit: VisitId, shift: ShiftId) -> bool {
        self.standing.tail_fits(visit, shift)
    }

    /// A visit about to be planned.
    pub fn candidate(&self, visit: VisitId) -> Candidate<'a> {
        let own = self.evaluator.visit(visit);
        let (duration, load, access) = (own.duration, own.load, self.evaluator.access(visit));
        Candidate { visit, legs: self.legs(own.place), duration, load, access }
    }

    /// What planning a visit anywhere in a shift adds to the price of the route at least.
    #[inline]
    pub fn insertion_floor(&self, candidate: &Candidate<'_>, shift: ShiftId) -> i64 {
        let route = &self.standing.shifts[shift];
        let road = Road::default().plus(candidate.access).minus(route.longest);
        self.road_price(shift, road) + self.route_floor(shift, road.minutes + candidate.duration, candidate.load)
            - route.relief
    }

    /// The best position of a visit in a shift by the price of the route alone, if it is below `limit`.
    pub fn best_position(&self, candidate: &Candidate<'_>, shift: ShiftId, limit: i64) -> Position {
        let Candidate { visit, ref legs, duration, load, .. } = *candidate;
        let (edges, relief) = (self.standing.edges(shift), self.standing.shifts[shift].relief);
        let (middle, window) = ([visit], self.windows[visit]);
        let (mut best, mut found, mut floor) = (limit, None, i64::MAX);
        for (position, pair) in edges.windows(2).enumerate() {
            let road = legs.detour(&pair[0], &pair[1]);
            let mut delta =
                self.road_price(shift, road) + self.route_floor(shift, road.minutes + duration, load) - relief;
            if delta < best {
                let warp = self.warp_between(shift, (position, position), legs, duration, window);
                delta += self.warp_beyond(shift, road.minutes + duration, warp);
            }
            if delta < best {
                delta = self.route_delta(&Proposal::splice(shift, position, position, &middle));
                if delta < best {
                    (best, found) = (delta, Some(position));
                }
            }
            floor = floor.min(delta);
        }
        found.map_or(Position::AtLeast(floor), |position| Position::Best(position, best))
    }

    /// The most that planning visits of one job, which are left out, saves.
    pub fn planning_saves(&self, visits: &[VisitId]) -> i64 {
        let own = |&visit: &VisitId| self.standing.visits[visit].price + self.pin_price(visit);
        let ties = visits.first().map_or(0, |&visit| self.relief_of(visit));
        visits.iter().map(own).sum::<i64>() + ties + self.tool_relief()
    }

    /// What one visit more costs its crew's week at least.
    #[inline]
    pub fn service_floor(&self, visit: VisitId, shift: ShiftId) -> i64 {
        let week = self.standing.shifts[shift].week;
        self.service_delta(week, self.standing.visits[visit].duration) - self.standing.weeks[week as usize].fine
    }

    /// Counts moves that their floor ruled out.
    #[inline]
    pub fn count_early(&mut self, moves: u64) {
        self.evaluations.early += moves;
    }

    pub(super) fn legs(&self, place: NearPlaceId) -> Legs<'a> {
        let places = &self.evaluator.places;
        Legs { out: places.outbound(place), into: places.inbound(place) }
    }

    #[inline]
    pub(super) fn road_price(&self, shift: ShiftId, road: Road) -> i64 {
        let route = &self.standing.shifts[shift];
        i64::from(road.metres) * route.metre + i64::from(road.minutes) * route.minute
    }

    /// What a route costs at least for overtime, time warp and load with so many minutes and so much load more.
    #[inline]
    fn route_floor(&self, shift: ShiftId, minutes: Minutes, load: i64) -> i64 {
        let (route, time) = (&self.standing.shifts[shift], self.time_floor(shift, minutes));
        if load <= route.spare_load || load <= 0 {
            return time;
        }
        let capacity = self.evaluator.shifts[shift].capacity;
        time + self.penalties.of(Class::Load, self.load_excess(shift, capacity - route.spare_load + load))
    }

    /// What a route costs at least for overtime and time warp with so many minutes more.
    #[inline]
    fn time_floor(&self, shift: ShiftId, minutes: Minutes) -> i64 {
        let route = &self.standing.shifts[shift];
        let beyond = (minutes - route.spare).max(0);
        let overtime = beyond.min(route.overtime);
        let warp = self.penalties.of(Class::Time, 1);
        i64::from(overtime) * route.overtime_minute.min(warp) + i64::from(beyond - overtime) * warp
    }

    /// What the weeks of two shifts cost more at least where the first serves so many minutes more and the second less.
    /// Prices are looked up only where what both cost now is above `-bound`.
    #[inline]
    fn weeks_floor(&self, shift: ShiftId, there: ShiftId, service: Minutes, bound: i64) -> i64 {
        let (mine, yours) = (self.standing.shifts[shift].week, self.standing.shifts[there].week);
        let week = &self.standing.weeks[mine as usize];
        if mine == yours {
            return -week.fine;
        }
        let week_there = &self.standing.weeks[yours as usize];
        let least = -week.price() - week_there.price();
        if least >= bound {
            return least;
        }
        self.service_delta(mine, service) + self.service_delta(yours, -service) - week.fine - week_there.fine
    }

    /// What so many minutes of service more add to the price of a crew's week, its hours apart.
    #[inline]
    fn service_delta(&self, week: u32, more: Minutes) -> i64 {
        let standing = &self.standing.weeks[week as usize];
        self.evaluator.weeks[week as usize].service_cost(standing.service + more) - standing.service_cost
    }

    fn tails_relief(&self, stand: &Stand<'_>, there: ShiftId, begin: usize) -> i64 {
        let tails =
            self.routes[stand.shift].visits[stand.position + 1..].iter().chain(&self.routes[there].visits[begin..]);
        tails.map(|&visit| self.relief_of(visit)).sum()
    }

    /// The most that any change can save on tools.
    #[inline]
    fn tool_relief(&self) -> i64 {
        self.penalties.of(Class::Tools, self.excess[Class::Tools as usize])
    }
}
