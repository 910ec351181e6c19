//! The most that a plan can come to, rule by rule: instances whose sums could leave the range of money are refused.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::{
    ComputedLegs, CrewId, DAY, Instance, Job, JobId, Leg, PlaceId, Plan, PlannedVisit, Route, Timetable, iso_week,
};
use crate::units::Decimal;

/// The most that one price adds to the cost of a plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorstCost {
    /// The setting or column that states the price.
    pub name: &'static str,
    /// Whose it is.
    pub owner: PriceOwner,
    /// The price.
    pub price: Decimal,
    /// How often it is paid at most.
    pub times: f64,
    /// The measure of the longest leg that `times` is made of, where it is made of legs.
    pub per: Option<LegMeasure>,
}

/// Whose price it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceOwner {
    /// A setting.
    Setting,
    /// A column of this crew.
    Crew(CrewId),
    /// A column of this job.
    Job(JobId),
}

/// What of a leg is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegMeasure {
    /// Its metres.
    Metres,
    /// Its minutes.
    Minutes,
}

impl WorstCost {
    /// A setting that is paid so often at most.
    pub fn of_setting(name: &'static str, price: Decimal, times: f64) -> Self {
        Self { name, owner: PriceOwner::Setting, price, times, per: None }
    }

    /// The dearest of what crews have in a column, or of the setting where theirs is blank.
    pub fn of_crews(prices: impl Iterator<Item = Self>) -> Vec<Self> {
        prices.max_by(|a, b| a.euros().total_cmp(&b.euros())).into_iter().collect()
    }

    /// The dearest of what jobs have in a column, where all of them come to so many euros at most.
    pub fn of_jobs(name: &'static str, prices: impl Iterator<Item = (JobId, Decimal)>, euros: f64) -> Self {
        let dearest = prices.max_by_key(|&(job, price)| (price, Reverse(job)));
        let (owner, price) =
            dearest.map_or((PriceOwner::Setting, Decimal::ZERO), |(job, price)| (PriceOwner::Job(job), price));
        let times = if price > Decimal::ZERO { euros / price.to_f64() } else { 0.0 };
        Self { name, owner, price, times, per: None }
    }

    /// In euros; a price counts once even where nothing is paid for.
    pub fn euros(&self) -> f64 {
        self.price.to_f64() * self.times.max(1.0)
    }
}

/// A crew that works more than this in a week is in a broken schedule.
const HOURS_OF_WEEK: f64 = 168.0;

/// What plans have at most: any plan of the instance, today's schedule and, where one is given, a plan that somebody wrote.
pub struct PlanSize<'i> {
    instance: &'i Instance,
    /// Visits by job, planned or missing.
    visits: Vec<u64>,
    /// Days after the first on which a visit can be, or count as missing.
    pub days: f64,
    /// Tours.
    pub tours: f64,
    /// Hours of service of one crew in one week.
    pub week: f64,
    /// Minutes from midnight to the latest start of a visit, one more visit put in before it.
    pub longest_day: f64,
    /// The most metres of a leg, and between which places.
    pub longest: (Leg, [PlaceId; 2]),
    /// The most minutes of a leg, and between which places.
    pub slowest: (Leg, [PlaceId; 2]),
}

impl<'i> PlanSize<'i> {
    /// The size of all plans of an instance and of its schedule of today.
    pub fn new(instance: &'i Instance) -> Self {
        let visits = instance.job_ids().map(|job| u64::from(instance.visits_asked(job))).collect();
        let days = instance.dates.len() as f64 + 1.0;
        let [longest, slowest] = extreme_legs(instance);
        let tours = instance.shifts.len() as f64;
        let longest_day = f64::from(2 * DAY) + detour(slowest.0);
        let mut size = Self { instance, visits, days, tours, week: 0.0, longest_day, longest, slowest };
        size.week = size.service().min(HOURS_OF_WEEK);
        instance.current.iter().for_each(|current| size.include(current));
        size
    }

    /// The same with a plan that somebody wrote.
    pub fn with(mut self, plan: &Plan) -> Self {
        self.include(plan);
        self
    }

    fn include(&mut self, plan: &Plan) {
        let mut planned = vec![0; self.visits.len()];
        plan.visits().for_each(|(job, _, _)| planned[job.index()] += 1);
        for (most, planned) in self.visits.iter_mut().zip(planned) {
            *most = planned.max(*most);
        }
        let after = |date: NaiveDate| date.signed_duration_since(self.instance.settings.start).num_days() as f64;
        self.days = plan.routes.iter().map(|route| after(route.date)).fold(self.days, f64::max);
        self.tours = self.tours.max(plan.routes.len() as f64);
        self.longest_day = self.longest_day.max(self.latest_start(plan) + detour(self.slowest.0));
        let mut weeks = BTreeMap::new();
        for (job, crew, date) in plan.visits() {
            *weeks.entry((crew, iso_week(&date))).or_insert(0.0) += f64::from(self.instance.jobs[job].duration) / 60.0;
        }
        self.week = weeks.into_values().fold(self.week, f64::max);
    }

