//! Multipliers of the rows, the prices of routes that follow from them, and the bound that they prove.
//!
//! The Lagrangian bound: whatever the multipliers, no legal plan costs less than their rows' sum plus the least reduced cost
//! of every variable, week and shift, each taken by itself. All of it is whole numbers, so that nothing is lost by rounding:
//! multipliers are rounded first and everything else is exact.

use super::problem::{Problem, Tour};
use super::relaxation::{Aux, Lone, Relaxation, Row};
use brigade_model::model::DayId;

/// What only one route can take: a task of one visit, or of a task with one visit a day, its visit on some day.
pub type Piece = (usize, Option<DayId>);

/// What a cut adds up: the row of a piece, or that of the shifts of a tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A route counts as often as it takes the piece.
    Piece(Piece),
    /// Every route of the tour counts.
    Tour(usize),
}

/// A subset-row cut (Jepsen, Petersen, Spoorendonk, Pisinger 2008), in which shifts may be rows too: half of what each route
/// counts, rounded down, adds up to no more than half of what all of them may.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    /// What it adds up, ascending.
    pub units: Vec<Unit>,
    /// The most that it may come to.
    pub limit: i64,
}

impl Cut {
    /// The cut of different units.
    pub fn new(problem: &Problem<'_>, mut units: Vec<Unit>) -> Self {
        units.sort_unstable();
        let limit = units.iter().map(|unit| unit.limit(problem)).sum::<i64>() / 2;
        Self { units, limit }
    }

    /// Whether a visit of a task in a tour counts.
    pub fn counts(&self, problem: &Problem<'_>, tour: &Tour, task: usize) -> bool {
        problem.piece(tour, task).is_some_and(|piece| self.units.contains(&Unit::Piece(piece)))
    }

    /// Whether a tour counts whatever it visits.
    pub fn counts_tour(&self, tour: usize) -> bool {
        self.units.contains(&Unit::Tour(tour))
    }
}

impl Unit {
    /// What the routes of a plan count there at most.
    pub fn limit(&self, problem: &Problem<'_>) -> i64 {
        match *self {
            Self::Piece(_) => 1,
            Self::Tour(tour) => problem.tours[tour].shifts.len() as i64,
        }
    }
}

/// A mark for each cut and each row of lone visits that a tour has to do with.
pub type Marks = u128;

/// Most cuts that a tour's routes are priced with; the other bits are left to lone visits.
const MOST_PRICED: usize = 112;

/// One multiplier per row and per cut, in units of money.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Duals {
    /// By row.
    pub rows: Vec<i64>,
    /// By cut; at most 0.
    pub cuts: Vec<i64>,
}

impl Duals {
    /// Rounded multipliers with the signs that their rows allow.
    pub fn rounded(rows: &[f64], cuts: &[f64], relaxation: &Relaxation) -> Self {
        let row = |(&dual, row): (&f64, &Row)| {
            let dual = whole(dual);
            let above = row.lower.is_none() && dual > 0;
            let below = row.upper.is_none() && dual < 0;
            if above || below { 0 } else { dual }
        };
        Self {
            rows: rows.iter().zip(&relaxation.rows).map(row).collect(),
            cuts: cuts.iter().map(|&dual| whole(dual).min(0)).collect(),
        }
    }
}

fn whole(dual: f64) -> i64 {
    const FAR: f64 = 1e16;
    if dual.is_finite() { dual.clamp(-FAR, FAR).round() as i64 } else { 0 }
}

/// What a route of one shift is priced with while columns are sought.
#[derive(Clone, Debug)]
pub struct RoutePrices {
    /// Where there is any visit.
    pub used: i64,
    /// Per metre.
    pub metre: i64,
    /// Per minute on the road.
    pub minute: i64,
    /// Per minute past the shift's end; not negative.
    pub overtime: i64,
    /// Per visit, by stop.
    pub visits: Vec<i64>,
    /// What a route costs that meets a mark; not negative.
    pub penalties: Vec<i64>,
    /// The marks before any visit: those of lone visits, and of cuts that count the tour.
    pub marks: Marks,
    /// The marks that a stop meets where they are set; else it sets them.
    pub counted: Vec<Marks>,
    /// The marks that are gone after a stop, for the rest of the route.
    pub ended: Vec<Marks>,
}

