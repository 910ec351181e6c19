//! A plan while it is being changed, with everything that makes the price of a move cheap.

use super::around::Beside;
use super::evaluator::{CostEvaluator, VisitId};
use super::links::{JobPart, View};
use super::penalties::{CLASSES, Class, Excess, Penalties};
use super::proposal::{Evaluations, Move, Scratch};
use super::route::Route;
use super::standing::{Edge, Standing};
use brigade_model::model::{DayId, JobId, ShiftId, SiteId};
use brigade_model::units::Minutes;

/// Where a visit stands: its shift and its place in the route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    shift: u32,
    /// Position in the route, from 0.
    pub position: u32,
}

impl Spot {
    pub(super) const NOWHERE: Self = Self { shift: u32::MAX, position: 0 };

    pub(super) fn new(shift: ShiftId, position: usize) -> Self {
        Self { shift: shift.index() as u32, position: position as u32 }
    }

    /// The shift; none for a visit left out.
    #[inline]
    pub fn shift(self) -> Option<ShiftId> {
        (self.shift != u32::MAX).then_some(ShiftId::new(self.shift as usize))
    }
}

/// Minutes of a crew in one week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Worked {
    pub travel: Minutes,
    pub service: Minutes,
}

/// Routes for all shifts and the visits left out, with cached totals. It alone changes routes, by [`Self::apply`] and
/// [`Self::set_routes`]; whatever is asked of it in between is answered from the caches.
pub struct WorkingPlan<'a> {
    pub(super) evaluator: &'a CostEvaluator<'a>,
    pub(super) routes: Vec<Route>,
    pub(super) spots: Vec<Spot>,
    pub(super) standing: Standing,
    /// Shifts without a visit, one bit each.
    pub(super) empty: Vec<u64>,
    /// Space for the legs of one route.
    pub(super) edges: Vec<Edge>,
    /// The visits looked up last.
    pub(super) around: Vec<Beside>,
    pub(super) windows: Vec<(Minutes, Minutes)>,
    pub(super) weeks: Vec<Worked>,
    /// Tools taken, by day and tool.
    pub(super) taken: Vec<i64>,
    pub(super) jobs: Vec<JobPart>,
    pub(super) sites: Vec<i64>,
    /// Prices of broken rules; change them only through [`Self::set_penalties`].
    pub(super) penalties: Penalties,
    pub(super) cost: i64,
    pub(super) excess: Excess,
    /// Jobs whose visits stand on days as they must not.
    broken: i64,
    /// Visits that count as changes.
    pub(super) changes: i64,
    pub(super) scratch: Option<Box<Scratch>>,
    pub(super) evaluations: Evaluations,
    /// Routes as they were, with their stamps.
    journal: Vec<(ShiftId, Vec<VisitId>, u64)>,
    window_journal: Vec<(VisitId, (Minutes, Minutes))>,
    recording: bool,
    pub(super) clock: u64,
}

impl<'a> WorkingPlan<'a> {
    /// The plan that does nothing.
    pub fn new(evaluator: &'a CostEvaluator<'a>) -> Self {
        let tools = evaluator.pool.len();
        let mut plan = Self {
            evaluator,
            routes: vec![Route::default(); evaluator.shifts.len()],
            spots: vec![Spot::NOWHERE; evaluator.visits().len()],
            standing: Standing::new(evaluator),
            empty: vec![0; evaluator.shifts.len().div_ceil(64)],
            edges: Vec::new(),
            around: Vec::new(),
            windows: evaluator.visits().iter().map(|visit| visit.window).collect(),
            weeks: vec![Worked::default(); evaluator.weeks.len()],
            taken: vec![0; evaluator.instance().dates.len() * tools],
            jobs: vec![JobPart::default(); evaluator.jobs.len()],
            sites: vec![0; evaluator.sites.len()],
            penalties: evaluator.usual_penalties(),
            cost: evaluator.visits().iter().map(|visit| visit.missing).sum(),
            excess: [0; CLASSES],
            broken: 0,
            changes: 0,
            scratch: Some(Box::default()),
            evaluations: Evaluations::default(),
            journal: Vec::new(),
            window_journal: Vec::new(),
            recording: false,
            clock: 0,
        };
        let pinned = evaluator.visits().iter().filter(|visit| visit.pinned).count();
        plan.excess[Class::Pinned as usize] = pinned as i64;
        for shift in ShiftId::range(plan.routes.len()) {
            plan.rebuild(shift);
        }
        plan.set_penalties(plan.penalties.clone());
        plan
    }

