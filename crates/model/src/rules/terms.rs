//! What the evaluator understands. Rules fill these terms in once, before the search; the evaluator then prices moves
//! by table look-ups and sums, whatever rules there are.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::{CrewId, DayId, Instance, Job, JobId, Lag, Leg, Shift, ShiftId};
use crate::units::{Decimal, Minutes, Money};

/// What a rule says of one visit of a job in one shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitCost {
    /// It costs this much, possibly nothing.
    Cost(Money),
    /// It can never stand there.
    Incompatible,
}

impl VisitCost {
    /// Whether it costs nothing.
    #[inline]
    pub fn is_nothing(self) -> bool {
        matches!(self, Self::Cost(Money(0)))
    }

    /// Incompatible where `broken`, else free.
    #[inline]
    pub fn incompatible_if(broken: bool) -> Self {
        if broken { Self::Incompatible } else { Self::Cost(Money::ZERO) }
    }
}

/// What a visit costs in a shift, and how many rules it breaks there whatever else is planned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct VisitTerms {
    /// What the rules that it keeps make of it.
    pub cost: Money,
    /// How many rules it breaks.
    pub faults: u32,
}

impl VisitTerms {
    /// Adds what a rule says.
    #[inline]
    pub fn add(&mut self, cost: VisitCost) {
        match cost {
            VisitCost::Cost(cost) => self.cost += cost,
            VisitCost::Incompatible => self.faults += 1,
        }
    }
}

/// What one visit of a job costs in every shift, as rules add to it.
#[derive(Clone, Debug)]
pub struct VisitRow<'i> {
    instance: &'i Instance,
    /// Whether all that a visit costs and breaks is asked where it breaks a rule.
    counted: bool,
    everywhere: VisitTerms,
    by_crew: Vec<VisitTerms>,
    by_day: Vec<VisitTerms>,
    /// By crew: its way to the visit; empty until a rule looks at it.
    ways: Vec<Option<Leg>>,
    /// What neither crew nor day says, in any order.
    by_shift: Vec<(CrewId, DayId, VisitTerms)>,
}

impl<'i> VisitRow<'i> {
    /// A visit that costs nothing anywhere. Unless all is `counted`, what it costs or breaks beside is not asked where it
    /// breaks a rule: the cost there is 0, and it breaks one.
    pub fn new(instance: &'i Instance, counted: bool) -> Self {
        let none = |count: usize| vec![VisitTerms::default(); count];
        let (by_crew, by_day) = (none(instance.crews.len()), none(instance.dates.len()));
        let (everywhere, ways, by_shift) = (VisitTerms::default(), Vec::new(), Vec::new());
        Self { instance, counted, everywhere, by_crew, by_day, ways, by_shift }
    }

    /// Adds what it costs in one shift.
    pub fn add(&mut self, shift: ShiftId, cost: VisitCost) {
        if cost.is_nothing() {
            return;
        }
        let (mut terms, shift) = (VisitTerms::default(), &self.instance.shifts[shift]);
        terms.add(cost);
        self.by_shift.push((shift.crew, shift.day, terms));
    }

    /// Adds what it costs wherever it is.
    pub fn add_everywhere(&mut self, cost: VisitCost) {
        self.everywhere.add(cost);
    }

    /// Adds what only depends on the crew.
    pub fn add_by_crew(&mut self, cost: impl Fn(CrewId) -> VisitCost) {
        for crew in self.instance.crew_ids() {
            if self.is_asked(crew) {
                self.by_crew[crew].add(cost(crew));
            }
        }
    }

    /// Adds what only depends on the crew and its way from its base to a job, that of the row.
    pub fn add_by_way(&mut self, job: JobId, cost: impl Fn(CrewId, Leg) -> VisitCost) {
        self.ways.resize(self.instance.crews.len(), None);
        for crew in self.instance.crew_ids() {
            if self.is_asked(crew) {
                let way = *self.ways[crew.index()].get_or_insert_with(|| self.instance.one_way(crew, job));
                self.by_crew[crew].add(cost(crew, way));
            }
        }
    }

