//! The assignments of visits to shifts that a plan which keeps every rule may contain.
//!
//! An assignment is dropped only where every plan with it breaks a rule, also where travel times violate the triangle
//! inequality.

use super::OVER;
use super::shortest_paths::ShortestPaths;
use crate::eval::{NO_LIMIT, Prices};
use brigade_model::model::{JobId, Pin, ShiftId, SiteId};
use brigade_model::rules::{LoneRoute, LoneVisit, VisitCost, stands_alone};
use brigade_model::units::{Minutes, Money};

/// Interchangeable visits of one job: all those without a pin, or a single one with a pin.
#[derive(Clone, Copy, Debug)]
pub struct VisitGroup {
    /// The job.
    pub job: JobId,
    /// How many visits.
    pub visits: u32,
    /// The pin that the visit keeps. A pinned visit can't stay unassigned.
    pub pin: Option<Pin>,
}

/// A possible assignment: a visit group to a shift.
#[derive(Clone, Copy, Debug)]
pub struct ShiftCandidate {
    /// Index of the group.
    pub group: usize,
    /// Visit cost in the shift, `Money` units.
    pub cost: Money,
    /// Earliest start, minutes on the working clock.
    pub earliest: Minutes,
    /// Latest start, minutes on the working clock.
    pub latest: Minutes,
}

/// The visit groups, and the possible assignments of each shift.
pub struct Candidates {
    /// The groups, by job.
    pub groups: Vec<VisitGroup>,
    /// The candidates by shift, ascending by group.
    pub by_shift: Vec<Vec<ShiftCandidate>>,
    /// The shortest paths of each crew.
    pub paths: Vec<ShortestPaths>,
}

impl Candidates {
    /// The possible assignments of an instance.
    ///
    /// # Errors
    ///
    /// The reason, in words, where there are more than `most`, by what the first tenth of the crews has, or `is_over` says
    /// so.
    pub fn new(prices: &Prices<'_>, most: usize, is_over: &dyn Fn() -> bool) -> Result<Self, String> {
        let instance = prices.instance;
        let groups = groups(prices);
        let mut shifts_of = vec![Vec::new(); instance.crews.len()];
        instance.shift_ids().for_each(|shift| shifts_of[instance.shifts[shift].crew.index()].push(shift));
        let mut by_shift = vec![Vec::new(); instance.shifts.len()];
        let (mut paths, mut count) = (Vec::new(), 0);
        for (crew, shifts) in instance.crew_ids().zip(&shifts_of) {
            let own = ShortestPaths::new(instance, crew, &sites_of(prices, &groups, shifts));
            for &shift in shifts {
                let candidates = groups.iter().enumerate();
                by_shift[shift] =
                    candidates.filter_map(|(index, group)| candidate(prices, &own, (index, group), shift)).collect();
                count += by_shift[shift].len();
            }
            paths.push(own);
            let crews = instance.crews.len();
            let foreseen = if 10 * paths.len() < crews { count } else { count * crews / paths.len() };
            if foreseen > most {
                return Err(format!("more than {most} possible assignments of visits to shifts"));
            }
            if is_over() {
                return Err(OVER.into());
            }
        }
        Ok(Self { groups, by_shift, paths })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.by_shift.iter().map(Vec::len).sum()
    }

    /// Service time of one visit, minutes.
    pub fn work(&self, prices: &Prices<'_>, candidate: &ShiftCandidate) -> Minutes {
        prices.instance.jobs[self.groups[candidate.group].job].duration
    }

    /// Upper bound on the visits of the candidate's group in its shift.
    pub fn most(&self, prices: &Prices<'_>, candidate: &ShiftCandidate) -> u32 {
        let group = &self.groups[candidate.group];
        let terms = &prices.jobs[group.job];
        let once = terms.once_a_day || terms.one_a_day || terms.together.is_some();
        if once { 1 } else { group.visits }
    }
}

fn groups(prices: &Prices<'_>) -> Vec<VisitGroup> {
    let mut groups = Vec::new();
    for (job, pins) in JobId::enumerate(&prices.pins) {
        groups.extend(pins.iter().map(|&pin| VisitGroup { job, visits: 1, pin: Some(pin) }));
        let free = prices.instance.visits_asked(job) - pins.len() as u32;
        if free > 0 {
            groups.push(VisitGroup { job, visits: free, pin: None });
        }
    }
    groups
}

/// The sites that a crew can visit in any of its shifts, each with the shortest service time there, minutes.
fn sites_of(prices: &Prices<'_>, groups: &[VisitGroup], shifts: &[ShiftId]) -> Vec<(SiteId, Minutes)> {
    let may = |job: JobId| shifts.iter().any(|&shift| prices.visit_cost(job, shift) != VisitCost::Incompatible);
    let jobs = groups.iter().map(|group| group.job).filter(|&job| may(job));
    let mut sites: Vec<_> =
        jobs.map(|job| (prices.instance.jobs[job].site, prices.instance.jobs[job].duration)).collect();
    sites.sort_unstable();
    sites.dedup_by_key(|site| site.0);
    sites
}

/// The candidate of a group in a shift, unless every plan with it breaks a rule.
fn candidate(
    prices: &Prices<'_>,
    paths: &ShortestPaths,
    (index, group): (usize, &VisitGroup),
    shift: ShiftId,
) -> Option<ShiftCandidate> {
    let instance = prices.instance;
    let (own, work) = (&instance.shifts[shift], &instance.jobs[group.job]);
    let VisitCost::Cost(cost) = prices.visit_cost(group.job, shift) else { return None };
    if own.off || group.pin.is_some_and(|pin| !pin.holds(own.crew, own.date)) {
        return None;
    }
    let (hours, terms) = (ShiftHours::new(prices, shift), &prices.jobs[group.job]);
    let clock = &instance.settings.clock;
    let (open, _) = clock.start_window(terms.open.unwrap_or(0), 0);
    let close = terms.close.map_or(NO_LIMIT, |close| clock.start_window(0, close).1);
    let (there, back) = (paths.outbound[work.site].elapsed, paths.inbound[work.site].elapsed);
    let tour = LoneRoute { leave: hours.start, there, home: back, window: (open, close) };
    let lone = LoneVisit::of_route(instance, group.job, own, tour);
    let (earliest, latest) = ((hours.start + there).max(open), close.min(hours.last - work.duration - back));
    let late = if group.pin.is_none() { prices.lateness(group.job, earliest) } else { Money::ZERO };
    stands_alone(prices.rules, instance, &lone).is_ok().then_some(ShiftCandidate {
        group: index,
        cost: cost + late,
        earliest,
        latest,
    })
}

/// The hours of a shift, minutes on the working clock.
#[derive(Clone, Copy, Debug)]
pub struct ShiftHours {
    /// Earliest departure from the base.
    pub start: Minutes,
    /// End of the regular shift: overtime is counted from here.
    pub end: Minutes,
    /// Latest return to the base.
    pub last: Minutes,
    /// Longest route duration, minutes from departure to return.
    pub longest: Minutes,
}

impl ShiftHours {
    /// The hours of a shift.
    pub fn new(prices: &Prices<'_>, shift: ShiftId) -> Self {
        let (own, terms) = (&prices.instance.shifts[shift], &prices.routes[shift]);
        let clock = &prices.instance.settings.clock;
        let (start, end) = (clock.working(own.start), clock.working(own.end));
        let last = end + terms.overtime.unwrap_or(NO_LIMIT).min(NO_LIMIT);
        Self { start, end, last, longest: terms.duration.unwrap_or(NO_LIMIT).min(last - start) }
    }
}
