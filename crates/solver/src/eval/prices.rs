//! What the rules say, compiled and pruned only of what no legal plan contains: all that proofs may rely on, and what the
//! search starts from.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::compact_table::BitTable;
use super::crew_day_table::{CrewDayRow, CrewDayTable, INCOMPATIBLE};

use brigade_model::model::{CrewId, DAY, DayId, Instance, JobId, Leg, Pin, PlaceId, ShiftId, Speed, TravelMatrix};
use brigade_model::rules::{
    JobTerms, Kind, LateTerms, RouteTerms, Rule, SiteTerms, TallyTerms, VisitCost, VisitRow, VisitTerms, WeekTerms,
};
use brigade_model::units::{Minutes, Money};

/// The terms of a list of rules for an instance.
///
/// [`super::CostEvaluator`] lays them out for the search and prunes visits from shifts by arguments that hold in practice.
/// This table bars only days with too few crews for a job, and shifts by which a job before cannot be done.
pub struct Prices<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// The rules.
    pub rules: &'a [&'a dyn Rule],
    /// Terms of each shift's route.
    pub routes: Vec<RouteTerms>,
    /// Terms of each crew's weeks: crew by crew, week by week.
    pub weeks: Vec<WeekTerms>,
    /// Terms of each job.
    pub jobs: Vec<JobTerms>,
    /// Terms of each site.
    pub sites: Vec<SiteTerms>,
    /// Prices of visits that start later than was promised.
    pub late: LateTerms,
    /// Limits on what visits add up to, of all rules.
    pub tallies: Vec<TallyTerms>,
    /// What each visit of a job costs that is asked and left out.
    pub unassigned_penalty: Vec<Money>,
    /// The pins of each job, each of which takes a visit; never more than its visits.
    pub pins: Vec<Vec<Pin>>,
    /// Whether tools taken from the pool are counted.
    pub counts_tools: bool,
    /// What a visit of an unpinned job costs, by job; none where there are too many, so that rules are asked again.
    cells: Option<CrewDayTable>,
    /// By job and shift: whether a job can't stand there for want of other crews beside it.
    barred: BitTable,
    /// By job and shift: whether a job that must come before can't be done by then, whoever does it.
    too_early: BitTable,
}

/// Pairs of jobs and crews above which no table of them is kept.
const MOST_KEPT: usize = 40_000_000;

/// Rows of a table of jobs and shifts that are made side by side.
pub(super) const SIDE_BY_SIDE: usize = 64;

