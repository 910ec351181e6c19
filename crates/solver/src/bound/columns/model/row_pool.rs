//! The rows of the master over visits, and the variables besides columns: what every legal plan keeps.
//!
//! `x(j, v)` is 1 where shift v visits task j. Every row is linear in these, in the minutes of routes and in auxiliary
//! variables that lie between 0 and a bound, all in integers. So for any multipliers of the rows the least cost over columns,
//! variables and weeks each by itself is a bound (see `duals`). Rows of which there are many are lazy: they wait until a solution
//! breaks them.

use std::collections::BTreeMap;

use super::problem::CoveringProblem;
use brigade_model::model::{CrewId, DayId, Pin, SiteId};
use brigade_model::units::Minutes;

/// Index of a row.
pub type RowId = usize;
/// Index of an auxiliary variable.
pub type AuxId = usize;
/// A visit: index of the pricing problem, and of its node.
pub type VisitVariable = (usize, usize);

/// Minutes in the hours by which the solver counts.
const HOUR: i64 = 60;

/// Pins of a job up to which every set of them has a row; of more each has one.
const MAX_PINS_IN_SETS: usize = 6;

/// What the sum of a row may be.
#[derive(Clone, Copy, Debug)]
pub struct PoolRow {
    /// At least; none = anything.
    pub lower: Option<i64>,
    /// At most; none = anything.
    pub upper: Option<i64>,
    /// What the solver divides the row by, so that its numbers are about 1.
    pub scale: i64,
}

/// A variable from 0 to `upper`.
#[derive(Clone, Debug)]
pub struct AuxVariable {
    /// Price of one.
    pub cost: i64,
    /// Its largest value.
    pub upper: i64,
    /// Whether it is whole in every plan.
    pub whole: bool,
    /// Its rows and coefficients there.
    pub terms: Vec<(RowId, i64)>,
}

/// A visit without an earlier one of another task in its route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnprecededVisit {
    /// Index of the pricing problem.
    pub subproblem: usize,
    /// The node of the visit.
    pub node: u16,
    /// The node that it is without.
    pub without: u16,
}

/// A lazy row, which waits until it is broken: the sum is at most `upper`.
#[derive(Clone, Debug, Default)]
pub struct LazyRow {
    /// Visits and their coefficients.
    pub visits: Vec<(VisitVariable, i64)>,
    /// What counts 1 besides.
    pub unpreceded: Vec<UnprecededVisit>,
    /// Variables and their coefficients.
    pub aux: Vec<(AuxId, i64)>,
    /// The largest sum.
    pub upper: i64,
}

/// The service minutes of a crew in a week: one whole multiple of the step, at its price.
#[derive(Clone, Debug)]
pub struct ServiceWeek {
    /// The row in which minutes of routes are at most those chosen.
    pub row: RowId,
    /// Price by multiple of the step.
    pub costs: Vec<i64>,
}

/// The rows in force, the variables, and the lazy rows that wait.
#[derive(Clone)]
pub struct RowPool {
    /// The rows.
    rows: Vec<PoolRow>,
    /// The row that covers each task.
    cover_rows: Vec<RowId>,
    /// The variables.
    aux: Vec<AuxVariable>,
    /// The weeks whose service costs.
    weeks: Vec<ServiceWeek>,
    /// Minutes of which all service minutes are multiples.
    step: Minutes,
    /// Rows and coefficients of a visit, by pricing problem and node.
    visits: Vec<Vec<Vec<(RowId, i64)>>>,
    /// Rows in which an unpreceded visit counts 1, by pricing problem.
    unpreceded: Vec<Vec<(RowId, UnprecededVisit)>>,
    /// The row that sums service and travel minutes, by pricing problem.
    worked_rows: Vec<Option<RowId>>,
    /// The row that sums service minutes, by pricing problem.
    served_rows: Vec<Option<RowId>>,
    /// Lazy rows.
    lazy_rows: Vec<LazyRow>,
}

