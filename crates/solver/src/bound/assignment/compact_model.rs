//! The compact model, a relaxed assignment of visits to shifts: every plan that keeps the rules is a feasible solution
//! whose objective is at most the plan's cost. `docs/bound.md` lists what is relaxed.

use std::collections::BTreeMap;

use super::OVER;
use super::candidates::{Candidates, ShiftCandidate, ShiftHours};
use super::exact_program::{ColumnId, ExactProgram, RowIndex};
use super::params::RelaxedParams;
use super::travel_shares::SiteNodes;
use crate::eval::{NO_LIMIT, Prices};
use brigade_model::judge::at_once;
use brigade_model::model::{CrewId, JobId, Leg, ShiftId, SiteId, ToolId};
use brigade_model::units::{Minutes, Money};

/// Units of time per minute: a node's share of a route's travel time is rounded down to a thousandth of a minute.
const MINUTE: i64 = 1_000;
/// `Money` units per euro, the solver's unit of money.
const EURO: i64 = Money::PER_EURO;

/// The columns of a shift.
struct ShiftColumns {
    /// The assignment column of each candidate, in their order.
    assignments: Vec<ColumnId>,
    /// Travel time, thousandths of a minute.
    driving: ColumnId,
}

/// A program under construction.
struct ModelBuilder<'a> {
    prices: &'a Prices<'a>,
    candidates: &'a Candidates,
    program: ExactProgram,
    half_legs: bool,
    params: &'a RelaxedParams,
    routes: Vec<ShiftColumns>,
    /// Rows that bound travel costs from below by the radial shares.
    radial: Vec<RowIndex>,
    /// The cover row of each visit group.
    cover_rows: Vec<RowIndex>,
    /// Terms of the rows of order so far.
    order_terms: usize,
}

/// The compact model, with dual values that need no solver.
pub struct CompactModel {
    /// The program.
    pub program: ExactProgram,
    /// Dual values in euros, in closed form: each visit at its cheapest assignment, with its radial share of the travel
    /// cost.
    pub closed_form_duals: Vec<f64>,
}

/// The compact model; `None` where a pinned visit has no candidate. Without `half_legs` it ignores the legs between
/// sites, which makes it much faster to build.
///
/// # Errors
///
/// The reason, in words, where `is_over` says so.
pub fn compact_model(
    prices: &Prices<'_>,
    candidates: &Candidates,
    half_legs: bool,
    params: &RelaxedParams,
    is_over: &dyn Fn() -> bool,
) -> Result<Option<CompactModel>, String> {
    let mut builder = ModelBuilder {
        prices,
        candidates,
        half_legs,
        params,
        program: ExactProgram::default(),
        routes: Vec::new(),
        radial: Vec::new(),
        cover_rows: Vec::new(),
        order_terms: 0,
    };
    let folded = builder.sites_of_one_visit();
    for shift in prices.instance.shift_ids() {
        if is_over() {
            return Err(OVER.into());
        }
        builder.add_route(shift, &folded);
    }
    let places = builder.places();
    if places.iter().zip(&candidates.groups).any(|(places, group)| places.is_empty() && group.pin.is_some()) {
        return Ok(None);
    }
    builder.add_cover_rows(&places);
    builder.add_jobs(&places);
    builder.add_sites(&places, &folded);
    builder.add_site_limits(&places);
    builder.add_weeks();
    if prices.counts_tools {
        builder.add_tools();
    }
    let closed_form_duals = builder.closed_form_duals();
    if is_over() {
        return Err(OVER.into());
    }
    Ok(Some(CompactModel { program: builder.program, closed_form_duals }))
}

impl<'a> ModelBuilder<'a> {
    /// Charges the whole travel cost to the visits by their radial shares, and prices each cover row at its cheapest
    /// column.
    fn closed_form_duals(&self) -> Vec<f64> {
        let program = &self.program;
        let mut costs: Vec<_> = program.columns.iter().map(|column| column.cost).collect();
        let mut prices = vec![0.0; program.rows.len()];
        for &row in &self.radial {
            prices[row] = 1.0;
            program.rows[row].terms.iter().for_each(|&(column, factor)| costs[column] -= factor);
        }
        for &row in &self.cover_rows {
            let cheapest = program.rows[row].terms.iter().map(|&(column, _)| costs[column]).min();
            prices[row] = Money(cheapest.unwrap_or(0)).to_f64();
        }
        prices
    }