impl<'a> Prices<'a> {
    /// Compiles `rules` for an instance.
    pub fn new(instance: &'a Instance, rules: &'a [&'a dyn Rule]) -> Self {
        let jobs = instance.job_ids();
        let pins: Vec<_> = rules.iter().flat_map(|rule| rule.pins(instance)).filter(|pin| !pin.dropped).collect();
        let crew_weeks = instance.crew_ids().flat_map(|crew| (0..instance.weeks.len()).map(move |w| (crew, w)));
        let routes =
            instance.shifts.iter().map(|shift| filled(rules, |rule, terms| rule.route(instance, shift, terms)));
        let mut prices = Self {
            instance,
            rules,
            routes: routes.collect(),
            weeks: crew_weeks.map(|(c, w)| filled(rules, |rule, terms| rule.week(instance, c, w, terms))).collect(),
            jobs: jobs.clone().map(|job| filled(rules, |rule, terms| rule.job(instance, job, terms))).collect(),
            sites: instance
                .site_ids()
                .map(|site| filled(rules, |rule, terms| rule.site(instance, site, terms)))
                .collect(),
            late: rules.iter().map(|rule| rule.lateness(instance)).fold(LateTerms::default(), |all, own| LateTerms {
                minute: all.minute + own.minute,
                worst_minute: all.worst_minute + own.worst_minute,
            }),
            tallies: rules.iter().flat_map(|rule| rule.tallies(instance)).collect(),
            unassigned_penalty: jobs
                .clone()
                .map(|job| rules.iter().map(|rule| rule.unassigned_penalty(instance, job)).sum())
                .collect(),
            pins: jobs.clone().map(|job| pins_of(instance, &pins, job)).collect(),
            counts_tools: rules.iter().any(|rule| rule.counts_tools()),
            cells: None,
            barred: BitTable::new(instance.shifts.len()),
            too_early: BitTable::new(instance.shifts.len()),
        };
        if instance.jobs.len() * instance.crews.len() <= MOST_KEPT {
            let mut cells = CrewDayTable::new(instance);
            cells.reserve(instance.jobs.len());
            let jobs: Vec<JobId> = jobs.collect();
            for jobs in jobs.chunks(SIDE_BY_SIDE) {
                let rows: Vec<_> = jobs.par_iter().map(|&job| prices.costs(job)).collect();
                rows.iter().for_each(|row| cells.push(row));
            }
            cells.finish();
            prices.cells = Some(cells);
        }
        prices.bar_days_without_enough_crews();
        let linked = prices.jobs.iter().any(|terms| terms.with.is_some());
        let ways = linked.then(|| ways_by_speed(instance));
        let mut lost = vec![true; instance.jobs.len()];
        while lost.contains(&true) {
            prices.bar_too_early(&mut lost);
            if !lost.contains(&true) && ways.as_ref().is_some_and(|ways| prices.bar_out_of_step(ways)) {
                lost.fill(true);
            }
        }
        prices
    }

    /// What one visit of a job costs in a shift, or that it stands there in no plan that keeps all rules.
    pub fn visit_cost(&self, job: JobId, shift: ShiftId) -> VisitCost {
        match self.terms(job, shift) {
            VisitTerms { cost, faults: 0 } if !self.is_too_early(job, shift) => VisitCost::Cost(cost),
            _ => VisitCost::Incompatible,
        }
    }

    /// What a visit of a job costs at least for its hour where it starts at `start`, working clock.
    pub fn lateness(&self, job: JobId, start: Minutes) -> Money {
        let clock = &self.instance.settings.clock;
        let late = self.jobs[job].late_after.map_or(0, |after| (clock.wall_start(start) - after).max(0));
        self.late.minute * i64::from(late)
    }

    /// Bars jobs of several crews from days on which fewer crews than they take can start within their limit of each other.
    fn bar_days_without_enough_crews(&mut self) {
        let instance = self.instance;
        let crews = |job: JobId| Some((job, self.jobs[job].together.filter(|&crews| crews > 1)?));
        let jobs = instance.job_ids().filter(|&job| self.pins[job].is_empty());
        let jobs: Vec<(JobId, u32)> = jobs.filter_map(crews).collect();
        if jobs.is_empty() {
            return;
        }
        let ways = ways_by_speed(instance);
        for (job, crews) in jobs {
            let within = self.jobs[job].start_within.unwrap_or(Minutes::MAX);
            let mut starts: Vec<Vec<(Minutes, Minutes)>> = vec![Vec::new(); instance.dates.len()];
            for shift in self.unbarred_shifts(job) {
                let own = &instance.shifts[shift];
                starts[own.day.index()].extend(self.starts(&ways, job, shift));
            }
            let meets: Vec<bool> = starts.into_iter().map(|day| most_within(day, within) >= crews as usize).collect();
            for shift in instance.shift_ids().filter(|&shift| !meets[instance.shifts[shift].day.index()]) {
                self.barred.set(job.index(), shift.index());
            }
        }
    }

    /// Bars linked jobs from shifts beside which no other crew can start the other job in step; whether any is barred that
    /// was not.
    fn bar_out_of_step(&mut self, ways: &WaysBySpeed<'_>) -> bool {
        let instance = self.instance;
        let mut more = false;
        for (job, lag) in instance.job_ids().filter_map(|job| Some((job, self.jobs[job].with?))) {
            if self.has_pinned_link(job) {
                continue;
            }
            for (own, other, (least, most)) in
                [(job, lag.job, (lag.least, lag.most)), (lag.job, job, (-lag.most, -lag.least))]
            {
                let starts = |job: JobId| -> Vec<_> {
                    let shifts = self.open_shifts(job).into_iter();
                    shifts.filter_map(|shift| Some((shift, self.starts(ways, job, shift)?))).collect()
                };
                let (places, partners) = (starts(own), starts(other));
                let meets = |shift: ShiftId| {
                    let start = places.iter().find(|place| place.0 == shift).map(|place| place.1);
                    start.is_some_and(|(first, last)| {
                        partners.iter().any(|&(beside, (earliest, latest))| {
                            let (one, two) = (&instance.shifts[shift], &instance.shifts[beside]);
                            one.day == two.day
                                && one.crew != two.crew
                                && first - latest <= most
                                && last - earliest >= least
                        })
                    })
                };
                let barred: Vec<ShiftId> = self.open_shifts(own).into_iter().filter(|&shift| !meets(shift)).collect();
                more |= !barred.is_empty();
                for shift in barred {
                    self.barred.set(own.index(), shift.index());
                }
            }
        }
        more
    }

    /// Whether a pin asks for a visit of a job that is linked with a job: it may stand where no rule would have it.
    pub fn has_pinned_link(&self, job: JobId) -> bool {
        self.instance.linked(job).iter().any(|&job| !self.pins[job].is_empty())
    }

    /// The earliest and the latest start, wall clock, of a visit in a shift, whatever else the shift does; none where it
    /// can't start at all.
    fn starts(&self, ways: &WaysBySpeed<'_>, job: JobId, shift: ShiftId) -> Option<(Minutes, Minutes)> {
        let (instance, terms, own) = (self.instance, &self.jobs[job], &self.instance.shifts[shift]);
        let clock = &instance.settings.clock;
        let (there, back) = ways[&instance.crews[own.crew].speed].between(instance, own.crew, job);
        let (opens, closes) = clock.start_window(terms.open.unwrap_or(0), terms.close.unwrap_or(DAY));
        let first = opens.max(clock.working(own.start) + there);
        let overtime = self.routes[shift].overtime;
        let ends = overtime.map_or(DAY, |most| clock.working(own.end) + most - back - instance.jobs[job].duration);
        let last = closes.min(ends);
        (first <= last).then(|| (clock.wall_start(first), clock.wall_start(last)))
    }

    /// Bars jobs from shifts by which a job before them can't be complete, where that is among those that have `lost`
    /// shifts, which then are those that lose shifts by it.
    fn bar_too_early(&mut self, lost: &mut Vec<bool>) {
        let instance = self.instance;
        let lost_before = std::mem::replace(lost, vec![false; instance.jobs.len()]);
        for job in instance.job_ids() {
            for before in self.jobs[job].after.clone().into_iter().filter(|&job| lost_before[job.index()]) {
                // A pin may stand where no rule would have it.
                let pinned = !self.pins[job].is_empty() || !self.pins[before].is_empty();
                if pinned || instance.days_asked(before) == 0 {
                    continue;
                }
                let open = self.open_shifts(before);
                let end = earliest_end(instance, before, &self.jobs[before], open.iter().copied());
                let may_share = |shift| open.binary_search(&shift).is_ok() && self.may_share(before, job, shift);
                let waits = |&shift: &ShiftId| {
                    let day = instance.shifts[shift].day;
                    end.is_none_or(|end| day < end || (day == end && !may_share(shift)))
                };
                for shift in instance.shift_ids().filter(waits).collect::<Vec<_>>() {
                    lost[job.index()] |= self.too_early.set(job.index(), shift.index());
                }
            }
        }
    }

    /// The shifts in which [`Self::visit_cost`] has a visit of a job stand, ascending.
    fn open_shifts(&self, job: JobId) -> Vec<ShiftId> {
        let mut shifts = self.unbarred_shifts(job);
        shifts.retain(|&shift| !self.is_too_early(job, shift));
        shifts
    }

    /// The same, those too early for it included.
    fn unbarred_shifts(&self, job: JobId) -> Vec<ShiftId> {
        let (instance, mut open) = (self.instance, Vec::new());
        self.tell_terms(job, |crew, by_day| {
            let is_free = |shift: &ShiftId| by_day[instance.shifts[*shift].day.index()].faults == 0;
            let free = instance.shifts_of(crew).filter(is_free);
            open.extend(free.filter(|&shift| !self.is_barred(job, shift)));
        });
        open.sort_unstable();
        open
    }

    /// Whether a job that must come before can't be done by a shift, whoever does it.
    pub(super) fn is_too_early(&self, job: JobId, shift: ShiftId) -> bool {
        self.too_early.get(job.index(), shift.index())
    }

    /// Whether all visits of a job on one day may be in the tour of a shift that is open to it, and another job after it: by
    /// their times alone, whatever the way between them.
    fn may_share(&self, before: JobId, job: JobId, shift: ShiftId) -> bool {
        let (first, then) = (&self.jobs[before], &self.jobs[job]);
        if first.together.is_some_and(|crews| crews > 1) {
            return false;
        }
        let (instance, overtime) = (self.instance, self.routes[shift].overtime);
        let (own, clock) = (&instance.shifts[shift], &instance.settings.clock);
        let duration = |job: JobId| instance.jobs[job].duration;
        let opens = |terms: &JobTerms| terms.open.map_or(0, |open| clock.working(open));
        let done = clock.working(own.start).max(opens(first)) + duration(before);
        let start = done.max(opens(then));
        let late = then.close.is_some_and(|close| start > clock.working(close));
        !late && overtime.is_none_or(|most| start + duration(job) <= clock.working(own.end) + most)
    }

    /// What a visit of a job costs and breaks in a shift; of an unpinned one it is only known whether it breaks any rule.
    #[inline]
    pub(super) fn terms(&self, job: JobId, shift: ShiftId) -> VisitTerms {
        let terms = match &self.cells {
            Some(cells) if self.pins[job].is_empty() => terms_of(cells.row(job.index()).at(shift)),
            _ => self.asked_terms(job, shift),
        };
        VisitTerms { faults: terms.faults + u32::from(self.is_barred(job, shift)), ..terms }
    }

    /// Whether a job can't stand in a shift for want of other crews beside it.
    #[inline]
    pub(super) fn is_barred(&self, job: JobId, shift: ShiftId) -> bool {
        self.barred.get(job.index(), shift.index())
    }

    /// Tells what a visit of a job costs and breaks by crew and day, shifts that are barred apart, and returns what it costs
    /// and breaks by day, whoever comes.
    pub(super) fn tell_terms(&self, job: JobId, mut tell: impl FnMut(CrewId, &[VisitTerms])) -> Vec<VisitTerms> {
        let Some(cells) = self.cells.as_ref().filter(|_| self.pins[job].is_empty()) else {
            let row = self.visit_row(job);
            let by_day = row.by_day().to_vec();
            row.for_each_crew(tell);
            return by_day;
        };
        let (row, mut by_day) = (cells.row(job.index()), vec![VisitTerms::default(); self.instance.dates.len()]);
        for crew in self.instance.crew_ids() {
            for shift in self.instance.shifts_of(crew) {
                by_day[self.instance.shifts[shift].day.index()] = terms_of(row.at(shift));
            }
            tell(crew, &by_day);
        }
        row.by_day().map(terms_of).collect()
    }

    /// What all rules say of a visit of a job in one shift.
    fn asked_terms(&self, job: JobId, shift: ShiftId) -> VisitTerms {
        let mut terms = VisitTerms::default();
        for rule in self.rules {
            terms.add(rule.visit_cost(self.instance, job, &self.instance.shifts[shift]));
        }
        let is_out = terms.faults > 0 && self.pins[job].is_empty();
        if is_out { VisitTerms { cost: Money::ZERO, faults: 1 } } else { terms }
    }

    /// The same in all shifts.
    fn visit_row(&self, job: JobId) -> VisitRow<'_> {
        let mut row = VisitRow::new(self.instance, !self.pins[job].is_empty());
        // Where a hard rule is broken no cost is asked.
        for kind in [Kind::Hard, Kind::Cost] {
            let rules = self.rules.iter().filter(|rule| rule.kind() == kind);
            rules.for_each(|rule| rule.add_visit_costs(self.instance, job, &mut row));
        }
        row
    }