impl RowPool {
    /// All rows and variables of a problem.
    pub fn new(problem: &CoveringProblem<'_>) -> Self {
        let mut pool = Self {
            rows: Vec::new(),
            cover_rows: Vec::new(),
            aux: Vec::new(),
            weeks: Vec::new(),
            step: problem.service_step(),
            visits: problem.subproblems.iter().map(|subproblem| vec![Vec::new(); subproblem.nodes.len()]).collect(),
            unpreceded: vec![Vec::new(); problem.subproblems.len()],
            worked_rows: vec![None; problem.subproblems.len()],
            served_rows: vec![None; problem.subproblems.len()],
            lazy_rows: Vec::new(),
        };
        let places = places(problem);
        pool.cover(problem, &places);
        pool.keep_pins(problem, &places);
        pool.limit_weeks(problem);
        pool.price_weeks(problem);
        pool.share_tools(problem);
        pool.order_jobs(problem, &places);
        pool.price_changes(problem, &places);
        let crews = pool.limit_crews(problem, &places);
        pool.price_crews(problem, &places, &crews);
        pool
    }

    /// The rows.
    #[inline]
    pub fn rows(&self) -> &[PoolRow] {
        &self.rows
    }

    /// The row that covers each task.
    #[inline]
    pub fn cover_rows(&self) -> &[RowId] {
        &self.cover_rows
    }

    /// The variables.
    #[inline]
    pub fn aux(&self) -> &[AuxVariable] {
        &self.aux
    }

    /// The weeks whose service costs.
    #[inline]
    pub fn weeks(&self) -> &[ServiceWeek] {
        &self.weeks
    }

    /// Minutes of which all service minutes are multiples.
    #[inline]
    pub fn step(&self) -> Minutes {
        self.step
    }

    /// Rows and coefficients of a visit, by pricing problem and node.
    #[inline]
    pub fn visits(&self) -> &[Vec<Vec<(RowId, i64)>>] {
        &self.visits
    }

    /// Rows in which an unpreceded visit counts 1, by pricing problem.
    #[inline]
    pub fn unpreceded(&self) -> &[Vec<(RowId, UnprecededVisit)>] {
        &self.unpreceded
    }

    /// The row that sums service and travel minutes, by pricing problem.
    #[inline]
    pub fn worked_rows(&self) -> &[Option<RowId>] {
        &self.worked_rows
    }

    /// The row that sums service minutes, by pricing problem.
    #[inline]
    pub fn served_rows(&self) -> &[Option<RowId>] {
        &self.served_rows
    }

    /// The lazy rows that wait.
    #[inline]
    pub fn lazy_rows(&self) -> &[LazyRow] {
        &self.lazy_rows
    }

    /// Puts the lazy rows in force that are broken. How many they are.
    pub fn activate(&mut self, is_broken: impl Fn(&LazyRow) -> bool) -> usize {
        let (broken, waiting): (Vec<LazyRow>, _) = std::mem::take(&mut self.lazy_rows).into_iter().partition(is_broken);
        self.lazy_rows = waiting;
        broken.iter().for_each(|lazy_row| self.add_lazy_row(lazy_row));
        broken.len()
    }

    /// The Lagrangian relaxation of all rows but some: variables pay for the others by their multipliers. Rows and variables
    /// that are not kept say nothing, and have the same indices.
    pub fn relaxed(&self, keeps_row: impl Fn(RowId) -> bool, keeps_aux: impl Fn(AuxId) -> bool, duals: &[i64]) -> Self {
        let mut own = self.clone();
        for (_, limits) in own.rows.iter_mut().enumerate().filter(|&(row, _)| !keeps_row(row)) {
            (limits.lower, limits.upper) = (None, None);
        }
        own.visits.iter_mut().flatten().for_each(|rows| rows.retain(|term| keeps_row(term.0)));
        own.unpreceded.iter_mut().for_each(|unpreceded| unpreceded.retain(|term| keeps_row(term.0)));
        for row in own.worked_rows.iter_mut().chain(&mut own.served_rows) {
            *row = row.filter(|&row| keeps_row(row));
        }
        for (index, aux) in own.aux.iter_mut().enumerate() {
            if !keeps_aux(index) {
                (aux.cost, aux.terms) = (0, Vec::new());
            }
            let (rows, paid): (Vec<_>, Vec<_>) =
                std::mem::take(&mut aux.terms).into_iter().partition(|term| keeps_row(term.0));
            aux.terms = rows;
            aux.cost -= paid.iter().map(|&(row, c)| duals[row] * c).sum::<i64>();
        }
        own.weeks.iter_mut().filter(|week| !keeps_row(week.row)).for_each(|week| week.costs = vec![0]);
        own
    }