    /// Adds what only depends on the date.
    pub fn add_by_date(&mut self, cost: impl Fn(NaiveDate) -> VisitCost) {
        self.by_day.iter_mut().zip(&self.instance.dates).for_each(|(terms, &date)| terms.add(cost(date)));
    }

    /// Adds what only depends on the people of a crew who are there: on the date where one of them is ever absent.
    pub fn add_by_people(&mut self, cost: impl Fn(CrewId, NaiveDate) -> VisitCost) {
        let instance = self.instance;
        for crew in instance.crew_ids() {
            if !self.is_asked(crew) {
                continue;
            }
            if !instance.is_ever_absent(crew) {
                self.by_crew[crew].add(cost(crew, instance.settings.start));
                continue;
            }
            for shift in instance.shifts_of(crew) {
                self.add(shift, cost(crew, instance.shifts[shift].date));
            }
        }
    }

    /// Whether what a crew costs and breaks still counts.
    #[inline]
    fn is_asked(&self, crew: CrewId) -> bool {
        self.counted || self.everywhere.faults + self.by_crew[crew].faults == 0
    }

    /// What it costs on each day, whoever comes.
    pub fn by_day(&self) -> &[VisitTerms] {
        &self.by_day
    }

    /// Tells the terms of every crew by day of the horizon; those of days on which it does not work are of no account.
    pub fn for_each_crew(mut self, mut tell: impl FnMut(CrewId, &[VisitTerms])) {
        self.by_shift.sort_by_key(|&(crew, day, _)| (crew, day));
        let (barred, mut own) = (vec![VisitTerms { cost: Money::ZERO, faults: 1 }; self.by_day.len()], Vec::new());
        let mut shifts = self.by_shift.iter().peekable();
        for crew in self.instance.crew_ids() {
            let mut own_shifts = std::iter::from_fn(|| shifts.next_if(|&&(of, _, _)| of == crew));
            if !self.is_asked(crew) {
                own_shifts.by_ref().for_each(drop);
                tell(crew, &barred);
                continue;
            }
            let sum = |one: VisitTerms, other: VisitTerms| VisitTerms {
                cost: one.cost + other.cost,
                faults: one.faults + other.faults,
            };
            let common = sum(self.everywhere, self.by_crew[crew]);
            own.clear();
            own.extend(self.by_day.iter().map(|&day| sum(common, day)));
            own_shifts.for_each(|&(_, day, terms)| own[day.index()] = sum(own[day.index()], terms));
            if !self.counted {
                own.iter_mut().filter(|terms| terms.faults > 0).for_each(|terms| *terms = barred[0]);
            }
            tell(crew, &own);
        }
    }
}

/// Prices and limits of one shift's route.
#[derive(Clone, Copy, Debug, Default)]
pub struct RouteTerms {
    /// Per metre driven.
    pub metre: Money,
    /// Per minute driven.
    pub minute: Money,
    /// Per minute past the end of the shift.
    pub overtime_minute: Money,
    /// Where the route has any visit.
    pub used: Money,
    /// Most minutes past the end of the shift.
    pub overtime: Option<Minutes>,
    /// Most minutes from leaving the base to being back, waiting included; the crew leaves when that is best.
    pub duration: Option<Minutes>,
    /// Most that is carried.
    pub capacity: Option<Decimal>,
    /// Most different sites.
    pub sites: Option<u32>,
    /// Departure from the base, working clock, in place of the start of the shift.
    pub leave: Option<Minutes>,
}

/// A cost that depends on the service minutes of a crew in a week, convex and not falling.
pub type ServiceCost = Box<dyn Fn(Minutes) -> Money + Send + Sync>;

/// Prices and limits of what one crew does in one ISO week.
#[derive(Default)]
pub struct WeekTerms {
    /// Most minutes of service and travel.
    pub worked: Option<Minutes>,
    /// Costs of its service minutes; they add up.
    pub service: Vec<ServiceCost>,
}

/// What visits add up to in buckets, each with a limit: visits of heavy jobs by crew and week, say. All shifts of a bucket
/// count into one total.
#[derive(Clone, Debug, Default)]
pub struct TallyTerms {
    buckets: Vec<Option<usize>>,
    amounts: Vec<i64>,
    limits: Vec<i64>,
}