    /// What a visit of a job costs by shift.
    fn costs(&self, job: JobId) -> CrewDayRow {
        let row = self.visit_row(job);
        let mut costs = CrewDayRow::new(self.instance, row.by_day().iter().map(cost_of).collect());
        row.for_each_crew(|crew, by_day| {
            costs.push(self.instance.shifts_of(crew).map(|shift| {
                let day = self.instance.shifts[shift].day;
                (shift, day, cost_of(&by_day[day.index()]))
            }));
        });
        costs
    }

    /// Index of a shift's crew and week among [`Self::weeks`].
    pub fn week_of(&self, shift: ShiftId) -> usize {
        let shift = &self.instance.shifts[shift];
        self.week_index(shift.crew, self.instance.week(shift.day))
    }

    /// Index of a crew's week among [`Self::weeks`].
    pub fn week_index(&self, crew: CrewId, week: usize) -> usize {
        crew.index() * self.instance.weeks.len() + week
    }
}

/// The cost of a visit; [`INCOMPATIBLE`] where it breaks a rule.
pub(super) fn cost_of(terms: &VisitTerms) -> Money {
    if terms.faults == 0 { terms.cost } else { INCOMPATIBLE }
}

/// The terms of a visit that costs so much.
fn terms_of(cost: Money) -> VisitTerms {
    if cost < INCOMPATIBLE { VisitTerms { cost, faults: 0 } } else { VisitTerms { cost: Money::ZERO, faults: 1 } }
}

