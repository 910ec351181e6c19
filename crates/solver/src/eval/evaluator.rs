//! The rules compiled for the search: tables, costs per shift and week, links per job and site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::crew_day_table::{CrewDayRow, INCOMPATIBLE};
use super::penalties::{Penalties, PenaltyParams};
use super::places::{self, NearPlaceId, NearPlaces, NearTravel, SpeedId};
use super::prices::{self, Prices};
use super::segment::NO_LIMIT;
use super::stakes;
use super::tables::{JobLinks, RouteCosts, ShiftCosts, SiteLinks, WeekCosts};
use super::tallies::Tallies;
use super::travel::LegRows;
use super::visit::{Visit, VisitId};
use super::visit_costs::{CostsByShift, CostsByVisit, VisitCostTable};
use brigade_model::model::{CrewId, DAY, DayId, Instance, JobId, Leg, Pin, Shift, ShiftId, SiteId, ToolId};
use brigade_model::rules::{
    CrewLimit, JobTerms, Kind, LateTerms, LoneRoute, LoneVisit, RouteTerms, Rule, SiteTerms, VisitTerms, WeekTerms,
};
use brigade_model::units::{Minutes, Money};

/// Everything that prices a plan, compiled from a list of rules.
pub struct CostEvaluator<'a> {
    instance: &'a Instance,
    compiled: CompiledRules,
}

/// What a visit of a job costs and breaks by shift.
struct JobShiftTerms {
    by_day: Vec<VisitTerms>,
    /// By crew: where its shifts begin.
    starts: Vec<usize>,
    /// Crew by crew.
    shifts: Vec<(ShiftId, VisitTerms)>,
}

impl JobShiftTerms {
    fn of_crew(&self, crew: CrewId) -> impl Iterator<Item = (ShiftId, VisitTerms)> + Clone + '_ {
        self.shifts[self.starts[crew.index()]..self.starts[crew.index() + 1]].iter().copied()
    }

    /// The fewest rules that are broken where a pin holds.
    fn fewest_faults(&self, instance: &Instance, pin: &Pin) -> u32 {
        let held = self.shifts.iter().filter(|(shift, _)| {
            let shift = &instance.shifts[*shift];
            pin.holds(shift.crew, shift.date)
        });
        held.map(|(_, terms)| terms.faults).min().unwrap_or(0)
    }
}

/// The rules compiled for an instance, without it: to be kept where an evaluator can't be, since it borrows the instance.
pub struct CompiledRules {
    visits: Vec<Visit>,
    visit_costs: VisitCostTable,
    shifts: Vec<ShiftCosts>,
    weeks: Vec<WeekCosts>,
    jobs: Vec<JobLinks>,
    sites: Vec<SiteLinks>,
    /// By visit: see [`Self::access`].
    accesses: Vec<Leg>,
    places: NearPlaces,
    /// Tools in the pool, by tool; empty where they are not counted.
    pool: Vec<i64>,
    tallies: Tallies,
    /// Most visits that may count as changes.
    most_changes: Option<u32>,
    /// Whether any shift has a longest duration.
    limits_durations: bool,
    /// Whether any site must see one crew only.
    limits_crews: bool,
    /// Prices of visits that start later than was promised; of nothing where nothing is promised.
    late: LateTerms,
    at_stake: Money,
    penalty_params: PenaltyParams,
}

impl<'a> CostEvaluator<'a> {
    /// Compiles `rules` for an instance.
    pub fn new(instance: &'a Instance, rules: &[&dyn Rule]) -> Self {
        let mut prices = Prices::new(instance, rules);
        let pool = if prices.counts_tools {
            instance.tools.iter().map(|tool| i64::from(tool.quantity)).collect()
        } else {
            Vec::new()
        };
        let places = NearPlaces::new(instance);
        let shifts = instance.shift_ids().map(|shift| shift_costs(&prices, &places, shift));
        let shifts: Vec<_> = shifts.collect();
        let jobs = std::mem::take(&mut prices.jobs);
        let compiled = CompiledRules {
            visits: Vec::new(),
            visit_costs: VisitCostTable::new(instance),
            accesses: Vec::new(),
            places,
            limits_durations: shifts.iter().any(|shift| shift.route.duration < NO_LIMIT),
            limits_crews: false,
            late: if jobs.iter().any(|terms| terms.late_after.is_some()) { prices.late } else { LateTerms::default() },
            shifts,
            weeks: weeks(instance, std::mem::take(&mut prices.weeks)),
            jobs: jobs.into_iter().map(|terms| JobLinks { terms, ..JobLinks::default() }).collect(),
            sites: instance.sites.iter().map(|_| SiteLinks::default()).collect(),
            pool,
            tallies: Tallies::new(std::mem::take(&mut prices.tallies)),
            most_changes: rules.iter().find_map(|rule| rule.most_changes()),
            at_stake: Money::ZERO,
            penalty_params: PenaltyParams::default(),
        };
        let mut evaluator = Self { instance, compiled };
        evaluator.link_jobs();
        evaluator.add_visits(&prices, rules);
        evaluator.add_sites(&prices.sites);
        evaluator.mark_linked();
        evaluator.find_accesses();
        evaluator.compiled.at_stake = stakes::at_stake(&evaluator);
        evaluator
    }

