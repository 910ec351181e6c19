//! What-if insertions of a job's visits into a plan that holds little else, audited by the rules.

use chrono::NaiveDate;

use crate::model::{
    CrewId, DAY, Instance, JobId, MOST_WAITS, Plan, PlannedVisit, Route, Start, Timetable, Tour, synchronised,
};
use crate::rules::{About, Kind, Rule, Violation};
use crate::rules::{
    calendar, crew_choice, crew_size, date, equipment, lag, one_crew, precedence, same_crew, shift, skill, together,
    travel_limit, window,
};
use crate::units::Minutes;

/// The order in which one of several rules is the reason; the rest follow in the order of the list.
const ORDER: [&About; 14] = [
    &skill::ABOUT,
    &crew_size::ABOUT,
    &crew_choice::ABOUT,
    &travel_limit::ABOUT,
    &date::ABOUT,
    &calendar::ABOUT,
    &precedence::ABOUT,
    &same_crew::ABOUT,
    &one_crew::ABOUT,
    &equipment::ABOUT,
    &together::ABOUT,
    &lag::ABOUT,
    &window::ABOUT,
    &shift::ABOUT,
];

/// The hard rules that can be reasons, the first reason first; at most as many as a [`RuleSet`] holds.
pub(super) fn ranked<'r>(rules: &[&'r dyn Rule]) -> Vec<&'r dyn Rule> {
    let can_be = |rule: &&dyn Rule| rule.kind() == Kind::Hard && !rule.about().of_run && !rule.about().lack;
    let mut ranked: Vec<_> = rules.iter().copied().filter(can_be).collect();
    ranked.sort_by_key(|rule| place(rule.about()));
    ranked.truncate(u128::BITS as usize);
    ranked
}

/// Whether a rule takes precedence over another one as the reason where both are violated.
pub(super) fn outranks(rule: &About, other: &About) -> bool {
    place(rule) < place(other)
}

fn place(about: &About) -> usize {
    ORDER.iter().position(|&own| own == about).unwrap_or(ORDER.len())
}

/// Some of the ranked rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RuleSet(pub u128);

impl RuleSet {
    /// The rules of which a predicate holds.
    pub fn of(rules: &[&dyn Rule], holds: impl Fn(&About) -> bool) -> Self {
        let bits = rules.iter().enumerate().filter(|(_, rule)| holds(rule.about())).map(|(index, _)| 1 << index);
        Self(bits.fold(0, |set, bit: u128| set | bit))
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The number of the first of them.
    pub fn first(self) -> u32 {
        self.0.trailing_zeros()
    }

    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Numbers of the rules.
    pub fn numbers(self) -> impl Iterator<Item = usize> {
        (0..u128::BITS as usize).filter(move |number| self.0 >> number & 1 == 1)
    }
}

/// A tentative visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placing {
    pub crew: CrewId,
    pub date: NaiveDate,
    /// Visits before it in the tour.
    pub position: usize,
    /// When it starts, wall clock.
    pub start: Minutes,
}

/// A what-if plan: the visits of some jobs, into which visits of one job are inserted tentatively.
pub(super) struct Trials<'t> {
    pub instance: &'t Instance,
    rules: &'t [&'t dyn Rule],
    /// All rules of the run.
    all: &'t [&'t dyn Rule],
    job: JobId,
    /// The tours without the tentative visits, and their routes.
    base: Vec<Tour>,
    routes: Vec<Route>,
    /// Violations of each rule without them.
    before: Vec<usize>,
    timetable: Timetable,
    /// Whether past and frozen shifts are open, since no date without planned visits of the job has enough others.
    pub reopened: bool,
}

