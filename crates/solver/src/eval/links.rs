//! What visits owe each other: the cost of a job's links and of the crews seen on a site.

use smallvec::SmallVec;

use super::evaluator::CostEvaluator;
use super::moves::Reassignment;
use super::penalties::{Penalties, PenaltyTerm};
use super::routes::Routes;
use super::tables::SiteLinks;
use super::visit::VisitId;
use brigade_model::model::{CrewId, DayId, JobId, Lag, ShiftId, SiteId};
use brigade_model::units::{Minutes, Money};

/// What the links of one job cost, towards its own visits and the jobs before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct JobLinkCost {
    pub cost: Money,
    pub gap: i64,
    pub same_crew: i64,
    pub precedence: i64,
    pub together: i64,
    /// Visits that count as changes.
    pub changes: i64,
    /// Whether the visits stand on days as they must not.
    pub broken: bool,
}

impl JobLinkCost {
    /// That of a job without any visit.
    pub fn unplanned(evaluator: &CostEvaluator<'_>, job: JobId) -> Self {
        let none = LinkedVisits::new();
        Self { cost: cheapest(evaluator, job, &none), changes: changes(evaluator, job, &none), ..Self::default() }
    }

    /// The cost with penalties, days that can't stand apart.
    pub fn penalised(&self, penalties: &Penalties) -> Money {
        self.cost
            + penalties.of(PenaltyTerm::Gap, self.gap)
            + penalties.of(PenaltyTerm::SameCrew, self.same_crew)
            + penalties.of(PenaltyTerm::Precedence, self.precedence)
            + penalties.of(PenaltyTerm::Together, self.together)
    }
}

/// What the crews seen on one site cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SiteCost {
    pub cost: Money,
    /// Crews beyond those that may work there.
    pub further: i64,
}

impl SiteCost {
    /// The cost with penalties.
    pub fn penalised(&self, penalties: &Penalties) -> Money {
        self.cost + penalties.of(PenaltyTerm::OneCrew, self.further)
    }
}

/// Prices links, of visits as they stand or as they would stand after some were reassigned.
pub(super) struct LinkEvaluator<'v> {
    evaluator: &'v CostEvaluator<'v>,
    routes: &'v Routes<'v>,
    reassignments: &'v [Reassignment],
}

/// A planned visit: its shift and its rank in the route.
type RankedPosition = (ShiftId, u32);

/// A planned visit with its day and crew.
type LinkedVisit = (DayId, CrewId, VisitId, RankedPosition);

/// The planned visits of a job by day and crew.
type LinkedVisits = SmallVec<[LinkedVisit; 8]>;

impl<'v> LinkEvaluator<'v> {
    /// As they stand.
    pub fn of(evaluator: &'v CostEvaluator<'_>, routes: &'v Routes<'_>) -> Self {
        Self::after(evaluator, routes, &[])
    }

    /// As they would stand.
    pub fn after(evaluator: &'v CostEvaluator<'_>, routes: &'v Routes<'_>, reassignments: &'v [Reassignment]) -> Self {
        Self { evaluator, routes, reassignments }
    }

    fn place(&self, visit: VisitId) -> Option<RankedPosition> {
        if let Some(change) = self.reassignments.iter().find(|change| change.visit == visit) {
            return change.to;
        }
        let spot = self.routes.position_of(visit);
        spot.shift().map(|shift| (shift, spot.rank()))
    }

    fn places<'p>(&'p self, visits: &'p [VisitId]) -> impl Iterator<Item = (VisitId, RankedPosition)> + 'p {
        visits.iter().filter_map(|&visit| self.place(visit).map(|place| (visit, place)))
    }

