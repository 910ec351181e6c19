//! What visits owe each other: the price of a job's links and of the crews seen on a site.

use smallvec::SmallVec;

use super::evaluator::{CostEvaluator, VisitId};
use super::penalties::{Class, Penalties};
use super::proposal::{Change, rank_of};
use super::working_plan::WorkingPlan;
use brigade_model::model::{CrewId, DayId, JobId, ShiftId, SiteId};
use brigade_model::units::Minutes;

/// What the links of one job cost, towards its own visits and the jobs before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct JobPart {
    pub cost: i64,
    pub gap: i64,
    pub same_crew: i64,
    pub precedence: i64,
    pub together: i64,
    /// Visits that count as changes.
    pub changes: i64,
    /// Whether the visits stand on days as they must not.
    pub broken: bool,
}

impl JobPart {
    /// The price with penalties, days that can't stand apart.
    pub fn penalised(&self, penalties: &Penalties) -> i64 {
        self.cost
            + penalties.of(Class::Gap, self.gap)
            + penalties.of(Class::SameCrew, self.same_crew)
            + penalties.of(Class::Precedence, self.precedence)
            + penalties.of(Class::Together, self.together)
    }
}

/// The places of visits as they are, or as they would be after some changes.
pub(super) struct View<'v> {
    plan: &'v WorkingPlan<'v>,
    changes: &'v [Change],
}

/// A planned visit: its shift and its rank in the route.
type Place = (ShiftId, u32);

impl<'v> View<'v> {
    /// As they are.
    pub fn of(plan: &'v WorkingPlan<'_>) -> Self {
        Self::after(plan, &[])
    }

    /// As they would be.
    pub fn after(plan: &'v WorkingPlan<'_>, changes: &'v [Change]) -> Self {
        Self { plan, changes }
    }

    fn place(&self, visit: VisitId) -> Option<Place> {
        if let Some(change) = self.changes.iter().find(|change| change.visit == visit) {
            return change.to;
        }
        let spot = self.plan.spot(visit);
        spot.shift().map(|shift| (shift, rank_of(spot)))
    }

    fn places<'p>(&'p self, visits: &'p [VisitId]) -> impl Iterator<Item = (VisitId, Place)> + 'p {
        visits.iter().filter_map(|&visit| self.place(visit).map(|place| (visit, place)))
    }
}

/// The planned visits of a job: (day, crew, visit, place), by day and crew.
type Days = SmallVec<[Planned; 8]>;

/// A planned visit with its day and crew.
type Planned = (DayId, CrewId, VisitId, Place);