    /// What prices the plan.
    pub fn evaluator(&self) -> &'a CostEvaluator<'a> {
        self.evaluator
    }

    /// Cost without penalties, in units of [`brigade_model::units::Money`].
    pub fn cost(&self) -> i64 {
        self.cost
    }

    /// By how much hard rules are broken, by class.
    pub fn excess(&self) -> &Excess {
        &self.excess
    }

    /// Whether no hard rule is broken.
    pub fn is_feasible(&self) -> bool {
        self.broken == 0 && self.excess.iter().all(|&amount| amount == 0)
    }

    /// How often hard rules are broken: pinned visits left out, and routes, weeks, days and links at fault.
    pub fn breaches(&self) -> (i64, usize) {
        let of = |broken: &[bool]| broken.iter().filter(|&&broken| broken).count();
        let routes = ShiftId::enumerate(&self.routes).map(|(shift, route)| {
            let totals = &route.totals;
            of(&[totals.warp > 0, self.load_excess(shift, totals.load) > 0, totals.sites_over > 0])
        });
        let over =
            |(worked, costs): (&Worked, &super::evaluator::WeekCosts)| worked.travel + worked.service > costs.worked;
        let weeks = self.weeks.iter().zip(&self.evaluator.weeks).filter(|&pair| over(pair)).count();
        let pool = self.evaluator.pool.iter().cycle();
        let tools = self.taken.iter().zip(pool).filter(|(taken, quantity)| taken > quantity).count();
        let jobs = self
            .jobs
            .iter()
            .map(|job| of(&[job.gap > 0, job.same_crew > 0, job.together > 0, job.broken]) + job.precedence as usize);
        let changes = self.excess[Class::Changes as usize] as usize;
        (self.excess[Class::Pinned as usize], routes.sum::<usize>() + weeks + tools + jobs.sum::<usize>() + changes)
    }

    /// Whether the visits of a job stand on days as they must not: two where one may be, or some crews of several.
    pub fn is_broken(&self, job: JobId) -> bool {
        self.jobs[job].broken
    }

    /// What a shift's route costs on the road.
    pub fn road_cost(&self, shift: ShiftId) -> i64 {
        let (totals, costs) = (&self.routes[shift].totals, &self.evaluator.shifts[shift]);
        i64::from(totals.metres) * costs.metre + i64::from(totals.minutes) * costs.minute
    }

    /// Minutes of a shift's route past the end of the shift, as far as they are allowed.
    pub fn overtime(&self, shift: ShiftId) -> Minutes {
        self.routes[shift].totals.overtime
    }

    /// Cost with penalties.
    pub fn penalised(&self) -> i64 {
        self.cost + self.penalties.total(&self.excess)
    }

    /// How many visits are planned, and in how many shifts.
    pub fn extent(&self) -> (usize, usize) {
        self.standing.extent
    }

    /// Prices of broken rules.
    pub fn penalties(&self) -> &Penalties {
        &self.penalties
    }

    /// Changes the prices of broken rules.
    pub fn set_penalties(&mut self, penalties: Penalties) {
        self.penalties = penalties;
        for shift in ShiftId::range(self.routes.len()) {
            self.routes[shift].off_road = self.off_road(shift, &self.routes[shift].totals);
            self.note_off_road(shift);
        }
        (0..self.weeks.len()).for_each(|week| self.note_week(week));
        VisitId::range(self.spots.len()).for_each(|visit| self.note_ties(visit));
    }