    fn add_aux(&mut self, cost: i64, upper: i64, whole: bool) -> AuxId {
        self.aux.push(AuxVariable { cost, upper, whole, terms: Vec::new() });
        self.aux.len() - 1
    }

    /// Adds a row over visits and variables.
    fn add_row(
        &mut self,
        visits: &[(VisitVariable, i64)],
        aux: &[(AuxId, i64)],
        lower: Option<i64>,
        upper: Option<i64>,
    ) -> RowId {
        let row = self.rows.len();
        self.rows.push(PoolRow { lower, upper, scale: 1 });
        for &((subproblem, node), coefficient) in visits {
            self.visits[subproblem][node].push((row, coefficient));
        }
        for &(aux, coefficient) in aux {
            self.aux[aux].terms.push((row, coefficient));
        }
        row
    }

    /// Puts a row in force.
    pub fn add_lazy_row(&mut self, lazy_row: &LazyRow) {
        let row = self.add_row(&lazy_row.visits, &lazy_row.aux, None, Some(lazy_row.upper));
        lazy_row
            .unpreceded
            .iter()
            .for_each(|unpreceded| self.unpreceded[unpreceded.subproblem].push((row, *unpreceded)));
    }

    fn at_most(&mut self, visits: Vec<(VisitVariable, i64)>, aux: Vec<(AuxId, i64)>, upper: i64) {
        self.lazy_rows.push(LazyRow { visits, aux, upper, unpreceded: Vec::new() });
    }

    /// Every visit asked is planned or missing; of several on one day as many as its day takes.
    fn cover(&mut self, problem: &CoveringProblem<'_>, places: &[Vec<VisitVariable>]) {
        for (index, task) in problem.tasks.iter().enumerate() {
            let missing = self.add_aux(task.missing, task.asked, true);
            let row = self.add_row(&ones(&places[index]), &[(missing, 1)], Some(task.asked), Some(task.asked));
            self.cover_rows.push(row);
            self.spread_over_days(problem, index, &places[index]);
        }
    }

    /// A day variable per date, which is 1 where the job has its visits there; gaps between such days are limited.
    fn spread_over_days(&mut self, problem: &CoveringProblem<'_>, task: usize, places: &[VisitVariable]) {
        let terms = &problem.prices.jobs[problem.tasks[task].job];
        let together = terms.together.map(i64::from);
        let Some(crews) = together.or(terms.one_a_day.then_some(1)) else { return };
        if problem.tasks[task].asked <= 1 && crews == 1 {
            return;
        }
        let mut days = BTreeMap::new();
        for &(subproblem, node) in places {
            days.entry(problem.subproblems[subproblem].day).or_insert_with(Vec::new).push((subproblem, node));
        }
        let mut open = Vec::new();
        for (day, visits) in days {
            let there = self.add_aux(0, 1, true);
            self.add_row(&ones(&visits), &[(there, -crews)], Some(0), Some(0));
            if crews > 1 {
                visits.iter().for_each(|&at| self.at_most(vec![(at, 1)], vec![(there, -1)], 0));
            }
            open.push((day, there));
        }
        if let Some(most) = terms.gap {
            self.limit_gaps(problem, &open, most);
        }
    }

    /// Of two days too far apart, another lies between that the first reaches.
    fn limit_gaps(&mut self, problem: &CoveringProblem<'_>, open: &[(DayId, AuxId)], most: u32) {
        let gap = |first: DayId, second: DayId| problem.prices.instance.gap(first, second);
        for (index, &(first, there)) in open.iter().enumerate() {
            for (second, &(last, then)) in open.iter().enumerate().skip(index + 1) {
                if gap(first, last) > most {
                    let between = open[index + 1..second].iter().filter(|&&(day, _)| gap(first, day) <= most);
                    let row = [(there, 1), (then, 1)].into_iter().chain(between.map(|&(_, aux)| (aux, -1)));
                    self.at_most(Vec::new(), row.collect(), 1);
                }
            }
        }
    }

