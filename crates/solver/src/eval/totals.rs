//! What a plan costs: running totals over routes, weeks, tools, tallies, jobs and sites, and the functions that price each of them.

use super::evaluator::CostEvaluator;
use super::links::{JobLinkCost, LinkEvaluator, SiteCost};
use super::penalties::{Excess, PENALTY_TERMS, Penalties, PenaltyTerm};
use super::routes::{RouteTotals, Routes};
use super::visit::VisitId;
use brigade_model::model::{DayId, JobId, ShiftId, SiteId};
use brigade_model::units::{Minutes, Money};

/// Minutes of a crew in one week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct WeekMinutes {
    pub travel: Minutes,
    pub service: Minutes,
}

/// Cost, excess and what both are made of.
pub struct Totals<'a> {
    evaluator: &'a CostEvaluator<'a>,
    penalties: Penalties,
    cost: Money,
    excess: Excess,
    /// Jobs whose visits stand on days as they must not.
    broken: i64,
    /// Visits that count as changes.
    changes: i64,
    weeks: Vec<WeekMinutes>,
    /// Tools taken, by day and tool.
    taken: Vec<i64>,
    /// What visits add up to, by slot of the tallies.
    tallies: Vec<i64>,
    jobs: Vec<JobLinkCost>,
    sites: Vec<SiteCost>,
    /// Minutes by which the latest visit starts after its promised time; kept where that is paid for.
    worst_late: Minutes,
}

impl<'a> Totals<'a> {
    /// Of the plan that does nothing.
    pub(super) fn new(evaluator: &'a CostEvaluator<'a>) -> Self {
        let instance = evaluator.instance();
        let mut totals = Self {
            evaluator,
            penalties: evaluator.usual_penalties(),
            cost: evaluator.visits().iter().map(|visit| visit.unassigned_penalty).sum::<Money>()
                + (0..evaluator.weeks()).map(|week| evaluator.week(week).service_cost(0)).sum(),
            excess: [0; PENALTY_TERMS],
            broken: 0,
            changes: 0,
            weeks: vec![WeekMinutes::default(); evaluator.weeks()],
            taken: vec![0; instance.dates.len() * evaluator.pool().len()],
            tallies: vec![0; evaluator.tallies().limits().len()],
            jobs: vec![JobLinkCost::default(); instance.jobs.len()],
            sites: vec![SiteCost::default(); instance.sites.len()],
            worst_late: 0,
        };
        for job in instance.job_ids().filter(|&job| !evaluator.visits_of(job).is_empty()) {
            let unplanned = JobLinkCost::unplanned(evaluator, job);
            totals.cost += unplanned.cost;
            totals.changes += unplanned.changes;
            totals.jobs[job] = unplanned;
        }
        let pinned = evaluator.visits().iter().filter(|visit| visit.pinned).count();
        totals.excess[PenaltyTerm::Pinned as usize] = pinned as i64;
        totals.excess[PenaltyTerm::Changes as usize] = totals.changes_over(0);
        totals
    }

    /// Cost without penalties.
    #[inline]
    pub fn cost(&self) -> Money {
        self.cost
    }

    /// Cost with penalties.
    pub fn penalised(&self) -> Money {
        self.penalties.total(self.cost, &self.excess)
    }

    /// By how much hard rules are broken, by penalty term.
    #[inline]
    pub fn excess(&self) -> &Excess {
        &self.excess
    }

    /// Whether no hard rule is broken.
    pub fn is_feasible(&self) -> bool {
        self.broken == 0 && self.excess.iter().all(|&amount| amount == 0)
    }

