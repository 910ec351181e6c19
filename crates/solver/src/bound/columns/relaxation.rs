//! The rows of the master over visits, and the variables besides columns: what every legal plan keeps.
//!
//! `x(j, v)` is 1 where shift v visits task j. Every row is linear in these, in the minutes of routes and in auxiliary
//! variables that lie between 0 and a bound, all in integers. So for any multipliers of the rows the least cost over columns,
//! variables and weeks each by itself is a bound (see `duals`). Rows of which there are many wait in `links` until a solution
//! breaks them.

use std::collections::BTreeMap;

use super::problem::Problem;
use brigade_model::model::{CrewId, DayId, Pin, SiteId};
use brigade_model::units::Minutes;

/// Index of a row.
pub type RowId = usize;
/// Index of an auxiliary variable.
pub type AuxId = usize;
/// A visit: index of the tour, and of its stop.
pub type At = (usize, usize);

/// Minutes in the hours by which the solver counts.
const HOUR: i64 = 60;

/// What the sum of a row may be.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// At least; none = anything.
    pub lower: Option<i64>,
    /// At most; none = anything.
    pub upper: Option<i64>,
    /// What the solver divides the row by, so that its numbers are about 1.
    pub scale: i64,
}

/// A variable from 0 to `upper`.
#[derive(Clone, Debug)]
pub struct Aux {
    /// Price of one.
    pub cost: i64,
    /// Its largest value.
    pub upper: i64,
    /// Whether it is whole in every plan.
    pub whole: bool,
    /// Its rows and coefficients there.
    pub terms: Vec<(RowId, i64)>,
}

/// A visit without an earlier one of another task in its tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lone {
    /// Index of the tour.
    pub tour: usize,
    /// The stop of the visit.
    pub stop: u16,
    /// The stop that it is without.
    pub without: u16,
}

/// A row that waits until it is broken: the sum is at most `upper`.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Visits and their coefficients.
    pub visits: Vec<(At, i64)>,
    /// What counts 1 besides.
    pub lone: Vec<Lone>,
    /// Variables and their coefficients.
    pub aux: Vec<(AuxId, i64)>,
    /// The largest sum.
    pub upper: i64,
}

/// The service minutes of a crew in a week: one whole multiple of the step, at its price.
#[derive(Clone, Debug)]
pub struct Week {
    /// The row in which minutes of routes are at most those chosen.
    pub row: RowId,
    /// Price by multiple of the step.
    pub costs: Vec<i64>,
}

/// The rows in force, the variables, and the rows that wait.
#[derive(Clone)]
pub struct Relaxation {
    /// The rows.
    pub rows: Vec<Row>,
    /// The row that covers each task.
    pub covers: Vec<RowId>,
    /// The variables.
    pub aux: Vec<Aux>,
    /// The weeks whose service costs.
    pub weeks: Vec<Week>,
    /// Minutes of which all service minutes are multiples.
    pub step: Minutes,
    /// Rows and coefficients of a visit, by tour and stop.
    pub visits: Vec<Vec<Vec<(RowId, i64)>>>,
    /// Rows in which a lone visit counts 1, by tour.
    pub lone: Vec<Vec<(RowId, Lone)>>,
    /// The row that sums service and travel minutes, by tour.
    pub worked: Vec<Option<RowId>>,
    /// The row that sums service minutes, by tour.
    pub served: Vec<Option<RowId>>,
    /// Rows that wait.
    pub links: Vec<Link>,
}

impl Relaxation {
    /// All rows and variables of a problem.
    pub fn new(problem: &Problem<'_>) -> Self {
        let mut relaxation = Self {
            rows: Vec::new(),
            covers: Vec::new(),
            aux: Vec::new(),
            weeks: Vec::new(),
            step: problem.service_step(),
            visits: problem.tours.iter().map(|tour| vec![Vec::new(); tour.stops.len()]).collect(),
            lone: vec![Vec::new(); problem.tours.len()],
            worked: vec![None; problem.tours.len()],
            served: vec![None; problem.tours.len()],
            links: Vec::new(),
        };
        let places = places(problem);
        relaxation.cover(problem, &places);
        relaxation.keep_pins(problem, &places);
        relaxation.limit_weeks(problem);
        relaxation.price_weeks(problem);
        relaxation.share_tools(problem);
        relaxation.order_jobs(problem, &places);
        relaxation.price_changes(problem, &places);
        let crews = relaxation.limit_crews(problem, &places);
        relaxation.price_crews(problem, &places, &crews);
        relaxation
    }