    /// Hall's condition: for any of a job's pins, enough visits where one of them holds.
    fn keep_pins(&mut self, problem: &CoveringProblem<'_>, places: &[Vec<VisitVariable>]) {
        for (index, task) in problem.tasks.iter().enumerate() {
            let pins = &problem.prices.pins[task.job];
            let sets: Vec<Vec<&Pin>> = if pins.len() <= MAX_PINS_IN_SETS {
                let chosen = |set: u32| pins.iter().enumerate().filter(move |&(pin, _)| set >> pin & 1 != 0);
                (1..1u32 << pins.len()).map(|set| chosen(set).map(|(_, pin)| pin).collect()).collect()
            } else {
                pins.iter().map(|pin| vec![pin]).collect()
            };
            for set in sets {
                let holds = |&&(subproblem, _): &&VisitVariable| {
                    let subproblem = &problem.subproblems[subproblem];
                    let date = problem.prices.instance.dates[subproblem.day];
                    set.iter().any(|pin| pin.holds(subproblem.crew, date))
                };
                let visits: Vec<_> = places[index].iter().filter(holds).copied().collect();
                self.add_row(&ones(&visits), &[], Some(set.len() as i64), None);
            }
        }
    }

    fn limit_weeks(&mut self, problem: &CoveringProblem<'_>) {
        for (week, terms) in problem.prices.weeks.iter().enumerate() {
            let Some(most) = terms.worked else { continue };
            let row = self.add_row(&[], &[], None, Some(i64::from(most)));
            self.rows[row].scale = HOUR;
            for (subproblem, _) in
                problem.subproblems.iter().enumerate().filter(|(_, subproblem)| subproblem.week == week)
            {
                self.worked_rows[subproblem] = Some(row);
            }
        }
    }

    fn price_weeks(&mut self, problem: &CoveringProblem<'_>) {
        let asked: i64 = problem.tasks.iter().map(|task| task.asked * i64::from(task.duration)).sum();
        for (week, terms) in problem.prices.weeks.iter().enumerate() {
            let subproblems: Vec<_> = (0..problem.subproblems.len())
                .filter(|&subproblem| problem.subproblems[subproblem].week == week)
                .collect();
            let hours = |&subproblem: &usize| {
                i64::from(problem.subproblems[subproblem].latest - problem.subproblems[subproblem].start)
            };
            let most = subproblems.iter().map(hours).sum::<i64>().min(asked).max(0);
            let cost = |minutes: i64| terms.service.iter().map(|cost| cost(minutes as Minutes).0).sum::<i64>();
            let costs: Vec<_> =
                (0..=most / i64::from(self.step)).map(|times| cost(times * i64::from(self.step))).collect();
            if costs.iter().all(|&cost| cost == 0) || costs.windows(2).any(|pair| pair[0] > pair[1]) {
                continue;
            }
            let row = self.add_row(&[], &[], None, Some(0));
            self.rows[row].scale = HOUR;
            subproblems.iter().for_each(|&subproblem| self.served_rows[subproblem] = Some(row));
            self.weeks.push(ServiceWeek { row, costs });
        }
    }

    /// What each shift takes of a tool, and the pool on each day.
    fn share_tools(&mut self, problem: &CoveringProblem<'_>) {
        let instance = problem.prices.instance;
        if !problem.prices.counts_tools {
            return;
        }
        for tool in instance.tool_ids() {
            let mut days: BTreeMap<DayId, Vec<Vec<(VisitVariable, i64)>>> = BTreeMap::new();
            for (subproblem, own) in problem
                .subproblems
                .iter()
                .enumerate()
                .filter(|(_, subproblem)| !instance.crews[subproblem.crew].owns(tool))
            {
                let quantity = |task: usize| {
                    let needs = &instance.jobs[problem.tasks[task].job].tools;
                    needs.iter().find(|need| need.0 == tool).map(|need| i64::from(need.1))
                };
                let nodes = own.nodes.iter().enumerate();
                let takes: Vec<_> =
                    nodes.filter_map(|(node, own)| Some(((subproblem, node), quantity(own.task)?))).collect();
                if !takes.is_empty() {
                    days.entry(own.day).or_default().push(takes);
                }
            }
            for shifts in days.into_values() {
                self.share_tool(&shifts, i64::from(instance.tools[tool].quantity));
            }
        }
    }

