//! The board on the planner's wall: who is where on which day, and what is left of the tools.

use super::Ready;
use super::tour::{Booked, DayTour, TourShift};
use brigade_model::model::{CrewId, DayId, Instance, JobId, Plan, Route, ToolId};
use brigade_model::rules::barring;
use brigade_model::units::Minutes;

/// A place on the board for one visit: the crew's day as it would be with it.
#[derive(Clone, Debug)]
pub(super) struct BoardSlot {
    pub(super) crew: CrewId,
    pub(super) day: DayId,
    tour: DayTour,
    start: Minutes,
}

pub(super) struct Board<'a> {
    instance: &'a Instance,
    /// Whether days may be filled beyond the end of the shift, as far as each crew allows.
    pub(super) overtime: bool,
    /// By crew, then day.
    tours: Vec<Vec<DayTour>>,
    /// Tools taken from the pool, by day, then tool.
    taken: Vec<Vec<u32>>,
}

impl<'a> Board<'a> {
    pub(super) fn new(instance: &'a Instance) -> Self {
        let days = instance.dates.len();
        Self {
            instance,
            overtime: false,
            tours: vec![vec![DayTour::default(); days]; instance.crews.len()],
            taken: vec![vec![0; instance.tools.len()]; days],
        }
    }

    /// Room for the whole team on a day, with tools for everyone. Where the crews must start close together they
    /// agree on the time at which the last of them can be there.
    pub(super) fn meeting(&self, job: JobId, team: &[CrewId], day: DayId, ready: Ready) -> Option<Vec<BoardSlot>> {
        let slots = self.slots(job, team, day, ready, None)?;
        let meet = team.len() > 1 && self.instance.jobs[job].start_within.is_some();
        let last = slots.iter().map(|slot| slot.start).max()?;
        if meet { self.slots(job, team, day, ready, Some(last)) } else { Some(slots) }
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

    /// The crew's day with the visit behind the others, or else in the last gap where it fits.
    fn slot(&self, job: JobId, crew: CrewId, day: DayId, ready: Ready, at: Option<Minutes>) -> Option<BoardSlot> {
        let in_time = day > ready.day || (day == ready.day && (ready.crew.is_none() || ready.crew == Some(crew)));
        if !in_time || !self.allowed(job, crew, day) {
            return None;
        }
        let tour = &self.tours[crew][day];
        let hours = TourShift { crew, day, overtime: self.overtime };
        let new = Booked { job, start: at.unwrap_or(0), agreed: at.is_some() };
        let first = tour.behind(&self.instance.jobs[job].after);
        (first..=tour.visits.len()).rev().find_map(|position| {
            let mut visits = tour.visits.clone();
            visits.insert(position, new);
            let tour = DayTour::follow(self.instance, hours, visits)?;
            Some(BoardSlot { crew, day, start: tour.visits[position].start, tour })
        })
    }

    /// Whether calendar, dates, people present, the vehicle and the number of sites allow the visit.
    fn allowed(&self, job: JobId, crew: CrewId, day: DayId) -> bool {
        let instance = self.instance;
        let (own, work, date) = (&instance.crews[crew], &instance.jobs[job], instance.dates[day]);
        let tour = &self.tours[crew][day];
        instance.hours(crew, date).is_some()
            && work.allows(date)
            && barring(instance, crew, job, Some(date)).next().is_none()
            && own.capacity.is_none_or(|most| tour.load(instance).0 + work.load.0 <= most.0)
            && own.max_sites_per_day.is_none_or(|most| tour.sites_with(instance, job) <= most as usize)
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
        quantity.saturating_sub(self.tours[crew][day].needs(self.instance, tool))
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
        slot.tour.minutes - self.tours[slot.crew][slot.day].minutes
    }

    fn week_minutes(&self, crew: CrewId) -> Minutes {
        self.tours[crew].iter().map(|tour| tour.minutes).sum()
    }

    /// Writes a visit on the board. A visit whose time two crews agreed on keeps it from now on.
    pub(super) fn book(&mut self, slot: BoardSlot) {
        for tool in self.instance.tool_ids() {
            let more = self.more_of(tool, slot.tour.needs(self.instance, tool), slot.crew, slot.day);
            self.taken[slot.day][tool] += more;
        }
        self.tours[slot.crew][slot.day] = slot.tour;
    }

    /// The board as a plan.
    pub(super) fn plan(&self) -> Plan {
        let mut routes = Vec::new();
        for (crew, tours) in CrewId::enumerate(&self.tours) {
            for (day, tour) in tours.iter().enumerate() {
                routes.push(Route { date: self.instance.dates[day], crew, leave: None, visits: tour.planned() });
            }
        }
        Plan::new(routes)
    }
}
