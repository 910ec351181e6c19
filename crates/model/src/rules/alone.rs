//! A visit that is all its crew does in a shift.

use crate::model::{Instance, JobId, Shift};
use crate::units::Minutes;

/// The tour of one visit, on the working clock: from the base to the job, and back.
///
/// A visit that would start after its window has closed is timed as if it started when it closes, so that it is late
/// but does not make the crew late as well.
#[derive(Clone, Copy, Debug)]
pub struct LoneVisit<'s> {
    /// The job.
    pub job: JobId,
    /// The shift.
    pub shift: &'s Shift,
    /// Minutes on the road, both ways.
    pub travel: Minutes,
    /// Minutes of service.
    pub service: Minutes,
    /// Whether it can start before its window closes.
    pub in_time: bool,
    /// When the crew is back.
    pub back: Minutes,
}

/// What a [`LoneVisit`] starts from; the instance says it all unless somebody knows better.
#[derive(Clone, Copy, Debug)]
pub struct LoneRoute {
    /// When the crew leaves, working clock.
    pub leave: Minutes,
    /// Minutes from the base to the job.
    pub there: Minutes,
    /// Minutes from the job to the base.
    pub home: Minutes,
    /// First and last start allowed, working clock; empty where the window lies in the break.
    pub window: (Minutes, Minutes),
}

impl LoneRoute {
    /// The crew leaves at the start of its shift and takes the direct way.
    pub fn new(instance: &Instance, job: JobId, shift: &Shift) -> Self {
        let (clock, work) = (&instance.settings.clock, &instance.jobs[job]);
        let (base, place) = (instance.crews[shift.crew].base, instance.place(job));
        let travel = instance.travel_of(shift.crew);
        let close = |close| clock.start_window(0, close).1;
        Self {
            leave: clock.working(shift.start),
            there: travel.leg(base, place).minutes,
            home: travel.leg(place, base).minutes,
            window: (clock.working(work.open.unwrap_or(0)), work.close.map_or(Minutes::MAX, close)),
        }
    }
}

impl<'s> LoneVisit<'s> {
    /// A visit of a job in a shift, as the instance says.
    pub fn new(instance: &Instance, job: JobId, shift: &'s Shift) -> Self {
        Self::of_route(instance, job, shift, LoneRoute::new(instance, job, shift))
    }

    /// A visit of a job in a shift by a tour that somebody knows better.
    pub fn of_route(instance: &Instance, job: JobId, shift: &'s Shift, tour: LoneRoute) -> Self {
        let LoneRoute { leave, there, home, window: (open, close) } = tour;
        let (arrive, service) = (leave + there, instance.jobs[job].duration);
        let start = arrive.min(close).max(open);
        Self {
            job,
            shift,
            travel: there + home,
            service,
            in_time: arrive.max(open) <= close,
            back: start + service + home,
        }
    }
}