impl TallyTerms {
    /// `bucket`: which total the visits of a shift count into, by a key of the rule's choice, and the most that it may come
    /// to; none where they count nowhere. `amount`: what one visit of a job adds, 0 or more. Shifts of one key have one limit.
    pub fn new<K: Ord>(
        instance: &Instance,
        bucket: impl Fn(&Shift) -> Option<(K, i64)>,
        amount: impl Fn(&Job) -> i64,
    ) -> Self {
        let (mut known, mut limits) = (BTreeMap::new(), Vec::new());
        let mut number = |(key, limit): (K, i64)| {
            *known.entry(key).or_insert_with(|| {
                limits.push(limit);
                limits.len() - 1
            })
        };
        let buckets = instance.shifts.iter().map(|shift| bucket(shift).map(&mut number)).collect();
        let amounts: Vec<i64> = instance.jobs.iter().map(amount).collect();
        debug_assert!(amounts.iter().all(|&amount| amount >= 0), "a visit adds to a total or leaves it");
        Self { buckets, amounts, limits }
    }

    /// The bucket of a shift.
    #[inline]
    pub fn bucket(&self, shift: ShiftId) -> Option<usize> {
        self.buckets[shift.index()]
    }

    /// What one visit of a job adds.
    #[inline]
    pub fn amount(&self, job: JobId) -> i64 {
        self.amounts[job.index()]
    }

    /// The most that each bucket may come to.
    pub fn limits(&self) -> &[i64] {
        &self.limits
    }
}

/// Prices of the crews seen on one site.
#[derive(Clone, Debug, Default)]
pub struct SiteTerms {
    /// Per crew beyond those that its jobs need.
    pub further_crew: Money,
    /// The crew that counts as present from the start.
    pub usual: Option<CrewId>,
    /// The jobs whose visits count.
    pub jobs: Vec<JobId>,
    /// A limit on the crews.
    pub limit: Option<CrewLimit>,
}

/// The most crews that may work on some jobs of a site.
#[derive(Clone, Debug)]
pub struct CrewLimit {
    /// How many.
    pub most: u32,
    /// The jobs.
    pub jobs: Vec<JobId>,
}

/// Prices of visits that start later than was promised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LateTerms {
    /// Per visit and minute.
    pub minute: Money,
    /// Once, per minute by which the latest visit is late.
    pub worst_minute: Money,
}

/// What holds among the visits of one job, and between them and those of other jobs.
#[derive(Clone, Debug, Default)]
pub struct JobTerms {
    /// Earliest start, wall clock.
    pub open: Option<Minutes>,
    /// Latest start, wall clock.
    pub close: Option<Minutes>,
    /// Start after which a visit is late, wall clock.
    pub late_after: Option<Minutes>,
    /// No crew makes two of its visits on one day.
    pub once_a_day: bool,
    /// No two of its visits are on one day.
    pub one_a_day: bool,
    /// Each of its days has exactly this many visits.
    pub together: Option<u32>,
    /// Most wall-clock minutes between the starts of one day.
    pub start_within: Option<Minutes>,
    /// Most different crews.
    pub crews: Option<u32>,
    /// Most working days from one visit to the next.
    pub gap: Option<u32>,
    /// Jobs that must be complete before, by date or in the same route.
    pub after: Vec<JobId>,
    /// The job whose visit its own one starts with, on the same day in another shift.
    pub with: Option<Lag>,
    /// Prices of which only the lowest few are paid.
    pub cheapest: Option<Cheapest>,
    /// Visits that count as changes of today's schedule; only where there is a limit on all of them.
    pub changes: Option<Counted>,
}

/// A price for each visit, of which a job pays only the lowest ones.
#[derive(Clone, Debug)]
pub struct Cheapest {
    /// How many are paid.
    pub paid: u32,
    /// The price by shift.
    pub prices: Vec<Money>,
    /// What each of those that are paid costs for which there is no visit.
    pub missing: Money,
}

/// Which visits count, of those of a job that are paid.
#[derive(Clone, Debug)]
pub struct Counted {
    /// How many are paid, those that do not count first.
    pub paid: u32,
    /// Whether a visit counts, by shift.
    pub counts: Vec<bool>,
    /// Whether each of those that are paid counts whose visit is left out.
    pub missing: bool,
}