    /// What the links of a job cost.
    pub fn job_links(&self, job: JobId) -> JobLinkCost {
        let evaluator = self.evaluator;
        let links = evaluator.job_links(job);
        let out_of_step = self.is_out_of_step(job);
        let mut days: LinkedVisits = self
            .places(&links.visits)
            .map(|(visit, place)| (evaluator.day(place.0), evaluator.crew(place.0), visit, place))
            .collect();
        if days.is_empty() {
            let together = i64::from(out_of_step && links.pinned_link);
            let broken = out_of_step && !links.pinned_link;
            return JobLinkCost { together, broken, ..JobLinkCost::unplanned(evaluator, job) };
        }
        days.sort_unstable();
        let astray = astray(evaluator, job, &days);
        JobLinkCost {
            cost: cheapest(evaluator, job, &days),
            gap: gaps(evaluator, job, &days),
            same_crew: further_crews(evaluator, job, &days),
            precedence: self.out_of_order(job, &days),
            together: i64::from(links.pinned) * astray + i64::from(out_of_step && links.pinned_link),
            changes: changes(evaluator, job, &days),
            broken: (astray > 0 && !links.pinned)
                || (out_of_step && !links.pinned_link)
                || !self.days_stand(job, &days),
        }
    }

    /// Whether no day of the job has a visit too many, and crews that must meet have a common window.
    fn days_stand(&self, job: JobId, days: &LinkedVisits) -> bool {
        let terms = self.evaluator.terms(job);
        let same_crew = |a: &LinkedVisit, b: &LinkedVisit| a.0 == b.0 && a.1 == b.1;
        if days.len() > 1 {
            if terms.once_a_day && days.windows(2).any(|pair| same_crew(&pair[0], &pair[1])) {
                return false;
            }
            if terms.one_a_day && days.windows(2).any(|pair| pair[0].0 == pair[1].0) {
                return false;
            }
        }
        if let Some(within) = terms.start_within {
            let window = |visit: &LinkedVisit| self.routes.window(visit.2);
            let clock = self.evaluator.instance().settings.clock;
            let wide = |(open, close): (Minutes, Minutes)| clock.wall_start(close) - clock.wall_start(open) > within;
            let same_day = |pair: &&[LinkedVisit]| pair[0].0 == pair[1].0;
            let begun = |visit: &LinkedVisit| self.evaluator.visit(visit.2).held.is_some();
            let both_begun = |pair: &[LinkedVisit]| begun(&pair[0]) && begun(&pair[1]);
            let meet = |pair: &[LinkedVisit]| {
                both_begun(pair) || window(&pair[0]) == window(&pair[1]) && !wide(window(&pair[0]))
            };
            return days.windows(2).filter(same_day).all(meet);
        }
        true
    }

    /// Whether a job is planned without the one that it starts with or the other way round, or not on its day by another
    /// crew, or in windows that allow starts too near each other or too far apart.
    fn is_out_of_step(&self, job: JobId) -> bool {
        let Some(lag) = self.evaluator.terms(job).with else { return false };
        let planned = |job: JobId| self.places(self.evaluator.visits_of(job));
        if planned(job).next().is_none() || planned(lag.job).next().is_none() {
            return planned(job).next().is_some() || planned(lag.job).next().is_some();
        }
        planned(job).any(|(own, (shift, _))| {
            planned(lag.job).any(|(other, (beside, _))| {
                self.evaluator.day(shift) != self.evaluator.day(beside)
                    || self.evaluator.crew(shift) == self.evaluator.crew(beside)
                    || !self.keep_lag(own, other, lag)
            })
        })
    }

    /// Whether two visits keep a lag whenever each starts within its window; what has begun starts as it has.
    fn keep_lag(&self, own: VisitId, other: VisitId, lag: Lag) -> bool {
        let held = |visit: VisitId| self.evaluator.visit(visit).held;
        if held(own).is_some() && held(other).is_some() {
            return true;
        }
        let [(first, last), (earliest, latest)] = [own, other].map(|visit| self.routes.wall_window(visit));
        first - latest >= lag.least && last - earliest <= lag.most
    }

    /// Jobs before this one that are not complete, or not all done when one of the planned visits begins.
    fn out_of_order(&self, job: JobId, days: &LinkedVisits) -> i64 {
        let evaluator = self.evaluator;
        let before = evaluator.terms(job).after.iter();
        let broken = before.filter(|&&before| {
            evaluator.visits_of(before).iter().any(|&earlier| {
                self.place(earlier).is_none_or(|(shift, rank)| {
                    let day = evaluator.day(shift);
                    days.iter()
                        .any(|later| later.0 < day || (later.0 == day && (later.3.0 != shift || later.3.1 < rank)))
                })
            })
        });
        broken.count() as i64
    }