    /// How often hard rules are broken: pinned visits left out, and routes, weeks, days, tallies and links at fault.
    pub(super) fn breaches(&self, routes: &Routes<'_>) -> (i64, usize) {
        let of = |broken: &[bool]| broken.iter().filter(|&&broken| broken).count();
        let at_fault = routes.all_segmented().map(|(shift, route)| {
            let (totals, costs) = (route.totals(), self.evaluator.route_costs(shift));
            of(&[totals.warp > 0, costs.load_excess(totals.load) > 0, totals.sites_over > 0])
        });
        let over =
            |&(week, worked): &(usize, &WeekMinutes)| worked.travel + worked.service > self.evaluator.week(week).worked;
        let weeks = self.weeks.iter().enumerate().filter(over).count();
        let pool = self.evaluator.pool().iter().cycle();
        let tools = self.taken.iter().zip(pool).filter(|(taken, quantity)| taken > quantity).count();
        let limits = self.evaluator.tallies().limits();
        let tallies = self.tallies.iter().zip(limits).filter(|(total, limit)| total > limit).count();
        let jobs = self
            .jobs
            .iter()
            .map(|job| of(&[job.gap > 0, job.same_crew > 0, job.together > 0, job.broken]) + job.precedence as usize);
        let changes = self.excess_of(PenaltyTerm::Changes) as usize;
        let sites = self.sites.iter().filter(|site| site.further > 0).count();
        (
            self.excess_of(PenaltyTerm::Pinned),
            at_fault.sum::<usize>() + weeks + tools + tallies + jobs.sum::<usize>() + sites + changes,
        )
    }

    /// Whether the visits of a job stand on days as they must not: two where one may be, or some crews of several.
    pub fn is_broken(&self, job: JobId) -> bool {
        self.jobs[job].broken
    }

    /// What breaking hard rules costs.
    #[inline]
    pub fn penalties(&self) -> &Penalties {
        &self.penalties
    }

    /// Sets what breaking hard rules costs.
    pub(super) fn set_penalties(&mut self, penalties: Penalties) {
        self.penalties = penalties;
    }

    /// By how much the rules of one term are broken.
    #[inline]
    pub(super) fn excess_of(&self, term: PenaltyTerm) -> i64 {
        self.excess[term as usize]
    }

    /// The minutes of a crew's week.
    #[inline]
    pub(super) fn week(&self, week: usize) -> WeekMinutes {
        self.weeks[week]
    }

    /// What the links of a job cost.
    #[inline]
    pub(super) fn job(&self, job: JobId) -> &JobLinkCost {
        &self.jobs[job]
    }

    /// What the crews on a site cost.
    #[inline]
    pub(super) fn site(&self, site: SiteId) -> &SiteCost {
        &self.sites[site]
    }

    /// Minutes by which the latest visit starts after its promised time; nothing where that is not paid for.
    pub(super) fn worst_late(&self) -> Minutes {
        self.worst_late
    }

    /// Visits that would count as changes above the limit if so many more did.
    pub(super) fn changes_over(&self, more: i64) -> i64 {
        (self.changes + more - self.evaluator.most_changes()).max(0)
    }

    /// Tools taken above the pool on a day.
    pub(super) fn tools_over(&self, day: DayId) -> i64 {
        let pool = self.evaluator.pool();
        let taken = &self.taken[day.index() * pool.len()..(day.index() + 1) * pool.len()];
        taken.iter().zip(pool).map(|(taken, quantity)| (taken - quantity).max(0)).sum()
    }

    /// How many units of a tool would be taken above the pool on a day, both told by a slot, if so many more were.
    pub(super) fn tool_over(&self, slot: usize, more: i64) -> i64 {
        let pool = self.evaluator.pool();
        (self.taken[slot] + more - pool[slot % pool.len()]).max(0)
    }

    /// How much the total of a tally, told by its slot, would be above its limit with so much more.
    pub(super) fn tally_over(&self, slot: usize, more: i64) -> i64 {
        (self.tallies[slot] + more - self.evaluator.tallies().limits()[slot]).max(0)
    }

    /// The most that any change can save on what all shifts share: tools, tallies and the latest visit.
    pub(super) fn most_saved_on_shared(&self) -> Money {
        let penalty = |term: PenaltyTerm| self.penalties.of(term, self.excess_of(term));
        let latest = self.evaluator.late().worst_minute * i64::from(self.worst_late);
        penalty(PenaltyTerm::Tools) + penalty(PenaltyTerm::Tally) + latest
    }