impl<'t> Trials<'t> {
    /// What-if insertions of a job's visits into what a plan has of `others`. `ranked` are those of `all` that can be reasons.
    pub fn new(
        instance: &'t Instance,
        (ranked, all): (&'t [&'t dyn Rule], &'t [&'t dyn Rule]),
        plan: &Timetable,
        job: JobId,
        others: &[JobId],
    ) -> Self {
        let mut trials = Self {
            instance,
            rules: ranked,
            all,
            job,
            base: Vec::new(),
            routes: Vec::new(),
            before: Vec::new(),
            timetable: Timetable::new(instance, &Default::default()),
            reopened: false,
        };
        trials.routes = plan.tours.iter().filter_map(|tour| trials.kept(tour, others)).collect();
        trials.base = trials.routes.iter().map(|route| Tour::follow(instance, route)).collect();
        trials.reopened = !instance.dates.iter().any(|&date| trials.open_crews(date).count() >= trials.size());
        if trials.reopened {
            trials.routes.iter_mut().for_each(|route| route.leave = None);
            trials.base = trials.routes.iter().map(|route| Tour::follow(instance, route)).collect();
        }
        trials.timetable.set_tours(instance, trials.base.clone());
        trials.before = trials.audits().map(|found| found.len()).collect();
        trials
    }

    /// The part of a tour that is kept: visits of `others`, at their times.
    fn kept(&self, tour: &Tour, others: &[JobId]) -> Option<Route> {
        let stops = tour.stops.iter().filter(|stop| others.contains(&stop.job));
        let visits: Vec<_> = stops
            .map(|stop| PlannedVisit {
                job: stop.job,
                start: if stop.stated { Start::NotBefore(stop.start) } else { Start::Unstated },
            })
            .collect();
        if visits.is_empty() {
            return None;
        }
        let settled = self.settled_until(tour.crew, tour.date);
        let leave = tour.stops.iter().any(|stop| stop.start < settled).then_some(tour.leave);
        Some(Route { date: tour.date, crew: tour.crew, leave, visits })
    }

    /// How many crews a day of the job takes; all of them where there are fewer.
    pub fn size(&self) -> usize {
        (self.instance.jobs[self.job].crews as usize).min(self.instance.crews.len())
    }

    /// The crews with an open shift on a date.
    pub fn open_crews(&self, date: NaiveDate) -> impl Iterator<Item = CrewId> {
        self.instance.crew_ids().filter(move |&crew| self.is_open(crew, date))
    }

    /// The dates on which a crew has an open shift.
    pub fn dates(&self, crew: CrewId) -> Vec<NaiveDate> {
        self.instance.dates.iter().copied().filter(|&date| self.is_open(crew, date)).collect()
    }

    /// Whether the shift of a crew on a date is open: on a date without planned visits of the job, not past and not frozen,
    /// unless no date without them has open shifts of enough crews.
    pub fn is_open(&self, crew: CrewId, date: NaiveDate) -> bool {
        !self.has_own_on(date) && (self.reopened || !self.is_closed(crew, date))
    }

    fn is_closed(&self, crew: CrewId, date: NaiveDate) -> bool {
        let (_, end, overtime) = self.instance.shift_hours(crew, date);
        self.settled_until(crew, date) >= (end + overtime).min(DAY)
    }

    fn settled_until(&self, crew: CrewId, date: NaiveDate) -> Minutes {
        if self.reopened {
            return 0;
        }
        self.all.iter().map(|rule| rule.settled_until(crew, date)).max().unwrap_or(0)
    }

    /// Whether the job has planned visits on a date, without the tentative ones.
    fn has_own_on(&self, date: NaiveDate) -> bool {
        self.base_visits().any(|(tour, job)| tour.date == date && job == self.job)
    }

    /// Whether a crew has planned visits of the job, without the tentative ones.
    pub fn has_own(&self, crew: CrewId) -> bool {
        self.base_visits().any(|(tour, stop)| tour.crew == crew && stop == self.job)
    }

    fn base_visits(&self) -> impl Iterator<Item = (&Tour, JobId)> {
        self.base.iter().flat_map(|tour| tour.stops.iter().map(move |stop| (tour, stop.job)))
    }

    /// The tentative visits in a crew's shift with a start in `[lo, hi]`, with the rules that each violates: at every position
    /// the earliest start within the time window, and where that violates a rule the earliest start at all.
    pub fn options(&mut self, crew: CrewId, date: NaiveDate, (lo, hi): (Minutes, Minutes)) -> Vec<(Placing, RuleSet)> {
        let clock = self.instance.settings.clock;
        let open = self.instance.jobs[self.job].open.unwrap_or(0);
        let settled = self.settled_until(crew, date).max(lo);
        let (first, last) = self.positions(crew, date);
        let mut found: Vec<(Placing, RuleSet)> = Vec::new();
        for position in first..=last {
            let there = self.arrival(crew, date, position).max(settled);
            for start in [clock.after_break(there.max(open)), clock.after_break(there)] {
                let placing = Placing { crew, date, position, start };
                if start > hi || found.iter().any(|(other, broken)| *other == placing || broken.is_empty()) {
                    continue;
                }
                let broken = self.broken(&[placing]);
                found.push((placing, broken));
            }
        }
        found
    }

    /// The first and the last position in a crew's tour that are not settled.
    fn positions(&self, crew: CrewId, date: NaiveDate) -> (usize, usize) {
        let settled = self.settled_until(crew, date);
        let tour = self.base.iter().find(|tour| (tour.crew, tour.date) == (crew, date));
        tour.map_or((0, 0), |tour| (tour.stops.iter().filter(|stop| stop.start < settled).count(), tour.stops.len()))
    }

    /// When the crew can be at the job after so many visits of its tour, setting out when what is settled ends.
    fn arrival(&self, crew: CrewId, date: NaiveDate, position: usize) -> Minutes {
        let route = self.with(Placing { crew, date, position, start: 0 });
        let tour = Tour::follow(self.instance, &route);
        let ready = tour.stops[..position].last().map_or(tour.leave, |stop| stop.finish);
        let sets_out = ready.max(self.settled_until(crew, date));
        self.instance.settings.clock.advance(sets_out, tour.stops[position].travel)
    }

    /// The route of a crew with a visit placed in it.
    fn with(&self, Placing { crew, date, position, start }: Placing) -> Route {
        let own = self.routes.iter().find(|route| (route.crew, route.date) == (crew, date));
        let empty = Route { date, crew, leave: None, visits: Vec::new() };
        let mut route = own.cloned().unwrap_or(empty);
        route.visits.insert(position, PlannedVisit { job: self.job, start: Start::At(start) });
        let begins = self.instance.shift_hours(crew, date).0.max(self.settled_until(crew, date));
        route.leave = route.leave.or(Some(begins));
        route
    }

    /// The rules that tentative visits of different crews violate.
    pub fn broken(&mut self, visits: &[Placing]) -> RuleSet {
        self.place(visits.iter().map(|&visit| self.with(visit)).collect());
        self.newly_broken()
    }

    /// The rules that tentative visits of several jobs violate, one of each in this order in their tours, where those that
    /// start in step wait for each other.
    pub fn broken_in_step(&mut self, visits: &[(JobId, Placing)]) -> RuleSet {
        let mut routes = self.routes.clone();
        for &(job, Placing { crew, date, position, start }) in visits {
            let index = routes.iter().position(|route| (route.crew, route.date) == (crew, date)).unwrap_or_else(|| {
                let index = routes.partition_point(|route| (route.date, route.crew) < (date, crew));
                routes.insert(index, Route { date, crew, leave: None, visits: Vec::new() });
                index
            });
            let begins = self.instance.shift_hours(crew, date).0.max(self.settled_until(crew, date));
            routes[index].leave = routes[index].leave.or(Some(begins));
            let earlier = visits.iter().take_while(|(other, _)| *other != job);
            let shifted = earlier.filter(|(_, other)| (other.crew, other.date) == (crew, date)).count();
            routes[index].visits.insert(position + shifted, PlannedVisit { job, start: Start::NotBefore(start) });
        }
        let plan = synchronised(self.instance, Plan { routes, unknown: Vec::new() }, MOST_WAITS);
        let tours = plan.routes.iter().map(|route| Tour::follow(self.instance, route)).collect();
        self.timetable.set_tours(self.instance, tours);
        self.newly_broken()
    }

    /// The rules that a further route violates.
    pub fn broken_by_route(&mut self, route: Route) -> RuleSet {
        self.place(vec![route]);
        self.newly_broken()
    }

    /// The violations with tentative visits, less those without them.
    pub fn findings(&mut self, visits: &[Placing]) -> Vec<Violation> {
        self.place(Vec::new());
        let known: Vec<Violation> = self.audits().flatten().collect();
        self.place(visits.iter().map(|&visit| self.with(visit)).collect());
        self.audits().flatten().filter(|violation| !known.contains(violation)).collect()
    }

    fn place(&mut self, routes: Vec<Route>) {
        let mut tours = self.base.clone();
        for tour in routes.iter().map(|route| Tour::follow(self.instance, route)) {
            match tours.binary_search_by_key(&(tour.date, tour.crew), |other| (other.date, other.crew)) {
                Ok(index) => tours[index] = tour,
                Err(index) => tours.insert(index, tour),
            }
        }
        self.timetable.set_tours(self.instance, tours);
    }

    fn audits(&self) -> impl Iterator<Item = Vec<Violation>> {
        self.rules.iter().map(|rule| rule.audit(self.instance, &self.timetable).violations)
    }

    fn newly_broken(&self) -> RuleSet {
        let more = self.audits().zip(&self.before).enumerate().filter(|(_, (found, before))| found.len() > **before);
        RuleSet(more.fold(0, |set, (number, _)| set | 1 << number))
    }
}