    fn job_of(&self, candidate: &ShiftCandidate) -> JobId {
        self.candidates.groups[candidate.group].job
    }

    /// The shifts and assignment columns of each group.
    fn places(&self) -> Vec<Vec<(ShiftId, ColumnId)>> {
        let mut places = vec![Vec::new(); self.candidates.groups.len()];
        for (shift, route) in ShiftId::enumerate(&self.routes) {
            for (candidate, &assignment) in self.candidates.by_shift[shift].iter().zip(&route.assignments) {
                places[candidate.group].push((shift, assignment));
            }
        }
        places
    }

    fn add_route(&mut self, shift: ShiftId, folded: &BTreeMap<SiteId, CrewId>) {
        let (prices, candidates) = (self.prices, self.candidates);
        let own = &candidates.by_shift[shift];
        let crew = prices.instance.shifts[shift].crew;
        let assignments: Vec<_> = own
            .iter()
            .map(|candidate| {
                let site = prices.instance.jobs[self.job_of(candidate)].site;
                let usual = folded.get(&site).filter(|_| self.counts_at(site, self.job_of(candidate)));
                let further =
                    usual.filter(|&&usual| usual != crew).map_or(Money::ZERO, |_| prices.sites[site].further_crew);
                self.program.column((candidate.cost + further).0, i64::from(candidates.most(prices, candidate)))
            })
            .collect();
        let used = self.program.column(prices.routes[shift].used.0, 1);
        let nodes = SiteNodes::new(prices, candidates, shift, self.params.nearest_neighbours);
        let visited = self.visited(&nodes, &assignments);
        let driving = self.add_travel(shift, &nodes, &assignments, &visited, used);
        self.add_hours(shift, &assignments, used, driving);
        self.add_limits(shift, &nodes, &assignments, &visited, used);
        self.routes.push(ShiftColumns { assignments, driving });
    }

    /// A column per site node: 1 where the shift has any visit there.
    fn visited(&mut self, nodes: &SiteNodes<'_>, assignments: &[ColumnId]) -> Vec<ColumnId> {
        let program = &mut self.program;
        let columns = nodes.nodes.iter().map(|node| {
            if let [only] = node.candidates[..]
                && node.visits == 1
            {
                return assignments[only];
            }
            let there = program.column(0, 1);
            for &candidate in &node.candidates {
                let most = program.columns[assignments[candidate]].upper;
                program.at_least(0, 1, vec![(there, most), (assignments[candidate], -1)]);
            }
            there
        });
        columns.collect()
    }

