//! The rules compiled for the search: tables, prices per shift and week, links per job and site.

use std::sync::Arc;

use super::pairings::{Guests, NEVER, PairingRow, Pairings};
use super::places::{NearPlaceId, Places};
use super::prices::{Cell, Prices};
use super::segment::NO_LIMIT;
use brigade_model::model::{CrewId, DayId, Instance, JobId, Leg, Pin, Shift, ShiftId, SiteId, ToolId};
use brigade_model::rules::{JobTerms, Kind, LoneTour, LoneVisit, RouteTerms, Rule, ServiceCost, SiteTerms, WeekTerms};
use brigade_model::units::{Minutes, Money};

brigade_model::model::id_type! {
    /// Index of a visit asked: each job has `visits_asked` of them, interchangeable but for pins.
    VisitId(u32)
}

impl VisitId {
    /// The number of no visit.
    pub const NONE: Self = Self(u32::MAX);
}

/// One visit asked.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its job.
    pub job: JobId,
    /// Its site.
    pub site: SiteId,
    /// Its place as [`CostEvaluator::leg`] knows it.
    pub place: NearPlaceId,
    /// Minutes of work.
    pub duration: Minutes,
    /// Starts allowed, working clock.
    pub window: (Minutes, Minutes),
    /// What it takes of a capacity.
    pub load: i64,
    /// Cost of leaving it out.
    pub missing: i64,
    /// Least cost of planning it, whatever else its shift holds.
    pub least: i64,
    /// Whether a pin is its to keep; it must be planned then.
    pub pinned: bool,
    /// When it starts, wall clock, where its pin says so.
    pub held: Option<Minutes>,
    /// Whether its job is bound to other visits.
    pub linked: bool,
    /// Whether the crews on its site are counted.
    pub tracked: bool,
    /// Whether it needs shared tools.
    pub tooled: bool,
}

/// What a shift's route is priced with.
#[derive(Clone, Debug)]
pub(super) struct ShiftCosts {
    pub base: NearPlaceId,
    pub crew: CrewId,
    pub day: DayId,
    /// Index of its crew and week.
    pub week: usize,
    /// Start and end on the working clock.
    pub start: Minutes,
    pub end: Minutes,
    pub metre: i64,
    pub minute: i64,
    pub overtime_minute: i64,
    pub used: i64,
    pub overtime: Minutes,
    /// Most minutes away from the base; [`NO_LIMIT`] where there is no limit.
    pub duration: Minutes,
    pub capacity: i64,
    pub sites: u32,
}

/// What a crew's week is priced with.
pub(super) struct WeekCosts {
    pub worked: Minutes,
    service: Vec<ServiceCost>,
    /// Cost by service minutes, as far as a week can be filled without much overtime; weeks that cost the same share it.
    table: Arc<[i64]>,
}

impl WeekCosts {
    #[inline]
    pub fn service_cost(&self, minutes: Minutes) -> i64 {
        if let Some(&cost) = self.table.get(minutes as usize) {
            return cost;
        }
        self.service.iter().map(|cost| cost(minutes).0).sum()
    }
}

/// What the visits of a job are bound by.
#[derive(Default)]
pub(super) struct JobLinks {
    pub terms: JobTerms,
    pub visits: Vec<VisitId>,
    /// Whether any of its visits is pinned.
    pub pinned: bool,
    /// Jobs that wait for this one.
    pub before: Vec<JobId>,
}

/// The sites whose crews are counted while searching.
#[derive(Default)]
pub(super) struct SiteLinks {
    pub price: i64,
    pub usual: Option<CrewId>,
    pub visits: Vec<VisitId>,
}

