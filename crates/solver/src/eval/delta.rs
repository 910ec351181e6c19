//! The price of a move, from the caches: by the same functions that price a plan.

use super::evaluator::VisitId;
use super::links::View;
use super::pairings::NEVER;
use super::penalties::Class;
use super::places::NearPlaceId;
use super::proposal::{Move, Proposal, Scratch};
use super::road::Road;
use super::route::{Head, Totals};
use super::working_plan::WorkingPlan;
use brigade_model::model::{CrewId, DayId, ShiftId, ToolId};
use brigade_model::units::Minutes;

/// What is known of a move.
enum Price {
    /// What it adds.
    Exact(i64),
    /// It can't be below the bound.
    TooHigh,
    /// It can never stand.
    Never,
}

impl WorkingPlan<'_> {
    /// What a move adds to [`WorkingPlan::penalised`]: exact where it is below `bound`; `None` where it can't be below
    /// or the move can never stand.
    pub fn delta(&mut self, change: &Move<'_>, bound: i64) -> Option<i64> {
        let mut scratch = self.scratch.take().unwrap_or_default();
        let price = self.price(change, bound, &mut scratch);
        self.scratch = Some(scratch);
        match price {
            Price::Exact(delta) => {
                self.evaluations.full += 1;
                (delta < bound).then_some(delta)
            }
            Price::TooHigh => {
                self.evaluations.early += 1;
                None
            }
            Price::Never => None,
        }
    }

    /// From cheap to dear, with a way out as soon as not even the end of all fines would bring the move below `bound`.
    fn price(&self, change: &Move<'_>, bound: i64, scratch: &mut Scratch) -> Price {
        let Some((mut delta, relief, ties)) = self.outline(change) else { return Price::Never };
        if delta - relief - ties >= bound {
            return Price::TooHigh;
        }
        self.list_changes(change, &mut scratch.changes);
        list_links(self, scratch);
        if delta - relief - self.link_relief(scratch) >= bound {
            return Price::TooHigh;
        }
        delta += self.off_road_delta(change);
        if scratch.changes.iter().any(|change| self.evaluator.visit(change.visit).tooled) {
            delta += self.tool_delta(change, scratch);
        }
        self.link_delta(scratch).map_or(Price::Never, |links| Price::Exact(delta + links))
    }

    /// What a move adds by table and road, and the most that it saves besides: on routes and weeks, and among links. None where
    /// it can't stand.
    fn outline(&self, change: &Move<'_>) -> Option<(i64, i64, i64)> {
        let (mut delta, mut relief, mut ties) = (0, 0, 0);
        for &visit in change.dropped {
            let standing = &self.standing.visits[visit];
            if standing.pinned {
                return None;
            }
            delta += self.evaluator.visit(visit).missing - standing.price;
            ties += self.relief_of(visit);
        }
        for (index, proposal) in change.proposals.iter().enumerate() {
            let (shift, (from, first)) = (proposal.shift, proposal.tail);
            // Moves around a visit begin with its shift: what comes there lies side by side.
            let guests = (index == 0).then(|| self.evaluator.guests_of(shift));
            let tail = if from == shift { &[] } else { &self.routes[from].visits[first..] };
            for &visit in proposal.middle.iter().chain(tail) {
                let price = match &guests {
                    Some(guests) => guests.price(visit),
                    None => self.evaluator.pairing(visit, shift),
                };
                if price == NEVER {
                    return None;
                }
                let standing = &self.standing.visits[visit];
                delta += price - standing.price;
                ties += self.relief_of(visit);
                if standing.pinned && !self.is_planned(visit) {
                    delta -= self.pin_price(visit);
                }
            }
            delta += self.road_price(shift, self.road_delta(proposal));
            relief += self.relief(shift);
        }
        Some((delta, relief, ties))
    }

    /// The penalty for leaving a visit out against its pin.
    pub(super) fn pin_price(&self, visit: VisitId) -> i64 {
        if self.standing.visits[visit].pinned { self.penalties.of(Class::Pinned, 1) } else { 0 }
    }

    /// What a proposal adds on the road.
    #[inline]
    fn road_delta(&self, proposal: &Proposal<'_>) -> Road {
        let (own, (shift, first)) = (self.standing.edges(proposal.shift), proposal.tail);
        let (head, total) = (&own[proposal.head], &own[own.len() - 1]);
        let (mut road, mut from) = (Road::default().plus(head.before).minus(total.before), head.from);
        let mut go = |road: Road, to: NearPlaceId| {
            let leg = self.evaluator.leg(from, to);
            from = to;
            road.plus(leg)
        };
        for &visit in proposal.middle {
            road = go(road, self.standing.visits[visit].place);
        }
        // The last two entries are the way home and the totals.
        if let [tail, .., home, _] | [tail @ home, _] = &self.standing.edges(shift)[first + 1..] {
            road = go(road, tail.from).plus(home.before).minus(tail.before);
            from = home.from;
        }
        road.plus(self.evaluator.leg(from, total.from))
    }

    /// The totals of a proposed route.
    #[inline]
    fn totals(&self, proposal: &Proposal<'_>) -> Totals {
        let mut head = self.routes[proposal.shift].heads[proposal.head];
        for &visit in proposal.middle {
            head = self.step(head, visit);
        }
        let from = &self.routes[proposal.tail.0];
        if let Some(tail) = from.tails.get(proposal.tail.1) {
            let leg = self.evaluator.leg(head.place, tail.place);
            let (time, warp) = tail.segment.follow(head.time + leg.minutes);
            head = Head {
                place: from.heads[from.visits.len()].place,
                time,
                warp: head.warp + warp,
                metres: head.metres + leg.metres + tail.metres,
                minutes: head.minutes + leg.minutes + tail.minutes,
                service: head.service + tail.service,
                load: head.load + tail.load,
                segment: self.joined(head.segment, leg.minutes, || tail.segment),
            };
        }
        let count = proposal.head + proposal.middle.len() + from.visits.len() - proposal.tail.1;
        let sites_over = if count > self.evaluator.shifts[proposal.shift].sites as usize {
            self.sites_over(proposal.shift, self.content(proposal))
        } else {
            0
        };
        self.close(proposal.shift, head, sites_over, count > 0)
    }

    /// The most that a change of a shift's route can save besides the road.
    #[inline]
    fn relief(&self, shift: ShiftId) -> i64 {
        let fines = if self.excess[Class::Tools as usize] > 0 {
            self.penalties.of(Class::Tools, self.overdrawn(self.evaluator.day(shift)))
        } else {
            0
        };
        self.routes[shift].off_road + fines + self.standing.weeks[self.evaluator.shifts[shift].week].price()
    }

    /// What a proposal adds to the price of its shift's route alone: road, overtime, use and penalties.
    pub fn route_delta(&self, proposal: &Proposal<'_>) -> i64 {
        let shift = proposal.shift;
        let (old, new) = (&self.routes[shift].totals, self.totals(proposal));
        self.route_cost(shift, &new) + self.route_fines(shift, &new)
            - self.route_cost(shift, old)
            - self.route_fines(shift, old)
    }

    /// Price changes of routes (but for the road) and weeks.
    fn off_road_delta(&self, change: &Move<'_>) -> i64 {
        let mut delta = 0;
        for (index, proposal) in change.proposals.iter().enumerate() {
            let shift = proposal.shift;
            let (old, new) = (&self.routes[shift], self.totals(proposal));
            delta += self.off_road(shift, &new) - old.off_road;
            let week = self.evaluator.shifts[shift].week;
            let shares = |other: &Proposal<'_>| self.evaluator.shifts[other.shift].week == week;
            if change.proposals[..index].iter().any(shares) {
                continue;
            }
            let (mut travel, mut service) = (new.minutes - old.totals.minutes, new.service - old.totals.service);
            for other in change.proposals[index + 1..].iter().filter(|other| shares(other)) {
                let (old, new) = (&self.routes[other.shift].totals, self.totals(other));
                travel += new.minutes - old.minutes;
                service += new.service - old.service;
            }
            if travel != 0 || service != 0 {
                delta += self.week_price(week, travel, service) - self.standing.weeks[week].price();
            }
        }
        delta
    }

    /// Cost and penalty of a crew's week with some more minutes.
    #[inline]
    pub(super) fn week_price(&self, week: usize, travel: Minutes, service: Minutes) -> i64 {
        let (costs, worked) = (&self.evaluator.weeks[week], self.weeks[week]);
        let over = worked.travel + worked.service + travel + service - costs.worked;
        costs.service_cost(worked.service + service) + self.penalties.of(Class::WeekHours, i64::from(over.max(0)))
    }

    /// Cost of a route.
    pub(super) fn route_cost(&self, shift: ShiftId, totals: &Totals) -> i64 {
        let costs = &self.evaluator.shifts[shift];
        i64::from(totals.metres) * costs.metre
            + i64::from(totals.minutes) * costs.minute
            + self.fixed_cost(shift, totals)
    }

    /// Cost of a route but for the road.
    #[inline]
    fn fixed_cost(&self, shift: ShiftId, totals: &Totals) -> i64 {
        let costs = &self.evaluator.shifts[shift];
        i64::from(totals.overtime) * costs.overtime_minute + if totals.used { costs.used } else { 0 }
    }

    /// Price of a route but for the road.
    #[inline]
    pub(super) fn off_road(&self, shift: ShiftId, totals: &Totals) -> i64 {
        self.fixed_cost(shift, totals) + self.route_fines(shift, totals)
    }

    /// Penalties of a route.
    #[inline]
    fn route_fines(&self, shift: ShiftId, totals: &Totals) -> i64 {
        self.penalties.of(Class::Time, i64::from(totals.warp))
            + self.penalties.of(Class::Load, self.load_excess(shift, totals.load))
            + self.penalties.of(Class::Sites, totals.sites_over)
    }

    /// Hundredths of the capacity, begun ones counted, that a load is above it.
    #[inline]
    pub(super) fn load_excess(&self, shift: ShiftId, load: i64) -> i64 {
        let capacity = self.evaluator.shifts[shift].capacity;
        if load <= capacity {
            return 0;
        }
        let hundredth = (capacity / 100).max(1);
        ((load - capacity + hundredth - 1) / hundredth).min(1_000)
    }

    /// Different sites of a route above the most that its shift allows.
    pub(super) fn sites_over(&self, shift: ShiftId, visits: impl Iterator<Item = VisitId> + Clone) -> i64 {
        let most = i64::from(self.evaluator.shifts[shift].sites);
        if visits.clone().count() as i64 <= most {
            return 0;
        }
        let site = |visit: VisitId| self.evaluator.visit(visit).site;
        let first_there = |&(index, visit): &(usize, VisitId)| {
            !visits.clone().take(index).any(|earlier| site(earlier) == site(visit))
        };
        let different = visits.clone().enumerate().filter(first_there).count();
        (different as i64 - most).max(0)
    }

    /// What a route's crew takes from the pool: for each tool the most that any visit asks.
    pub(super) fn tools_of(&self, shift: ShiftId, visits: impl Iterator<Item = VisitId>) -> Vec<(ToolId, i64)> {
        let mut taken: Vec<(ToolId, i64)> = Vec::new();
        let crew = self.evaluator.crew(shift);
        for (tool, quantity) in visits.flat_map(|visit| self.evaluator.tools_taken(visit, crew)) {
            match taken.iter_mut().find(|(known, _)| *known == tool) {
                Some(entry) => entry.1 = entry.1.max(quantity),
                None => taken.push((tool, quantity)),
            }
        }
        taken
    }

    /// Tools taken above the pool on a day.
    pub(super) fn overdrawn(&self, day: DayId) -> i64 {
        let pool = &self.evaluator.pool;
        let taken = &self.taken[day.index() * pool.len()..(day.index() + 1) * pool.len()];
        taken.iter().zip(pool).map(|(taken, quantity)| (taken - quantity).max(0)).sum()
    }

    fn tool_delta(&self, change: &Move<'_>, scratch: &mut Scratch) -> i64 {
        let pool = &self.evaluator.pool;
        let more = &mut scratch.tools;
        more.clear();
        for proposal in change.proposals {
            let day = self.evaluator.day(proposal.shift).index() * pool.len();
            let old = self.tools_of(proposal.shift, self.routes[proposal.shift].visits.iter().copied());
            let new = self.tools_of(proposal.shift, self.content(proposal));
            let signed = old.into_iter().map(|(tool, n)| (tool, -n)).chain(new);
            for (tool, quantity) in signed {
                match more.iter_mut().find(|(slot, _)| *slot == day + tool.index()) {
                    Some(entry) => entry.1 += quantity,
                    None => more.push((day + tool.index(), quantity)),
                }
            }
        }
        let over = |slot: usize, more: i64| (self.taken[slot] + more - pool[slot % pool.len()]).max(0);
        let excess = more.iter().map(|&(slot, more)| over(slot, more) - over(slot, 0)).sum();
        self.penalties.of(Class::Tools, excess)
    }

    /// The most that a change of the listed jobs and sites can save.
    fn link_relief(&self, scratch: &Scratch) -> i64 {
        let jobs: i64 = scratch.jobs.iter().map(|&job| self.jobs[job].penalised(&self.penalties)).sum();
        let changes = scratch.jobs.iter().map(|&job| self.jobs[job].changes).sum();
        jobs + scratch.sites.iter().map(|&site| self.sites[site]).sum::<i64>() + self.changes_relief(changes)
    }

    /// The most that planning a visit, or moving it, can save among its links.
    #[inline]
    pub fn relief_of(&self, visit: VisitId) -> i64 {
        let ties = self.standing.visits[visit].ties;
        if self.excess[Class::Changes as usize] == 0 {
            return ties;
        }
        ties + self.changes_relief(self.jobs[self.evaluator.visit(visit).job].changes)
    }

    /// The most that undoing so many changes can save.
    fn changes_relief(&self, changes: i64) -> i64 {
        self.penalties.of(Class::Changes, self.excess[Class::Changes as usize].min(changes))
    }

    fn link_delta(&self, scratch: &Scratch) -> Option<i64> {
        let view = View::after(self, &scratch.changes);
        let (mut delta, mut changes) = (0, 0);
        for &site in &scratch.sites {
            delta += self.site_part(site, &view) - self.sites[site];
        }
        for &job in &scratch.jobs {
            let part = self.job_part(job, &view);
            if part.broken {
                return None;
            }
            delta += part.penalised(&self.penalties) - self.jobs[job].penalised(&self.penalties);
            changes += part.changes - self.jobs[job].changes;
        }
        delta += self.penalties.of(Class::Changes, self.changes_over(changes) - self.changes_over(0));
        Some(delta)
    }
}

/// The jobs and sites whose links the listed changes touch, each once.
fn list_links(plan: &WorkingPlan<'_>, scratch: &mut Scratch) {
    let Scratch { changes, jobs, sites, .. } = scratch;
    jobs.clear();
    sites.clear();
    for change in changes.iter() {
        let own = plan.evaluator.visit(change.visit);
        if own.linked {
            push_once(jobs, own.job);
            for &later in plan.evaluator.successors(own.job) {
                push_once(jobs, later);
            }
        }
        if own.tracked
            && crew_of(plan, change.to.map(|(shift, _)| shift)) != crew_of(plan, plan.spot(change.visit).shift())
        {
            push_once(sites, own.site);
        }
    }
}

fn crew_of(plan: &WorkingPlan<'_>, shift: Option<ShiftId>) -> Option<CrewId> {
    shift.map(|shift| plan.evaluator.crew(shift))
}

fn push_once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