    fn add_aux(&mut self, cost: i64, upper: i64, whole: bool) -> AuxId {
        self.aux.push(Aux { cost, upper, whole, terms: Vec::new() });
        self.aux.len() - 1
    }

    /// Adds a row over visits and variables.
    pub fn add_row(
        &mut self,
        visits: &[(At, i64)],
        aux: &[(AuxId, i64)],
        lower: Option<i64>,
        upper: Option<i64>,
    ) -> RowId {
        let row = self.rows.len();
        self.rows.push(Row { lower, upper, scale: 1 });
        for &((tour, stop), coefficient) in visits {
            self.visits[tour][stop].push((row, coefficient));
        }
        for &(aux, coefficient) in aux {
            self.aux[aux].terms.push((row, coefficient));
        }
        row
    }

    /// Puts a row in force.
    pub fn add_link(&mut self, link: &Link) {
        let row = self.add_row(&link.visits, &link.aux, None, Some(link.upper));
        link.lone.iter().for_each(|lone| self.lone[lone.tour].push((row, *lone)));
    }

    fn at_most(&mut self, visits: Vec<(At, i64)>, aux: Vec<(AuxId, i64)>, upper: i64) {
        self.links.push(Link { visits, aux, upper, lone: Vec::new() });
    }

    /// Every visit asked is planned or missing; of several on one day as many as its day takes.
    fn cover(&mut self, problem: &Problem<'_>, places: &[Vec<At>]) {
        for (index, task) in problem.tasks.iter().enumerate() {
            let missing = self.add_aux(task.missing, task.asked, true);
            let row = self.add_row(&ones(&places[index]), &[(missing, 1)], Some(task.asked), Some(task.asked));
            self.covers.push(row);
            self.spread_over_days(problem, index, &places[index]);
        }
    }

