//! The rows of the master problem over visits, and its auxiliary variables.
//!
//! `x(j, v)` is 1 where shift v visits task j. Every row is linear in these, in the minutes of routes and in bounded
//! auxiliary variables, with integer coefficients; every plan that keeps the rules satisfies it. So any multipliers
//! give a Lagrangian bound (see `duals`). Large families of rows are lazy: inactive until a solution violates them.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::CoveringProblem;
use brigade_model::judge::at_once;
use brigade_model::model::{CrewId, DayId, Pin, SiteId};
use brigade_model::units::Minutes;

/// Index of a row.
pub type RowId = usize;
/// Index of an auxiliary variable.
pub type AuxId = usize;
/// A visit: index of the pricing problem, and of its node.
pub type VisitVariable = (usize, usize);

/// Minutes per hour, the solver's unit of time in a row.
const HOUR: i64 = 60;

/// Pins of a job up to which every subset has a row; beyond that each pin has one.
const MAX_PINS_IN_SETS: usize = 6;

/// The bounds of a row.
#[derive(Clone, Copy, Debug)]
pub struct PoolRow {
    /// Lower bound; `None` = unbounded.
    pub lower: Option<i64>,
    /// Upper bound; `None` = unbounded.
    pub upper: Option<i64>,
    /// The solver's scale: it sees the row divided by this.
    pub scale: i64,
}

/// An auxiliary variable between 0 and `upper`.
#[derive(Clone, Debug)]
pub struct AuxVariable {
    /// Cost per unit, `Money` units.
    pub cost: i64,
    /// Its upper bound.
    pub upper: i64,
    /// Whether it is integer in every plan.
    pub whole: bool,
    /// Its rows and coefficients.
    pub terms: Vec<(RowId, i64)>,
}

/// A visit that no visit of another task precedes in its route: its coefficient depends on the order of the route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnprecededVisit {
    /// Index of the pricing problem.
    pub subproblem: usize,
    /// The node of the visit.
    pub node: u16,
    /// The node that must not come before.
    pub without: u16,
}

/// A lazy row, inactive until violated: Σ coefficient x variable ≤ `upper`.
#[derive(Clone, Debug, Default)]
pub struct LazyRow {
    /// Visits and their coefficients.
    pub visits: Vec<(VisitVariable, i64)>,
    /// Unpreceded visits, each with coefficient 1.
    pub unpreceded: Vec<UnprecededVisit>,
    /// Variables and their coefficients.
    pub aux: Vec<(AuxId, i64)>,
    /// The right-hand side.
    pub upper: i64,
}

/// The service time of a crew in a week: exactly one multiple of the step, at its cost.
#[derive(Clone, Debug)]
pub struct ServiceWeek {
    /// The row by which the routes' service minutes are at most those chosen.
    pub row: RowId,
    /// Cost by multiple of the step, `Money` units.
    pub costs: Vec<i64>,
}