    /// Travel cost and travel time of a shift, each at least every way of sharing them out over the nodes. Returns the
    /// column of the travel time.
    fn add_travel(
        &mut self,
        shift: ShiftId,
        nodes: &SiteNodes<'_>,
        assignments: &[ColumnId],
        visited: &[ColumnId],
        used: ColumnId,
    ) -> ColumnId {
        let terms = self.prices.routes[shift];
        let crew = self.prices.instance.shifts[shift].crew;
        let paths = &self.candidates.paths[crew];
        let euros = |metres: i32, minutes: i32| terms.metre.0 * i64::from(metres) + terms.minute.0 * i64::from(minutes);
        let longest = ShiftHours::new(self.prices, shift).longest;
        let radial = |units: &dyn Fn(SiteId) -> i64| {
            let shares = self.candidates.by_shift[shift].iter().zip(assignments).map(|(candidate, &assignment)| {
                let job = &self.prices.instance.jobs[self.job_of(candidate)];
                let room = longest - paths.outbound[job.site].driving - paths.inbound[job.site].driving;
                let share = i128::from(units(job.site)) * i128::from(job.duration) / i128::from(room.max(1));
                (assignment, share as i64)
            });
            shares.collect::<Vec<_>>()
        };
        let there_and_back = |site: SiteId| {
            let (there, back) = (paths.outbound[site], paths.inbound[site]);
            (there.metres + back.metres, there.driving + back.driving)
        };
        let exclusive = self.exclusive(shift, assignments);
        let of_one = |units: &dyn Fn(SiteId) -> i64| {
            exclusive.iter().map(|&(site, assignment)| (assignment, units(site))).collect()
        };
        let price = |site: SiteId| euros(there_and_back(site).0, there_and_back(site).1);
        let minutes = |site: SiteId| MINUTE * i64::from(there_and_back(site).1);
        let (by_price, by_minutes) = ([radial(&price), of_one(&price)], [radial(&minutes), of_one(&minutes)]);
        let mut single: Vec<_> = exclusive.iter().map(|&(_, assignment)| (assignment, -1)).collect();
        if !single.is_empty() {
            single.push((used, 1));
            self.program.at_least(0, 1, single);
        }
        if terms.metre != Money::ZERO || terms.minute != Money::ZERO {
            let price = |leg: Leg| euros(leg.metres, leg.minutes);
            let half_legs = self
                .half_legs
                .then(|| rounded_half_legs(visited, nodes.half_legs(price), used, nodes.half_legs_of_base(price)));
            self.radial.push(self.program.rows.len());
            self.add_greatest(1, EURO, by_price.into_iter().chain(half_legs).collect());
        }
        let minutes = |leg: Leg| MINUTE * i64::from(leg.minutes);
        let half_legs = self
            .half_legs
            .then(|| rounded_half_legs(visited, nodes.half_legs(minutes), used, nodes.half_legs_of_base(minutes)));
        self.add_greatest(0, MINUTE, by_minutes.into_iter().chain(half_legs).collect())
    }

    /// Site and column of the visits that take more than half of the time that a route to their site leaves: at most
    /// one of them fits into a shift, since the farther of any two leaves too little time for the other.
    fn exclusive(&self, shift: ShiftId, assignments: &[ColumnId]) -> Vec<(SiteId, ColumnId)> {
        let instance = self.prices.instance;
        let paths = &self.candidates.paths[instance.shifts[shift].crew];
        let longest = ShiftHours::new(self.prices, shift).longest;
        let own = self.candidates.by_shift[shift].iter().zip(assignments);
        let long = own.filter_map(|(candidate, &assignment)| {
            let job = &instance.jobs[self.job_of(candidate)];
            let room = longest - paths.outbound[job.site].driving - paths.inbound[job.site].driving;
            (2 * job.duration > room).then_some((job.site, assignment))
        });
        long.collect()
    }

    /// A column that is at least each of some sums: an epigraph variable of their maximum.
    fn add_greatest(&mut self, cost: i64, scale: i64, sums: Vec<Vec<(ColumnId, i64)>>) -> ColumnId {
        let most =
            |sum: &Vec<(ColumnId, i64)>| sum.iter().map(|&(c, factor)| factor * self.program.columns[c].upper).sum();
        let upper = sums.iter().map(most).max().unwrap_or(0);
        let column = self.program.scaled(cost, upper, scale);
        for mut sum in sums {
            sum.iter_mut().for_each(|term| term.1 = -term.1);
            sum.retain(|term| term.1 != 0);
            sum.push((column, 1));
            self.program.at_least(0, scale, sum);
        }
        column
    }

    /// Service and travel fit into the shift; overtime costs.
    fn add_hours(&mut self, shift: ShiftId, assignments: &[ColumnId], used: ColumnId, driving: ColumnId) {
        let (hours, terms) = (ShiftHours::new(self.prices, shift), self.prices.routes[shift]);
        let usual = hours.end - hours.start;
        let busy = |builder: &Self, within: Minutes| {
            let mut sum = builder.work(shift, assignments);
            sum.push((driving, 1));
            sum.push((used, -MINUTE * i64::from(within)));
            sum
        };
        if hours.longest < NO_LIMIT {
            let sum = busy(self, hours.longest);
            self.program.at_most(0, MINUTE, sum);
        }
        if terms.overtime_minute != Money::ZERO && usual < hours.longest {
            let mut sum = busy(self, usual);
            let upper = sum.iter().map(|&(c, factor)| factor.max(0) * self.program.columns[c].upper).sum();
            let over = self.program.scaled(terms.overtime_minute.0 / MINUTE, upper, MINUTE);
            sum.push((over, -1));
            self.program.at_most(0, MINUTE, sum);
        }
    }