    /// A day variable per date, which is 1 where the job has its visits there; gaps between such days are limited.
    fn spread_over_days(&mut self, problem: &Problem<'_>, task: usize, places: &[At]) {
        let terms = &problem.prices.jobs[problem.tasks[task].job];
        let together = terms.together.map(i64::from);
        let Some(crews) = together.or(terms.one_a_day.then_some(1)) else { return };
        if problem.tasks[task].asked <= 1 && crews == 1 {
            return;
        }
        let mut days = BTreeMap::new();
        for &(tour, stop) in places {
            days.entry(problem.tours[tour].day).or_insert_with(Vec::new).push((tour, stop));
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
    fn limit_gaps(&mut self, problem: &Problem<'_>, open: &[(DayId, AuxId)], most: u32) {
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
    fn keep_pins(&mut self, problem: &Problem<'_>, places: &[Vec<At>]) {
        for (index, task) in problem.tasks.iter().enumerate() {
            let pins = &problem.prices.pins[task.job];
            let sets: Vec<Vec<&Pin>> = if pins.len() <= 6 {
                let chosen = |set: u32| pins.iter().enumerate().filter(move |&(pin, _)| set >> pin & 1 != 0);
                (1..1u32 << pins.len()).map(|set| chosen(set).map(|(_, pin)| pin).collect()).collect()
            } else {
                pins.iter().map(|pin| vec![pin]).collect()
            };
            for set in sets {
                let holds = |&&(tour, _): &&At| {
                    let tour = &problem.tours[tour];
                    let date = problem.prices.instance.dates[tour.day];
                    set.iter().any(|pin| pin.holds(tour.crew, date))
                };
                let visits: Vec<_> = places[index].iter().filter(holds).copied().collect();
                self.add_row(&ones(&visits), &[], Some(set.len() as i64), None);
            }
        }
    }

    fn limit_weeks(&mut self, problem: &Problem<'_>) {
        for (week, terms) in problem.prices.weeks.iter().enumerate() {
            let Some(most) = terms.worked else { continue };
            let row = self.add_row(&[], &[], None, Some(i64::from(most)));
            self.rows[row].scale = HOUR;
            for (tour, _) in problem.tours.iter().enumerate().filter(|(_, tour)| tour.week == week) {
                self.worked[tour] = Some(row);
            }
        }
    }

    fn price_weeks(&mut self, problem: &Problem<'_>) {
        let asked: i64 = problem.tasks.iter().map(|task| task.asked * i64::from(task.duration)).sum();
        for (week, terms) in problem.prices.weeks.iter().enumerate() {
            let tours: Vec<_> = (0..problem.tours.len()).filter(|&tour| problem.tours[tour].week == week).collect();
            let hours = |&tour: &usize| i64::from(problem.tours[tour].latest - problem.tours[tour].start);
            let most = tours.iter().map(hours).sum::<i64>().min(asked).max(0);
            let cost = |minutes: i64| terms.service.iter().map(|cost| cost(minutes as Minutes).0).sum::<i64>();
            let costs: Vec<_> =
                (0..=most / i64::from(self.step)).map(|times| cost(times * i64::from(self.step))).collect();
            if costs.iter().all(|&cost| cost == 0) || costs.windows(2).any(|pair| pair[0] > pair[1]) {
                continue;
            }
            let row = self.add_row(&[], &[], None, Some(0));
            self.rows[row].scale = HOUR;
            tours.iter().for_each(|&tour| self.served[tour] = Some(row));
            self.weeks.push(Week { row, costs });
        }
    }

    /// What each shift takes of a tool, and the pool on each day.
    fn share_tools(&mut self, problem: &Problem<'_>) {
        let instance = problem.prices.instance;
        if !problem.prices.counts_tools {
            return;
        }
        for tool in instance.tool_ids() {
            let mut days: BTreeMap<DayId, Vec<Vec<(At, i64)>>> = BTreeMap::new();
            for (tour, own) in
                problem.tours.iter().enumerate().filter(|(_, tour)| !instance.crews[tour.crew].owns(tool))
            {
                let quantity = |task: usize| {
                    let needs = &instance.jobs[problem.tasks[task].job].tools;
                    needs.iter().find(|need| need.0 == tool).map(|need| i64::from(need.1))
                };
                let stops = own.stops.iter().enumerate();
                let takes: Vec<_> = stops.filter_map(|(stop, own)| Some(((tour, stop), quantity(own.task)?))).collect();
                if !takes.is_empty() {
                    days.entry(own.day).or_default().push(takes);
                }
            }
            for shifts in days.into_values() {
                self.share_tool(&shifts, i64::from(instance.tools[tool].quantity));
            }
        }
    }

    fn share_tool(&mut self, shifts: &[Vec<(At, i64)>], pool: i64) {
        let most = |takes: &Vec<(At, i64)>| takes.iter().map(|&(_, quantity)| quantity).max().unwrap_or(0);
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

    /// A visit needs every visit of the jobs before it on an earlier day, or in the same tour: all but one that its tour can have, and
    /// that one too where the tour does not have it. Where no two visits of a job can be on one day, or there is only one, these rows
    /// are added up.
    fn order_jobs(&mut self, problem: &Problem<'_>, places: &[Vec<At>]) {
        for (index, task) in problem.tasks.iter().enumerate() {
            let single = task.asked == 1 || problem.prices.jobs[task.job].one_a_day;
            let day = |&(tour, _): &At| problem.tours[tour].day;
            for before in problem.prices.jobs[task.job].after.iter().filter_map(|&before| problem.task_of[before]) {
                let mut at_once: BTreeMap<(DayId, usize), Vec<At>> = BTreeMap::new();
                for at in &places[index] {
                    at_once.entry((day(at), if single { 0 } else { at.0 })).or_default().push(*at);
                }
                for ((day_of_visits, _), visits) in at_once {
                    let done = places[before].iter().filter(|at| day(at) < day_of_visits).map(|&at| (at, -1));
                    let earlier = places[index].iter().filter(|at| task.asked == 1 && day(at) < day_of_visits);
                    let needed = problem.tasks[before].asked;
                    let mut link = Link { visits: done.collect(), ..Link::default() };
                    link.visits.extend(earlier.map(|&at| (at, needed)));
                    for (tour, stop) in visits {
                        let with = problem.tours[tour].stop_of(before);
                        link.lone.extend(with.map(|without| Lone { tour, stop: stop as u16, without: without as u16 }));
                        link.visits.push(((tour, stop), needed - i64::from(with.is_some())));
                    }
                    self.links.push(link);
                }
            }
        }
    }

    /// Where only some visits of a job pay for their change: how many are paid at each price, at least their share.
    fn price_changes(&mut self, problem: &Problem<'_>, places: &[Vec<At>]) {
        for (index, task) in problem.tasks.iter().enumerate() {
            let Some(terms) = &problem.prices.jobs[task.job].cheapest else { continue };
            let paid = i64::from(terms.paid).min(task.asked);
            let mut levels: BTreeMap<i64, Vec<At>> = BTreeMap::new();
            for &(tour, stop) in &places[index] {
                levels.entry(terms.prices[problem.shift(tour)].0).or_default().push((tour, stop));
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
    fn limit_crews(&mut self, problem: &Problem<'_>, places: &[Vec<At>]) -> BTreeMap<(usize, CrewId), AuxId> {
        let mut shares = BTreeMap::new();
        for (index, task) in problem.tasks.iter().enumerate() {
            let Some(most) = problem.prices.jobs[task.job].crews.map(i64::from) else { continue };
            if task.asked <= most {
                continue;
            }
            for &(tour, stop) in &places[index] {
                let crew = problem.tours[tour].crew;
                let share = *shares.entry((index, crew)).or_insert_with(|| self.add_aux(0, 1, true));
                self.at_most(vec![((tour, stop), 1)], vec![(share, -1)], 0);
            }
            for (&(_, crew), &share) in shares.range((index, CrewId::new(0))..(index + 1, CrewId::new(0))) {
                let own = places[index].iter().filter(|&&(tour, _)| problem.tours[tour].crew == crew);
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
    fn price_crews(&mut self, problem: &Problem<'_>, places: &[Vec<At>], shares: &BTreeMap<(usize, CrewId), AuxId>) {
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
        problem: &Problem<'_>,
        site: SiteId,
        tasks: &[usize],
        places: &[Vec<At>],
        shares: &BTreeMap<(usize, CrewId), AuxId>,
    ) {
        let (terms, jobs) = (&problem.prices.sites[site], &problem.prices.instance.jobs);
        let needed = tasks.iter().map(|&task| i64::from(jobs[problem.tasks[task].job].crews)).max().unwrap_or(1).max(1);
        let usual = i64::from(terms.usual.is_some());
        let price = terms.further_crew.0;
        let folded = usual == 1 && needed == 1;
        let mut seen: BTreeMap<CrewId, AuxId> = BTreeMap::new();
        for &task in tasks {
            let mut crews: BTreeMap<CrewId, Vec<At>> = BTreeMap::new();
            for &(tour, stop) in &places[task] {
                crews.entry(problem.tours[tour].crew).or_default().push((tour, stop));
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
    fn see_crew(&mut self, problem: &Problem<'_>, task: usize, visits: Vec<At>, there: AuxId, share: Option<AuxId>) {
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

fn ones(visits: &[At]) -> Vec<(At, i64)> {
    visits.iter().map(|&at| (at, 1)).collect()
}

/// Where each task may stand.
fn places(problem: &Problem<'_>) -> Vec<Vec<At>> {
    let mut places = vec![Vec::new(); problem.tasks.len()];
    for (tour, own) in problem.tours.iter().enumerate() {
        own.stops.iter().enumerate().for_each(|(stop, own)| places[own.task].push((tour, stop)));
    }
    places
}