    /// What the crews on a site cost, and how many are too many.
    pub fn site_crews(&self, site: SiteId) -> SiteCost {
        let links = self.evaluator.site_links(site);
        let further = links.limit.as_ref().map_or(0, |(most, visits)| {
            let mut crews: SmallVec<[CrewId; 8]> =
                self.places(visits).map(|(_, (shift, _))| self.evaluator.crew(shift)).collect();
            crews.sort_unstable();
            crews.dedup();
            (crews.len() as i64 - most).max(0)
        });
        SiteCost { cost: self.further_crews(links), further }
    }

    fn further_crews(&self, links: &SiteLinks) -> Money {
        let evaluator = self.evaluator;
        let mut crews: SmallVec<[CrewId; 8]> = SmallVec::new();
        let mut needed = 1;
        for (visit, (shift, _)) in self.places(&links.visits) {
            crews.push(evaluator.crew(shift));
            let job = evaluator.visit(visit).job;
            needed = needed.max(evaluator.instance().jobs[job].crews as usize);
            if links.linked {
                let linked = evaluator.instance().linked(job);
                let beside =
                    self.places(&links.visits).filter(|(other, _)| linked.contains(&evaluator.visit(*other).job));
                needed = needed.max(beside.count());
            }
        }
        if crews.is_empty() {
            return Money::ZERO;
        }
        crews.extend(links.usual);
        crews.sort_unstable();
        crews.dedup();
        links.further_crew * crews.len().saturating_sub(needed) as i64
    }
}

/// The lowest prices of a job's visits, as many as are paid, and that of what is missing to as many.
fn cheapest(evaluator: &CostEvaluator<'_>, job: JobId, days: &LinkedVisits) -> Money {
    let Some(terms) = &evaluator.terms(job).cheapest else { return Money::ZERO };
    let mut prices: SmallVec<[Money; 8]> = days.iter().map(|visit| terms.prices[visit.3.0]).collect();
    prices.sort_unstable();
    let missing = terms.missing * i64::from(terms.paid).saturating_sub(prices.len() as i64).max(0);
    prices.iter().take(terms.paid as usize).copied().sum::<Money>() + missing
}

/// Paid visits that count as changes: those that do not count are paid first, those left out last.
fn changes(evaluator: &CostEvaluator<'_>, job: JobId, days: &LinkedVisits) -> i64 {
    let Some(terms) = &evaluator.terms(job).changes else { return 0 };
    let kept = days.iter().filter(|visit| !terms.counts[visit.3.0]).count();
    let paid = terms.paid as usize;
    let left_out = if terms.missing { evaluator.visits_of(job).len().saturating_sub(days.len()) } else { 0 };
    (days.len().min(paid).saturating_sub(kept) + left_out.min(paid.saturating_sub(days.len()))) as i64
}

/// Crews more or fewer than the job takes, over its days.
fn astray(evaluator: &CostEvaluator<'_>, job: JobId, days: &LinkedVisits) -> i64 {
    let Some(crews) = evaluator.terms(job).together else { return 0 };
    let different = |day: &[LinkedVisit]| day.chunk_by(|a, b| a.1 == b.1).count() as i64;
    days.chunk_by(|a, b| a.0 == b.0).map(|day| (different(day) - i64::from(crews)).abs()).sum()
}

/// Working days beyond the largest gap allowed, over all pairs of days that follow each other.
fn gaps(evaluator: &CostEvaluator<'_>, job: JobId, days: &LinkedVisits) -> i64 {
    let Some(most) = evaluator.terms(job).gap else { return 0 };
    let over = |pair: &[LinkedVisit]| i64::from(evaluator.instance().gap(pair[0].0, pair[1].0).saturating_sub(most));
    days.windows(2).map(over).sum()
}

/// Crews beyond those that may share the job.
fn further_crews(evaluator: &CostEvaluator<'_>, job: JobId, days: &LinkedVisits) -> i64 {
    let Some(most) = evaluator.terms(job).crews else { return 0 };
    let mut crews: SmallVec<[CrewId; 8]> = days.iter().map(|visit| visit.1).collect();
    crews.sort_unstable();
    crews.dedup();
    crews.len().saturating_sub(most as usize) as i64
}