    /// The same with other numbers that steer penalties.
    #[must_use]
    pub fn with_penalty_params(mut self, penalty_params: PenaltyParams) -> Self {
        self.compiled.penalty_params = penalty_params;
        self
    }

    /// The evaluator of rules that were compiled for the very same instance before.
    pub fn of_compiled(instance: &'a Instance, compiled: CompiledRules) -> Self {
        let sizes = (compiled.shifts.len(), compiled.jobs.len(), compiled.sites.len());
        debug_assert_eq!(sizes, (instance.shifts.len(), instance.jobs.len(), instance.sites.len()));
        Self { instance, compiled }
    }

    /// The compiled rules alone.
    pub fn into_compiled(self) -> CompiledRules {
        self.compiled
    }

    /// What steers penalties.
    pub fn penalty_params(&self) -> &PenaltyParams {
        &self.compiled.penalty_params
    }

    /// Penalties to start a search from.
    pub fn usual_penalties(&self) -> Penalties {
        Penalties::new(&self.compiled.penalty_params, self.compiled.at_stake).with_units(self.units_per_minute())
    }

    /// The highest penalties.
    pub fn strict_penalties(&self) -> Penalties {
        Penalties::strict(&self.compiled.penalty_params, self.compiled.at_stake).with_units(self.units_per_minute())
    }

    /// How many units of the clock count as a minute: more than one only where a shift has more units than a day has
    /// minutes, because an instance counts time in finer units.
    fn units_per_minute(&self) -> i64 {
        let longest = self.instance().shifts.iter().map(|shift| shift.end - shift.start).max().unwrap_or(0);
        i64::from(longest / DAY).max(1)
    }

