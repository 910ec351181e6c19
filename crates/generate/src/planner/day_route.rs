//! One crew's route of one day.

use brigade_model::model::{CrewId, DayId, Instance, Job, JobId, PlannedVisit, Start, ToolId};
use brigade_model::units::{Decimal, Minutes};

/// A visit with its start.
#[derive(Clone, Copy, Debug)]
pub(super) struct BookedVisit {
    pub(super) job: JobId,
    /// When it starts, wall clock.
    pub(super) start: Minutes,
    /// Whether the start is fixed, by agreement with another crew.
    pub(super) agreed: bool,
}

/// The visits of one crew on one day, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct DayRoute {
    pub(super) visits: Vec<BookedVisit>,
    /// Minutes of service and travel.
    pub(super) minutes: Minutes,
}

/// The shift of a route, with or without overtime.
#[derive(Clone, Copy, Debug)]
pub(super) struct RouteShift {
    pub(super) crew: CrewId,
    pub(super) day: DayId,
    pub(super) overtime: bool,
}

impl DayRoute {
    /// The visits in the given order, each as early as possible; `None` where a window, an agreed start or the end
    /// of the shift is missed. An agreed start must be met to the minute.
    pub(super) fn follow(instance: &Instance, hours: RouteShift, mut visits: Vec<BookedVisit>) -> Option<Self> {
        let clock = &instance.settings.clock;
        let (start, end, overtime) = instance.shift_hours(hours.crew, instance.dates[hours.day]);
        let base = instance.crews[hours.crew].base;
        let (mut moment, mut place, mut minutes) = (start, base, 0);
        for visit in &mut visits {
            let (job, there) = (&instance.jobs[visit.job], instance.place(visit.job));
            let leg = instance.travel.leg(place, there);
            let first = clock.after_break(clock.advance(moment, leg.minutes).max(job.open.unwrap_or(0)));
            visit.start = start_of(*visit, first, job)?;
            moment = clock.advance(visit.start, job.duration);
            place = there;
            minutes += leg.minutes + job.duration;
        }
        let home = instance.travel.leg(place, base).minutes;
        let allowed = if hours.overtime { overtime } else { 0 };
        let back = clock.advance(moment, home);
        (clock.between(end, back) <= allowed).then_some(Self { visits, minutes: minutes + home })
    }

    /// Load of the route.
    pub(super) fn load(&self, instance: &Instance) -> Decimal {
        Decimal(self.visits.iter().map(|visit| instance.jobs[visit.job].load.0).sum())
    }

    /// How many different sites the route and a further job visit.
    pub(super) fn sites_with(&self, instance: &Instance, job: JobId) -> usize {
        let mut sites: Vec<_> = self.visits.iter().map(|visit| instance.jobs[visit.job].site).collect();
        sites.push(instance.jobs[job].site);
        sites.sort_unstable();
        sites.dedup();
        sites.len()
    }

    /// How many of a tool the route's visits need at most.
    pub(super) fn needs(&self, instance: &Instance, tool: ToolId) -> u32 {
        let tools = self.visits.iter().flat_map(|visit| &instance.jobs[visit.job].tools);
        tools.filter(|need| need.0 == tool).map(|need| need.1).max().unwrap_or(0)
    }

    /// The first position after all visits of the given jobs.
    pub(super) fn position_after(&self, jobs: &[JobId]) -> usize {
        self.visits.iter().rposition(|visit| jobs.contains(&visit.job)).map_or(0, |last| last + 1)
    }

    /// The visits as a plan has them.
    pub(super) fn planned(&self) -> Vec<PlannedVisit> {
        self.visits.iter().map(|visit| PlannedVisit { job: visit.job, start: Start::NotBefore(visit.start) }).collect()
    }
}

/// When a visit starts that the crew can begin at `first`.
fn start_of(visit: BookedVisit, first: Minutes, job: &Job) -> Option<Minutes> {
    let start = if visit.agreed { visit.start } else { first };
    (first <= start && job.close.is_none_or(|close| start <= close)).then_some(start)
}