    /// Whether all visits of a shift's route may stand in another shift.
    #[inline]
    pub fn route_fits(&self, route: ShiftId, shift: ShiftId) -> bool {
        self.standing.route_fits(route, shift)
    }

    /// The shifts in which all visits of a shift's route may stand, one bit each.
    pub fn route_allowed(&self, shift: ShiftId) -> &[u64] {
        self.standing.whole(shift)
    }

    /// Moves evaluated so far.
    pub fn evaluations(&self) -> Evaluations {
        self.evaluations
    }

    /// The visits of a shift in order.
    #[inline]
    pub fn route(&self, shift: ShiftId) -> &[VisitId] {
        &self.routes[shift].visits
    }

    /// All routes, by shift.
    pub fn contents(&self) -> Vec<Vec<VisitId>> {
        self.routes.iter().map(|route| route.visits.clone()).collect()
    }

    /// The shifts without a visit, one bit each.
    #[inline]
    pub fn empty_shifts(&self) -> &[u64] {
        &self.empty
    }

    /// A number that changes with every change of a shift's route; it comes back only with the same route, by
    /// [`Self::rollback`].
    #[inline]
    pub fn stamp(&self, shift: ShiftId) -> u64 {
        self.standing.stamps[shift]
    }

    /// Whether a shift holds no visit.
    #[inline]
    pub fn is_empty(&self, shift: ShiftId) -> bool {
        self.empty[shift.index() / 64] >> (shift.index() % 64) & 1 != 0
    }

    /// Where a visit stands.
    #[inline]
    pub fn spot(&self, visit: VisitId) -> Spot {
        self.spots[visit]
    }

    /// Whether a visit is planned.
    #[inline]
    pub fn is_planned(&self, visit: VisitId) -> bool {
        self.spots[visit] != Spot::NOWHERE
    }

    /// Starts now allowed to a visit, working clock: narrower than its job's window where crews must meet.
    pub fn window(&self, visit: VisitId) -> (Minutes, Minutes) {
        self.windows[visit]
    }

    /// Changes the starts allowed to a visit that is left out; the window is not empty.
    pub fn set_window(&mut self, visit: VisitId, window: (Minutes, Minutes)) {
        debug_assert!(!self.is_planned(visit) && window.0 <= window.1);
        if self.recording {
            self.window_journal.push((visit, self.windows[visit]));
        }
        self.windows[visit] = window;
    }

    /// When each visit of a shift starts at the earliest, working clock.
    pub fn starts(&self, shift: ShiftId) -> Vec<Minutes> {
        let route = &self.routes[shift];
        let finish = route.heads[1..].iter().map(|head| head.time);
        finish.zip(&route.visits).map(|(finish, &visit)| finish - self.evaluator.visit(visit).duration).collect()
    }

    /// When a visit would start at the earliest if it stood at a position of a shift, working clock.
    pub fn start_at(&self, visit: VisitId, shift: ShiftId, position: usize) -> Minutes {
        self.step(self.routes[shift].heads[position], visit).time - self.evaluator.visit(visit).duration
    }

    /// Remembers the plan as it is; [`Self::rollback`] brings it back, unless [`Self::commit`] comes first.
    pub fn begin(&mut self) {
        self.journal.clear();
        self.window_journal.clear();
        self.recording = true;
    }

    /// Forgets what [`Self::begin`] remembered.
    pub fn commit(&mut self) {
        self.recording = false;
        self.journal.clear();
        self.window_journal.clear();
    }

    /// Undoes everything since [`Self::begin`].
    pub fn rollback(&mut self) {
        self.recording = false;
        let journal = std::mem::take(&mut self.journal);
        let windows = std::mem::take(&mut self.window_journal);
        let stamps: Vec<_> = journal.iter().map(|&(shift, _, stamp)| (shift, stamp)).collect();
        self.set_routes(journal.iter().map(|&(shift, ..)| (shift, Vec::new())).collect());
        for (visit, window) in windows.into_iter().rev() {
            self.windows[visit] = window;
        }
        self.set_routes(journal.into_iter().map(|(shift, visits, _)| (shift, visits)).collect());
        for (shift, stamp) in stamps {
            self.standing.stamps[shift] = stamp;
        }
    }