    /// The instance that is priced.
    pub fn instance(&self) -> &'a Instance {
        self.instance
    }

    /// The visits asked, job by job, those of one place beside those near it.
    pub fn visits(&self) -> &[Visit] {
        &self.compiled.visits
    }

    /// One visit asked.
    #[inline]
    pub fn visit(&self, visit: VisitId) -> &Visit {
        &self.compiled.visits[visit]
    }

    /// The most that breaking a rule once may save, see `stakes.rs`.
    pub fn at_stake(&self) -> Money {
        self.compiled.at_stake
    }

    /// The visits asked of a job.
    pub fn visits_of(&self, job: JobId) -> &[VisitId] {
        &self.compiled.jobs[job].visits
    }

    /// What holds among the visits of a job.
    pub fn terms(&self, job: JobId) -> &JobTerms {
        &self.compiled.jobs[job].terms
    }

    /// Jobs that wait for a job.
    pub fn successors(&self, job: JobId) -> &[JobId] {
        &self.compiled.jobs[job].successors
    }

    /// Jobs whose links hang on the visits of a job: those that wait for it, and those that start with it.
    #[inline]
    pub(super) fn dependents(&self, job: JobId) -> &[JobId] {
        &self.compiled.jobs[job].dependents
    }

    /// The jobs that a job starts in step with, directly or not, itself included, ascending; none where there is no other.
    pub fn linked(&self, job: JobId) -> &[JobId] {
        &self.compiled.jobs[job].linked
    }

    /// Whether the visits of a job stand only together with others: those of its day, or of linked jobs.
    pub fn is_joint(&self, job: JobId) -> bool {
        self.compiled.jobs[job].terms.together.is_some() || !self.compiled.jobs[job].linked.is_empty()
    }

    /// The visits of a job, and of those that are linked with it.
    pub fn visits_in_step(&self, job: JobId) -> Vec<VisitId> {
        match self.linked(job) {
            [] => self.visits_of(job).to_vec(),
            linked => linked.iter().flat_map(|&job| self.visits_of(job)).copied().collect(),
        }
    }

    /// Most visits that may count as changes; no limit where none is set.
    pub fn most_changes(&self) -> i64 {
        self.compiled.most_changes.map_or(i64::MAX, i64::from)
    }

    /// Whether today's schedule is what to start from, because little of it may change or some of it has begun.
    pub fn keeps_today(&self) -> bool {
        self.compiled.most_changes.is_some() || self.compiled.visits.iter().any(|visit| visit.held.is_some())
    }

    /// Number of shifts.
    pub fn shifts(&self) -> usize {
        self.compiled.shifts.len()
    }

    /// All shifts.
    pub fn shift_ids(&self) -> impl ExactSizeIterator<Item = ShiftId> + DoubleEndedIterator + Clone + use<> {
        ShiftId::range(self.compiled.shifts.len())
    }

    /// All visits asked.
    pub fn visit_ids(&self) -> impl ExactSizeIterator<Item = VisitId> + DoubleEndedIterator + Clone + use<> {
        VisitId::range(self.compiled.visits.len())
    }

    /// Crew of a shift.
    #[inline]
    pub fn crew(&self, shift: ShiftId) -> CrewId {
        self.compiled.shifts[shift].crew
    }

    /// Day of a shift.
    #[inline]
    pub fn day(&self, shift: ShiftId) -> DayId {
        self.compiled.shifts[shift].route.day
    }

    /// Base of a shift's crew.
    pub fn base(&self, shift: ShiftId) -> NearPlaceId {
        self.compiled.shifts[shift].route.base
    }

    /// What a leg costs in a shift.
    pub fn travel_cost(&self, shift: ShiftId, leg: Leg) -> Money {
        let costs = self.route_costs(shift);
        costs.metre * i64::from(leg.metres) + costs.minute * i64::from(leg.minutes)
    }

    /// Cost of one minute past the end of a shift.
    pub fn overtime_price(&self, shift: ShiftId) -> Money {
        self.route_costs(shift).overtime_minute
    }

    /// What a visit costs in a shift whatever else is there; [`INCOMPATIBLE`] where it can't stand.
    #[inline]
    pub fn visit_cost(&self, visit: VisitId, shift: ShiftId) -> Money {
        self.costs_of_visit(visit).at(shift)
    }

    /// Whether a visit may stand in a shift.
    #[inline]
    pub fn allowed(&self, visit: VisitId, shift: ShiftId) -> bool {
        self.allowed_bits(visit)[shift.index() / 64] >> (shift.index() % 64) & 1 != 0
    }

    /// The shifts in which a visit may stand, one bit each.
    #[inline]
    pub fn allowed_bits(&self, visit: VisitId) -> &[u64] {
        self.compiled.visit_costs.allowed(visit)
    }

    /// What a visit costs by shift, as [`Self::visit_cost`].
    #[inline]
    pub(super) fn costs_of_visit(&self, visit: VisitId) -> CostsByShift<'_> {
        self.compiled.visit_costs.of_visit(visit)
    }

    /// What visits cost in a shift, as [`Self::visit_cost`].
    #[inline]
    pub(super) fn costs_in_shift(&self, shift: ShiftId) -> CostsByVisit<'_> {
        self.compiled.visit_costs.in_shift(shift)
    }

    /// What a shift's route costs.
    #[inline]
    pub(super) fn route_costs(&self, shift: ShiftId) -> &RouteCosts {
        &self.compiled.shifts[shift].route
    }

    /// Index of a shift's crew and week.
    #[inline]
    pub(super) fn week_of(&self, shift: ShiftId) -> usize {
        self.compiled.shifts[shift].week
    }

    /// Whether two shifts are of one crew and week.
    #[inline]
    pub fn share_week(&self, one: ShiftId, other: ShiftId) -> bool {
        self.week_of(one) == self.week_of(other)
    }

    /// What a crew's week costs, by its index.
    #[inline]
    pub(super) fn week(&self, week: usize) -> &WeekCosts {
        &self.compiled.weeks[week]
    }

    /// Number of weeks of crews.
    pub(super) fn weeks(&self) -> usize {
        self.compiled.weeks.len()
    }

    /// What the visits of a job are bound by.
    #[inline]
    pub(super) fn job_links(&self, job: JobId) -> &JobLinks {
        &self.compiled.jobs[job]
    }

    /// Whether any site must see one crew only.
    #[inline]
    pub fn limits_crews(&self) -> bool {
        self.compiled.limits_crews
    }

    /// The visits of the site of a visit that must all be of one crew, itself included; none where they need not.
    pub fn visits_of_one_crew(&self, visit: VisitId) -> &[VisitId] {
        match &self.site_links(self.visit(visit).site).limit {
            Some((1, visits)) if visits.contains(&visit) => visits,
            _ => &[],
        }
    }

    /// The visits of a site whose crews are counted.
    #[inline]
    pub(super) fn site_links(&self, site: SiteId) -> &SiteLinks {
        &self.compiled.sites[site]
    }

    /// Tools in the pool, by tool; empty where they are not counted.
    #[inline]
    pub(super) fn pool(&self) -> &[i64] {
        &self.compiled.pool
    }

    /// The tallies of all rules.
    #[inline]
    pub(super) fn tallies(&self) -> &Tallies {
        &self.compiled.tallies
    }

    /// Whether the visits of two shifts count into a common total of a tally.
    pub fn share_tally(&self, one: ShiftId, other: ShiftId) -> bool {
        self.compiled.tallies.slots(one).any(|slot| self.compiled.tallies.slots(other).any(|other| other == slot))
    }

    /// Whether any shift has a longest duration.
    #[inline]
    pub(super) fn limits_durations(&self) -> bool {
        self.compiled.limits_durations
    }

    /// Prices of visits that start later than was promised; of nothing where nothing is promised.
    #[inline]
    pub(super) fn late(&self) -> LateTerms {
        self.compiled.late
    }

    /// Whether any visit has a time by which it was promised.
    #[inline]
    pub(super) fn has_promises(&self) -> bool {
        self.compiled.late != LateTerms::default()
    }

    /// The legs out of and into a place, at the speed of the fastest crew.
    #[inline]
    pub(super) fn legs(&self, place: NearPlaceId) -> LegRows<'_> {
        let travel = self.compiled.places.fastest();
        LegRows { out: travel.legs_from(place), into: travel.legs_to(place) }
    }

    /// The legs that the crew of a shift drives.
    #[inline]
    pub(super) fn travel(&self, shift: ShiftId) -> &NearTravel {
        self.compiled.places.at(self.route_costs(shift).speed)
    }

    /// Whether the crews of two shifts drive at the same speed.
    #[inline]
    pub(super) fn same_speed(&self, one: ShiftId, other: ShiftId) -> bool {
        self.route_costs(one).speed == self.route_costs(other).speed
    }

    /// Whether all crews drive at the same speed.
    #[inline]
    pub(super) fn has_one_speed(&self) -> bool {
        self.compiled.places.speeds() == 1
    }

    /// The least metres and the least minutes of a leg to a visit and one away from it, from and to any other visit or a base; none
    /// where there is no other.
    #[inline]
    pub(crate) fn access(&self, visit: VisitId) -> Leg {
        self.compiled.accesses[visit]
    }

    /// Places by nearness, where there are so many that the legs between them are computed: see `NearPlaces::nearest`.
    pub fn nearest_places(&self, place: NearPlaceId) -> Option<impl Iterator<Item = (NearPlaceId, Leg)> + '_> {
        self.compiled.places.nearest(place)
    }

    /// The bases, the nearest to a place by their coordinates first, where there are so many places that the legs between them
    /// are computed.
    pub fn nearest_bases(&self, place: NearPlaceId) -> Option<impl Iterator<Item = NearPlaceId> + '_> {
        self.compiled.places.nearest_bases(place)
    }

    /// Whether there are so many places that the legs between them are computed.
    pub fn has_many_places(&self) -> bool {
        self.compiled.places.has_index()
    }

    /// The leg between two places of visits or bases, at the speed of the fastest crew.
    #[inline]
    pub fn leg(&self, from: NearPlaceId, to: NearPlaceId) -> Leg {
        self.compiled.places.fastest().leg(from, to)
    }

    /// The leg between two places of visits or bases, as the crew of a shift drives it.
    #[inline]
    pub fn leg_of(&self, shift: ShiftId, from: NearPlaceId, to: NearPlaceId) -> Leg {
        self.travel(shift).leg(from, to)
    }

    /// Where a job is.
    fn place(&self, job: JobId) -> NearPlaceId {
        self.compiled.places.number(self.instance.place(job))
    }

    /// What a visit takes from the pool in a shift, by tool.
    fn tools_taken(&self, visit: VisitId, crew: CrewId) -> impl Iterator<Item = (ToolId, i64)> {
        let crew = &self.instance.crews[crew];
        let tools = &self.instance.jobs[self.compiled.visits[visit].job].tools;
        tools.iter().filter(|(tool, _)| !crew.owns(*tool)).map(|&(tool, quantity)| (tool, i64::from(quantity)))
    }

    /// What a route's crew takes from the pool: for each tool the most that any visit asks.
    pub(super) fn tools_of_route(&self, shift: ShiftId, visits: impl Iterator<Item = VisitId>) -> Vec<(ToolId, i64)> {
        let mut taken: Vec<(ToolId, i64)> = Vec::new();
        let crew = self.crew(shift);
        for (tool, quantity) in visits.flat_map(|visit| self.tools_taken(visit, crew)) {
            match taken.iter_mut().find(|(known, _)| *known == tool) {
                Some(entry) => entry.1 = entry.1.max(quantity),
                None => taken.push((tool, quantity)),
            }
        }
        taken
    }

    /// Different sites of a route above the most that its shift allows.
    pub(super) fn sites_over(&self, shift: ShiftId, visits: impl Iterator<Item = VisitId> + Clone) -> i64 {
        let most = i64::from(self.route_costs(shift).sites);
        if visits.clone().count() as i64 <= most {
            return 0;
        }
        let site = |visit: VisitId| self.visit(visit).site;
        let first_there = |&(index, visit): &(usize, VisitId)| {
            !visits.clone().take(index).any(|earlier| site(earlier) == site(visit))
        };
        let different = visits.clone().enumerate().filter(first_there).count();
        (different as i64 - most).max(0)
    }

    /// The least minutes from every base to each place with visits and back, other visits on the way, at the speeds of its
    /// crews.
    fn least_ways(&self) -> LeastWays {
        let mut stays: BTreeMap<NearPlaceId, Minutes> = BTreeMap::new();
        for job in self.instance.job_ids().filter(|&job| self.instance.visits_asked(job) > 0) {
            let duration = self.instance.jobs[job].duration;
            let least = stays.entry(self.place(job)).or_insert(duration);
            *least = duration.min(*least);
        }
        let stays: places::Stays = stays.into_iter().collect();
        let mut bases: BTreeMap<SpeedId, BTreeSet<NearPlaceId>> = BTreeMap::new();
        for shift in &self.compiled.shifts {
            bases.entry(shift.route.speed).or_default().insert(shift.route.base);
        }
        let by_base = bases
            .into_iter()
            .map(|(speed, bases)| Some((speed, least_ways_at(self.compiled.places.at(speed), &stays, bases)?)));
        LeastWays { by_base: by_base.flatten().collect(), places: stays.iter().map(|&(place, _)| place).collect() }
    }

    fn add_visits(&mut self, prices: &Prices<'_>, rules: &[&dyn Rule]) {
        let ways = self.least_ways();
        let mut jobs: Vec<JobId> = self.instance.job_ids().collect();
        // Visits near each other follow each other in memory, as places do.
        jobs.sort_by_key(|&job| (self.place(job), job));
        self.compiled.visit_costs.reserve(jobs.iter().map(|&job| self.instance.visits_asked(job) as usize).sum());
        jobs.retain(|&job| self.instance.visits_asked(job) > 0);
        for jobs in jobs.chunks(prices::SIDE_BY_SIDE) {
            let rows: Vec<_> = jobs.par_iter().map(|&job| (job, self.visit_rows(prices, &ways, job))).collect();
            rows.iter().for_each(|(job, rows)| self.add_visits_of(*job, rows, prices, rules));
        }
        let out: Vec<VisitId> =
            self.impossible(prices).into_iter().flat_map(|job| self.compiled.jobs[job].visits.clone()).collect();
        out.iter().for_each(|&visit| self.compiled.visits[visit].least_cost = INCOMPATIBLE);
        self.compiled.visit_costs.finish(out);
    }

    /// Adds the visits of a job: each with its own row, or all with the same.
    fn add_visits_of(&mut self, job: JobId, rows: &[CrewDayRow], prices: &Prices<'_>, rules: &[&dyn Rule]) {
        let unassigned_penalty = prices.unassigned_penalty[job];
        for index in 0..self.instance.visits_asked(job) as usize {
            let pin = prices.pins[job].get(index);
            let held = pin.and_then(|pin| rules.iter().find_map(|rule| rule.held(self.instance, pin)));
            let row = rows.get(index).unwrap_or(&rows[0]);
            self.compiled.visit_costs.push(row);
            self.compiled.jobs[job].visits.push(VisitId::new(self.compiled.visits.len()));
            self.compiled.jobs[job].pinned |= pin.is_some();
            let visit = self.new_visit(job, pin, held);
            self.compiled.visits.push(Visit { unassigned_penalty, least_cost: row.least(), ..visit });
        }
    }

    /// The jobs, none of them pinned, of which no visit can be in a legal plan, by the table of costs by visit and shift:
    /// those that may stand nowhere, and those that wait, directly or not, for one that can't be done completely.
    fn impossible(&self, prices: &Prices<'_>) -> Vec<JobId> {
        let asked: Vec<JobId> =
            self.instance.job_ids().filter(|&job| !self.compiled.jobs[job].visits.is_empty()).collect();
        let may = |job: JobId| {
            let visit = self.compiled.jobs[job].visits[0];
            let allowed = move |shift: &ShiftId| self.allowed(visit, *shift);
            self.shift_ids().filter(move |shift| allowed(shift) && !prices.is_too_early(job, *shift))
        };
        let end = |job: JobId| prices::earliest_end(self.instance, job, &self.compiled.jobs[job].terms, may(job));
        let mut waited_for = vec![false; self.compiled.jobs.len()];
        for links in &self.compiled.jobs {
            links.terms.after.iter().chain(&links.linked).for_each(|before| waited_for[before.index()] = true);
        }
        let (mut out, mut unfinished) = (vec![false; self.compiled.jobs.len()], vec![false; self.compiled.jobs.len()]);
        for &job in asked.iter().filter(|&&job| !self.compiled.jobs[job].pinned) {
            out[job.index()] = may(job).next().is_none();
            unfinished[job.index()] = waited_for[job.index()] && end(job).is_none();
        }
        let waits = |job: JobId, unfinished: &[bool]| {
            let (after, linked) = (&self.compiled.jobs[job].terms.after, &self.compiled.jobs[job].linked);
            let free = !self.compiled.jobs[job].pinned && linked.iter().all(|&other| !self.compiled.jobs[other].pinned);
            free && after.iter().chain(linked).any(|before| unfinished[before.index()])
        };
        while let Some(&job) = asked.iter().find(|&&job| !out[job.index()] && waits(job, &unfinished)) {
            (out[job.index()], unfinished[job.index()]) = (true, true);
        }
        asked.into_iter().filter(|job| out[job.index()]).collect()
    }

    fn new_visit(&self, job: JobId, pin: Option<&Pin>, held: Option<Minutes>) -> Visit {
        let work = &self.instance.jobs[job];
        let terms = &self.compiled.jobs[job].terms;
        let window = || never_empty(self.start_window(terms.open, terms.close));
        Visit {
            job,
            site: work.site,
            place: self.place(job),
            duration: work.duration,
            window: held.map_or_else(window, |start| (start, start)),
            late_after: terms.late_after.unwrap_or(NO_LIMIT),
            load: work.load.0,
            unassigned_penalty: Money::ZERO,
            least_cost: Money::ZERO,
            pinned: pin.is_some(),
            held: pin.and_then(|pin| pin.start).filter(|_| held.is_some()),
            linked: false,
            tracked: false,
            needs_tools: !self.compiled.pool.is_empty() && !work.tools.is_empty(),
        }
    }

    /// Working-clock window of the starts between two wall-clock times.
    pub fn start_window(&self, open: Option<Minutes>, close: Option<Minutes>) -> (Minutes, Minutes) {
        let clock = &self.instance.settings.clock;
        let (first, _) = clock.start_window(open.unwrap_or(0), 0);
        (first, close.map_or(NO_LIMIT, |close| clock.start_window(0, close).1))
    }

    /// What the visits of a job cost by shift: one row for all, or where any of them is pinned one for each.
    fn visit_rows(&self, prices: &Prices<'_>, ways: &LeastWays, job: JobId) -> Vec<CrewDayRow> {
        let terms = self.job_terms(prices, ways, job);
        let pins = &prices.pins[job];
        let rows = if pins.is_empty() { 1 } else { self.instance.visits_asked(job) as usize };
        let row = |index: usize| {
            let (pin, by_day) = (pins.get(index), terms.by_day.iter().map(prices::cost_of).collect());
            let fewest = pin.map_or(0, |pin| terms.fewest_faults(self.instance, pin));
            let holds = |crew: CrewId, shift: &Shift| pin.is_none_or(|pin| pin.holds(crew, shift.date));
            let mut row = CrewDayRow::new(self.instance, by_day);
            for crew in self.instance.crew_ids() {
                row.push(terms.of_crew(crew).map(|(shift, terms)| {
                    let own = &self.instance.shifts[shift];
                    // A pinned visit stands where its pin holds, even against rules, the fewest that can be.
                    let may = holds(crew, own) && terms.faults <= fewest;
                    (shift, own.day, if may { terms.cost } else { INCOMPATIBLE })
                }));
            }
            row
        };
        (0..rows).map(row).collect()
    }

    /// Whether two shifts of a crew differ in their date only, when the crew leaves included.
    fn is_alike(&self, one: ShiftId, other: ShiftId) -> bool {
        let of = |shift: ShiftId| {
            let own = &self.instance.shifts[shift];
            (self.route_costs(shift).start, own.start, own.end, own.overtime, own.people, own.off)
        };
        of(one) == of(other)
    }

    /// What a job's visit costs and breaks by shift.
    fn job_terms(&self, prices: &Prices<'_>, ways: &LeastWays, job: JobId) -> JobShiftTerms {
        let site = &prices.sites[self.instance.jobs[job].site];
        // With a single visit on a site the table alone says whether its crew is a further one.
        let asked = |job: JobId| self.instance.visits_asked(job);
        let lone = asked(job) == 1 && site.jobs.iter().copied().filter(|&job| asked(job) > 0).eq([job]);
        let window = self.start_window(self.compiled.jobs[job].terms.open, self.compiled.jobs[job].terms.close);
        let place = self.place(job);
        // Only a pin asks how many rules are broken; else one is enough.
        let counted = !prices.pins[job].is_empty();
        let mut terms = JobShiftTerms { by_day: Vec::new(), starts: vec![0], shifts: Vec::new() };
        let (mut visits, mut stand_for) = (Vec::new(), Vec::new());
        terms.by_day = prices.tell_terms(job, |crew, by_day| {
            if !counted && by_day.iter().all(|terms| terms.faults > 0) {
                terms.starts.push(terms.shifts.len());
                return;
            }
            let further = lone && site.usual.is_some_and(|usual| usual != crew);
            let (mut last, mut ways_of_crew): (Option<ShiftId>, _) = (None, None);
            for shift in self.instance.shifts_of(crew) {
                let own = &self.instance.shifts[shift];
                let mut cell = by_day[own.day.index()];
                cell.cost += if further { site.further_crew } else { Money::ZERO };
                cell.faults += u32::from(own.off) + u32::from(prices.is_barred(job, shift));
                if cell.faults > 0 && !counted {
                    terms.shifts.push((shift, cell));
                    continue;
                }
                // What a lone visit breaks is asked once of shifts that differ in their date only.
                if last.is_none_or(|last| !self.is_alike(last, shift)) {
                    let costs = self.route_costs(shift);
                    let between = || ways.between(self, shift, place);
                    let (there, home) = *ways_of_crew.get_or_insert_with(between);
                    // Nothing is barred that may stand beside others.
                    let tour = LoneRoute { leave: costs.start, there, home, window };
                    visits.push(LoneVisit::of_route(self.instance, job, own, tour));
                }
                last = Some(shift);
                stand_for.push((terms.shifts.len(), visits.len() - 1));
                terms.shifts.push((shift, cell));
            }
            terms.starts.push(terms.shifts.len());
        });
        let mut violations = vec![0; visits.len()];
        let hard = prices.rules.iter().filter(|rule| rule.kind() == Kind::Hard);
        hard.for_each(|rule| rule.add_alone(self.instance, &visits, &mut violations));
        for (at, visit) in stand_for {
            terms.shifts[at].1.faults += violations[visit];
        }
        terms
    }

    /// A visit of a job that may start within a window and is all that the crew of a shift does.
    pub fn lone_visit(&self, job: JobId, shift: ShiftId, window: (Minutes, Minutes)) -> LoneVisit<'a> {
        let (costs, place) = (self.route_costs(shift), self.place(job));
        let travel = self.travel(shift);
        let (there, home) = (travel.leg(costs.base, place).minutes, travel.leg(place, costs.base).minutes);
        let tour = LoneRoute { leave: costs.start, there, home, window };
        LoneVisit::of_route(self.instance, job, &self.instance.shifts[shift], tour)
    }

    fn add_sites(&mut self, sites: &[SiteTerms]) {
        for (site, terms) in SiteId::enumerate(sites) {
            let visits: Vec<_> = terms.jobs.iter().flat_map(|&job| self.compiled.jobs[job].visits.clone()).collect();
            let priced = terms.further_crew > Money::ZERO && visits.len() > 1;
            let visits = if priced { visits } else { Vec::new() };
            let of_limit = |limit: &CrewLimit| -> Vec<VisitId> {
                limit.jobs.iter().flat_map(|&job| self.compiled.jobs[job].visits.clone()).collect()
            };
            let limit = terms.limit.as_ref().map(|limit| (i64::from(limit.most), of_limit(limit)));
            let limit = limit.filter(|(most, visits)| visits.len() as i64 > *most);
            for &visit in limit.iter().flat_map(|(_, visits)| visits).chain(&visits) {
                self.compiled.visits[visit].tracked = true;
            }
            let beside =
                |job: JobId| self.instance.linked(job).iter().any(|other| *other != job && terms.jobs.contains(other));
            let linked = terms.jobs.iter().any(|&job| beside(job));
            let further_crew = if priced { terms.further_crew } else { Money::ZERO };
            self.compiled.limits_crews |= limit.as_ref().is_some_and(|&(most, _)| most == 1);
            self.compiled.sites[site] = SiteLinks { further_crew, usual: terms.usual, visits, limit, linked };
        }
    }

    fn find_accesses(&mut self) {
        let (travel_places, travel) = (&self.compiled.places, self.compiled.places.fastest());
        let mut places = vec![0; self.compiled.places.count()];
        self.visits().iter().for_each(|visit| places[visit.place] += 1);
        self.compiled.shifts.iter().for_each(|shift| places[shift.route.base] += 1);
        let used: Vec<NearPlaceId> = NearPlaceId::range(places.len()).filter(|&place| places[place] > 0).collect();
        let near = |visit: &Visit| {
            let mut least = (Minutes::MAX, Minutes::MAX, Minutes::MAX, Minutes::MAX);
            for (other, bound) in travel_places.nearest(visit.place)? {
                if bound.metres >= least.0.max(least.1) && bound.minutes >= least.2.max(least.3) {
                    break;
                }
                if places[other] > usize::from(other == visit.place) {
                    let (out, into) = (travel.leg(visit.place, other), travel.leg(other, visit.place));
                    least = (
                        least.0.min(out.metres),
                        least.1.min(into.metres),
                        least.2.min(out.minutes),
                        least.3.min(into.minutes),
                    );
                }
            }
            let is_alone = least.0 == Minutes::MAX;
            Some(if is_alone { Leg::default() } else { Leg { metres: least.0 + least.1, minutes: least.2 + least.3 } })
        };
        let access = |visit: &Visit| {
            let least = |legs: &[Leg]| {
                let others = used.iter().filter(|&&place| place != visit.place || places[place] > 1);
                let least = others.map(|&place| (legs[place].metres, legs[place].minutes));
                least.reduce(|one, other| (one.0.min(other.0), one.1.min(other.1))).unwrap_or_default()
            };
            let (out, into) = (least(&travel.outbound(visit.place)), least(&travel.inbound(visit.place)));
            Leg { metres: out.0 + into.0, minutes: out.1 + into.1 }
        };
        self.compiled.accesses =
            self.visits().par_iter().map(|visit| near(visit).unwrap_or_else(|| access(visit))).collect();
    }

    /// Tells jobs who waits for them, and who starts in step with them.
    fn link_jobs(&mut self) {
        for job in JobId::range(self.compiled.jobs.len()) {
            for before in self.compiled.jobs[job].terms.after.clone() {
                self.compiled.jobs[before].successors.push(job);
            }
            if self.compiled.jobs[job].terms.with.is_some() {
                for other in self.instance.linked(job) {
                    self.compiled.jobs[*other].linked = self.instance.linked(job).to_vec();
                }
            }
        }
        self.compiled.jobs.iter_mut().for_each(|links| links.dependents.clone_from(&links.successors));
        for job in JobId::range(self.compiled.jobs.len()) {
            if let Some(lag) = self.compiled.jobs[job].terms.with {
                self.compiled.jobs[lag.job].dependents.push(job);
            }
        }
    }

    fn mark_linked(&mut self) {
        for job in JobId::range(self.compiled.jobs.len()) {
            self.compiled.jobs[job].pinned_link =
                self.compiled.jobs[job].linked.iter().any(|&other| self.compiled.jobs[other].pinned);
        }
        for visit in &mut self.compiled.visits {
            let links = &self.compiled.jobs[visit.job];
            visit.linked = links.visits.len() > 1
                || links.terms.changes.is_some()
                || !links.terms.after.is_empty()
                || !links.successors.is_empty()
                || !links.linked.is_empty();
        }
    }
}

