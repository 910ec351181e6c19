//! A plan with its times on the wall clock, as `docs/format.md` defines them.
//!
//! The judge, the reports and the writers read times here. The evaluator has its own arithmetic on the working clock
//! and never uses this one, so that each can be tested against the other.

use chrono::NaiveDate;

use super::{CrewId, Instance, JobId, Plan, Route, Start, iso_week};
use crate::units::{Metres, Minutes};

/// Every route of a plan with its times, in the order of the plan, and the unassigned visits.
#[derive(Clone, Debug)]
pub struct Timetable {
    /// The timed routes, by date and crew.
    pub tours: Vec<Tour>,
    /// Unassigned visits: asked and not planned, by job.
    pub missing: Vec<u32>,
    /// Visits that name a crew or a job that the instance does not have, in words.
    pub unknown: Vec<String>,
    /// The visits of each job as (route, position), in the order of the routes.
    pub visits_of: Vec<Vec<(usize, usize)>>,
    /// The jobs with a visit, ascending.
    pub planned: Vec<JobId>,
}

/// A timed route: one crew on one date, from its base and back.
#[derive(Clone, Debug)]
pub struct Tour {
    /// The crew.
    pub crew: CrewId,
    /// The date.
    pub date: NaiveDate,
    /// ISO year and week.
    pub week: (i32, u32),
    /// Start of the shift, wall clock.
    pub start: Minutes,
    /// End of the shift without overtime, wall clock.
    pub end: Minutes,
    /// Overtime limit, minutes.
    pub overtime_limit: Minutes,
    /// People present.
    pub people: u32,
    /// When the crew leaves its base, wall clock.
    pub leave: Minutes,
    /// When it is back, wall clock.
    pub back: Minutes,
    /// The visits in order.
    pub stops: Vec<Stop>,
    /// Metres driven, the return to the base included.
    pub metres: i64,
    /// Minutes driven, the return to the base included.
    pub travel: Minutes,
    /// Minutes of service.
    pub service: Minutes,
    /// Minutes past the end, the break not counted.
    pub overtime: Minutes,
}

/// A timed visit of a route.
#[derive(Clone, Debug)]
pub struct Stop {
    /// The job.
    pub job: JobId,
    /// Metres of the inbound leg.
    pub metres: Metres,
    /// Minutes of the inbound leg.
    pub travel: Minutes,
    /// Arrival, wall clock.
    pub arrive: Minutes,
    /// Start of service, wall clock.
    pub start: Minutes,
    /// End of service, wall clock.
    pub finish: Minutes,
    /// Whether the start counts as stated: not that of a row of a current schedule without one.
    pub stated: bool,
}

impl Timetable {
    /// Computes the times of every route of a plan.
    pub fn new(instance: &Instance, plan: &Plan) -> Self {
        let mut timetable = Self {
            tours: Vec::new(),
            missing: instance.job_ids().map(|job| instance.visits_asked(job)).collect(),
            unknown: plan.unknown.clone(),
            visits_of: vec![Vec::new(); instance.jobs.len()],
            planned: Vec::new(),
        };
        timetable.set_tours(instance, plan.routes.iter().map(|route| Tour::follow(instance, route)).collect());
        timetable
    }

    /// Other tours in place of those there are, by date and crew; takes no longer than they have visits.
    pub(crate) fn set_tours(&mut self, instance: &Instance, tours: Vec<Tour>) {
        for job in self.planned.drain(..) {
            self.visits_of[job].clear();
            self.missing[job] = instance.visits_asked(job);
        }
        self.tours = tours;
        for (index, tour) in self.tours.iter().enumerate() {
            for (position, stop) in tour.stops.iter().enumerate() {
                if self.visits_of[stop.job].is_empty() {
                    self.planned.push(stop.job);
                }
                self.visits_of[stop.job].push((index, position));
            }
        }
        self.planned.sort_unstable();
        for &job in &self.planned {
            self.missing[job] = self.missing[job].saturating_sub(self.visits_of[job].len() as u32);
        }
    }

    /// Every visit with its route, in order.
    pub fn stops(&self) -> impl Iterator<Item = (&Tour, &Stop)> {
        self.tours.iter().flat_map(|tour| tour.stops.iter().map(move |stop| (tour, stop)))
    }

    /// The visits of one job with their routes.
    pub fn stops_of(&self, job: JobId) -> impl Iterator<Item = (&Tour, &Stop)> {
        self.visits_of[job].iter().map(|&(tour, position)| (&self.tours[tour], &self.tours[tour].stops[position]))
    }

    /// The plan with the starts of this timetable; every crew leaves as late as possible without delaying a visit.
    pub fn settled(&self, instance: &Instance) -> Plan {
        let routes = self.tours.iter().map(|tour| tour.settled(instance)).collect();
        Plan { unknown: self.unknown.clone(), ..Plan::new(routes) }
    }
}

impl Tour {
    /// Follows one route.
    pub(crate) fn follow(instance: &Instance, route: &Route) -> Self {
        let clock = &instance.settings.clock;
        let (start, end, overtime_limit) = instance.shift_hours(route.crew, route.date);
        let (crew, roads) = (&instance.crews[route.crew], instance.travel_of(route.crew));
        let leave = route.leave.unwrap_or(start);
        let (mut moment, mut place) = (leave, crew.base);
        let (mut metres, mut travel, mut service) = (0, 0, 0);
        let mut stops = Vec::with_capacity(route.visits.len());
        for visit in &route.visits {
            let (job, there) = (&instance.jobs[visit.job], instance.place(visit.job));
            let leg = roads.leg(place, there);
            let arrive = clock.advance(moment, leg.minutes);
            let earliest = clock.after_break(arrive.max(job.open.unwrap_or(0)));
            let begin = match visit.start {
                Start::At(time) => time,
                Start::NotBefore(time) if time >= arrive => time,
                _ => earliest,
            };
            moment = clock.advance(begin, job.duration);
            place = there;
            metres += i64::from(leg.metres);
            travel += leg.minutes;
            service += job.duration;
            stops.push(Stop {
                job: visit.job,
                metres: leg.metres,
                travel: leg.minutes,
                arrive,
                start: begin,
                finish: moment,
                stated: visit.start != Start::Unstated,
            });
        }
        let home = roads.leg(place, crew.base);
        let back = clock.advance(moment, home.minutes);
        Self {
            crew: route.crew,
            date: route.date,
            week: iso_week(&route.date),
            start,
            end,
            overtime_limit,
            people: crew.people(Some(route.date)),
            leave,
            back,
            stops,
            metres: metres + i64::from(home.metres),
            travel: travel + home.minutes,
            service,
            overtime: clock.between(end, back),
        }
    }

    fn settled(&self, instance: &Instance) -> Route {
        let clock = &instance.settings.clock;
        let visits =
            self.stops.iter().map(|stop| super::PlannedVisit { job: stop.job, start: Start::At(stop.start) }).collect();
        let first = &self.stops[0];
        // With a break in between, the crew leaves earlier by at most its length.
        let mut leave = (first.start - first.travel).max(self.start);
        while leave > self.start && clock.advance(leave, first.travel) > first.start {
            leave -= 1;
        }
        Route { date: self.date, crew: self.crew, leave: Some(leave), visits }
    }
}