    /// Shifts whose routes changed since [`Self::begin`].
    pub fn changed_shifts(&self) -> impl Iterator<Item = ShiftId> + '_ {
        self.changed_routes().map(|(shift, _)| shift)
    }

    /// The same, with the routes as they were.
    pub fn changed_routes(&self) -> impl Iterator<Item = (ShiftId, &[VisitId])> {
        self.journal.iter().map(|(shift, visits, _)| (*shift, visits.as_slice()))
    }

    /// Carries out a move.
    pub fn apply(&mut self, change: &Move<'_>) {
        #[cfg(debug_assertions)]
        let expected = self.delta(change, i64::MAX).map(|delta| self.penalised() + delta);
        let contents =
            change.proposals.iter().map(|proposal| (proposal.shift, self.content(proposal).collect())).collect();
        self.set_routes(contents);
        #[cfg(debug_assertions)]
        if let Some(expected) = expected {
            assert_eq!(self.penalised(), expected, "a move costs what its evaluation said");
        }
    }

    /// Gives shifts new routes, whatever they cost; visits of theirs that are in none of them are left out. Each
    /// visit must be allowed where it is put, and in at most one route of the plan, which the caller sees to.
    pub fn set_routes(&mut self, contents: Vec<(ShiftId, Vec<VisitId>)>) {
        let touched = self.lift(&contents);
        for (shift, _) in &contents {
            for index in 0..self.routes[*shift].visits.len() {
                self.leave_out(self.routes[*shift].visits[index]);
            }
        }
        for (shift, visits) in contents {
            let old = std::mem::replace(&mut self.routes[shift].visits, visits);
            if self.recording && !self.journal.iter().any(|(known, ..)| *known == shift) {
                self.journal.push((shift, old, self.standing.stamps[shift]));
            }
            self.rebuild(shift);
        }
        self.settle(&touched);
    }

    fn leave_out(&mut self, visit: VisitId) {
        self.put(visit, Spot::NOWHERE, self.evaluator.visit(visit).missing);
    }

    pub(super) fn put(&mut self, visit: VisitId, spot: Spot, price: i64) {
        let standing = &mut self.standing.visits[visit];
        self.cost += price - standing.price;
        standing.price = price;
        if self.evaluator.visit(visit).pinned {
            let left_out = |spot: Spot| i64::from(spot == Spot::NOWHERE);
            self.add(Class::Pinned, left_out(spot) - left_out(self.spots[visit]));
        }
        self.spots[visit] = spot;
    }

    /// Takes the price of everything that the new routes touch out of the totals and says what that is.
    fn lift(&mut self, contents: &[(ShiftId, Vec<VisitId>)]) -> Touched {
        let mut touched = Touched::default();
        for (shift, visits) in contents {
            touched.shifts.push(*shift);
            touched.weeks.push(self.evaluator.shifts[*shift].week);
            touched.days.push(self.evaluator.day(*shift));
            for &visit in self.routes[*shift].visits.iter().chain(visits) {
                let own = self.evaluator.visit(visit);
                touched.jobs.extend(own.linked.then_some(own.job));
                touched.sites.extend(own.tracked.then_some(own.site));
            }
        }
        touched.close(self.evaluator);
        self.add_parts(&touched, -1);
        for &shift in &touched.shifts {
            self.count_route(shift, -1);
        }
        touched
    }

    /// Puts the price of what was touched back into the totals.
    fn settle(&mut self, touched: &Touched) {
        for &shift in &touched.shifts {
            self.count_route(shift, 1);
        }
        for &job in &touched.jobs {
            self.jobs[job] = self.job_part(job, &View::of(self));
        }
        for &site in &touched.sites {
            self.sites[site] = self.site_part(site, &View::of(self));
        }
        self.add_parts(touched, 1);
        touched.weeks.iter().for_each(|&week| self.note_week(week));
        touched.jobs.iter().for_each(|&job| self.note_job(job));
        touched.sites.iter().for_each(|&site| self.note_site(site));
    }

    /// Adds the totals of a route to those of its week and day, or takes them away.
    fn count_route(&mut self, shift: ShiftId, sign: i32) {
        let totals = self.routes[shift].totals;
        let week = &mut self.weeks[self.evaluator.shifts[shift].week];
        week.travel += sign * totals.minutes;
        week.service += sign * totals.service;
        if self.routes[shift].tooled {
            let start = self.evaluator.day(shift).index() * self.evaluator.pool.len();
            for (tool, quantity) in self.tools_of(shift, self.routes[shift].visits.iter().copied()) {
                self.taken[start + tool.index()] += i64::from(sign) * quantity;
            }
        }
    }

    fn add_parts(&mut self, touched: &Touched, sign: i64) {
        for &shift in &touched.shifts {
            self.add_route(shift, sign);
        }
        for &week in &touched.weeks {
            let costs = &self.evaluator.weeks[week];
            let worked = self.weeks[week];
            self.cost += sign * costs.service_cost(worked.service);
            self.add(Class::WeekHours, sign * i64::from((worked.travel + worked.service - costs.worked).max(0)));
        }
        for &day in &touched.days {
            let over = self.overdrawn(day);
            self.add(Class::Tools, sign * over);
        }
        for &job in &touched.jobs {
            let part = self.jobs[job];
            self.cost += sign * part.cost;
            self.add(Class::Gap, sign * part.gap);
            self.add(Class::SameCrew, sign * part.same_crew);
            self.add(Class::Precedence, sign * part.precedence);
            self.add(Class::Together, sign * part.together);
            self.changes += sign * part.changes;
            self.broken += sign * i64::from(part.broken);
        }
        self.excess[Class::Changes as usize] = self.changes_over(0);
        self.cost += sign * touched.sites.iter().map(|&site| self.sites[site]).sum::<i64>();
    }

    /// Visits that would count as changes above the limit if so many more did.
    pub(super) fn changes_over(&self, more: i64) -> i64 {
        (self.changes + more - self.evaluator.most_changes()).max(0)
    }

    fn add_route(&mut self, shift: ShiftId, sign: i64) {
        let totals = self.routes[shift].totals;
        self.cost += sign * self.route_cost(shift, &totals);
        self.add(Class::Time, sign * i64::from(totals.warp));
        self.add(Class::Load, sign * self.load_excess(shift, totals.load));
        self.add(Class::Sites, sign * totals.sites_over);
    }

    fn add(&mut self, class: Class, amount: i64) {
        self.excess[class as usize] += amount;
    }

    /// The plan's cost and excess from scratch, for tests and assertions.
    pub fn recomputed(&self) -> (i64, Excess) {
        let mut fresh = WorkingPlan::new(self.evaluator);
        fresh.windows.clone_from(&self.windows);
        fresh.set_routes(ShiftId::enumerate(self.contents()).collect());
        (fresh.cost, fresh.excess)
    }
}

/// What a change of routes touches, each once.
#[derive(Default)]
struct Touched {
    shifts: Vec<ShiftId>,
    weeks: Vec<usize>,
    days: Vec<DayId>,
    jobs: Vec<JobId>,
    sites: Vec<SiteId>,
}

impl Touched {
    fn close(&mut self, evaluator: &CostEvaluator<'_>) {
        for index in 0..self.jobs.len() {
            self.jobs.extend_from_slice(evaluator.successors(self.jobs[index]));
        }
        once(&mut self.weeks);
        once(&mut self.days);
        once(&mut self.jobs);
        once(&mut self.sites);
    }
}

fn once<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}