/// The least minutes from each base to each place, and back.
struct LeastWays {
    /// The places with visits, ascending.
    places: Vec<NearPlaceId>,
    /// By speed and base, by the index of the place: there, and back; nothing of speeds at which no way round is shorter.
    by_base: BTreeMap<SpeedId, BTreeMap<NearPlaceId, [Vec<Minutes>; 2]>>,
}

impl LeastWays {
    /// The least minutes from the base of a shift to a place with visits, and back.
    fn between(&self, evaluator: &CostEvaluator<'_>, shift: ShiftId, place: NearPlaceId) -> (Minutes, Minutes) {
        let costs = evaluator.route_costs(shift);
        let Some(ways) = self.by_base.get(&costs.speed) else {
            let travel = evaluator.compiled.places.at(costs.speed);
            return (travel.leg(costs.base, place).minutes, travel.leg(place, costs.base).minutes);
        };
        let place = self.places.binary_search(&place).expect("a visit is asked there");
        let [there, home] = &ways[&costs.base];
        (there[place], home[place])
    }
}

/// The least minutes from some bases to each place with visits and back at one speed, other visits on the way; none where the
/// direct ways are the shortest.
fn least_ways_at(
    travel: &NearTravel,
    stays: &places::Stays,
    bases: BTreeSet<NearPlaceId>,
) -> Option<BTreeMap<NearPlaceId, [Vec<Minutes>; 2]>> {
    let (out, into) = (|place| travel.outbound(place), |place| travel.inbound(place));
    if travel.is_metric() && stays.iter().all(|&(_, stay)| stay > 0) {
        return None;
    }
    let (from, to) = (places::nearest_minutes(stays, out), places::nearest_minutes(stays, into));
    let there = |base| places::least_minutes(base, stays, &to, out);
    let back = |base| places::least_minutes(base, stays, &from, into);
    Some(bases.into_par_iter().map(|base| (base, [there(base), back(base)])).collect())
}

