//! The planning board: every crew's route of every day, and the tools taken from the pool.

use super::Ready;
use super::day_route::{BookedVisit, DayRoute, RouteShift};
use brigade_model::model::{CrewId, DayId, Instance, JobId, Plan, Route, ToolId};
use brigade_model::rules::barring;
use brigade_model::units::Minutes;

/// A possible insertion of one visit: the crew's route of the day with it.
#[derive(Clone, Debug)]
pub(super) struct BoardSlot {
    pub(super) crew: CrewId,
    pub(super) day: DayId,
    route: DayRoute,
    start: Minutes,
}

pub(super) struct Board<'a> {
    instance: &'a Instance,
    /// Whether days may be filled beyond the end of the shift, as far as each crew allows.
    pub(super) overtime: bool,
    /// By crew, then day.
    routes: Vec<Vec<DayRoute>>,
    /// Tools taken from the pool, by day, then tool.
    taken: Vec<Vec<u32>>,
}

impl<'a> Board<'a> {
    pub(super) fn new(instance: &'a Instance) -> Self {
        let days = instance.dates.len();
        Self {
            instance,
            overtime: false,
            routes: vec![vec![DayRoute::default(); days]; instance.crews.len()],
            taken: vec![vec![0; instance.tools.len()]; days],
        }
    }

    /// Slots for the whole team on a day, tools included; `None` where it has no room. Crews that must start together
    /// all start when the last of them can.
    pub(super) fn team_slots(&self, job: JobId, team: &[CrewId], day: DayId, ready: Ready) -> Option<Vec<BoardSlot>> {
        let slots = self.slots(job, team, day, ready, None)?;
        let synchronised = team.len() > 1 && self.instance.jobs[job].start_within.is_some();
        let last = slots.iter().map(|slot| slot.start).max()?;
        if synchronised { self.slots(job, team, day, ready, Some(last)) } else { Some(slots) }
    }

    fn slots(
        &self,
        job: JobId,
        team: &[CrewId],
        day: DayId,
        ready: Ready,
        at: Option<Minutes>,
    ) -> Option<Vec<BoardSlot>> {
        if !self.tools_left(job, team, day) {
            return None;
        }
        team.iter().map(|&crew| self.slot(job, crew, day, ready, at)).collect()
    }

    /// The crew's route with the visit inserted at the last feasible position.
    fn slot(&self, job: JobId, crew: CrewId, day: DayId, ready: Ready, at: Option<Minutes>) -> Option<BoardSlot> {
        let in_time = day > ready.day || (day == ready.day && (ready.crew.is_none() || ready.crew == Some(crew)));
        if !in_time || !self.allowed(job, crew, day) {
            return None;
        }
        let route = &self.routes[crew][day];
        let hours = RouteShift { crew, day, overtime: self.overtime };
        let new = BookedVisit { job, start: at.unwrap_or(0), agreed: at.is_some() };
        let first = route.position_after(&self.instance.jobs[job].after);
        (first..=route.visits.len()).rev().find_map(|position| {
            let mut visits = route.visits.clone();
            visits.insert(position, new);
            let route = DayRoute::follow(self.instance, hours, visits)?;
            Some(BoardSlot { crew, day, start: route.visits[position].start, route })
        })
    }

    /// Whether calendar, dates, skills, capacity and the number of sites allow the visit.
    fn allowed(&self, job: JobId, crew: CrewId, day: DayId) -> bool {
        let instance = self.instance;
        let (own, work, date) = (&instance.crews[crew], &instance.jobs[job], instance.dates[day]);
        let route = &self.routes[crew][day];
        instance.hours(crew, date).is_some()
            && work.allows(date)
            && barring(instance, crew, job, Some(date)).next().is_none()
            && own.capacity.is_none_or(|most| route.load(instance).0 + work.load.0 <= most.0)
            && own.max_sites_per_day.is_none_or(|most| route.sites_with(instance, job) <= most as usize)
    }

    fn tools_left(&self, job: JobId, team: &[CrewId], day: DayId) -> bool {
        self.instance.jobs[job].tools.iter().all(|&(tool, quantity)| {
            let more: u32 = team.iter().map(|&crew| self.more_of(tool, quantity, crew, day)).sum();
            more == 0 || self.taken[day][tool] + more <= self.instance.tools[tool].quantity
        })
    }

    /// How many of a tool a crew would take from the pool beyond what it has that day.
    fn more_of(&self, tool: ToolId, quantity: u32, crew: CrewId, day: DayId) -> u32 {
        if self.instance.crews[crew].owns(tool) {
            return 0;
        }
        quantity.saturating_sub(self.routes[crew][day].needs(self.instance, tool))
    }

    /// Whether the slots, taken together, leave every crew within its hours of the week. The horizon is one week.
    pub(super) fn week_has_room<'s>(&self, slots: impl Iterator<Item = &'s BoardSlot> + Clone) -> bool {
        slots.clone().all(|slot| {
            let more = slots.clone().filter(|other| other.crew == slot.crew).map(|other| self.added_minutes(other));
            let most = self.instance.crews[slot.crew].max_week_minutes;
            most.is_none_or(|most| self.week_minutes(slot.crew) + more.sum::<Minutes>() <= most)
        })
    }

    fn added_minutes(&self, slot: &BoardSlot) -> Minutes {
        slot.route.minutes - self.routes[slot.crew][slot.day].minutes
    }

    fn week_minutes(&self, crew: CrewId) -> Minutes {
        self.routes[crew].iter().map(|route| route.minutes).sum()
    }

    /// Books a slot. A start that two crews agreed on is fixed from now on.
    pub(super) fn book(&mut self, slot: BoardSlot) {
        for tool in self.instance.tool_ids() {
            let more = self.more_of(tool, slot.route.needs(self.instance, tool), slot.crew, slot.day);
            self.taken[slot.day][tool] += more;
        }
        self.routes[slot.crew][slot.day] = slot.route;
    }

    /// The board as a plan.
    pub(super) fn plan(&self) -> Plan {
        let mut planned = Vec::new();
        for (crew, routes) in CrewId::enumerate(&self.routes) {
            for (day, route) in routes.iter().enumerate() {
                planned.push(Route { date: self.instance.dates[day], crew, leave: None, visits: route.planned() });
            }
        }
        Plan::new(planned)
    }
}