/// The first day by which all visits of a job can be done, one of which may stand in each of some shifts; none if they
/// can't.
pub(super) fn earliest_end(
    instance: &Instance,
    job: JobId,
    terms: &JobTerms,
    shifts: impl Iterator<Item = ShiftId>,
) -> Option<DayId> {
    let mut places: Vec<(DayId, CrewId)> =
        shifts.map(|shift| (instance.shifts[shift].day, instance.shifts[shift].crew)).collect();
    places.sort_unstable();
    if !terms.one_a_day && terms.together.is_none() {
        let needed = if terms.once_a_day { instance.visits_asked(job) as usize } else { 1 };
        return places.get(needed.max(1) - 1).map(|place| place.0);
    }
    let together = terms.together.unwrap_or(1) as usize;
    let end = |places: &[(DayId, CrewId)]| {
        let days = places.chunk_by(|a, b| a.0 == b.0).filter(|day| day.len() >= together).map(|day| day[0].0);
        let (mut run, mut last) = (0, None);
        days.into_iter().find(|&day| {
            let apart = last.zip(terms.gap).is_some_and(|(last, most)| instance.gap(last, day) > most);
            run = if apart { 1 } else { run + 1 };
            last = Some(day);
            run >= instance.days_asked(job)
        })
    };
    if terms.crews == Some(1) && together == 1 {
        places.sort_unstable_by_key(|&(day, crew)| (crew, day));
        return places.chunk_by(|a, b| a.1 == b.1).filter_map(end).min();
    }
    end(&places)
}