    /// Service time by candidate, thousandths of a minute.
    fn work(&self, shift: ShiftId, assignments: &[ColumnId]) -> Vec<(ColumnId, i64)> {
        let own = self.candidates.by_shift[shift].iter().zip(assignments);
        own.map(|(own, &assignment)| (assignment, MINUTE * i64::from(self.candidates.work(self.prices, own)))).collect()
    }

    /// Capacity and sites per day, where they can be binding.
    fn add_limits(
        &mut self,
        shift: ShiftId,
        nodes: &SiteNodes<'_>,
        assignments: &[ColumnId],
        visited: &[ColumnId],
        used: ColumnId,
    ) {
        let terms = self.prices.routes[shift];
        if let Some(capacity) = terms.capacity {
            let own = self.candidates.by_shift[shift].iter().zip(assignments);
            let load = |candidate: &ShiftCandidate| self.prices.instance.jobs[self.job_of(candidate)].load.0;
            let mut sum: Vec<_> =
                own.map(|(own, &assignment)| (assignment, load(own))).filter(|&(_, load)| load > 0).collect();
            if !sum.is_empty() {
                sum.push((used, -capacity.0));
                self.program.at_most(0, capacity.0.max(1), sum);
            }
        }
        if let Some(sites) = terms.sites.filter(|&sites| nodes.nodes.len() > sites as usize) {
            let mut sum: Vec<_> = visited.iter().map(|&there| (there, 1)).collect();
            sum.push((used, -i64::from(sites)));
            self.program.at_most(0, 1, sum);
        }
    }

    /// Cover rows: every visit asked is assigned or unassigned; a pinned one is assigned.
    fn add_cover_rows(&mut self, places: &[Vec<(ShiftId, ColumnId)>]) {
        for (group, places) in self.candidates.groups.iter().zip(places) {
            let visits = i64::from(group.visits);
            let mut sum: Vec<_> = places.iter().map(|&(_, assignment)| (assignment, 1)).collect();
            let left_out =
                group.pin.is_none().then(|| self.program.column(self.prices.unassigned_penalty[group.job].0, visits));
            sum.extend(left_out.map(|column| (column, 1)));
            self.cover_rows.push(self.program.equal_to(visits, 1, sum));
        }
    }

    /// The visits of one job by shift: all of its groups.
    fn of_job(&self, job: JobId, places: &[Vec<(ShiftId, ColumnId)>]) -> Vec<(ShiftId, ColumnId)> {
        let groups = self.candidates.groups.iter().zip(places).filter(|(group, _)| group.job == job);
        groups.flat_map(|(_, places)| places.iter().copied()).collect()
    }

    /// Constraints among the visits of a job, and between jobs.
    fn add_jobs(&mut self, places: &[Vec<(ShiftId, ColumnId)>]) {
        let (prices, instance) = (self.prices, self.prices.instance);
        let by_job: Vec<_> = instance.job_ids().map(|job| self.of_job(job, places)).collect();
        for (job, visits) in JobId::enumerate(&by_job) {
            let terms = &prices.jobs[job];
            if instance.visits_asked(job) > 1 {
                self.add_days(job, visits);
            }
            if let Some(most) = terms.crews.filter(|&most| instance.visits_asked(job) > most) {
                let crews = self.add_crews(instance.visits_asked(job), visits, 0);
                self.program.at_most(i64::from(most), 1, crews.into_iter().map(|(_, there)| (there, 1)).collect());
            }
            for &before in &terms.after {
                self.add_order((before, &by_job[before]), (job, visits));
            }
            if let Some(lag) = terms.with.filter(|_| !prices.has_pinned_link(job)) {
                self.add_link(visits, &by_job[lag.job]);
            }
        }
    }

