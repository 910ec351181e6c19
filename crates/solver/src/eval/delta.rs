//! What a move adds to the cost, from the caches: by the same functions that price a plan.

use smallvec::SmallVec;

use super::crew_day_table::INCOMPATIBLE;
use super::links::LinkEvaluator;
use super::moves::{Move, Proposal, Reassignment};
use super::penalties::PenaltyTerm;
use super::places::NearPlaceId;
use super::state::PlanState;
use super::travel::TravelDelta;
use brigade_model::model::{CrewId, JobId, ShiftId, SiteId};
use brigade_model::units::Money;

/// What is known of a move.
pub(super) enum Delta {
    /// What it adds.
    Exact(Money),
    /// It can't be below the bound.
    TooHigh,
    /// It can never stand.
    Incompatible,
}

/// Space that evaluations reuse.
#[derive(Clone, Debug, Default)]
pub(super) struct DeltaScratch {
    reassignments: Vec<Reassignment>,
    jobs: Vec<JobId>,
    sites: Vec<SiteId>,
    /// Changes of totals, by slot: first of tools, then of tallies.
    totals: SmallVec<[(usize, i64); 8]>,
}

/// What a move adds at once: by table and travel, and the most that it saves besides.
struct Outline {
    delta: Money,
    /// On routes and weeks.
    most_saved: Money,
    /// Among links.
    most_saved_by_links: Money,
}

/// Prices moves of a plan.
#[derive(Clone, Copy)]
pub(super) struct DeltaEvaluator<'s, 'a> {
    state: &'s PlanState<'a>,
}

impl<'s, 'a> DeltaEvaluator<'s, 'a> {
    #[inline]
    pub fn new(state: &'s PlanState<'a>) -> Self {
        Self { state }
    }

    /// What a move adds to the penalised cost, from cheap to dear, with a way out as soon as not even the end of all
    /// penalties would bring the move below `bound`.
    pub fn delta(self, change: &Move<'_>, bound: Money, scratch: &mut DeltaScratch) -> Delta {
        let Some(outline) = self.outline(change) else { return Delta::Incompatible };
        let Outline { mut delta, most_saved, most_saved_by_links } = outline;
        if (delta - most_saved).saturating_sub(most_saved_by_links) >= bound {
            return Delta::TooHigh;
        }
        self.state.routes().list_reassignments(change, &mut scratch.reassignments);
        self.list_links(scratch);
        if (delta - most_saved).saturating_sub(self.most_saved_by(scratch)) >= bound {
            return Delta::TooHigh;
        }
        delta += self.non_travel_delta(change);
        if self.state.evaluator().late().worst_minute > Money::ZERO {
            delta += self.latest_delta(change);
        }
        if scratch.reassignments.iter().any(|change| self.state.evaluator().visit(change.visit).needs_tools) {
            delta += self.tool_delta(change, scratch);
        }
        if !self.state.evaluator().tallies().is_empty() {
            delta += self.tally_delta(scratch);
        }
        self.link_delta(scratch).map_or(Delta::Incompatible, |links| Delta::Exact(delta.saturating_add(links)))
    }

    /// What a proposal adds to the cost of its shift's route alone: travel, overtime, use and penalties.
    pub fn route_delta(self, proposal: &Proposal<'_>) -> Money {
        let (shift, totals, routes) = (proposal.shift, self.state.totals(), self.state.routes());
        let (old, new) = (routes.segmented(shift).totals(), routes.proposed_totals(proposal));
        totals.route_cost(shift, &new) + totals.route_penalties(shift, &new)
            - totals.route_cost(shift, old)
            - totals.route_penalties(shift, old)
    }

    /// None where the move can't stand.
    fn outline(self, change: &Move<'_>) -> Option<Outline> {
        let (state, cache, evaluator) = (self.state, self.state.cache(), self.state.evaluator());
        let (mut delta, mut most_saved, mut most_saved_by_links) = (Money::ZERO, Money::ZERO, Money::ZERO);
        for &visit in change.dropped {
            let own = cache.visit(visit);
            if own.pinned {
                return None;
            }
            delta += evaluator.visit(visit).unassigned_penalty - own.cost;
            most_saved_by_links = most_saved_by_links.saturating_add(state.most_saved_by_links(visit));
        }
        for (index, proposal) in change.proposals.iter().enumerate() {
            let (shift, (from, first)) = (proposal.shift, proposal.suffix);
            // Moves around a visit begin with its shift: what visits cost there lies side by side.
            let in_shift = (index == 0).then(|| evaluator.costs_in_shift(shift));
            let suffix = if from == shift { &[] } else { &state.routes().route(from)[first..] };
            for &visit in proposal.middle.iter().chain(suffix) {
                let cost = match &in_shift {
                    Some(costs) => costs.of(visit),
                    None => evaluator.visit_cost(visit, shift),
                };
                if cost == INCOMPATIBLE {
                    return None;
                }
                let own = cache.visit(visit);
                delta += cost - own.cost;
                most_saved_by_links = most_saved_by_links.saturating_add(state.most_saved_by_links(visit));
                if own.pinned && !state.routes().is_planned(visit) {
                    delta -= state.pin_penalty(visit);
                }
            }
            delta += state.travel_cost(shift, self.travel_delta(proposal));
            most_saved += self.most_saved(shift);
        }
        Some(Outline { delta, most_saved, most_saved_by_links })
    }