/// Least minutes at each speed of a crew.
type WaysBySpeed<'t> = BTreeMap<Speed, ShortestWays<'t>>;

fn ways_by_speed(instance: &Instance) -> WaysBySpeed<'_> {
    let ways = |&speed: &Speed| (speed, ShortestWays::new(instance, instance.travel_at(speed)));
    instance.speeds().iter().map(ways).collect()
}

/// Least minutes between bases and sites, other visits on the way, where legs need not be the shortest way.
struct ShortestWays<'t> {
    travel: &'t TravelMatrix,
    /// By place: the least minutes to any site at which there is work, and from any.
    nearest: Vec<(Minutes, Minutes)>,
    /// The shortest visit.
    shortest_visit: Minutes,
}

impl<'t> ShortestWays<'t> {
    fn new(instance: &Instance, travel: &'t TravelMatrix) -> Self {
        let asked = || instance.job_ids().filter(|&job| instance.visits_asked(job) > 0);
        let worked: BTreeSet<PlaceId> = asked().map(|job| instance.place(job)).collect();
        let nearest = |place: PlaceId| {
            let (out, into) = (travel.legs_from(place), travel.legs_to(place));
            let others = || worked.iter().copied().filter(move |&other| other != place);
            let least = |leg: &dyn Fn(PlaceId) -> Leg| others().map(|other| leg(other).minutes).min().unwrap_or(DAY);
            (least(&|other| out.to(other)), least(&|other| into.from(other)))
        };
        Self {
            travel,
            nearest: (0..travel.places()).map(|place| nearest(PlaceId::new(place))).collect(),
            shortest_visit: asked().map(|job| instance.jobs[job].duration).min().unwrap_or(0),
        }
    }