impl RoutePrices {
    /// The prices of a tour's routes under some multipliers.
    pub fn new(problem: &Problem<'_>, relaxation: &Relaxation, cuts: &[Cut], duals: &Duals, index: usize) -> Self {
        let tour = &problem.tours[index];
        let of = |row: Option<usize>| row.map_or(0, |row| duals.rows[row]);
        let (worked, served) = (of(relaxation.worked[index]), of(relaxation.served[index]));
        let visit = |(stop, rows): (&super::problem::Stop, &Vec<(usize, i64)>)| {
            let duration = i64::from(problem.tasks[stop.task].duration);
            let gains: i64 = rows.iter().map(|&(row, coefficient)| duals.rows[row] * coefficient).sum();
            stop.cost - gains - (worked + served) * duration
        };
        let mut prices = Self {
            used: tour.terms.used.0,
            metre: tour.terms.metre.0,
            minute: tour.terms.minute.0 - worked,
            overtime: tour.terms.overtime_minute.0,
            visits: tour.stops.iter().zip(&relaxation.visits[index]).map(visit).collect(),
            penalties: Vec::new(),
            marks: 0,
            counted: vec![0; tour.stops.len()],
            ended: vec![0; tour.stops.len()],
        };
        let mut priced: Vec<(i64, &Cut)> = duals.cuts.iter().copied().zip(cuts).filter(|&(dual, _)| dual < 0).collect();
        priced.sort_by_key(|&(dual, _)| dual);
        for (dual, cut) in priced {
            prices.mark_cut(problem, index, cut, dual);
        }
        for &(row, lone) in &relaxation.lone[index] {
            prices.mark_lone(lone, duals.rows[row]);
        }
        prices
    }

    /// Prices a cut that some route of the tour may count in. Beyond the bits of a word it costs nothing, which proves less.
    fn mark_cut(&mut self, problem: &Problem<'_>, index: usize, cut: &Cut, dual: i64) {
        let tour = &problem.tours[index];
        let counted: Vec<usize> =
            (0..tour.stops.len()).filter(|&stop| cut.counts(problem, tour, tour.stops[stop].task)).collect();
        if counted.is_empty() || self.penalties.len() == MOST_PRICED {
            return;
        }
        let mark = 1 << self.penalties.len();
        self.penalties.push(-dual);
        self.marks |= if cut.counts_tour(index) { mark } else { 0 };
        counted.into_iter().for_each(|stop| self.counted[stop] |= mark);
    }

    /// Prices a lone visit, as far as there are bits.
    fn mark_lone(&mut self, lone: Lone, dual: i64) {
        if dual == 0 || self.penalties.len() == Marks::BITS as usize {
            return;
        }
        let mark = 1 << self.penalties.len();
        self.penalties.push(-dual);
        self.marks |= mark;
        self.counted[lone.stop as usize] |= mark;
        self.ended[lone.stop as usize] |= mark;
        self.ended[lone.without as usize] |= mark;
    }

    /// What a stop costs by the marks set before.
    #[inline]
    pub fn met(&self, marks: Marks, stop: u16) -> i64 {
        self.cost_of(marks & self.counted[stop as usize])
    }

    /// The marks after a stop.
    #[inline]
    pub fn marked(&self, marks: Marks, stop: u16) -> Marks {
        (marks ^ self.counted[stop as usize]) & !self.ended[stop as usize]
    }

    /// What it costs to meet some marks.
    #[inline]
    pub fn cost_of(&self, mut marks: Marks) -> i64 {
        let mut cost = 0;
        while marks != 0 {
            cost += self.penalties[marks.trailing_zeros() as usize];
            marks &= marks - 1;
        }
        cost
    }
}

/// The part of the bound that is not routes: the rows, the variables and the weeks.
pub fn constant(relaxation: &Relaxation, cuts: &[Cut], duals: &Duals) -> i128 {
    let rows: i128 = relaxation.rows.iter().zip(&duals.rows).map(|(row, &dual)| of_row(row, dual)).sum();
    let aux: i128 = relaxation.aux.iter().map(|aux| of_aux(aux, &duals.rows)).sum();
    let weeks = relaxation.weeks.iter().map(|week| i128::from(cheapest_service(relaxation, week, duals).1));
    let cuts = cuts.iter().zip(&duals.cuts).map(|(cut, &dual)| i128::from(dual) * i128::from(cut.limit));
    rows + aux + weeks.sum::<i128>() + cuts.sum::<i128>()
}

/// What a row adds to the bound.
pub fn of_row(row: &Row, dual: i64) -> i128 {
    let limit = if dual > 0 { row.lower } else { row.upper };
    i128::from(dual) * i128::from(limit.unwrap_or(0))
}

/// What a variable adds to the bound under the multipliers of the rows.
pub fn of_aux(aux: &Aux, duals: &[i64]) -> i128 {
    let gains: i128 = aux.terms.iter().map(|&(row, c)| i128::from(duals[row]) * i128::from(c)).sum();
    (i128::from(aux.cost) - gains).min(0) * i128::from(aux.upper)
}

/// The multiple of the step that costs least under some multipliers, and what it costs.
pub fn cheapest_service(relaxation: &Relaxation, week: &super::relaxation::Week, duals: &Duals) -> (usize, i64) {
    let dual = duals.rows[week.row] * i64::from(relaxation.step);
    let priced = week.costs.iter().enumerate().map(|(times, &cost)| (cost + dual * times as i64, times));
    let (cost, times) = priced.min().expect("no minutes at least");
    (times, cost)
}