    /// What a proposal adds on the road.
    #[inline]
    fn travel_delta(self, proposal: &Proposal<'_>) -> TravelDelta {
        let (cache, evaluator) = (self.state.cache(), self.state.evaluator());
        let (own, (shift, first)) = (cache.legs(proposal.shift), proposal.suffix);
        let (prefix, total) = (&own[proposal.prefix], &own[own.len() - 1]);
        let (mut travel, mut from) = (TravelDelta::default().plus(prefix.before).minus(total.before), prefix.from);
        let roads = evaluator.travel(proposal.shift);
        let mut go = |travel: TravelDelta, to: NearPlaceId| {
            let leg = roads.leg(from, to);
            from = to;
            travel.plus(leg)
        };
        for &visit in proposal.middle {
            travel = go(travel, cache.visit(visit).place);
        }
        if !evaluator.same_speed(shift, proposal.shift) {
            for &visit in &self.state.routes().route(shift)[first..] {
                travel = go(travel, cache.visit(visit).place);
            }
            return travel.plus(roads.leg(from, total.from));
        }
        // The last two entries are the way home and the totals.
        if let [suffix, .., home, _] | [suffix @ home, _] = &cache.legs(shift)[first + 1..] {
            travel = go(travel, suffix.from).plus(home.before).minus(suffix.before);
            from = home.from;
        }
        travel.plus(roads.leg(from, total.from))
    }

    /// The most that a change of a shift's route can save besides travel.
    #[inline]
    fn most_saved(self, shift: ShiftId) -> Money {
        let (cache, totals, evaluator) = (self.state.cache(), self.state.totals(), self.state.evaluator());
        let tools = if totals.excess_of(PenaltyTerm::Tools) > 0 {
            totals.penalties().of(PenaltyTerm::Tools, totals.tools_over(evaluator.day(shift)))
        } else {
            Money::ZERO
        };
        let tallies = if totals.excess_of(PenaltyTerm::Tally) > 0 {
            let over = evaluator.tallies().slots(shift).map(|slot| totals.tally_over(slot, 0)).sum();
            totals.penalties().of(PenaltyTerm::Tally, over)
        } else {
            Money::ZERO
        };
        let latest = evaluator.late().worst_minute * i64::from(totals.worst_late());
        cache.non_travel_cost(shift) + latest + tools + tallies + cache.week(evaluator.week_of(shift)).cost()
    }

    /// Cost changes of routes (but for travel) and weeks.
    fn non_travel_delta(self, change: &Move<'_>) -> Money {
        let (cache, totals, evaluator) = (self.state.cache(), self.state.totals(), self.state.evaluator());
        let routes = self.state.routes();
        let mut delta = Money::ZERO;
        for (index, proposal) in change.proposals.iter().enumerate() {
            let shift = proposal.shift;
            let (old, new) = (routes.segmented(shift).totals(), routes.proposed_totals(proposal));
            delta += totals.non_travel_cost(shift, &new) - cache.non_travel_cost(shift);
            let week = evaluator.week_of(shift);
            let shares = |other: &Proposal<'_>| evaluator.week_of(other.shift) == week;
            if change.proposals[..index].iter().any(shares) {
                continue;
            }
            let (mut travel, mut service) = (new.minutes - old.minutes, new.service - old.service);
            for other in change.proposals[index + 1..].iter().filter(|other| shares(other)) {
                let (old, new) = (routes.segmented(other.shift).totals(), routes.proposed_totals(other));
                travel += new.minutes - old.minutes;
                service += new.service - old.service;
            }
            if travel != 0 || service != 0 {
                delta += totals.week_cost(week, travel, service) - cache.week(week).cost();
            }
        }
        delta
    }

    /// Cost change of the latest visit.
    fn latest_delta(self, change: &Move<'_>) -> Money {
        let (totals, routes) = (self.state.totals(), self.state.routes());
        let changed = change.proposals.iter().map(|proposal| routes.proposed_totals(proposal).lateness.worst);
        let is_changed = |shift: ShiftId| change.proposals.iter().any(|proposal| proposal.shift == shift);
        let others = routes.all_segmented().filter(|&(shift, _)| !is_changed(shift));
        let latest = changed.chain(others.map(|(_, route)| route.totals().lateness.worst)).max().unwrap_or(0);
        self.state.evaluator().late().worst_minute * i64::from(latest - totals.worst_late())
    }