    /// Two linked jobs: on each day both or neither.
    fn add_link(&mut self, visits: &[(ShiftId, ColumnId)], others: &[(ShiftId, ColumnId)]) {
        let instance = self.prices.instance;
        for day in instance.day_ids() {
            let on_day = |visits: &[(ShiftId, ColumnId)], factor: i64| -> Vec<_> {
                let there = visits.iter().filter(|&&(shift, _)| instance.shifts[shift].day == day);
                there.map(|&(_, assignment)| (assignment, factor)).collect()
            };
            let sum = [on_day(visits, 1), on_day(others, -1)].concat();
            if !sum.is_empty() {
                self.program.equal_to(0, 1, sum);
            }
        }
    }

    /// Visits of a job per day: at most one, or all its crews together.
    fn add_days(&mut self, job: JobId, visits: &[(ShiftId, ColumnId)]) {
        let (terms, instance) = (&self.prices.jobs[job], self.prices.instance);
        for day in instance.day_ids() {
            let mut sum: Vec<_> = visits
                .iter()
                .filter(|&&(shift, _)| instance.shifts[shift].day == day)
                .map(|&(_, assignment)| (assignment, 1))
                .collect();
            if sum.is_empty() {
                continue;
            }
            if let Some(crews) = terms.together {
                let done = self.program.column(0, 1);
                sum.push((done, -i64::from(crews)));
                self.program.equal_to(0, 1, sum);
            } else if terms.one_a_day && sum.len() > 1 {
                self.program.at_most(1, 1, sum);
            }
        }
    }

    /// A column per crew, at least its share of the `asked` visits, at `price` each.
    fn add_crews(&mut self, asked: u32, visits: &[(ShiftId, ColumnId)], price: i64) -> Vec<(CrewId, ColumnId)> {
        let mut by_crew: BTreeMap<CrewId, Vec<(ColumnId, i64)>> = BTreeMap::new();
        for &(shift, assignment) in visits {
            by_crew.entry(self.prices.instance.shifts[shift].crew).or_default().push((assignment, -1));
        }
        let add = |(crew, mut sum): (CrewId, Vec<(ColumnId, i64)>)| {
            let there = self.program.column(price, 1);
            let most = sum
                .iter()
                .map(|&(assignment, _)| self.program.columns[assignment].upper)
                .sum::<i64>()
                .min(i64::from(asked));
            sum.push((there, most));
            self.program.at_least(0, 1, sum);
            (crew, there)
        };
        by_crew.into_iter().map(add).collect()
    }

    /// Precedence: up to any day, the share done of a job is at most the share done of its predecessor.
    fn add_order(
        &mut self,
        (before, first): (JobId, &[(ShiftId, ColumnId)]),
        (job, then): (JobId, &[(ShiftId, ColumnId)]),
    ) {
        if self.order_terms > self.params.max_order_terms {
            return;
        }
        let instance = self.prices.instance;
        let asked_first = i64::from(instance.visits_asked(before));
        for day in instance.day_ids() {
            let upto = |visits: &[(ShiftId, ColumnId)], factor: i64| -> Vec<_> {
                let early = visits.iter().filter(|&&(shift, _)| instance.shifts[shift].day <= day);
                early.map(|&(_, assignment)| (assignment, factor)).collect()
            };
            let late = upto(then, -asked_first);
            let most = late.iter().map(|&(assignment, _)| self.program.columns[assignment].upper).sum::<i64>();
            let most = most.min(i64::from(instance.visits_asked(job)));
            if late.is_empty() {
                continue;
            }
            let sum: Vec<_> = late.into_iter().chain(upto(first, most)).collect();
            self.order_terms += sum.len();
            self.program.at_least(0, 1, sum);
        }
    }

    fn counts_at(&self, site: SiteId, job: JobId) -> bool {
        self.prices.sites[site].jobs.contains(&job)
    }