/// A window that lies inside the break can't be kept; a pinned visit starts after it.
fn never_empty((first, last): (Minutes, Minutes)) -> (Minutes, Minutes) {
    (first, last.max(first))
}

fn speed_id(instance: &Instance, crew: CrewId) -> SpeedId {
    let own = instance.crews[crew].speed;
    instance.speeds().iter().position(|&speed| speed == own).expect("all speeds of crews are there")
}

fn shift_costs(prices: &Prices<'_>, places: &NearPlaces, shift: ShiftId) -> ShiftCosts {
    let (instance, terms): (_, &RouteTerms) = (prices.instance, &prices.routes[shift]);
    let (week, shift, clock) = (prices.week_of(shift), &instance.shifts[shift], &instance.settings.clock);
    let route = RouteCosts {
        day: shift.day,
        base: places.number(instance.crews[shift.crew].base),
        speed: speed_id(instance, shift.crew),
        start: terms.leave.unwrap_or(clock.working(shift.start)),
        end: clock.working(shift.end),
        metre: terms.metre,
        minute: terms.minute,
        overtime_minute: terms.overtime_minute,
        used: terms.used,
        overtime: terms.overtime.unwrap_or(NO_LIMIT),
        duration: terms.duration.unwrap_or(NO_LIMIT),
        capacity: terms.capacity.map_or(i64::MAX, |capacity| capacity.0),
        sites: terms.sites.unwrap_or(u32::MAX),
    };
    ShiftCosts { route, crew: shift.crew, week }
}