    fn share_tool(&mut self, shifts: &[Vec<(VisitVariable, i64)>], pool: i64) {
        let most = |takes: &Vec<(VisitVariable, i64)>| takes.iter().map(|&(_, quantity)| quantity).max().unwrap_or(0);
        if shifts.iter().map(most).sum::<i64>() <= pool {
            return;
        }
        let mut taken = Vec::new();
        for takes in shifts {
            let aux = self.add_aux(0, most(takes), true);
            takes.iter().for_each(|&take| self.at_most(vec![take], vec![(aux, -1)], 0));
            taken.push((aux, 1));
        }
        self.add_row(&[], &taken, None, Some(pool));
    }

    /// A visit needs every visit of the jobs before it on an earlier day, or in the same route: all but one that its route can have, and
    /// that one too where the route does not have it. Where no two visits of a job can be on one day, or there is only one, these rows
    /// are added up.
    fn order_jobs(&mut self, problem: &CoveringProblem<'_>, places: &[Vec<VisitVariable>]) {
        for (index, task) in problem.tasks.iter().enumerate() {
            let single = task.asked == 1 || problem.prices.jobs[task.job].one_a_day;
            let day = |&(subproblem, _): &VisitVariable| problem.subproblems[subproblem].day;
            for before in problem.prices.jobs[task.job].after.iter().filter_map(|&before| problem.task_of[before]) {
                let mut at_once: BTreeMap<(DayId, usize), Vec<VisitVariable>> = BTreeMap::new();
                for at in &places[index] {
                    at_once.entry((day(at), if single { 0 } else { at.0 })).or_default().push(*at);
                }
                for ((day_of_visits, _), visits) in at_once {
                    let done = places[before].iter().filter(|at| day(at) < day_of_visits).map(|&at| (at, -1));
                    let earlier = places[index].iter().filter(|at| task.asked == 1 && day(at) < day_of_visits);
                    let needed = problem.tasks[before].asked;
                    let mut lazy_row = LazyRow { visits: done.collect(), ..LazyRow::default() };
                    lazy_row.visits.extend(earlier.map(|&at| (at, needed)));
                    for (subproblem, node) in visits {
                        let with = problem.subproblems[subproblem].node_of(before);
                        lazy_row.unpreceded.extend(with.map(|without| UnprecededVisit {
                            subproblem,
                            node: node as u16,
                            without: without as u16,
                        }));
                        lazy_row.visits.push(((subproblem, node), needed - i64::from(with.is_some())));
                    }
                    self.lazy_rows.push(lazy_row);
                }
            }
        }
    }

    /// Where only some visits of a job pay for their change: how many are paid at each price, at least their share.
    fn price_changes(&mut self, problem: &CoveringProblem<'_>, places: &[Vec<VisitVariable>]) {
        for (index, task) in problem.tasks.iter().enumerate() {
            let Some(terms) = &problem.prices.jobs[task.job].cheapest else { continue };
            let paid = i64::from(terms.paid).min(task.asked);
            let mut levels: BTreeMap<i64, Vec<VisitVariable>> = BTreeMap::new();
            for &(subproblem, node) in &places[index] {
                levels.entry(terms.prices[problem.shift(subproblem)].0).or_default().push((subproblem, node));
            }
            let mut all = Vec::new();
            for (price, visits) in levels {
                let level = self.add_aux(price, task.asked, true);
                let visits: Vec<_> = visits.iter().map(|&at| (at, -1)).collect();
                self.add_row(&visits, &[(level, 1)], None, Some(0));
                all.push((level, -task.asked));
            }
            let visits: Vec<_> = places[index].iter().map(|&at| (at, paid)).collect();
            self.add_row(&visits, &all, None, Some(0));
        }
    }

    /// Which crews share a job that only so many may; by task and crew.
    fn limit_crews(
        &mut self,
        problem: &CoveringProblem<'_>,
        places: &[Vec<VisitVariable>],
    ) -> BTreeMap<(usize, CrewId), AuxId> {
        let mut shares = BTreeMap::new();
        for (index, task) in problem.tasks.iter().enumerate() {
            let Some(most) = problem.prices.jobs[task.job].crews.map(i64::from) else { continue };
            if task.asked <= most {
                continue;
            }
            for &(subproblem, node) in &places[index] {
                let crew = problem.subproblems[subproblem].crew;
                let share = *shares.entry((index, crew)).or_insert_with(|| self.add_aux(0, 1, true));
                self.at_most(vec![((subproblem, node), 1)], vec![(share, -1)], 0);
            }
            for (&(_, crew), &share) in shares.range((index, CrewId::new(0))..(index + 1, CrewId::new(0))) {
                let own = places[index].iter().filter(|&&(subproblem, _)| problem.subproblems[subproblem].crew == crew);
                let visits = own.map(|&at| (at, 1)).collect();
                self.at_most(visits, vec![(share, -task.asked)], 0);
            }
            let all: Vec<_> =
                shares.range((index, CrewId::new(0))..(index + 1, CrewId::new(0))).map(|(_, &aux)| (aux, 1)).collect();
            self.add_row(&[], &all, None, Some(most));
        }
        shares
    }

