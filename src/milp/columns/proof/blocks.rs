//! What each crew costs by itself: rows that look at one crew only stay, all others are left to their multipliers.
//!
//! The least cost of every crew's whole week then adds up to a bound (Lagrangian decomposition: Guignard, Kim 1987). A shift by
//! itself does not know that other shifts of its crew do a visit; the crew's week does, and that not all of them fit in.

use std::time::Instant;

use super::super::column::Column;
use super::super::duals::{RoutePrices, cheapest_service, of_aux, of_row};
use super::super::program;
use super::super::relaxation::{AuxId, Relaxation};
use super::{Best, Proof};
use crate::model::CrewId;
use crate::units::Money;

/// Whose a row or a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// Nobody's so far.
    Nobody,
    /// One crew's.
    Crew(CrewId),
    /// That of several crews.
    Several,
}

impl Owner {
    fn and(self, crew: CrewId) -> Self {
        match self {
            Self::Nobody => Self::Crew(crew),
            Self::Crew(own) if own == crew => self,
            _ => Self::Several,
        }
    }
}

/// All rows, also those that wait, and whose they are: a crew's rows have no routes and variables but its own.
struct Owners {
    relaxation: Relaxation,
    rows: Vec<Owner>,
    aux: Vec<Owner>,
}

impl Owners {
    fn new(relaxation: &Relaxation, crew_of: impl Fn(usize) -> CrewId) -> Self {
        let mut relaxation = relaxation.clone();
        for link in std::mem::take(&mut relaxation.links) {
            relaxation.add_row(&link.visits, &link.aux, None, Some(link.upper));
        }
        let mut rows = vec![Owner::Nobody; relaxation.rows.len()];
        for (tour, stops) in relaxation.visits.iter().enumerate() {
            let minutes = relaxation.worked[tour].iter().chain(&relaxation.served[tour]);
            let visits = stops.iter().flatten().map(|(row, _)| row);
            visits.chain(minutes).for_each(|&row| rows[row] = rows[row].and(crew_of(tour)));
        }
        let mut variables: Vec<Vec<AuxId>> = vec![Vec::new(); rows.len()];
        for (aux, own) in relaxation.aux.iter().enumerate() {
            own.terms.iter().for_each(|&(row, _)| variables[row].push(aux));
        }
        let mut aux = vec![Owner::Nobody; relaxation.aux.len()];
        // Rows of variables alone are those of the crew that other rows give the variables to.
        let (alone, with_visits): (Vec<_>, Vec<_>) = (0..rows.len()).partition(|&row| rows[row] == Owner::Nobody);
        for row in with_visits.into_iter().chain(alone) {
            let owners = variables[row].iter().map(|&own| aux[own]);
            rows[row] =
                owners.fold(rows[row], |owner, own| if let Owner::Crew(crew) = own { owner.and(crew) } else { owner });
            if let Owner::Crew(_) = rows[row] {
                variables[row].iter().for_each(|&own| aux[own] = rows[row]);
            }
        }
        Self { relaxation, rows, aux }
    }

    /// The rows and variables of one crew, less what all other rows pay for; the others say nothing.
    fn of_crew(&self, owner: Owner, duals: &[i64]) -> Relaxation {
        let mut own = self.relaxation.clone();
        let stays = |row: usize| self.rows[row] == owner;
        for (limits, _) in own.rows.iter_mut().zip(&self.rows).filter(|(_, of)| **of != owner) {
            (limits.lower, limits.upper) = (None, None);
        }
        own.visits.iter_mut().flatten().for_each(|rows| rows.retain(|term| stays(term.0)));
        for row in own.worked.iter_mut().chain(&mut own.served) {
            *row = row.filter(|&row| stays(row));
        }
        for (aux, _) in own.aux.iter_mut().zip(&self.aux).filter(|(_, of)| **of != owner) {
            (aux.cost, aux.terms) = (0, Vec::new());
        }
        for aux in &mut own.aux {
            let (rows, paid): (Vec<_>, Vec<_>) =
                std::mem::take(&mut aux.terms).into_iter().partition(|term| stays(term.0));
            aux.terms = rows;
            aux.cost -= paid.iter().map(|&(row, c)| duals[row] * c).sum::<i64>();
        }
        own.weeks.iter_mut().filter(|week| !stays(week.row)).for_each(|week| week.costs = vec![0]);
        own
    }

    /// What a crew adds to the bound of some multipliers.
    fn base(&self, owner: Owner, best: &Best, tours: &[usize]) -> i128 {
        let (relaxation, duals) = (&self.relaxation, &best.duals.rows);
        let rows = relaxation.rows.iter().zip(duals).zip(&self.rows).filter(|(_, of)| **of == owner);
        let aux = relaxation.aux.iter().zip(&self.aux).filter(|(_, of)| **of == owner);
        let weeks = relaxation.weeks.iter().filter(|week| self.rows[week.row] == owner);
        rows.map(|((row, &dual), _)| of_row(row, dual)).sum::<i128>()
            + aux.map(|(aux, _)| of_aux(aux, duals)).sum::<i128>()
            + weeks.map(|week| i128::from(cheapest_service(relaxation, week, &best.duals).1)).sum::<i128>()
            + tours.iter().map(|&tour| i128::from(best.least[tour])).sum::<i128>()
    }
}