/// Costs of service that are computed before the search, over all weeks of crews: enough for a thousand full weeks.
const MOST_SERVICE_COSTS: usize = 4_000_000;

/// The costs of crews' weeks, crew by crew, from their terms.
fn weeks(instance: &Instance, terms: Vec<WeekTerms>) -> Vec<WeekCosts> {
    let asked = instance.service_asked();
    let pairs = instance.crew_ids().flat_map(|crew| instance.weeks.iter().map(move |&week| (crew, week)));
    let mut tables: Vec<Arc<[Money]>> = Vec::new();
    let longest = (MOST_SERVICE_COSTS / terms.len().max(1)) as i64;
    let costs = pairs.zip(terms).map(|((crew, week), terms)| {
        let most = i64::from(instance.available_minutes(crew, Some(week))) + 7 * 120;
        let entries = if terms.service.is_empty() { 0 } else { most.min(asked).min(longest) + 1 };
        let cost = |minutes| terms.service.iter().map(|cost| cost(minutes)).sum();
        let table: Arc<[Money]> = (0..entries as Minutes).map(cost).collect();
        let known = tables.iter().find(|known| **known == table).cloned();
        let table = known.unwrap_or_else(|| {
            tables.push(Arc::clone(&table));
            table
        });
        WeekCosts::new(terms.worked.unwrap_or(NO_LIMIT), terms.service, table)
    });
    costs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::{Sketch, Timetable};
    use brigade_model::rules::{About, Audit, RULES};

    #[test]
    fn a_visit_without_any_other_place_has_no_access() {
        let mut sketch = Sketch::new();
        sketch.site("alone", (1.0, 2.0));
        sketch.job("job", 60);
        let instance = sketch.instance();
        assert_eq!(CostEvaluator::new(&instance, RULES).access(VisitId::new(0)), Leg::default());
    }

    /// Crews leave in the afternoon of the first day.
    struct LeavesLate;

    impl Rule for LeavesLate {
        fn about(&self) -> &'static About {
            RULES[0].about()
        }

        fn audit(&self, _instance: &Instance, _timetable: &Timetable) -> Audit {
            Audit::default()
        }

        fn route(&self, _instance: &Instance, shift: &Shift, terms: &mut RouteTerms) {
            if shift.day == DayId::new(0) {
                terms.leave = Some(14 * 60);
            }
        }
    }

    #[test]
    fn who_leaves_late_today_may_do_long_work_tomorrow() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (1.0, 2.0));
        sketch.job("roof", 6 * 60);
        let instance = sketch.instance();
        let rules: Vec<&dyn Rule> = RULES.iter().copied().chain([&LeavesLate as &dyn Rule]).collect();
        let evaluator = CostEvaluator::new(&instance, &rules);
        let may: Vec<bool> = instance.shift_ids().map(|shift| evaluator.allowed(VisitId::new(0), shift)).collect();
        assert_eq!(may, [false, true, true, true, true]);
    }
}