    /// From a crew's base to a job's site, and back.
    fn between(&self, instance: &Instance, crew: CrewId, job: JobId) -> (Minutes, Minutes) {
        let (base, site) = (instance.crews[crew].base, instance.place(job));
        let least = |direct: Leg, first: Minutes, last: Minutes| direct.minutes.min(first + self.shortest_visit + last);
        let (base_near, site_near) = (self.nearest[base.index()], self.nearest[site.index()]);
        let there = least(self.travel.leg(base, site), base_near.0, site_near.1);
        (there, least(self.travel.leg(site, base), site_near.0, base_near.1))
    }
}

/// The most of some intervals that meet one of the given length, wherever that lies.
fn most_within(intervals: Vec<(Minutes, Minutes)>, length: Minutes) -> usize {
    let (mut firsts, mut lasts): (Vec<Minutes>, Vec<Minutes>) = intervals.into_iter().unzip();
    firsts.sort_unstable();
    lasts.sort_unstable();
    let met = |(over, &from): (usize, &Minutes)| {
        firsts.partition_point(|&first| first <= from.saturating_add(length)).saturating_sub(over)
    };
    // an interval that begins at the end of another one meets as many as any
    lasts.iter().enumerate().map(met).max().unwrap_or(0)
}

fn filled<T: Default>(rules: &[&dyn Rule], fill: impl Fn(&dyn Rule, &mut T)) -> T {
    let mut terms = T::default();
    rules.iter().for_each(|rule| fill(*rule, &mut terms));
    terms
}

fn pins_of(instance: &Instance, pins: &[&Pin], job: JobId) -> Vec<Pin> {
    let own = pins.iter().filter(|pin| pin.job == job);
    own.take(instance.visits_asked(job) as usize).map(|&&pin| pin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::Sketch;
    use brigade_model::rules::RULES;

    /// The roof takes two days from Tuesday on, ada alone may do it; the gutter comes after it.
    #[test]
    fn a_job_stands_nowhere_before_those_that_it_waits_for() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        sketch.site("farm", (3.0, 4.0));
        let tuesday = sketch.date(1);
        let roof = sketch.job("roof", 60);
        (roof.visits, roof.earliest, roof.not_crews) = (2, Some(tuesday), vec![CrewId::new(1)]);
        sketch.job("gutter", 30).after = vec![JobId::new(0)];
        sketch.job("paint", 30).after = vec![JobId::new(1)];
        let days = |sketch: &Sketch, job: usize, crew: usize| {
            let (instance, job, crew) = (sketch.instance(), JobId::new(job), CrewId::new(crew));
            let prices = Prices::new(&instance, RULES);
            let shifts = instance.shift_ids().filter(|&shift| instance.shifts[shift].crew == crew);
            let may = shifts.filter(|&shift| prices.visit_cost(job, shift) != VisitCost::Incompatible);
            may.map(|shift| instance.shifts[shift].day.index()).collect::<Vec<_>>()
        };
        assert_eq!(days(&sketch, 0, 0), [1, 2, 3, 4]);
        assert_eq!((days(&sketch, 1, 0), days(&sketch, 1, 1)), (vec![2, 3, 4], vec![3, 4]));
        assert_eq!((days(&sketch, 2, 0), days(&sketch, 2, 1)), (vec![2, 3, 4], vec![3, 4]));
        sketch.parts.jobs[0].open = Some(15 * 60);
        assert_eq!(days(&sketch, 1, 0), [2, 3, 4], "both fit in an afternoon");
        sketch.parts.jobs[1].duration = 5 * 60;
        assert_eq!(days(&sketch, 1, 0), [3, 4], "or do not");
        sketch.parts.jobs[1].latest = Some(tuesday);
        assert_eq!((days(&sketch, 1, 0), days(&sketch, 2, 0)), (vec![], vec![]));
        sketch.pin(0, Some(0), None);
        assert_eq!(days(&sketch, 1, 0), [0, 1], "a pin may break rules");
    }

    #[test]
    fn intervals_that_meet_one_of_a_length() {
        let day = vec![(480, 660), (780, 960), (650, 700)];
        assert_eq!(most_within(day.clone(), 0), 2);
        assert_eq!(most_within(day.clone(), 79), 2);
        assert_eq!(most_within(day, 120), 3);
        assert_eq!(most_within(Vec::new(), 5), 0);
        assert_eq!(most_within(vec![(1, 1), (1, 1), (2, 3)], 0), 2);
    }
}