impl WorkingPlan<'_> {
    /// The links of a job in a view.
    pub(super) fn job_part(&self, job: JobId, view: &View<'_>) -> JobPart {
        let evaluator = self.evaluator;
        let links = &evaluator.jobs[job];
        let mut days: Days = view
            .places(&links.visits)
            .map(|(visit, place)| (evaluator.day(place.0), evaluator.crew(place.0), visit, place))
            .collect();
        if days.is_empty() {
            return JobPart::default();
        }
        days.sort_unstable();
        let astray = astray(evaluator, job, &days);
        JobPart {
            cost: cheapest(evaluator, job, &days),
            gap: gaps(evaluator, job, &days),
            same_crew: further_crews(evaluator, job, &days),
            precedence: self.out_of_order(job, &days, view),
            together: if links.pinned { astray } else { 0 },
            changes: changes(evaluator, job, &days),
            broken: (astray > 0 && !links.pinned) || !self.days_stand(job, &days),
        }
    }

    /// Whether no day of the job has a visit too many, and crews that must meet have a common window.
    fn days_stand(&self, job: JobId, days: &Days) -> bool {
        let terms = self.evaluator.terms(job);
        let twins = |a: &Planned, b: &Planned| a.0 == b.0 && a.1 == b.1;
        if days.len() > 1 {
            if terms.once_a_day && days.windows(2).any(|pair| twins(&pair[0], &pair[1])) {
                return false;
            }
            if terms.one_a_day && days.windows(2).any(|pair| pair[0].0 == pair[1].0) {
                return false;
            }
        }
        if let Some(within) = terms.start_within {
            let window = |visit: &Planned| self.windows[visit.2];
            let clock = self.evaluator.instance().settings.clock;
            let wide = |(open, close): (Minutes, Minutes)| clock.wall_start(close) - clock.wall_start(open) > within;
            let same_day = |pair: &&[Planned]| pair[0].0 == pair[1].0;
            let begun = |visit: &Planned| self.evaluator.visit(visit.2).held.is_some();
            let met = |pair: &[Planned]| begun(&pair[0]) && begun(&pair[1]);
            let meet = |pair: &[Planned]| met(pair) || window(&pair[0]) == window(&pair[1]) && !wide(window(&pair[0]));
            return days.windows(2).filter(same_day).all(meet);
        }
        true
    }

    /// Jobs before this one that are not complete, or not all done when one of the planned visits begins.
    fn out_of_order(&self, job: JobId, days: &Days, view: &View<'_>) -> i64 {
        let evaluator = self.evaluator;
        let before = evaluator.terms(job).after.iter();
        let broken = before.filter(|&&before| {
            evaluator.jobs[before].visits.iter().any(|&earlier| {
                view.place(earlier).is_none_or(|(shift, rank)| {
                    let day = evaluator.day(shift);
                    days.iter()
                        .any(|later| later.0 < day || (later.0 == day && (later.3.0 != shift || later.3.1 < rank)))
                })
            })
        });
        broken.count() as i64
    }

    /// What the crews on a site cost in a view.
    pub(super) fn site_part(&self, site: SiteId, view: &View<'_>) -> i64 {
        let evaluator = self.evaluator;
        let links = &evaluator.sites[site];
        let mut crews: SmallVec<[CrewId; 8]> = SmallVec::new();
        let mut needed = 1;
        for (visit, (shift, _)) in view.places(&links.visits) {
            crews.push(evaluator.crew(shift));
            needed = needed.max(evaluator.instance().jobs[evaluator.visit(visit).job].crews as usize);
        }
        if crews.is_empty() {
            return 0;
        }
        crews.extend(links.usual);
        crews.sort_unstable();
        crews.dedup();
        links.price * crews.len().saturating_sub(needed) as i64
    }
}

/// The lowest prices of a job's visits, as many as are paid.
fn cheapest(evaluator: &CostEvaluator<'_>, job: JobId, days: &Days) -> i64 {
    let Some(terms) = &evaluator.terms(job).cheapest else { return 0 };
    let mut prices: SmallVec<[i64; 8]> = days.iter().map(|visit| terms.prices[visit.3.0].0).collect();
    prices.sort_unstable();
    prices.iter().take(terms.paid as usize).sum()
}

/// Paid visits that count as changes: those that do not count are paid first.
fn changes(evaluator: &CostEvaluator<'_>, job: JobId, days: &Days) -> i64 {
    let Some(terms) = &evaluator.terms(job).changes else { return 0 };
    let kept = days.iter().filter(|visit| !terms.counts[visit.3.0]).count();
    let paid = terms.paid as usize;
    days.len().min(paid).saturating_sub(kept) as i64
}

/// Crews more or fewer than the job takes, over its days.
fn astray(evaluator: &CostEvaluator<'_>, job: JobId, days: &Days) -> i64 {
    let Some(crews) = evaluator.terms(job).together else { return 0 };
    let different = |day: &[Planned]| day.chunk_by(|a, b| a.1 == b.1).count() as i64;
    days.chunk_by(|a, b| a.0 == b.0).map(|day| (different(day) - i64::from(crews)).abs()).sum()
}

/// Working days beyond the largest gap allowed, over all pairs of days that follow each other.
fn gaps(evaluator: &CostEvaluator<'_>, job: JobId, days: &Days) -> i64 {
    let Some(most) = evaluator.terms(job).gap else { return 0 };
    let over = |pair: &[Planned]| i64::from(evaluator.instance().gap(pair[0].0, pair[1].0).saturating_sub(most));
    days.windows(2).map(over).sum()
}

/// Crews beyond those that may share the job.
fn further_crews(evaluator: &CostEvaluator<'_>, job: JobId, days: &Days) -> i64 {
    let Some(most) = evaluator.terms(job).crews else { return 0 };
    let mut crews: SmallVec<[CrewId; 8]> = days.iter().map(|visit| visit.1).collect();
    crews.sort_unstable();
    crews.dedup();
    crews.len().saturating_sub(most as usize) as i64
}