    /// Minutes from midnight to the latest start of a plan; at least that where it lies beyond what can be counted.
    fn latest_start(&self, plan: &Plan) -> f64 {
        let slowest = f64::from(self.slowest.0.minutes);
        let visit = |visit: &PlannedVisit| f64::from(self.instance.jobs[visit.job].duration) + slowest;
        let length = |route: &Route| f64::from(2 * DAY) + route.visits.iter().map(visit).sum::<f64>();
        let longest = plan.routes.iter().map(length).fold(0.0, f64::max);
        if longest > f64::from(i32::MAX / 2) {
            return longest;
        }
        let timetable = Timetable::new(self.instance, plan);
        timetable.stops().map(|(_, stop)| f64::from(stop.start)).fold(0.0, f64::max)
    }

    /// Visits, planned or missing.
    pub fn visits(&self) -> f64 {
        self.over_visits(|_| 1.0)
    }

    /// Legs: at most one to each visit, and one home.
    pub fn legs(&self) -> f64 {
        2.0 * self.visits()
    }

    /// Hours of service.
    pub fn service(&self) -> f64 {
        self.over_visits(|job| f64::from(job.duration) / 60.0)
    }

    /// The sum over all visits of what one of a job counts.
    pub fn over_visits(&self, of: impl Fn(&Job) -> f64) -> f64 {
        let count = |(index, job): (JobId, &Job)| self.visits[index.index()] as f64 * of(job);
        JobId::enumerate(&self.instance.jobs).map(count).sum()
    }
}

/// Minutes by which one more visit delays those after it at most, its own duration aside.
fn detour(slowest: Leg) -> f64 {
    2.0 * f64::from(slowest.minutes)
}

/// The longest and the slowest leg that a plan can drive: from a base to a place of work, from there to another, and back.
fn extreme_legs(instance: &Instance) -> [(Leg, [PlaceId; 2]); 2] {
    let mut places: Vec<_> = instance.job_ids().map(|job| instance.place(job)).collect();
    places.sort_unstable();
    places.dedup();
    let bases: Vec<_> = instance.crews.iter().map(|crew| crew.base).collect();
    let mut extreme = [(Leg::default(), [PlaceId::new(0); 2]); 2];
    let slowest = instance.speeds().last().map_or(&*instance.travel, |&speed| instance.travel_at(speed));
    if let Some(computed) = slowest.as_computed() {
        return longest_computed(computed, places.iter().chain(&bases).copied().collect());
    }
    let mut see = |from: PlaceId, to: PlaceId| {
        let leg = slowest.leg(from, to);
        let longer = [leg.metres > extreme[0].0.metres, leg.minutes > extreme[1].0.minutes];
        (0..2).filter(|&measure| longer[measure]).for_each(|measure| extreme[measure] = (leg, [from, to]));
    };
    for &from in places.iter().chain(&bases) {
        places.iter().for_each(|&to| see(from, to));
    }
    places.iter().for_each(|&from| bases.iter().for_each(|&base| see(from, base)));
    extreme
}

/// The longest and the slowest leg between many places, or a little more; each with two places that lie far apart, as found
/// from place to place.
fn longest_computed(legs: &ComputedLegs, places: Vec<PlaceId>) -> [(Leg, [PlaceId; 2]); 2] {
    let Some(&first) = places.first() else { return [(Leg::default(), [PlaceId::new(0); 2]); 2] };
    let (longest, mut ends) = (legs.longest(), [first; 2]);
    for _ in 0..3 {
        let farthest = places.iter().copied().max_by_key(|&to| (legs.leg(ends[1], to).metres, to));
        ends = [ends[1], farthest.unwrap_or(first)];
    }
    let extreme = |measure: fn(&Leg) -> i32| {
        let stated = places.iter().flat_map(|&from| legs.stated(from).iter().map(move |&(to, leg)| (leg, [from, to])));
        let most = stated.chain([(legs.leg(ends[0], ends[1]), ends)]).max_by_key(|(leg, _)| measure(leg));
        (longest, most.map_or(ends, |(_, ends)| ends))
    };
    [extreme(|leg| leg.metres), extreme(|leg| leg.minutes)]
}