/// Everything that prices a plan, compiled from a list of rules.
pub struct CostEvaluator<'a> {
    instance: &'a Instance,
    visits: Vec<Visit>,
    pairings: Pairings,
    pub(super) shifts: Vec<ShiftCosts>,
    pub(super) weeks: Vec<WeekCosts>,
    pub(super) jobs: Vec<JobLinks>,
    pub(super) sites: Vec<SiteLinks>,
    /// By visit: see [`Self::access`].
    pub(super) accesses: Vec<Leg>,
    pub(super) places: Places,
    /// Tools in the pool, by tool; empty where they are not counted.
    pub(super) pool: Vec<i64>,
    /// Most visits that may count as changes.
    most_changes: Option<u32>,
    /// Whether any shift has a longest duration.
    pub(super) limits_durations: bool,
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
        let places = Places::new(&instance.travel);
        let shifts = instance.shift_ids().map(|shift| shift_costs(&prices, &places, shift));
        let shifts: Vec<_> = shifts.collect();
        let jobs = std::mem::take(&mut prices.jobs);
        let mut evaluator = Self {
            instance,
            visits: Vec::new(),
            pairings: Pairings::default(),
            accesses: Vec::new(),
            places,
            limits_durations: shifts.iter().any(|shift| shift.duration < NO_LIMIT),
            shifts,
            weeks: weeks(instance, std::mem::take(&mut prices.weeks)),
            jobs: jobs.into_iter().map(|terms| JobLinks { terms, ..JobLinks::default() }).collect(),
            sites: instance.sites.iter().map(|_| SiteLinks::default()).collect(),
            pool,
            most_changes: rules.iter().find_map(|rule| rule.most_changes()),
        };
        evaluator.add_visits(&prices, rules);
        evaluator.add_sites(&prices.sites);
        evaluator.mark_linked();
        evaluator.find_accesses();
        evaluator
    }

    /// The instance that is priced.
    pub fn instance(&self) -> &'a Instance {
        self.instance
    }

    /// The visits asked, job by job, those of one place beside those near it.
    pub fn visits(&self) -> &[Visit] {
        &self.visits
    }

    /// One visit asked.
    #[inline]
    pub fn visit(&self, visit: VisitId) -> &Visit {
        &self.visits[visit]
    }

    /// The most that leaving one visit out costs.
    pub fn dearest_missing(&self) -> Money {
        Money(self.visits.iter().map(|visit| visit.missing).max().unwrap_or(0))
    }

    /// The visits asked of a job.
    pub fn visits_of(&self, job: JobId) -> &[VisitId] {
        &self.jobs[job].visits
    }

    /// What holds among the visits of a job.
    pub fn terms(&self, job: JobId) -> &JobTerms {
        &self.jobs[job].terms
    }

    /// Jobs that wait for a job.
    pub fn successors(&self, job: JobId) -> &[JobId] {
        &self.jobs[job].before
    }

    /// Most visits that may count as changes; no limit where none is set.
    pub fn most_changes(&self) -> i64 {
        self.most_changes.map_or(i64::MAX, i64::from)
    }

    /// Whether today's schedule is what to start from, because little of it may change or some of it has begun.
    pub fn keeps_today(&self) -> bool {
        self.most_changes.is_some() || self.visits.iter().any(|visit| visit.held.is_some())
    }

    /// Number of shifts.
    pub fn shifts(&self) -> usize {
        self.shifts.len()
    }

    /// All shifts.
    pub fn shift_ids(&self) -> impl ExactSizeIterator<Item = ShiftId> + DoubleEndedIterator + Clone + use<> {
        ShiftId::range(self.shifts.len())
    }

    /// All visits asked.
    pub fn visit_ids(&self) -> impl ExactSizeIterator<Item = VisitId> + DoubleEndedIterator + Clone + use<> {
        VisitId::range(self.visits.len())
    }

    /// Crew of a shift.
    #[inline]
    pub fn crew(&self, shift: ShiftId) -> CrewId {
        self.shifts[shift].crew
    }

    /// Day of a shift.
    #[inline]
    pub fn day(&self, shift: ShiftId) -> DayId {
        self.shifts[shift].day
    }

    /// Base of a shift's crew.
    pub fn base(&self, shift: ShiftId) -> NearPlaceId {
        self.shifts[shift].base
    }

    /// Cost of one metre and one minute on the road in a shift.
    pub fn road_prices(&self, shift: ShiftId) -> (i64, i64) {
        (self.shifts[shift].metre, self.shifts[shift].minute)
    }

    /// Cost of one minute past the end of a shift.
    pub fn overtime_price(&self, shift: ShiftId) -> i64 {
        self.shifts[shift].overtime_minute
    }

    /// What a visit costs in a shift whatever else is there; [`NEVER`] where it can't stand.
    #[inline]
    pub fn pairing(&self, visit: VisitId, shift: ShiftId) -> i64 {
        self.pairings_of(visit).at(shift)
    }

    /// Whether a visit may stand in a shift.
    #[inline]
    pub fn allowed(&self, visit: VisitId, shift: ShiftId) -> bool {
        self.allowed_bits(visit)[shift.index() / 64] >> (shift.index() % 64) & 1 != 0
    }

    /// The shifts in which a visit may stand, one bit each.
    #[inline]
    pub fn allowed_bits(&self, visit: VisitId) -> &[u64] {
        self.pairings.allowed(visit)
    }

    /// What a visit costs by shift, as [`Self::pairing`].
    #[inline]
    pub(super) fn pairings_of(&self, visit: VisitId) -> PairingRow<'_> {
        self.pairings.of(visit)
    }

    /// What visits cost in a shift, as [`Self::pairing`].
    #[inline]
    pub(super) fn guests_of(&self, shift: ShiftId) -> Guests<'_> {
        self.pairings.guests(shift)
    }

    /// The leg between two places of visits or bases.
    #[inline]
    pub fn leg(&self, from: NearPlaceId, to: NearPlaceId) -> Leg {
        self.places.leg(from, to)
    }

    /// Where a job is.
    fn place(&self, job: JobId) -> NearPlaceId {
        self.places.number(self.instance.place(job))
    }

    /// What a visit takes from the pool in a shift, by tool.
    pub(super) fn tools_taken(&self, visit: VisitId, crew: CrewId) -> impl Iterator<Item = (ToolId, i64)> {
        let crew = &self.instance.crews[crew];
        let tools = &self.instance.jobs[self.visits[visit].job].tools;
        tools.iter().filter(|(tool, _)| !crew.owns(*tool)).map(|&(tool, quantity)| (tool, i64::from(quantity)))
    }

    fn add_visits(&mut self, prices: &Prices<'_>, rules: &[&dyn Rule]) {
        let mut jobs: Vec<JobId> = self.instance.job_ids().collect();
        // Visits near each other follow each other in memory, as places do.
        jobs.sort_by_key(|&job| (self.place(job), job));
        let mut table = Vec::new();
        for job in jobs {
            let asked = self.instance.visits_asked(job);
            if asked == 0 {
                continue;
            }
            let common = self.table_row(prices, job);
            let missing = prices.missing[job].0;
            for index in 0..asked as usize {
                let pin = prices.pins[job].get(index);
                let held = pin.and_then(|pin| rules.iter().find_map(|rule| rule.held(self.instance, pin)));
                let pinned = pin.map(|pin| self.pinned_row(&common, pin));
                let price = |cell: &Cell| if cell.faults == 0 { cell.cost.0 } else { NEVER };
                let row = table.len();
                table.extend(pinned.as_ref().unwrap_or(&common).iter().map(price));
                let least = table[row..].iter().copied().min().unwrap_or(NEVER);
                self.jobs[job].visits.push(VisitId::new(self.visits.len()));
                self.jobs[job].pinned |= pin.is_some();
                self.visits.push(Visit { missing, least, ..self.new_visit(job, pin, held) });
            }
        }
        self.pairings = Pairings::new(self.shifts.len(), &table);
    }

    fn new_visit(&self, job: JobId, pin: Option<&Pin>, held: Option<Minutes>) -> Visit {
        let work = &self.instance.jobs[job];
        let terms = &self.jobs[job].terms;
        let window = || never_empty(self.start_window(terms.open, terms.close));
        Visit {
            job,
            site: work.site,
            place: self.place(job),
            duration: work.duration,
            window: held.map_or_else(window, |start| (start, start)),
            load: work.load.0,
            missing: 0,
            least: 0,
            pinned: pin.is_some(),
            held: pin.and_then(|pin| pin.start).filter(|_| held.is_some()),
            linked: false,
            tracked: false,
            tooled: !self.pool.is_empty() && !work.tools.is_empty(),
        }
    }

    /// Working-clock window of the starts between two wall-clock times.
    pub fn start_window(&self, open: Option<Minutes>, close: Option<Minutes>) -> (Minutes, Minutes) {
        let clock = &self.instance.settings.clock;
        let (first, _) = clock.start_window(open.unwrap_or(0), 0);
        (first, close.map_or(NO_LIMIT, |close| clock.start_window(0, close).1))
    }

    /// What a job's visit costs and breaks by shift.
    fn table_row(&self, prices: &Prices<'_>, job: JobId) -> Vec<Cell> {
        let site = &prices.sites[self.instance.jobs[job].site];
        // With a single visit on a site the pairing alone says whether its crew is a further one.
        let asked = |job: JobId| self.instance.visits_asked(job);
        let lone = asked(job) == 1 && site.jobs.iter().copied().filter(|&job| asked(job) > 0).eq([job]);
        let window = self.start_window(self.jobs[job].terms.open, self.jobs[job].terms.close);
        let hard: Vec<_> = prices.rules.iter().filter(|rule| rule.kind() == Kind::Hard).collect();
        let alone = |shift: ShiftId| {
            let visit = self.lone_visit(job, shift, window);
            hard.iter().map(|rule| rule.alone(self.instance, &visit) as usize).sum::<usize>()
        };
        let price = |(index, (cell, shift)): (ShiftId, (&Cell, &Shift))| {
            let further = lone && site.usual.is_some_and(|usual| usual != shift.crew);
            Cell {
                cost: cell.cost + if further { site.further_crew } else { Money::ZERO },
                faults: cell.faults + usize::from(shift.off) + alone(index),
            }
        };
        ShiftId::enumerate(prices.cells(job).iter().zip(&self.instance.shifts)).map(price).collect()
    }

    /// The row of a pinned visit: only where the pin holds, and there even against rules, the fewest that can be.
    fn pinned_row(&self, row: &[Cell], pin: &Pin) -> Vec<Cell> {
        let holds = |index: ShiftId| {
            let shift = &self.instance.shifts[index];
            pin.holds(shift.crew, shift.date)
        };
        let held = ShiftId::enumerate(row).filter(|&(index, _)| holds(index));
        let fewest = held.map(|(_, cell)| cell.faults).min().unwrap_or(0);
        let fault = |index: ShiftId, cell: &Cell| usize::from(!holds(index) || cell.faults > fewest);
        ShiftId::enumerate(row).map(|(index, cell)| Cell { faults: fault(index, cell), ..*cell }).collect()
    }

    /// A visit of a job that may start within a window and is all that the crew of a shift does.
    pub fn lone_visit(&self, job: JobId, shift: ShiftId, window: (Minutes, Minutes)) -> LoneVisit<'a> {
        let (costs, place) = (&self.shifts[shift], self.place(job));
        let (there, home) = (self.leg(costs.base, place).minutes, self.leg(place, costs.base).minutes);
        let tour = LoneTour { leave: costs.start, there, home, window };
        LoneVisit::of_tour(self.instance, job, &self.instance.shifts[shift], tour)
    }

    fn add_sites(&mut self, sites: &[SiteTerms]) {
        for (site, terms) in SiteId::enumerate(sites) {
            let visits: Vec<_> = terms.jobs.iter().flat_map(|&job| self.jobs[job].visits.clone()).collect();
            if terms.further_crew == Money::ZERO || visits.len() < 2 {
                continue;
            }
            for &visit in &visits {
                self.visits[visit].tracked = true;
            }
            self.sites[site] = SiteLinks { price: terms.further_crew.0, usual: terms.usual, visits };
        }
    }

    fn mark_linked(&mut self) {
        for job in JobId::range(self.jobs.len()) {
            for before in self.jobs[job].terms.after.clone() {
                self.jobs[before].before.push(job);
            }
        }
        for visit in &mut self.visits {
            let links = &self.jobs[visit.job];
            visit.linked = links.visits.len() > 1
                || links.terms.changes.is_some()
                || !links.terms.after.is_empty()
                || !links.before.is_empty();
        }
    }
}