    /// Crews seen on a site beyond those that its jobs need; the usual crew counts from the start.
    fn price_crews(
        &mut self,
        problem: &CoveringProblem<'_>,
        places: &[Vec<VisitVariable>],
        shares: &BTreeMap<(usize, CrewId), AuxId>,
    ) {
        for site in SiteId::range(problem.prices.sites.len()) {
            let terms = &problem.prices.sites[site];
            let tasks: Vec<_> = terms.jobs.iter().filter_map(|&job| problem.task_of[job]).collect();
            if terms.further_crew.0 > 0 && !tasks.is_empty() {
                self.price_site(problem, site, &tasks, places, shares);
            }
        }
    }

    fn price_site(
        &mut self,
        problem: &CoveringProblem<'_>,
        site: SiteId,
        tasks: &[usize],
        places: &[Vec<VisitVariable>],
        shares: &BTreeMap<(usize, CrewId), AuxId>,
    ) {
        let (terms, jobs) = (&problem.prices.sites[site], &problem.prices.instance.jobs);
        let needed = tasks.iter().map(|&task| i64::from(jobs[problem.tasks[task].job].crews)).max().unwrap_or(1).max(1);
        let usual = i64::from(terms.usual.is_some());
        let price = terms.further_crew.0;
        let folded = usual == 1 && needed == 1;
        let mut seen: BTreeMap<CrewId, AuxId> = BTreeMap::new();
        for &task in tasks {
            let mut crews: BTreeMap<CrewId, Vec<VisitVariable>> = BTreeMap::new();
            for &(subproblem, node) in &places[task] {
                crews.entry(problem.subproblems[subproblem].crew).or_default().push((subproblem, node));
            }
            crews.retain(|&crew, _| terms.usual != Some(crew));
            for (crew, visits) in crews {
                let upper = if folded { price } else { 0 };
                let there = *seen.entry(crew).or_insert_with(|| self.add_aux(upper, 1, true));
                self.see_crew(problem, task, visits, there, shares.get(&(task, crew)).copied());
            }
        }
        if !folded && seen.len() as i64 + usual > needed {
            let further = self.add_aux(price, seen.len() as i64, true);
            let row: Vec<_> = seen.values().map(|&there| (there, 1)).chain([(further, -1)]).collect();
            self.add_row(&[], &row, None, Some(needed - usual));
        }
    }

    /// A crew that visits a task of the site is seen there.
    fn see_crew(
        &mut self,
        problem: &CoveringProblem<'_>,
        task: usize,
        visits: Vec<VisitVariable>,
        there: AuxId,
        share: Option<AuxId>,
    ) {
        let terms = &problem.prices.jobs[problem.tasks[task].job];
        let asked = problem.tasks[task].asked;
        let once = asked == 1 || terms.together.is_some_and(|crews| i64::from(crews) == asked);
        if let Some(share) = share {
            self.at_most(Vec::new(), vec![(share, 1), (there, -1)], 0);
        } else if once {
            self.at_most(ones(&visits), vec![(there, -1)], 0);
        } else {
            visits.iter().for_each(|&at| self.at_most(vec![(at, 1)], vec![(there, -1)], 0));
        }
    }
}

fn ones(visits: &[VisitVariable]) -> Vec<(VisitVariable, i64)> {
    visits.iter().map(|&at| (at, 1)).collect()
}

/// Where each task may stand.
fn places(problem: &CoveringProblem<'_>) -> Vec<Vec<VisitVariable>> {
    let mut places = vec![Vec::new(); problem.tasks.len()];
    for (subproblem, own) in problem.subproblems.iter().enumerate() {
        own.nodes.iter().enumerate().for_each(|(node, own)| places[own.task].push((subproblem, node)));
    }
    places
}