    /// Cost of a route.
    pub(super) fn route_cost(&self, shift: ShiftId, totals: &RouteTotals) -> Money {
        let costs = self.evaluator.route_costs(shift);
        costs.metre * i64::from(totals.metres)
            + costs.minute * i64::from(totals.minutes)
            + self.overtime_and_use(shift, totals)
    }

    /// Cost of a route but for travel.
    #[inline]
    fn overtime_and_use(&self, shift: ShiftId, totals: &RouteTotals) -> Money {
        let costs = self.evaluator.route_costs(shift);
        costs.overtime_minute * i64::from(totals.overtime)
            + if totals.used { costs.used } else { Money::ZERO }
            + self.evaluator.late().minute * i64::from(totals.lateness.minutes)
    }

    /// Cost of a route but for travel, penalties included.
    #[inline]
    pub(super) fn non_travel_cost(&self, shift: ShiftId, totals: &RouteTotals) -> Money {
        self.overtime_and_use(shift, totals) + self.route_penalties(shift, totals)
    }

    /// Penalties of a route.
    #[inline]
    pub(super) fn route_penalties(&self, shift: ShiftId, totals: &RouteTotals) -> Money {
        self.penalties.of(PenaltyTerm::Time, i64::from(totals.warp))
            + self.penalties.of(PenaltyTerm::Load, self.evaluator.route_costs(shift).load_excess(totals.load))
            + self.penalties.of(PenaltyTerm::Sites, totals.sites_over)
    }

    /// Cost and penalty of a crew's week with some more minutes.
    #[inline]
    pub(super) fn week_cost(&self, week: usize, travel: Minutes, service: Minutes) -> Money {
        let (costs, worked) = (self.evaluator.week(week), self.weeks[week]);
        let over = worked.travel + worked.service + travel + service - costs.worked;
        costs.service_cost(worked.service + service) + self.penalties.of(PenaltyTerm::WeekHours, i64::from(over.max(0)))
    }

    /// Takes over that a visit went from one cost of its own to another, and in or out of the plan.
    pub(super) fn move_visit(&mut self, visit: VisitId, more: Money, leaves: i64) {
        self.cost += more;
        if self.evaluator.visit(visit).pinned {
            self.add(PenaltyTerm::Pinned, leaves);
        }
    }

    /// Takes what new routes touch out of the totals, given the present routes.
    pub(super) fn lift(&mut self, touched: &Touched, routes: &Routes<'_>) {
        self.add_parts(touched, routes, -1);
        for &shift in &touched.shifts {
            self.count_route(shift, routes, -1);
        }
    }

    /// Puts what new routes touched back into the totals, given these routes.
    pub(super) fn settle(&mut self, touched: &Touched, routes: &Routes<'_>) {
        for &shift in &touched.shifts {
            self.count_route(shift, routes, 1);
        }
        let links = LinkEvaluator::of(self.evaluator, routes);
        for &job in &touched.jobs {
            self.jobs[job] = links.job_links(job);
        }
        for &site in &touched.sites {
            self.sites[site] = links.site_crews(site);
        }
        self.add_parts(touched, routes, 1);
        let price = self.evaluator.late().worst_minute;
        if price > Money::ZERO {
            let latest = routes.all_segmented().map(|(_, route)| route.totals().lateness.worst).max().unwrap_or(0);
            self.cost += price * i64::from(latest - self.worst_late);
            self.worst_late = latest;
        }
    }

    /// Adds the totals of a route to those of its week and day, or takes them away.
    fn count_route(&mut self, shift: ShiftId, routes: &Routes<'_>, sign: i32) {
        let route = routes.segmented(shift);
        let week = &mut self.weeks[self.evaluator.week_of(shift)];
        week.travel += sign * route.totals().minutes;
        week.service += sign * route.totals().service;
        if route.needs_tools() {
            let start = self.evaluator.day(shift).index() * self.evaluator.pool().len();
            for (tool, quantity) in self.evaluator.tools_of_route(shift, route.visits().iter().copied()) {
                self.taken[start + tool.index()] += i64::from(sign) * quantity;
            }
        }
        let tallies = self.evaluator.tallies();
        if !tallies.is_empty() {
            for &visit in route.visits() {
                for (slot, amount) in tallies.added(self.evaluator.visit(visit).job, shift) {
                    self.tallies[slot] += i64::from(sign) * amount;
                }
            }
        }
    }