    fn tool_delta(self, change: &Move<'_>, scratch: &mut DeltaScratch) -> Money {
        let (totals, evaluator, routes) = (self.state.totals(), self.state.evaluator(), self.state.routes());
        let more = &mut scratch.totals;
        more.clear();
        for proposal in change.proposals {
            let day = evaluator.day(proposal.shift).index() * evaluator.pool().len();
            let old = evaluator.tools_of_route(proposal.shift, routes.route(proposal.shift).iter().copied());
            let new = evaluator.tools_of_route(proposal.shift, routes.proposed_visits(proposal));
            let signed = old.into_iter().map(|(tool, n)| (tool, -n)).chain(new);
            signed.for_each(|(tool, quantity)| count(more, day + tool.index(), quantity));
        }
        let excess = more.iter().map(|&(slot, more)| totals.tool_over(slot, more) - totals.tool_over(slot, 0)).sum();
        totals.penalties().of(PenaltyTerm::Tools, excess)
    }

    fn tally_delta(self, scratch: &mut DeltaScratch) -> Money {
        let (totals, evaluator, routes) = (self.state.totals(), self.state.evaluator(), self.state.routes());
        let DeltaScratch { reassignments, totals: more, .. } = scratch;
        more.clear();
        for change in reassignments.iter() {
            let job = evaluator.visit(change.visit).job;
            let (from, to) = (routes.position_of(change.visit).shift(), change.to.map(|(shift, _)| shift));
            for (shift, sign) in from.map(|shift| (shift, -1)).into_iter().chain(to.map(|shift| (shift, 1))) {
                evaluator.tallies().added(job, shift).for_each(|(slot, amount)| count(more, slot, sign * amount));
            }
        }
        let excess = more.iter().map(|&(slot, more)| totals.tally_over(slot, more) - totals.tally_over(slot, 0)).sum();
        totals.penalties().of(PenaltyTerm::Tally, excess)
    }

    /// The most that a change of the listed jobs and sites can save.
    fn most_saved_by(self, scratch: &DeltaScratch) -> Money {
        let totals = self.state.totals();
        let penalised = scratch.jobs.iter().map(|&job| totals.job(job).penalised(totals.penalties()));
        let jobs = penalised.fold(Money::ZERO, Money::saturating_add);
        let changes = scratch.jobs.iter().map(|&job| totals.job(job).changes).sum();
        let sites = scratch.sites.iter().map(|&site| totals.site(site).penalised(totals.penalties())).sum::<Money>();
        jobs.saturating_add(sites + self.state.most_saved_by_changes(changes))
    }

    fn link_delta(self, scratch: &DeltaScratch) -> Option<Money> {
        let totals = self.state.totals();
        let evaluator = LinkEvaluator::after(self.state.evaluator(), self.state.routes(), &scratch.reassignments);
        let (mut delta, mut changes) = (Money::ZERO, 0);
        for &site in &scratch.sites {
            let (new, old) = (evaluator.site_crews(site), totals.site(site));
            delta += new.penalised(totals.penalties()) - old.penalised(totals.penalties());
        }
        for &job in &scratch.jobs {
            let links = evaluator.job_links(job);
            if links.broken {
                return None;
            }
            let more = links.penalised(totals.penalties()) - totals.job(job).penalised(totals.penalties());
            delta = delta.saturating_add(more);
            changes += links.changes - totals.job(job).changes;
        }
        let changes = totals.changes_over(changes) - totals.changes_over(0);
        Some(delta.saturating_add(totals.penalties().of(PenaltyTerm::Changes, changes)))
    }

    /// The jobs and sites whose links the listed visits touch, each once.
    fn list_links(self, scratch: &mut DeltaScratch) {
        let evaluator = self.state.evaluator();
        let DeltaScratch { reassignments, jobs, sites, .. } = scratch;
        jobs.clear();
        sites.clear();
        for change in reassignments.iter() {
            let own = evaluator.visit(change.visit);
            if own.linked {
                push_once(jobs, own.job);
                for &later in evaluator.dependents(own.job) {
                    push_once(jobs, later);
                }
            }
            if own.tracked {
                let crew = |shift: Option<ShiftId>| -> Option<CrewId> { shift.map(|shift| evaluator.crew(shift)) };
                let now = self.state.routes().position_of(change.visit).shift();
                if crew(change.to.map(|(shift, _)| shift)) != crew(now) {
                    push_once(sites, own.site);
                }
            }
        }
    }
}

/// Adds an amount to what a total changes by.
fn count(totals: &mut SmallVec<[(usize, i64); 8]>, slot: usize, amount: i64) {
    match totals.iter_mut().find(|(known, _)| *known == slot) {
        Some(entry) => entry.1 += amount,
        None => totals.push((slot, amount)),
    }
}

fn push_once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