    /// Sites with a single visit asked, each with its usual crew: there the cost of a further crew is a visit cost.
    fn sites_of_one_visit(&self) -> BTreeMap<SiteId, CrewId> {
        let sites = SiteId::enumerate(&self.prices.sites);
        let asked = |job: &JobId| self.prices.instance.visits_asked(*job);
        let single = sites.filter(|(_, terms)| terms.jobs.iter().map(asked).sum::<u32>() == 1);
        single.filter_map(|(site, terms)| Some((site, terms.usual?))).collect()
    }

    /// The most crews at a site.
    fn add_site_limits(&mut self, places: &[Vec<(ShiftId, ColumnId)>]) {
        for terms in &self.prices.sites {
            let Some(limit) = &terms.limit else { continue };
            let asked: u32 = limit.jobs.iter().map(|&job| self.prices.instance.visits_asked(job)).sum();
            let groups = self.candidates.groups.iter().zip(places).filter(|(group, _)| limit.jobs.contains(&group.job));
            let visits: Vec<_> = groups.flat_map(|(_, places)| places.iter().copied()).collect();
            if asked > limit.most {
                let crews = self.add_crews(asked, &visits, 0);
                let crews = crews.into_iter().map(|(_, there)| (there, 1)).collect();
                self.program.at_most(i64::from(limit.most), 1, crews);
            }
        }
    }

    /// Further crews: those at a site beyond the number that its jobs need.
    fn add_sites(&mut self, places: &[Vec<(ShiftId, ColumnId)>], folded: &BTreeMap<SiteId, CrewId>) {
        for (site, terms) in SiteId::enumerate(&self.prices.sites) {
            let asked: u32 = terms.jobs.iter().map(|&job| self.prices.instance.visits_asked(job)).sum();
            if terms.further_crew == Money::ZERO || asked < 2 || folded.contains_key(&site) {
                continue;
            }
            let groups = self.candidates.groups.iter().zip(places).filter(|(group, _)| terms.jobs.contains(&group.job));
            let mut crews: BTreeMap<CrewId, ColumnId> = BTreeMap::new();
            for &(shift, assignment) in groups.flat_map(|(_, places)| places) {
                let crew = self.prices.instance.shifts[shift].crew;
                let there = *crews.entry(crew).or_insert_with(|| self.program.column(0, 1));
                let most = self.program.columns[assignment].upper;
                self.program.at_least(0, 1, vec![(there, most), (assignment, -1)]);
            }
            let needed = i64::from(at_once(self.prices.instance, terms.jobs.iter().copied()));
            let expected = needed - i64::from(terms.usual.is_some());
            let further = self.program.column(terms.further_crew.0, crews.len() as i64);
            let others = crews.iter().filter(|&(&crew, _)| terms.usual != Some(crew));
            let mut sum: Vec<_> = others.map(|(_, &there)| (there, -1)).collect();
            sum.push((further, 1));
            self.program.at_least(-expected, 1, sum);
        }
    }

    /// Weekly hours of each crew, and the convex cost of their service time.
    fn add_weeks(&mut self) {
        let instance = self.prices.instance;
        for crew in instance.crew_ids() {
            for week in 0..instance.weeks.len() {
                let index = self.prices.week_index(crew, week);
                let own = instance.shift_ids().filter(|&shift| self.prices.week_of(shift) == index);
                let own: Vec<_> = own.collect();
                let service: Vec<_> =
                    own.iter().flat_map(|&shift| self.work(shift, &self.routes[shift].assignments)).collect();
                if let Some(worked) = self.prices.weeks[index].worked {
                    let driving = own.iter().map(|&shift| (self.routes[shift].driving, 1));
                    let sum = service.iter().copied().chain(driving).collect();
                    self.program.at_most(MINUTE * i64::from(worked), MINUTE, sum);
                }
                self.add_service_cost(index, &own, &service);
            }
        }
    }