    fn add_parts(&mut self, touched: &Touched, routes: &Routes<'_>, sign: i64) {
        for &shift in &touched.shifts {
            self.add_route(shift, routes.segmented(shift).totals(), sign);
        }
        for &week in &touched.weeks {
            let costs = self.evaluator.week(week);
            let worked = self.weeks[week];
            self.cost += costs.service_cost(worked.service) * sign;
            self.add(PenaltyTerm::WeekHours, sign * i64::from((worked.travel + worked.service - costs.worked).max(0)));
        }
        for &day in &touched.days {
            let over = self.tools_over(day);
            self.add(PenaltyTerm::Tools, sign * over);
        }
        for &slot in &touched.tallies {
            let over = self.tally_over(slot, 0);
            self.add(PenaltyTerm::Tally, sign * over);
        }
        for &job in &touched.jobs {
            let part = self.jobs[job];
            self.cost += part.cost * sign;
            self.add(PenaltyTerm::Gap, sign * part.gap);
            self.add(PenaltyTerm::SameCrew, sign * part.same_crew);
            self.add(PenaltyTerm::Precedence, sign * part.precedence);
            self.add(PenaltyTerm::Together, sign * part.together);
            self.changes += sign * part.changes;
            self.broken += sign * i64::from(part.broken);
        }
        self.excess[PenaltyTerm::Changes as usize] = self.changes_over(0);
        for &site in &touched.sites {
            let part = self.sites[site];
            self.cost += part.cost * sign;
            self.add(PenaltyTerm::OneCrew, sign * part.further);
        }
    }

    fn add_route(&mut self, shift: ShiftId, totals: &RouteTotals, sign: i64) {
        self.cost += self.route_cost(shift, totals) * sign;
        self.add(PenaltyTerm::Time, sign * i64::from(totals.warp));
        self.add(PenaltyTerm::Load, sign * self.evaluator.route_costs(shift).load_excess(totals.load));
        self.add(PenaltyTerm::Sites, sign * totals.sites_over);
    }

    fn add(&mut self, term: PenaltyTerm, amount: i64) {
        self.excess[term as usize] += amount;
    }
}

/// What a change of routes touches, each once.
#[derive(Default)]
pub(super) struct Touched {
    shifts: Vec<ShiftId>,
    weeks: Vec<usize>,
    days: Vec<DayId>,
    tallies: Vec<usize>,
    jobs: Vec<JobId>,
    sites: Vec<SiteId>,
}

impl Touched {
    /// What new visits of some shifts touch.
    pub fn by(evaluator: &CostEvaluator<'_>, routes: &Routes<'_>, contents: &[(ShiftId, Vec<VisitId>)]) -> Self {
        let mut touched = Self::default();
        for (shift, visits) in contents {
            touched.shifts.push(*shift);
            touched.weeks.push(evaluator.week_of(*shift));
            touched.days.push(evaluator.day(*shift));
            touched.tallies.extend(evaluator.tallies().slots(*shift));
            for &visit in routes.route(*shift).iter().chain(visits) {
                let own = evaluator.visit(visit);
                touched.jobs.extend(own.linked.then_some(own.job));
                touched.sites.extend(own.tracked.then_some(own.site));
            }
        }
        for index in 0..touched.jobs.len() {
            touched.jobs.extend_from_slice(evaluator.dependents(touched.jobs[index]));
        }
        once(&mut touched.weeks);
        once(&mut touched.days);
        once(&mut touched.tallies);
        once(&mut touched.jobs);
        once(&mut touched.sites);
        touched
    }

    pub fn weeks(&self) -> &[usize] {
        &self.weeks
    }

    pub fn jobs(&self) -> &[JobId] {
        &self.jobs
    }

    pub fn sites(&self) -> &[SiteId] {
        &self.sites
    }
}

fn once<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}