/// The active rows, the auxiliary variables, and the inactive lazy rows.
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
    work_rows: Vec<Option<RowId>>,
    /// The row that sums service minutes, by pricing problem.
    service_rows: Vec<Option<RowId>>,
    /// Inactive lazy rows.
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
            work_rows: vec![None; problem.subproblems.len()],
            service_rows: vec![None; problem.subproblems.len()],
            lazy_rows: Vec::new(),
        };
        let visit_variables = visit_variables(problem);
        pool.add_cover_rows(problem, &visit_variables);
        pool.add_pin_rows(problem, &visit_variables);
        pool.add_week_limits(problem);
        pool.add_service_costs(problem);
        pool.add_tool_rows(problem);
        pool.add_precedence_rows(problem, &visit_variables);
        pool.add_change_rows(problem, &visit_variables);
        let crews = pool.add_crew_limits(problem, &visit_variables);
        pool.add_site_crews(problem, &visit_variables, &crews);
        pool.add_site_limits(problem, &visit_variables, &crews);
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
    pub fn work_rows(&self) -> &[Option<RowId>] {
        &self.work_rows
    }

    /// The row that sums service minutes, by pricing problem.
    #[inline]
    pub fn service_rows(&self) -> &[Option<RowId>] {
        &self.service_rows
    }

    /// The inactive lazy rows.
    #[inline]
    pub fn lazy_rows(&self) -> &[LazyRow] {
        &self.lazy_rows
    }

    /// Activates the lazy rows that are violated and returns their number.
    pub fn activate(&mut self, is_violated: impl Fn(&LazyRow) -> bool) -> usize {
        let (violated, waiting): (Vec<LazyRow>, _) =
            std::mem::take(&mut self.lazy_rows).into_iter().partition(is_violated);
        self.lazy_rows = waiting;
        violated.iter().for_each(|row| self.add_lazy_row(row));
        violated.len()
    }

    /// The Lagrangian relaxation of all rows except those kept: the multipliers of the others move into the variables'
    /// costs. Rows and variables that are not kept become vacuous and keep their indices.
    pub fn relaxed(&self, keeps_row: impl Fn(RowId) -> bool, keeps_aux: impl Fn(AuxId) -> bool, duals: &[i64]) -> Self {
        let mut own = self.clone();
        for (_, limits) in own.rows.iter_mut().enumerate().filter(|&(row, _)| !keeps_row(row)) {
            (limits.lower, limits.upper) = (None, None);
        }
        own.visits.iter_mut().flatten().for_each(|rows| rows.retain(|term| keeps_row(term.0)));
        own.unpreceded.iter_mut().for_each(|unpreceded| unpreceded.retain(|term| keeps_row(term.0)));
        for row in own.work_rows.iter_mut().chain(&mut own.service_rows) {
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

    /// Activates a row.
    pub fn add_lazy_row(&mut self, lazy: &LazyRow) {
        let row = self.add_row(&lazy.visits, &lazy.aux, None, Some(lazy.upper));
        lazy.unpreceded.iter().for_each(|unpreceded| self.unpreceded[unpreceded.subproblem].push((row, *unpreceded)));
    }

    fn at_most(&mut self, visits: Vec<(VisitVariable, i64)>, aux: Vec<(AuxId, i64)>, upper: i64) {
        self.lazy_rows.push(LazyRow { visits, aux, upper, unpreceded: Vec::new() });
    }

    /// Cover rows: every visit asked is planned or unassigned; and the day rows of jobs with several visits.
    fn add_cover_rows(&mut self, problem: &CoveringProblem<'_>, visit_variables: &[Vec<VisitVariable>]) {
        for (index, task) in problem.tasks.iter().enumerate() {
            let unassigned = self.add_aux(task.unassigned_penalty, task.asked, true);
            let row =
                self.add_row(&ones(&visit_variables[index]), &[(unassigned, 1)], Some(task.asked), Some(task.asked));
            self.cover_rows.push(row);
            self.add_day_rows(problem, index, &visit_variables[index]);
            self.add_link_rows(problem, index, visit_variables);
        }
    }

    /// Link rows: a variable per date, 1 where a job and the one that it starts with are both done on it, by two crews. How
    /// long after each other they start is left open, and so is all of it where one of them is pinned.
    fn add_link_rows(&mut self, problem: &CoveringProblem<'_>, task: usize, visit_variables: &[Vec<VisitVariable>]) {
        let job = problem.tasks[task].job;
        let partner = problem.prices.jobs[job].with.and_then(|lag| problem.task_of[lag.job]);
        let Some(partner) = partner.filter(|_| !problem.prices.has_pinned_link(job)) else { return };
        let mut days: BTreeMap<DayId, [Vec<VisitVariable>; 2]> = BTreeMap::new();
        for (side, of) in [task, partner].into_iter().enumerate() {
            for &(subproblem, node) in &visit_variables[of] {
                days.entry(problem.subproblems[subproblem].day).or_default()[side].push((subproblem, node));
            }
        }
        for [own, others] in days.into_values() {
            let there = self.add_aux(0, 1, true);
            self.add_row(&ones(&own), &[(there, -1)], Some(0), Some(0));
            self.add_row(&ones(&others), &[(there, -1)], Some(0), Some(0));
            for &at in &own {
                if let Some(&beside) = others.iter().find(|other| other.0 == at.0) {
                    self.at_most(vec![(at, 1), (beside, 1)], vec![(there, -1)], 0);
                }
            }
        }
    }

    /// Day rows: a variable per date, 1 where the job has its visits on it; and the rows of `max_gap_days`.
    fn add_day_rows(&mut self, problem: &CoveringProblem<'_>, task: usize, visit_variables: &[VisitVariable]) {
        let terms = &problem.prices.jobs[problem.tasks[task].job];
        let together = terms.together.map(i64::from);
        let Some(crews) = together.or(terms.one_a_day.then_some(1)) else { return };
        if problem.tasks[task].asked <= 1 && crews == 1 {
            return;
        }
        let mut days = BTreeMap::new();
        for &(subproblem, node) in visit_variables {
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
            self.add_gap_rows(problem, &open, most);
        }
    }

    /// Gap rows: two days too far apart need a third in between, within reach of the first.
    fn add_gap_rows(&mut self, problem: &CoveringProblem<'_>, open: &[(DayId, AuxId)], most: u32) {
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

    /// Pin rows, by Hall's condition: for every subset of a job's pins, at least as many visits where one of them
    /// holds.
    fn add_pin_rows(&mut self, problem: &CoveringProblem<'_>, visit_variables: &[Vec<VisitVariable>]) {
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
                let visits: Vec<_> = visit_variables[index].iter().filter(holds).copied().collect();
                self.add_row(&ones(&visits), &[], Some(set.len() as i64), None);
            }
        }
    }

    fn add_week_limits(&mut self, problem: &CoveringProblem<'_>) {
        for (week, terms) in problem.prices.weeks.iter().enumerate() {
            let Some(most) = terms.worked else { continue };
            let row = self.add_row(&[], &[], None, Some(i64::from(most)));
            self.rows[row].scale = HOUR;
            for (subproblem, _) in
                problem.subproblems.iter().enumerate().filter(|(_, subproblem)| subproblem.week == week)
            {
                self.work_rows[subproblem] = Some(row);
            }
        }
    }

    fn add_service_costs(&mut self, problem: &CoveringProblem<'_>) {
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
            subproblems.iter().for_each(|&subproblem| self.service_rows[subproblem] = Some(row));
            self.weeks.push(ServiceWeek { row, costs });
        }
    }

    /// Tool rows: each shift takes the most of any of its visits, all shifts of a day at most the pool.
    fn add_tool_rows(&mut self, problem: &CoveringProblem<'_>) {
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
                self.add_tool_day(&shifts, i64::from(instance.tools[tool].quantity));
            }
        }
    }

    fn add_tool_day(&mut self, shifts: &[Vec<(VisitVariable, i64)>], pool: i64) {
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

    /// Precedence rows: a visit needs every visit of the predecessors on an earlier day, or before it in the same
    /// route. The route itself can hold at most one of these, so all but one are needed on earlier days, and that one
    /// too where the route does not hold it (an unpreceded visit). The rows of a job's visits on one day are summed
    /// where it has at most one there.
    fn add_precedence_rows(&mut self, problem: &CoveringProblem<'_>, visit_variables: &[Vec<VisitVariable>]) {
        for (index, task) in problem.tasks.iter().enumerate() {
            let single = task.asked == 1 || problem.prices.jobs[task.job].one_a_day;
            let day = |&(subproblem, _): &VisitVariable| problem.subproblems[subproblem].day;
            for before in problem.prices.jobs[task.job].after.iter().filter_map(|&before| problem.task_of[before]) {
                let mut at_once: BTreeMap<(DayId, usize), Vec<VisitVariable>> = BTreeMap::new();
                for at in &visit_variables[index] {
                    at_once.entry((day(at), if single { 0 } else { at.0 })).or_default().push(*at);
                }
                for ((day_of_visits, _), visits) in at_once {
                    let done = visit_variables[before].iter().filter(|at| day(at) < day_of_visits).map(|&at| (at, -1));
                    let earlier = visit_variables[index].iter().filter(|at| task.asked == 1 && day(at) < day_of_visits);
                    let needed = problem.tasks[before].asked;
                    let apart = task.apart.contains(&before);
                    let mut row = LazyRow { visits: done.collect(), ..LazyRow::default() };
                    row.visits.extend(earlier.map(|&at| (at, needed)));
                    for (subproblem, node) in visits {
                        let with = problem.subproblems[subproblem].node_of(before).filter(|_| !apart);
                        row.unpreceded.extend(with.map(|without| UnprecededVisit {
                            subproblem,
                            node: node as u16,
                            without: without as u16,
                        }));
                        row.visits.push(((subproblem, node), needed - i64::from(with.is_some())));
                    }
                    self.lazy_rows.push(row);
                }
            }
        }
    }

    /// Change rows, where only the cheapest changes of a job cost: the number of changes paid at each cost level, and how
    /// many visits are missing to those paid.
    fn add_change_rows(&mut self, problem: &CoveringProblem<'_>, visit_variables: &[Vec<VisitVariable>]) {
        for (index, task) in problem.tasks.iter().enumerate() {
            let Some(terms) = &problem.prices.jobs[task.job].cheapest else { continue };
            let paid = i64::from(terms.paid).min(task.asked);
            let mut levels: BTreeMap<i64, Vec<VisitVariable>> = BTreeMap::new();
            for &(subproblem, node) in &visit_variables[index] {
                levels.entry(terms.prices[problem.shift(subproblem)].0).or_default().push((subproblem, node));
            }
            let mut all = Vec::new();
            for (price, visits) in levels {
                let level = self.add_aux(price, task.asked, true);
                let visits: Vec<_> = visits.iter().map(|&at| (at, -1)).collect();
                self.add_row(&visits, &[(level, 1)], None, Some(0));
                all.push((level, -task.asked));
            }
            let visits: Vec<_> = visit_variables[index].iter().map(|&at| (at, paid)).collect();
            self.add_row(&visits, &all, None, Some(0));
            if terms.missing.0 > 0 {
                let missing = self.add_aux(terms.missing.0, paid, true);
                self.add_row(&ones(&visit_variables[index]), &[(missing, 1)], Some(paid), None);
            }
        }
    }

    /// Crew rows of jobs that few crews may share; returns a variable by task and crew, 1 where the crew takes part.
    fn add_crew_limits(
        &mut self,
        problem: &CoveringProblem<'_>,
        visit_variables: &[Vec<VisitVariable>],
    ) -> BTreeMap<(usize, CrewId), AuxId> {
        let mut shares = BTreeMap::new();
        for (index, task) in problem.tasks.iter().enumerate() {
            let Some(most) = problem.prices.jobs[task.job].crews.map(i64::from) else { continue };
            if task.asked <= most {
                continue;
            }
            for &(subproblem, node) in &visit_variables[index] {
                let crew = problem.subproblems[subproblem].crew;
                let share = *shares.entry((index, crew)).or_insert_with(|| self.add_aux(0, 1, true));
                self.at_most(vec![((subproblem, node), 1)], vec![(share, -1)], 0);
            }
            for (&(_, crew), &share) in shares.range((index, CrewId::new(0))..(index + 1, CrewId::new(0))) {
                let own = visit_variables[index]
                    .iter()
                    .filter(|&&(subproblem, _)| problem.subproblems[subproblem].crew == crew);
                let visits = own.map(|&at| (at, 1)).collect();
                self.at_most(visits, vec![(share, -task.asked)], 0);
            }
            let all: Vec<_> =
                shares.range((index, CrewId::new(0))..(index + 1, CrewId::new(0))).map(|(_, &aux)| (aux, 1)).collect();
            self.add_row(&[], &all, None, Some(most));
        }
        shares
    }

    /// The most crews at a site: a variable per crew, 1 where it works there.
    fn add_site_limits(
        &mut self,
        problem: &CoveringProblem<'_>,
        visit_variables: &[Vec<VisitVariable>],
        shares: &BTreeMap<(usize, CrewId), AuxId>,
    ) {
        for limit in problem.prices.sites.iter().filter_map(|terms| terms.limit.as_ref()) {
            let tasks: Vec<_> = limit.jobs.iter().filter_map(|&job| problem.task_of[job]).collect();
            let asked: i64 = tasks.iter().map(|&task| problem.tasks[task].asked).sum();
            if asked <= i64::from(limit.most) {
                continue;
            }
            let mut there: BTreeMap<CrewId, AuxId> = BTreeMap::new();
            for &task in &tasks {
                for (crew, visits) in by_crew(problem, &visit_variables[task]) {
                    let own = *there.entry(crew).or_insert_with(|| self.add_aux(0, 1, true));
                    self.link_crew(problem, task, visits, own, shares.get(&(task, crew)).copied());
                }
            }
            self.link_crew_of_pairs(problem, &tasks, visit_variables, &there);
            self.add_order_rows_of_crews(problem, &tasks, i64::from(limit.most), visit_variables);
            let all: Vec<_> = there.into_values().map(|own| (own, 1)).collect();
            self.add_row(&[], &all, None, Some(i64::from(limit.most)));
        }
    }

    /// Order rows within a crew: where a job takes as many crews at once as may work at its site, no other crew does the jobs
    /// there that wait for it. So a crew's visit of such a job needs its own visit of the first on an earlier day, or on the
    /// same one where the job takes one crew.
    fn add_order_rows_of_crews(
        &mut self,
        problem: &CoveringProblem<'_>,
        tasks: &[usize],
        most: i64,
        visit_variables: &[Vec<VisitVariable>],
    ) {
        let pinned = |task: usize| !problem.prices.pins[problem.tasks[task].job].is_empty();
        let day = |at: &VisitVariable| problem.subproblems[at.0].day;
        for &task in tasks {
            for &before in problem.tasks[task].after.iter().filter(|before| tasks.contains(before)) {
                let at_once = problem.prices.jobs[problem.tasks[before].job].together.map_or(1, i64::from);
                let once = problem.tasks[task].asked == 1 && problem.tasks[before].asked == at_once;
                if !once || at_once != most || pinned(task) || pinned(before) {
                    continue;
                }
                let mut firsts = by_crew(problem, &visit_variables[before]);
                for (crew, visits) in by_crew(problem, &visit_variables[task]) {
                    let firsts = firsts.remove(&crew).unwrap_or_default();
                    for last in visits.iter().map(day).collect::<BTreeSet<DayId>>() {
                        let in_time = |at: &VisitVariable| day(at) < last || day(at) == last && at_once == 1;
                        let done = firsts.iter().copied().filter(in_time).map(|at| (at, -1));
                        let waiting = visits.iter().copied().filter(|at| day(at) <= last).map(|at| (at, 1));
                        self.at_most(waiting.chain(done).collect(), Vec::new(), 0);
                    }
                }
            }
        }
    }

    /// Further crews at a site, beyond the number that its jobs need; the usual crew always counts.
    fn add_site_crews(
        &mut self,
        problem: &CoveringProblem<'_>,
        visit_variables: &[Vec<VisitVariable>],
        shares: &BTreeMap<(usize, CrewId), AuxId>,
    ) {
        for site in SiteId::range(problem.prices.sites.len()) {
            let terms = &problem.prices.sites[site];
            let tasks: Vec<_> = terms.jobs.iter().filter_map(|&job| problem.task_of[job]).collect();
            if terms.further_crew.0 > 0 && !tasks.is_empty() {
                self.add_crews_of_site(problem, site, &tasks, visit_variables, shares);
            }
        }
    }

    fn add_crews_of_site(
        &mut self,
        problem: &CoveringProblem<'_>,
        site: SiteId,
        tasks: &[usize],
        visit_variables: &[Vec<VisitVariable>],
        shares: &BTreeMap<(usize, CrewId), AuxId>,
    ) {
        let terms = &problem.prices.sites[site];
        let needed = i64::from(at_once(problem.prices.instance, tasks.iter().map(|&task| problem.tasks[task].job)));
        let usual = i64::from(terms.usual.is_some());
        let price = terms.further_crew.0;
        let folded = usual == 1 && needed == 1;
        let mut seen: BTreeMap<CrewId, AuxId> = BTreeMap::new();
        for &task in tasks {
            let crews = by_crew(problem, &visit_variables[task]).into_iter();
            for (crew, visits) in crews.filter(|&(crew, _)| terms.usual != Some(crew)) {
                let upper = if folded { price } else { 0 };
                let there = *seen.entry(crew).or_insert_with(|| self.add_aux(upper, 1, true));
                self.link_crew(problem, task, visits, there, shares.get(&(task, crew)).copied());
            }
        }
        self.link_crew_of_pairs(problem, tasks, visit_variables, &seen);
        if !folded && seen.len() as i64 + usual > needed {
            let further = self.add_aux(price, seen.len() as i64, true);
            let row: Vec<_> = seen.values().map(|&there| (there, 1)).chain([(further, -1)]).collect();
            self.add_row(&[], &row, None, Some(needed - usual));
        }
    }

    /// Links a crew's visits of two linked jobs to the variable of its presence at their site, by crew: of the two, which have
    /// one visit each, it does one at most, on whatever day.
    fn link_crew_of_pairs(
        &mut self,
        problem: &CoveringProblem<'_>,
        tasks: &[usize],
        visit_variables: &[Vec<VisitVariable>],
        there: &BTreeMap<CrewId, AuxId>,
    ) {
        for &task in tasks {
            let job = problem.tasks[task].job;
            let partner = problem.prices.jobs[job].with.and_then(|lag| problem.task_of[lag.job]);
            let Some(partner) = partner.filter(|other| tasks.contains(other)) else { continue };
            if problem.prices.has_pinned_link(job) {
                continue;
            }
            let mut visits = by_crew(problem, &visit_variables[task]);
            for (crew, others) in by_crew(problem, &visit_variables[partner]) {
                if let (Some(own), Some(&there)) = (visits.remove(&crew), there.get(&crew)) {
                    self.at_most(ones(&[own, others].concat()), vec![(there, -1)], 0);
                }
            }
        }
    }

    /// Links a crew's visits of a task to the variable of its presence at the site. Where a crew does at most one visit of the
    /// task, on whatever day, all of them together are at most that variable.
    fn link_crew(
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

/// Visits by the crew that does them.
fn by_crew(problem: &CoveringProblem<'_>, visits: &[VisitVariable]) -> BTreeMap<CrewId, Vec<VisitVariable>> {
    let mut crews: BTreeMap<CrewId, Vec<VisitVariable>> = BTreeMap::new();
    for &(subproblem, node) in visits {
        crews.entry(problem.subproblems[subproblem].crew).or_default().push((subproblem, node));
    }
    crews
}

fn ones(visits: &[VisitVariable]) -> Vec<(VisitVariable, i64)> {
    visits.iter().map(|&at| (at, 1)).collect()
}

/// The visit variables of each task.
fn visit_variables(problem: &CoveringProblem<'_>) -> Vec<Vec<VisitVariable>> {
    let mut visit_variables = vec![Vec::new(); problem.tasks.len()];
    for (subproblem, own) in problem.subproblems.iter().enumerate() {
        own.nodes.iter().enumerate().for_each(|(node, own)| visit_variables[own.task].push((subproblem, node)));
    }
    visit_variables
}