    /// Outer approximation of the convex cost of a week's service time, by chords between successive minutes.
    fn add_service_cost(&mut self, week: usize, shifts: &[ShiftId], service: &[(ColumnId, i64)]) {
        let all: i64 =
            service.iter().map(|&(assignment, work)| self.program.columns[assignment].upper * work / MINUTE).sum();
        let room: i64 = shifts.iter().map(|&shift| i64::from(ShiftHours::new(self.prices, shift).longest)).sum();
        let most = all.min(room) as Minutes;
        let terms = &self.prices.weeks[week];
        let costs: Vec<i64> =
            (0..=most + 1).map(|minutes| terms.service.iter().map(|cost| cost(minutes).0).sum()).collect();
        let Some(first) = costs.iter().position(|&cost| cost > 0).filter(|&first| first <= most as usize) else {
            return;
        };
        let column = self.program.scaled(1, costs[most as usize], EURO);
        for at in (first.saturating_sub(1)..=most as usize).step_by(self.params.chord_minutes) {
            let slope = i128::from(costs[at + 1] - costs[at]);
            let chord = |minutes: usize| i128::from(costs[at]) + slope * (minutes as i128 - at as i128);
            let above = (0..=most as usize).map(|minutes| chord(minutes) - i128::from(costs[minutes])).max();
            let right = i64::try_from(chord(0) - above.unwrap_or(0).max(0));
            let term = |&(assignment, work): &(ColumnId, i64)| {
                i64::try_from(-slope * i128::from(work / MINUTE)).map(|factor| (assignment, factor))
            };
            // Without a chord that is too steep to be counted the bound is lower, and still one.
            let (Ok(right), Ok(mut sum)) = (right, service.iter().map(term).collect::<Result<Vec<_>, _>>()) else {
                continue;
            };
            sum.push((column, 1));
            self.program.at_least(right, EURO, sum);
        }
    }

    /// Tools from the shared pool, on days whose shifts could take more than it has.
    fn add_tools(&mut self) {
        let instance = self.prices.instance;
        for day in instance.day_ids() {
            let mut wanted: BTreeMap<ToolId, BTreeMap<ShiftId, Vec<(ColumnId, u32)>>> = BTreeMap::new();
            for shift in instance.shift_ids().filter(|&shift| instance.shifts[shift].day == day) {
                let crew = &instance.crews[instance.shifts[shift].crew];
                for (candidate, &assignment) in
                    self.candidates.by_shift[shift].iter().zip(&self.routes[shift].assignments)
                {
                    for &(tool, quantity) in
                        instance.jobs[self.job_of(candidate)].tools.iter().filter(|t| !crew.owns(t.0))
                    {
                        wanted.entry(tool).or_default().entry(shift).or_default().push((assignment, quantity));
                    }
                }
            }
            for (tool, by_shift) in wanted {
                self.add_pool(instance.tools[tool].quantity, &by_shift);
            }
        }
    }

    fn add_pool(&mut self, pool: u32, by_shift: &BTreeMap<ShiftId, Vec<(ColumnId, u32)>>) {
        let most =
            |assignments: &Vec<(ColumnId, u32)>| assignments.iter().map(|&(_, quantity)| quantity).max().unwrap_or(0);
        if by_shift.values().map(most).sum::<u32>() <= pool {
            return;
        }
        let mut sum = Vec::new();
        for assignments in by_shift.values() {
            let taken = self.program.column(0, i64::from(most(assignments)));
            for &(assignment, quantity) in assignments {
                let upper = self.program.columns[assignment].upper;
                self.program.at_least(0, 1, vec![(taken, upper), (assignment, -i64::from(quantity))]);
            }
            sum.push((taken, 1));
        }
        self.program.at_most(i64::from(pool), 1, sum);
    }
}

/// The half-leg share of each node, and of the base where the shift is used; halves are rounded down.
fn rounded_half_legs(visited: &[ColumnId], half_legs: Vec<i64>, used: ColumnId, base: i64) -> Vec<(ColumnId, i64)> {
    let shares = visited.iter().copied().zip(half_legs).chain([(used, base)]);
    shares.map(|(column, twice)| (column, twice / 2)).collect()
}