/// A crew's program and what its multipliers prove.
struct Block {
    owner: Owner,
    tours: Vec<usize>,
    /// How much more it costs at least.
    gain: i128,
    /// Whether more time would prove more.
    open: bool,
}

impl Proof<'_, '_> {
    /// Adds up the least that the crews can cost by themselves, which is at least what their shifts do.
    pub(super) fn separate(&mut self) -> Option<()> {
        let shared = self.problem.tours.iter().any(|tour| tour.shifts.len() > 1);
        let Some(mut best) = self.latest_best().filter(|_| !shared && self.limits.work.is_none()) else {
            return Some(());
        };
        let owners = Owners::new(&self.relaxation, |tour| self.problem.tours[tour].crew);
        best.duals.rows.resize(owners.relaxation.rows.len(), 0);
        let mut blocks: Vec<Block> = Vec::new();
        for (index, tour) in self.problem.tours.iter().enumerate() {
            let owner = Owner::Crew(tour.crew);
            match blocks.iter_mut().find(|block| block.owner == owner) {
                Some(block) => block.tours.push(index),
                None => blocks.push(Block { owner, tours: vec![index], gain: 0, open: true }),
            }
        }
        for share in [QUICK_SHARE, LONG_SHARE] {
            let count = blocks.iter().filter(|block| block.open).count();
            for index in 0..blocks.len() {
                if !blocks[index].open || self.is_over() {
                    continue;
                }
                let others: i128 = blocks.iter().map(|block| block.gain).sum::<i128>() - blocks[index].gain;
                let gap = self.above(best.bound + others);
                self.solve_block(&owners, &best, &mut blocks[index], gap, share / count as f64)?;
                self.note(best.bound + others + blocks[index].gain);
            }
            let open = blocks.iter().filter(|block| block.open).count();
            let gained = blocks.iter().map(|block| block.gain).sum::<i128>() as f64 / Money::PER_EURO as f64;
            self.tell(format!("crews by themselves: {gained:.2} more, {open} of {} not at their end", blocks.len()));
        }
        Some(())
    }

    /// By how much a crew costs more than its multipliers say; at most some part that all its routes are listed for.
    fn solve_block(&mut self, owners: &Owners, best: &Best, block: &mut Block, gap: i64, share: f64) -> Option<()> {
        let parts = (0..MOST_HALVINGS).map(|times| gap >> times);
        let mut listed = parts.map(|part| (part, self.routes_of(&block.tours, best, part, MOST_OF_A_CREW)));
        let Some((part, Some(mut columns))) = listed.find(|(_, columns)| columns.is_some()) else { return Some(()) };
        let Some(mut points) = self.points_within(&best.duals, part) else { return Some(()) };
        let mut known = Vec::new();
        for (tour, stops) in
            self.columns_of(&self.incumbent.routes)?.into_iter().filter(|route| block.tours.contains(&route.0))
        {
            let place = columns.iter().position(|column| column.tour == tour && column.stops == stops);
            known.push(place.unwrap_or(columns.len()));
            columns.extend(place.is_none().then(|| Column::new(self.problem, tour, stops)).flatten());
        }
        self.add_points_of(&columns, &known, &mut points);
        let relaxation = owners.of_crew(block.owner, &best.duals.rows);
        let strange = relaxation.weeks.iter().zip(&mut points).filter(|(week, _)| week.costs.len() == 1);
        strange.for_each(|(_, points)| *points = vec![0]);
        for column in &mut columns {
            let prices = RoutePrices::new(self.problem, &self.relaxation, &self.cuts, &best.duals, column.tour);
            let stays = column.rows(&relaxation).into_iter().map(|(row, c)| best.duals.rows[row] * c);
            column.cost = column.reduced(self.problem, &prices) + stays.sum::<i64>();
        }
        let Some(effort) = self.effort(share, columns.len()) else { return Some(()) };
        let effort = program::Effort { presolve: false, ..effort };
        let choice = program::Choice {
            problem: self.problem,
            relaxation: &relaxation,
            cuts: &[],
            columns: &columns,
            points: &points,
        };
        let begun = Instant::now();
        let answer = program::solve(&choice, &known, effort, &self.limits.stop);
        let euros = |money: f64| money / Money::PER_EURO as f64;
        let base = owners.base(block.owner, best, &block.tours);
        let gain = answer.map_or(f64::NEG_INFINITY, |answer| answer.bound - euros(base as f64));
        let seconds = begun.elapsed().as_secs_f64();
        block.open = seconds > 0.9 * effort.seconds && gain < euros(part as f64);
        if gain > euros(block.gain as f64) {
            block.gain = ((gain * Money::PER_EURO as f64) as i128).min(i128::from(part));
        }
        self.tell(format!(
            "{:?}: {} routes within {:.2}, {gain:.2} more in {seconds:.1} s",
            block.owner,
            columns.len(),
            euros(part as f64)
        ));
        Some(())
    }
}

/// Shares of the time left for all crews together, at first and for those that need more.
const QUICK_SHARE: f64 = 0.2;
const LONG_SHARE: f64 = 0.4;
/// Most routes of a crew that are listed.
const MOST_OF_A_CREW: usize = 20_000;
/// How often the part of the gap is halved that they are listed for.
const MOST_HALVINGS: u32 = 12;