/// A window that lies inside the break can't be kept; a pinned visit starts after it.
fn never_empty((first, last): (Minutes, Minutes)) -> (Minutes, Minutes) {
    (first, last.max(first))
}

fn shift_costs(prices: &Prices<'_>, places: &Places, shift: ShiftId) -> ShiftCosts {
    let (instance, terms): (_, &RouteTerms) = (prices.instance, &prices.routes[shift]);
    let (week, shift, clock) = (prices.week_of(shift), &instance.shifts[shift], &instance.settings.clock);
    ShiftCosts {
        base: places.number(instance.crews[shift.crew].base),
        crew: shift.crew,
        day: shift.day,
        week,
        start: terms.leave.unwrap_or(clock.working(shift.start)),
        end: clock.working(shift.end),
        metre: terms.metre.0,
        minute: terms.minute.0,
        overtime_minute: terms.overtime_minute.0,
        used: terms.used.0,
        overtime: terms.overtime.unwrap_or(NO_LIMIT),
        duration: terms.duration.unwrap_or(NO_LIMIT),
        capacity: terms.capacity.map_or(i64::MAX, |capacity| capacity.0),
        sites: terms.sites.unwrap_or(u32::MAX),
    }
}

/// The costs of crews' weeks, crew by crew, from their terms.
fn weeks(instance: &Instance, terms: Vec<WeekTerms>) -> Vec<WeekCosts> {
    let asked = instance.service_asked();
    let pairs = instance.crew_ids().flat_map(|crew| instance.weeks.iter().map(move |&week| (crew, week)));
    let mut tables: Vec<Arc<[i64]>> = Vec::new();
    let costs = pairs.zip(terms).map(|((crew, week), terms)| {
        let most = i64::from(instance.available_minutes(crew, Some(week))) + 7 * 120;
        let entries = if terms.service.is_empty() { 0 } else { most.min(asked) + 1 };
        let cost = |minutes| terms.service.iter().map(|cost| cost(minutes).0).sum();
        let table: Arc<[i64]> = (0..entries as Minutes).map(cost).collect();
        let known = tables.iter().find(|known| **known == table).cloned();
        let table = known.unwrap_or_else(|| {
            tables.push(Arc::clone(&table));
            table
        });
        WeekCosts { worked: terms.worked.unwrap_or(NO_LIMIT), table, service: terms.service }
    });
    costs.collect()
}
